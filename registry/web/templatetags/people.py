"""Who is signed in, for the head of every page."""

from typing import Any

from django import template
from django.http import HttpRequest
from django.utils import timezone

from registry.accounts.actors import roles_of
from registry.accounts.roles import Role
from registry.web.acting import actor_of, carries_session

register = template.Library()


@register.inclusion_tag("web/_account.html", takes_context=True)
def account(context: dict[str, Any]) -> dict[str, Any]:
    """The way in; for who is signed in, their own pages. A page without a session asks for nothing."""
    request: HttpRequest | None = context.get("request")
    if request is None:
        return {"user": None}
    if not carries_session(request):
        return {"user": None, "path": request.get_full_path()}
    actor = actor_of(request)
    roles = roles_of(actor, now=timezone.now()) if actor.user else frozenset()
    return {
        "user": actor.user,
        "path": request.get_full_path(),
        "reviews": bool(roles & {Role.REVIEWER, Role.CURATOR}),
    }
