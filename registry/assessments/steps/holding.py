"""Keeping an assessment from the public until a curator has looked at it."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from registry.accounts.actors import Actor
from registry.accounts.models import User
from registry.accounts.trust import level_of
from registry.assessments.models import Assessment, RefusedText
from registry.assessments.proposals.stored import Written
from registry.assessments.refusals import Missing, NotYet
from registry.assessments.steps import follow_up
from registry.assessments.steps.rights import right_to
from registry.assessments.steps.states import Act, State, locked, move, require
from registry.assessments.steps.transactions import in_turn
from registry.assessments.texts import spam, wording

LOOK_BACK = timedelta(days=30)
LONGEST_REASON = 500


@in_turn
def hold(assessment: Assessment, *, because: str, by: Actor, now: datetime) -> Assessment:
    """Hide it until a curator decides (workflow, row 4). Raises NotAllowed, WrongState, NotYet."""
    held = locked(assessment)
    right = right_to(Act.HOLD, held, by=by, now=now)
    require(held, Act.HOLD)
    reason = _reason(because)
    kept = move(
        held,
        Act.HOLD,
        State.QUARANTINED,
        by=by,
        now=now,
        role=right.role,
        because=reason,
        held_because=reason,
    )
    follow_up.after_holding(kept, now=now)
    return kept


@in_turn
def release(assessment: Assessment, *, by: Actor, now: datetime) -> Assessment:
    """Show it again (workflow, row 5). Raises NotAllowed, WrongState."""
    held = locked(assessment)
    right = right_to(Act.RELEASE, held, by=by, now=now)
    freed = move(held, Act.RELEASE, State.SUBMITTED, by=by, now=now, role=right.role, held_because="")
    follow_up.after_handing_in(freed, now=now)
    return freed


@in_turn
def discard(
    assessment: Assessment, *, because: str, by: Actor, now: datetime, spam: bool = False
) -> Assessment:
    """Reject what was held; it stays hidden (workflow, row 6). Its words are known from then on as spam.

    Raises NotAllowed, WrongState, NotYet.
    """
    held = locked(assessment)
    right = right_to(Act.DISCARD, held, by=by, now=now)
    require(held, Act.DISCARD)
    reason = _reason(because)
    closed = move(
        held,
        Act.DISCARD,
        State.REJECTED,
        by=by,
        now=now,
        role=right.role,
        details={"spam": spam},
        because=reason,
        about=held.author,
    )
    if spam:
        _remember(closed, now)
    follow_up.after_closing(closed, now=now)
    return closed


def _reason(because: str) -> str:
    reason = wording.clean(because)
    if not reason:
        raise NotYet([Missing("because", "reason")])
    return reason[:LONGEST_REASON]


def _remember(assessment: Assessment, now: datetime) -> None:
    texts = {text for text in _texts(assessment, assessment.facts.all()) if len(text) >= 20}
    RefusedText.objects.bulk_create(
        [RefusedText(digest=wording.digest(text), at=now) for text in sorted(texts)], ignore_conflicts=True
    )


def signs_of(assessment: Assessment, written: Sequence[Written], *, now: datetime) -> tuple[str, ...]:
    """The signs of spam in what is handed in; the addresses of its citations are no links in a text."""
    texts = [text for text in _texts(assessment, [row.proposed for row in written]) if text]
    if not texts:
        return ()
    digests = {wording.digest(text) for text in texts}
    rejected = set(RefusedText.objects.filter(digest__in=digests).values_list("digest", flat=True))
    author = spam.Author(
        int(level_of(assessment.author, now=now)), _recent(assessment.author, assessment, now)
    )
    return tuple(sign.value for sign in spam.signs(texts, author, rejected=rejected))


def _texts(assessment: Assessment, rows: Iterable[object]) -> list[str]:
    return [assessment.summary, *(getattr(row, "note", "") for row in rows)]


def _recent(author: User, assessment: Assessment, now: datetime) -> list[str]:
    """Digests of the summaries the author handed in lately."""
    earlier = Assessment.objects.filter(author=author, submitted_at__gt=now - LOOK_BACK).exclude(summary="")
    texts = earlier.exclude(pk=assessment.pk).values_list("summary", flat=True)
    return [wording.digest(text) for text in texts]
