"""How long a change of a base takes to reach all its derivatives: seconds, as one line of JSON.

    .venv/bin/python -m bench.lineage [--derivatives 10000] [--profiles 250]

Works on a database of its own (SQLite in a temporary folder, or DATABASE_URL). Half of the derivatives are
made from the base and half from one of those. Between them they state this many combinations of facts, and
each combination has to be judged anew: what hubs show of 20,000 models falls into some 250, and as many as
there are derivatives is the worst case. The jobs are done one after the other in this process, as one worker
would.
"""

import argparse
import json
import logging
import os
import tempfile
import time
from datetime import UTC, datetime

import django

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def main() -> None:
    options = arguments()
    with tempfile.TemporaryDirectory(prefix="sf-lineage-") as folder:
        os.environ["DATA_DIR"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "registry.settings")
        django.setup()
        logging.disable(logging.WARNING)  # there is no broker to ring at, and the jobs are taken directly
        print(json.dumps(measure(options.derivatives, profiles=options.profiles)))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--derivatives", type=int, default=10_000)
    parser.add_argument("--profiles", type=int, default=250)
    return parser.parse_args()


def measure(count: int, *, profiles: int) -> dict[str, object]:
    """Set up the lineage, change the base, work until no job is left."""
    from django.core.management import call_command  # noqa: PLC0415 - needs the settings set above
    from django.db import connection  # noqa: PLC0415

    from bench.lineage_setup import Lineage  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    made = Lineage(count, profiles=profiles, now=NOW)
    began = time.monotonic()
    made.change_base()
    changed, computing = time.monotonic(), time.process_time()
    jobs = made.work()
    done, computed = time.monotonic(), time.process_time()
    return {
        "database": connection.vendor,
        "derivatives": count,
        "profiles_new": made.new_profiles(),
        "revisions": made.revisions(),
        "most_revisions_of_one": made.most_revisions(),
        "jobs": jobs,
        "seconds_base": round(changed - began, 2),
        "seconds_derivatives": round(done - changed, 2),
        "cpu_seconds_derivatives": round(computed - computing, 2),
    }


if __name__ == "__main__":
    main()
