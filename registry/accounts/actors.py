"""Who acts: a person or the machine, how it came in, and whether its second factor was shown."""

from dataclasses import dataclass
from datetime import datetime

from registry.accounts import roles
from registry.accounts.models import User
from registry.accounts.roles import Role


@dataclass(frozen=True)
class Actor:
    """Whoever does something. `mfa`: this session was opened with a second factor."""

    user: User | None
    mfa: bool = False
    via: str = "page"  # page, api, command, system
    request_id: str = ""
    scopes: frozenset[str] | None = None  # of an API token; None is no token

    @property
    def user_id(self) -> int | None:
        return self.user.pk if self.user else None

    @property
    def person(self) -> User:
        """Whoever acts, where only a person can. Raises ValueError for anybody else."""
        if self.user is None:
            raise ValueError(f"only a person can do this, not {self.via}")
        return self.user

    @property
    def is_system(self) -> bool:
        return self.user is None and self.via == "system"


SYSTEM = Actor(None, via="system")
OPERATOR = Actor(None, via="command")  # somebody at the command line of the installation


def roles_of(actor: Actor, *, now: datetime) -> frozenset[Role]:
    """What the actor is at this moment. Machine and operator hold no role: verbs name them by themselves."""
    if actor.user is None and actor.via in {"system", "command"}:
        return roles.NOBODY
    return roles.of(actor.user, mfa=actor.mfa, now=now)
