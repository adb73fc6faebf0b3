"""One run of an import, as commands do it: a progress bar, the load, one event for the log of acts."""

import sys
from collections.abc import Sequence

from django.utils import timezone
from tqdm import tqdm

from registry.accounts.models import Event
from registry.imports.load import Batch, Summary, load


def run(
    batches: Sequence[Batch], *, verb: str, target: str, refused: Sequence[str] = (), quiet: bool = False
) -> Summary:
    """Load these batches. Only a run that changed something leaves an event."""
    now = timezone.now()
    total = sum(len(batch.records) for batch in batches)
    with tqdm(total=total, unit=" records", desc=verb, file=sys.stderr, disable=quiet) as bar:
        summary = load(batches, now=now, progress=bar.update)
        bar.update(total - bar.n)
    summary.read += len(refused)
    summary.aside = [*refused, *summary.aside]
    if summary.did_something:
        details = {
            name: getattr(summary, name) for name in ("read", "created", "changed", "unchanged", "ratings")
        }
        Event.objects.create(
            at=now, verb=verb, target=target, details=details | {"aside": len(summary.aside)}
        )
    return summary
