"""The hub in all its moods: whatever it answers, no fact changes, and all is well once the hub is."""

from dataclasses import replace

import pytest
from django.utils import timezone

from registry.catalog.models import HubEntry
from registry.jobs import tasks
from registry.jobs.models import Job
from registry.refresh.models import HubState
from registry.refresh.refresh import ask, refresh
from tests.build import NOON
from tests.drills import ledger
from tests.drills.ledger import Account
from tests.drills.moods import ANY_TEXT, TROUBLE, impatience, time_passes
from tests.hubs import stand_in
from tests.hubs.stand_in import Hub

NAMELESS = "The hub's answer does not say which repository it is about."


@pytest.fixture
def entry(hub: Hub) -> HubEntry:
    """Read once, when all was well."""
    listed = ledger.listed(hub, 1)[0]
    refresh(listed.pk, now=NOON)
    return listed


@pytest.mark.parametrize("trouble", TROUBLE)
def test_no_answer_of_a_hub_in_trouble_changes_a_fact(trouble, entry, hub):
    assert_waited_for(trouble, entry, hub, where="api")


@pytest.mark.parametrize("trouble", [name for name in TROUBLE if name not in ANY_TEXT])
def test_nor_does_trouble_with_the_card(trouble, entry, hub):
    assert_waited_for(trouble, entry, hub, where="readme")


@pytest.mark.parametrize("trouble", ANY_TEXT)
def test_something_else_in_place_of_a_card_costs_the_card_only(trouble, entry, hub):
    before = ledger.account(entry)
    hub.break_with(TROUBLE[trouble][0], on="readme")
    assert worked(entry).state == "done"
    after = ledger.account(entry)
    assert {license for _, license in after.observations} == {"mit"}
    assert replace(after, observations=before.observations) == before


def test_an_answer_about_nothing_is_noted_and_nothing_else(entry, hub):
    before = ledger.account(entry)
    hub.break_with(stand_in.body(b'{"error": "Internal error"}'))
    assert worked(entry).state == "done"
    assert (without_failure(entry), ledger.account(entry).entry[-1]) == (before, NAMELESS)


def test_a_refused_token_is_a_matter_of_ours_and_of_no_model(hub, settings):
    """Never "two and a half million models have vanished": one request, and everything waits."""
    entries = ledger.listed(hub, 5)
    settings.HF_TOKEN = hub.token = "hf_good"
    for one in entries:
        assert worked(one).state == "done"
    before = [ledger.account(one) for one in entries]
    hub.token, asked = "hf_another", len(hub.asked)
    jobs = [worked(one) for one in entries]
    assert {(job.state, job.attempts) for job in jobs} == {("waiting", 0)}
    assert len(hub.asked) - asked == 1
    assert HubState.objects.get().state == "unauthorized"
    assert [ledger.account(one) for one in entries] == before
    hub.token = "hf_good"
    time_passes()
    assert {worked(one).state for one in entries} == {"done"}
    assert HubState.objects.get().state == "ok"
    assert [ledger.account(one) for one in entries] == before


def test_another_token_is_tried_at_once(entry, hub, settings):
    settings.HF_TOKEN, hub.token = "hf_old", "hf_new"
    assert worked(entry).state == "waiting"
    settings.HF_TOKEN = "hf_new"
    Job.objects.update(run_after=timezone.now())
    assert worked(entry).state == "done"


def test_a_hub_that_fails_and_fails_is_left_alone_and_then_tried_by_one(hub):
    entries = ledger.listed(hub, 30)
    hub.break_with(stand_in.status(503))
    jobs = [worked(one) for one in entries]
    assert len(hub.asked) == 20
    assert {job.state for job in jobs} == {"waiting"}
    assert sorted(job.attempts for job in jobs) == [0] * 10 + [1] * 20  # not to be asked is no attempt
    time_passes()
    jobs = [worked(one) for one in entries]
    assert len(hub.asked) == 21
    hub.mend()
    time_passes()
    assert {worked(one).state for one in entries} == {"done"}
    assert HubState.objects.get().state == "ok"


def assert_waited_for(trouble: str, entry: HubEntry, hub: Hub, *, where: str) -> None:
    before = ledger.account(entry)
    fault, (least, most) = TROUBLE[trouble]
    hub.break_with(fault, on=where)
    asked_at = timezone.now()
    with impatience():
        job = worked(entry)
    assert (job.state, without_failure(entry)) == ("waiting", before)
    assert least <= (job.run_after - asked_at).total_seconds() <= most
    hub.mend()
    time_passes()
    assert worked(entry).state == "done"
    assert ledger.account(entry) == before


def worked(entry: HubEntry) -> Job:
    job = ask(entry)
    tasks.work(job.pk)
    return Job.objects.get(pk=job.pk)


def without_failure(entry: HubEntry) -> Account:
    """An entry may say that it could not be read; nothing else may be different."""
    found = ledger.account(entry)
    return replace(found, entry=(*found.entry[:-1], ""))
