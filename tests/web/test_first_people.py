"""An installation gets its first people at the command line; the log says who did it."""

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from registry.accounts.models import Event, Grant, User
from tests.build import do_jobs, make_user

pytestmark = pytest.mark.django_db


def roles() -> set[tuple[str, str]]:
    return set(Grant.objects.filter(revoked_at__isnull=True).values_list("user__username", "role"))


def test_two_people_become_the_first_curators(capsys) -> None:
    make_user("ada")
    make_user("grace")
    call_command("bootstrap", "ada", "grace", "--admin", "ada", "--operator", "Linus")
    assert roles() == {("ada", "curator"), ("grace", "curator"), ("ada", "admin")}
    event = Event.objects.filter(verb="role.granted").first()
    assert (event.actor, event.via) == (None, "command")
    assert "Linus" in event.because
    with pytest.raises(CommandError, match="curators already"):
        call_command("bootstrap", "ada", "grace")


def test_an_account_that_is_made_is_opened_by_its_mail_only(client: Client) -> None:
    make_user("ada")
    call_command("bootstrap", "ada", "grace=grace@navy.example", "--create")
    do_jobs()
    assert roles() == {("ada", "curator"), ("grace", "curator")}
    (reset,) = [sent for sent in mail.outbox if "/password/reset/" in sent.body]
    assert reset.to == ["grace@navy.example"]
    assert not User.objects.get(username="grace").has_usable_password()


@pytest.mark.parametrize(
    ("people", "said"),
    [
        (["ada", "nobody"], "Nobody is called nobody"),
        (["ada", "ada"], "Name two people"),
        (["ada", "unproved"], "no verified address"),
        (["ada", "bob=", "--create"], "needs an address"),
        (["ada", "admin=root@navy.example", "--create"], "cannot be the name"),
        (["ada", "bob=ada@people.example", "--create"], "belongs to an account already"),
    ],
)
def test_what_is_in_the_way_leaves_nothing_behind(people: list[str], said: str) -> None:
    make_user("ada")
    make_user("unproved", verified=False)
    with pytest.raises(CommandError, match=said):
        call_command("bootstrap", *people)
    assert (roles(), User.objects.count()) == (set(), 2)


def test_an_operator_gives_and_takes_roles(capsys) -> None:
    make_user("ada")
    why = ["--because", "They asked.", "--operator", "Linus"]
    call_command("role", "give", "ada", "admin", *why)
    assert "admin      ada  (no second factor: cannot act)" in capsys.readouterr().out
    call_command("role", "take", "ada", "admin", *why)
    assert roles() == set()
    with pytest.raises(CommandError, match="not held"):
        call_command("role", "take", "ada", "admin", *why)
    with pytest.raises(CommandError, match="Nobody is called"):
        call_command("role", "give", "bob", "admin", *why)
    make_user("root", admin=True)
    with pytest.raises(CommandError, match="last admin"):
        call_command("role", "take", "root", "admin", *why)
