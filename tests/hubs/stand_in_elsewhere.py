"""A server that speaks the APIs of GitHub, ModelScope, Zenodo and Software Heritage, as they answer.

What it holds is plain data by path; the records of each hub are made by `github(...)`, `zenodo(...)` and so
on, of which one says only what differs. Faults are those of stand_in.py, on all paths or on one.
"""

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import ThreadingHTTPServer
from typing import Any

from tests.hubs import stand_in
from tests.hubs.stand_in import Fault

GITHUB_LIMIT = {
    "X-RateLimit-Limit": "60",
    "X-RateLimit-Remaining": "59",
    "X-RateLimit-Reset": "1793534400",
    "X-RateLimit-Resource": "core",
}
SNAPSHOT = "c7c108084bc0bf3d81436bf980b46e98bd338453"


def github(name: str = "acme/train", **changes: Any) -> dict[str, Any]:
    """One repository as `GET /repos/{owner}/{name}` shows it."""
    owner, _, last = name.partition("/")
    info = {
        "id": 1296269,
        "node_id": "R_kgDOABPHjQ",
        "name": last,
        "full_name": name,
        "owner": {"login": owner, "id": 1, "type": "Organization"},
        "private": False,
        "html_url": f"https://github.com/{name}",
        "description": "Training code",
        "fork": False,
        "created_at": "2024-01-26T19:01:12Z",
        "updated_at": "2026-10-26T19:14:43Z",
        "pushed_at": "2026-10-26T19:06:43Z",
        "size": 1080,
        "language": "Python",
        "archived": False,
        "disabled": False,
        "license": {
            "key": "apache-2.0",
            "name": "Apache License 2.0",
            "spdx_id": "Apache-2.0",
            "url": "https://api.github.com/licenses/apache-2.0",
            "node_id": "MDc6TGljZW5zZTI=",
        },
        "visibility": "public",
        "default_branch": "main",
    }
    return info | changes


def detected(spdx_id: str) -> dict[str, Any]:
    """GitHub's license of a repository; NOASSERTION for a file it does not recognize."""
    key = "other" if spdx_id == "NOASSERTION" else spdx_id.lower()
    return {"key": key, "name": "Other", "spdx_id": spdx_id, "url": None, "node_id": "MDc6TGljZW5zZTA="}


def zenodo(number: int = 4566, *, right: str = "open", license: str = "cc-by-4.0", **changes: Any) -> Any:
    """One record as `GET /api/records/{id}` shows it."""
    metadata: dict[str, Any] = {
        "title": "A corpus",
        "doi": f"10.5281/zenodo.{number}",
        "publication_date": "2025-03-01",
        "access_right": right,
        "resource_type": {"title": "Dataset", "type": "dataset"},
    }
    if license:
        metadata["license"] = {"id": license}
    info = {
        "created": "2025-03-01T10:00:00.000000+00:00",
        "modified": "2025-03-02T10:00:00.000000+00:00",
        "id": number,
        "conceptrecid": "4565",
        "doi": f"10.5281/zenodo.{number}",
        "conceptdoi": "10.5281/zenodo.4565",
        "metadata": metadata,
        "files": [{"id": "a1", "key": "corpus.jsonl.gz", "size": 99, "checksum": "md5:0"}],
        "state": "done",
        "submitted": True,
        "revision": 3,
    }
    return info | changes


def modelscope(name: str = "iic/video", **changes: Any) -> dict[str, Any]:
    """What `GET /api/v1/models/{name}` carries under Data."""
    namespace, _, last = name.partition("/")
    info = {
        "Id": 4711,
        "Path": namespace,
        "Name": last,
        "ChineseName": "文本生成视频大模型",
        "License": "Apache License 2.0",
        "Visibility": 5,
        "ApprovalMode": None,
        "ProtectedMode": 2,
        "Downloads": 10,
        "Stars": 2,
        "Revision": "master",
        "CreatedTime": 1679000000,
        "LastUpdatedTime": 1769000000,
        "ReadMeContent": "# 模型\n",
    }
    return info | changes


def wrapped(data: object) -> dict[str, Any]:
    """A good answer of ModelScope."""
    return {"Code": 200, "Data": data, "Message": "success", "RequestId": "b2c", "Success": True}


def failed(code: int, message: str) -> dict[str, Any]:
    return {"Code": code, "Data": None, "Message": message, "RequestId": "b2c", "Success": False}


