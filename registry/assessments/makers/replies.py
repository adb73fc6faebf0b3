"""What a maker officially says of its model, of one finding, or to a challenge.

Printed word for word, marked as the maker's, and changed by nobody. It changes no value: a maker who wants
another value proposes it like everybody.
"""

from datetime import datetime, timedelta

from django.db import transaction

from registry.accounts import limits
from registry.accounts.actors import Actor
from registry.accounts.events import note
from registry.accounts.notify import notify
from registry.accounts.roles import Role
from registry.assessments.disputes import challenges
from registry.assessments.disputes.parties import parties_of
from registry.assessments.disputes.rules import is_standing
from registry.assessments.makers import speakers
from registry.assessments.makers.jobs import look_soon
from registry.assessments.models import Dispute, MakerLink, Reply
from registry.assessments.proposals.proposed import Key, is_finding, name_of
from registry.assessments.refusals import NotAllowed, NotYet, TooMany, WrongState
from registry.assessments.texts import statements
from registry.catalog.models import AIModel, Watch

OF_THE_MODEL: Key = ("", "")
MOST, PER = 10, timedelta(days=1)  # of one organization
PUBLISHED = "reply_published"


def reply(
    model: AIModel, key: Key, *, text: str, by: Actor, now: datetime, dispute: Dispute | None = None
) -> Reply:
    """Publish a statement of the maker. Raises NotAllowed, NotYet, TooMany, WrongState."""
    check_right(model, by, now=now)
    if dispute is not None:
        key = (dispute.component, dispute.qualifier)
    problems = statements.text_problems("text", text)
    if problems:
        raise NotYet(problems)
    if key != OF_THE_MODEL and not is_finding(key):
        raise WrongState("no_such_finding", finding=name_of(key))
    wait = limits.take(f"replies:{model.organization_id}", limit=MOST, per=PER, now=now)
    if wait:
        raise TooMany("replies_a_day", wait=wait, most=MOST)
    with transaction.atomic():
        challenged = _standing(dispute) if dispute else None
        said = Reply.objects.create(
            model=model,
            component=key[0],
            qualifier=key[1],
            dispute=challenged,
            organization_id=model.organization_id,
            by=by.person,
            text=statements.clean(text),
            at=now,
        )
        _note(said, by=by, now=now)
        if challenged:
            challenges.heard(challenged, now=now)
    return said


def check_right(model: AIModel, by: Actor, *, now: datetime) -> None:
    """Raises NotAllowed for whoever may not speak for the maker; a proof that rests is looked at anew."""
    if speakers.speaks(by, model.organization_id, now=now):
        return
    link = MakerLink.objects.filter(
        user=by.user_id, organization=model.organization_id, ended_at__isnull=True
    ).first()
    if link is None:
        raise NotAllowed("not_a_maker", slug=model.organization.slug)
    with transaction.atomic():
        look_soon(link)
    raise NotAllowed("proof_rests", slug=model.organization.slug)


def _standing(dispute: Dispute) -> Dispute:
    row = challenges.locked(dispute)
    if not is_standing(row.state):
        raise WrongState("closed_already", state=row.state)
    return row


def _note(said: Reply, *, by: Actor, now: datetime) -> None:
    finding = name_of((said.component, said.qualifier)) if said.component else ""
    details = {"model": said.model.path, "finding": finding, "reply": str(said.pk)}
    if said.dispute_id:
        details["dispute"] = str(said.dispute_id)
    target = f"reply:{said.pk}"
    note("reply.published", by=by, target=target, now=now, details=details, role=Role.MAKER)
    people = set(Watch.objects.filter(model=said.model).values_list("user", flat=True))
    if said.dispute:
        people |= parties_of(said.dispute).authors | {said.dispute.by_id}
    people.discard(by.person.pk)
    key = f"reply:{said.pk}"
    notify(people, kind=PUBLISHED, key=key, target=said.model.path, details=details, now=now)
