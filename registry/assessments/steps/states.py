"""The state machine of an assessment: which act leads from where to where, and the one step that takes it."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db.models import F

from registry.accounts.actors import Actor
from registry.accounts.events import note
from registry.accounts.models import User
from registry.accounts.roles import Role
from registry.assessments.models import Assessment
from registry.assessments.refusals import WrongState

State = Assessment.State


class Act(StrEnum):
    """What can be done with an assessment. `submit` is also the first of what makes it public."""

    CREATE = "create"
    EDIT = "edit"
    SUBMIT = "submit"
    HOLD = "hold"
    RELEASE = "release"
    DISCARD = "discard"
    REQUEST_CHANGES = "request_changes"
    RESUBMIT = "resubmit"
    APPROVE = "approve"
    PUBLISH = "publish"
    BASE_MOVED = "base_moved"
    REBASE = "rebase"
    REJECT = "reject"
    WITHDRAW = "withdraw"
    EXPIRE = "expire"
    REVERT = "revert"


# From which states each act is possible (workflow, rows 1 to 17). What is not listed is a wrong state.
FROM: Mapping[Act, frozenset[State]] = {
    Act.CREATE: frozenset(),
    Act.EDIT: frozenset({State.DRAFT, State.CHANGES_REQUESTED}),
    Act.SUBMIT: frozenset({State.DRAFT}),
    Act.HOLD: frozenset({State.SUBMITTED}),
    Act.RELEASE: frozenset({State.QUARANTINED}),
    Act.DISCARD: frozenset({State.QUARANTINED}),
    Act.REQUEST_CHANGES: frozenset({State.SUBMITTED}),
    Act.RESUBMIT: frozenset({State.CHANGES_REQUESTED}),
    Act.APPROVE: frozenset({State.SUBMITTED}),
    Act.PUBLISH: frozenset({State.SUBMITTED}),
    Act.BASE_MOVED: frozenset({State.SUBMITTED}),
    Act.REBASE: frozenset({State.CONFLICTED}),
    Act.REJECT: frozenset({State.SUBMITTED, State.CHANGES_REQUESTED}),
    Act.WITHDRAW: frozenset({State.DRAFT, State.SUBMITTED, State.CHANGES_REQUESTED, State.CONFLICTED}),
    Act.EXPIRE: frozenset({State.CHANGES_REQUESTED, State.CONFLICTED}),
    Act.REVERT: frozenset({State.PUBLISHED}),
}
TERMINAL = frozenset({State.PUBLISHED, State.REJECTED, State.WITHDRAWN, State.EXPIRED})
# In these an assessment takes up the attention of others.
UNDER_WAY = frozenset({State.SUBMITTED, State.QUARANTINED, State.CHANGES_REQUESTED, State.CONFLICTED})

# What the log calls each step. An edit changes no state and has no event: its versions are counted.
VERBS: Mapping[Act, str] = {
    Act.CREATE: "assessment.created",
    Act.SUBMIT: "assessment.submitted",
    Act.HOLD: "assessment.held",
    Act.RELEASE: "assessment.released",
    Act.DISCARD: "assessment.rejected",
    Act.REQUEST_CHANGES: "review.asked",
    Act.RESUBMIT: "assessment.resubmitted",
    Act.APPROVE: "review.approved",
    Act.PUBLISH: "assessment.published",
    Act.BASE_MOVED: "assessment.base_moved",
    Act.REBASE: "assessment.rebased",
    Act.REJECT: "assessment.rejected",
    Act.WITHDRAW: "assessment.withdrawn",
    Act.EXPIRE: "assessment.expired",
    Act.REVERT: "assessment.reverted",
}


def target_of(assessment: Assessment) -> str:
    """How events name an assessment."""
    return f"assessment:{assessment.pk}"


def locked(assessment: Assessment) -> Assessment:
    """The assessment as it is now, held until the transaction ends."""
    rows = Assessment.objects.select_for_update(of=("self",)).select_related("model", "author")
    return rows.get(pk=assessment.pk)


def require(held: Assessment, act: Act) -> None:
    """Raises WrongState where this act is impossible."""
    if held.state not in FROM[act]:
        raise WrongState("wrong_state", state=held.state, act=act.value)


def move(
    held: Assessment,
    act: Act,
    to: State,
    *,
    by: Actor,
    now: datetime,
    role: Role | None = None,
    details: Mapping[str, Any] | None = None,
    because: str = "",
    about: User | None = None,
    **columns: Any,
) -> Assessment:
    """Take one step and write its event; returns the assessment as it is then.

    Writes only if the row still is as `held` says. Raises WrongState.
    """
    require(held, act)
    before = held.state
    values = columns | {"state": to, "version": held.version + 1, "moves": held.moves + 1}
    if to != before:
        values |= {"moved_at": now, "warned_at": None}
    if to in TERMINAL and before not in TERMINAL:
        values["closed_at"] = now
    same = Assessment.objects.filter(pk=held.pk, state=before, version=held.version)
    if not same.update(**{**values, "moves": F("moves") + 1}):
        raise WrongState("wrong_state", state=before, act=act.value)
    for name, value in values.items():
        setattr(held, name, value)
    write_event(
        held, act, before=before, by=by, now=now, role=role, details=details, because=because, about=about
    )
    return held


def write_event(
    held: Assessment,
    act: Act,
    *,
    before: str,
    by: Actor,
    now: datetime,
    role: Role | None = None,
    details: Mapping[str, Any] | None = None,
    because: str = "",
    about: User | None = None,
) -> None:
    """The one event of a step."""
    note(
        VERBS[act],
        by=by,
        target=target_of(held),
        now=now,
        before=before,
        after=held.state,
        details={"model": held.model.path, "act": act.value, "sha": held.content_sha, **(details or {})},
        role=role,
        about=about,
        because=because,
    )
