"""The state of the site as gauges: the same look that the page of the state shows."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db import Error
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from registry.badges.status import Status, Trouble
from registry.jobs.queries import Work, done_lately
from registry.refresh.models import HubState
from registry.refresh.queries import Following, Pass, allowances

Row = tuple[tuple[str, ...], float]


class Site(Collector):
    """What one look at the site saw; without the database only that it is gone."""

    def __init__(self, seen: Status) -> None:
        self._seen = seen

    def collect(self) -> Iterable[Metric]:
        seen = self._seen
        parts = [(("database",), seen.database), (("broker",), seen.broker)]
        yield gauge("up", "Whether this part answers.", ["part"], parts)
        troubles = {reason.trouble for reason in seen.reasons}
        codes = [((trouble.value,), trouble in troubles) for trouble in Trouble]
        yield gauge("trouble", "Whether the state is degraded for this reason.", ["code"], codes)
        if seen.work:
            yield from jobs(seen.work)
        if seen.following:
            yield from crawls(seen.following)
            yield from hubs(seen.following)
        if seen.links:
            counts = [((state,), count) for state, count in seen.links.counts]
            yield gauge("links", "Addresses cited as evidence, by state.", ["state"], counts)
        if seen.drifts is not None:
            yield gauge("drifts_open", "Facts that a hub contradicts.", [], [((), seen.drifts)])
        if seen.database:
            yield from asked(now=seen.at)


def gauge(name: str, meaning: str, labels: list[str], rows: Iterable[Row]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(f"sourceform_{name}", meaning, labels=labels)
    for values, number in rows:
        family.add_metric(values, float(number))
    return family


def jobs(work: Work) -> Iterator[Metric]:
    what = ["state", "kind", "queue"]
    counts = [((line.state, line.kind, line.queue), line.jobs) for line in work.lines]
    yield gauge("jobs", "Jobs that wait, run or are parked.", what, counts)
    oldest = [((line.state, line.kind, line.queue), line.oldest) for line in work.lines]
    yield gauge("job_age_seconds", "Age of the oldest of these jobs.", what, oldest)
    yield gauge("job_due_seconds", "How long the oldest due job has waited.", [], [((), work.oldest_due)])
    yield moment("last_job_finished", "When a job was done last.", work.last_finished)
    yield moment("last_slot", "When the scheduler was heard of last.", work.last_slot)


def crawls(found: Following) -> Iterator[Metric]:
    passes = [row for row in (found.tail, found.sweep) if row]
    for name in ("pages", "requests", "seen", "new", "changed", "set_aside"):
        counts = [((row.hub, row.kind), getattr(row, name)) for row in passes]
        yield gauge(f"crawl_{name}", f"{name} of the last pass over a hub's list.", ["hub", "kind"], counts)
    whole = [row for row in (found.whole_tail, found.whole_sweep) if row]
    yield began("crawl_start", "When the last pass began.", passes)
    yield began("crawl_whole_start", "When the last pass began that came to its end.", whole)
    yield gauge("set_aside", "Items of hubs' lists that could not be read.", [], [((), found.set_aside)])


def hubs(found: Following) -> Iterator[Metric]:
    rows = [((hub.slug, state), hub.state == state) for hub in found.hubs for state in HubState.State.values]
    yield gauge("hub_state", "1 for the state that a hub is in.", ["hub", "state"], rows)


def asked(*, now: datetime) -> Iterator[Metric]:
    """What only the metrics ask for."""
    try:
        done, left = done_lately(now=now), allowances(now=now)
    except Error:
        return
    yield gauge("jobs_done_within_a_day", "Jobs done.", ["kind"], [((kind,), count) for kind, count in done])
    labels = ["hub", "account", "bucket"]
    for name, meaning in (("remaining", "Requests left in the window."), ("limit", "Requests per window.")):
        rows = [((row.hub, row.account, row.bucket), getattr(row, name)) for row in left]
        yield gauge(f"budget_{name}", meaning, labels, rows)


def began(name: str, meaning: str, passes: Iterable[Pass]) -> GaugeMetricFamily:
    rows = [((row.hub, row.kind), row.started_at.timestamp()) for row in passes]
    return gauge(f"{name}_timestamp_seconds", meaning, ["hub", "kind"], rows)


def moment(name: str, meaning: str, at: datetime | None) -> GaugeMetricFamily:
    return gauge(f"{name}_timestamp_seconds", meaning, [], [((), at.timestamp())] if at else [])
