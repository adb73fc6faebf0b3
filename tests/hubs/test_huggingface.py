"""The adapter against a server that speaks the hub's API: what it reads, and what each failure becomes."""

import gzip
import json
from collections.abc import Iterator
from typing import Any

import pytest

from registry.hubs import huggingface
from registry.hubs.snapshot import (
    HubError,
    Malformed,
    NotVisible,
    RateLimited,
    Snapshot,
    Unauthorized,
    Unavailable,
    from_relevant,
)
from registry.openness import license_texts
from tests.hubs import stand_in
from tests.hubs.stand_in import COMMIT, Hub, model
from tests.openness.license_examples import MIT

NAME = "acme/Rocket-7B"


@pytest.fixture
def hub() -> Iterator[Hub]:
    with stand_in.running() as running:
        running.shows(model())
        yield running


def fetch(hub: Hub, name: str = NAME, **options: Any) -> Snapshot:
    return huggingface.fetch(name, endpoint=hub.url, **options)


def test_a_model_is_read_in_one_api_call_one_card_and_one_license(hub):
    hub.files[f"{NAME}/LICENSE"] = b"Anything."
    seen = fetch(hub)
    assert (seen.key, seen.repo_id, seen.commit) == ("64fd4b47a1c2d3e4f5a6b7c8", NAME, COMMIT)
    assert (seen.license, seen.library, seen.gated) == ("apache-2.0", "transformers", "")
    assert dict(seen.files) == {
        "configuration": "config.json",
        "license": "LICENSE",
        "readme": "README.md",
        "tokenizer": "tokenizer.json",
        "weights": "model.safetensors",
    }
    assert (seen.downloads, seen.likes, seen.file_count, seen.marks) == (1200, 34, 5, ())
    assert hub.paths() == [
        f"/api/models/{NAME}",
        f"/{NAME}/resolve/{COMMIT}/README.md",
        f"/api/resolve-cache/models/{NAME}/{COMMIT}/README.md",
        f"/{NAME}/resolve/{COMMIT}/LICENSE",
        f"/api/resolve-cache/models/{NAME}/{COMMIT}/LICENSE",
    ]


def test_no_file_is_asked_for_that_the_hub_counts_as_a_download(hub):
    fetch(hub)
    assert not any("config.json" in path or ".safetensors" in path for path in hub.paths())


def test_it_says_who_asks_and_sends_no_token_of_the_machine(hub, monkeypatch):
    monkeypatch.setenv("HF_TOKEN", "hf_of_whoever_runs_this")
    fetch(hub)
    _, headers = hub.asked[0]
    assert headers["user-agent"].startswith("sourceform/")
    assert "authorization" not in headers
    assert "cookie" not in headers


def test_our_token_is_sent_when_there_is_one(hub):
    hub.token = "hf_ours"
    fetch(hub, token="hf_ours")
    assert hub.asked[0][1]["authorization"] == "Bearer hf_ours"


def test_a_snapshot_survives_being_stored(hub):
    seen = fetch(hub)
    again = from_relevant(json.loads(json.dumps(seen.relevant())))
    assert again.relevant() == seen.relevant()
    assert again.digest == seen.digest


def test_downloads_a_new_commit_or_a_new_path_do_not_change_the_digest(hub):
    before = fetch(hub).digest
    hub.shows(model(downloads=99, likes=1, sha="0" * 40, lastModified="2026-10-02T00:00:00.000Z"))
    assert fetch(hub).digest == before
    hub.shows(model(cardData={"license": "mit"}))
    assert fetch(hub).digest != before


def test_a_renamed_repository_is_followed_and_keeps_its_key(hub):
    hub.renames(NAME, "newco/Rocket-7B")
    seen = fetch(hub)
    assert (seen.repo_id, seen.key) == ("newco/Rocket-7B", "64fd4b47a1c2d3e4f5a6b7c8")
    assert seen.page == f"{hub.url}/newco/Rocket-7B"


def test_the_card_of_a_gated_repository_is_not_asked_for_without_a_token(hub):
    hub.shows(model(gated="manual"))
    assert fetch(hub).gated == "manual"
    assert hub.paths() == [f"/api/models/{NAME}"]


def test_a_gate_our_token_does_not_open_costs_the_card_only(hub):
    hub.token = "hf_ours"
    hub.shows(model(gated="auto"))
    hub.break_with(stand_in.status(403, {"X-Error-Code": "GatedRepo"}), on="readme")
    seen = fetch(hub, token="hf_ours")
    assert (seen.gated, seen.license, seen.marks) == ("auto", "apache-2.0", ("card-not-readable",))


