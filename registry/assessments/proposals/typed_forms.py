"""Keep what people typed where it is no proposed fact (yet): nothing typed is ever lost."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from django.db import transaction

from registry.accounts.models import User
from registry.assessments.models import Typed
from registry.catalog.models import AIModel

Because = Typed.Because
MOST_ROWS = 300  # of one person, the latest
LONGEST = 100_000  # characters of one form
KEPT = timedelta(days=180)


class TooLong(Exception):
    """More text than any form can hold."""


@transaction.atomic
def keep(
    user: User, model: AIModel, step: str, fields: Mapping[str, str], *, because: Because, now: datetime
) -> Typed:
    """Keep these fields in place of those kept before for the same reason. Raises TooLong."""
    if sum(map(len, fields.values())) > LONGEST:
        raise TooLong
    row, _ = Typed.objects.update_or_create(
        user=user, model=model, step=step, because=because, defaults={"fields": dict(fields), "at": now}
    )
    surplus = Typed.objects.filter(user=user).order_by("-at", "-pk").values_list("pk", flat=True)[MOST_ROWS:]
    Typed.objects.filter(pk__in=list(surplus)).delete()
    return row


def kept(user: User, model: AIModel, step: str) -> dict[str, Typed]:
    """What is kept for one step, by reason."""
    return {row.because: row for row in Typed.objects.filter(user=user, model=model, step=step)}


def kept_of(user: User) -> list[Typed]:
    """All that is kept for a person, the latest first."""
    return list(Typed.objects.filter(user=user).select_related("model").order_by("-at", "-pk"))


def forget(user: User, model: AIModel, step: str, *, because: Collection[Because] = tuple(Because)) -> int:
    """It was saved, or is not wanted any more."""
    return Typed.objects.filter(user=user, model=model, step=step, because__in=because).delete()[0]


def forget_old(*, now: datetime) -> int:
    """What nobody came back to for half a year."""
    return Typed.objects.filter(at__lt=now - KEPT).delete()[0]
