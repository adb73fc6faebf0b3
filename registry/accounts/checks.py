"""What must hold of people and events, as queries: each yields a sentence for whatever does not."""

from collections.abc import Callable, Iterator, Mapping

from django.db import connection

from registry.accounts import seal
from registry.accounts.models import Event, Trust
from registry.accounts.trust import judged, trust

KEPT = {
    "sqlite": {
        "accounts_event_not_changed",
        "accounts_event_not_deleted",
        "accounts_seal_not_changed",
        "accounts_seal_not_deleted",
    },
    "postgresql": {"accounts_event_kept", "accounts_seal_kept"},
}
TRIGGERS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
}


def events_can_not_change() -> Iterator[str]:
    """I6: the triggers that keep events and seals are in place."""
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS[connection.vendor])
        found = {name for (name,) in cursor.fetchall()}
    for name in sorted(KEPT[connection.vendor] - found):
        yield f"the trigger {name} is missing"


def reasons_are_sealed() -> Iterator[str]:
    """I6: no event has a text in words that its digest does not stand for."""
    for pk in Event.objects.filter(because_sha="").exclude(because="").values_list("pk", flat=True):
        yield f"event {pk} has a reason without its digest"


def trust_is_what_the_log_says() -> Iterator[str]:
    """I19: the stored level is the one of the log, read up to the same event at the same time."""
    for row in Trust.objects.select_related("user").iterator():
        level = trust(judged(row.user_id, up_to=row.read_to), row.at, since=row.user.date_joined)
        if level != row.level:
            yield f"user:{row.user_id} is stored as T{row.level} and was T{level} at {row.at:%Y-%m-%d %H:%M}"


CHECKS: Mapping[str, Callable[[], Iterator[str]]] = {
    "I6 chain of events": seal.verify,
    "I6 triggers of events": events_can_not_change,
    "I6 reasons of events": reasons_are_sealed,
    "I19 trust": trust_is_what_the_log_says,
}
