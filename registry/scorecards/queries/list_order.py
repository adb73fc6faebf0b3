"""In which order models are listed, and where a page begins: cursors that only this site can give out."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core import signing
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Lower

from registry.scorecards.models import Scorecard

_signer = signing.Signer(salt="registry.scorecards.list")


class BadCursor(ValueError):
    """A paging cursor that this site did not give out."""


@dataclass(frozen=True)
class Order:
    """An order of models: a value and, where models share it, a number that no two share.

    `key` and `tie` are columns; `read` takes the value of a cursor, `write` that of a scorecard.
    """

    name: str
    by: Sequence[Any]
    key: str
    tie: str
    write: Callable[[Scorecard], Any]
    read: Callable[[Any], Any]
    ascending: bool = False

    def cursor(self, card: Scorecard) -> str:
        """Where the page after this model begins."""
        return _signer.sign(json.dumps([self.name, self.write(card), getattr(card, self.tie)]))

    def check(self, cursor: str) -> tuple[Any, int]:
        """The value and the number in a cursor. Raises BadCursor, also for one of another order."""
        try:
            name, value, number = json.loads(_signer.unsign(cursor))
            if name == self.name:
                return self.read(value), int(number)
        except (signing.BadSignature, ValueError, TypeError) as error:
            raise BadCursor("this page address is not one we gave out") from error
        raise BadCursor("this page address belongs to another order")

    def after(self, rows: QuerySet[Scorecard], cursor: str) -> QuerySet[Scorecard]:
        """Those of the models that come after the cursor; all of them without one. Raises BadCursor."""
        rows = rows.annotate(name_key=Lower("model__name")) if self.key == "name_key" else rows
        if not cursor:
            return rows
        value, number = self.check(cursor)
        past = "gt" if self.ascending else "lt"
        if self.key == self.tie:
            return rows.filter(**{f"{self.key}__{past}": value})
        # The first condition says nothing new; databases find the place in an index by it.
        bound = Q(**{f"{self.key}__{past}e": value})
        tied = Q(**{self.key: value, f"{self.tie}__{past}": number})
        return rows.filter(bound, Q(**{f"{self.key}__{past}": value}) | tied)


ORDERS = {
    "": Order("downloads", ["-rank"], "rank", "rank", lambda card: card.rank, int),
    "newest": Order(
        "newest", ["-released_on", "-rank"], "released_on", "rank", lambda card: card.released_on, str
    ),
    "changed": Order(
        "changed",
        ["-changed_at", "-model"],
        "changed_at",
        "model_id",
        lambda card: card.changed_at.isoformat(),
        datetime.fromisoformat,
    ),
    "name": Order(
        "name",
        [F("name_key"), "model"],
        "name_key",
        "model_id",
        lambda card: card.name_key,  # type: ignore[attr-defined]
        str,
        ascending=True,
    ),
}


def order_of(name: str) -> Order:
    """The order of this name; by downloads, most first, for any other."""
    return ORDERS.get(name, ORDERS[""])
