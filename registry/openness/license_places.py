"""Where in its text a license decides what its record says: for readers; no verdict depends on it."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType

from registry.openness.facts import NONE
from registry.openness.licenses import License

SPDX_PAGE = "https://spdx.org/licenses/{}.html"
SCANCODE_PAGE = "https://scancode-licensedb.aboutcode.org/{}.html"
_SCANCODE = "LicenseRef-scancode-"


def text_url(license: License) -> str:
    """Where the text can be read; "" where nobody keeps it under a name of its own."""
    if text := _table().get(license.slug, {}).get("text"):
        return text
    if license.spdx.startswith(_SCANCODE):
        return SCANCODE_PAGE.format(license.spdx.removeprefix(_SCANCODE))
    if license.alternatives:
        return SPDX_PAGE.format(license.alternatives[0])
    return SPDX_PAGE.format(license.spdx) if license.is_listed and license.spdx != NONE else ""


def places(license: License) -> Mapping[str, str]:
    """The section that decides, by permission or flag; empty where the text was not read for it."""
    rows = _table().get(license.slug, {})
    return {key: _named(place) for key, place in rows.items() if key != "text"}


def _named(place: str) -> str:
    """A bare number with its sign, which stays on the line of the number."""
    return f"§\N{NO-BREAK SPACE}{place}" if place[0].isdigit() else place


@cache
def _table() -> Mapping[str, Mapping[str, str]]:
    file = resources.files("registry.openness").joinpath("license_places.toml")
    return MappingProxyType(tomllib.loads(file.read_text("utf-8")))
