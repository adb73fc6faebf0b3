"""Every state, event and actor: what is allowed happens, all else answers 403 or 409 and writes nothing.

What is allowed stands here a second time, as the table of the design says it, and not as the code does.
"""

import hashlib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import product
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction

from registry.accounts.actors import SYSTEM, Actor
from registry.accounts.models import AccountLink, User
from registry.assessments import workflow
from registry.assessments.models import Assessment, CoAuthor, MakerLink, Review
from registry.assessments.refusals import Refused
from registry.scorecards.models import Evidence
from tests.build import NOON, make_actor, make_model, make_user, released, review_facts
from tests.proposing import draft, proposed, trusted

pytestmark = pytest.mark.django_db
REASON = "For a reason that is long enough."
LATER = NOON + timedelta(days=91)
STATES = (
    *("draft", "submitted", "quarantined", "changes_requested", "conflicted"),
    *("published", "rejected", "withdrawn", "expired"),
)
EVENTS = (
    *("create", "edit", "submit", "hold", "release", "discard", "request_changes", "resubmit"),
    *("approve", "publish", "base_moved", "rebase", "reject", "withdraw", "expire", "revert"),
)
ACTORS = ("visitor", "contributor", "maker", "reviewer", "curator", "admin", "system")
RELATIONS = ("author", "co_author", "conflict", "linked", "no_second_factor")

# Event: the states it leads from, with where to. `create` is about the model and leaves the assessment alone.
LEADS = {
    "create": dict.fromkeys(STATES, "draft"),
    "edit": {"draft": "draft", "changes_requested": "changes_requested"},
    "submit": {"draft": "submitted"},
    "hold": {"submitted": "quarantined"},
    "release": {"quarantined": "submitted"},
    "discard": {"quarantined": "rejected"},
    "request_changes": {"submitted": "changes_requested"},
    "resubmit": {"changes_requested": "submitted"},
    "approve": {"submitted": "published"},
    "publish": {"submitted": "published"},
    "base_moved": {"submitted": "conflicted"},
    "rebase": {"conflicted": "submitted"},
    "reject": {"submitted": "rejected", "changes_requested": "rejected"},
    "withdraw": dict.fromkeys(("draft", "submitted", "changes_requested", "conflicted"), "withdrawn"),
    "expire": {"changes_requested": "expired", "conflicted": "expired"},
    "revert": {"published": "submitted"},
}
PEOPLE = {"contributor", "maker", "reviewer", "curator", "admin"}
JUDGES = frozenset({"reviewer", "curator"})
MAY = {
    "create": PEOPLE,
    **dict.fromkeys(("edit", "submit", "resubmit", "rebase", "withdraw"), frozenset()),  # only its author
    "hold": {"curator", "system"},
    **dict.fromkeys(("release", "discard", "revert"), frozenset({"curator"})),
    **dict.fromkeys(("request_changes", "approve", "reject"), JUDGES),
    **dict.fromkeys(("publish", "base_moved", "expire"), frozenset({"system"})),
}
# What somebody who is reviewer and curator at once may do, being also this.
OF_AUTHOR = {"create", "edit", "submit", "resubmit", "rebase", "withdraw", "hold", "revert"}
MAY_BEING = {
    "author": OF_AUTHOR,
    "co_author": {"create", "hold", "revert"},
    "conflict": {"create", "hold", "release", "discard", "revert"},
    "linked": {"create", "hold", "release", "discard", "revert"},
    "no_second_factor": {"create"},
}


@dataclass
class World:
    """One assessment in each state, and everybody who may come by."""

    assessments: dict[str, Assessment]
    actors: dict[str, Actor]


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: object) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        yield build()
        transaction.set_rollback(True)


def build() -> World:
    author = make_actor(trusted(make_user("author", reviewer=True, curator=True)))
    helper = make_actor(make_user("helper", reviewer=True, curator=True))
    judge = make_actor(make_user("judge", reviewer=True, curator=True))
    assessments = {state: in_state(state, author, judge) for state in STATES}
    CoAuthor.objects.bulk_create(CoAuthor(assessment=row, user=helper.person) for row in assessments.values())
    maker, tied, twin = (
        make_user("maker", email="maker@acme.example"),
        make_user("tied", email="tied@acme.example", reviewer=True, curator=True),
        make_user("twin", reviewer=True, curator=True),
    )
    for user in (maker, tied):
        MakerLink.objects.create(
            user=user,
            organization=assessments["draft"].model.organization,
            proof="membership",
            shown="acme",
            verified_at=NOON,
            checked_at=NOON,
        )
    first, second = sorted([author.person, twin], key=lambda user: user.pk)
    AccountLink.objects.create(a=first, b=second, because="One mailbox.", by=judge.person, at=NOON)
    return World(
        {state: Assessment.objects.get(pk=row.pk) for state, row in assessments.items()},
        {
            "visitor": Actor(None),
            "contributor": make_actor(make_user("contributor")),
            "maker": make_actor(maker),
            "reviewer": make_actor(make_user("reviewer", reviewer=True)),
            "curator": make_actor(make_user("curator", curator=True)),
            "admin": make_actor(make_user("admin", admin=True)),
            "system": SYSTEM,
            "author": author,
            "co_author": helper,
            "conflict": make_actor(tied),
            "linked": make_actor(twin),
            "no_second_factor": make_actor(make_user("hasty", reviewer=True, curator=True), mfa=False),
        },
    )


