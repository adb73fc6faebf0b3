"""A cache in the database: what it holds is seen by all processes at once, and needs no broker.

Django brings one as well; that one throws away what it likes once it holds too much, and whoever fills it
would have limits forgotten. This one forgets nothing before its time. A key is kept as a digest only.
"""

from datetime import datetime, timedelta
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from registry.accounts.models import Kept

FOR_EVER = timedelta(days=3650)


class InDatabase(BaseCache):
    """The cache that is named in the settings. Values are what JSON can say.

    Raises what the database raises: who cannot be counted is not let in.
    """

    def __init__(self, location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        row = Kept.objects.filter(key=self._digest(key, version), ends_at__gt=timezone.now()).first()
        return row.value if row else default

    def set(
        self, key: str, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        values = {"value": value, "ends_at": self._end(timeout)}
        Kept.objects.update_or_create(key=self._digest(key, version), defaults=values)

    def add(
        self, key: str, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        """Set it unless it is there; of many at once, one is told True."""
        digest, ends_at = self._digest(key, version), self._end(timeout)
        over = Kept.objects.filter(key=digest, ends_at__lte=timezone.now())
        if over.update(value=value, ends_at=ends_at):
            return True
        try:
            with transaction.atomic():
                Kept.objects.create(key=digest, value=value, ends_at=ends_at)
        except IntegrityError:
            return False
        return True

    def touch(self, key: str, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        held = Kept.objects.filter(key=self._digest(key, version), ends_at__gt=timezone.now())
        return bool(held.update(ends_at=self._end(timeout)))

    def delete(self, key: str, version: int | None = None) -> bool:
        return bool(Kept.objects.filter(key=self._digest(key, version)).delete()[0])

    def clear(self) -> None:
        Kept.objects.all().delete()

    def _digest(self, key: str, version: int | None) -> str:
        made = self.make_key(key, version=version)
        return salted_hmac("registry.accounts.kept", made, algorithm="sha256").hexdigest()

    def _end(self, timeout: float | None) -> datetime:
        seconds = self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout
        return timezone.now() + (FOR_EVER if seconds is None else timedelta(seconds=seconds))


def tidy(*, now: datetime) -> int:
    """Drop what nobody is to see any more; how many there were."""
    return Kept.objects.filter(ends_at__lte=now).delete()[0]
