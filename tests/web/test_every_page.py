"""What every page holds to: anybody may cache it, no script inside, few queries, no dead link."""

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from registry.catalog.models import AIModel
from registry.openness import components, definitions, licenses
from registry.openness.facts import Proof
from registry.scorecards.queries import cells
from tests.build import (
    import_facts,
    make_model,
    make_user,
    released,
)
from tests.small_record import make_small_record
from tests.web.pages import DATA, EVIL, Page
from tests.web.pseudo import Outside, brackets, words_of

pytestmark = pytest.mark.django_db

PAGES = [
    "/",
    "/models/",
    "/models/?g7-2026=open-weights-ai&q=rocket",
    "/models/?q=nothing-like-it",
    "/models/acme/",
    "/models/acme/rocket-7b/",
    "/models/acme/rocket-7b/r/1/",
    "/models/zeta/glider/",
    "/models/acme/rocket-7b/history/",
    "/models/acme/rocket-7b/badge/",
    "/models/zeta/glider/lineage/",
    "/changes/",
    "/families/",
    "/families/rocket/",
    "/trends/",
    "/compare/",
    "/compare/?m=acme/rocket-7b&m=zeta/glider",
    "/models/acme/rocket-7b/observations/",
    "/models/zeta/glider/observations/",
    "/drift/",
    "/drift/?facet=license&state=all",
    "/drift/?state=closed",
    "/datasets/",
    "/datasets/acme/corpus/",
    "/definitions/",
    *(f"/definitions/{id}/" for id in definitions.shipped()),
    "/definitions/disagreement/",
    "/definitions/disagreement/g7-2026/osaid-1.0/",
    "/licenses/",
    "/licenses/llama-3.1-community/",
    "/licenses/openrail-family/",
    "/components/",
    "/components/training-corpus/",
    "/method/",
    "/moderation/",
    "/disputes/",
    "/disputes/?state=closed",
    "/models/acme/rocket-7b/talk/",
    "/privacy/",
    "/legal/",
    "/status/",
    "/about/",
    "/repair/",
    "/people/ada/",
]


