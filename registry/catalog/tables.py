"""Rows written many at a time, below the ORM: for pages of a thousand models, where its cost per row counts.

Numbers of new rows are taken first, so that rows of several tables that belong together can be made at once.
Nothing here checks what a model's `save` would check; constraints of the database hold as ever.
"""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, TypeVar

from django.db import connection
from django.db.models import DateField, DateTimeField, JSONField, Model

Row = TypeVar("Row", bound=Model)
# Rows in one statement; no table comes near the number of values SQLite takes.
RUNS = (128, 64, 32, 16, 8, 4, 2, 1)


def numbered(rows: Sequence[Row]) -> Sequence[Row]:
    """The same new rows, each with the number it is going to have."""
    if rows:
        for row, number in zip(rows, _numbers(type(rows[0]), len(rows)), strict=True):
            row.pk = number
    return rows


def _numbers(model: type[Model], count: int) -> Iterable[int]:
    table, key = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [table, key, count],
            )
            return [number for (number,) in cursor.fetchall()]
        # One writer at a time, and no number twice: the greatest ever given is kept by the database.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = (cursor.fetchone() or (0,))[0]
        return range(last + 1, last + 1 + count)


def insert(rows: Sequence[Model], *, or_leave: bool = False) -> None:
    """Write these new rows, all of one table, as they are. `or_leave`: a row that is there stays as it is."""
    if not rows:
        return
    model = type(rows[0])
    unnumbered = rows[0].pk is None
    names = [field.attname for field in model._meta.concrete_fields if not (unnumbered and field.primary_key)]
    insert_values(model, names, ([getattr(row, name) for name in names] for row in rows), or_leave=or_leave)


def insert_values(
    model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]], *, or_leave: bool = False
) -> None:
    """Write new rows, each the values of these columns in order (`owner_id`, not `owner`)."""
    by_name = {field.attname: field for field in model._meta.concrete_fields}
    fields = [by_name[name] for name in columns]
    writers = [_writer(field) for field in fields]
    values = [[write(value) for write, value in zip(writers, row, strict=True)] for row in rows]
    if not values:
        return
    into = f"INSERT INTO {_table(model)} ({', '.join(map(_column, fields))})"
    # A condition that says nothing: without one SQLite would take ON CONFLICT for part of a join.
    otherwise = " WHERE true ON CONFLICT DO NOTHING" if or_leave else ""
    _write(fields, values, lambda source: f"{into} SELECT * FROM {source} AS new{otherwise}")


def update(model: type[Model], columns: Collection[str], rows: Iterable[Sequence[Any]]) -> None:
    """Set these columns of the rows with these numbers; each row is its number and the values in order."""
    fields = [model._meta.pk, *(model._meta.get_field(name) for name in columns)]
    writers = [_writer(field) for field in fields]
    values = [[write(value) for write, value in zip(writers, row, strict=True)] for row in rows]
    key, *names = map(_column, fields)
    given = [f"column{place}" for place in range(1, len(fields) + 1)]
    sets = ", ".join(f"{name} = new.{value}" for name, value in zip(names, given[1:], strict=True))
    table = _table(model)
    _write(
        fields,
        values,
        lambda source: f"UPDATE {table} SET {sets} FROM {source} AS new WHERE {table}.{key} = new.column1",
    )


def _write(fields: Sequence[Any], values: Sequence[Sequence[Any]], statement: Callable[[str], str]) -> None:
    """Run the statement over a source of all these values, in as few runs as the database takes them.

    Never one run for each row: within a savepoint SQLite pays for every run by what the savepoint holds.
    """
    if not values:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            names = ", ".join(f"column{place}" for place in range(1, len(fields) + 1))
            source = f"(SELECT * FROM unnest({_arrays(fields)}) AS arrays({names}))"
            cursor.execute(statement(source), [list(column) for column in zip(*values, strict=True)])
            return
        row = f"({', '.join(['%s'] * len(fields))})"
        for some in _in_runs(values):
            source = f"(VALUES {', '.join([row] * len(some))})"
            cursor.execute(statement(source), [value for line in some for value in line])


def _in_runs(values: Sequence[Sequence[Any]]) -> Iterator[Sequence[Sequence[Any]]]:
    """Runs of a few fixed lengths, so that few statements are made ready and kept."""
    start = 0
    for length in RUNS:
        while len(values) - start >= length:
            yield values[start : start + length]
            start += length


def _table(model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _column(field: Any) -> str:
    return connection.ops.quote_name(field.column)


def _arrays(fields: Iterable[Any]) -> str:
    """One array for each column. Lengths are left to the column: a cast to them would cut in silence."""
    return ", ".join(f"%s::{str(field.db_type(connection)).partition('(')[0]}[]" for field in fields)


class Json(str):
    """A value of a JSON column that is text already."""

    __slots__ = ()


def _json(value: Any) -> str:
    return value if isinstance(value, Json) else json.dumps(value)


def _writer(field: Any) -> Callable[[Any], Any]:
    """What makes a value of this column fit for the driver."""
    if isinstance(field, JSONField):
        return _json
    if connection.vendor == "sqlite" and isinstance(field, DateTimeField):
        return lru_cache(maxsize=64)(connection.ops.adapt_datetimefield_value)  # most rows share a few
    if connection.vendor == "sqlite" and isinstance(field, DateField):
        return connection.ops.adapt_datefield_value
    return _as_it_is


def _as_it_is(value: Any) -> Any:
    return value
