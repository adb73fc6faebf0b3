"""Quotes into the catalog: ratings of what it has, and the release facts that come with them.

A second run with the same quotes writes nothing. What is about nothing the catalog has is listed.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from registry.catalog.models import AIModel, Family, HubEntry, Organization
from registry.catalog.paths import path_of
from registry.imports.load import AT_ONCE, Summary, some_of
from registry.imports.provenance import forget_unused, provenance_of
from registry.imports.quotes import Quote, QuoteBatch
from registry.imports.rows import HUB
from registry.imports.subjects import Found, Known, KnownModel, Subjects, folded, makers_of
from registry.scorecards.models import Evidence, ExternalRating
from registry.scorecards.ratings import About, Rating, keep_only, rate_many
from registry.scorecards.record import Cause, Stated, record_many

Placed = tuple[Quote, Found]


def load_quotes(
    batches: Sequence[QuoteBatch], *, now: datetime, progress: Callable[[int], Any] = lambda done: None
) -> Summary:
    """Write these quotes; `progress` is told how many each step finished."""
    summary = Summary()
    subjects = Subjects(known(batches))
    for batch in batches:
        _load(batch, subjects, summary, now=now)
        progress(len(batch.quotes))
    forget_unused((batch.source.origin, batch.commit) for batch in batches)
    return summary


@transaction.atomic
def _load(batch: QuoteBatch, subjects: Subjects, summary: Summary, *, now: datetime) -> None:
    """Write the quotes of one source."""
    summary.read += len(batch.quotes)
    placed = _place(batch, subjects, summary)
    provenance = provenance_of(batch.source, batch.commit, {quote.file for quote, _ in placed})
    stated = _stated(batch, placed, provenance)
    changed: set[int] = set()
    for some in some_of(stated, AT_ONCE):
        changed |= set(record_many(some, cause=Cause.IMPORT, now=now).changed_ids)
    ratings = [row for quote, found in placed for row in _ratings(batch, quote, found, provenance)]
    files = {quote.file for quote in batch.quotes}
    summary.ratings += rate_many(ratings) + keep_only(ratings, origin=batch.source.origin, files=files)
    models = {pk for _, found in placed if found.kind == "model" for pk in found.pks}
    summary.changed += len(changed)
    summary.unchanged += len(models - changed)


def known(batches: Sequence[QuoteBatch]) -> Known:
    """What the catalog has that these quotes may be about; five queries, whatever its size."""
    organizations = list(Organization.objects.order_by("pk").values_list("pk", "name"))
    models = list(_models(batches, organizations).select_related("organization").order_by("pk"))
    ids = [row.pk for row in models]
    entries: dict[int, list[str]] = defaultdict(list)
    for some in some_of(ids, 500):
        listed = HubEntry.objects.filter(hub=HUB, model__in=some).order_by("pk")
        for model_id, repo_id in listed.values_list("model", "repo_id"):
            entries[model_id].append(path_of(repo_id))
    rated = _rated_before(batches)
    return Known(
        models=tuple(
            KnownModel(
                pk=row.pk,
                path=row.path,
                name=row.name,
                maker=row.organization.name,
                hub_ids=tuple(entries[row.pk]),
                family_id=row.family_id,
                subjects=frozenset(rated[row.pk]),
            )
            for row in models
        ),
        families=dict(Family.objects.values_list("pk", "name")),
        organizations=tuple(organizations),
    )


def _models(batches: Sequence[QuoteBatch], organizations: Sequence[tuple[int, str]]) -> QuerySet[AIModel]:
    """The listed models that quotes give the hub id of, those of their makers, and those rated before."""
    quotes = [quote for batch in batches for quote in batch.quotes]
    paths = {path_of(hub_id) for quote in quotes for hub_id in quote.hub_ids}
    makers = {maker for quote in quotes for maker in makers_of(quote)}
    named = [pk for pk, name in organizations if folded(name) in makers]
    rated = ExternalRating.objects.filter(origin__in=_same_as(batches)).values("model")
    wanted = Q(path__in=paths) | Q(organization__in=named) | Q(pk__in=rated)
    return AIModel.objects.filter(wanted, hidden=False)


def _rated_before(batches: Sequence[QuoteBatch]) -> dict[int, set[tuple[str, str]]]:
    """Under which names the other editions of these sources rate which models."""
    found: dict[int, set[tuple[str, str]]] = defaultdict(set)
    rows = ExternalRating.objects.filter(origin__in=_same_as(batches), model__isnull=False)
    for model_id, origin, subject in rows.values_list("model_id", "origin", "subject").distinct():
        found[model_id or 0].add((origin, subject))
    return found


def _same_as(batches: Sequence[QuoteBatch]) -> set[str]:
    return {batch.source.same_as for batch in batches if batch.source.same_as}


def _place(batch: QuoteBatch, subjects: Subjects, summary: Summary) -> list[Placed]:
    """The quotes with what they are about; of two that quote one subject twice, the first."""
    placed, seen = [], set()
    origin = batch.source.origin
    for quote in sorted(batch.quotes, key=lambda quote: (quote.file, quote.subject)):
        summary.notes += [f"{origin} {quote.file}: {note}" for note in quote.notes]
        found = subjects.find(quote, same_as=batch.source.same_as)
        name = f"{origin} {quote.file}: {quote.subject}"
        if found is None:
            summary.aside.append(f"{name} is about no model, family or organization of the catalog")
        elif (found, quote.edition, quote.subject) in seen:
            summary.aside.append(f"{name} is rated twice, the first one counts")
        else:
            seen.add((found, quote.edition, quote.subject))
            placed.append((quote, found))
            if not found.exact:
                summary.apart.append(f"{name} is quoted of its family")
    return placed


def _stated(batch: QuoteBatch, placed: Sequence[Placed], provenance: Mapping[str, int]) -> list[Stated]:
    """The facts of quotes that are about one model and no other; of two on one model those of the first."""
    found: dict[int, Stated] = {}
    for quote, target in placed:
        if target.kind == "model" and len(target.pks) == 1 and quote.facts.release:
            stated = Stated(
                model_id=target.pks[0],
                facts=quote.facts,
                source=Evidence.Source.IMPORT,
                origin=batch.source.origin,
                provenance_id=provenance[quote.file],
                assessed_on=quote.rated_on or batch.as_of,
            )
            found.setdefault(stated.model_id, stated)
    return list(found.values())


def _ratings(
    batch: QuoteBatch, quote: Quote, found: Found, provenance: Mapping[str, int]
) -> Iterator[Rating]:
    for pk in found.pks:
        for rating in quote.ratings:
            yield Rating(
                about=About(found.kind, pk),
                origin=batch.source.origin,
                subject=quote.subject[:200],
                dimension=rating.dimension,
                value=rating.value,
                links=rating.links,
                provenance_id=provenance[quote.file],
                edition=quote.edition,
                rated_on=quote.rated_on or batch.as_of,
            )
