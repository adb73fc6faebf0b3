"""Records of the Model Openness Tool: one parsed YAML document -> facts.

A listed component is released in whole and without a gate, because the record knows no more; one that is not
listed is unknown, because absence in a record is no evidence. Licenses are kept twice: as typed, which
`mof-1.0` compares like the tool, and placed among known licenses, which every other definition reads. All of
it is an unreviewed claim.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from registry.openness import licenses, mof_table
from registry.openness.facts import (
    NOASSERTION,
    NONE,
    Availability,
    Coverage,
    Fact,
    Facts,
    Gate,
    Origin,
    Proof,
)

FRAMEWORK = ("Model Openness Framework", "1.0", "2024-12-15")
# Names in the records -> our component and its kind in the framework, which chooses the license it inherits.
COMPONENTS: Mapping[str, tuple[str, str]] = {
    "Model architecture": ("architecture-code", "code"),
    "Model parameters (Final)": ("final-weights", "data"),
    "Technical report": ("technical-report", "document"),
    "Evaluation results": ("evaluation-results", "document"),
    "Model card": ("model-card", "document"),
    "Data card": ("data-card", "document"),
    "Sample model outputs": ("sample-outputs", "document"),
    "Training code": ("training-code", "code"),
    "Inference code": ("inference-code", "code"),
    "Evaluation code": ("evaluation-code", "code"),
    "Evaluation data": ("evaluation-data", "data"),
    "Supporting libraries and tools": ("supporting-libraries", "code"),
    "Datasets": ("pretraining-data", "data"),
    "Data preprocessing code": ("data-processing-code", "code"),
    "Model parameters (Intermediate)": ("checkpoints", "data"),
    "Research paper": ("research-paper", "document"),
    "Model metadata": ("model-configuration", "data"),
}
SOURCE = "mot"
_LONGEST = 300  # characters of a free text that is kept


class RecordError(ValueError):
    """What this is not: the key, and what was expected there, on one line."""


def read_record(record: Mapping[str, Any]) -> tuple[Facts, tuple[str, ...]]:
    """The facts of a record, and one note for each row that is odd. Raises RecordError."""
    _refuse_other_framework(record)
    release = _mapping(record.get("release"), "release")
    if not isinstance(release.get("name"), str) or not release["name"].strip():
        raise RecordError("release.name: expected the name of a model")
    rows = release.get("components")
    if not isinstance(rows, list):
        raise RecordError("release.components: expected a list of components")
    notes: list[str] = []
    inherited = _inherited(release.get("license"), notes)
    facts: dict[str, Fact] = {}
    for row, where in _listed(rows, notes):
        found = list(_facts_of(row, where, inherited, notes))
        facts |= {fact.component: fact for fact in found}
    architecture = _architecture(release.get("architecture"))
    return Facts.of([*facts.values(), *architecture]), tuple(notes)


def _refuse_other_framework(record: Mapping[str, Any]) -> None:
    framework = _mapping(record.get("framework"), "framework")
    for key, expected in zip(("name", "version", "date"), FRAMEWORK, strict=True):
        if str(framework.get(key)) != expected:
            raise RecordError(f"framework.{key}: expected {expected}")


def _mapping(value: object, where: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise RecordError(f"{where}: expected a mapping")
    return value


def _listed(rows: Iterable[object], notes: list[str]) -> Iterator[tuple[Mapping[str, Any], str]]:
    """The rows whose name is one of the framework's; the last of two with one name counts."""
    last: dict[str, tuple[Mapping[str, Any], str]] = {}
    for n, row in enumerate(rows):
        where = f"release.components[{n}]"
        name = row.get("name") if isinstance(row, Mapping) else None
        if not isinstance(row, Mapping) or not isinstance(name, str) or name not in COMPONENTS:
            notes.append(f"{where}: unknown component {_shown(name)}, left out")
            continue
        if name in last:
            notes.append(f"{where}: {name} is listed twice, the last counts")
        last[name] = (row, where)
    yield from last.values()


