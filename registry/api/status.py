"""The state of the site for programs: always 200, and "degraded" with reasons when something is wrong."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from registry.badges import status_words
from registry.badges.status import Reason, Status, lately
from registry.jobs.queries import Work
from registry.refresh.queries import Following, Links, Pass


@require_safe
@never_cache
def statusz(request: HttpRequest) -> JsonResponse:
    """Ages in seconds, moments in UTC; null is what is not known."""
    answer = JsonResponse(described(lately(now=timezone.now())), json_dumps_params={"indent": 2})
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def described(seen: Status) -> dict[str, Any]:
    return {
        "status": "ok" if seen.is_ok else "degraded",
        "reasons": [_reason(reason) for reason in seen.reasons],
        "at": seen.at,
        "database": seen.database,
        "broker": seen.broker,
        "jobs": _jobs(seen.work, seen.at) if seen.work else None,
        "crawl": _crawl(seen.following, seen.at) if seen.following else None,
        "hubs": {hub.slug: asdict(hub) for hub in seen.following.hubs} if seen.following else None,
        "links": _links(seen.links) if seen.links else None,
        "drifts_open": seen.drifts,
        "badges": asdict(seen.badges) if seen.badges else None,
    }


def _reason(reason: Reason) -> dict[str, Any]:
    """`detail` is our own sentence; what a hub or a person said of it stands under `said`."""
    return {
        "code": reason.trouble.value,
        "subject": reason.subject,
        "detail": status_words.sentence(reason),
        "said": reason.detail,
        "since": reason.since,
    }


def _jobs(work: Work, now: datetime) -> dict[str, Any]:
    queues: dict[str, dict[str, float]] = {}
    for line in work.lines:
        queue = queues.setdefault(line.queue, {"waiting": 0, "running": 0, "parked": 0, "oldest_due": 0.0})
        queue[line.state] += line.jobs
        queue["oldest_due"] = max(queue["oldest_due"], line.due or 0.0)
    return {
        "waiting": work.waiting,
        "running": work.running,
        "parked": work.parked,
        "oldest_due": work.oldest_due,
        "last_finished": work.last_finished,
        "last_finished_age": _age(work.last_finished, now),
        "last_slot": work.last_slot,
        "last_slot_age": _age(work.last_slot, now),
        "queues": queues,
    }


def _crawl(found: Following, now: datetime) -> dict[str, Any]:
    return {
        "tail": _pass(found.tail),
        "last_whole_tail": _pass(found.whole_tail),
        "lag": _age(found.whole_tail.started_at, now) if found.whole_tail else None,
        "sweep": _pass(found.sweep),
        "sweep_progress": found.swept,
        "last_whole_sweep": _pass(found.whole_sweep),
        "sweep_age": _age(found.whole_sweep.finished_at, now) if found.whole_sweep else None,
        "set_aside": found.set_aside,
    }


def _links(found: Links) -> dict[str, Any]:
    return {"checked": found.checked, "share_alive": found.alive, **dict(found.counts)}


def _pass(row: Pass | None) -> dict[str, Any] | None:
    return asdict(row) if row else None


def _age(moment: datetime | None, now: datetime) -> float | None:
    return (now - moment).total_seconds() if moment else None
