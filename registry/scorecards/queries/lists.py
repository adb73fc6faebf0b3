"""Lists of models: filtered, ordered by rank, paged by keyset."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.core import signing
from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Length, Replace

from registry.openness import definitions
from registry.scorecards.models import Drift, Scorecard, Verdict
from registry.scorecards.queries import verdicts
from registry.scorecards.queries.rows import Filters, ListRow, Page

_signer = signing.Signer(salt="registry.scorecards.list")
NOT_ASSESSED = "not_assessed"


class BadCursor(ValueError):
    """A paging cursor that this site did not give out."""


def model_list(filters: Filters, *, after: str = "", limit: int = 25) -> Page:
    """A page of listed models by rank, highest first. Raises BadCursor.

    `after` is the `next_cursor` of the page before. Four queries whatever the filters.
    """
    return page_of(_matching(filters), after=after, limit=limit)


def page_of(matching: QuerySet[Scorecard], *, after: str, limit: int) -> Page:
    """A page of these models by rank, highest first. Raises BadCursor."""
    rows = matching.filter(rank__lt=_rank(after)) if after else matching
    cards = list(_read(rows)[: limit + 1])
    more = len(cards) > limit
    return Page(
        rows=tuple(_list_rows(cards[:limit])),
        next_cursor=_signer.sign(str(cards[limit - 1].rank)) if more else "",
        total=matching.count(),
    )


def best_documented(limit: int) -> tuple[ListRow, ...]:
    """The listed models of which most is known: fewest bars of the fingerprint nobody has assessed.

    One model stands for all of its organization that have the same fingerprint.
    """
    known = Length(Replace("profile__fingerprint", Value("u"), Value("")))
    rows = _matching(Filters()).annotate(known=known).order_by("-known", "-rank")
    # A reader can follow up what a hub shows; an entry on no hub rests on its record alone.
    rows = rows.exclude(model__path__startswith="~")
    firsts: dict[tuple[int, str], Scorecard] = {}
    for card in _read(rows, ordered=False)[: limit * 10]:
        firsts.setdefault((card.model.organization_id, card.profile.fingerprint), card)
    return tuple(_list_rows(list(firsts.values())[:limit]))


def rows_of_family(family_id: int, *, limit: int) -> tuple[list[ListRow], int]:
    """The listed models of a family by rank, and how many there are. Three queries."""
    listed = _matching(Filters()).filter(model__family=family_id)
    return list(_list_rows(list(_read(listed)[:limit]))), listed.count()


def rows_of_profiles(profiles: Collection[int], *, limit: int) -> list[tuple[int, ListRow]]:
    """(profile, model) of listed models with these profiles, drafts left out, by rank."""
    listed = _matching(Filters()).filter(profile__in=list(profiles)).exclude(state=Scorecard.State.DRAFT)
    cards = list(_read(listed)[:limit])
    return list(zip((card.profile_id for card in cards), _list_rows(cards), strict=True))


def paths_with_dates() -> QuerySet[Scorecard, tuple[str, datetime]]:
    """(path, last change) of every listed model that people or imports have spoken on, by path."""
    rows = Scorecard.objects.filter(model__hidden=False).exclude(state=Scorecard.State.DRAFT)
    return rows.order_by("model__path").values_list("model__path", "changed_at")


def _rank(cursor: str) -> int:
    try:
        return int(_signer.unsign(cursor))
    except (signing.BadSignature, ValueError) as error:
        raise BadCursor("this page address is not one we gave out") from error


def _matching(filters: Filters) -> QuerySet[Scorecard]:
    rows = Scorecard.objects.filter(model__hidden=False)
    for word in filters.q.split():
        rows = rows.filter(
            Q(model__path__icontains=word)
            | Q(model__name__icontains=word)
            | Q(model__organization__name__icontains=word)
        )
    if filters.license:
        rows = rows.filter(license=filters.license)
    if filters.state:
        rows = rows.filter(state=filters.state)
    if filters.organization:
        rows = rows.filter(model__organization__slug=filters.organization)
    for definition, result in filters.verdicts.items():
        rows = rows.filter(profile__in=_profiles(definition, result))
    return rows


def _profiles(definition_id: str, result: str) -> QuerySet[Verdict, Any]:
    """The profiles with this result as it is shown: what rests on a machine draft never reads "meets"."""
    definition = definitions.shipped().get(definition_id)
    rows = Verdict.objects.filter(definition__digest=definition.digest if definition else "")
    draft = Q(basis="observed") & ~Q(outcome="does_not_meet")
    if result == NOT_ASSESSED:
        rows = rows.filter(draft)
    else:
        # The lowest level says nothing while facts are missing: it is shown as "cannot tell".
        lowest = definition.levels[-1].id if definition and definition.levels else "unclassified"
        begun = Q(outcome="") & ~Q(could_reach=lowest)
        unsaid = Q(level=lowest) & (Q(outcome="insufficient_evidence") | begun)
        rows = rows.exclude(draft).filter(Q(outcome=result) | Q(level=result) & ~unsaid)
    return rows.values("profile")


def _read(rows: QuerySet[Scorecard], *, ordered: bool = True) -> QuerySet[Scorecard]:
    drifting = Drift.objects.filter(model=OuterRef("model"), state=Drift.State.OPEN)
    listed = rows.select_related("model__organization__resembles", "profile").annotate(
        drifts=Exists(drifting)
    )
    return listed.order_by("-rank") if ordered else listed


def _list_rows(cards: list[Scorecard]) -> Iterable[ListRow]:
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
            resembles=card.model.organization.resembles.slug if card.model.organization.resembles else "",
        )
