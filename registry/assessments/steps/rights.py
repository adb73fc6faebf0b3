"""Who may do what with an assessment, decided when it is done, from rows as they are then."""

from dataclasses import dataclass, replace
from datetime import datetime

from registry.accounts.actors import Actor, roles_of
from registry.accounts.roles import Role
from registry.assessments.makers import conflicts_of_interest
from registry.assessments.models import Assessment, CoAuthor
from registry.assessments.refusals import NotAllowed
from registry.assessments.steps.states import Act

REVIEWERS = (Role.REVIEWER, Role.CURATOR)
BY_AUTHOR = frozenset({Act.EDIT, Act.SUBMIT, Act.RESUBMIT, Act.REBASE, Act.WITHDRAW})
BY_REVIEWERS = frozenset({Act.REQUEST_CHANGES, Act.APPROVE, Act.REJECT})
BY_CURATORS = frozenset({Act.HOLD, Act.RELEASE, Act.DISCARD, Act.REVERT})
BY_SYSTEM = frozenset({Act.HOLD, Act.PUBLISH, Act.BASE_MOVED, Act.EXPIRE})
NOT_BY_AUTHOR = frozenset({Act.RELEASE, Act.DISCARD})


@dataclass(frozen=True)
class Right:
    """By which role it is allowed (none: the machine), and what was found of ties to the maker."""

    role: Role | None
    ties: conflicts_of_interest.Ties | None = None


def right_to(
    act: Act, assessment: Assessment | None, *, by: Actor, now: datetime, declares: bool = False
) -> Right:
    """The right by which this is done. Raises NotAllowed with what is missing or in the way.

    `declares`: whoever judges says here that they have ties to the maker.
    """
    if by.is_system:
        if act in BY_SYSTEM:
            return Right(None)
        raise NotAllowed("only_people", act=act.value)
    roles = roles_of(by, now=now)
    if Role.CONTRIBUTOR not in roles:
        raise NotAllowed(_why_no_contributor(by, roles), act=act.value)
    if act is Act.CREATE or assessment is None:
        return Right(Role.CONTRIBUTOR)
    if act in BY_AUTHOR:
        return _of_author(act, assessment, by)
    if act in BY_REVIEWERS:
        return _of_reviewer(act, assessment, by, now, declares)
    if act in BY_CURATORS:
        return _of_curator(act, assessment, by, now)
    raise NotAllowed("only_machine", act=act.value)


def _why_no_contributor(by: Actor, roles: frozenset[Role]) -> str:
    if by.user is None:
        return "sign_in"
    return "verify_address" if Role.VISITOR in roles else "account_closed"


def _of_author(act: Act, assessment: Assessment, by: Actor) -> Right:
    if by.user_id != assessment.author_id:
        raise NotAllowed("only_author", act=act.value)
    return Right(Role.CONTRIBUTOR)


def _of_reviewer(act: Act, assessment: Assessment, by: Actor, now: datetime, declares: bool) -> Right:
    role = one_of(REVIEWERS, by, now)
    found = conflicts_of_interest.ties(by.person, assessment, declares=declares)
    if found.first:
        raise NotAllowed(found.first, act=act.value)
    return Right(role, found)


def _of_curator(act: Act, assessment: Assessment, by: Actor, now: datetime) -> Right:
    role = one_of((Role.CURATOR,), by, now)
    if act in NOT_BY_AUTHOR and _has_written(by, assessment):
        raise NotAllowed("own", act=act.value)
    return Right(role)


def _has_written(by: Actor, assessment: Assessment) -> bool:
    wrote = CoAuthor.objects.filter(assessment=assessment, user=by.user_id)
    return by.user_id == assessment.author_id or wrote.exists()


def one_of(wanted: tuple[Role, ...], by: Actor, now: datetime) -> Role:
    """The first of these roles that the actor has. Raises NotAllowed with what is missing."""
    roles = roles_of(by, now=now)
    for role in wanted:
        if role in roles:
            return role
    if by.scopes is not None:
        raise NotAllowed("not_by_token", role=wanted[0].value)
    held = roles_of(replace(by, mfa=True), now=now)
    if any(role in held for role in wanted):
        raise NotAllowed("second_factor", role=wanted[0].value)
    raise NotAllowed("needs_role", role=wanted[0].value)


def may(act: Act, assessment: Assessment | None, *, by: Actor, now: datetime) -> bool:
    """Whether this person has the right, whatever the state."""
    try:
        right_to(act, assessment, by=by, now=now)
    except NotAllowed:
        return False
    return True
