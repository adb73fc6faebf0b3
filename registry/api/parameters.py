"""The query parameters of the model list: one per definition besides the fixed ones."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter

from registry.api.problems import BadParameter
from registry.api.shapes.scorecards import STATES
from registry.openness import components, definitions, licenses
from registry.openness.definitions import Definition
from registry.openness.facts import NOASSERTION, RELEASE_FACTS
from registry.openness.headlines import LETTERS
from registry.openness.verdict import Outcome
from registry.scorecards.queries import DISAGREEMENTS, NONE, NOT_ASSESSED, SIZE_NAMES, SLUGS, SORTS, Filters

DEFAULT_LIMIT = 25
MOST = 100
LONGEST = 200  # characters of a search

OUTCOMES = tuple(outcome.value for outcome in Outcome if outcome.value)
CHOICES = {
    "state": tuple(STATES),
    "drafts": ("1",),
    "disagree": tuple(map(str, DISAGREEMENTS)),
    "size": SIZE_NAMES,
    "modality": (*RELEASE_FACTS["modality"], NONE),
    "sort": SORTS,
}
FIXED = frozenset({"q", "license", "year", "organization", "at", "cursor", "limit", *CHOICES})


def known() -> frozenset[str]:
    """Every parameter the list knows."""
    return FIXED | definitions.shipped().keys() | set(SLUGS)


def filters(asked: Mapping[str, str]) -> Filters:
    """What the list is narrowed to. Raises BadParameter for a value that no model can have."""
    chosen = {name: _one_of(asked, name, values) for name, values in CHOICES.items()}
    if len(asked.get("q", "")) > LONGEST:
        raise BadParameter("q", f"expected at most {LONGEST} characters")
    return Filters(
        q=asked.get("q", "").replace("\0", ""),
        verdicts={row.id: _one_of(asked, row.id, results(row)) for row in _named(asked)},
        components={slug: _one_of(asked, slug, tuple(LETTERS)) for slug in SLUGS if asked.get(slug)},
        license=_license(asked.get("license", "")),
        state=chosen["state"],
        drafts=bool(chosen["drafts"]) and not chosen["state"],
        disagree=int(chosen["disagree"] or 0),
        size=chosen["size"],
        modality=chosen["modality"],
        year=_year(asked.get("year", "")),
        organization=asked.get("organization", "").lower().replace("\0", ""),
        sort="" if chosen["sort"] == SORTS[0] else chosen["sort"],
    )


def moment(asked: Mapping[str, str]) -> datetime | None:
    """The end of the day as of which the list is asked for. Raises BadParameter; today has not ended."""
    text = asked.get("at", "")
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or text != day.isoformat() or day >= timezone.now().astimezone(UTC).date():
        raise BadParameter("at", "expected a past day, as in 2026-11-14")
    return datetime.combine(day, time.max, UTC)


def _named(asked: Mapping[str, str]) -> list[Definition]:
    return [row for row in definitions.ordered() if asked.get(row.id)]


def _one_of(asked: Mapping[str, str], name: str, listed: Sequence[str]) -> str:
    value = asked.get(name, "")
    if value and value not in listed:
        raise BadParameter(name, f"expected one of {', '.join(listed)}")
    return value


def _year(text: str) -> str:
    if text and text != NONE and not re.fullmatch(r"(19|20)\d\d", text, re.ASCII):
        raise BadParameter("year", f"expected a year or {NONE}")
    return text


def limit(asked: Mapping[str, str]) -> int:
    """How many models a page holds. Raises BadParameter."""
    text = asked.get("limit", str(DEFAULT_LIMIT))
    if not (text.isascii() and text.isdecimal() and len(text) < 5 and 1 <= int(text) <= MOST):
        raise BadParameter("limit", f"expected a number from 1 to {MOST}")
    return int(text)


def results(definition: Definition) -> tuple[str, ...]:
    """What a list can be narrowed to under one definition: its outcomes, its levels, or not assessed."""
    return (*OUTCOMES, *levels(definition), NOT_ASSESSED)


def levels(definition: Definition) -> tuple[str, ...]:
    if definition.shape == "mof":
        return ("class-i", "class-ii", "class-iii", "unclassified")
    return tuple(level.id for level in definition.levels)


def _license(text: str) -> str:
    """A license in the spelling of the record, if it is known by any of its names."""
    known = licenses.normalize(text) if text else ""
    return text.replace("\0", "") if known in ("", NOASSERTION) else known


def list_parameters() -> list[OpenApiParameter]:
    """The parameters as the schema describes them."""
    return [
        OpenApiParameter("q", str, description="Words that occur in the path, the name or the organization."),
        OpenApiParameter("license", str, description="License of the final weights: an SPDX id or our slug."),
        OpenApiParameter("state", str, enum=STATES, description="The strongest layer the facts come from."),
        OpenApiParameter(
            "drafts", str, enum=["1"], description="Machine drafts, too; left out unless asked."
        ),
        OpenApiParameter("organization", str, description="The first part of a path."),
        OpenApiParameter(
            "disagree",
            str,
            enum=CHOICES["disagree"],
            description="So many definitions at least are met, and as many are not.",
        ),
        OpenApiParameter("size", str, enum=SIZE_NAMES, description="Stated number of parameters."),
        OpenApiParameter("modality", str, enum=CHOICES["modality"]),
        OpenApiParameter("year", str, description=f"Year of release, or {NONE} where nobody stated it."),
        *(
            OpenApiParameter(row.slug, str, enum=list(LETTERS), description=f"How open: {row.name}.")
            for row in components.HEADLINES
        ),
        *(
            OpenApiParameter(row.id, str, enum=results(row), description=f"Result under {row.title}.")
            for row in definitions.ordered()
        ),
        OpenApiParameter("sort", str, enum=SORTS, description="The order; downloads unless asked."),
        OpenApiParameter(
            "at", str, description="As the records stood at the end of this past day (UTC), by path."
        ),
        OpenApiParameter("cursor", str, description="Where the page begins: from the next of a page."),
        OpenApiParameter(
            "limit",
            {"type": "integer", "minimum": 1, "maximum": MOST, "default": DEFAULT_LIMIT},
            description="Models a page.",
        ),
    ]
