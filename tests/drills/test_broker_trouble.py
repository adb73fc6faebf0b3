"""The broker is emptied, killed, frozen. It is a doorbell: what is due stands in the database."""

import json
import signal
import time

from django.db import transaction

from registry.refresh.refresh import ask
from tests.drills import ledger
from tests.drills.processes import fetched, free_port, status, until
from tests.hubs import stand_in

RUNG_AGAIN = 60.0  # seconds
RETURNED = 30.0
PUBLISH = 1.0  # of a request, with the broker away; 0.2 on a machine that does nothing else


def test_an_emptied_broker_loses_nothing(hub, broker, worker, measured):
    expected = ledger.undisturbed(hub)
    entries = ledger.listed(hub, 40)
    hub.break_with(stand_in.slow(0.3))
    at_work = worker()
    at_work.start()
    for entry in entries:
        ask(entry)
    until(lambda: ledger.done_jobs() >= 2, within=60, what="two are read")
    assert broker.rings("refresh") >= 30
    broker.client.flushall()
    hub.mend()
    seconds = until(lambda: not ledger.open_jobs(), within=90, what="all are read")
    ledger.assert_all_done(40)
    ledger.assert_like(expected, entries)
    measured("an emptied broker: all 40 readings done", seconds, allowed=RUNG_AGAIN)


def test_a_killed_broker_stops_no_page_and_loses_nothing(hub, broker, worker, web, measured):
    expected = ledger.undisturbed(hub)
    entries = ledger.listed(hub, 30)
    port = free_port()
    hub.break_with(stand_in.slow(0.3))
    worker().start()
    web(port).start()
    until(lambda: status(port, "/readyz") == 200, within=60, what="the web server answers")
    for entry in entries[:15]:
        ask(entry)
    until(lambda: ledger.done_jobs() >= 2, within=60, what="two are read")
    broker.kill()
    killed = time.monotonic()
    slowest = max(seconds_to_ask(entry) for entry in entries[15:])
    path = entries[0].repo_id
    pages = [
        "/",
        f"/models/{path}/",
        f"/badge/{path}/osaid-1.0.svg",
        "/api/v1/models/",
        "/healthz",
        "/readyz",
    ]
    assert [status(port, page) for page in pages] == [200] * len(pages)
    until(
        lambda: json.loads(fetched(port, "/statusz")[1])["broker"] is False, within=15, what="/statusz tells"
    )
    assert ledger.open_jobs() > 15
    hub.mend()
    time.sleep(max(10 - (time.monotonic() - killed), 0))
    broker.start()
    seconds = until(lambda: not ledger.open_jobs(), within=90, what="all are read")
    ledger.assert_all_done(30)
    ledger.assert_like(expected, entries)
    until(
        lambda: json.loads(fetched(port, "/statusz")[1])["broker"] is True, within=15, what="/statusz tells"
    )
    measured("the broker is away: a request that asks for work", slowest, allowed=PUBLISH)
    measured("a broker killed and back after 10 s: all 30 readings done", seconds, allowed=RETURNED)


def test_a_frozen_broker_is_waited_for(hub, broker, worker, measured):
    expected = ledger.undisturbed(hub)
    entries = ledger.listed(hub, 20)
    hub.break_with(stand_in.slow(0.1))
    worker().start()
    for entry in entries:
        ask(entry)
    until(lambda: ledger.done_jobs() >= 2, within=60, what="two are read")
    broker.signal(signal.SIGSTOP)
    time.sleep(15)
    broker.signal(signal.SIGCONT)
    seconds = until(lambda: not ledger.open_jobs(), within=90, what="all are read")
    ledger.assert_all_done(20)
    ledger.assert_like(expected, entries)
    measured("a broker frozen for 15 s: all 20 readings done", seconds, allowed=RUNG_AGAIN)


def seconds_to_ask(entry) -> float:
    """As a request does it: in a transaction, rung on commit."""
    began = time.monotonic()
    with transaction.atomic():
        ask(entry)
    return time.monotonic() - began


def broker_is_seen(port: int) -> bool:
    status, body = fetched(port, "/statusz")
    assert status == 200
    return bool(json.loads(body)["broker"])
