"""GitHub's adapter against a server that speaks its API."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from registry.hubs.github import GitHub
from registry.hubs.hub import Place, Read
from registry.hubs.repository import Repository, from_relevant
from registry.hubs.snapshot import Disabled, HubError, Malformed, NotVisible, RateLimited, Unauthorized
from tests.hubs import stand_in, stand_in_elsewhere
from tests.hubs.stand_in_elsewhere import GITHUB_LIMIT, Elsewhere, detected, github

NOW = datetime(2026, 11, 1, 11, 50, tzinfo=UTC)
RESET = datetime.fromtimestamp(int(GITHUB_LIMIT["X-RateLimit-Reset"]), UTC)
NAME = "acme/train"


@pytest.fixture
def hub() -> Iterator[Elsewhere]:
    with stand_in_elsewhere.running() as running:
        running.limits = dict(GITHUB_LIMIT)
        running.shows_github(github())
        yield running


def read(hub: Elsewhere, name: str = NAME, *, token: str = "", **options: Any) -> Read[Repository]:
    return GitHub(hub.url, token, "sourceform/test (+https://x.example)").fetch(name, now=NOW, **options)


def seen(hub: Elsewhere, **changes: Any) -> Repository:
    hub.shows_github(github(**changes))
    found = read(hub).seen
    assert found is not None
    return found


def test_a_repository_is_read_in_one_request_that_says_who_asks(hub):
    found = read(hub).seen
    assert found is not None
    assert (found.key, found.repo_id, found.license) == ("1296269", NAME, "Apache-2.0")
    assert (found.page, found.modified_at) == (f"https://github.com/{NAME}", "2026-10-26T19:06:43+00:00")
    assert (found.has_code, found.archived, found.private, found.marks) == (True, False, False, ())
    ((method, path, headers),) = hub.asked
    assert (method, path) == ("GET", f"/repos/{NAME}")
    assert headers["user-agent"] == "sourceform/test (+https://x.example)"
    assert headers["x-github-api-version"] == "2022-11-28"
    assert "authorization" not in headers


def test_what_was_seen_survives_being_stored(hub):
    found = seen(hub)
    again = from_relevant(found.relevant())
    assert (again.relevant(), again.digest) == (found.relevant(), found.digest)


@pytest.mark.parametrize(
    ("license", "read_as", "marks"),
    [
        (detected("MIT"), "MIT", ()),
        (detected("NOASSERTION"), "", ("license-not-recognized",)),
        (None, "", ()),
        ("MIT", "", ("license-not-recognized",)),
        ({"spdx_id": 7}, "7", ()),
        ([], "", ()),
    ],
)
def test_a_license_it_does_not_name_is_none(hub, license, read_as, marks):
    found = seen(hub, license=license)
    assert (found.license, found.marks) == (read_as, marks)


@pytest.mark.parametrize(
    ("changes", "has_code"),
    [({}, True), ({"language": None}, False), ({"size": 0}, False), ({"size": "many"}, False)],
)
def test_code_is_there_when_a_language_was_counted(hub, changes, has_code):
    assert seen(hub, **changes).has_code is has_code


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({"private": True}, "private"),
        ({"visibility": "internal"}, "private"),
        ({"archived": True}, "archived"),
        ({"disabled": True}, "disabled"),
    ],
)
def test_states_are_told_apart(hub, changes, state):
    found = seen(hub, **changes)
    assert [name for name in ("private", "archived", "disabled") if getattr(found, name)] == [state]


def test_a_renamed_repository_is_followed_and_keeps_its_number(hub):
    hub.renames(NAME, "newco/train")
    found = read(hub).seen
    assert found is not None
    assert (found.repo_id, found.key) == ("newco/train", "1296269")


def test_a_redirect_to_another_host_is_not_followed(hub):
    elsewhere = {"Location": "http://localhost:9/repos/acme/train"}
    hub.break_with(stand_in.status(301, elsewhere))
    with pytest.raises(HubError, match="another host"):
        read(hub, token="ghp_ours")


def test_nothing_changed_since_the_etag(hub):
    first = read(hub)
    assert first.etag.startswith('W/"')
    assert read(hub, etag=first.etag) == Read(None, first.etag)
    hub.shows_github(github(archived=True))
    assert read(hub, etag=first.etag).seen is not None


def test_an_answer_not_modified_that_nobody_asked_for_is_none(hub):
    hub.break_with(stand_in.status(304))
    with pytest.raises(HubError):
        read(hub)


@pytest.mark.parametrize("etag", ["x" * 300, ""])
def test_an_etag_that_cannot_be_kept_is_none(hub, etag):
    hub.break_with(stand_in.body(stand_in.json.dumps(github()).encode(), headers={"ETag": etag}))
    assert read(hub).etag == ""


def test_a_cookie_is_neither_kept_nor_sent(hub):
    hub.limits["Set-Cookie"] = "tracked=1; Path=/"
    read(hub)
    read(hub)
    assert "cookie" not in hub.asked[-1][2]


def test_our_token_is_sent_and_a_refused_one_says_nothing_of_repositories(hub):
    hub.token = "ghp_ours"
    read(hub, token="ghp_ours")
    assert hub.asked[-1][2]["authorization"] == "Bearer ghp_ours"
    with pytest.raises(Unauthorized, match="GITHUB_TOKEN"):
        read(hub, token="ghp_revoked")


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (404, b'{"message": "Not Found"}', NotVisible),
        (410, b"{}", NotVisible),
        (451, b'{"message": "Repository access blocked", "block": {"reason": "dmca"}}', Disabled),
        (403, b'{"message": "Repository access blocked", "block": {"reason": "tos"}}', Disabled),
        (403, b'{"message": "You have exceeded a secondary rate limit."}', RateLimited),
        (429, b"{}", RateLimited),
        (422, b"{}", Malformed),
    ],
)
def test_each_refusal_has_its_meaning(hub, status, body, error):
    hub.break_with(stand_in.status(status, body=body))
    with pytest.raises(error):
        read(hub)


@pytest.mark.parametrize(
    ("status", "headers", "wait"),
    [
        (403, {"X-RateLimit-Remaining": "0"}, (RESET - NOW).total_seconds()),
        (429, {"X-RateLimit-Remaining": "0"}, (RESET - NOW).total_seconds()),
        (403, {"Retry-After": "70"}, 70.0),
        (429, {"Retry-After": "Sun, 01 Nov 2026 11:51:00 GMT"}, 60.0),
        (429, {}, 60.0),
        (429, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "soon"}, 60.0),
        (429, {"Retry-After": "9" * 40}, 3600.0),
    ],
)
def test_it_waits_as_long_as_it_is_told(hub, status, headers, wait):
    hub.break_with(stand_in.status(status, headers))
    with pytest.raises(RateLimited) as caught:
        read(hub)
    assert caught.value.retry_after == pytest.approx(wait)


class Meter:
    """Hears what came back; lets everything through."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, int]] = []

    def ask(self, path: str) -> None:
        """Nothing stands in the way."""

    def hear(self, path: str, status: int, headers: Any) -> None:
        self.heard.append((path, status))


