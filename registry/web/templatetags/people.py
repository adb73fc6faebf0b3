"""Who is signed in, for the head of every page."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from registry.accounts.actors import Actor, roles_of
from registry.accounts.models import User
from registry.accounts.roles import Role
from registry.web.acting import actor_of, carries_session
from registry.web.reviewing import waiting
from registry.web.role_words import ROLES, SECURITY

register = template.Library()
VISITOR = Actor(None)


def known(context: dict[str, Any]) -> Actor:
    """Who asks for this page; a visitor where that cannot be known, as while the database is out of reach."""
    request: HttpRequest | None = context.get("request")
    if request is None or not carries_session(request):
        return VISITOR
    try:
        return actor_of(request)
    except DatabaseError:
        return VISITOR


@register.inclusion_tag("web/_account.html", takes_context=True)
def account(context: dict[str, Any]) -> dict[str, Any]:
    """The way in; for who is signed in, their own pages. A page without a session asks for nothing."""
    request, actor = context.get("request"), known(context)
    if actor.user is None:
        return {"user": None, "path": request.get_full_path() if request else ""}
    now = timezone.now()
    may_review = bool(roles_of(actor, now=now) & {Role.REVIEWER, Role.CURATOR})
    count = waiting.count(actor, now=now) if may_review else 0
    return {"user": actor.user, "reviews": may_review, "waiting": count}


@register.simple_tag(takes_context=True)
def theme(context: dict[str, Any]) -> str:
    """The colors that who is signed in chose; empty for everybody else."""
    user = known(context).user
    return user.theme if user else ""


@register.filter
def role_name(role: str) -> str:
    """A role inside a sentence: "reviewer"."""
    return str(ROLES[role])


@register.filter
def security_words(verb: str) -> str:
    """What happened to an account; a verb nobody has words for, as it is."""
    return str(SECURITY.get(verb, verb))


@register.simple_tag
def person(user: User | None) -> SafeString | str:
    """A person by name, linked to their page; a deleted account says so."""
    if user is None:
        return gettext("the machine")
    shown = user.shown_name or gettext("deleted account")
    return format_html('<a href="{}">{}</a>', reverse("web:person", args=[user.username]), shown)


@register.simple_tag
def mail_folder() -> str:
    """Where the mails of this installation lie, for whoever tries it on their own machine; else empty."""
    return settings.MAIL_FOLDER if settings.IS_LOCAL else ""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Another site through which people can sign in."""

    slug: str
    name: str


@register.simple_tag
def providers() -> list[Elsewhere]:
    """The other sites that the operator has set; none by default."""
    apps = [app for found in settings.SOCIALACCOUNT_PROVIDERS.values() for app in found["APPS"]]
    return [Elsewhere(app["provider_id"], app["name"]) for app in apps]
