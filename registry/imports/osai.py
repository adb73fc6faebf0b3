"""Systems of the European Open Source AI Index: twelve published classes with their links, and what follows.

Every class is kept as a quoted rating. For the dimensions that name one artifact, `open` also gives a fact
(released as a whole, without a gate, with the links as proof) and `closed` gives `withheld` (the raters
looked); `partial` does not say which facet falls short and gives no fact. The index rates a base model and
the end model made of it; the record is about the end model.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from registry.catalog.paths import hub_id_in
from registry.imports.names import Fit, family_of, fit, same_name
from registry.imports.records import Rating, Record, Source, Unreadable
from registry.openness import licenses, syntax
from registry.openness.facts import (
    NOASSERTION,
    Availability,
    Coverage,
    Fact,
    Facts,
    Gate,
    Origin,
    Proof,
    ReleaseFact,
    YesNo,
)

SOURCE = Source(
    origin="osai",
    project="Language-Technology-Assessment/main-database",
    url="https://osai-index.eu",
    license="CC-BY-4.0",
    attribution=(
        "European Open Source AI Index (https://osai-index.eu), doi:10.5281/zenodo.15386042, CC BY 4.0. "
        'Criteria: Liesenfeld and Dingemanse, "Rethinking open source generative AI: open-washing '
        'and the EU AI Act", '
        "FAccT 2024, doi:10.1145/3630106.3659005. Classes as published; mapping by Sourceform"
    ),
)
SUFFIXES = (".yaml", ".yml")
DIMENSIONS = (
    "datasources_basemodel",
    "datasources_endmodel",
    "weights_basemodel",
    "weights_endmodel",
    "trainingcode",
    "code",
    "hardware_architecture",
    "preprint",
    "paper",
    "modelcard",
    "datasheet",
    "licenses",
)
WORTH = {"open": 1.0, "partial": 0.5, "closed": 0.0, "": 0.0}
# Which component a dimension speaks of, where it speaks of one.
TARGETS = {
    "datasources_basemodel": "pretraining-data",
    "datasources_endmodel": "finetuning-data",
    "weights_basemodel": "base-weights",
    "weights_endmodel": "final-weights",
    "trainingcode": "training-code",
    "preprint": "preprint",
    "paper": "research-paper",
    "modelcard": "model-card",
    "datasheet": "data-card",
}
_LICENSE_OF = {"weights_basemodel": "basemodellicense", "weights_endmodel": "endmodellicense"}
_MODALITIES = {"text": "text", "code": "code", "image": "image", "audio": "audio", "video": "video"}
_NAMELESS = re.compile(r"unknown|undisclosed|none|n/?a", re.IGNORECASE)
# What the index writes where it states no license at all.
_NO_LICENSE_STATED = re.compile(
    r"unknown|unknown \(.*\)|unclear|undisclosed|mixed|various|purposely left ambiguous|custom license"
    r"|non-commercial license",
    re.IGNORECASE,
)


def read(path: Path) -> Record:
    """The record in this file. Raises Unreadable."""
    try:
        tree = syntax.tree(syntax.text_of(path), kind=".yaml", name=path.name)
    except syntax.DocumentError as error:
        raise Unreadable(error.expected) from error
    return record_of(tree, path.name)


def is_record(path: Path) -> bool:
    """False for the files beside the systems: the template and the lists of parameters."""
    return not path.name.startswith(("a_submission_template", "_parameters"))


def record_of(tree: Mapping[str, Any], file: str) -> Record:
    """The record in this tree. Raises Unreadable when it names no system or none of the dimensions."""
    system = tree.get("system")
    if not isinstance(system, Mapping) or not _text(system, "name"):
        raise Unreadable("expected the key system.name")
    if not any(dimension in tree for dimension in DIMENSIONS):
        raise Unreadable(f"expected at least one of the dimensions {', '.join(DIMENSIONS)}")
    notes: list[str] = []
    subject = _text(system, "name")
    ratings = ratings_of(tree, DIMENSIONS, notes)
    base, end = _named(system, "basemodelname"), _named(system, "endmodelname")
    name, hub_id = _identity(subject, base, end, _hub_ids(system, ratings), notes)
    modality = _modality(system)
    release = [ReleaseFact("modality", modality)] if modality else []
    return Record(
        file=file,
        name=name,
        subject=subject,
        organization=_text(tree.get("org"), "name"),
        hub_id=hub_id,
        family=family_of(subject, name),
        modality=modality,
        released_on=_date(system, notes),
        facts=Facts.of(_facts(ratings, system, base, end, notes), release).with_origin(
            Origin.IMPORTED, SOURCE.origin
        ),
        ratings=(*ratings, Rating("score", f"{score(ratings):.3f}")),
        notes=tuple(notes),
    )


def score(ratings: Iterable[Rating], dimensions: Sequence[str] = DIMENSIONS) -> float:
    """The index's own figure: the mean of its classes, open 1, partial 0.5, closed or empty 0."""
    classes = {rating.dimension: rating.value for rating in ratings}
    return sum(WORTH.get(classes.get(dimension, ""), 0.0) for dimension in dimensions) / len(dimensions)


def _text(table: object, key: str) -> str:
    value = table.get(key) if isinstance(table, Mapping) else None
    return " ".join(str(value).split()) if isinstance(value, str | int | float | date) else ""


def _named(system: Mapping[str, Any], key: str) -> str:
    """The name of a model, or "" where the index says that it is not known."""
    name = _text(system, key)
    return "" if _NAMELESS.fullmatch(name) else name


