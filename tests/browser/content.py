"""What HTML allows inside what, as far as a parser does not say it: html.spec.whatwg.org, section 4."""

import re
from collections.abc import Iterator
from typing import Any

PHRASING = re.compile(
    "a|abbr|b|bdi|bdo|br|button|cite|code|data|del|dfn|em|i|img|input|ins|kbd|label|mark|math|meter|output|"
    "picture|progress|q|s|samp|script|select|small|span|strong|sub|sup|svg|template|textarea|time|u|var|wbr"
)
ONLY_PHRASING = re.compile(
    "p|h[1-6]|pre|span|b|i|em|strong|small|code|kbd|samp|q|cite|abbr|time|label|button|summary|legend|output|"
    "sub|sup|mark|s|u"
)
HOLDS = {
    "ul": {"li"},
    "ol": {"li"},
    "dl": {"dt", "dd", "div"},
    "table": {"caption", "colgroup", "thead", "tbody", "tfoot"},
    "tr": {"th", "td"},
    "thead": {"tr"},
    "tbody": {"tr"},
    "select": {"option", "optgroup", "hr"},
}
INTERACTIVE = {"a", "button", "details", "input", "label", "select", "textarea"}
REFERS = ("aria-describedby", "aria-labelledby", "aria-controls", "for")


def misplaced(tree: Any) -> list[str]:
    """Elements where HTML does not allow them, and references to ids that are not there."""
    ids = {one.get("id") for one in tree.iter() if one.get("id")}
    return [*_children(tree), *_references(tree, ids)]


def _children(tree: Any) -> Iterator[str]:
    for parent in tree.iter():
        if not isinstance(parent.tag, str) or "}" in parent.tag:
            continue  # a comment, or a drawing
        for child in parent:
            name = str(child.tag).rpartition("}")[2]
            if parent.tag in HOLDS and name not in HOLDS[parent.tag]:
                yield f"<{name}> in <{parent.tag}>"
            if not ONLY_PHRASING.fullmatch(parent.tag) or _heading(parent.tag, name):
                continue
            if not PHRASING.fullmatch(name):
                yield f"<{name}> in <{parent.tag}>: {''.join(parent.itertext())[:60]}"
        if parent.tag in ("a", "button"):
            inside = [one.tag for one in parent.iter() if one is not parent and one.tag in INTERACTIVE]
            if inside:
                yield f"{inside} in <{parent.tag}>"


def _heading(parent: str, name: str) -> bool:
    """A summary and a legend may hold a heading."""
    return parent in ("summary", "legend") and name in ("h2", "h3", "h4")


def _references(tree: Any, ids: set[str]) -> Iterator[str]:
    for one in tree.iter():
        for name in REFERS:
            for wanted in (one.get(name) or "").split():
                if wanted not in ids:
                    yield f"{name}={wanted} leads nowhere"
