"""A system check of the database: no open job may be of a kind that nothing here does."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError

from registry.jobs import handlers
from registry.jobs.models import Job
from registry.jobs.queue import OPEN


@register(Tags.database)
def open_jobs_have_a_handler(*, databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Stops `migrate`, and with it the start, before work is left lying."""
    if not databases:
        return []
    try:
        open_kinds = set(Job.objects.filter(state__in=OPEN).values_list("kind", flat=True))
    except DatabaseError:
        return []  # no table yet: there are no jobs either
    return [
        Error(
            f"there are open jobs of kind {kind!r}, which nothing here does",
            hint="Start the version that made them, let it finish, then upgrade.",
            id="jobs.E001",
        )
        for kind in sorted(open_kinds - handlers.kinds())
    ]
