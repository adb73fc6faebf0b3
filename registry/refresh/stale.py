"""Facts whose proof is lost: the page is gone, or says no more what was quoted. They are marked, not changed.

Only evidence that counts: what an import says of a component that people have reviewed since is left alone.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from registry.refresh.link_states import LOST
from registry.refresh.models import LinkCheck
from registry.scorecards.marks import LostProof, Why, set_stale
from registry.scorecards.models import Citation, Evidence

AT_ONCE = 2000
_KEPT = ("url", "state", "status", "checked_at", "quotes")


def restate(*, now: datetime) -> int:
    """Let the stale marks be those that follow from the links as they are; how many changed."""
    wanted: dict[tuple[int, str], list[LostProof]] = defaultdict(list)
    lost = Q(state=LinkCheck.State.GONE) | Q(quote_found=False)
    links = list(LinkCheck.objects.filter(lost, due_at__isnull=False).only(*_KEPT))
    for start in range(0, len(links), AT_ONCE):
        some = {link.url: link for link in links[start : start + AT_ONCE]}
        for model_id, component, url, quote in _citing(list(some)):
            if (proof := _lost(some[url], quote)) and proof not in wanted[model_id, component]:
                wanted[model_id, component].append(proof)
    return set_stale({key: proofs for key, proofs in wanted.items() if proofs}, now=now)


def _citing(urls: list[str]) -> Iterator[tuple[int, str, str, str]]:
    """(model, component, address, digest of the quote) of the evidence that counts and cites these."""
    counting = Evidence.objects.filter(_counts(), model__isnull=False, retired__isnull=True)
    cited = Citation.objects.filter(url__in=urls, evidence__in=counting).order_by("evidence", "position")
    yield from cited.values_list("evidence__model", "evidence__component", "url", "digest")


def _counts() -> Q:
    """Evidence of a review, and where there is none, of imports."""
    reviewed = Evidence.objects.filter(
        model=OuterRef("model"),
        component=OuterRef("component"),
        qualifier=OuterRef("qualifier"),
        source=Evidence.Source.REVIEW,
        retired__isnull=True,
    )
    return Q(source=Evidence.Source.REVIEW) | Q(~Exists(reviewed))


def _lost(link: LinkCheck, quote: str) -> LostProof | None:
    seen = link.checked_at.date().isoformat() if link.checked_at else ""
    if link.state == LinkCheck.State.GONE:
        return LostProof(link.url, Why.GONE, link.status, seen)
    return LostProof(link.url, Why.QUOTE_LOST, link.status, seen) if link.quotes.get(quote) == LOST else None
