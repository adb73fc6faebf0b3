"""Days as addresses name them, and as pages write them."""

from datetime import UTC, date, timedelta

from django.utils import timezone
from django.utils.formats import date_format


def past_day(text: str) -> date | None:
    """A past day in ISO form; today has not ended and is no answer to "as it stood"."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if text == day.isoformat() and day <= yesterday() else None


def yesterday() -> date:
    """The last day that has ended, in UTC."""
    return timezone.now().astimezone(UTC).date() - timedelta(days=1)


def day(text: str) -> str:
    """An ISO day or month as the language writes it; anything else as it is."""
    try:
        if len(text) == len("2026-11"):
            return date_format(date.fromisoformat(f"{text}-01"), "YEAR_MONTH_FORMAT")
        return date_format(date.fromisoformat(text))
    except ValueError:
        return text
