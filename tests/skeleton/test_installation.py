"""The secret an installation makes for itself, and the socket of its broker."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from registry.installation import broker_socket, broker_url, local_secret


def test_a_secret_is_made_once_for_the_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    made = local_secret(folder)
    assert len(made) >= 50
    assert local_secret(folder) == made
    assert [path.name for path in folder.iterdir()] == ["secret-key"]
    assert stat.S_IMODE((folder / "secret-key").stat().st_mode) == 0o600


def test_processes_that_start_together_agree_on_the_secret(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = set(pool.map(local_secret, [tmp_path] * 64))
    assert len(made) == 1


@pytest.mark.parametrize("depth", [1, 30])
def test_the_path_of_the_socket_always_fits(tmp_path: Path, depth: int) -> None:
    folder = tmp_path.joinpath(*["folder"] * depth)
    path = broker_socket(folder)
    assert len(os.fsencode(path)) < 104  # the limit of macOS; that of Linux is 108
    assert broker_socket(folder) == path


def test_two_deep_folders_have_two_sockets(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["folder"] * 30)
    assert broker_socket(deep / "one") != broker_socket(deep / "two")


@pytest.mark.parametrize(
    ("given", "celery"),
    [
        ("redis://localhost:6379/0", "redis://localhost:6379/0"),
        ("rediss://localhost:6380/1", "rediss://localhost:6380/1"),
        ("unix:///run/broker.sock", "redis+socket:///run/broker.sock"),
        ("unix:///run/broker.sock?db=2", "redis+socket:///run/broker.sock?virtual_host=2"),
    ],
)
def test_celery_gets_the_address_in_its_own_spelling(given: str, celery: str) -> None:
    assert broker_url(given) == celery
