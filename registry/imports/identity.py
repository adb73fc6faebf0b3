"""Which model a record is about: its path, and which records are the same model.

Two records are one model only where hub id and name agree; everything else is kept apart and listed. Among
records that give the same hub id, the one whose name fits it best owns the path; an entry on no hub, or one
that does not own the id it gives, has the path `~organization/name`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from registry.catalog.paths import path_of
from registry.imports import organizations
from registry.imports.names import Fit, fit, same_name, slug
from registry.imports.records import Record


@dataclass(frozen=True)
class Placed:
    """A record with the path of its model. `owns_hub_id`: the path is that of the hub id the record gives."""

    origin: str
    record: Record
    path: str
    owns_hub_id: bool


@dataclass
class Placement:
    """What came of a batch: records with their paths, and the cases a person may want to look at."""

    placed: list[Placed] = field(default_factory=list)
    apart: list[str] = field(default_factory=list)  # gives a hub id that it does not own
    aside: list[str] = field(default_factory=list)  # not imported, with the reason


@dataclass(frozen=True)
class Known:
    """A model the catalog already has under a path: its name, and which sources have described it."""

    name: str
    origins: frozenset[str] = frozenset()


Batch = Sequence[tuple[str, Record]]  # (origin, record)


def place(batch: Batch, known: Mapping[str, Known]) -> Placement:
    """The path of every record. `known` has the models that exist under any path of `paths(batch)`."""
    result = Placement()
    kept = _newest(batch, result)
    owners = _owners(kept, known)
    taken: dict[str, str] = {}
    for origin, record in kept:
        owner = owners.get(path_of(record.hub_id)) if record.hub_id else None
        if record.hub_id and owner and same_name(owner, record.name, record.hub_id.partition("/")[0]):
            result.placed.append(Placed(origin, record, path_of(record.hub_id), True))
            continue
        path = _own_path(origin, record, known, taken)
        result.placed.append(Placed(origin, record, path, False))
        if record.hub_id:
            result.apart.append(
                f"{origin} {record.file}: {record.name} gives {record.hub_id}, {_why(owner)}; kept as {path}"
            )
    return result


def paths(batch: Batch) -> set[str]:
    """Every path the records of this batch could get."""
    found = set()
    for origin, record in batch:
        found |= {_plain_path(record), f"{_plain_path(record)}-{origin}"}
        if record.hub_id:
            found.add(path_of(record.hub_id))
    return found


def _newest(batch: Batch, result: Placement) -> list[tuple[str, Record]]:
    """Of several records of one source for one model (the same name at the same address) the newest."""
    groups: dict[tuple[str, str], list[Record]] = {}
    for origin, record in batch:
        where = path_of(record.hub_id) if record.hub_id else _plain_path(record)
        group = groups.setdefault((origin, where), [])
        maker = where.partition("/")[0]
        other = next((row for row in group if same_name(row.name, record.name, maker)), None)
        if other is None:
            group.append(record)
            continue
        older, newer = sorted((record, other), key=_recency)
        group[group.index(other)] = newer
        result.aside.append(
            f"{origin} {older.file}: describes {older.name} as {newer.file} does, and is older"
        )
    kept = {id(record) for group in groups.values() for record in group}
    return [(origin, record) for origin, record in batch if id(record) in kept]


def _recency(record: Record) -> tuple[str, bool, str]:
    return (record.assessed_on, record.file.startswith(record.name), record.file)


def _owners(batch: Batch, known: Mapping[str, Known]) -> dict[str, str]:
    """Per path on the hub, the name of the model that owns it.

    A model that a source has described keeps its path. Otherwise the name that fits the hub id best; of two
    that fit equally well neither, unless they are the same name.
    """
    claims: dict[str, list[tuple[str, Record]]] = defaultdict(list)
    for origin, record in batch:
        if record.hub_id:
            claims[path_of(record.hub_id)].append((origin, record))
    owners = {}
    for path in claims:
        model = known.get(path)
        name = (
            model.name
            if model and _keeps(model, path, claims[path])
            else _best(row for _, row in claims[path])
        )
        if name:
            owners[path] = name
    return owners


def _keeps(model: Known, path: str, claims: Batch) -> bool:
    """Whether a model keeps its path: a source not heard now described it, or it is named again."""
    if model.origins - {origin for origin, _ in claims}:
        return True
    organization = path.partition("/")[0]
    return bool(model.origins) and any(same_name(model.name, row.name, organization) for _, row in claims)


def _best(records: Iterable[Record]) -> str:
    """The name that fits the hub id best, or ""; a hidden record owns nothing."""
    ranked = sorted(
        ((fit(row.name, row.hub_id), row) for row in records if row.hub_id and not row.hidden),
        key=lambda pair: -pair[0],
    )
    if not ranked or ranked[0][0] is Fit.CONFLICT:
        return ""
    best, first = ranked[0]
    organization = (first.hub_id or "").partition("/")[0]
    equals = [row for rank, row in ranked if rank is best]
    return first.name if all(same_name(first.name, row.name, organization) for row in equals) else ""


def _why(owner: str | None) -> str:
    return f"which is {owner}" if owner else "which names another model"


def _own_path(origin: str, record: Record, known: Mapping[str, Known], taken: dict[str, str]) -> str:
    """`~organization/name`, the source added where another has that path, a number where this one has."""
    path = _plain_path(record)
    described = known[path].origins if path in known else frozenset()
    if (described and origin not in described) or taken.get(path, origin) != origin:
        path = f"{path}-{origin}"
    number = 2
    while path in taken:
        path = f"{path.rpartition('--')[0] or path}--{number}"
        number += 1
    taken[path] = origin
    return path


def _plain_path(record: Record) -> str:
    organization = organizations.off_hub(record.organization, record.hub_id)
    name = slug(record.name)
    if not name or len(name) < len("".join(c for c in record.name if c.isalnum())):
        # A name that loses letters in ASCII: the file name is the source's own spelling in plain letters.
        name = slug(record.file.rpartition(".")[0]) or "unnamed"
    return f"{organization.slug}/{name}"
