"""How long lists, filters, facets and searches take at scale: milliseconds, as one JSON object.

    DATABASE_URL=postgres://... .venv/bin/python manage.py migrate
    DATABASE_URL=postgres://... .venv/bin/python manage.py generate --models 1000000 --profiles 5000 --seed 1
    DATABASE_URL=postgres://... .venv/bin/python -m bench.lists [--queries 100] [--seed 1]

Works on a database that `manage.py generate` has filled, warm. `sql` is the time spent in statements for one
page of 25, and `cpu` what the database computed of it, which a busy machine does not lengthen; facets are
Python alone, nothing remembered. Every way to a page is first compared with the plain
query, over `--equal` lists; a difference ends the run.
"""

import argparse
import json
import os
import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "registry.settings")
django.setup()

from django.db import connection  # noqa: E402 - needs the settings set above

from registry.scorecards.models import Scorecard  # noqa: E402
from registry.scorecards.queries import Filters, cells, list_order, lists, model_list, narrowing  # noqa: E402
from registry.scorecards.queries.searched import everywhere  # noqa: E402

LIMIT = 25
GOALS = {
    "any depth": 10,
    "any depth, with drafts": 10,
    "one verdict": 5,
    "one verdict, with drafts": 5,
    "two verdicts, license, modality": 30,
    "facets, one verdict": 10,
    "facets, none": 10,
    "search": 80,
}


class Took(NamedTuple):
    """Milliseconds from asking to answer, and those that were computed; a busy machine shows in the first."""

    wall: float
    cpu: float


