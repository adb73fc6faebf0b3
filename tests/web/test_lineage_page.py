"""The lineage drawn: every base and derivative, whatever became of it, and the same as a list."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from registry.catalog.models import AIModel
from tests.build import import_facts, link, make_model, released

pytestmark = pytest.mark.django_db
PAGE = "/models/acme/child/lineage/"
EVIL = "<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def family() -> None:
    for path in ("acme/grandparent", "acme/parent", "acme/child", "acme/grandchild"):
        import_facts(make_model(path, name=f"{path[5:]} {EVIL}"), released("final-weights"))


def linked() -> None:
    link(AIModel.objects.get(path="acme/parent"), "acme/grandparent")
    link(AIModel.objects.get(path="acme/child"), "acme/parent", "acme/never-listed", relation="merge")
    link(AIModel.objects.get(path="acme/grandchild"), "acme/child", relation="quantized")


def test_bases_of_all_generations_and_derivatives_are_drawn_and_listed(client: Client) -> None:
    linked()
    page = client.get(PAGE).content.decode()
    drawing = page.split('<svg class="lin"')[1].split("Every link")[0]
    for path in ("grandparent", "parent", "grandchild"):
        assert f'href="/models/acme/{path}/"' in drawing
    assert "acme/never-listed" in drawing
    assert 'class="nb me"' in drawing
    assert page.count(" merged from ") == 2
    assert "1 quantization" in page
    assert EVIL not in page


def test_a_cycle_ends_quietly_and_is_said(client: Client) -> None:
    linked()
    link(AIModel.objects.get(path="acme/grandparent"), "acme/grandchild")
    said = client.get("/models/acme/grandparent/lineage/").content.decode()
    assert "nothing is inherited over this link" in said
    boxes = re.findall(r'class="nb[^>]*x="(\S+)" y="(\S+)"', client.get(PAGE).content.decode())
    assert len(boxes) == len(set(boxes))


def test_a_model_alone_says_so(client: Client) -> None:
    assert "Nobody has said" in client.get(PAGE).content.decode()
    assert client.get("/models/ACME/child/lineage/")["Location"] == PAGE
    assert client.get("/models/acme/none/lineage/").status_code == 404


def test_a_crowd_of_derivatives_is_cut_and_counted(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(12):
        child = make_model(f"many/model-{number}")
        import_facts(child, released("final-weights"))
        link(child, "acme/child", relation="adapter")
    with django_assert_max_num_queries(8):
        page = client.get(PAGE).content.decode()
    assert "12 adapters" in page
    assert "Only the nearest generations" in page
    assert page.count('<rect class="nb"') == 8
