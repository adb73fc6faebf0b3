"""From what was typed to a proposed fact, with what is wrong and where. Pure; nothing typed is changed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext

from registry.assessments.proposals.proposed import Cited, Proposed
from registry.openness import components, license_expressions, licenses
from registry.openness.components import Component
from registry.openness.facts import (
    NOASSERTION,
    RELEASE_FACTS,
    STAGES,
    Availability,
    ContentsRights,
    Coverage,
    Fact,
    Gate,
    Quality,
    ReleaseFact,
    Rights,
    RightsReason,
    YesNo,
    flop_range,
)
from registry.openness.proofs import refuse_no_address
from registry.openness.syntax import DocumentError
from registry.web.assessing import fields
from registry.web.assessing.typed import PartKey, Typed

_WORDS: dict[str, Any] = {
    "coverage": Coverage,
    "gate": Gate,
    "quality": Quality,
    "rights": Rights,
    "rights_reason": RightsReason,
    "contents_rights": ContentsRights,
    "peer_reviewed": YesNo,
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What keeps a field from being read, in words."""

    field: str
    said: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What was made of one part: a proposed fact, nothing at all, or only problems that stand in its way.

    A fact may come with problems: an address is kept as it is typed, and has to be mended before submitting.
    """

    key: PartKey
    proposed: Proposed | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def is_nothing(self) -> bool:
        return self.proposed is None and not self.problems


def read(key: PartKey, typed: Typed, *, shown: Fact | None, base_id: int | None, today: date) -> Reading:
    """What these fields say. `shown` is the fact they were filled from: what the form does not ask stays."""
    if not _says(typed):
        return Reading(key)
    if key.component in RELEASE_FACTS:
        return _read_release(key, typed, base_id, today)
    problems = [*_too_long(typed), *_unlisted(components.ALL[key.component], typed)]
    citations, to_mend = _citations(typed, today)
    license, problem = license_in(typed.get("license", ""))
    problems += [Problem("license", problem)] if problem else []
    if not problems:
        problems += _unfit(key, typed)
    if problems:
        return Reading(key, problems=(*to_mend, *problems))
    fact = _fact(key, typed, license, shown)
    retract = typed.get("availability") == fields.RETRACT
    return Reading(key, Proposed(fact, tuple(citations), typed.get("note", ""), retract, base_id), to_mend)


def _too_long(typed: Typed) -> Iterator[Problem]:
    for field, text in typed.items():
        most = fields.LONGEST.get(field.rstrip("23456789"))
        if most and len(text) > most:
            said = gettext("This has %(length)d characters; at most %(most)d fit.")
            yield Problem(field, said % {"length": len(text), "most": most})


def _unlisted(component: Component, typed: Typed) -> Iterator[Problem]:
    """Choices that no field offers: a forged form, or an address written by hand."""
    listed = {name: {choice.value for choice in rows} for name, rows in fields.choices(component).items()}
    listed["availability"] = {row.value for row in fields.availability(component, reviewed=True)}
    for field, values in listed.items():
        if typed.get(field) and typed[field] not in values:
            yield Problem(field, gettext("Choose one of those listed."))
    covered = {topic for topic in typed.get("covers", "").split(",") if topic}
    if not covered <= set(fields.topics(component)):
        yield Problem("covers", gettext("Choose one of those listed."))


def _citations(typed: Typed, today: date) -> tuple[list[Cited], tuple[Problem, ...]]:
    """The citations that were begun, whatever they still lack; a day that is left open is today's."""
    found: list[Cited] = []
    problems: list[Problem] = []
    for number in range(1, fields.MOST_CITATIONS + 1):
        mark = str(number) if number > 1 else ""
        url, quote, day, locator, archive = (typed.get(name + mark, "") for name in fields.CITATION)
        if not (url or quote or archive):
            continue
        problems += _address(f"url{mark}", url) if url else []
        problems += _address(f"archive{mark}", archive) if archive else []
        problems += _day(f"date{mark}", day, today) if day else []
        found.append(Cited(url, quote, day or today.isoformat(), locator, archive))
    return found, tuple(problems)


def _address(field: str, text: str) -> list[Problem]:
    try:
        refuse_no_address(text, field)
    except DocumentError:
        said = gettext("This is no address of a page. Write it as in https://example.org/page.")
        return [Problem(field, said)]
    return []


def _day(field: str, text: str, today: date) -> list[Problem]:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return [Problem(field, gettext("Write a day as in %(day)s.") % {"day": today.isoformat()})]
    if day > today:
        return [Problem(field, gettext("This day has not come yet."))]
    return []


