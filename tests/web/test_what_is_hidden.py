"""Words that wait for a curator, or were taken down, stand in no output; no message about them goes out."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from registry.accounts import visibility
from registry.accounts.models import Notification, User
from registry.assessments.disputes import challenges, notices
from registry.assessments.makers import replies
from registry.assessments.models import Claim, Comment, Dispute, MakerLink, Reply
from registry.assessments.moderation import comments, take_downs
from registry.assessments.proposals.proposed import Cited
from registry.catalog.models import AIModel, Watch
from tests.build import import_facts, make_actor, make_entry, make_model, make_user, released, see

pytestmark = pytest.mark.django_db
CANARY = "xylophonecanary"
SAID = f"Words with a {CANARY} in them, of twenty characters at least."
OUTPUTS = [
    "/",
    "/models/",
    "/models/acme/",
    "/models/acme/rocket-7b/",
    "/models/acme/rocket-7b/history/",
    "/models/acme/rocket-7b/talk/",
    "/models.csv",
    "/models.atom",
    "/changes/",
    "/changes.atom",
    "/disputes/",
    "/moderation/",
    "/moderation.atom",
    "/sitemap.xml",
    "/llms.txt",
    "/card/acme/rocket-7b.svg",
    "/api/v1/models/",
    "/api/v1/models/acme/rocket-7b/",
]


@pytest.fixture
def rocket() -> AIModel:
    model = make_model("acme/rocket-7b", name="Rocket 7B")
    import_facts(model, released("final-weights"), released("training-code"))
    see(make_entry(model))
    return model


def maker_of(model: AIModel) -> User:
    user, now = make_user(), timezone.now()
    claim = Claim.objects.create(
        user=user, organization=model.organization, code="x", token="t", begun_at=now, closed_at=now,
        outcome="verified",
    )  # fmt: skip
    MakerLink.objects.create(
        user=user, organization=model.organization, proof="file", claim=claim, shown=model.path,
        verified_at=now, checked_at=now,
    )  # fmt: skip
    return user


def all_said(*more: str) -> str:
    """Everything a visitor can read, in one text."""
    return "\n".join(Client().get(address).content.decode() for address in (*OUTPUTS, *more)).lower()


def test_a_held_comment_is_in_no_output_and_no_message_about_it_goes_out(rocket: AIModel) -> None:
    watcher = make_user()
    Watch.objects.create(user=watcher, model=rocket, since=timezone.now() - timedelta(days=1))
    row = comments.add(rocket, text=SAID, by=make_actor(), now=timezone.now())
    assert CANARY in all_said()
    told = Notification.objects.get(user=watcher)
    assert visibility.may_see(watcher, told)
    comments.hold(row, because="reports", by=make_actor(make_user(curator=True)), now=timezone.now())
    assert CANARY not in all_said()
    assert "Talk (1)" not in Client().get("/models/acme/rocket-7b/").text
    assert not visibility.may_see(watcher, told)
    Comment.objects.update(held_because="")
    comments.delete(row, by=make_actor(row.by), now=timezone.now())
    assert CANARY not in all_said()
    assert not visibility.may_see(watcher, told)


def test_what_was_taken_down_is_in_no_output(rocket: AIModel) -> None:
    curator = make_actor(make_user(curator=True))
    maker = make_actor(maker_of(rocket))
    now = timezone.now()
    said = replies.reply(rocket, ("final-weights", ""), text=SAID, by=maker, now=now)
    row = challenges.open_dispute(
        rocket,
        ("training-code", ""),
        reason=SAID,
        citations=[Cited("https://example.org", SAID, "2026-10-01")],
        by=make_actor(),
        now=now,
    )
    page = f"/disputes/{row.pk}/"
    told = Notification.objects.filter(kind=notices.OPENED).first()
    assert told is not None
    assert all_said(page).count(CANARY) >= 4  # both on the record, reason and quotation on their page
    for kind, key in (("reply", said.pk), ("dispute", row.pk)):
        take_downs.take_down(kind, str(key), because="Asked for by its author.", by=curator, now=now)
    assert CANARY not in all_said(page)
    assert "asked for by its author." in all_said(page)
    assert not visibility.may_see(told.user, told)


def test_a_record_with_replies_and_disputes_asks_no_more_than_others(
    rocket: AIModel, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    maker, now = make_actor(maker_of(rocket)), timezone.now()
    for key in (replies.OF_THE_MODEL, ("final-weights", ""), ("training-code", "")):
        replies.reply(rocket, key, text=SAID, by=maker, now=now)
    for _ in range(3):
        row = challenges.open_dispute(
            rocket,
            ("final-weights", ""),
            reason=SAID,
            citations=[Cited("https://example.org", SAID, "2026-10-01")],
            by=make_actor(),
            now=now,
        )
        comments.add(rocket, text=SAID, by=make_actor(), now=now)
    assert connection.features.supports_json_field  # SQLite is asked that once in a process
    for address in (
        "/models/acme/rocket-7b/",
        "/models/acme/rocket-7b/talk/",
        "/api/v1/models/acme/rocket-7b/",
        f"/disputes/{row.pk}/",
        "/disputes/",
        "/moderation/",
        "/moderation.atom",
    ):
        with django_assert_max_num_queries(8):
            assert Client().get(address).status_code == 200
    page = Client().get("/models/acme/rocket-7b/").text
    assert page.count("Contested since") == Dispute.objects.count() == 3
    assert page.count('<span class="tag">maker</span>') == Reply.objects.count() == 3
    assert "Talk (3)" in page
