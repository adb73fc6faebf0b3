"""The chain of revisions: when one is made, how it is sealed, and how a chain is checked."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import OuterRef, Subquery

from registry.accounts.models import User
from registry.catalog.models import AIModel
from registry.scorecards import stored
from registry.scorecards.models import Profile, Revision, Scorecard
from registry.scorecards.statements import Plan


def digest_of_all(digests: Iterable[str]) -> str:
    """One digest over a set of digests, whatever their order; "" for none."""
    listed = sorted(digests)
    return hashlib.sha256("\n".join(listed).encode()).hexdigest() if listed else ""


def seal(revision: Revision, *, before_key: str, after_key: str) -> str:
    """The digest of a revision: sha256 over the digest before it and everything this revision states.

    `before_key` and `after_key` are profile keys. Only digests of evidence go in, so
    that a text can be taken down and the chain still holds.
    """
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
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def revise(
    models: Mapping[int, AIModel],
    plans: Mapping[int, Plan],
    cards: Mapping[int, Scorecard],
    profiles: Mapping[int, Profile],
    *,
    cause: Revision.Cause,
    actor: User | None,
    now: datetime,
) -> dict[int, Revision]:
    """A revision for each model whose profile or evidence changes; a first machine draft makes none."""
    last = _latest(models)
    revisions = {}
    for model_id, model in models.items():
        plan = plans.get(model_id)
        card = cards.get(model_id)
        moved = card is not None and card.profile_id != profiles[model_id].pk
        if not plan and not moved:
            continue
        before = card.profile if card else None
        previous = last.get(model_id)
        revision = Revision(
            model=model,
            model_path=model.path,
            number=previous.number + 1 if previous else 1,
            cause=cause,
            actor=actor,
            at=now,
            profile_before=before,
            profile_after=profiles[model_id],
            introduced_digest=digest_of_all(stored.columns(row)["digest"] for _, row in plan.introduced)
            if plan
            else "",
            retired_digest=digest_of_all(row.digest for row in plan.retired) if plan else "",
            previous_digest=previous.digest if previous else "",
        )
        revision.digest = seal(
            revision, before_key=before.key if before else "", after_key=profiles[model_id].key
        )
        revisions[model_id] = revision
    Revision.objects.bulk_create(revisions.values())
    return revisions


def _latest(model_ids: Iterable[int]) -> dict[int, Revision]:
    newest = Revision.objects.filter(model=OuterRef("model")).order_by("-number").values("pk")[:1]
    rows = Revision.objects.filter(model__in=list(model_ids), pk=Subquery(newest)).order_by()
    return {row.model_id: row for row in rows}


def broken_link(model_id: int) -> Revision | None:
    """The first revision of a model whose digest does not follow from the one before it, or None."""
    previous = ""
    rows = Revision.objects.filter(model=model_id).order_by("number")
    for row in rows.select_related("model", "profile_before", "profile_after").prefetch_related(
        "introduced", "retired"
    ):
        before_key = row.profile_before.key if row.profile_before else ""
        expected = seal(row, before_key=before_key, after_key=row.profile_after.key)
        introduced = digest_of_all(evidence.digest for evidence in row.introduced.all())
        retired = digest_of_all(evidence.digest for evidence in row.retired.all())
        stated = (row.previous_digest, row.digest, row.introduced_digest, row.retired_digest)
        if stated != (previous, expected, introduced, retired):
            return row
        previous = row.digest
    return None
