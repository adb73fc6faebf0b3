"""The readable text of a page, and that no page makes reading it slow or fail."""

import pytest

from registry.hubs import page_text

HTML = "text/html; charset=utf-8"

PAGES = {
    "plain": ("<p>a</p><p>b", ("", "a b")),
    "title": ("<TITLE>\n One\n</TITLE>text", ("One", "text")),
    "second title in a drawing": ("<title>One</title><svg><title>Two</title></svg>x", ("One", "x")),
    "references": ("<title>a&lt;b</title>&eacute;&#x41;&nbsp;z", ("a<b", "éA z")),
    "script": ("<script>if (a<b) '</p>'</script>after", ("", "after")),
    "script without end": ("before<script>never", ("", "before")),
    "comment": ("a<!-- <b>no</b> -->b", ("", "ab")),
    "comment without end": ("a<!-- b", ("", "a")),
    "tag without end": ("a<p class='", ("", "a")),
    "controls": ("a\x00b\x1b[31mc\ud800", ("", "ab[31mc")),
    "long title": ("<title>" + "t" * 5000 + "</title>", ("t" * 300, "")),
}


@pytest.mark.parametrize(("source", "expected"), PAGES.values(), ids=PAGES.keys())
def test_a_page_in_words(source: str, expected: tuple[str, str]) -> None:
    found = page_text.read(source.encode("utf-8", "surrogatepass"), HTML)
    assert (found.title, found.text.replace("\ufffd", "")) == expected


LICENSED = {
    "<a rel=license href='https://creativecommons.org/licenses/by/4.0/'>": "https://creativecommons.org/licenses/by/4.0/",
    '<link href="/l" rel="nofollow license">': "/l",
    '<a href="/l">license</a>': "",
    '<a rel="licensed" href="/l">': "",
    '<p rel="license" href="/l">': "",
    '<a rel="license">': "",
}


@pytest.mark.parametrize(("source", "license"), LICENSED.items(), ids=lambda text: text[:30])
def test_the_license_a_page_names(source: str, license: str) -> None:
    assert page_text.read(source.encode(), HTML).license == license


@pytest.mark.parametrize(
    "source",
    [
        "<a " + " rel=" * 200_000 + ">",
        "<" * 1_000_000,
        "<!--" * 250_000,
        "<script" * 140_000,
        "<script>" * 130_000,
        "<title>" * 140_000,
        "<a " * 330_000,
        "&" * 1_000_000,
        "&#" + "9" * 1_000_000,
        "&#x" + "f" * 1_000_000,
        "<![CDATA[" * 100_000,
        "İ" * 500_000 + "<title>x</title>",
        " " * 1_000_000,
    ],
    ids=lambda source: ascii(source[:8]),
)
def test_a_hostile_page_is_read_without_error(source: str) -> None:
    page_text.read(source.encode(), HTML)


@pytest.mark.parametrize(
    ("body", "content_type", "text"),
    [
        ("über".encode("latin-1"), "text/plain; charset=ISO-8859-1", "über"),
        ("許諾".encode("gb18030"), "text/plain; charset=gb18030", "許諾"),
        (b'<meta charset="windows-1252">\x93quoted\x94', "text/html", "“quoted”"),
        ("über".encode(), "text/plain", "über"),
        ("über".encode("latin-1"), "text/plain", "�ber"),
        (b"abc", "text/plain; charset=rot13", "abc"),
        (b"abc", "text/plain; charset=idna", "abc"),
        (b"abc", "text/plain; charset=../../etc/passwd", "abc"),
        (b'{"license": "MIT"}', "application/json", '{"license": "MIT"}'),
        (b"%PDF-1.7", "application/pdf", ""),
        (b"abc", "", ""),
    ],
)
def test_the_character_set_is_one_of_the_usual(body: bytes, content_type: str, text: str) -> None:
    assert page_text.read(body, content_type).text == text
