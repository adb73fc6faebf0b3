"""Storms against the doors: limits hold over four web processes, and while the broker is gone."""

import http.client
import re
import threading
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

import pytest

from registry.accounts import flags
from registry.accounts.models import User
from registry.jobs.models import Job
from tests.drills.processes import Program, free_port, status, until

ALL = 4  # web processes
IN, UP = "/account/sign-in/", "/account/sign-up/"


@pytest.fixture
def ports(environment: dict[str, str], web: Callable[[int], Program]) -> list[int]:
    """Four servers of one site, behind a proxy that names who asks; no broker runs."""
    environment |= {"NUM_PROXIES": "1", "WORKERS": "1"}
    found = [free_port() for _ in range(ALL)]
    for port in found:
        web(port).start()
    for port in found:
        until(partial(is_ready, port), within=90, what="a server answers")
    return found


def is_ready(port: int) -> bool:
    return status(port, "/healthz") == 200


class Browser:
    """Somebody who fills in a form, again and again, each time from another address if told so."""

    def __init__(self, port: int, place: str) -> None:
        self.port, self.place = port, place
        answer, page = self.ask("GET")
        self.cookie = answer.headers["Set-Cookie"].partition(";")[0]
        found = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert found
        self.token = found[1].decode()

    def ask(self, method: str, body: str = "", **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        asked.request(method, self.place, body, {"Host": "localhost", **headers})
        answer = asked.getresponse()
        read = answer.read()
        asked.close()
        return answer, read

    def send(self, address: str, **typed: str) -> int:
        headers = {
            "Cookie": self.cookie,
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Forwarded-For": address,
        }
        body = urlencode({"csrfmiddlewaretoken": self.token, **typed})
        return self.ask("POST", body, **headers)[0].status


def all_at_once(ports: list[int], place: str, tries: int, one: Callable[[Browser, int], int]) -> Counter[int]:
    """What two browsers at each server are answered, who share these tries."""
    said: list[int] = []
    browsers = [Browser(port, place) for port in ports * 2]

    def go(number: int) -> None:
        said.extend(one(browsers[number], n) for n in range(number, tries, len(browsers)))

    threads = [threading.Thread(target=go, args=[number]) for number in range(len(browsers))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(said) == tries
    return Counter(said)


def test_of_a_thousand_sign_ups_sixty_get_a_mail(
    ports: list[int], measured: Callable[..., None], tmp_path: Path
) -> None:
    def bot(browser: Browser, n: int) -> int:
        who = {"username": f"bot-a{n}a", "email": f"victim{n}@people.example"}
        return browser.send(f"10.1.{n // 250}.{n % 250}", **who, password1="correct horse battery")

    began = time.monotonic()
    said = all_at_once(ports, UP, 1000, bot)
    assert said[302] == 60
    assert set(said) == {302, 429, 503}
    assert Job.objects.filter(kind="account-mail").count() == 60
    assert User.objects.count() == 60
    assert flags.is_on("signups_closed")
    measured("a storm of 1,000 sign-ups at 4 processes: 60 mails", time.monotonic() - began, allowed=300)


def test_thirty_tries_in_a_minute_are_all_that_four_processes_allow(ports: list[int]) -> None:
    said = all_at_once(
        ports, IN, 40, lambda browser, n: browser.send("10.1.1.1", login=f"nobody{n}", password="wrong wrong")
    )
    # Wrong passwords from one address end earlier, with a page that says so: also 422.
    assert said == {422: 30, 429: 10}
