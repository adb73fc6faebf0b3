"""Reads of the links that evidence cites, for pages and the API."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.core import signing
from django.db.models import Q

from registry.refresh.models import LinkCheck
from registry.scorecards.models import Citation
from registry.scorecards.queries import BadCursor

STATES: tuple[str, ...] = tuple(LinkCheck.State.values)
MOST_CITING = 20  # named for each link
_MOST_READ = 2000  # citations looked at for a page of links

_signer = signing.Signer(salt="registry.refresh.links")


@dataclass(frozen=True)
class LinkRow:
    """One cited address and what became of it. `cited_by` are (kind of subject, path, component).

    At most twenty are named; the kind is model or dataset.
    """

    url: str
    host: str
    state: str
    status: int | None
    reason: str
    title: str
    quote_found: bool | None
    checked_at: datetime | None
    alive_at: datetime | None
    failing_since: datetime | None
    failures: int
    archived_url: str
    archived_at: datetime | None
    cited_by: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class LinkPage:
    """A page of links; `next_cursor` is "" on the last, `total` counts all pages."""

    rows: tuple[LinkRow, ...]
    next_cursor: str
    total: int


def links_page(*, state: str = "", host: str = "", after: str = "", limit: int = 25) -> LinkPage:
    """Cited links in the order they were first seen. Raises BadCursor. Three queries."""
    matching = LinkCheck.objects.filter(due_at__isnull=False).order_by("pk")
    matching = matching.filter(state=state) if state else matching
    matching = matching.filter(host=host) if host else matching
    found = list((matching.filter(pk__gt=_number(after)) if after else matching)[: limit + 1])
    return LinkPage(
        rows=_rows(found[:limit]),
        next_cursor=_signer.sign(str(found[limit - 1].pk)) if len(found) > limit else "",
        total=matching.count(),
    )


def copies(urls: Collection[str]) -> dict[str, tuple[str, datetime | None]]:
    """Where copies of these addresses are archived, and of when, for those that are."""
    kept = LinkCheck.objects.filter(url__in=set(urls)).exclude(archived_url="")
    return {url: (copy, at) for url, copy, at in kept.values_list("url", "archived_url", "archived_at")}


def _rows(links: list[LinkCheck]) -> tuple[LinkRow, ...]:
    citing = _citing([link.url for link in links])
    return tuple(
        LinkRow(
            url=link.url,
            host=link.host,
            state=link.state,
            status=link.status,
            reason=link.reason,
            title=link.title,
            quote_found=link.quote_found,
            checked_at=link.checked_at,
            alive_at=link.alive_at,
            failing_since=link.first_failed_at,
            failures=link.failures,
            archived_url=link.archived_url,
            archived_at=link.archived_at,
            cited_by=tuple(citing[link.url][:MOST_CITING]),
        )
        for link in links
    )


def _citing(urls: list[str]) -> dict[str, list[tuple[str, str, str]]]:
    """Which facts in force of listed models and datasets cite these addresses."""
    shown = Q(evidence__model__hidden=False) | Q(evidence__dataset__isnull=False)
    cited = Citation.objects.filter(shown, url__in=urls, evidence__retired__isnull=True)
    subjects = ("evidence__model__path", "evidence__dataset__path", "evidence__component")
    found: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    rows = cited.order_by(*subjects).values_list("url", *subjects).distinct()
    for url, model, dataset, component in rows[:_MOST_READ]:
        found[url].append(("model" if model else "dataset", model or dataset, component))
    for citing in found.values():
        citing.sort(key=lambda row: (row[0] != "model", row))  # databases differ on where nothing stands
    return found


def _number(cursor: str) -> int:
    try:
        return int(_signer.unsign(cursor))
    except (signing.BadSignature, ValueError) as error:
        raise BadCursor("this page address is not one we gave out") from error
