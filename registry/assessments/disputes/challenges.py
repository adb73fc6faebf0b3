"""Challenging one published finding, answering to it, and taking a challenge back.

A dispute marks the finding as contested and asks for a second approval of what changes it. It changes no
value, verdict or badge. Deciding stands in decisions.py, the times in rules.py.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from registry.accounts import limits, trust
from registry.accounts.actors import Actor, roles_of
from registry.accounts.events import note
from registry.accounts.models import User
from registry.accounts.roles import Role
from registry.assessments.disputes import contested_marks, notices, rules
from registry.assessments.disputes.parties import living, parties_of
from registry.assessments.disputes.rules import Earlier
from registry.assessments.makers import speakers
from registry.assessments.models import Answer, Dispute
from registry.assessments.models.dispute import STANDING
from registry.assessments.proposals.proposed import Cited, Key, citation_as_json, name_of
from registry.assessments.refusals import NotAllowed, NotYet, TooMany, WrongState
from registry.assessments.texts import statements
from registry.catalog.models import AIModel
from registry.scorecards.models import Evidence

State = Dispute.State
A_DAY = timedelta(days=1)
MOST_A_DAY = (1, 3, 5)  # by trust level


def open_dispute(
    model: AIModel, key: Key, *, reason: str, citations: Sequence[Cited], by: Actor, now: datetime
) -> Dispute:
    """Challenge a finding. Raises NotAllowed, NotYet, TooMany, WrongState."""
    user = _contributor(by, now)
    evidence = disputable(model, key)
    if evidence is None:
        raise WrongState("nothing_published", finding=name_of(key))
    missing = [*statements.reason_problems(reason), *statements.citation_problems(citations, now.date())]
    if missing:
        raise NotYet(missing)
    _allowance(user, now)
    dispute = Dispute(
        model=model,
        evidence=evidence,
        component=key[0],
        qualifier=key[1],
        by=user,
        reason=statements.clean(reason),
        citations=[citation_as_json(cited) for cited in citations],
        opened_at=now,
        moved_at=now,
    )
    try:
        with transaction.atomic():
            dispute.save(force_insert=True)
            noted("dispute.opened", dispute, by=by, now=now)
            contested_marks.restate(model.pk, key[0], now=now)
            notices.opened(dispute, now=now)
    except IntegrityError as error:
        if standing_of(user, model, key) is None:
            raise
        raise WrongState("disputed_already", finding=name_of(key)) from error
    return dispute


def disputable(model: AIModel, key: Key) -> Evidence | None:
    """What the record says of this finding: reviewed, else imported; None where only a hub said it."""
    rows = Evidence.objects.filter(
        model=model, component=key[0], qualifier=key[1], retired__isnull=True, model__hidden=False
    )
    return max(rows, key=lambda row: (row.source == Evidence.Source.REVIEW, row.pk), default=None)


def standing_of(user: User, model: AIModel, key: Key) -> Dispute | None:
    """The dispute of this finding that this person has open, if any."""
    mine = Dispute.objects.filter(by=user, model=model, component=key[0], qualifier=key[1])
    return mine.filter(state__in=STANDING).first()


def answer(dispute: Dispute, *, text: str, by: Actor, now: datetime) -> Answer:
    """What an author of the finding says to it. Raises NotAllowed, NotYet, WrongState."""
    user = _contributor(by, now)
    if user.pk not in parties_of(dispute).authors:
        raise NotAllowed("not_the_author")
    missing = statements.text_problems("text", text)
    if missing:
        raise NotYet(missing)
    with transaction.atomic():
        row = locked(dispute)
        if row.state not in (State.IN_RESPONSE, State.ESCALATED):
            raise WrongState("not_asked_for", state=row.state)
        if row.answers.filter(by=user).exists():
            raise WrongState("answered_already")
        said = Answer.objects.create(dispute=row, by=user, text=statements.clean(text), at=now)
        noted("dispute.answered", row, by=by, now=now, details={"side": "author"})
        heard(row, now=now)
    return said


def heard(dispute: Dispute, *, now: datetime) -> None:
    """Somebody answered: once both sides have, it can be decided. Part of the caller's transaction."""
    if dispute.state != State.IN_RESPONSE or dispute.decidable_at is not None:
        return
    authors = living(parties_of(dispute).authors)
    answered = rules.is_answered(
        authors=dispute.answers.exists(),
        maker=dispute.replies.exists(),
        has_authors=bool(authors),
        has_maker=bool(speakers.known(dispute.model.organization_id)),
    )
    if answered:
        dispute.decidable_at = now
        dispute.save(update_fields=["decidable_at"])
        notices.decidable(dispute, now=now)


def withdraw(dispute: Dispute, *, by: Actor, now: datetime) -> Dispute:
    """The disputant takes it back. Raises NotAllowed, WrongState."""
    user = _contributor(by, now)
    if dispute.by_id != user.pk:
        raise NotAllowed("not_yours")
    with transaction.atomic():
        row = locked(dispute)
        if not rules.is_standing(row.state):
            raise WrongState("closed_already", state=row.state)
        moved(row, State.WITHDRAWN, by=by, now=now, verb="dispute.withdrawn")
        contested_marks.restate(row.model_id, row.component, now=now)
    return row


def locked(dispute: Dispute) -> Dispute:
    """The dispute as it is now, held until the transaction ends."""
    rows = Dispute.objects.select_for_update(of=("self",)).select_related("model", "evidence")
    return rows.get(pk=dispute.pk)


def moved(
    dispute: Dispute,
    state: Dispute.State,
    *,
    by: Actor,
    now: datetime,
    verb: str,
    role: Role | None = None,
    because: str = "",
) -> None:
    """Bring a dispute into a state, with its event. Part of the caller's transaction."""
    before = dispute.state
    dispute.state, dispute.moved_at = state, now
    dispute.save()
    noted(verb, dispute, by=by, now=now, role=role, because=because, before=before)


def noted(
    verb: str,
    dispute: Dispute,
    *,
    by: Actor,
    now: datetime,
    role: Role | None = None,
    because: str = "",
    before: str = "",
    details: dict[str, object] | None = None,
) -> None:
    """The event of an act in a dispute."""
    finding = name_of((dispute.component, dispute.qualifier))
    note(
        verb,
        by=by,
        target=f"dispute:{dispute.pk}",
        now=now,
        before={"state": before} if before else None,
        after={"state": dispute.state},
        details={"model": dispute.model.path, "finding": finding, **(details or {})},
        role=role,
        about=dispute.by_id,
        because=because,
    )


def _contributor(by: Actor, now: datetime) -> User:
    if by.user is None or Role.CONTRIBUTOR not in roles_of(by, now=now):
        raise NotAllowed("needs_role", role=Role.CONTRIBUTOR)
    return by.user


def _allowance(user: User, now: datetime) -> None:
    """Raises TooMany."""
    mine = Dispute.objects.filter(by=user)
    earlier = [
        Earlier(row.opened_at, row.resolved_at if row.state == State.DISMISSED else None)
        for row in mine.only("opened_at", "resolved_at", "state")
    ]
    wait = rules.wait_to_open(earlier, now)
    if wait:
        raise TooMany("dismissed_too_often", wait=wait)
    most = MOST_A_DAY[trust.level_of(user, now=now)]
    wait = limits.take(f"disputes:{user.pk}", limit=most, per=A_DAY, now=now)
    if wait:
        raise TooMany("disputes_a_day", wait=wait, most=most)
