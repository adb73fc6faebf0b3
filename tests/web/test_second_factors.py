"""Second factors: what they are set up with, what they open, and what works only once."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path
from django.utils import timezone

from registry import urls
from registry.accounts import sessions
from registry.accounts.models import Grant, SecurityEvent, User
from registry.accounts.roles import Role
from registry.web import acting
from registry.web.acting import Missing, actor_of, with_role
from registry.web.sign_in.adapter import Adapter
from tests.build import do_jobs, make_user, sign_in
from tests.web.passkey import Passkey

pytestmark = pytest.mark.django_db
IN, FACTORS = "/account/sign-in/", "/account/factors/"
PASSWORD = "correct horse battery"


@with_role(Role.REVIEWER)
def review(request: HttpRequest) -> HttpResponse:
    return HttpResponse("for reviewers")


urlpatterns = [*urls.urlpatterns, path("only-reviewers/", review)]


@pytest.fixture(autouse=True)
def quick_passwords() -> Iterator[None]:
    quick = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with override_settings(PASSWORD_HASHERS=quick, ROOT_URLCONF=__name__):
        yield


def member(**roles: bool) -> User:
    user = make_user("grace", email="grace@people.example", mfa=False, **roles)
    user.set_password(PASSWORD)
    user.save()
    return user


def enter(client: Client) -> HttpResponse:
    return client.post(IN, {"login": "grace", "password": PASSWORD})


STEP = 4711


@pytest.fixture(autouse=True)
def one_half_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock of codes stands still: no test may fall between two of them."""
    monkeypatch.setattr(totp, "yield_hotp_counters_from_time", lambda: iter([STEP]))


def code_now(secret: str) -> str:
    return totp.format_hotp_value(totp.hotp_value(secret, STEP))


def set_up_app(client: Client) -> str:
    shown = client.get(f"{FACTORS}app/").text
    secret = re.search(r"<code>([A-Z2-7]{32})</code>", shown)[1]
    answer = client.post(f"{FACTORS}app/", {"code": code_now(secret)})
    assert answer.status_code == 302, answer.text
    return secret


def options_in(page: str) -> dict[str, object]:
    return json.loads(re.search(r'id="passkey-options" type="application/json">(.*?)</script>', page)[1])


def set_up_passkey(client: Client, *, alone: bool = True) -> Passkey:
    page, key = client.get(f"{FACTORS}passkeys/add/").text, Passkey()
    sent = {"credential": key.made(options_in(page)["creation_options"]), "name": "my key"}
    answer = client.post(f"{FACTORS}passkeys/add/", sent | ({"passwordless": "on"} if alone else {}))
    assert answer.status_code == 302, answer.text
    return key


def test_an_app_is_set_up_and_asked_for_at_the_next_sign_in(client: Client) -> None:
    member()
    enter(client)
    secret = set_up_app(client)
    other = Client()
    answer = enter(other)
    assert answer["Location"] == f"{FACTORS}show/"
    assert "grace" not in other.get("/").text, "the password alone signs nobody in"
    assert other.post(f"{FACTORS}show/", {"code": "000000"}).status_code == 422
    assert other.post(f"{FACTORS}show/", {"code": code_now(secret)}).status_code == 302
    assert "grace" in other.get("/").text


@pytest.mark.parametrize(
    "spelling",
    [
        lambda code: code,
        lambda code: f"{code[:3]} {code[3:]}",
        lambda code: f" {code} ",
        lambda code: "".join(chr(ord(digit) + 0xFEE0) for digit in code),
    ],
    ids=["same", "with a space", "with spaces around", "in full width"],
)
def test_a_code_works_once_however_it_is_spelled(client: Client, spelling: object) -> None:
    member()
    enter(client)
    code = code_now(set_up_app(client))
    first, second = Client(), Client()
    enter(first)
    enter(second)
    assert first.post(f"{FACTORS}show/", {"code": code}).status_code == 302
    assert second.post(f"{FACTORS}show/", {"code": spelling(code)}).status_code == 422


def test_the_secret_of_an_app_cannot_be_read_from_the_database(client: Client) -> None:
    member()
    enter(client)
    secret = set_up_app(client)
    kept = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in kept


def test_a_code_for_an_emergency_works_once(client: Client) -> None:
    member()
    enter(client)
    set_up_app(client)
    codes = re.findall(r"<li><code>(\d+)</code>", client.get(f"{FACTORS}codes/").text)
    assert len(codes) == 10
    for expected in (302, 422):
        other = Client()
        enter(other)
        assert other.post(f"{FACTORS}show/", {"code": codes[0]}).status_code == expected


def test_a_passkey_signs_in_without_a_password(client: Client) -> None:
    member()
    enter(client)
    key = set_up_passkey(client)
    other = Client()
    asked = other.get(f"{FACTORS}passkeys/sign-in/", headers={"accept": "application/json"}).json()
    answer = other.post(
        f"{FACTORS}passkeys/sign-in/", {"credential": key.shown(asked["request_options"]), "next": "/status/"}
    )
    assert answer.status_code == 302
    assert "grace" in other.get("/").text


