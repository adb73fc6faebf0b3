"""A file on the hub proves something only where everybody sees it, at exactly the place it is asked for."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from registry.hubs import proof_file
from registry.hubs.snapshot import HubError, Malformed, NotVisible, RateLimited, Unavailable
from tests.hubs import stand_in
from tests.hubs.stand_in import COMMIT, Handler, Hub, model

NAME = "acme/Rocket-7B"
FILE = proof_file.file_name("k7m2")
TOKEN = "sourceform-proof-0123456789"


@pytest.fixture
def hub() -> Iterator[Hub]:
    with stand_in.running() as running:
        running.shows(model())
        running.files[f"{NAME}/{FILE}"] = TOKEN.encode()
        yield running


def read(hub: Hub, name: str = NAME) -> str:
    return proof_file.read(name, FILE, endpoint=hub.url, deadline=5)


@pytest.mark.parametrize("ending", [b"", b"\n", b"\r\n"])
def test_the_file_of_a_public_repository_is_read_whole(hub: Hub, ending: bytes) -> None:
    hub.files[f"{NAME}/{FILE}"] = TOKEN.encode() + ending
    assert read(hub) == TOKEN
    assert f"/{NAME}/resolve/{COMMIT}/{FILE}" in hub.paths()
    assert not [headers for _, headers in hub.asked if "authorization" in headers]


@pytest.mark.parametrize("odd", [TOKEN + "\n\n", f" {TOKEN}", f"{TOKEN} and more", f"x{TOKEN}", ""])
def test_nothing_is_trimmed_that_could_hide_other_words(hub: Hub, odd: str) -> None:
    hub.files[f"{NAME}/{FILE}"] = odd.encode()
    assert read(hub) != TOKEN


def leads_to(path: str) -> Callable[[Handler], None]:
    return lambda handler: handler.answer(307, b"", {"Location": path})


def says(info: dict[str, Any]) -> Callable[[Handler], None]:
    return stand_in.body(json.dumps(info).encode())


@pytest.mark.parametrize(
    ("on", "fault", "error"),
    [
        ("api", says(model("evil/Rocket-7B")), NotVisible),
        ("api", says(model(author="acme", id="evil/Rocket-7B", modelId=NAME)), NotVisible),
        ("api", says(model(id=None, modelId=NAME)), NotVisible),
        ("api", says(model(private=True)), NotVisible),
        ("api", says(model(gated="auto")), NotVisible),
        ("api", says(model(disabled=True)), NotVisible),
        ("api", says(model(sha="refs/pr/1")), NotVisible),
        ("api", says(model(sha=None)), NotVisible),
        ("api", stand_in.body(b"[1, 2]"), NotVisible),
        ("api", stand_in.body(TOKEN.encode()), Unavailable),
        ("api", stand_in.body(b"[" * 5000), Unavailable),
        ("api", stand_in.status(429, {"Retry-After": "7"}), RateLimited),
        ("api", stand_in.status(503), Unavailable),
        ("file", leads_to(f"/evil/Rocket-7B/resolve/{COMMIT}/{FILE}"), HubError),
        ("file", leads_to(f"/api/resolve-cache/models/evil/Rocket-7B/{COMMIT}/{FILE}"), HubError),
        ("file", leads_to(f"https://evil.example/{NAME}/resolve/{COMMIT}/{FILE}"), Unavailable),
        ("file", stand_in.body(b"x" * 2000), Malformed),
        ("file", stand_in.body("sourceform-proof-０１".encode()), Malformed),
    ],
    ids=[str(number) for number in range(18)],  # how functions are shown differs from process to process
)
def test_an_answer_that_is_crafted_or_leads_elsewhere_proves_nothing(
    hub: Hub, on: str, fault: Callable[[Handler], None], error: type[HubError]
) -> None:
    hub.shows(model("evil/Rocket-7B"))
    hub.files[f"evil/Rocket-7B/{FILE}"] = TOKEN.encode()
    hub.break_with(fault, on=on)
    with pytest.raises(error):
        read(hub)


def test_a_repository_that_moved_to_another_organization_proves_nothing_for_the_old_one(hub: Hub) -> None:
    hub.renames(NAME, "evil/Rocket-7B")
    with pytest.raises(NotVisible):
        read(hub)


def test_an_error_page_with_the_right_words_is_no_file(hub: Hub) -> None:
    hub.break_with(lambda handler: handler.answer(404, TOKEN.encode(), {}), on="file")
    with pytest.raises(HubError):
        read(hub)


@pytest.mark.parametrize(
    "name", ["acme", "acme/../evil/x", "acme/x/y", "acme/x?y", "http://evil.example", ""]
)
def test_what_is_no_repository_is_not_asked_for(hub: Hub, name: str) -> None:
    with pytest.raises(HubError):
        read(hub, name)
