"""The state that facts about one component read as, and in half a sentence why."""

from dataclasses import dataclass

from django.utils.translation import gettext

from registry.openness import components, headlines, licenses
from registry.openness.facts import Availability, Coverage, Fact, Quality
from registry.openness.logic import Kleene
from registry.openness.terms import counts


@dataclass(frozen=True, slots=True)
class ReadsAs:
    """A letter of the fingerprint, and what makes it that."""

    letter: str
    why: str


def reads_as(fact: Fact) -> ReadsAs:
    """What the fingerprint makes of this fact alone."""
    state = headlines.state_of(fact)
    why = {
        "unassessed": lambda: gettext("nobody has said how it can be had."),
        "not_applicable": lambda: gettext("this model has no such component."),
        "closed": lambda: _closed(fact),
        "partial": lambda: _partial(fact),
        "restricted": lambda: _restricted(fact),
        "open": lambda: _open(fact),
    }[state]()
    return ReadsAs(headlines.LETTERS[state], why)


def _closed(fact: Fact) -> str:
    if fact.availability is Availability.MENTIONED:
        return gettext("it is no more than mentioned.")
    return gettext("it is not released.")


def _partial(fact: Fact) -> str:
    match fact.availability:
        case Availability.DESCRIBED:
            return gettext("it is described, not released.")
        case Availability.ENUMERATED:
            return gettext("its parts are listed, not released.")
        case Availability.RECONSTRUCTIBLE:
            return gettext("it can be rebuilt, and is not released itself.")
    if fact.coverage is Coverage.UNKNOWN:
        return gettext("how much of it is released is not stated.")
    if fact.coverage is not Coverage.ALL:
        return gettext("only part of it is released.")
    if fact.quality is Quality.UNKNOWN:
        return gettext("how thorough the document is has not been said.")
    return gettext("the document covers only part of what it should.")


def _restricted(fact: Fact) -> str:
    if fact.availability is Availability.RELEASED_GATED:
        return gettext("all of it is released, behind a gate.")
    if _free(fact) is Kleene.UNKNOWN:
        return gettext("all of it is released; whether its license is free is not clear.")
    return gettext("all of it is released, under a license that is not free.")


def _open(fact: Fact) -> str:
    if components.ALL[fact.component].kind == "fact":
        return gettext("all of it is stated for everyone to read.")
    return gettext("all of it is released, without a gate, under a free license.")


def _free(fact: Fact) -> Kleene:
    if not counts(components.ALL[fact.component], fact, "weights_and_code"):
        return Kleene.UNKNOWN
    return licenses.predicate("free4", fact.license)
