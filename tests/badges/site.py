"""The front that serves badges, for tests that follow a change to it."""

import json
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIEnvironment

from registry.badges.front import front
from registry.badges.map import Map
from registry.scorecards import queries


class Site:
    """The front with a map that looks when it is told to."""

    def __init__(self) -> None:
        self.badges = Map(queries)
        self.badges.ready = lambda: True  # type: ignore[method-assign]
        self.front = front(nowhere, self.badges)
        self.now = 0.0

    def look(self) -> None:
        self.now += 1
        self.badges.look(now=self.now)

    def message(self, path: str) -> str:
        environ = {"PATH_INFO": f"/badge/{path}/osaid-1.0.json", "REQUEST_METHOD": "GET"}
        body = b"".join(self.front(environ, lambda status, headers, exc_info=None: lambda data: None))
        message: str = json.loads(body)["message"]
        return message


def nowhere(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    raise AssertionError("not a badge")
