"""How fast verdicts are made: CPU time per model on one core, as one line of JSON.

    python -m bench.evaluate [PATH] [--models N] [--detailed SHARE]

PATH is a folder of facts documents (.toml, .json, .yml) or the folder of the shipped catalog. Without one,
releases are made up with a fixed seed: this share in some 25 components each, the others as sparse as what a
hub shows.

`first_pass` is that of a fresh process, where nothing has been judged before; `warm` is the best of three
passes after it, and `with_memo` judges models of equal inputs once.
"""

import argparse
import json
import random
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from time import process_time

from registry.openness import components, definitions, inputs
from registry.openness.document import DocumentError, fact_from_table, read
from registry.openness.evaluate import evaluate_all
from registry.openness.facts import NOASSERTION, Availability, Coverage, Fact, Facts, Gate, Origin, Quality
from registry.openness.verdict import Verdict

LICENSES = (
    "Apache-2.0",
    "MIT",
    "CC-BY-4.0",
    "CC-BY-NC-4.0",
    "llama-3.1-community",
    "NOASSERTION",
    "ODC-By-1.0",
)
DRAFTED = ("final-weights", "tokenizer", "model-configuration", "model-card", "preprint", "inference-code")
EVIDENCE = [slug for slug, component in components.ALL.items() if component.record_as == "evidence"]


def made_up(count: int, detailed: float) -> list[Facts]:
    """Releases, of which this share is described in some 25 components and the rest in up to six."""
    chance = random.Random(20261123)
    return [_reviewed(chance) if chance.random() < detailed else _drafted(chance) for _ in range(count)]


def _reviewed(chance: random.Random) -> Facts:
    license = chance.choice(LICENSES)
    slugs = chance.sample(EVIDENCE, 25)
    rows = [_fact(chance, slug, chance.choice((license, license, chance.choice(LICENSES)))) for slug in slugs]
    return Facts.of(rows)


def _drafted(chance: random.Random) -> Facts:
    """What a hub shows: which files are there, and one license, that of the weights."""
    rows = [
        Fact(
            slug,
            availability=Availability.RELEASED,
            coverage=Coverage.ALL,
            gate=Gate.NONE,
            license=chance.choice(LICENSES) if slug == "final-weights" else NOASSERTION,
        )
        for slug in DRAFTED
        if slug == "final-weights" or chance.random() < 0.7
    ]
    return Facts.of(rows).with_origin(Origin.OBSERVED, "bench")


def _fact(chance: random.Random, slug: str, license: str) -> Fact:
    if chance.random() < 0.2:
        return Fact(slug, availability=Availability.WITHHELD)
    document = components.ALL[slug].kind == "document"
    return Fact(
        slug,
        availability=Availability.RELEASED,
        coverage=chance.choice((Coverage.ALL, Coverage.ALL, Coverage.UNKNOWN)),
        gate=Gate.NONE,
        license=license,
        quality=chance.choice(tuple(Quality)) if document else Quality.UNKNOWN,
    )


def releases_in(folder: Path) -> Iterator[Facts]:
    """The facts of every record of a catalog, or of every readable document, in a folder."""
    catalog = sorted(folder.glob("*.jsonl"))
    for file in catalog:
        for line in file.read_text("utf-8").splitlines():
            rows = json.loads(line).get("components", {})
            facts = Facts.of(fact_from_table(key, table) for key, table in rows.items())
            yield facts.with_origin(Origin.IMPORTED, file.stem)
    for file in [] if catalog else sorted(folder.iterdir()):
        if file.suffix in (".toml", ".json", ".yml", ".yaml"):
            try:
                yield read(file).facts
            except DocumentError as error:
                print(error, file=sys.stderr)


def timed(judge: Callable[[Facts], object], models: Sequence[Facts], *, passes: int = 1) -> float:
    """CPU microseconds per model, of several passes the best."""
    runs = []
    for _ in range(passes):
        start = process_time()
        for facts in models:
            judge(facts)
        runs.append((process_time() - start) / len(models) * 1e6)
    return min(runs)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("path", nargs="?", type=Path)
    options.add_argument("--models", type=int, default=2000)
    options.add_argument("--detailed", type=float, default=0.1)
    chosen = options.parse_args()
    shipped = list(definitions.shipped().values())
    models = list(releases_in(chosen.path)) if chosen.path else made_up(chosen.models, chosen.detailed)
    memo: dict[str, list[Verdict]] = {}

    def judge(facts: Facts) -> list[Verdict]:
        return evaluate_all(facts, shipped)

    def judge_once(facts: Facts) -> list[Verdict]:
        key = inputs.key(facts)
        if key not in memo:
            memo[key] = evaluate_all(facts, shipped)
        return memo[key]

    first, warm = timed(judge, models), timed(judge, models, passes=3)
    remembered = timed(judge_once, models, passes=3)
    report = {
        "models": len(models),
        "definitions": len(shipped),
        "facts_per_model": round(sum(len(facts.components) for facts in models) / len(models), 1),
        "profiles": len(memo),
        "first_pass": _figures(first, len(shipped)),
        "warm": _figures(warm, len(shipped)),
        "with_memo": _figures(remembered, len(shipped)),
    }
    print(json.dumps(report))


def _figures(microseconds: float, verdicts: int) -> dict[str, float]:
    models = 1e6 / microseconds
    return {
        "us_per_model": round(microseconds, 1),
        "models_per_second": round(models),
        "verdicts_per_second": round(models * verdicts),
    }


if __name__ == "__main__":
    main()
