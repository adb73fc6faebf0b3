"""What happens by the clock. The scheduler only says that time passes; what is due is decided here.

Each slot is one job for ever (its key names the slot), however many schedulers there are and however late
they come: a slot missed in an outage is made up for once.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings

SCHEDULE = {"sweep": {"task": "sweep", "schedule": 5.0, "options": {"expires": 10.0}}}
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Slot:
    """Jobs of this kind are due every so often, `at` this long after each full turn since midnight UTC.

    Raises ValueError for more than a day: done jobs are forgotten after a week, and with them their slots.
    """

    kind: str
    every: timedelta
    at: timedelta = timedelta()

    def __post_init__(self) -> None:
        if not timedelta(minutes=1) <= self.every <= timedelta(days=1):
            raise ValueError(f"{self.kind} must be due every minute to every day, not every {self.every}")

    def latest(self, now: datetime) -> datetime:
        """When it was due last."""
        return now - (now - EPOCH - self.at) % self.every

    def key(self, now: datetime) -> str:
        return f"slot:{self.kind}:{self.latest(now):%Y%m%d%H%M}"


SLOTS: tuple[Slot, ...] = (
    Slot("tidy-jobs", every=timedelta(hours=1), at=timedelta(minutes=7)),
    Slot("lookalikes", every=timedelta(days=1), at=timedelta(hours=3, minutes=27)),
    Slot("links", every=timedelta(hours=1), at=timedelta(minutes=17)),
    Slot("find-cited", every=timedelta(days=1), at=timedelta(hours=3, minutes=17)),
    Slot("idle-assessments", every=timedelta(days=1), at=timedelta(hours=4, minutes=7)),
    Slot("check-invariants", every=timedelta(days=1), at=timedelta(hours=4, minutes=37)),
    Slot("emergency-reverts", every=timedelta(hours=1), at=timedelta(minutes=27)),
    Slot("forget-leftovers", every=timedelta(days=1), at=timedelta(hours=4, minutes=37)),
    Slot("refresh-cited", every=timedelta(minutes=10), at=timedelta(minutes=4)),
    Slot("makers", every=timedelta(hours=1), at=timedelta(minutes=47)),
    Slot("disputes", every=timedelta(minutes=10), at=timedelta(minutes=6)),
    Slot("forget-deleted", every=timedelta(days=1), at=timedelta(hours=3, minutes=57)),
    Slot("seal-events", every=timedelta(minutes=10), at=timedelta(minutes=8)),
    Slot("remind-reviewers", every=timedelta(days=1), at=timedelta(hours=6, minutes=17)),
    Slot("ask-for-digests", every=timedelta(days=1), at=timedelta(hours=6, minutes=27)),
    Slot("read-trust", every=timedelta(days=1), at=timedelta(hours=3, minutes=7)),
    Slot("forget-answered", every=timedelta(hours=1), at=timedelta(minutes=27)),
    Slot("tidy-accounts", every=timedelta(hours=1), at=timedelta(minutes=47)),
    Slot("forget-addresses", every=timedelta(days=1), at=timedelta(hours=3, minutes=47)),
)
if settings.CRAWL:
    SLOTS += (
        Slot("tail", every=timedelta(minutes=10)),
        Slot("sweep", every=timedelta(days=1), at=timedelta(hours=2, minutes=17)),
        Slot("look-for-gone", every=timedelta(hours=1), at=timedelta(minutes=37)),
        Slot("read-cards", every=timedelta(minutes=10), at=timedelta(minutes=5)),
    )
