"""Opening an address that a stranger named: what is refused, what is cut short, what is read."""

import gzip
import os
import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from registry.hubs.fetch import (
    Fetched,
    FetchError,
    Limits,
    NoSuchHost,
    Refused,
    TooLarge,
    Unreachable,
    fetch,
)
from tests.hubs.web_stand_in import Site, packed, page, public_names, raw, redirect, serving

SITE_URL = "https://registry.example"
QUICK = Limits(connect=0.5, read=0.3, total=0.6)
PUBLIC = "93.184.216.34"


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as running:
        yield running


def opened(site: Site, path: str = "/", limits: Limits | None = None) -> Fetched:
    return fetch(f"{site.url}{path}", site=SITE_URL, limits=limits, stand_ins=site.places)


HOSTILE = [
    "http://127.0.0.1/",
    "http://localhost/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.0.0.1/",
    "http://0177.0.0.1/",
    "http://017700000001/",
    "http://127.1/",
    "http://127.0.1/",
    "http://0/",
    "http://0.0.0.0/",
    "http://１２７.0.0.1/",
    "http://127。0。0。1/",
    "http://[::1]/",
    "http://[0:0:0:0:0:0:0:1]/",
    "http://[::]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::127.0.0.1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[64:ff9b::a9fe:a9fe]/",
    "http://[2002:7f00:1::]/",
    "http://[fe80::1]/",
    "http://[fe80::1%25lo]/",
    "http://[fec0::1]/",
    "http://[fc00::1]/",
    "http://[2001:db8::1]/",
    "http://[3fff::1]/",
    "http://169.254.169.254/latest/meta-data/",
    "http://[fd00:ec2::254]/latest/meta-data/",
    "http://2852039166/latest/meta-data/",
    "http://10.0.0.1/",
    "http://172.16.0.1/",
    "http://192.168.0.1/",
    "http://100.64.0.1/",
    "http://192.0.2.1/",
    "http://198.18.0.1/",
    "http://198.51.100.1/",
    "http://203.0.113.1/",
    "http://224.0.0.1/",
    "http://255.255.255.255/",
    "file:///etc/passwd",
    "gopher://127.0.0.1:6379/_FLUSHALL",
    "ftp://example.org/",
    "dict://127.0.0.1:11211/",
    "javascript:alert(1)",
    "data:text/html,hello",
    "//example.org/",
    "example.org",
    "",
    "http://",
    "http:///etc/passwd",
    "http://:80/",
    "http://user@example.org/",
    "http://user:secret@example.org/",
    "http://example.org@127.0.0.1/",
    "http://127.0.0.1\\@example.org/",
    "http://example.org:22/",
    "http://example.org:6379/",
    "http://example.org:8080/",
    "http://example.org:0/",
    "http://example.org:99999/",
    "http://example.org:80:80/",
    "http://[::1/",
    "http://exa mple.org/",
    "http://example.org/\r\nHost: inside",
    "http://example.org/\x00",
    "http://example.org/" + "a" * 2000,
    "http://" + "é" * 300 + ".org/",
]


