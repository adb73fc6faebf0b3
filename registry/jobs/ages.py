"""How long something has been so, as people say and type it."""

import re
from datetime import timedelta

_UNITS = {"d": 86_400, "h": 3600, "m": 60, "s": 1}


def spoken(seconds: float) -> str:
    """The two largest units, such as "2 d 3 h" or "45 s"."""
    left = int(max(seconds, 0))
    parts: list[str] = []
    for unit, size in _UNITS.items():
        count, left = divmod(left, size)
        if count or (unit == "s" and not parts):
            parts.append(f"{count} {'min' if unit == 'm' else unit}")
    return " ".join(parts[:2])


def typed(text: str) -> timedelta:
    """What "90s", "15m", "2h" or "3d" means. Raises ValueError for anything else."""
    found = re.fullmatch(r"(\d{1,6})([smhd])", text.strip())
    if not found:
        raise ValueError(f"an age is a number and s, m, h or d, such as 15m, and not {text!r}")
    return timedelta(seconds=int(found[1]) * _UNITS[found[2]])