def files(*names: str) -> list[dict[str, str]]:
    return [{"rfilename": name} for name in names]


@pytest.mark.parametrize(
    ("names", "read"),
    [
        (["LICENSE"], "LICENSE"),
        (["license.txt", "README.md"], "license.txt"),
        (["COPYING", "LICENSE.md"], "COPYING"),
        (["LICENSE", "LICENSE-CODE", "LICENSE-MODEL"], "LICENSE-MODEL"),
        (["LICENSE", "MODEL_LICENSE.md"], "MODEL_LICENSE.md"),
        (["LICENSE-CODE", "LICENSE-3RD-PARTY", "licenses/LICENSE", "LICENSE.pdf"], ""),
        ([], ""),
    ],
)
def test_the_license_file_read_is_that_of_the_model(hub, names, read):
    hub.shows(model(siblings=files(*names)))
    hub.files |= {f"{NAME}/{name}": MIT.encode() for name in names}
    seen = fetch(hub)
    assert seen.license_file == read
    assert seen.license_digest == (license_texts.digest(MIT) if read else "")


def test_a_license_file_that_cannot_be_read_costs_that_only(hub):
    broken = (
        stand_in.status(404),
        stand_in.status(403, {"X-Error-Code": "GatedRepo"}),
        stand_in.body(b"x" * 300_000),
    )
    for fault in broken:
        hub.break_with(fault, on="file")
        seen = fetch(hub)
        assert (seen.license, seen.license_file, seen.license_digest) == ("apache-2.0", "", "")


def test_an_outage_at_the_license_file_says_nothing_of_the_license(hub):
    hub.break_with(stand_in.status(503), on="file")
    with pytest.raises(Unavailable):
        fetch(hub)


def test_an_edited_license_is_another_observation_and_another_holder_is_not(hub):
    hub.files[f"{NAME}/LICENSE"] = MIT.encode()
    first = fetch(hub)
    hub.files[f"{NAME}/LICENSE"] = MIT.replace("2023 Acme Rockets", "2026 Acme Space").encode()
    assert fetch(hub).digest == first.digest
    hub.files[f"{NAME}/LICENSE"] = MIT.replace("to use,", "to use on Sundays,").encode()
    assert fetch(hub).digest != first.digest


def test_what_was_kept_before_texts_were_read_is_not_taken_for_changed(hub):
    hub.shows(model(siblings=files("model.safetensors")))
    seen = fetch(hub)
    before = {name: value for name, value in seen.relevant().items() if not name.startswith("license_")}
    assert from_relevant(before | {"license_name": "", "license_link": ""}).digest == seen.digest


def test_a_disabled_repository_says_so(hub):
    hub.shows(model(disabled=True))
    assert fetch(hub).disabled


def test_the_card_is_read_by_us_where_the_hub_shows_none(hub):
    hub.shows(model(cardData=None, tags=[]), "---\nlicense: other\nlicense_name: acme-1.0\n---\n")
    seen = fetch(hub)
    assert (seen.license, seen.license_name) == ("other", "acme-1.0")


