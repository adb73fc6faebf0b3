"""What the address of the models list may ask, and its one canonical spelling."""

import re
import unicodedata
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.http import QueryDict

from registry.catalog.paths import hub_id_in, hub_parts, path_of
from registry.openness import definitions
from registry.openness.definitions import Definition
from registry.openness.verdict import Outcome
from registry.scorecards.queries import NOT_ASSESSED, Filters

LONGEST = 200  # characters of one value; more names no model
MOF_CLASSES = ("class-i", "class-ii", "class-iii", "unclassified")
STATES = ("reviewed", "imported", "draft")


@dataclass(frozen=True, slots=True)
class Asked:
    """The list somebody asks for: its filters, and from where on."""

    filters: Filters = field(default_factory=Filters)
    after: str = ""

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The parameters in their canonical order; the organization is part of the path, not of these."""
        named = {
            "q": self.filters.q,
            "license": self.filters.license,
            "state": self.filters.state,
            "after": self.after,
            **self.filters.verdicts,
        }
        return sorted((name, value) for name, value in named.items() if value)

    @property
    def query(self) -> str:
        """ "?osaid-1.0=meets&q=llama", or nothing."""
        return f"?{urlencode(self.pairs)}" if self.pairs else ""

    def without(self, name: str) -> "Asked":
        """The same list from its start, with one filter less."""
        filters = self.filters
        kept = {key: value for key, value in filters.verdicts.items() if key != name}
        return Asked(
            Filters(
                q="" if name == "q" else filters.q,
                verdicts=kept,
                license="" if name == "license" else filters.license,
                state="" if name == "state" else filters.state,
                organization=filters.organization,
            )
        )

    def starting(self, after: str) -> "Asked":
        return replace(self, after=after)


def asked(parameters: QueryDict, *, organization: str = "") -> Asked:
    """What is asked, unknown parameters and empty values left out."""
    values = {name: _plain(parameters.get(name, "")) for name in parameters}
    verdicts = {
        definition.id: values[definition.id]
        for definition in definitions.ordered()
        if values.get(definition.id) in results(definition)
    }
    filters = Filters(
        q=values.get("q", ""),
        verdicts=verdicts,
        license=values.get("license", ""),
        state=values.get("state", "") if values.get("state") in STATES else "",
        organization=organization,
    )
    return Asked(filters, values.get("after", ""))


def is_canonical(parameters: QueryDict, wanted: Asked) -> bool:
    """Whether the address already is the one spelling of what it asks."""
    return [(name, value) for name, values in parameters.lists() for value in values] == wanted.pairs


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
