"""Pages of one's own: what one was told, what one wants, what others see."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from registry.accounts import notify, security
from registry.accounts.models import Notification, User
from tests.build import NOON, make_model, make_user, sign_in

pytestmark = pytest.mark.django_db
OWN = ["/me/", "/me/settings/", "/me/notifications/", "/me/data/"]
EVIL = "<script>alert(1)</script>"


def tell(user: User, count: int = 1) -> None:
    for number in range(count):
        details = {"component": "final-weights", "qualifier": "", "facet": "license"}
        notify.notify(
            [user],
            kind="drift_opened",
            key=f"drift:{number}",
            target="acme/rocket-7b",
            details=details,
            now=NOON,
        )


@pytest.mark.parametrize("path", [*OWN, "/me/export/", "/me/delete/", "/people/roles/"])
def test_pages_of_ones_own_ask_who_one_is(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/sign-in/?next=")


@pytest.mark.parametrize("path", OWN)
def test_pages_of_ones_own_are_kept_by_nobody(client: Client, path: str) -> None:
    user = make_user(reviewer=True)
    security.saw("login", user=user, address="192.0.2.7", agent=EVIL, now=NOON)
    answer = sign_in(client, user).get(path)
    assert answer.status_code == 200
    assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("private, no-store", "noindex")
    assert EVIL not in answer.content.decode()


@pytest.mark.parametrize("path", [*OWN, "/me/drafts/", "/me/watches/", "/me/tokens/", "/de/me/watched/"])
def test_every_page_of_ones_own_leads_to_all_others(client: Client, path: str) -> None:
    page = sign_in(client, make_user()).get(path).text
    language = "/de" if path.startswith("/de/") else ""
    for other in (*OWN, "/me/drafts/", "/me/watches/", "/me/tokens/"):
        assert f'<li><a href="{language}{other}"' in page, other
    assert ('aria-current="page"' in page) == (not language), "where one is, if that is a page at all"


@pytest.mark.parametrize(("path", "named"), [("/me/assessments/", True), ("/models/me/x/y/z/", False)])
def test_an_address_that_was_guessed_names_the_pages_there_are(
    client: Client, path: str, named: bool
) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert ('href="/me/drafts/"' in answer.text) == named
    assert not answer.cookies


def test_settings_are_kept(client: Client) -> None:
    user = make_user("ada")
    sign_in(client, user)
    wishes = {"display_name": "  Ada   Lovelace ", "language": "de", "theme": "dark", "mail": "digest"}
    assert client.post("/me/settings/", wishes).status_code == 302
    user.refresh_from_db()
    assert (user.display_name, user.language, user.theme, user.mail) == (
        "Ada Lovelace",
        "de",
        "dark",
        "digest",
    )
    page = client.get("/me/settings/").content.decode()
    assert 'data-theme="dark"' in page
    assert 'value="Ada Lovelace"' in page
    assert "Ada Lovelace" in client.get("/").content.decode()
    assert 'data-theme="dark"' not in Client().get("/").content.decode()


@pytest.mark.parametrize(
    "wrong",
    [{"display_name": "a\u202eb"}, {"display_name": "x" * 61}, {"mail": "hourly"}, {"language": "tlh"}],
)
def test_settings_that_cannot_be_are_refused_and_keep_what_was_typed(client: Client, wrong: dict) -> None:
    user = make_user("ada")
    sign_in(client, user)
    wishes = {"display_name": "Ada", "language": "en", "theme": "auto", "mail": "now"} | wrong
    answer = client.post("/me/settings/", wishes)
    assert answer.status_code == 422
    assert wishes["display_name"] in answer.content.decode()
    user.refresh_from_db()
    assert (user.display_name, user.mail) == ("", "now")


def test_settings_change_nothing_else(client: Client) -> None:
    user = make_user("ada")
    sign_in(client, user)
    wishes = {"display_name": "", "language": "en", "theme": "auto", "mail": "now"}
    sent = wishes | {"is_staff": "on", "is_superuser": "on", "username": "root", "feed_number": "7"}
    client.post("/me/settings/", sent)
    user.refresh_from_db()
    assert (user.is_staff, user.is_superuser, user.username, user.feed_number) == (False, False, "ada", 0)


def test_messages_are_listed_and_marked_as_read_up_to_the_newest_shown(client: Client) -> None:
    make_model()
    user = make_user()
    tell(user, 53)
    sign_in(client, user)
    page = client.get("/me/notifications/")
    text = page.content.decode()
    assert text.count("A hub contradicts the record of a model you watch") == 50
    assert "Mark all 53 as read" in text
    newest = page.context["rows"][0].pk
    assert f"?before={page.context['next']}" in text
    older = client.get(f"/me/notifications/?before={page.context['next']}").content.decode()
    assert older.count("A hub contradicts") == 3
    tell(user)  # told already: nothing new
    Notification.objects.create(
        user=user, kind="drift_opened", key="later", at=NOON, details={"component": "x"}
    )
    client.post("/me/notifications/read/", {"up_to": newest})
    assert Notification.objects.filter(read_at__isnull=True).count() == 1


@pytest.mark.parametrize("typed", ["", "-1", "x", "9" * 30, "²", "٣"])
def test_numbers_that_are_none_are_ignored(client: Client, typed: str) -> None:
    sign_in(client, make_user())
    assert client.get("/me/notifications/", {"before": typed}).status_code == 200
    assert client.post("/me/notifications/read/", {"up_to": typed}).status_code == 302


def test_somebody_elses_messages_are_not_marked(client: Client) -> None:
    make_model()
    user = make_user()
    tell(user)
    sign_in(client, make_user())
    client.post("/me/notifications/read/", {"up_to": Notification.objects.get().pk})
    assert Notification.objects.get().read_at is None


def test_everybody_sees_who_somebody_is_here(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    user = make_user("ada", email="ada@people.example", curator=True)
    User.objects.filter(pk=user.pk).update(display_name=EVIL)
    with django_assert_max_num_queries(8):
        answer = client.get("/people/ada/")
    text = answer.content.decode()
    assert "Curator" in text
    assert "people.example" not in text
    assert EVIL not in text
    assert (answer["X-Robots-Tag"], answer.cookies) == ("noindex", {})
    assert "cookie" not in answer.get("Vary", "").lower()
    assert client.get("/people/ADA/")["Location"] == "/people/ada/"


def test_who_never_proved_an_address_has_no_page(client: Client) -> None:
    make_user("ghost", verified=False)
    assert client.get("/people/ghost/").status_code == 404
    assert client.get("/people/nobody-here/").status_code == 404
