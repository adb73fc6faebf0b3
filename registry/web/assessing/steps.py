"""The steps of an assessment: the 16 bars in order, what belongs to no bar, the release as a whole."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from registry.openness import components
from registry.openness.components import Component

OTHER, RELEASE = "other", "release"


@dataclass(frozen=True, slots=True)
class Step:
    """One page of the form. Its first component stands open, the others are folded; `release` has none."""

    slug: str
    name: str | Promise
    group: str | Promise
    number: int  # 1 to 16 for a bar, else 0
    components: tuple[Component, ...]

    @property
    def is_bar(self) -> bool:
        return self.number > 0


_ROLES = ("core", "core:one-of", "conditional", "stand-in")


def _of_bar(slug: str) -> tuple[Component, ...]:
    """The components of a bar, the core first."""
    rows = [row for row in components.ALL.values() if row.headline == slug]
    return tuple(sorted(rows, key=lambda row: _ROLES.index(row.headline_role)))


def _steps() -> Iterable[Step]:
    for number, bar in enumerate(components.HEADLINES, start=1):
        yield Step(bar.slug, bar.name, bar.group, number, _of_bar(bar.slug))
    outside = [row for row in components.ALL.values() if not row.headline and row.record_as == "evidence"]
    also = gettext_lazy("Beside them")
    yield Step(OTHER, gettext_lazy("Other parts"), also, 0, tuple(outside))
    yield Step(RELEASE, gettext_lazy("The release as a whole"), also, 0, ())


STEPS: tuple[Step, ...] = tuple(_steps())
BY_SLUG = {step.slug: step for step in STEPS}
_OF_COMPONENT = {row.slug: step for step in STEPS for row in step.components}


def step_of(slug: str) -> Step | None:
    """The step of this name, or the one on which this component stands; None when there is neither."""
    return BY_SLUG.get(slug) or _OF_COMPONENT.get(slug)


def component_of(slug: str) -> Component | None:
    """The component of this name; for a bar that is no component its first."""
    if slug in _OF_COMPONENT:
        return components.ALL[slug]
    step = BY_SLUG.get(slug)
    return step.components[0] if step and step.components else None


def after(step: Step) -> Step | None:
    """The next step; None after the last."""
    place = STEPS.index(step) + 1
    return STEPS[place] if place < len(STEPS) else None
