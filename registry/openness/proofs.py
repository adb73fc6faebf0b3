"""What a proof must be before anybody relies on it: an address on the web, and a day of the calendar."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from registry.openness.syntax import DocumentError, shown


def refuse_weak(table: Mapping[str, Any], where: str) -> None:
    """Raise DocumentError for the first of the `proofs` in a table that leads nowhere, naming its place."""
    for number, proof in enumerate(table.get("proofs", ())):
        refuse_no_address(proof["url"], f"{where}.proofs[{number}].url")
        if proof.get("accessed_on"):
            refuse_no_day(proof["accessed_on"], f"{where}.proofs[{number}].accessed_on")


def refuse_no_day(value: str, where: str) -> None:
    """Raise DocumentError for what is no day of the calendar, such as 2026-02-30."""
    try:
        if date.fromisoformat(value).isoformat() == value:
            return
    except ValueError:
        pass
    raise DocumentError(where, f"expected a day of the calendar such as 2026-05-11, not {shown(value)}")


_HOST = re.compile(
    r"(?=.{1,253}$)[^\W_](?:[\w-]*[^\W_])?(?:\.[^\W_](?:[\w-]*[^\W_])?)+\.?|[0-9a-f]*:[0-9a-f:.]+"
)


def refuse_no_address(value: str, where: str) -> None:
    """Raise DocumentError for what cannot be the address of a page on the web; nobody is asked."""
    try:
        split = urlsplit(value)
        plain = split.scheme in ("http", "https") and "@" not in split.netloc and split.port != 0
        if plain and _HOST.fullmatch(split.hostname or ""):
            return
    except ValueError:
        pass
    raise DocumentError(where, f"expected a web address such as https://example.org/page, not {shown(value)}")
