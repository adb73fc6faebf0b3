"""A server that speaks the hub's API as it answers in public: the same paths, codes, headers and detours.

`with running() as hub:` gives one on 127.0.0.1. What it holds is plain data (its list is in
stand_in_list.py); what is to go wrong with the next answers is said with `hub.break_with(...)`.
"""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from typing import Any

from tests.hubs import stand_in_list
from tests.hubs.stand_in_list import Listing

COMMIT = "5f0b02c75b57c5855da9ae460ce51323ea669d8a"
README = "---\nlicense: apache-2.0\n---\n# A model\n"
LIMIT = {"RateLimit": '"api";r=499;t=299', "RateLimit-Policy": '"fixed window";"api";q=500;w=300'}

Fault = Callable[["Handler"], None]


def model(repo_id: str = "acme/Rocket-7B", **changes: Any) -> dict[str, Any]:
    """One model as `GET /api/models/{id}` shows it; say only what differs. None removes a key."""
    info = {
        "_id": "64fd4b47a1c2d3e4f5a6b7c8",
        "id": repo_id,
        "modelId": repo_id,
        "author": repo_id.partition("/")[0],
        "sha": COMMIT,
        "createdAt": "2025-03-01T08:00:00.000Z",
        "lastModified": "2026-10-01T08:00:00.000Z",
        "private": False,
        "disabled": False,
        "gated": False,
        "downloads": 1200,
        "likes": 34,
        "tags": ["transformers", "safetensors", "license:apache-2.0", "region:us"],
        "pipeline_tag": "text-generation",
        "library_name": "transformers",
        "cardData": {"license": "apache-2.0"},
        "siblings": [
            {"rfilename": name}
            for name in ("README.md", "LICENSE", "config.json", "model.safetensors", "tokenizer.json")
        ],
        "safetensors": {"parameters": {"BF16": 7_241_732_096}, "total": 7_241_732_096},
        "spaces": [],
        "usedStorage": 14_483_498_224,
    }
    info |= changes
    return {key: value for key, value in info.items() if value is not None}


