"""Notes on a scorecard that change no value and make no revision."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from registry.scorecards.models import Change, Mark

MOST_PROOFS = 10  # kept with one mark
AT_ONCE = 500


class Why(StrEnum):
    """How a proof was lost."""

    GONE = "gone"
    QUOTE_LOST = "quote_lost"


@dataclass(frozen=True, slots=True)
class LostProof:
    """A cited page that is gone, or no longer says what was quoted from it. `checked_on` is an ISO date.

    `status` is what the page answered; None where nothing answers any more.
    """

    url: str
    why: Why
    status: int | None
    checked_on: str


@dataclass(frozen=True, slots=True)
class Challenge:
    """An open dispute of a finding: its public id, the part of the component it is about, and since when."""

    dispute: str
    qualifier: str
    since: str  # ISO moment


def note_move(model_id: int, *, now: datetime) -> None:
    """A model has a new path: whoever follows changes has to find its badge there."""
    Change.objects.create(model_id=model_id, at=now)


def set_stale(wanted: Mapping[tuple[int, str], Sequence[LostProof]], *, now: datetime) -> int:
    """Let exactly these (model, component) be stale, for want of these proofs; how many marks changed.

    Part of the caller's transaction. Said twice, it writes nothing the second time; `since` stays.
    """
    standing = {(mark.model_id, mark.component): mark for mark in Mark.objects.filter(kind=Mark.Kind.STALE)}
    over = [mark.pk for key, mark in standing.items() if key not in wanted]
    new, changed = [], []
    for key, proofs in wanted.items():
        details = _details(proofs)
        mark = standing.get(key)
        if mark is None:
            new.append(_mark(*key, proofs, details, now))
        elif mark.details != details:
            mark.details, mark.reason = details, proofs[0].why
            changed.append(mark)
    Mark.objects.filter(pk__in=over).delete()
    Mark.objects.bulk_create(new, batch_size=AT_ONCE, ignore_conflicts=True)  # another may say so too
    Mark.objects.bulk_update(changed, ["details", "reason"], batch_size=AT_ONCE)
    return len(over) + len(new) + len(changed)


def set_contested(model_id: int, component: str, challenges: Sequence[Challenge], *, now: datetime) -> None:
    """Let this component be contested by exactly these disputes. Part of the caller's transaction."""
    contested = Mark.objects.filter(model=model_id, component=component, kind=Mark.Kind.CONTESTED)
    if not challenges:
        contested.delete()
        return
    details = {"disputes": [asdict(challenge) for challenge in challenges]}
    Mark.objects.update_or_create(
        model_id=model_id,
        component=component,
        kind=Mark.Kind.CONTESTED,
        defaults={"details": details},
        create_defaults={"details": details, "since": now},
    )


def _mark(
    model_id: int, component: str, proofs: Sequence[LostProof], details: dict[str, Any], now: datetime
) -> Mark:
    return Mark(
        model_id=model_id,
        component=component,
        kind=Mark.Kind.STALE,
        reason=proofs[0].why,
        details=details,
        since=now,
    )


def _details(proofs: Sequence[LostProof]) -> dict[str, Any]:
    return {"links": [asdict(proof) | {"why": proof.why.value} for proof in proofs[:MOST_PROOFS]]}


def lost_proofs(details: Mapping[str, Any]) -> tuple[LostProof, ...]:
    """The proofs a stale mark is about."""
    return tuple(LostProof(**row | {"why": Why(row["why"])}) for row in details.get("links", ()))


def challenges(details: Mapping[str, Any]) -> tuple[Challenge, ...]:
    """The disputes a contested mark is about."""
    return tuple(Challenge(**row) for row in details.get("disputes", ()))
