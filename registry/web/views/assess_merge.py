"""Findings that were changed elsewhere while somebody wrote: both sides, and a choice for each."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext

from registry.assessments import workflow
from registry.assessments.models import Assessment
from registry.assessments.models import Typed as Kept
from registry.assessments.proposals import moved_bases, stored, typed_forms
from registry.assessments.proposals.proposed import Key, Proposed, name_of
from registry.assessments.queries import drafts as queries
from registry.assessments.queries.drafts import Draft, Overtaken
from registry.assessments.refusals import Refused
from registry.web.assessing import door, finding_words, overview, reading, told
from registry.web.assessing.door import Visit, assessing
from registry.web.assessing.finding_words import Line
from registry.web.assessing.record import record_of
from registry.web.assessing.typed import by_part, key_of

State = Assessment.State
MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True)
class Side:
    """One finding in conflict. `mine` can be taken up, or None where what was typed cannot be read."""

    key: Key
    was: tuple[Line, ...] | None
    now: tuple[Line, ...]
    yours: tuple[Line, ...]
    mine: Proposed | None
    step: str
    since: Overtaken | None = None
    chosen: str = ""

    @property
    def field(self) -> str:
        return f"choose.{name_of(self.key)}"

    @property
    def name(self) -> str:
        return told.finding_name(name_of(self.key))


@assessing
def merge(visit: Visit) -> HttpResponse:
    """GET shows what was changed on both sides; POST takes one side of each."""
    sides = list(_sides(visit))
    if not sides:
        return HttpResponseRedirect(visit.url("assess"))
    if visit.request.method != "POST":
        return _shown(visit, sides)
    chosen = {side.key: visit.request.POST.get(side.field, "") for side in sides}
    open_still = [side for side in sides if chosen[side.key] not in (MINE, THEIRS)]
    if open_still:
        return _shown(visit, sides, problem=gettext("Choose a side for each of them."), status=422)
    try:
        _take(visit, sides, chosen)
    except Refused as refused:
        return _shown(visit, sides, problem=told.refusal(refused), status=refused.status)
    return HttpResponseRedirect(visit.url("assess"))


def _sides(visit: Visit) -> Iterator[Side]:
    draft = visit.draft
    told_of: set[Key] = set()
    if draft:
        moved = moved_bases.look(draft.assessment, stored.load(draft.assessment))
        in_force = queries.bases_in_force(visit.model, [row.key for row in draft.proposed])
        since = queries.overtaken(draft)
        for versions in moved.versions:
            part = key_of(versions.key)
            mine = draft.of(part.pair) if part else None
            if part is None or mine is None:
                continue
            told_of.add(part.pair)
            yield Side(
                part.pair,
                finding_words.lines(versions.base, part.pair),
                finding_words.lines(versions.current, part.pair),
                finding_words.lines(versions.yours, part.pair),
                _on(mine, in_force.get(part.pair)),
                overview.step_slug(versions.key),
                since.get(part.pair),
            )
    yield from _late(visit, draft, told_of)


def _on(proposed: Proposed, base_id: int | None) -> Proposed:
    return Proposed(proposed.fact, proposed.citations, proposed.note, proposed.retract, base_id)


def _late(visit: Visit, draft: Draft | None, told_of: set[Key]) -> Iterator[Side]:
    """Forms that came after the draft or the record had changed elsewhere."""
    rows = [row for row in typed_forms.kept_of(visit.user) if row.model_id == visit.model.pk]
    late = [row for row in rows if row.because == Kept.Because.LATE]
    record = record_of(visit.model.path) if late else None
    for row in late:
        parts = by_part(row.fields.items())
        in_force = queries.bases_in_force(visit.model, [key.pair for key in parts])
        for key, texts in parts.items():
            drafted = draft.of(key.pair) if draft else None
            base = in_force.get(key.pair)
            shown = record.fact(key) if record else None
            read = reading.read(key, texts, shown=shown, base_id=base, today=visit.now.date())
            current = drafted.content() if drafted else _in_force(visit, key.pair)
            yours = read.proposed.content() if read.proposed else None
            if key.pair in told_of or yours is None or yours == current:
                continue
            yield Side(
                key.pair,
                None,
                finding_words.lines(current, key.pair),
                finding_words.lines(yours, key.pair),
                read.proposed,
                row.step,
            )


def _in_force(visit: Visit, key: Key) -> dict[str, object] | None:
    found = stored.in_force(visit.model.pk, [key])
    return moved_bases.content_of(found.get(key))


def _shown(visit: Visit, sides: list[Side], *, problem: str = "", status: int = 409) -> HttpResponse:
    context = {
        "here": "models",
        "model": overview.shown(visit.model),
        "overview_url": visit.url("assess"),
        "who": door.who(visit.user),
        "sides": [replace(side, chosen=visit.request.POST.get(side.field, "")) for side in sides],
        "problem": problem,
    }
    return render(visit.request, "web/assess_merge.html", context, status=status)


def _take(visit: Visit, sides: list[Side], chosen: dict[Key, str]) -> None:
    """Write the side that was chosen of each finding. Raises Refused."""
    mine = [side.mine for side in sides if chosen[side.key] == MINE and side.mine]
    theirs = [side.key for side in sides if chosen[side.key] == THEIRS]
    draft = visit.draft
    if draft is None:
        if mine:
            workflow.create(visit.model, facts=mine, by=visit.actor, now=visit.now)
    else:
        late = {side.key for side in sides if side.was is None and draft.of(side.key)}
        drop = [key for key in theirs if key not in late and draft.of(key)]
        verb = workflow.rebase if draft.assessment.state == State.CONFLICTED else workflow.edit
        version = draft.assessment.version
        verb(draft.assessment, facts=mine, drop=drop, version=version, by=visit.actor, now=visit.now)
    for step in {side.step for side in sides}:
        typed_forms.forget(visit.user, visit.model, step, because=[Kept.Because.LATE])
