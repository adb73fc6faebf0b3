"""Which model was made from which: links written, parents found, cycles set aside.

A link whose parent already descends from its child closes a cycle. It is kept and shown, and nothing comes
over it; the older claims stand. So the links that facts come over never form a cycle, and whoever walks them
comes to an end.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import F, QuerySet

from registry.catalog import tables
from registry.catalog.models import AIModel, Alias, BaseLink

DEEPEST = 200  # links in one chain; no honest lineage comes near it
AT_ONCE = 900  # ids in one query, below what any database takes


@dataclass(frozen=True, slots=True)
class Parent:
    """A parent as somebody states it: its path (lower case), what was made of it, and who says so."""

    path: str
    relation: str  # BaseLink.Relation
    source: str  # BaseLink.Source


def set_bases(child: AIModel, parents: Sequence[Parent]) -> frozenset[int]:
    """Let the model's links be these; the models whose links changed by it, none if they were so already.

    Where a person has stated the bases of a model, only another statement by a person replaces them.
    """
    rows = list(BaseLink.objects.filter(child=child))
    if _is_curated(rows) and not all(parent.source == BaseLink.Source.CURATED for parent in parents):
        return frozenset()
    wanted = {parent.path: parent for parent in parents}
    if {(row.parent_path, row.relation, row.source) for row in rows} == {
        (parent.path, parent.relation, parent.source) for parent in wanted.values()
    }:
        return frozenset()
    above = ancestors([child.pk])
    BaseLink.objects.filter(child=child).delete()
    known = _known(wanted)
    BaseLink.objects.bulk_create(
        BaseLink(
            child=child,
            parent_id=known.get(parent.path),
            parent_path=parent.path,
            relation=parent.relation,
            source=parent.source,
        )
        for parent in wanted.values()
    )
    check_cycles(BaseLink.objects.filter(child=child))
    return check_cycles(BaseLink.objects.filter(closes_cycle=True, child__in=above)) | {child.pk}


def _is_curated(rows: Iterable[BaseLink]) -> bool:
    return any(row.source == BaseLink.Source.CURATED for row in rows)


def _known(paths: Collection[str]) -> Mapping[str, int]:
    """The models under these paths, present or earlier ones."""
    former = dict(Alias.objects.filter(path__in=paths).values_list("path", "model"))
    return former | dict(AIModel.objects.filter(path__in=paths).values_list("path", "pk"))


def adopt(models: Iterable[AIModel], *, most: int | None = None) -> frozenset[int]:
    """Connect the links that have waited for these models to be listed, the oldest first; the children."""
    by_path = {model.path: model.pk for model in models}
    waiting: dict[str, list[BaseLink]] = {}
    rows = BaseLink.objects.filter(parent__isnull=True, parent_path__in=list(by_path)).order_by("pk")
    for row in rows[:most]:
        waiting.setdefault(row.parent_path, []).append(row)
    for path, links in waiting.items():
        above = ancestors([by_path[path]])
        changed = [(link.pk, by_path[path], link.child_id in above) for link in links]
        tables.update(BaseLink, ("parent", "closes_cycle"), changed)
    return frozenset(link.child_id for links in waiting.values() for link in links)


def check_cycles(links: QuerySet[BaseLink]) -> frozenset[int]:
    """Say of each of these links whether it closes a cycle; the children of those for which that is new."""
    changed = set()
    for link in links.filter(parent__isnull=False).order_by("pk"):
        closes = link.parent_id is not None and link.child_id in ancestors([link.parent_id], but=link.pk)
        if closes != link.closes_cycle:
            BaseLink.objects.filter(pk=link.pk).update(closes_cycle=closes)
            changed.add(link.child_id)
    return frozenset(changed)


def carrying() -> QuerySet[BaseLink]:
    """The links over which facts come: the parent is listed, is another model, and closes no cycle."""
    links = BaseLink.objects.filter(parent__isnull=False, closes_cycle=False)
    return links.exclude(parent=F("child"))


def ancestors(model_ids: Collection[int], *, but: int = 0) -> frozenset[int]:
    """These models and all they were made from, however far back."""
    links = carrying().exclude(pk=but)
    found = level = set(model_ids)
    for _ in range(DEEPEST):
        level = _next(links, level, "child", "parent") - found
        if not level:
            break
        found = found | level
    return frozenset(found)


def generations(model_ids: Collection[int]) -> list[frozenset[int]]:
    """Everything made from these models, by the longest chain that leads there; the models themselves first.

    Taken in this order every model comes once, and after all of its bases.
    """
    depth: dict[int, int] = dict.fromkeys(model_ids, 0)
    level = set(model_ids)
    for number in range(1, DEEPEST):
        level = _next(carrying(), level, "parent", "child")
        if not level:
            break
        depth |= dict.fromkeys(level, number)
    found: list[set[int]] = [set() for _ in range(max(depth.values(), default=0) + 1)]
    for model_id, number in depth.items():
        found[number].add(model_id)
    return [frozenset(level) for level in found]


def _next(links: QuerySet[BaseLink], level: Collection[int], here: str, there: str) -> set[int]:
    listed = sorted(level)
    return {
        model_id
        for start in range(0, len(listed), AT_ONCE)
        for model_id in links.filter(**{f"{here}__in": listed[start : start + AT_ONCE]})
        .values_list(there, flat=True)
        .distinct()
        if model_id is not None
    }
