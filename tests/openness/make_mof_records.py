"""Makes `mof_records.json.gz` from a copy of the Model Openness Tool's published records.

    python tests/openness/make_mof_records.py FOLDER

FOLDER is `models/` of lfai/model_openness_tool (MIT); the file shipped here was made from commit 8b5d30e. It
keeps facts only: names, the listed components with their license strings, the names of the licenses for the
whole release, and whether a component has an address. No sentence and no address is kept.
"""

import gzip
import json
import sys
from pathlib import Path
from typing import Any

import yaml

SCOPES = ("distribution", "code", "data", "document")


def facts_only(record: dict[str, Any]) -> dict[str, Any]:
    """The record as {"name", "globals": {scope: name}, "components": [[name, has an address, license?]]}."""
    release = record["release"]
    stated = release.get("license") or {}
    return {
        "name": release["name"],
        "globals": {scope: stated[scope].get("name") for scope in SCOPES if stated.get(scope)},
        "components": [_component(row) for row in release["components"]],
    }


def _component(row: dict[str, Any]) -> list[Any]:
    has_address = str(row.get("component_path") or "").startswith("http")
    license = [_no_address(row["license"])] if row.get("license") is not None else []
    return [row["name"], has_address, *license]


def _no_address(license: str) -> str:
    return "https://example.org/license" if license.startswith("http") else license


def main(folder: Path) -> None:
    files = sorted(folder.glob("*.yml"))
    records = [facts_only(yaml.safe_load(file.read_text("utf-8"))) for file in files]
    text = json.dumps(records, ensure_ascii=False, separators=(",", ":"))
    target = Path(__file__).with_name("mof_records.json.gz")
    target.write_bytes(gzip.compress(text.encode(), mtime=0))
    print(f"{len(records)} records, {target.stat().st_size} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
