"""Copies of cited pages: looked for, asked for, and let be after a few days."""

import json
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from registry.hubs.fetch import Fetched, FetchError, Unreachable
from registry.hubs.snapshot import RateLimited
from registry.jobs import tasks
from registry.jobs.models import Job
from registry.openness.facts import Proof
from registry.refresh import archive, links
from registry.refresh.models import LinkCheck
from tests.build import NOON, import_facts, make_model, released
from tests.hubs import stand_in, stand_in_elsewhere
from tests.hubs.stand_in_elsewhere import Elsewhere, visit, wish

pytestmark = pytest.mark.django_db
URL = "https://docs.example/terms?a=1"
COPY = {
    "archived_snapshots": {
        "closest": {"available": True, "timestamp": "20240131235959", "url": "http://evil.example/"}
    }
}


class Wayback:
    """What is opened, and what the archive says of it."""

    def __init__(self, *said: object, status: int = 200) -> None:
        self.said, self.status, self.opened = list(said), status, list[str]()

    def __call__(self, url: str) -> Fetched:
        self.opened.append(url)
        answer = self.said.pop(0) if self.said else {}
        if isinstance(answer, FetchError):
            raise answer
        body = answer if isinstance(answer, str) else json.dumps(answer)
        return Fetched(url, url, self.status, "application/json", text=body, retry_after=90.0)


def make_link(url: str = URL, **columns: Any) -> LinkCheck:
    known = {"host": "docs.example", "state": "alive", "due_at": NOON, "archive_due_at": NOON}
    return LinkCheck.objects.create(digest=links.digest_of(url), url=url, **known | columns)


def see_to(link: LinkCheck, opening: Wayback, day: int = 0) -> LinkCheck:
    archive.see_to(link, now=NOON + timedelta(days=day), writing=nullcontext, opening=opening)
    link.refresh_from_db()
    return link


def test_a_copy_that_there_is_already_is_noted_under_an_address_of_ours() -> None:
    wayback = Wayback(COPY)
    link = see_to(make_link(), wayback)
    assert wayback.opened == [
        "https://archive.org/wayback/available?url=https%3A%2F%2Fdocs.example%2Fterms%3Fa%3D1"
    ]
    assert link.archived_url == f"https://web.archive.org/web/20240131235959/{URL}"
    assert link.archived_at == datetime(2024, 1, 31, 23, 59, 59, tzinfo=UTC)
    assert link.archive_due_at is None


def test_where_there_is_none_one_is_asked_for_and_looked_for_on_the_next_days() -> None:
    link = make_link()
    wayback = Wayback()
    for day in range(3):
        assert link.archive_due_at is not None
        see_to(link, wayback, day)
    assert wayback.opened.count(f"https://web.archive.org/save/{URL}") == 3
    assert (link.archived_url, link.archive_due_at, link.archive_tries) == ("", None, 3)


@pytest.mark.parametrize(
    "said",
    [
        "not json",
        "[1]",
        "[" * 100_000,
        {"archived_snapshots": []},
        {"archived_snapshots": {"closest": {"timestamp": "../../x"}}},
        {"archived_snapshots": {"closest": {"timestamp": "20249999999999"}}},
        {"archived_snapshots": {"closest": {"timestamp": 7}}},
        Unreachable("No."),
    ],
    ids=ascii,
)
def test_an_answer_that_makes_no_sense_is_no_copy(said: object) -> None:
    assert see_to(make_link(), Wayback(said)).archived_url == ""


def test_an_archive_that_wants_us_to_wait_costs_no_try() -> None:
    link = make_link()
    with pytest.raises(RateLimited):
        see_to(link, Wayback({}, status=429))
    link.refresh_from_db()
    assert link.archive_tries == 0


CODE = {
    "https://github.com/acme/rocket/blob/main/LICENSE": "https://github.com/acme/rocket",
    "https://gitlab.com/group/sub/rocket/-/blob/main/x": "https://gitlab.com/group/sub/rocket",
    "https://codeberg.org/acme/rocket/": "https://codeberg.org/acme/rocket",
    "https://github.com/acme": "",
    "https://evil.example/github.com/acme/rocket": "",
    URL: "",
}


@pytest.mark.parametrize(("url", "code"), CODE.items())
def test_which_addresses_lie_in_a_repository_of_code(url: str, code: str) -> None:
    assert archive.repository(url) == code


def test_nothing_is_asked_of_an_archive_unless_both_settings_are_on(settings: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(links, "open_page", Wayback(COPY))
    import_facts(make_model(), released("final-weights", proofs=(Proof(URL),)))
    links.collect(now=NOON)
    LinkCheck.objects.update(state="alive", due_at=NOON + timedelta(days=3650))
    for check, copy, jobs in ((False, False, 0), (False, True, 0), (True, False, 0), (True, True, 1)):
        settings.CHECK_LINKS, settings.ARCHIVE_LINKS = check, copy
        tasks.work(Job.objects.create(kind="links", key=f"slot:links:{check}{copy}").pk)
        assert Job.objects.filter(kind="archive-links").count() == jobs
    tasks.work(Job.objects.get(kind="archive-links").pk)
    assert LinkCheck.objects.get().archived_url.endswith(URL)


CODE_PAGE = "https://github.com/acme/train/blob/main/LICENSE"
VISIT = "/api/1/origin/https://github.com/acme/train/visit/latest/"
SAVE = "/api/1/origin/save/git/url/https://github.com/acme/train/"


@pytest.fixture
def swh(settings: Any) -> Iterator[Elsewhere]:
    with stand_in_elsewhere.running() as running:
        settings.SWH_ENDPOINT, settings.SWH_TOKEN = running.url, ""
        yield running


def test_code_is_looked_for_at_software_heritage(swh: Elsewhere) -> None:
    swh.records[VISIT] = visit("https://github.com/acme/train")
    link = see_to(make_link(CODE_PAGE, host="github.com"), Wayback())
    assert link.archived_url.startswith("https://archive.softwareheritage.org/swh:1:snp:")
    assert link.archived_at == datetime(2026, 9, 1, 1, 2, 3, tzinfo=UTC)


def test_code_that_is_not_archived_is_asked_for_there(swh: Elsewhere) -> None:
    swh.saves[SAVE] = wish()
    wayback = Wayback()
    link = see_to(make_link(CODE_PAGE, host="github.com"), wayback)
    assert [path for path in swh.paths() if "save" in path] == [SAVE]
    assert (link.archived_url, link.archive_tries, wayback.opened) == ("", 1, [])


def test_an_archive_out_of_order_is_asked_on_another_day(swh: Elsewhere) -> None:
    swh.break_with(stand_in.status(500))
    link = see_to(make_link(CODE_PAGE, host="github.com"), Wayback())
    assert link.archive_due_at == NOON + timedelta(days=1)


def test_without_an_address_of_the_archive_code_is_let_be(settings: Any) -> None:
    settings.SWH_ENDPOINT = ""
    assert see_to(make_link(CODE_PAGE, host="github.com"), Wayback()).archived_url == ""
