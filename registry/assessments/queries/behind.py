"""What stands behind the revisions of a model: the assessments they came from, and acts of curators."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from registry.accounts.models import Event
from registry.assessments.models import Assessment
from registry.assessments.queries.visible import PUBLIC

# What curators did, and what the machine undid because nobody confirmed it.
ACTS = (
    "assessment.held",
    "assessment.released",
    "assessment.rejected",
    "assessment.reverted",
    "emergency.set_back",
    "emergency.confirmed",
    "emergency.undone",
)
MOST = 100
_TARGET = "assessment:"


@dataclass(frozen=True, slots=True)
class Behind:
    """The assessment that a revision came from."""

    id: UUID
    origin: str
    summary: str


@dataclass(frozen=True, slots=True)
class Act:
    """What a curator did with an assessment of the model. `assessment`: None where nobody may see it."""

    verb: str
    by: str
    at: datetime
    because: str
    assessment: UUID | None
    revision: int  # that it made; 0 for none


@dataclass(frozen=True)
class ModelActs:
    """By number of the revision the assessment behind it; and the latest hundred acts, newest first."""

    behind: Mapping[int, Behind]
    acts: tuple[Act, ...]

    @property
    def made(self) -> Mapping[int, str]:
        """By number of a revision that no assessment made, the verb of the act that did."""
        return {act.revision: act.verb for act in self.acts if act.revision}


def acts_on(path: str, numbers: Collection[int]) -> ModelActs:
    """What stands behind these revisions of the model with exactly this path. Two queries."""
    rows = Assessment.objects.filter(model__path=path, submitted_at__isnull=False)
    known = list(rows.values_list("pk", "origin", "summary", "revision__number", "state", "held_because"))
    shown = {pk for pk, _, _, _, state, held in known if state != Assessment.State.QUARANTINED and not held}
    behind = {
        number: Behind(pk, origin, text) for pk, origin, text, number, _, _ in known if number in numbers
    }
    return ModelActs(behind, tuple(_acts([pk for pk, *_ in known], shown)) if known else ())


def behind_revision(path: str, number: int) -> Behind | None:
    """The public assessment that this revision came from; one query."""
    rows = Assessment.objects.filter(PUBLIC, model__path=path, revision__number=number)
    found = rows.values_list("pk", "origin", "summary").first()
    return Behind(*found) if found else None


def _acts(ids: Collection[UUID], shown: Collection[UUID]) -> Iterable[Act]:
    targets = [f"{_TARGET}{pk}" for pk in ids]
    rows = Event.objects.filter(target__in=targets, verb__in=ACTS).select_related("actor")
    for row in rows.order_by("-pk")[:MOST]:
        if row.verb == "assessment.rejected" and row.details.get("act") != "discard":
            continue  # a reviewer's judgment stands with the assessment
        pk = UUID(row.target.removeprefix(_TARGET))
        by = row.actor.get_username() if row.actor else ""
        number = row.details.get("revision", 0) if row.verb.startswith("emergency.") else 0
        yield Act(row.verb, by, row.at, row.because, pk if pk in shown else None, number)
