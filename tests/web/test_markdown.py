"""What people write can be read, and can do nothing else."""

from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as some

from registry.web.markdown import REL, SCHEMES, TAGS, html

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt&colon;alert(1))",
    "[a](&#106;avascript:alert(1))",
    "[a](data:text/html;base64,PHNjcmlwdD4=)",
    "[a](vbscript:msgbox(1))",
    "[a](//evil.example)",
    "[a](\\\\evil.example)",
    "[a](/\\evil.example)",
    "[a](http:evil.example)",
    "[a](http:///evil.example)",
    "[a](https:\\\\evil.example)",
    "[a](/me/delete/)",
    "[a](?do=delete)",
    "[a](#main)",
    "[a](file:///etc/passwd)",
    '[a](https://ok.example"onmouseover="alert(1))',
    "![a](https://evil.example/pixel.gif)",
    "![a][b]\n\n[b]: https://evil.example/pixel.gif",
    '<https://ok.example/"onclick=alert(1)>',
    "`<b onclick=x>`",
    "```html\n<script>alert(1)</script>\n```",
    "# A heading that would stand above the page's own",
    "<a href=https://evil.example>x</a>",
    "<!-- --><svg/onload=alert(1)>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<style>*{display:none}</style>",
    "x\u202e]moc.live//:sptth(",
    "\x00<script>",
]


class Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def assert_inert(text: str) -> None:
    for tag, attributes in Tags(html(text)).found:
        assert tag in TAGS
        assert set(attributes) <= ({"href", "rel"} if tag == "a" else set())
        if tag == "a":
            assert attributes["rel"] == REL
        if "href" in attributes:
            address = urlsplit(attributes["href"] or "")
            assert address.scheme in SCHEMES
            assert address.netloc or address.scheme == "mailto"
    assert not [tag for tag, _ in Tags(html(text, links=False)).found if tag == "a"]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_is_text(text: str) -> None:
    assert_inert(text)


MARKS = some.sampled_from(
    [*"[]()<>!`*_#&;:/\\\"'\n \t=-.", "javascript:", "//", "https://", "<a href=", "script", "x", "&#x6a;"]
)


@given(some.one_of(some.text(max_size=200), some.lists(MARKS, max_size=60).map("".join)))
def test_no_text_at_all_makes_a_tag_or_an_address_outside_of_the_list(text: str) -> None:
    assert_inert(text)


def test_what_the_marks_mean_is_shown() -> None:
    shown = html("**Yes**, see [the card](https://example.org/card?a=1&b=2):\n\n- `one`\n- _two_\n\n> three")
    assert shown == (
        '<p><strong>Yes</strong>, see <a href="https://example.org/card?a=1&amp;b=2" '
        f'rel="{REL}">the card</a>:</p>\n'
        "<ul>\n<li><code>one</code></li>\n<li><em>two</em></li>\n</ul>\n"
        "<blockquote>\n<p>three</p>\n</blockquote>\n"
    )


def test_links_of_somebody_new_are_text() -> None:
    text = html("[the card](https://example.org/card) <https://example.org/>", links=False)
    assert "<a" not in text
    assert "[the card](https://example.org/card) &lt;https://example.org/&gt;" in text


def test_a_very_nested_text_takes_no_time_and_raises_nothing() -> None:
    for text in ("> " * 5000 + "x", "[" * 5000, "*a " * 3000, "`" * 5000, "<" * 5000, "- " * 3000):
        assert_inert(text[:10_000])
