"""Which repositories of other hubs sources cite, for which parts of which models, and their entries.

A repository is followed only because evidence in force cites it and says that the part is released. What it
may be read for follows from how it is cited: its license counts for a part only where nothing else is cited.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from django.db.models import Q
from django.db.models.functions import Lower

from registry.catalog.models import HubEntry, citation_key
from registry.hubs import known
from registry.hubs.hub import Place
from registry.hubs.repository import Cited
from registry.openness.facts import Availability
from registry.scorecards.models import Citation, Evidence

RELEASED = (Availability.RELEASED.value, Availability.RELEASED_GATED.value)
LONGEST_NAME = 200
_HOSTS = sorted({host for hub in known.CITED.values() for host in hub.hosts})

Repo = tuple[str, str]  # hub, and the name in lower case
Part = tuple[str, str]  # component, qualifier


@dataclass
class _Repository:
    """One repository as one model's sources cite it."""

    spelled: str
    parts: dict[Part, bool] = field(default_factory=dict)  # whether cited as a whole


def count(rows: Mapping[Repo, object]) -> dict[str, int]:
    """How many repositories per hub."""
    numbers = dict.fromkeys(known.CITED, 0)
    for hub, _ in rows:
        numbers[hub] += 1
    return numbers


def repositories() -> dict[Repo, tuple[str, frozenset[int]]]:
    """Every repository that is cited, as spelled, with the models it is cited for."""
    found: dict[Repo, tuple[str, frozenset[int]]] = {}
    for model_id, cited in _by_model(_citations()):
        for repo, row in cited.items():
            spelled, models = found.get(repo, (row.spelled, frozenset()))
            found[repo] = (spelled, models | {model_id})
    return found


def parts(hub: str, repo_id: str, models: Collection[int]) -> dict[int, tuple[Cited, ...]]:
    """For what one repository is cited, by model."""
    repo = (hub, repo_id.lower())
    found = {}
    for model_id, cited in _by_model(_citations(models)):
        if repo in cited:
            found[model_id] = tuple(
                Cited(component, qualifier, whole)
                for (component, qualifier), whole in sorted(cited[repo].parts.items())
            )
    return found


def list_entries(hubs: Collection[str] = tuple(known.CITED)) -> dict[str, int]:
    """An entry for each repository of these hubs and model that has none; how many were made, by hub."""
    made = dict.fromkeys(known.CITED, 0)
    wanted = {
        (hub, citation_key(model_id, spelled)): (hub, spelled, model_id)
        for (hub, _), (spelled, models) in (repositories() if hubs else {}).items()
        for model_id in models
        if hub in hubs
    }
    listed = HubEntry.objects.filter(hub__in=known.CITED).values_list("hub", "cited_as")
    new = [wanted[key] for key in sorted(set(wanted) - set(listed))]
    HubEntry.objects.bulk_create(
        (
            HubEntry(hub=hub, repo_id=spelled, model_id=model_id, cited_as=citation_key(model_id, spelled))
            for hub, spelled, model_id in new
        ),
        batch_size=500,
        ignore_conflicts=True,  # another worker may list the same at this moment
    )
    for hub, _, _ in new:
        made[hub] += 1
    return made


def entries_of(hub: str, repo_id: str) -> list[int]:
    """The entries of one repository, one for each model that cites it."""
    rows = HubEntry.objects.filter(hub=hub).annotate(lower_id=Lower("repo_id"))
    return list(rows.filter(lower_id=repo_id.lower()).order_by("pk").values_list("pk", flat=True))


def _citations(models: Collection[int] | None = None) -> Iterator[tuple[int, Part, str]]:
    """(model, part, address) of every citation in force that says a part is released."""
    in_force = Citation.objects.filter(
        evidence__retired__isnull=True,
        evidence__model__isnull=False,
        evidence__availability__in=RELEASED,
        evidence__source__in=Evidence.Source.values,
    )
    if models is None:
        # Where a model cites none of these hubs nothing is to be found; the rest of what it cites counts too.
        hosts = reduce(or_, (Q(url__icontains=f"//{host}/") for host in _HOSTS))
        citing = in_force.filter(hosts).values("evidence__model")
        in_force = in_force.filter(evidence__model__in=citing)
    else:
        in_force = in_force.filter(evidence__model__in=models)
    rows = in_force.order_by("evidence__model", "pk").values_list(
        "evidence__model", "evidence__component", "evidence__qualifier", "url"
    )
    for model_id, component, qualifier, url in rows.iterator(chunk_size=2000):
        yield model_id, (component, qualifier), url


def _by_model(
    citations: Iterator[tuple[int, Part, str]],
) -> Iterator[tuple[int, dict[Repo, _Repository]]]:
    """The cited repositories of one model after the other."""
    current: int | None = None
    places: dict[Part, list[Place]] = defaultdict(list)
    for model_id, part, url in citations:
        if model_id != current:
            if current is not None:
                yield current, _of_model(places)
            current, places = model_id, defaultdict(list)
        place = known.place(url)
        if place and len(place.repo_id) <= LONGEST_NAME:
            places[part].append(place)
    if current is not None:
        yield current, _of_model(places)


def _of_model(places: Mapping[Part, list[Place]]) -> dict[Repo, _Repository]:
    found: dict[Repo, _Repository] = {}
    for part, rows in places.items():
        is_sole = len({_repo(row) for row in rows}) == 1
        for row in rows:
            if row.hub not in known.CITED:
                continue
            cited = found.setdefault(_repo(row), _Repository(row.repo_id))
            # One address that leads deeper means a folder, which may have a license of its own.
            cited.parts[part] = cited.parts.get(part, is_sole) and is_sole and row.at_root
    return found


def _repo(place: Place) -> Repo:
    return place.hub, place.repo_id.lower()
