"""The maker's claim stands beside the record, in words of the evidence, where one is on record at all."""

import pytest
from django.test import Client

from registry.catalog.models import AIModel
from registry.openness.facts import Fact, Proof, ReleaseFact
from registry.scorecards.models import Evidence
from registry.scorecards.record import Cause, Stated, record
from tests.build import NOON, facts, make_model, make_provenance, proved, released, withheld

pytestmark = pytest.mark.django_db
ADDRESS = "/models/acme/rocket-7b/"
SAID = Proof("https://example.org/news", quote="<b>fully</b> open", accessed_on="2026-10-01")
EVERYTHING = (
    *(
        "training-code",
        "data-processing-code",
        "posttraining-code",
        "supporting-libraries",
        "hyperparameters",
    ),
    *("pretraining-data", "finetuning-data", "preference-data", "data-labels", "synthetic-data"),
)


def claimed(model: AIModel, *rows: Fact, value: str = "yes", source: str = "review") -> None:
    claim = ReleaseFact("claims_open_source", value, proofs=(SAID,))
    stated = facts(*map(proved, rows), release=[claim])
    provenance = make_provenance().pk if source == "import" else None
    origin = "mot" if source == "import" else "review"
    record(
        Stated(model.pk, stated, Evidence.Source(source), origin, provenance),
        cause=Cause.IMPORT if source == "import" else Cause.REVIEW,
        now=NOON,
    )


def page(client: Client) -> str:
    return client.get(ADDRESS).content.decode().partition("What is released")[0]


def test_a_claim_that_the_record_contradicts_says_under_which_definitions(client: Client) -> None:
    claimed(make_model(), withheld("training-code"), withheld("pretraining-data"))
    text = page(client)
    assert "Described by its maker as open source." in text
    assert "Contradicted by the evidence" in text
    assert '<a href="#v-source-form-1">Source form</a>, <a href="#v-osaid-1.0">OSAID 1.0</a>' in text
    assert "Supported by the evidence" not in text
    assert "&lt;b&gt;fully&lt;/b&gt; open" in text
    assert 'href="https://example.org/news"' in text


def test_a_claim_that_the_record_bears_out_says_so(client: Client) -> None:
    claimed(make_model(), *(released(slug) for slug in EVERYTHING))
    text = page(client)
    assert "Supported by the evidence" in text
    assert 'under <a href="#v-source-form-1">' in text


def test_a_claim_of_which_too_little_is_known_is_left_open(client: Client) -> None:
    claimed(make_model(), released("model-card"))
    text = page(client)
    assert "Cannot tell yet" in text.partition('class="claim"')[2]
    assert "Contradicted" not in text


def test_imported_facts_are_marked_unreviewed_here_too(client: Client) -> None:
    claimed(make_model(), withheld("training-code"), source="import")
    assert "<small>unreviewed</small>" in page(client).partition('class="claim"')[2]


def test_without_a_claim_there_is_no_such_place(client: Client) -> None:
    claimed(make_model(), withheld("training-code"), value="no")
    assert 'class="claim"' not in page(client)
