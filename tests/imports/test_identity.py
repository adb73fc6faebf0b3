"""Which records are the same model, and under which path."""

from collections.abc import Mapping

import pytest

from registry.imports.identity import Known, Placement, place
from registry.imports.records import Record

ROCKET = "Acme/rocket-7b"


def record(
    name: str, hub_id: str | None = None, *, file: str = "", hidden: str = "", assessed_on: str = ""
) -> Record:
    return Record(
        file=file or f"{name}.yml",
        name=name,
        organization="Acme",
        hub_id=hub_id,
        hidden=hidden,
        assessed_on=assessed_on,
    )


def placed(*batch: tuple[str, Record], known: Mapping[str, Known] | None = None) -> Placement:
    return place(batch, known or {})


def paths(found: Placement) -> dict[tuple[str, str], str]:
    return {(row.origin, row.record.name): row.path for row in found.placed}


def test_a_record_alone_owns_the_hub_id_it_gives_even_when_its_name_is_shorter() -> None:
    (row,) = placed(("mot", record("Rocket", ROCKET))).placed
    assert (row.path, row.owns_hub_id) == ("acme/rocket-7b", True)


def test_two_sources_are_one_model_where_hub_id_and_name_agree() -> None:
    found = placed(("mot", record("rocket_7B", ROCKET)), ("osai", record("Rocket-7B", "acme/Rocket-7B")))
    assert {row.path for row in found.placed} == {"acme/rocket-7b"}
    assert found.apart == []


def test_records_with_one_hub_id_and_several_names_are_kept_apart_and_listed() -> None:
    found = placed(
        ("mot", record("Rocket", ROCKET)),
        ("mot", record("Rocket-7B", ROCKET)),
        ("osai", record("Acme Rocket Base", ROCKET)),
    )
    assert paths(found) == {
        ("mot", "Rocket"): "~acme/rocket",
        ("mot", "Rocket-7B"): "acme/rocket-7b",
        ("osai", "Acme Rocket Base"): "~acme/acme-rocket-base",
    }
    assert len(found.apart) == 2
    assert all(ROCKET in case and "Rocket-7B" in case for case in found.apart)


@pytest.mark.parametrize("name", ["Comet-7B", "Rocket-2B", "Rocket-7B-Instruct"])
def test_a_record_that_carries_another_models_id_does_not_own_it(name: str) -> None:
    found = placed(("mot", record(name, ROCKET)))
    assert not found.placed[0].owns_hub_id
    assert len(found.apart) == 1


def test_of_two_names_that_fit_equally_neither_owns_the_id() -> None:
    found = placed(("mot", record("Rocket-Blue", ROCKET)), ("osai", record("Rocket-Red", ROCKET)))
    assert [row.owns_hub_id for row in found.placed] == [False, False]


def test_a_hidden_record_owns_no_hub_id() -> None:
    (row,) = placed(("mot", record("Rocket-7B", ROCKET, hidden="a test"))).placed
    assert not row.owns_hub_id


def test_two_sources_without_a_hub_id_are_never_taken_for_one_model() -> None:
    found = placed(("mot", record("Rocket")), ("osai", record("Rocket")))
    assert paths(found) == {("mot", "Rocket"): "~acme/rocket", ("osai", "Rocket"): "~acme/rocket-osai"}


def test_of_two_records_of_one_source_for_one_model_the_newer_counts() -> None:
    older = record("Rocket-7B", ROCKET, file="a.yml", assessed_on="2024-01-01")
    newer = record("rocket-7b", ROCKET, file="b.yml", assessed_on="2025-01-01")
    found = placed(("mot", newer), ("mot", older))
    assert [row.record.file for row in found.placed] == ["b.yml"]
    assert found.aside == ["mot a.yml: describes Rocket-7B as b.yml does, and is older"]


def test_two_records_of_one_source_never_share_a_path() -> None:
    other = record("Rocket-7B", "Acme/comet-7b", file="other.yml")
    found = placed(("mot", record("Rocket-7B")), ("mot", other))
    assert [row.path for row in found.placed] == ["~acme/rocket-7b", "~acme/rocket-7b--2"]


def test_a_name_without_plain_letters_takes_its_path_from_the_file() -> None:
    (row,) = placed(("mot", record("Rakete-α", file="Rakete-a.yml"))).placed
    assert row.path == "~acme/rakete-a"


def test_a_model_that_a_source_described_before_keeps_its_path() -> None:
    known = {"acme/rocket-7b": Known("Rocket", frozenset({"mot"}))}
    found = placed(("osai", record("Rocket-7B", ROCKET)), known=known)
    assert paths(found) == {("osai", "Rocket-7B"): "~acme/rocket-7b"}


def test_a_model_known_only_from_the_hub_is_found_by_its_id() -> None:
    known = {"acme/rocket-7b": Known("rocket-7b")}
    found = placed(("mot", record("Rocket", ROCKET)), known=known)
    assert found.placed[0].owns_hub_id


def test_a_record_that_was_renamed_at_its_source_stays_the_same_model() -> None:
    known = {"acme/rocket-7b": Known("Rocket", frozenset({"mot"}))}
    found = placed(("mot", record("Rocket-7B", ROCKET)), known=known)
    assert found.placed[0].path == "acme/rocket-7b"


def test_placing_again_what_was_placed_changes_nothing() -> None:
    batch = [
        ("mot", record("Rocket")),
        ("mot", record("Rocket-7B", ROCKET)),
        ("mot", record("Rocket-2B", ROCKET)),
        ("osai", record("Rocket")),
        ("osai", record("Rocket-7B", ROCKET)),
    ]
    first = placed(*batch)
    known: dict[str, Known] = {}
    for row in first.placed:
        before = known.get(row.path, Known(row.record.name))
        known[row.path] = Known(before.name, before.origins | {row.origin})
    assert placed(*batch, known=known) == first
    for origin in ("mot", "osai"):
        alone = placed(*[entry for entry in batch if entry[0] == origin], known=known)
        assert alone.placed == [row for row in first.placed if row.origin == origin]
