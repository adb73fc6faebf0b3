"""Keeps the catalogs: .po files for people, and .mo files, which are all that a running site reads."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import polib

from translations.message import Message

ROOT = Path(__file__).resolve().parent.parent
# Singular for 1 in German, for 0 and 1 in French.
PLURALS = {"de": "nplurals=2; plural=(n != 1);", "fr": "nplurals=2; plural=(n > 1);"}
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def path(language: str) -> Path:
    return ROOT / "locale" / language / "LC_MESSAGES" / "django.po"


def kept(language: str) -> polib.POFile:
    """The catalog as it stands in its file; an empty one where there is no file yet."""
    file = path(language)
    return polib.pofile(str(file), wrapwidth=0) if file.exists() else polib.POFile(wrapwidth=0)


def made(language: str, found: Mapping[Message, list[str]]) -> polib.POFile:
    """The catalog of what was collected, with the translations there are; what is gone is left out."""
    known = {_key(entry): entry for entry in kept(language)}
    catalog = polib.POFile(wrapwidth=0)
    catalog.metadata = {
        "Project-Id-Version": "Sourceform",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS[language],
    }
    for message, places in found.items():
        catalog.append(_entry(message, places, known.get(message)))
    return catalog


def _key(entry: polib.POEntry) -> Message:
    return Message(entry.msgid, entry.msgid_plural, entry.msgctxt or "")


def _entry(message: Message, places: list[str], known: polib.POEntry | None) -> polib.POEntry:
    entry = polib.POEntry(
        msgid=message.text,
        msgid_plural=message.plural,
        msgctxt=message.context or None,
        occurrences=[(place, "") for place in places],
        flags=known.flags if known else [],
    )
    if message.plural:
        entry.msgstr_plural = dict(known.msgstr_plural) if known else {0: "", 1: ""}
    else:
        entry.msgstr = known.msgstr if known else ""
    return entry


def problems(language: str, found: Mapping[Message, list[str]]) -> Iterator[str]:
    """What keeps the catalog from being complete and fresh, one sentence each."""
    catalog = kept(language)
    known = {_key(entry): entry for entry in catalog}
    for message in found:
        entry = known.get(message)
        if entry is None:
            yield f"{language}: not collected: {message.text!r}"
        else:
            yield from (f"{language}: {problem}: {message.text!r}" for problem in _problems(entry))
    yield from (f"{language}: not used any more: {key.text!r}" for key in known.keys() - found.keys())
    compiled = path(language).with_suffix(".mo")
    if not compiled.exists() or compiled.read_bytes() != catalog.to_binary():
        yield f"{language}: the .mo file was not compiled from this .po file"


def _problems(entry: polib.POEntry) -> Iterator[str]:
    if "fuzzy" in entry.flags:
        yield "fuzzy"
    texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if not all(texts):
        yield "not translated"
        return
    # A singular may say "one" instead of its number.
    wanted = placeholders(entry.msgid_plural or entry.msgid)
    spare = wanted - placeholders(entry.msgid)
    for text in texts:
        if not wanted - spare <= placeholders(text) <= wanted:
            yield f"placeholders differ in {text!r}"
        if not entry.msgctxt and _ends(text) != _ends(entry.msgid):
            yield f"space at the ends differs in {text!r}"


def _ends(text: str) -> tuple[bool, bool]:
    return text[:1].isspace(), text[-1:].isspace()


def placeholders(text: str) -> set[str]:
    return set(_PLACEHOLDER.findall(text.replace("%%", "")))
