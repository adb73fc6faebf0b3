"""The state of the site as everybody reads it: words, a next step, and no bare numbers."""

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.db import DatabaseError
from django.test import Client, override_settings
from django.utils import timezone

from registry.badges import status
from registry.jobs import broker
from registry.jobs.models import Job
from registry.refresh.models import Crawl, HubState, LinkCheck
from registry.web.templatetags.status import ago, lasting, percent

pytestmark = pytest.mark.django_db
EVIL = "<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def running(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(broker, "reachable", lambda: True)
    Job.objects.create(kind="a", key="slot:a:1", state="done", finished_at=timezone.now())


def page(client: Client) -> str:
    return client.get("/status/").content.decode()


def test_a_site_on_which_all_is_well_says_so_in_a_sentence(client: Client) -> None:
    shown = page(client)
    assert "Everything runs" in shown
    assert "Nothing waits." in shown
    assert "models are read one by one, when somebody asks" in shown


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("ok", "answers"),
        ("unreachable", "out of reach"),
        ("unauthorized", "The operators have to set another token."),
        ("limited", "Reading goes on when its window ends."),
    ],
)
def test_a_hub_is_a_state_with_a_next_step(client: Client, value: str, words: str) -> None:
    HubState.objects.create(hub="huggingface", state=value, since=timezone.now())
    shown = page(client)
    assert words in shown
    assert "Hugging Face" in shown


def test_every_known_hub_is_listed_whether_it_is_switched_on_or_not(client: Client) -> None:
    with override_settings(CITED_HUBS=["github"], ARCHIVE_LINKS=False):
        shown = page(client)
    for name in ("Hugging Face", "GitHub", "ModelScope", "Zenodo", "Software Heritage"):
        assert name in shown
    assert shown.count("not asked yet") == 2
    assert shown.count("until the operators ask for it") == 3


def test_what_a_hub_said_is_text(client: Client) -> None:
    HubState.objects.create(hub="huggingface", state="unreachable", reason=EVIL, since=timezone.now())
    assert EVIL not in page(client)


def test_a_sweep_under_way_says_how_far_it_is(client: Client) -> None:
    now = timezone.now()
    common = {"hub": "huggingface", "kind": "sweep", "updated_at": now, "started_at": now}
    first = Crawl.objects.create(number=1, seen=1200, **common)
    assert "Being read for the first time: 1,200 models so far." in page(client)
    Crawl.objects.filter(pk=first.pk).update(state="complete", finished_at=now - timedelta(days=3), seen=2000)
    Crawl.objects.create(number=2, seen=1200, **common)
    caches["process"].clear()
    shown = page(client)
    assert "Being read: 60 %, 1,200 of about 2,000 models." in shown
    assert "Last read to its end 3 days ago: 2,000 models." in shown


def test_evidence_says_how_much_of_it_answers(client: Client) -> None:
    now = timezone.now()
    assert "No cited address was checked yet." in page(client)
    common = {"host": "x.example", "due_at": now}
    LinkCheck.objects.create(digest="a", url="https://x.example/a", state="alive", **common)
    caches["process"].clear()
    assert "100 % of 1 cited address that was checked answers; none is gone." in page(client)
    LinkCheck.objects.create(digest="b", url="https://x.example/b", state="gone", missing_days=2, **common)
    caches["process"].clear()
    shown = page(client)
    assert "50 % of 2 cited addresses that were checked answer; 1 is gone." in shown
    assert "no verdict is changed by that" in shown


def test_a_database_that_is_down_is_said_in_the_clothes_of_the_site(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(*, now: object) -> None:
        raise DatabaseError("could not connect to server at 10.0.0.7")

    monkeypatch.setattr(status, "work", down)
    answer = client.get("/status/")
    shown = answer.content.decode()
    assert (answer.status_code, answer["Cache-Control"], answer["Retry-After"]) == (503, "no-store", "60")
    assert "sourceform.css" in shown
    assert "The database is out of reach" in shown
    assert "10.0.0.7" not in shown


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (3, "less than a minute"),
        (60, "1 minute"),
        (7199, "119 minutes"),
        (7200, "2 hours"),
        (172_800, "2 days"),
    ],
)
def test_a_length_of_time_is_said_in_one_unit(seconds: float, said: str) -> None:
    assert lasting(seconds) == said


def test_what_never_was_is_never_ago() -> None:
    now = timezone.now()
    assert ago(None, now) == "never"
    assert ago(now - timedelta(minutes=5), now) == "5 minutes ago"


@pytest.mark.parametrize(("share", "said"), [(0.0, "0 %"), (0.996, "99 %"), (1.0, "99 %")])
def test_what_is_not_done_is_never_100_percent(share: float, said: str) -> None:
    assert percent(share) == said
