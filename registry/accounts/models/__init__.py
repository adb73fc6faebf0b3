"""Tables of this floor, by noun."""

from registry.accounts.models.account_link import AccountLink
from registry.accounts.models.answered import Answered
from registry.accounts.models.event import Event, Seal
from registry.accounts.models.grant import Grant, Nomination
from registry.accounts.models.notification import Notification
from registry.accounts.models.security_event import SecurityEvent
from registry.accounts.models.switch import Switch
from registry.accounts.models.tally import Kept, Tally
from registry.accounts.models.token import Token
from registry.accounts.models.trust import Trust
from registry.accounts.models.user import User

__all__ = [
    "AccountLink",
    "Answered",
    "Event",
    "Grant",
    "Kept",
    "Nomination",
    "Notification",
    "Seal",
    "SecurityEvent",
    "Switch",
    "Tally",
    "Token",
    "Trust",
    "User",
]
