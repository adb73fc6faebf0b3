"""What a list shows of each model."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from registry.scorecards.models import Drift, Revision, Scorecard
from registry.scorecards.queries import verdicts
from registry.scorecards.queries.list_rows import ListRow


def with_details(rows: QuerySet[Scorecard]) -> QuerySet[Scorecard]:
    """These scorecards with everything `listed` shows, verdicts aside; one query."""
    drifting = Drift.objects.filter(model=OuterRef("model"), state=Drift.State.OPEN)
    newest = Revision.objects.filter(model=OuterRef("model")).order_by("-number").values("number")[:1]
    rows = rows.select_related("model__organization__resembles", "profile").defer("profile__facts")
    return rows.annotate(drifts=Exists(drifting), revision=Coalesce(Subquery(newest), 0))


def listed(cards: list[Scorecard]) -> Iterable[ListRow]:
    """A row for each of these scorecards; one query for their verdicts."""
    found = verdicts.briefs({card.profile_id for card in cards})
    for card in cards:
        yield ListRow(
            path=card.model.path,
            name=card.model.name,
            organization=card.model.organization.name,
            organization_slug=card.model.organization.slug,
            license=card.license,
            state=card.state,
            fingerprint=card.profile.fingerprint,
            released_on=card.model.released_on,
            verdicts=found[card.profile_id],
            drift=bool(getattr(card, "drifts", False)),
            changed_at=card.changed_at,
            rank=card.rank,
            revision=int(getattr(card, "revision", 0)),
            resembles=card.model.organization.resembles.slug if card.model.organization.resembles else "",
        )
