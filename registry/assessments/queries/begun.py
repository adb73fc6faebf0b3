"""Where a reviewer goes on in an assessment: a light look at it, without working anything out."""

from dataclasses import dataclass
from uuid import UUID

from registry.accounts.actors import Actor
from registry.assessments.models import Assessment
from registry.assessments.proposals.proposed import name_of
from registry.assessments.reviewing import kept_marks


@dataclass(frozen=True)
class Begun:
    """The findings of an assessment in order, and those this person has not marked."""

    names: tuple[str, ...]
    unmarked: tuple[str, ...]

    @property
    def first(self) -> str:
        return (self.unmarked or self.names)[0]

    def after(self, name: str) -> str:
        """The next finding without a mark, after this one and then from the beginning; "" for none."""
        at = self.names.index(name)
        ahead = [*self.names[at + 1 :], *self.names[:at]]
        return next((one for one in ahead if one in self.unmarked), "")


def begun(assessment_id: UUID, actor: Actor) -> Begun | None:
    """None when the assessment does not wait for review. Three queries."""
    row = Assessment.objects.filter(pk=assessment_id, state=Assessment.State.SUBMITTED).first()
    if row is None:
        return None
    pairs = row.facts.order_by("component", "qualifier").values_list("component", "qualifier")
    names = tuple(name_of(pair) for pair in pairs)
    kept = kept_marks.kept(row, by=actor)
    return Begun(names, tuple(name for name in names if not kept.get(name, ("", ""))[0]))
