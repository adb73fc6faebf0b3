"""How many badges were answered, counted without slowing them down.

An answer adds one to a plain number; the thread that follows the record hands the numbers on once a second to
the library that shows them. Adding needs no lock: CPython changes threads at calls and loops only.
"""

from dataclasses import asdict, dataclass

from prometheus_client import Counter

BADGES = Counter("sourceform_badges", "Badges answered, by outcome.", ["outcome"])


@dataclass(slots=True)
class Tally:
    """Answers of this process: 200, 304, 404 (no such definition), 405 or OPTIONS, 503 before it began."""

    given: int = 0
    unchanged: int = 0
    no_definition: int = 0
    refused: int = 0
    unavailable: int = 0


answered = Tally()
_shown = Tally()


def show() -> None:
    """Hand on what was counted since the last time; one thread does this."""
    before = asdict(_shown)
    for outcome, count in asdict(answered).items():
        if count != before[outcome]:
            BADGES.labels(outcome).inc(count - before[outcome])
            setattr(_shown, outcome, count)
