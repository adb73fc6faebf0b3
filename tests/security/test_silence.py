"""What nobody is told: secrets in logs (S22), the inside of the site in answers (S24)."""

import json
import logging
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from registry.logs import JsonLine
from tests.security.cast import Cast, undone
from tests.security.lines import FORMS, LINES, Line, end, send

pytestmark = pytest.mark.django_db
CANARY = "canary4f1c9e7bprobe"
SECRETS = ("password", "password1", "oldpassword", "token", "secret", "code", "credential", "email", "login")
HEADERS = {"Authorization": f"Bearer {CANARY}", "X-Api-Key": CANARY, "Referer": f"/?token={CANARY}"}
INSIDE = ("Traceback", "RuntimeError", "OperationalError", "SELECT", "accounts_user", "/srv/", "models.py")


class Lines(logging.Handler):
    """What is written to the log, line by line, as it is written."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.formatter = JsonLine(settings.SECRETS)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def log() -> Iterator[Lines]:
    kept = Lines()
    logging.getLogger().addHandler(kept)
    yield kept
    logging.getLogger().removeHandler(kept)


@pytest.mark.parametrize("line", FORMS, ids=str)
def test_no_secret_of_a_form_or_a_header_reaches_the_log(line: Line, cast: Cast, log: Lines) -> None:
    address = line.address.format(**cast.places)
    body = urlencode(dict.fromkeys(SECRETS, CANARY))
    for role in ("anonymous", "author"):
        with undone():
            asker = cast.askers[role]
            answer = asker.client.post(
                f"{address}?token={CANARY}",
                body,
                content_type="application/x-www-form-urlencoded",
                headers=HEADERS,
            )
            end(answer)
    assert CANARY not in "\n".join(log.lines)


def test_no_token_reaches_the_log_whatever_becomes_of_it(client: Client, log: Lines) -> None:
    secret = "sourceform_" + "a" * 49
    client.get("/api/v1/models/", headers={"Authorization": f"Bearer {secret}"})
    client.post("/api/v1/tokens/found/", {"token": secret, "x": 1}, content_type="application/json")
    logging.getLogger("registry.test").error("it was %s", secret)
    assert secret not in "\n".join(log.lines)


@pytest.mark.parametrize(
    "path",
    [
        '/no/%0a{"level": "info"}/',
        "/no/%0d%0aSet-Cookie: x/",
        "/no/\u2028x/",
        "/api/v1/%0a%0a/",
        "/no/%1b[31m/",
    ],
)
def test_what_is_asked_for_stays_within_its_line(client: Client, log: Lines, path: str) -> None:
    client.get(path, headers={"X-Request-ID": 'x"}\n{"level": "forged', "User-Agent": "a\nb"})
    assert log.lines
    for line in log.lines:
        assert "\n" not in line
        assert "\r" not in line
        assert line.isascii()
        assert json.loads(line)["level"] in ("debug", "info", "warning", "error")
        assert "forged" not in line


def _failing(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    """Who asks is still found out; the first question of the page itself fails."""
    if any(name in sql for name in ("django_session", '"accounts_user"', "SAVEPOINT", "accounts_switch")):
        return execute(sql, params, many, context)
    raise RuntimeError("SELECT * FROM accounts_user in /srv/registry/models.py")


READABLE = [line for line in LINES if "GET" in line.methods and "/badge/" not in line.address]


@pytest.mark.parametrize("line", READABLE, ids=str)
def test_a_failure_inside_tells_nothing_of_the_inside(line: Line, cast: Cast) -> None:
    address = line.address.format(**cast.places)
    for role in ("anonymous", "curator"):
        with undone(), connection.execute_wrapper(_failing):
            answer = cast.askers[role].client.get(address)
            if answer.status_code != 500:
                end(answer)
                continue
            text = answer.content.decode()
        assert [word for word in INSIDE if word in text] == []


@pytest.mark.parametrize("line", [line for line in LINES if "POST" in line.methods], ids=str)
def test_a_failure_of_a_write_tells_nothing_either(line: Line, cast: Cast) -> None:
    address = line.address.format(**cast.places)
    for role in ("curator", "token_assess"):
        with undone(), connection.execute_wrapper(_failing):
            answer = send(cast.askers[role], "POST", address, line.body)
        if answer.status_code == 500:
            text = answer.content.decode()  # type: ignore[attr-defined]
            assert [word for word in INSIDE if word in text] == []
