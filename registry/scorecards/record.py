"""The one writer: the only road by which a scorecard changes.

Network first, this last: `record_many` is one short transaction over at most 1,000 models. It reads what is
said of them in a fixed number of queries, works out in memory what changes, and writes only that.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from registry.accounts.models import User
from registry.catalog import lineage, search_docs, tables
from registry.catalog.models import AIModel
from registry.hubs.snapshot import Snapshot
from registry.openness.facts import Facts
from registry.scorecards import (
    datasets,
    derive,
    drifts,
    following,
    history,
    judge,
    layers,
    listed,
    watchers,
)
from registry.scorecards.models import Change, Evidence, Profile, Revision, Scorecard
from registry.scorecards.ranks import rank_of
from registry.scorecards.statements import (
    Derived,
    Seen,
    Stated,
    StatedOfDataset,
    observe,
    plan_evidence,
    write_evidence,
)

__all__ = ["Cause", "Derived", "Recorded", "Seen", "Stated", "StatedOfDataset", "record", "record_many"]

Statement = Stated | Seen | Derived | StatedOfDataset
Cause = Revision.Cause
MOST = 1000


@dataclass(frozen=True)
class People:
    """Who proposed what is recorded, and who approved it: nobody, where machines and imports speak."""

    actor: User | None = None
    accepted_by: Sequence[User] = ()


@dataclass(frozen=True)
class Recorded:
    """What came of it: models created (their first facts), changed and unchanged, and what was written."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    revisions: int = 0
    drifts_opened: int = 0
    drifts_closed: int = 0
    changed_ids: tuple[int, ...] = ()
    datasets_changed: int = 0


def record(
    statement: Statement,
    *,
    cause: Cause,
    now: datetime,
    actor: User | None = None,
    accepted_by: Sequence[User] = (),
) -> Recorded:
    """`record_many` for one statement."""
    return record_many([statement], cause=cause, now=now, actor=actor, accepted_by=accepted_by)


@transaction.atomic
def record_many(
    statements: Sequence[Statement],
    *,
    cause: Cause,
    now: datetime,
    actor: User | None = None,
    accepted_by: Sequence[User] = (),
) -> Recorded:
    """Write what these sources say of at most 1,000 models, and everything that follows from it.

    `actor` proposed it and `accepted_by` approved it, where people did. In one transaction: evidence and
    observations, drifts, profiles (a new one is judged once), scorecards, revisions and changes, and a job
    for what follows for others (derive.py). What is unchanged is not written. Raises ValueError for more
    than 1,000 models.
    """
    of_datasets = [row for row in statements if isinstance(row, StatedOfDataset)]
    of_models = [row for row in statements if not isinstance(row, StatedOfDataset)]
    changed = datasets.record(of_datasets, cause=cause, actor=actor, now=now) if of_datasets else frozenset()
    if changed:
        derive.after_datasets(changed)
    people = People(actor, accepted_by)
    result = _record_models(of_models, cause=cause, now=now, people=people) if of_models else Recorded()
    return replace(result, datasets_changed=len(changed))


def _record_models(
    statements: Sequence[Stated | Seen | Derived], *, cause: Cause, now: datetime, people: People
) -> Recorded:
    model_ids = {statement.model_id for statement in statements}
    if len(model_ids) > MOST:
        raise ValueError(f"at most {MOST} models at a time, not {len(model_ids)}")
    models = {
        row.pk: row for row in AIModel.objects.filter(pk__in=model_ids).select_for_update().order_by("pk")
    }
    plain = _plain(statements, model_ids, cause)
    followed = following.follow_bases(models, plain, cause=cause, now=now) if plain else {}
    rest = {model_id: model for model_id, model in models.items() if model_id not in plain}
    result = _record_layers(statements, rest, cause=cause, now=now, people=people) if rest else Recorded()
    return replace(
        result,
        changed=result.changed + len(followed),
        unchanged=result.unchanged + len(plain) - len(followed),
        revisions=result.revisions + len(followed),
        changed_ids=tuple(sorted([*result.changed_ids, *followed])),
    )


def _plain(
    statements: Sequence[Stated | Seen | Derived], model_ids: Collection[int], cause: Cause
) -> dict[int, Snapshot]:
    """The models of a wave that are machine drafts and rest on nothing but their hub and their bases."""
    if cause != Cause.BASE or not all(isinstance(row, Derived) for row in statements):
        return {}
    return following.plain_drafts(model_ids)


