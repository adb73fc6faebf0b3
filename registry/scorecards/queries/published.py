"""Every published value with its counterpart in our record, for finding rules and facts that may be wrong."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Q

from registry.catalog.models import AIModel
from registry.openness import definitions
from registry.openness.evaluate import evaluate
from registry.openness.facts import Fact, Facts, Origin
from registry.openness.verdict import Verdict
from registry.scorecards import layers
from registry.scorecards.comparisons import Agreement, Comparison, Published, compare, compare_mof
from registry.scorecards.models import Evidence, ExternalRating
from registry.scorecards.queries import verdicts
from registry.scorecards.ratings import about

AT_ONCE = 200
MOF = "mof-1.0"


@dataclass(frozen=True)
class Case:
    """One published value of one model beside ours."""

    source: str
    dimension: str
    path: str
    subject: str
    about: str
    value: str
    comparison: Comparison


@dataclass(frozen=True)
class Tally:
    """How one dimension of one source agrees with our record. Counts by agreement; the cases that deviate."""

    source: str
    dimension: str
    counts: dict[Agreement, int]
    deviating: tuple[Case, ...]
    own_facts: int  # of those that agree, how many rest on facts of that source alone

    @property
    def share(self) -> float | None:
        """Agreeing or compatible, of all that can be told; None where nothing can."""
        good = self.counts[Agreement.AGREES] + self.counts[Agreement.COMPATIBLE]
        told = good + self.counts[Agreement.DEVIATES]
        return good / told if told else None


def tallies(cases: Sequence[Case]) -> list[Tally]:
    """The cases by source and dimension."""
    grouped: dict[tuple[str, str], list[Case]] = defaultdict(list)
    for case in cases:
        grouped[case.source, case.dimension].append(case)
    return [
        Tally(
            source,
            dimension,
            {kind: sum(case.comparison.agreement is kind for case in rows) for kind in Agreement},
            tuple(case for case in rows if case.comparison.agreement is Agreement.DEVIATES),
            sum(_on_own_facts(case) for case in rows),
        )
        for (source, dimension), rows in sorted(grouped.items())
    ]


def _on_own_facts(case: Case) -> bool:
    """Whether ours agrees because its facts were taken from the very source it is compared with."""
    sources = {row.source for row in case.comparison.because if row.source}
    agrees = case.comparison.agreement is Agreement.AGREES
    return agrees and sources == {case.source}


def cases(source: str = "") -> Iterator[Case]:
    """Every value that can be compared, of every source or of one."""
    rated = ExternalRating.objects.filter(origin=source) if source else ExternalRating.objects.all()
    wanted = Q(external_ratings__in=rated) | Q(family__external_ratings__in=rated)
    if source in ("", "mot"):
        wanted |= Q(evidence__origin="mot", evidence__source=Evidence.Source.IMPORT)
    ids = AIModel.objects.filter(wanted, scorecard__isnull=False).order_by("path").distinct()
    listed = list(ids.values_list("pk", flat=True))
    for start in range(0, len(listed), AT_ONCE):
        yield from _cases(listed[start : start + AT_ONCE], source)


def _cases(model_ids: Sequence[int], source: str) -> Iterator[Case]:
    models = list(AIModel.objects.filter(pk__in=model_ids).select_related("scorecard").order_by("path"))
    said = layers.load(model_ids)
    found = verdicts.of_profiles({model.scorecard.profile_id for model in models})
    ratings = _ratings(models, source)
    for model in models:
        bodies = {
            slug: Verdict.from_dict(row.body) for slug, row in found[model.scorecard.profile_id].items()
        }
        facts = said[model.pk].effective()
        for row in ratings[model.pk]:
            kind = about(row).kind
            compared = compare(Published(row.origin, row.dimension, row.value, kind), facts, bodies)
            if compared:
                yield Case(row.origin, row.dimension, model.path, row.subject, kind, row.value, compared)
        if source in ("", "mot"):
            yield from _mof_case(model, said[model.pk], facts, bodies)


def _ratings(models: Sequence[AIModel], source: str) -> dict[int, list[ExternalRating]]:
    """The ratings of each model and of its family."""
    of_family: dict[int, list[int]] = defaultdict(list)
    for model in models:
        if model.family_id is not None:
            of_family[model.family_id].append(model.pk)
    rows = ExternalRating.objects.filter(Q(model__in=models) | Q(family__in=list(of_family)))
    if source:
        rows = rows.filter(origin=source)
    found: dict[int, list[ExternalRating]] = defaultdict(list)
    for row in rows.order_by("id"):
        for pk in [row.model_id] if row.model_id else of_family[row.family_id or 0]:
            found[pk].append(row)
    return found


def _mof_case(
    model: AIModel, said: layers.Layers, facts: Facts, bodies: dict[str, Verdict]
) -> Iterator[Case]:
    """The class the tool gives to its own record, if there is one, beside the class we give to the model."""
    own = [row for row in said.rows if isinstance(row, Fact) and row.source == "mot"]
    if not own or MOF not in bodies:
        return
    record = Facts.of(own).with_origin(Origin.IMPORTED, "mot")
    alone = evaluate(definitions.shipped()[MOF], record)
    compared = compare_mof(alone, bodies[MOF], facts)
    yield Case("mot", "class", model.path, model.name, "model", alone.level, compared)