@pytest.mark.parametrize("how", ["other site", "not verified", "other key", "no JSON", "old question"])
def test_a_passkey_that_is_not_right_opens_nothing(client: Client, how: str) -> None:
    member()
    enter(client)
    key = set_up_passkey(client)
    other = Client()
    asked = other.get(f"{FACTORS}passkeys/sign-in/").json()["request_options"]
    if how == "other site":
        key.site = "evil.example"
    if how == "other key":
        key.key = Passkey().key
    if how == "old question":
        other.get(f"{FACTORS}passkeys/sign-in/")
    credential = "{" if how == "no JSON" else key.shown(asked, verified=how != "not verified")
    other.post(f"{FACTORS}passkeys/sign-in/", {"credential": credential})
    assert "grace" not in other.get("/").text


ODD = [
    "[]",
    "1",
    "null",
    '"x"',
    "{}",
    '{"response": 1}',
    '{"id": 1, "rawId": [], "response": {}}',
    "[[[" * 99,
]


@pytest.mark.parametrize("credential", [*ODD, '{"response": {"userHandle": "_w"}}', '{"response": {}}'])
def test_what_no_browser_would_send_is_refused_politely(client: Client, credential: str) -> None:
    member()
    client.get(f"{FACTORS}passkeys/sign-in/")
    assert client.post(f"{FACTORS}passkeys/sign-in/", {"credential": credential}).status_code < 500
    enter(client)
    client.get(f"{FACTORS}passkeys/add/")
    answer = client.post(f"{FACTORS}passkeys/add/", {"credential": credential, "name": "x"})
    assert answer.status_code == 422


def test_a_passkey_is_a_second_factor_as_well(client: Client) -> None:
    member()
    enter(client)
    key = set_up_passkey(client, alone=False)
    other = Client()
    enter(other)
    asked = options_in(other.get(f"{FACTORS}show/").text)["request_options"]
    assert other.post(f"{FACTORS}show/", {"credential": key.shown(asked)}).status_code == 302
    assert "grace" in other.get("/").text


def test_a_role_works_only_after_a_second_factor_was_shown(client: Client) -> None:
    member(reviewer=True)
    assert client.get("/only-reviewers/")["Location"] == "/account/sign-in/?next=/only-reviewers/"
    assert client.post("/only-reviewers/").status_code == 403
    enter(client)
    answer = client.get("/only-reviewers/")
    assert answer.status_code == 403
    assert FACTORS in answer.text
    secret = set_up_app(client)
    answer = client.get("/only-reviewers/")
    assert answer.status_code == 403
    assert f"{FACTORS}prove/?next=/only-reviewers/" in answer.text
    proof = client.post(
        f"{FACTORS}prove/?next=/only-reviewers/", {"code": code_now(secret), "next": "/only-reviewers/"}
    )
    assert proof["Location"] == "/only-reviewers/"
    answer = client.get("/only-reviewers/")
    assert answer.text == "for reviewers"
    assert answer["Cache-Control"] == "private, no-store"
    Grant.objects.update(revoked_at=timezone.now())
    assert client.get("/only-reviewers/").status_code == 403, "a role that was taken is gone at once"


