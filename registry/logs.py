"""How a log record looks: one JSON object per line, with what it is about, and without secrets."""

import json
import logging
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

HIDDEN = "[hidden]"
SHORTEST_SECRET = 8  # hiding a shorter one would also hide ordinary words

_about: ContextVar[dict[str, str | int]] = ContextVar("about")

# What is a secret by its looks, whoever it belongs to; the group that is kept says what was there.
_LOOKS_SECRET = re.compile(
    r"""
    (?P<scheme>\b(?:proxy-)?authorization\b['"]?\s*[:=]\s*['"]?(?:[a-z]+\s+)?)[^\s'",]+   # a header
    |(?P<cookie>\b(?:set-)?cookie\b['"]?\s*[:=]\s*)[^\r\n]+
    |(?P<bearer>\bbearer\s+)[\w.~+/=-]{8,}
    |(?P<field>\b(?:access_token|api_?key|password|passwd|secret|signature|sig|token)['"]?\s*[=:]\s*['"]?)
        [^\s&'",;]+
    |(?P<login>://)[^\s/@:]*:[^\s/@]+(?=@)                                                # in an address
    |\bhf_[a-z0-9]{10,}|\bgh[opusr]_[a-z0-9]{16,}|\bgithub_pat_\w{16,}|\bsourceform_[a-z0-9]{16,}
    """,
    re.VERBOSE | re.IGNORECASE,
)


@contextmanager
def noting(**about: str | int) -> Iterator[None]:
    """Every log line of this block says what it is about; what is empty is left out."""
    known = {name: value for name, value in about.items() if value != ""}
    token = _about.set(_about.get({}) | known)
    try:
        yield
    finally:
        _about.reset(token)


def request_id() -> str:
    """The id of the request being served, or of the one that asked for the job being done; "" without."""
    return str(_about.get({}).get("request", ""))


def worth_hiding(values: Iterable[str | None]) -> list[str]:
    """Of these the secrets that can be told from ordinary words, longest first, as one may hold another."""
    return sorted({value for value in values if value and len(value) >= SHORTEST_SECRET}, key=len)[::-1]


def redact(text: str, secrets: Iterable[str] = ()) -> str:
    """The text without these secrets and without what looks like one."""
    for secret in secrets:
        text = text.replace(secret, HIDDEN)
    return _LOOKS_SECRET.sub(
        lambda found: f"{found[found.lastgroup] if found.lastgroup else ''}{HIDDEN}", text
    )


class JsonLine(logging.Formatter):
    """Time in UTC, level, logger and message; an exception keeps its traceback. Always exactly one line."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        super().__init__()
        self._secrets = tuple(secrets)

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            **self._subject(record),
            "message": redact(record.getMessage(), self._secrets),
        }
        if record.exc_info:
            line["traceback"] = redact(self.formatException(record.exc_info), self._secrets)
        return json.dumps(line)  # ASCII: no line separator and no half of a character gets through

    def _subject(self, record: logging.LogRecord) -> dict[str, str | int]:
        """What the line is about. Django logs refusals after the middleware, with the request beside them."""
        about = _about.get({})
        asked = getattr(getattr(record, "request", None), "request_id", "")
        return {"request": asked} | about if asked else about
