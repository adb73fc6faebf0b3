"""The pages of the definitions: the rules as they are, in words and as the file."""

import tomllib
from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape

from registry.openness import definitions
from registry.web.rules import Line, rules
from registry.web.switches import switches
from tests.build import import_facts, make_model, released, withheld

pytestmark = pytest.mark.django_db
IDS = list(definitions.shipped())


def words(lines: tuple[Line, ...]) -> list[str]:
    return [text for line in lines for text in (line.text, *words(line.below))]


@pytest.mark.parametrize("definition_id", IDS)
def test_every_rule_of_a_definition_is_said_in_words(client: Client, definition_id: str) -> None:
    definition = definitions.shipped()[definition_id]
    body = client.get(f"/definitions/{definition_id}/").content.decode()
    assert definition.digest[:12] in body
    said = rules(definition)
    parts = (*definition.levels, *definition.dimensions, *definition.clauses)
    assert len(said) == len(parts or definition.table["class"])
    for judgment in definition.judgments:
        assert escape(judgment) in body
    for switch in switches(definition):
        assert switch.name != switch.key, "a choice without words"
    for text in (text for rule in said for text in words(rule.lines)):
        assert "_" not in text, text


@pytest.mark.parametrize("definition_id", IDS)
def test_the_rules_can_be_had_as_their_file(client: Client, definition_id: str) -> None:
    answer = client.get(f"/definitions/{definition_id}/rules.toml")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert tomllib.loads(answer.content.decode())["id"] == definition_id


def test_headline_definitions_come_first(client: Client) -> None:
    body = client.get("/definitions/").content.decode()
    places = [body.index(f'href="/definitions/{row.id}/"') for row in definitions.ordered()]
    assert places == sorted(places)


def test_a_superseded_definition_leads_to_the_one_that_took_its_place(client: Client) -> None:
    old = client.get("/definitions/osai-index-2024-10/").content.decode()
    assert "until 12 Mar 2026" in old
    assert 'href="/definitions/osai-index-2026-03/"' in old
    assert (
        'href="/definitions/osai-index-2024-10/"'
        in client.get("/definitions/osai-index-2026-03/").content.decode()
    )


def test_results_lead_to_the_models_that_were_counted(client: Client) -> None:
    import_facts(make_model("acme/rocket"), withheld("training-code"))
    import_facts(make_model("acme/glider"), released("final-weights"))
    body = client.get("/definitions/source-form-1/").content.decode()
    assert 'href="/models/?source-form-1=does_not_meet">1</a>' in body
    assert 'href="/models/?source-form-1=insufficient_evidence">1</a>' in body


def test_each_rule_leads_to_its_place_in_the_source(client: Client) -> None:
    body = client.get("/definitions/eu-ai-act-53-2/").content.decode()
    assert 'eli/reg/2024/1689/oj/eng#rct_103" rel="noopener noreferrer">Recital 103</a>' in body
    assert '<span lang="en">Vocabulary, its term' in client.get("/definitions/g7-2026/").content.decode()
    assert "In the text:" not in client.get("/definitions/source-form-1/").content.decode()


@pytest.mark.parametrize(
    ("contact", "shown"), [("", 'href="/legal/"'), ("mail@example.org", "and write to mail@example.org.")]
)
def test_our_reading_says_where_it_is_challenged(
    client: Client, settings: Any, contact: str, shown: str
) -> None:
    settings.OPERATOR_CONTACT = contact
    body = client.get("/definitions/osaid-1.0/").content.decode()
    assert shown in body.split("Our reading, open to challenge.")[1].split("</div>")[0]


def test_an_unknown_definition_leads_to_all_of_them(client: Client) -> None:
    assert (
        'href="/definitions/">See all definitions</a>' in client.get("/definitions/nothing/").content.decode()
    )


@pytest.mark.parametrize("address", ["/definitions/nothing/", "/definitions/nothing/rules.toml"])
def test_an_unknown_definition_is_not_found(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404
