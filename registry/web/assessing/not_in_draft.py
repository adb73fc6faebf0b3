"""What somebody typed that is not in the draft: on which step, in which field, and why it is not."""

from collections.abc import Iterator
from dataclasses import dataclass

from registry.assessments.models import Typed as Kept
from registry.assessments.proposals import typed_forms
from registry.web.assessing import reading, told
from registry.web.assessing.door import Visit
from registry.web.assessing.record import Record
from registry.web.assessing.steps import step_of
from registry.web.assessing.typed import by_part, of_step


@dataclass(frozen=True, slots=True)
class Left:
    """One field, or one step where no field is to blame; `said` is why, and `url` leads there."""

    name: str
    said: str
    url: str


def left(visit: Visit, record: Record) -> list[Left]:
    """All of it but what belongs to a step that was skipped."""
    rows = [row for row in typed_forms.kept_of(visit.user) if row.model_id == visit.model.pk]
    return [one for row in rows if row.because != row.Because.SKIPPED for one in _of(row, visit, record)]


def _of(row: Kept, visit: Visit, record: Record) -> list[Left]:
    url = f"{visit.url('assess-step', row.step)}?use={row.because}"
    fields = list(_fields(row, url, visit, record)) if row.because == row.Because.UNREAD else []
    return fields or [Left(told.names_of(row.step), told.why_kept(row.because), url)]


def _fields(row: Kept, url: str, visit: Visit, record: Record) -> Iterator[Left]:
    step = step_of(row.step)
    parts = of_step(step, by_part(row.fields.items())) if step else {}
    for key, texts in parts.items():
        read = reading.read(key, texts, shown=record.fact(key), base_id=None, today=visit.now.date())
        for problem in read.problems if read.proposed is None else ():
            name = f"{told.finding_name(str(key))}: {told.field_name(problem.field)}"
            yield Left(name, problem.said, f"{url}#{told.field_id(str(key), problem.field)}")
