"""The house keeps its shape: what import checks do not see."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import ForeignKey, Model

ROOT = Path(__file__).parent.parent
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


def floors() -> dict[str, int]:
    """Height of each package, read from the contract that import-linter checks."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    return {
        name: height for height, layer in enumerate(reversed(layers)) for name in re.split(r"\s*\|\s*", layer)
    }


@pytest.mark.parametrize("package", ["registry.openness", "registry.hubs"])
def test_rules_and_hubs_load_without_django_and_celery(package: str) -> None:
    walk = (
        f"import pkgutil, sys, {package} as root\n"
        "for found in pkgutil.walk_packages(root.__path__, root.__name__ + '.'): __import__(found.name)\n"
        "print(sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", walk], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert package.partition(".")[0] in loaded.stdout
    for forbidden in ("django", "rest_framework", "celery"):
        assert f"'{forbidden}'" not in loaded.stdout


def test_every_foreign_key_points_down() -> None:
    height = floors()
    upward = [
        f"{model._meta.label}.{field} -> {target._meta.label}"
        for model, field, target in foreign_keys()
        if height[model._meta.app_label] < height.get(target._meta.app_label, -1)
    ]
    assert upward == []


def foreign_keys() -> list[tuple[type[Model], str, type[Model]]]:
    """(model, key, target) for all our models; Django's own tables lie below every floor."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("registry.")]
    found = [
        (model, field.name, field.remote_field.model)
        for model in ours
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey)
    ]
    assert found
    return found


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_template_holds_inline_style_or_script(path: Path) -> None:
    """The content security policy would block them."""
    text = path.read_text()
    assert re.findall(r"<[^>{]*\s(?:style|on[a-z]+)\s*=", text) == []
    assert re.findall(r"<style\b|<script(?![^>]*\bsrc=)[^>]*>", text) == []


@pytest.mark.parametrize("document", ["README.md", ".env.example"])
def test_every_setting_is_written_down(document: str) -> None:
    source = (ROOT / "registry" / "settings.py").read_text()
    read = set(re.findall(r'(?:env\.[a-z_]+|number)\(\s*"([A-Z_]+)"', source))
    assert {"DATABASE_URL", "PORT", "SITE_URL"} <= read
    text = (ROOT / document).read_text()
    assert [name for name in sorted(read) if not re.search(rf"\b{name}\b", text)] == []
