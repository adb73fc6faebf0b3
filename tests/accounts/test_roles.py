"""What a person may be at this moment follows from rows as they are at this moment."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from registry.accounts.actors import OPERATOR, SYSTEM, Actor, roles_of
from registry.accounts.events import note
from registry.accounts.models import Grant
from registry.accounts.roles import PRIVILEGED, Role
from tests.build import NOON, make_actor, make_user

pytestmark = pytest.mark.django_db
USUAL = {Role.VISITOR, Role.CONTRIBUTOR}


@pytest.mark.parametrize(
    ("made", "mfa", "expected"),
    [
        ({"verified": False}, True, {Role.VISITOR}),
        ({"verified": False, "admin": True}, True, {Role.VISITOR}),
        ({}, True, USUAL),
        ({}, False, USUAL),
        ({"reviewer": True}, True, USUAL | {Role.REVIEWER}),
        ({"reviewer": True}, False, USUAL),
        ({"curator": True}, True, USUAL | {Role.CURATOR}),
        ({"curator": True}, False, USUAL),
        ({"admin": True}, True, USUAL | {Role.ADMIN}),
        ({"admin": True}, False, USUAL),
        ({"reviewer": True, "curator": True, "admin": True}, True, USUAL | PRIVILEGED),
        ({"reviewer": True, "curator": True, "admin": True}, False, USUAL),
    ],
)
def test_roles_need_a_verified_address_and_privileged_ones_a_second_factor(
    made: dict, mfa: bool, expected: set
) -> None:
    assert roles_of(make_actor(make_user(**made), mfa=mfa), now=NOON) == expected


def test_nobody_and_the_machine_and_the_gone_have_no_rights() -> None:
    assert roles_of(Actor(None), now=NOON) == {Role.VISITOR}
    assert roles_of(SYSTEM, now=NOON) == roles_of(OPERATOR, now=NOON) == frozenset()
    gone = make_user(reviewer=True)
    shut_out = make_user(admin=True)
    acting = [make_actor(gone), make_actor(shut_out)]
    type(gone).objects.filter(pk=gone.pk).update(deleted_at=NOON, is_active=False, email="", display_name="")
    type(gone).objects.filter(pk=shut_out.pk).update(is_active=False)
    # Also for whoever holds an object that was read before.
    assert [roles_of(actor, now=NOON) for actor in acting] == [frozenset(), frozenset()]


def test_a_revoked_role_is_gone_with_the_next_look() -> None:
    actor = make_actor(make_user(curator=True, reviewer=True))
    Grant.objects.filter(role="curator").update(revoked_at=NOON)
    assert roles_of(actor, now=NOON) == USUAL | {Role.REVIEWER}


def test_a_reviewer_lapses_after_a_year_without_any_act() -> None:
    actor = make_actor(make_user(reviewer=True, curator=True))
    assert Role.REVIEWER in roles_of(actor, now=NOON + timedelta(days=364))
    assert roles_of(actor, now=NOON + timedelta(days=366)) == USUAL | {Role.CURATOR}
    note("review.approve", by=actor, target="x", now=NOON + timedelta(days=200))
    assert Role.REVIEWER in roles_of(actor, now=NOON + timedelta(days=366))


def test_nobody_gives_a_role_to_himself_nor_twice() -> None:
    user = make_user(reviewer=True)
    with pytest.raises(IntegrityError, match="grant_by_another"):
        Grant.objects.create(user=user, role="curator", granted_by=user, granted_at=NOON)


def test_a_role_is_held_once() -> None:
    user = make_user(reviewer=True)
    with pytest.raises(IntegrityError):
        Grant.objects.create(user=user, role="reviewer", granted_at=NOON)
