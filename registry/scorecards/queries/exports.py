"""All listed models, by path, in batches: whoever reads them holds one batch at a time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from registry.scorecards.models import Change, Scorecard
from registry.scorecards.queries.cells import rules_now
from registry.scorecards.queries.list_rows import ListRow
from registry.scorecards.queries.listed_rows import listed, with_details

BATCH = 500


@dataclass(frozen=True)
class Version:
    """What an export depends on: the last change and the rules in force; `at` is when that change was."""

    key: str
    at: datetime | None


def export_version() -> Version:
    """One query."""
    last = Change.objects.order_by("-pk").first()
    return Version(" ".join([str(last.pk if last else 0), *rules_now()]), last.at if last else None)


def export(*, drafts: bool) -> Iterator[list[ListRow]]:
    """The listed models, machine drafts only where they are asked for; two queries for each batch."""
    cards = Scorecard.objects.filter(hidden=False).order_by("model__path")
    if not drafts:
        cards = cards.exclude(state=Scorecard.State.DRAFT)
    after = ""
    while some := list(with_details(cards.filter(model__path__gt=after))[:BATCH]):
        after = some[-1].model.path
        yield list(listed(some))
