"""What a message says, in the active language. The doors above register words by the beginning of a kind."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext

from registry.accounts.models import Notification


@dataclass(frozen=True, slots=True)
class Said:
    """A message in words. `subject` holds nothing that another person wrote; `path` names its page."""

    subject: str
    text: str
    path: str


Words = Callable[[Notification], Said]
_words: dict[str, Words] = {}


def register(kind_prefix: str, words: Words) -> None:
    """Say messages of these kinds with this function."""
    if kind_prefix in _words:
        raise ValueError(f"two wordings for messages of kind {kind_prefix!r}")
    _words[kind_prefix] = words


def is_known(kind: str) -> bool:
    return any(kind.startswith(prefix) for prefix in _words)


def say(told: Notification) -> Said:
    """The message in the active language."""
    fitting = [prefix for prefix in _words if told.kind.startswith(prefix)]
    if not fitting:  # of a kind that went with an earlier version
        return Said(gettext("Something happened"), "", "")
    return _words[max(fitting, key=len)](told)
