"""Who asks the API with a token: it is known, its person has a larger allowance, and no cookie counts."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.test.utils import override_settings
from django.utils import timezone

from registry.accounts import token_text, tokens
from registry.accounts.models import Event, Token, User
from registry.api.throttle import Limit, network
from tests.build import import_facts, make_actor, make_model, make_user, released

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/definitions/"


@pytest.fixture(autouse=True)
def nobody_asked_yet() -> None:
    Limit.cache.clear()


def token_of(user: User, *scopes: str, name: str = "script") -> str:
    now = timezone.now()
    wanted = {"name": name, "scopes": scopes or ("read",), "expires_at": now + timedelta(days=30)}
    return tokens.issue(user, **wanted, by=make_actor(user), now=now)[1]


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


@pytest.mark.parametrize(
    "sent",
    [
        "Bearer",
        "Bearer x",
        f"Bearer {token_text.new()}",
        "Basic YW5uOnBhc3N3b3Jk",
        "sourceform_x",
        "Bearer " + "x" * 9000,
        "Bearer \xff",
    ],
    ids=["empty", "short", "unknown", "another scheme", "bare", "long", "no letter"],
)
def test_a_token_that_opens_nothing_is_401_and_the_answer_says_what_is_expected(
    client: Client, sent: str
) -> None:
    answer = client.get(ADDRESS, headers={"Authorization": sent})
    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")
    assert answer["WWW-Authenticate"] == 'Bearer realm="Sourceform"'
    assert answer["Cache-Control"] == "no-store"
    assert "cookie" not in answer.get("Vary", "").lower()


def test_a_revoked_token_is_401_at_the_next_question(client: Client) -> None:
    ann = make_user()
    secret = token_of(ann)
    assert client.get(ADDRESS, headers=bearer(secret)).status_code == 200
    assert Token.objects.get().last_used_at
    tokens.revoke_all(ann, because="password", by=make_actor(ann), now=timezone.now())
    assert client.get(ADDRESS, headers=bearer(secret)).status_code == 401


def test_what_everybody_may_read_is_the_same_with_a_token(client: Client) -> None:
    import_facts(make_model(), released("final-weights"))
    with_token = client.get("/api/v1/models/", headers=bearer(token_of(make_user())))
    without = client.get("/api/v1/models/")
    assert with_token.content == without.content
    assert with_token["ETag"] == without["ETag"]


def test_a_session_opens_nothing_here_and_no_answer_varies_by_cookie(client: Client) -> None:
    client.force_login(make_user(curator=True))
    answer = client.get(ADDRESS)
    assert answer["Cache-Control"].startswith("public")
    assert "cookie" not in answer["Vary"].lower()
    assert not answer.cookies


def rates(settings: Any, **said: Any) -> Any:
    changed = {"DEFAULT_THROTTLE_RATES": {"anonymous": "3/min", "user": "5/min"}, "NUM_PROXIES": 0} | said
    return override_settings(REST_FRAMEWORK=settings.REST_FRAMEWORK | changed)


def test_a_person_may_ask_more_often_than_an_address_and_not_more_with_two_tokens(
    client: Client, settings: Any
) -> None:
    ann, bob = make_user(), make_user()
    both = [token_of(ann), token_of(ann, name="another")]
    with rates(settings):
        assert [client.get(ADDRESS).status_code for _ in range(4)] == [200, 200, 200, 429]
        asked = [client.get(ADDRESS, headers=bearer(both[n % 2])).status_code for n in range(6)]
        assert asked == [200] * 5 + [429]
        assert client.get(ADDRESS, headers=bearer(token_of(bob))).status_code == 200


def test_wrong_tokens_are_counted_as_questions_of_their_address(client: Client, settings: Any) -> None:
    with rates(settings):
        asked = [client.get(ADDRESS, headers=bearer(token_text.new())).status_code for _ in range(5)]
        assert asked == [401, 401, 401, 429, 429]


def test_every_answer_says_how_much_is_left(client: Client, settings: Any) -> None:
    with rates(settings):
        answers = [client.get(ADDRESS) for _ in range(4)]
        assert [answer["RateLimit"].partition(";t=")[0] for answer in answers] == [
            '"anonymous";r=2',
            '"anonymous";r=1',
            '"anonymous";r=0',
            '"anonymous";r=0',
        ]
        assert {answer["RateLimit-Policy"] for answer in answers} == {'"anonymous";q=3;w=60'}
        assert all(0 < int(answer["RateLimit"].partition(";t=")[2]) <= 60 for answer in answers)
        mine = client.get(ADDRESS, headers=bearer(token_of(make_user())))
        assert mine["RateLimit"].startswith('"user";r=4;')
        assert "RateLimit" in mine["Access-Control-Expose-Headers"]


def test_on_ones_own_machine_nothing_is_limited_and_nothing_said_of_it(client: Client) -> None:
    assert "RateLimit" not in client.get(ADDRESS)


@pytest.mark.parametrize("proxies", [0, 1, 2])
def test_a_forged_address_is_counted_as_the_address_it_came_from(
    client: Client, settings: Any, proxies: int
) -> None:
    # What proxies in front add stands last; all before it was sent by whoever asks.
    added = ["198.51.100.7", "198.51.100.8"][:proxies]
    with rates(settings, NUM_PROXIES=proxies):
        asked = [
            client.get(ADDRESS, headers={"X-Forwarded-For": ", ".join([f"192.0.2.{n}", *added])}).status_code
            for n in range(4)
        ]
    assert asked == [200, 200, 200, 429]


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::ffff", "2001:db8:1:2::/64"),
        ("not an address", "not an address"),
    ],
)
def test_of_the_newer_addresses_a_whole_subscriber_is_counted(address: str, counted: str) -> None:
    assert network(address) == counted


def report(client: Client, body: Any, **extra: Any) -> Any:
    sent = {"content_type": "application/json"} | extra
    return client.post("/api/v1/tokens/found/", body, **sent)


def test_whoever_sees_a_token_takes_it_back_without_an_account(client: Client) -> None:
    secret = token_of(make_user())
    seen = {"token": secret, "url": "https://code.example/commit/1"}
    answer = report(client, seen)
    assert (answer.status_code, answer.json()) == (200, {"revoked": True})
    assert answer["Cache-Control"] == "no-store"
    assert client.get(ADDRESS, headers=bearer(secret)).status_code == 401
    assert report(client, seen).json() == {"revoked": False}
    assert Event.objects.get(verb="token.revoked").because == seen["url"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"token": 5},
        {"token": "x", "user": "ann"},
        {"token": "x", "url": "javascript:alert(1)"},
        {"token": "x", "url": "https://code.example/" + "a" * 300},
        {"token": "x\0"},
        [],
        " ",
    ],
)
def test_what_is_no_report_of_a_token_is_400(client: Client, body: Any) -> None:
    assert report(client, body).status_code == 400


def test_a_report_is_json_and_short(client: Client) -> None:
    assert report(client, "token=x", content_type="application/x-www-form-urlencoded").status_code == 415
    assert report(client, {"token": "x" * 300_000}).status_code == 413
    assert report(client, {"token": "x" * 5000}).json() == {"revoked": False}
    assert client.get("/api/v1/tokens/found/").status_code == 405
