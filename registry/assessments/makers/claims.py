"""Claiming an organization: a person shows, by its hub, that they speak for it, and may then answer for it.

What is written here gives the right to reply, and takes the right to judge. Nothing is asked of the hub
while somebody waits: a job looks (jobs.py).
"""

import secrets
from datetime import datetime, timedelta

from django.db import transaction

from registry.accounts import limits
from registry.accounts.actors import SYSTEM, Actor, roles_of
from registry.accounts.events import note
from registry.accounts.models import User
from registry.accounts.roles import Role
from registry.assessments.makers import notices
from registry.assessments.makers.membership import membership_of
from registry.assessments.models import Claim, MakerLink
from registry.assessments.refusals import Missing, NotAllowed, NotYet, TooMany, WrongState
from registry.catalog.models import Organization
from registry.hubs import proof_file
from registry.jobs.queue import enqueue

CHECK = "check-claim"
QUEUE = "fetch"
MOST_OPEN = 5  # claims of one person
LOOKS, LOOKS_PER = 10, timedelta(hours=1)  # of one person, as each asks the hub
EXPIRES_AFTER = timedelta(days=30)
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another


def begin(organization: Organization, *, by: Actor, now: datetime) -> Claim:
    """The person's open claim on this organization, made if there is none. Raises NotAllowed, WrongState."""
    user = _contributor(by, now)
    if not on_hub(organization):
        raise WrongState("not_on_hub")
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        open_ones = Claim.objects.filter(user=user, closed_at__isnull=True)
        if known := open_ones.filter(organization=organization).first():
            return known
        if open_ones.count() >= MOST_OPEN:
            raise WrongState("too_many_claims", most=MOST_OPEN)
        claim = Claim.objects.create(
            user=user, organization=organization, code=_code(8), token=f"sourceform-{_code(40)}", begun_at=now
        )
        _note("claim.begun", claim.organization, by=by, about=user, now=now)
    return claim


def look(claim: Claim, *, repository: str, by: Actor, now: datetime) -> Claim:
    """The file is there now: have it looked for. Raises NotAllowed, NotYet, WrongState, TooMany."""
    user = _own(claim, by, now)
    name = repository.strip().strip("/")
    owner, _, rest = name.partition("/")
    if owner.lower() != claim.organization.slug or not rest or "/" in rest or len(name) > 96:
        raise NotYet([Missing("repository", "not_of_organization", {"slug": claim.organization.slug})])
    wait = limits.take(f"claim:{user.pk}", limit=LOOKS, per=LOOKS_PER, now=now)
    if wait:
        raise TooMany("too_many_looks", wait=wait)
    with transaction.atomic():
        claim = _locked_open(claim)
        claim.repository, claim.asked_at, claim.trouble = name, now, ""
        claim.save(update_fields=["repository", "asked_at", "trouble"])
        enqueue(CHECK, f"{CHECK}:{claim.pk}", {"claim": str(claim.pk)}, queue=QUEUE, priority=1)
    return claim


def withdraw(claim: Claim, *, by: Actor, now: datetime) -> None:
    """The person does not go on with it. Raises NotAllowed, WrongState."""
    _own(claim, by, now)
    with transaction.atomic():
        _close(_locked_open(claim), Claim.Outcome.WITHDRAWN, now=now)
        _note("claim.withdrawn", claim.organization, by=by, about=by.user_id, now=now)


def expire(*, now: datetime) -> int:
    """Close claims that were begun long ago and never proved; how many."""
    old = Claim.objects.filter(closed_at__isnull=True, begun_at__lte=now - EXPIRES_AFTER)
    return old.update(closed_at=now, outcome=Claim.Outcome.EXPIRED)


def prove_by_file(claim: Claim, *, now: datetime) -> MakerLink:
    """The file was read and says what it should. Part of the caller's transaction, which holds the claim."""
    _close(claim, Claim.Outcome.VERIFIED, now=now)
    proof, place = MakerLink.Proof.FILE, claim.repository
    return _link(claim.user, claim.organization, proof, place, by=SYSTEM, now=now, claim=claim)


