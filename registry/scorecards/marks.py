"""Notes on a scorecard that change no value and make no revision."""

from datetime import datetime

from registry.scorecards.models import Change


def note_move(model_id: int, *, now: datetime) -> None:
    """A model has a new path: whoever follows changes has to find its badge there."""
    Change.objects.create(model_id=model_id, at=now)
