"""The language of a page stands in its path; files for programs have one path and are in English."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from registry.web.languages import in_language, language_of
from tests.build import do_jobs, import_facts, make_model, released

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
