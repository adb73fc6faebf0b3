"""The history of one model: its revisions, and what differs between any two of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from registry.catalog.models import AIModel
from registry.openness.facts import Fact, ReleaseFact
from registry.scorecards import stored
from registry.scorecards.accepted import reviewers_of, with_reviewers
from registry.scorecards.models import Citation, Definition, Evidence, Revision
from registry.scorecards.queries import verdicts
from registry.scorecards.queries.rows import RevisionRow, VerdictRow

Row = Fact | ReleaseFact


@dataclass(frozen=True)
class HistoryRow:
    """One revision: what changed of the fingerprint, which components were touched, by which sources.

    `before` is the fingerprint of 16 letters before it, "" for the first record of a model.
    """

    revision: RevisionRow
    before: str
    after: str
    touched: tuple[str, ...]  # component slugs
    origins: tuple[str, ...]


@dataclass(frozen=True)
class RulesRow:
    """From then on a definition was judged by other rules: an entry of the history without a number."""

    definition: str
    at: datetime
    digest: str


@dataclass(frozen=True)
class HistoryPage:
    """A page of a model's history, newest first. `older` is the number to go on below; 0 on the last page."""

    path: str
    name: str
    organization_slug: str
    hidden: bool
    first_at: datetime
    total: int
    rows: tuple[HistoryRow, ...]
    rules: tuple[RulesRow, ...]
    older: int


@dataclass(frozen=True)
class Beginning:
    """When a model was first recorded; `revision` is the first one, 0 for a machine draft."""

    path: str
    name: str
    first_at: datetime
    revision: int


@dataclass(frozen=True)
class Compared:
    """What one source says of one component, in two revisions; None where it said nothing."""

    component: str
    qualifier: str
    origin: str
    before: Row | None
    after: Row | None


@dataclass(frozen=True)
class DiffPage:
    """Two revisions of one model side by side: only what differs.

    `verdicts` are pairs (before, after); before is None where there was no verdict.
    """

    path: str
    name: str
    organization_slug: str
    hidden: bool
    a: RevisionRow
    b: RevisionRow
    before: str
    after: str
    findings: tuple[Compared, ...]
    verdicts: tuple[tuple[VerdictRow | None, VerdictRow], ...]
    latest: int


def history(path: str, *, below: int = 0, limit: int = 50) -> HistoryPage | None:
    """The revisions of the model with exactly this path; None when there is no such model. Six queries.

    `below`: only revisions with a smaller number.
    """
    model = _model(path)
    if model is None:
        return None
    listed = Revision.objects.filter(model=model)
    rows = list(_with_profiles(listed, below)[: limit + 1])
    shown = rows[:limit]
    touched = _touched(shown)
    found = verdicts.briefs(_profiles(shown))
    return HistoryPage(
        path=model.path,
        name=model.name,
        organization_slug=model.organization.slug,
        hidden=model.hidden,
        first_at=model.scorecard.first_at,
        total=listed.order_by("-number").values_list("number", flat=True).first() or 0,
        rows=tuple(
            HistoryRow(
                revision=_revision(row, found),
                before=row.profile_before.fingerprint if row.profile_before else "",
                after=row.profile_after.fingerprint if row.profile_after else "",
                touched=tuple(dict.fromkeys(component for component, _ in touched[row.pk])),
                origins=tuple(dict.fromkeys(origin for _, origin in touched[row.pk])),
            )
            for row in shown
        ),
        rules=tuple(_rules(shown, below)),
        older=shown[-1].number if len(rows) > limit else 0,
    )


def difference(path: str, a: int, b: int) -> DiffPage | None:
    """What differs between revisions a and b (a < b) of the model with exactly this path. Six queries.

    None when there is no such model or revision.
    """
    model = _model(path)
    if model is None:
        return None
    both = {
        row.number: row for row in _with_profiles(Revision.objects.filter(model=model, number__in=[a, b]))
    }
    if set(both) != {a, b}:
        return None
    first, second = both[a], both[b]
    found = verdicts.of_profiles(_profiles([first, second]))
    in_brief = verdicts.in_brief(found)
    latest = Revision.objects.filter(model=model).order_by("-number").values_list("number", flat=True).first()
    return DiffPage(
        path=model.path,
        name=model.name,
        organization_slug=model.organization.slug,
        hidden=model.hidden,
        a=_revision(first, in_brief),
        b=_revision(second, in_brief),
        before=first.profile_after.fingerprint if first.profile_after else "",
        after=second.profile_after.fingerprint if second.profile_after else "",
        findings=tuple(_compared(model, a, b)),
        verdicts=tuple(_verdicts_changed(first, second, found)),
        latest=latest or b,
    )


