"""Records of the Model Openness Tool: what they say of a model, with everything they are known to get wrong.

Rules and counts: the published records of lfai/model_openness_tool, `models/*.yml`. Classes are not in these
records; they are computed. Everything read here is an unreviewed claim of its source.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from registry.catalog.paths import hub_id_in
from registry.imports.names import Fit, family_of, fit, same_name
from registry.imports.records import Record, Source, Unreadable
from registry.openness import mof_record, syntax
from registry.openness.facts import Facts, Origin, Proof, ReleaseFact

SOURCE = Source(
    origin="mot",
    project="lfai/model_openness_tool",
    url="https://github.com/lfai/model_openness_tool",
    license="MIT",
    attribution=(
        "Model Openness Tool records, Copyright 2024 The Model Openness Tool Authors, MIT. "
        "Model Openness Framework: LF AI & Data, arXiv 2403.13784"
    ),
)
SUFFIXES = (".yml", ".yaml")
_MODALITIES = {"language": "text", "code": "code", "multimodal": "multimodal"}
_SIZE = re.compile(r"\d{1,4}(?:[._]\d{1,3})?[BMT]")
_NO_LINEAGE = re.compile(r"apache-2\.0|mit|.*licen[sc]e.*", re.IGNORECASE)  # licenses in the wrong field


def read(path: Path) -> Record:
    """The record in this file. Raises Unreadable."""
    try:
        tree = syntax.tree(syntax.text_of(path), kind=".yml", name=path.name)
    except syntax.DocumentError as error:
        raise Unreadable(error.expected) from error
    return record_of(tree, path.name)


def record_of(tree: Mapping[str, Any], file: str) -> Record:
    """The record in this tree. Raises Unreadable for another framework, or no name and components."""
    try:
        facts, notes = mof_record.read_record(tree)
    except mof_record.RecordError as error:
        raise Unreadable(str(error)) from error
    release = tree["release"]
    name, name_note = _name(release, file)
    given = _text(release, "huggingface")
    hub_id = hub_id_in(given)
    modality = _MODALITIES.get(_text(release, "type").lower(), "")
    return Record(
        file=file,
        name=name,
        subject=name,
        organization=_text(release, "producer"),
        hub_id=hub_id,
        address="" if hub_id else given,
        family=_family(release, name),
        modality=modality,
        size=_size(release),
        assessed_on=_date(release),
        hidden=_hidden(release, name),
        facts=_with_hints(facts, modality).with_origin(Origin.IMPORTED, SOURCE.origin),
        notes=(*notes, *([name_note] if name_note else [])),
    )


def _text(release: Mapping[str, Any], key: str) -> str:
    value = release.get(key)
    return " ".join(str(value).split()) if isinstance(value, str | int | float | date) else ""


def _name(release: Mapping[str, Any], file: str) -> tuple[str, str]:
    """The name, and a note where the file name and the hub id agree that it is another model's."""
    name, stem = _text(release, "name"), Path(file).stem
    hub_id = hub_id_in(_text(release, "huggingface"))
    if hub_id and fit(name, hub_id) is Fit.CONFLICT and fit(stem, hub_id) is Fit.EXACT:
        return stem, f"named {name} in the record; file name and hub id say {stem}"
    return name, ""


def _family(release: Mapping[str, Any], name: str) -> str:
    origin = _text(release, "origin")
    return "" if len(origin) < 4 or _NO_LINEAGE.fullmatch(origin) else family_of(origin, name)


def _size(release: Mapping[str, Any]) -> str:
    """A number of parameters such as 7B; the field also holds versions and "Undisclosed"."""
    version = _text(release, "version")
    return version.replace("_", ".") if _SIZE.fullmatch(version) else ""


def _date(release: Mapping[str, Any]) -> str:
    said = _text(release, "date")
    return said if re.fullmatch(r"\d{4}-\d{2}-\d{2}", said) else ""


def _hidden(release: Mapping[str, Any], name: str) -> str:
    if name.lower().endswith("-test"):
        return "its name ends in -test"
    if same_name(name, "unnamed model"):
        return "it has no name"
    license = ((release.get("license") or {}).get("distribution") or {}).get("name")
    if license == "3D-Slicer-1.0" and not hub_id_in(_text(release, "huggingface")):
        return "it gives no address and the license of another program"
    return ""


def _with_hints(facts: Facts, modality: str) -> Facts:
    """Add the modality the head of a record hints at. Free text stays with the source.

    So the same facts come out of a copy of the source and out of the shipped catalog, which has no prose.
    """
    stated = [ReleaseFact("modality", modality)] if modality else []
    return Facts.of((replace(row, note="", proofs=_short(row.proofs)) for row in facts), stated)


def _short(proofs: tuple[Proof, ...]) -> tuple[Proof, ...]:
    """The proofs whose address has a length that addresses have."""
    return tuple(proof for proof in proofs if len(proof.url) <= 2000)
