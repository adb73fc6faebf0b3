"""Acts of many people in any order, and time: after each, all that must hold holds.

WORKFLOW_EXAMPLES says how many orders are tried: a few with the other tests, thousands by night.
"""

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import chain

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from registry.accounts.links import link
from registry.accounts.models import Event, Notification
from registry.assessments import auditing, workflow
from registry.assessments.invariants import CHECKS
from registry.assessments.models import Assessment, EmergencyRevert, MakerLink
from registry.assessments.queries.visible import can_see, public
from registry.assessments.refusals import Refused
from registry.assessments.steps import jobs, publishing
from registry.scorecards import history
from registry.scorecards.models import Evidence
from tests.build import NOON, make_actor, make_model, make_user, released
from tests.proposing import proposed, trusted

pytestmark = pytest.mark.django_db
EXAMPLES = int(os.environ.get("WORKFLOW_EXAMPLES", "4"))
STEPS = 25
REASON = "For a reason that is long enough."
AUTHORS = st.sampled_from(["ada", "ben"])
JUDGES = st.sampled_from(["ada", "carla", "dora", "emil", "fay"])
COMPONENTS = st.sampled_from(["model-card", "data-card"])
LICENSES = st.sampled_from(["MIT", "CC-BY-4.0", "CC-BY-NC-4.0"])
WHICH = st.integers(0, 5)


