"""Days as addresses name them."""

from datetime import UTC, date

from django.utils import timezone


def past_day(text: str) -> date | None:
    """A past day in ISO form; today has not ended and is no answer to "as it stood"."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if text == day.isoformat() and day < timezone.now().astimezone(UTC).date() else None