def _record_layers(
    statements: Sequence[Stated | Seen | Derived],
    models: Mapping[int, AIModel],
    *,
    cause: Cause,
    now: datetime,
    people: People,
) -> Recorded:
    said = layers.load(models)
    plans = plan_evidence([row for row in statements if isinstance(row, Stated)], said)
    observe([row for row in statements if isinstance(row, Seen)], said)
    changes = drifts.DriftChanges()
    for model_id, layer in said.items():
        reviewed = plans[model_id].reviewed if model_id in plans else frozenset()
        drifts.compare(model_id, layer, reviewed=reviewed, now=now, changes=changes)
    effective = {model_id: layer.effective() for model_id, layer in said.items()}
    profiles = judge.profiles_of(effective, now)
    cards = {row.pk: row for row in Scorecard.objects.filter(pk__in=models).select_related("profile")}
    revisions = history.revise(
        models,
        plans,
        cards,
        profiles,
        cause=cause,
        actor=people.actor,
        accepted_by=people.accepted_by,
        now=now,
    )
    write_evidence(plans, revisions)
    drifts.write(changes)
    result = _write_scorecards(models, said, effective, profiles, cards, revisions, changes, now=now)
    tables.insert([Change(model_id=model_id, at=now) for model_id in result.changed_ids])
    watchers.after_opening(changes.opened)
    if cause != Cause.BASE:  # a wave goes on to what was made from these by itself
        _tell_derivatives(models, profiles, cards, result)
    return result


def _tell_derivatives(
    models: Mapping[int, AIModel],
    profiles: Mapping[int, Profile],
    cards: Mapping[int, Scorecard],
    result: Recorded,
) -> None:
    """Start a wave from the models of which something changed that their derivatives can inherit."""
    new = [models[model_id] for model_id in result.changed_ids if model_id not in cards]
    if new:
        lineage.adopt(new)
    told = [model.pk for model in new] + [
        model_id
        for model_id in result.changed_ids
        if model_id in cards and not derive.hands_down_the_same(cards[model_id].profile, profiles[model_id])
    ]
    if told:
        derive.after_models(told)


def _write_scorecards(
    models: Mapping[int, AIModel],
    said: Mapping[int, layers.Layers],
    effective: Mapping[int, Facts],
    profiles: Mapping[int, Profile],
    cards: Mapping[int, Scorecard],
    revisions: Mapping[int, Revision],
    changes: drifts.DriftChanges,
    *,
    now: datetime,
) -> Recorded:
    """Insert new scorecards, update moved ones, and say what happened."""
    new: list[Scorecard] = []
    moved: list[Scorecard] = []
    marked = {drift.model_id for drift in [*changes.opened, *changes.closed, *changes.updated]}
    for model_id, layer in said.items():
        card = cards.get(model_id)
        if card and model_id not in revisions and model_id not in marked:
            continue
        wanted = _scorecard(models[model_id], layer, effective[model_id], profiles[model_id], card, now=now)
        (moved if card else new).append(wanted)
    Scorecard.objects.bulk_create(new)
    search_docs.keep([card.model_id for card in new])
    # Rows that are there are updated in place, which is cheaper than a CASE over all of them. The rank, which
    # somebody else keeps, stays.
    Scorecard.objects.bulk_create(
        moved,
        update_conflicts=True,
        unique_fields=["model"],
        update_fields=["profile", "state", "license", "changed_at", *listed.COPIED],
    )
    return Recorded(
        created=len(new),
        changed=len(moved),
        unchanged=len(said) - len(new) - len(moved),
        revisions=len(revisions),
        drifts_opened=len(changes.opened),
        drifts_closed=len(changes.closed),
        changed_ids=tuple(sorted(card.model_id for card in [*new, *moved])),
    )


def _scorecard(
    model: AIModel,
    layer: layers.Layers,
    facts: Facts,
    profile: Profile,
    card: Scorecard | None,
    *,
    now: datetime,
) -> Scorecard:
    weights = facts.components.get(("final-weights", ""))
    return Scorecard(
        model_id=model.pk,
        profile=profile,
        state=_state(layer),
        license=weights.license if weights else "",
        rank=card.rank if card else rank_of(model.pk, 0),
        first_at=card.first_at if card else now,
        changed_at=now,
        **listed.copied(model),
    )


def _state(layer: layers.Layers) -> str:
    """The strongest layer that says anything."""
    sources = {row.source for row in layer.evidence}
    if Evidence.Source.REVIEW in sources:
        return Scorecard.State.REVIEWED
    return Scorecard.State.IMPORTED if Evidence.Source.IMPORT in sources else Scorecard.State.DRAFT
