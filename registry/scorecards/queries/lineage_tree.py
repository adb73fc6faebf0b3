"""What a model was made from, generation by generation, and what was made from it, for a drawing."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from registry.catalog.models import AIModel, BaseLink

GENERATIONS = 4  # above the model; whoever descends further is drawn as "and more"
AT_MOST = 8  # models of one generation


@dataclass(frozen=True)
class Node:
    """One model of the drawing. `fingerprint` is "" for one of which nothing is recorded."""

    path: str
    name: str
    organization: str
    fingerprint: str
    generation: int  # 0 is the model itself, 1 its bases, -1 what was made from it
    state: str = "listed"  # catalog BaseLink.State of the link that leads to it


@dataclass(frozen=True)
class Edge:
    """`child` was made from `parent`: paths of nodes."""

    parent: str
    child: str
    relation: str
    source: str


@dataclass(frozen=True)
class Tree:
    """`derivatives` counts all of them by relation, those that are not drawn included."""

    path: str
    name: str
    organization_slug: str
    hidden: bool
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    derivatives: tuple[tuple[str, int], ...]
    cut: bool  # whether bases further back, or more of one generation, are left out


def lineage_tree(path: str) -> Tree | None:
    """The lineage of the model with exactly this path; None when there is none. At most eight queries."""
    model = _models().filter(path=path).first()
    if model is None:
        return None
    nodes = {model.path: _node(model, 0)}
    edges: list[Edge] = []
    cut = _add_bases(model, nodes, edges)
    counted = BaseLink.objects.filter(parent=model).values_list("relation").annotate(n=Count("pk"))
    derivatives = tuple(counted.order_by("relation"))
    cut |= _add_derivatives(model, nodes, edges)
    return Tree(
        path=model.path,
        name=model.name,
        organization_slug=model.organization.slug,
        hidden=model.hidden,
        nodes=tuple(nodes.values()),
        edges=tuple(edges),
        derivatives=derivatives,
        cut=cut,
    )


def _models() -> QuerySet[AIModel]:
    return AIModel.objects.select_related("organization", "scorecard__profile")


def _node(model: AIModel, generation: int, state: str = "listed") -> Node:
    card = getattr(model, "scorecard", None)
    letters = card.profile.fingerprint if card else ""
    return Node(model.path, model.name, model.organization.name, letters, generation, state)


def _add_bases(model: AIModel, nodes: dict[str, Node], edges: list[Edge]) -> bool:
    """Walk up; whether something was left out. A base met again, as in a cycle, is not walked twice."""
    level: Collection[int] = {model.pk}
    cut = False
    for generation in range(1, GENERATIONS + 1):
        links = list(_links().filter(child__in=level).order_by("pk")[: AT_MOST + 1])
        cut |= len(links) > AT_MOST
        level = set()
        for link in links[:AT_MOST]:
            node = _base(link, generation)
            edges.append(Edge(node.path, link.child.path, link.relation, link.source))
            if node.path in nodes:
                continue
            nodes[node.path] = node
            if link.parent_id:
                level.add(link.parent_id)
        if not level:
            return cut
    return cut or BaseLink.objects.filter(child__in=level).exists()


def _links() -> QuerySet[BaseLink]:
    return BaseLink.objects.select_related("child", "parent__organization", "parent__scorecard__profile")


def _base(link: BaseLink, generation: int) -> Node:
    if link.parent is None:
        return Node(link.parent_path, link.parent_path, "", "", generation, link.state.value)
    return _node(link.parent, generation, link.state.value)


def _add_derivatives(model: AIModel, nodes: dict[str, Node], edges: list[Edge]) -> bool:
    """The most downloaded models made from this one; whether there are more."""
    links = BaseLink.objects.filter(parent=model, child__hidden=False, child__scorecard__isnull=False)
    links = links.select_related("child__organization", "child__scorecard__profile")
    found = list(links.order_by("-child__scorecard__rank")[: AT_MOST + 1])
    for link in found[:AT_MOST]:
        edges.append(Edge(model.path, link.child.path, link.relation, link.source))
        nodes.setdefault(link.child.path, _node(link.child, -1))
    return len(found) > AT_MOST


def generations(nodes: Iterable[Node]) -> list[list[Node]]:
    """The nodes by generation, the oldest first."""
    by_generation: dict[int, list[Node]] = {}
    for node in nodes:
        by_generation.setdefault(node.generation, []).append(node)
    return [by_generation[number] for number in sorted(by_generation, reverse=True)]
