"""The list of models: found by what one types, narrowed by facets, paged without gaps."""

import re
from datetime import UTC, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from registry.catalog.models import Alias
from registry.scorecards.downloads import refresh_counts
from registry.scorecards.models import ExternalRating
from tests.build import (
    NOON,
    import_facts,
    make_entry,
    make_model,
    make_provenance,
    released,
    review_facts,
    see,
    withheld,
)

pytestmark = pytest.mark.django_db


def listed(body: bytes) -> list[str]:
    return re.findall(r'<th scope="row" class="name"><a href="/models/([^"]+)/"', body.decode())


def test_walking_the_pages_meets_every_model_once(client: Client) -> None:
    paths = [f"acme/rocket-{number}" for number in range(45)]
    for path in paths:
        import_facts(make_model(path), released("final-weights"))
    import_facts(make_model("acme/secret", hidden=True), released("final-weights"))
    seen: list[str] = []
    address = "/models/?q=rocket"
    for _ in range(4):
        body = client.get(address).content
        seen += listed(body)
        found = re.search(r'<a href="([^"]+)" rel="next">', body.decode())
        if found is None:
            break
        address = found.group(1).replace("&amp;", "&")
    assert sorted(seen) == sorted(paths)


def test_facets_narrow_the_list_and_chips_widen_it_again(client: Client) -> None:
    import_facts(make_model("acme/rocket"), released("final-weights"), released("inference-code"))
    review_facts(make_model("zeta/glider"), released("final-weights", "CC-BY-NC-4.0"))
    body = client.get("/models/?g7-2026=weights-available-ai&state=reviewed").content
    assert listed(body) == ["zeta/glider"]
    text = body.decode()
    assert 'href="/models/?g7-2026=weights-available-ai"' in text
    assert 'href="/models/?state=reviewed"' in text
    assert listed(client.get("/models/?state=imported").content) == ["acme/rocket"]
    assert listed(client.get("/models/?license=CC-BY-NC-4.0").content) == ["zeta/glider"]


def test_the_number_beside_a_choice_is_the_number_of_models_it_finds(client: Client) -> None:
    import_facts(make_model("acme/a"), released("final-weights"), released("inference-code"))
    import_facts(make_model("acme/b"), released("final-weights", "CC-BY-NC-4.0"), withheld("training-code"))
    import_facts(make_model("acme/c"), withheld("final-weights"))
    import_facts(make_model("acme/d"), released("model-card"))
    body = client.get("/models/").content.decode()
    choices = re.findall(
        r'<input type="radio" name="([^"]+)" value="([^"]+)">.*?<span class="cnt">(\d+)</span>', body
    )
    for name, options in re.findall(
        r'<select name="([^"]+)"><option value="">Any</option>(.*?)</select>', body
    ):
        found = re.findall(r'<option value="([^"]+)">[^<]* \((\d+)\)</option>', options)
        choices += [(name, value, number) for value, number in found]
    assert len(choices) > 40
    for name, value, number in choices:
        assert len(listed(client.get(f"/models/?{name}={value}").content)) == int(number), (name, value)


@pytest.mark.parametrize(
    ("given", "canonical"),
    [
        ("?utm_source=x", ""),
        ("?q=", ""),
        ("?state=reviewed&q=rocket", "?q=rocket&state=reviewed"),
        ("?q=%20rocket%20%20seven", "?q=rocket+seven"),
        ("?q=a%00b%0a", "?q=a+b"),
        ("?state=nonsense", ""),
        ("?osaid-1.0=nonsense", ""),
        ("?q=one&q=two", "?q=two"),
        ("?no-such-definition=meets", ""),
        ("?license=apache-2.0", "?license=Apache-2.0"),
        ("?license=mit+OR+APACHE-2.0", "?license=Apache-2.0+OR+MIT"),
        ("?license=MIT)&x=1", "?license=MIT%29"),
    ],
)
def test_every_list_has_one_address(client: Client, given: str, canonical: str) -> None:
    answer = client.get(f"/models/{given}")
    assert (answer.status_code, answer["Location"]) == (301, f"/models/{canonical}")


def test_spaces_may_be_written_either_way(client: Client) -> None:
    assert client.get("/models/?q=rocket%20seven").status_code == 200
    assert client.get("/models/?q=rocket+seven").status_code == 200


