"""A page as a test reads it: its tags, and the words on it that are names and not sentences."""

from html.parser import HTMLParser

from registry.openness import components, definitions
from tests.web.pseudo import words_of

EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
VOID = {"meta", "link", "input", "img", "br"}

# What stands on a page as it is: names, addresses, formats; and what a badge says, which is in English.
_NAMES = """
    Acme Rocket Zeta ada glider corpus some listed not rocket zeta acme example org com eur lex europa
    github arxiv opensource salsa redhat fsf huggingface mot mit card like nothing Sourceform Apache
    License MIT ODC and CSV JSON CSL Atom HTML Markdown AsciiDoc reStructuredText BibTeX Hugging
    Face GitHub ModelScope Zenodo Software Heritage Llama LLaMA Community OpenRAIL Source form OSAID
    MOF OSAI FSF Debian Act unreviewed hub differs
"""
_VERSIONS = {word for row in definitions.shipped().values() for word in words_of(row.version)}
DATA = (
    set(_NAMES.split())
    | _VERSIONS
    | {
        word
        for slug in [
            *definitions.shipped(),
            *(row.slug for row in components.HEADLINES),
            "openrail-family",
            "llama-community",
        ]
        for word in slug.split("-")
    }
)


class Page(HTMLParser):
    """The tags and attributes of a page; keeps what was opened and never closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag
