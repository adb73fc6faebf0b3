"""The shared vocabulary: every component a release can have, and the 16 headlines they roll up to."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources


@dataclass(frozen=True, slots=True)
class Component:
    """One row of `components.toml`; see the head of that file for the keys."""

    slug: str
    name: str
    group: str
    kind: str  # data, code, document or fact: decides which facets are read and which license term applies
    record_as: str  # evidence, release-fact or facet
    what: str
    headline: str = ""
    headline_role: str = ""  # core, core:one-of, conditional or stand-in
    may_be_not_applicable: bool = False

    @property
    def is_weights(self) -> bool:
        """Data of the model itself: an inherited license claim counts for it, unlike for a corpus."""
        return self.group == "model" and self.kind == "data"


@dataclass(frozen=True, slots=True)
class Headline:
    """One bar of the fingerprint."""

    slug: str
    name: str
    group: str  # Data, Code, Model or Record


def _load() -> tuple[dict[str, Component], tuple[Headline, ...]]:
    text = resources.files("registry.openness").joinpath("components.toml").read_text("utf-8")
    table = tomllib.loads(text)
    listed = {row["slug"]: Component(**row) for row in table["component"]}
    return listed, tuple(Headline(**row) for row in table["headline"])


ALL: Mapping[str, Component]
HEADLINES: tuple[Headline, ...]
ALL, HEADLINES = _load()
