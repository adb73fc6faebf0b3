"""Before an assessment is handed in: what it changes, what is missing and where, ties to the maker."""

from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from registry.assessments import workflow
from registry.assessments.models import Assessment
from registry.assessments.proposals import moved_bases, stored
from registry.assessments.proposals.proposed import Proposed
from registry.assessments.queries.drafts import Draft
from registry.assessments.refusals import NotYet, Refused, Stale
from registry.openness.facts import Fact
from registry.web.assessing import door, finding_words, not_in_draft, overview, told
from registry.web.assessing.door import Visit, assessing
from registry.web.assessing.finding_words import Line
from registry.web.assessing.live import live
from registry.web.assessing.reads_as import ReadsAs, reads_as
from registry.web.assessing.record import Record, record_of
from registry.web.assessing.typed import PartKey

State = Assessment.State
LONGEST_SUMMARY = 2000


@dataclass(frozen=True, slots=True)
class Finding:
    """One drafted finding, with what it says and where it can be changed."""

    name: str
    url: str
    reads: ReadsAs | None
    lines: tuple[Line, ...]  # the first is what counts now
    lacks: tuple[tuple[str, str], ...]  # (in words, address of the field)


@assessing
def submit(visit: Visit) -> HttpResponse:
    """GET shows the whole of it, POST hands it in."""
    draft = visit.draft
    if draft is None or not draft.is_editable:
        return HttpResponseRedirect(visit.url("assess"))
    if visit.request.method != "POST":
        return _shown(visit, draft)
    return _handed_in(visit, draft)


def _handed_in(visit: Visit, draft: Draft) -> HttpResponse:
    posted = visit.request.POST
    coi, coi_note = posted.get("coi", ""), posted.get("coi_note", "")[:500]
    verb = workflow.submit if draft.assessment.state == State.DRAFT else workflow.resubmit
    try:
        assessment = _with_summary(visit, draft, posted.get("summary", "")[: LONGEST_SUMMARY + 1])
        verb(
            assessment,
            coi=coi,
            coi_note=coi_note,
            version=assessment.version,
            by=visit.actor,
            now=visit.now,
        )
    except Stale as stale:
        if stale.code == "base_moved":
            return HttpResponseRedirect(visit.url("assess-merge"))
        return _shown(visit, draft, refused=stale)
    except Refused as refused:
        return _shown(visit, draft, refused=refused)
    return HttpResponseRedirect(visit.url("assess"))


def _with_summary(visit: Visit, draft: Draft, summary: str) -> Assessment:
    """The assessment with its summary kept, which an unsuccessful attempt does not lose."""
    if visit.request.POST.get("version") != str(draft.assessment.version):
        raise Stale("version", version=draft.assessment.version)
    if summary == draft.assessment.summary:
        return draft.assessment
    version = draft.assessment.version
    return workflow.edit(
        draft.assessment, facts=[], summary=summary, version=version, by=visit.actor, now=visit.now
    )


def _shown(visit: Visit, draft: Draft, *, refused: Refused | None = None) -> HttpResponse:
    record = record_of(visit.model.path)
    findings = [_finding(visit, row, record) for row in draft.proposed]
    posted = visit.request.POST
    general = _general(refused)
    moved = moved_bases.look(draft.assessment, stored.load(draft.assessment))
    fresh = visit.draft if refused is None else overview_draft(visit)
    waits = overview.waits(visit, draft)
    context = {
        "here": "models",
        "model": overview.shown(visit.model),
        "overview_url": visit.url("assess"),
        "merge_url": visit.url("assess-merge"),
        "who": door.who(visit.user),
        "assessment": fresh.assessment if fresh else draft.assessment,
        "findings": findings,
        "missing": [one for row in findings for one in row.lacks],
        "general": general,
        "waits": waits,
        "kept": not_in_draft.left(visit, record),
        "refused": _why(refused, waits),
        "live": live(visit.model, draft.proposed, None, now=visit.now),
        "summary": posted.get("summary", draft.assessment.summary),
        "coi": posted.get("coi", draft.assessment.coi_answer),
        "coi_note": posted.get("coi_note", draft.assessment.coi_note),
        "moved": bool(moved.versions),
        "again": draft.assessment.state == State.CHANGES_REQUESTED,
        "asked": overview.asked(draft),
    }
    return render(visit.request, "web/assess_submit.html", context, status=refused.status if refused else 200)


def _why(refused: Refused | None, waits: overview.Waits | None) -> str:
    """The refusal in words, unless the page says it anyway of what is missing or waits."""
    said_anyway = isinstance(refused, NotYet) or (refused and waits and refused.code == "one_at_a_time")
    return told.refusal(refused) if refused and not said_anyway else ""


def overview_draft(visit: Visit) -> Draft | None:
    """The draft as it is after what was just written."""
    visit.__dict__.pop("draft", None)
    return visit.draft


def _general(refused: Refused | None) -> dict[str, str]:
    """What is missing of the whole: ties and summary, by field."""
    if not isinstance(refused, NotYet):
        return {}
    return {row.place: told.missing(row) for row in refused.missing if "." not in row.place}


def _finding(visit: Visit, proposed: Proposed, record: Record) -> Finding:
    step = overview.step_slug(proposed.name)
    url = visit.url("assess-step", step)
    lacking = overview.lacking([proposed], today=visit.now.date())
    fact = proposed.fact
    return Finding(
        told.finding_name(proposed.name),
        url,
        reads_as(fact) if isinstance(fact, Fact) and not proposed.retract else None,
        (
            finding_words.on_record(record.row(PartKey(*proposed.key))),
            *finding_words.lines(proposed.content(), proposed.key),
        ),
        tuple((told.missing(row), f"{url}#{told.anchor(row)}") for row in lacking),
    )
