"""Download counts: they order lists, change every day, and are no part of history."""

from collections.abc import Sequence

from django.db import transaction

from registry.scorecards.models import Scorecard
from registry.scorecards.record import RANK_STEP


@transaction.atomic
def refresh_counts(rows: Sequence[tuple[int, int]]) -> int:
    """Set the rank of these (model number, downloads); returns how many ranks changed."""
    wanted = {model_id: min(downloads, RANK_STEP - 1) * RANK_STEP + model_id for model_id, downloads in rows}
    cards = Scorecard.objects.only("rank").in_bulk(wanted)
    moved = [card for model_id, card in cards.items() if card.rank != wanted[model_id]]
    for card in moved:
        card.rank = wanted[card.pk]
    Scorecard.objects.bulk_update(moved, ["rank"], batch_size=400)
    return len(moved)
