"""What a source publishes about a model, a family or an organization, where it describes no model in full.

A quote never makes a model. It is attached to what the catalog has (subjects.py), or set aside and listed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from registry.imports.records import Rating, Source, rating_as_list, release_fact
from registry.openness.document import as_tree
from registry.openness.facts import Facts, Origin


@dataclass(frozen=True)
class Quote:
    """Everything one source says about one subject.

    `about` is what the source rates: model, family or organization. `subject` is the name under which it
    does, `name` that of the model or family alone. `makers` are organizations as spelled, `hub_ids` the ids
    it gives. `rated_on` is ISO, a day or a month, as published. Facts are release facts, for a model only.
    """

    file: str
    subject: str
    name: str
    about: str = "model"
    makers: tuple[str, ...] = ()
    hub_ids: tuple[str, ...] = ()
    edition: str = ""
    rated_on: str = ""
    facts: Facts = field(default_factory=Facts)
    ratings: tuple[Rating, ...] = ()
    notes: tuple[str, ...] = ()  # what was dropped or not understood on the way


@dataclass(frozen=True)
class QuoteBatch:
    """Quotes of one source as of one commit; `as_of` is the date of that copy, where quotes have none."""

    source: Source
    commit: str
    quotes: tuple[Quote, ...]
    as_of: str = ""


_PLAIN = ("file", "subject", "name", "about", "edition", "rated_on")
_LISTS = ("makers", "hub_ids")


def as_line(quote: Quote) -> dict[str, Any]:
    """The quote as the shipped catalog keeps it: facts and figures, no sentences (notes stay behind)."""
    line: dict[str, Any] = {key: getattr(quote, key) for key in _PLAIN if getattr(quote, key)}
    line |= {key: list(getattr(quote, key)) for key in _LISTS if getattr(quote, key)}
    release = as_tree(quote.name, quote.facts)["release"]
    if release:
        line["release"] = release
    line["ratings"] = [rating_as_list(rating) for rating in quote.ratings]
    return line


def from_line(line: Mapping[str, Any], *, origin: str) -> Quote:
    """The quote that `as_line` wrote, its facts imported from this source."""
    facts = Facts.of((), (release_fact(key, said) for key, said in line.get("release", {}).items()))
    return Quote(
        **{key: line[key] for key in _PLAIN if key in line},
        makers=tuple(line.get("makers", ())),
        hub_ids=tuple(line.get("hub_ids", ())),
        facts=facts.with_origin(Origin.IMPORTED, origin),
        ratings=tuple(Rating(row[0], row[1], tuple(row[2:])) for row in line["ratings"]),
    )
