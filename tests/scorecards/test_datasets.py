"""What is recorded of a dataset speaks for the models that used it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from registry.catalog.models import AIModel
from registry.openness import components
from registry.openness.facts import (
    TOPICS,
    Availability,
    ContentsRights,
    Fact,
    Quality,
    Rights,
    RightsReason,
)
from registry.scorecards.history import seal
from registry.scorecards.models import Evidence, Revision
from registry.scorecards.queries import ScorecardPage, dataset_list, dataset_page, scorecard_page
from tests.build import (
    NOON,
    do_jobs,
    import_facts,
    make_model,
    released,
    review_dataset,
    review_facts,
    use,
    withheld,
)

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)
CORPUS = "pretraining-data"
TOP = "open-source-ai-with-open-data"
OPEN = released(CORPUS, "CC-BY-4.0")
GONE = Fact(
    CORPUS,
    availability=Availability.WITHHELD,
    rights=Rights.UNSHAREABLE,
    rights_reason=RightsReason.COPYRIGHT,
)
CONTAINER = released(CORPUS, "ODC-By-1.0", contents_rights=ContentsRights.MIXED)


def without_corpus(path: str = "acme/rocket-7b") -> AIModel:
    """A model that releases everything and says nothing of its corpus."""
    model = make_model(path)
    evidence = [slug for slug, row in components.ALL.items() if row.record_as == "evidence"]
    rows = [released(slug, _license(slug), quality=Quality.COMPREHENSIVE, covers=TOPICS) for slug in evidence]
    review_facts(model, *(row for row in rows if row.component != CORPUS))
    return model


def _license(slug: str) -> str:
    data = components.ALL[slug].kind == "data" and not components.ALL[slug].is_weights
    return "CC-BY-4.0" if data else "Apache-2.0"


def page(path: str = "acme/rocket-7b") -> ScorecardPage:
    do_jobs()
    found = scorecard_page(path)
    assert found is not None
    return found


def corpus(path: str = "acme/rocket-7b") -> Fact:
    rows = [row.fact for row in page(path).findings if row.fact.component == CORPUS]
    return rows[0] if rows else Fact(CORPUS)


def results() -> dict[str, str]:
    return {row.definition: row.level or row.outcome for row in page().verdicts}


@pytest.mark.parametrize(
    ("data", "source_form", "osaid", "g7"),
    [
        (OPEN, "meets", "meets", TOP),
        (GONE, "does_not_meet", "meets", "open-source-ai"),  # The Pile, as its host no longer serves it
        (CONTAINER, "insufficient_evidence", "meets", TOP),  # ODC-By: the container, not the contents
    ],
)
def test_verdicts_follow_from_the_dataset(data, source_form, osaid, g7):
    model = without_corpus()
    review_dataset("eleuther/pile", data, last_seen="2023-07-01")
    use(model, "eleuther/pile")
    found = results()
    assert (found["source-form-1"], found["osaid-1.0"], found["g7-2026"]) == (source_form, osaid, g7)
    assert corpus().source == "dataset:eleuther/pile"
    (row,) = page().lineage.datasets
    assert (row.path, row.stage, row.last_seen) == ("eleuther/pile", "pretraining", "2023-07-01")


def test_a_dataset_that_disappears_reaches_the_models_that_used_it():
    model = without_corpus()
    use(model, "eleuther/pile")
    assert corpus() == Fact(CORPUS)  # named, and not listed
    review_dataset("eleuther/pile", OPEN)
    assert corpus().availability is Availability.RELEASED
    review_dataset("eleuther/pile", GONE, last_seen="2023-07-01", now=LATER)
    assert corpus().availability is Availability.WITHHELD
    assert page().revisions[0].cause == "base"


def test_what_somebody_recorded_of_the_model_itself_counts_first():
    model = without_corpus()
    review_dataset("eleuther/pile", OPEN)
    use(model, "eleuther/pile")
    import_facts(model, withheld(CORPUS))
    assert (corpus().availability.value, corpus().source) == ("withheld", "mot")


def test_of_several_datasets_of_a_stage_the_least_open_counts_and_all_are_named():
    model = without_corpus()
    review_dataset("a/open", OPEN)
    review_dataset("b/gone", GONE)
    use(model, "a/open", "b/gone")
    assert corpus().availability is Availability.WITHHELD
    assert corpus().source == "dataset:a/open+dataset:b/gone"


def test_a_dataset_nobody_listed_leaves_the_whole_unknown():
    model = without_corpus()
    review_dataset("a/open", OPEN)
    use(model, "a/open", "b/unlisted")
    assert corpus() == Fact(CORPUS)


def test_a_dataset_whose_stage_is_not_known_says_nothing_of_any_stage():
    model = without_corpus()
    review_dataset("a/open", OPEN)
    use(model, "a/open", stage="unknown", source="declared")
    assert corpus() == Fact(CORPUS)
    assert [row.stage for row in page().lineage.datasets] == ["unknown"]


def test_evidence_of_a_dataset_has_a_history_of_its_own():
    dataset = review_dataset("eleuther/pile", OPEN)
    review_dataset("eleuther/pile", OPEN, now=LATER)  # the same again: nothing to write
    review_dataset("eleuther/pile", GONE, now=LATER)
    first, second = Revision.objects.filter(dataset=dataset).order_by("number")
    assert (first.number, second.number, second.previous_digest) == (1, 2, first.digest)
    assert seal(second, before_key="", after_key="") == second.digest
    (gone,) = Evidence.objects.filter(dataset=dataset, retired__isnull=False)
    assert (gone.introduced_id, gone.retired_id) == (first.pk, second.pk)


@pytest.mark.parametrize("both", [True, False])
def test_evidence_is_about_a_model_or_a_dataset_and_the_database_knows(both):
    dataset = review_dataset("eleuther/pile", OPEN)
    model = make_model() if both else None
    row = Evidence.objects.get(dataset=dataset)
    with pytest.raises(IntegrityError), transaction.atomic():
        Evidence.objects.filter(pk=row.pk).update(model=model, dataset=dataset if both else None)


def test_datasets_are_listed_with_what_counts_of_them():
    model = without_corpus()
    review_dataset("a/unused", CONTAINER)
    review_dataset("eleuther/pile", GONE, last_seen="2023-07-01")
    use(model, "eleuther/pile")
    page()
    rows = dataset_list()
    assert [(row.path, row.models, row.last_seen) for row in rows] == [
        ("eleuther/pile", 1, "2023-07-01"),
        ("a/unused", 0, ""),
    ]
    shown = dataset_page("Eleuther/Pile")
    assert shown is not None
    assert shown.row.fact is not None
    assert replace(shown.row, fact=replace(shown.row.fact, proofs=())) == rows[0]
    assert shown.users == (("acme/rocket-7b", "rocket-7b", "pretraining"),)
