"""What entries are read to say, beside what they said the last time."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery
from django.db.models.query import QuerySet

from registry.catalog.models import HubEntry
from registry.hubs.card_kept import with_card_of
from registry.hubs.snapshot import Snapshot, from_relevant
from registry.scorecards.models import Observation


@dataclass(frozen=True, slots=True)
class Read:
    """One entry, as it stands, and what it is read to say; `last` is the digest of its last observation."""

    entry: HubEntry
    seen: Snapshot
    digest: str
    last: str

    @property
    def is_news(self) -> bool:
        return self.digest != self.last

    @property
    def has_moved(self) -> bool:
        return self.entry.repo_id != self.seen.repo_id and not self.seen.private


def compare(pairs: Sequence[tuple[HubEntry, Snapshot]]) -> list[Read]:
    """Each with its digest and the last one, by two queries at most.

    A list shows no card. Where the card was read at the same commit, what it said still counts.
    """
    last = dict(_newest([entry.pk for entry, _ in pairs]).values_list("entry", "digest"))
    read = [Read(entry, seen, seen.digest, last.get(entry.pk, "")) for entry, seen in pairs]
    doubtful = [one.entry.pk for one in read if one.is_news and _card_stands(one)]
    if not doubtful:
        return read
    said = dict(_newest(doubtful).values_list("entry", "said"))
    return [_with_card(one, said[one.entry.pk]) if one.entry.pk in said else one for one in read]


def _newest(entry_ids: Collection[int]) -> QuerySet[Observation]:
    newest = Observation.objects.filter(entry=OuterRef("entry")).order_by("-sequence").values("sequence")[:1]
    return Observation.objects.filter(entry__in=entry_ids, sequence=Subquery(newest)).order_by()


def _card_stands(one: Read) -> bool:
    return bool(one.seen.commit) and one.entry.card_commit == one.seen.commit and not one.seen.card_commit


def _with_card(one: Read, said: dict[str, object]) -> Read:
    seen = with_card_of(one.seen, from_relevant(said))
    return Read(one.entry, seen, seen.digest, one.last)
