"""Revisions: an unbroken chain, frozen records, and the record as of a date."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from registry.scorecards import history, judge
from registry.scorecards.models import Definition, Evidence, Revision
from registry.scorecards.queries import scorecard_page
from tests.build import NOON, import_facts, make_model, released, review_facts, withheld
from tests.tampering import without_triggers

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def _three_revisions():
    model = make_model()
    import_facts(model, released("final-weights", "MIT"))
    import_facts(model, released("final-weights", "CC-BY-NC-4.0"), now=NOON + DAY)
    review_facts(model, withheld("training-code"), now=NOON + 2 * DAY)
    return model


def test_revisions_are_numbered_and_chained():
    model = _three_revisions()
    rows = list(Revision.objects.filter(model=model).order_by("number"))
    assert [row.number for row in rows] == [1, 2, 3]
    assert [row.previous_digest for row in rows] == ["", rows[0].digest, rows[1].digest]
    assert history.broken_link(model.pk) is None


@pytest.mark.parametrize("field", ["cause", "model_path", "introduced_digest"])
def test_a_changed_revision_breaks_the_chain(field):
    model = _three_revisions()
    with without_triggers():
        Revision.objects.filter(model=model, number=2).update(**{field: "hub"})
    broken = history.broken_link(model.pk)
    assert broken is not None
    assert broken.number == 2


def test_swapped_evidence_breaks_the_chain():
    model = _three_revisions()
    with without_triggers():
        Evidence.objects.filter(model=model, introduced__number=3).update(digest="0" * 64)
    broken = history.broken_link(model.pk)
    assert broken is not None
    assert broken.number == 3


def test_a_second_revision_with_the_same_number_is_refused_by_the_database():
    model = _three_revisions()
    row = Revision.objects.get(model=model, number=2)
    row.pk, row.digest = None, "1" * 64
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_a_frozen_revision_shows_the_record_as_it_was():
    model = _three_revisions()
    first = scorecard_page(model.path, revision=1)
    second = scorecard_page(model.path, revision=2)
    now = scorecard_page(model.path)
    assert first is not None
    assert second is not None
    assert now is not None
    assert [page.license for page in (first, second, now)] == ["MIT", "CC-BY-NC-4.0", "CC-BY-NC-4.0"]
    assert [len(page.findings) for page in (first, second, now)] == [1, 1, 2]
    assert [page.is_current for page in (first, second, now)] == [False, False, True]


def test_a_date_shows_the_last_revision_before_it():
    model = _three_revisions()
    page = scorecard_page(model.path, at=NOON + DAY + timedelta(hours=1))
    assert page is not None
    assert page.revision == 2
    assert scorecard_page(model.path, at=NOON - DAY) is None
    assert scorecard_page(model.path, revision=9) is None


def test_a_past_date_is_judged_by_the_rules_of_that_date():
    model = make_model()
    judge.in_force(NOON)
    Definition.objects.filter(slug="g7-2026").update(digest="f" * 64)
    import_facts(model, released("final-weights"), now=NOON + DAY)
    current = {row.definition for row in scorecard_page(model.path).verdicts}
    then = {row.definition for row in scorecard_page(model.path, at=NOON + 3 * DAY).verdicts}
    assert "g7-2026" in current
    assert then == current
    renamed = Definition.objects.exclude(digest="f" * 64).get(slug="g7-2026")
    assert renamed.in_force_from == NOON + DAY


def test_new_rules_judge_only_what_lacks_a_verdict():
    model = make_model()
    import_facts(model, released("final-weights"))
    assert judge.unjudged(NOON) == 0
    row = Definition.objects.get(slug="osaid-1.0")
    row.verdicts.all().delete()
    assert judge.unjudged(NOON) == 1
    assert judge.reevaluate(NOON) == 1
    assert judge.unjudged(NOON) == 0
