"""Reviewers hear, once a week, that something has waited too long for one of them."""

from datetime import datetime, timedelta

from django.utils import timezone

from registry.accounts import roles
from registry.accounts.actors import Actor
from registry.accounts.grants import holders
from registry.accounts.models import Notification, User
from registry.accounts.notify import notify
from registry.accounts.roles import Role
from registry.assessments.queries.queue import open_to
from registry.jobs.claims import Claim
from registry.jobs.handlers import handler

KIND = "queue_waits"
TOO_LONG = timedelta(days=7)
JUDGES = (Role.REVIEWER, Role.CURATOR)


def remind(*, now: datetime) -> None:
    """Tell each reviewer of what they could judge and has waited a week: in the digest, once a week."""
    people = {person.pk: person for role in JUDGES for person in holders(role, now=now)}
    year, week, _day = now.isocalendar()
    for person in people.values():
        waiting = waits_for(person, now=now)
        if waiting:
            key, details = f"{KIND}:{year}-{week}", {"count": waiting}
            notify([person], kind=KIND, key=key, target="", details=details, now=now)


def waits_for(person: User, *, now: datetime) -> int:
    """How many assessments that this person could judge were handed in more than a week ago."""
    return open_to(Actor(person, mfa=True), now=now).filter(submitted_at__lt=now - TOO_LONG).count()


def may_see(user: User, told: Notification) -> bool:
    """Whoever may still judge; the message names no assessment."""
    return not roles.held(user, now=timezone.now()).isdisjoint(JUDGES)


@handler("remind-reviewers")
def remind_reviewers(held: Claim) -> None:
    with held.finishing():
        remind(now=timezone.now())
