"""One fact about the release as a whole as the form shows it: its value, and one address that proves it."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from registry.badges.reason_words import values
from registry.openness.facts import RELEASE_FACTS, STAGES
from registry.web.assessing.fields import Choice
from registry.web.assessing.origins import Mark
from registry.web.assessing.part_form import Citation, Field, Maker, Options
from registry.web.assessing.typed import PartKey
from registry.web.templatetags.facts import component_name

HINTS: dict[str, str | Promise] = {
    "claims_open_source": gettext_lazy("In its own words, such as “our open source model”."),
    "training_flop": gettext_lazy("A number such as 1.5e24, or a range such as 1e24..2e24."),
    "stages": gettext_lazy("Of which training consisted; the last model is what counts."),
    "gpai": gettext_lazy("As its maker or an authority says, under the AI Act."),
    "systemic_risk": gettext_lazy("Designated, or presumed above 1e25 FLOP."),
    "completeness_claim": gettext_lazy("Who says that the training data is disclosed in full."),
    "completeness_check": gettext_lazy("Who checked that."),
    "rebuild_judgment": gettext_lazy(
        "Whether a skilled person could build a substantially equivalent system."
    ),
}
# What is asked first; the others follow in the order of the vocabulary.
FIRST = ("claims_open_source", "modality", "training_flop", "stages", "monetization", "gpai")
KEYS = (*FIRST, *(key for key in RELEASE_FACTS if key not in FIRST))


@dataclass(frozen=True, slots=True)
class ReleaseForm:
    """`options` where the value is one of a list, else `field`; `many` where several may be ticked."""

    key: PartKey
    id: str
    name: str
    hint: str | Promise
    mark: Mark
    is_drafted: bool
    value: str
    options: Options | None
    many: bool
    field: Field | None
    first: Citation
    seen: str
    base: int | None

    @property
    def is_open(self) -> bool:
        asked = (self.field, self.options, self.first.url, self.first.quote, self.first.date)
        return self.is_drafted or any(one and one.problem for one in asked)


def release_form(
    key: PartKey, make: Maker, *, mark: Mark, is_drafted: bool, seen: str, base: int | None
) -> ReleaseForm:
    listed = STAGES if key.component == "stages" else RELEASE_FACTS[key.component]
    choices = tuple(Choice(value, values(value)) for value in listed)
    value = make.typed.get("value", "")
    return ReleaseForm(
        key=key,
        id=make.id(""),
        name=component_name(key.component),
        hint=HINTS.get(key.component, ""),
        mark=mark,
        is_drafted=is_drafted,
        value=values(value) if listed else value,
        options=make.options("value", choices) if listed else None,
        many=key.component == "stages",
        field=None if listed else make.field("value"),
        first=make.citation(1),
        seen=seen,
        base=base,
    )
