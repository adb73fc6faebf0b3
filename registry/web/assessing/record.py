"""A model's record as the form is filled from it: what counts of each component, and who says so."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from registry.openness.facts import Fact, ReleaseFact
from registry.scorecards.queries import DriftRow, FindingRow, ScorecardPage, scorecard_page
from registry.web.assessing import filling, origins
from registry.web.assessing.origins import Mark
from registry.web.assessing.release_form import KEYS
from registry.web.assessing.steps import RELEASE, Step
from registry.web.assessing.typed import PartKey


@dataclass(frozen=True)
class Record:
    """What is on record. A model that was added by hand has no scorecard until something is published."""

    page: ScorecardPage | None
    findings: Mapping[PartKey, FindingRow] = field(default_factory=dict)
    release: Mapping[str, ReleaseFact] = field(default_factory=dict)

    def fact(self, key: PartKey) -> Fact | None:
        """What counts of a part, where anything is known."""
        row = self.findings.get(key)
        return row.fact if row and row.fact.is_known else None

    def row(self, key: PartKey) -> Fact | ReleaseFact | None:
        """The same of a part or of a fact about the release as a whole."""
        return self.release.get(key.component) or self.fact(key)

    def mark(self, key: PartKey) -> Mark:
        if key.component in self.release:
            return origins.mark_of_release(self.release[key.component])
        return origins.mark_of(self.findings.get(key))

    def drifts(self, key: PartKey) -> tuple[DriftRow, ...]:
        """Where a hub contradicts the record of a part now."""
        row = self.findings.get(key)
        return row.drifts if row else ()

    def filled(self, key: PartKey) -> dict[str, str]:
        """The fields of a part as the record fills them; the day is left to whoever looks now."""
        if key.component in self.release:
            texts = filling.of_release(self.release[key.component])
        else:
            fact = self.fact(key)
            texts = filling.of_fact(fact) if fact else {}
        return {name: text for name, text in texts.items() if not name.startswith("date")}

    def keys(self, step: Step) -> tuple[PartKey, ...]:
        """The parts of a step: its components, and sub-models of them that are on record."""
        if step.slug == RELEASE:
            return tuple(PartKey(key) for key in KEYS)
        found: list[PartKey] = []
        for component in step.components:
            found.append(PartKey(component.slug))
            found += sorted(
                (key for key in self.findings if key.component == component.slug and key.qualifier), key=str
            )
        return tuple(found)


def record_of(path: str) -> Record:
    page = scorecard_page(path)
    if page is None:
        return Record(None)
    return Record(
        page,
        {PartKey(*row.fact.key): row for row in page.findings},
        {row.key: row for row in page.release},
    )
