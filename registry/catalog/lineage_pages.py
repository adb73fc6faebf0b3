"""Links of many models that were listed at once, written as one by one they would have been.

For a page of a thousand new models in a number of queries that does not grow with it. Each link that was
stated takes effect when both its ends are listed, in the order of the page; one that closes a cycle by then
is set aside (catalog/lineage.py).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from registry.catalog import tables
from registry.catalog.lineage import AT_ONCE, DEEPEST, Parent, carrying
from registry.catalog.models import AIModel, Alias, BaseLink

MOST_WAITING = (
    2000  # links connected with a page; a base that half the hub was made from gets the rest by jobs
)
Waiting = tuple[int, int, int]  # number of the link, child, and the new model it waited for


@dataclass(frozen=True)
class Linked:
    """The links of the new models, and those of them that older models were waiting for."""

    links: Mapping[int, Sequence[BaseLink]]
    adopters: frozenset[int]
    late: frozenset[int]  # new models that more links wait for than one page connects


def link_new(models: Sequence[AIModel], parents: Mapping[int, Sequence[Parent]]) -> Linked:
    """Write what these new models were made from, and connect the links that waited for them."""
    place = {model.pk: number for number, model in enumerate(models)}
    listed = {model.path: model.pk for model in models}
    wanted = {pk: {parent.path: parent for parent in named} for pk, named in parents.items()}
    known = _known({path for named in wanted.values() for path in named} - listed.keys()) | listed
    rows = [
        BaseLink(
            child_id=pk,
            parent_id=known.get(parent.path),
            parent_path=parent.path,
            relation=parent.relation,
            source=parent.source,
        )
        for pk, named in wanted.items()
        for parent in named.values()
    ]
    waited, late = _waiting_for(listed)
    closing = _set_cycles_aside(rows, waited, place)
    tables.insert(tables.numbered(rows))
    _connect(waited, closing)
    return Linked(_by_child(rows), frozenset(parent for _, _, parent in waited), late)


def _known(paths: Collection[str]) -> dict[str, int]:
    """The models under these paths, present or earlier ones."""
    former: dict[str, int] = {}
    present: dict[str, int] = {}
    listed = sorted(paths)
    for start in range(0, len(listed), AT_ONCE):
        some = listed[start : start + AT_ONCE]
        former |= dict(Alias.objects.filter(path__in=some).values_list("path", "model"))
        present |= dict(AIModel.objects.filter(path__in=some).values_list("path", "pk"))
    return former | present


def _waiting_for(listed: Mapping[str, int]) -> tuple[list[Waiting], frozenset[int]]:
    """The links that have waited longest for these models, and the models for which more of them wait."""
    rows = BaseLink.objects.filter(parent__isnull=True, parent_path__in=list(listed))
    found = list(rows.order_by("pk").values_list("pk", "child", "parent_path")[: MOST_WAITING + 1])
    more = set(rows.values_list("parent_path", flat=True).distinct()) if len(found) > MOST_WAITING else set()
    waited = [(pk, child, listed[path]) for pk, child, path in found[:MOST_WAITING]]
    return waited, frozenset(listed[path] for path in more)


def _set_cycles_aside(
    rows: Sequence[BaseLink], waited: Sequence[Waiting], place: Mapping[int, int]
) -> list[int]:
    """Mark each new row that closes a cycle; the numbers of the waiting links that do."""
    found = [(row.child_id, row.parent_id, row) for row in rows if row.parent_id is not None]
    has_children = {parent for _, parent, _ in found} | {parent for _, _, parent in waited}
    made_from = {child for child, _, _ in found}
    above = (
        Above(parent for _, parent, _ in found if parent not in place) if has_children & made_from else None
    )
    steps: list[tuple[tuple[int, int], int, int, BaseLink | int]] = []
    steps += [(_when(child, parent, place), child, parent, row) for child, parent, row in found]
    steps += [((place[parent], 1), child, parent, number) for number, child, parent in waited]
    closing: list[int] = []
    for _, child, parent, what in sorted(steps, key=lambda step: step[0]):
        closes = child == parent or (above is not None and above.reaches(parent, child))
        if above is not None and not closes:
            above.parents[child].add(parent)
        if isinstance(what, BaseLink):
            what.closes_cycle = closes
        elif closes:
            closing.append(what)
    return closing


def _when(child: int, parent: int, place: Mapping[int, int]) -> tuple[int, int]:
    """A link to a model further down the page waits for it, and comes after that model's own links."""
    later = place.get(parent, -1) > place[child]
    return (place[parent], 1) if later else (place[child], 0)


class Above:
    """What models were made from, as far back as it goes, in memory."""

    def __init__(self, model_ids: Iterable[int]) -> None:
        self.parents: dict[int, set[int]] = defaultdict(set)
        level, seen = set(model_ids), set[int]()
        for _ in range(DEEPEST):
            if not level:
                return
            seen |= level
            level = self._add(sorted(level)) - seen

    def _add(self, children: Sequence[int]) -> set[int]:
        found: set[int] = set()
        for start in range(0, len(children), AT_ONCE):
            links = carrying().filter(child__in=children[start : start + AT_ONCE])
            for child, parent in links.values_list("child", "parent"):
                self.parents[child].add(parent)
                found.add(parent)
        return found

    def reaches(self, model_id: int, other: int) -> bool:
        """Whether the model was made from the other, however far back."""
        seen, level = {model_id}, [model_id]
        while level:
            if other in seen:
                return True
            level = [up for one in level for up in self.parents.get(one, ()) if up not in seen]
            seen.update(level)
        return False


def _connect(waited: Sequence[Waiting], closing: Collection[int]) -> None:
    closed = set(closing)
    rows = [(number, parent, number in closed) for number, _, parent in waited]
    tables.update(BaseLink, ("parent", "closes_cycle"), rows)


def _by_child(rows: Iterable[BaseLink]) -> dict[int, list[BaseLink]]:
    found: dict[int, list[BaseLink]] = defaultdict(list)
    for row in rows:
        found[row.child_id].append(row)
    return found