def prove_by_membership(organization: Organization, *, by: Actor, now: datetime) -> MakerLink:
    """By what the hub said when the person last signed in with it. Raises NotAllowed, WrongState."""
    user = _contributor(by, now)
    if not on_hub(organization) or not membership_of(user.pk).holds(organization.slug, now=now):
        raise NotAllowed("not_a_member", slug=organization.slug)
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        return _link(user, organization, MakerLink.Proof.MEMBERSHIP, organization.slug, by=by, now=now)


def resign(link: MakerLink, *, by: Actor, now: datetime) -> None:
    """The person speaks for the organization no longer. Raises NotAllowed, WrongState."""
    if by.user_id is None or by.user_id != link.user_id:
        raise NotAllowed("not_yours")
    with transaction.atomic():
        end(link, MakerLink.Ending.RESIGNED, by=by, now=now)


def end_by_curator(link: MakerLink, *, because: str, by: Actor, now: datetime) -> None:
    """A curator ends a link that is misused. Raises NotAllowed, NotYet, WrongState."""
    if Role.CURATOR not in roles_of(by, now=now) or by.user_id == link.user_id:
        raise NotAllowed("needs_role", role=Role.CURATOR)
    if len(because.strip()) < 20:
        raise NotYet([Missing("because", "too_short", {"shortest": 20})])
    with transaction.atomic():
        end(link, MakerLink.Ending.ENDED, by=by, now=now, because=because.strip())


def end(link: MakerLink, why: MakerLink.Ending, *, by: Actor, now: datetime, because: str = "") -> None:
    """End a link, and say so to whom it belonged. Part of the caller's transaction. Raises WrongState."""
    ended = MakerLink.objects.filter(pk=link.pk, ended_at__isnull=True)
    if not ended.update(ended_at=now, ended_because=why):
        raise WrongState("ended_already")
    _note(
        "maker.ended",
        link.organization,
        by=by,
        about=link.user_id,
        now=now,
        details={"link": link.pk, "why": why.value},
        because=because,
    )
    notices.ended(link, why, now=now)


def file_of(claim: Claim) -> str:
    """The name of the file that proves this claim."""
    return proof_file.file_name(claim.code)


def on_hub(organization: Organization) -> bool:
    """Whether the organization is an account on the hub, and neither entered by hand nor of bare names."""
    return not organization.slug.startswith(("~", "_"))


def _link(
    user: User,
    organization: Organization,
    proof: MakerLink.Proof,
    shown: str,
    *,
    by: Actor,
    now: datetime,
    claim: Claim | None = None,
) -> MakerLink:
    """A new link, or the standing one with its new proof."""
    values = {"proof": proof, "claim": claim, "shown": shown, "checked_at": now, "trouble": ""}
    link, is_new = MakerLink.objects.update_or_create(
        user=user,
        organization=organization,
        ended_at__isnull=True,
        defaults=values,
        create_defaults={**values, "user": user, "organization": organization, "verified_at": now},
    )
    details = {"link": link.pk, "proof": proof.value}  # not what it shows, which may name the person
    _note("maker.linked", organization, by=by, about=user, now=now, details=details)
    if is_new:
        notices.linked(link, now=now)
    return link


def _contributor(by: Actor, now: datetime) -> User:
    if by.user is None or Role.CONTRIBUTOR not in roles_of(by, now=now):
        raise NotAllowed("needs_role", role=Role.CONTRIBUTOR)
    return by.user


def _own(claim: Claim, by: Actor, now: datetime) -> User:
    user = _contributor(by, now)
    if claim.user_id != user.pk:
        raise NotAllowed("not_yours")
    return user


def _locked_open(claim: Claim) -> Claim:
    row = Claim.objects.select_for_update(of=("self",)).select_related("organization").get(pk=claim.pk)
    if row.closed_at is not None:
        raise WrongState("claim_closed", state=row.outcome)
    return row


def _close(claim: Claim, outcome: Claim.Outcome, *, now: datetime) -> None:
    claim.outcome, claim.closed_at = outcome, now
    claim.save(update_fields=["outcome", "closed_at"])


def _note(
    verb: str,
    organization: Organization,
    *,
    by: Actor,
    about: User | int | None,
    now: datetime,
    details: dict[str, object] | None = None,
    because: str = "",
) -> None:
    target = f"organization:{organization.slug}"
    note(verb, by=by, target=target, now=now, about=about, details=details, because=because)


def _code(letters: int) -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(letters))
