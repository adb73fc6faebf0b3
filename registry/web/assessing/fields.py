"""The fields of the form for one component: what each may hold, and how its choices read.

A field is named `<component>.<field>`, with a qualifier `<component>[<qualifier>].<field>`: in the form and,
as a parameter, in an address that fills it. Fields of further citations end in 2 to 9.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from registry.openness.components import Component
from registry.openness.facts import (
    DATA_TOPICS,
    REPORT_TOPICS,
    Availability,
    ContentsRights,
    Coverage,
    Gate,
    Quality,
    Rights,
    RightsReason,
    YesNo,
)

MOST_CITATIONS = 9
# Characters. What is longer is refused with a sentence, never cut.
LONGEST: Mapping[str, int] = {
    "url": 2000,
    "quote": 1000,
    "date": 10,
    "locator": 100,
    "archive": 2000,
    "license": 300,
    "note": 1000,
    "reason": 300,
    "value": 300,
}
CITATION = ("url", "quote", "date", "locator", "archive")
RETRACT = "retract"  # of availability: take the reviewed finding back


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    name: str | Promise
    hint: str | Promise = ""


AVAILABILITY = (
    Choice(
        Availability.RELEASED,
        gettext_lazy("Released"),
        gettext_lazy("Anyone can download it, without asking."),
    ),
    Choice(
        Availability.RELEASED_GATED,
        gettext_lazy("Released, gated"),
        gettext_lazy("After a form, an account or an approval."),
    ),
    Choice(
        Availability.RECONSTRUCTIBLE,
        gettext_lazy("Can be rebuilt"),
        gettext_lazy("Scripts and named sources rebuild it from end to end."),
    ),
    Choice(
        Availability.ENUMERATED,
        gettext_lazy("Listed"),
        gettext_lazy("Every part is named and can be found; the mix is withheld."),
    ),
    Choice(
        Availability.DESCRIBED,
        gettext_lazy("Described"),
        gettext_lazy("In words, categories or percentages."),
    ),
    Choice(
        Availability.MENTIONED,
        gettext_lazy("Mentioned"),
        gettext_lazy("One line, such as “publicly available data”."),
    ),
    Choice(
        Availability.WITHHELD,
        gettext_lazy("Withheld"),
        gettext_lazy("You looked and it is not released. Say where you looked."),
    ),
    Choice(
        Availability.NOT_APPLICABLE,
        gettext_lazy("Does not apply"),
        gettext_lazy("This model has no such component."),
    ),
)
TAKE_BACK = Choice(
    RETRACT,
    gettext_lazy("Take it back"),
    gettext_lazy("The reviewed finding no longer stands, and nobody can tell what is true."),
)
COVERAGE = (
    Choice(Coverage.ALL, gettext_lazy("All of it")),
    Choice(Coverage.MOST, gettext_lazy("Most")),
    Choice(Coverage.SOME, gettext_lazy("Some")),
    Choice(Coverage.UNKNOWN, gettext_lazy("Not stated")),
)
GATE = (
    Choice(Gate.CLICKTHROUGH, gettext_lazy("Terms must be accepted")),
    Choice(Gate.REGISTRATION, gettext_lazy("An account or a form is needed")),
    Choice(Gate.APPROVAL, gettext_lazy("Somebody has to approve")),
    Choice(Gate.PAYMENT, gettext_lazy("It has to be paid for")),
)
QUALITY = (
    Choice(Quality.COMPREHENSIVE, gettext_lazy("Comprehensive")),
    Choice(Quality.PARTIAL, gettext_lazy("Covers only part")),
    Choice(Quality.STUB, gettext_lazy("Hardly more than a stub")),
    Choice(Quality.UNKNOWN, gettext_lazy("Cannot tell")),
)
RIGHTS = (
    Choice(Rights.OPEN, gettext_lazy("Open: anyone may have it and pass it on")),
    Choice(Rights.PUBLIC, gettext_lazy("Public: anyone can see it, passing it on is not allowed")),
    Choice(Rights.OBTAINABLE, gettext_lazy("Obtainable: can be had from somebody, also for a fee")),
    Choice(Rights.UNSHAREABLE, gettext_lazy("Cannot lawfully be shared")),
    Choice(Rights.UNKNOWN, gettext_lazy("Not stated")),
)
RIGHTS_REASON = (
    Choice(RightsReason.UNKNOWN, gettext_lazy("Not stated")),
    Choice(RightsReason.PRIVACY, gettext_lazy("Privacy")),
    Choice(RightsReason.COPYRIGHT, gettext_lazy("Copyright")),
    Choice(RightsReason.CONTRACT, gettext_lazy("A contract")),
    Choice(RightsReason.INDIGENOUS, gettext_lazy("Rights of indigenous people")),
    Choice(RightsReason.TECHNICAL, gettext_lazy("Technical reasons")),
    Choice(RightsReason.NONE_GIVEN, gettext_lazy("The maker gives none")),
)
CONTENTS_RIGHTS = (
    Choice(ContentsRights.KNOWN_OPEN, gettext_lazy("Known to be open")),
    Choice(ContentsRights.MIXED, gettext_lazy("Mixed")),
    Choice(ContentsRights.KNOWN_RESTRICTED, gettext_lazy("Known to be restricted")),
    Choice(ContentsRights.UNKNOWN, gettext_lazy("Not stated")),
)
PEER_REVIEWED = (
    Choice(YesNo.YES, gettext_lazy("Yes")),
    Choice(YesNo.NO, gettext_lazy("No")),
    Choice(YesNo.UNKNOWN, gettext_lazy("Not stated")),
)
TOPICS: Mapping[str, str | Promise] = {
    "provenance": gettext_lazy("where the data came from"),
    "scope": gettext_lazy("what the data is about, and how much"),
    "selection": gettext_lazy("how it was obtained and chosen"),
    "labeling": gettext_lazy("how it was labeled"),
    "processing": gettext_lazy("how it was cleaned and filtered"),
    "data": gettext_lazy("the training data"),
    "architecture": gettext_lazy("the architecture"),
    "pretraining": gettext_lazy("pretraining"),
    "posttraining": gettext_lazy("post-training"),
    "evaluation": gettext_lazy("evaluation"),
}
_DATA_DOCUMENTS = ("data-information", "data-card", "eu-training-summary")
_REPORTS = ("technical-report", "preprint", "research-paper")
_OF_TRAINING = ("training-corpus", "tuning-data")


def availability(component: Component, *, reviewed: bool = False) -> tuple[Choice, ...]:
    """The rungs that this component can stand on. `reviewed`: there is a finding to be taken back."""
    rungs = AVAILABILITY if component.may_be_not_applicable else AVAILABILITY[:-1]
    return (*rungs, TAKE_BACK) if reviewed else rungs


def choices(component: Component) -> dict[str, tuple[Choice, ...]]:
    """Further facets that are asked of this component, each with what it may be."""
    asked: dict[str, tuple[Choice, ...]] = {"coverage": COVERAGE, "gate": GATE}
    if component.kind == "document":
        asked["quality"] = QUALITY
    if component.kind == "data" and component.headline in _OF_TRAINING:
        asked |= {"rights": RIGHTS, "rights_reason": RIGHTS_REASON, "contents_rights": CONTENTS_RIGHTS}
    if component.slug == "research-paper":
        asked["peer_reviewed"] = PEER_REVIEWED
    return asked


def topics(component: Component) -> tuple[str, ...]:
    """What a document of this kind may cover, where definitions ask for that."""
    if component.slug in _DATA_DOCUMENTS:
        return DATA_TOPICS
    return REPORT_TOPICS if component.slug in _REPORTS else ()


def has_license(component: Component) -> bool:
    """A plain fact, such as a random seed, needs none."""
    return component.kind != "fact"