class Spent:
    """Milliseconds in statements."""

    def __init__(self) -> None:
        self.milliseconds = 0.0

    def __call__(self, execute: Callable[..., Any], *rest: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(*rest)
        finally:
            self.milliseconds += (time.perf_counter() - began) * 1000


@contextmanager
def watching() -> Iterator[Spent]:
    spent = Spent()
    with connection.execute_wrapper(spent):
        yield spent


def main() -> None:
    options = arguments()
    chance = random.Random(options.seed)
    kept = cells.kept.cells()
    asked = {
        "any depth": [(Filters(), depth(chance, drafts=False)) for _ in range(options.queries)],
        "any depth, with drafts": [
            (Filters(drafts=True), depth(chance, drafts=True)) for _ in range(options.queries)
        ],
        "one verdict": [one_verdict(chance, drafts=False) for _ in range(options.queries)],
        "one verdict, with drafts": [one_verdict(chance, drafts=True) for _ in range(options.queries)],
        "two verdicts, license, modality": [several(chance) for _ in range(options.queries)],
        "search": [(Filters(q=term, drafts=True), "") for term in terms(chance) for _ in range(2)],
        "search, without drafts": [(Filters(q=term), "") for term in terms(chance)],
    }
    compared = sum(equal(*one) for each in asked.values() for one in chance.sample(each, options.equal))
    found = {name: figures([page(*one) for one in each]) for name, each in asked.items()}
    for name, each in (("one verdict", asked["one verdict, with drafts"]), ("none", asked["any depth"])):
        found[f"facets, {name}"] = figures([facets(kept, filters) for filters, _ in each])
    for name, goal in GOALS.items():
        found[name] |= {"goal": goal, "met": found[name]["p95"] <= goal}
    load = round(os.getloadavg()[0] / (os.cpu_count() or 1), 1)
    print(
        json.dumps(
            {
                "database": database(kept),
                "load_per_core": load,
                "compared_with_plain_query": compared,
                "ms": found,
            },
            indent=1,
        )
    )


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--queries", type=int, default=100)
    parser.add_argument("--equal", type=int, default=10, help="lists of each kind to compare first")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def depth(chance: random.Random, *, drafts: bool) -> str:
    """A place anywhere in the list, every fifth the end of it."""
    rows = Scorecard.objects.filter(hidden=False)
    if not drafts:
        rows = rows.exclude(state="draft")
    last = chance.random() < 0.2
    count = cells.kept.cells().total(drafts=drafts)
    number = chance.randint(1, Scorecard.objects.count())
    near = rows.filter(model_id__gte=number).order_by("model_id").first()
    card = rows.order_by("rank")[min(LIMIT, count - 1)] if last or near is None else near
    return list_order.order_of("").cursor(card)


def one_verdict(chance: random.Random, *, drafts: bool) -> tuple[Filters, str]:
    """A result that some model has, each as likely whatever its share; half of the pages deep."""
    kept = cells.kept.cells()
    named = [
        each
        for each, profiles in kept.results.by.items()
        if each[0] not in ("disagree", *narrowing.SLUGS)
        and profiles & (kept.all if drafts else kept.vouched).keys()
    ]
    definition, value = chance.choice(sorted(named))
    after = depth(chance, drafts=drafts) if chance.random() < 0.5 else ""
    return Filters(verdicts={definition: value}, drafts=drafts), after


def several(chance: random.Random) -> tuple[Filters, str]:
    """Two verdicts, the license and the modality that some model has together."""
    card = (
        Scorecard.objects.filter(pk__gte=chance.randint(1, Scorecard.objects.count()))
        .exclude(modality="")
        .first()
    )
    assert card is not None
    verdicts = dict(
        each
        for each, profiles in sorted(cells.kept.results.by.items())
        if card.profile_id in profiles and each[0] not in ("disagree", *narrowing.SLUGS)
    )
    chosen = {id: verdicts[id] for id in chance.sample(sorted(verdicts), 2)}
    return Filters(verdicts=chosen, license=card.license, modality=card.modality, drafts=True), ""


def terms(chance: random.Random) -> list[str]:
    """Fifty: frequent, middling and rare ones, parts of words, several words, absent ones, two letters."""
    names = list(
        Scorecard.objects.filter(pk__in=chance.sample(range(1, Scorecard.objects.count()), 16)).values_list(
            "model__name", "model__organization__slug"
        )
    )
    assert len(names) == 16
    rare = [name.lower() for name, _ in names[:6]] + [owner for _, owner in names[6:12]]
    middling = [name.partition("-")[0].lower() for name, _ in names[10:16]]
    return [
        *("instruct", "gguf", "lora", "distill", "chat", "7b", "270m", "vision", "405b-dpo", "coder-1"),
        *rare,
        *middling,
        *(
            f"{word[:5]} {form}"
            for word, form in zip(middling, ("chat", "sft", "awq", "base", "dpo", "lora"), strict=True)
        ),
        *(
            "zzqx",
            "nosuchmodel",
            "llama-3.1-8b-instruct",
            "qwen",
            "mistral",
            "100%",
            "a_b_c",
            "ünï",
            "'; --",
            "999999",
        ),
        *("ba", "xq", "1b", "-7", "zz", "or"),
    ]


def page(filters: Filters, after: str) -> Took:
    with watching() as spent:
        began = on_cpu()
        model_list(filters, after=after, limit=LIMIT)
        cpu = on_cpu() - began
    return Took(spent.milliseconds, cpu)


def facets(kept: cells.Cells, filters: Filters) -> Took:
    kept.answers.clear()
    began, cpu = time.perf_counter(), time.process_time()
    narrowing.narrow(kept, filters, counted=True)
    return Took((time.perf_counter() - began) * 1000, (time.process_time() - cpu) * 1000)


def on_cpu() -> float:
    """Milliseconds the database's process of this connection has computed, where the kernel tells."""
    if connection.vendor != "postgresql":
        return 0.0
    connection.ensure_connection()
    counted = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    return int(counted.read_text().split()[0]) / 1e6 if counted.exists() else 0.0


def equal(filters: Filters, after: str) -> int:
    """1 when the page is that of the plain query; its total, too, where it says it is exact."""
    made = model_list(filters, after=after, limit=LIMIT)
    if made.partial:
        return 0
    narrowed = narrowing.narrow(cells.kept.cells(), filters, counted=False)
    rows = lists.matching(filters, narrowed, everywhere(filters))
    order = list_order.order_of("")
    plain = list(order.after(rows, after).order_by("-rank").values_list("model__path", flat=True)[:LIMIT])
    assert [row.path for row in made.rows] == plain, (filters, after, made.total)
    assert made.capped or made.total == rows.count(), (filters, made.total, rows.count())
    return 1


def figures(taken: Sequence[Took]) -> dict[str, Any]:
    wall, cpu = sorted(took.wall for took in taken), sorted(took.cpu for took in taken)
    middle, high = len(taken) // 2, int(len(taken) * 0.95)
    return {
        "queries": len(taken),
        "p50": round(wall[middle], 2),
        "p95": round(wall[high], 2),
        "max": round(wall[-1], 2),
        "cpu_p50": round(cpu[middle], 2),
        "cpu_p95": round(cpu[high], 2),
        "cpu_max": round(cpu[-1], 2),
    }


def database(kept: cells.Cells) -> dict[str, Any]:
    return {
        "vendor": connection.vendor,
        "models": kept.total(drafts=True),
        "without_drafts": kept.total(drafts=False),
        "profiles": len(kept.all),
        "cells": sum(map(len, kept.all.values())),
    }


if __name__ == "__main__":
    main()
