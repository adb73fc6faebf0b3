"""Roles: who has which, and the forms by which curators and administrators give and take them."""

import functools
from collections.abc import Callable, Mapping
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from registry.accounts import grants, links, nominations
from registry.accounts.actors import Actor, roles_of
from registry.accounts.models import AccountLink, Nomination, User
from registry.accounts.office import find, office
from registry.accounts.refusals import NotAllowed, NotReady, Refused
from registry.accounts.roles import Role
from registry.web.acting import View, actor_of, signed_in
from registry.web.role_words import REFUSALS

Act = Callable[..., None]


@signed_in
@require_safe
def roles(request: HttpRequest) -> HttpResponse:
    """Who has which role, and what whoever asks may do about it."""
    return _page(request)


def act_of_people(act: Act) -> View:
    """A form of this page: done, or the page again with the reason and with all that was typed."""

    @signed_in
    @require_POST
    @functools.wraps(act)
    def answered(request: HttpRequest, **kwargs: int) -> HttpResponse:
        try:
            act(actor_of(request), request.POST, **kwargs)
        except NotAllowed as refused:
            return _page(request, refused, status=HTTPStatus.FORBIDDEN)
        except NotReady as refused:
            return _page(request, refused, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        return HttpResponseRedirect(reverse("web:roles"))

    return answered


@act_of_people
def propose(by: Actor, typed: Mapping[str, str]) -> None:
    """Propose somebody as reviewer."""
    person, because = _person(typed, "username"), _line(typed, "because")
    nominations.propose(person, Role.REVIEWER, by=by, because=because, now=timezone.now())


@act_of_people
def confirm(by: Actor, typed: Mapping[str, str], *, number: int) -> None:
    """Confirm what another curator proposed."""
    nominations.confirm(_nomination(number), by=by, now=timezone.now())


@act_of_people
def drop(by: Actor, typed: Mapping[str, str], *, number: int) -> None:
    """Close a proposal."""
    nominations.drop(_nomination(number), by=by, now=timezone.now())


@act_of_people
def give(by: Actor, typed: Mapping[str, str]) -> None:
    """Make somebody a curator."""
    person, because = _person(typed, "username"), _line(typed, "because")
    grants.give(person, Role.CURATOR, by=by, because=because, now=timezone.now())


@act_of_people
def revoke(by: Actor, typed: Mapping[str, str]) -> None:
    """Take a role from somebody, or lay down one's own."""
    role = typed.get("role", "")
    if role not in grants.MAY_TAKE:
        raise NotReady("not_held", role=role)
    person, because = _person(typed, "username"), _line(typed, "because")
    grants.revoke(person, Role(role), by=by, because=because, now=timezone.now())


@act_of_people
def link(by: Actor, typed: Mapping[str, str]) -> None:
    """Hold two accounts to be one person."""
    a, b = _person(typed, "a"), _person(typed, "b")
    links.link(a, b, by=by, because=grants.reason(_line(typed, "because")), now=timezone.now())


@act_of_people
def unlink(by: Actor, typed: Mapping[str, str], *, number: int) -> None:
    """Two accounts are no longer held to be one person."""
    row = AccountLink.objects.select_related("a", "b").filter(pk=number).first()
    if row is None:
        raise NotReady("gone")
    links.unlink(row, by=by, because=grants.reason(_line(typed, "because")), now=timezone.now())


def _page(
    request: HttpRequest, refused: Refused | None = None, *, status: int = HTTPStatus.OK
) -> HttpResponse:
    actor, now = actor_of(request), timezone.now()
    held = roles_of(actor, now=now)
    context = {
        "office": office(now=now),
        "me": actor.person,
        "is_curator": Role.CURATOR in held,
        "is_admin": Role.ADMIN in held,
        "refused": REFUSALS.get(refused.code) if refused else None,
        "typed": request.POST if refused else {},
    }
    return render(request, "web/roles.html", context, status=status)


def _person(typed: Mapping[str, str], field: str) -> User:
    person = find(_line(typed, field))
    if person is None:
        raise NotReady("nobody")
    return person


def _nomination(number: int) -> Nomination:
    row = Nomination.objects.select_related("user", "by").filter(pk=number).first()
    if row is None:
        raise NotReady("gone")
    return row


def _line(typed: Mapping[str, str], field: str) -> str:
    """What stands in a field, without what no table takes."""
    return typed.get(field, "").replace("\x00", "").strip()
