"""What every page of assessing holds to: words to translate, no script inside, each id once."""

import pytest
from django.test import Client

from registry.openness.facts import RELEASE_FACTS
from tests.web.assessing.form import BASE, PROVED, saved
from tests.web.pages import DATA, Page
from tests.web.pseudo import Outside, brackets, words_of

pytestmark = pytest.mark.django_db


ADDRESSES = [
    BASE,
    f"{BASE}?final-weights.license=MIT",
    *(f"{BASE}{slug}/" for slug in ("training-corpus", "final-weights", "technical-report", "other")),
    f"{BASE}release/",
    f"{BASE}submit/",
    "/me/drafts/",
    "/add/",
    "/models/acme/not-listed/draft/",
]
_SAID = """
    Acme acme Rocket rocket Sourceform Hugging Face amara Apache License MIT example org listed not
    Model Openness Tool records Ctrl Enter the The code is here
"""
_QUOTED = words_of(" ".join([PROVED["quote"], *RELEASE_FACTS]))
NAMES = {*_SAID.split(), *_QUOTED}


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_of_it_can_be_translated_and_runs_under_its_policy(author: Client, address: str) -> None:
    saved(author)
    with brackets():
        text = author.get(address).text
    assert sorted(set(Outside(text).found) - NAMES - DATA) == []
    page = Page(text)
    ids = [row["id"] for _, row in page.tags if "id" in row]
    assert sorted(ids) == sorted(set(ids))
    assert not page.open
    for tag, row in page.tags:
        assert tag != "style"
        assert not [name for name in row if name == "style" or name.startswith(("on", "hx-on"))]
        assert tag != "script" or (row["src"] or "").startswith("/static/")
