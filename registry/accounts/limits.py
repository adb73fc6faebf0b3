"""How often something may be done, counted in the database: it holds over all processes and without a broker.

Where the database is out of reach, counting fails and with it what was asked for: nobody gets in uncounted.
Whoever counts calls this before a transaction of their own, or what was refused there would not be counted.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Case, F, Q, Value, When
from django.utils.crypto import salted_hmac

from registry.accounts.models import Tally

SHORTEST_WAIT = timedelta(seconds=1)


def take(key: str, *, limit: int, per: timedelta, now: datetime) -> timedelta | None:
    """Count one more under this key: None when it may be done, else how long to wait.

    `per` begins with the first of them. What was refused is not counted.
    """
    digest = digest_of(key)
    with transaction.atomic():
        fresh = {"taken": 0, "ends_at": now + per}
        tally, _ = Tally.objects.get_or_create(key=digest, defaults=fresh)
        over = Q(ends_at__lte=now)
        taken = Tally.objects.filter(over | Q(taken__lt=limit), key=digest).update(
            taken=Case(When(over, then=Value(1)), default=F("taken") + 1),
            ends_at=Case(When(over, then=Value(now + per)), default=F("ends_at")),
        )
    return None if taken else max(tally.ends_at - now, SHORTEST_WAIT)


def taken(key: str, *, now: datetime) -> int:
    """How many were counted under this key in the time that runs."""
    tally = Tally.objects.filter(key=digest_of(key), ends_at__gt=now).first()
    return tally.taken if tally else 0


def forget(key: str) -> None:
    """Begin to count anew under this key."""
    Tally.objects.filter(key=digest_of(key)).delete()


def tidy(*, now: datetime) -> int:
    """Drop what is counted no longer; how many there were."""
    return Tally.objects.filter(ends_at__lte=now).delete()[0]


def digest_of(key: str) -> str:
    """What stands for a key, which may name an address of the net or of a person: nobody is to read it."""
    return salted_hmac("registry.accounts.limits", key, algorithm="sha256").hexdigest()