BROKEN = {
    "500": (stand_in.status(500), Unavailable),
    "a wait of 5,000 digits": (
        stand_in.status(429, {"RateLimit": '"api";r=0;t=' + "9" * 5000}),
        Unavailable,
    ),
    "502": (stand_in.status(502), Unavailable),
    "503": (stand_in.status(503, {"Retry-After": "5"}), Unavailable),
    "504 of a proxy": (stand_in.body(b"<html>gateway</html>", "text/html"), Unavailable),
    "403 of a firewall": (stand_in.status(403, body=b"<html>no</html>"), Unavailable),
    "418": (stand_in.status(418), Unavailable),
    "204": (stand_in.status(204, body=b""), Unavailable),
    "304": (stand_in.status(304, body=b""), Unavailable),
    "html with 200": (stand_in.body(b"<!doctype html><p>Sign in", "text/html"), Unavailable),
    "broken json": (stand_in.body(b'{"_id": '), Unavailable),
    "empty body": (stand_in.body(b""), Unavailable),
    "null": (stand_in.body(b"null"), Unavailable),
    "a list": (stand_in.body(b"[1]"), Unavailable),
    "a text": (stand_in.body(b'"hello"'), Unavailable),
    "latin-1": (stand_in.body(b'{"id": "caf\xe9"}'), Unavailable),
    "bad gzip": (stand_in.body(b"not gzip", headers={"Content-Encoding": "gzip"}), Unavailable),
    "unasked encoding": (stand_in.body(b"?", headers={"Content-Encoding": "br"}), Unavailable),
    "truncated": (stand_in.truncated, Unavailable),
    "reset": (stand_in.reset, Unavailable),
    "redirect to nowhere": (stand_in.status(302, {"Location": "http://["}), Unavailable),
    "redirect without address": (stand_in.status(302), Unavailable),
    "redirect to itself": (stand_in.status(307, {"Location": f"/api/models/{NAME}"}), Unavailable),
    "redirect inside": (stand_in.status(307, {"Location": "http://169.254.169.254/latest"}), Unavailable),
    "redirect to a file": (stand_in.status(307, {"Location": "file:///etc/passwd"}), Unavailable),
    "401": (stand_in.status(401), NotVisible),
    "404": (stand_in.status(404, {"X-Error-Code": "RepoNotFound"}), NotVisible),
    "404 without a code": (stand_in.status(404), NotVisible),
    "429": (stand_in.status(429), RateLimited),
    "no id": (stand_in.body(json.dumps({"id": NAME}).encode()), Malformed),
    "no name": (stand_in.body(b'{"_id": "64fd4b47a1c2d3e4f5a6b7c8"}'), Malformed),
    "a name that is a path": (stand_in.body(b'{"_id": "64fd", "id": "../../etc"}'), Malformed),
    "a key no column takes": (stand_in.body(json.dumps({"_id": "a" * 101, "id": NAME}).encode()), Malformed),
    "too large": (stand_in.body(b'{"x": "' + b"a" * 300_000 + b'"}'), Malformed),
    "gzip bomb": (
        stand_in.body(gzip.compress(b"[" + b" " * 50_000_000), headers={"Content-Encoding": "gzip"}),
        Malformed,
    ),
    "nested beyond reason": (stand_in.body(b'{"a":' * 40_000 + b"1" + b"}" * 40_000), Malformed),
    "400": (stand_in.status(400), Malformed),
    "disabled": (
        stand_in.status(403, {"X-Error-Message": "Access to this resource is disabled."}),
        huggingface.Disabled,
    ),
    "gated": (stand_in.status(401, {"X-Error-Code": "GatedRepo"}), huggingface.Gated),
}


@pytest.mark.parametrize("case", BROKEN)
def test_every_failure_of_the_hub_becomes_one_of_our_errors(hub, case):
    fault, expected = BROKEN[case]
    hub.break_with(fault)
    with pytest.raises(HubError) as caught:
        fetch(hub)
    assert isinstance(caught.value, expected)
    assert str(caught.value).endswith(".")


def test_an_unreachable_hub_is_unavailable(hub):
    with pytest.raises(Unavailable):
        huggingface.fetch(NAME, endpoint="http://127.0.0.1:9")


def test_packed_answers_are_read_though_nobody_asked_for_them(hub):
    packed = gzip.compress(json.dumps(model()).encode())
    hub.break_with(stand_in.body(packed, headers={"Content-Encoding": "gzip"}))
    assert fetch(hub).repo_id == NAME


@pytest.mark.parametrize("headers_too", [False, True], ids=["body", "headers"])
def test_a_hub_that_drips_its_answer_meets_the_deadline(hub, headers_too):
    # The whole answer takes two seconds and is good: without a total deadline it would be read.
    hub.break_with(stand_in.dripped(model(), headers_too=headers_too))
    with pytest.raises(Unavailable, match="in time"):
        fetch(hub, deadline=0.4)


def test_the_deadline_covers_the_card_too(hub):
    hub.break_with(stand_in.dripped("x" * 400), on="readme")
    with pytest.raises(Unavailable, match="in time"):
        fetch(hub, deadline=0.4)


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"RateLimit": '"api";r=0;t=55', "RateLimit-Policy": '"fixed window";"api";q=500;w=300'}, 55),
        ({"RateLimit": "", "Retry-After": "120"}, 120),
        ({"RateLimit": "", "Retry-After": "86400"}, 3600),
        ({"RateLimit": "", "Retry-After": "soon"}, None),
        ({"RateLimit": "", "Retry-After": "-1"}, None),
        ({"RateLimit": "", "Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}, 0),
        ({"RateLimit": ""}, None),
    ],
)
def test_a_stated_wait_is_handed_on(hub, headers, expected):
    hub.break_with(stand_in.status(429, headers))
    with pytest.raises(RateLimited) as caught:
        fetch(hub)
    assert caught.value.retry_after == expected
    assert len(hub.asked) == 1


def test_a_repository_that_is_missing_or_private_is_not_visible_with_and_without_a_token(hub):
    hub.token = "hf_ours"
    for token in ("", "hf_ours"):
        with pytest.raises(NotVisible):
            fetch(hub, "acme/nothing", token=token)


