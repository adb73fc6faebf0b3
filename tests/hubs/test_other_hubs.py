"""Zenodo, ModelScope and Software Heritage: their own shapes, and what every adapter owes to a bad answer."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from registry.hubs import known
from registry.hubs.github import GitHub
from registry.hubs.hub import Hub, Place
from registry.hubs.modelscope import ModelScope
from registry.hubs.snapshot import Disabled, Malformed, NotVisible, RateLimited, Unauthorized, Unavailable
from registry.hubs.software_heritage import Archived, SaveState, SoftwareHeritage
from registry.hubs.zenodo import Zenodo
from tests.hubs import stand_in, stand_in_elsewhere
from tests.hubs.stand_in_elsewhere import (
    SNAPSHOT,
    Elsewhere,
    failed,
    github,
    modelscope,
    visit,
    wish,
    wrapped,
    zenodo,
)

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
CODE = "https://github.com/acme/train"
VISIT = f"/api/1/origin/{CODE}/visit/latest/"
SAVE = f"/api/1/origin/save/git/url/{CODE}/"


@pytest.fixture
def hub() -> Iterator[Elsewhere]:
    with stand_in_elsewhere.running() as running:
        running.shows_github(github())
        running.shows_zenodo(zenodo())
        running.shows_modelscope(modelscope(), "README.md", "model.safetensors", "config.json")
        running.records[VISIT] = visit(CODE)
        yield running


HUBS: list[tuple[Callable[[str], Hub[Any]], str]] = [
    (GitHub, "acme/train"),
    (Zenodo, "4566"),
    (ModelScope, "iic/video"),
    (SoftwareHeritage, CODE),
]
each_hub = pytest.mark.parametrize(("made", "address"), HUBS, ids=lambda value: getattr(value, "name", ""))


@each_hub
def test_a_good_answer_is_read(hub, made, address):
    assert made(hub.url).fetch(address, now=NOW).seen is not None
    assert all(headers["user-agent"].startswith("sourceform/") for _, _, headers in hub.asked)


@each_hub
@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (stand_in.status(404), NotVisible),
        (stand_in.status(429, {"Retry-After": "30"}), RateLimited),
        (stand_in.status(500), Unavailable),
        (stand_in.status(503), Unavailable),
        (stand_in.status(302, {"Location": "http://localhost:9/"}), Unavailable),
        (stand_in.body(b"<html>Welcome to the hotel</html>", "text/html"), Unavailable),
        (stand_in.body(b'{"id": 12'), Unavailable),
        (stand_in.body(b""), Unavailable),
        (stand_in.body(b"[1, 2]"), Unavailable),
        (stand_in.body(b"null"), Unavailable),
        (stand_in.body(b"\xff\xfe"), Unavailable),
        (stand_in.body(b'{"id": ' + b"9" * 5000 + b"}"), Malformed),
        (stand_in.body(b'{"a":' * 100_000), Malformed),
        (stand_in.body(b'{"id": "' + b"x" * 2**20 + b'"}'), Malformed),
        (stand_in.body(b"{}", headers={"Content-Encoding": "gzip"}), Unavailable),
        (stand_in.truncated, Unavailable),
        (stand_in.reset, Unavailable),
    ],
    ids=[
        "missing",
        "too many",
        "error",
        "down",
        "led away",
        "a page",
        "cut off",
        "empty",
        "a list",
        "null",
        "no text",
        "a long number",
        "deep",
        "huge",
        "no gzip",
        "truncated",
        "reset",
    ],
)
def test_a_bad_answer_is_one_of_our_errors(hub, made, address, fault, error):
    hub.break_with(fault)
    with pytest.raises(error):
        made(hub.url).fetch(address, now=NOW)


@each_hub
def test_a_body_sent_byte_by_byte_ends_at_the_deadline(hub, made, address):
    hub.break_with(stand_in.dripped({"id": 1}))
    with pytest.raises(Unavailable, match="in time"):
        made(hub.url).fetch(address, now=NOW, deadline=0.2)


@each_hub
def test_a_hub_that_nobody_answers_for_is_unavailable(made, address):
    with pytest.raises(Unavailable):
        made("http://127.0.0.1:9").fetch(address, now=NOW, deadline=2)


@pytest.mark.parametrize(
    ("made", "address", "setting"),
    [(Zenodo, "4566", "ZENODO_TOKEN"), (SoftwareHeritage, CODE, "SWH_TOKEN")],
)
def test_a_refused_token_is_our_own_trouble(hub, made, address, setting):
    hub.token = "right"
    assert made(hub.url, "right").fetch(address, now=NOW).seen is not None
    with pytest.raises(Unauthorized, match=setting):
        made(hub.url, "wrong").fetch(address, now=NOW)


@pytest.mark.parametrize(
    ("right", "gated", "marks"),
    [
        ("open", "", ()),
        ("restricted", "manual", ()),
        ("embargoed", "closed", ()),
        ("closed", "closed", ()),
        ("", "other", ("access-right-odd",)),
        ("surprising", "other", ("access-right-odd",)),
    ],
)
def test_access_to_a_record_of_zenodo(hub, right, gated, marks):
    hub.shows_zenodo(zenodo(right=right))
    found = Zenodo(hub.url).fetch("4566", now=NOW).seen
    assert (found.gated, found.marks) == (gated, marks)


def test_a_record_of_zenodo_is_known_by_its_concept_and_a_newer_version_shows(hub):
    found = Zenodo(hub.url).fetch("4566", now=NOW).seen
    assert (found.key, found.repo_id, found.license) == ("4565", "4566", "cc-by-4.0")
    assert (found.doi, found.has_files) == ("10.5281/zenodo.4566", True)
    hub.shows_zenodo(zenodo(4999))
    hub.moved["/api/records/4565"] = "/api/records/4999"
    newest = Zenodo(hub.url).fetch("4565", now=NOW).seen
    assert (newest.key, newest.repo_id) == ("4565", "4999")


@pytest.mark.parametrize("files", [None, [], {}, [7], [{"size": 3}]])
def test_a_record_of_zenodo_without_files_has_none(hub, files):
    hub.shows_zenodo(zenodo(files=files, license=""))
    found = Zenodo(hub.url).fetch("4566", now=NOW).seen
    assert (found.has_files, found.license) == (False, "")


def test_zenodo_says_when_nothing_changed(hub):
    first = Zenodo(hub.url).fetch("4566", now=NOW)
    assert Zenodo(hub.url).fetch("4566", now=NOW, etag=first.etag).seen is None


def test_a_model_of_modelscope_and_its_files_are_read(hub):
    found = ModelScope(hub.url).fetch("iic/video", now=NOW).seen
    assert (found.key, found.repo_id, found.license) == ("4711", "iic/video", "Apache License 2.0")
    assert dict(found.files) == {
        "configuration": "config.json",
        "readme": "README.md",
        "weights": "model.safetensors",
    }
    assert (found.gated, found.private, found.modified_at[:10]) == ("", False, "2026-01-21")
    assert hub.paths() == [
        "/api/v1/models/iic/video",
        "/api/v1/models/iic/video/repo/files?Revision=master&Recursive=true",
    ]


@pytest.mark.parametrize(
    ("changes", "gated", "private"),
    [
        ({"ApprovalMode": 1}, "other", False),
        ({"ProtectedMode": 1}, "other", False),
        ({"Visibility": 1}, "", True),
        ({"Visibility": 3}, "", True),
        ({"Visibility": None}, "", False),
    ],
)
def test_a_model_of_modelscope_that_is_marked_in_any_way_has_an_unknown_gate(hub, changes, gated, private):
    hub.shows_modelscope(modelscope(**changes), "model.safetensors")
    found = ModelScope(hub.url).fetch("iic/video", now=NOW).seen
    assert (found.gated, found.private) == (gated, private)


@pytest.mark.parametrize(
    ("answer", "status", "error"),
    [
        (failed(10010205001, "record not found"), 200, NotVisible),
        (failed(10010205001, "record not found"), 404, NotVisible),
        (failed(10010101004, "get model info failed, err: unauthorized permission"), 403, NotVisible),
        (failed(1, "模型不存在"), 200, NotVisible),
        (failed(10990101010, "internal server error"), 200, Unavailable),
        (failed(1, "系统繁忙"), 403, Unavailable),
        ({"Code": 200, "Success": True, "Data": None}, 200, Malformed),
        (wrapped({"Id": "x"}), 200, Malformed),
    ],
)
def test_failures_of_modelscope_come_with_any_status(hub, answer, status, error):
    hub.break_with(stand_in.status(status, body=stand_in.json.dumps(answer).encode()))
    with pytest.raises(error):
        ModelScope(hub.url).fetch("iic/video", now=NOW)


def test_the_newest_copy_of_an_address(hub):
    found = SoftwareHeritage(hub.url).archived(CODE, now=NOW)
    assert found == Archived(
        CODE,
        f"swh:1:snp:{SNAPSHOT}",
        "2026-09-01T01:02:03+00:00",
        True,
        f"https://archive.softwareheritage.org/swh:1:snp:{SNAPSHOT};origin={CODE}",
    )
    assert hub.paths() == [f"{VISIT}?require_snapshot=true"]


@pytest.mark.parametrize("changes", [{"snapshot": None}, {"snapshot": "x" * 40}, {"date": "never"}])
def test_a_visit_without_a_copy_is_none(hub, changes):
    hub.records[VISIT] = visit(CODE, **changes)
    assert SoftwareHeritage(hub.url).archived(CODE, now=NOW) is None


def test_an_address_that_was_never_archived_is_none(hub):
    assert SoftwareHeritage(hub.url).archived("https://github.com/acme/other", now=NOW) is None


def test_a_part_of_a_repository_is_said_to_be_a_part(hub):
    hub.records[VISIT] = visit(CODE, status="partial")
    found = SoftwareHeritage(hub.url).archived(CODE, now=NOW)
    assert found is not None
    assert not found.is_full


def test_a_wish_to_archive_is_followed_to_its_end(hub):
    archive = SoftwareHeritage(hub.url)
    assert archive.saving(CODE, now=NOW) is None
    hub.saves[SAVE] = wish()
    asked = archive.save(CODE, now=NOW)
    assert (asked, asked.is_settled) == (SaveState("accepted", "pending"), False)
    earlier = wish("accepted", "failed", save_request_date="2026-01-01T00:00:00+00:00")
    hub.records[SAVE] = [earlier, wish("accepted", "succeeded")]
    settled = archive.saving(CODE, now=NOW)
    assert settled is not None
    assert (settled.task, settled.is_settled) == ("succeeded", True)
    assert [method for method, _, _ in hub.asked] == ["GET", "POST", "GET"]


def test_an_address_that_is_not_archived_for_anybody_is_refused(hub):
    hub.break_with(stand_in.status(403, body=b'{"exception": "ForbiddenExc", "reason": "blacklisted"}'))
    with pytest.raises(Disabled):
        SoftwareHeritage(hub.url).save(CODE, now=NOW)


@pytest.mark.parametrize("said", [wish("surprising"), wish(task="lost"), {}])
def test_a_state_nobody_knows_is_no_state(hub, said):
    hub.saves[SAVE] = said
    with pytest.raises(Unavailable):
        SoftwareHeritage(hub.url).save(CODE, now=NOW)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "acme/train",
        "javascript:alert(1)",
        "https://user:secret@github.com/a/b",
        "http://[",
        "https://",
        "https://github.com/" + "x" * 1000,
    ],
)
def test_what_is_no_web_address_is_archived_by_nobody(hub, address):
    with pytest.raises(Malformed):
        SoftwareHeritage(hub.url).save(address, now=NOW)
    assert hub.asked == []


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("https://zenodo.org/records/4566", Place("zenodo", "4566")),
        ("https://zenodo.org/record/4566#.YxY", Place("zenodo", "4566")),
        ("https://www.zenodo.org/records/4566/files/a.zip?download=1", Place("zenodo", "4566")),
        ("https://doi.org/10.5281/zenodo.4566", Place("zenodo", "4566")),
        ("https://zenodo.org/doi/10.5281/zenodo.4566", Place("zenodo", "4566")),
        ("https://zenodo.org/communities/x", None),
        ("https://doi.org/10.1000/182", None),
        ("https://doi.org/records/4566", None),
        ("https://zenodo.org/records/0", None),
        ("https://modelscope.cn/models/iic/video", Place("modelscope", "iic/video")),
        ("https://www.modelscope.cn/models/iic/video/summary", Place("modelscope", "iic/video")),
        (
            "https://modelscope.cn/models/iic/video/file/view/master/a",
            Place("modelscope", "iic/video", at_root=False),
        ),
        ("https://modelscope.cn/datasets/iic/video", None),
        ("https://huggingface.co/acme/rocket/tree/main", Place("huggingface", "acme/rocket", at_root=False)),
        ("https://huggingface.co/datasets/acme/corpus", Place("huggingface", "datasets/acme/corpus")),
        (
            "https://raw.githubusercontent.com/acme/train/main/LICENSE",
            Place("github", "acme/train", at_root=False),
        ),
        ("https://GitHub.com/Acme/Train?tab=MIT-1-ov-file", Place("github", "Acme/Train")),
        ("https://github.com.evil.example/acme/train", None),
        ("ftp://github.com/acme/train", None),
        ("https://arxiv.org/abs/2401.00001", None),
        ("http://[", None),
        ("", None),
    ],
)
def test_where_an_address_leads(address, place):
    assert known.place(address) == place


@pytest.mark.parametrize(
    ("made", "address"),
    [(Zenodo, "0"), (Zenodo, "12/../13"), (Zenodo, "x"), (ModelScope, "video"), (ModelScope, "../x/y")],
)
def test_what_cannot_be_a_name_there_is_asked_of_nobody(hub, made, address):
    with pytest.raises(Malformed):
        made(hub.url).fetch(address, now=NOW)
    assert hub.asked == []
