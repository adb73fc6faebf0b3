"""Who gives which role to whom, and that everybody concerned hears of it."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from registry.accounts import admins, grants, nominations
from registry.accounts.actors import OPERATOR, SYSTEM, Actor, roles_of
from registry.accounts.events import note
from registry.accounts.factors import of as factors_of
from registry.accounts.links import link
from registry.accounts.models import Event, Grant, Nomination, Notification, User
from registry.accounts.refusals import NotAllowed, NotReady, Refused
from registry.accounts.roles import Role
from tests.build import NOON, make_actor, make_user

pytestmark = pytest.mark.django_db
WHY = "Careful work over a year."
GIVEN = (Role.REVIEWER, Role.CURATOR, Role.ADMIN)


def trusted(**made) -> User:
    """Somebody whom the log trusts, with a second factor."""
    user = make_user(mfa=True, **made)
    User.objects.filter(pk=user.pk).update(date_joined=NOON - timedelta(days=400))
    for number in range(25):
        note("assessment.published", by=SYSTEM, target=f"assessment:{number}", now=NOON, about=user)
    return User.objects.get(pk=user.pk)


def actor(role: str, *, mfa: bool = True) -> Actor:
    known = {} if role == "contributor" else {role: True}
    return make_actor(make_user(**known), mfa=mfa)


def ask(user: User, role: Role, by: Actor) -> None:
    """Give the role in the way that is open for it."""
    act = nominations.propose if role is Role.REVIEWER else grants.give
    act(user, role, by=by, because=WHY, now=NOON)


ALLOWED = {("curator", Role.REVIEWER), ("admin", Role.CURATOR)}


@pytest.mark.parametrize("role", GIVEN)
@pytest.mark.parametrize("giver", ["contributor", "reviewer", "curator", "admin"])
def test_nobody_gives_a_role_as_high_as_their_own_or_higher(giver: str, role: Role) -> None:
    user, by = trusted(), actor(giver)
    if (giver, role) in ALLOWED:
        ask(user, role, by)
        return
    with pytest.raises(NotAllowed):
        ask(user, role, by)
    assert not Grant.objects.filter(user=user).exists()
    assert not Nomination.objects.exists()


@pytest.mark.parametrize(("giver", "role"), sorted(ALLOWED))
def test_a_role_is_given_in_a_session_with_a_second_factor_only(giver: str, role: Role) -> None:
    with pytest.raises(NotAllowed):
        ask(trusted(), role, actor(giver, mfa=False))


@pytest.mark.parametrize("role", GIVEN)
@pytest.mark.parametrize("taker", ["contributor", "reviewer", "curator", "admin"])
def test_who_may_take_which_role(taker: str, role: Role) -> None:
    user, by = make_user(**{role: True}), actor(taker)
    make_user(admin=True)
    if (taker, role) in {("curator", Role.REVIEWER), ("admin", Role.REVIEWER), ("admin", Role.CURATOR)}:
        grants.revoke(user, role, by=by, because=WHY, now=NOON)
        assert role not in roles_of(make_actor(user), now=NOON)
        return
    with pytest.raises(NotAllowed):
        grants.revoke(user, role, by=by, because=WHY, now=NOON)
    assert role in roles_of(make_actor(user), now=NOON)


def test_a_reviewer_takes_two_curators_and_everybody_concerned_is_told() -> None:
    user, first, second = trusted(), actor("curator"), actor("curator")
    colleague, stranger = make_user(reviewer=True), make_user()
    proposed = nominations.propose(user, Role.REVIEWER, by=first, because=WHY, now=NOON)
    assert Role.REVIEWER not in roles_of(make_actor(user), now=NOON)
    with pytest.raises(NotAllowed, match="own_proposal"):
        nominations.confirm(proposed, by=first, now=NOON)
    grant = nominations.confirm(proposed, by=second, now=NOON)
    assert Role.REVIEWER in roles_of(make_actor(user), now=NOON)
    assert grant.granted_by == second.user
    told = Notification.objects.filter(kind="role_granted")
    assert set(told.values_list("user", flat=True)) == {user.pk, colleague.pk}
    assert not told.filter(user=stranger).exists()
    assert set(told.values_list("must", "channel")) == {(True, "now")}
    event = Event.objects.get(verb="role.granted")
    assert (event.actor, event.about, event.role) == (second.user, user, "curator")
    assert event.details == {"role": "reviewer", "proposed_by": first.user_id}
    with pytest.raises(NotReady, match="closed_already"):
        nominations.confirm(proposed, by=actor("curator"), now=NOON)


def test_a_proposal_falls_with_the_role_of_who_made_it() -> None:
    first = actor("curator")
    proposed = nominations.propose(trusted(), Role.REVIEWER, by=first, because=WHY, now=NOON)
    Grant.objects.filter(user=first.person).update(revoked_at=NOON)
    with pytest.raises(NotReady, match="proposer_lost_role"):
        nominations.confirm(proposed, by=actor("curator"), now=NOON)


def test_two_accounts_of_one_person_are_not_two_curators() -> None:
    first, second, third = actor("curator"), actor("curator"), actor("curator")
    user = trusted()
    link(first.person, second.person, by=third, because="One key.", now=NOON)
    proposed = nominations.propose(user, Role.REVIEWER, by=first, because=WHY, now=NOON)
    with pytest.raises(NotAllowed, match="own_proposal"):
        nominations.confirm(proposed, by=second, now=NOON)
    link(second.person, user, by=third, because="One key.", now=NOON)
    with pytest.raises(NotAllowed, match="own_account"):
        nominations.confirm(proposed, by=second, now=NOON)


@pytest.mark.parametrize(
    ("made", "code"),
    [
        ({"mfa": True}, "not_trusted_yet"),
        ({"mfa": True, "verified": False}, "no_address"),
        ({"mfa": False}, "no_factor"),
    ],
)
def test_a_reviewer_has_shown_careful_work_and_has_a_second_factor(made: dict, code: str) -> None:
    with pytest.raises(NotReady, match=code):
        nominations.propose(make_user(**made), Role.REVIEWER, by=actor("curator"), because=WHY, now=NOON)


def test_nothing_is_given_or_taken_without_a_reason_nor_twice() -> None:
    user, by = trusted(), actor("admin")
    with pytest.raises(NotReady, match="no_reason"):
        grants.give(user, Role.CURATOR, by=by, because="  ", now=NOON)
    grants.give(user, Role.CURATOR, by=by, because=WHY, now=NOON)
    with pytest.raises(NotReady, match="held_already"):
        grants.give(user, Role.CURATOR, by=by, because=WHY, now=NOON)
    with pytest.raises(NotReady, match="no_reason"):
        grants.revoke(user, Role.CURATOR, by=by, because="", now=NOON)
    grants.revoke(user, Role.CURATOR, by=by, because=WHY, now=NOON)
    with pytest.raises(NotReady, match="not_held"):
        grants.revoke(user, Role.CURATOR, by=by, because=WHY, now=NOON)
    assert Event.objects.filter(verb__startswith="role.").count() == 2


def test_whoever_loses_a_role_hears_of_it_and_so_do_those_who_hold_it() -> None:
    user, colleague = make_user(curator=True), make_user(curator=True)
    grants.revoke(user, Role.CURATOR, by=actor("admin"), because=WHY, now=NOON)
    told = Notification.objects.filter(kind="role_revoked", must=True)
    assert set(told.values_list("user", flat=True)) == {user.pk, colleague.pk}


def test_a_role_can_be_laid_down_without_a_second_factor() -> None:
    user = make_user(reviewer=True)
    grants.revoke(user, Role.REVIEWER, by=Actor(user), because="", now=NOON)
    assert not Grant.objects.filter(revoked_at__isnull=True).exists()


def test_the_last_admin_with_a_second_factor_stays() -> None:
    last = make_user(admin=True)
    make_user(admin=True, mfa=False)
    make_user(admin=True, verified=False)
    for by in (Actor(last), OPERATOR):
        with pytest.raises(NotReady, match="last_admin"):
            grants.revoke(last, Role.ADMIN, by=by, because=WHY, now=NOON)
    assert not admins.may_lose(factors_of(last).get())
    second = make_user(admin=True)
    assert admins.may_lose(factors_of(last).get())
    grants.revoke(last, Role.ADMIN, by=Actor(last), because="", now=NOON)
    with pytest.raises(NotReady, match="last_admin"):
        grants.revoke(second, Role.ADMIN, by=Actor(second), because="", now=NOON)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one writer in at a time anyway")
def test_of_two_last_admins_who_leave_at_once_one_stays() -> None:
    both = [make_user(admin=True), make_user(admin=True)]
    gate, said = threading.Barrier(2, timeout=20), []

    def leave(user: User) -> None:
        gate.wait()
        try:
            grants.revoke(user, Role.ADMIN, by=Actor(user), because="", now=NOON)
        except Refused as refused:
            said.append(refused.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=leave, args=[user]) for user in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert said == ["last_admin"]
    assert Grant.objects.filter(role="admin", revoked_at__isnull=True).count() == 1


def test_an_operator_gives_any_role_and_is_named() -> None:
    user = make_user()
    grants.appoint(user, Role.ADMIN, by=OPERATOR, operator="ada", because="First admin.", now=NOON)
    assert Role.ADMIN in roles_of(make_actor(user), now=NOON)
    assert "ada" in Event.objects.get(verb="role.granted").because
    with pytest.raises(NotAllowed, match="command_line_only"):
        grants.appoint(make_user(), Role.ADMIN, by=actor("admin"), operator="", because=WHY, now=NOON)
    with pytest.raises(NotReady, match="no_address"):
        grants.appoint(make_user(verified=False), Role.ADMIN, by=OPERATOR, operator="", because=WHY, now=NOON)


def test_the_role_of_an_idle_reviewer_is_taken_by_the_clock() -> None:
    idle, busy = make_user(reviewer=True), make_user(reviewer=True)
    note("review.approve", by=make_actor(busy), target="assessment:1", now=NOON + timedelta(days=300))
    later = NOON + timedelta(days=366)
    assert grants.lapse(now=later) == 1
    assert grants.lapse(now=later) == 0
    assert Grant.objects.get(revoked_at__isnull=False).user == idle
    assert Event.objects.get(verb="role.lapsed").about == idle
    assert set(Notification.objects.values_list("kind", "user")) == {
        ("role_lapsed", idle.pk),
        ("role_lapsed", busy.pk),
    }
