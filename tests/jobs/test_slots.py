"""What happens by the clock: each time is one job, however many schedulers say so and however late."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from registry.jobs import sweep, tasks
from registry.jobs.handlers import kinds
from registry.jobs.models import Job
from registry.jobs.schedule import SLOTS, Slot

TAIL = Slot("tidy-jobs", every=timedelta(minutes=5), at=timedelta(minutes=2))
NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("minutes", "due"),
    [(0, "1157"), (1.9, "1157"), (2, "1202"), (6.9, "1202"), (7, "1207"), (24 * 60, "1157")],
)
def test_a_slot_is_the_latest_of_its_times(minutes: float, due: str) -> None:
    assert TAIL.key(NOON + timedelta(minutes=minutes)).endswith(due)


def test_a_daily_slot_stays_at_its_hour() -> None:
    daily = Slot("tidy-jobs", every=timedelta(days=1), at=timedelta(hours=3))
    assert daily.key(NOON) == "slot:tidy-jobs:202611010300"
    assert daily.key(NOON.replace(hour=2)) == "slot:tidy-jobs:202610310300"


@pytest.mark.parametrize("every", [timedelta(0), timedelta(seconds=5), timedelta(days=2)])
def test_a_slot_no_key_could_name_is_refused(every: timedelta) -> None:
    with pytest.raises(ValueError, match="tidy-jobs must be due"):
        Slot("tidy-jobs", every=every)


def test_something_does_what_every_slot_asks_for() -> None:
    assert {slot.kind for slot in SLOTS} <= kinds()


@pytest.mark.django_db
def test_two_schedulers_and_a_late_one_fill_a_slot_once() -> None:
    for minutes in (2, 2, 3, 6.5):
        sweep.fill_slots(now=NOON + timedelta(minutes=minutes), slots=[TAIL])
    job = Job.objects.get()
    tasks.work(job.pk)
    assert sweep.fill_slots(now=NOON + timedelta(minutes=6.9), slots=[TAIL]) == 0
    assert Job.objects.get().state == "done"
    assert sweep.fill_slots(now=NOON + timedelta(minutes=7), slots=[TAIL]) == 1


@pytest.mark.django_db
def test_an_outage_of_hours_is_made_up_for_once() -> None:
    sweep.fill_slots(now=NOON, slots=[TAIL])
    assert sweep.fill_slots(now=NOON + timedelta(hours=9), slots=[TAIL]) == 1
    assert Job.objects.count() == 2


@pytest.mark.django_db
def test_the_sweep_that_the_scheduler_starts_fills_the_slots_of_this_site() -> None:
    tasks.ring_due()
    tasks.ring_due()
    keys = sorted(Job.objects.values_list("key", flat=True))
    assert len(keys) == len(SLOTS)
    assert keys[0] <= sorted(slot.key(timezone.now()) for slot in SLOTS)[0]
