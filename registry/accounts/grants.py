"""Giving and taking roles. Each is an event, and is mailed to the person and to all who hold the role."""

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction

from registry.accounts import admins, factors, roles, sessions
from registry.accounts.actors import SYSTEM, Actor, roles_of
from registry.accounts.events import note
from registry.accounts.links import linked
from registry.accounts.models import Grant, Notification, User
from registry.accounts.notify import notify
from registry.accounts.refusals import NotAllowed, NotReady
from registry.accounts.roles import Role
from registry.accounts.trust import Level, level_of

# Nobody gives the role they hold or one above it: an admin is made at the command line only.
MAY_GIVE: Mapping[Role, Role] = {Role.REVIEWER: Role.CURATOR, Role.CURATOR: Role.ADMIN}
MAY_TAKE: Mapping[Role, frozenset[Role]] = {
    Role.REVIEWER: frozenset({Role.CURATOR, Role.ADMIN}),
    Role.CURATOR: frozenset({Role.ADMIN}),
    Role.ADMIN: frozenset(),
}
LONGEST_REASON = 500  # characters


def give(user: User, role: Role, *, by: Actor, because: str, now: datetime) -> Grant:
    """Give a role that takes no second person: curator, by an admin. Raises NotAllowed, NotReady."""
    if role is Role.REVIEWER:
        raise NotAllowed("needs_two")
    check_giver(role, user, by, now)
    check_ready(user, role, now)
    with transaction.atomic():
        return put(user, role, by=by, because=reason(because), now=now)


def appoint(user: User, role: Role, *, by: Actor, operator: str, because: str, now: datetime) -> Grant:
    """Give any role at the command line of the installation, whose operator is named in the event.

    Raises NotAllowed for anybody else, NotReady without a verified address.
    """
    if by.via != "command":
        raise NotAllowed("command_line_only")
    if Role.CONTRIBUTOR not in roles.of(user, mfa=False, now=now):
        raise NotReady("no_address")
    because = f"{reason(because)} (Operator: {operator})"
    with transaction.atomic():
        return put(user, role, by=by, because=because[:LONGEST_REASON], now=now)


def revoke(user: User, role: Role, *, by: Actor, because: str, now: datetime) -> None:
    """Take a role from somebody, or lay down one's own. Raises NotAllowed, NotReady.

    The last admin with a second factor stays.
    """
    held = roles_of(by, now=now)
    if by.via != "command" and by.user_id != user.pk and not MAY_TAKE[role] & held:
        raise NotAllowed("may_not_take", role=role)
    because = because.strip()[:LONGEST_REASON] if by.user_id == user.pk else reason(because)
    used = next(iter(sorted(MAY_TAKE[role] & held)), None)
    with transaction.atomic():
        if role is Role.ADMIN:
            admins.keep_one(without=user)
        if not _take(user, role, by=by, now=now):
            raise NotReady("not_held", role=role)
        noted("role.revoked", user, role, by=by, now=now, because=because, used=used)
        _tell("role_revoked", user, role, now=now)


def lapse(*, now: datetime) -> int:
    """Take the role from reviewers who did nothing for a year; how many."""
    open_ones = Grant.objects.filter(role=Role.REVIEWER, revoked_at__isnull=True).select_related("user")
    idle = [row for row in open_ones if Role.REVIEWER not in roles.held(row.user, now=now)]
    for row in idle:
        with transaction.atomic():
            if _take(row.user, Role.REVIEWER, by=SYSTEM, now=now):
                noted("role.lapsed", row.user, Role.REVIEWER, by=SYSTEM, now=now)
                _tell("role_lapsed", row.user, Role.REVIEWER, now=now)
    return len(idle)


def holders(role: Role, *, now: datetime) -> list[User]:
    """Everybody who holds this role, by name."""
    rows = Grant.objects.filter(role=role, revoked_at__isnull=True, user__is_active=True)
    return [
        row.user
        for row in rows.select_related("user").order_by("user__username")
        if role in roles.held(row.user, now=now)
    ]


def check_giver(role: Role, user: User, by: Actor, now: datetime) -> None:
    """Refuse whoever may not give this role to this person. Raises NotAllowed."""
    needed = MAY_GIVE.get(role)
    if needed is None or needed not in roles_of(by, now=now):
        raise NotAllowed("may_not_give", role=role)
    if by.user_id == user.pk or linked([by.person.pk, user.pk]):
        raise NotAllowed("own_account")


def check_ready(user: User, role: Role, now: datetime) -> None:
    """Refuse to give this role to somebody who is not ready for it. Raises NotReady."""
    if Role.CONTRIBUTOR not in roles.of(user, mfa=False, now=now):
        raise NotReady("no_address")
    if not factors.of(user).exists():
        raise NotReady("no_factor")
    if role is Role.REVIEWER and level_of(user, now=now) < Level.T2:
        raise NotReady("not_trusted_yet")


def reason(because: str) -> str:
    """The reason as it is kept. Raises NotReady without one."""
    if not because.strip():
        raise NotReady("no_reason")
    return because.strip()[:LONGEST_REASON]


def put(user: User, role: Role, *, by: Actor, because: str, now: datetime, **details: object) -> Grant:
    """Write a grant down, when all has been checked. Part of the caller's transaction. Raises NotReady."""
    try:
        with transaction.atomic():
            row = Grant.objects.create(
                user=user, role=role, granted_by=by.user, granted_at=now, because=because
            )
    except IntegrityError:
        raise NotReady("held_already", role=role) from None
    sessions.end_all(user)  # none that was opened before holds the new role
    used = MAY_GIVE[role] if by.user else None
    noted("role.granted", user, role, by=by, now=now, because=because, used=used, **details)
    _tell("role_granted", user, role, now=now)
    return row


def _take(user: User, role: Role, *, by: Actor, now: datetime) -> int:
    rows = Grant.objects.filter(user=user, role=role, revoked_at__isnull=True)
    taken = rows.update(revoked_at=now, revoked_by=by.user)
    if taken:
        sessions.end_all(user)
    return taken


def noted(
    verb: str,
    user: User,
    role: Role,
    *,
    by: Actor,
    now: datetime,
    because: str = "",
    used: Role | None = None,
    **details: object,
) -> None:
    """Write down what happened to a person's role. `used`: the role that allowed it."""
    note(
        verb,
        by=by,
        target=f"user:{user.pk}",
        now=now,
        details={"role": role, **details},
        role=used,
        about=user,
        because=because,
    )


def _tell(kind: str, user: User, role: Role, *, now: datetime) -> None:
    """Tell the person and everybody who holds the role, whatever mails they want."""
    told = {user.pk, *(other.pk for other in holders(role, now=now))}
    key, details = f"{kind}:{role}:{user.pk}:{now:%Y%m%dT%H%M%S.%f}", {"role": role, "user": user.pk}
    notify(told, kind=kind, key=key, target=f"user:{user.pk}", details=details, now=now, must=True)


def may_see(user: User, told: Notification) -> bool:
    """Whether a message about a role concerns this person: their own, or one they hold."""
    if told.details["user"] == user.pk:
        return True
    return Role(told.details["role"]) in roles.held(user, now=told.at)
