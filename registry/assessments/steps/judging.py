"""What reviewers do with an assessment: approve it, ask for changes, reject it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from registry.accounts.actors import Actor
from registry.assessments.models import Assessment, Review
from registry.assessments.proposals import stored
from registry.assessments.refusals import Missing, NotYet, Stale, WrongState
from registry.assessments.reviewing import approvals_needed, citations_seen
from registry.assessments.steps import follow_up, publishing
from registry.assessments.steps.rights import Right, right_to
from registry.assessments.steps.states import Act, State, locked, move, require
from registry.assessments.steps.transactions import in_turn
from registry.assessments.texts.wording import clean

SHORTEST_REASON = 20  # characters; workflow, rows 7 and 14
LONGEST_TEXT = 5000
ACCEPT, ASK, REJECT = "accept", "ask", "reject"
Marks = Mapping[str, Mapping[str, str]]  # {"final-weights": {"mark": "ask", "text": "Which version?"}}


@dataclass(frozen=True)
class Judgment:
    """What a reviewer says of one content."""

    content_sha: str
    text: str = ""
    marks: Marks | None = None

    @property
    def said(self) -> str:
        """The reason: the text for the whole, or else what was said of single findings."""
        of_findings = (f"{key}: {row['text']}" for key, row in (self.marks or {}).items() if row.get("text"))
        return self.text or "\n".join(of_findings)


def judge(
    assessment: Assessment,
    *,
    content_sha: str,
    marks: Marks,
    by: Actor,
    now: datetime,
    text: str = "",
    coi_declared: bool = False,
) -> Assessment:
    """Judge by finding: any reject rejects the whole, else any ask asks for changes, else it is approved.

    Raises NotAllowed, WrongState, Stale where another content was seen, and NotYet where a finding has no
    mark or a refusal no reason.
    """
    names = [row.proposed.name for row in stored.load(assessment)]
    known = {ACCEPT, ASK, REJECT}
    unmarked = [name for name in names if marks.get(name, {}).get("mark") not in known]
    if unmarked:
        raise NotYet([Missing(name, "mark") for name in unmarked])
    given = {marks[name]["mark"] for name in names}
    verb = reject if REJECT in given else request_changes if ASK in given else approve
    kept = {
        name: {"mark": marks[name]["mark"], "text": clean(marks[name].get("text", ""))[:LONGEST_TEXT]}
        for name in names
    }
    return verb(
        assessment, content_sha=content_sha, text=text, marks=kept, by=by, now=now, coi_declared=coi_declared
    )


@in_turn
def approve(
    assessment: Assessment,
    *,
    content_sha: str,
    by: Actor,
    now: datetime,
    text: str = "",
    marks: Marks | None = None,
    coi_declared: bool = False,
) -> Assessment:
    """Approve this content; with the last approval it is published at once (workflow, rows 9 to 12).

    It may come back submitted (more approvals are needed), published, or conflicted. Raises NotAllowed,
    WrongState, Stale, and NotYet where a proof is dead.
    """
    publishing.hold_model(assessment.model_id)
    held, right = _held(assessment, Act.APPROVE, by=by, now=now, declares=coi_declared)
    judgment = _judgment(held, content_sha, text, marks)
    _refuse_dead_proofs(held)
    same = Review.objects.filter(assessment=held, content_sha=content_sha, round=held.round)
    if same.filter(reviewer=by.user_id, verdict=Review.Verdict.APPROVE).exists():
        raise WrongState("already_approved", state=held.state)
    review = _write(held, Review.Verdict.APPROVE, judgment, by=by, now=now)
    asked = approvals_needed.needed(held, [row.proposed for row in stored.load(held)], now=now)
    approved = move(
        held,
        Act.APPROVE,
        State.SUBMITTED,
        by=by,
        now=now,
        details=_details(review, right, needed=asked.count),
        role=right.role,
        about=held.author,
        needed=approvals_needed.capped(max(held.needed, asked.count)),
        needed_because=sorted({*held.needed_because, *asked.because}),
    )
    return publishing.settle(approved, just_approved=by.user_id, request_id=by.request_id, now=now)


@in_turn
def request_changes(
    assessment: Assessment,
    *,
    content_sha: str,
    text: str,
    by: Actor,
    now: datetime,
    marks: Marks | None = None,
    coi_declared: bool = False,
) -> Assessment:
    """Ask the author for changes (workflow, row 7). Raises NotAllowed, WrongState, Stale, NotYet."""
    held, right = _held(assessment, Act.REQUEST_CHANGES, by=by, now=now, declares=coi_declared)
    judgment = _reasoned(_judgment(held, content_sha, text, marks))
    review = _write(held, Review.Verdict.ASK, judgment, by=by, now=now)
    asked = move(
        held,
        Act.REQUEST_CHANGES,
        State.CHANGES_REQUESTED,
        by=by,
        now=now,
        details=_details(review, right),
        role=right.role,
        about=held.author,
    )
    follow_up.after_asking(asked, review, now=now)
    return asked


@in_turn
def reject(
    assessment: Assessment,
    *,
    content_sha: str,
    text: str,
    by: Actor,
    now: datetime,
    marks: Marks | None = None,
    coi_declared: bool = False,
) -> Assessment:
    """Reject it for good, with a reason (workflow, row 14). Raises NotAllowed, WrongState, Stale, NotYet."""
    held, right = _held(assessment, Act.REJECT, by=by, now=now, declares=coi_declared)
    judgment = _reasoned(_judgment(held, content_sha, text, marks))
    review = _write(held, Review.Verdict.REJECT, judgment, by=by, now=now)
    rejected = move(
        held,
        Act.REJECT,
        State.REJECTED,
        by=by,
        now=now,
        details=_details(review, right) | {"spam": False},
        role=right.role,
        about=held.author,
    )
    follow_up.after_closing(rejected, now=now)
    return rejected


def _held(
    assessment: Assessment, act: Act, *, by: Actor, now: datetime, declares: bool
) -> tuple[Assessment, Right]:
    held = locked(assessment)
    right = right_to(act, held, by=by, now=now, declares=declares)
    require(held, act)
    return held, right


def _refuse_dead_proofs(held: Assessment) -> None:
    """Raises NotYet for each proof that is gone where much is claimed (workflow, evidence lifecycle 2)."""
    dead = citations_seen.blocking(held)
    if dead:
        raise NotYet([Missing(f"{name}.citations", "dead_proof", {"url": url}) for name, url in dead])


def _judgment(held: Assessment, content_sha: str, text: str, marks: Marks | None) -> Judgment:
    """Raises Stale where the reviewer saw something else, NotYet where a text is too long."""
    if content_sha != held.content_sha:
        raise Stale("content", sha=held.content_sha)
    said = clean(text)
    if len(said) > LONGEST_TEXT:
        raise NotYet([Missing("text", "too_long", {"most": LONGEST_TEXT})])
    return Judgment(content_sha, said, marks)


def _reasoned(judgment: Judgment) -> Judgment:
    if len(judgment.said) < SHORTEST_REASON:
        raise NotYet([Missing("text", "reason", {"least": SHORTEST_REASON})])
    return judgment


def _write(
    held: Assessment, verdict: Review.Verdict, judgment: Judgment, *, by: Actor, now: datetime
) -> Review:
    return Review.objects.create(
        assessment=held,
        reviewer=by.person,
        content_sha=judgment.content_sha,
        round=held.round,
        verdict=verdict,
        text=judgment.said[:LONGEST_TEXT] if verdict != Review.Verdict.APPROVE else judgment.text,
        marks={key: dict(row) for key, row in (judgment.marks or {}).items()},
        at=now,
    )


def _details(review: Review, right: Right, **more: Any) -> dict[str, Any]:
    """What the event keeps: which review, and what was looked at for conflicts of interest (I4)."""
    return {"review": review.pk, "ties": right.ties.as_json() if right.ties else None, **more}
