"""Telling people of links between persons and makers: the person always, and who else speaks there."""

from datetime import datetime

from registry.accounts.notify import notify
from registry.assessments.models import MakerLink

LINKED, ENDED, JOINED = "maker_linked", "maker_ended", "maker_joined"


def linked(link: MakerLink, *, now: datetime) -> None:
    """The person may now speak; the others who do are told, so that a stranger among them is seen."""
    slug = link.organization.slug
    details = {"organization": slug, "proof": link.proof, "shown": link.shown}
    key = f"maker:{link.pk}"
    notify(
        [link.user_id], kind=LINKED, key=f"{key}:linked", target=slug, details=details, now=now,
        at_once=True, must=True,
    )  # fmt: skip
    others = MakerLink.objects.filter(organization=link.organization_id, ended_at__isnull=True)
    told = others.exclude(user=link.user_id).values_list("user", flat=True)
    notify(told, kind=JOINED, key=f"{key}:joined", target=slug, details=details, now=now, at_once=True)


def ended(link: MakerLink, why: MakerLink.Ending, *, now: datetime) -> None:
    slug = link.organization.slug
    details = {"organization": slug, "why": why.value, "shown": link.shown}
    notify(
        [link.user_id], kind=ENDED, key=f"maker:{link.pk}:ended", target=slug, details=details, now=now,
        at_once=True, must=True,
    )  # fmt: skip
