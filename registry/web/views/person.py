"""What everybody can know of a person here."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from registry.accounts import profile
from registry.assessments.queries.of_person import of_person
from registry.web.caching import public_page


@public_page
def person(request: HttpRequest, username: str) -> HttpResponse:
    """Name, roles and work of a person; of a deleted account only the work."""
    found = profile.find(username)
    if found is None:
        raise Http404
    if found.username != username:
        return HttpResponsePermanentRedirect(reverse("web:person", args=[found.username]))
    roles = profile.held(found, now=timezone.now())
    context = {"shown": found, "roles": roles, "work": of_person(found)}
    answer = render(request, "web/person.html", context)
    answer["X-Robots-Tag"] = "noindex"
    return answer
