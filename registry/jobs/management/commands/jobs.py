"""manage.py jobs list|counts|retry|park: look after the work in the background.

Exit code 0: done as asked, also when a list is empty. 1: something asked for by number could not be done.
2: the command was not understood.
"""

import json
from argparse import ArgumentTypeError
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from registry.jobs import ages, queries, verbs
from registry.jobs.models import Job, Queue

COLUMNS = ("id", "state", "kind", "queue", "age", "due", "tries", "key")


class Command(BaseCommand):
    help = "List and count jobs; retry those that gave up; park one that must not run."

    def add_arguments(self, parser: CommandParser) -> None:
        verb = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
        counts = verb.add_parser("counts", help="how many there are, and how old, by state and kind")
        listed = verb.add_parser("list", help="jobs, oldest first")
        listed.add_argument("--state", choices=Job.State.values)
        listed.add_argument("--kind", default="")
        listed.add_argument("--queue", choices=Queue.values)
        listed.add_argument("--older-than", type=_age, metavar="AGE", help="such as 90s, 15m, 2h or 3d")
        listed.add_argument("--limit", type=_positive, default=50, help="how many at most; 50")
        retry = verb.add_parser("retry", help="let parked jobs wait again, with all their attempts")
        which = retry.add_mutually_exclusive_group(required=True)
        which.add_argument("id", nargs="?", type=int)
        which.add_argument("--kind", help="all parked jobs of this kind")
        which.add_argument("--all-parked", action="store_true")
        park = verb.add_parser("park", help="put a waiting job aside")
        park.add_argument("id", type=int)
        park.add_argument("--because", required=True, help="the reason, for whoever looks next")
        for one in (counts, listed, retry, park):
            one.add_argument("--json", action="store_true", help="one JSON object or list instead of text")

    def handle(self, *args: Any, verb: str, **options: Any) -> None:
        now = timezone.now()
        match verb:
            case "counts":
                self._counts(now, as_json=options["json"])
            case "list":
                self._list(now, options)
            case "retry":
                self._retry(options)
            case "park":
                self._park(options)

    def _counts(self, now: datetime, *, as_json: bool) -> None:
        work, done = queries.work(now=now), queries.done_lately(now=now)
        if as_json:
            found = {"open": [asdict(line) for line in work.lines], "done_within_a_day": dict(done)}
            self._json(found | {"last_finished": _iso(work.last_finished), "oldest_due": work.oldest_due})
            return
        if work.lines:
            rows = [
                (line.state, line.kind, line.queue, str(line.jobs), ages.spoken(line.oldest), _due(line.due))
                for line in work.lines
            ]
            self._table(("state", "kind", "queue", "jobs", "oldest", "due for"), rows)
        else:
            self.stdout.write("Nothing waits, runs or is parked.")
        if done:
            self.stdout.write("done within a day: " + ", ".join(f"{n} {kind}" for kind, n in done))

    def _list(self, now: datetime, options: dict[str, Any]) -> None:
        older: timedelta | None = options["older_than"]
        found = queries.jobs(
            state=options["state"] or "",
            kind=options["kind"],
            queue=options["queue"] or "",
            created_before=now - older if older else None,
            limit=options["limit"],
        )
        if options["json"]:
            self._json([_described(job) for job in found])
            return
        if not found:
            self.stdout.write("No such job.")
            return
        self._table(COLUMNS, [_row(job, now) for job in found])
        for job in found:
            if job.error:
                self.stdout.write(f"{job.pk}: {_printable(job.error_class)}: {_printable(job.error)}")
        if len(found) == options["limit"]:
            self.stdout.write(f"The first {len(found)}; --limit shows more.")

    def _retry(self, options: dict[str, Any]) -> None:
        if options["id"] is not None:
            came_of = {options["id"]: verbs.retry(options["id"])}
        else:
            kind = options["kind"] or ""
            came_of = {job_id: verbs.retry(job_id) for job_id in queries.parked(kind=kind)}
        tally = {kind: sum(one is kind for one in came_of.values()) for kind in verbs.Retried}
        if options["json"]:
            self._json({name.name.lower(): count for name, count in tally.items()})
        else:
            self.stdout.write(f"{tally[verbs.Retried.WAITING]} wait again.")
            if tally[verbs.Retried.COVERED]:
                covered = tally[verbs.Retried.COVERED]
                self.stdout.write(f"{covered} canceled: another open job does the same.")
        if options["id"] is not None and tally[verbs.Retried.NOT_PARKED]:
            raise CommandError(f"job {options['id']} is not parked.")

    def _park(self, options: dict[str, Any]) -> None:
        try:
            parked = verbs.park(options["id"], because=options["because"])
        except ValueError as error:
            raise CommandError(f"{error}.", returncode=2) from error
        if not parked:
            raise CommandError(f"job {options['id']} does not wait; only a waiting job can be parked.")
        if options["json"]:
            self._json({"parked": options["id"]})
        else:
            self.stdout.write(f"Job {options['id']} is parked.")

    def _json(self, found: object) -> None:
        self.stdout.write(json.dumps(found, indent=2))

    def _table(self, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        table = [heads, *rows]
        widths = [max(len(row[column]) for row in table) for column in range(len(heads))]
        for row in table:
            self.stdout.write(
                "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
            )


def _row(job: Job, now: datetime) -> tuple[str, ...]:
    waits = job.state == Job.State.WAITING
    due = (now - job.run_after).total_seconds()
    return (
        str(job.pk),
        job.state,
        _printable(job.kind),
        job.queue,
        ages.spoken((now - job.created_at).total_seconds()),
        "" if not waits else f"for {ages.spoken(due)}" if due >= 0 else f"in {ages.spoken(-due)}",
        f"{job.attempts} of {job.max_attempts}",
        _printable(job.key),
    )


def _described(job: Job) -> dict[str, Any]:
    names = ("kind", "key", "payload", "queue", "priority", "state", "attempts", "max_attempts")
    times = ("created_at", "run_after", "lease", "finished_at")
    return (
        {"id": job.pk}
        | {name: getattr(job, name) for name in names}
        | {name: _iso(getattr(job, name)) for name in times}
        | {"error": job.error, "error_class": job.error_class, "request_id": job.request_id}
    )


def _printable(text: str) -> str:
    """What a hub or a repository named may hold what moves a terminal's cursor."""
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in text)


def _due(seconds: float | None) -> str:
    return "" if seconds is None else ages.spoken(seconds)


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _age(text: str) -> timedelta:
    try:
        return ages.typed(text)
    except ValueError as error:
        raise ArgumentTypeError(str(error)) from error


def _positive(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) <= 100_000:
        raise ArgumentTypeError("a number from 1 to 100000")
    return int(text)
