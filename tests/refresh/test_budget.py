"""The shared token bucket: what a hub allows, four fifths of it, and silence after a 429."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from registry.hubs import rate_limits
from registry.hubs.huggingface_wire import bucket_of
from registry.hubs.snapshot import RateLimited
from registry.refresh import budget
from registry.refresh.budget import Metered, learn, refused, take
from registry.refresh.models import Budget

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
HUB = "huggingface"


def limits(
    left: int, seconds: int, *, limit: int = 500, window: int = 300, bucket: str = "api"
) -> dict[str, str]:
    return {
        "RateLimit": f'"{bucket}";r={left};t={seconds}',
        "RateLimit-Policy": f'"fixed window";"{bucket}";q={limit};w={window}',
    }


def taken(count: int, *, now: datetime = NOON, **options: Any) -> list[float]:
    return [take(HUB, "api", now=now, **options) for _ in range(count)]


@pytest.mark.django_db
def test_four_fifths_of_a_window_are_used_and_the_rest_waits_for_its_end():
    learn(HUB, "api", limits(50, 300, limit=50), now=NOON)
    waits = taken(45, now=NOON + timedelta(seconds=100))
    assert waits == [0.0] * 40 + [200.0] * 5
    assert taken(1, now=NOON + timedelta(seconds=300)) == [0.0]


@pytest.mark.django_db
@pytest.mark.parametrize(("token", "expected"), [("", 400), ("hf_x", 800)])
def test_before_the_first_answer_the_published_window_counts(token, expected):
    assert taken(expected + 1, token=token).count(0.0) == expected


@pytest.mark.django_db
def test_two_accounts_and_two_buckets_have_budgets_of_their_own():
    learn(HUB, "api", limits(0, 300), now=NOON)
    assert taken(1) == [300.0]
    assert taken(1, token="hf_x") == [0.0]
    assert take(HUB, "resolvers", now=NOON) == 0.0
    assert set(Budget.objects.values_list("account", flat=True)) == {"anonymous", budget.account_of("hf_x")}


@pytest.mark.skipif(connection.vendor == "sqlite", reason="tests hold it in memory, where tables lock")
@pytest.mark.django_db(transaction=True)
def test_workers_that_ask_at_the_same_time_share_one_budget():
    learn(HUB, "api", limits(50, 300, limit=50), now=NOON)

    def ask(_: int) -> float:
        try:
            return take(HUB, "api", now=NOON)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as workers:
        waits = list(workers.map(ask, range(64)))
    assert waits.count(0.0) == 40
    assert Budget.objects.get().remaining == 10


@pytest.mark.django_db
def test_no_token_is_kept():
    take(HUB, "api", token="hf_secret", now=NOON)
    assert "secret" not in str(list(Budget.objects.values()))


@pytest.mark.django_db
def test_within_a_window_an_answer_that_comes_late_gives_nothing_back():
    learn(HUB, "api", limits(300, 200), now=NOON)
    learn(HUB, "api", limits(450, 199), now=NOON + timedelta(seconds=1))
    assert Budget.objects.get().remaining == 300


@pytest.mark.django_db
def test_a_new_window_of_the_hub_begins_anew_whatever_was_left():
    learn(HUB, "api", limits(0, 100), now=NOON)
    learn(HUB, "api", limits(499, 300), now=NOON + timedelta(seconds=100))
    assert Budget.objects.get().remaining == 499
    assert taken(1, now=NOON + timedelta(seconds=101)) == [0.0]


@pytest.mark.django_db
def test_a_larger_plan_is_learned_from_the_answers():
    taken(10, token="hf_x")
    learn(HUB, "api", limits(2990, 290, limit=3000), token="hf_x", now=NOON)
    assert (Budget.objects.get().limit, Budget.objects.get().remaining) == (3000, 2990)


@pytest.mark.django_db
def test_what_others_use_up_under_the_same_address_counts():
    learn(HUB, "api", limits(101, 60), now=NOON)
    assert taken(2) == [0.0, 60.0]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wait", "silent_for"),
    [(55.0, 55), (None, 300), (86_400.0, 3600), (0.0, 1)],
    ids=["stated", "not stated: to the end of the window", "a day: an hour", "nothing: a second"],
)
def test_after_a_429_nothing_is_sent_until_then(wait, silent_for):
    taken(1)
    refused(HUB, "api", wait, now=NOON)
    assert taken(1) == [float(silent_for)]
    assert taken(1, now=NOON + timedelta(seconds=silent_for)) == [0.0]


@pytest.mark.django_db
def test_a_second_429_never_shortens_the_wait():
    refused(HUB, "api", 600, now=NOON)
    refused(HUB, "api", 5, now=NOON)
    assert taken(1) == [600.0]


@pytest.mark.django_db
def test_the_meter_asks_before_and_hears_after_each_request():
    meter = Metered(HUB, bucket_of, "", NOON)
    meter.ask("/api/models")
    meter.hear("/api/models", 200, limits(250, 100))
    meter.ask("/acme/m/resolve/abc/README.md")
    assert dict(Budget.objects.values_list("bucket", "remaining")) == {"api": 250, "resolvers": 2999}
    meter.hear("/api/models", 429, {"Retry-After": "30"})
    with pytest.raises(RateLimited) as caught:
        meter.ask("/api/models")
    assert 29 <= caught.value.retry_after <= 30


@pytest.mark.django_db
@pytest.mark.parametrize(
    "headers",
    [
        {"RateLimit": ""},
        {"RateLimit": "nonsense"},
        {"RateLimit": f'"api";r={"9" * 5000};t=1'},
        {"RateLimit": '"api";r=-5;t=10'},
        {"X-RateLimit-Remaining": "x", "X-RateLimit-Reset": "y"},
    ],
)
def test_headers_that_cannot_be_read_teach_nothing(headers):
    learn(HUB, "api", headers, now=NOON)
    assert not Budget.objects.exists()


@pytest.mark.parametrize(
    ("stated", "seconds"),
    [
        ("120", 120.0),
        ("86400", 3600.0),
        ("Tue, 24 Nov 2026 12:02:00 GMT", 120.0),
        ("Tue, 24 Nov 2026 11:00:00 GMT", 0.0),
        ("Fri, 24 Dec 2027 12:00:00 GMT", 3600.0),
        ("soon", None),
        ("-5", None),
        ("9" * 5000, 3600.0),
        ("", None),
    ],
)
def test_retry_after_is_a_number_or_a_date_and_an_hour_at_most(stated, seconds):
    assert rate_limits.retry_after({"Retry-After": stated}, now=NOON) == seconds


def test_limits_of_hubs_that_name_the_moment_of_the_reset():
    reset = str(int(NOON.timestamp()) + 90)
    headers = {"X-RateLimit-Limit": "60", "X-RateLimit-Remaining": "12", "X-RateLimit-Reset": reset}
    assert rate_limits.read(headers, now=NOON) == rate_limits.Stated(12, 90.0, 60)


@pytest.mark.parametrize(
    ("path", "bucket"),
    [
        ("/api/models", "api"),
        ("/api/models/acme/m", "api"),
        ("/acme/m/resolve/abc/README.md", "resolvers"),
        ("/api/resolve-cache/models/acme/m/abc/README.md", "resolvers"),
        ("/acme/m", "pages"),
    ],
)
def test_each_request_is_counted_where_the_hub_counts_it(path, bucket):
    assert bucket_of(path) == bucket
