"""Datasets that sources cite become entries, linked to the models by stage."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry.catalog.datasets import Used, note_uses
from registry.catalog.models import Dataset, DatasetUse
from registry.catalog.paths import dataset_in
from registry.imports import datasets
from registry.imports.datasets import cited
from registry.imports.records import Record
from registry.openness.facts import Availability, Coverage, Fact, Origin, Proof
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


GONE = Availability.WITHHELD


def address(path: str) -> tuple[Proof]:
    return (Proof(f"https://huggingface.co/datasets/{path}"),)


def proved(component: str, path: str) -> Fact:
    return released(component, proofs=address(path))


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


def found_released(file: str, *rows: Fact) -> Record:
    return Record(file, file, facts=facts(*rows, origin=Origin.IMPORTED))


def test_data_found_released_in_full_speak_for_the_datasets_they_cite():
    both = released("finetuning-data", "NOASSERTION", proofs=(*address("a/one"), *address("A/Two")))
    found = datasets.released(
        [
            found_released("one.yaml", both),
            found_released("two.yml", proved("pretraining-data", "b/alone")),
            found_released(
                "three.yml", replace(proved("pretraining-data", "c/part"), coverage=Coverage.SOME)
            ),
            found_released("four.yml", Fact("evaluation-data", availability=GONE, proofs=address("d/gone"))),
        ]
    )
    assert {path: (row.fact.license, row.file) for path, row in found.items()} == {
        "a/one": ("NOASSERTION", "one.yaml"),
        "a/two": ("NOASSERTION", "one.yaml"),
        "b/alone": ("Apache-2.0", "two.yml"),
    }
    assert {row.fact.availability.value for row in found.values()} == {"released"}
    assert found["a/two"].path == "A/Two"


def test_a_license_of_several_datasets_or_of_a_whole_release_is_that_of_none():
    several = released("finetuning-data", "MIT", proofs=(*address("a/one"), *address("a/two")))
    inherited = replace(proved("pretraining-data", "b/alone"), license_inherited_from="distribution")
    found = datasets.released([found_released("one.yml", several, inherited)])
    assert {row.fact.license for row in found.values()} == {"NOASSERTION"}


def test_the_site_of_a_dataset_names_its_use_and_says_nothing_of_today():
    row = released("pretraining-data", proofs=(Proof("https://pile.eleuther.ai/"),))
    assert list(cited(facts(row))) == [Used("EleutherAI/pile", "pretraining")]
    assert datasets.released([found_released("one.yml", row)]) == {}
