"""What holds for every form and every write: no forged one, no field too many, no way to another host."""

import json
from typing import Any
from urllib.parse import quote, urlencode, urljoin, urlsplit

import pytest
from django.conf import settings
from django.test import Client

from registry.accounts.models import Grant, Token, User
from registry.assessments.models import Assessment, Review
from tests.build import make_user
from tests.security.cast import Cast, undone
from tests.security.lines import FORMS, LINES, Line, send

pytestmark = pytest.mark.django_db
# Asked by mail programs, without a form of ours: the signed address itself is the proof.
WITHOUT_A_FORM = {"/unsubscribe/<str:key>/"}
PAYLOADS = [
    "https://evil.example",
    "https://evil.example/account/",
    "http://evil.example",
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "https:evil.example",
    "https:/evil.example",
    "/%2f%2fevil.example",
    "%2f%2fevil.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "/\t/evil.example",
    "\t//evil.example",
    "https://localhost@evil.example",
    "https://localhost:8000@evil.example/",
    "https://evil.example\\@localhost/",
    "//localhost.evil.example",
]
# Every field that makes somebody or something more than it is.
EVIL = {
    "state": "published",
    "author": "1",
    "author_id": "1",
    "user": "1",
    "user_id": "1",
    "is_staff": "1",
    "is_superuser": "1",
    "is_active": "1",
    "groups": "1",
    "user_permissions": "1",
    "needed": "0",
    "version": "99",
    "content_sha": "0" * 64,
    "trust": "2",
    "level": "2",
    "verified": "1",
    "primary": "1",
    "revision": "1",
    "origin": "revert",
    "scopes": "review",
    "expires_at": "2099-01-01",
    "reviewer": "1",
    "verdict": "approve",
    "approvals": "9",
    "granted_at": "2026-01-01",
    "epoch": "0",
    "deleted_at": "",
}


@pytest.mark.parametrize("line", FORMS, ids=str)
def test_a_form_without_its_token_is_refused(line: Line, cast: Cast) -> None:
    if line.route in WITHOUT_A_FORM:
        return
    address = line.address.format(**cast.places)
    for role in ("anonymous", "author", "curator", "admin"):
        browser = Client(enforce_csrf_checks=True, raise_request_exception=False)
        browser.cookies = cast.askers[role].client.cookies
        with undone():
            before = _rows()
            answer = browser.post(address, line.body, content_type="application/x-www-form-urlencoded")
            assert answer.status_code in (403, 404), role
            assert _rows() == before


def _rows() -> dict[str, Any]:
    """Everything that says who may do what, and what stands where."""
    kept = ("username", "email", "is_staff", "is_superuser", "is_active", "deleted_at", "password")
    return {
        "people": list(User.objects.order_by("pk").values_list("pk", *kept)),
        "rights": list(Grant.objects.order_by("pk").values_list("pk", "user", "role", "revoked_by")),
        "groups": list(User.groups.through.objects.values_list()),
        "permissions": list(User.user_permissions.through.objects.values_list()),
        "tokens": sorted(Token.objects.values_list("user", "name", "scopes", "revoked_because"), key=str),
        "assessments": sorted(
            Assessment.objects.values_list(
                "model", "author", "state", "version", "needed", "origin", "revision", "coi_answer"
            ),
            key=str,
        ),
        "reviews": Review.objects.count(),
    }


@pytest.mark.parametrize("line", FORMS, ids=str)
def test_fields_that_no_form_has_change_nothing(line: Line, cast: Cast) -> None:
    """S14: with them everything becomes what it becomes without them."""
    address = line.address.format(**cast.places)
    own = {pair.partition("=")[0] for pair in line.body.split("&")}
    evil = urlencode({name: value for name, value in EVIL.items() if name not in own})
    for role in ("author", "curator"):
        with undone():
            plain = send(cast.askers[role], "POST", address, line.body or "x=1").status_code
            expected = _rows()
        with undone():
            said = f"{line.body}&{evil}" if line.body else evil
            assert send(cast.askers[role], "POST", address, said).status_code == plain
            assert _rows() == expected


WRITES = [line for line in LINES if line.address.startswith("/api/v1/assessments/") or "tokens" in line.route]
BODIES = [line for line in WRITES if {"POST", "PUT"} & set(line.methods) and line.address.startswith("/api/")]


