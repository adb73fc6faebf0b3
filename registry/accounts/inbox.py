"""What a person was told, as the site lists it: what they cannot see any more is left out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from registry.accounts import visibility
from registry.accounts.models import Notification, User
from registry.accounts.wording import Said, say

ROWS = 50
KEPT_FOR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Message:
    """One message in words, in the active language."""

    pk: int
    said: Said
    at: datetime
    read: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """Messages, the newest first; `before`: the number to go on from, None at the end."""

    messages: Sequence[Message]
    before: int | None
    unread: int


def shown(user: User, *, before: int | None = None) -> Shown:
    """A page of messages, from the newest or from before a number."""
    rows = Notification.objects.filter(user=user)
    unread = rows.filter(read_at__isnull=True).count()
    page = list((rows.filter(pk__lt=before) if before else rows).order_by("-pk")[: ROWS + 1])
    messages = [
        Message(row.pk, say(row), row.at, row.read_at is not None)
        for row in page[:ROWS]
        if visibility.may_see(user, row)
    ]
    return Shown(messages, page[ROWS - 1].pk if len(page) > ROWS else None, unread)


def unread(user: User) -> int:
    """How many messages this person has not read."""
    return Notification.objects.filter(user=user, read_at__isnull=True).count()


def mark_read(user: User, *, up_to: int, now: datetime) -> None:
    """All messages up to this number are read."""
    Notification.objects.filter(user=user, pk__lte=up_to, read_at__isnull=True).update(read_at=now)


def forget_old(*, now: datetime) -> int:
    """Forget messages of more than a year ago; how many."""
    return Notification.objects.filter(at__lt=now - KEPT_FOR).delete()[0]
