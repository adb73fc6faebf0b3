"""One scorecard, complete: now, at a revision, or at a date. Eight queries, however many definitions."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any

from django.db.models import Expression, Q, QuerySet, Subquery

from registry.catalog.models import AIModel, Alias, HubEntry, Organization
from registry.openness import components, headlines
from registry.openness.facts import Fact, Facts, Origin
from registry.scorecards import layers
from registry.scorecards.accepted import Reviewed, reviewed, reviewers_of, with_reviewers
from registry.scorecards.models import (
    Drift,
    Profile,
    Revision,
)
from registry.scorecards.queries import lineage, verdicts
from registry.scorecards.queries.drift_rows import DriftRow, drift_row, with_both_sides
from registry.scorecards.queries.marks import Marks, marks_of, with_marks
from registry.scorecards.queries.rating_rows import ratings_of
from registry.scorecards.queries.rows import (
    FindingRow,
    HubEntryRow,
    ProofRow,
    RevisionRow,
    ScorecardPage,
    SourceRow,
)

LATEST_REVISIONS = 5


def resolve(path: str) -> str | None:
    """The path a model has now, given a path or an old one in any case; None if nobody has it."""
    lowered = path.lower()
    found = AIModel.objects.filter(path=lowered).values_list("path", flat=True).first()
    if found:
        return found
    return Alias.objects.filter(path=lowered).values_list("model__path", flat=True).first()


def scorecard_page(
    path: str,
    *,
    at: datetime | None = None,
    revision: int | None = None,
    beside: "Mapping[str, Expression | Subquery[Any]] | None" = None,
) -> ScorecardPage | None:
    """The scorecard of the model with exactly this path, or None: no such model, revision, or facts yet.

    `revision` gives the record as that revision left it; `at` as it stood at that moment. `beside` lets a
    floor above ask for more of the model, as part of the query that reads it; the page holds the answers.
    """
    asked = dict(beside or {})
    model = next(iter(_with(asked).filter(path=path)), None)
    if model is None or not hasattr(model, "scorecard"):
        return None
    page = _shown(model, at, revision)
    return replace(page, beside={name: getattr(model, name) for name in asked}) if page else None


@cache
def _models() -> QuerySet[AIModel]:
    """All models with what a page shows of them. Put together once: that takes longer than the asking."""
    rows = with_marks(lineage.with_relatives(AIModel.objects.all()))
    return rows.select_related("organization__resembles", "family", "scorecard__profile")


_KEPT: dict[tuple[tuple[str, int], ...], tuple[Mapping[str, Any], QuerySet[AIModel]]] = {}
_MOST_KEPT = 8


def _with(asked: Mapping[str, Any]) -> QuerySet[AIModel]:
    """All models with what a floor above asks for besides, kept for expressions that it made once."""
    key = tuple((name, id(expression)) for name, expression in asked.items())
    kept = _KEPT.get(key)
    if kept is None:
        if len(_KEPT) >= _MOST_KEPT:
            _KEPT.clear()
        kept = (asked, _models().annotate(**asked))  # an id is one expression's as long as that is kept
        _KEPT[key] = kept
    return kept[1]


@cache
def _revisions() -> QuerySet[Revision]:
    return with_reviewers(Revision.objects.select_related("actor"))


def _shown(model: AIModel, at: datetime | None, revision: int | None) -> ScorecardPage | None:
    history = _history(model, at, revision)
    if revision is not None and (not history or history[0].number != revision):
        return None
    if history:
        shown = history[0]
        left = None if at is None and revision is None else shown.profile_after
        profile = left or model.scorecard.profile
        moment = at or (shown.at if revision is not None else None)
        return _page(model, history, shown, profile, moment)
    if at is None:
        return _page(model, [], None, model.scorecard.profile, None)
    draft = _first_draft(model, at)
    return _page(model, [], None, draft, at) if draft else None


def _history(model: AIModel, at: datetime | None, number: int | None) -> list[Revision]:
    """The last revisions up to a number or a moment, newest first."""
    rows = _revisions().filter(model=model)
    if number is not None or at is not None:
        rows = rows.select_related("profile_after")  # the facts that were judged then
    if number is not None:
        rows = rows.filter(number__lte=number)
    if at is not None:
        rows = rows.filter(at__lte=at)
    return list(rows.order_by("-number")[:LATEST_REVISIONS])


def _first_draft(model: AIModel, at: datetime) -> Profile | None:
    """The profile a machine draft had before its first revision replaced it; None before any facts."""
    if at < model.scorecard.first_at:
        return None
    first = Revision.objects.filter(model=model).select_related("profile_before").order_by("number").first()
    return first.profile_before if first else model.scorecard.profile


def _page(
    model: AIModel, history: list[Revision], shown: Revision | None, profile: Profile, at: datetime | None
) -> ScorecardPage:
    profiles = {profile.pk} | {
        pk for row in history for pk in (row.profile_before_id, row.profile_after_id) if pk
    }
    found = verdicts.of_profiles(profiles, at, in_full={profile.pk})
    in_brief = verdicts.in_brief(found)
    said = _layers(model, shown, at)
    facts = said.effective() if at is None else lineage.as_judged(said, profile)
    relatives = lineage.rows(model, said, facts)
    drifts = tuple(drift_row(row) for row in said.drifts)
    changed_at = shown.at if at and shown else model.scorecard.changed_at
    entries = tuple(_entry(row) for row in said.entries)
    ratings = tuple(ratings_of(model))
    marks = marks_of(model) if at is None else Marks()
    return ScorecardPage(
        path=model.path,
        name=model.name,
        organization=model.organization.name,
        organization_slug=model.organization.slug,
        family=model.family.name if model.family else "",
        family_slug=model.family.slug if model.family else "",
        modality=model.modality,
        size=model.size,
        released_on=model.released_on,
        hidden=model.hidden,
        state=model.scorecard.state,
        license=_license(facts),
        fingerprint=profile.fingerprint,
        headlines=headlines.states(facts),
        verdicts=verdicts.full(found.get(profile.pk, {})),
        findings=tuple(_findings(facts, said, drifts, marks)),
        release=tuple(facts.release.values()),
        drifts=drifts,
        ratings=ratings,
        revisions=tuple(_revision(row, in_brief) for row in history),
        revision=shown.number if shown else 0,
        revision_digest=shown.digest if shown else "",
        changed_at=changed_at,
        first_at=model.scorecard.first_at,
        hub_entries=entries,
        is_current=at is None,
        etag=_etag(
            model,
            shown,
            found.get(profile.pk, {}),
            drifts,
            entries,
            ratings,
            relatives,
            marks,
            _resembles(model.organization),
        ),
        lineage=relatives,
        resembles=_resembles(model.organization),
        release_lost=tuple(
            lost
            for row in facts.release.values()
            for lost in marks.of(row.key, [proof.url for proof in row.proofs])
        ),
    )


def _layers(model: Any, shown: Revision | None, at: datetime | None) -> layers.Layers:
    """What was said of the model: now, or as it stood at a moment."""
    if at is None:
        uses = {model.pk: lineage.uses_of(model)}
        found = layers.load([model.pk], with_proofs=True, has_bases=model.has_bases, uses=uses)
        return found[model.pk]
    said = layers.Layers()
    if model.has_bases:
        layers.add_bases({model.pk: said})
    number = shown.number if shown else 0
    rows = (
        layers.in_full()
        .filter(model=model, introduced__number__lte=number)
        .filter(Q(retired__isnull=True) | Q(retired__number__gt=number))
        .order_by("id")
    )
    layers.add_evidence({model.pk: said}, rows, with_proofs=True)
    layers.add_entries({model.pk: said}, at=at)
    opened = with_both_sides(Drift.objects.filter(model=model, opened_at__lte=at)).order_by("id")
    said.drifts = list(opened.filter(Q(closed_at__isnull=True) | Q(closed_at__gt=at)))
    return said


def _findings(
    facts: Facts, said: layers.Layers, drifts: tuple[DriftRow, ...], marks: Marks
) -> Iterable[FindingRow]:
    order = list(components.ALL)
    for fact in sorted(facts, key=lambda fact: (order.index(fact.component), fact.qualifier)):
        yield FindingRow(
            fact=fact,
            headline=components.ALL[fact.component].headline,
            proofs=tuple(ProofRow(proof.url, proof.quote, proof.accessed_on) for proof in fact.proofs),
            sources=tuple(_sources(fact, said)),
            drifts=tuple(row for row in drifts if (row.component, row.qualifier) == fact.key),
            disputes=marks.disputes(*fact.key),
            lost=marks.of(fact.component, [proof.url for proof in fact.proofs]),
            reviewed=_reviewed(fact, said),
        )


def _reviewed(fact: Fact, said: layers.Layers) -> Reviewed | None:
    """Who accepted a fact that counts as reviewed here; of what a base hands down, the base's page tells."""
    if fact.origin is not Origin.REVIEWED or fact.inherited_from:
        return None
    rows = (row for row in said.evidence if (row.component, row.qualifier) == fact.key)
    return next((found for row in rows if (found := reviewed(row))), None)


