"""Models that are not listed: drafted from their address on the hub in one step, or added by hand."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from registry.accounts.models import Event
from registry.assessments.models import Assessment
from registry.catalog.models import AIModel, Organization
from registry.jobs import tasks
from registry.jobs.models import Job
from registry.web.views import unlisted
from tests.build import do_jobs, import_facts, make_model, make_user, released, sign_in
from tests.hubs import stand_in
from tests.hubs.stand_in import Hub, status
from tests.hubs.stand_in import model as on_hub
from tests.web.assessing.form import Form, fill

pytestmark = pytest.mark.django_db
DRAFT = "/models/acme/Rocket-7B/draft/"


@pytest.fixture
def hub(settings: Any) -> Iterator[Hub]:
    with stand_in.running() as running:
        settings.HF_ENDPOINT, settings.HF_TOKEN = running.url, ""
        yield running


@pytest.fixture
def author(client: Client) -> Client:
    return sign_in(client, make_user("amara"))


# From its address on the hub.


@pytest.mark.parametrize("address", ["/models/?q=acme%2FRocket-7B", "/models/acme/Rocket-7B/"])
def test_a_search_without_result_and_a_missing_page_offer_to_draft_it(client: Client, address: str) -> None:
    page = client.get(address)
    assert f'href="{DRAFT}"' in page.text
    assert not page.cookies
    assert "csrf" not in page.text
    assert client.get(DRAFT)["Location"].endswith(f"?next={DRAFT}")


def test_whoever_is_signed_in_drafts_it_with_one_press(author: Client, hub: Hub) -> None:
    hub.shows(on_hub())
    page = author.get("/models/?q=https://huggingface.co/acme/Rocket-7B/tree/main", follow=True)
    assert f'action="{DRAFT}"' in page.text
    assert "public" not in page["Cache-Control"]
    assert author.post(DRAFT)["Location"] == DRAFT
    assert "The hub is being read." in author.get(DRAFT).text
    do_jobs()
    assert author.get(DRAFT)["Location"] == "/models/acme/rocket-7b/assess/"
    assert "from Hugging Face, unchecked" in author.get("/models/acme/rocket-7b/assess/").text


def test_nothing_is_asked_of_the_hub_by_looking(author: Client, hub: Hub) -> None:
    hub.shows(on_hub())
    assert "Draft it now" in author.get(DRAFT).text
    assert not Job.objects.exists()
    assert hub.asked == []


def test_what_the_hub_does_not_show_is_said_with_a_next_step(author: Client, hub: Hub) -> None:
    author.post(DRAFT)
    do_jobs()
    page = author.get(DRAFT).text
    assert "The hub shows no such model." in page
    assert 'href="/add/"' in page


def test_a_hub_out_of_reach_says_so_and_nothing_of_the_model(author: Client, hub: Hub) -> None:
    hub.break_with(status(503))
    author.post(DRAFT)
    tasks.work(Job.objects.get().pk)
    page = author.get(DRAFT).text
    assert "That says nothing of the model." in page
    fragment = author.get(DRAFT, headers={"hx-request": "true"}).text
    assert "<html" not in fragment


def test_a_listed_model_leads_to_its_assessment(author: Client) -> None:
    import_facts(make_model(), released("final-weights"))
    assert author.get(DRAFT)["Location"] == "/models/acme/rocket-7b/assess/"


@pytest.mark.parametrize("path", ["~acme/rocket", "acme/a%20b", "acme/.."])
def test_what_is_no_address_on_the_hub_is_not_drafted(author: Client, path: str) -> None:
    assert author.post(f"/models/{path}/draft/").status_code == 404
    assert not Job.objects.exists()


def test_nobody_has_the_hub_read_without_end(author: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr(unlisted, "DRAFTS", 2)
    answers = [author.post(f"/models/acme/m{number}/draft/").status_code for number in range(3)]
    assert answers == [302, 302, 429]


# By hand.

BY_HAND = {"organization": "Closed Labs", "name": "Vault 2 Large", "link": "https://closed.example/vault"}


def test_a_model_on_no_hub_is_added_and_assessed_and_seen_by_nobody_before(author: Client) -> None:
    answer = author.post("/add/", BY_HAND)
    assert answer.status_code == 302
    assert AIModel.objects.get().path == "~closed-labs/vault-2-large"
    assert Event.objects.filter(verb="model.added", target="~closed-labs/vault-2-large").exists()
    filled = Form(author.get(answer["Location"]).text).fields
    assert filled["model-card.url"] == "https://closed.example/vault"
    step = "/models/~closed-labs/vault-2-large/assess/final-weights/"
    sent = Form(author.get(step).text).fields | fill(availability="withheld", coverage="") | {"do": "save"}
    assert author.post(step, sent).status_code == 302
    assert Assessment.objects.get().state == "draft"
    for page in ("assess/", "assess/submit/"):
        assert author.get(f"/models/~closed-labs/vault-2-large/{page}").status_code == 200
    visitor = Client()
    for address in ("/models/~closed-labs/vault-2-large/", "/models/~closed-labs/"):
        assert visitor.get(address).status_code == 404
    assert "Vault" not in visitor.get("/models/?q=vault&drafts=1").text.replace("vault", "")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"organization": ""}, "This is needed."),
        ({"name": "x" * 81}, "At most 80 characters fit."),
        ({"name": "Rосket"}, "Use letters of one script"),  # Cyrillic o
        ({"name": "模型"}, "Write it with Latin letters"),
        ({"name": "<script>"}, "Use letters of one script"),
        ({"organization": "../../etc"}, "Use letters of one script"),
        ({"link": "nowhere"}, "Name a page that shows it"),
        ({"link": "javascript:alert(1)"}, "Name a page that shows it"),
        ({"link": "https://example.org/" + "a" * 2000}, "This address is too long."),
    ],
)
def test_what_cannot_be_listed_is_said_and_what_was_typed_stays(
    author: Client, fields: dict[str, str], said: str
) -> None:
    answer = author.post("/add/", BY_HAND | fields)
    assert answer.status_code == 422
    assert said in answer.text
    assert "closed.example" in answer.text or "Vault 2 Large" in answer.text
    assert not AIModel.objects.exists()


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("~closed-labs/vault-2-large", {}),
        ("closed-labs/vault-2-large", {}),
        ("~closed-labs/vault-2-1arge", {}),
        ("~closed-labs/vault2large", {}),
    ],
)
def test_a_model_that_is_there_already_is_shown_instead(
    author: Client, path: str, fields: dict[str, str]
) -> None:
    make_model(path)
    answer = author.post("/add/", BY_HAND | fields)
    assert answer.status_code == 422
    assert "This model is listed already." in answer.text
    assert f'href="/models/{path}/assess/"' in answer.text


def test_a_name_that_looks_like_a_known_makers_is_refused(author: Client) -> None:
    Organization.objects.create(slug="closed-labs", name="Closed Labs", is_known=True)
    answer = author.post("/add/", BY_HAND | {"organization": "C1osed Labs"})
    assert "This looks like the name of another organization." in answer.text
    assert author.post("/add/", BY_HAND).status_code == 302, "the maker itself, away from the hub"


def test_nobody_adds_models_without_end(author: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr(unlisted, "ADDED", 1)
    assert author.post("/add/", BY_HAND).status_code == 302
    answer = author.post("/add/", BY_HAND | {"name": "Another One"})
    assert answer.status_code == 429
    assert "Another One" in answer.text
