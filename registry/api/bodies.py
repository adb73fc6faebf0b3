"""What is sent to the API in a body: how much of it is read, and nothing that was not asked for."""

from collections.abc import Mapping
from typing import Any

from rest_framework import exceptions
from rest_framework.request import Request

from registry.openness import syntax
from registry.openness.syntax import DocumentError

MOST_BYTES = 256 * 1024
NAME = "document"  # what messages call it
JSON = "application/json"


class TooLarge(exceptions.APIException):
    status_code = 413
    default_detail = f"A document may have at most {MOST_BYTES // 1024} KB."


class BadDocument(exceptions.APIException):
    """A document that cannot be read; the message names the line or the key."""

    status_code = 400


def raw(request: Request) -> bytes:
    """The body as it was sent, never more of it than may be. Raises TooLarge or BadDocument."""
    stated = request.META.get("CONTENT_LENGTH") or "0"
    if stated.isdecimal() and int(stated) > MOST_BYTES:
        raise TooLarge
    body: bytes = request._request.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise TooLarge
    if not body:
        raise BadDocument(f"The body is empty; expected a {NAME}.")
    return body


def sent_table(request: Request, *, known: Mapping[str, type]) -> dict[str, Any]:
    """The JSON object in the body. Raises TooLarge, UnsupportedMediaType or BadDocument."""
    return table(raw_json(request), known=known)


def raw_json(request: Request) -> bytes:
    """The body, which says of itself that it is JSON. Raises TooLarge, UnsupportedMediaType, BadDocument."""
    kind = (request.content_type or "").partition(";")[0].strip().lower()
    if kind != JSON:
        raise exceptions.UnsupportedMediaType(kind, f"Send JSON, as {JSON}.")
    return raw(request)


def table(content: bytes, *, known: Mapping[str, type]) -> dict[str, Any]:
    """A JSON object with some of these keys, each of its type. Raises BadDocument for anything else."""
    try:
        tree = syntax.tree(syntax.decoded(content, NAME), kind=".json", name=NAME)
    except DocumentError as error:
        raise BadDocument(str(error)) from error
    for key, value in tree.items():
        if key not in known:
            raise BadDocument(f"{NAME}: unknown key {syntax.shown(key)}; expected one of {', '.join(known)}")
        if not isinstance(value, known[key]) or isinstance(value, bool) != (known[key] is bool):
            raise BadDocument(f"{NAME}, {key}: expected {_KINDS[known[key]]}")
    return dict(tree)


_KINDS: Mapping[type, str] = {dict: "a table", list: "a list", str: "text", bool: "true or false"}
