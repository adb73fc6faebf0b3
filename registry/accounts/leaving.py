"""Deleting an account: what is private goes at once, what was published stays under a tombstone.

The row of the person stays, with a random name and nothing else in it, so that what was reviewed keeps its
author and its reviewer, and nobody can pass by the rule of two persons by leaving.
"""

import secrets

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import CASCADE, SET_NULL

from registry.accounts import admins, grants
from registry.accounts.actors import Actor
from registry.accounts.belongings import Leaving, blanks, pointing_here
from registry.accounts.events import note
from registry.accounts.models import Grant, User
from registry.accounts.roles import Role

PREFIX = "deleted-"  # and then a random part: the name of a tombstone
KEPT = {"id", "date_joined"}  # of the row of a person


def delete(user: User, leaving: Leaving, *, by: Actor) -> User:
    """Delete an account; its tombstone. Raises NotReady for the last admin with a second factor.

    One transaction: either all of it is gone or nothing.
    """
    with transaction.atomic():
        row = User.objects.select_for_update().get(pk=user.pk)
        admins.keep_one(without=row)
        for blank in blanks():
            blank(row, leaving)
        _lay_down_roles(row, leaving, by=by)
        note("account.deleted", by=by, target=f"user:{row.pk}", now=leaving.now, about=row)
        _erase_rows(row)
        _end_sessions(row)
        return _bury(row, leaving)


def _lay_down_roles(user: User, leaving: Leaving, *, by: Actor) -> None:
    for role in Grant.objects.filter(user=user, revoked_at__isnull=True).values_list("role", flat=True):
        grants.revoke(user, Role(role), by=by, because="account deleted", now=leaving.now)


def _erase_rows(user: User) -> None:
    """Delete every row, of whatever floor or library, that would go with the row of the person."""
    for found in pointing_here():
        rows = found.related_model._base_manager.filter(**{found.field.name: user})
        if found.on_delete is CASCADE:
            rows.delete()
        elif found.on_delete is SET_NULL:
            rows.update(**{found.field.name: None})


def _end_sessions(user: User) -> None:
    """Delete the sessions of this person. They hold the address that was typed to sign in."""
    key = str(user.pk)
    mine = [row.pk for row in Session.objects.iterator() if row.get_decoded().get(SESSION_KEY) == key]
    Session.objects.filter(pk__in=mine).delete()


def _bury(user: User, leaving: Leaving) -> User:
    """The row of the person, with nothing left of them."""
    for field in User._meta.concrete_fields:
        if field.name not in KEPT:
            setattr(user, field.name, field.get_default())
    user.username = PREFIX + secrets.token_hex(8)
    user.set_unusable_password()
    user.is_active, user.deleted_at = False, leaving.now
    user.save()
    return user
