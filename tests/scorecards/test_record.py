"""The one writer: what it stores, what it leaves alone, and what it costs."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from registry.openness.facts import Availability, Fact, Facts, Gate, Origin
from registry.scorecards.models import Change, Evidence, Profile, Revision, Scorecard, Verdict
from registry.scorecards.record import Cause, Stated, record_many
from tests.build import NOON, import_facts, make_model, make_provenance, released, review_facts, withheld

pytestmark = pytest.mark.django_db


def test_the_first_facts_of_a_model_make_a_scorecard_with_a_verdict_per_definition():
    model = make_model()
    result = import_facts(model, released("final-weights"), released("inference-code"))
    card = Scorecard.objects.get(model=model)
    assert (result.created, result.revisions) == (1, 1)
    assert (card.state, card.license, card.rank) == ("imported", "Apache-2.0", model.pk)
    assert {row.definition.slug for row in card.profile.verdicts.select_related("definition")} >= {
        "source-form-1",
        "osaid-1.0",
        "mof-1.0",
        "mof-1.0-strict",
        "g7-2026",
        "osai-index-2026-03",
    }


def _rows_written() -> list[int]:
    return [table.objects.count() for table in (Revision, Evidence, Change, Verdict)]


def test_saying_the_same_again_writes_nothing():
    model = make_model()
    import_facts(model, released("final-weights"))
    before = _rows_written()
    result = import_facts(model, released("final-weights"), now=NOON + timedelta(days=1))
    assert (result.unchanged, result.changed) == (1, 0)
    assert _rows_written() == before
    assert Scorecard.objects.get(model=model).changed_at == NOON


def test_what_a_source_says_no_more_is_retired_and_kept():
    model = make_model()
    import_facts(model, released("final-weights"), released("model-card"))
    import_facts(model, released("final-weights"), now=NOON + timedelta(days=1))
    gone = Evidence.objects.get(component="model-card")
    assert gone.introduced.number == 1
    assert gone.retired is not None
    assert gone.retired.number == 2
    assert Evidence.objects.get(component="final-weights").retired is None


def test_one_source_does_not_retire_what_another_said():
    model = make_model()
    import_facts(model, released("final-weights"), origin="mot")
    import_facts(model, released("model-card"), origin="osai")
    assert Evidence.objects.filter(retired__isnull=True).count() == 2


def test_review_outweighs_imports():
    model = make_model()
    import_facts(model, released("final-weights", "MIT"))
    review_facts(model, withheld("final-weights"))
    card = Scorecard.objects.select_related("profile").get(model=model)
    assert card.state == "reviewed"
    assert card.profile.facts["components"][0]["availability"] == "withheld"


def test_models_with_the_same_inputs_share_one_profile():
    for number in range(3):
        import_facts(make_model(f"acme/rocket-{number}"), released("final-weights"))
    assert Profile.objects.count() == 1
    assert Scorecard.objects.values("profile").distinct().count() == 1


def test_a_citation_keeps_only_web_addresses():
    model = make_model()
    fact = released("final-weights")
    proofs = (*fact.proofs, type(fact.proofs[0])("javascript:alert(1)"))
    import_facts(model, released("final-weights", proofs=proofs))
    (row,) = Evidence.objects.prefetch_related("citations")
    assert [citation.url for citation in row.citations.all()] == ["https://example.org/final-weights"]


def test_more_than_a_thousand_models_at_once_are_refused():
    statements = [Stated(number, Facts(), "import", "mot") for number in range(1001)]
    with pytest.raises(ValueError, match="at most 1000"):
        record_many(statements, cause=Cause.IMPORT, now=NOON)


def test_an_error_half_way_leaves_nothing_behind(monkeypatch):
    model = make_model()

    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr("registry.scorecards.record._write_scorecards", fail)
    with pytest.raises(RuntimeError):
        import_facts(model, released("final-weights"))
    assert not Evidence.objects.exists()
    assert not Revision.objects.exists()


@pytest.mark.parametrize(
    "fact",
    [
        Fact("final-weights", availability=Availability.RELEASED, gate=Gate.REGISTRATION),
        Fact("final-weights", availability=Availability.RELEASED_GATED),
    ],
)
def test_the_database_itself_refuses_impossible_facts(fact):
    model = make_model()
    with pytest.raises(IntegrityError), transaction.atomic():
        import_facts(model, fact)


def _import_of(count: int, *components: str) -> int:
    """The number of queries one import of this many models costs."""
    provenance = make_provenance()
    start = Scorecard.objects.count()
    models = [make_model(f"acme/bulk-{start + number}") for number in range(count)]
    statements = [
        Stated(
            model.pk,
            Facts.of([released(slug, qualifier=f"p{number}") for slug in components]).with_origin(
                Origin.IMPORTED, "mot"
            ),
            "import",
            "mot",
            provenance.pk,
        )
        for number, model in enumerate(models)
    ]
    with CaptureQueriesContext(
        connection,
    ) as queries:
        record_many(statements, cause=Cause.IMPORT, now=NOON)
    return len(queries)


def test_a_thousand_models_cost_a_bounded_number_of_queries():
    # Each model falls into a profile of its own here, the worst case. SQLite takes at most 999 values per
    # INSERT, so the number of statements grows with the rows written; no query is made per model.
    few, many = _import_of(10, "final-weights"), _import_of(1000, "final-weights")
    batches = 0 if connection.vendor == "postgresql" else 250
    assert many <= few + batches
    assert few <= 40


def test_a_thousand_unchanged_models_cost_as_many_queries_as_ten():
    counts = []
    for size in (10, 1000):
        provenance = make_provenance()
        models = [make_model(f"acme/same-{size}-{number}") for number in range(size)]
        statements = [
            Stated(model.pk, Facts.of([released("model-card")]), "import", "mot", provenance.pk)
            for model in models
        ]
        record_many(statements, cause=Cause.IMPORT, now=NOON)
        with CaptureQueriesContext(connection) as queries:
            result = record_many(statements, cause=Cause.IMPORT, now=NOON)
        assert result.unchanged == size
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12
