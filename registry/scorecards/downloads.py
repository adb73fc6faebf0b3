"""Download counts: they order lists, change every day, and are no part of history."""

from collections.abc import Sequence

from django.db import transaction

from registry.catalog import tables
from registry.scorecards.models import Scorecard
from registry.scorecards.ranks import rank_of


@transaction.atomic
def refresh_counts(rows: Sequence[tuple[int, int]]) -> int:
    """Set the rank of these (model number, downloads); returns how many ranks changed."""
    wanted = {model_id: rank_of(model_id, downloads) for model_id, downloads in rows}
    ranks = Scorecard.objects.filter(pk__in=list(wanted)).values_list("pk", "rank")
    moved = [(model_id, wanted[model_id]) for model_id, rank in ranks if rank != wanted[model_id]]
    tables.update(Scorecard, ("rank",), moved)
    return len(moved)
