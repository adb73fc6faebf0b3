"""First machine drafts, many at once: the part of the one writer for models of which nothing was known.

What a hub lists of millions of models falls into some thousands of combinations. Each is worked out once and
kept for the next model that shows it, so that a draft costs its rows and little else.
"""

from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, NamedTuple, TypeVar

from registry.catalog import search_docs, tables
from registry.catalog.models import AIModel, BaseLink
from registry.hubs.observed import observed
from registry.hubs.snapshot import Snapshot
from registry.openness import inputs, lineage, merge
from registry.openness.facts import Facts
from registry.scorecards import judge, listed
from registry.scorecards.layers import certain_relation
from registry.scorecards.models import Change, Observation, Profile, Scorecard
from registry.scorecards.ranks import rank_of

KEPT = 4096  # combinations remembered; a hub has some thousands
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Draft:
    """A model that has no scorecard and of which nothing was said before; what its one hub entry shows."""

    model: AIModel
    entry_id: int
    seen: Snapshot
    digest: str
    links: Sequence[BaseLink] = ()

    @property
    def model_id(self) -> int:
        return self.model.pk


class Drawn(NamedTuple):
    """The profile a combination falls into: its key, the facts in it, the license of the weights."""

    key: str
    facts: Facts
    license: str


class Kept(Generic[Value]):
    """Values that cost something to work out, the least lately asked for forgotten beyond `most`."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[Hashable, Value] = OrderedDict()

    def get(self, key: Hashable, work_out: Callable[[], Value]) -> Value:
        try:
            self._values.move_to_end(key)
            return self._values[key]
        except KeyError:
            value = self._values[key] = work_out()
            if len(self._values) > self._most:
                self._values.popitem(last=False)
            return value


_own: Kept[Facts] = Kept(KEPT)
_drawn: Kept[Drawn] = Kept(KEPT)


def record_drafts(drafts: Sequence[Draft], *, now: datetime) -> None:
    """Write the observations and scorecards of these models. Part of the caller's transaction.

    Their links must be written. Derivatives that were there before them are for the caller to tell.
    """
    links = {draft.model_id: draft.links for draft in drafts}
    drawn = draw({draft.model_id: draft.seen for draft in drafts}, links)
    profiles = judge.profiles_named({one.key: one.facts for one in drawn.values()}, now)
    cards = (_scorecard(draft, drawn[draft.model_id], profiles, now) for draft in drafts)
    tables.insert_values(Observation, _OBSERVATION, map(_observation, drafts))
    tables.insert_values(Scorecard, _SCORECARD, cards)
    tables.insert_values(Change, ("model_id", "at"), [(draft.model_id, now) for draft in drafts])
    search_docs.keep([draft.model_id for draft in drafts])


def draw(said: Mapping[int, Snapshot], links: Mapping[int, Sequence[BaseLink]]) -> dict[int, Drawn]:
    """What each of these models comes to, bases before what was made from them."""
    carrying = {pk: [link for link in links.get(pk, ()) if not link.closes_cycle] for pk in said}
    parents = {link.parent_id for rows in carrying.values() for link in rows if link.parent_id}
    found: dict[int, Drawn] = {}
    known = _profiles_of(parents - said.keys())
    for model_id in _bases_first(carrying):
        bases = [_base(link, found, known) for link in carrying[model_id]]
        found[model_id] = _one(said[model_id], sorted(bases, key=lambda base: (base[0], base[2])))
    return found


def _bases_first(links: Mapping[int, Sequence[BaseLink]]) -> Iterator[int]:
    """Links that carry facts never form a circle, so each turn finds some whose bases are all done."""
    left = set(links)
    while left:
        ready = [pk for pk in left if not any(link.parent_id in left for link in links[pk])]
        left -= set(ready)
        yield from ready


_Part = tuple[str, tuple[str, Facts], str]  # path, profile (its key and facts), relation


def _base(link: BaseLink, found: Mapping[int, Drawn], known: Mapping[int, tuple[str, Facts]]) -> _Part:
    parent = link.parent_id or 0
    profile = found[parent][:2] if parent in found else known.get(parent, ("", Facts()))
    return link.parent_path, profile, certain_relation(link)


def _profiles_of(model_ids: Collection[int]) -> dict[int, tuple[str, Facts]]:
    """Key and facts of the profiles of these models; none of a model without a scorecard."""
    cards = dict(Scorecard.objects.filter(pk__in=list(model_ids)).values_list("pk", "profile"))
    rows = Profile.objects.filter(pk__in=set(cards.values())).values_list("pk", "key", "facts")
    profiles = {pk: (key, inputs.unpack(facts)) for pk, key, facts in rows}
    return {model_id: profiles[profile] for model_id, profile in cards.items()}


def _one(seen: Snapshot, bases: Sequence[_Part]) -> Drawn:
    of_bases = tuple((profile[0], relation) for _, profile, relation in bases)
    return _drawn.get((seen.shape, of_bases), lambda: _work_out(seen, bases))


def _work_out(seen: Snapshot, bases: Sequence[_Part]) -> Drawn:
    shown = _own.get(seen.shape, lambda: observed(seen.relevant()))
    own = merge.effective(observed=shown, release=shown.release.values())
    made_from = [lineage.Base(path, facts, relation) for path, (_, facts), relation in bases]
    facts = inputs.inputs(lineage.with_base(own, made_from))
    weights = facts.components.get(("final-weights", ""))
    return Drawn(inputs.key(facts), facts, weights.license if weights else "")


_OBSERVATION = ("entry_id", "sequence", "commit", "fetched_at", "digest", "said", "weights_removed")
_SCORECARD = ("model_id", "profile_id", "state", "license", "rank", "first_at", "changed_at", *listed.COPIED)


def _observation(draft: Draft) -> tuple[Any, ...]:
    seen = draft.seen
    at = datetime.fromisoformat(seen.fetched_at)
    return draft.entry_id, 1, seen.commit, at, draft.digest, seen.relevant(), False


def _scorecard(draft: Draft, drawn: Drawn, profiles: Mapping[str, Profile], now: datetime) -> tuple[Any, ...]:
    rank = rank_of(draft.model_id, draft.seen.downloads)
    copied = listed.copied(draft.model).values()
    profile = profiles[drawn.key].pk
    return draft.model_id, profile, Scorecard.State.DRAFT.value, drawn.license, rank, now, now, *copied
