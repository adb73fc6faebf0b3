"""What the address of the models list may ask, and its one canonical spelling."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from registry.catalog.paths import hub_id_in, hub_parts, path_of
from registry.openness import definitions, license_expressions
from registry.openness.definitions import Definition
from registry.openness.facts import RELEASE_FACTS
from registry.openness.headlines import LETTERS
from registry.openness.verdict import Outcome
from registry.scorecards import queries
from registry.scorecards.queries import DISAGREEMENTS, NONE, NOT_ASSESSED, SLUGS, Filters
from registry.web.dates import past_day

LONGEST = 200  # characters of one value; more names no model
MOF_CLASSES = ("class-i", "class-ii", "class-iii", "unclassified")
STATES = ("reviewed", "imported", "draft")
SORTS = tuple(name for name in queries.SORTS if name != queries.SORTS[0])  # the first needs no saying
MODALITIES = (*RELEASE_FACTS["modality"], NONE)


@dataclass(frozen=True, slots=True)
class Asked:
    """The list somebody asks for: its filters and order, as of which day, and from where on."""

    filters: Filters = field(default_factory=Filters)
    after: str = ""
    day: date | None = None

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The parameters in their canonical order; the organization is part of the path, not of these."""
        filters = self.filters
        named = {
            "q": filters.q,
            "license": filters.license,
            "state": filters.state,
            "drafts": "1" if filters.drafts else "",
            "disagree": str(filters.disagree or ""),
            "size": filters.size,
            "modality": filters.modality,
            "year": filters.year,
            "sort": filters.sort,
            "at": self.day.isoformat() if self.day else "",
            "after": self.after,
            **filters.components,
            **filters.verdicts,
        }
        return sorted((name, value) for name, value in named.items() if value)

    @property
    def query(self) -> str:
        """ "?osaid-1.0=meets&q=llama", or nothing."""
        return f"?{urlencode(self.pairs)}" if self.pairs else ""

    @property
    def machine_pairs(self) -> list[tuple[str, str]]:
        """The same list for programs, from its start: the organization is one more parameter."""
        organization = self.filters.organization
        return sorted([*self.starting("").pairs, *([("organization", organization)] if organization else [])])

    @property
    def machine_query(self) -> str:
        return f"?{urlencode(self.machine_pairs)}" if self.machine_pairs else ""

    @property
    def moment(self) -> datetime | None:
        """The end of the day asked for."""
        return datetime.combine(self.day, time.max, UTC) if self.day else None

    def without(self, name: str) -> "Asked":
        """The same list from its start, with one filter less."""
        filters = self.filters
        if name == "at":
            return replace(self, day=None, after="")
        if name in filters.verdicts or name in filters.components:
            return self.narrowed(
                verdicts={key: value for key, value in filters.verdicts.items() if key != name},
                components={key: value for key, value in filters.components.items() if key != name},
            )
        return self.narrowed(**{name: getattr(Filters(), name)})

    def narrowed(self, **changes: Any) -> "Asked":
        """The same list from its start, with other filters."""
        return replace(self, filters=replace(self.filters, **changes), after="")

    def starting(self, after: str) -> "Asked":
        return replace(self, after=after)


def asked(parameters: QueryDict, *, organization: str = "") -> Asked:
    """What is asked, unknown parameters and empty values left out."""
    values = {name: _plain(parameters.get(name, "")) for name in parameters}
    state = _one_of(values, "state", STATES)
    sort = _one_of(values, "sort", SORTS)
    day = past_day(values.get("at", ""))
    filters = Filters(
        q=values.get("q", ""),
        verdicts={
            definition.id: values[definition.id]
            for definition in definitions.ordered()
            if values.get(definition.id) in results(definition)
        },
        components={slug: values[slug] for slug in SLUGS if values.get(slug) in LETTERS},
        license=_license(values.get("license", "")),
        state=state,
        drafts=not state and not day and values.get("drafts") == "1",
        disagree=int(_one_of(values, "disagree", map(str, DISAGREEMENTS)) or 0),
        size=_one_of(values, "size", queries.SIZE_NAMES),
        modality=_one_of(values, "modality", MODALITIES),
        year=_year(values.get("year", "")),
        organization=organization,
        sort="" if day else sort,
    )
    return Asked(filters, values.get("after", ""), day)


def _one_of(values: Mapping[str, str], name: str, listed: Iterable[str]) -> str:
    value = values.get(name, "")
    return value if value in tuple(listed) else ""


def _license(text: str) -> str:
    """The expression as records write it: "apache-2.0" is asked for as "Apache-2.0"."""
    return str(license_expressions.read(text) or text)


def _year(text: str) -> str:
    return text if text == NONE or re.fullmatch(r"(19|20)\d\d", text, re.ASCII) else ""


def asked_by_program(parameters: QueryDict) -> Asked:
    """The same for files: the organization is one more parameter, and every file begins at the start."""
    organization = _plain(parameters.get("organization", "")).lower()
    return asked(parameters, organization=organization).starting("")


def is_canonical(parameters: QueryDict, wanted: Sequence[tuple[str, str]]) -> bool:
    """Whether the address already is the one spelling of what it asks."""
    return [(name, value) for name, values in parameters.lists() for value in values] == list(wanted)


def address_in(text: str) -> str:
    """The `org/name` of a pasted hub address or path; "" when the text is neither.

    "https://huggingface.co/EleutherAI/pythia-12b/tree/main" gives "EleutherAI/pythia-12b".
    """
    text = text.strip()
    parts = hub_parts(text)
    if parts is None:
        return text if re.fullmatch(r"[~\w][\w.-]*/[\w.-]+", text) else ""
    # A model without an organization, such as gpt2, stands under "_".
    return hub_id_in(text) or (path_of(parts[0]) if len(parts) == 1 else "")


def results(definition: Definition) -> tuple[str, ...]:
    """What a list can be narrowed to under one definition: a level, an outcome, or not assessed."""
    levels = MOF_CLASSES if definition.shape == "mof" else tuple(level.id for level in definition.levels)
    return (*levels, *(outcome.value for outcome in Outcome if outcome.value), NOT_ASSESSED)


def _plain(value: str) -> str:
    """One line without control characters, runs of spaces or surplus length."""
    visible = "".join(" " if unicodedata.category(letter)[0] == "C" else letter for letter in value)
    return " ".join(visible[:LONGEST].split())
