"""The Foundation Model Transparency Index: what share of its 100 indicators a developer satisfies.

Three editions, each with developers in columns and indicators in rows. The indicators of December 2025 are
new: totals of two editions say nothing about each other. Two editions carry their totals in the table, as a
row, a column or both; they are compared with the sum and never added to it. Only the scores are read.
"""

import re
from dataclasses import replace
from pathlib import Path

from registry.imports import tables
from registry.imports.quotes import Quote
from registry.imports.records import Rating, Source, Unreadable

SOURCE = Source(
    origin="fmti",
    project="stanford-crfm/fmti",
    url="https://crfm.stanford.edu/fmti/",
    license="CC-BY-4.0",
    attribution=(
        "Foundation Model Transparency Index, Stanford CRFM (https://github.com/stanford-crfm/fmti), "
        "CC BY 4.0. Only the scores assigned by the FMTI team are validated"
    ),
)
SUFFIXES = (".csv",)
_TOTAL = "Total"
_BESIDE = ("Domain", "Subdomain", "Indicator", _TOTAL)
_FILE = re.compile(r"([A-Za-z]+)(\d{4})_scores\.csv")
_MONTHS = {"october": "10", "may": "05", "dec": "12"}
# The model an edition looked at, where its paper names it: arXiv 2310.12941 (October 2023), read 2026-11-23.
FLAGSHIPS = {"2023-10": {"Meta": "Llama 2", "OpenAI": "GPT-4", "Google": "PaLM 2"}}


def is_scores(path: Path) -> bool:
    return _FILE.fullmatch(path.name) is not None


def read(path: Path) -> list[Quote]:
    """One quote per developer of this edition, and one per flagship release known. Raises Unreadable."""
    month = _month(path.name)
    table = list(tables.rows(path, ["Indicator"]))
    developers = [name for name in (table[0] if table else ()) if name not in _BESIDE]
    if not developers:
        raise Unreadable("expected a column for each developer")
    indicators = [row for row in table if row["Indicator"] and row["Indicator"] != _TOTAL]
    stated = next((row for row in table if row["Indicator"] == _TOTAL), {})
    quotes = [_quote(path.name, month, name, indicators, stated.get(name, "")) for name in developers]
    return [*quotes, *_flagships(month, quotes)]


def _flagships(month: str, quotes: list[Quote]) -> list[Quote]:
    """The same figures as quotes of the releases they were found for."""
    known = FLAGSHIPS.get(month, {})
    return [
        replace(quote, subject=known[quote.name], name=known[quote.name], about="family", notes=())
        for quote in quotes
        if quote.name in known
    ]


def _month(file: str) -> str:
    match = _FILE.fullmatch(file)
    number = _MONTHS.get(match[1].lower()) if match else None
    if match is None or number is None:
        raise Unreadable("expected a file of scores named after its edition, such as May2024_scores.csv")
    return f"{match[2]}-{number}"


def _quote(file: str, month: str, developer: str, indicators: list[dict[str, str]], stated: str) -> Quote:
    scores = [row[developer] for row in indicators]
    if not set(scores) <= {"0", "1"}:
        raise Unreadable(f"expected 0 or 1 for every indicator of {developer}")
    total = scores.count("1")
    notes = (f"{developer}: the table states {stated}, its indicators add up to {total}",)
    return Quote(
        file=file,
        subject=developer,
        name=developer,
        about="organization",
        makers=(developer,),
        edition=month,
        rated_on=month,
        ratings=(Rating("indicators", f"{total} of {len(scores)}"),),
        notes=notes if stated and stated != str(total) else (),
    )
