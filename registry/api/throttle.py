"""How often the API may be asked: by address for anybody, by person for whoever sends a token.

The rates are the setting REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"], such as "60/min"; without one there is no
limit. Each web process counts by itself, so that reading needs neither broker nor database. The address is
read as NUM_PROXIES says, so a forged X-Forwarded-For changes nothing.
"""

import ipaddress
import math
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.http import HttpResponse
from rest_framework.request import Request
from rest_framework.settings import api_settings
from rest_framework.throttling import SimpleRateThrottle

EXPOSED = "RateLimit, RateLimit-Policy"
ANONYMOUS, USER = "anonymous", "user"


class Limit(SimpleRateThrottle):
    """A limit that says in its answers how much of it is left (RateLimit and RateLimit-Policy)."""

    scope = ANONYMOUS
    # Not the cache of the pages: what is counted here must not push out what is kept there.
    cache = LocMemCache("api-throttle", {"OPTIONS": {"MAX_ENTRIES": 10_000}})
    num_requests: int | None
    duration: int | None  # seconds
    history: list[float]
    now: float

    def get_rate(self) -> str | None:
        rate = api_settings.DEFAULT_THROTTLE_RATES.get(self.scope)
        return str(rate) if rate else None

    def get_cache_key(self, request: Request, view: Any) -> str:
        return f"{self.scope}:{network(self.get_ident(request))}"

    def say(self, answer: HttpResponse) -> None:
        """The headers of the draft of the IETF: what is allowed, and what is left of it for how long."""
        if self.rate is None or not hasattr(self, "now") or not self.num_requests or not self.duration:
            return
        left = max(0, self.num_requests - len(self.history))
        since = self.now - self.history[-1] if self.history else 0.0
        answer["RateLimit-Policy"] = f'"{self.scope}";q={self.num_requests};w={self.duration}'
        answer["RateLimit"] = f'"{self.scope}";r={left};t={math.ceil(self.duration - since)}'


class Asking(Limit):
    """Questions: so many a minute of an address, or ten times as many of a person."""

    def allow_request(self, request: Request, view: Any) -> bool:
        if request.auth is not None:
            self.scope = USER
            self.rate = self.get_rate()
            self.num_requests, self.duration = self.parse_rate(self.rate)
        return bool(super().allow_request(request, view))

    def get_cache_key(self, request: Request, view: Any) -> str:
        # By person, not by token: who makes twenty may not ask twenty times as often.
        return f"{USER}:{request.user.pk}" if self.scope == USER else super().get_cache_key(request, view)


def network(address: str) -> str:
    """An address as it is counted: of IPv6 the /64, as one subscriber has all of it."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if known.version == 4:
        return str(known)
    return str(ipaddress.ip_network((known, 64), strict=False))
