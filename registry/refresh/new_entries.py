"""Repositories of a page that nobody listed: drafted for the whole page at once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from registry.catalog import datasets, lineage_pages, organizations, tables
from registry.catalog.models import AIModel, Alias, DatasetUse, EntryEvent, HubEntry, Organization
from registry.catalog.paths import path_of
from registry.hubs.snapshot import Snapshot
from registry.refresh import entries, entry_events
from registry.refresh.drafts import list_entry, modality_of, size_of
from registry.refresh.found import Apart, Found
from registry.refresh.lineage import parents_of, uses_of
from registry.refresh.refresh import write as write_one
from registry.scorecards import adoption, derive
from registry.scorecards.drafts import Draft, record_drafts

NOBODY = "_"  # the organization of a repository without one


@dataclass
class New:
    """What came of the repositories of a page that were not listed."""

    written: int = 0
    apart: list[Apart] = field(default_factory=list)


def write(found: Found, *, sweep: int, now: datetime) -> New:
    """List and draft them, each at its own path if that is free. Part of the caller's transaction."""
    result = New()
    seen = [one for one in found.new if not one.private]
    free, listed = _with_free_paths(seen, result)
    _draft(free, sweep=sweep, now=now)
    for one in listed:
        entry = list_entry(one, now=now)
        write_one(entry.pk, one, now=now)
        HubEntry.objects.filter(pk=entry.pk).update(seen_in=sweep)
    result.written += len(free) + len(listed)
    return result


def _with_free_paths(seen: Sequence[Snapshot], result: New) -> tuple[list[Snapshot], list[Snapshot]]:
    """Those at paths that nobody has, and those whose model is listed and on no hub yet."""
    paths = [path_of(one.repo_id) for one in seen]
    models = dict(AIModel.objects.filter(path__in=paths).values_list("path", "pk"))
    former = set(Alias.objects.filter(path__in=paths).values_list("path", flat=True))
    on_hubs = set(HubEntry.objects.filter(model__in=models.values()).values_list("hub", "model"))
    free: dict[str, Snapshot] = {}
    listed: list[Snapshot] = []
    for path, one in zip(paths, seen, strict=True):
        if path in former:
            result.apart.append(Apart(one.key, one.repo_id, f"{path} is an earlier name of another model."))
        elif path in free or (one.hub, models.get(path)) in on_hubs:
            reason = f"{path} is the path of a model whose repository has another id."
            result.apart.append(Apart(one.key, one.repo_id, reason))
        elif path in models:
            listed.append(one)
        else:
            free[path] = one
    return list(free.values()), listed


def _draft(seen: Sequence[Snapshot], *, sweep: int, now: datetime) -> None:
    models = _models(seen, now=now)
    listed = tables.numbered([HubEntry(hub=one.hub, seen_in=sweep) for one in seen])
    events: list[EntryEvent] = []
    for entry, model, one in zip(listed, models, seen, strict=True):
        entry.model = model
        events += entry_events.events_of(entry, one, at=now)
        entries.show(entry, one, now=now)
    tables.insert(listed)
    entries.note_events(events)
    by_model = {model.pk: one for model, one in zip(models, seen, strict=True)}
    linked = lineage_pages.link_new(
        models, {pk: parents_of(one) for pk, one in by_model.items() if one.bases}
    )
    datasets.add_uses(
        {pk: list(uses_of(one)) for pk, one in by_model.items() if one.datasets},
        source=DatasetUse.Source.DECLARED,
    )
    record_drafts(
        [
            Draft(model, entry.pk, one, one.digest, linked.links.get(model.pk, ()))
            for model, entry, one in zip(models, listed, seen, strict=True)
        ],
        now=now,
    )
    derive.after_models(linked.adopters)
    adoption.ask(linked.late)


def _models(seen: Sequence[Snapshot], *, now: datetime) -> Sequence[AIModel]:
    owners = _organizations({one.repo_id.partition("/")[0] for one in seen if "/" in one.repo_id} | {NOBODY})
    rows = [
        AIModel(
            path=path_of(one.repo_id),
            name=one.repo_id.rpartition("/")[2],
            organization_id=owners[path_of(one.repo_id).partition("/")[0]],
            modality=modality_of(one),
            size=size_of(one),
            added_at=now,
        )
        for one in seen
    ]
    tables.insert(tables.numbered(rows))
    return rows


def _organizations(spelled: Collection[str]) -> dict[str, int]:
    """The organizations by slug, listed where they were not."""
    names = {name.lower(): name for name in sorted(spelled)}
    known = dict(Organization.objects.filter(slug__in=list(names)).values_list("slug", "pk"))
    missing = sorted(names.keys() - known.keys())
    if missing:
        rows = [Organization(slug=slug, name=names[slug]) for slug in missing]
        Organization.objects.bulk_create(rows, ignore_conflicts=True)
        new = dict(Organization.objects.filter(slug__in=missing).values_list("slug", "pk"))
        organizations.compare(new.values())
        known |= new
    return known
