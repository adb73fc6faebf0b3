"""E-mail addresses that people have proved to be theirs."""

from collections.abc import Collection
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Exists, OuterRef, Q, QuerySet

from registry.accounts.models import User


def has_verified(user: str) -> Exists:
    """Whether the user of a row (the name of its column) has a verified address."""
    return Exists(EmailAddress.objects.filter(user=OuterRef(user), verified=True))


def verified_of(user: User) -> str:
    """The verified address to write to: the one marked as primary before others; empty without any."""
    found = EmailAddress.objects.filter(user=user, verified=True).order_by("-primary", "pk")
    return str(found.values_list("email", flat=True).first() or "")


def people_at(domains: Collection[str], *, among: QuerySet[Any]) -> frozenset[int]:
    """Those of these users (a query of their ids) who have a verified address in one of these domains."""
    there = Q()
    for domain in domains:
        there |= Q(email__iendswith=f"@{domain}")
    if not there:
        return frozenset()
    rows = EmailAddress.objects.filter(there, user__in=among, verified=True)
    return frozenset(rows.values_list("user", flat=True))


def verified_domains(user_ids: Collection[int]) -> frozenset[str]:
    """The domains, in lower case, of all verified addresses of these people."""
    rows = EmailAddress.objects.filter(user__in=user_ids, verified=True).values_list("email", flat=True)
    return frozenset(address.rpartition("@")[2].lower().rstrip(".") for address in rows)
