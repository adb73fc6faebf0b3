"""The query parameters of the model list: one per definition besides the fixed ones."""

from collections.abc import Mapping

from drf_spectacular.utils import OpenApiParameter

from registry.api.problems import BadParameter
from registry.api.shapes.scorecards import STATES
from registry.openness import definitions, licenses
from registry.openness.definitions import Definition
from registry.openness.facts import NOASSERTION
from registry.openness.verdict import Outcome
from registry.scorecards.queries import NOT_ASSESSED, Filters

DEFAULT_LIMIT = 25
MOST = 100
LONGEST = 200  # characters of a search

OUTCOMES = tuple(outcome.value for outcome in Outcome if outcome.value)
FIXED = frozenset({"q", "license", "state", "organization", "cursor", "limit"})


def known() -> frozenset[str]:
    """Every parameter the list knows."""
    return FIXED | definitions.shipped().keys()


def filters(asked: Mapping[str, str]) -> Filters:
    """What the list is narrowed to. Raises BadParameter for a value that no model can have."""
    state = asked.get("state", "")
    if state and state not in STATES:
        raise BadParameter("state", f"expected one of {', '.join(STATES)}")
    if len(asked.get("q", "")) > LONGEST:
        raise BadParameter("q", f"expected at most {LONGEST} characters")
    wanted = {}
    for definition in definitions.ordered():
        if asked.get(definition.id):
            wanted[definition.id] = _result(definition, asked[definition.id])
    return Filters(
        q=asked.get("q", "").replace("\0", ""),
        verdicts=wanted,
        license=_license(asked.get("license", "")),
        state=state,
        organization=asked.get("organization", "").lower().replace("\0", ""),
    )


def limit(asked: Mapping[str, str]) -> int:
    """How many models a page holds. Raises BadParameter."""
    text = asked.get("limit", str(DEFAULT_LIMIT))
    if not (text.isascii() and text.isdecimal() and len(text) < 5 and 1 <= int(text) <= MOST):
        raise BadParameter("limit", f"expected a number from 1 to {MOST}")
    return int(text)


def _result(definition: Definition, result: str) -> str:
    listed = results(definition)
    if result not in listed:
        raise BadParameter(definition.id, f"expected one of {', '.join(listed)}")
    return result


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
        OpenApiParameter("organization", str, description="The first part of a path."),
        *(
            OpenApiParameter(row.id, str, enum=results(row), description=f"Result under {row.title}.")
            for row in definitions.ordered()
        ),
        OpenApiParameter("cursor", str, description="Where the page begins: from the next of a page."),
        OpenApiParameter(
            "limit",
            {"type": "integer", "minimum": 1, "maximum": MOST, "default": DEFAULT_LIMIT},
            description="Models a page.",
        ),
    ]
