"""The site as `make run` starts it, told to stop and killed as a whole in the middle of its work."""

import sys
import time
from functools import partial
from pathlib import Path

import pytest
from django.utils import timezone

from registry.accounts.models import Event
from registry.imports import shipped
from registry.refresh.refresh import ask
from tests.drills import ledger
from tests.drills.processes import Program, Whole, free_port, status, until
from tests.hubs import stand_in

STOPS = 10.0  # seconds, what the supervisor's times add up to
GOES_ON = 60.0  # the start of everything, a lease of 20, a sweep every 5, and the work itself


@pytest.fixture
def site(tmp_path: Path, environment: dict[str, str], programs: list[Program]) -> Whole:
    """With a broker of its own, and the catalog counted as loaded."""
    Event.objects.create(at=timezone.now(), verb="seed", target=shipped.version())
    port = free_port()
    told = environment | {"DATA_DIR": str(tmp_path / "site"), "PORT": str(port), "DEBUG": "true"}
    del told["REDIS_URL"]
    made = Whole([sys.executable, "-m", "registry.run"], told, tmp_path / "site.log", port=port)
    programs.append(made)
    return made


def test_a_site_stopped_and_then_killed_amid_its_work_goes_on(hub, site, measured):
    expected = ledger.undisturbed(hub)
    entries = ledger.listed(hub, 40)
    hub.break_with(stand_in.slow(0.4))
    site.start()
    for entry in entries[:30]:
        ask(entry)
    until(partial(ledger.has_done, 3), within=90, what="three are read")
    stopped = site.terminate(within=STOPS + 5)
    assert site.ended() == 0
    site.start()
    until(partial(ledger.has_done, ledger.done_jobs() + 3), within=90, what="three more are read")
    assert status(site.port, "/readyz") == 200
    site.kill()
    killed = time.monotonic()
    for entry in entries[30:]:
        ask(entry)
    hub.mend()
    site.start()
    until(lambda: not ledger.open_jobs(), within=120, what="all are read")
    seconds = time.monotonic() - killed
    ledger.assert_all_done(40)
    ledger.assert_like(expected, entries)
    measured("SIGTERM to the whole site amid a job: nothing of it is left", stopped, allowed=STOPS)
    measured("the whole site killed and started: all 40 readings done", seconds, allowed=GOES_ON)
