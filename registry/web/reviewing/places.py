"""Where a reviewer goes next: to the next finding, then to the next assessment of the queue."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse

from registry.assessments.queries.assessment_rows import ProposedFinding
from registry.assessments.queries.queue import KINDS, ORDERS, QueueFilters, QueueRow
from registry.web.templatetags.reviewing import finding_url


@dataclass(frozen=True, slots=True)
class Places:
    """Addresses of what comes before and after; "" at either end."""

    previous: str
    following: str


def filters(given: QueryDict) -> QueueFilters:
    """What the queue is narrowed to; what is no choice counts as not asked."""
    kind, order = given.get("kind", ""), given.get("order", "")
    return QueueFilters(
        kind=kind if kind in KINDS else "",
        organization=given.get("organization", "")[:300].replace("\0", ""),
        mine=given.get("mine") == "on",
        order=order if order in ORDERS else "",
    )


def query(asked: QueueFilters) -> str:
    """The one spelling of what is asked: "?kind=drift&mine=on", or nothing."""
    pairs = {
        "kind": asked.kind,
        "mine": "on" if asked.mine else "",
        "order": asked.order,
        "organization": asked.organization,
    }
    kept = [(name, value) for name, value in pairs.items() if value]
    return f"?{urlencode(kept)}" if kept else ""


def around(
    name: str, findings: Sequence[ProposedFinding], here: UUID, rows: Sequence[QueueRow], suffix: str
) -> Places:
    """Before and after this finding, over the ends of its assessment."""
    names = [row.name for row in findings]
    at = names.index(name)
    before = names[at - 1] if at else ""
    after = names[at + 1] if at + 1 < len(names) else ""
    return Places(
        finding_url(here, before, suffix) if before else beside(here, rows, suffix, step=-1),
        finding_url(here, after, suffix) if after else beside(here, rows, suffix, step=1),
    )


def beside(here: UUID | None, rows: Sequence[QueueRow], suffix: str, *, step: int) -> str:
    """The address of the assessment that stands before or after this one in the queue; "" at its end."""
    ids = [row.id for row in rows]
    at = ids.index(here) + step if here in ids else (0 if step > 0 and ids else -1)
    return reverse("web:review-of", args=[ids[at]]) + suffix if 0 <= at < len(ids) else ""
