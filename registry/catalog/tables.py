"""Rows written many at a time, below the ORM: for pages of a thousand models, where its cost per row counts.

Numbers of new rows are taken first, so that rows of several tables that belong together can be made at once.
Nothing here checks what a model's `save` would check; constraints of the database hold as ever.
"""

import json
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any, TypeVar

from django.db import connection
from django.db.models import DateField, DateTimeField, JSONField, Model

Row = TypeVar("Row", bound=Model)


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
    fields = [
        field for field in model._meta.concrete_fields if rows[0].pk is not None or not field.primary_key
    ]
    names = ", ".join(_column(field) for field in fields)
    columns = [(field.attname, _writer(field)) for field in fields]
    values = [[write(getattr(row, name)) for name, write in columns] for row in rows]
    into = f"INSERT INTO {_table(model)} ({names})"
    otherwise = " ON CONFLICT DO NOTHING" if or_leave else ""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            source = f"SELECT * FROM unnest({_arrays(fields)})"
            cursor.execute(f"{into} {source}{otherwise}", _columns(values))
        else:
            marks = ", ".join(["%s"] * len(fields))
            cursor.executemany(f"{into} VALUES ({marks}){otherwise}", values)


def update(model: type[Model], columns: Collection[str], rows: Iterable[Sequence[Any]]) -> None:
    """Set these columns of the rows with these numbers; each row is its number and the values in order."""
    fields = [model._meta.pk, *(model._meta.get_field(name) for name in columns)]
    writers = [_writer(field) for field in fields]
    values = [[write(value) for write, value in zip(writers, row, strict=True)] for row in rows]
    if not values:
        return
    names = [_column(field) for field in fields]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sets = ", ".join(f"{name} = new.{name}" for name in names[1:])
            cursor.execute(
                f"UPDATE {_table(model)} AS old SET {sets} FROM unnest({_arrays(fields)}) "
                f"AS new({', '.join(names)}) WHERE old.{names[0]} = new.{names[0]}",
                _columns(values),
            )
        else:
            sets = ", ".join(f"{name} = %s" for name in names[1:])
            cursor.executemany(
                f"UPDATE {_table(model)} SET {sets} WHERE {names[0]} = %s",
                [[*row[1:], row[0]] for row in values],
            )


def _table(model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _column(field: Any) -> str:
    return connection.ops.quote_name(field.column)


def _arrays(fields: Iterable[Any]) -> str:
    """One array for each column. Lengths are left to the column: a cast to them would cut in silence."""
    return ", ".join(f"%s::{str(field.db_type(connection)).partition('(')[0]}[]" for field in fields)


def _columns(values: Sequence[Sequence[Any]]) -> list[list[Any]]:
    return [list(column) for column in zip(*values, strict=True)]


def _writer(field: Any) -> Callable[[Any], Any]:
    """What makes a value of this column fit for the driver."""
    if isinstance(field, JSONField):
        return json.dumps
    if connection.vendor == "sqlite" and isinstance(field, DateTimeField):
        return connection.ops.adapt_datetimefield_value
    if connection.vendor == "sqlite" and isinstance(field, DateField):
        return connection.ops.adapt_datefield_value
    return _as_it_is


def _as_it_is(value: Any) -> Any:
    return value
