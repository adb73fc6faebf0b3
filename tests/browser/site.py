"""A whole site for browsers: its own database with the shipped catalog and some more, its own web server."""

import os
import shutil
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

from registry.run.programs import web_command
from tests.drills.processes import BASE, Program, place, until

KEPT = ("PATH", "HOME", "LANG", "TMPDIR")


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def chromium() -> dict[str, Any]:
    """How to start the Chromium of this machine: nothing is downloaded. As root it can have no sandbox."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert found, "Chromium is not installed: apt-get install chromium"
    return {"executable_path": found, "args": [] if os.getuid() else ["--no-sandbox"]}


class Site:
    """What `make run` serves, without a worker. `records` is a module that writes more into the database."""

    def __init__(self, folder: Path, *, records: str = "", **settings: str) -> None:
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.environment = {name: os.environ[name] for name in KEPT if name in os.environ} | {
            "DATA_DIR": str(folder),
            "PORT": str(self.port),
            "SITE_URL": self.url,
            "LOG_LEVEL": "WARNING",
            **settings,
        }
        self._prepare("registry.run.prepare")
        if records:
            self._prepare(records)
        command = web_command(place(folder, port=self.port))
        self.program = Program(command, self.environment, folder / "web.log")
        self.program.start()
        until(self.answers, within=60, what="the site answers")

    def _prepare(self, module: str) -> None:
        done = subprocess.run(
            [sys.executable, "-m", module],
            cwd=BASE,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def end(self) -> None:
        self.program.end()
