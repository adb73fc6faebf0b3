"""Lists of models: filtered, ordered, paged by keyset."""

from collections.abc import Collection
from datetime import datetime

from django.db import connection
from django.db.models import F, QuerySet

from registry.scorecards.models import Scorecard
from registry.scorecards.queries import cells, narrowing, strategies
from registry.scorecards.queries.bounded import bounded
from registry.scorecards.queries.cells import Cells
from registry.scorecards.queries.list_at import list_at
from registry.scorecards.queries.list_order import BadCursor, Order, order_of
from registry.scorecards.queries.list_rows import Filters, ListRow, Page
from registry.scorecards.queries.listed_rows import listed, with_details
from registry.scorecards.queries.narrowing import Narrowed
from registry.scorecards.queries.searched import MANY, Hits, numbers_of, searched
from registry.scorecards.queries.strategies import Sought
from registry.scorecards.ranks import RANK_STEP

__all__ = ["BadCursor", "model_list", "page_of", "paths_with_dates"]


def model_list(
    filters: Filters, *, after: str = "", limit: int = 25, counted: bool = False, at: datetime | None = None
) -> Page:
    """A page of listed models. Raises BadCursor, and TooSlow for what takes longer than two seconds.

    `after` is the `next_cursor` of the page before. Four queries whatever the filters, one more with a
    search or an organization, and one with an order of one's own. `counted` adds what each further filter
    would leave. `at`: as the records stood at that moment, by path (list_at.py).
    """
    if at is not None:
        with bounded():
            return list_at(filters, at, after=after, limit=limit, counted=counted)
    everything = cells.kept.cells()
    with bounded():
        return _page(everything, filters, after=after, limit=limit, counted=counted)


def _page(everything: Cells, filters: Filters, *, after: str, limit: int, counted: bool) -> Page:
    universe = everything.total(drafts=filters.shows_drafts)
    hits = searched(filters, universe=universe)
    if hits is not None and hits.rows is None:
        return _of_many(filters, hits, everything, after=after, limit=limit)
    found = hits.rows if hits else None
    among = everything if found is None else cells.cells_of(found, everything.results)
    narrowed = narrowing.narrow(among, filters, counted=counted)
    order = order_of(filters.sort)
    start = order.check(after) if after else None
    cards: list[Scorecard] = []
    if narrowed.total and _is_planned(filters, narrowed, found, everything):
        numbers = strategies.page(
            _sought(filters, narrowed),
            total=narrowed.total,
            universe=universe,
            below=start[1] if start else None,
            limit=limit + 1,
        )
        cards = list(with_details(Scorecard.objects.filter(pk__in=numbers)).order_by("-rank"))
    elif narrowed.total:
        rows = order.after(matching(filters, narrowed, found), after)
        cards = _cards(rows, order, limit=limit + 1, one_by_one=bool(hits and hits.one_by_one))
    said = order.name if filters.sort else _ranked_by(cards[0].rank if cards else 0)
    if filters.q and not filters.sort and not after and len(cards) <= limit and said == "added":
        cards, said = _nearest_first(cards), "nearest"
    return Page(
        rows=tuple(listed(cards[:limit])),
        next_cursor=order.cursor(cards[limit - 1]) if len(cards) > limit else "",
        total=narrowed.total,
        drafts=_left_out(narrowed, hits, everything),
        counted=narrowed.counted,
        partial=bool(hits and hits.partial),
        order=said,
        unasked=_unasked() if filters.sort else said,
    )


def _cards(
    rows: QuerySet[Scorecard], order: Order, *, limit: int, one_by_one: bool = False
) -> list[Scorecard]:
    """The first of these rows, with details of no others: a planner may gather them for all."""
    by = order.by
    if one_by_one and order.key == "rank":
        # No index has this order. By that of ranks a planner would look for these models among all there are.
        by = [(F("rank") + 0).desc()]
    page = Scorecard.objects.filter(pk__in=rows.order_by(*by).values("pk")[:limit])
    return list(with_details(order.after(page, "")).order_by(*order.by))


def _nearest_first(cards: list[Scorecard]) -> list[Scorecard]:
    """All that a search found, those first that are named least beyond what was sought.

    A model is so found before what others made of it and named after it.
    """
    return sorted(cards, key=lambda card: len(card.model.name))


def _ranked_by(highest: int) -> str:
    """What ranks mean where this one is the highest: downloads, or which model was added last."""
    return "downloads" if highest >= RANK_STEP else "added"


def _unasked() -> str:
    """The order of all models where nobody asks for any."""
    ranks = Scorecard.objects.filter(hidden=False).order_by("-rank").values_list("rank", flat=True)
    return _ranked_by(ranks.first() or 0)


