"""The model somebody means by its bare name, such as "DeepSeek-R1"."""

from django.db.models import Q

from registry.scorecards.models import Scorecard
from registry.scorecards.queries import cells
from registry.scorecards.queries.bounded import TooSlow, bounded
from registry.scorecards.queries.list_rows import Filters
from registry.scorecards.queries.searched import searched


def path_called(name: str) -> str | None:
    """The path of the one listed model with this name or last part of its path, in any case.

    None where several have it or none. A machine draft is meant only where nothing else has the name.
    """
    filters = Filters(q=name, drafts=True)
    everything = cells.kept.cells()
    exact = Q(model__name__iexact=name) | Q(model__path__iendswith=f"/{name}")
    try:
        with bounded():
            hits = searched(filters, universe=everything.total(drafts=True))
            if hits is None or hits.rows is None:  # too many to tell that no other has the name
                return None
            found = list(hits.rows.filter(exact).values_list("model__path", "state"))
    except TooSlow:
        return None
    kept = [path for path, state in found if state != Scorecard.State.DRAFT] or [path for path, _ in found]
    return kept[0] if len(kept) == 1 else None
