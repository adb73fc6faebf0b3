"""How the hubs are followed, for the page of the state, its JSON and the metrics.

Everything is read from what the crawls keep of themselves: nothing here counts models.
"""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Q

from registry.hubs import known
from registry.refresh.models import Budget, Crawl, HubState, LinkCheck, SetAside

MOST_COUNTED = 10_000
UNASKED = "unasked"


@dataclass(frozen=True, slots=True)
class Pass:
    """One crawl of a hub's list."""

    hub: str
    kind: str
    number: int
    state: str
    started_at: datetime
    updated_at: datetime
    finished_at: datetime | None
    pages: int
    requests: int
    seen: int
    new: int
    changed: int
    set_aside: int
    error: str


@dataclass(frozen=True, slots=True)
class Hub:
    """How a hub answers, since when, and what a person should look at. UNASKED: it was not asked yet."""

    slug: str
    state: str
    reason: str = ""
    warning: str = ""
    since: datetime | None = None
    last_ok_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a hub still allows one account in the window under way."""

    hub: str
    account: str
    bucket: str
    limit: int
    remaining: int


@dataclass(frozen=True, slots=True)
class Links:
    """What became of the addresses that evidence cites: how many are in each state."""

    counts: tuple[tuple[str, int], ...]

    @property
    def checked(self) -> int:
        """Those that were asked at all: some are no addresses to be opened from here."""
        never = (LinkCheck.State.UNCHECKED, LinkCheck.State.REFUSED)
        return sum(n for state, n in self.counts if state not in never)

    @property
    def answering(self) -> int:
        """Those that answer, be it with another text than before."""
        return self.count(LinkCheck.State.ALIVE) + self.changed

    @property
    def changed(self) -> int:
        return self.count(LinkCheck.State.CHANGED)

    @property
    def gone(self) -> int:
        return self.count(LinkCheck.State.GONE)

    @property
    def alive(self) -> float | None:
        """The share of the checked ones that answer; None before any was checked."""
        return self.answering / self.checked if self.checked else None

    def count(self, state: str) -> int:
        return dict(self.counts).get(state, 0)


@dataclass(frozen=True, slots=True)
class Following:
    """The last pass of each kind, the last one that came to its end, and what hubs and their lists gave."""

    tail: Pass | None
    whole_tail: Pass | None
    sweep: Pass | None
    whole_sweep: Pass | None
    hubs: tuple[Hub, ...]
    set_aside: int  # items of a list that could not be read; MOST_COUNTED stands for that many and more

    @property
    def swept(self) -> float | None:
        """The share of the hub that the sweep under way has seen, by what the last whole one saw."""
        if not (self.sweep and self.sweep.state == Crawl.State.RUNNING and self.whole_sweep):
            return None
        return min(self.sweep.seen / self.whole_sweep.seen, 1.0) if self.whole_sweep.seen else None


def following() -> Following:
    """Three queries."""
    passes = _passes()
    return Following(
        tail=_last(passes, Crawl.Kind.TAIL),
        whole_tail=_last(passes, Crawl.Kind.TAIL, whole=True),
        sweep=_last(passes, Crawl.Kind.SWEEP),
        whole_sweep=_last(passes, Crawl.Kind.SWEEP, whole=True),
        hubs=_hubs(),
        set_aside=SetAside.objects.all()[:MOST_COUNTED].count(),
    )


def links() -> Links:
    """The cited addresses by state; one query over as many rows as there are such addresses."""
    cited = LinkCheck.objects.filter(due_at__isnull=False)
    return Links(tuple(cited.values_list("state").annotate(n=Count("pk")).order_by("state")))


def allowances(*, now: datetime) -> tuple[Allowance, ...]:
    """What is left of each window under way; one query."""
    rows = Budget.objects.filter(resets_at__gt=now).order_by("hub", "account", "bucket")
    return tuple(
        Allowance(*row) for row in rows.values_list("hub", "account", "bucket", "limit", "remaining")
    )


def _hubs() -> tuple[Hub, ...]:
    """Every known hub. What one said before it was switched off is nobody's trouble any more."""
    rows = HubState.objects.values_list("hub", "state", "reason", "warning", "since", "last_ok_at")
    kept = {row[0]: Hub(*row) for row in rows}
    return tuple(
        kept.get(slug, Hub(slug, UNASKED)) if _is_on(slug) else Hub(slug, HubState.State.NOT_CONFIGURED)
        for slug in known.NAMES
    )


def _is_on(slug: str) -> bool:
    """Models are read from their hub whenever somebody asks; the others have to be switched on."""
    if slug in known.CITED:
        return slug in settings.CITED_HUBS
    return slug == known.HuggingFace.name or bool(settings.ARCHIVE_LINKS and settings.SWH_ENDPOINT)


def _passes() -> tuple[Pass, ...]:
    """The last and the last whole pass of each kind, oldest first; found from the end of the table."""
    wanted = Q()
    for kind in Crawl.Kind.values:
        newest = Crawl.objects.filter(kind=kind).order_by("-pk").values("pk")
        wanted |= Q(pk__in=newest[:1]) | Q(pk__in=newest.filter(state=Crawl.State.COMPLETE)[:1])
    rows = Crawl.objects.filter(wanted).order_by("pk")
    return tuple(Pass(*row) for row in rows.values_list(*Pass.__dataclass_fields__))


def _last(passes: tuple[Pass, ...], kind: str, *, whole: bool = False) -> Pass | None:
    fitting = [row for row in passes if row.kind == kind and (not whole or row.state == Crawl.State.COMPLETE)]
    return fitting[-1] if fitting else None
