"""Datasets that sources cite become entries, linked to the models by stage."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry.catalog.datasets import Used, note_uses
from registry.catalog.models import Dataset, DatasetUse
from registry.catalog.paths import dataset_in
from registry.imports.datasets import cited
from registry.openness.facts import Fact, Proof
from tests.build import NOON, facts, make_model, released, use


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://huggingface.co/datasets/allenai/dolma/tree/main", "allenai/dolma"),
        ("https://hf.co/datasets/EleutherAI/the_pile_deduplicated", "EleutherAI/the_pile_deduplicated"),
        ("https://huggingface.co/datasets/wikipedia", None),
        ("https://huggingface.co/allenai/dolma", None),
        ("https://example.org/datasets/allenai/dolma", None),
        ("https://huggingface.co/datasets/a b/c", None),
        ("", None),
    ],
)
def test_the_dataset_in_an_address(address, expected):
    assert dataset_in(address) == expected


def proved(component: str, path: str) -> Fact:
    return released(component, proofs=(Proof(f"https://huggingface.co/datasets/{path}"),))


def test_what_proves_a_data_component_was_used_at_its_stage():
    rows = facts(
        proved("pretraining-data", "allenai/dolma"),
        proved("evaluation-data", "choosealicense/licenses"),
        proved("model-card", "allenai/other"),
    )
    assert list(cited(rows)) == [Used("allenai/dolma", "pretraining")]


@pytest.mark.django_db
def test_cited_datasets_are_listed_once_and_connect_what_named_them_before():
    model = make_model()
    use(model, "allenai/dolma", stage="unknown", source="declared")
    uses = {model.pk: [Used("AllenAI/Dolma", "pretraining")]}
    assert note_uses(uses, source="imported", now=NOON) == {model.pk}
    assert note_uses(uses, source="imported", now=NOON) == frozenset()
    dataset = Dataset.objects.get()
    assert (dataset.path, dataset.name, dataset.organization.slug) == ("allenai/dolma", "Dolma", "allenai")
    assert DatasetUse.objects.filter(dataset=dataset).count() == 2


@pytest.mark.django_db
def test_many_models_cost_as_many_queries_as_few():
    counts = []
    for size in (2, 30):
        models = [make_model(f"acme/m{size}-{number}") for number in range(size)]
        uses = {model.pk: [Used(f"maker{size}/d{model.pk}", "pretraining")] for model in models}
        with CaptureQueriesContext(connection) as queries:
            note_uses(uses, source="imported", now=NOON)
        counts.append(len(queries))
    assert counts[0] == counts[1]
