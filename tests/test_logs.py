"""What a log line says, and what it never holds."""

import io
import json
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from registry import logs, urls
from registry.jobs import queue, tasks
from registry.jobs.claims import Claim
from registry.jobs.handlers import handler
from registry.jobs.models import Job

CANARY = "hf_CanaryCanaryCanary12345"
OURS = "our-very-own-canary-token"


class Lines(io.StringIO):
    """What was logged, as it would reach the terminal."""

    @property
    def said(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.getvalue().split("\n")[:-1]]


@pytest.fixture
def lines() -> Iterator[Lines]:
    """Everything that is logged, in the form of the settings."""
    kept = Lines()
    console = logging.StreamHandler(kept)
    console.setFormatter(logs.JsonLine([OURS, settings.SECRET_KEY]))
    root = logging.getLogger()
    before, root.level = root.level, logging.DEBUG
    root.addHandler(console)
    yield kept
    root.removeHandler(console)
    root.setLevel(before)


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError(f"GET https://user:{CANARY}@hub.example/?token={CANARY} failed with {OURS}")


def asking(request: HttpRequest) -> HttpResponse:
    job = queue.enqueue("test-log-fails", "log:1", {})
    return HttpResponse(str(job.pk))


@handler("test-log-fails")
def fails(held: Claim) -> None:
    queue.enqueue("tidy-jobs", "log:2", {})
    raise RuntimeError(f"Authorization: Bearer {CANARY}\n{{'level': 'info'}}")


urlpatterns = [path("broken", broken), path("asking", asking), *urls.urlpatterns]
here = override_settings(ROOT_URLCONF=__name__)


def test_a_line_is_one_line_whatever_it_says(lines: Lines) -> None:
    for end in ("\n", "\r\n", "\x85", "\u2028", "\x00", '\n{"level": "info"}'):
        logging.getLogger("test").warning("before%safter", end)
    assert len(lines.getvalue().splitlines()) == 6
    assert {line["level"] for line in lines.said} == {"warning"}
    assert lines.said[0]["message"] == "before\nafter"


def test_half_a_character_is_written_out() -> None:
    # Not through a logger: who runs tests beside each other sends what was logged as UTF-8.
    line = logs.JsonLine([]).format(logging.makeLogRecord({"msg": "before\ud800after"}))
    assert line.isascii()
    assert json.loads(line)["message"] == "before\ud800after"


SECRET = {
    f"token {CANARY} was refused": f"token {logs.HIDDEN} was refused",
    f"Authorization: Bearer {CANARY}": f"Authorization: Bearer {logs.HIDDEN}",
    "{'Authorization': 'Basic dXNlcjpwYXNz'}": f"{{'Authorization': 'Basic {logs.HIDDEN}'}}",
    "sent bearer abcdefgh.ijkl": f"sent bearer {logs.HIDDEN}",
    "Cookie: session=abc; csrf=def": f"Cookie: {logs.HIDDEN}",
    "redis://:pass@host:6379/0": f"redis://{logs.HIDDEN}@host:6379/0",
    "/x?a=1&access_token=abc&b=2": f"/x?a=1&access_token={logs.HIDDEN}&b=2",
    "password='abc'": f"password='{logs.HIDDEN}'",
    "ghp_0123456789abcdef0123": logs.HIDDEN,
    f"{OURS}, {OURS}": f"{logs.HIDDEN}, {logs.HIDDEN}",
}
ORDINARY = [
    "job 12 is no longer held under token 3",
    "the broker does not say how long queue default is: no such queue",
    "Not Found: /models/acme/rocket-7b/",
    "https://hub.example:8080/acme/rocket",
    "a basic understanding of tokens",
]


@pytest.mark.parametrize("text", SECRET)
def test_a_secret_is_hidden_and_its_place_is_seen(text: str) -> None:
    assert logs.redact(text, [OURS]) == SECRET[text]


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_words_stay(text: str) -> None:
    assert logs.redact(text, [OURS]) == text


def test_a_long_hostile_text_is_read_quickly() -> None:
    for text in ("://" + "a:" * 50_000, "authorization: " * 20_000, "token=" * 50_000, "cookie" * 50_000):
        assert logs.redact(text)


