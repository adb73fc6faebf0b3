"""A look at an address that somebody is about to cite: by a worker, once for all who ask."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from registry.hubs.fetch import Fetched, NoSuchHost, fetch
from registry.jobs import tasks
from registry.jobs.models import Job
from registry.refresh import looks
from registry.refresh.looks import Looked
from registry.refresh.models import LinkCheck, Look
from tests.build import do_jobs
from tests.hubs import stand_in
from tests.hubs.stand_in import model, status
from tests.hubs.web_stand_in import Site, page, serving

pytestmark = pytest.mark.django_db
HUB_PAGE = "https://huggingface.co/acme/Rocket-7B"


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    with serving() as running:
        opening = partial(fetch, site="https://registry.example", stand_ins=running.places)
        monkeypatch.setattr(looks, "open_page", lambda url: opening(url))
        yield running


def looked(url: str) -> Looked:
    looks.ask(url, now=timezone.now())
    do_jobs()
    return looks.seen([url])[url]


def test_a_page_that_answers_is_shown_with_its_title(site: Site) -> None:
    site.pages["/terms"] = page("<title>Terms of use</title>You may copy it.")
    seen = looked(f"{site.url}/terms")
    assert (seen.state, seen.status, seen.title, seen.answers) == ("answered", 200, "Terms of use", True)
    assert Job.objects.get().queue == "fetch"


def test_nothing_is_opened_by_whoever_asks(site: Site) -> None:
    looks.ask(f"{site.url}/terms", now=timezone.now())
    assert looks.seen([f"{site.url}/terms"])[f"{site.url}/terms"].is_waiting
    assert site.paths() == []


def test_a_page_that_is_not_there_says_so(site: Site) -> None:
    seen = looked(f"{site.url}/nowhere")
    assert (seen.status, seen.is_missing, seen.answers) == (404, True, False)


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1/", "http://169.254.169.254/latest/meta-data/", "http://[::1]/", "ftp://a.example/"],
)
def test_an_address_inside_is_refused(url: str) -> None:
    seen = looked(url)
    assert (seen.state, seen.status) == ("refused", None)
    assert seen.reason


def test_silence_says_nothing_of_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    def silent(url: str) -> Fetched:
        raise NoSuchHost("The name of the host does not exist.")

    monkeypatch.setattr(looks, "open_page", silent)
    seen = looked("https://gone.example/")
    assert (seen.state, seen.is_missing, seen.reason) == (
        "silent",
        False,
        "The name of the host does not exist.",
    )


def test_many_who_ask_cause_one_look_until_it_is_an_hour_old(site: Site) -> None:
    site.pages["/terms"] = page("Terms")
    now, url = timezone.now(), f"{site.url}/terms"
    for _ in range(5):
        looks.ask(url, now=now)
    do_jobs()
    looks.ask(url, now=now + timedelta(minutes=59))
    do_jobs()
    assert len(site.paths()) == 1
    looks.ask(url, now=now + timedelta(minutes=61))
    assert looks.seen([url])[url].is_waiting


def test_addresses_of_one_host_are_looked_at_one_after_the_other(site: Site) -> None:
    now = timezone.now()
    for path in ("/a", "/b"):
        looks.ask(f"{site.url}{path}", now=now)
    do_one = Job.objects.get()
    tasks.work(do_one.pk)
    assert len(site.paths()) == 1
    waiting = Job.objects.get()
    assert waiting.state == "waiting"
    assert waiting.run_after > now


def test_of_a_model_on_the_hub_its_license_and_files_are_told(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looks, "open_page", lambda url: Fetched(url, url, 200, "text/html", "Rocket"))
    with stand_in.running() as hub:
        settings.HF_ENDPOINT, settings.HF_TOKEN = hub.url, ""
        hub.shows(model())
        seen = looked(HUB_PAGE)
    assert (seen.license, seen.files) == ("Apache-2.0", 5)


def test_trouble_with_the_hub_is_no_trouble_with_the_page(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looks, "open_page", lambda url: Fetched(url, url, 200, "text/html", "Rocket"))
    with stand_in.running() as hub:
        settings.HF_ENDPOINT, settings.HF_TOKEN = hub.url, ""
        hub.break_with(status(503))
        seen = looked(HUB_PAGE)
    assert (seen.status, seen.license) == (200, "")


def test_an_essay_is_no_address() -> None:
    looks.ask("https://example.org/" + "a" * 2000, now=timezone.now())
    assert not Look.objects.exists()


def test_a_copy_that_an_archive_keeps_is_named(site: Site) -> None:
    site.pages["/terms"] = page("Terms")
    url, at = f"{site.url}/terms", timezone.now()
    LinkCheck.objects.create(
        digest="a" * 64, url=url, host="127.0.0.1", archived_url="https://archive.example/1", archived_at=at
    )
    seen = looked(url)
    assert (seen.copy_url, seen.copy_at) == ("https://archive.example/1", at)
