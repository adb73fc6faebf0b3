"""Asking to be told of a model, and not any more."""

from datetime import datetime

from registry.accounts.models import User
from registry.catalog.models import AIModel, Watch

MOST = 2000  # models watched by one person


class TooMany(Exception):
    """One person watches no more than this many models."""


def watch(user: User, model: AIModel, *, now: datetime) -> bool:
    """Watch a model from now on; False when the person did already. Raises TooMany."""
    if not is_watched(user.pk, model.pk) and Watch.objects.filter(user=user).count() >= MOST:
        raise TooMany
    return Watch.objects.get_or_create(user=user, model=model, defaults={"since": now})[1]


def unwatch(user: User, model: AIModel) -> bool:
    """Watch a model no longer; False when the person did not."""
    return bool(Watch.objects.filter(user=user, model=model).delete()[0])


def is_watched(user_id: int, model_id: int) -> bool:
    return Watch.objects.filter(user=user_id, model=model_id).exists()


def watched(user: User) -> list[Watch]:
    """The listed models that this person watches, by path."""
    rows = Watch.objects.filter(user=user, model__hidden=False)
    return list(rows.select_related("model__organization").order_by("model__path"))
