"""From quotes to ratings and facts in the catalog, and again."""

from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from registry.accounts.models import Event
from registry.catalog.models import AIModel, Family
from registry.imports.load import Summary
from registry.imports.quote_load import load_quotes
from registry.imports.quotes import Quote, QuoteBatch
from registry.imports.records import Rating, Source
from registry.openness.facts import Facts, Origin, ReleaseFact
from registry.scorecards.models import Evidence, ExternalRating, Provenance, Scorecard, Verdict
from tests.build import NOON, import_facts, make_entry, make_model, make_provenance, released

pytestmark = pytest.mark.django_db

SOURCE = Source("epoch", "acme/table", "https://example.org", "CC-BY-4.0", "Acme table, CC BY 4.0")


@pytest.fixture
def rocket() -> AIModel:
    model = make_model("acme/rocket-7b", name="Rocket-7B")
    model.family = Family.objects.create(slug="rocket", name="Rocket")
    model.save()
    make_entry(model)
    import_facts(model, released("final-weights"))
    return model


def quote(name: str = "Rocket-7B", *, value: str = "API access", flop: str = "", **rest: str) -> Quote:
    facts = Facts.of((), [ReleaseFact("training_flop", flop)] if flop else [])
    given = {"subject": name} | rest
    return Quote(
        "table.csv",
        name=name,
        makers=("Acme",),
        facts=facts.with_origin(Origin.IMPORTED, "epoch"),
        ratings=(Rating("weights", value, ("https://example.org/rocket",)),),
        **given,
    )


def load(*quotes: Quote, commit: str = "1", source: Source = SOURCE) -> Summary:
    return load_quotes([QuoteBatch(source, commit, quotes, "2026-01-26")], now=NOON)


def test_a_quote_of_a_model_is_a_rating_with_its_date_and_where_it_is_from(rocket: AIModel) -> None:
    summary = load(quote(flop="3e+24"))
    row = ExternalRating.objects.get()
    assert (row.model, row.origin, row.dimension, row.value) == (rocket, "epoch", "weights", "API access")
    assert (row.rated_on, row.provenance.attribution) == ("2026-01-26", "Acme table, CC BY 4.0")
    fact = Evidence.objects.get(origin="epoch")
    assert (fact.component, fact.value, fact.assessed_on) == ("training_flop", "3e+24", "2026-01-26")
    assert (summary.read, summary.ratings, summary.changed) == (1, 1, 1)


def test_no_rating_changes_a_verdict(rocket: AIModel) -> None:
    before = Scorecard.objects.get().profile_id, Verdict.objects.count()
    load(quote(value="Unreleased"), quote("Rocket-70B", value="Unreleased"))
    assert (Scorecard.objects.get().profile_id, Verdict.objects.count()) == before


def test_quoting_twice_changes_nothing_even_from_another_commit(rocket: AIModel) -> None:
    quotes = [quote(flop="3e+24"), quote("Rocket-70B"), quote("Acme", about="organization")]
    load(*quotes)
    tables = (ExternalRating, Evidence, Provenance)
    before = [table._default_manager.count() for table in tables]
    for commit in ("1", "2"):
        summary = load(*quotes, commit=commit)
        assert not summary.did_something
        assert [table._default_manager.count() for table in tables] == before


def test_a_quote_can_be_of_a_family_or_an_organization_and_gives_no_fact_there(rocket: AIModel) -> None:
    summary = load(quote("Rocket-70B", flop="3e+24"), quote("Acme", about="organization"))
    organization, family = ExternalRating.objects.order_by("subject")
    assert (family.family, family.subject) == (rocket.family, "Rocket-70B")
    assert organization.organization == rocket.organization
    assert not Evidence.objects.filter(origin="epoch").exists()
    assert len(summary.apart) == 1


def test_what_the_catalog_does_not_have_is_set_aside_and_makes_no_model(rocket: AIModel) -> None:
    summary = load(quote("Lander-7B"))
    assert summary.aside == [
        "epoch table.csv: Lander-7B is about no model, family or organization of the catalog"
    ]
    assert AIModel.objects.count() == 1
    assert not ExternalRating.objects.exists()
    assert not Provenance.objects.filter(origin="epoch").exists()


