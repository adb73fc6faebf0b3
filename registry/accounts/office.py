"""What the page of roles lists: who holds which, who is proposed, which accounts are one person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from registry.accounts.grants import holders
from registry.accounts.models import AccountLink, Grant, Nomination, User
from registry.accounts.roles import Role

LISTED = (Role.ADMIN, Role.CURATOR, Role.REVIEWER)


@dataclass(frozen=True, slots=True)
class Office:
    """All of it, the newest first."""

    holders: Mapping[str, Sequence[User]]
    nominations: Sequence[Nomination]
    links: Sequence[AccountLink]
    lately: Sequence[Grant]


def office(*, now: datetime) -> Office:
    """Everything about roles as it is now."""
    open_ones = Nomination.objects.filter(closed_at__isnull=True, user__deleted_at__isnull=True)
    return Office(
        {role: holders(role, now=now) for role in LISTED},
        list(open_ones.select_related("user", "by")),
        list(AccountLink.objects.select_related("a", "b", "by")),
        list(Grant.objects.select_related("user", "granted_by", "revoked_by")[:25]),
    )


def find(username: str) -> User | None:
    """The person of this name, if there is one who can be given something."""
    return User.objects.filter(username=username.strip(), deleted_at__isnull=True).first()
