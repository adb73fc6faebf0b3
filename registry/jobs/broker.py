"""Whether the broker answers. Nothing waits for it: work is recorded in the database and rung for later."""

import time

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

PATIENCE = 0.4  # seconds to connect, and as many to answer
REMEMBERED = 5.0  # seconds

_asked: dict[str, tuple[float, bool]] = {}


def reachable() -> bool:
    """Whether the broker answered within a second; each process asks at most every few seconds."""
    url = settings.REDIS_URL
    asked_at, answered = _asked.get(url, (float("-inf"), False))
    if time.monotonic() - asked_at < REMEMBERED:
        return answered
    answered = _ping(url)
    _asked[url] = (time.monotonic(), answered)
    return answered


def _ping(url: str) -> bool:
    once = Retry(NoBackoff(), 0)
    asked = redis.Redis.from_url(url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE, retry=once)
    try:
        return bool(asked.ping())
    except (redis.RedisError, OSError):
        return False
    finally:
        asked.close()
