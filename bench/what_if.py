"""How long it takes to say what it would take: one model under all definitions, as one line of JSON.

    python -m bench.what_if [--models N]

The models are those of the shipped catalog (all of them, or the first N). `ms` is CPU time per model for
every goal of every definition; nothing is kept between models but what the engine keeps of rows it has seen.
The process is made ready as a web worker is (registry/wsgi.py): `ready` is what that takes. All of it is done
twice: the second pass is that of a process that has run for a while. `collector` is the longest single run of
Python's garbage collector, which falls on some model by chance and is part of its time.
"""

import argparse
import gc
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from time import process_time
from typing import NamedTuple

from bench.evaluate import releases_in
from registry.openness import definitions
from registry.openness.definitions import Definition
from registry.openness.facts import Facts
from registry.openness.judged import get_ready
from registry.openness.what_if import what_if_all

CATALOG = Path(__file__).parents[1] / "registry" / "imports" / "catalog"


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--models", type=int)
    asked = parser.parse_args(arguments)
    releases = list(releases_in(CATALOG))[: asked.models]
    loaded = definitions.ordered()
    ready = _get_ready()
    pauses = _collector_pauses()
    first, second = _pass(releases, loaded), _pass(releases, loaded)
    found = {
        "models": len(releases),
        "definitions": len(loaded),
        "goals": first.goals,
        "ready": round(ready, 2),
        "most_changes": first.most_changes,
        "ms_first_pass": _figures(first.times),
        "ms_second_pass": _figures(second.times),
        "collector": round(max(pauses, default=0.0), 2),
    }
    print(json.dumps(found))
    return 0


def _get_ready() -> float:
    """Milliseconds of what a web worker does before its first request."""
    start = process_time()
    get_ready()
    gc.collect()
    gc.freeze()
    gc.set_threshold(700, 10, 1000)
    return 1000 * (process_time() - start)


def _collector_pauses() -> list[float]:
    """A list to which every run of the garbage collector adds its milliseconds."""
    pauses: list[float] = []
    began = [0.0]

    def note(phase: str, info: dict[str, int]) -> None:
        if phase == "start":
            began[0] = process_time()
        else:
            pauses.append(1000 * (process_time() - began[0]))

    gc.callbacks.append(note)
    return pauses


class Pass(NamedTuple):
    times: list[float]
    goals: int
    most_changes: int


def _pass(releases: Sequence[Facts], loaded: Sequence[Definition]) -> Pass:
    times, goals, largest = [], 0, 0
    for facts in releases:
        start = process_time()
        answers = [answer for found in what_if_all(loaded, facts) for answer in found]
        times.append(1000 * (process_time() - start))
        goals += len(answers)
        largest = max([largest, *(len(answer.changes) for answer in answers)])
    return Pass(times, goals, largest)


def _figures(times: list[float]) -> dict[str, float]:
    """The first model of a process is told apart as well: it would pay for what is made on first use."""
    ordered = sorted(times)
    share = ordered[int(len(ordered) * 0.99)]
    found = {"first": times[0], "median": median(times), "p99": share, "worst": ordered[-1]}
    return {name: round(value, 2) for name, value in found.items()}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
