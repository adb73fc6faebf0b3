"""Who is signed in, for the head of every page."""

from typing import Any

from django import template
from django.http import HttpRequest
from django.utils import timezone

from registry.accounts.actors import roles_of
from registry.accounts.models import User
from registry.accounts.roles import Role
from registry.web.acting import actor_of, carries_session
from registry.web.role_words import ROLES, SECURITY

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


@register.simple_tag(takes_context=True)
def theme(context: dict[str, Any]) -> str:
    """The colors that who is signed in chose; empty for everybody else."""
    request: HttpRequest | None = context.get("request")
    if request is None or not carries_session(request):
        return ""
    user = actor_of(request).user
    return user.theme if user else ""


@register.filter
def role_name(role: str) -> str:
    """A role inside a sentence: "reviewer"."""
    return str(ROLES[role])


@register.filter
def security_words(verb: str) -> str:
    """What happened to an account; a verb nobody has words for, as it is."""
    return str(SECURITY.get(verb, verb))


@register.inclusion_tag("web/_person.html")
def person(user: User | None) -> dict[str, Any]:
    """A person by name, linked to their page; a deleted account says so."""
    return {"person": user}
