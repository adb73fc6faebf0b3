"""What people are told, in words: on their list, in mails and in their feed. One file for each sort of thing.

A file registers its words with `accounts.wording`, by the beginning of a kind, and is found by itself. A
subject holds nothing that another person wrote; a text may, as it is escaped wherever it is shown.
"""

from importlib import import_module
from pkgutil import iter_modules


def discover() -> None:
    """Load the words of every file here."""
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
