"""The same road as a job: what comes of it in the queue."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from registry.catalog.models import HubEntry
from registry.jobs import tasks
from registry.jobs.claims import claim
from registry.jobs.models import Job
from registry.refresh.models import HubState
from registry.refresh.refresh import ask
from registry.scorecards.models import Observation
from tests.build import import_facts, make_entry, make_model, released
from tests.hubs import stand_in
from tests.hubs.stand_in import Hub, model

pytestmark = pytest.mark.django_db


@pytest.fixture
def hub(settings) -> Iterator[Hub]:
    with stand_in.running() as running:
        settings.HF_ENDPOINT, settings.HF_TOKEN = running.url, ""
        running.shows(model())
        yield running


@pytest.fixture
def entry(hub) -> HubEntry:
    listed = make_model()
    import_facts(listed, released("final-weights"))
    return make_entry(listed, repo_id="acme/Rocket-7B")


def worked(entry: HubEntry) -> Job:
    job = ask(entry)
    tasks.work(job.pk)
    return Job.objects.get(pk=job.pk)


def test_many_who_ask_cause_one_reading(entry, hub):
    assert len({ask(entry).pk for _ in range(5)}) == 1
    assert (worked(entry).state, len(hub.models)) == ("done", 1)
    assert Observation.objects.count() == 1


def test_effects_and_done_are_written_together(entry, hub):
    job = ask(entry)
    slow = claim(job.pk)
    assert slow
    Job.objects.filter(pk=job.pk).update(lease=timezone.now() - timedelta(minutes=1))
    tasks.work(job.pk)  # another worker takes over and finishes
    hub.shows(model(cardData={"license": "mit"}))
    tasks.run(slow)  # the first one wakes up with something newer, and may not write it
    assert Job.objects.get().state == "done"
    assert Observation.objects.get().said["license"] == "apache-2.0"


def test_too_many_requests_wait_as_long_as_the_hub_says(entry, hub):
    hub.break_with(stand_in.status(429, {"RateLimit": '"api";r=0;t=290'}))
    started = timezone.now()
    job = worked(entry)
    assert (job.state, job.error_class, job.attempts) == ("waiting", "NotNow", 0)
    assert 289 <= (job.run_after - started).total_seconds() <= 330


def test_an_outage_is_tried_again_and_parked_after_six_times(entry, hub):
    hub.break_with(stand_in.status(500))
    job = worked(entry)
    for _ in range(5):
        assert job.state == "waiting"
        Job.objects.update(run_after=timezone.now())
        job = worked(entry)
    assert (job.state, job.error) == ("parked", "The hub answered with status 500.")
    assert len(hub.asked) == 6


def test_a_refused_token_lets_all_jobs_wait_until_it_is_accepted(entry, hub, settings):
    settings.HF_TOKEN = "hf_revoked"
    other = make_entry(make_model("acme/other"))
    jobs = [worked(entry), worked(other), worked(other)]
    assert [(job.state, job.attempts) for job in jobs] == [("waiting", 0)] * 3
    assert (HubState.objects.get().state, len(hub.asked)) == ("unauthorized", 1)
    assert set(HubEntry.objects.values_list("state", "failure")) == {("claimed", "")}
    hub.token = "hf_revoked"  # accepted again
    HubState.objects.update(retry_at=timezone.now())
    Job.objects.update(run_after=timezone.now())
    assert worked(entry).state == "done"
    assert (HubState.objects.get().state, HubState.objects.get().retry_at) == ("ok", None)


def test_another_token_is_tried_at_once(entry, hub, settings):
    settings.HF_TOKEN = "hf_revoked"
    worked(entry)
    settings.HF_TOKEN = hub.token = "hf_new"
    Job.objects.update(run_after=timezone.now())
    assert worked(entry).state == "done"


def test_a_repository_that_is_not_visible_is_an_answer_and_no_failure(entry, hub):
    hub.models.clear()
    assert worked(entry).state == "done"
    assert "missing, private or deleted" in HubEntry.objects.get().failure


def test_an_entry_that_is_not_listed_any_more_is_given_up(entry, hub):
    job = ask(entry)
    entry.delete()
    tasks.work(job.pk)
    assert Job.objects.get().state == "parked"
