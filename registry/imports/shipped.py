"""The catalog that comes with the program: facts of published sources in our own form, one record per line.

`catalog/manifest.json` says which sources at which commits, under which license; `catalog/<origin>.jsonl` has
the records. `manage.py build_catalog` writes them, `manage.py seed` loads them.
"""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from registry.imports.load import Batch
from registry.imports.records import Record, Source, as_line, from_line

FOLDER = Path(__file__).parent / "catalog"
FORMAT = 1


def version(folder: Path = FOLDER) -> str:
    """What tells one shipped catalog from another."""
    found: str = _manifest(folder)["version"]
    return found


def _manifest(folder: Path) -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text("utf-8"))
    if manifest["format"] != FORMAT:
        raise ValueError(f"expected a catalog of format {FORMAT}, not {manifest['format']}")
    return manifest


def batches(folder: Path = FOLDER) -> list[Batch]:
    """The records of every source in the catalog."""
    return [_batch(folder, row) for row in _manifest(folder)["sources"]]


def _batch(folder: Path, row: dict[str, Any]) -> Batch:
    source = Source(**{key: row[key] for key in ("origin", "project", "url", "license", "attribution")})
    text = (folder / row["file"]).read_text("utf-8")
    records = tuple(from_line(json.loads(line), origin=source.origin) for line in text.splitlines())
    return Batch(source, row["commit"], records)


def write(sources: Sequence[Batch], folder: Path = FOLDER) -> str:
    """Write a catalog of these sources and return its version."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = []
    for batch in sources:
        file = f"{batch.source.origin}.jsonl"
        text = "".join(_line(record) for record in sorted(batch.records, key=lambda record: record.file))
        (folder / file).write_text(text, "utf-8")
        rows.append(_source(batch, file, text))
    digest = hashlib.sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest()
    manifest = {"format": FORMAT, "version": digest[:16], "sources": rows}
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n", "utf-8")
    return digest[:16]


def _line(record: Record) -> str:
    return json.dumps(as_line(record), ensure_ascii=False, separators=(",", ":")) + "\n"


def _source(batch: Batch, file: str, text: str) -> dict[str, Any]:
    source = batch.source
    return {
        "origin": source.origin,
        "project": source.project,
        "url": source.url,
        "commit": batch.commit,
        "license": source.license,
        "attribution": source.attribution,
        "contents": "Facts and figures: names, components, availability, licenses, links, dates, classes.",
        "file": file,
        "records": len(batch.records),
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
    }
