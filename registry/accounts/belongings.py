"""What belongs to a person, floor by floor: what they get when they ask for their data.

Each floor registers its tables. What becomes of rows when somebody goes is said by their foreign key: with
CASCADE they go, with PROTECT they stay under the tombstone; what is to be blanked there is registered too.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import ManyToOneRel, Model

from registry.accounts.models import User


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of one table that are a person's: those whose lookup `person` leads to them."""

    name: str
    table: type[Model]
    person: str
    hidden: frozenset[str] = frozenset()  # columns that are nobody's to read: digests and secrets


@dataclass(frozen=True, slots=True)
class Leaving:
    """How somebody goes."""

    now: datetime
    blank_comments: bool


Blank = Callable[[User, Leaving], None]
_parts: list[Part] = []
_blanks: list[Blank] = []


def register(*parts: Part) -> None:
    """These tables hold what is a person's."""
    names = {part.name for part in _parts}
    if twice := [part.name for part in parts if part.name in names]:
        raise ValueError(f"two parts of one's data are called {twice[0]}")
    _parts.extend(parts)


def register_blank(blank: Blank) -> None:
    """Do this when somebody goes, before their row becomes a tombstone."""
    _blanks.append(blank)


def parts() -> Iterable[Part]:
    return tuple(_parts)


def blanks() -> Iterable[Blank]:
    return tuple(_blanks)


def pointing_here() -> list[ManyToOneRel]:
    """Every foreign key to a person, of whatever floor or library."""
    found = User._meta.get_fields(include_hidden=True)
    return [one for one in found if isinstance(one, ManyToOneRel) and one.auto_created]


def rows(part: Part, user: User) -> Iterator[Mapping[str, Any]]:
    """What this table holds of a person, oldest first, column by column."""
    columns = [
        field.attname for field in part.table._meta.concrete_fields if field.attname not in part.hidden
    ]
    found = part.table._default_manager.filter(**{part.person: user.pk}).order_by("pk").distinct()
    yield from found.values(*columns).iterator()