@dataclass
class Hub:
    """What the stand-in holds, and what it was asked."""

    url: str = ""
    models: dict[str, Any] = field(default_factory=dict)  # by repo id
    readmes: dict[str, bytes] = field(default_factory=dict)
    files: dict[str, bytes] = field(
        default_factory=dict
    )  # others, by repo id and name: "acme/Rocket-7B/LICENSE"
    renamed: dict[str, str] = field(default_factory=dict)
    token: str = ""  # the only one it accepts
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    faults: dict[str, Fault] = field(default_factory=dict)  # by "api", "list", "readme" or "file"
    limits: dict[str, str] = field(default_factory=lambda: dict(LIMIT))  # headers of every answer
    listing: Listing = field(init=False)

    def __post_init__(self) -> None:
        self.listing = Listing(self.models)

    def shows(self, info: dict[str, Any], readme: str | bytes = README) -> None:
        self.models[info["id"]] = info
        self.readmes[info["id"]] = readme.encode() if isinstance(readme, str) else readme

    def renames(self, old: str, new: str) -> None:
        """As the hub does it: the old path leads to the new one from now on."""
        self.models[new] = self.models.pop(old) | {"id": new, "modelId": new}
        self.readmes[new] = self.readmes.pop(old)
        self.files = {path.replace(f"{old}/", f"{new}/", 1): content for path, content in self.files.items()}
        self.renamed[old] = new

    def break_with(self, fault: Fault, *, on: str = "api") -> None:
        self.faults[on] = fault

    def mend(self) -> None:
        self.faults.clear()

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    hub: Hub

    def handle(self) -> None:
        with suppress(OSError):  # whoever asked may have given up
            super().handle()

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        self.hub.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        kind = "api" if path.startswith("/api/models/") else "list" if path == "/api/models" else "readme"
        if kind == "readme" and not path.endswith("/README.md"):
            kind = "file"
        if kind in self.hub.faults:
            self.hub.faults[kind](self)
        else:
            self.serve()

    def serve(self) -> None:
        """Answer as the hub does when nothing is wrong."""
        path = self.path.partition("?")[0]
        if path == "/api/models":
            self._list()
        elif path.startswith("/api/models/"):
            self._info(path.removeprefix("/api/models/"))
        elif path.startswith("/api/resolve-cache/models/"):
            *name, _, file = path.removeprefix("/api/resolve-cache/models/").split("/")
            content = self._content("/".join(name), file)
            self.answer(200, content or b"", {"Content-Type": "text/plain; charset=utf-8"})
        else:
            self._resolve(path)

    def _list(self) -> None:
        if self._is_refused():
            return
        signed_in = bool(self.headers.get("authorization"))
        status, body, headers = stand_in_list.answer(
            self.hub.listing, self.path, self.hub.url, sees_private=signed_in
        )
        self.json(body, status, headers)

    def _is_refused(self) -> bool:
        sent = self.headers.get("authorization", "")
        if not sent or sent == f"Bearer {self.hub.token}":
            return False
        message = "Invalid credentials in Authorization header"
        self.problem(401, message, {"X-Error-Message": message})
        return True

    def _info(self, name: str) -> None:
        sent = self.headers.get("authorization", "")
        if self._is_refused():
            return
        if name in self.hub.renamed:
            self.answer(307, b"", {"Location": f"/api/models/{self.hub.renamed[name]}"})
        elif name in self.hub.models:
            self.json(self.hub.models[name])
        elif sent:
            self.problem(404, "Repository not found", {"X-Error-Code": "RepoNotFound"})
        else:
            self.problem(401, "Invalid username or password.")

    def _resolve(self, path: str) -> None:
        name, _, rest = path.strip("/").partition("/resolve/")
        commit, _, file = rest.partition("/")
        info = self.hub.models.get(name)
        if info is None or self._content(name, file) is None:
            self.problem(404, "Entry not found", {"X-Error-Code": "EntryNotFound"})
        elif info.get("gated") and not self.headers.get("authorization"):
            message = f"Access to model {name} is restricted."
            self.problem(401, message, {"X-Error-Code": "GatedRepo", "X-Error-Message": message})
        else:
            there = f"/api/resolve-cache/models/{name}/{commit}/{file}"
            self.answer(307, b"", {"Location": there, "X-Repo-Commit": commit})

    def _content(self, name: str, file: str) -> bytes | None:
        return self.hub.readmes.get(name) if file == "README.md" else self.hub.files.get(f"{name}/{file}")

    def json(self, body: object, status: int = 200, headers: dict[str, str] | None = None) -> None:
        kind = {"Content-Type": "application/json; charset=utf-8"}
        self.answer(status, json.dumps(body).encode(), kind | (headers or {}))

    def problem(self, status: int, message: str, headers: dict[str, str] | None = None) -> None:
        body = json.dumps({"error": message}).encode()
        self.answer(status, body, {"Content-Type": "application/json; charset=utf-8", **(headers or {})})

    def answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {**self.hub.limits, "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Quiet."""


def status(code: int, headers: dict[str, str] | None = None, body: bytes = b"{}") -> Fault:
    return lambda handler: handler.answer(code, body, {"Content-Type": "application/json", **(headers or {})})


def body(
    content: bytes, content_type: str = "application/json", headers: dict[str, str] | None = None
) -> Fault:
    return lambda handler: handler.answer(200, content, {"Content-Type": content_type, **(headers or {})})


def slow(seconds: float) -> Fault:
    """The right answer, later."""

    def wait(handler: Handler) -> None:
        time.sleep(seconds)
        handler.serve()

    return wait


def held(gate: threading.Event) -> Fault:
    """The right answer as it is now, sent once the gate opens."""

    def wait(handler: Handler) -> None:
        then, handler.wfile = handler.wfile, BytesIO()
        handler.serve()
        answer, handler.wfile = handler.wfile.getvalue(), then
        gate.wait(60)
        handler.wfile.write(answer)

    return wait


def truncated(handler: Handler) -> None:
    handler.answer(200, b'{"_id": "64', {"Content-Type": "application/json", "Content-Length": "5000"})
    handler.close_connection = True


def reset(handler: Handler) -> None:
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
    handler.connection.close()
    handler.close_connection = True


def dripped(info: object, *, headers_too: bool = False, every: float = 0.05) -> Fault:
    """A good answer, in forty pieces, each well within any read time-out. Seconds: `every` piece."""

    def drip(handler: Handler) -> None:
        content = json.dumps(info).encode()
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nX-Padding: " + b"x" * 40
        head += b"\r\nContent-Length: %d\r\n\r\n" % len(content)
        whole = head + content
        quick = 0 if headers_too else len(head)
        handler.wfile.write(whole[:quick])
        rest = whole[quick:]
        step = len(rest) // 40 + 1
        for start in range(0, len(rest), step):
            handler.wfile.write(rest[start : start + step])
            handler.wfile.flush()
            time.sleep(every)

    return drip


@contextmanager
def running() -> Iterator[Hub]:
    hub = Hub()
    handler = type("BoundHandler", (Handler,), {"hub": hub})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    hub.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
