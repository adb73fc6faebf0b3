"""No room left for the database: nothing is half written, pages are still read, and it goes on by itself."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import OperationalError, connection
from django.test import Client

from registry.refresh.refresh import ask
from tests.drills import ledger
from tests.drills.processes import until
from tests.hubs import stand_in

ROOM = 24 * 2**20  # bytes
GOES_ON = 60.0  # seconds


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk that is easily filled, with the database on it."""
    if connection.vendor != "sqlite":
        pytest.skip("the disk of a database server is its own")
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = os.geteuid() == 0 and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", str(disk)], check=False, capture_output=True
    )
    if not mounted or mounted.returncode:
        pytest.skip("only root may mount a small disk")
    usual, there = connection.settings_dict["NAME"], str(disk / "drills.sqlite3")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [there])
    connection.close()
    connection.settings_dict["NAME"] = there
    yield disk
    connection.close()
    connection.settings_dict["NAME"] = usual
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


def test_a_full_disk_loses_nothing_and_is_got_over(small_disk, hub, worker, measured):
    expected = ledger.undisturbed(hub)
    entries = ledger.listed(hub, 40)
    hub.break_with(stand_in.slow(0.2))
    at_work = worker()
    at_work.start()
    for entry in entries:
        ask(entry)
    until(lambda: ledger.done_jobs() >= 3, within=60, what="three are read")
    filler = small_disk / "filler"
    fill(filler)
    until(lambda: "is full" in at_work.said(), within=60, what="the worker meets the full disk")
    with pytest.raises(OperationalError, match="is full"):
        ledger.listed(hub, 200, organization="too-many")
    assert Client().get(f"/models/{entries[0].repo_id}/").status_code == 200
    filler.unlink()
    seconds = until(lambda: not ledger.open_jobs(), within=120, what="all are read")
    ledger.assert_all_done(40)
    ledger.assert_like(expected, entries)
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    measured("a full disk has room again: all 40 readings done", seconds, allowed=GOES_ON)


def fill(filler: Path) -> None:
    """To the last byte."""
    with filler.open("wb", buffering=0) as file:
        for size in (2**20, 2**12, 1):
            try:
                while True:
                    file.write(b"x" * size)
            except OSError:
                continue
