"""Signing in through other sites: asked by this browser, answered once, and no way into another's account."""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.http import HttpResponse
from django.test import Client, override_settings

from registry.accounts import flags
from registry.accounts.actors import OPERATOR
from registry.accounts.models import User
from registry.providers import providers
from registry.web.sign_in.social import SocialAdapter
from tests.build import NOON, do_jobs, make_user, sign_in

pytestmark = pytest.mark.django_db
NONE = ("", "")
ALL = providers(
    github=("gh-id", "gh-secret"),
    huggingface=("hf-id", "hf-secret"),
    oidc=("our-id", "our-secret"),
    url="https://login.example",
    name="Example Login",
)


@dataclass
class Answer:
    said: Any
    status_code: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"content-type": "application/json"})

    @property
    def text(self) -> str:
        return json.dumps(self.said)

    content = text

    def json(self) -> Any:
        return self.said

    def raise_for_status(self) -> None:
        pass


@dataclass
class OtherSite:
    """What the other site says, and what it was asked."""

    person: dict[str, Any] = field(
        default_factory=lambda: {"sub": "4711", "email": "ada@people.example", "email_verified": True}
    )
    nonce: str | None = None  # in place of the right one
    token: dict[str, Any] = field(default_factory=dict)  # in place of what the ID token says
    asked: list[dict[str, Any]] = field(default_factory=list)
    is_down: bool = False

    def __enter__(self) -> "OtherSite":
        return self

    def __exit__(self, *error: object) -> None:
        pass

    def get(self, url: str, **options: Any) -> Answer:
        return self.request("GET", url, **options)

    def request(self, method: str, url: str, **options: Any) -> Answer:
        if self.is_down:
            raise ConnectionError("no answer")
        host = f"https://{urlsplit(url).hostname}"
        if url.endswith("openid-configuration"):
            names = ("authorization", "token", "userinfo")
            places = {f"{name}_endpoint": f"{host}/{name}" for name in names}
            return Answer(places | {"issuer": host, "jwks_uri": f"{host}/keys"})
        if url.endswith(("/token", "/access_token")):
            self.asked.append(options["data"])
            said = {"iss": host, "aud": options["data"]["client_id"], "exp": time.time() + 60}
            said |= {"sub": self.person.get("sub", ""), "nonce": self.nonce, **self.token}
            return Answer({"access_token": "t", "id_token": jwt.encode(said, "k" * 32)})
        if url.endswith("/user/emails"):
            address = {"email": self.person["email"], "primary": True}
            return Answer([address | {"verified": self.person["email_verified"]}])
        if url == "https://api.github.com/user":
            return Answer({"id": self.person["sub"], "login": "ada", "email": None, "bio": "private"})
        return Answer(self.person)


@pytest.fixture
def other(monkeypatch: pytest.MonkeyPatch) -> Iterator[OtherSite]:
    site = OtherSite()
    monkeypatch.setattr(SocialAdapter, "get_requests_session", lambda adapter: site)
    with override_settings(SOCIALACCOUNT_PROVIDERS=ALL):
        yield site


def leave(client: Client, name: str = "oidc", **sent: str) -> dict[str, str]:
    """Leave for the other site; what it is asked with."""
    page = client.post(f"/account/elsewhere/{name}/", sent)
    assert page.status_code == 200, page.text
    there = page.text.partition('content="0;url=')[2].partition('"')[0].replace("&amp;", "&")
    return {key: values[0] for key, values in parse_qs(urlsplit(there).query).items()} | {"there": there}


def come_back(
    client: Client, other: OtherSite, asked: dict[str, str], name: str = "oidc", **sent: str
) -> HttpResponse:
    if other.nonce is None:
        other.nonce = asked.get("nonce")
    return client.get(f"/account/elsewhere/{name}/back/", {"code": "c", "state": asked["state"]} | sent)


def choose_name(client: Client, name: str = "ada-l", email: str = "ada@people.example") -> HttpResponse:
    return client.post("/account/elsewhere/sign-up/", {"username": name, "email": email})


def test_nothing_is_offered_that_was_not_set(client: Client) -> None:
    assert providers(github=NONE, huggingface=NONE, oidc=NONE, url="", name="") == {}
    assert "Go on with" not in client.get("/account/sign-in/").text
    assert client.post("/account/elsewhere/github/").status_code == 404
    assert client.get("/account/elsewhere/oidc/back/").status_code == 404