def test_of_one_subject_quoted_twice_the_first_counts(rocket: AIModel) -> None:
    summary = load(quote(value="API access"), quote(value="Unreleased"))
    assert ExternalRating.objects.get().value == "API access"
    assert len(summary.aside) == 1


def test_a_changed_value_is_updated_and_editions_stand_beside_each_other(rocket: AIModel) -> None:
    first = quote(edition="2023-10")
    load(first, quote(edition="2024-05", value="Unreleased"))
    load(first, quote(edition="2024-05", value="Hosted access (no API)"))
    rows = ExternalRating.objects.order_by("edition").values_list("edition", "value")
    assert list(rows) == [("2023-10", "API access"), ("2024-05", "Hosted access (no API)")]


def test_a_name_that_led_to_a_family_moves_to_its_model_once_there_is_one(rocket: AIModel) -> None:
    load(quote("Rocket-70B"))
    bigger = make_model("acme/rocket-70b", name="Rocket-70B")
    make_entry(bigger)
    load(quote("Rocket-70B"))
    row = ExternalRating.objects.get()
    assert (row.model, row.family) == (bigger, None)


def test_what_a_file_says_no_more_is_dropped_and_other_files_keep_theirs(rocket: AIModel) -> None:
    other = replace(quote("Rocket-9B"), file="other.csv")
    load(quote(), quote("Rocket-70B"), other)
    summary = load(quote())
    assert summary.ratings == 1
    left = ExternalRating.objects.order_by("subject").values_list("subject", flat=True)
    assert list(left) == ["Rocket-7B", "Rocket-9B"]


def test_a_rating_is_about_exactly_one_subject(rocket: AIModel) -> None:
    source = make_provenance("osi")
    both = {"model": rocket, "family": rocket.family}
    for about in ({}, both, both | {"organization": rocket.organization}):
        with pytest.raises(IntegrityError, match="about_one_subject"), transaction.atomic():
            ExternalRating.objects.create(origin="osi", dimension="validation", provenance=source, **about)


def test_the_older_edition_of_the_index_replaces_nothing_of_the_current_one(tmp_path: Path) -> None:
    system = (
        "system: {name: Rocket, endmodelname: Rocket-7B, link: 'https://huggingface.co/acme/rocket-7b'}\n"
    )
    for folder, more in [("new", ""), ("old", "package: {class: open}\napi: {class: closed}\n")]:
        (tmp_path / folder).mkdir()
        word = "open" if folder == "new" else "partial"
        text = f"{system}org: {{name: Acme}}\nweights_endmodel: {{class: {word}}}\n{more}"
        (tmp_path / folder / "rocket.yaml").write_text(text)
    for folder in ("new", "old"):
        call_command("import_osai", tmp_path / folder, "--date", "2026-03-13", stdout=StringIO(), verbosity=0)
    rated = ExternalRating.objects.filter(dimension="weights_endmodel").order_by("origin")
    assert list(rated.values_list("origin", "edition", "value")) == [
        ("osai", "", "open"),
        ("osai-2024-10", "2024-10", "partial"),
    ]
    facts = dict(Evidence.objects.filter(origin="osai-2024-10").values_list("component", "value"))
    assert facts == {"registry_package": "package", "public_api": "none"}
    assert Evidence.objects.get(component="final-weights").origin == "osai"
    assert {event.verb for event in Event.objects.all()} == {"import osai", "import osai-2024-10"}


def test_a_folder_without_the_files_of_a_source_says_so(tmp_path: Path) -> None:
    for command in ("import_fmti", "import_epoch", "import_os_ai_map"):
        with pytest.raises(CommandError, match="has no files of"):
            call_command(command, tmp_path, stdout=StringIO())
        with pytest.raises(CommandError, match="expected a day"):
            call_command(command, tmp_path, "--date", "yesterday")


def test_a_table_of_scores_is_quoted_by_command(rocket: AIModel, tmp_path: Path) -> None:
    (tmp_path / "Dec2025").mkdir()
    (tmp_path / "Dec2025" / "Dec2025_scores.csv").write_text("Indicator,Acme,Gamma\nSize,1,0\n")
    out = StringIO()
    call_command("import_fmti", tmp_path, stdout=out, verbosity=2)
    assert "2 quotes read: 1 ratings written" in out.getvalue()
    assert "Gamma is about no model" in out.getvalue()
    assert ExternalRating.objects.get().value == "1 of 1"
