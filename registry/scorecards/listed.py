"""What lists are narrowed and ordered by, copied from the catalog onto the scorecard."""

import re
from collections.abc import Collection
from typing import Any

from django.db.models import F, Q, QuerySet

from registry.catalog import tables
from registry.catalog.models import AIModel
from registry.scorecards.models import Scorecard

COPIED = ("hidden", "modality", "size", "released_on")
# Classes of size by the number of parameters: from this many on. 0 stands for a size nobody stated.
SIZES: tuple[tuple[str, float], ...] = (
    ("under-1b", 0),
    ("1b-to-10b", 1e9),
    ("10b-to-100b", 1e10),
    ("100b-and-more", 1e11),
)
_STATED = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([kmbt])", re.IGNORECASE)
_UNITS = {"k": 1e3, "m": 1e6, "b": 1e9, "t": 1e12}
BATCH = 1000


def size_class(stated: str) -> int:
    """The class of a stated size such as "7B" or "270M", from 1 on; 0 when it cannot be read."""
    found = _STATED.match(stated)
    if not found:
        return 0
    parameters = float(found[1]) * _UNITS[found[2].lower()]
    return max(number for number, (_, least) in enumerate(SIZES, start=1) if parameters >= least)


def copied(model: AIModel) -> dict[str, Any]:
    """The columns of a scorecard that repeat what the catalog says of its model."""
    return {
        "hidden": model.hidden,
        "modality": model.modality,
        "size": size_class(model.size),
        "released_on": model.released_on,
    }


def follow(model_ids: Collection[int] | None = None) -> int:
    """Copy anew where the catalog says something else than the scorecard, of these models or of all.

    Returns how many were changed.
    """
    differing = _differing() if model_ids is None else _differing().filter(pk__in=model_ids)
    changed = after = 0
    while cards := list(differing.filter(pk__gt=after).order_by("pk")[:BATCH]):
        after = cards[-1].pk
        rows = [(card.pk, *copied(card.model).values()) for card in cards if _differs(card)]
        tables.update(Scorecard, COPIED, rows)
        changed += len(rows)
    return changed


def _differing() -> QuerySet[Scorecard]:
    same = Q(hidden=F("model__hidden"), modality=F("model__modality"), released_on=F("model__released_on"))
    unsized = Q(size=0) & ~Q(model__size="")
    return Scorecard.objects.filter(~same | unsized).select_related("model")


def _differs(card: Scorecard) -> bool:
    return any(getattr(card, name) != value for name, value in copied(card.model).items())
