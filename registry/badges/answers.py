"""Badges as they go over the wire: every answer is rendered once and kept with its headers."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.utils.translation import override

from registry.badges import words
from registry.badges.svg import COLORS, LABEL, STYLES, render

Headers = list[tuple[str, str]]

FRESH = "public, max-age=300, s-maxage=300, stale-while-revalidate=60, stale-if-error=3600"
BRIEF = "public, max-age=60"
SECONDS = 300  # how long a shields server may keep the endpoint's answer
NOT_ASSESSED = "Not assessed"

# Sent with every answer: this stands in front of the middleware that would add such headers.
GUARDS: Headers = [
    ("Access-Control-Allow-Origin", "*"),
    ("X-Content-Type-Options", "nosniff"),
    ("Content-Security-Policy", "default-src 'none'; sandbox"),
]
SVG = "image/svg+xml; charset=utf-8"
JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Answer:
    """One response. `unchanged` are the headers of the 304 that stands for it; lists are never changed."""

    status: str
    headers: Headers
    unchanged: Headers
    body: list[bytes]
    etag: str


# One badge in all its forms: a style, or "json" for the endpoint of shields.
Badge = Mapping[str, Answer]


def answer(text: str, *, status: str = "200 OK", kind: str = SVG, caching: str = FRESH) -> Answer:
    body = text.encode()
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    unchanged = [("Cache-Control", caching), ("ETag", etag), *GUARDS]
    headers = [("Content-Type", kind), ("Content-Length", str(len(body))), *unchanged]
    return Answer(status, headers, unchanged, [body], etag)


def said(verdict: words.VerdictLike, *, drift: bool = False) -> str:
    """What a badge says of a verdict: its label, marked where nobody has reviewed what it rests on.

    It is marked as well while a hub contradicts the record of the model (`drift`). In English, whoever asks:
    one image is kept for all.
    """
    with override(settings.LANGUAGE_CODE):
        return _said(words.label(verdict), verdict, drift)


def _said(result: str, verdict: words.VerdictLike, drift: bool) -> str:
    if words.unreviewed(verdict.basis) and not words.is_draft(verdict):
        result = f"{result}, unreviewed"
    return f"{result}, hub differs" if drift else result


@cache
def badge(label: str, text: str, tone: str) -> Badge:
    """The badge that says `text`; equal badges are one object, so there are as many as there are words."""
    return _badge(label, text, tone, "200 OK", FRESH)


@cache
def not_assessed(label: str) -> Badge:
    """What a model shows of which nothing is known yet: gray, and asked for again soon."""
    return _badge(label, NOT_ASSESSED, "unknown", "200 OK", BRIEF)


@cache
def unknown_definition() -> Badge:
    return _badge("Sourceform", "no such definition", "neutral", "404 Not Found", BRIEF)


def _badge(label: str, text: str, tone: str, status: str, caching: str) -> Badge:
    forms = {
        style: answer(render(label, text, tone, style), status=status, caching=caching) for style in STYLES
    }
    forms["json"] = answer(endpoint(label, text, tone), status=status, kind=JSON, caching=caching)
    return forms


def endpoint(label: str, text: str, tone: str) -> str:
    """The badge as shields reads it from a JSON endpoint (schema version 1)."""
    return json.dumps(
        {
            "schemaVersion": 1,
            "label": label,
            "message": text,
            "color": COLORS[tone],
            "labelColor": LABEL,
            "cacheSeconds": SECONDS,
        }
    )
