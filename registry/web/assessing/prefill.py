"""Forms filled by an address, or by what a hub says against the record. Prefilling saves nothing.

    ?training-corpus.availability=released&training-corpus.url=https://example.org/data
    ?drift=4711            as the hub says now
    ?drift=4711&side=record    as the record says, to be kept

Names are those of the fields of the form (docs/prefill.md); what no field has is left out, and what is too
long or not listed is shown as typed, with what is wrong. Any outside tool may lead people here so.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.http import QueryDict

from registry.assessments.models import Assessment
from registry.catalog.models import AIModel
from registry.openness.facts import Availability
from registry.scorecards import queries
from registry.scorecards.queries import DriftOfModel
from registry.web.assessing import fields, origins
from registry.web.assessing.origins import Mark
from registry.web.assessing.record import Record
from registry.web.assessing.typed import PartKey, Typed, by_part

MOST = 60  # fields of one address
_FACETS = {"availability": "availability", "gate": "gate", "license": "license"}


@dataclass(frozen=True)
class Prefilled:
    """What an address fills, part by part; `origin` is what an assessment that begins so is called."""

    parts: Mapping[PartKey, Typed] = field(default_factory=dict)
    mark: Mark | None = None
    origin: str = Assessment.Origin.EDIT


def prefill(given: QueryDict, model: AIModel, record: Record) -> Prefilled:
    """What these parameters fill of the form: over the record, so that what they leave out stays."""
    drift = _drift(given.get("drift", ""), model)
    if drift is not None:
        keeps = given.get("side") == "record"
        key, typed = _of_drift(drift, record, keeps=keeps)
        mark = origins.of_record() if keeps else origins.of_drift(drift.drift.hub)
        return Prefilled({key: typed}, mark, Assessment.Origin.DRIFT)
    parts = by_part(pairs(given))
    if not parts:
        return Prefilled()
    over = {key: {**record.filled(key), **typed} for key, typed in parts.items()}
    return Prefilled(over, origins.prefilled(), Assessment.Origin.PREFILL)


def pairs(given: QueryDict) -> list[tuple[str, str]]:
    """The parameters that may be fields, each cut to what no field can hold."""
    listed = [(name, value) for name, values in given.lists() for value in values if "." in name]
    return [(name, value[: _longest(name) + 1]) for name, value in listed[:MOST]]


def _longest(name: str) -> int:
    return fields.LONGEST.get(name.rpartition(".")[2].rstrip("23456789"), 300)


def is_prefilled(given: QueryDict) -> bool:
    return bool(by_part(pairs(given)))


def query_of(given: QueryDict) -> str:
    """The parameters that fill fields, to be carried to another page."""
    kept = QueryDict(mutable=True)
    drift = str(given.get("drift", ""))
    for name, value in pairs(given):
        kept.appendlist(name, value)
    if drift.isdigit():
        kept["drift"] = drift[:18]
    return kept.urlencode()


def origin_of(text: str) -> str:
    """Of a form: what filled it first. Anything else than a prefill or a drift is an edit."""
    listed = (Assessment.Origin.PREFILL, Assessment.Origin.DRIFT)
    return text if text in listed else Assessment.Origin.EDIT


def _drift(text: str, model: AIModel) -> DriftOfModel | None:
    """The open drift of this number, if it is one of this model."""
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        return None
    found = queries.one_drift(int(text))
    if found is None or found.path != model.path or found.drift.state != "open":
        return None
    return found


def _of_drift(found: DriftOfModel, record: Record, *, keeps: bool) -> tuple[PartKey, Typed]:
    """The finding as one of the two sides has it; of the hub's side its page is the proof to be looked at."""
    drift = found.drift
    key = PartKey(drift.component, drift.qualifier)
    typed = dict(record.filled(key))
    value = drift.recorded if keeps else drift.observed
    if drift.facet in _FACETS and value:
        typed[_FACETS[drift.facet]] = value
    if drift.facet == "gate":
        gated = value not in ("none", "unknown")
        typed["availability"] = Availability.RELEASED_GATED if gated else Availability.RELEASED
    if keeps:
        return key, typed
    for name in [name for name in typed if name.rstrip("23456789") in fields.CITATION]:
        del typed[name]
    return key, typed | {"url": _page(found)}


def _page(found: DriftOfModel) -> str:
    drift = found.drift
    page = f"https://huggingface.co/{drift.repo_id}" if drift.hub == "huggingface" else ""
    return f"{page}/tree/{drift.commit}" if page and drift.commit else page
