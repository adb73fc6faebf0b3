"""How a hub answers, kept in one row that all workers read before they ask.

Twenty failures within a minute open the breaker: nobody asks until `retry_at`, then one does, and the others
wait for what it finds. A refused token stops everything the same way, with rarer tries, until a good answer,
another token or a person lifts it. No job is parked meanwhile, and nothing is said of any model.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db.models import F, Q

from registry.hubs.snapshot import (
    Disabled,
    Gated,
    HubError,
    NotVisible,
    RateLimited,
    Unauthorized,
    Unavailable,
)
from registry.refresh.budget import account_of
from registry.refresh.models import HubState

State = HubState.State
MINUTE = timedelta(minutes=1)
MOST_FAILURES = 20  # in a minute
FIRST_REST = timedelta(minutes=1)  # as long as the trouble has lasted, between these two
LONGEST_REST = timedelta(minutes=15)
PROBE_EVERY = timedelta(minutes=15)  # with a token that was refused
IN_A_ROW = 3  # failures before a hub is called unreachable
ANSWERS = (NotVisible, Gated, Disabled)  # about one repository, from a hub that works
FRESH = timedelta(minutes=1)  # a good answer is noted again after this


class Resting(RateLimited):
    """The hub is not asked at the moment, for the reason given; says nothing of any repository.

    `needs_person`: waiting alone will hardly help.
    """

    def __init__(self, reason: str, *, retry_after: float, needs_person: bool) -> None:
        super().__init__(f"The hub is not asked at the moment. {reason}", retry_after=retry_after)
        self.needs_person = needs_person


@contextmanager
def asking(hub: str, *, token: str = "", now: datetime) -> Iterator[None]:
    """Ask a hub inside, if it may be asked, and note how it answered. Raises Resting."""
    wait = may_ask(hub, token=token, now=now)
    if wait is not None:
        row = HubState.objects.get(pk=hub)
        raise Resting(row.reason, retry_after=wait, needs_person=row.state == State.UNAUTHORIZED)
    try:
        yield
    except ANSWERS:
        note_ok(hub, now=now)
        raise
    except HubError as error:
        note_trouble(hub, error, token=token, now=now)
        raise
    note_ok(hub, now=now)


def may_ask(hub: str, *, token: str = "", now: datetime) -> float | None:
    """None when the hub may be asked, else the seconds to wait. Who is let through tries for all."""
    row = HubState.objects.filter(pk=hub).first()
    if row is None or row.retry_at is None:
        return None
    if row.state == State.UNAUTHORIZED and row.account != account_of(token):
        return None  # another token than the one refused
    if row.retry_at > now:
        return (row.retry_at - now).total_seconds()
    rest = _rest(row, now)
    first = HubState.objects.filter(pk=hub, retry_at=row.retry_at).update(retry_at=now + rest)
    return None if first else rest.total_seconds()


def note_ok(hub: str, *, now: datetime) -> None:
    """A good answer: whatever was wrong is over. Written when it says something new, and once a minute."""
    same = Q(state=State.OK, failures=0, last_ok_at__gt=now - FRESH)
    row, new = HubState.objects.get_or_create(pk=hub, defaults={"since": now, "last_ok_at": now})
    if new or (
        row.state == State.OK and not row.failures and row.last_ok_at and row.last_ok_at > now - FRESH
    ):
        return
    HubState.objects.filter(pk=hub).exclude(same).exclude(state=State.OK).update(since=now)
    HubState.objects.filter(pk=hub).exclude(same).update(
        state=State.OK, reason="", account="", last_ok_at=now, failures=0, retry_at=None
    )


def note_trouble(hub: str, error: HubError, *, token: str = "", now: datetime) -> None:
    """Keep what went wrong with the hub; an error about one repository is none."""
    HubState.objects.get_or_create(pk=hub, defaults={"since": now})
    match error:
        case Unauthorized():
            _refused(hub, str(error), token, now)
        case RateLimited():
            _limited(hub, str(error), error.retry_after, now)
        case Unavailable():
            _failed(hub, str(error), now)


def patience(hub: str) -> float:
    """Seconds until it is worth asking a failing hub again: longer with each failure in a row."""
    failures = HubState.objects.filter(pk=hub).values_list("failures", flat=True).first() or 0
    return float(min(10.0 * 2 ** min(failures, 10), LONGEST_REST.total_seconds()))


def note_off(hub: str, reason: str, *, now: datetime) -> None:
    """Nobody asks this hub, because it is not configured."""
    HubState.objects.get_or_create(pk=hub, defaults={"since": now})
    _enter(hub, State.NOT_CONFIGURED, reason, now)
    HubState.objects.filter(pk=hub).update(failures=0, minute_failures=0, retry_at=None)


def lift(hub: str, *, now: datetime) -> bool:
    """A person says that it may be asked again; False when nothing stood in the way."""
    return bool(
        HubState.objects.filter(pk=hub, retry_at__isnull=False).update(
            state=State.OK, reason="", account="", since=now, failures=0, minute_failures=0, retry_at=None
        )
    )


def warn(hub: str, sentence: str, *, now: datetime) -> None:
    """Say on the status page what a person should look at; "" takes it back."""
    HubState.objects.get_or_create(pk=hub, defaults={"since": now})
    HubState.objects.filter(pk=hub).exclude(warning=sentence[:300]).update(warning=sentence[:300])


def _refused(hub: str, reason: str, token: str, now: datetime) -> None:
    _enter(hub, State.UNAUTHORIZED, reason, now)
    HubState.objects.filter(pk=hub).update(account=account_of(token), retry_at=now + PROBE_EVERY)


def _limited(hub: str, reason: str, wait: float | None, now: datetime) -> None:
    """Only said: how long to wait is the business of the budget, which knows the buckets."""
    if HubState.objects.filter(pk=hub, state__in=[State.OK, State.LIMITED]).exists():
        _enter(hub, State.LIMITED, reason, now)


def _failed(hub: str, reason: str, now: datetime) -> None:
    row = HubState.objects.filter(pk=hub)
    if not row.filter(minute_began__gt=now - MINUTE).update(minute_failures=F("minute_failures") + 1):
        row.update(minute_began=now, minute_failures=1)
    row.update(failures=F("failures") + 1)
    if row.filter(state=State.UNAUTHORIZED).exists():
        return  # a failure is no good answer
    if row.filter(Q(failures__gte=IN_A_ROW) | Q(minute_failures__gte=MOST_FAILURES)).exists():
        _enter(hub, State.UNREACHABLE, reason, now)
    after = row.get()
    if after.minute_failures >= MOST_FAILURES or after.retry_at:
        row.update(retry_at=now + _rest(after, now))


def _enter(hub: str, state: State, reason: str, now: datetime) -> None:
    HubState.objects.filter(pk=hub).exclude(state=state).update(since=now)
    HubState.objects.filter(pk=hub).update(state=state, reason=reason[:300])


def _rest(row: HubState, now: datetime) -> timedelta:
    if row.state == State.UNAUTHORIZED:
        return PROBE_EVERY
    return min(max(now - row.since, FIRST_REST), LONGEST_REST)
