"""Browsers and the site they look at, which is started once for all tests."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Response

from tests.browser.site import Site, chromium

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "registry.settings")  # to read the lists of addresses
os.environ.setdefault("SECRET_KEY", "of a test that keeps no secret")
Opened = Callable[..., Response]
WIDE = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """KEPT_SITE names a folder where it is prepared once and for all, for whoever edits pages."""
    kept = os.environ.get("KEPT_SITE")
    folder = Path(kept) if kept else tmp_path_factory.mktemp("site")
    running = Site(folder, records="tests.browser.records")
    yield running
    running.end()


@pytest.fixture(scope="session")
def base_url(site: Site) -> str:
    return site.url


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return browser_type_launch_args | chromium()


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return browser_context_args | {"viewport": WIDE, "reduced_motion": "reduce"}


@pytest.fixture
def visit(page: Page) -> Opened:
    """Open a page of the site; anything but 200 fails, unless said otherwise."""

    def opened(address: str, *, status: int = 200) -> Response:
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == status, address
        return answer

    return opened


both_ways = pytest.mark.parametrize(
    "script",
    [
        "with JavaScript",
        pytest.param("without JavaScript", marks=pytest.mark.browser_context_args(java_script_enabled=False)),
    ],
)
