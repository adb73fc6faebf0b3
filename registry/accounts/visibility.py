"""Who may be told of what: each floor registers, by the beginning of a kind, who can see what it is about."""

from collections.abc import Callable

from registry.accounts.models import Notification, User

Check = Callable[[User, Notification], bool]
_checks: dict[str, Check] = {}


def register(kind_prefix: str, check: Check) -> None:
    """Whether a person can see, at this moment, what messages of these kinds are about."""
    if kind_prefix in _checks:
        raise ValueError(f"two checks for messages of kind {kind_prefix!r}")
    _checks[kind_prefix] = check


def is_known(kind: str) -> bool:
    return _check_of(kind) is not None


def may_see(user: User, told: Notification) -> bool:
    """Whether this person can see now what it is about. What nobody vouches for is seen by nobody."""
    check = _check_of(told.kind)
    return user.is_active and user.deleted_at is None and check is not None and check(user, told)


def _check_of(kind: str) -> Check | None:
    """The check with the longest beginning of the kind."""
    fitting = [prefix for prefix in _checks if kind.startswith(prefix)]
    return _checks[max(fitting, key=len)] if fitting else None
