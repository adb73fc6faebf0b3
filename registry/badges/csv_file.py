"""Tables as CSV files: quoted as RFC 4180 says, and harmless to programs that calculate."""

import csv
import io
from collections.abc import Iterable, Sequence

# A spreadsheet takes a cell that begins so for a formula; the full-width forms are read like the plain ones.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def text(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """The whole table with its head, lines ended by CR LF."""
    return lines([head, *rows])


def lines(rows: Iterable[Sequence[object]]) -> str:
    """These lines of a table."""
    written = io.StringIO()
    table = csv.writer(written)
    for row in rows:
        table.writerow(map(cell, row))
    return written.getvalue()


def cell(value: object) -> str:
    """The value as text; one that could start a formula gets an apostrophe in front, numbers do not."""
    if value is None:
        return ""
    shown = str(value)
    harmful = shown.startswith(_FORMULA) and not isinstance(value, int | float)
    return f"'{shown}" if harmful else shown
