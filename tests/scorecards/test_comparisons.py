"""How a published value stands to what our record gives: one table per source, and the report."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from registry.catalog.models import Family
from registry.openness import definitions
from registry.openness.evaluate import evaluate
from registry.openness.facts import Availability, Fact, Facts, Gate, Origin
from registry.openness.verdict import Verdict
from registry.scorecards.comparisons import Agreement, Because, Published, agreement, compare
from registry.scorecards.models import ExternalRating
from registry.scorecards.queries import published
from tests.build import facts, import_facts, make_model, make_provenance, released, withheld

AGREES, COMPATIBLE = Agreement.AGREES, Agreement.COMPATIBLE
DEVIATES, CANNOT_TELL = Agreement.DEVIATES, Agreement.CANNOT_TELL
LLAMA = "llama-3.1-community"


@pytest.mark.parametrize(
    ("value", "low", "high", "expected"),
    [
        (2, 2, 2, AGREES),
        (1, 2, 2, DEVIATES),
        (1, 1, 2, COMPATIBLE),
        (0, 1, 2, DEVIATES),
        (0, 0, 2, CANNOT_TELL),
        (0.833, 0.8333333, 0.8333333, AGREES),
        (0.833, 0.8334, 0.9, COMPATIBLE),
    ],
)
def test_a_value_beside_a_range(value: float, low: float, high: float, expected: Agreement) -> None:
    assert agreement(value, low, high, most=2) is expected


def verdicts(known: Facts) -> dict[str, Verdict]:
    return {name: evaluate(rules, known) for name, rules in definitions.shipped().items()}


def compared(origin: str, dimension: str, value: str, *rows: Fact, about: str = "model") -> Any:
    known = facts(*rows, origin=Origin.IMPORTED)
    return compare(Published(origin, dimension, value, about), known, verdicts(known))


GATED = released("final-weights", LLAMA, availability=Availability.RELEASED_GATED, gate=Gate.REGISTRATION)


@pytest.mark.parametrize(
    ("dimension", "value", "row", "expected"),
    [
        ("weights", "Open weights (unrestricted)", released("final-weights"), AGREES),
        ("weights", "Open weights (unrestricted)", released("final-weights", LLAMA), DEVIATES),
        ("weights", "Open weights (unrestricted)", released("final-weights", "NOASSERTION"), COMPATIBLE),
        ("weights", "Open weights (restricted use)", GATED, AGREES),
        ("weights", "Open weights (non-commercial)", released("final-weights", "CC-BY-NC-4.0"), AGREES),
        ("weights", "Unreleased", withheld("final-weights"), AGREES),
        ("weights", "API access", withheld("final-weights"), AGREES),
        ("weights", "API access", released("final-weights"), DEVIATES),
        ("weights", "API access", withheld("training-code"), CANNOT_TELL),
        ("training_code", "Open source", released("training-code"), AGREES),
        ("training_code", "Unreleased", withheld("training-code"), AGREES),
        ("training_code", "Open (non-commercial)", released("training-code"), DEVIATES),
        ("inference_code", "Unreleased", released("inference-code", "NOASSERTION"), DEVIATES),
    ],
)
def test_access_as_epoch_sees_it(dimension: str, value: str, row: Fact, expected: Agreement) -> None:
    assert compared("epoch", dimension, value, row).agreement is expected


@pytest.mark.parametrize(
    ("value", "rows", "expected"),
    [
        ("closed", [withheld("final-weights")], AGREES),
        ("restricted", [GATED], AGREES),
        ("open_weights", [released("final-weights"), withheld("pretraining-data")], AGREES),
        ("open_weights", [released("final-weights")], COMPATIBLE),
        ("open_source", [released("final-weights")], COMPATIBLE),
        ("open_source", [released("final-weights"), withheld("training-code")], DEVIATES),
        (
            "open_source",
            [released("final-weights"), released("training-code"), released("pretraining-data")],
            AGREES,
        ),
        ("open_weights", [], CANNOT_TELL),
    ],
)
def test_the_classes_of_os_ai_map(value: str, rows: list[Fact], expected: Agreement) -> None:
    assert compared("os-ai-map", "class", value, *rows).agreement is expected


@pytest.mark.parametrize(
    ("value", "rows", "expected"),
    [
        ("passed", [withheld("training-code")], DEVIATES),
        ("passed", [released("training-code")], CANNOT_TELL),
        ("did_not_pass", [withheld("training-code")], AGREES),
        ("license_issue", [released("final-weights", LLAMA)], AGREES),
    ],
)
def test_the_outcomes_of_the_validation_phase(value: str, rows: list[Fact], expected: Agreement) -> None:
    found = compared("osi", "validation", value, *rows, about="family")
    assert found.agreement is expected


@pytest.mark.parametrize(
    ("dimension", "value", "rows", "expected"),
    [
        ("weights_endmodel", "open", [released("final-weights")], AGREES),
        ("weights_endmodel", "partial", [GATED], AGREES),
        ("weights_endmodel", "closed", [released("final-weights")], DEVIATES),
        ("weights_endmodel", "open", [], CANNOT_TELL),
        ("trainingcode", "open", [released("training-code")], COMPATIBLE),
        ("score", "0.500", [released("final-weights")], COMPATIBLE),
        ("score", "0.010", [released("final-weights")], DEVIATES),
    ],
)
def test_the_dimensions_and_the_score_of_the_index(
    dimension: str, value: str, rows: list[Fact], expected: Agreement
) -> None:
    assert compared("osai", dimension, value, *rows).agreement is expected


@pytest.mark.parametrize(
    "case",
    [
        Published("fmti", "indicators", "54 of 100", "organization"),
        Published("epoch", "training_flop", "3e+24"),
        Published("epoch", "weights", "a new word"),
        Published("epoch", "weights", "API access", "family"),
        Published("osai", "weights_endmodel", "open", "family"),
        Published("osai", "weights_endmodel", ""),
        Published("osai", "score", "much"),
    ],
)
def test_what_has_no_counterpart_is_not_compared(case: Published) -> None:
    known = facts(released("final-weights"), origin=Origin.IMPORTED)
    assert compare(case, known, verdicts(known)) is None


def test_a_comparison_names_the_facts_behind_ours_and_says_a_range_as_one() -> None:
    found = compared("epoch", "weights", "API access", released("final-weights", "NOASSERTION"))
    assert found.ours == "released under limits to released openly"
    assert found.because == (Because("final-weights", "fact", "released, NOASSERTION", "test"),)


@pytest.mark.django_db
def test_the_report_counts_agreement_and_lists_the_deviating_models_with_the_facts() -> None:
    rocket = make_model("acme/rocket-7b")
    rocket.family = Family.objects.create(slug="rocket", name="Rocket")
    rocket.save()
    import_facts(rocket, released("final-weights"), withheld("training-code"))
    for about, origin, dimension, value in [
        ({"model": rocket}, "epoch", "weights", "Unreleased"),
        ({"model": rocket}, "epoch", "training_code", "Unreleased"),
        ({"family": rocket.family}, "osi", "validation", "passed"),
        ({"organization": rocket.organization}, "fmti", "indicators", "54 of 100"),
    ]:
        source = make_provenance(origin)
        ExternalRating.objects.create(
            origin=origin, subject="Rocket", dimension=dimension, value=value, provenance=source, **about
        )
    shares = {(row.source, row.dimension): row.share for row in published.tallies(list(published.cases()))}
    assert shares == {
        ("epoch", "training_code"): 1.0,
        ("epoch", "weights"): 0.0,
        ("mot", "class"): 1.0,
        ("osi", "validation"): 0.0,
    }
    out = StringIO()
    call_command("compare_published", stdout=out)
    assert "acme/rocket-7b: published Unreleased, ours released openly. final-weights" in out.getvalue()
    assert "acme/rocket-7b [family Rocket]: published passed, ours does_not_meet." in out.getvalue()
    out = StringIO()
    call_command("compare_published", "--json", "--source", "epoch", stdout=out)
    told = json.loads(out.getvalue())
    assert [(row["dimension"], row["agrees"], row["deviates"]) for row in told] == [
        ("training_code", 1, 0),
        ("weights", 0, 1),
    ]
    assert told[1]["deviating"][0]["because"] == [
        {"component": "final-weights", "code": "fact", "found": "released, Apache-2.0", "source": "mot"}
    ]


@pytest.mark.django_db
def test_the_class_of_a_record_on_its_own_is_compared_with_that_of_everything_known() -> None:
    rocket = make_model("acme/rocket-7b")
    part = (
        "final-weights",
        "architecture-code",
        "technical-report",
        "model-card",
        "data-card",
        "evaluation-results",
    )
    rows = [released(name) for name in part]
    import_facts(rocket, *rows)
    (alone,) = published.cases("mot")
    assert alone.comparison.agreement is AGREES
    import_facts(rocket, withheld("final-weights"), origin="osai")
    (case,) = published.cases("mot")
    assert (case.value, case.comparison.agreement) == (alone.value, DEVIATES)
    assert case.comparison.ours == "unclassified"


@pytest.mark.django_db
def test_without_ratings_the_report_says_so() -> None:
    out = StringIO()
    call_command("compare_published", stdout=out)
    assert "Nothing to compare" in out.getvalue()
