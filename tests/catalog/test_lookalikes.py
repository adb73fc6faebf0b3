"""Organizations whose names can be taken for another's: found, stored, and said wherever they are shown."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from registry.catalog import organizations
from registry.catalog.lookalikes import mixes_scripts, skeleton
from registry.catalog.models import HubEntry, Organization
from registry.refresh import lookalikes
from tests.build import import_facts, make_entry, make_model, released

ALIKE = [
    ("meta-Ilama", "meta-llama"),
    ("meta-1lama", "meta-llama"),
    ("meta_llama", "meta-llama"),
    ("metallama", "meta-llama"),
    ("0penai", "openai"),
    ("оpenai", "openai"),  # a Cyrillic o
    ("rnistralai", "mistralai"),
    ("goog1e", "google"),
    ("deepseek-a1", "deepseek-ai"),
    ("Anthr0pic", "anthropic"),
    ("al1enai", "allenai"),
    ("ｇｏｏｇｌｅ", "google"),
]
APART = [("qwen", "owen"), ("meta-llama", "meta"), ("google", "googleai"), ("acme", "acne"), ("", "_")]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_names_that_look_alike_have_one_skeleton(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize(("one", "other"), APART)
def test_other_names_have_another(one: str, other: str) -> None:
    assert skeleton(one) != skeleton(other) or not skeleton(one)


@pytest.mark.parametrize(
    ("name", "mixed"),
    [
        ("Оpen AI", True),
        ("Goοgle", True),
        ("Яндекс AI", False),
        ("Яндекс", False),
        ("OpenAI 4", False),
        ("智谱AI", False),
        ("", False),
    ],
)
def test_a_word_of_several_scripts_is_told(name: str, mixed: bool) -> None:
    assert mixes_scripts(name) is mixed


@pytest.mark.django_db
class TestListed:
    @pytest.fixture(autouse=True)
    def known(self) -> None:
        make_entry(make_model("meta-llama/llama-3"))
        import_facts(make_model("meta-llama/llama-3.1"), released("final-weights", "LicenseRef-llama3.1"))
        lookalikes.restate()

    def test_an_organization_is_compared_when_it_is_listed(self) -> None:
        assert organizations.listed("meta-Ilama").resembles == Organization.objects.get(slug="meta-llama")
        assert organizations.listed("another").resembles is None
        assert organizations.listed("meta-llama").resembles is None

    def test_organizations_listed_in_bulk_are_compared_together(self) -> None:
        Organization.objects.bulk_create(
            Organization(slug=slug, name=slug)
            for slug in ["meta-1lama", "other", *(f"o{n}" for n in range(50))]
        )
        ids = list(Organization.objects.values_list("pk", flat=True))
        with CaptureQueriesContext(connection) as asked:
            assert organizations.compare(ids) == 1
        assert len(asked) <= 5
        assert organizations.compare(ids) == 0

    def test_the_same_maker_away_from_the_hub_and_a_known_one_are_no_lookalikes(self) -> None:
        make_model("~meta-llama/other")
        lookalikes.restate()
        assert not Organization.objects.exclude(resembles=None).exists()

    def test_who_becomes_known_is_no_lookalike_any_more(self) -> None:
        model = make_model("metallama/x")
        assert lookalikes.restate() == 1
        import_facts(model, released("final-weights"))
        lookalikes.restate()
        assert Organization.objects.get(slug="metallama").resembles is None

    def test_a_maker_whose_models_are_downloaded_very_often_is_known(self) -> None:
        entry = make_entry(make_model("popular/x"))
        make_model("p0pular/x")
        HubEntry.objects.filter(pk=entry.pk).update(downloads=lookalikes.MANY_DOWNLOADS)
        lookalikes.restate()
        assert Organization.objects.get(slug="p0pular").resembles == Organization.objects.get(slug="popular")

    def test_rows_from_before_get_their_skeleton(self) -> None:
        make_model("meta-1lama/x")
        Organization.objects.update(skeleton="", resembles=None)
        assert lookalikes.restate() == 1

    def test_every_page_that_names_it_says_so(self, client: Client) -> None:
        import_facts(make_model("meta-ilama/llama-9"), released("final-weights"), origin="other")
        Organization.objects.filter(slug="meta-ilama").update(
            resembles=Organization.objects.get(slug="meta-llama")
        )
        for address in ("/models/meta-ilama/llama-9/", "/models/meta-ilama/"):
            page = client.get(address).content.decode()
            assert "This name can be mistaken." in page, address
            assert 'href="/models/meta-llama/"' in page
        assert "name resembles meta-llama" in client.get("/models/").content.decode()
        body: dict[str, Any] = client.get("/api/v1/models/meta-ilama/llama-9/").json()
        assert body["organization_resembles"] == "meta-llama"
        listed = client.get("/api/v1/models/?organization=meta-ilama").json()["results"]
        assert [row["organization_resembles"] for row in listed] == ["meta-llama"]
        assert "can be mistaken" not in client.get("/models/meta-llama/llama-3.1/").content.decode()
