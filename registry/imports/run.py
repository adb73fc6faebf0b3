"""One run of an import, as commands do it: a progress bar, the load, one event for the log of acts."""

import sys
from collections.abc import Callable, Sequence
from typing import Any

from django.utils import timezone
from tqdm import tqdm

from registry.accounts.actors import SYSTEM
from registry.accounts.events import note
from registry.imports.load import Batch, Summary, load
from registry.imports.quote_load import load_quotes
from registry.imports.quotes import QuoteBatch

_COUNTS = ("read", "created", "changed", "unchanged", "ratings")


def run(
    batches: Sequence[Batch], *, verb: str, target: str, refused: Sequence[str] = (), quiet: bool = False
) -> Summary:
    """Load these batches. Only a run that changed something leaves an event."""
    total = sum(len(batch.records) for batch in batches)
    now = timezone.now()
    summary = _watched(total, verb, quiet, lambda progress: load(batches, now=now, progress=progress))
    return _remembered(summary, verb, target, refused)


def run_quotes(
    batches: Sequence[QuoteBatch], *, verb: str, target: str, refused: Sequence[str] = (), quiet: bool = False
) -> Summary:
    """Load these quotes. Only a run that changed something leaves an event."""
    total = sum(len(batch.quotes) for batch in batches)
    now = timezone.now()
    summary = _watched(total, verb, quiet, lambda progress: load_quotes(batches, now=now, progress=progress))
    return _remembered(summary, verb, target, refused)


def _watched(total: int, verb: str, quiet: bool, work: Callable[[Callable[[int], Any]], Summary]) -> Summary:
    """Do this work under a progress bar."""
    with tqdm(total=total, unit=" records", desc=verb, file=sys.stderr, disable=quiet) as bar:
        summary = work(bar.update)
        bar.update(total - bar.n)
    return summary


def _remembered(summary: Summary, verb: str, target: str, refused: Sequence[str]) -> Summary:
    summary.read += len(refused)
    summary.aside = [*refused, *summary.aside]
    if summary.did_something:
        details = {name: getattr(summary, name) for name in _COUNTS} | {"aside": len(summary.aside)}
        note(verb, by=SYSTEM, target=target, now=timezone.now(), details=details)
    return summary
