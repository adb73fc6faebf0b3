"""How long it takes to say what it would take: one model under all definitions, as one line of JSON.

    python -m bench.what_if [--models N]

The models are those of the shipped catalog (all of them, or the first N). `ms` is CPU time per model for
every goal of every definition; nothing is kept between models but what the engine keeps of rows it has seen.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from time import process_time

from bench.evaluate import releases_in
from registry.openness import definitions
from registry.openness.what_if import what_if

CATALOG = Path(__file__).parents[1] / "registry" / "imports" / "catalog"


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--models", type=int)
    asked = parser.parse_args(arguments)
    releases = list(releases_in(CATALOG))[: asked.models]
    loaded = definitions.ordered()
    times, goals, largest = [], 0, 0
    for facts in releases:
        start = process_time()
        answers = [answer for definition in loaded for answer in what_if(definition, facts)]
        times.append(1000 * (process_time() - start))
        goals += len(answers)
        largest = max([largest, *(len(answer.changes) for answer in answers)])
    found = {
        "models": len(releases),
        "definitions": len(loaded),
        "goals": goals,
        "most_changes": largest,
        "ms": {name: round(value, 2) for name, value in _figures(times).items()},
    }
    print(json.dumps(found))
    return 0


def _figures(times: list[float]) -> dict[str, float]:
    """The first model is told apart: it pays for reading the license table."""
    first, *others = times
    ordered = sorted(others)
    share = ordered[int(len(ordered) * 0.99)]
    return {"first": first, "median": median(others), "p99": share, "worst": ordered[-1]}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
