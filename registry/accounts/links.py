"""Accounts that a curator holds to be one person: what one of them did, the others did."""

from collections.abc import Iterable
from datetime import datetime
from itertools import combinations

from django.db import transaction
from django.db.models import Q

from registry.accounts.actors import Actor, roles_of
from registry.accounts.events import note
from registry.accounts.models import AccountLink, User
from registry.accounts.refusals import NotAllowed, NotReady
from registry.accounts.roles import Role


def linked(user_ids: Iterable[int]) -> set[tuple[int, int]]:
    """Those pairs of these accounts, the lower number first, that are one person, also by way of others."""
    asked = sorted(set(user_ids))
    groups = {user_id: frozenset(same_person(user_id)) for user_id in asked}
    return {(a, b) for a, b in combinations(asked, 2) if b in groups[a]}


def same_person(user_id: int) -> set[int]:
    """This account and all that are linked to it, directly or by way of others."""
    found, new = {user_id}, {user_id}
    while new:
        rows = AccountLink.objects.filter(Q(a__in=new) | Q(b__in=new)).values_list("a", "b")
        new = {other for pair in rows for other in pair} - found
        found |= new
    return found


def link(a: User, b: User, *, by: Actor, because: str, now: datetime) -> AccountLink:
    """Hold two accounts to be one person. Raises NotAllowed, NotReady."""
    _only_curators(by, now)
    if a.pk == b.pk:
        raise NotReady("same_account")
    if by.user_id in {a.pk, b.pk}:
        raise NotAllowed("own_account")
    first, second = sorted([a, b], key=lambda user: user.pk)
    with transaction.atomic():
        row, is_new = AccountLink.objects.get_or_create(
            a=first, b=second, defaults={"because": because, "by": by.person, "at": now}
        )
        if is_new:
            _noted("accounts.linked", first, second, by=by, because=because, now=now)
    return row


def unlink(row: AccountLink, *, by: Actor, because: str, now: datetime) -> None:
    """Two accounts are no longer held to be one person; what was written of it stays. Raises NotAllowed."""
    _only_curators(by, now)
    if by.user_id in {row.a_id, row.b_id}:
        raise NotAllowed("own_account")
    with transaction.atomic():
        row.delete()
        _noted("accounts.unlinked", row.a, row.b, by=by, because=because, now=now)


def _only_curators(by: Actor, now: datetime) -> None:
    if Role.CURATOR not in roles_of(by, now=now):
        raise NotAllowed("needs_role", role=Role.CURATOR)


def _noted(verb: str, a: User, b: User, *, by: Actor, because: str, now: datetime) -> None:
    note(
        verb,
        by=by,
        target=f"user:{a.pk}",
        now=now,
        about=a,
        details={"other": b.pk},
        role=Role.CURATOR,
        because=because,
    )
