"""manage.py compare_published: how published ratings agree with what our record gives."""

import json
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from registry.scorecards.comparisons import Agreement
from registry.scorecards.queries import published
from registry.scorecards.queries.published import Case, Tally

_COLUMNS = "{:<40} {:>7} {:>10} {:>8} {:>11} {:>6}"
_HEAD = ("source, dimension", "agrees", "compatible", "deviates", "cannot tell", "share")


class Command(BaseCommand):
    help = (
        "Print, for each source and dimension, how often published values agree with ours, and where they "
        "deviate the facts behind ours. Compatible: ours is a range that holds the published value."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--source", default="", help="only this source: osai, mot, epoch, ...")
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        found = published.tallies(list(published.cases(options["source"])))
        if options["json"]:
            self.stdout.write(json.dumps([_as_table(tally) for tally in found], indent=1, ensure_ascii=False))
            return
        for line in _lines(found):
            self.stdout.write(line)


def _lines(found: list[Tally]) -> Iterator[str]:
    if not found:
        yield "Nothing to compare: no published rating has a counterpart here."
        return
    yield _COLUMNS.format(*_HEAD)
    for tally in found:
        counts = (tally.counts[kind] for kind in Agreement)
        yield _COLUMNS.format(f"{tally.source} {tally.dimension}", *counts, _share(tally))
    yield "Share: agreeing or compatible, of all that can be told."
    own = sum(tally.own_facts for tally in found)
    yield f"{own} of those that agree rest on facts taken from the very source they are compared with."
    for tally in found:
        if tally.deviating:
            yield f"\n{tally.source} {tally.dimension}: {len(tally.deviating)} deviate"
            yield from (f"  {_deviation(case)}" for case in tally.deviating)


def _share(tally: Tally) -> str:
    return "-" if tally.share is None else f"{tally.share:.0%}"


def _deviation(case: Case) -> str:
    facts = "; ".join(
        f"{row.component} {row.code} {row.found}" + (f" ({row.source})" if row.source else "")
        for row in case.comparison.because
    )
    of = f" [{case.about} {case.subject}]" if case.about != "model" else ""
    return f"{case.path}{of}: published {case.value}, ours {case.comparison.ours}. {facts}".rstrip()


def _as_table(tally: Tally) -> dict[str, Any]:
    return {
        "source": tally.source,
        "dimension": tally.dimension,
        **{kind.value: count for kind, count in tally.counts.items()},
        "share": tally.share,
        "on_facts_of_this_source": tally.own_facts,
        "deviating": [_case_as_table(case) for case in tally.deviating],
    }


def _case_as_table(case: Case) -> dict[str, Any]:
    return {
        "path": case.path,
        "about": case.about,
        "subject": case.subject,
        "published": case.value,
        "ours": case.comparison.ours,
        "because": [
            {"component": row.component, "code": row.code, "found": row.found, "source": row.source}
            for row in case.comparison.because
        ],
    }
