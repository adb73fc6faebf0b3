"""Answers badges in front of Django: no middleware, no database, no cookie.

    /badge/<org>/<name>/<definition>.svg?style=flat|flat-square|for-the-badge
    /badge/<org>/<name>/<definition>.json        the endpoint schema of shields

Old paths and mixed case are served, since addresses in READMEs are not followed up. A model nobody knows
is answered 200 with a gray badge: a 404 would show as a broken image. All else goes on to Django.
"""

from collections.abc import Iterable
from urllib.parse import parse_qs
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from registry.badges.answers import GUARDS, Answer, Badge, Headers, not_assessed, unknown_definition
from registry.badges.map import Map, shown
from registry.badges.svg import STYLES
from registry.badges.tally import answered

PREFIX = "/badge/"
DEFAULT = "flat"
_STYLE_OF_QUERY = {"": DEFAULT} | {f"style={style}": style for style in STYLES}
_METHODS = "GET, HEAD, OPTIONS"


def front(application: WSGIApplication, badges: Map | None = None) -> WSGIApplication:
    """The whole site as one WSGI callable: badges from memory, the rest from `application`."""
    known = badges or shown()

    def handle(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if not path.startswith(PREFIX):
            return application(environ, start_response)
        address = _address(path)
        if address is None:
            return application(environ, start_response)
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return _refuse(environ, start_response)
        if not known.ready():
            return _unavailable(start_response)
        model, definition, kind = address
        form = _style(environ.get("QUERY_STRING", "")) if kind == "svg" else kind
        return _give(_find(known, model, definition)[form], environ, start_response)

    return handle


def _address(path: str) -> tuple[str, str, str] | None:
    """(model, definition, svg or json) of a badge's path, or None when it is the path of no badge."""
    stem, _, kind = _text(path)[len(PREFIX) :].lower().rpartition(".")
    model, _, definition = stem.rpartition("/")
    organization, _, name = model.partition("/")
    if kind not in ("svg", "json") or not (organization and name and definition) or "/" in name:
        return None
    return model, definition, kind


def _text(path: str) -> str:
    """WSGI hands over the bytes of a path as Latin-1; they are UTF-8, or else nobody's path."""
    if path.isascii():
        return path
    try:
        return path.encode("latin-1").decode()
    except UnicodeError:
        return path


def _style(query: str) -> str:
    """The style asked for, or flat: what it cannot be and what else is asked is passed over."""
    listed = _STYLE_OF_QUERY.get(query)
    if listed:
        return listed
    try:
        asked = parse_qs(query, max_num_fields=20).get("style", [DEFAULT])[-1]
    except ValueError:
        return DEFAULT
    return asked if asked in STYLES else DEFAULT


def _find(known: Map, model: str, definition: str) -> Badge:
    found = known.badges(model)
    if found is not None and definition in found:
        return found[definition]
    label = known.labels.get(definition)
    return not_assessed(label) if label else unknown_definition()


def _give(answer: Answer, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    # The lists are copied because a server may add to the one it is given.
    asked = environ.get("HTTP_IF_NONE_MATCH")
    if asked and answer.status == "200 OK" and (answer.etag in asked or asked.strip() == "*"):
        answered.unchanged += 1
        start_response("304 Not Modified", answer.unchanged[:])
        return []
    if answer.status == "200 OK":
        answered.given += 1
    else:
        answered.no_definition += 1
    start_response(answer.status, answer.headers[:])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else answer.body[:]


def _refuse(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    answered.refused += 1
    headers: Headers = [("Allow", _METHODS), ("Content-Length", "0"), *GUARDS]
    if environ["REQUEST_METHOD"] == "OPTIONS":
        allowed = [("Access-Control-Allow-Methods", _METHODS), ("Access-Control-Allow-Headers", "*")]
        start_response("204 No Content", [*headers[:1], *headers[2:], *allowed])
        return []
    start_response("405 Method Not Allowed", headers)
    return []


def _unavailable(start_response: StartResponse) -> Iterable[bytes]:
    """Nothing could be read since this process began; caches go on with what they have."""
    answered.unavailable += 1
    headers = [("Retry-After", "5"), ("Cache-Control", "no-store"), ("Content-Length", "0"), *GUARDS]
    start_response("503 Service Unavailable", headers)
    return []
