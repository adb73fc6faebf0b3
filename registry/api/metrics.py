"""Figures for Prometheus: what the database knows, and what the web processes counted.

Read with METRICS_TOKEN as bearer token; without one only by programs on the same machine, and only where the
site itself is for this machine. Everybody else finds nothing here.
"""

import os
from ipaddress import ip_address

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from registry.api.gauges import Site
from registry.api.measuring import REQUESTS
from registry.badges.status import lately
from registry.badges.tally import BADGES

FORWARDED = ("X-Forwarded-For", "X-Real-Ip", "Forwarded")


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    if not may_read(request):
        raise Http404
    registry = CollectorRegistry()
    registry.register(Site(lately(now=timezone.now())))
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # all processes, through their folder
    else:
        registry.register(REQUESTS)
        registry.register(BADGES)
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def may_read(request: HttpRequest) -> bool:
    """Whether this program holds the token, or runs on the machine that the site is for."""
    if settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "")
        return constant_time_compare(given, f"Bearer {settings.METRICS_TOKEN}")
    if not settings.IS_LOCAL or any(name in request.headers for name in FORWARDED):
        return False
    return _is_loopback(request.META.get("REMOTE_ADDR", ""))


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
