"""How long a new definition takes until every model is judged by it and listed: seconds, as one line of JSON.

    .venv/bin/python -m bench.new_definition [--models 1000000] [--profiles 5000] [--like osaid-1.0]

Works on a SQLite database of its own, in a temporary folder. The facts are what hubs show, those of the
shipped catalog, and made-up releases of some 25 components; few profiles hold most of the models. The new
definition is a copy of a shipped one under another id, in the folder of an operator (DEFINITIONS_DIR), so the
list filtered by it must have as many models as the list filtered by the one it was copied from.

`seconds_judged` is from reading the folder until no profile lacks a verdict, by the road an installation
takes at its start; `first_lists` and `seconds_first_page` are the first answers of the API and the site after
that, nothing remembered. `build` stands apart: seconds for the rows, and for judging all profiles by all
shipped definitions.
"""

import argparse
import json
import logging
import os
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

import django

GOAL = 60.0  # seconds
Answer = TypeVar("Answer")


def main() -> None:
    options = arguments()
    with tempfile.TemporaryDirectory(prefix="sf-new-definition-") as folder:
        os.environ |= {"DATA_DIR": folder, "DATABASE_URL": "", "DEFINITIONS_DIR": ""}
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "registry.settings")
        django.setup()
        logging.disable(logging.WARNING)
        print(json.dumps(measure(options.models, options.profiles, options.like, Path(folder))))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--models", type=int, default=1_000_000)
    parser.add_argument("--profiles", type=int, default=5_000)
    parser.add_argument("--like", default="osaid-1.0", help="the shipped definition to copy")
    return parser.parse_args()


def measure(models: int, profiles: int, like: str, folder: Path) -> dict[str, object]:
    """Build the models, add the definition, judge, ask for the list."""
    from django.core.management import call_command  # noqa: PLC0415 - needs the settings set above
    from django.utils import timezone  # noqa: PLC0415

    from bench.new_definition_setup import build, listed, one_more, page, results  # noqa: PLC0415
    from registry.openness import definitions  # noqa: PLC0415
    from registry.scorecards import judge  # noqa: PLC0415
    from registry.scorecards.models import Verdict  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    rows, largest = timed(partial(build, models, profiles))
    by_all, verdicts = timed(partial(judge.reevaluate, timezone.now()))
    slug, own = one_more(like, folder / "definitions")

    began, computing = time.monotonic(), time.process_time()
    definitions.use(own)
    judged = judge.reevaluate(timezone.now())
    seconds, computed = time.monotonic() - began, time.process_time() - computing

    missing = judge.unjudged(timezone.now())
    assert (judged, missing) == (profiles, 0)
    written = Verdict.objects.filter(definition__slug=slug).count()
    assert written == profiles, written
    # The rarest result of them and the most common one.
    found = results(slug)
    lists = {result: timed(partial(listed, slug, result)) for result in (found[0], found[-1])}
    for result, (_, total) in lists.items():
        assert total == listed(like, result), (result, total)
    site, _ = timed(partial(page, slug, found[0]))
    return {
        "models": models,
        "profiles": profiles,
        "models_of_largest_profile": largest,
        "definitions": len(definitions.shipped()),
        "like": like,
        "verdicts_written": judged,
        "seconds_judged": round(seconds, 2),
        "cpu_seconds_judged": round(computed, 2),
        "first_lists": {
            result: {"seconds": round(took, 2), "models": total} for result, (took, total) in lists.items()
        },
        "seconds_first_page": round(site, 2),
        "met": seconds + max(took for took, _ in lists.values()) < GOAL,
        "build": {
            "seconds_rows": round(rows, 1),
            "seconds_all_definitions": round(by_all, 1),
            "verdicts": verdicts,
        },
    }


def timed(work: Callable[[], Answer]) -> tuple[float, Answer]:
    """Seconds, and what came of it."""
    began = time.monotonic()
    answer = work()
    return time.monotonic() - began, answer


if __name__ == "__main__":
    main()
