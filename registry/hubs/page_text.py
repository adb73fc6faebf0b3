"""The title and the readable text of a page, in time proportional to its size, whatever the page holds."""

import html
import re
from dataclasses import dataclass

LONGEST_TITLE = 300
# Codecs by name of the server are chosen from these: some of Python's others are slow, or no character sets.
_CHARSETS = re.compile(
    r"utf-?(8|16)|us-ascii|ascii|(iso-?8859-\d{1,2})|latin-?1|windows-125\d|cp125\d|gb2312|gbk|gb18030|big5"
    r"|shift_jis|euc-(jp|kr)|koi8-[ru]"
)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:\-]{1,40})", re.ASCII | re.IGNORECASE)
_TAG = re.compile(r"[a-z]{1,20}")
_LONGEST_TAG = 1000  # characters of a tag that are looked at
_REL_LICENSE = re.compile(r"\srel\s*=\s*[\"']?[\w\s]{0,40}\blicense\b", re.IGNORECASE)
_HREF = re.compile(r"\shref\s*=\s*[\"']?([^\"'\s>]{1,300})", re.IGNORECASE)
_SILENT = ("script", "style", "template", "noscript", "svg")
_SPACE = re.compile(r"\s+")
# What no page may carry into the database or onto another page: controls, and lone surrogates.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class PageText:
    """Plain text, spaces collapsed. `title`, and `license` (an address), are "" where the page has none."""

    title: str
    text: str
    license: str = ""


def read(body: bytes, content_type: str) -> PageText:
    """What a page says. Raises nothing. A PDF, or what is no text, says nothing."""
    kind = content_type.partition(";")[0].strip().lower()
    if not (kind.startswith("text/") or kind == "application/json"):
        return PageText("", "")
    written = _decoded(body, content_type)
    if kind != "text/html":
        return PageText("", plain(written))
    return _of_markup(written)


def plain(text: str) -> str:
    """Text as it is compared and stored: printable, its spaces collapsed."""
    return _SPACE.sub(" ", _UNPRINTABLE.sub("", text)).strip()


def _decoded(body: bytes, content_type: str) -> str:
    named = _CHARSET.search(content_type) or _CHARSET.search(body[:1024].decode("ascii", "replace"))
    charset = named.group(1).lower() if named else "utf-8"
    return body.decode(charset if _CHARSETS.fullmatch(charset) else "utf-8", "replace")


def _of_markup(source: str) -> PageText:
    """One walk from tag to tag. It never looks back, so that no markup makes it slow."""
    pieces: list[str] = []
    title, license, at = "", "", 0
    lowered = source.lower() if len(source.lower()) == len(source) else source
    while (opening := source.find("<", at)) >= 0:
        pieces.append(source[at:opening])
        if source.startswith("<!--", opening):
            end = source.find("-->", opening + 4)
            at = end + 3 if end >= 0 else len(source)
            continue
        closing = source.find(">", opening)
        if closing < 0:
            at = len(source)
            break
        name = _name(lowered, opening, closing)
        at = closing + 1
        if name in ("a", "link") and not license:
            license = _license(source[opening : min(closing, opening + _LONGEST_TAG)])
        if name in _SILENT or (name == "title" and not title):
            end = lowered.find(f"</{name}", at)
            inside, at = (source[at:end], end) if end >= 0 else ("", len(source))
            title = _words(inside) if name == "title" else title
        pieces.append(" ")
    pieces.append(source[at:])
    return PageText(title[:LONGEST_TITLE], _words("".join(pieces)), license)


def _name(lowered: str, opening: int, closing: int) -> str:
    found = _TAG.match(lowered, opening + 1, closing)
    return found.group() if found else ""


def _license(tag: str) -> str:
    """The address in a tag that says rel="license"."""
    address = _HREF.search(tag) if _REL_LICENSE.search(tag) else None
    return plain(address.group(1)) if address else ""


def _words(text: str) -> str:
    try:
        return plain(html.unescape(text))
    except ValueError:  # a reference to a character with thousands of digits
        return plain(text)
