"""A language made up for tests: every message in brackets, and what of a page stands outside of them."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from unittest.mock import patch

from django.utils import translation

from registry.web import kept
from registry.web.templatetags import fingerprint

SPOKEN = {"aria-label", "title", "alt", "placeholder", "data-l", "data-done"}
# Elements that show data, code or the words of others.
DATA = {"script", "style", "code", "q", "time", "del", "ins", "option"}
VOID = {"meta", "link", "input", "img", "br"}


@contextmanager
def brackets() -> Iterator[None]:
    """Every message that is asked for comes back as ⟦message⟧, HTML and placeholders as they are."""
    said = translation._trans  # type: ignore[attr-defined]  # the functions in use stand here
    _forget()
    with (
        patch.object(said, "gettext", lambda message: f"⟦{message}⟧" if message else ""),
        patch.object(said, "pgettext", lambda context, message: f"⟦{message}⟧"),
        patch.object(said, "ngettext", lambda one, many, number: f"⟦{one if number == 1 else many}⟧"),
    ):
        yield
    _forget()


def _forget() -> None:
    """What is kept by language would carry words from one into the other: this one is called English."""
    fingerprint._drawn.cache_clear()
    kept._kept.clear()


class Outside(HTMLParser):
    """The words a reader meets that no message holds."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.depth = 0
        self.open: list[tuple[str, bool]] = []
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = dict(attrs)
        for name in SPOKEN & own.keys():
            self._look(own[name] or "", 0)
        if tag == "meta" and own.get("name") == "description":
            self._look(own.get("content") or "", 0)
        if tag not in VOID:
            others = tag in DATA or "mono" in (own.get("class") or "").split() or "lang" in own
            self.open.append((tag, others and tag != "html"))

    def handle_endtag(self, tag: str) -> None:
        if self.open:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        is_data = any(others for _, others in self.open)
        self.depth = self._look("" if is_data else data, self.depth)

    def _look(self, text: str, depth: int) -> int:
        """Collects the words at depth 0; a message may reach over several elements."""
        for piece in re.split("([⟦⟧])", text):
            if piece == "⟦":
                depth += 1
            elif piece == "⟧":
                depth -= 1
            elif depth == 0:
                self.found += words_of(piece)
        return depth


def words_of(text: str) -> list[str]:
    """Runs of three letters and more."""
    return re.findall(r"[^\W\d_]{3,}", text)
