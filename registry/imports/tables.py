"""Tables in comma-separated files, read row by row."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from registry.imports.records import Unreadable

MOST_BYTES = 50_000_000
_LONGEST_CELL = 1_000_000


def rows(
    path: Path, needed: Sequence[str], *, columns: Sequence[str] | None = None
) -> Iterator[dict[str, str]]:
    """The rows of this file as (column -> text); of a wide table only the columns asked for.

    A byte-order mark at its start is no part of the first name. Raises Unreadable when it is no such table or
    lacks a column that is needed.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Unreadable(f"expected at most {MOST_BYTES // 1_000_000} MB")
        with path.open(encoding="utf-8-sig", newline="") as file:
            csv.field_size_limit(_LONGEST_CELL)
            table = csv.DictReader(file)
            names = table.fieldnames or ()
            missing = [name for name in needed if name not in names]
            if missing:
                raise Unreadable(f"expected the columns {', '.join(missing)}")
            kept = [name for name in names if columns is None or name in columns]
            for row in table:
                yield {name: (row[name] or "").strip() for name in kept}
    except (csv.Error, UnicodeDecodeError) as error:
        raise Unreadable(f"expected a table in UTF-8: {error}") from error
