"""What `make run` refuses, each time with one sentence and exit code 1."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from registry.run import refusals
from registry.run.refusals import Refused

ROOT = Path(__file__).parent.parent.parent


def run(data: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """`make run` with nothing set but this."""
    inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-m", "registry.run"],
        cwd=ROOT,
        env=inherited | {"DATA_DIR": str(data)} | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def taken_port() -> socket.socket:
    """A server that shares its port, as the web server does."""
    holder = socket.socket()
    holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    holder.bind(("127.0.0.1", 0))
    holder.listen()
    return holder


def test_a_taken_port_is_refused(tmp_path: Path) -> None:
    with taken_port() as holder:
        port = holder.getsockname()[1]
        refused = run(tmp_path, PORT=str(port))
    assert refused.stderr == f"Sourceform cannot start: port {port} is taken; set PORT to a free one.\n"
    assert refused.returncode == 1


def test_a_data_folder_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    refused = run(tmp_path / "file")
    assert refused.returncode == 1
    assert refused.stderr.startswith(
        f"Sourceform cannot start: DATA_DIR {tmp_path / 'file'} must be a folder"
    )
    assert len(refused.stderr.splitlines()) == 1


@pytest.mark.skipif(os.getuid() == 0, reason="nothing is read-only for root")
def test_a_read_only_folder_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(Refused, match="must be a folder that can be written"):
        refusals.check_folder(tmp_path)


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        (
            {"SITE_URL": "https://registry.example"},
            "SECRET_KEY must be set, because SITE_URL https://registry.example is public.",
        ),
        (
            {"SITE_URL": "https://registry.example", "SECRET_KEY": "x" * 60, "DEBUG": "1"},
            "DEBUG must be off, because SITE_URL https://registry.example is public.",
        ),
        (
            {"SITE_URL": "https://registry.example", "SECRET_KEY": "x" * 60, "ALLOWED_HOSTS": "*"},
            "ALLOWED_HOSTS must name the hosts, not *, because SITE_URL https://registry.example is public.",
        ),
        ({"SITE_URL": "registry.example"}, "SITE_URL must begin with http:// or https://"),
        ({"PORT": "eight"}, "PORT must be a whole number, not 'eight'."),
        ({"PORT": "99999"}, "PORT must lie between 1 and 65535, not 99999."),
        ({"DATABASE_URL": "mysql://localhost/x"}, "DATABASE_URL must begin with postgres:// or sqlite:///."),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else "+".join(value),
)
def test_a_setting_that_cannot_be_meant_is_refused(
    tmp_path: Path, environment: dict[str, str], sentence: str
) -> None:
    refused = run(tmp_path, **environment)
    assert refused.returncode == 1
    assert refused.stderr.startswith(f"Sourceform cannot start: {sentence}")
    assert len(refused.stderr.splitlines()) == 1


def test_an_old_sqlite_is_refused() -> None:
    with pytest.raises(Refused, match=r"this Python has 3\.34\.1"):
        refusals.check_sqlite((3, 34, 1))


def test_the_sqlite_of_this_python_is_good_enough() -> None:
    refusals.check_sqlite()


def test_a_machine_without_any_broker_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr(refusals, "find_spec", lambda name: None)
    with pytest.raises(Refused, match="install redis-server, or set REDIS_URL"):
        refusals.find_broker()


def test_a_folder_of_somebody_else_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "getuid", lambda: 12345)
    with pytest.raises(Refused, match="belongs to somebody else"):
        refusals.make_private(tmp_path)


def test_a_linked_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path)
    with pytest.raises(Refused, match="belongs to somebody else"):
        refusals.make_private(tmp_path / "link")