@pytest.mark.parametrize(
    "typed",
    [
        "acme/rocket",
        "Acme/Rocket",
        "https://huggingface.co/Acme/Rocket",
        "https://huggingface.co/acme/rocket/tree/main?x=1",
        "huggingface.co/acme/rocket",
        "hf.co/acme/rocket",
        "old/rocket",
    ],
)
def test_a_pasted_address_leads_to_the_scorecard(client: Client, typed: str) -> None:
    model = make_model("acme/rocket")
    import_facts(model, released("final-weights"))
    Alias.objects.create(path="old/rocket", model=model)
    answer = client.get("/models/", {"q": typed})
    assert (answer.status_code, answer["Location"]) == (302, "/models/acme/rocket/")


@pytest.mark.parametrize(
    "typed",
    [
        "https://huggingface.co/acme/unknown",
        "https://huggingface.co/datasets/acme/rocket",
        "https://evil.example/acme/rocket",
        "https://[broken",
        "acme/rocket/extra",
    ],
)
def test_an_address_of_nothing_known_is_searched_for(client: Client, typed: str) -> None:
    import_facts(make_model("acme/rocket"), released("final-weights"))
    answer = client.get("/models/", {"q": typed})
    assert answer.status_code == 200
    assert b"No model matches" in answer.content


def test_a_list_without_models_names_the_next_step(client: Client) -> None:
    import_facts(make_model("acme/rocket"), released("final-weights"))
    body = client.get("/models/?q=rocket-9&state=draft").content.decode()
    assert "No model matches" in body
    assert "Remove the filter “rocket-9”" in body
    assert 'Close names: <a href="/models/acme/rocket/">' in body
    assert "Did you mean" not in body


def test_a_misspelled_name_is_mended(client: Client) -> None:
    import_facts(make_model("acme/rocket"), released("final-weights"))
    body = client.get("/models/?q=rokket").content.decode()
    assert 'Did you mean <a href="/models/?q=rocket">rocket</a>?' in body
    assert 'Close names: <a href="/models/acme/rocket/">' in body
    said = client.get("/api/v1/models/?q=rokket").json()
    assert (said["total"], said["did_you_mean"]) == (0, {"q": "rocket", "paths": ["acme/rocket"]})
    assert client.get("/api/v1/models/?q=rocket").json()["did_you_mean"] is None


@pytest.mark.parametrize("cursor", ["zzz", "1:forged", "x" * 500])
def test_a_cursor_nobody_gave_out_is_refused_with_a_next_step(client: Client, cursor: str) -> None:
    answer = client.get("/models/", {"after": cursor}, follow=True)
    assert answer.status_code == 400
    assert answer["Cache-Control"] == "no-store"
    assert b'href="/models/">Start from the first page' in answer.content


def test_an_organization_lists_its_models_under_one_address(client: Client) -> None:
    import_facts(make_model("acme/rocket"), released("final-weights"))
    import_facts(make_model("zeta/glider"), released("final-weights"))
    assert listed(client.get("/models/acme/").content) == ["acme/rocket"]
    assert client.get("/models/Acme/")["Location"] == "/models/acme/"
    assert client.get("/models/nobody/").status_code == 404
    assert b"No model matches" in client.get("/models/acme/?q=glider").content


def test_an_organization_shows_what_others_publish_of_it(client: Client) -> None:
    model = make_model("acme/rocket")
    import_facts(model, released("final-weights"))
    import_facts(make_model("zeta/glider"), released("final-weights"))
    for edition, value in (("2024-05", "31"), ("2025-12", "45")):
        ExternalRating.objects.create(
            organization=model.organization,
            origin="fmti",
            edition=edition,
            subject="Acme <b>Inc</b>",
            dimension="score",
            value=value,
            links=["https://example.org/report", "javascript:alert(1)"],
            provenance=make_provenance("fmti", file="scores.csv"),
        )
    body = client.get("/models/acme/").content.decode()
    table = body.partition('id="ratings"')[2].partition("</section>")[0]
    assert table.count("<tr>") == 3
    assert "Acme &lt;b&gt;Inc" in table
    assert 'href="https://example.org/report"' in table
    assert 'href="javascript' not in table
    assert 'id="ratings"' not in client.get("/models/acme/?q=rocket").content.decode()
    assert 'id="ratings"' not in client.get("/models/zeta/").content.decode()


def test_an_unreviewed_result_says_so_and_a_draft_says_nothing(client: Client) -> None:
    import_facts(make_model("acme/rocket"), released("final-weights"), released("inference-code"))
    body = client.get("/models/").content.decode()
    assert "unreviewed</small>" in body
    assert "Weights available AI" in body or "Open weights AI" in body


