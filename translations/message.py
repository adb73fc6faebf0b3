"""One thing to be translated."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Message:
    """`context` tells equal words apart; `plural` is set where a number decides."""

    text: str
    plural: str = ""
    context: str = ""