def _facts_of(
    row: Mapping[str, Any], where: str, inherited: Mapping[str, tuple[str, str]], notes: list[str]
) -> Iterator[Fact]:
    """The fact a row states; two where it says that only the sources of the data are named."""
    component, kind = COMPONENTS[row["name"]]
    stated = row.get("license")
    origin, declared, path = "", "" if stated is None else str(stated), row.get("license_path")
    if stated is None:
        origin, declared, path = _reaching(kind, inherited)
    proofs = _proofs({"component_path": row.get("component_path"), "license_path": path}, where, notes)
    absent = licenses.not_released(declared)
    if absent:
        notes.append(f"{where}: {row['name']} is not part of the release ({_shown(declared)})")
        yield _fact(component, Availability.WITHHELD, proofs, license_verbatim=declared)
        if absent == "listed":
            yield _fact("data-source-list", Availability.MENTIONED, proofs)
        return
    yield _fact(
        component,
        Availability.RELEASED,
        (*proofs, *_address(declared)),
        coverage=Coverage.ALL,
        gate=Gate.NONE,
        license=_license(declared, where, notes),
        license_verbatim=declared,
        license_inherited_from=origin,
    )


def _fact(component: str, availability: Availability, proofs: tuple[Proof, ...], **facets: Any) -> Fact:
    return Fact(
        component, availability=availability, proofs=proofs, origin=Origin.IMPORTED, source=SOURCE, **facets
    )


def _inherited(globals: object, notes: list[str]) -> Mapping[str, tuple[str, str]]:
    """The licenses for the whole release or for all code, data or documents: (name, path) by scope."""
    if globals is None:
        return {}
    if not isinstance(globals, Mapping):
        notes.append("release.license: expected a mapping of distribution, code, data, document; left out")
        return {}
    found = {}
    for scope in ("code", "data", "document", "distribution"):
        entry = globals.get(scope)
        if isinstance(entry, Mapping) and entry.get("name"):
            found[scope] = (str(entry["name"]), str(entry.get("path") or ""))
    return found


def _reaching(kind: str, inherited: Mapping[str, tuple[str, str]]) -> tuple[str, str, str]:
    """(scope, license, path) of the entry a component without a license inherits; the nearest scope first."""
    for scope in (kind, "distribution"):
        if scope in inherited:
            return (scope, *inherited[scope])
    return "", "", ""


def _license(declared: str, where: str, notes: list[str]) -> str:
    if declared in ("", mof_table.UNLICENSED):
        return NONE
    if not licenses.is_mapped(declared) and not _address(declared):
        notes.append(f"{where}: license {_shown(declared)} is not known")
    return licenses.normalize(declared)


def _proofs(paths: Mapping[str, object], where: str, notes: list[str]) -> tuple[Proof, ...]:
    found: dict[str, Proof] = {}
    for key, path in paths.items():
        text = path.strip() if isinstance(path, str) else ""
        if not text:
            continue
        if not _is_address(text):
            notes.append(f"{where}.{key}: {_shown(text)} is no address, left out")
            continue
        found[text] = Proof(url=text)
    return tuple(found.values())


def _address(declared: str) -> tuple[Proof, ...]:
    """A license field that holds an address says where to look, not which license it is."""
    return (Proof(url=declared.strip()),) if _is_address(declared.strip()) else ()


def _is_address(text: str) -> bool:
    return text.startswith(("https://", "http://")) and " " not in text


def _architecture(text: object) -> list[Fact]:
    """The kind of architecture a record names: a mention, no description."""
    named = " ".join(text.split()) if isinstance(text, str) else ""
    if not named or named.casefold() in ("undisclosed", NOASSERTION.casefold()):
        return []
    return [_fact("architecture-description", Availability.MENTIONED, (), note=named[:_LONGEST])]


def _shown(value: object) -> str:
    text = str(value)
    return repr(text if len(text) <= 60 else text[:59] + "…")
