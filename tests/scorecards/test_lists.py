"""Lists: every model once, filters by what is shown, cursors that cannot be forged."""

import pytest

from registry.catalog.models import Alias
from registry.scorecards.downloads import refresh_counts
from registry.scorecards.models import Revision, Scorecard
from registry.scorecards.queries import (
    BadCursor,
    Filters,
    counts,
    definition_results,
    licenses_in_use,
    model_list,
    recent_changes,
    resolve,
)
from tests.build import import_facts, make_model, released, review_facts

pytestmark = pytest.mark.django_db


def test_walking_the_pages_meets_every_listed_model_once():
    paths = [f"acme/rocket-{number}" for number in range(7)]
    for path in paths:
        import_facts(make_model(path), released("final-weights"))
    import_facts(make_model("acme/secret", hidden=True), released("final-weights"))
    seen, cursor = [], ""
    for _ in range(10):
        page = model_list(Filters(), after=cursor, limit=3)
        seen += [row.path for row in page.rows]
        cursor = page.next_cursor
        if not cursor:
            break
    assert sorted(seen) == sorted(paths)
    assert page.total == 7


@pytest.mark.parametrize("cursor", ["1", "999:forged", "x" * 5000])
def test_a_cursor_we_did_not_give_out_is_refused(cursor):
    with pytest.raises(BadCursor):
        model_list(Filters(), after=cursor)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(q="rocket"), {"acme/rocket"}),
        (Filters(q="ACME rock"), {"acme/rocket"}),
        (Filters(license="CC-BY-NC-4.0"), {"zeta/glider"}),
        (Filters(state="reviewed"), {"zeta/glider"}),
        (Filters(organization="acme"), {"acme/rocket"}),
        (Filters(verdicts={"source-form-1": "does_not_meet"}), set()),
        (Filters(verdicts={"g7-2026": "open-weights-ai"}), {"acme/rocket"}),
        (Filters(verdicts={"g7-2026": "weights-available-ai"}), {"zeta/glider"}),
        (Filters(verdicts={"no-such-definition": "meets"}), set()),
        (Filters(q="%"), set()),
    ],
)
def test_a_list_holds_what_its_filters_ask_for(filters, expected):
    import_facts(make_model("acme/rocket"), released("final-weights"), released("inference-code"))
    review_facts(make_model("zeta/glider"), released("final-weights", "CC-BY-NC-4.0"))
    page = model_list(filters)
    assert {row.path for row in page.rows} == expected
    assert page.total == len(expected)


def test_lists_are_ordered_by_downloads_then_by_model():
    first, second = make_model("acme/first"), make_model("acme/second")
    for model in (first, second):
        import_facts(model, released("final-weights"))
    assert [row.path for row in model_list(Filters()).rows] == ["acme/second", "acme/first"]
    assert refresh_counts([(first.pk, 10), (second.pk, 9)]) == 2
    assert [row.path for row in model_list(Filters()).rows] == ["acme/first", "acme/second"]
    assert Revision.objects.count() == 2
    assert Scorecard.objects.get(model=first).rank == 10 * 2**31 + first.pk


def test_old_paths_and_any_case_resolve_to_the_path_of_today():
    model = make_model("acme/rocket")
    Alias.objects.create(path="old/rocket", model=model)
    assert resolve("Acme/Rocket") == resolve("OLD/rocket") == "acme/rocket"
    assert resolve("acme/none") is None


def test_counts_leave_hidden_models_out():
    import_facts(make_model("acme/rocket"), released("final-weights"))
    import_facts(make_model("acme/secret", hidden=True), released("final-weights", "MIT"))
    assert (counts().models, counts().imported) == (1, 1)
    assert sum(row.models for row in definition_results("g7-2026")) == 1
    assert licenses_in_use() == (("Apache-2.0", 1),)


def test_recent_changes_are_revisions_that_replaced_something():
    model = make_model()
    import_facts(model, released("final-weights"), released("inference-code"))
    assert recent_changes(5) == ()
    import_facts(model, released("final-weights", "CC-BY-NC-4.0"), released("inference-code"))
    (change,) = recent_changes(5)
    assert (change.path, change.number) == (model.path, 2)
    g7 = next(row for row in change.verdict_changes if row.definition == "g7-2026")
    assert g7.before is not None
    assert (g7.before.level, g7.after.level) == ("open-weights-ai", "weights-available-ai")
