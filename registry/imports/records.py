"""What a reader makes of one file of a published source: a value that knows nothing of tables."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from registry.openness.document import as_tree, fact_from_table
from registry.openness.facts import Facts, Origin, Proof, ReleaseFact


@dataclass(frozen=True)
class Source:
    """A published collection of assessments, and what has to be said when its facts are used."""

    origin: str  # mot, osai: the name under which its evidence is stored
    project: str
    url: str
    license: str
    attribution: str
    same_as: str = ""  # the origin of another edition of this source, which names systems as it does


@dataclass(frozen=True)
class Rating:
    """One published result of one dimension, quoted."""

    dimension: str
    value: str
    links: tuple[str, ...] = ()


@dataclass(frozen=True)
class Record:
    """One model as one file of a source describes it.

    `hub_id` is the id on Hugging Face as the source spells it, or None; `address` is what the source gave
    instead of one. `organization` is the name as spelled, `subject` the name under which the source rates it.
    Dates are ISO: `released_on` may be year and month, `assessed_on` is when the source last looked.
    """

    file: str
    name: str
    organization: str = ""
    hub_id: str | None = None
    address: str = ""
    family: str = ""
    modality: str = ""
    size: str = ""
    released_on: str = ""
    assessed_on: str = ""
    hidden: str = ""  # why it is kept out of lists, or ""
    subject: str = ""
    facts: Facts = field(default_factory=Facts)
    ratings: tuple[Rating, ...] = ()
    notes: tuple[str, ...] = ()  # what was changed, dropped or not understood on the way


class Unreadable(ValueError):
    """A file that is no record of this source; the message says in one line why."""


_PLAIN = (
    "file",
    "name",
    "organization",
    "hub_id",
    "address",
    "family",
    "modality",
    "size",
    "released_on",
    "assessed_on",
    "hidden",
    "subject",
)


def as_line(record: Record) -> dict[str, Any]:
    """The record as the shipped catalog keeps it: facts and figures, no sentences (notes stay behind)."""
    line = {key: getattr(record, key) for key in _PLAIN if getattr(record, key)}
    if not record.address.startswith("http"):
        line.pop("address", None)
    tree = as_tree(record.name, record.facts)
    for table in tree["components"].values():
        for key in ("origin", "source", "note"):
            table.pop(key, None)
    line |= {key: tree[key] for key in ("components", "release") if tree[key]}
    if record.ratings:
        line["ratings"] = [rating_as_list(rating) for rating in record.ratings]
    return line


def rating_as_list(rating: Rating) -> list[Any]:
    return [rating.dimension, rating.value, *rating.links]


def from_line(line: Mapping[str, Any], *, origin: str) -> Record:
    """The record that `as_line` wrote, its facts imported from this source."""
    facts = Facts.of(
        (fact_from_table(key, table) for key, table in line.get("components", {}).items()),
        (release_fact(key, said) for key, said in line.get("release", {}).items()),
    )
    return Record(
        **{key: line[key] for key in _PLAIN if key in line},
        facts=facts.with_origin(Origin.IMPORTED, origin),
        ratings=tuple(Rating(row[0], row[1], tuple(row[2:])) for row in line.get("ratings", ())),
    )


def release_fact(key: str, said: Any) -> ReleaseFact:
    if not isinstance(said, Mapping):
        return ReleaseFact(key, said)
    return ReleaseFact(key, said["value"], tuple(Proof(**row) for row in said.get("proofs", ())))
