"""What the container files promise, as far as it can be read without a container engine."""

import re
import tomllib
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parent.parent.parent
COMPOSE = (ROOT / "docker-compose.yml").read_text()
SERVICES: dict[str, Any] = yaml.safe_load(COMPOSE)["services"]


def test_every_lasting_service_says_whether_it_is_healthy() -> None:
    """`prepare` ends by itself."""
    assert [name for name, service in SERVICES.items() if "healthcheck" not in service] == []
    assert SERVICES["prepare"]["healthcheck"] == {"disable": True}


def test_no_secret_has_a_default() -> None:
    for name in ("SECRET_KEY", "POSTGRES_PASSWORD", "SITE_URL"):
        uses = re.findall(rf"\$\{{{name}\b(..)", COMPOSE)
        assert uses
        assert set(uses) == {":?"}


def test_nothing_but_the_web_server_is_reached_from_outside() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["web"]
    assert SERVICES["web"]["ports"][0].startswith("127.0.0.1:")


def test_the_image_holds_what_is_locked_and_runs_as_nobody_special() -> None:
    steps = (ROOT / "Dockerfile").read_text()
    assert "--require-hashes -r requirements.txt" in steps
    assert steps.index("USER sourceform") < steps.index('CMD ["granian"')


def test_no_requirement_is_installed_without_its_hash_or_from_a_named_index() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        locked = (ROOT / name).read_text()
        assert "://" not in locked
        for entry in re.split(r"\n(?=\S)", re.sub(r"(?m)^\s*#.*\n?", "", locked).strip()):
            assert "--hash=sha256:" in entry, entry


def test_the_locks_are_for_the_oldest_python_that_is_promised() -> None:
    promised = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["requires-python"]
    assert promised == ">=3.11"
    assert "--python-version 3.11" in (ROOT / "Makefile").read_text()
