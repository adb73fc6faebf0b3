"""A copy of a published source on disk: which files are records, and of which commit they are."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from registry.imports import epoch, fmti, mot, os_ai_map, osai, osai_2024
from registry.imports.load import Batch
from registry.imports.quotes import Quote, QuoteBatch
from registry.imports.records import Record, Source, Unreadable

UNKNOWN = "unknown"


@dataclass(frozen=True)
class Reader:
    """How the files of one source are found and read."""

    source: Source
    read: Callable[[Path], Record]
    suffixes: tuple[str, ...]
    folders: tuple[str, ...]  # where in a copy of the source the records lie
    is_record: Callable[[Path], bool] = lambda path: True


READERS = {
    "mot": Reader(mot.SOURCE, mot.read, mot.SUFFIXES, ("models",)),
    "osai": Reader(osai.SOURCE, osai.read, osai.SUFFIXES, ("projects",), osai.is_record),
}


@dataclass(frozen=True)
class QuoteReader:
    """How the files of a source that is quoted are found, anywhere under a folder, and read."""

    source: Source
    read: Callable[[Path], list[Quote]]
    pattern: str
    is_file: Callable[[Path], bool] = lambda path: True


QUOTE_READERS = {
    "osai-2024-10": QuoteReader(osai_2024.SOURCE, osai_2024.read, "*.yaml", osai.is_record),
    "fmti": QuoteReader(fmti.SOURCE, fmti.read, "*_scores.csv", fmti.is_scores),
    "epoch": QuoteReader(epoch.SOURCE, epoch.read, "*.csv"),
    "os-ai-map": QuoteReader(os_ai_map.SOURCE, os_ai_map.read, "scores/*.yaml"),
}


class NothingToRead(ValueError):
    """A path that leads to no record; the message is one clear sentence."""


def files_of(reader: Reader, paths: Iterable[Path]) -> list[Path]:
    """The record files under these paths: a file, a folder of records, or a copy of the source.

    Raises NothingToRead.
    """
    return [file for path in paths for file in _files(reader, path)]


def _files(reader: Reader, path: Path) -> list[Path]:
    if not path.exists():
        raise NothingToRead(f"{path} does not exist.")
    if path.is_file():
        return [path]
    inner = next((path / name for name in reader.folders if (path / name).is_dir()), path)
    found = sorted(
        file
        for file in inner.iterdir()
        if file.suffix.lower() in reader.suffixes and file.is_file() and reader.is_record(file)
    )
    if not found:
        expected = " or ".join(f"*{suffix}" for suffix in reader.suffixes)
        raise NothingToRead(f"{path} has no records of {reader.source.project} ({expected}).")
    return found


def batch_of(
    reader: Reader, paths: Iterable[Path], *, commit: str = "", as_of: str = ""
) -> tuple[Batch, list[str]]:
    """All records under these paths, and the files that could not be read, each with the reason."""
    files = files_of(reader, paths)
    records, refused = [], []
    for file in files:
        try:
            _refuse_name(file)
            records.append(reader.read(file))
        except Unreadable as error:
            refused.append(f"{reader.source.origin} {file.name}: {error}")
    return Batch(reader.source, commit or commit_of(files[0]), tuple(records), as_of), refused


def quotes_of(
    reader: QuoteReader, paths: Iterable[Path], *, commit: str = "", as_of: str = ""
) -> tuple[QuoteBatch, list[str]]:
    """All quotes under these paths, and the files that could not be read. Raises NothingToRead."""
    files = [file for path in paths for file in _quoted_files(reader, path)]
    quotes: list[Quote] = []
    refused = []
    for file in files:
        try:
            quotes += reader.read(file)
        except Unreadable as error:
            refused.append(f"{reader.source.origin} {file.name}: {error}")
    return QuoteBatch(reader.source, commit or commit_of(files[0]), tuple(quotes), as_of), refused


def _quoted_files(reader: QuoteReader, path: Path) -> list[Path]:
    if not path.exists():
        raise NothingToRead(f"{path} does not exist.")
    if path.is_file():
        return [path]
    found = sorted(file for file in path.rglob(reader.pattern) if file.is_file() and reader.is_file(file))
    if not found:
        raise NothingToRead(f"{path} has no files of {reader.source.project} ({reader.pattern}).")
    return found


def _refuse_name(file: Path) -> None:
    """Raise Unreadable for a name whose bytes are not UTF-8: it can be neither stored nor printed."""
    try:
        file.name.encode()
    except UnicodeEncodeError as error:
        raise Unreadable("expected a file name in UTF-8") from error


def commit_of(path: Path) -> str:
    """The commit checked out in the clone this file lies in (its folder or the one above), or "unknown"."""
    for folder in list(path.absolute().parents)[:2]:
        git = folder / ".git"
        if git.is_dir():
            return _head(git) or UNKNOWN
    return UNKNOWN


def _head(git: Path) -> str:
    try:
        head = (git / "HEAD").read_text("utf-8").strip()
        if not head.startswith("ref: "):
            return _commit(head)
        reference = head.removeprefix("ref: ")
        loose = git / reference
        if loose.is_file():
            return _commit(loose.read_text("utf-8").strip())
        packed = (git / "packed-refs").read_text("utf-8")
    except (OSError, ValueError):
        return ""
    match = re.search(rf"^([0-9a-f]{{40}}) {re.escape(reference)}$", packed, re.MULTILINE)
    return match[1] if match else ""


def _commit(text: str) -> str:
    return text if re.fullmatch(r"[0-9a-f]{40}", text) else ""
