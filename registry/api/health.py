"""Whether the process runs, and whether it can serve. For load balancers and supervisors, not for people."""

from functools import cache

from django.db import Error, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


class NotReady(Exception):
    """The process runs but must get no traffic; the message names what is missing."""


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """200 while the process answers. Never asks the database: its outage must not restart every process."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when the database takes writes and every migration is applied, else 503 with the reason."""
    try:
        assert_migrated()
        assert_writable()
    except NotReady as missing:
        return JsonResponse({"status": "not ready", "reason": str(missing)}, status=503)
    except Error:
        return JsonResponse(
            {"status": "not ready", "reason": "the database does not take writes"}, status=503
        )
    return JsonResponse({"status": "ready"})


@cache  # a raised NotReady is asked again, an applied migration stays applied
def assert_migrated() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise NotReady("migrations are not applied")


def assert_writable() -> None:
    """Take the write lock and change no row; raises `django.db.Error` where writing fails."""
    with transaction.atomic():
        MigrationRecorder(connection).migration_qs.filter(pk=0).update(name="")