def test_what_was_set_is_offered(client: Client, other: OtherSite) -> None:
    for page in ("/account/sign-in/", "/de/account/sign-up/"):
        shown = client.get(page).text
        assert [name in shown for name in ("GitHub", "Hugging Face", "Example Login")] == [True] * 3
        assert "secret" not in shown


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"github": ("id", "")}, "GITHUB_CLIENT"),
        ({"huggingface": ("", "secret")}, "HF_CLIENT"),
        ({"oidc": ("id", "secret")}, "OIDC_URL"),
        ({"url": "https://login.example"}, "OIDC_URL"),
        ({"oidc": ("id", "secret"), "url": "http://login.example"}, "https://"),
    ],
)
def test_half_of_a_setting_stops_the_start(options: dict[str, Any], says: str) -> None:
    usual = {"github": NONE, "huggingface": NONE, "oidc": NONE, "url": "", "name": ""}
    with pytest.raises(ValueError, match=says):
        providers(**(usual | options))


@pytest.mark.parametrize("name", ["github", "huggingface", "oidc"])
def test_a_question_carries_state_challenge_and_nonce(client: Client, other: OtherSite, name: str) -> None:
    asked = leave(client, name)
    assert asked["there"].startswith("https://")
    assert len(asked["state"]) >= 16
    assert asked["code_challenge_method"] == "S256"
    assert asked["redirect_uri"].endswith(f"/account/elsewhere/{name}/back/")
    assert ("nonce" in asked) == (name != "github")
    come_back(client, other, asked, name)
    assert len(other.asked[0]["code_verifier"]) >= 43


@pytest.mark.parametrize("name", ["github", "huggingface", "oidc"])
def test_somebody_new_chooses_a_name_and_is_signed_in(client: Client, other: OtherSite, name: str) -> None:
    answer = come_back(client, other, leave(client, name), name)
    assert answer["Location"] == "/account/elsewhere/sign-up/"
    assert choose_name(client, "admin").status_code == 422
    assert choose_name(client).status_code == 302
    assert "ada-l" in client.get("/").text
    assert EmailAddress.objects.get().verified
    kept = json.dumps(SocialAccount.objects.get().extra_data)
    assert "private" not in kept
    assert "ada@people.example" not in kept
    again = Client()
    other.nonce = None
    come_back(again, other, leave(again, name), name)
    assert "ada-l" in again.get("/").text
    assert User.objects.count() == 1


@pytest.mark.parametrize("verified", [False, "false", None, 1])
def test_an_address_the_other_site_did_not_verify_is_confirmed_by_mail(
    client: Client, other: OtherSite, verified: object
) -> None:
    other.person["email_verified"] = verified
    come_back(client, other, leave(client))
    assert choose_name(client)["Location"] == "/account/confirm/"
    assert "ada-l" not in client.get("/").text
    do_jobs()
    link = mail.outbox[0].body.partition("http://localhost")[2].partition("/")[2].split()[0]
    assert "Sign in first" in Client().post(f"/{link}").text, "somebody else opens the mail of a stranger"
    assert not EmailAddress.objects.get().verified
    client.post(f"/{link}")
    assert EmailAddress.objects.get().verified
    assert "ada-l" in client.get("/").text


@pytest.mark.parametrize("verified", [True, False])
@pytest.mark.parametrize("typed", ["ada@people.example", "another@people.example"])
def test_an_address_is_no_way_into_the_account_that_has_it(
    client: Client, other: OtherSite, verified: bool, typed: str
) -> None:
    make_user("the-owner", email="ada@people.example")
    other.person["email_verified"] = verified
    come_back(client, other, leave(client))
    choose_name(client, email=typed)
    assert "the-owner" not in client.get("/").text
    assert not SocialAccount.objects.filter(user__username="the-owner").exists()
    do_jobs()
    subjects = {message.to[0]: message.subject for message in mail.outbox}
    if typed == "ada@people.example":
        assert subjects == {typed: "You have an account already"}
        assert User.objects.count() == 1
    else:
        assert EmailAddress.objects.filter(email="ada@people.example").count() == 1


