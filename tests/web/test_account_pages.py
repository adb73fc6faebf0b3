"""What every page of signing in holds to: no script inside, labels, words to translate, kept by nobody."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client, override_settings

from registry.accounts.models import User
from registry.accounts.sessions import SEEN
from tests.build import make_user
from tests.web.pages import Page
from tests.web.pseudo import Outside, brackets

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"
FOR_STRANGERS = [
    "/account/sign-in/",
    "/account/sign-up/",
    "/account/password/reset/",
    "/account/password/reset/sent/",
    "/account/password/reset/done/",
    "/account/confirm/",
    "/account/inactive/",
    "/account/confirm/MQ:1abc:x/",
    "/account/password/reset/1-abc/",
]
FOR_OWNERS = [
    "/account/sign-out/",
    "/account/prove/",
    "/account/email/",
    "/account/password/",
    "/account/factors/",
    "/account/factors/app/",
    "/account/factors/passkeys/add/",
    "/account/elsewhere/",
]
PAGES = [*FOR_STRANGERS, *FOR_OWNERS]
DATA = {"Sourceform", "grace", "people", "example", "JavaScript", "My"}


@pytest.fixture(autouse=True)
def quick_passwords() -> Iterator[None]:
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture
def owner(client: Client) -> User:
    user = make_user("grace", email="grace@people.example")
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def reader(client: Client, owner: User, request: pytest.FixtureRequest) -> Client:
    if request.node.callspec.params["address"] in FOR_OWNERS:
        client.post("/account/sign-in/", {"login": "grace", "password": PASSWORD})
        assert SEEN in client.session
    return client


@pytest.mark.parametrize("address", PAGES)
def test_a_page_of_signing_in_is_kept_and_listed_by_nobody(reader: Client, address: str) -> None:
    answer = reader.get(address)
    assert answer.status_code in (200, 404)
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Robots-Tag"] == "noindex"
    for cookie in answer.cookies.values():
        assert cookie["samesite"] == "Lax"
        assert cookie["httponly"]


@pytest.mark.parametrize("address", PAGES)
def test_a_page_of_signing_in_runs_without_script_and_names_its_fields(reader: Client, address: str) -> None:
    answer = reader.get(address)
    page = Page(answer.text)
    assert not page.open
    labelled = {attributes.get("for") for tag, attributes in page.tags if tag == "label"}
    for tag, attributes in page.tags:
        assert tag != "style"
        assert not [name for name in attributes if name == "style" or name.startswith("on")]
        if tag == "script" and attributes.get("type") != "application/json":
            assert (attributes["src"] or "").startswith("/static/")
        if (
            tag == "input"
            and attributes.get("type") not in {"hidden", "search"}
            and "hidden" not in attributes
        ):
            assert attributes["id"] in labelled
            assert "placeholder" not in attributes
    assert "unsafe" not in answer["Content-Security-Policy"]


@pytest.mark.parametrize("address", PAGES)
def test_every_word_of_a_page_of_signing_in_can_be_translated(reader: Client, address: str) -> None:
    with brackets():
        page = re.sub(r"<code>[A-Z2-7]{32}</code>", "", reader.get(address).text)
    assert sorted(set(Outside(page).found) - DATA) == []


@pytest.mark.parametrize("address", PAGES)
def test_every_link_of_a_page_of_signing_in_leads_somewhere(reader: Client, address: str) -> None:
    page = Page(reader.get(address).text)
    links = {attributes.get("href") or "" for tag, attributes in page.tags if tag == "a"}
    inside = [link for link in links if link.startswith("/account/")]
    assert [link for link in inside if reader.get(link).status_code >= 400 and link != address] == []


@pytest.mark.parametrize("address", ["/account/sign-in/", "/account/sign-up/"])
def test_a_page_of_signing_in_is_there_in_every_language(client: Client, address: str) -> None:
    for language in ("de", "fr"):
        page = client.get(f"/{language}{address}").text
        assert f'<html lang="{language}"' in page
        assert f'href="{address}"' in page, "its languages lead to each other"
