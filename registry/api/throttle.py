"""How often one address may ask: a limit per process, so that one script cannot keep the pages waiting.

The rate is the setting REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"]["anonymous"], such as "60/min"; without it
there is no limit. The address is read as NUM_PROXIES says, so a forged X-Forwarded-For changes nothing.
"""

from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from rest_framework.request import Request
from rest_framework.settings import api_settings
from rest_framework.throttling import SimpleRateThrottle


class Anonymous(SimpleRateThrottle):
    scope = "anonymous"
    # Not the cache of the pages: what is counted here must not push out what is kept there.
    cache = LocMemCache("api-throttle", {"OPTIONS": {"MAX_ENTRIES": 10_000}})

    def get_rate(self) -> str | None:
        rate = api_settings.DEFAULT_THROTTLE_RATES.get(self.scope)
        return str(rate) if rate else None

    def get_cache_key(self, request: Request, view: Any) -> str:
        return f"{self.scope}:{self.get_ident(request)}"
