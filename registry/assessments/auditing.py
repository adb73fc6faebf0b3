"""Asking the database whether everything holds that must: by command, and every night."""

import logging
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import islice
from time import perf_counter

from registry.accounts import checks as of_people
from registry.accounts.actors import SYSTEM
from registry.accounts.events import note
from registry.assessments import invariants as of_assessments
from registry.scorecards import invariants as of_record

KIND = "check-invariants"
MOST = 20  # sentences about one invariant
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Found:
    """What does not hold of one invariant, at most 20 sentences; none where it holds."""

    name: str
    violations: tuple[str, ...]
    seconds: float


def checks(*, full: bool = False) -> Mapping[str, Callable[[], Iterator[str]]]:
    """Every check by name. `full` works out every verdict and profile again, and not only some."""
    sampled = {name: partial(check, full=full) for name, check in of_record.SAMPLED.items()}
    named: dict[str, Callable[[], Iterator[str]]] = {
        **of_people.CHECKS,
        **of_record.CHECKS,
        **of_assessments.CHECKS,
        **sampled,
    }
    return dict(sorted(named.items(), key=lambda row: int(row[0][1:].split()[0].strip(","))))


def run(*, full: bool = False, only: Collection[str] = ()) -> Iterator[Found]:
    """Check after check, as each is done. `only`: those whose name begins so (I7)."""
    for name, check in checks(full=full).items():
        if only and not any(number in name.replace(",", "").split() for number in only):
            continue
        began = perf_counter()
        violations = tuple(islice(check(), MOST))
        yield Found(name, violations, perf_counter() - began)


def audit(*, now: datetime) -> int:
    """Run them all; what does not hold goes to the log, the outcome into an event. How many violations."""
    found = list(run())
    for row in found:
        for sentence in row.violations:
            log.error("%s does not hold: %s", row.name, sentence)
    broken = {row.name: len(row.violations) for row in found if row.violations}
    note(
        "invariants.checked", by=SYSTEM, target="", now=now, details={"checks": len(found), "broken": broken}
    )
    return sum(broken.values())
