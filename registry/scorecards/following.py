"""Machine drafts that follow their bases: the part of the one writer for waves through millions of them.

A plain draft rests on one hub entry and on its bases, and on nothing else: no evidence, no drift, no dataset
with a stage. What it comes to is remembered by combination (drafts.py), so nothing is loaded that does not
decide it.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db.models import OuterRef, Q, Subquery

from registry.catalog import tables
from registry.catalog.models import AIModel, BaseLink, DatasetUse, HubEntry
from registry.hubs.snapshot import Snapshot, from_relevant
from registry.scorecards import history, judge
from registry.scorecards.drafts import Drawn, draw
from registry.scorecards.models import Change, Drift, Evidence, Observation, Profile, Revision, Scorecard

_LINK = ("child_id", "parent_id", "parent_path", "relation", "source", "closes_cycle")


def plain_drafts(model_ids: Collection[int]) -> dict[int, Snapshot]:
    """Those of these models that are plain drafts, each with what its hub entry said last; six queries."""
    drafts = set(
        Scorecard.objects.filter(pk__in=model_ids, state=Scorecard.State.DRAFT).values_list("pk", flat=True)
    )
    entries = list(HubEntry.objects.filter(model__in=drafts).values_list("pk", "model", "state"))
    several = Counter(model_id for _, model_id, _ in entries)
    other = _resting_on_more(drafts)
    found = {
        pk: model_id
        for pk, model_id, state in entries
        if several[model_id] == 1 and state not in HubEntry.SHUT and model_id not in other
    }
    newest = Observation.objects.filter(entry=OuterRef("entry")).order_by("-sequence").values("sequence")[:1]
    said = Observation.objects.filter(entry__in=list(found), sequence=Subquery(newest)).order_by()
    return {found[pk]: from_relevant(row) for pk, row in said.values_list("entry", "said")}


def _resting_on_more(model_ids: Collection[int]) -> set[int | None]:
    drifts = Drift.objects.filter(Q(state=Drift.State.OPEN) | Q(settles=True), model__in=model_ids)
    uses = DatasetUse.objects.filter(model__in=model_ids).exclude(stage=DatasetUse.Stage.UNKNOWN)
    stated = Evidence.objects.filter(model__in=model_ids, retired__isnull=True)
    return {
        *(model_id for rows in (drifts, uses, stated) for model_id in rows.values_list("model", flat=True))
    }


def follow_bases(
    models: Mapping[int, AIModel], said: Mapping[int, Snapshot], *, cause: Revision.Cause, now: datetime
) -> dict[int, Revision]:
    """Record these plain drafts as their bases are now; a revision for each that it moved."""
    drawn = draw(said, _links(said))
    cards = {row.pk: row for row in _cards(said)}
    moved = {pk: one for pk, one in drawn.items() if one.key != cards[pk].profile.key}
    profiles = judge.profiles_named({one.key: one.facts for one in moved.values()}, now)
    after = {pk: profiles[one.key] for pk, one in moved.items()}
    listed = {pk: models[pk] for pk in moved}
    revisions = history.revise(listed, {}, cards, after, cause=cause, actor=None, now=now)
    _write(moved, after, now=now)
    return revisions


def _links(model_ids: Collection[int]) -> dict[int, list[BaseLink]]:
    found: dict[int, list[BaseLink]] = defaultdict(list)
    for row in BaseLink.objects.filter(child__in=list(model_ids)).order_by("pk").values(*_LINK):
        found[row["child_id"]].append(BaseLink(**row))
    return found


def _cards(model_ids: Collection[int]) -> Sequence[Scorecard]:
    """Their scorecards, with the names of their profiles and without what stands in those."""
    rows = Scorecard.objects.filter(pk__in=list(model_ids)).select_related("profile")
    return list(rows.defer("profile__facts", "profile__fingerprint"))


def _write(moved: Mapping[int, Drawn], after: Mapping[int, Profile], *, now: datetime) -> None:
    rows = [(pk, after[pk].pk, one.license, now) for pk, one in moved.items()]
    tables.update(Scorecard, ("profile", "license", "changed_at"), rows)
    tables.insert_values(Change, ("model_id", "at"), [(pk, now) for pk in moved])
