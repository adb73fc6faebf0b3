"""The evidence of a scorecard as its page lays it out: four groups of components, each with its rows."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from registry.assessments.queries.replies import Said, said
from registry.openness import components, definitions
from registry.openness.definitions import HEADLINE_ORDER, Definition
from registry.openness.facts import Fact, Facts, name_of
from registry.openness.verdict import Outcome, Verdict
from registry.openness.what_if import WhatIf, what_if_all
from registry.scorecards.queries import FindingRow, ScorecardPage

OTHER = gettext_lazy("Other")


@dataclass(frozen=True, slots=True)
class Row:
    """One known component. `headline` is set on the first row of its bar, where the fingerprint leads."""

    finding: FindingRow
    anchor: str
    headline: str
    name: str  # as in an address: final-weights[vae]
    replies: tuple[Said, ...] = ()  # of the maker


@dataclass(frozen=True, slots=True)
class Group:
    """A group of the fingerprint: what is known, and the bars nobody has looked at."""

    name: str
    rows: tuple[Row, ...]
    unseen: tuple[components.Headline, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A jump from a verdict to the evidence that decides it."""

    anchor: str
    component: str
    qualifier: str
    inherited_from: str = ""
    contested: bool = False


@dataclass(frozen=True, slots=True)
class Take:
    """The fewest changes that would meet a definition; `anchors` lead from components to their evidence."""

    definition: Definition
    answer: WhatIf
    anchors: Mapping[str, str]


def groups(page: ScorecardPage) -> tuple[Group, ...]:
    """Data, Code, Model and Record, then what belongs to no bar."""
    made = []
    for name in dict.fromkeys(headline.group for headline in components.HEADLINES):
        bars = [headline for headline in components.HEADLINES if headline.group == name]
        rows = tuple(row for bar in bars for row in _rows(page, bar.slug))
        seen = {row.finding.headline for row in rows}
        made.append(Group(name, rows, tuple(bar for bar in bars if bar.slug not in seen)))
    other = _rows(page, "")
    return (*made, Group(str(OTHER), other, ())) if other else tuple(made)


def _rows(page: ScorecardPage, headline: str) -> tuple[Row, ...]:
    rows = [row for row in page.findings if row.headline == headline and row.fact.is_known]
    replies = said(page.beside)
    return tuple(
        Row(
            row,
            anchor(row.fact),
            headline if position == 0 else "",
            name_of(row.fact),
            tuple(reply for reply in replies if reply.finding == name_of(row.fact)),
        )
        for position, row in enumerate(rows)
    )


@dataclass(frozen=True, slots=True)
class Behind:
    """The people behind what is reviewed of a record: who proposed it, and who accepted it."""

    authors: tuple[str, ...]
    reviewers: tuple[str, ...]


def people(page: ScorecardPage) -> Behind:
    """Each name once, those of the newest reviews first."""
    found = sorted(
        {row.reviewed for row in page.findings if row.reviewed}, key=lambda row: row.revision, reverse=True
    )
    return Behind(
        tuple(dict.fromkeys(row.author for row in found if row.author)),
        tuple(dict.fromkeys(name for row in found for name in row.by)),
    )


def anchor(fact: Fact) -> str:
    return "c-" + name_of(fact).replace("[", "-").replace("]", "")


def takes(page: ScorecardPage) -> tuple[Take, ...]:
    """What it would take, for each headline definition that can be met, applies, and is not met."""
    if not page.is_current:
        return ()
    facts = Facts.of((row.fact for row in page.findings), page.release)
    known = {row.fact.key: row.fact for row in page.findings if row.fact.is_known}
    asked = [
        definitions.shipped()[row.definition]
        for row in page.verdicts
        if row.definition in HEADLINE_ORDER and row.outcome not in (Outcome.MEETS, Outcome.NOT_APPLICABLE)
    ]
    return tuple(
        Take(
            definition,
            answer,
            {one.component: _anchor_of((one.component, ""), known) for one in answer.changes},
        )
        for definition, answers in zip(asked, what_if_all(asked, facts), strict=True)
        for answer in answers
        if answer.goal == (definition.passing or "meets")
    )


def deciding(verdict: Verdict, page: ScorecardPage) -> tuple[Link, ...]:
    """The components that decide a verdict, the missing ones first."""
    reasons = [*verdict.missing] or [
        reason for clause in verdict.clauses if not clause.info for reason in clause.reasons
    ]
    known = {row.fact.key: row.fact for row in page.findings if row.fact.is_known}
    contested = {row.fact.key for row in page.findings if row.contested}
    links = {}
    for reason in reasons:
        key = (reason.component, reason.qualifier)
        if reason.component and key not in links:
            base = known[key].inherited_from if key in known else ""
            links[key] = Link(_anchor_of(key, known), *key, base, key in contested)
    return tuple(links.values())


def _anchor_of(key: tuple[str, str], known: dict[tuple[str, str], Fact]) -> str:
    """Where a component stands on the page: its row, else its bar, else the rest."""
    if key in known:
        return anchor(known[key])
    parts = [fact for fact in known.values() if fact.component == key[0]]
    if parts:
        return anchor(parts[0])
    component = components.ALL.get(key[0])
    if component is None or component.record_as == "release-fact":
        return "release"
    return f"h-{component.headline}" if component.headline else "unseen"