def visit(origin: str, **changes: Any) -> dict[str, Any]:
    """What `GET /api/1/origin/{url}/visit/latest/` shows."""
    info = {
        "origin": origin,
        "visit": 12,
        "date": "2026-09-01T01:02:03.000000+00:00",
        "status": "full",
        "snapshot": SNAPSHOT,
        "type": "git",
        "metadata": {},
        "origin_url": f"https://archive.softwareheritage.org/api/1/origin/{origin}/get/",
        "snapshot_url": f"https://archive.softwareheritage.org/api/1/snapshot/{SNAPSHOT}/",
    }
    return info | changes


def wish(request: str = "accepted", task: str = "pending", **changes: Any) -> dict[str, Any]:
    """What asking Software Heritage to save something answers."""
    info = {
        "id": 9,
        "origin_url": "https://github.com/acme/train",
        "visit_type": "git",
        "save_request_date": "2026-11-01T12:00:00+00:00",
        "save_request_status": request,
        "save_task_status": task,
        "visit_date": None,
        "visit_status": None,
        "note": None,
        "snapshot_swhid": None,
    }
    return info | changes


@dataclass
class Elsewhere:
    """What it holds, by path without the query, and what it was asked."""

    url: str = ""
    records: dict[str, Any] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)
    saves: dict[str, Any] = field(default_factory=dict)  # what a POST answers, by path
    token: str = ""  # the only one it accepts
    limits: dict[str, str] = field(default_factory=dict)
    faults: dict[str, Fault] = field(default_factory=dict)  # by path; "" for all
    asked: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)  # method, path, headers

    def shows_github(self, info: dict[str, Any]) -> None:
        self.records[f"/repos/{info['full_name'].lower()}"] = info

    def shows_zenodo(self, info: dict[str, Any]) -> None:
        self.records[f"/api/records/{info['id']}"] = info

    def shows_modelscope(self, info: dict[str, Any], *files: str) -> None:
        path = f"/api/v1/models/{info['Path']}/{info['Name']}".lower()
        rows = [{"Path": name, "Type": "blob", "Size": 7, "Sha256": "0" * 64} for name in files]
        self.records[path] = wrapped(info)
        self.records[f"{path}/repo/files"] = wrapped({"Files": rows})

    def renames(self, old: str, new: str) -> None:
        """As GitHub does it: the old name leads to the repository's number."""
        info = self.records.pop(f"/repos/{old.lower()}") | {"full_name": new, "name": new.partition("/")[2]}
        self.records[f"/repos/{new.lower()}"] = self.records[f"/repositories/{info['id']}"] = info
        self.moved[f"/repos/{old.lower()}"] = f"/repositories/{info['id']}"

    def break_with(self, fault: Fault, *, on: str = "") -> None:
        self.faults[on] = fault

    def paths(self) -> list[str]:
        return [path for _, path, _ in self.asked]


class Handler(stand_in.Handler):
    hub: Elsewhere  # type: ignore[assignment] # holds other things, and limits as well

    def do_GET(self) -> None:
        self._handle("GET")

    def do_POST(self) -> None:
        self._handle("POST")

    def _handle(self, method: str) -> None:
        path = self.path.partition("?")[0].lower()
        sent = {name.lower(): value for name, value in self.headers.items()}
        self.hub.asked.append((method, self.path, sent))
        fault = self.hub.faults.get(path, self.hub.faults.get(""))
        if fault:
            fault(self)
        else:
            self._serve(method, path)

    def serve(self) -> None:
        self._serve("GET", self.path.partition("?")[0].lower())

    def _serve(self, method: str, path: str) -> None:
        token = self.headers.get("authorization", "")
        held = self.hub.saves if method == "POST" else self.hub.records
        if token and token != f"Bearer {self.hub.token}":
            self.json({"message": "Bad credentials", "status": "401"}, 401)
        elif path in self.hub.moved:
            there = f"{self.hub.url}{self.hub.moved[path]}"
            self.json({"message": "Moved Permanently", "url": there}, 301, {"Location": there})
        elif path not in held:
            self.json({"message": "Not Found", "status": "404"}, 404)
        else:
            self._record(held[path])

    def _record(self, record: object) -> None:
        etag = f'W/"{hashlib.sha256(json.dumps(record, sort_keys=True).encode()).hexdigest()}"'
        if self.headers.get("if-none-match") == etag:
            self.answer(304, b"", {"ETag": etag})
        else:
            self.json(record, 200, {"ETag": etag})


@contextmanager
def running() -> Iterator[Elsewhere]:
    hub = Elsewhere()
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
