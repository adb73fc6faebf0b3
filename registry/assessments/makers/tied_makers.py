"""The makers a person has ties to, all at once: so that a queue need not ask for each of its models.

The same ties as `conflicts_of_interest.ties` finds for one assessment; a test holds the two together.
"""

from collections.abc import Collection

from registry.accounts.addresses import people_at, verified_domains
from registry.assessments.makers.mail_domains import is_public
from registry.assessments.makers.speakers import linked_organizations
from registry.assessments.models import Assessment, DeclaredConflict, MakerDomain, MakerLink


def organizations(user_ids: Collection[int]) -> frozenset[int]:
    """The organizations of whose models these accounts, held to be one person, may judge none."""
    spoken_for = {one for found in linked_organizations(user_ids).values() for one in found}
    return frozenset(spoken_for | _declared(user_ids) | _by_mail(user_ids))


def _declared(user_ids: Collection[int]) -> set[int]:
    """Said of themselves, or answered last as an author."""
    said = DeclaredConflict.objects.filter(user__in=user_ids, ended_at__isnull=True)
    answered = Assessment.objects.filter(author__in=user_ids).exclude(coi_answer="").order_by("submitted_at")
    last = dict(answered.values_list("model__organization", "coi_answer"))
    declared = {organization for organization, word in last.items() if word == Assessment.Coi.DECLARED}
    return declared | set(said.values_list("organization", flat=True))


def _by_mail(user_ids: Collection[int]) -> set[int]:
    """Where one of their verified addresses lies in a domain of the maker."""
    above = _above(verified_domains(user_ids))
    if not above:
        return set()
    noted = MakerDomain.objects.filter(domain__in=above).values_list("organization", flat=True)
    # What speakers of a maker have their addresses in is its domain too, unless anybody gets one there.
    links = MakerLink.objects.filter(ended_at__isnull=True)
    colleagues = people_at([one for one in above if not is_public(one)], among=links.values("user"))
    shown = links.filter(user__in=colleagues).values_list("organization", flat=True)
    return {*noted, *shown}


def _above(domains: Collection[str]) -> set[str]:
    """These domains and all they lie below: a.b.example, b.example, example."""
    return {
        ".".join(parts[start:])
        for parts in (domain.split(".") for domain in domains)
        for start in range(len(parts))
    }
