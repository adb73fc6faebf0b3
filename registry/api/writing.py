"""What all writing of the API holds to: a token, one version, one time, and not too often."""

import hashlib
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from http import HTTPStatus

from django.utils import timezone
from rest_framework import exceptions
from rest_framework.request import Request

from registry.accounts import limits
from registry.accounts.actors import Actor
from registry.accounts.models import Token
from registry.accounts.once import LONGEST, Done, OtherRequest, once
from registry.accounts.trust import Level, level_of
from registry.api.acting import person_of
from registry.assessments.refusals import TooMany

# Writes of one person in an hour, by trust level, over all processes. What may be begun and handed in within
# a day is the matter of the assessments themselves.
AN_HOUR = {Level.T0: 60, Level.T1: 300, Level.T2: 600}
_VERSION = re.compile(r'"(\d{1,9})"')
_KEY = re.compile(rf'"?([\x21\x23-\x7e]{{1,{LONGEST}}})"?')


class VersionMissing(exceptions.APIException):
    """Nothing says on what the change was based."""

    status_code = HTTPStatus.PRECONDITION_REQUIRED
    default_detail = 'Send If-Match with the version you read, as in If-Match: "3".'


class BadHeader(exceptions.APIException):
    status_code = HTTPStatus.BAD_REQUEST


class KeyUsed(exceptions.APIException):
    """The idempotency key was sent before, with something else."""

    status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    default_detail = "This Idempotency-Key was sent within the last 24 hours with another request."


def writer(request: Request, *, now: datetime) -> Actor:
    """Whoever may write now. Raises NotAuthenticated, MissingScope or TooMany."""
    actor = person_of(request, Token.Scope.ASSESS)
    person = actor.person
    most = AN_HOUR[level_of(person, now=now)]
    wait = limits.take(f"api-write:{person.pk}", limit=most, per=timedelta(hours=1), now=now)
    if wait is not None:
        raise TooMany("writes", wait=wait, most=most)
    return actor


def version_of(request: Request) -> int:
    """The version a change is based on. Raises VersionMissing or BadHeader."""
    sent = request.headers.get("If-Match", "").strip()
    if sent in ("", "*"):
        raise VersionMissing
    found = _VERSION.fullmatch(sent)
    if found is None:
        raise BadHeader('If-Match: expected one version in quotes, as in "3".')
    return int(found[1])


def done_once(request: Request, actor: Actor, body: bytes, act: Callable[[], Done]) -> Done:
    """What `act` does; with an Idempotency-Key only the first time. Raises BadHeader, KeyUsed."""
    sent = request.headers.get("Idempotency-Key", "").strip()
    if not sent:
        return act()
    found = _KEY.fullmatch(sent)
    if found is None:
        raise BadHeader(f"Idempotency-Key: expected up to {LONGEST} printable characters without spaces.")
    said = [str(request.method), request.path, request.headers.get("If-Match", "")]
    digest = hashlib.sha256("\n".join(said).encode() + b"\n" + body).hexdigest()
    try:
        return once(actor.person, found[1], digest=digest, now=timezone.now(), act=act)
    except OtherRequest as error:
        raise KeyUsed from error
