"""How long somebody stays signed in: 14 days after the last visit, 30 days after signing in, and not longer.

The engine of Django that keeps sessions in the database, with two times in each of them. A session is noted
as used once an hour, so that reading writes next to nothing.
"""

from datetime import timedelta
from typing import Any

from django.contrib.sessions.backends import db
from django.db.models import F
from django.utils import timezone

from registry.accounts import flags
from registry.accounts.models import User

LONGEST = timedelta(days=30)
NOTED_EVERY = timedelta(hours=1)
BEGAN, SEEN = "began", "seen"


class SessionStore(db.SessionStore):
    """A session of somebody; an empty one when its time is over."""

    def load(self) -> dict[str, Any]:
        found = super().load()
        if not found:
            return found
        now = timezone.now().timestamp()
        if now - found.setdefault(BEGAN, now) > LONGEST.total_seconds():
            self.delete(self.session_key)
            self._session_key = None
            return {}
        if now - found.get(SEEN, 0) > NOTED_EVERY.total_seconds() and not nothing_is_written():
            found[SEEN] = now
            self.modified = True
        return found

    def begin(self) -> None:
        """Count from now: somebody signed in."""
        self[BEGAN] = self[SEEN] = timezone.now().timestamp()


def nothing_is_written() -> bool:
    return bool(flags.on() & {flags.Name.READ_ONLY, flags.Name.DENY_LOGIN})


def end_all(user: User) -> None:
    """End every session of this person, wherever it was opened: at its next request nobody is signed in."""
    User.objects.filter(pk=user.pk).update(epoch=F("epoch") + 1)
    user.refresh_from_db(fields=["epoch"])
