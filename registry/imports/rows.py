"""The rows of the catalog that records give rise to: models, organizations, families, hub entries."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models.functions import Lower

from registry.catalog import search_docs
from registry.catalog.models import AIModel, Family, HubEntry, Organization
from registry.imports import organizations
from registry.imports.identity import Placed
from registry.imports.names import slug
from registry.imports.records import Record

HUB = "huggingface"
_FILLED = ("modality", "size", "released_on")

Rows = Mapping[str, list[Placed]]  # by path


def models(by_path: Rows, *, now: datetime) -> tuple[dict[str, AIModel], set[int], set[int]]:
    """The models under these paths, and the ids of those that are new and those that had a blank filled."""
    makers = _organizations(by_path)
    families = _families(by_path)
    existing = AIModel.objects.in_bulk(list(by_path), field_name="path")
    new = []
    filled = []
    for path, rows in by_path.items():
        records = [row.record for row in rows]
        wanted = {name: _first(records, name) for name in _FILLED}
        family = families.get(slug(_first(records, "family")))
        if path not in existing:
            new.append(
                AIModel(
                    path=path,
                    name=records[0].name[:200],
                    organization=makers[path],
                    family=family,
                    hidden=all(record.hidden for record in records),
                    added_at=now,
                    **wanted,
                )
            )
        elif _fill(existing[path], wanted, family):
            filled.append(existing[path])
    AIModel.objects.bulk_create(new, ignore_conflicts=True)
    AIModel.objects.bulk_update(filled, [*_FILLED, "family"], batch_size=100)
    if new:
        existing |= AIModel.objects.in_bulk([model.path for model in new], field_name="path")
    return existing, {existing[model.path].pk for model in new}, {model.pk for model in filled}


def _first(records: Iterable[Record], name: str) -> str:
    return next((value for record in records if (value := getattr(record, name))), "")


def _fill(model: AIModel, wanted: Mapping[str, str], family: Family | None) -> bool:
    """Fill what is blank; False when there was nothing to fill."""
    blanks = [name for name, value in wanted.items() if value and not getattr(model, name)]
    for name in blanks:
        setattr(model, name, wanted[name])
    if family and model.family_id is None:
        model.family = family
        return True
    return bool(blanks)


def _organizations(by_path: Rows) -> dict[str, Organization]:
    """The organization of the model under each path; its slug is the first part of the path."""
    makers = {}
    for path, rows in by_path.items():
        record = rows[0].record
        on_hub = rows[0].owns_hub_id and record.hub_id
        makers[path] = (
            organizations.on_hub(on_hub)
            if on_hub
            else organizations.off_hub(record.organization, record.hub_id)
        )
    wanted = {maker.slug: maker.name for maker in makers.values()}
    rows_by_slug = Organization.objects.in_bulk(list(wanted), field_name="slug")
    missing = [
        Organization(slug=key, name=name[:200]) for key, name in wanted.items() if key not in rows_by_slug
    ]
    if missing:
        Organization.objects.bulk_create(missing, ignore_conflicts=True)
        rows_by_slug = Organization.objects.in_bulk(list(wanted), field_name="slug")
    _name_those_known_by_account(rows_by_slug.values(), wanted)
    return {path: rows_by_slug[maker.slug] for path, maker in makers.items()}


def _name_those_known_by_account(listed: Iterable[Organization], wanted: Mapping[str, str]) -> None:
    """An organization that a dataset or a hub brought has its account for a name until a source gives one."""
    renamed = [row for row in listed if row.name.lower() == row.slug and row.name != wanted[row.slug]]
    for row in renamed:
        row.name = wanted[row.slug][:200]
    if renamed:
        Organization.objects.bulk_update(renamed, ["name"])
        of_these = AIModel.objects.filter(organization__in=renamed, scorecard__isnull=False)
        search_docs.keep(list(of_these.values_list("pk", flat=True)))


def _families(by_path: Rows) -> dict[str, Family]:
    named = {row.record.family for rows in by_path.values() for row in rows if row.record.family}
    wanted = {slug(name): name for name in sorted(named) if slug(name)}
    found = Family.objects.in_bulk(list(wanted), field_name="slug")
    missing = [Family(slug=key, name=name[:200]) for key, name in wanted.items() if key not in found]
    if missing:
        Family.objects.bulk_create(missing, ignore_conflicts=True)
        found = Family.objects.in_bulk(list(wanted), field_name="slug")
    return dict(found)


def hub_entries(by_path: Rows, found: Mapping[str, AIModel]) -> None:
    """The address of each model that owns one: claimed by a source, not read yet."""
    claimed = {
        path: row.record.hub_id
        for path, rows in by_path.items()
        for row in rows
        if row.owns_hub_id and row.record.hub_id
    }
    known = set(
        HubEntry.objects.annotate(lower_id=Lower("repo_id"))
        .filter(hub=HUB, lower_id__in=[hub_id.lower() for hub_id in claimed.values()])
        .values_list("lower_id", flat=True)
    )
    HubEntry.objects.bulk_create(
        [
            HubEntry(hub=HUB, repo_id=hub_id, model=found[path])
            for path, hub_id in claimed.items()
            if hub_id.lower() not in known
        ],
        ignore_conflicts=True,
    )