def test_the_rights_of_a_role_last_twelve_hours(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    user = make_user("grace", reviewer=True)
    sign_in(client, user, mfa=True)
    assert client.get("/only-reviewers/").status_code == 200
    monkeypatch.setattr(acting, "PRIVILEGED_FOR", timedelta(seconds=-1))
    assert client.get("/only-reviewers/").status_code == 403
    assert "grace" in client.get("/").text, "still signed in, with the rights of everybody"


def test_what_is_missing_is_told_in_order(rf: object) -> None:
    cases = [
        ({"verified": False}, False, Missing.ADDRESS),
        ({}, True, Missing.ROLE),
        ({"reviewer": True, "mfa": False}, False, Missing.FACTOR),
        ({"reviewer": True}, False, Missing.SHOWN),
        ({"reviewer": True}, True, None),
    ]
    for number, (options, mfa, expected) in enumerate(cases):
        user = make_user(f"case-{number}", **options)
        assert acting.missing(acting.Actor(user, mfa=mfa), Role.REVIEWER) is expected
    assert acting.missing(acting.Actor(None), Role.CONTRIBUTOR) is Missing.SIGN_IN


def test_a_visitor_is_known_without_a_look_at_the_session(
    rf: object, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(0):
        assert actor_of(rf.get("/")).user is None


OF_THE_OWNER = [
    "/account/email/",
    "/account/password/",
    f"{FACTORS}app/",
    f"{FACTORS}codes/",
    f"{FACTORS}codes/new/",
    f"{FACTORS}passkeys/add/",
    f"{FACTORS}passkeys/1/off/",
]


@pytest.mark.parametrize("address", OF_THE_OWNER)
@pytest.mark.parametrize("method", ["get", "post"])
def test_how_one_signs_in_is_changed_after_a_fresh_proof_only(
    client: Client, address: str, method: str
) -> None:
    assert "sign-in" in getattr(client, method)(address)["Location"]
    sign_in(client, member())  # a session of some time ago
    answer = getattr(client, method)(address, {"email": "evil@people.example", "action_add": "1"})
    assert answer["Location"].startswith("/account/prove/?next=")
    assert client.post("/account/prove/", {"password": "wrong wrong"}).status_code == 422
    before = client.session.session_key
    proof = client.post("/account/prove/", {"password": PASSWORD, "next": address})
    assert proof["Location"] == address
    assert client.session.session_key != before
    assert client.get(address).status_code in (200, 302, 404)
    assert not EmailAddress.objects.filter(email="evil@people.example").exists()


def test_an_address_is_added_confirmed_and_made_the_first(client: Client) -> None:
    user = member()
    enter(client)
    assert client.post("/account/email/", {"email": "x", "action_add": "1"}).status_code == 422
    client.post("/account/email/", {"email": "new@people.example", "action_add": "1"})
    do_jobs()
    link = re.search(r"(/account/confirm/\S+)", mail.outbox[-1].body)[1]
    stranger = Client()
    assert stranger.post(link)["Location"].startswith("/account/sign-in/?next=/account/confirm/")
    assert client.post(link)["Location"] == "/account/email/"
    client.post("/account/email/", {"email": "new@people.example", "action_primary": "1"})
    user.refresh_from_db()
    assert user.email == "new@people.example"
    do_jobs()
    assert mail.outbox[-1].to == ["grace@people.example"], "whoever had it before is told"
    assert "changed" in mail.outbox[-1].body


def test_a_change_of_factors_is_told_by_mail_and_written_down(
    client: Client, django_capture_on_commit_callbacks: object
) -> None:
    user = member()
    enter(client)
    with django_capture_on_commit_callbacks(execute=True):
        set_up_app(client)
        set_up_passkey(client)
    do_jobs()
    assert sum("account was changed" in message.subject for message in mail.outbox) == 2
    verbs = set(SecurityEvent.objects.filter(user=user).values_list("verb", flat=True))
    assert {"login", "totp.activated", "webauthn.added"} <= verbs


def test_the_key_of_a_session_before_signing_in_is_worth_nothing(client: Client) -> None:
    member()
    client.get(f"{FACTORS}passkeys/sign-in/")
    before = client.session.session_key
    assert before
    enter(client)
    thief = Client()
    thief.cookies["session"] = before
    assert "grace" not in thief.get("/").text
    assert client.session.session_key != before


@pytest.mark.parametrize("way", ["sign out", "change the password", "disable", "end all"])
def test_all_sessions_of_a_person_end(client: Client, way: str) -> None:
    user, elsewhere = member(), Client()
    enter(client)
    enter(elsewhere)
    match way:
        case "sign out":
            client.post("/account/sign-out/")
        case "change the password":
            new = "quite another sentence"
            sent = {"oldpassword": PASSWORD, "password1": new, "password2": new}
            assert client.post("/account/password/", sent).status_code == 302
        case "disable":
            User.objects.filter(pk=user.pk).update(is_active=False)
        case "end all":
            sessions.end_all(user)
    assert "grace" not in elsewhere.get("/").text
    assert "grace" not in client.get("/").text


def test_a_session_ends_thirty_days_after_it_began(client: Client) -> None:
    member()
    enter(client)
    assert client.cookies["session"]["max-age"] == 14 * 86_400
    session = client.session
    session[sessions.BEGAN] -= 29 * 86_400
    session.save()
    assert "grace" in client.get("/").text
    session[sessions.BEGAN] -= 2 * 86_400
    session.save()
    assert "grace" not in client.get("/").text


def test_a_visit_keeps_a_session_alive_and_is_noted_once_an_hour(client: Client) -> None:
    member()
    enter(client)
    assert not client.get("/status/").cookies
    session = client.session
    session[sessions.SEEN] -= 3601
    session.save()
    assert client.get("/status/").cookies["session"]["max-age"] == 14 * 86_400
    assert not client.get("/status/").cookies


def test_pages_show_who_is_signed_in_and_are_kept_by_nobody_else(client: Client) -> None:
    member()
    enter(client)
    answer = client.get("/")
    assert answer["Cache-Control"] == "private, no-cache"
    assert "Cookie" in answer["Vary"]


def test_no_mail_leaves_from_a_request() -> None:
    with pytest.raises(NotImplementedError):
        Adapter().send_mail("account/email/unknown", "a@b.example", {})


def test_the_head_of_a_page_costs_who_is_signed_in_little(
    client: Client, django_assert_max_num_queries: object
) -> None:
    sign_in(client, make_user("grace", reviewer=True), mfa=True)
    assert 'href="/review/"' in client.get("/about/").text
    with django_assert_max_num_queries(5):
        client.get("/about/")