@pytest.mark.parametrize("line", BODIES, ids=str)
def test_fields_that_no_write_of_the_api_has_are_refused(line: Line, cast: Cast) -> None:
    address = line.address.format(**cast.places)
    said = json.loads(line.body or "{}")
    for method in {"POST", "PUT"} & set(line.methods):
        if line.expected["token_assess"] == 405:
            continue
        for name in EVIL:
            if name in said or (address.endswith("/withdraw/") and method == "POST"):  # reads no body
                continue
            with undone():
                before = _rows()
                answer = send(cast.askers["token_assess"], method, address, json.dumps(said | {name: 1}))
                assert answer.status_code in (400, 405), name
                assert _rows() == before


LEADING = [
    line for line in LINES if line.address.startswith(("/account/", "/me/")) and "POST" in line.methods
]


def _leads_away(place: str) -> bool:
    """Whether a browser would leave this site for that place: it turns backslashes, and drops tabs."""
    plain = place.replace("\\", "/").replace("\t", "").strip()
    there = urlsplit(urljoin(f"{settings.SITE_URL}/account/here/", plain))
    return plain.startswith("//") or f"{there.scheme}://{there.netloc}" != settings.SITE_URL


@pytest.mark.parametrize("line", LEADING, ids=str)
def test_nothing_leads_to_another_host(line: Line, cast: Cast) -> None:
    """S15: `next` in the address and in the form, of whatever shape."""
    address = line.address.format(**cast.places)
    for number, payload in enumerate(PAYLOADS):
        role = ("anonymous", "author", "curator")[number % 3]
        with undone():
            asked = f"{address}?next={quote(payload)}"
            body = urlencode({"next": payload, "username": "x"})
            for method in ("GET", "POST"):
                place = send(cast.askers[role], method, asked, body).headers.get("Location", "/")
                assert not _leads_away(place), place


@pytest.mark.parametrize("payload", PAYLOADS)
def test_signing_in_and_out_leads_to_no_other_host(payload: str) -> None:
    otto = make_user("otto")
    otto.set_password("correct horse battery")
    otto.save()
    said = {"login": "otto", "password": "correct horse battery", "next": payload}
    browser = Client()
    entered = browser.post(f"/account/sign-in/?next={quote(payload)}", said)
    assert entered.status_code == 302
    assert not _leads_away(entered.headers["Location"])
    left = browser.post(f"/account/sign-out/?next={quote(payload)}", {"next": payload})
    assert left.status_code == 302
    assert not _leads_away(left.headers["Location"])


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example/models?format=json",
        "//evil.example",
        "/models//evil.example?format=json",
        "/models/%2f%2fevil.example/x/?format=json",
        "/api/v1/models//evil.example",
        "/api//evil.example/..",
        "/de//evil.example/",
        "/models/Evil.example/%5c%5cevil.example/",
    ],
)
def test_a_path_that_is_mended_or_sent_to_another_format_stays_here(client: Client, path: str) -> None:
    place = client.get(path).headers.get("Location", "/")
    assert not _leads_away(place), place


def test_a_session_from_before_signing_in_is_good_for_nothing_after_it() -> None:
    otto = make_user("otto")
    otto.set_password("correct horse battery")
    otto.save()
    browser = Client()
    session = browser.session  # as somebody could have planted it
    session["planted"] = "1"
    session.save()
    browser.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    browser.post("/account/sign-in/", {"login": "otto", "password": "correct horse battery"})
    assert browser.get("/me/tokens/").status_code == 200
    assert browser.cookies[settings.SESSION_COOKIE_NAME].value != session.session_key
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    assert thief.get("/me/tokens/").status_code == 302


def test_a_session_ends_with_signing_out_wherever_its_cookie_went() -> None:
    otto = make_user("otto")
    browser = Client()
    browser.force_login(otto)
    copied = Client()
    copied.cookies[settings.SESSION_COOKIE_NAME] = browser.cookies[settings.SESSION_COOKIE_NAME].value
    assert copied.get("/me/tokens/").status_code == 200
    browser.post("/account/sign-out/")
    assert copied.get("/me/tokens/").status_code == 302
