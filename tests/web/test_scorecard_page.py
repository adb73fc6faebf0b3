"""The scorecard: one page from the answer down to the proof, for now and for any day before."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from registry.catalog.models import AIModel, Alias, Family, HubEntry
from registry.openness import definitions
from registry.openness.facts import Availability, Coverage, Fact, Gate, Quality
from registry.scorecards.models import ExternalRating
from registry.scorecards.queries import scorecard_page
from tests.build import (
    NOON,
    import_facts,
    make_entry,
    make_model,
    make_provenance,
    released,
    review_facts,
    withheld,
)
from tests.web.hub_words import hub_shows

pytestmark = pytest.mark.django_db
ADDRESS = "/models/acme/rocket-7b/"


@pytest.fixture
def rocket() -> AIModel:
    return make_model(name="Rocket 7B")


def text_of(body: bytes) -> str:
    """What a reader sees, in reading order."""
    return " ".join(re.sub(r"<[^>]+>", " ", body.decode()).split())


def get(client: Client, address: str = ADDRESS) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_reader_learns_the_answer_every_verdict_and_the_proof(client: Client, rocket: AIModel) -> None:
    make_entry(rocket, repo_id="Acme/Rocket-7B")
    import_facts(rocket, released("final-weights"), withheld("training-code"))
    body = get(client)
    text = text_of(body.encode())
    assert text.index("Rocket 7B") < text.index("Meets neither Source form nor OSAID 1.0.")
    for definition in definitions.ordered():
        # The first screen names the headline definitions, the table below all of them.
        shown = 1 if definition.id in definitions.HEADLINE_ORDER else 0
        assert body.count(f'href="#v-{definition.id}"') == shown
        assert body.count(f'id="v-{definition.id}"') == 1
        assert f'id="v-{definition.id}"' in body
    assert '<a href="#c-training-code">' in body
    assert 'id="c-training-code"' in body
    assert (
        'href="https://example.org/final-weights" rel="nofollow ugc noopener noreferrer">example.org</a>'
        in body
    )
    assert "Model Openness Tool records, 1 May 2026" in text
    assert "Imported from Model Openness Tool records, unreviewed." in text
    assert 'href="https://huggingface.co/Acme/Rocket-7B"' in body


def test_the_large_fingerprint_has_sixteen_links_to_their_evidence(client: Client, rocket: AIModel) -> None:
    import_facts(rocket, released("final-weights"), released("model-card", quality=Quality.PARTIAL))
    body = get(client)
    bars = re.findall(r'<a class="([orpcun])" href="#(h-[a-z-]+)"', body)
    assert len(bars) == 16
    record = scorecard_page(rocket.path)
    assert record is not None
    assert [letter for letter, _ in bars] == list(record.fingerprint)
    for _, target in bars:
        assert f'id="{target}"' in body


def test_what_nobody_has_looked_at_is_never_called_closed(client: Client, rocket: AIModel) -> None:
    import_facts(rocket, released("final-weights"))
    body = get(client)
    assert 'class="c"' not in body
    assert "Nobody has looked at" in body


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        (released("pretraining-data"), "Open Released, complete"),
        (
            released("pretraining-data", license_inherited_from="distribution"),
            "License unclear Released, complete Apache License 2.0 stated for the whole release",
        ),
        (released("pretraining-data", "NOASSERTION"), "License unclear Released, complete Not stated"),
        (released("pretraining-data", "CC-BY-NC-4.0"), "Restricted Released, complete CC BY-NC 4.0"),
        (released("pretraining-data", coverage=Coverage.SOME), "Partial Released, part of it"),
        (
            released("final-weights", availability=Availability.RELEASED_GATED, gate=Gate.APPROVAL),
            "Restricted Released after approval, complete",
        ),
        (
            released("model-card", quality=Quality.UNKNOWN),
            "Partial Released, complete, how thorough is not assessed",
        ),
        (withheld("pretraining-data"), "Closed Not released"),
    ],
)
def test_a_component_is_said_in_state_availability_and_license(
    client: Client, rocket: AIModel, fact: Fact, said: str
) -> None:
    import_facts(rocket, fact)
    row = get(client).partition(f'<tr id="c-{fact.component}">')[2].partition("</tr>")[0]
    assert said in text_of(row.encode())


def test_a_draft_reads_as_a_draft(client: Client, rocket: AIModel) -> None:
    hub_shows(make_entry(rocket), license="apache-2.0")
    text = text_of(get(client).encode())
    assert "Draft by machine, 1 Nov 2026, not reviewed." in text
    assert "Not assessed" in text
    assert "Weights available AI" not in text.partition("What decides")[0]
    assert "none yet, machine draft" in text


def test_a_hub_that_contradicts_the_record_is_shown_with_both_values(client: Client, rocket: AIModel) -> None:
    import_facts(rocket, released("final-weights"))
    entry = make_entry(rocket)
    hub_shows(entry, license="cc-by-nc-4.0", now=NOON + timedelta(days=1))
    body = get(client)
    assert "The hub has contradicted the record since 2 Nov 2026." in body
    assert "<del>Apache License 2.0</del> <ins>CC BY-NC 4.0</ins>" in body
    assert 'href="#c-final-weights"' in body
    assert "1 open" in body


def test_a_hub_out_of_reach_is_named_with_the_day_of_the_facts(client: Client, rocket: AIModel) -> None:
    import_facts(rocket, released("final-weights"))
    entry = make_entry(rocket)
    HubEntry.objects.filter(pk=entry.pk).update(
        failed_at=NOON + timedelta(days=3), failure="timeout", checked_at=NOON
    )
    text = text_of(get(client).encode())
    assert "Hugging Face could not be read on 4 Nov 2026. You see facts from 1 Nov 2026." in text


def test_a_revision_stays_as_it_was(client: Client, rocket: AIModel) -> None:
    import_facts(rocket, released("final-weights"), released("inference-code"))
    import_facts(rocket, released("final-weights", "CC-BY-NC-4.0"), now=NOON + timedelta(days=2))
    now = get(client)
    first = get(client, f"{ADDRESS}r/1/")
    assert "CC BY-NC 4.0" in now
    assert "inference-code" not in re.findall(r'<tr id="c-([a-z-]+)"', now)
    assert "CC BY-NC 4.0" not in first
    assert first.index("You read revision 1.") < first.index('class="ans"')
    assert f'href="{ADDRESS}r/2/"' in now
    assert client.get(f"{ADDRESS}r/3/").status_code == 404


def test_a_day_in_the_past_shows_what_stood_then(client: Client, rocket: AIModel) -> None:
    import_facts(rocket, released("final-weights"))
    import_facts(rocket, released("final-weights", "CC-BY-NC-4.0"), now=NOON + timedelta(days=2))
    assert "CC BY-NC 4.0" not in get(client, f"{ADDRESS}?at=2026-11-02")
    assert "CC BY-NC 4.0" in get(client, f"{ADDRESS}?at=2026-11-03")
    assert client.get(f"{ADDRESS}?at=2026-10-01").status_code == 404


@pytest.mark.parametrize("day", ["2026-13-01", "yesterday", "20261101", "2999-01-01", "2026-11-01T00:00"])
def test_a_day_that_cannot_be_read_is_refused_with_a_next_step(
    client: Client, rocket: AIModel, day: str
) -> None:
    import_facts(rocket, released("final-weights"))
    answer = client.get(ADDRESS, {"at": day})
    assert answer.status_code == 400
    assert f'href="{ADDRESS}"' in answer.content.decode()


def test_old_paths_and_other_spellings_lead_to_the_one_address(client: Client, rocket: AIModel) -> None:
    import_facts(rocket, released("final-weights"))
    Alias.objects.create(path="old/rocket", model=rocket)
    for address, wanted in [
        ("/models/Acme/Rocket-7B/", ADDRESS),
        ("/models/old/rocket/", ADDRESS),
        ("/models/Acme/Rocket-7B/r/1/", f"{ADDRESS}r/1/"),
        ("/models/OLD/rocket/?at=2026-11-02", f"{ADDRESS}?at=2026-11-02"),
        (f"{ADDRESS}?utm_source=x", ADDRESS),
    ]:
        answer = client.get(address)
        assert (answer.status_code, answer["Location"]) == (301, wanted)


def test_an_unknown_model_offers_close_names_and_a_search(client: Client, rocket: AIModel) -> None:
    import_facts(rocket, released("final-weights"))
    answer = client.get("/models/acme/rocket-9000/")
    body = answer.content.decode()
    assert answer.status_code == 404
    assert answer["Cache-Control"] == "no-store"
    assert f'href="{ADDRESS}"' in body
    assert 'name="q" value="rocket-9000"' in body


def test_published_ratings_stand_beside_our_own_reading(client: Client, rocket: AIModel) -> None:
    import_facts(rocket, withheld("training-code"), released("final-weights"))
    source = make_provenance("osai", file="rocket.yaml")
    for dimension, value in [("weights_endmodel", "open"), ("trainingcode", "closed"), ("paper", "")]:
        ExternalRating.objects.create(
            model=rocket,
            origin="osai",
            subject="Rocket",
            dimension=dimension,
            value=value,
            links=["https://example.org/rated", "javascript:alert(1)"],
            provenance=source,
        )
    body = get(client)
    assert "osai records, MIT" in body
    assert 'href="https://example.org/rated" rel="nofollow ugc noopener noreferrer"' in body
    assert 'href="javascript:' not in body
    assert "not rated" in body


def test_ratings_of_the_family_and_the_organization_are_marked_as_such(
    client: Client, rocket: AIModel
) -> None:
    rocket.family = Family.objects.create(slug="rocket", name="Rocket")
    rocket.save()
    import_facts(rocket, released("final-weights"))
    for about, origin, subject, dimension, value, edition, day in [
        ({"family": rocket.family}, "osi", "Rocket", "validation", "passed", "", "2024-10-28"),
        (
            {"organization": rocket.organization},
            "fmti",
            "Acme",
            "indicators",
            "54 of 100",
            "2023-10",
            "2023-10",
        ),
        ({"model": rocket}, "epoch", "Rocket", "weights", "Open weights (unrestricted)", "", "2026-01-26"),
    ]:
        ExternalRating.objects.create(
            origin=origin,
            subject=subject,
            dimension=dimension,
            value=value,
            edition=edition,
            rated_on=day,
            provenance=make_provenance(origin),
            **about,
        )
    around = get(client).partition('id="ratings-around"')
    assert "Released openly" in around[0]  # ours, beside what Epoch says of the model itself
    assert "as of 26 Jan 2026" in around[0]
    assert "Family Rocket" in around[2]
    assert "Not a certification of any kind." in around[2]
    assert f"Organization {rocket.organization}" in around[2]
    assert "54 of 100" in around[2]
    told = client.get(f"/api/v1/models/{rocket.path}/").json()["external_ratings"]
    assert [(row["about"], row["origin"], row["edition"], row["rated_on"]) for row in told] == [
        ("model", "epoch", "", "2026-01-26"),
        ("family", "osi", "", "2024-10-28"),
        ("organization", "fmti", "2023-10", "2023-10"),
    ]


def test_a_badge_is_offered_for_each_headline_definition(client: Client, rocket: AIModel) -> None:
    review_facts(rocket, released("final-weights"), withheld("training-code"))
    body = get(client)
    assert 'src="/badge/acme/rocket-7b/source-form-1.svg" alt="Source form: Does not meet"' in body
    assert "[![Source form: Does not meet](http" in body
    assert "mof-1.0-strict.svg" not in body


def test_a_reviewed_record_carries_no_mark(client: Client, rocket: AIModel) -> None:
    review_facts(rocket, released("final-weights"), withheld("training-code"))
    assert "unreviewed</small>" not in get(client)


def test_a_record_reviewed_in_part_says_how_far(client: Client, rocket: AIModel) -> None:
    import_facts(rocket, released("final-weights"), withheld("training-code"), withheld("model-card"))
    assert "reviewed here" not in get(client)
    review_facts(rocket, released("final-weights"))
    assert "1 of 3 components reviewed here, the rest unreviewed." in get(client)
    review_facts(rocket, released("final-weights"), withheld("training-code"), withheld("model-card"))
    assert "the rest unreviewed" not in get(client)


def test_a_hidden_model_can_be_read_and_is_not_for_search_engines(client: Client) -> None:
    import_facts(make_model("acme/test", hidden=True), released("final-weights"))
    assert '<meta name="robots" content="noindex">' in get(client, "/models/acme/test/")


def test_a_page_says_what_it_would_take_and_leads_to_the_evidence(client: Client) -> None:
    model = make_model("acme/rocket-7b")
    import_facts(model, released("final-weights", "llama-3.1-community"), released("inference-code"))
    body = client.get("/models/acme/rocket-7b/").content.decode()
    section = body.split("What it would take")[1].split("</section>")[0]
    assert "/api/v1/models/acme/rocket-7b/what-if/" in section
    assert 'href="/definitions/source-form-1/"' in section
    assert "G7: Open source AI" in section
    assert '<a href="#c-final-weights">final weights</a> under ' in section
    assert "<b>1 change</b>" not in section
    assert "osai-index" not in section  # an index sets no pass mark
    assert "/api/v1/models/acme/rocket-7b/trace/" in body


def test_an_old_record_says_nothing_of_what_it_would_take(client: Client) -> None:
    import_facts(make_model("acme/rocket-7b"), released("final-weights"))
    assert b"What it would take" not in client.get("/models/acme/rocket-7b/r/1/").content
