"""Conflict of interest: ties between a person, the maker of a model, and whoever proposed facts of it.

Computed when it is asked for, from rows as they are then; what was found goes into the event of the act.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from registry.accounts.actors import Actor
from registry.accounts.addresses import verified_domains
from registry.accounts.events import note
from registry.accounts.links import same_person
from registry.accounts.models import User
from registry.assessments.makers.mail_domains import is_public, within
from registry.assessments.makers.speakers import linked_organizations
from registry.assessments.models import Assessment, CoAuthor, DeclaredConflict, MakerDomain, MakerLink
from registry.catalog.models import Organization

_DOMAIN = re.compile(r"(?=.{4,253}$)[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})+")


@dataclass(frozen=True)
class Ties:
    """What stands between a person and judging an assessment."""

    organization: int
    own: bool = False  # the author
    co_author: bool = False
    linked_account: bool = False  # with the author or a co-author
    maker: bool = False  # speaks for the maker
    mail_domain: bool = False  # has a verified address at the maker
    declared: bool = False  # says so

    @property
    def first(self) -> str:
        """The code of the first tie, or ""."""
        names = ("own", "co_author", "linked_account", "maker", "mail_domain", "declared")
        return next((name for name in names if getattr(self, name)), "")

    def as_json(self) -> dict[str, Any]:
        """What an event keeps: what was looked at, and what was found."""
        return {"organization": self.organization} | {
            name: getattr(self, name)
            for name in ("own", "co_author", "linked_account", "maker", "mail_domain", "declared")
        }


def ties(user: User, assessment: Assessment, *, declares: bool = False) -> Ties:
    """What ties this person to the assessment, and to the maker of its model, at this moment."""
    organization = assessment.model.organization_id
    co_authors = set(CoAuthor.objects.filter(assessment=assessment).values_list("user", flat=True))
    authors = {assessment.author_id, *co_authors}
    persons = same_person(user.pk)
    return Ties(
        organization,
        own=user.pk == assessment.author_id,
        co_author=user.pk in co_authors,
        linked_account=bool((persons - {user.pk}) & authors),
        maker=speaks_for(persons, organization),
        mail_domain=has_address_at(persons, organization),
        declared=declares or has_declared(persons, organization),
    )


def speaks_for(user_ids: Collection[int], organization: int) -> bool:
    """Whether one of these accounts is linked to the maker, however long ago that was checked."""
    return any(organization in found for found in linked_organizations(user_ids).values())


def has_address_at(user_ids: Collection[int], organization: int) -> bool:
    """Whether one of these accounts has a verified address in a mail domain of the maker."""
    theirs = domains_of(organization)
    return any(within(domain, theirs) for domain in verified_domains(user_ids))


def domains_of(organization: int) -> frozenset[str]:
    """The mail domains of a maker: those curators noted, and those of the people who speak for it."""
    noted = MakerDomain.objects.filter(organization=organization).values_list("domain", flat=True)
    speakers = MakerLink.objects.filter(organization=organization, ended_at__isnull=True)
    shown = verified_domains(list(speakers.values_list("user", flat=True)))
    return frozenset({*noted, *(domain for domain in shown if not is_public(domain))})


@transaction.atomic
def note_domain(organization: Organization, domain: str, *, by: Actor, now: datetime) -> None:
    """Note a mail domain of a maker. Raises ValueError for what is no domain, or open to everybody."""
    plain = domain.strip().lower().rstrip(".")
    if not _DOMAIN.fullmatch(plain) or is_public(plain):
        raise ValueError(f"{plain!r} is no mail domain of a maker")
    _, is_new = MakerDomain.objects.get_or_create(
        organization=organization, domain=plain, defaults={"by": by.user, "at": now}
    )
    if is_new:
        details = {"domain": plain}
        note(
            "maker.domain_noted", by=by, target=f"organization:{organization.slug}", now=now, details=details
        )


def has_declared(user_ids: Collection[int], organization: int) -> bool:
    """Whether one of these accounts said of itself that it has ties to the maker, and did not take it back.

    As an author counts what was answered last.
    """
    if DeclaredConflict.objects.filter(
        user__in=user_ids, organization=organization, ended_at__isnull=True
    ).exists():
        return True
    answered = Assessment.objects.filter(author__in=user_ids, model__organization=organization)
    last = answered.exclude(coi_answer="").order_by("-submitted_at").values_list("coi_answer", flat=True)
    return last.first() == Assessment.Coi.DECLARED


def declare(user: User, organization: int, *, note: str, now: datetime) -> None:
    """Write down that somebody has ties to a maker. Said twice, the first stays."""
    DeclaredConflict.objects.get_or_create(
        user=user,
        organization_id=organization,
        ended_at=None,
        defaults={"note": note[:500], "at": now},
    )
