"""What nobody came back to: forms kept as they were typed, models added by hand and never assessed."""

from datetime import datetime, timedelta

from django.utils import timezone

from registry.assessments.proposals import typed_forms
from registry.catalog.models import AIModel
from registry.jobs.claims import Claim
from registry.jobs.handlers import handler

KEPT = timedelta(days=30)  # a model of which nothing was ever said


def forget_empty(*, now: datetime) -> int:
    """Models added by hand a month ago of which nobody has drafted anything; how many."""
    empty = AIModel.objects.filter(path__startswith="~", added_at__lt=now - KEPT, scorecard__isnull=True)
    empty = empty.filter(assessments__isnull=True, evidence__isnull=True, hub_entries__isnull=True)
    ids = list(empty.values_list("pk", flat=True))
    AIModel.objects.filter(pk__in=ids).delete()
    return len(ids)


@handler("forget-leftovers")
def forget(held: Claim) -> None:
    """Once a day."""
    now = timezone.now()
    with held.finishing():
        typed_forms.forget_old(now=now)
        forget_empty(now=now)
