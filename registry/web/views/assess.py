"""The assessment of one model as a whole: its steps, and what becomes of it once it is handed in."""

from collections.abc import Collection, Iterable

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext

from registry.assessments import workflow
from registry.assessments.models import Assessment
from registry.assessments.queries import drafts as queries
from registry.assessments.refusals import Refused
from registry.web.assessing import door, not_in_draft, origins, overview, prefill, saving, told
from registry.web.assessing.door import Visit, assessing
from registry.web.assessing.live import live
from registry.web.assessing.record import Record, record_of
from registry.web.assessing.steps import STEPS, Step
from registry.web.assessing.typed import PartKey, by_part, of_step

State = Assessment.State


@assessing
def assess(visit: Visit) -> HttpResponse:
    """The steps with what is on record, what is drafted and what is missing; or where it stands."""
    if visit.request.method == "POST":
        return _acted(visit)
    draft = visit.draft
    if draft and not draft.is_editable:
        return _standing(visit)
    record = record_of(visit.model.path)
    seen = live(visit.model, draft.proposed if draft else (), None, now=visit.now)
    rows = overview.rows(visit, draft, seen.fingerprint)
    context = {
        **_basics(visit),
        "rows": [(row, _marks(record, step)) for row, step in zip(rows, STEPS, strict=True)],
        "draft": draft,
        "waits": overview.waits(visit, draft),
        "live": seen,
        "progress": overview.progress(rows),
        "start_url": _start_url(rows),
        "asked": _asked(visit),
        "kept": not_in_draft.left(visit, record),
        "given": _given(visit, record),
        "given_fields": prefill.pairs(visit.request.GET),
        "closed": None if draft else queries.latest_closed(visit.model, visit.user),
        "saved": told.saved(draft, None, {}, visit),
    }
    return render(visit.request, "web/assess.html", context)


def _basics(visit: Visit) -> dict[str, object]:
    return {
        "here": "models",
        "model": overview.shown(visit.model),
        "overview_url": visit.url("assess"),
        "submit_url": visit.url("assess-submit"),
        "merge_url": visit.url("assess-merge"),
        "who": door.who(visit.user),
    }


def _marks(record: Record, step: Step) -> str:
    """Where what is on record of a step comes from, in a few words."""
    return origins.together(record.mark(key) for key in record.keys(step))


def _start_url(rows: list[overview.Row]) -> str:
    """The first step that lacks something, else the first that nobody has drafted, else the first."""
    asked = next((row for row in rows if row.asked), None)
    lacks = next((row for row in rows if row.lacks), None)
    fresh = next((row for row in rows if not row.is_drafted), None)
    return (asked or lacks or fresh or rows[0]).url


def _asked(visit: Visit) -> list[tuple[str, str, str]]:
    """What a reviewer asked for: the finding, the words, and where it is mended."""
    return [
        (told.finding_name(name), text, visit.url("assess-step", overview.step_slug(name) or STEPS[0].slug))
        for name, text in overview.asked(visit.draft).items()
    ]


def _given(visit: Visit, record: Record) -> list[tuple[str, list[tuple[str, str]]]]:
    """What the address fills, by component, to be looked over before anything is saved."""
    filled = prefill.prefill(visit.request.GET, visit.model, record)
    named = by_part(prefill.pairs(visit.request.GET))
    return [
        (told.finding_name(str(key)), [(told.field_name(name), text) for name, text in named[key].items()])
        for key in filled.parts
        if key in named
    ]


def _acted(visit: Visit) -> HttpResponse:
    """Take over what an address filled, or take the assessment back."""
    if visit.request.POST.get("do") == "withdraw" and visit.draft:
        try:
            workflow.withdraw(visit.draft.assessment, by=visit.actor, now=visit.now)
        except Refused as refused:
            return _refused(visit, refused)
        return HttpResponseRedirect(visit.url("assess"))
    if visit.request.POST.get("do") == "prefill":
        return _taken_over(visit)
    return HttpResponseRedirect(visit.url("assess"))


def _taken_over(visit: Visit) -> HttpResponse:
    """Save what an address filled, step by step; what cannot be read waits on its step as it came."""
    record = record_of(visit.model.path)
    given = prefill.prefill(visit.request.POST, visit.model, record)
    draft = visit.draft
    for step in STEPS:
        parts = of_step(step, given.parts)
        if parts:
            form = saving.Posted(parts, _seen(draft, parts), _bases(visit, parts))
            saved = saving.save(
                visit.model,
                step,
                form,
                record,
                draft,
                by=visit.actor,
                now=visit.now,
                origin=Assessment.Origin.PREFILL,
            )
            draft = saved.draft
            if saved.refused and draft is None:
                return _refused(visit, saved.refused)
    return HttpResponseRedirect(visit.url("assess"))


def _seen(draft: queries.Draft | None, keys: Iterable[PartKey]) -> dict[PartKey, str]:
    return {key: saving.digest_of(draft.of(key.pair) if draft else None) for key in keys}


def _bases(visit: Visit, keys: Collection[PartKey]) -> dict[PartKey, int | None]:
    in_force = queries.bases_in_force(visit.model, [key.pair for key in keys])
    return {key: in_force.get(key.pair) for key in keys}


def _standing(visit: Visit) -> HttpResponse:
    """Where a submitted assessment stands, and what happens next."""
    draft = visit.draft
    assert draft is not None, "asked only for one that is there"
    context = {
        **_basics(visit),
        "assessment": draft.assessment,
        "findings": [told.finding_name(row.name) for row in draft.proposed],
        "live": live(visit.model, draft.proposed, None, now=visit.now),
        "because": told.because(draft.assessment.needed_because),
    }
    return render(visit.request, "web/assess_standing.html", context)


def _refused(visit: Visit, refused: Refused) -> HttpResponse:
    context = {
        **_basics(visit),
        "heading": gettext("This was not done"),
        "reason": told.refusal(refused),
        "next_step": gettext("Back to the assessment"),
        "next_url": visit.url("assess"),
    }
    return render(visit.request, "web/assess_refused.html", context, status=refused.status)
