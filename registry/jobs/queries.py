"""What there is to do and what was done, for people who look after an installation.

Nothing here counts the jobs that are done for good: open and parked ones are few, and have indexes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, Count, DateTimeField, F, Max, Min, Q, When

from registry.jobs.models import Job

LATELY = timedelta(days=1)
_UNSETTLED = (Job.State.WAITING, Job.State.RUNNING, Job.State.PARKED)


@dataclass(frozen=True, slots=True)
class Line:
    """The jobs of one state, kind and queue. Ages in seconds; `due`: since one of them could be taken."""

    state: str
    kind: str
    queue: str
    jobs: int
    oldest: float
    newest: float
    due: float | None  # None: none of them is due


@dataclass(frozen=True, slots=True)
class Work:
    """All there is to do, and when something was finished last. Ages in seconds."""

    lines: tuple[Line, ...]
    last_finished: datetime | None
    last_slot: datetime | None

    @property
    def waiting(self) -> int:
        return self._count(Job.State.WAITING)

    @property
    def running(self) -> int:
        return self._count(Job.State.RUNNING)

    @property
    def parked(self) -> int:
        return self._count(Job.State.PARKED)

    @property
    def oldest_due(self) -> float:
        """How long the oldest due job has been waiting; 0 when none is due."""
        return max((line.due for line in self.lines if line.due is not None), default=0.0)

    def _count(self, state: str) -> int:
        return sum(line.jobs for line in self.lines if line.state == state)


def work(*, now: datetime) -> Work:
    """Two queries, however many jobs were done."""
    done = Job.objects.filter(state=Job.State.DONE).order_by("-finished_at")
    slot = Job.objects.filter(key__startswith="slot:").order_by("-pk")
    found = Job.objects.filter(Q(pk__in=done.values("pk")[:1]) | Q(pk__in=slot.values("pk")[:1]))
    rows = list(found.values_list("key", "state", "created_at", "finished_at"))
    return Work(
        lines(now=now),
        last_finished=max((at for _, state, _, at in rows if at and state == Job.State.DONE), default=None),
        last_slot=max((at for key, _, at, _ in rows if key.startswith("slot:")), default=None),
    )


def lines(*, now: datetime) -> tuple[Line, ...]:
    """What is open or parked, by state, kind and queue; one query."""
    waits_to_be_taken = Q(state=Job.State.WAITING) | Q(state=Job.State.RUNNING, lease__lt=now)
    due_at = Case(When(waits_to_be_taken, then=F("run_after")), output_field=DateTimeField())
    since = Case(When(state=Job.State.PARKED, then=F("finished_at")), default=F("created_at"))
    rows = (
        Job.objects.filter(state__in=_UNSETTLED)
        .values_list("state", "kind", "queue")
        .annotate(jobs=Count("pk"), first=Min(since), last=Max(since), due_at=Min(due_at))
        .order_by("state", "kind", "queue")
    )
    return tuple(
        Line(
            state,
            kind,
            queue,
            jobs,
            oldest=_age(first, now),
            newest=_age(last, now),
            due=_age(due, now) if due and due <= now else None,
        )
        for state, kind, queue, jobs, first, last, due in rows
    )


def done_lately(*, now: datetime) -> tuple[tuple[str, int], ...]:
    """How many jobs of each kind were done within a day."""
    lately = Job.objects.filter(state=Job.State.DONE, finished_at__gte=now - LATELY)
    return tuple(lately.values_list("kind").annotate(n=Count("pk")).order_by("kind"))


def jobs(
    *, state: str = "", kind: str = "", queue: str = "", created_before: datetime | None = None, limit: int
) -> Sequence[Job]:
    """Jobs that match all that is said, oldest first."""
    said = {"state": state, "kind": kind, "queue": queue, "created_at__lt": created_before}
    return list(
        Job.objects.filter(**{name: value for name, value in said.items() if value}).order_by("pk")[:limit]
    )


def parked(*, kind: str = "") -> tuple[int, ...]:
    """The jobs that gave up, of one kind or of all, longest ago first."""
    rows = Job.objects.filter(state=Job.State.PARKED).order_by("finished_at")
    return tuple((rows.filter(kind=kind) if kind else rows).values_list("pk", flat=True))


def _age(since: datetime, now: datetime) -> float:
    return max((now - since).total_seconds(), 0.0)
