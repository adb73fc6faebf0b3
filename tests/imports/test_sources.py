"""Copies of published sources on disk."""

import os
from pathlib import Path

import pytest

from registry.imports.sources import READERS, UNKNOWN, NothingToRead, batch_of, commit_of, files_of

COMMIT = "0123456789abcdef0123456789abcdef01234567"
RECORD = """
framework: {name: Model Openness Framework, version: '1.0', date: '2024-12-15'}
release: {name: Rocket, components: []}
"""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the records of the Model Openness Tool: one that can be read, one that cannot."""
    models = tmp_path / "copy" / "models"
    models.mkdir(parents=True)
    (models / "rocket.yml").write_text(RECORD)
    (models / "broken.yml").write_text("framework: [")
    (models / "notes.txt").write_text("not a record")
    return tmp_path / "copy"


def test_a_source_is_found_by_its_folder_the_folder_of_its_records_or_a_file(copy: Path) -> None:
    reader = READERS["mot"]
    expected = [copy / "models" / "broken.yml", copy / "models" / "rocket.yml"]
    assert files_of(reader, [copy]) == expected
    assert files_of(reader, [copy / "models"]) == expected
    assert files_of(reader, expected[1:]) == expected[1:]


def test_what_cannot_be_read_is_set_aside_with_the_reason(copy: Path) -> None:
    batch, refused = batch_of(READERS["mot"], [copy])
    assert [record.name for record in batch.records] == ["Rocket"]
    assert len(refused) == 1
    assert refused[0].startswith("mot broken.yml: expected YAML")


def test_a_file_name_that_is_not_utf8_is_set_aside(copy: Path) -> None:
    odd = copy / "models" / os.fsdecode(b"odd\xff.yml")
    try:
        odd.write_text(RECORD)
    except OSError:
        pytest.skip("this file system takes no such name")
    batch, refused = batch_of(READERS["mot"], [odd, copy / "models" / "rocket.yml"])
    assert [record.name for record in batch.records] == ["Rocket"]
    assert [line.partition(": ")[2] for line in refused] == ["expected a file name in UTF-8"]


def test_a_path_without_records_says_so(copy: Path) -> None:
    for path, words in [(copy / "absent", "does not exist"), (copy, r"has no records of .*\*\.yaml")]:
        with pytest.raises(NothingToRead, match=words):
            files_of(READERS["osai"], [path])


def test_the_commit_is_read_from_the_clone(copy: Path) -> None:
    file = copy / "models" / "rocket.yml"
    assert commit_of(file) == UNKNOWN
    git = copy / ".git"
    git.mkdir()
    (git / "HEAD").write_text("ref: refs/heads/main\n")
    assert commit_of(file) == UNKNOWN
    (git / "packed-refs").write_text(f"# pack-refs\n{COMMIT} refs/heads/main\n")
    assert commit_of(file) == COMMIT
    (git / "HEAD").write_text(f"{COMMIT[::-1]}\n")
    assert commit_of(file) == COMMIT[::-1]
    assert batch_of(READERS["mot"], [copy], commit="abc")[0].commit == "abc"
