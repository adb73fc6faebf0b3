"""Several models side by side, now or as they stood at a moment."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from registry.catalog.models import AIModel, Alias
from registry.openness import inputs
from registry.openness.facts import Facts
from registry.scorecards.models import Profile, Revision, Scorecard
from registry.scorecards.queries import verdicts
from registry.scorecards.queries.rows import VerdictBrief


@dataclass(frozen=True)
class Side:
    """One of the models: the facts verdicts read, its results by definition id, its revision (0: a draft)."""

    path: str
    name: str
    organization: str
    released_on: str
    license: str
    state: str
    fingerprint: str
    facts: Facts
    verdicts: dict[str, VerdictBrief]
    revision: int


def sides(paths: Sequence[str], *, at: datetime | None = None) -> tuple[Side, ...]:
    """The models under these paths (old ones too), in this order; unknown ones are left out. Four queries.

    `at`: as they stood at that moment; models of which nothing was recorded by then are left out.
    """
    cards = _cards(paths)
    last = _last_revisions([card.pk for card in cards], at)
    shown = [(card, last.get(card.pk), _profile(card, last.get(card.pk), at)) for card in cards]
    found = verdicts.of_profiles({profile.pk for _, _, profile in shown if profile}, at)
    return tuple(
        _side(card, revision, profile, {slug: verdicts.brief(row) for slug, row in found[profile.pk].items()})
        for card, revision, profile in shown
        if profile
    )


def _cards(paths: Sequence[str]) -> list[Scorecard]:
    wanted = [path.lower() for path in paths]
    moved = dict(Alias.objects.filter(path__in=wanted).values_list("path", "model__path"))
    asked = list(dict.fromkeys(moved.get(path, path) for path in wanted))
    rows = Scorecard.objects.filter(model__path__in=asked, model__hidden=False)
    by_path = {row.model.path: row for row in rows.select_related("model__organization", "profile")}
    return [by_path[path] for path in asked if path in by_path]


def _last_revisions(model_ids: Collection[int], at: datetime | None) -> dict[int, Revision]:
    """By model, its newest revision up to the moment; with a moment also its first one, as number 0."""
    rows = Revision.objects.filter(model__in=model_ids).select_related("profile_before", "profile_after")
    found: dict[int, Revision] = {}
    for row in rows.order_by("model", "number"):
        if at is None or row.at <= at or row.model_id not in found:
            found[row.model_id or 0] = row
    return found


def _profile(card: Scorecard, revision: Revision | None, at: datetime | None) -> Profile | None:
    """The profile it had; None when nothing was recorded by then."""
    if at is None:
        return card.profile
    if at < card.first_at:
        return None
    if revision is None:
        return card.profile
    return revision.profile_after if revision.at <= at else revision.profile_before


def _side(
    card: Scorecard, revision: Revision | None, profile: Profile, results: dict[str, VerdictBrief]
) -> Side:
    facts = inputs.unpack(profile.facts)
    weights = facts.components.get(("final-weights", ""))
    model: AIModel = card.model
    return Side(
        path=model.path,
        name=model.name,
        organization=model.organization.name,
        released_on=model.released_on,
        license=weights.license if weights else "",
        state=card.state,
        fingerprint=profile.fingerprint,
        facts=facts,
        verdicts=results,
        revision=revision.number if revision else 0,
    )
