"""What the hub said of a person when they last signed in with their account there.

Only the name of an account counts, which is unique on the hub: what an organization calls itself is not. The
hub is believed for a day; whoever left an organization is out of it with the next sign-in, or a day later.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from allauth.socialaccount.models import SocialAccount

PROVIDER = "huggingface"  # as the settings name it
FRESH = timedelta(hours=24)
MOST = 500  # organizations of one person


@dataclass(frozen=True, slots=True)
class Membership:
    """The accounts at the hub that a person acts for, lower-cased, and when the hub said so."""

    names: frozenset[str] = frozenset()
    said_at: datetime | None = None

    def holds(self, slug: str, *, now: datetime) -> bool:
        """Whether the person is in this organization, or is it, by what the hub said in the last day."""
        fresh = self.said_at is not None and now - FRESH < self.said_at <= now + timedelta(minutes=5)
        return fresh and slug in self.names


def membership_of(user_id: int) -> Membership:
    """What is known of this person; empty for somebody who never signed in with the hub."""
    account = SocialAccount.objects.filter(user=user_id, provider=PROVIDER).order_by("-last_login").first()
    return Membership(names_in(account.extra_data), account.last_login) if account else Membership()


def told_names(user_ids: Collection[int]) -> Mapping[int, frozenset[str]]:
    """The accounts at the hub each of these people was last said to act for, however long ago."""
    rows = SocialAccount.objects.filter(user__in=user_ids, provider=PROVIDER).order_by("last_login")
    return {row.user_id: names_in(row.extra_data) for row in rows}


def names_in(told: object) -> frozenset[str]:
    """The account names in what the hub told, own name first; anything odd is left out."""
    profile = _profile(told)
    rows = profile.get("orgs")
    named = [profile, *(rows[:MOST] if isinstance(rows, list) else [])]
    return frozenset(name for name in map(_name, named) if name)


def _profile(told: object) -> Mapping[str, Any]:
    """The answer of the hub's user info, else the claims of its signed token."""
    data = told if isinstance(told, dict) else {}
    for part in (data.get("userinfo"), data.get("id_token"), data):
        if isinstance(part, dict) and part:
            return part
    return {}


def _name(row: object) -> str:
    name = row.get("preferred_username") if isinstance(row, dict) else None
    return name.lower() if isinstance(name, str) and len(name) <= 120 and name.isascii() else ""
