"""Whether the broker answers is known within a second, and nobody waits for it twice."""

import socket
from pathlib import Path

import pytest
import redis
from django.test import override_settings

from registry.jobs import broker


@pytest.fixture(autouse=True)
def forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(broker, "_asked", {})


def test_a_broker_that_runs_is_reachable(redis_url: str) -> None:
    with override_settings(REDIS_URL=redis_url):
        assert broker.reachable()


def test_a_broker_that_is_gone_is_not(tmp_path: Path) -> None:
    with override_settings(REDIS_URL=f"unix://{tmp_path}/nobody.sock"):
        assert not broker.reachable()


def test_a_broker_that_hangs_is_given_up_and_not_asked_again_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    connect = redis.connection.AbstractConnection.connect
    monkeypatch.setattr(
        redis.connection.AbstractConnection,
        "connect",
        lambda self, *args, **told: (asked.append(1), connect(self, *args, **told))[1],
    )
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"redis://127.0.0.1:{silent.getsockname()[1]}/0"
        with override_settings(REDIS_URL=url):
            assert not broker.reachable()
            assert not broker.reachable()
    assert len(asked) == 1
