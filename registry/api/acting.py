"""Who asks the API: nobody in particular, or the person whose token is sent. No cookie is ever looked at."""

from typing import Any

from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework import exceptions
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request

from registry import logs
from registry.accounts import flags, tokens
from registry.accounts.actors import Actor
from registry.accounts.models import Token, User

CHALLENGE = 'Bearer realm="Sourceform"'
LONGEST = 200  # characters of the header that are looked at


class MissingScope(exceptions.PermissionDenied):
    """The token is good, and was not made for this."""

    def __init__(self, scope: str) -> None:
        super().__init__(f"This takes a token with the scope {scope!r}; the one sent has it not.")
        self.auth_header = f'{CHALLENGE}, error="insufficient_scope", scope="{scope}"'


class ByToken(BaseAuthentication):
    """`Authorization: Bearer sourceform_...`, and nothing else.

    While nobody is signed in a token is as none, like a session; while nothing is written nor is its use.
    """

    def authenticate(self, request: Request) -> tuple[User, Token] | None:
        sent = request.headers.get("Authorization", "")
        if not sent:
            return None
        kind, _, secret = sent[:LONGEST].partition(" ")
        token = None
        if kind.lower() == "bearer":
            token = tokens.find(secret.strip(), now=timezone.now())
        if token is None:
            raise exceptions.AuthenticationFailed("The token sent is not known, was revoked or is over.")
        switched = flags.on()
        if flags.Name.DENY_LOGIN in switched:
            return None
        if flags.Name.READ_ONLY not in switched:
            tokens.note_use(token, now=timezone.now())
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return CHALLENGE


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # a library without types
    """How the schema describes it."""

    target_class = ByToken
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "A token made at /me/tokens/, with the scope that the address asks for.",
        }


def actor_of(request: Request) -> Actor:
    """The actor of a request: never with a second factor, so that no token reviews or moderates."""
    token: Any = request.auth  # a Token of ours, where the library speaks of its own
    if token is None:
        return Actor(None, via="api", request_id=logs.request_id())
    return Actor(token.user, via="api", request_id=logs.request_id(), scopes=frozenset(token.scopes))


def person_of(request: Request, scope: str) -> Actor:
    """Whoever sent a token for this. Raises NotAuthenticated (401) and MissingScope (403)."""
    actor = actor_of(request)
    if actor.user is None or actor.scopes is None:
        raise exceptions.NotAuthenticated("Send a token: Authorization: Bearer sourceform_...")
    if scope not in actor.scopes:
        raise MissingScope(scope)
    return actor
