"""Making a reviewer takes two curators: one proposes, another confirms."""

from datetime import datetime

from django.db import IntegrityError, transaction

from registry.accounts import grants, roles
from registry.accounts.actors import Actor, roles_of
from registry.accounts.links import linked
from registry.accounts.models import Grant, Nomination, User
from registry.accounts.refusals import NotAllowed, NotReady
from registry.accounts.roles import Role


def propose(user: User, role: Role, *, by: Actor, because: str, now: datetime) -> Nomination:
    """Propose a person as reviewer, for a second curator to confirm. Raises NotAllowed, NotReady."""
    if role is not Role.REVIEWER:
        raise NotAllowed("not_proposed", role=role)
    grants.check_giver(role, user, by, now)
    grants.check_ready(user, role, now)
    because = grants.reason(because)
    try:
        with transaction.atomic():
            row = Nomination.objects.create(user=user, role=role, by=by.person, at=now, because=because)
            grants.noted("role.proposed", user, role, by=by, now=now, because=because)
    except IntegrityError:
        raise NotReady("proposed_already") from None
    return row


def confirm(nomination: Nomination, *, by: Actor, now: datetime) -> Grant:
    """Give the role another curator proposed somebody for. Raises NotAllowed, NotReady."""
    user, role = nomination.user, Role(nomination.role)
    grants.check_giver(role, user, by, now)
    if by.user_id == nomination.by_id or linked([by.person.pk, nomination.by_id]):
        raise NotAllowed("own_proposal")
    if grants.MAY_GIVE[role] not in roles.held(nomination.by, now=now):
        raise NotReady("proposer_lost_role")
    grants.check_ready(user, role, now)
    with transaction.atomic():
        if not Nomination.objects.filter(pk=nomination.pk, closed_at__isnull=True).update(closed_at=now):
            raise NotReady("closed_already")
        because, first = nomination.because, nomination.by_id
        return grants.put(user, role, by=by, because=because, now=now, proposed_by=first)


def drop(nomination: Nomination, *, by: Actor, now: datetime) -> None:
    """Close a proposal without giving the role. Raises NotAllowed, NotReady."""
    role = Role(nomination.role)
    if grants.MAY_GIVE[role] not in roles_of(by, now=now):
        raise NotAllowed("needs_role", role=grants.MAY_GIVE[role])
    with transaction.atomic():
        if not Nomination.objects.filter(pk=nomination.pk, closed_at__isnull=True).update(closed_at=now):
            raise NotReady("closed_already")
        grants.noted("role.not_given", nomination.user, role, by=by, now=now)
