"""A finding as it is proposed or stands in the record, in lines of words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from registry.assessments.proposals.proposed import Key, Row, fact_from_json
from registry.openness.facts import Fact
from registry.web.templatetags.facts import license_of, release_value, released


@dataclass(frozen=True, slots=True)
class Line:
    """A label and what stands there; `url` where it is an address."""

    label: str
    text: str
    url: str = ""


def lines(content: Mapping[str, Any] | None, key: Key) -> tuple[Line, ...]:
    """What a finding says (Proposed.content); nothing where there is none."""
    if content is None:
        return (Line("", gettext("Nothing is on record.")),)
    if content["retract"]:
        return (Line("", gettext("Taken back: nobody can tell.")), *_note(content))
    fact = fact_from_json(key, content["fact"])
    said = [Line(gettext("State"), released(fact)), *_license(fact)] if isinstance(fact, Fact) else []
    if not isinstance(fact, Fact):
        said = [Line(gettext("Value"), release_value(fact))]
    cited = [Line(gettext("Proof"), _quoted(row), row.get("url", "")) for row in content.get("citations", ())]
    return (*said, *cited, *_note(content))


def on_record(row: Row | None) -> Line:
    """What counts of a finding before, in one line: "Released, complete; MIT License"."""
    if row is None:
        return Line(gettext("On record"), gettext("Nothing is on record."))
    said = [released(row), license_of(row)] if isinstance(row, Fact) else [release_value(row)]
    return Line(gettext("On record"), "; ".join(text for text in said if text))


def _license(fact: Fact) -> list[Line]:
    text = license_of(fact)
    return [Line(gettext("License"), text)] if text else []


def _quoted(row: Mapping[str, str]) -> str:
    return f"“{row['quote']}”" if row.get("quote") else gettext("no words quoted")


def _note(content: Mapping[str, Any]) -> list[Line]:
    return [Line(gettext("Note"), content["note"])] if content.get("note") else []