@pytest.mark.parametrize(
    "forged",
    [
        {"state": "made-up"},
        {"state": ""},
        {"error": "server_error", "code": ""},
    ],
)
def test_a_forged_answer_is_refused(client: Client, other: OtherSite, forged: dict[str, str]) -> None:
    answer = come_back(client, other, leave(client), **forged)
    assert 400 <= answer.status_code < 500 or forged.get("error")
    assert "ada" not in client.get("/").text
    assert not SocialAccount.objects.exists()


def test_an_answer_works_once_and_in_its_own_browser_only(client: Client, other: OtherSite) -> None:
    asked = leave(client)
    stranger = Client()
    assert come_back(stranger, other, asked).status_code == 401
    assert come_back(client, other, asked).status_code == 302
    assert come_back(client, other, asked).status_code == 401


def test_an_answer_of_one_site_is_none_of_another(client: Client, other: OtherSite) -> None:
    asked = leave(client, "oidc")
    assert come_back(client, other, asked, "huggingface").status_code == 401


@pytest.mark.parametrize(
    "token",
    [
        {"nonce": "of another question"},
        {"nonce": None},
        {"sub": "somebody else"},
        {"aud": "another-client"},
        {"iss": "https://evil.example"},
        {"exp": 1},
    ],
)
def test_a_token_that_answers_another_question_is_refused(
    client: Client, other: OtherSite, token: dict[str, Any]
) -> None:
    other.token = token
    assert come_back(client, other, leave(client)).status_code == 401
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "person",
    [{}, {"sub": ""}, {"sub": "x" * 400}, {"sub": "1", "email": 7}, {"sub": "1", "email": "no address"}],
)
def test_whatever_the_other_site_says_the_reader_gets_a_page(
    client: Client, other: OtherSite, person: dict[str, Any]
) -> None:
    other.person = person
    answer = come_back(client, other, leave(client))
    assert answer.status_code in (302, 401, 502)


def test_a_site_that_is_down_is_said_to_be(client: Client, other: OtherSite) -> None:
    other.is_down = True
    answer = client.post("/account/elsewhere/oidc/")
    assert answer.status_code == 502
    assert "did not answer" in answer.text


def test_an_account_is_connected_by_its_owner_after_a_fresh_proof(client: Client, other: OtherSite) -> None:
    user = make_user("the-owner", email="owner@people.example")
    user.set_password("correct horse battery")
    user.save()
    sign_in(client, user)
    place = "/account/elsewhere/oidc/connect/"
    assert client.post(place)["Location"].startswith("/account/prove/")
    client.post("/account/prove/", {"password": "correct horse battery"})
    page = client.post(place).text
    asked = parse_qs(urlsplit(page.partition("0;url=")[2].partition('"')[0].replace("&amp;", "&")).query)
    come_back(client, other, {key: values[0] for key, values in asked.items()})
    assert SocialAccount.objects.get().user == user
    shown = client.get("/account/elsewhere/")
    assert "Example Login" in shown.text
    gone = client.post("/account/elsewhere/", {"account": SocialAccount.objects.get().pk})
    assert gone.status_code == 302
    assert not SocialAccount.objects.exists()


def test_coming_back_writes_nothing_while_nothing_is_written(client: Client, other: OtherSite) -> None:
    asked = leave(client)
    flags.switch("read_only", True, because="a drill", by=OPERATOR, now=NOON)
    assert come_back(client, other, asked).status_code == 503
    assert not SocialAccount.objects.exists()


def test_signing_in_elsewhere_needs_a_form_of_ours(other: OtherSite) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/account/elsewhere/oidc/").status_code == 403
    assert strict.get("/account/elsewhere/oidc/").status_code == 405


def test_nobody_signs_up_through_another_site_while_that_is_closed(client: Client, other: OtherSite) -> None:
    flags.switch("signups_closed", True, because="a storm", by=OPERATOR, now=NOON)
    assert "Nobody can sign up" in come_back(client, other, leave(client)).text
    choose_name(client)
    assert not User.objects.exists()


def test_sign_ups_through_other_sites_are_counted_with_all(client: Client, other: OtherSite) -> None:
    for number in range(6):
        other.person, other.nonce = {"sub": f"{number}", "email": f"n{number}@people.example"}, None
        browser = Client()
        come_back(browser, other, leave(browser))
        answer = choose_name(browser, f"name-{number}a", f"n{number}@people.example")
    assert answer.status_code == 429
    assert User.objects.count() == 5
