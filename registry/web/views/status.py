"""How this site is doing, for everybody: whether what is shown is fresh, and what is being done about it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from registry.badges.status import lately
from registry.web.caching import public_page


@public_page
def status(request: HttpRequest) -> HttpResponse:
    """503 while the database is out of reach, in the same clothes: nothing else can be said then."""
    seen = lately(now=timezone.now())
    answer = render(request, "web/status.html", {"here": "status", "seen": seen})
    if not seen.database:
        answer.status_code, answer["Retry-After"] = 503, "60"
    return answer
