"""Finds what is to be translated: in Python, in templates, and in the data files of the rules."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation.template import templatize

from registry.badges.reason_words import spelled
from registry.openness import components, definitions, facts
from registry.openness.definitions import Definition
from translations.message import Message

ROOT = Path(__file__).resolve().parent.parent
# What programs read, and the pages about it, are in English: see registry/web/languages.py.
ENGLISH = ("templates/api",)
# Each function of django.utils.translation with the places of context, text and plural in its call.
CALLS = {
    "gettext": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "pgettext": (0, 1, None),
    "npgettext": (0, 1, 2),
}
_STRING = r"""u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
_IN_TEMPLATE = re.compile(
    rf"\b(_|n?p?gettext)\(\s*{_STRING}(?:\s*,\s*{_STRING})?(?:\s*,\s*{_STRING})?", re.DOTALL
)


def collected() -> dict[Message, list[str]]:
    """Every message with the files it stands in, in the order of reading."""
    found: dict[Message, list[str]] = {}
    for message, place in _all():
        places = found.setdefault(message, [])
        if message.text and place not in places:
            places.append(place)
    found.pop(Message(""), None)
    return found


def _all() -> Iterator[tuple[Message, str]]:
    for file in sorted(ROOT.glob("templates/**/*.html")):
        name = file.relative_to(ROOT).as_posix()
        if not name.startswith(ENGLISH):
            yield from ((message, name) for message in in_template(file.read_text("utf-8")))
    for file in sorted(ROOT.glob("registry/**/*.py")):
        name = file.relative_to(ROOT).as_posix()
        yield from ((message, name) for message in in_python(file.read_text("utf-8")))
    for definition in definitions.load().values():
        name = f"registry/openness/definitions/{definition.id}.toml"
        yield from ((Message(text), name) for text in _of(definition))
    yield from ((Message(text), "registry/openness/components.toml") for text in _vocabulary())


def in_python(source: str) -> Iterator[Message]:
    """The calls of Django's functions, under whatever name they were imported."""
    tree = ast.parse(source)
    names = {
        alias.asname or alias.name: CALLS[alias.name.removesuffix("_lazy")]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.name.removesuffix("_lazy") in CALLS
    }
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    for node in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        if isinstance(node.func, ast.Name) and node.func.id in names:
            message = _message(names[node.func.id], [_constant(arg) for arg in node.args])
            if message:
                yield message


def _constant(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _message(places: tuple[int | None, int, int | None], words: list[str]) -> Message | None:
    """A call with a variable says nothing here: what the variable can hold is found elsewhere."""
    context, text, plural = ("" if place is None else words[place] for place in places)
    return Message(text, plural, context) if text else None


def in_template(source: str) -> Iterator[Message]:
    """What the tags and `_("…")` of a template ask for; Django writes them down as Python calls."""
    for name, *words in _IN_TEMPLATE.findall(templatize(source)):
        said = [ast.literal_eval(word) for word in words if word]
        message = _message(CALLS["gettext" if name == "_" else name], said)
        if message:
            yield message


def _of(definition: Definition) -> Iterator[str]:
    """The words of a rule set that pages show in the reader's language; its source is cited as it is."""
    yield from (definition.title, definition.short, definition.summary, definition.reading)
    yield from definition.judgments
    yield from (text for clause in definition.clauses for text in (clause.label, clause.alone))
    yield from (level.label for level in definition.levels)
    yield from (dimension.label for dimension in definition.dimensions)
    if definition.shape == "mof":
        yield from (row["label"] for row in definition.table["class"])


def _vocabulary() -> Iterator[str]:
    for headline in components.HEADLINES:
        yield from (headline.group, headline.name, spelled(headline.slug))
    for component in components.ALL.values():
        yield from (component.name, spelled(component.slug))
    yield from map(spelled, facts.RELEASE_FACTS)
    yield from sorted(facts.TOPICS)
    yield from ("yes", "no", "unknown", "not applicable")
    for values in (facts.STAGES, *facts.RELEASE_FACTS.values()):
        yield from (value.replace("_", " ") for value in values)