def _left_out(narrowed: Narrowed, hits: Hits | None, everything: Cells) -> int | None:
    """How many machine drafts match as well; None where they were not looked through."""
    if hits is None or hits.drafts_too:
        return narrowed.drafts
    return None if everything.drafts_of else 0


def _is_planned(
    filters: Filters, narrowed: Narrowed, found: QuerySet[Scorecard] | None, everything: Cells
) -> bool:
    """Whether the way to a page is chosen here and not by the planner of the database (strategies.py)."""
    if connection.vendor != "postgresql" or everything.total(drafts=True) <= strategies.WIDE:
        return False  # whatever way a planner takes through so few is good
    return found is None and not filters.sort and bool(narrowed.by_profile or narrowing.wanted_of(filters))


def _sought(filters: Filters, narrowed: Narrowed, words: tuple[str, ...] = ()) -> Sought:
    wanted = narrowing.wanted_of(filters)
    profiles = narrowed.models if narrowed.by_profile or wanted else None
    return Sought(profiles, wanted, words, filters.shows_drafts)


def _of_many(filters: Filters, hits: Hits, everything: Cells, *, after: str, limit: int) -> Page:
    """A page of more hits than are counted, by rank whatever order is asked for; `total` is a bound."""
    order = order_of("")
    below = order.check(after)[1] if after else None
    narrowed = narrowing.narrow(everything, filters, counted=False)
    sought = _sought(filters, narrowed, hits.words)
    many, complete = list(hits.head), False
    if sought.profiles is not None:
        many, complete = numbers_of(sought, total=narrowed.total, below=None, limit=MANY + 1)
    numbers = many[: limit + 1]
    if below is not None:
        numbers, _ = numbers_of(sought, total=narrowed.total, below=below, limit=limit + 1)
    cards = list(with_details(Scorecard.objects.filter(pk__in=numbers)).order_by("-rank"))
    return Page(
        rows=tuple(listed(cards[:limit])),
        next_cursor=order.cursor(cards[limit - 1]) if len(cards) > limit else "",
        total=len(many) if complete else len(many) - 1,
        capped=not complete,
        order=(said := _ranked_by(cards[0].rank if cards else 0)),
        unasked=said,
    )


def page_of(rows: QuerySet[Scorecard], *, after: str, limit: int) -> Page:
    """A page of these models by rank, highest first. Raises BadCursor."""
    order = order_of("")
    cards = list(with_details(order.after(rows, after).order_by(*order.by))[: limit + 1])
    more = len(cards) > limit
    return Page(
        rows=tuple(listed(cards[:limit])),
        next_cursor=order.cursor(cards[limit - 1]) if more else "",
        total=rows.count(),
    )


def rows_of_family(family_id: int, *, limit: int) -> tuple[list[ListRow], int]:
    """The listed models of a family by rank, and how many there are. Three queries."""
    rows = Scorecard.objects.filter(hidden=False, model__family=family_id).order_by("-rank")
    return list(listed(list(with_details(rows)[:limit]))), rows.count()


def rows_of_profiles(profiles: Collection[int], *, limit: int) -> list[tuple[int, ListRow]]:
    """(profile, model) of listed models with these profiles, drafts left out, by rank."""
    rows = Scorecard.objects.filter(hidden=False, profile__in=list(profiles)).order_by("-rank")
    cards = list(with_details(rows.exclude(state=Scorecard.State.DRAFT))[:limit])
    return list(zip((card.profile_id for card in cards), listed(cards), strict=True))


def paths_with_dates() -> QuerySet[Scorecard, tuple[str, datetime]]:
    """(path, last change) of every listed model that people or imports have spoken on, by path."""
    rows = Scorecard.objects.filter(hidden=False).exclude(state=Scorecard.State.DRAFT)
    return rows.order_by("model__path").values_list("model__path", "changed_at")


def matching(filters: Filters, narrowed: Narrowed, found: QuerySet[Scorecard] | None) -> QuerySet[Scorecard]:
    rows = Scorecard.objects.filter(hidden=False) if found is None else found
    for column, value in narrowing.wanted_of(filters).items():
        name = "released_on__startswith" if column == "year" and value else _COLUMNS[column]
        rows = rows.filter(**{name: value})
    if not filters.shows_drafts:
        rows = rows.exclude(state=Scorecard.State.DRAFT)
    return rows.filter(profile__in=list(narrowed.models)) if narrowed.by_profile else rows


_COLUMNS = {name: name for name in ("state", "license", "modality", "size")} | {"year": "released_on"}
