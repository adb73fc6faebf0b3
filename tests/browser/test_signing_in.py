"""From signing up to a second factor and back in, with and without JavaScript; every page on the way."""

import base64
import hashlib
import hmac
import re
import struct
import subprocess
import sys
import time
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, WIDE, Opened, both_ways
from tests.browser.site import Site
from tests.browser.test_every_page_type import WIDTHS, found, wide
from tests.drills.processes import BASE

PASSWORD = "correct horse battery"
DO_JOBS = "import django; django.setup(); from tests.build import do_jobs; do_jobs()"
FACTORS = "/account/factors/"


def code_now(secret: str) -> str:
    """What an app shows (RFC 6238), with some seconds left to type it."""
    if time.time() % 30 > 24:
        time.sleep(7)
    said = hmac.new(
        base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30), hashlib.sha1
    ).digest()
    at = said[-1] & 15
    return f"{(struct.unpack('>I', said[at : at + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"


def link_of(site: Site) -> str:
    """The link in the newest mail, once a worker has written it."""
    told = site.environment | {"DJANGO_SETTINGS_MODULE": "registry.settings"}
    subprocess.run([sys.executable, "-c", DO_JOBS], cwd=BASE, env=told, check=True, capture_output=True)
    newest = max(Path(site.environment["DATA_DIR"], "mail").iterdir(), key=lambda file: file.stat().st_mtime)
    found_in = re.search(r"http://localhost:\d+/account/\S+", newest.read_text())
    assert found_in
    return found_in[0]


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def sign_up(page: Page, visit: Opened, site: Site, name: str) -> None:
    visit("/account/sign-up/")
    page.get_by_label("Name", exact=True).fill("admin")
    page.get_by_label("E-mail address").fill(f"{name}@people.example")
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Sign up")
    expect(page.get_by_label("Name", exact=True)).to_have_accessible_description(
        re.compile("speak for the site")
    )
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Sign up")
    expect(page.get_by_role("heading", level=1)).to_have_text("Look into your mail")
    page.goto(link_of(site))
    press(page, "Confirm")
    expect(page.get_by_role("banner")).to_contain_text(name)


def set_up_app(page: Page, visit: Opened) -> str:
    visit(f"{FACTORS}app/")
    secret = page.locator("main code").inner_text()
    page.get_by_label("Code").fill(code_now(secret))
    press(page, "Set it up")
    expect(page.locator(".codes li")).to_have_count(10)
    return secret


@both_ways
def test_somebody_signs_up_sets_up_an_app_and_comes_back(page: Page, visit: Opened, site: Site, script: str):
    name = "wren-" + ("a" if script == "with JavaScript" else "b")
    sign_up(page, visit, site, name)
    secret = set_up_app(page, visit)
    visit("/account/sign-out/")
    press(page, "Sign out")
    page.get_by_role("banner").get_by_role("link", name="Sign in").click()
    page.get_by_label("Name or e-mail address").fill(name)
    page.get_by_label("Password").fill("not the right one")
    press(page, "Sign in")
    expect(page.get_by_role("alert").first).to_contain_text("do not belong to an account")
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Sign in")
    page.get_by_label("Code").fill(code_now(secret))
    press(page, "Sign in")
    expect(page.get_by_role("banner")).to_contain_text(name)


def test_a_passkey_is_made_and_signs_in_alone(page: Page, visit: Opened, site: Site):
    sign_up(page, visit, site, "lapwing")
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    can = {"hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}
    kind = {"protocol": "ctap2", "transport": "internal", "automaticPresenceSimulation": True}
    device.send("WebAuthn.addVirtualAuthenticator", {"options": can | kind})
    visit(f"{FACTORS}passkeys/add/")
    page.get_by_label("Let this passkey sign in alone").check()
    press(page, "Go on")
    expect(page.locator(".codes li")).to_have_count(10)
    visit("/account/sign-out/")
    press(page, "Sign out")
    visit("/account/sign-in/?next=/status/")
    press(page, "Sign in with a passkey")
    expect(page).to_have_url(re.compile("/status/$"))
    expect(page.get_by_role("banner")).to_contain_text("lapwing")


def look(page: Page, address: str) -> None:
    """As on every other page: axe in light, dark and on a phone, and no page wider than the window."""
    page.evaluate(Axe().axe_script)
    assert found(page, WIDE, "light") == [], address
    assert found(page, WIDE, "dark") == [], address
    assert found(page, PHONE, "light") == [], address
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{address}: {wide(page)}"


@pytest.fixture
def spoken(page: Page) -> list[str]:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.add_init_script(  # and what the security policy had to stop
        """addEventListener("securitypolicyviolation",
            (event) => console.log(`${event.violatedDirective}: ${event.blockedURI}`))"""
    )
    return said


def test_every_page_of_signing_in_is_easy_on_everybody(
    page: Page, visit: Opened, site: Site, spoken: list[str]
):
    for address in (
        "/account/sign-in/",
        "/account/sign-up/",
        "/account/password/reset/",
        "/account/confirm/",
    ):
        visit(address)
        look(page, address)
    sign_up(page, visit, site, "curlew")
    set_up_app(page, visit)
    look(page, "codes for an emergency")
    spoken.clear()  # a form with errors is a line in the console
    for address in ("", "passkeys/add/", "app/off/", "codes/new/"):
        visit(f"{FACTORS}{address}")
        look(page, address)
    for address in ("email/", "password/", "elsewhere/", "prove/", "sign-out/"):
        visit(f"/account/{address}")
        look(page, address)
    assert spoken == []
