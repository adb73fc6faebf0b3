"""What programs ask for: every answer valid, from the same record, harmless whatever names say."""

import json
import re
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client, override_settings

from registry.scorecards.models import Revision
from tests.build import import_facts, make_model, released

pytestmark = pytest.mark.django_db
EVIL = "Rocket </script><script>alert(1)</script> {50%} & Co_"
LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


@pytest.fixture(autouse=True)
def rocket() -> None:
    import_facts(make_model("acme/rocket-7b", name=EVIL), released("final-weights"))


def locations(client: Client, address: str) -> list[str]:
    answer = client.get(address)
    assert answer.status_code == 200
    return [element.text or "" for element in ElementTree.fromstring(answer.content).iter(LOC)]


def test_the_sitemap_lists_records_and_pages_that_exist(client: Client) -> None:
    parts = locations(client, "/sitemap.xml")
    assert len(parts) == 2
    listed = [page for part in parts for page in locations(client, "/" + part.split("/", 3)[3])]
    assert "http://testserver/models/acme/rocket-7b/" in listed
    for page in listed:
        assert client.get(page.removeprefix("http://testserver")).status_code == 200


def test_robots_are_told_where_the_sitemap_is(client: Client) -> None:
    text = client.get("/robots.txt").content.decode()
    assert re.search(r"^Sitemap: http\S+/sitemap.xml$", text, re.MULTILINE)


def test_security_txt_names_a_contact_and_expires_in_time(client: Client) -> None:
    with override_settings(SECURITY_CONTACT="mailto:security@example.org"):
        text = client.get("/.well-known/security.txt").content.decode()
    fields = dict(line.split(": ", 1) for line in text.splitlines())
    assert fields["Contact"] == "mailto:security@example.org"
    left = datetime.fromisoformat(fields["Expires"]) - datetime.now(UTC)
    assert timedelta(days=30) < left < timedelta(days=366)
    bare = client.get("/.well-known/security.txt").content.decode()
    assert re.match(r"Contact: https?://\S+/legal/\n", bare)


def test_llms_txt_names_every_definition(client: Client) -> None:
    text = client.get("/llms.txt").content.decode()
    assert "/definitions/source-form-1/" in text
    assert "Unknown never means no" in text


def test_the_linked_data_is_json_and_cannot_be_left(client: Client) -> None:
    page = client.get("/models/acme/rocket-7b/").content.decode()
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert block
    data = json.loads(block.group(1))
    assert data["about"]["name"] == EVIL
    assert {row["propertyID"] for row in data["variableMeasured"]} >= {"osaid-1.0", "mof-1.0"}
    assert data["@id"].endswith("/models/acme/rocket-7b/r/1/")
    assert "<script>alert" not in page


def test_a_record_is_cited_by_its_revision(client: Client) -> None:
    digest = Revision.objects.get(model__path="acme/rocket-7b").digest
    bib = client.get("/models/acme/rocket-7b/r/1/cite.bib").content.decode()
    assert bib.startswith("@misc{sourceform-acme-rocket-7b-r1,")
    assert "/models/acme/rocket-7b/r/1/}" in bib
    assert r"\{50\%\} \& Co\_" in bib
    assert digest in bib
    (item,) = json.loads(client.get("/models/acme/rocket-7b/cite.json").content)
    assert item["URL"].endswith("/models/acme/rocket-7b/r/1/")
    assert client.get(item["URL"].split("/", 3)[3].join(["/", ""])).status_code == 200
    assert client.get("/models/acme/rocket-7b/cite.ris").status_code == 404
    assert client.get("/models/acme/rocket-7b/r/9/cite.bib").status_code == 404


@override_settings(SITE_URL="https://sourceform.example")
def test_oembed_answers_for_scorecards_of_this_site_only(client: Client) -> None:
    own = "https://sourceform.example/models/acme/rocket-7b/"
    card = client.get("/oembed", {"url": own}).json()
    assert card["type"] == "rich"
    assert card["html"].startswith(f'<a href="{own}">')
    assert client.get("/oembed", {"url": own, "format": "xml"}).status_code == 501
    for other in (
        "https://evil.example/models/acme/rocket-7b/",
        "https://sourceform.example/about/",
        "https://sourceform.example/models/acme/none/",
        "javascript:alert(1)",
        "http://[",
        "",
    ):
        assert client.get("/oembed", {"url": other}).status_code == 404


def test_browsers_that_ask_for_an_icon_get_one(client: Client) -> None:
    assert client.get("/favicon.ico").status_code == 301
