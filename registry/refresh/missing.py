"""What a whole sweep did not see: candidates for "gone", and whether the sweep can be believed."""

from django.db.models import F, Q
from django.db.models.query import QuerySet

from registry.catalog.models import HubEntry
from registry.refresh.models import Crawl

MOST_MISSED = 0.05  # of what is known; a sweep that misses more is not believed
ALWAYS_FEW = 20  # so many may go in a day whatever the share, unless they are half of all

# Nothing to look for: nobody has seen it yet, or it is known to be away.
NOT_SOUGHT = (HubEntry.State.CLAIMED, HubEntry.State.GONE, HubEntry.State.NOT_VISIBLE)


def doubt(sweep: Crawl) -> str:
    """Why what this sweep did not see means nothing, in one sentence; "" where it may be looked for."""
    missed = missed_by(sweep).count()
    known = max(_known(sweep).count() - sweep.new, missed)  # before it began
    if not sweep.seen:
        return f"Sweep {sweep.number} saw nothing at all; nothing is taken for gone." if known else ""
    if missed > max(MOST_MISSED * known, min(ALWAYS_FEW, known / 2)):
        return (
            f"Sweep {sweep.number} saw only {known - missed:,} of {known:,} known repositories; "
            "nothing is taken for gone."
        )
    return ""


def missed_by(sweep: Crawl) -> QuerySet[HubEntry]:
    """What was listed before the sweep began, and has not been seen since, neither by it nor otherwise."""
    return _known(sweep).filter(
        Q(checked_at__lt=sweep.started_at) | Q(checked_at__isnull=True), seen_in__lt=sweep.number
    )


def _known(sweep: Crawl) -> QuerySet[HubEntry]:
    return HubEntry.objects.filter(hub=sweep.hub).exclude(hub_key="").exclude(state__in=NOT_SOUGHT)


def last_believed(hub: str) -> Crawl | None:
    """The last sweep that came to its end and was plausible."""
    whole = Crawl.objects.filter(hub=hub, kind=Crawl.Kind.SWEEP, state=Crawl.State.COMPLETE)
    return whole.order_by(F("number").desc()).first()
