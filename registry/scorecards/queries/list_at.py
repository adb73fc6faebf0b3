"""Lists as the records stood at a moment: by path, judged by the rules in force then.

Everything comes from rows that are never changed: revisions, profiles, verdicts by digest. Only what the
catalog says of a model today (name, modality, size, date of release) is today's. Machine drafts are left out.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core import signing
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from registry.scorecards.models import Evidence, Profile, Revision, Scorecard
from registry.scorecards.queries import cells, narrowing, verdicts
from registry.scorecards.queries.cells import Kind
from registry.scorecards.queries.list_order import BadCursor
from registry.scorecards.queries.list_rows import Filters, ListRow, Page
from registry.scorecards.queries.results import Results
from registry.scorecards.queries.searched import everywhere

_signer = signing.Signer(salt="registry.scorecards.list_at")
_WEIGHTS = "final-weights"


@dataclass(frozen=True)
class Shown:
    """One model as it stood: the revision that showed it, and what lists are narrowed by."""

    card: Scorecard
    revision: Revision
    kind: Kind

    @property
    def path(self) -> str:
        return self.card.model.path

    @property
    def profile(self) -> int:
        return self.revision.profile_after_id or 0


def list_at(filters: Filters, at: datetime, *, after: str, limit: int, counted: bool) -> Page:
    """A page of the models as they stood. Raises BadCursor. Six queries."""
    from_path = _path(after) if after else ""
    rules = verdicts.rules_at(at)
    shown = list(_shown(filters, at))
    among = cells.made_of(((one.profile, one.kind, 1) for one in shown), Results(), rules)
    narrowed = narrowing.narrow(among, filters, counted=counted)
    wanted = narrowing.wanted_of(filters)
    matching = [one for one in shown if one.profile in narrowed.models and _fits(one.kind, wanted)]
    matching.sort(key=lambda one: one.path)
    rest = [one for one in matching if one.path > from_path]
    return Page(
        rows=tuple(_rows(rest[:limit], rules)),
        next_cursor=_signer.sign(rest[limit - 1].path) if len(rest) > limit else "",
        total=narrowed.total,
        counted=narrowed.counted,
        definitions=tuple(sorted(rules.values())),
        order="path",
        unasked="path",
    )


def _path(cursor: str) -> str:
    try:
        return _signer.unsign(cursor)
    except signing.BadSignature as error:
        raise BadCursor("this page address is not one we gave out") from error


def _shown(filters: Filters, at: datetime) -> Iterable[Shown]:
    """The models that people or imports had spoken on by then, each with its newest revision of that time."""
    cards = everywhere(filters)
    newest = Revision.objects.filter(model=OuterRef("model"), at__lte=at).order_by("-number").values("pk")[:1]
    rows = cards.filter(Exists(_said(at))).annotate(
        shown=Subquery(newest), reviewed=Exists(_said(at).filter(source=Evidence.Source.REVIEW))
    )
    stood = list(rows.select_related("model__organization"))
    revisions = Revision.objects.select_related("profile_after").in_bulk([card.shown for card in stood])
    for card in stood:
        revision = revisions[card.shown]
        if revision.profile_after:
            yield Shown(card, revision, _kind(card, revision.profile_after))


def _said(at: datetime) -> QuerySet[Evidence]:
    """Evidence about the model that was in force at that moment."""
    in_force = Q(retired__isnull=True) | Q(retired__at__gt=at)
    return Evidence.objects.filter(in_force, model=OuterRef("model"), introduced__at__lte=at)


def _kind(card: Scorecard, profile: Profile) -> Kind:
    state = Scorecard.State.REVIEWED if getattr(card, "reviewed", False) else Scorecard.State.IMPORTED
    return Kind(state.value, _license(profile), card.modality, card.size, card.released_on[:4])


def _license(profile: Profile) -> str:
    """The license of the final weights, as the profile has it; "" when nothing is said of them."""
    whole = (
        row
        for row in profile.facts["components"]
        if row["component"] == _WEIGHTS and not row.get("qualifier")
    )
    return next((row.get("license", "") for row in whole), "")


def _fits(kind: Kind, wanted: narrowing.Wanted) -> bool:
    return all(getattr(kind, column) == value for column, value in wanted.items())


def _rows(some: list[Shown], rules: dict[str, str]) -> Iterable[ListRow]:
    found = verdicts.briefs({one.profile for one in some}, rules)
    for one in some:
        model, profile = one.card.model, one.revision.profile_after
        yield ListRow(
            path=one.path,
            name=model.name,
            organization=model.organization.name,
            organization_slug=model.organization.slug,
            license=one.kind.license,
            state=one.kind.state,
            fingerprint=profile.fingerprint if profile else "",
            released_on=model.released_on,
            verdicts=found[one.profile],
            drift=False,
            changed_at=one.revision.at,
            rank=one.card.rank,
            revision=one.revision.number,
        )
