"""What the record must hold after a drill: everything, once, and nothing else."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from registry.catalog.models import AIModel, HubEntry
from registry.jobs.models import Job
from registry.refresh.refresh import refresh
from registry.scorecards.history import broken_link
from registry.scorecards.models import Drift, Evidence, Observation, Revision, Scorecard
from tests.build import NOON, import_facts, make_entry, make_model, released
from tests.hubs.stand_in import Hub, model

OPEN = Q(state__in=["waiting", "running"])


@dataclass(frozen=True)
class Account:
    """Everything kept of one model that an outage, a death or a repetition must not change."""

    entry: tuple[Any, ...]
    observations: tuple[tuple[int, str], ...]
    evidence: int
    revisions: tuple[tuple[int, str], ...]
    drifts: tuple[tuple[str, str, str], ...]
    events: tuple[str, ...]
    profile: str


def account(entry: HubEntry) -> Account:
    """Of the entry's model; times and the hub's own id, which differ from model to model, left out."""
    entry = HubEntry.objects.get(pk=entry.pk)
    of_model = {"model": entry.model_id}
    said = Observation.objects.filter(entry=entry).order_by("sequence")
    return Account(
        entry=(entry.state, entry.commit, entry.downloads, entry.missing_since, entry.weights, entry.failure),
        observations=tuple((row.sequence, str(row.said["license"])) for row in said),
        evidence=Evidence.objects.filter(**of_model).count(),
        revisions=tuple(
            Revision.objects.filter(**of_model).order_by("number").values_list("number", "cause")
        ),
        drifts=tuple(Drift.objects.filter(**of_model).values_list("facet", "recorded", "observed")),
        events=tuple(entry.events.order_by("pk").values_list("kind", flat=True)),
        profile=Scorecard.objects.get(pk=entry.model_id).profile.key,
    )


def listed(hub: Hub, count: int, *, organization: str = "acme", license: str = "mit") -> list[HubEntry]:
    """Models with an imported fact, not read yet, of which the hub will say another license."""
    return [_listed(hub, f"{organization}/model-{number:03}", license) for number in range(count)]


def _listed(hub: Hub, name: str, license: str) -> HubEntry:
    made = make_model(name)
    import_facts(made, released("final-weights"))
    hub.shows(model(name, _id=hub_id(made.pk), cardData={"license": license}))
    return make_entry(made, repo_id=name)


def hub_id(model_id: int) -> str:
    """The hub's own for one of these."""
    return f"f{model_id:023x}"


def undisturbed(hub: Hub) -> Account:
    """The account of such a model after one reading that nothing went wrong with."""
    entry = listed(hub, 1, organization="undisturbed")[0]
    refresh(entry.pk, now=NOON)
    return account(entry)


def assert_like(expected: Account, entries: list[HubEntry]) -> None:
    """Nothing lost and nothing doubled: each is as if nothing had happened, its history unbroken."""
    odd = {entry.repo_id: found for entry in entries if (found := account(entry)) != expected}
    assert not odd, f"{len(odd)} of {len(entries)} differ from {expected}: {list(odd.items())[:3]}"
    broken = [
        link for model_id in AIModel.objects.values_list("pk", flat=True) if (link := broken_link(model_id))
    ]
    assert not broken, f"broken history: {broken[:3]}"


def open_jobs(kind: str = "refresh") -> int:
    return Job.objects.filter(OPEN, kind=kind).count()


def done_jobs(kind: str = "refresh") -> int:
    return Job.objects.filter(kind=kind, state=Job.State.DONE).count()


def has_done(count: int, kind: str = "refresh") -> bool:
    return done_jobs(kind) >= count


def assert_all_done(count: int, kind: str = "refresh") -> None:
    """Each was done, under one key once."""
    found = {
        row["state"]: row["n"]
        for row in Job.objects.filter(kind=kind).values("state").annotate(n=Count("pk"))
    }
    reasons = list(Job.objects.filter(kind=kind).exclude(error="").values_list("key", "error")[:3])
    assert found == {"done": count}, f"{found} {reasons}"
