"""From a verdict to its proof in one click; what is unreviewed, unsure or summed up says so in its place."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from registry.catalog.models import AIModel
from registry.openness import definitions
from registry.openness.facts import Fact, Proof
from registry.scorecards.marks import LostProof, Why, set_stale
from registry.scorecards.models import Provenance
from registry.web.source_words import whose_words
from tests.build import (
    NOON,
    do_jobs,
    import_facts,
    link,
    make_entry,
    make_model,
    released,
    review_facts,
    see,
    withheld,
)

pytestmark = pytest.mark.django_db
ADDRESS = "/models/acme/rocket-7b/"
TERMS = "https://docs.example/terms"
OUTSIDE = ' rel="nofollow ugc noopener noreferrer">'
LIMITED = "CC-BY-NC-4.0"


@pytest.fixture
def rocket() -> AIModel:
    return make_model(name="Rocket 7B")


def get(client: Client, address: str = ADDRESS) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def row_of(body: str, definition: str) -> str:
    """The row that says what decides this verdict."""
    return body.partition(f'<tr id="v-{definition}">')[2].partition("</tr>")[0]


def part(body: str, component: str) -> str:
    return body.partition(f'<tr id="c-{component}">')[2].partition("</tr>")[0]


def cited(component: str, license: str = "Apache-2.0", url: str = TERMS) -> Fact:
    return released(component, license, proofs=(Proof(url),))


def test_what_decides_a_verdict_stands_beside_its_proof(client: Client, rocket: AIModel) -> None:
    import_facts(rocket, cited("final-weights", LIMITED))
    row = row_of(get(client), "osaid-1.0")
    assert f'<a href="#c-final-weights">Final weights</a> (<a href="{TERMS}"{OUTSIDE}docs.example</a>)' in row


def test_the_answer_leads_to_the_proof_of_what_it_says(client: Client, rocket: AIModel) -> None:
    import_facts(
        rocket, cited("final-weights", LIMITED), cited("training-code", url="https://code.example/x")
    )
    top = get(client).partition("Open source, according to")[0].partition("Proof:")[2]
    assert top.index('href="#c-final-weights"') < top.index(TERMS) < top.index('href="#c-training-code"')
    assert "code.example</a>" in top
    assert "pretraining" not in top  # nobody has looked


def test_without_a_page_to_cite_the_record_itself_is_the_proof(client: Client, rocket: AIModel) -> None:
    import_facts(rocket, released("pretraining-data", proofs=()), withheld("training-code"))
    Provenance.objects.update(commit="ab" * 20, file="Rocket 7B.yml")
    record = f"https://github.com/lfai/model_openness_tool/blob/{'ab' * 20}/models/Rocket%207B.yml"
    body = get(client)
    assert f'<a href="{record}"{OUTSIDE}MOT record</a>' in row_of(body, "osaid-1.0")
    assert f'<a href="{record}"{OUTSIDE}Model Openness Tool records, 1 May 2026</a>' in part(
        body, "training-code"
    )


def test_a_source_without_a_commit_is_named_and_not_linked(client: Client, rocket: AIModel) -> None:
    import_facts(rocket, withheld("training-code"))
    body = get(client)
    assert "MOT record" not in body
    assert "Model Openness Tool records, 1 May 2026" in part(body, "training-code")


def test_a_proof_that_is_gone_is_not_offered_as_one(client: Client, rocket: AIModel) -> None:
    import_facts(rocket, cited("final-weights", LIMITED))
    lost = LostProof(TERMS, Why.GONE, 404, "2026-11-03")
    set_stale({(rocket.pk, "final-weights"): [lost]}, now=NOON)
    assert '<a href="#c-final-weights">Final weights</a> (stale)' in row_of(get(client), "osaid-1.0")


def test_no_link_leads_where_no_browser_should_go(client: Client, rocket: AIModel) -> None:
    import_facts(rocket, cited("final-weights", LIMITED, "javascript:alert(1)"))
    assert 'href="javascript:' not in get(client)


def test_an_unreviewed_record_says_so_once_and_every_result_in_its_text(
    client: Client, rocket: AIModel
) -> None:
    import_facts(rocket, released("final-weights"), withheld("training-code"))
    body = get(client)
    glance = body.partition('class="glance once"')[2].partition("</dl>")[0]
    assert glance.count("all unreviewed</small>") == 1
    # Drawn once; a screen reader, and whoever copies a row, still gets the word with each.
    results = re.findall(r"<dd>(.*?)</dd>", glance)
    assert len(results) == len(definitions.HEADLINE_ORDER)
    assert all('<small class="unr">unreviewed</small>' in result for result in results)
    assert 'class="rec deci once"' in body


def test_where_something_is_reviewed_each_result_that_is_not_shows_its_mark(
    client: Client, rocket: AIModel
) -> None:
    review_facts(rocket, withheld("pretraining-data"))
    import_facts(rocket, released("final-weights", LIMITED))
    body = get(client)
    assert "all unreviewed" not in body
    assert " once" not in body
    assert "unreviewed" not in row_of(body, "source-form-1")
    assert '<small class="unr">unreviewed</small>' in row_of(body, "osaid-1.0")


def test_a_level_that_may_turn_out_higher_says_so(client: Client, rocket: AIModel) -> None:
    import_facts(rocket, released("final-weights"), released("inference-code"))
    row = row_of(get(client), "g7-2026")
    assert "#i-u" in row
    assert 'Open weights AI</span> <small class="unr more">or higher</small>' in row


def test_a_part_whose_bar_says_another_word_names_it(client: Client, rocket: AIModel) -> None:
    import_facts(
        rocket,
        released("final-weights"),
        released("base-weights", LIMITED),
        withheld("training-code"),
        released("inference-code"),
    )
    body = get(client)
    assert '<small class="sub">with its other parts: Restricted</small>' in part(body, "final-weights")
    assert '<small class="sub">part of Final weights</small>' in part(body, "base-weights")
    assert '<small class="sub">part of Training program</small>' in part(body, "training-code")
    assert "other parts" not in part(body, "inference-code")


def test_nothing_is_folded_before_the_headline_definitions_are_told(client: Client, rocket: AIModel) -> None:
    import_facts(rocket, released("final-weights"), withheld("training-code"))
    seen, _, rest = get(client).partition("<details")
    assert 'class="ans"' in seen
    assert len(re.findall(r'<a class="[orpcun]" href="#h-', seen)) == 16
    for definition in definitions.ordered():
        told = seen if definition.id in definitions.HEADLINE_ORDER else rest
        assert f'<tr id="v-{definition.id}">' in told
    evidence = rest.partition('id="evidence"')[2].partition("</section>")[0]
    assert "<details" not in evidence


def test_what_a_hub_contradicts_on_one_day_is_told_in_one_note(client: Client, rocket: AIModel) -> None:
    import_facts(rocket, released("final-weights"))
    see(make_entry(rocket), license=LIMITED.lower(), gated="auto", now=NOON + timedelta(days=1))
    body = get(client)
    assert body.count("The hub has contradicted the record since") == 1
    assert "<ins>CC BY-NC 4.0</ins>" in body
    assert "<ins>Released behind a gate</ins>" in body
    assert body.count("Settle it") == 2


@pytest.mark.parametrize(
    ("statements", "said"),
    [
        ("mot: MIT; osai: assessor: Llama 3", "MOT record: MIT; OSAI record: Llama 3"),
        ("declared at Zenodo: MIT", "declared at Zenodo: MIT"),
        ("", ""),
    ],
)
def test_sources_that_differ_are_named_in_words(statements: str, said: str) -> None:
    assert whose_words(statements) == said


def test_what_was_inherited_is_proved_in_the_record_of_the_base(client: Client, rocket: AIModel) -> None:
    child = make_model("acme/rocket-7b-chat")
    import_facts(rocket, withheld("pretraining-data"))
    import_facts(child, released("final-weights"))
    link(child, rocket.path)
    do_jobs()
    row = row_of(get(client, "/models/acme/rocket-7b-chat/"), "source-form-1")
    assert f'<a href="{ADDRESS}#c-pretraining-data">inherited from acme/rocket-7b</a>' in row