def revision_of(digest: str, number: int) -> str | None:
    """The path of the model whose revision `number` has a digest that begins so; None if there is none."""
    rows = Revision.objects.filter(digest__startswith=digest.lower(), number=number, model__isnull=False)
    return rows.values_list("model__path", flat=True).first()


def beginning(path: str) -> Beginning | None:
    """Where the record of the model with exactly this path begins; None when there is none."""
    model = _model(path)
    if model is None:
        return None
    first = Revision.objects.filter(model=model).order_by("number").values_list("number", flat=True).first()
    return Beginning(model.path, model.name, model.scorecard.first_at, first or 0)


def _model(path: str) -> AIModel | None:
    rows = AIModel.objects.filter(path=path, scorecard__isnull=False)
    return rows.select_related("organization", "scorecard").first()


def _with_profiles(rows: QuerySet[Revision], below: int = 0) -> QuerySet[Revision]:
    if below:
        rows = rows.filter(number__lt=below)
    rows = with_reviewers(rows.select_related("actor", "profile_before", "profile_after"))
    return rows.order_by("-number")


def _profiles(rows: Iterable[Revision]) -> set[int]:
    return {pk for row in rows for pk in (row.profile_before_id, row.profile_after_id) if pk}


def _revision(row: Revision, found: verdicts.Briefs) -> RevisionRow:
    actor = row.actor.get_username() if row.actor else ""
    return RevisionRow(
        row.number, row.at, row.cause, actor, row.digest, verdicts.changes(row, found), reviewers_of(row)
    )


def _touched(rows: Iterable[Revision]) -> Mapping[int, list[tuple[str, str]]]:
    """By revision: (component, origin) of the evidence it introduced or retired."""
    ids = {row.pk for row in rows}
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    evidence = Evidence.objects.filter(Q(introduced__in=ids) | Q(retired__in=ids)).order_by("id")
    for component, origin, introduced, retired in evidence.values_list(
        "component", "origin", "introduced", "retired"
    ):
        for pk in {introduced, retired} & ids:
            found[pk].append((component, origin))
    return found


def _rules(rows: list[Revision], below: int) -> Iterable[RulesRow]:
    """Rule sets that took the place of others while these revisions were made, newest first."""
    if not rows:
        return
    until = rows[0].at if below else None
    seen: set[str] = set()
    changed = []
    for row in Definition.objects.order_by("in_force_from", "pk"):
        if (
            row.slug in seen
            and row.in_force_from >= rows[-1].at
            and (until is None or row.in_force_from < until)
        ):
            changed.append(RulesRow(row.slug, row.in_force_from, row.digest))
        seen.add(row.slug)
    yield from reversed(changed)


def _compared(model: AIModel, a: int, b: int) -> Iterable[Compared]:
    """Evidence that stood in one of the two revisions and not, or not so, in the other."""
    rows = list(
        Evidence.objects.filter(model=model, introduced__number__lte=b)
        .filter(Q(retired__isnull=True) | Q(retired__number__gt=a))
        .select_related("introduced", "retired")
        .order_by("component", "qualifier", "origin", "id")
    )
    proofs: dict[int, list[Citation]] = defaultdict(list)
    for citation in Citation.objects.filter(evidence__in=[row.pk for row in rows]).order_by("position"):
        proofs[citation.evidence_id].append(citation)
    sides: dict[tuple[str, str, str], list[Evidence | None]] = {}
    for row in rows:
        side = sides.setdefault((row.component, row.qualifier, row.origin), [None, None])
        for index, number in enumerate((a, b)):
            if _stood(row, number):
                side[index] = row
    for (component, qualifier, origin), (before, after) in sides.items():
        if (before.digest if before else "") != (after.digest if after else ""):
            yield Compared(component, qualifier, origin, _fact(before, proofs), _fact(after, proofs))


def _stood(row: Evidence, number: int) -> bool:
    """Whether this evidence was in force in that revision."""
    return row.introduced.number <= number and (row.retired is None or row.retired.number > number)


def _fact(row: Evidence | None, proofs: Mapping[int, list[Citation]]) -> Row | None:
    return stored.row_of(row, [stored.proof_of(each) for each in proofs.get(row.pk, ())]) if row else None


def _verdicts_changed(
    first: Revision, second: Revision, found: dict[int, dict[str, verdicts.Judged]]
) -> Iterable[tuple[VerdictRow | None, VerdictRow]]:
    before = {row.definition: row for row in verdicts.full(found.get(first.profile_after_id or 0, {}))}
    for row in verdicts.full(found.get(second.profile_after_id or 0, {})):
        old = before.get(row.definition)
        if old is None or _result(old) != _result(row):
            yield old, row


def _result(row: VerdictRow) -> tuple[object, ...]:
    return (row.outcome, row.level, row.could_reach, row.score, row.basis)