def test_a_refused_token_never_reads_as_a_missing_repository(hub):
    hub.token = "hf_new"
    with pytest.raises(Unauthorized):
        fetch(hub, token="hf_revoked")


@pytest.mark.parametrize(
    "name",
    [
        "",
        "a/b/c",
        "acme/ro--cket",
        "acme/../etc",
        "acme/rocket.git",
        "acme/rocket?x=1",
        "acme/rocket\n",
        "acme/rakétа",
        "x" * 97,
        "http://127.0.0.1/",
        "acme/\x00",
    ],
)
def test_what_cannot_be_a_repository_is_never_asked_for(hub, name):
    with pytest.raises(Malformed):
        fetch(hub, name)
    assert hub.asked == []


def test_a_card_that_is_too_large_costs_the_card_only(hub):
    hub.shows(model(), b"---\nlicense: mit\n---\n" + b"a" * 1_100_000)
    seen = fetch(hub)
    assert (seen.license, seen.marks) == ("apache-2.0", ("card-too-large",))


def test_an_outage_while_the_card_is_read_is_an_outage_not_a_missing_card(hub):
    hub.break_with(stand_in.status(500), on="readme")
    with pytest.raises(Unavailable):
        fetch(hub)


POISON: dict[str, dict[str, Any]] = {
    "card key self": {"cardData": {"self": 1, "license": "mit"}},
    "card key ignore_metadata_errors": {"cardData": {"ignore_metadata_errors": True, "license": "mit"}},
    "source without url": {
        "cardData": {"model-index": [{"results": [{"source": {"name": "x"}}]}], "license": "mit"}
    },
    "source as text": {"model-index": [{"results": [{"source": "text"}]}]},
    "tags as a number": {"tags": 7},
    "safetensors without total": {"safetensors": {"parameters": 1}},
    "sibling without name": {"siblings": [{}, {"rfilename": "README.md"}, 5, None]},
    "a date that is none": {"lastModified": "yesterday", "createdAt": 5},
    "providers as text": {"inferenceProviderMapping": "text"},
    "a new field": {"transformersInfo": {"auto_model": "X", "brand_new": 1}},
    "card data as a list": {"cardData": ["license"]},
    "everything of the wrong type": {
        "downloads": "many",
        "likes": -3,
        "gated": {"x": 1},
        "library_name": ["a"],
        "sha": 7,
        "siblings": "none",
        "private": "no",
    },
    "text that no database takes": {
        "library_name": "a\x00b\ud800c",
        "cardData": {"license": "\ud83d\x00mit"},
    },
    "a commit that no address takes": {"sha": "\ud800"},
    "numbers beyond reason": {"downloads": 10**30, "safetensors": {"total": 1e400}},
    "a hundred thousand tags": {"tags": ["base_model:a/b"] * 10_000},
    "parents of every kind": {
        "cardData": {"base_model": [{"x": 1}, "", "../x", "/home/me", "a/b", "a/b", None]}
    },
    "license as a table": {"cardData": {"license": {"name": "mit"}}},
    "dates in the card": {"cardData": {"license": 2.0, "license_name": False}},
}


@pytest.mark.parametrize("case", POISON)
def test_one_odd_field_costs_that_field_only(hub, case):
    hub.shows(model(**POISON[case]))
    seen = fetch(hub)
    assert (seen.key, seen.repo_id) == ("64fd4b47a1c2d3e4f5a6b7c8", NAME)
    json.dumps(seen.relevant(), allow_nan=False, ensure_ascii=False).encode("utf-8")
    assert "\\u0000" not in json.dumps(seen.relevant())


def test_a_gate_of_an_unknown_kind_does_not_read_as_no_gate(hub):
    hub.shows(model(gated="invitation"))
    assert fetch(hub).gated == "other"


def test_parents_are_read_from_tags_and_card_with_their_relation(hub):
    tags = ["base_model:acme/Base", "base_model:quantized:acme/Base", "base_model:odd:relation"]
    hub.shows(model(tags=tags, cardData={"base_model": ["acme/Other", "local/../path"]}))
    assert [(base.repo_id, base.relation) for base in fetch(hub).bases] == [
        ("acme/Base", "quantized"),
        ("acme/Other", ""),
    ]


def test_at_most_a_hundred_parents_are_kept(hub):
    hub.shows(model(cardData={"base_model": [f"acme/parent-{number}" for number in range(1000)]}))
    assert len(fetch(hub).bases) == 100
