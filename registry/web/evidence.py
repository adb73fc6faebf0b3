"""The evidence of a scorecard as its page lays it out: four groups of components, each with its rows."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from registry.assessments.queries.replies import Said, said
from registry.badges import words
from registry.openness import components, definitions
from registry.openness.definitions import HEADLINE_ORDER, Definition
from registry.openness.facts import Fact, Facts, Origin, name_of
from registry.openness.headlines import HeadlineState, state_of
from registry.openness.verdict import Outcome, Verdict
from registry.openness.what_if import WhatIf, what_if_all
from registry.scorecards.queries import FindingRow, ScorecardPage
from registry.web.proofs import Cited, first_proof

OTHER = gettext_lazy("Other")


@dataclass(frozen=True, slots=True)
class Row:
    """One known component. `headline` is set on the first row of its bar, where the fingerprint leads."""

    finding: FindingRow
    anchor: str
    headline: str
    name: str  # as in an address: final-weights[vae]
    replies: tuple[Said, ...] = ()  # of the maker
    bar: HeadlineState | None = None  # which it is a part of


@dataclass(frozen=True, slots=True)
class Group:
    """A group of the fingerprint: what is known, and the bars nobody has looked at."""

    name: str
    rows: tuple[Row, ...]
    unseen: tuple[components.Headline, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A jump from a verdict to the evidence that decides it, and to the proof itself."""

    anchor: str
    component: str
    qualifier: str
    inherited_from: str = ""
    contested: bool = False
    proof: Cited | None = None
    stale: bool = False  # all that it cites is lost


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
    bar = next((state for state in page.headlines if state.slug == headline), None)
    return tuple(
        Row(
            row,
            anchor(row.fact),
            headline if position == 0 else "",
            name_of(row.fact),
            tuple(reply for reply in replies if reply.finding == name_of(row.fact)),
            bar,
        )
        for position, row in enumerate(rows)
    )


def all_unreviewed(page: ScorecardPage) -> bool:
    """Whether nothing that is decided here was reviewed, so that it is enough to say it once."""
    return bool(page.verdicts) and all(words.unreviewed(row.basis) for row in page.verdicts)


@dataclass(frozen=True, slots=True)
class Progress:
    """Of how many components all that is on record was reviewed here, and of how many there is something."""

    reviewed: int
    of: int


def progress(page: ScorecardPage) -> Progress | None:
    """How far the review of a record has come; None before the first and after the last component.

    What a base hands down is left out: it is reviewed there or not at all.
    """
    own = [row.fact for row in page.findings if not row.fact.inherited_from]
    named = {fact.component for fact in own}
    open_yet = {fact.component for fact in own if fact.origin is not Origin.REVIEWED}
    if page.state != "reviewed" or not open_yet:
        return None
    return Progress(len(named - open_yet), len(named))


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
    rows = {row.fact.key: row for row in page.findings if row.fact.is_known}
    known = {key: row.fact for key, row in rows.items()}
    links = {}
    for reason in reasons:
        key = (reason.component, reason.qualifier)
        if reason.component and key not in links:
            links[key] = _link_to(rows[key]) if key in rows else Link(_anchor_of(key, known), *key)
    return tuple(links.values())


# The headlines of which the answer at the top speaks (badges/answer_words.py).
_ANSWERED = ("final-weights", "training-corpus", "training-program")


def behind_the_answer(page: ScorecardPage) -> tuple[Link, ...]:
    """For each thing the answer speaks of, the finding that says so; none where nobody has looked."""
    bars = {headline.slug: headline for headline in page.headlines}
    found = (_telling(page, bars[slug]) for slug in _ANSWERED if slug in bars)
    return tuple(_link_to(row) for row in found if row)


def _telling(page: ScorecardPage, headline: HeadlineState) -> FindingRow | None:
    """Of the parts of a bar one in the state of the bar, before others the one that has its name."""
    rows = [row for row in page.findings if row.headline == headline.slug and row.fact.is_known]

    def telling(row: FindingRow) -> tuple[bool, bool]:
        return state_of(row.fact) != headline.state, row.fact.component != headline.slug

    return min(rows, key=telling, default=None)


def _link_to(row: FindingRow) -> Link:
    fact, proof = row.fact, first_proof(row)
    return Link(
        anchor(fact),
        fact.component,
        fact.qualifier,
        fact.inherited_from,
        row.contested,
        proof,
        stale=proof is None and bool(row.lost),
    )


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