def _sources(fact: Fact, said: layers.Layers) -> Iterable[SourceRow]:
    named = fact.source.split("+")
    for row in said.evidence:
        if (row.component, row.qualifier) == fact.key and row.origin in named:
            origin = row.provenance
            yield SourceRow(
                origin=row.origin,
                project=origin.project if origin else "",
                commit=origin.commit if origin else "",
                file=origin.file if origin else "",
                license=origin.license if origin else "",
                attribution=origin.attribution if origin else "",
                assessed_on=row.assessed_on,
            )


def _resembles(maker: Organization) -> str:
    return maker.resembles.slug if maker.resembles else ""


def _license(facts: Facts) -> str:
    weights = facts.components.get(("final-weights", ""))
    return weights.license if weights else ""


def _entry(row: HubEntry) -> HubEntryRow:
    return HubEntryRow(
        row.hub, row.repo_id, row.state, row.checked_at, row.failed_at, row.failure, row.commit
    )


def _revision(row: Revision, found: verdicts.Briefs) -> RevisionRow:
    actor = row.actor.get_username() if row.actor else ""
    return RevisionRow(
        row.number, row.at, row.cause, actor, row.digest, verdicts.changes(row, found), reviewers_of(row)
    )


def _etag(model: AIModel, shown: Revision | None, rows: dict[str, verdicts.Judged], *drawn: object) -> str:
    """A strong tag over everything a page of this scorecard shows."""
    rules = sorted(row.rules for row in rows.values())
    state = (model.path, model.name, model.scorecard.changed_at, shown.digest if shown else "", rules, drawn)
    return hashlib.sha256(repr(state).encode()).hexdigest()[:32]
