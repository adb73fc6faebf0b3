"""The chain of revisions: when one is made, how it is sealed, and how a chain is checked."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery

from registry.accounts.models import User
from registry.catalog import tables
from registry.catalog.models import AIModel, Dataset
from registry.scorecards import stored
from registry.scorecards.models import Acceptance, Evidence, Profile, Revision, Scorecard
from registry.scorecards.statements import Plan


def digest_of_all(digests: Iterable[str]) -> str:
    """One digest over a set of digests, whatever their order; "" for none."""
    listed = sorted(digests)
    return hashlib.sha256("\n".join(listed).encode()).hexdigest() if listed else ""


def seal(revision: Revision, *, before_key: str, after_key: str, accepted_by: Iterable[int] = ()) -> str:
    """The digest of a revision: sha256 over the digest before it and everything this revision states.

    `before_key` and `after_key` are profile keys, `accepted_by` numbers of users. Only digests of evidence go
    in, so that a text can be taken down and the chain still holds.
    """
    reviewers = sorted(accepted_by)
    content = {
        "path": revision.model_path,
        "number": revision.number,
        "cause": revision.cause,
        "actor": revision.actor_id,
        "at": revision.at.isoformat(),
        "before": before_key,
        "after": after_key,
        "introduced": revision.introduced_digest,
        "retired": revision.retired_digest,
        "previous": revision.previous_digest,
    } | ({"accepted_by": reviewers} if reviewers else {})
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def revise(
    models: Mapping[int, AIModel],
    plans: Mapping[int, Plan],
    cards: Mapping[int, Scorecard],
    profiles: Mapping[int, Profile],
    *,
    cause: Revision.Cause,
    actor: User | None,
    accepted_by: Sequence[User] = (),
    now: datetime,
) -> dict[int, Revision]:
    """A revision for each model whose profile or evidence changes; a first machine draft makes none."""
    last = _latest("model", models)
    revisions = {}
    for model_id, model in models.items():
        plan = plans.get(model_id) or Plan()
        card = cards.get(model_id)
        moved = card is not None and card.profile_id != profiles[model_id].pk
        if not plan and not moved:
            continue
        revision = Revision(
            model=model,
            model_path=model.path,
            cause=cause,
            actor=actor,
            at=now,
            profile_before=card.profile if card else None,
            profile_after=profiles[model_id],
        )
        revisions[model_id] = _chained(revision, plan, last.get(model_id), accepted_by)
    tables.insert(tables.numbered(list(revisions.values())))
    Acceptance.objects.bulk_create(
        Acceptance(revision=revision, reviewer=reviewer)
        for revision in revisions.values()
        for reviewer in accepted_by
    )
    return revisions


def revise_datasets(
    datasets: Mapping[int, Dataset],
    plans: Mapping[int, Plan],
    *,
    cause: Revision.Cause,
    actor: User | None,
    now: datetime,
) -> dict[int, Revision]:
    """A revision for each dataset whose evidence changes."""
    last = _latest("dataset", plans)
    revisions = {}
    for dataset_id, plan in plans.items():
        dataset = datasets[dataset_id]
        revision = Revision(dataset=dataset, model_path=dataset.path, cause=cause, actor=actor, at=now)
        revisions[dataset_id] = _chained(revision, plan, last.get(dataset_id))
    Revision.objects.bulk_create(revisions.values())
    return revisions


def _chained(
    revision: Revision, plan: Plan, previous: Revision | None, accepted_by: Sequence[User] = ()
) -> Revision:
    """The revision with its number, what it does to the evidence, and its seal."""
    revision.number = previous.number + 1 if previous else 1
    revision.introduced_digest = digest_of_all(stored.columns(row)["digest"] for _, row in plan.introduced)
    revision.retired_digest = digest_of_all(row.digest for row in plan.retired)
    revision.previous_digest = previous.digest if previous else ""
    revision.digest = seal(
        revision,
        before_key=key_of(revision.profile_before),
        after_key=key_of(revision.profile_after),
        accepted_by=[reviewer.pk for reviewer in accepted_by],
    )
    return revision


def key_of(profile: Profile | None) -> str:
    """The key of a profile as seals name it; "" for none."""
    return profile.key if profile else ""


def _latest(subject: str, ids: Iterable[int]) -> dict[int, Revision]:
    newest = Revision.objects.filter(**{subject: OuterRef(subject)}).order_by("-number").values("pk")[:1]
    rows = Revision.objects.filter(**{f"{subject}__in": list(ids)}, pk=Subquery(newest)).order_by()
    return {getattr(row, f"{subject}_id"): row for row in rows}


def broken_link(model_id: int) -> Revision | None:
    """The first revision of a model whose digest does not follow from the one before it, or None."""
    previous = ""
    for row in with_seals(Revision.objects.filter(model=model_id)):
        if not follows(row, previous):
            return row
        previous = row.digest
    return None


def with_seals(rows: QuerySet[Revision]) -> QuerySet[Revision]:
    """Revisions in the order of their chains, with all that their digests are over."""
    profiles = rows.select_related("profile_before", "profile_after")
    bare = profiles.defer("profile_before__facts", "profile_after__facts")
    return bare.order_by("model", "dataset", "number").prefetch_related(
        Prefetch("introduced", Evidence.objects.only("digest", "introduced")),
        Prefetch("retired", Evidence.objects.only("digest", "retired")),
        "acceptances",
    )


def follows(row: Revision, previous: str) -> bool:
    """Whether a revision (of `with_seals`) is what was sealed on top of this digest."""
    expected = seal(
        row,
        before_key=key_of(row.profile_before),
        after_key=key_of(row.profile_after),
        accepted_by=[one.reviewer_id for one in row.acceptances.all()],
    )
    introduced = digest_of_all(evidence.digest for evidence in row.introduced.all())
    retired = digest_of_all(evidence.digest for evidence in row.retired.all())
    stated = (row.previous_digest, row.digest, row.introduced_digest, row.retired_digest)
    return stated == (previous, expected, introduced, retired)