def test_every_setting_named_like_a_secret_is_hidden_unless_it_could_be_a_word() -> None:
    assert settings.SECRET_KEY in settings.SECRETS
    assert settings.LOGGING["formatters"]["json"]["secrets"] == settings.SECRETS
    assert logs.worth_hiding(["short", None, "", "long enough", "long enough and more"]) == [
        "long enough and more",
        "long enough",
    ]


@here
@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/broken", "/no-such-page", "/asking", "/models/x/y/"])
def test_what_a_visitor_sends_beside_the_path_reaches_no_log(lines: Lines, address: str) -> None:
    sent = {
        "Authorization": f"Bearer {CANARY}",
        "Cookie": f"session={CANARY}; csrf={OURS}",
        "X-Request-ID": f"{CANARY} {OURS}",
        "User-Agent": OURS,
        "Referer": f"https://x.example/?{OURS}",
        "X-Forwarded-For": OURS,
        "If-None-Match": CANARY,
    }
    client = Client(raise_request_exception=False)
    for method in (client.get, client.post, client.options):
        method(f"{address}?q={OURS}&token={CANARY}", headers=sent)
    logged = lines.getvalue()
    assert address == "/asking" or "request" in lines.said[0]
    for canary in (CANARY, OURS, "Canary"):
        assert canary not in logged


@here
@pytest.mark.parametrize("given", ["4bf92f3577b34da6a3ce929d0e0e4736", "proxy-12345678"])
def test_a_request_keeps_the_name_a_proxy_gave_it(lines: Lines, given: str) -> None:
    answer = Client(raise_request_exception=False).get("/broken", headers={"X-Request-ID": given})
    assert answer["X-Request-ID"] == given
    assert (answer.status_code, b"RuntimeError" in answer.content, b"hub.example" in answer.content) == (
        500,
        False,
        False,
    )
    (line,) = [line for line in lines.said if line["level"] == "error"]
    assert line["request"] == given
    assert "RuntimeError" in line["traceback"]


@here
@pytest.mark.parametrize(
    "given", ["", "short", "x" * 65, "a b c d e f", "12345678\n{}", "ümläutümläut", "'; --------"]
)
def test_a_name_that_could_be_anything_is_replaced(lines: Lines, given: str) -> None:
    answer = Client().get("/no-such-page", headers={"X-Request-ID": given})
    assert re.fullmatch(r"[0-9a-f]{32}", answer["X-Request-ID"])
    (line,) = lines.said
    assert (line["message"], line["request"]) == ("Not Found: /no-such-page", answer["X-Request-ID"])
    assert not answer.cookies


@here
@pytest.mark.django_db
def test_a_request_is_followed_into_its_job_and_into_the_jobs_of_that(lines: Lines) -> None:
    answer = Client().get("/asking", headers={"X-Request-ID": "proxy-12345678"})
    job = Job.objects.get(pk=answer.content)
    tasks.work(job.pk)
    (line,) = [line for line in lines.said if "failed" in line["message"]]
    about = {name: line[name] for name in ("request", "job", "kind", "attempt")}
    assert about == {"request": "proxy-12345678", "job": job.pk, "kind": "test-log-fails", "attempt": 1}
    assert Job.objects.get(key="log:2").request_id == "proxy-12345678"
    assert CANARY not in lines.getvalue()


@pytest.mark.django_db
def test_the_kept_error_of_a_job_holds_no_secret() -> None:
    job = queue.enqueue("test-log-fails", "log:1", {})
    tasks.work(job.pk)
    assert Job.objects.get(pk=job.pk).error.startswith("Authorization: Bearer [hidden]")


def test_a_block_is_noted_until_its_end(lines: Lines) -> None:
    logger = logging.getLogger("test")
    with logs.noting(request="12345678"), logs.noting(crawl=3, hub=""):
        assert logs.request_id() == "12345678"
        logger.info("inside")
    logger.info("outside")
    inside, outside = lines.said
    assert (inside["request"], inside["crawl"]) == ("12345678", 3)
    assert "hub" not in inside
    assert "request" not in outside
    assert logs.request_id() == ""
