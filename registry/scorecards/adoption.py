"""A base that is listed after thousands of its derivatives: they are connected by jobs, some at a time."""

import hashlib
import json
from collections.abc import Collection
from datetime import datetime

from registry.catalog import lineage
from registry.catalog.models import AIModel
from registry.jobs.queue import enqueue
from registry.scorecards import derive
from registry.scorecards.models import Scorecard
from registry.scorecards.record import Cause, Derived, record_many

KIND = "adopt"
MOST = 1000  # links connected in one step


def ask(model_ids: Collection[int], *, turn: int = 0) -> None:
    """Have the links connected that wait for these models. Part of the caller's transaction."""
    if model_ids:
        listed = sorted(model_ids)
        digest = hashlib.sha256(json.dumps(listed).encode()).hexdigest()
        payload = {"models": listed, "turn": turn}
        enqueue(KIND, f"{KIND}:{digest[:32]}:{turn}", payload, queue="bulk")


def take_step(model_ids: Collection[int], turn: int, *, now: datetime) -> None:
    """Connect some of them, record those derivatives, and ask for the rest."""
    children = lineage.adopt(AIModel.objects.filter(pk__in=model_ids), most=MOST)
    if not children:
        return
    known = Scorecard.objects.filter(pk__in=children).order_by("pk").values_list("pk", flat=True)
    record_many([Derived(model_id) for model_id in known], cause=Cause.BASE, now=now)
    derive.after_models(children)
    ask(model_ids, turn=turn + 1)
