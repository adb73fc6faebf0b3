"""The language of a page stands in its path; files for programs have one path and are in English."""

import re

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import translation

from registry.badges.verdict_words import score_label
from registry.web.languages import in_language, language_of
from registry.web.templatetags.facts import day, grouped
from tests.build import do_jobs, import_facts, make_model, released, withheld

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("path", "language", "german", "english"),
    [
        ("/", "en", "/de/", "/"),
        ("/de/", "de", "/de/", "/"),
        ("/models/acme/de/", "en", "/de/models/acme/de/", "/models/acme/de/"),
        ("/fr/models/?q=de", "fr", "/de/models/?q=de", "/models/?q=de"),
        ("/demo/", "en", "/de/demo/", "/demo/"),
    ],
)
def test_the_first_part_of_a_path_names_the_language(
    path: str, language: str, german: str, english: str
) -> None:
    assert language_of(path) == language
    assert in_language(path, "de") == german
    assert in_language(path, "en") == english


def test_addresses_keep_the_language_and_files_have_none() -> None:
    with translation.override("fr"):
        assert reverse("web:model", args=["acme", "rocket"]) == "/fr/models/acme/rocket/"
        for name in ("robots", "sitemap", "llms", "changes-feed", "drift-feed", "compare-csv", "oembed"):
            assert not reverse(f"web:{name}").startswith("/fr/")
        assert reverse("web:rules", args=["mof-1.0"]) == "/definitions/mof-1.0/rules.toml"
        assert reverse("api:docs") == "/api/v1/docs/"


@pytest.mark.parametrize("prefix", ["", "/de", "/fr"])
def test_a_page_says_its_language_and_links_within_it(client: Client, prefix: str) -> None:
    page = client.get(f"{prefix}/models/").text
    assert f'<html lang="{prefix[1:] or "en"}" dir="ltr">' in page
    assert f'href="{prefix}/definitions/"' in page
    assert f'action="{prefix}/compare/"' in page or f'href="{prefix}/compare/"' in page
    others = re.findall(r'<link rel="alternate" hreflang="([\w-]+)" href="http://[^/]+([^"]*)"', page)
    assert others == [
        ("en", "/models/"),
        ("de", "/de/models/"),
        ("fr", "/fr/models/"),
        ("x-default", "/models/"),
    ]


def test_no_browser_and_no_cookie_decides_the_language(client: Client) -> None:
    client.cookies["django_language"] = "fr"
    answer = client.get("/models/", headers={"accept-language": "de, fr;q=0.5"})
    assert '<html lang="en"' in answer.text
    assert not {"accept-language", "cookie"} & {word.strip().lower() for word in answer["Vary"].split(",")}


def test_what_others_keep_is_the_same_in_every_language(client: Client) -> None:
    import_facts(make_model("acme/rocket-7b", name="Rocket 7B"), released("final-weights"))
    do_jobs()
    english, german = (client.get(f"{prefix}/models/acme/rocket-7b/").text for prefix in ("", "/de"))
    for pattern in (r"<code id=\"md-.*?</code>", r"<script type=\"application/ld\+json\">.*?</script>"):
        assert re.findall(pattern, german, re.DOTALL) == re.findall(pattern, english, re.DOTALL) != []
    assert '<link rel="canonical" href="http://localhost:8000/de/models/acme/rocket-7b/">' in german
    assert client.get("/de/models/Acme/Rocket-7B/")["Location"] == "/de/models/acme/rocket-7b/"
    assert client.get("/de/models")["Location"] == "/de/models/"


@pytest.mark.parametrize("path", ["/de/robots.txt", "/de/api/v1/", "/en/models/", "/de/badge/a/b/c.svg"])
def test_files_and_english_pages_have_no_second_address(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert 'hreflang="x-default"' not in answer.text


def test_an_error_is_told_in_the_language_of_its_path(client: Client) -> None:
    assert '<html lang="fr"' in client.get("/fr/nothing-here/").text


# It has no catalog of ours, so the words stay English.
@override_settings(LANGUAGES=[*settings.LANGUAGES, ("he", "עברית")])
def test_a_language_from_right_to_left_turns_the_page(client: Client) -> None:
    page = client.get("/he/models/").text
    assert '<html lang="he" dir="rtl">' in page
    assert 'href="/he/definitions/"' in page


def test_the_style_sheet_knows_no_left_and_right() -> None:
    """Sides are named by the direction of reading, so that a page can be turned around."""
    text = (settings.BASE_DIR / "static" / "sourceform.css").read_text("utf-8")
    sided = r"[{;]\s*(?:(?:(?:margin|padding|border)-)?(?:left|right)|float)\s*:|text-align:\s*(?:left|right)"
    assert re.findall(sided, text) == []


def test_days_and_numbers_are_written_as_the_language_writes_them() -> None:
    expected = {
        "en": ("3 Nov 2026", "Nov 2026", "1,942", "0.208 to 0.750"),
        "de": ("3. Nov. 2026", "Nov. 2026", "1.942", "0,208 bis 0,750"),
        "fr": ("3 nov. 2026", "nov. 2026", "1\xa0942", "0,208 à 0,750"),
    }
    for language, written in expected.items():
        with translation.override(language):
            made = (day("2026-11-03"), day("2026-11"), grouped(1942), score_label((0.208, 0.75)))
            assert made == written
    assert day("2026") == "2026"
    assert day("") == ""


VERDICT_WORDS = {
    "de": ("Erfüllt nicht", "Nicht bewertet", "ungeprüft", "Finale Gewichte"),
    "fr": ("Ne satisfait pas", "Non évalué", "non relu", "Poids finaux"),
}


@pytest.mark.parametrize("language", VERDICT_WORDS)
def test_verdicts_their_sentences_and_definitions_are_translated(client: Client, language: str) -> None:
    import_facts(make_model("acme/rocket-7b"), released("final-weights"), withheld("training-code"))
    do_jobs()
    page = client.get(f"/{language}/models/acme/rocket-7b/").text
    for words in VERDICT_WORDS[language]:
        assert words in page
    rules = client.get(f"/{language}/definitions/osaid-1.0/").text
    said = {
        "de": "Die Trainingsdaten sind vollständig beschrieben",
        "fr": "Les données d’entraînement sont décrites",
    }
    assert said[language] in rules


def test_a_badge_is_in_english_for_everybody(client: Client) -> None:
    import_facts(make_model("acme/rocket-7b"), released("final-weights"), withheld("training-code"))
    do_jobs()
    page = client.get("/de/models/acme/rocket-7b/badge/?definition=source-form-1").text
    assert 'alt="Source form: Does not meet, unreviewed"' in page
    drawn = client.get("/badge/acme/rocket-7b/strip/source-form-1.svg").text
    with translation.override("de"):
        assert client.get("/badge/acme/rocket-7b/strip/source-form-1.svg").text == drawn


def test_files_are_in_english_and_keep_the_point(client: Client) -> None:
    import_facts(make_model("acme/rocket-7b"), released("final-weights"), withheld("training-code"))
    do_jobs()
    german = client.get("/de/compare/?m=acme/rocket-7b").text
    address = re.search(r'href="(/compare\.csv[^"]*)"', german)
    assert address
    assert "Does not meet" in client.get(address[1]).text
