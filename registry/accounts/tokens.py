"""API tokens: how one is made, found by what is sent, and taken back.

A token reads and proposes for the person who made it, and does nothing that needs a role: reviewing and
moderating take a session that a second factor opened, which no program can show.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet

from registry.accounts import events, notify, roles, token_text
from registry.accounts.actors import Actor
from registry.accounts.models import Notification, Token, User
from registry.accounts.refusals import NotAllowed, NotReady
from registry.accounts.roles import Role

KINDS = "token."  # how kinds of messages about tokens begin
LONGEST = timedelta(days=365)  # a token is good for
LONGEST_NAME = 80  # characters
MOST = 20  # tokens in force of one person
SELDOM = timedelta(minutes=1)  # between two notes of its use


def issue(
    user: User, *, name: str, scopes: Collection[str], expires_at: datetime, by: Actor, now: datetime
) -> tuple[Token, str]:
    """A new token and its text, which is kept nowhere.

    Doors ask for the password or a key again before they call this. Raises NotAllowed without a verified
    address, NotReady with a code: no_name, name_taken, no_scope, bad_expiry, too_many.
    """
    secret = token_text.new()
    row = Token(
        user=user,
        name=name.strip(),
        digest=token_text.digest(secret),
        last=secret[-token_text.LAST :],
        scopes=sorted(set(scopes)),
        created_at=now,
        expires_at=expires_at,
    )
    _refuse(row, now)
    with transaction.atomic():
        _keep(row, now)
        details = {"last": row.last, "scopes": row.scopes, "expires": expires_at.date().isoformat()}
        events.note("token.issued", by=by, target=row.event_name, now=now, details=details, about=user)
        _tell(row, "token.issued", now)
    return row, secret


def _refuse(row: Token, now: datetime) -> None:
    """Refuse what can be told to be wrong without a look at other tokens."""
    if Role.CONTRIBUTOR not in roles.of(row.user, mfa=False, now=now):
        raise NotAllowed("no_address")
    if not row.name or len(row.name) > LONGEST_NAME:
        raise NotReady("no_name")
    if not row.scopes or not set(row.scopes) <= set(Token.Scope.values):
        raise NotReady("no_scope")
    if not now < row.expires_at <= now + LONGEST:
        raise NotReady("bad_expiry")


def _keep(row: Token, now: datetime) -> None:
    # The person's row is held, so that two requests at once cannot pass the limit together.
    User.objects.select_for_update().get(pk=row.user_id)
    ended = Token.objects.filter(user=row.user_id, revoked_at=None, expires_at__lte=now)
    ended.update(revoked_at=F("expires_at"), revoked_because=Token.Because.EXPIRED)
    if in_force(now).filter(user=row.user_id).count() >= MOST:
        raise NotReady("too_many")
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise NotReady("name_taken") from None


def in_force(now: datetime) -> QuerySet[Token]:
    """Tokens that open something now, of people who may still come in."""
    return Token.objects.filter(revoked_at=None, expires_at__gt=now, user__is_active=True)


def of(user: User) -> list[Token]:
    """All tokens a person ever had, the newest first."""
    return list(Token.objects.filter(user=user))


def find(secret: str, *, now: datetime) -> Token | None:
    """The token with this text, with its owner; None for any other text, and for one that is over."""
    if not token_text.is_spelled(secret):
        return None
    return in_force(now).select_related("user").filter(digest=token_text.digest(secret)).first()


def note_use(token: Token, *, now: datetime) -> None:
    """Remember that a token was used, once a minute at most."""
    before = now - SELDOM
    if token.last_used_at is not None and token.last_used_at > before:
        return
    unnoted = Q(last_used_at=None) | Q(last_used_at__lte=before)
    Token.objects.filter(unnoted, pk=token.pk).update(last_used_at=now)


def revoke(user: User, pk: UUID, *, because: str, by: Actor, now: datetime) -> bool:
    """Take back a token of this person; False where they have none of this number in force."""
    return _revoke(Token.objects.filter(user=user, pk=pk), because=because, by=by, now=now) > 0


def revoke_found(secret: str, *, where: str, by: Actor, now: datetime) -> Token | None:
    """Take back a token that somebody found in a public place; whoever holds its text may do so."""
    token = find(secret, now=now)
    if token is None:
        return None
    _revoke(Token.objects.filter(pk=token.pk), because=Token.Because.FOUND, by=by, now=now, where=where)
    return token


def revoke_all(user: User, *, because: str, by: Actor, now: datetime) -> int:
    """Take back every token of an account: its password changed, or it is shut. How many there were."""
    return _revoke(Token.objects.filter(user=user), because=because, by=by, now=now)


def _revoke(rows: QuerySet[Token], *, because: str, by: Actor, now: datetime, where: str = "") -> int:
    """One conditional update for each row: of two who revoke at once one notes the event."""
    done, why = 0, Token.Because(because)
    with transaction.atomic():
        for row in rows.filter(revoked_at=None):
            changed = Token.objects.filter(pk=row.pk, revoked_at=None).update(
                revoked_at=now, revoked_because=why
            )
            if changed:
                _note_revoked(row, why, by=by, now=now, where=where)
            done += changed
    return done


def _note_revoked(row: Token, why: Token.Because, *, by: Actor, now: datetime, where: str) -> None:
    events.note(
        "token.revoked",
        by=by,
        target=row.event_name,
        now=now,
        details={"because": why.value},
        about=row.user_id,
        because=where,
    )
    if why is Token.Because.FOUND:
        _tell(row, "token.found", now)


def _tell(row: Token, kind: str, now: datetime) -> None:
    """Tell its owner at once: a token nobody asked for, or one that others have, is theirs to look after."""
    key, details = f"token:{row.pk}:{kind}", {"last": row.last}
    notify.notify([row.user_id], kind=kind, key=key, target="", details=details, now=now, must=True)


def may_see(user: User, told: Notification) -> bool:
    """Whether a message about a token is for this person: its owner, and nobody else."""
    return told.user_id == user.pk
