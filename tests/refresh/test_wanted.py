"""A model that is not listed, drafted because somebody asked for it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from registry.catalog.models import AIModel
from registry.jobs import tasks
from registry.jobs.models import Job
from registry.refresh import wanted
from registry.refresh.models import Wanted
from tests.build import do_jobs, make_entry, make_model
from tests.hubs import stand_in
from tests.hubs.stand_in import Hub, model, status

pytestmark = pytest.mark.django_db
NAME = "acme/Rocket-7B"


@pytest.fixture
def hub(settings: Any) -> Iterator[Hub]:
    with stand_in.running() as running:
        settings.HF_ENDPOINT, settings.HF_TOKEN = running.url, ""
        yield running


def asked(name: str = NAME) -> wanted.Wish:
    wanted.ask(name, by=None, now=timezone.now())
    do_jobs()
    wish = wanted.wish(name)
    assert wish
    return wish


def test_what_the_hub_shows_is_drafted(hub: Hub) -> None:
    hub.shows(model())
    assert (asked().state, asked("ACME/rocket-7b").path) == ("drafted", "acme/rocket-7b")
    assert AIModel.objects.get().path == "acme/rocket-7b"
    assert Wanted.objects.count() == 1


def test_a_renamed_repository_is_drafted_under_its_name_of_today(hub: Hub) -> None:
    hub.shows(model())
    hub.renames(NAME, "acme/Rocket-7B-v2")
    assert asked().path == "acme/rocket-7b-v2"


def test_what_nobody_can_see_is_not_drafted(hub: Hub) -> None:
    wish = asked()
    assert (wish.state, bool(wish.reason)) == ("not_visible", True)
    assert not AIModel.objects.exists()


def test_a_hub_out_of_reach_is_asked_again_and_says_nothing_of_the_model(hub: Hub) -> None:
    hub.shows(model())
    hub.break_with(status(503))
    wanted.ask(NAME, by=None, now=timezone.now())
    job = Job.objects.get()
    tasks.work(job.pk)
    wish = wanted.wish(NAME)
    assert wish
    assert (wish.state, bool(wish.trouble)) == ("waiting", True)
    assert Job.objects.get().state == "waiting"


def test_after_a_day_of_silence_it_is_given_up(hub: Hub) -> None:
    hub.break_with(status(503))
    wanted.ask(NAME, by=None, now=timezone.now() - timedelta(days=2))
    do_jobs()
    assert wanted.wish(NAME).state == "refused"  # type: ignore[union-attr]


def test_a_path_that_belongs_to_another_repository_is_not_taken(hub: Hub) -> None:
    hub.shows(model())
    listed = make_model("acme/rocket-7b")
    entry = make_entry(listed, repo_id="acme/Other")
    entry.hub_key = "another"
    entry.save()
    wish = asked()
    assert (wish.state, bool(wish.reason)) == ("refused", True)


def test_many_who_ask_cause_one_reading(hub: Hub) -> None:
    hub.shows(model())
    for _ in range(5):
        wanted.ask(NAME, by=None, now=timezone.now())
    assert Job.objects.filter(kind="draft").count() == 1


@pytest.mark.parametrize("name", ["", "a b/c", "../../etc", "a/b/c", "~acme/rocket", "a/" + "b" * 200])
def test_what_is_no_name_on_the_hub_is_not_asked_for(name: str) -> None:
    assert wanted.ask(name, by=None, now=timezone.now()) is None
    assert not Job.objects.exists()