def in_state(state: str, author: Actor, judge: Actor) -> Assessment:
    """An assessment of a model of its own, led into this state by the verbs."""
    model = make_model(f"acme/{state.replace('_', '-')}")
    row = draft(model, released("model-card"), by=author)
    if state == "draft":
        return row
    if state == "withdrawn":
        return workflow.withdraw(row, by=author, now=NOON)
    row = workflow.submit(row, coi="none", by=author, now=NOON)
    seen = {"content_sha": row.content_sha, "by": judge, "now": NOON}
    match state:
        case "quarantined":
            return workflow.hold(row, because=REASON, by=SYSTEM, now=NOON)
        case "published":
            return workflow.approve(row, **seen)
        case "rejected":
            return workflow.reject(row, text=REASON, **seen)
        case "changes_requested":
            return workflow.request_changes(row, text=REASON, **seen)
        case "conflicted":
            move_base(row)
            return workflow.base_moved(row, by=SYSTEM, now=NOON)
        case "expired":
            asked = workflow.request_changes(row, text=REASON, **seen)
            return workflow.expire(asked, by=SYSTEM, now=LATER)
    return row


def move_base(row: Assessment) -> None:
    review_facts(row.model, released("model-card", "CC-BY-4.0"))


def prepare(event: str, row: Assessment, world: World) -> bool:
    """Make so what has to be so for the event to be possible at all; whether anything had to be done."""
    match event, row.state:
        case "publish", "submitted":
            judge = User.objects.get(username="judge")
            approval = {"content_sha": row.content_sha, "round": row.round, "verdict": "approve", "at": NOON}
            Review.objects.create(assessment=row, reviewer=judge, **approval)
        case "base_moved", "submitted":
            move_base(row)
        case "resubmit", "changes_requested":
            workflow.edit(row, by=world.actors["author"], now=NOON, **edited(row))
        case _:
            return False
    return True


def edited(row: Assessment) -> dict[str, object]:
    base = Evidence.objects.filter(model=row.model, retired=None).first()
    return {"facts": [proposed(released("model-card", "MIT"), base=base)], "version": row.version}


def perform(event: str, row: Assessment, by: Actor) -> Assessment:
    judged = {"content_sha": row.content_sha, "by": by, "now": NOON}
    acts: dict[str, Callable[[], Assessment]] = {
        "create": lambda: workflow.create(
            row.model, facts=[proposed(released("data-card"))], by=by, now=NOON
        ),
        "edit": lambda: workflow.edit(row, by=by, now=NOON, **edited(row)),
        "submit": lambda: workflow.submit(row, coi="none", by=by, now=NOON),
        "hold": lambda: workflow.hold(row, because=REASON, by=by, now=NOON),
        "release": lambda: workflow.release(row, by=by, now=NOON),
        "discard": lambda: workflow.discard(row, because=REASON, by=by, now=NOON),
        "request_changes": lambda: workflow.request_changes(row, text=REASON, **judged),
        "resubmit": lambda: workflow.resubmit(row, by=by, now=NOON),
        "approve": lambda: workflow.approve(row, **judged),
        "publish": lambda: workflow.publish(row, by=by, now=NOON),
        "base_moved": lambda: workflow.base_moved(row, by=by, now=NOON),
        "rebase": lambda: workflow.rebase(row, by=by, now=NOON, **edited(row)),
        "reject": lambda: workflow.reject(row, text=REASON, **judged),
        "withdraw": lambda: workflow.withdraw(row, by=by, now=NOON),
        "expire": lambda: workflow.expire(row, by=by, now=LATER),
        "revert": lambda: workflow.revert(row, because=REASON, by=by, now=NOON),
    }
    return acts[event]()


def rows_hash() -> str:
    """A digest of everything the database holds."""
    digest = hashlib.sha256()
    for model in apps.get_models():
        if model.__module__.startswith("registry.") and model._meta.managed:
            digest.update(repr(list(model._base_manager.order_by("pk").values_list())).encode())
    return digest.hexdigest()


def answer(world: World, state: str, event: str, actor: str) -> object:
    """Where it led, or the status of the refusal, which has not even tried to write."""
    row = Assessment.objects.get(pk=world.assessments[state].pk)
    point = transaction.savepoint()
    prepared = prepare(event, row, world)
    tried: list[str] = []
    try:
        with connection.execute_wrapper(partial(writes, tried)):
            led = perform(event, Assessment.objects.get(pk=row.pk), world.actors[actor]).state
    except Refused as refused:
        assert tried == []
        if prepared:
            transaction.savepoint_rollback(point)
        return refused.status
    transaction.savepoint_rollback(point)
    return led


def writes(tried: list[str], execute: Any, sql: str, *rest: Any) -> Any:
    if not sql.startswith(("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK")):
        tried.append(sql)
    return execute(sql, *rest)


def expected_of(state: str, event: str, may: Collection[str], who: str) -> object:
    return LEADS[event].get(state, 409) if who in may else 403


@pytest.mark.parametrize("state", STATES)
def test_states_events_and_actors(world: World, state: str) -> None:
    """9 states x 16 events x 7 actors = 1,008 cases."""
    before = rows_hash()
    cases = list(product(EVENTS, ACTORS))
    found = {(event, who): answer(world, state, event, who) for event, who in cases}
    assert found == {(event, who): expected_of(state, event, MAY[event], who) for event, who in cases}
    assert rows_hash() == before


@pytest.mark.parametrize("state", STATES)
def test_states_events_and_relations(world: World, state: str) -> None:
    """9 states x 16 events x 5 relations of somebody who is reviewer and curator = 720 cases."""
    before = rows_hash()
    cases = list(product(EVENTS, RELATIONS))
    found = {(event, who): answer(world, state, event, who) for event, who in cases}
    may = {event: {who for who, events in MAY_BEING.items() if event in events} for event in EVENTS}
    assert found == {(event, who): expected_of(state, event, may[event], who) for event, who in cases}
    assert rows_hash() == before
