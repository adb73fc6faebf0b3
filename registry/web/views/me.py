"""The page of whoever is signed in: who they are here, what they may do, and where all of theirs is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from registry.accounts import inbox, profile
from registry.accounts.actors import roles_of
from registry.web.acting import actor_of, signed_in


@signed_in
@require_safe
def me(request: HttpRequest) -> HttpResponse:
    """Name, roles, trust and the last log-ins of whoever asks."""
    actor, now = actor_of(request), timezone.now()
    context = {
        "standing": profile.standing(actor.person, now=now),
        "usable": roles_of(actor, now=now),
        "logins": profile.logins(actor.person),
        "unread": inbox.unread(actor.person),
        "person": actor.person,
    }
    return render(request, "web/me.html", context)
