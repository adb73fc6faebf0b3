"""What an upheld dispute opens: an assessment of the disputed finding, which two people have to approve."""

from datetime import datetime

from registry.accounts.actors import Actor
from registry.assessments.disputes.decisions import Open
from registry.assessments.models import Assessment, Dispute
from registry.assessments.proposals.proposed import Cited, Proposed, citation_from_json
from registry.assessments.steps import drafts
from registry.scorecards import stored
from registry.scorecards.models import Evidence


def opening(by: Actor, now: datetime) -> Open:
    """Opens the assessment in the name of whoever decides; it is a draft, to be written out and handed in."""

    def opened(dispute: Dispute) -> Assessment:
        return drafts.create(
            dispute.model,
            facts=[_proposed(dispute)],
            by=by,
            now=now,
            origin=Assessment.Origin.EDIT,
            summary=f"Dispute {dispute.pk}",
            two_asked=True,
        )

    return opened


def _proposed(dispute: Dispute) -> Proposed:
    """The finding as it stands, with the proofs of both sides: what it should say is still to be written."""
    evidence = dispute.evidence
    now_in_force = Evidence.objects.filter(
        model=dispute.model,
        component=dispute.component,
        qualifier=dispute.qualifier,
        source=Evidence.Source.REVIEW,
        retired__isnull=True,
    ).first()
    said = now_in_force or evidence
    kept = [
        Cited(row.url, row.quote, row.accessed_on, row.locator, row.archive_url)
        for row in said.citations.all()
    ]
    new = [citation_from_json(cited) for cited in dispute.citations]
    return Proposed(
        fact=stored.row_of(said),
        citations=tuple(dict.fromkeys([*new, *kept])),
        note=said.note,
        base_id=now_in_force.pk if now_in_force else None,
    )
