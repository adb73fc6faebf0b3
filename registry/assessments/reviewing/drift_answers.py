"""Answers to identical drifts of many models: each gets an assessment of its own, each in its transaction."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from urllib.parse import quote
from uuid import UUID

from django.db import transaction

from registry.accounts.actors import Actor
from registry.assessments import workflow
from registry.assessments.models import Assessment
from registry.assessments.proposals import stored
from registry.assessments.proposals.proposed import Cited, Proposed
from registry.assessments.refusals import Refused, WrongState
from registry.catalog.models import AIModel
from registry.openness.facts import NOASSERTION, Availability, Fact, Gate
from registry.scorecards import layers
from registry.scorecards.models import Drift

TAKE, KEEP = "take", "keep"
MOST = 200  # models at once


@dataclass(frozen=True)
class Answer:
    """What is answered to all of them. `url` is needed to keep the record; to take the hub's value, the page
    of each model at the commit that was seen is cited.
    """

    way: str  # take or keep
    quote: str
    accessed_on: str
    url: str = ""
    note: str = ""


@dataclass(frozen=True)
class Done:
    """What came of one model: its assessment, or why it was refused."""

    path: str
    name: str
    assessment: UUID | None
    state: str = ""
    refused: Refused | None = None


def propose(drifts: Sequence[Drift], answer: Answer, *, by: Actor, now: datetime) -> list[Done]:
    """Hand in an assessment for each of these drifts, at most 200. One that is refused stops no other."""
    listed = drifts[:MOST]
    said = layers.load({drift.model_id for drift in listed}, with_proofs=True)
    return [_try(drift.model, partial(_propose, drift, said, answer, by, now)) for drift in listed]


@transaction.atomic
def _propose(
    drift: Drift, said: dict[int, layers.Layers], answer: Answer, by: Actor, now: datetime
) -> Assessment:
    key = (drift.component, drift.qualifier)
    record = said[drift.model_id].record().components.get(key)
    if record is None or drift.state != Drift.State.OPEN:
        raise WrongState("settled_already", state=drift.state)
    base = stored.in_force(drift.model_id, [key]).get(key)
    fact = answered(record, drift.facet, drift.observed) if answer.way == TAKE else record
    url = seen_at(drift) if answer.way == TAKE else answer.url
    cited = Cited(url, answer.quote, answer.accessed_on)
    proposal = Proposed(fact, (cited,), answer.note, base_id=base.pk if base else None)
    made = workflow.create(drift.model, facts=[proposal], by=by, now=now, origin=Assessment.Origin.DRIFT)
    return workflow.submit(made, coi=Assessment.Coi.NONE, by=by, now=now)


def answered(record: Fact, facet: str, observed: str) -> Fact:
    """The fact of the record as the hub would have it on this facet."""
    if facet == "license":
        return replace(record, license=observed or NOASSERTION, license_inherited_from="")
    if facet == "gate":
        gate = Gate(observed)
        way = Availability.RELEASED if gate is Gate.NONE else Availability.RELEASED_GATED
        return replace(record, availability=way, gate=gate)
    availability = Availability(observed)
    if availability is Availability.RELEASED:
        return replace(record, availability=availability, gate=Gate.NONE)
    if availability is Availability.WITHHELD:
        return Fact(record.component, record.qualifier, availability=availability)
    return replace(record, availability=availability)


def seen_at(drift: Drift) -> str:
    """The page on the hub that shows what it says, at the commit that was read where there is such a page."""
    entry, commit = drift.observation.entry, drift.observation.commit
    if entry.hub != "huggingface":
        return f"https://github.com/{quote(entry.repo_id)}" if entry.hub == "github" else ""
    page = f"https://huggingface.co/{quote(entry.repo_id)}"
    if not commit or drift.reason != Drift.Reason.STATED:
        return page
    return (
        f"{page}/raw/{quote(commit)}/README.md"
        if drift.facet == "license"
        else f"{page}/tree/{quote(commit)}"
    )


def judge(
    chosen: Iterable[tuple[Assessment, str]], *, mark: str, text: str, by: Actor, now: datetime
) -> list[Done]:
    """Judge these assessments alike, each with the content that was shown and with a review of its own."""
    return [
        _try(row.model, partial(_judge, row, sha, mark=mark, text=text, by=by, now=now))
        for row, sha in list(chosen)[:MOST]
    ]


def _judge(
    assessment: Assessment, content_sha: str, *, mark: str, text: str, by: Actor, now: datetime
) -> Assessment:
    names = [row.proposed.name for row in stored.load(assessment)]
    marks = {name: {"mark": mark, "text": text} for name in names}
    return workflow.judge(assessment, content_sha=content_sha, marks=marks, by=by, now=now)


def _try(model: AIModel, act: Callable[[], Assessment]) -> Done:
    try:
        made = act()
    except Refused as error:
        return Done(model.path, model.name, None, refused=error)
    return Done(model.path, model.name, made.pk, made.state)