class Workflow(RuleBasedStateMachine):
    """One model, seven people, everything they may try; a refusal has to leave things as they were."""

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.now = NOON
        self.model = make_model()
        people = {
            "ada": make_user("ada", reviewer=True),  # an author who reviews others
            "ben": make_user("ben"),
            "carla": make_user("carla", reviewer=True, curator=True),
            "dora": make_user("dora", reviewer=True),
            "emil": make_user(
                "emil", email="emil@acme.example", reviewer=True
            ),  # comes to speak for the maker
            "fay": make_user("fay", reviewer=True),  # to be held the same person as ben
            "gus": make_user("gus", curator=True),
        }
        trusted(people["ada"])
        self.people = {name: make_actor(user) for name, user in people.items()}

    def teardown(self) -> None:
        try:
            assert list(chain.from_iterable(row.violations for row in auditing.run(full=True))) == []
        finally:
            transaction.set_rollback(True)
            self.undone.__exit__(None, None, None)

    def some(self, which: int, *states: str) -> Assessment | None:
        rows = list(Assessment.objects.filter(state__in=states).order_by("pk"))
        return rows[which % len(rows)] if rows else None

    def attempt(self, act: Callable[[], object]) -> None:
        """Whatever is refused has written nothing."""
        before = self.written()
        try:
            act()
        except Refused:
            assert self.written() == before

    def written(self) -> object:
        states = list(Assessment.objects.order_by("pk").values_list("pk", "state", "version", "moves"))
        return (states, Event.objects.count(), Evidence.objects.count(), Notification.objects.count())

    def facts(self, component: str, license: str) -> list[object]:
        base = Evidence.objects.filter(component=component, source="review", retired=None).first()
        return [proposed(released(component, license), base=base)]

    @rule(who=AUTHORS, component=COMPONENTS, license=LICENSES)
    def hand_in(self, who: str, component: str, license: str) -> None:
        by = self.people[who]

        def act() -> None:
            with transaction.atomic():
                row = workflow.create(self.model, facts=self.facts(component, license), by=by, now=self.now)
                workflow.submit(row, coi="none", by=by, now=self.now)

        self.attempt(act)

    @rule(which=WHICH, who=JUDGES)
    def approve(self, which: int, who: str) -> None:
        if row := self.some(which, "submitted", "published"):
            said = {"content_sha": row.content_sha, "by": self.people[who], "now": self.now}
            self.attempt(lambda: workflow.approve(row, **said))

    @rule(which=WHICH, who=JUDGES, verb=st.sampled_from([workflow.request_changes, workflow.reject]))
    def refuse(self, which: int, who: str, verb: Callable[..., object]) -> None:
        if row := self.some(which, "submitted", "changes_requested"):
            said = {"content_sha": row.content_sha, "by": self.people[who], "now": self.now}
            self.attempt(lambda: verb(row, text=REASON, **said))

    @rule(which=WHICH, component=COMPONENTS, license=LICENSES)
    def answer(self, which: int, component: str, license: str) -> None:
        """The author changes something and hands it in again: no approval is left (I13)."""
        row = self.some(which, "changes_requested", "conflicted")
        if row is None:
            return
        by = make_actor(row.author)
        facts = self.facts(component, license)

        def act() -> None:
            with transaction.atomic():
                if row.state == "conflicted":
                    done = workflow.rebase(row, facts=facts, version=row.version, by=by, now=self.now)
                else:
                    edited = workflow.edit(row, facts=facts, version=row.version, by=by, now=self.now)
                    done = workflow.resubmit(edited, by=by, now=self.now)
                assert publishing.approvals(done, now=self.now) == []

        self.attempt(act)

    @rule(which=WHICH)
    def withdraw(self, which: int) -> None:
        if row := self.some(which, "submitted", "conflicted", "published"):
            self.attempt(lambda: workflow.withdraw(row, by=make_actor(row.author), now=self.now))

    @rule(which=WHICH, who=st.sampled_from(["carla", "gus", "dora"]))
    def moderate(self, which: int, who: str) -> None:
        by = self.people[who]
        if row := self.some(which, "submitted"):
            self.attempt(lambda: workflow.hold(row, because=REASON, by=by, now=self.now))
        elif held := self.some(which, "quarantined"):
            verb = (workflow.release, workflow.discard)[which % 2]
            said = {} if verb is workflow.release else {"because": REASON}
            self.attempt(lambda: verb(held, by=by, now=self.now, **said))

    @rule(which=WHICH, who=st.sampled_from(["carla", "gus"]), at_once=st.booleans())
    def take_back(self, which: int, who: str, at_once: bool) -> None:
        if row := self.some(which, "published"):
            verb = workflow.set_back if at_once else workflow.revert
            self.attempt(lambda: verb(row, because=REASON, by=self.people[who], now=self.now))

    @rule(who=JUDGES)
    def confirm(self, who: str) -> None:
        if row := EmergencyRevert.objects.filter(confirmed_at=None, undone_at=None).first():
            self.attempt(lambda: workflow.confirm_set_back(row, by=self.people[who], now=self.now))

    @rule(days=st.sampled_from([1, 6, 80]))
    def time_passes(self, days: int) -> None:
        """I24: nothing that is published is touched by it."""
        self.now += timedelta(days=days)
        waiting = {"changes_requested", "conflicted"}
        before = dict(Assessment.objects.values_list("pk", "state"))
        workflow.warn_idle(self.now)
        workflow.expire_idle(self.now)
        after = dict(Assessment.objects.values_list("pk", "state"))
        assert {before[pk] for pk in after if after[pk] != before[pk]} <= waiting
        workflow.remind(self.now)
        workflow.undo_unconfirmed(self.now)
        jobs.look_again(self.model.pk, now=self.now)

    @rule()
    def emil_speaks_for_the_maker(self) -> None:
        stamps = {"verified_at": self.now, "checked_at": self.now}
        key = {"user": self.people["emil"].user, "organization": self.model.organization, "ended_at": None}
        MakerLink.objects.get_or_create(**key, defaults={"proof": "membership", "shown": "acme", **stamps})

    @rule()
    def fay_is_held_to_be_ben(self) -> None:
        by = replace(self.people["carla"])
        link(
            self.people["fay"].person, self.people["ben"].person, by=by, because="One mailbox.", now=self.now
        )

    @invariant()
    def what_must_hold_holds(self) -> None:
        assert list(chain.from_iterable(check() for check in CHECKS.values())) == []
        assert history.broken_link(self.model.pk) is None

    @invariant()
    def nobody_was_told_of_what_they_cannot_see(self) -> None:
        """I17: what is held is seen by its author and by curators, whenever a message is sent."""
        shown = set(public().values_list("pk", flat=True))
        for row in Assessment.objects.filter(state__in=["quarantined"]):
            assert row.pk not in shown
            assert (
                not can_see(self.people["dora"].person, str(row.pk)) or row.author == self.people["dora"].user
            )


def test_whatever_people_do_in_whatever_order() -> None:
    run_state_machine_as_test(
        Workflow,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
