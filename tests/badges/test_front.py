"""Badges through the door that stands in front of Django."""

import gzip
import json
import random
import threading
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment
from wsgiref.validate import validator

import pytest

from registry.badges.answers import badge, not_assessed, unknown_definition
from registry.badges.front import front
from registry.badges.map import Map
from registry.badges.svg import STYLES
from registry.scorecards.queries import BadgeRow, VerdictBrief

MEETS = VerdictBrief("osaid-1.0", "meets", "", "", None, "reviewed")
UNREVIEWED = VerdictBrief("osaid-1.0", "meets", "", "", None, "imported")
DRAFT = VerdictBrief("osaid-1.0", "insufficient_evidence", "", "", None, "observed")


class Records:
    """Three models, as the database would give them."""

    rows = (
        BadgeRow("acme/open-1", ("acme/Old-Name",), 1, "reviewed", False, False),
        BadgeRow("~acme/imported", (), 2, "imported", False, False),
        BadgeRow("_/gpt2", (), 3, "draft", False, False),
    )
    codes: Mapping[int, Mapping[str, VerdictBrief]] = {
        1: {"osaid-1.0": MEETS},
        2: {"osaid-1.0": UNREVIEWED},
        3: {"osaid-1.0": DRAFT},
    }

    def latest_change(self) -> int:
        return 3

    def badge_rows(self, *, after: int = 0) -> Iterable[BadgeRow]:
        return self.rows[after:]

    def profile_codes(self, profile_ids: Collection[int]) -> Mapping[int, Mapping[str, VerdictBrief]]:
        return {profile: self.codes[profile] for profile in profile_ids}


@dataclass
class Got:
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


def django(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"django"]


def for_ever(seconds: float) -> None:
    """The follower looks once and then rests."""
    threading.Event().wait()


def loaded(records: Records) -> Map:
    badges = Map(records, pause=for_ever)
    badges.look(now=0)
    return badges


SITE = front(django, loaded(Records()))


class Errors:
    """Where a server would log."""

    def write(self, text: str) -> None: ...
    def flush(self) -> None: ...
    def writelines(self, lines: Iterable[str]) -> None: ...


def environ_of(path: str, query: str = "", method: str = "GET") -> WSGIEnvironment:
    return {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
        "wsgi.errors": Errors(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }


def get(path: str, query: str = "", *, method: str = "GET", site: WSGIApplication = SITE, **more: str) -> Got:
    """One request, checked against the rules of WSGI on both sides."""
    got = Got()

    def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
        got.status = int(status.split()[0])
        got.headers = dict(headers)
        assert len(got.headers) == len(headers), "a header is sent twice"

    answer = site(environ_of(path, query, method) | more, start_response)
    got.body = b"".join(answer)
    return got


def test_a_badge_is_served_with_everything_a_cache_and_a_browser_need() -> None:
    got = get("/badge/acme/open-1/osaid-1.0.svg")
    assert got.status == 200
    assert b"OSAID 1.0: Meets" in got.body
    assert got.headers == {
        "Content-Type": "image/svg+xml; charset=utf-8",
        "Content-Length": str(len(got.body)),
        "Cache-Control": "public, max-age=300, s-maxage=300, stale-while-revalidate=60, stale-if-error=3600",
        "ETag": got.headers["ETag"],
        "Access-Control-Allow-Origin": "*",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    assert got.headers["ETag"].startswith('"')


def test_the_callable_keeps_the_rules_of_wsgi() -> None:
    answer = validator(SITE)(
        environ_of("/badge/acme/open-1/osaid-1.0.svg"),
        lambda status, headers, exc_info=None: lambda data: None,
    )
    assert b"".join(answer).startswith(b"<svg")
    answer.close()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/badge/acme/open-1/osaid-1.0.svg", b"OSAID 1.0: Meets<"),
        ("/badge/~acme/imported/osaid-1.0.svg", b"OSAID 1.0: Meets, unreviewed<"),
        ("/badge/_/gpt2/osaid-1.0.svg", b"OSAID 1.0: Not assessed<"),
        ("/badge/Acme/OPEN-1/OSAID-1.0.svg", b"OSAID 1.0: Meets<"),
        ("/badge/acme/old-name/osaid-1.0.svg", b"OSAID 1.0: Meets<"),
        ("/badge/acme/open-1/mof-1.0.svg", b"Not assessed<"),
    ],
)
def test_what_a_badge_says(path: str, said: bytes) -> None:
    got = get(path)
    assert (got.status, said in got.body) == (200, True)


def test_a_model_nobody_knows_is_gray_and_asked_for_again_soon() -> None:
    got = get("/badge/nobody/nothing/osaid-1.0.svg")
    assert got.status == 200
    assert b"OSAID 1.0: Not assessed" in got.body
    assert got.headers["Cache-Control"] == "public, max-age=60"


def test_a_definition_nobody_knows_is_404() -> None:
    for kind in ("svg", "json"):
        got = get(f"/badge/acme/open-1/osaid-9.{kind}")
        assert got.status == 404
        assert b"no such definition" in got.body


