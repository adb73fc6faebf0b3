"""What was done stays as it was written: the database refuses changes, and the chain shows the rest."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from registry.accounts import checks, events, links, seal, trust
from registry.accounts.actors import SYSTEM
from registry.accounts.models import AccountLink, Event, Seal, Trust
from tests.build import NOON, make_actor, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def actor():
    return make_actor(make_user(curator=True))


def written(actor, count: int = 3) -> list[Event]:
    return [
        events.note(
            "model.renamed",
            by=actor,
            target=f"model:{number}",
            now=NOON,
            before={"name": "é", "size": 7.5},
            after=[1, None, True],
            because="The old name was wrong.",
        )
        for number in range(count)
    ]


def tampered(sql: str) -> None:
    """Change a row as somebody would who holds the database and has taken its triggers away."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute(sql)
            cursor.execute("SET LOCAL session_replication_role = origin")
            return
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'accounts_%'"
        )
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        cursor.execute(sql)
        for _, made in triggers:
            cursor.execute(made)


def test_the_chain_holds_over_batches_and_says_so(actor, monkeypatch) -> None:
    monkeypatch.setattr(seal, "BATCH", 2)
    written(actor)
    assert seal.seal_all(now=NOON) == 3
    written(actor, 1)
    assert seal.seal_all(now=NOON) == 1
    assert seal.seal_all(now=NOON) == 0
    assert list(Seal.objects.values_list("number", "count")) == [(1, 2), (2, 1), (3, 1)]
    assert list(seal.verify()) == []


@pytest.mark.parametrize(
    ("sql", "found"),
    [
        ("UPDATE accounts_event SET verb = 'other' WHERE id = {second}", "not as it was sealed"),
        ("UPDATE accounts_event SET actor_id = NULL WHERE id = {second}", "not as it was sealed"),
        ("UPDATE accounts_event SET after = '[2]' WHERE id = {second}", "not as it was sealed"),
        ("UPDATE accounts_event SET because = 'Other.' WHERE id = {second}", "the reason given in event"),
        ("DELETE FROM accounts_event WHERE id = {second}", "was over 3 events and is over 2"),
        ("UPDATE accounts_seal SET prev_sha = 'abc' WHERE number = 2", "does not follow"),
        ("UPDATE accounts_seal SET number = 7 WHERE number = 2", "seal 2 is missing before seal 7"),
    ],
)
def test_what_somebody_changed_behind_the_triggers_shows(actor, sql: str, found: str) -> None:
    rows = written(actor)
    seal.seal_all(now=NOON)
    written(actor, 1)
    seal.seal_all(now=NOON)
    tampered(sql.format(second=rows[1].pk))
    assert found in " ".join(seal.verify())


REFUSED = {
    "verb": lambda: Event.objects.update(verb="other"),
    "actor": lambda: Event.objects.update(actor=None),
    "reason": lambda: Event.objects.update(because="Other."),
    "details": lambda: Event.objects.update(details={"x": 1}),
    "seal taken off": lambda: Event.objects.update(seal=None),
    "deleted": lambda: Event.objects.all().delete(),
    "seal": lambda: Seal.objects.update(count=9),
    "seal deleted": lambda: Seal.objects.filter(events__isnull=True).delete(),
}


@pytest.mark.parametrize("act", REFUSED.values(), ids=REFUSED)
def test_the_database_refuses_to_change_or_delete_what_was_written(actor, act: Callable) -> None:
    written(actor)
    seal.seal_all(now=NOON)
    Seal.objects.create(number=2, count=1, prev_sha="a", sha="b", at=NOON)
    with pytest.raises(IntegrityError, match="kept as it was written"), transaction.atomic():
        act()
    assert Event.objects.filter(verb="model.renamed").count() == 3


def test_a_text_that_had_to_be_taken_down_leaves_the_chain_whole(actor) -> None:
    row = written(actor, 1)[0]
    seal.seal_all(now=NOON)
    events.blank(row, by=actor, now=NOON, because="It named somebody.")
    row.refresh_from_db()
    assert (row.because, bool(row.because_sha)) == ("", True)
    assert list(seal.verify()) == []
    assert Event.objects.filter(verb="event.blanked", target=f"event:{row.pk}").exists()


def test_an_act_that_cannot_be_noted_does_not_happen(actor, monkeypatch) -> None:
    def unwritable(**_: object) -> None:
        raise ValueError("an event of a shape the table does not take")

    a, b = make_user(), make_user()
    monkeypatch.setattr(Event.objects, "create", unwritable)
    with pytest.raises(ValueError, match="shape"):
        links.link(a, b, by=actor, because="They share a key.", now=NOON)
    assert not AccountLink.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_a_test_that_commits_leaves_no_event_to_the_next(turn: int) -> None:
    events.note("seed", by=SYSTEM, target=str(turn), now=NOON)
    assert Event.objects.count() == 1


def test_an_operator_asks_whether_the_chain_holds(actor, capsys) -> None:
    rows = written(actor)
    call_command("events", "seal")
    call_command("events", "verify")
    assert "The chain holds: 1 seals" in capsys.readouterr().out
    tampered(f"UPDATE accounts_event SET target = 'other' WHERE id = {rows[0].pk}")
    with pytest.raises(CommandError, match="broken in 1 places"):
        call_command("events", "verify")


def test_what_must_hold_is_asked_of_the_database(actor) -> None:
    user = make_user()
    written(actor)
    seal.seal_all(now=NOON)
    trust.recompute(now=NOON, user_id=user.pk)
    assert [line for broken in checks.CHECKS.values() for line in broken()] == []
    Trust.objects.update(level=2)
    assert "stored as T2 and was T0" in next(checks.trust_is_what_the_log_says())
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("DROP TRIGGER accounts_seal_kept ON accounts_seal")
        else:
            cursor.execute("DROP TRIGGER accounts_seal_not_changed")
    assert len(list(checks.events_can_not_change())) == 1


def test_events_are_written_through_one_door() -> None:
    root = Path(__file__).parents[2] / "registry"
    makes = re.compile(r"(?<![A-Za-z])(?<!class )Event(\.objects\.(bulk_|get_or_)?create|\([a-z])")
    found = [str(path.relative_to(root)) for path in root.rglob("*.py") if makes.search(path.read_text())]
    assert found == ["accounts/events.py"]
