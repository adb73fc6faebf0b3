"""The lineage as a drawing: bases to the left, what was made from the model to the right."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext

from registry.scorecards.queries import Node, Tree, generations
from registry.web.templatetags.facts import model_url
from registry.web.templatetags.fingerprint import fingerprint

register = template.Library()

BOX, TALL, ACROSS, DOWN = 200, 60, 98, 16  # px: a box, and the room between two
LETTERS = 26  # of a name that fits into a box


@register.simple_tag
def lineage_drawing(tree: Tree) -> SafeString:
    """Boxes with name, maker and fingerprint; each leads to its scorecard. The list below says the same."""
    columns = generations(tree.nodes)
    rows = max(len(column) for column in columns)
    height = rows * (TALL + DOWN) - DOWN + 4
    width = len(columns) * (BOX + ACROSS) - ACROSS + 4
    places = {
        node.path: (2 + x * (BOX + ACROSS), _top(y, len(column), height))
        for x, column in enumerate(columns)
        for y, node in enumerate(column)
    }
    curves = (
        _curve(places[edge.parent], places[edge.child])
        for edge in tree.edges
        if edge.parent in places and edge.child in places and edge.parent != edge.child
    )
    boxes = (_box(node, *places[node.path], mine=node.path == tree.path) for node in tree.nodes)
    return format_html(
        '<svg class="lin" width="{0}" height="{1}" viewBox="0 0 {0} {1}" role="group" aria-label="{2}">'
        "{3}{4}</svg>",
        width,
        height,
        gettext("Lineage; the list below says the same."),
        format_html_join("", '<path d="{}"/>', ((curve,) for curve in curves)),
        format_html_join("", "{}", ((box,) for box in boxes)),
    )


def _top(index: int, count: int, height: int) -> float:
    """Boxes of a column stand around the middle."""
    whole = count * (TALL + DOWN) - DOWN
    return (height - whole) / 2 + index * (TALL + DOWN)


def _curve(parent: tuple[float, float], child: tuple[float, float]) -> str:
    x, y, to_x, to_y = parent[0] + BOX, parent[1] + TALL / 2, child[0], child[1] + TALL / 2
    middle = (x + to_x) / 2
    return f"M{x:g} {y:g}C{middle:g} {y:g} {middle:g} {to_y:g} {to_x:g} {to_y:g}"


def _box(node: Node, x: float, y: float, *, mine: bool) -> SafeString:
    strip: SafeString | str = ""
    if node.fingerprint:
        # Nested in place: the strip is an SVG of its own.
        drawn = fingerprint(node.fingerprint, height=14, width=94)
        strip = SafeString(drawn.replace("<svg ", f'<svg x="{x + 12:g}" y="{y + 38:g}" ', 1))
    box = format_html(
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="3"/>'
        '<text class="n" x="{}" y="{}">{}</text><text class="d" x="{}" y="{}">{}</text>{}',
        "nb me" if mine else "nb",
        f"{x:g}",
        f"{y:g}",
        BOX,
        TALL,
        f"{x + 12:g}",
        f"{y + 18:g}",
        Truncator(node.name).chars(LETTERS),
        f"{x + 12:g}",
        f"{y + 32:g}",
        Truncator(node.organization or gettext("not listed here")).chars(LETTERS + 6),
        strip,
    )
    if mine or not node.fingerprint:
        return box
    return format_html('<a href="{}">{}</a>', model_url(node.path), box)
