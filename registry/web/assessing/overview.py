"""All steps of an assessment in brief: what each reads as, where that comes from, what is still missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from registry.assessments.models import Assessment
from registry.assessments.proposals import checks
from registry.assessments.proposals.proposed import Proposed
from registry.assessments.queries import drafts as queries
from registry.assessments.queries.drafts import Draft
from registry.assessments.refusals import Missing
from registry.assessments.steps import allowances
from registry.catalog.models import AIModel
from registry.openness.facts import RELEASE_FACTS
from registry.web.assessing.door import Visit
from registry.web.assessing.steps import RELEASE, STEPS, Step, step_of

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Shown:
    """The model as these pages name it."""

    path: str
    name: str
    organization_slug: str
    is_listed: bool  # it has a scorecard that everybody can read


@dataclass(frozen=True, slots=True)
class Row:
    """One step. `letter` of the fingerprint as the draft would have it, `findings` drafted on it."""

    slug: str
    title: str
    group: str
    number: int
    letter: str
    url: str
    findings: int
    lacks: int
    asked: bool = False

    @property
    def is_drafted(self) -> bool:
        return self.findings > 0


@dataclass(frozen=True, slots=True)
class Waits:
    """An assessment of a new author that is to be decided before this draft can be submitted."""

    name: str
    url: str


def waits(visit: Visit, draft: Draft | None) -> Waits | None:
    """What stands before this draft; None where it can be submitted."""
    found = allowances.in_the_way(visit.user, draft.assessment, now=visit.now) if draft else None
    if found is None:
        return None
    return Waits(found.model.name, reverse("web:assess", args=found.model.path.split("/", 1)))


def shown(model: AIModel) -> Shown:
    return Shown(model.path, model.name, model.organization.slug, hasattr(model, "scorecard"))


def rows(visit: Visit, draft: Draft | None, fingerprint: str) -> list[Row]:
    """The steps, the bars first; `fingerprint` has the letters of the 16."""
    by_step = _by_step(draft.proposed if draft else ())
    wanted = asked(draft)
    return [
        Row(
            step.slug,
            gettext(str(step.name)),
            gettext(str(step.group)),
            step.number,
            fingerprint[step.number - 1] if step.number else "",
            visit.url("assess-step", step.slug),
            len(by_step.get(step.slug, ())),
            len(lacking(by_step.get(step.slug, ()), today=visit.now.date())),
            any(step_slug(name) == step.slug for name in wanted),
        )
        for step in STEPS
    ]


def _by_step(proposals: Sequence[Proposed]) -> Mapping[str, list[Proposed]]:
    found: dict[str, list[Proposed]] = {}
    for proposed in proposals:
        found.setdefault(step_slug(proposed.name), []).append(proposed)
    return found


def step_slug(name: str) -> str:
    """The step on which a finding stands, by its name (`final-weights[vae]`, or a release fact)."""
    component = name.partition("[")[0].partition(".")[0]
    if component in RELEASE_FACTS:
        return RELEASE
    step: Step | None = step_of(component)
    return step.slug if step else ""


def lacking(proposals: Sequence[Proposed], *, today: date) -> list[Missing]:
    """What these findings lack before they can be submitted."""
    return checks.missing(proposals, coi=Assessment.Coi.NONE, coi_note="", today=today)


def progress(rows: Sequence[Row]) -> str:
    """ "8 of 16 components done"."""
    done = sum(row.is_drafted and not row.lacks for row in rows if row.number)
    said = ngettext("%(n)d of 16 components done.", "%(n)d of 16 components done.", done) % {"n": done}
    left = sum(1 for row in rows if row.lacks)
    if left:
        more = ngettext(
            "Something is missing on %(n)d of them.", "Something is missing on %(n)d of them.", left
        )
        said = f"{said} {more % {'n': left}}"
    return f"{said} " + gettext("Filled from what is on record; check what you know, then submit for review.")


def asked(draft: Draft | None) -> dict[str, str]:
    """What a reviewer asked for, by finding; empty where nobody asked."""
    if draft is None or draft.assessment.state != Assessment.State.CHANGES_REQUESTED:
        return {}
    review = queries.asked_for(draft.assessment)
    if review is None:
        return {}
    return {
        name: str(mark.get("text", ""))
        for name, mark in review.marks.items()
        if isinstance(mark, dict) and mark.get("mark") != "accept"
    }
