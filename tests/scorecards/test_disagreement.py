"""Where definitions part: counts that add up, and the models and facts behind each."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from registry.openness import definitions
from registry.openness.facts import Availability, Fact
from registry.scorecards import queries
from registry.scorecards.models import Verdict
from tests.build import import_facts, make_model, released, review_facts, withheld

pytestmark = pytest.mark.django_db
G7, SOURCE, MOF = "g7-2026", "source-form-1", "mof-1.0"
CORPUS = ("training-code", "data-processing-code", "hyperparameters", "pretraining-data")
ABSENT = ("posttraining-code", "supporting-libraries", "finetuning-data", "preference-data")
ABSENT += ("data-labels", "synthetic-data")
CLASS_III = ("architecture-code", "final-weights", "technical-report", "evaluation-results")
CLASS_III += ("model-card", "data-card")


def no(component: str) -> Fact:
    return Fact(component, availability=Availability.NOT_APPLICABLE, reason="no such stage")


def source_form() -> list[Fact]:
    return [*(released(slug) for slug in CORPUS), *(no(slug) for slug in ABSENT)]


@pytest.fixture
def models() -> None:
    """Two meet the source form, one of them class III too; one class III alone; one nothing."""
    review_facts(make_model("acme/source"), *source_form(), withheld("final-weights"))
    import_facts(make_model("acme/both"), *source_form(), *(released(slug) for slug in CLASS_III))
    import_facts(make_model("acme/class"), *(released(slug) for slug in CLASS_III))
    import_facts(make_model("acme/nothing"), withheld("training-code"), withheld("architecture-code"))
    import_facts(make_model("acme/hidden", hidden=True), *source_form())


def test_the_matrix_counts_who_meets_the_row_and_not_the_column(
    models: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        matrix = queries.disagreement()
    assert (matrix.met[SOURCE], matrix.met[MOF]) == (2, 2)
    assert (matrix.cells[SOURCE][MOF], matrix.cells[MOF][SOURCE]) == (1, 1)
    for one in matrix.ids:
        for other in matrix.cells[one]:
            difference = matrix.cells[one][other] - matrix.cells[other][one]
            assert difference == matrix.met[one] - matrix.met[other]


def test_what_rests_on_a_machine_draft_never_counts_as_met(models: None) -> None:
    Verdict.objects.update(basis="observed")
    matrix, known = queries.disagreement(), definitions.shipped()
    assert set(matrix.met.values()) == {0}
    assert matrix.most == 0
    assert queries.parted(known[SOURCE], known[MOF]).total == 0


def test_only_definitions_that_can_be_met_are_compared() -> None:
    ids = queries.disagreement().ids
    assert SOURCE in ids
    assert not [name for name in ids if definitions.shipped()[name].shape == "graded"]


def test_every_cell_lists_as_many_models_as_it_counts(models: None) -> None:
    matrix, known = queries.disagreement(), definitions.shipped()
    for one, cells in matrix.cells.items():
        for other, models_counted in cells.items():
            page = queries.parted(known[one], known[other])
            assert len(page.rows) == page.total == models_counted


def test_a_listed_model_comes_with_the_facts_that_make_the_difference(models: None) -> None:
    known = definitions.shipped()
    (row,) = queries.parted(known[SOURCE], known[MOF]).rows
    assert row.model.path == "acme/source"
    assert row.verdict
    assert row.verdict.outcome == "does_not_meet"
    assert "final-weights" in [reason.component for reason in row.missing]


def test_a_page_is_read_in_a_fixed_number_of_queries(
    models: None, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    known = definitions.shipped()
    with django_assert_max_num_queries(5):
        queries.parted(known[SOURCE], known[MOF])


def test_the_pages_and_the_api_say_the_same(client: Client, models: None) -> None:
    matrix = client.get("/api/v1/disagreement/").json()
    assert matrix["cells"][SOURCE][MOF] == 1
    body = client.get("/definitions/disagreement/").content.decode()
    assert re.search(rf'<td class="k[1-9]0?"><a href="/definitions/disagreement/{SOURCE}/{MOF}/">1</a>', body)
    assert '<td class="k0">0</td>' in body  # nothing to see there, so no link
    listed = client.get(f"/api/v1/disagreement/{SOURCE}/{MOF}/").json()
    assert (listed["total"], listed["next"]) == (1, None)
    (row,) = listed["results"]
    assert (row["path"], row["result"]) == ("acme/source", "No class")
    assert row["missing"][0]["text"]
    page = client.get(f"/definitions/disagreement/{SOURCE}/{MOF}/").content.decode()
    assert 'href="/models/acme/source/"' in page
    assert "acme/both" not in page


def test_what_cannot_be_told_is_not_called_a_disagreement(client: Client, models: None) -> None:
    import_facts(make_model("acme/unclear"), *(released(slug) for slug in CLASS_III))
    known = definitions.shipped()
    page = queries.parted(known[MOF], known[SOURCE])
    said = {row.model.path: row.decided for row in page.rows}
    assert page.undecided == list(said.values()).count(False) > 0
    text = client.get(f"/definitions/disagreement/{MOF}/{SOURCE}/").content.decode()
    assert text.count("undecided, no disagreement yet") == page.undecided
    assert f"Of {page.undecided} of them nobody can tell yet whether Source form is met" in text
    decided = client.get(f"/definitions/disagreement/{SOURCE}/{MOF}/").content.decode()
    assert "undecided" not in decided
    assert "Each number of a pair other than 0" in client.get("/definitions/disagreement/").content.decode()


def test_a_walk_along_next_meets_every_model_once(client: Client) -> None:
    for number in range(5):
        import_facts(make_model(f"acme/source-{number}"), *source_form(), withheld("final-weights"))
    seen, address = [], f"/api/v1/disagreement/{SOURCE}/{MOF}/?limit=2"
    while address:
        page = client.get(address).json()
        seen += [row["path"] for row in page["results"]]
        address = page["next"]
    assert sorted(seen) == [f"acme/source-{number}" for number in range(5)]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"{SOURCE}/{SOURCE}/", 404),
        (f"{SOURCE}/osai-index-2026-03/", 404),
        (f"{SOURCE}/nothing/", 404),
        (f"{SOURCE}/{MOF}/", 200),
    ],
)
def test_only_pairs_that_can_disagree_have_an_address(client: Client, path: str, status: int) -> None:
    assert client.get(f"/definitions/disagreement/{path}").status_code == status
    assert client.get(f"/api/v1/disagreement/{path}").status_code == status


def test_a_page_address_that_was_changed_is_refused(client: Client) -> None:
    assert client.get(f"/definitions/disagreement/{SOURCE}/{MOF}/?after=x").status_code == 400
    assert client.get(f"/api/v1/disagreement/{SOURCE}/{MOF}/?cursor=x").status_code == 400
