"""The names that a search looks through, kept by whoever lists or renames models."""

import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from registry.catalog import tables
from registry.catalog.models import AIModel, Alias, SearchDoc

BATCH = 1000


def fold(text: str) -> str:
    """Text as it is searched: one form, one case, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def keep(model_ids: Collection[int]) -> None:
    """Write the names of these models as they are now. Part of the caller's transaction."""
    if not model_ids:
        return
    former: dict[int, list[str]] = defaultdict(list)
    for model_id, path in (
        Alias.objects.filter(model__in=model_ids).order_by("path").values_list("model", "path")
    ):
        former[model_id].append(path)
    models = AIModel.objects.filter(pk__in=model_ids).values_list("pk", "path", "name", "organization__name")
    texts = {pk: text_of([*names, *former[pk]]) for pk, *names in models}
    written = set(SearchDoc.objects.filter(pk__in=texts).values_list("pk", flat=True))
    new = [row for row in texts.items() if row[0] not in written]
    tables.update(SearchDoc, ("text",), [row for row in texts.items() if row[0] in written])
    tables.insert_values(SearchDoc, ("model_id", "text"), new, or_leave=True)


def complete() -> int:
    """Write the names of all models that have none written; how many there were."""
    done = 0
    while some := _without()[:BATCH]:
        keep(some)
        done += len(some)
    return done


def _without() -> Sequence[int]:
    listed = AIModel.objects.filter(search_doc__isnull=True, scorecard__isnull=False)
    return list(listed.order_by("pk").values_list("pk", flat=True)[:BATCH])


def text_of(names: Iterable[str]) -> str:
    return "\n".join(dict.fromkeys(fold(name) for name in names))
