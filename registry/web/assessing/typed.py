"""What somebody typed, as it came: texts by field, capped and without what cannot be stored. Never lost."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from registry.openness.components import Component
from registry.openness.facts import RELEASE_FACTS
from registry.web.assessing import fields
from registry.web.assessing.steps import RELEASE, Step, component_of

Typed = Mapping[str, str]  # field -> text, of one part

MOST_TYPED = 20_000  # characters kept of one field: more than any may hold, so that nobody's text is cut
MOST_FIELDS = 400  # of one form
_OF_FACT = ("availability", "coverage", "gate", "license", "quality", "covers", "note", "reason")
_RARER = ("rights", "rights_reason", "contents_rights", "peer_reviewed")
_LINES = ("\n", "\t")


@dataclass(frozen=True, slots=True)
class PartKey:
    """One component, or a part of it; `value` stands for a release fact."""

    component: str
    qualifier: str = ""

    def __str__(self) -> str:
        return f"{self.component}[{self.qualifier}]" if self.qualifier else self.component

    @property
    def pair(self) -> tuple[str, str]:
        return (self.component, self.qualifier)


def field_names(component: Component | None) -> tuple[str, ...]:
    """The fields of a part; `None` stands for a release fact."""
    cited = tuple(
        f"{name}{number if number > 1 else ''}"
        for number in range(1, fields.MOST_CITATIONS + 1)
        for name in fields.CITATION
    )
    return (*cited, *(_OF_FACT + _RARER if component else ("value",)))


def key_of(name: str) -> PartKey | None:
    """`final-weights[vae]`, `training-corpus` (its first component), or the key of a release fact."""
    slug, bracket, rest = name.partition("[")
    qualifier = rest.removesuffix("]") if bracket else ""
    if bracket and (not rest.endswith("]") or not _is_qualifier(qualifier)):
        return None
    if slug in RELEASE_FACTS:
        return None if bracket else PartKey(slug)
    component = component_of(slug)
    return PartKey(component.slug, qualifier) if component else None


def _is_qualifier(text: str) -> bool:
    return 0 < len(text) <= 40 and all(char.isascii() and (char.isalnum() or char in "._-") for char in text)


def by_part(pairs: Iterable[tuple[str, str]]) -> dict[PartKey, dict[str, str]]:
    """The fields of a form or an address, by part; names that no field has are left out.

    Of a field given twice the last counts, but for topics, which are joined.
    """
    found: dict[PartKey, dict[str, str]] = {}
    for number, (name, text) in enumerate(pairs):
        if number >= MOST_FIELDS:
            break
        part, dot, field = name.rpartition(".")
        key = key_of(part) if dot and len(name) <= 120 else None
        if key is None or field not in field_names(_component(key)):
            continue
        typed = found.setdefault(key, {})
        if field == "covers" and typed.get("covers"):
            typed["covers"] = f"{typed['covers']},{plain(text)}"
        else:
            typed[field] = plain(text)
    return found


def _component(key: PartKey) -> Component | None:
    return None if key.component in RELEASE_FACTS else component_of(key.component)


def plain(text: str) -> str:
    """The text as it can be stored and shown: one Unicode form, ends trimmed, no character unseen."""
    kept = "".join(char for char in text[:MOST_TYPED] if char in _LINES or not _is_control(char))
    return unicodedata.normalize("NFC", kept.replace("\r", "")).strip()


def _is_control(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cs")


def of_step(step: Step, parts: Mapping[PartKey, Typed]) -> dict[PartKey, Typed]:
    """Of these, the parts that stand on this step."""
    slugs = set(RELEASE_FACTS) if step.slug == RELEASE else {row.slug for row in step.components}
    return {key: typed for key, typed in parts.items() if key.component in slugs}
