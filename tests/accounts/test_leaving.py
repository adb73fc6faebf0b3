"""Somebody deletes their account: nothing of them is left but a tombstone under what was published."""

import io
import json
import zipfile

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.test import Client

from registry.accounts import belongings, events, export, leaving, security, tokens
from registry.accounts.actors import Actor, roles_of
from registry.accounts.belongings import Leaving
from registry.accounts.models import Event, Grant, User
from registry.accounts.refusals import NotReady
from registry.catalog.models import Watch
from tests.build import NOON, do_jobs, make_model, make_user, sign_in

pytestmark = pytest.mark.django_db
NAME, EMAIL, ADDRESS, SHOWN = "grace-hopper", "grace@navy.example", "198.51.100.77", "Amazing Grace"
HOW = Leaving(NOON, blank_comments=True)


@pytest.fixture
def grace() -> User:
    """Somebody who left traces wherever one can."""
    user = make_user(NAME, email=EMAIL, reviewer=True)
    User.objects.filter(pk=user.pk).update(display_name=SHOWN, first_name=SHOWN, last_name=SHOWN)
    user.refresh_from_db()
    SocialAccount.objects.create(
        user=user, provider="github", uid="4711", extra_data={"login": NAME, "email": EMAIL}
    )
    security.saw("login", user=user, address=ADDRESS, agent="Firefox", now=NOON)
    tokens.issue(
        user, name=NAME, scopes=["read"], expires_at=NOON.replace(year=2027), by=Actor(user), now=NOON
    )
    Watch.objects.create(user=user, model=make_model(), since=NOON)
    LogEntry.objects.create(
        user=user,
        content_type=ContentType.objects.get_for_model(User),
        object_id=str(user.pk),
        object_repr=NAME,
        action_flag=2,
    )
    events.note("model.renamed", by=Actor(user), target="model:1", now=NOON)
    return user


def dump() -> str:
    """Every row of every table, as text."""
    lines = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            lines += [f"{table}: {row}" for row in cursor.fetchall()]
    return "\n".join(lines)


def test_a_search_of_the_whole_database_finds_nothing_of_who_left(grace: User) -> None:
    browser = sign_in(Client(REMOTE_ADDR=ADDRESS), grace, mfa=True)
    browser.get("/me/")
    before = dump()
    assert [word for word in (NAME, EMAIL, ADDRESS, SHOWN) if word not in before] == []
    leaving.delete(grace, HOW, by=Actor(grace))
    do_jobs()
    after = dump().lower()
    assert [word for word in (NAME, EMAIL, ADDRESS, SHOWN) if word.lower() in after] == []
    assert not Session.objects.exists()


def test_the_tombstone_is_still_the_same_person_and_may_do_nothing(grace: User) -> None:
    event = Event.objects.get(verb="model.renamed")
    gone = leaving.delete(grace, HOW, by=Actor(grace))
    assert gone.pk == grace.pk == event.actor_id
    assert gone.username.startswith("deleted-")
    assert (gone.is_active, gone.has_usable_password(), gone.deleted_at) == (False, False, NOON)
    assert roles_of(Actor(gone, mfa=True), now=NOON) == frozenset()
    assert not Grant.objects.filter(revoked_at__isnull=True).exists()
    assert Event.objects.filter(verb="account.deleted", about=gone).exists()


def test_what_others_have_stays(grace: User) -> None:
    other = make_user()
    security.saw("login", user=other, address="192.0.2.1", agent="", now=NOON)
    sign_in(Client(), other)
    leaving.delete(grace, HOW, by=Actor(grace))
    assert EmailAddress.objects.filter(user=other).exists()
    assert other.security_events.exists()
    assert Session.objects.count() == 1


def test_the_last_admin_cannot_leave() -> None:
    admin = make_user(admin=True)
    with pytest.raises(NotReady, match="last_admin"):
        leaving.delete(admin, HOW, by=Actor(admin))
    assert User.objects.get().deleted_at is None


def test_an_account_is_deleted_by_typing_its_name(grace: User, client: Client) -> None:
    sign_in(client, grace, mfa=True)
    assert client.get("/me/delete/").status_code == 200
    refused = client.post("/me/delete/", {"username": "grace"})
    assert refused.status_code == 422
    assert "That is not the name you sign in with." in refused.content.decode()
    done = client.post("/me/delete/", {"username": NAME})
    assert "Your account is deleted" in done.content.decode()
    assert User.objects.get(pk=grace.pk).deleted_at is not None
    assert client.get("/me/").status_code == 302
    assert [(sent.to, sent.subject) for sent in mail.outbox] == [([EMAIL], "Your account was deleted")]


def test_leaving_takes_a_proof_of_who_one_is(grace: User, client: Client) -> None:
    client.force_login(grace)  # a session that nobody proved anything in
    assert client.post("/me/delete/", {"username": NAME}).status_code == 302
    assert client.post("/me/export/").status_code == 302
    assert User.objects.get(pk=grace.pk).deleted_at is None


def test_the_page_of_who_left_says_so_and_no_name(grace: User, client: Client) -> None:
    assert SHOWN in client.get(f"/people/{NAME}/").content.decode()
    gone = leaving.delete(grace, HOW, by=Actor(grace))
    page = client.get(f"/people/{gone.username}/").content.decode()
    assert "Deleted account" in page
    assert client.get(f"/people/{NAME}/").status_code == 404


def test_all_that_is_kept_of_somebody_is_theirs_to_take_along(grace: User, client: Client) -> None:
    make_user("stranger", email="stranger@navy.example")
    sign_in(client, grace, mfa=True)
    answer = client.post("/me/export/")
    with zipfile.ZipFile(io.BytesIO(b"".join(answer))) as made:
        found = {name: made.read(name).decode() for name in made.namelist()}
    parts = {name: json.loads(text) for name, text in found.items()}
    assert parts["profile.json"][0]["username"] == NAME
    assert parts["addresses.json"][0]["email"] == EMAIL
    assert ADDRESS in {row["address"] for row in parts["logins.json"]}
    assert parts["events.json"][-1]["verb"] == "model.renamed"
    assert parts["watches.json"][0]["model_id"] > 0
    text = "".join(found.values())
    assert "stranger" not in text
    token = tokens.of(grace)[0]
    assert token.digest not in text
    assert token.last in text


# Who acted on what others wrote, which stands in the events that are taken along; and switches.
NOT_TAKEN = {
    "accounts.Answered.user",
    "accounts.AccountLink.by",
    "accounts.Grant.granted_by",
    "accounts.Grant.revoked_by",
    "accounts.Nomination.by",
    "admin.LogEntry.user",
    "assessments.EmergencyRevert.confirmed_by",
    "assessments.KeysOff.user",
    "assessments.MakerDomain.by",
    "assessments.Report.settled_by",
    "accounts.User_groups.user",
    "accounts.User_user_permissions.user",
}


def test_every_table_that_points_to_a_person_is_taken_along_or_named_here() -> None:
    taken = {f"{part.table._meta.label}.{part.person}" for part in belongings.parts()}
    pointing = {
        f"{found.related_model._meta.label}.{found.field.name}" for found in belongings.pointing_here()
    }
    assert sorted(pointing - taken - NOT_TAKEN) == []


def test_an_export_of_much_goes_through_a_file(grace: User, monkeypatch) -> None:
    monkeypatch.setattr(export, "IN_MEMORY", 100)
    with export.export(grace, now=NOON) as file:
        assert zipfile.ZipFile(file).testzip() is None