@pytest.mark.parametrize("path", ["/badge/acme/open-1/osaid-1.0.svg", "/badge/nobody/nothing/osaid-1.0.json"])
def test_a_reader_that_has_it_gets_304_without_a_body(path: str) -> None:
    first = get(path)
    tag = first.headers["ETag"]
    for asked in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = get(path, HTTP_IF_NONE_MATCH=asked)
        assert (again.status, again.body) == (304, b"")
        assert again.headers["ETag"] == tag
        assert again.headers["Cache-Control"] == first.headers["Cache-Control"]
        assert "Content-Length" not in again.headers
    assert get(path, HTTP_IF_NONE_MATCH='"other"').status == 200


def test_head_is_get_without_the_body() -> None:
    path = "/badge/acme/open-1/osaid-1.0.svg"
    whole, head = get(path), get(path, method="HEAD")
    assert (head.status, head.headers, head.body) == (200, whole.headers, b"")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE"])
def test_a_badge_is_only_read(method: str) -> None:
    got = get("/badge/acme/open-1/osaid-1.0.svg", method=method)
    assert (got.status, got.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")


def test_other_sites_may_ask_first() -> None:
    got = get("/badge/acme/open-1/osaid-1.0.json", method="OPTIONS")
    assert (got.status, got.headers["Access-Control-Allow-Origin"]) == (204, "*")


def test_each_style_is_another_drawing_and_an_unknown_one_is_flat() -> None:
    path = "/badge/acme/open-1/osaid-1.0.svg"
    flat = get(path).body
    drawn = {style: get(path, f"style={style}").body for style in STYLES}
    assert len(set(drawn.values())) == len(STYLES)
    assert drawn["flat"] == flat
    assert drawn["for-the-badge"] == get(path, "v=2&style=for-the-badge").body
    for query in ("style=plastic", "style=", "v=2", "style=flat&style", "%ff=%ff&&&", "=" * 500, "a&" * 100):
        assert get(path, query).body == flat


def test_the_json_is_what_shields_reads() -> None:
    got = get("/badge/~acme/imported/osaid-1.0.json", "style=flat-square")
    assert got.headers["Content-Type"] == "application/json"
    assert json.loads(got.body) == {
        "schemaVersion": 1,
        "label": "OSAID 1.0",
        "message": "Meets, unreviewed",
        "color": "#08705a",
        "labelColor": "#343a40",
        "cacheSeconds": 300,
    }


def test_everything_else_goes_on_to_django() -> None:
    for path in ("/", "", "/models/acme/open-1/", "/badge", "/badge/", "/badges/a/b/c.svg", "/badge/a.svg"):
        assert get(path).body == b"django"
    for path in ("/badge/acme/open-1/r3/osaid-1.0.svg", "/badge/acme/open-1/osaid-1.0.png", "/badge/a/b/"):
        assert get(path).body == b"django"


def test_a_server_may_add_to_the_headers_it_is_given() -> None:
    def careless(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        def adding(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            headers.append(("Server", "careless"))
            return start_response(status, headers)

        return SITE(environ, adding)

    for _ in range(2):
        assert get("/badge/acme/open-1/osaid-1.0.svg", site=careless).headers["Server"] == "careless"


def test_before_anything_could_be_read_no_badge_says_anything() -> None:
    class Broken(Records):
        def latest_change(self) -> int:
            raise RuntimeError("no database")

    badges = Map(Broken(), patience=0.05, pause=for_ever)
    got = get("/badge/acme/open-1/osaid-1.0.svg", site=front(django, badges))
    assert (got.status, got.body, got.headers["Cache-Control"]) == (503, b"", "no-store")


def test_ten_thousand_random_paths_get_only_known_bodies() -> None:
    badges = loaded(Records())
    site = front(django, badges)
    labels = badges.labels.values()
    known = {b"django", b""}
    sets = [unknown_definition(), *map(not_assessed, labels)]
    for path in ("acme/open-1", "~acme/imported", "_/gpt2"):
        sets += (badges.badges(path) or {}).values()
    known |= {bytes(answer.body[0]) for forms in sets for answer in forms.values()}
    chance = random.Random(8_150)
    pieces = [
        "badge",
        "acme",
        "open-1",
        "~acme",
        "imported",
        "_",
        "gpt2",
        "osaid-1.0",
        "mof-1.0",
        ".svg",
        ".json",
    ]
    pieces += [
        "/",
        "/",
        "/",
        "/",
        "//",
        "..",
        "%2f",
        "<script>",
        '"',
        "'",
        "\0",
        "\xff",
        "\xc3\xa9",
        "?",
        "é",
        " ",
        "r3",
    ]
    pieces += ["/badge/acme/open-1/", "/badge/acme/open-1/osaid-1.0.svg", "\n", "&", "\u2028", "A" * 5_000]
    statuses = set()
    for _ in range(10_000):
        start = chance.choice(("/badge/", "/badge/acme/", ""))
        path = start + "".join(chance.choice(pieces) for _ in range(chance.randrange(7)))
        got = get(path, chance.choice(("", "style=flat", path)), site=site)
        assert got.body in known
        statuses.add(got.status)
    assert statuses == {200, 404}


def test_equal_words_are_rendered_once() -> None:
    assert badge("OSAID 1.0", "Meets", "open") is badge("OSAID 1.0", "Meets", "open")
    assert len(gzip.compress(get("/badge/acme/open-1/osaid-1.0.svg").body)) <= 500