def row_of(body: str, path: str) -> str:
    """The row of a model in the list, with its opening tag."""
    before, _, after = body.partition(f'href="/models/{path}/"')
    return before.rpartition("<tr")[2] + after.partition("</tr>")[0]


def test_a_row_says_unreviewed_once_and_each_result_carries_it_for_those_who_copy_or_hear_it(
    client: Client,
) -> None:
    import_facts(make_model("acme/rocket"), released("final-weights"), released("inference-code"))
    see(make_entry(make_model("acme/draft")))
    body = client.get("/models/?drafts=1").content.decode()
    row = row_of(body, "acme/rocket")
    assert row.startswith(' class="once"')
    assert row.count('all">unreviewed</small>') == 1
    assert row.count('<small class="unr">unreviewed</small>') == row.count('class="v ')
    assert "unreviewed" not in row_of(body, "acme/draft")


def test_a_row_that_somebody_reviewed_marks_only_the_results_that_rest_on_more(client: Client) -> None:
    model = make_model("acme/rocket")
    import_facts(model, released("model-card"))
    review_facts(model, withheld("final-weights"))
    row = row_of(client.get("/models/").content.decode(), "acme/rocket")
    assert 'all">unreviewed' not in row
    assert 'class="once"' not in row
    cells = re.findall(r'data-l="([^"]*)">(.*?)</td>', row)
    assert {name for name, cell in cells if "unreviewed</small>" not in cell} >= {"Source form", "OSAID 1.0"}


def test_a_level_that_may_rise_says_so_in_words(client: Client) -> None:
    import_facts(make_model("acme/rocket"), released("final-weights"))
    cell = row_of(client.get("/models/").content.decode(), "acme/rocket").partition('data-l="G7"')[2]
    cell = cell.partition("</td>")[0]
    assert "or higher</small>" in cell
    assert "<svg" not in cell


def order_said(client: Client, query: str = "") -> tuple[str, str]:
    """What a list says its order is, and what it calls the order it has unasked."""
    body = client.get(f"/models/{query}").content.decode()
    said = re.search(r"Order: ([^<]*)</span>", body)
    unasked = re.search(r'<option value=""(?: selected)?>([^<]*)</option>', body.partition('id="sort"')[2])
    assert said
    return said[1], unasked[1] if unasked else ""


def test_a_list_says_which_order_it_is_in(client: Client) -> None:
    first, second = make_model("acme/rocket"), make_model("acme/rocket-mini")
    for model in (first, second):
        import_facts(model, released("final-weights"))
    assert order_said(client) == ("Last added here", "Last added here")
    assert order_said(client, "?q=rocket") == ("Nearest name", "Nearest name")
    assert order_said(client, "?sort=name") == ("Name", "Last added here")
    refresh_counts([(first.pk, 50)])
    assert order_said(client) == ("Most downloaded", "Most downloaded")
    assert order_said(client, "?q=rocket") == ("Most downloaded", "Most downloaded")
    assert order_said(client, "?sort=name") == ("Name", "Most downloaded")


def test_the_same_list_is_offered_as_json(client: Client) -> None:
    import_facts(make_model("acme/rocket"), released("final-weights"))
    body = client.get("/models/acme/?q=rock&state=imported").content.decode()
    address = "/api/v1/models/?organization=acme&amp;q=rock&amp;state=imported"
    assert f'href="{address}"' in body
    answer = client.get(address.replace("&amp;", "&"))
    assert [row["path"] for row in answer.json()["results"]] == ["acme/rocket"]


def test_a_past_day_is_asked_for_in_a_field_and_stays_in_it(client: Client) -> None:
    import_facts(make_model("acme/rocket"), released("final-weights"))
    plain = client.get("/models/").content.decode()
    day = (NOON + timedelta(days=1)).date().isoformat()
    dated = client.get(f"/models/?at={day}").content.decode()
    latest = (timezone.now().astimezone(UTC).date() - timedelta(days=1)).isoformat()
    assert '<label for="at">As it stood on</label>' in plain
    assert f'<input type="date" id="at" name="at" value="" max="{latest}">' in plain
    assert f'<input type="date" id="at" name="at" value="{day}" max="{latest}">' in dated
    assert f'href="/models.csv?at={day}"' in dated
    assert listed(dated.encode()) == ["acme/rocket"]
    assert client.get("/models/?at=")["Location"] == "/models/"