def license_in(text: str) -> tuple[str, str]:
    """The expression for what was typed, and what is wrong with it or ""."""
    if not text:
        return NOASSERTION, ""
    if licenses.is_mapped(text):
        return licenses.normalize(text), ""
    node = license_expressions.read(text)
    if node is not None and all(single.placed for single in license_expressions.singles(node)):
        return str(node), ""
    return "", gettext(
        "No license of this name is known here. Look it up, or name one of your own as "
        "LicenseRef-its-name and quote its words."
    )


def _unfit(key: PartKey, typed: Typed) -> list[Problem]:
    """What does not go together."""
    availability = typed.get("availability", "")
    if not availability:
        return [Problem("availability", gettext("Choose how a reader can get it."))]
    if availability == Availability.RELEASED_GATED and not typed.get("gate"):
        return [Problem("gate", gettext("Say what stands before the download."))]
    if availability == Availability.NOT_APPLICABLE and not typed.get("reason"):
        return [Problem("reason", gettext("Say why this model has no such component."))]
    return []


def _says(typed: Typed) -> bool:
    """Whether anything was typed: a day alone, which the form fills in, says nothing."""
    return any(text for field, text in typed.items() if not field.startswith("date"))


def _fact(key: PartKey, typed: Typed, license: str, shown: Fact | None) -> Fact:
    """The fact of these fields over the one that was shown."""
    if typed.get("availability") in ("", None, fields.RETRACT):
        return Fact(key.component, key.qualifier)
    component = components.ALL[key.component]
    availability = Availability(typed["availability"])
    start = replace(shown or Fact(key.component), component=key.component, qualifier=key.qualifier)
    values: dict[str, Any] = {
        name: _WORDS[name](typed[name]) for name in fields.choices(component) if typed.get(name)
    }
    values |= _fitting(availability, values, typed)
    if fields.topics(component):
        covered = frozenset(topic for topic in typed.get("covers", "").split(",") if topic)
        values["covers"] = covered or None
    return replace(
        start,
        availability=availability,
        license=license if fields.has_license(component) else NOASSERTION,
        license_inherited_from="",
        reason=typed.get("reason", "") if availability is Availability.NOT_APPLICABLE else "",
        **values,
    )


def _fitting(availability: Availability, values: dict[str, Any], typed: Typed) -> dict[str, Any]:
    """Gate and coverage as this rung has them, whatever was chosen under another."""
    gate = values.get("gate", Gate.UNKNOWN)
    match availability:
        case Availability.RELEASED:
            gate = Gate.NONE
        case Availability.RELEASED_GATED:
            pass
        case _:
            gate = Gate.UNKNOWN
    coverage = values.get("coverage", Coverage.UNKNOWN)
    if availability.rung < Availability.ENUMERATED.rung:
        coverage = Coverage.UNKNOWN
    return {"gate": gate, "coverage": coverage}


def _read_release(key: PartKey, typed: Typed, base_id: int | None, today: date) -> Reading:
    citations, to_mend = _citations(typed, today)
    problems = list(_too_long(typed))
    value = release_value(key.component, typed.get("value", ""))
    if value is None:
        problems.append(Problem("value", _RELEASE_FORMS.get(key.component, _listed)()))
    if not typed.get("value") and not problems and not citations:
        return Reading(key)
    if not typed.get("value"):
        problems.append(Problem("value", gettext("Choose a value.")))
    if problems or value is None:
        return Reading(key, problems=(*to_mend, *problems))
    proposed = Proposed(ReleaseFact(key.component, value), tuple(citations), base_id=base_id)
    return Reading(key, proposed, to_mend)


def release_value(key: str, text: str) -> str | None:
    """The canonical value of a release fact; None for what is none."""
    if key == "stages":
        named = {word.strip() for word in text.split(",") if word.strip()}
        return ",".join(stage for stage in STAGES if stage in named) if named <= set(STAGES) else None
    if key == "training_flop":
        low, _, high = text.replace(" ", "").partition("..")
        found = flop_range(f"{low}..{high}" if high else low)
        if found is None or not found[1] < 1e40:
            return None if text else ""
        return repr(found[0]) if not high else f"{found[0]!r}..{found[1]!r}"
    listed = RELEASE_FACTS[key]
    return text if not listed or not text or text in listed else None


def _listed() -> str:
    return gettext("Choose one of those listed.")


def _figure() -> str:
    return gettext("Write a number such as 1.5e24, or a range such as 1e24..2e24.")


_RELEASE_FORMS = {"training_flop": _figure}


def problems_of(readings: Iterable[Reading]) -> dict[str, str]:
    """What is wrong, by the name of the field in the form."""
    return {f"{row.key}.{one.field}": one.said for row in readings for one in row.problems}
