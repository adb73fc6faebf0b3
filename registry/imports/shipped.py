"""The catalog that comes with the program: facts of published sources in our own form, one record per line.

`catalog/manifest.json` says which sources at which commits, under which license; `catalog/<origin>.jsonl` has
the records of a source that describes models, or the quotes of one that only rates them. `manage.py
build_catalog` writes them, `manage.py seed` loads them. `catalog/datasets.toml` is written by hand.
"""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from registry.imports import quotes
from registry.imports.load import Batch
from registry.imports.quotes import QuoteBatch
from registry.imports.records import Source, as_line, from_line
from registry.imports.told import File
from registry.openness import dataset_document
from registry.openness.dataset_document import DatasetDocument

FOLDER = Path(__file__).parent / "catalog"
FORMAT = 2
DATASETS = "datasets.toml"
OF_DATASETS = Source(
    origin="sourceform",
    project="Sourceform, facts of datasets",
    url="",
    license="facts only",
    attribution=(
        "Facts of datasets as records of the European Open Source AI Index (CC BY 4.0) and of the Model "
        "Openness Tool (MIT) state them, put together by Sourceform"
    ),
)
_SOURCE = ("origin", "project", "url", "license", "attribution", "same_as")
_CONTENTS = {
    "records": "Facts and figures: names, components, availability, licenses, links, dates, classes.",
    "quotes": "Figures: names, classes and scores as published, links, dates, training compute.",
}


def version(folder: Path = FOLDER) -> str:
    """What tells one shipped catalog from another."""
    by_hand = folder / DATASETS
    content = by_hand.read_bytes() if by_hand.exists() else b""
    return hashlib.sha256(_manifest(folder)["version"].encode() + content).hexdigest()[:16]


def _manifest(folder: Path) -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text("utf-8"))
    if manifest["format"] != FORMAT:
        raise ValueError(f"expected a catalog of format {FORMAT}, not {manifest['format']}")
    return manifest


def batches(folder: Path = FOLDER) -> list[Batch]:
    """The records of every source in the catalog that describes models."""
    return [_batch(folder, row) for row in _manifest(folder)["sources"] if row["kind"] == "records"]


def quote_batches(folder: Path = FOLDER) -> list[QuoteBatch]:
    """The quotes of every source in the catalog that is only quoted."""
    return [_quote_batch(folder, row) for row in _manifest(folder)["sources"] if row["kind"] == "quotes"]


def datasets(folder: Path = FOLDER) -> tuple[DatasetDocument, File]:
    """What the catalog says of datasets beyond what follows from its records."""
    file = folder / DATASETS
    return dataset_document.read(file), File.of(DATASETS, file.read_bytes())


def _batch(folder: Path, row: dict[str, Any]) -> Batch:
    origin = row["origin"]
    records = tuple(from_line(line, origin=origin) for line in _lines(folder, row))
    return Batch(_source_of(row), row["commit"], records, row["as_of"])


def _quote_batch(folder: Path, row: dict[str, Any]) -> QuoteBatch:
    origin = row["origin"]
    read = tuple(quotes.from_line(line, origin=origin) for line in _lines(folder, row))
    return QuoteBatch(_source_of(row), row["commit"], read, row["as_of"])


def _source_of(row: dict[str, Any]) -> Source:
    return Source(**{key: row[key] for key in _SOURCE})


def _lines(folder: Path, row: dict[str, Any]) -> list[Any]:
    return [json.loads(line) for line in (folder / row["file"]).read_text("utf-8").splitlines()]


def write(sources: Sequence[Batch | QuoteBatch], folder: Path = FOLDER) -> str:
    """Write a catalog of these sources and return its version."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = []
    for batch in sources:
        file = f"{batch.source.origin}.jsonl"
        lines = _written(batch)
        text = "".join(lines)
        (folder / file).write_text(text, "utf-8")
        rows.append(_row(batch, file, text, len(lines)))
    digest = hashlib.sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest()
    manifest = {"format": FORMAT, "version": digest[:16], "sources": rows}
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n", "utf-8")
    return digest[:16]


def _written(batch: Batch | QuoteBatch) -> list[str]:
    if isinstance(batch, Batch):
        return [_line(as_line(row)) for row in sorted(batch.records, key=lambda row: row.file)]
    listed = sorted(batch.quotes, key=lambda row: (row.file, row.subject))
    return [_line(quotes.as_line(row)) for row in listed]


def _line(table: dict[str, Any]) -> str:
    return json.dumps(table, ensure_ascii=False, separators=(",", ":")) + "\n"


def _row(batch: Batch | QuoteBatch, file: str, text: str, count: int) -> dict[str, Any]:
    kind = "records" if isinstance(batch, Batch) else "quotes"
    return {
        **{key: getattr(batch.source, key) for key in _SOURCE},
        "commit": batch.commit,
        "as_of": batch.as_of,
        "kind": kind,
        "contents": _CONTENTS[kind],
        "file": file,
        "records": count,
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
    }
