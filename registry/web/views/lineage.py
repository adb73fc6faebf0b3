"""Where a model comes from and what was made from it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from registry.scorecards import queries
from registry.web.caching import public_page
from registry.web.views.errors import elsewhere


@public_page
def lineage(request: HttpRequest, organization: str, name: str) -> HttpResponse:
    """The drawing and, as a list, every link of it."""
    path = f"{organization}/{name}"
    tree = queries.lineage_tree(path)
    if tree is None:
        return elsewhere(request, path, "lineage/")
    nodes = {node.path: node for node in tree.nodes}
    links = [
        (nodes[edge.child], edge, nodes[edge.parent])
        for edge in tree.edges
        if edge.parent in nodes and edge.child in nodes
    ]
    return render(request, "web/lineage.html", {"here": "models", "tree": tree, "links": links})