@pytest.fixture(autouse=True)
def models() -> None:
    make_user("ada", reviewer=True)
    make_small_record()


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_cached_by_anybody_and_answers_304_to_its_own_etag(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "public, max-age=60"
    assert "cookie" not in answer.get("Vary", "").lower()
    assert not answer.cookies
    again = client.get(address, headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304
    assert not again.content


@pytest.mark.parametrize("address", PAGES)
def test_every_word_of_a_page_can_be_translated(client: Client, address: str) -> None:
    with brackets():
        page = client.get(address).text
    names = {word for row in licenses.LICENSES.values() for word in words_of(row.name)}
    known = DATA | names if address == "/licenses/" else DATA
    assert sorted(set(Outside(page).found) - known) == []


@pytest.mark.parametrize("address", PAGES)
def test_a_page_runs_under_its_content_security_policy(client: Client, address: str) -> None:
    answer = client.get(address)
    assert "unsafe" not in answer["Content-Security-Policy"]
    page = Page(answer.content.decode())
    assert not page.open
    assert len(page.tags) <= 1500
    for tag, attributes in page.tags:
        assert tag != "style"
        assert not [name for name in attributes if name == "style" or name.startswith("on")]
        if tag == "script" and attributes.get("type") != "application/ld+json":  # data, which nobody runs
            assert (attributes["src"] or "").startswith("/static/")
        for name in ("src", "action"):
            assert not (attributes.get(name) or "").startswith(("http", "//"))


@pytest.mark.parametrize("address", PAGES)
def test_a_page_asks_the_database_little(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries, address: str
) -> None:
    assert connection.features.supports_json_field  # SQLite is asked that once in a process
    cells.kept.cells()  # profiles are read once in a process, for all pages
    with django_assert_max_num_queries(8):
        client.get(address)


@pytest.mark.parametrize("address", PAGES)
def test_every_link_inside_the_site_leads_somewhere(client: Client, address: str) -> None:
    page = Page(client.get(address).content.decode())
    ids = {attributes["id"] for _, attributes in page.tags if "id" in attributes}
    for tag, attributes in page.tags:
        target = attributes.get("href") or ""
        if tag in ("a", "use") and target.startswith("#"):
            assert target[1:] in ids, target
        if tag == "a" and target.startswith("/"):
            assert client.get(target, follow=True).status_code == 200, target


@pytest.mark.parametrize("address", PAGES)
def test_every_id_is_used_once(client: Client, address: str) -> None:
    page = Page(client.get(address).content.decode())
    ids = [attributes["id"] or "" for _, attributes in page.tags if "id" in attributes]
    assert sorted(ids) == sorted(set(ids))


def test_a_page_with_every_component_stays_small(client: Client) -> None:
    every = [row for row in components.ALL.values() if row.record_as == "evidence"]
    import_facts(make_model("acme/all"), *(released(row.slug) for row in every))
    body = client.get("/models/acme/all/").content
    assert len(body) <= 100_000
    assert len(Page(body.decode()).tags) <= 1500


def test_names_links_and_quotes_of_others_are_text(client: Client) -> None:
    model = make_model("acme/evil", name=EVIL)
    AIModel.objects.filter(pk=model.pk).update(size=EVIL, released_on="2024-01")
    proof = Proof("https://example.org/%22%3E%3Cscript%3E", quote=EVIL)
    import_facts(model, released("final-weights", proofs=(proof,)))
    for address in ("/models/acme/evil/", "/models/", "/", "/models/acme/"):
        body = client.get(address).content.decode()
        assert "<script>alert" not in body
        assert "<img src=x" not in body
    page = Page(client.get("/models/acme/evil/").content.decode())
    link = next(row for tag, row in page.tags if (row.get("href") or "").startswith("https://example.org"))
    assert link["rel"] == "nofollow ugc noopener noreferrer"


@pytest.mark.parametrize(
    "address",
    ["/models/?q={}", "/models/?license={}", "/models/?after={}", "/models/acme/{}/", "/models/{}/"],
)
def test_what_was_typed_comes_back_as_text(client: Client, address: str) -> None:
    body = client.get(
        address.replace("{}", "%3Cscript%3Ealert(1)%3C%2Fscript%3E"), follow=True
    ).content.decode()
    assert "<script>alert" not in body


def test_only_reading_is_answered(client: Client) -> None:
    assert client.post("/models/").status_code in (403, 405)
    assert client.head("/models/").status_code == 200


@pytest.mark.parametrize("part", ["a%00b", "-a" * 30_000, "%C4%B0" * 300])
@pytest.mark.parametrize(
    "address", ["/models/{}/", "/models/{}/x/", "/models/acme/{}/", "/models/acme/{}/r/1/"]
)
def test_an_address_no_model_can_have_is_404(client: Client, address: str, part: str) -> None:
    assert client.get(address.format(part), follow=True).status_code == 404


def test_a_forged_form_is_refused_in_the_clothes_of_the_site() -> None:
    answer = Client(enforce_csrf_checks=True).post("/models/")
    assert answer.status_code == 403
    assert b"sourceform.css" in answer.content
    assert b"style=" not in answer.content


def test_a_foreign_host_is_refused_in_the_clothes_of_the_site(client: Client) -> None:
    answer = client.get("/models/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert b"sourceform.css" in answer.content


@pytest.mark.parametrize("code", [400, 403, "403_csrf", 404, 500])
def test_an_error_page_stands_without_a_request_and_names_the_next_step(code: int | str) -> None:
    page = render_to_string(f"{code}.html")
    assert 'href="/models/"' in page
    assert Page(page).open == []


def test_an_address_nobody_knows_answers_404_in_the_clothes_of_the_site(client: Client) -> None:
    answer = client.get("/no/such/page/")
    assert answer.status_code == 404
    assert b"sourceform.css" in answer.content
    assert not answer.cookies