def test_every_request_is_metered_and_a_limit_told_as_403_counts_as_one(hub):
    meter = Meter()
    asked = GitHub(hub.url, meter=meter)
    hub.renames(NAME, "newco/train")
    asked.fetch(NAME, now=NOW)
    assert meter.heard == [(f"/repos/{NAME}", 301), ("/repositories/1296269", 200)]
    hub.break_with(stand_in.status(403, {"Retry-After": "70"}))
    with pytest.raises(RateLimited):
        asked.fetch(NAME, now=NOW + timedelta(minutes=1))
    assert meter.heard[-2:] == [(f"/repos/{NAME}", 403), (f"/repos/{NAME}", 429)]


@pytest.mark.parametrize(
    "info",
    [{}, {"id": "x", "full_name": NAME}, {"id": 7, "full_name": "../../etc"}, {"id": -1, "full_name": NAME}],
)
def test_an_answer_that_names_no_repository_is_set_aside(hub, info):
    hub.break_with(stand_in.body(stand_in.json.dumps(info).encode()))
    with pytest.raises(Malformed):
        read(hub)


def test_hostile_texts_are_cut_and_cleaned(hub):
    found = seen(
        hub,
        license={"spdx_id": "MIT\x00\u202e" + "<script>" * 90},
        language={"a": 1},
        pushed_at="yesterday",
        visibility=["public"],
    )
    assert "\x00" not in found.license
    assert len(found.license) <= 200
    assert (found.has_code, found.modified_at, found.private) == (False, "", False)


@pytest.mark.parametrize(
    "name", ["acme", "acme/..", "a b/c", "acme/x/y", "-a/b", "acme/" + "x" * 101, "a/b?c"]
)
def test_what_cannot_be_a_name_is_asked_of_nobody(hub, name):
    with pytest.raises(Malformed):
        read(hub, name)
    assert hub.asked == []


@pytest.mark.parametrize(
    ("address", "name", "at_root"),
    [
        ("", "", False),
        ("acme", "", False),
        ("features/actions", "", False),
        ("acme/train", "acme/train", True),
        ("acme/train.git", "acme/train", True),
        ("acme/train/tree/main", "acme/train", True),
        ("acme/train/blob/master/LICENSE.txt", "acme/train", True),
        ("acme/train/tree/main/models/rocket", "acme/train", False),
        ("acme/train/blob/main/train.py", "acme/train", False),
        ("acme/train/tree/v2", "acme/train", False),
        ("acme/train/releases", "acme/train", False),
        ("acme/..", "", False),
    ],
)
def test_where_addresses_lead(address, name, at_root):
    found = GitHub().place("github.com", [part for part in address.split("/") if part])
    assert found == (Place("github", name, at_root) if name else None)
