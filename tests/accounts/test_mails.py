"""What happened reaches people by mail as they want it, and nobody who may not see it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from registry.accounts import grants, mails, notify, private_links, security, visibility
from registry.accounts.actors import OPERATOR, Actor
from registry.accounts.models import Notification, User
from registry.accounts.roles import Role
from registry.catalog.models import AIModel
from registry.jobs import tasks
from registry.jobs.models import Job
from registry.jobs.queue import enqueue
from tests.build import NOON, do_jobs, make_model, make_user, sign_in

pytestmark = pytest.mark.django_db
DRIFT = {
    "component": "final-weights",
    "qualifier": "",
    "facet": "license",
    "recorded": "MIT",
    "observed": "Apache-2.0",
    "reason": "",
}


@pytest.fixture
def model() -> AIModel:
    return make_model()


def tell(*users: User, number: int = 1, at_once: bool = False, must: bool = False) -> None:
    notify.notify(
        users,
        kind="drift_opened",
        key=f"drift:{number}:opened",
        target="acme/rocket-7b",
        details=DRIFT,
        now=NOON,
        at_once=at_once,
        must=must,
    )


def wants(user: User, **wishes: str) -> User:
    User.objects.filter(pk=user.pk).update(**wishes)
    return User.objects.get(pk=user.pk)


def subjects() -> list[str]:
    return [message.subject for message in mail.outbox]


def test_a_message_at_once_is_one_mail_with_a_way_to_stop_them(model) -> None:
    user = make_user("ada", email="ada@people.example")
    tell(user, at_once=True)
    tell(user, at_once=True)
    do_jobs()
    do_jobs()
    (sent,) = mail.outbox
    assert sent.to == ["ada@people.example"]
    assert sent.subject == "A hub contradicts the record of a model you watch"
    assert "acme/rocket-7b: what the hub shows of final weights" in sent.body
    assert "http://localhost:8000/models/acme/rocket-7b/" in sent.body
    headers = sent.message()
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["List-Unsubscribe"].startswith("<http://localhost:8000/unsubscribe/")
    assert headers["Message-ID"].startswith("<notification-")
    assert Notification.objects.get().mailed_at is not None


@pytest.mark.parametrize(
    ("made", "wish", "at_once", "channel"),
    [
        ({}, "now", True, "now"),
        ({}, "now", False, "digest"),
        ({}, "digest", True, "digest"),
        ({}, "digest", False, "digest"),
        ({}, "off", True, "site"),
        ({}, "off", False, "site"),
        ({"verified": False}, "now", True, "site"),
    ],
)
def test_how_a_message_is_told(model, made: dict, wish: str, at_once: bool, channel: str) -> None:
    tell(wants(make_user(**made), mail=wish), at_once=at_once)
    assert Notification.objects.get().channel == channel


def test_what_concerns_the_safety_of_an_account_cannot_be_switched_off() -> None:
    user = wants(make_user(), mail="off")
    grants.appoint(user, Role.CURATOR, by=OPERATOR, operator="ada", because="First curator.", now=NOON)
    do_jobs()
    (sent,) = mail.outbox
    assert sent.subject == "You were given a role: curator"
    assert "List-Unsubscribe" not in sent.message()


def test_the_name_of_another_person_stands_in_no_subject() -> None:
    user = wants(make_user("newcomer"), display_name="Buy pills")
    make_user(curator=True)
    grants.appoint(user, Role.CURATOR, by=OPERATOR, operator="ada", because="Second curator.", now=NOON)
    do_jobs()
    assert sorted(subjects()) == [
        "Somebody was given a role you hold: curator",
        "You were given a role: curator",
    ]
    assert all("Buy pills has the role curator" in sent.body for sent in mail.outbox)


def test_a_mail_is_in_the_language_of_its_reader(model) -> None:
    tell(wants(make_user(), language="de"), at_once=True)
    do_jobs()
    assert "http://localhost:8000/de/models/acme/rocket-7b/" in mail.outbox[0].body


def test_what_can_no_longer_be_seen_is_not_sent_and_not_listed(model, client: Client) -> None:
    user = make_user()
    tell(user, number=1, at_once=True)
    tell(user, number=2)
    AIModel.objects.update(hidden=True)
    tell(user, number=3)  # not even written
    do_jobs()
    mails.ask_for_digests(now=NOON)
    do_jobs()
    assert mail.outbox == []
    assert list(Notification.objects.values_list("channel", flat=True)) == ["site", "site"]
    page = sign_in(client, user).get("/me/notifications/")
    assert "Nothing yet" in page.content.decode()


@pytest.mark.parametrize("gone", [{"is_active": False}, {"mail": "off"}])
def test_who_is_shut_out_or_wants_no_more_gets_nothing_that_waited(model, gone: dict) -> None:
    user = make_user()
    tell(user, number=1, at_once=True)
    tell(user, number=2)
    User.objects.update(**gone)
    mails.ask_for_digests(now=NOON)
    do_jobs()
    assert mail.outbox == []


def test_an_address_that_is_no_longer_verified_gets_nothing(model) -> None:
    user = make_user()
    tell(user, at_once=True)
    user.emailaddress_set.update(verified=False)
    do_jobs()
    assert mail.outbox == []


def test_a_digest_tells_a_day_in_one_mail(model) -> None:
    user, other = make_user(), make_user()
    for number in range(3):
        tell(user, number=number)
    tell(other, number=9)
    assert mails.ask_for_digests(now=NOON) == 2
    do_jobs()
    assert sorted(subjects()) == ["1 message from Sourceform", "3 messages from Sourceform"]
    assert mails.ask_for_digests(now=NOON + timedelta(days=1)) == 0


def test_after_twenty_mails_in_a_day_the_rest_waits_for_the_digest(model) -> None:
    user = make_user()
    for number in range(23):
        tell(user, number=number, at_once=True)
    grants.appoint(user, Role.CURATOR, by=OPERATOR, operator="ada", because="First curator.", now=NOON)
    do_jobs()
    assert len(mail.outbox) == 21
    assert "You were given a role: curator" in subjects()
    mails.ask_for_digests(now=NOON)
    do_jobs()
    assert subjects()[-1] == "3 messages from Sourceform"


def test_a_mail_server_that_is_down_is_tried_again_and_its_answer_names_nobody(model, monkeypatch) -> None:
    def refuses(self: object, **_: object) -> int:
        raise OSError("550 <ada@people.example> unknown")

    tell(make_user(email="ada@people.example"), at_once=True)
    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMessage.send", refuses)
        job = Job.objects.get(kind="mail")
        tasks.work(job.pk)
    job.refresh_from_db()
    assert job.state == Job.State.WAITING
    assert "people.example" not in job.error
    Job.objects.update(run_after=NOON)
    do_jobs()
    assert len(mail.outbox) == 1


def test_mails_are_stopped_by_one_click_and_not_by_a_look(client: Client) -> None:
    user = make_user()
    path = private_links.unsubscribe_path(user)
    assert client.get(path).status_code == 200
    assert User.objects.get().mail == "now"
    client = Client(enforce_csrf_checks=True)
    answer = client.post(path, {"List-Unsubscribe": "One-Click"})
    assert (answer.status_code, answer.cookies) == (200, {})
    assert User.objects.get().mail == "off"
    assert client.post(path[:-3] + "x/").status_code == 404


def test_the_private_feed_opens_to_whoever_knows_its_address(model, client: Client) -> None:
    user = make_user()
    tell(user)
    path = private_links.feed_path(user)
    answer = client.get(path)
    assert answer["Content-Type"].startswith("application/atom+xml")
    assert "A hub contradicts the record" in answer.content.decode()
    assert answer["Cache-Control"] == "private, no-store"
    sign_in(client, user).post("/me/settings/feed/")
    assert client.get(path).status_code == 404
    assert client.get(private_links.feed_path(User.objects.get())).status_code == 200


def test_a_kind_nobody_vouches_for_is_refused(model) -> None:
    with pytest.raises(ValueError, match="nothing says who may see"):
        notify.notify([make_user()], kind="no_such", key="x", target="", details={}, now=NOON)


def test_roles_are_told_to_who_holds_them_only() -> None:
    holder, stranger = make_user(curator=True), make_user()
    grants.revoke(holder, Role.CURATOR, by=Actor(holder), because="", now=NOON)
    assert not Notification.objects.filter(user=stranger).exists()
    told = Notification.objects.get(user=holder)
    assert not visibility.may_see(stranger, told)


def test_addresses_are_forgotten_after_90_days_and_messages_after_a_year(model) -> None:
    user, now = make_user(), timezone.now()
    for days in (91, 89):
        security.saw("login", user=user, address="192.0.2.1", agent="", now=now - timedelta(days=days))
    tell(user)
    Notification.objects.update(at=now - timedelta(days=366))
    enqueue("forget-addresses", "forget-addresses", {})
    do_jobs()
    assert user.security_events.count() == 1
    assert not Notification.objects.exists()
