"""Doing once what a program asks twice: a lost answer is asked for again under the same key."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from registry.accounts.models import Answered, User

KEPT = timedelta(hours=24)
LONGEST = 128  # characters of a key


class OtherRequest(Exception):
    """The key was used before, for something else."""


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a request; `again` when it had been done before."""

    status: int
    target: str
    again: bool = False


def once(user: User, key: str, *, digest: str, now: datetime, act: Callable[[], Done]) -> Done:
    """What `act` does, or what it did when this key was sent within the last 24 hours.

    `digest` tells requests apart. Key and act are one transaction: what fails is not remembered, and of two
    at the same time one waits and hears what the other did. Raises OtherRequest, and whatever `act` raises.
    """
    with transaction.atomic():
        Answered.objects.filter(user=user, key=key, at__lte=now - KEPT).delete()
        row, is_new = Answered.objects.get_or_create(
            user=user, key=key, defaults={"digest": digest, "at": now}
        )
        if row.digest != digest:
            raise OtherRequest
        if not is_new:
            return Done(row.status, row.target, again=True)
        done = act()
        Answered.objects.filter(pk=row.pk).update(status=done.status, target=done.target)
    return done


def forget_old(*, now: datetime) -> int:
    """Forget what nobody asks for again; how many there were."""
    return Answered.objects.filter(at__lte=now - KEPT).delete()[0]
