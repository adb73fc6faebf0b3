"""Marks of a review under way: kept finding by finding, and handed in as one verdict on the whole."""

from collections.abc import Iterable
from datetime import datetime

from registry.accounts.actors import Actor
from registry.assessments import workflow
from registry.assessments.models import Assessment, KeptMark
from registry.assessments.proposals import stored
from registry.assessments.refusals import Missing, NotYet, Stale
from registry.assessments.reviewing import citations_seen
from registry.assessments.steps.rights import right_to
from registry.assessments.steps.states import Act
from registry.assessments.texts.wording import clean

ACCEPT, ASK, REJECT = "accept", "ask", "reject"
MARKS = (ACCEPT, ASK, REJECT)
SHORTEST_REASON = 20  # characters; workflow, rows 7 and 14
LONGEST_REASON = 5000

Kept = dict[str, tuple[str, str]]


def keep(
    assessment: Assessment, key: str, *, mark: str, text: str, content_sha: str, by: Actor, now: datetime
) -> None:
    """Keep how this person marks one finding; with an empty mark only what was typed.

    Raises NotAllowed, before anything is written. Raises NotYet for a mark that needs a reason and has none,
    and for accepting what rests on a page that is gone; what was typed is kept all the same. Raises Stale
    when the author changed the assessment meanwhile (`content_sha` is the one that was shown).
    """
    right_to(Act.APPROVE, assessment, by=by, now=now)
    text = clean(text)
    stale = content_sha != assessment.content_sha
    problem = _problem(mark, text) or (_of_proofs(assessment, key, text) if mark == ACCEPT else None)
    KeptMark.objects.update_or_create(
        reviewer=by.user,
        assessment=assessment,
        key=key,
        defaults={
            "content_sha": assessment.content_sha,
            "mark": "" if stale or problem else mark,
            "text": text[:LONGEST_REASON],
            "at": now,
        },
    )
    if stale:
        raise Stale("content_changed")
    if problem:
        raise NotYet([problem])


def _problem(mark: str, text: str) -> Missing | None:
    """What is wrong with the reason of a mark."""
    if len(text) > LONGEST_REASON:
        return Missing("text", "too_long", {"most": LONGEST_REASON})
    if mark in (ASK, REJECT) and len(text) < SHORTEST_REASON:
        return Missing("text", "reason_too_short", {"least": SHORTEST_REASON})
    return None


def _of_proofs(assessment: Assessment, key: str, text: str) -> Missing | None:
    """What keeps a finding from being accepted: a proof that is gone, or one that nobody says to have seen.

    Where no proof of it opened from here, whoever accepts it says in public how they know.
    """
    proposed = next(row.proposed for row in stored.load(assessment) if row.proposed.name == key)
    found = citations_seen.standing(proposed, citations_seen.latest(assessment))
    if found.gone:
        return Missing(f"{key}.citations", "dead_proof", {"url": found.gone[0]})
    if found.shut and len(text) < SHORTEST_REASON:
        return Missing("text", "shut_proof", {"url": found.shut[0], "least": SHORTEST_REASON})
    return None


def kept(assessment: Assessment, *, by: Actor) -> Kept:
    """(mark, text) by finding. Of content that has changed since only the text is left."""
    if by.user is None:
        return {}
    rows = KeptMark.objects.filter(assessment=assessment, reviewer=by.user)
    same = assessment.content_sha
    return {row.key: (row.mark if row.content_sha == same else "", row.text) for row in rows}


def _as_given(rows: Kept) -> dict[str, dict[str, str]]:
    """The marks as a review holds them."""
    return {key: {"mark": mark, "text": text.strip()} for key, (mark, text) in sorted(rows.items())}


def whole(marks: Iterable[str]) -> str:
    """What follows for the whole: any reject, else any ask, else accept. Source: workflow, per finding."""
    given = set(marks)
    return REJECT if REJECT in given else ASK if ASK in given else ACCEPT


def hand_in(assessment: Assessment, *, by: Actor, now: datetime) -> Assessment:
    """Judge the whole by what was marked, and keep the marks no longer. Raises what `workflow.judge` raises.

    The reasons given finding by finding are those of the whole.
    """
    given = _as_given(kept(assessment, by=by))
    judged = workflow.judge(assessment, content_sha=assessment.content_sha, marks=given, by=by, now=now)
    forget(assessment, by=by)
    return judged


def forget(assessment: Assessment, *, by: Actor) -> None:
    """The review was handed in: its marks stand there now."""
    KeptMark.objects.filter(assessment=assessment, reviewer=by.user).delete()
