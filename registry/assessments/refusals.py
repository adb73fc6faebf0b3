"""Why a verb was refused: codes and parameters, which the doors put into words and status codes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any


class Refused(Exception):
    """Nothing was written. `code` says why, `params` what belongs to the sentence."""

    status = 422

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


class NotAllowed(Refused):
    """This person may not do this; `code` names what is missing or in the way."""

    status = 403


class WrongState(Refused):
    """This cannot be done with an assessment in its present state (`state` in the parameters)."""

    status = 409


@dataclass(frozen=True, slots=True)
class Versions:
    """The three sides of one finding, each as in `proposed.Proposed.content`, or None where there is none."""

    key: str
    base: Mapping[str, Any] | None
    current: Mapping[str, Any] | None
    yours: Mapping[str, Any] | None


class Stale(Refused):
    """It was written on top of something that is no longer there; `versions` for each finding touched."""

    status = 409

    def __init__(self, code: str, versions: Sequence[Versions] = (), **params: Any) -> None:
        super().__init__(code, **params)
        self.versions = tuple(versions)


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is missing or wrong: where (`final-weights.citations[0].quote`), and a code for what."""

    place: str
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


class NotYet(Refused):
    """It is not complete; `missing` lists everything at once, in the order of the assessment."""

    def __init__(self, missing: Sequence[Missing]) -> None:
        super().__init__("not_yet")
        self.missing = tuple(missing)


class NoChange(Refused):
    """Everything proposed is what the record says already."""


class TooMany(Refused):
    """An allowance is used up; `wait` until there is room again."""

    status = 429

    def __init__(self, code: str, *, wait: timedelta, **params: Any) -> None:
        super().__init__(code, **params)
        self.wait = wait
