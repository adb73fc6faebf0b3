"""What the badge map follows: which models changed, and what each profile's badges say."""

from collections.abc import Collection, Iterator

from django.db.models import Exists, OuterRef

from registry.catalog.models import Alias
from registry.scorecards.models import Change, Drift, Mark, Scorecard
from registry.scorecards.queries import verdicts
from registry.scorecards.queries.rows import BadgeRow, VerdictBrief


def latest_change() -> int:
    """The number of the newest change; 0 when nothing ever changed."""
    return Change.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def badge_rows(*, after: int = 0) -> Iterator[BadgeRow]:
    """The models whose badges may have changed after this change; all of them for 0 or new rules."""
    cards = Scorecard.objects.select_related("model")
    changes = Change.objects.filter(pk__gt=after)
    if after and not changes.filter(model__isnull=True).exists():
        cards = cards.filter(model__in=changes.values("model"))
    of_model = OuterRef("model")
    cards = cards.annotate(
        drifts=Exists(Drift.objects.filter(model=of_model, state=Drift.State.OPEN)),
        contested=Exists(Mark.objects.filter(model=of_model, kind=Mark.Kind.CONTESTED)),
    )
    aliases: dict[int, list[str]] = {}
    for model_id, path in Alias.objects.values_list("model", "path"):
        aliases.setdefault(model_id, []).append(path)
    for card in cards.iterator(chunk_size=5000):
        yield BadgeRow(
            path=card.model.path,
            aliases=tuple(aliases.get(card.model_id, ())),
            profile=card.profile_id,
            state=card.state,
            contested=bool(getattr(card, "contested", False)),
            drift=bool(getattr(card, "drifts", False)),
        )


def profile_codes(profile_ids: Collection[int]) -> dict[int, dict[str, VerdictBrief]]:
    """What the badges of these profiles say, by profile and definition id."""
    return verdicts.briefs(profile_ids)
