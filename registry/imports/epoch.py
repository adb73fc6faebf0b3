"""Epoch AI, notable AI models: how weights, training code and inference code can be had, and compute.

Only the columns named here are read; notes and abstracts are texts of others. Of the notes on accessibility
only addresses on the hub are taken. A figure of training compute becomes a release fact where Epoch calls its
estimate confident or likely; a speculative one is quoted and no fact.
"""

import re
from pathlib import Path

from registry.catalog.paths import hub_id_in
from registry.imports import tables
from registry.imports.quotes import Quote
from registry.imports.records import Rating, Source
from registry.openness.facts import Facts, Origin, Proof, ReleaseFact, flop_range

SOURCE = Source(
    origin="epoch",
    project="Epoch AI, Notable AI Models",
    url="https://epoch.ai/data/ai-models",
    license="CC-BY-4.0",
    attribution='Epoch AI, "Data on AI Models" (https://epoch.ai), CC BY 4.0. Values as published',
)
SUFFIXES = (".csv",)
_ACCESS = {
    "Model accessibility": "weights",
    "Training code accessibility": "training_code",
    "Inference code accessibility": "inference_code",
}
_FLOP = "Training compute (FLOP)"
_NOTES = "Accessibility notes"
COLUMNS = ("Model", "Organization", _FLOP, "Confidence", "Link", _NOTES, *_ACCESS)
_SURE = ("Confident", "Likely")
_HUB = re.compile(r"https?://huggingface\.co/[\w./-]+", re.ASCII)


def read(path: Path) -> list[Quote]:
    """One quote per model of this table that says anything of access or compute. Raises Unreadable."""
    table = tables.rows(path, COLUMNS, columns=COLUMNS)
    quotes = [_quote(path.name, row) for row in table if row["Model"]]
    return [quote for quote in quotes if quote.ratings]


def _quote(file: str, row: dict[str, str]) -> Quote:
    link = row["Link"] if re.fullmatch(r"https?://\S{1,1990}", row["Link"]) else ""
    links = (link,) if link else ()
    ratings = [Rating(name, row[column][:60], links) for column, name in _ACCESS.items() if row[column]]
    flop = _flop(row[_FLOP])
    if flop:
        ratings.append(Rating("training_flop", flop, links))
    sure = bool(flop) and row["Confidence"] in _SURE
    facts = [ReleaseFact("training_flop", flop, tuple(map(Proof, links)))] if sure else []
    addresses = [hub_id_in(url.rstrip(".")) for url in _HUB.findall(f"{row['Link']} {row[_NOTES]}")]
    name = " ".join(row["Model"].split())
    return Quote(
        file=file,
        subject=name,
        name=name,
        makers=tuple(maker.strip() for maker in row["Organization"].split(",") if maker.strip()),
        hub_ids=tuple(dict.fromkeys(hub_id for hub_id in addresses if hub_id)),
        facts=Facts.of((), facts).with_origin(Origin.IMPORTED, SOURCE.origin),
        ratings=tuple(ratings),
    )


def _flop(said: str) -> str:
    """A figure of compute in three digits: "3.5e+24"; "" where there is none."""
    found = flop_range(said) if said else None
    return f"{found[0]:.3g}" if found and found[0] > 0 else ""
