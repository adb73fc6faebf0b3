"""manage.py crawl and manage.py hubs, as a person at a terminal uses them."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from registry.catalog.models import HubEntry
from registry.refresh import crawl
from registry.refresh.management.commands import crawl as command
from registry.refresh.models import Budget, Crawl, HubState
from tests.hubs import stand_in
from tests.hubs.stand_in import Hub, model

pytestmark = pytest.mark.django_db


@pytest.fixture
def hub(settings, monkeypatch) -> Iterator[Hub]:
    monkeypatch.setattr(crawl, "LARGEST", 2)
    with stand_in.running() as running:
        settings.HF_ENDPOINT, settings.HF_TOKEN = running.url, ""
        for n in range(6):
            changed = datetime.now(UTC) - timedelta(hours=10 * n + 1)
            running.shows(model(f"acme/m{n}", _id=f"{n:024x}", lastModified=changed.isoformat()))
        yield running


@pytest.fixture
def waits(monkeypatch) -> list[float]:
    """How long it waited, without the waiting."""
    waited: list[float] = []
    monkeypatch.setattr(command.time, "sleep", waited.append)
    return waited


def run(capsys: Any, *options: str) -> str:
    call_command("crawl", "huggingface", *options)
    return capsys.readouterr().out


def test_a_sweep_ends_with_a_summary(hub, capsys):
    out = run(capsys, "--sweep")
    assert re.fullmatch(
        r"sweep 1 of huggingface \(complete\): 3 pages, 3 requests, 6 seen, 6 new, 0 changed, 0 set aside, "
        r"[\d.]+ s \([\d,]+ models/s\)\n",
        out,
    )


def test_a_tail_reads_what_changed_within_a_day(hub, capsys):
    assert "2 pages, 2 requests, 4 seen, 4 new" in run(capsys, "--tail")


def test_with_a_limit_it_stops_there_and_goes_on_from_there(hub, capsys):
    assert "(running): 2 pages, 2 requests, 3 seen" in run(capsys, "--sweep", "--limit", "3")
    assert "sweep 1 of huggingface (complete): 2 pages, 2 requests, 3 seen" in run(capsys, "--sweep")


def test_an_unfinished_pass_can_be_left(hub, capsys):
    run(capsys, "--sweep", "--limit", "2")
    assert "sweep 2 of huggingface (complete): 3 pages, 3 requests, 6 seen" in run(
        capsys, "--sweep", "--anew"
    )
    assert Crawl.objects.get(number=1).state == "stopped"


def test_interrupted_it_says_so_and_keeps_what_it_has(hub, capsys, monkeypatch):
    right = crawl.read_page

    def interrupts(cursor: str, **options: Any) -> Any:
        if cursor:
            raise KeyboardInterrupt
        return right(cursor, **options)

    monkeypatch.setattr(crawl, "read_page", interrupts)
    with pytest.raises(CommandError) as caught:
        run(capsys, "--sweep")
    assert caught.value.returncode == 130
    assert "(running): 1 pages, 1 requests, 2 seen" in capsys.readouterr().out
    monkeypatch.undo()
    assert HubEntry.objects.count() == 2


def test_it_waits_as_long_as_the_hub_says_and_never_more_than_an_hour(hub, capsys, waits, monkeypatch):
    answers = iter([{"RateLimit": '"api";r=0;t=55'}, {"RateLimit": "", "Retry-After": "86400"}])

    def refuses(handler: stand_in.Handler) -> None:
        headers = next(answers, None)
        if headers is None:
            hub.mend()
            handler.serve()
        else:
            handler.answer(429, b"{}", headers)

    hub.break_with(refuses, on="list")

    def passes(seconds: float) -> None:
        waits.append(seconds)
        Budget.objects.update(blocked_until=None, remaining=500)  # as if the time had passed

    monkeypatch.setattr(command.time, "sleep", passes)
    assert "complete" in run(capsys, "--sweep")
    assert waits == [55.0, 3600.0]


def test_a_hub_that_keeps_failing_ends_the_command_and_not_the_pass(hub, capsys, waits):
    hub.break_with(stand_in.status(500), on="list")
    with pytest.raises(CommandError, match="status 500"):
        run(capsys, "--sweep")
    assert len(waits) == 5
    assert waits == sorted(waits)
    assert Crawl.objects.get().state == "running"


def test_a_refused_token_ends_it_at_once(hub, capsys, waits, settings):
    settings.HF_TOKEN = "hf_revoked"
    with pytest.raises(CommandError, match="HF_TOKEN"):
        run(capsys, "--sweep")
    with pytest.raises(CommandError, match="not asked at the moment"):
        run(capsys, "--sweep")
    assert (waits, len(hub.asked)) == ([], 1)
    call_command("hubs")
    told = capsys.readouterr().out
    assert "our token is refused" in told
    assert "hf_revoked" not in told
    call_command("hubs", "--lift", "huggingface")
    assert HubState.objects.get().retry_at is None


def test_the_states_of_the_hubs_are_told_with_budget_and_passes(hub, capsys):
    call_command("hubs")
    assert capsys.readouterr().out == "No hub was asked yet.\n"
    run(capsys, "--sweep")
    call_command("hubs")
    told = capsys.readouterr().out
    assert "huggingface: ok since" in told.lower()
    assert "api (anonymous): 497 of 500 left" in told
    assert "sweep 1 of huggingface (complete): 6 seen" in told
    with pytest.raises(CommandError, match="Nothing keeps"):
        call_command("hubs", "--lift", "huggingface")
