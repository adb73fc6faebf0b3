"""What people say of themselves, and what is known of their standing here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q

from registry.accounts import factors, roles, trust
from registry.accounts.addresses import has_verified
from registry.accounts.models import Grant, SecurityEvent, User
from registry.accounts.trust import Level

LOGINS = 10


@dataclass(frozen=True, slots=True)
class Held:
    """A role and since when somebody has it."""

    role: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """What a person is here, and how far trusted. `roles` without regard to how the session was opened."""

    roles: Sequence[Held]
    level: Level
    accepted: int
    has_factor: bool


def standing(user: User, *, now: datetime) -> Standing:
    """The standing of a person, from rows and log as they are now."""
    judged = trust.judged(user.pk)
    level = trust.trust(judged, now, since=user.date_joined)
    accepted = sum(one.accepted for one in judged)
    return Standing(held(user, now=now), level, accepted, factors.of(user).exists())


def held(user: User, *, now: datetime) -> list[Held]:
    """The roles this person was given and has not lost, the first given first."""
    current = roles.held(user, now=now)
    rows = Grant.objects.filter(user=user, revoked_at__isnull=True, role__in=current)
    return [Held(row.role, row.granted_at) for row in rows.order_by("pk")]


def logins(user: User) -> list[SecurityEvent]:
    """The last log-ins and their like."""
    return list(SecurityEvent.objects.filter(user=user).order_by("-pk")[:LOGINS])


def keep(user: User, *, display_name: str, language: str, theme: str, mail: str) -> None:
    """Keep what a person wants."""
    User.objects.filter(pk=user.pk).update(
        display_name=display_name, language=language, theme=theme, mail=mail
    )


def stop_mails(user: User) -> None:
    """No more mails, but for those about the safety of the account."""
    User.objects.filter(pk=user.pk).update(mail=User.Mail.OFF)


def renew_feed(user: User) -> None:
    """The address of the private feed is another from now on."""
    User.objects.filter(pk=user.pk).update(feed_number=F("feed_number") + 1)


def find(username: str) -> User | None:
    """The person or tombstone of this name, however it is written; nobody who never proved an address."""
    known = User.objects.filter(Q(deleted_at__isnull=False) | Q(has_verified("pk")))
    return known.filter(username__iexact=username).first()
