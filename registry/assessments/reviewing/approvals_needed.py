"""How many people have to approve, and why more than one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from registry.accounts.trust import Level, level_of
from registry.assessments.makers.conflicts_of_interest import speaks_for
from registry.assessments.models import Assessment
from registry.assessments.proposals.effect import effect
from registry.assessments.proposals.proposed import Proposed
from registry.scorecards.models import Mark, Scorecard
from registry.scorecards.ranks import rank_of

POPULAR = 1000  # models; workflow, needed


@dataclass(frozen=True)
class Needed:
    """How many approvals, and the codes of what asks for the second."""

    count: int
    because: tuple[str, ...]


def needed(assessment: Assessment, proposals: Sequence[Proposed], *, now: datetime) -> Needed:
    """1, or 2 where a headline definition flips, the model is popular, a finding is contested, or the author
    speaks for the maker, has ties to it, or is new. Never more than the setting REVIEW_REQUIRED.
    """
    because = [
        *_flips(assessment, proposals, now),
        *(["popular"] if is_popular(assessment.model_id) else []),
        *(["contested"] if _contested(assessment.model_id, proposals) else []),
        *_of_author(assessment, now),
        *(["asked"] if assessment.two_asked else []),
    ]
    return Needed(capped(2 if because else 1), tuple(because))


def capped(count: int) -> int:
    """No more approvals than this installation asks for."""
    return min(count, settings.REVIEW_REQUIRED)


def _flips(assessment: Assessment, proposals: Sequence[Proposed], now: datetime) -> list[str]:
    moved = effect(assessment.model, proposals, now=now)
    return [f"flips:{name}" for name in moved.flipped(settings.TWO_REVIEWS_FOR)]


def is_popular(model_id: int) -> bool:
    """Whether it is one of the 1,000 most downloaded models. One that nobody downloads is not."""
    rank = Scorecard.objects.filter(pk=model_id).values_list("rank", flat=True).first()
    if rank is None or rank < rank_of(0, 1):
        return False
    above = Scorecard.objects.filter(hidden=False, rank__gt=rank).order_by("-rank")
    return above[:POPULAR].count() < POPULAR


def _contested(model_id: int, proposals: Sequence[Proposed]) -> bool:
    components = {proposed.key[0] for proposed in proposals}
    return Mark.objects.filter(model=model_id, kind=Mark.Kind.CONTESTED, component__in=components).exists()


def _of_author(assessment: Assessment, now: datetime) -> list[str]:
    found = []
    if speaks_for([assessment.author_id], assessment.model.organization_id):
        found.append("maker")
    if assessment.coi_answer == Assessment.Coi.DECLARED:
        found.append("declared")
    if level_of(assessment.author, now=now) is Level.T0:
        found.append("new_author")
    return found
