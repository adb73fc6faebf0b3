"""What the first page shows: the models people look up, releases by date, and verdicts that changed.

Read once for all who ask, whenever the numbers of models are read anew (cells.py).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Length, Replace

from registry.openness.definitions import HEADLINE_ORDER
from registry.openness.verdict import Outcome
from registry.scorecards.models import Evidence, ExternalRating, Scorecard
from registry.scorecards.queries import cells
from registry.scorecards.queries.figures import recent_changes
from registry.scorecards.queries.list_rows import ListRow
from registry.scorecards.queries.listed_rows import listed, with_details
from registry.scorecards.queries.results import Results
from registry.scorecards.queries.rows import RecentChange, VerdictChange
from registry.scorecards.ranks import RANK_STEP

MEETS, DOES_NOT_MEET = Outcome.MEETS.value, Outcome.DOES_NOT_MEET.value
ROWS = 10
RELEASES = 50
CHANGES = 4
LOOKED_THROUGH = 150  # models: many have no date
REVISIONS = 40  # most of them change no verdict
RELEASED = "orp"  # the bars of a fingerprint of parts that anyone can have, if not all of them or not freely


@dataclass(frozen=True)
class Release:
    """A dated model: of `released` of the 16 headline components something at least is released.

    `released_on` has a year and a month at least; `result` is an Outcome, "" where it is not known.
    """

    path: str
    name: str
    released_on: str
    released: int
    result: str


@dataclass(frozen=True)
class FrontPage:
    """`downloaded`: whether downloads decide what stands first, and not how many sources speak of a model.

    `definition` is the one that the results of `releases` are under.
    """

    rows: tuple[ListRow, ...]
    downloaded: bool
    releases: tuple[Release, ...]
    definition: str
    changes: tuple[RecentChange, ...]


def front_page() -> FrontPage:
    """One query while nothing has changed, and four more, or five without downloads, when something has."""
    everything = cells.kept.cells()
    asked = ("front", *everything.results.rules)
    if asked not in everything.answers:
        everything.answers[asked] = _read(everything.results)
    found: FrontPage = everything.answers[asked]
    return found


def _read(results: Results) -> FrontPage:
    vouched = Scorecard.objects.filter(hidden=False).exclude(state=Scorecard.State.DRAFT)
    cards = list(with_details(vouched.order_by("-rank"))[:LOOKED_THROUGH])
    downloaded = bool(cards) and cards[0].rank >= RANK_STEP
    if not downloaded:
        cards = list(with_details(_most_spoken_of(vouched))[:LOOKED_THROUGH])
    releases, definition = _releases(cards, results)
    return FrontPage(
        tuple(listed(_one_of_each(cards))), downloaded, releases, definition, tuple(_telling())[:CHANGES]
    )


def _most_spoken_of(rows: QuerySet[Scorecard]) -> QuerySet[Scorecard]:
    """The models of which most sources say something first, then those of which most is known."""
    rated = _origins(ExternalRating.objects.filter(model=OuterRef("pk")))
    told = _origins(Evidence.objects.filter(model=OuterRef("pk"), retired__isnull=True))
    known = Length(Replace("profile__fingerprint", Value("u"), Value("")))
    return rows.annotate(spoken=rated + told, known=known).order_by("-spoken", "-known", "-rank")


def _origins(rows: QuerySet[Any]) -> Combinable:
    counted = rows.order_by().values("model").annotate(n=Count("origin", distinct=True))
    return Coalesce(Subquery(counted.values("n")), 0)


def _one_of_each(cards: Iterable[Scorecard]) -> list[Scorecard]:
    """The first of them; one model stands for all of its organization that have the same fingerprint.

    A reader can follow up what a hub shows; an entry on no hub rests on its record alone and is left out.
    """
    firsts: dict[tuple[int, str], Scorecard] = {}
    for card in cards:
        if not card.model.path.startswith("~"):
            firsts.setdefault((card.model.organization_id, card.profile.fingerprint), card)
    return list(firsts.values())[:ROWS]


def _releases(cards: Iterable[Scorecard], results: Results) -> tuple[tuple[Release, ...], str]:
    """Of these, those whose month of release is known, and the definition they are marked by.

    That is the first headline definition that some of them meet and some do not.
    """
    dated = [card for card in cards if "-" in card.released_on][:RELEASES]
    said = {slug: [_result(slug, card.profile_id, results) for card in dated] for slug in HEADLINE_ORDER}
    parting = [slug for slug, found in said.items() if {MEETS, DOES_NOT_MEET} <= set(found)]
    chosen = parting[0] if parting else HEADLINE_ORDER[0]
    return tuple(
        Release(
            card.model.path,
            card.model.name,
            card.released_on,
            sum(map(card.profile.fingerprint.count, RELEASED)),
            result,
        )
        for card, result in zip(dated, said[chosen], strict=True)
    ), chosen


def _result(slug: str, profile: int, results: Results) -> str:
    decided = (value for value in (MEETS, DOES_NOT_MEET) if profile in results.by.get((slug, value), ()))
    return next(decided, "")


def _telling() -> Iterable[RecentChange]:
    """The newest revisions after which a headline definition says something else, with what it says."""
    for row in recent_changes(REVISIONS):
        told = tuple(change for change in row.verdict_changes if _tells(change))
        if told:
            yield replace(row, verdict_changes=told)


def _tells(change: VerdictChange) -> bool:
    before, after = change.before, change.after
    if before is None or change.definition not in HEADLINE_ORDER:
        return False
    return (before.outcome, before.level) != (after.outcome, after.level)