def ratings_of(tree: Mapping[str, Any], dimensions: Sequence[str], notes: list[str]) -> list[Rating]:
    """The class of each of these dimensions, with its links."""
    found = []
    for dimension in dimensions:
        table = tree.get(dimension)
        value = _text(table, "class").lower()
        if not isinstance(table, Mapping) or value not in WORTH:
            notes.append(f"{dimension}: expected open, partial or closed, not {syntax.shown(value)}")
            value = ""
        found.append(Rating(dimension, value, _links(table)))
    return found


def _links(table: object) -> tuple[str, ...]:
    """The web addresses of a dimension: one, a list of them, or none."""
    given = table.get("link") if isinstance(table, Mapping) else None
    listed = given if isinstance(given, list) else [given]
    links = (str(link).strip() for link in listed if link)
    return tuple(dict.fromkeys(link for link in links if re.fullmatch(r"https?://\S{1,1990}", link)))


def _hub_ids(system: Mapping[str, Any], ratings: list[Rating]) -> list[str]:
    """The hub ids given for the system and its end model's weights, in that order."""
    weights = next(rating for rating in ratings if rating.dimension == "weights_endmodel")
    found = [hub_id_in(link) for link in (*_links(system), *weights.links)]
    return list(dict.fromkeys(hub_id for hub_id in found if hub_id))


def _identity(
    subject: str, base: str, end: str, hub_ids: list[str], notes: list[str]
) -> tuple[str, str | None]:
    """The name of the model that is rated, and its hub id.

    The end model and the id that fits its name best. Where no id fits, the system's own name may (two files
    have base and end model the wrong way round); else the ids stay as they are and identity.py keeps apart.
    """
    name = end or (base if not end and base else "") or subject
    if not hub_ids:
        return name, None
    for candidate in dict.fromkeys((name, subject)):
        best = max(hub_ids, key=lambda hub_id: (fit(candidate, hub_id), -hub_ids.index(hub_id)))
        if fit(candidate, best) is not Fit.CONFLICT:
            if candidate != name:
                notes.append(f"end model {name} does not go with {best}; named after the system")
            return candidate, best
    return name, hub_ids[0]


def _modality(system: Mapping[str, Any]) -> str:
    """One of our words; a system for text and code is one for text, any other mixture is multimodal."""
    listed = [_MODALITIES.get(word.strip().lower(), "") for word in _text(system, "type").split(",")]
    known = [word for word in listed if word]
    if len(known) < 2:
        return "".join(known)
    return "text" if set(known) == {"text", "code"} else "multimodal"


def _date(system: Mapping[str, Any], notes: list[str]) -> str:
    said = _text(system, "releasedate")
    match = re.fullmatch(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?", said)
    if match is None:
        if said:
            notes.append(f"release date not understood: {syntax.shown(said)}")
        return ""
    return "-".join(part.zfill(2) for part in match.groups() if part)


def _facts(
    ratings: list[Rating], system: Mapping[str, Any], base: str, end: str, notes: list[str]
) -> list[Fact]:
    found = []
    targets = _targets(base, end)
    for rating in ratings:
        component = targets.get(rating.dimension)
        if component is None:
            continue
        fact = _fact(component, rating)
        if rating.dimension in _LICENSE_OF and rating.value in ("open", "partial"):
            license, source = _license(system, rating.dimension, notes)
            if license != NOASSERTION:
                fact = replace(
                    fact or Fact(component, proofs=_proofs(rating)), license=license, license_source=source
                )
        if fact is not None:
            found.append(fact)
    return found


def _targets(base: str, end: str) -> dict[str, str]:
    """What the dimensions speak of in this record.

    Without a base model of its own, "base" repeats "end" and says nothing of base weights or finetuning data;
    without an end model the base model is the one that is rated.
    """
    targets = dict(TARGETS)
    if not end and base:
        del targets["datasources_endmodel"], targets["weights_endmodel"]
        targets["weights_basemodel"] = "final-weights"
    elif not base or same_name(base, end):
        del targets["datasources_endmodel"], targets["weights_basemodel"]
    return targets


def _fact(component: str, rating: Rating) -> Fact | None:
    match rating.value:
        case "open":
            return Fact(
                component,
                availability=Availability.RELEASED,
                coverage=Coverage.ALL,
                gate=Gate.NONE,
                peer_reviewed=YesNo.YES if component == "research-paper" else YesNo.UNKNOWN,
                proofs=_proofs(rating),
            )
        case "closed":
            return Fact(component, availability=Availability.WITHHELD, proofs=_proofs(rating))
        case _:
            return None


def _proofs(rating: Rating) -> tuple[Proof, ...]:
    return tuple(Proof(link) for link in rating.links)


def _license(system: Mapping[str, Any], dimension: str, notes: list[str]) -> tuple[str, str]:
    """The license stated for these weights as an expression, and where it was stated in which words."""
    key = _LICENSE_OF[dimension]
    declared = _text(system, key) or _text(system, key.replace("license", " license"))
    if not declared or _NO_LICENSE_STATED.fullmatch(declared):
        return NOASSERTION, ""
    parts = [declared] if licenses.is_mapped(declared) else re.split(r"\s+and\s+", declared)
    if not all(licenses.is_mapped(part) for part in parts):
        notes.append(f"license not placed: {syntax.shown(declared)}")
        return NOASSERTION, ""
    expression = licenses.normalize(parts[0])
    for part in parts[1:]:
        expression = licenses.both(expression, licenses.normalize(part))
    return expression, f"assessor: {declared}"