@pytest.mark.parametrize("url", HOSTILE, ids=lambda url: ascii(url[:60]))
def test_an_address_that_leads_inside_or_nowhere_is_refused(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = public_names(monkeypatch, None, example_org=[[PUBLIC]], localhost=[["127.0.0.1"]])
    for spelled in ("2130706433", "0x7f000001", "0x7f.0.0.1", "017700000001", "2852039166"):
        names.addresses[spelled] = [[socket.inet_ntoa(socket.inet_aton(spelled))]]
    with pytest.raises(Refused):
        fetch(url, site=SITE_URL)
    assert names.connected == []


def test_a_name_is_looked_up_once_and_the_checked_address_is_connected_to(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that is public when it is checked and loopback when it is used gains nothing."""
    site.pages["/secret"] = page("public")
    names = public_names(monkeypatch, site, rebinding_example=[[PUBLIC], ["127.0.0.1"]])
    assert fetch("http://rebinding.example/secret", site=SITE_URL).text == "public"
    assert names.looked_up == ["rebinding.example"]
    assert names.connected == [(PUBLIC, 80)]
    assert site.asked[0][1]["host"] == "rebinding.example"


@pytest.mark.parametrize(
    "addresses", [[PUBLIC, "10.0.0.1"], ["10.0.0.1", PUBLIC], [PUBLIC, "::1"], ["2606:4700::1", "fe80::1"]]
)
def test_one_private_address_among_several_refuses_the_host(
    addresses: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    names = public_names(monkeypatch, None, mixed_example=[addresses])
    with pytest.raises(Refused):
        fetch("http://mixed.example/", site=SITE_URL)
    assert names.connected == []


@pytest.mark.parametrize(
    "leads_to",
    [
        "http://127.0.0.1/",
        "http://inside.example/",
        "//inside.example/",
        "http://[::1]/",
        "http://169.254.169.254/latest/meta-data/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "http://user:secret@public.example/",
        "http://public.example:6379/",
        "http://[",
    ],
)
def test_a_redirect_is_checked_like_the_first_address(
    leads_to: str, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.pages["/"] = redirect(leads_to)
    names = public_names(monkeypatch, site, public_example=[[PUBLIC]], inside_example=[["10.0.0.1"]])
    with pytest.raises(Refused):
        fetch("http://public.example/", site=SITE_URL)
    assert names.connected == [(PUBLIC, 80)]


def test_three_redirects_are_followed_and_a_fourth_is_not(site: Site) -> None:
    site.pages |= {f"/{step}": redirect(f"/{step + 1}") for step in range(4)}
    site.pages["/4"] = page("<title>There</title>here")
    assert opened(site, "/1").final_url == f"{site.url}/4"
    with pytest.raises(Refused, match="more than 3 times"):
        opened(site, "/0")


def test_a_redirect_may_change_the_host(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.pages |= {"/old": redirect("http://other.example/new?a=1#part"), "/new?a=1": page("moved")}
    names = public_names(monkeypatch, site, public_example=[[PUBLIC]], other_example=[["93.184.216.35"]])
    found = fetch("http://public.example/old", site=SITE_URL)
    assert (found.url, found.final_url) == ("http://public.example/old", "http://other.example/new?a=1")
    assert names.connected == [(PUBLIC, 80), ("93.184.216.35", 80)]


def test_a_place_that_nobody_allowed_stays_shut(site: Site) -> None:
    for stand_ins in (frozenset(), {("127.0.0.1", site.port + 1)}, {("localhost", site.port)}):
        with pytest.raises(Refused):
            fetch(f"{site.url}/", site=SITE_URL, stand_ins=stand_ins)
    assert site.asked == []


def test_it_says_who_asks_and_carries_no_login_no_cookie_and_no_proxy(
    site: Site, monkeypatch: pytest.MonkeyPatch, tmp_path: os.PathLike[str]
) -> None:
    netrc = os.path.join(tmp_path, "netrc")
    with open(netrc, "w") as file:
        file.write("machine 127.0.0.1 login me password secret\n")
    monkeypatch.setenv("NETRC", netrc)
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    site.pages["/"] = page("", status=302, headers={"Location": "/next", "Set-Cookie": "a=b"})
    site.pages["/next"] = page("arrived")
    assert opened(site).text == "arrived"
    for _, headers in site.asked:
        assert headers["user-agent"].startswith("Sourceform/")
        assert headers["user-agent"].endswith("(+https://registry.example)")
        assert not {"cookie", "authorization", "proxy-authorization", "referer"} & headers.keys()


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (packed(b"\0" * 20_000_000), TooLarge),
        (page(gzip.compress(gzip.compress(b"\0" * 2_000_000)), headers={"Content-Encoding": "gzip"}), None),
        (raw(b"HTTP/1.1 200 OK\r\n", *[b"X-%d: %s\r\n" % (n, b"x" * 4000) for n in range(90)]), TooLarge),
        (raw(b"HTTP/1.1 200 OK\r\n", *[b"X: 1\r\n"] * 5000), Unreachable),
        (raw(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 2_000_000), FetchError),
        (raw(*[b"HTTP/1.1 100 Continue\r\nX: y\r\n\r\n"] * 20_000), TooLarge),
        (
            raw(
                b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n",
                b"1" * 9**7,
            ),
            FetchError,
        ),
        (raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 50\r\n\r\nshort"), Unreachable),
        (raw(b"SSH-2.0-OpenSSH_9.2\r\n"), Unreachable),
        (raw(b""), Unreachable),
        (page(b"not gzip", headers={"Content-Encoding": "gzip"}), Unreachable),
        (page(gzip.compress(b"x" * 1000)[:-20], headers={"Content-Encoding": "gzip"}), Unreachable),
    ],
    ids=[
        "gzip bomb",
        "gzip in gzip",
        "large headers",
        "many headers",
        "one endless header",
        "100 Continue without end",
        "a chunk size without end",
        "truncated",
        "not http",
        "nothing",
        "not gzip",
        "half a gzip",
    ],
)
def test_a_hostile_answer_ends(answer: object, error: type[FetchError] | None, site: Site) -> None:
    site.pages["/"] = answer  # type: ignore[assignment]
    if error is None:
        assert len(opened(site).text) < 100_000
        return
    with pytest.raises(error) as caught:
        opened(site)
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize(
    "answer",
    [
        raw(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 900\r\n\r\n",
            *[b"x"] * 900,
            every=0.05,
        ),
        raw(*[b"%c" % char for char in b"HTTP/1.1 200 OK\r\nX-Padding: " + b"x" * 900], every=0.05),
        raw(*[b"HTTP/1.1 100 Continue\r\n\r\n"] * 100, every=0.05),
        raw(b"", every=5.0),
        redirect("/"),
    ],
    ids=["body byte by byte", "headers byte by byte", "100 Continue again and again", "a hang", "redirects"],
)
def test_a_slow_server_is_left_when_the_time_is_up(answer: object, site: Site) -> None:
    """Every piece comes well within the time-out of a read; a fetch without a deadline would wait for all."""
    site.pages["/"] = answer  # type: ignore[assignment]
    with pytest.raises((Unreachable, Refused)):
        opened(site, limits=QUICK)


def test_a_look_up_that_hangs_is_left_when_the_time_is_up(monkeypatch: pytest.MonkeyPatch) -> None:
    over = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: over.wait(30) and [])
    with pytest.raises(Unreachable, match="not found in time"):
        fetch("http://slow.example/", site=SITE_URL, limits=QUICK)
    over.set()


def test_a_name_that_does_not_exist_is_told_from_one_that_cannot_be_looked_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    public_names(monkeypatch, None)
    with pytest.raises(NoSuchHost):
        fetch("http://gone.example/", site=SITE_URL)

    def try_again(*args: object, **kwargs: object) -> None:
        raise socket.gaierror(socket.EAI_AGAIN, "try again")

    monkeypatch.setattr(socket, "getaddrinfo", try_again)
    with pytest.raises(Unreachable) as caught:
        fetch("http://busy.example/", site=SITE_URL)
    assert not isinstance(caught.value, NoSuchHost)


def test_a_page_is_read_with_its_title_and_its_plain_text(site: Site) -> None:
    site.pages["/"] = packed(
        "<!doctype html><title>Terms &amp; more</title><script>var a = '<p>no'</script>"
        "<p>You   may\n<b>copy</b> it.<!-- not > this --><style>p{}</style> Ende über".encode()
    )
    found = opened(site)
    assert (found.status, found.title) == (200, "Terms & more")
    assert found.text == "You may copy it. Ende über"
    assert found.digest == opened(site).digest
    assert found.is_whole


@pytest.mark.skipif(not shutil.which("openssl"), reason="makes its certificate with openssl")
def test_the_certificate_is_checked_against_the_name_though_the_connection_goes_to_an_address(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    make = "openssl req -x509 -newkey rsa:2048 -nodes -keyout key -out cert -days 2 -subj /CN=docs.example"
    subprocess.run(
        [*make.split(), "-addext", "subjectAltName=DNS:docs.example"],
        cwd=tmp_path, check=True, capture_output=True,
    )  # fmt: skip
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(tmp_path / "cert", tmp_path / "key")
    named: list[str | None] = []
    tls.sni_callback = lambda connection, name, context: named.append(name)
    monkeypatch.setattr(requests.adapters, "DEFAULT_CA_BUNDLE_PATH", str(tmp_path / "cert"))
    with serving(tls) as site:
        site.pages["/"] = page("over TLS")
        names = public_names(monkeypatch, site, docs_example=[[PUBLIC]], other_example=[[PUBLIC]])
        assert fetch("https://docs.example/", site=SITE_URL).text == "over TLS"
        with pytest.raises(Unreachable, match="certificate"):
            fetch("https://other.example/", site=SITE_URL)
    assert named == ["docs.example", "other.example"]
    assert names.connected == [(PUBLIC, 443)] * 2


@pytest.mark.parametrize("status", [204, 301, 304, 401, 403, 404, 410, 418, 429, 451, 500, 503])
def test_any_status_is_an_answer(status: int, site: Site) -> None:
    site.pages["/"] = page("", status=status, headers={"Retry-After": "120"})
    found = opened(site)
    assert (found.status, found.retry_after) == (status, 120.0)


def test_a_long_body_is_cut_and_said_to_be(site: Site) -> None:
    site.pages["/"] = page("a " * 800_000, kind="text/plain")
    found = opened(site)
    assert not found.is_whole
    assert len(found.text) <= 1024 * 1024


def test_other_content_is_not_read(site: Site) -> None:
    site.pages["/weights"] = raw(
        b"HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: 9000000000\r\n\r\n"
    )
    site.pages["/packed"] = packed(b"text", "br")
    for path in ("/weights", "/packed"):
        found = opened(site, path)
        assert (found.status, found.text, found.digest) == (200, "", "")


def test_a_pdf_has_a_digest_and_no_text(site: Site) -> None:
    site.pages["/"] = page(b"%PDF-1.7 ...", kind="application/pdf")
    found = opened(site)
    assert (found.text, len(found.digest)) == ("", 64)
