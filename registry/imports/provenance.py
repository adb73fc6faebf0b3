"""The rows that say where imported facts and ratings are from: one per file of a source at a commit."""

from collections.abc import Iterable

from registry.imports.records import Source
from registry.scorecards.models import Provenance


def provenance_of(source: Source, commit: str, files: set[str]) -> dict[str, int]:
    """The id of the row of each of these files, made where it is missing."""
    found = _ids(source.origin, commit, files)
    missing = [
        Provenance(
            origin=source.origin,
            project=source.project,
            commit=commit,
            file=file,
            license=source.license,
            attribution=source.attribution,
        )
        for file in sorted(files - found.keys())
    ]
    if missing:
        Provenance.objects.bulk_create(missing, ignore_conflicts=True)
        found = _ids(source.origin, commit, files)
    return found


def _ids(origin: str, commit: str, files: set[str]) -> dict[str, int]:
    rows = Provenance.objects.filter(origin=origin, commit=commit, file__in=files)
    return dict(rows.values_list("file", "pk"))


def forget_unused(copies: Iterable[tuple[str, str]]) -> None:
    """Drop the provenance of files of these (origin, commit) that brought nothing new: it would stand for
    no fact."""
    for origin, commit in set(copies):
        unused = Provenance.objects.filter(origin=origin, commit=commit)
        unused.filter(evidence__isnull=True, ratings__isnull=True).delete()
