"""The road from a hub, walked against a server that speaks the hub's API."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from registry.badges.map import Map
from registry.catalog.models import AIModel, Alias, HubEntry
from registry.hubs.snapshot import RateLimited, Unauthorized, Unavailable
from registry.openness import components
from registry.refresh.drafts import draft
from registry.refresh.outcome import Refreshed
from registry.refresh.refresh import refresh
from registry.scorecards.models import Drift, Observation, Revision, Scorecard, Verdict
from registry.scorecards.queries import ScorecardPage, scorecard_page
from tests.build import NOON, import_facts, make_entry, make_model, released, review_facts
from tests.hubs import stand_in
from tests.hubs.stand_in import Hub, model

pytestmark = pytest.mark.django_db
PATH, NAME, KEY = "acme/rocket-7b", "acme/Rocket-7B", "64fd4b47a1c2d3e4f5a6b7c8"
OTHER_KEY = "70000000a1c2d3e4f5a6b7c8"


@pytest.fixture
def hub(settings) -> Iterator[Hub]:
    with stand_in.running() as running:
        settings.HF_ENDPOINT, settings.HF_TOKEN = running.url, ""
        running.shows(model())
        yield running


@pytest.fixture
def entry(hub) -> HubEntry:
    """An imported model whose weights are Apache-2.0 by the record, claimed to be on the hub."""
    listed = make_model(PATH, name="Rocket 7B")
    import_facts(listed, *OPEN_RELEASE)
    return make_entry(listed, repo_id=NAME)


OPEN_RELEASE = [
    released(slug) for slug, component in components.ALL.items() if component.record_as == "evidence"
]


def read(entry: HubEntry, *, day: int = 0) -> Refreshed:
    return refresh(entry.pk, now=NOON + timedelta(days=day))


def kept(entry: HubEntry) -> HubEntry:
    return HubEntry.objects.get(pk=entry.pk)


def page(path: str = PATH) -> ScorecardPage:
    found = scorecard_page(path)
    assert found is not None
    return found


def badge_texts(path: str = PATH) -> dict[str, str]:
    known = Map()
    known.look(now=0.0)
    badges = known.badges(path)
    assert badges is not None
    return {definition: json.loads(badge["json"].body[0])["message"] for definition, badge in badges.items()}


def everything() -> list[Any]:
    """All that a scorecard rests on."""
    tables = (Scorecard, Observation, Drift, Revision, Verdict)
    return [list(table.objects.order_by("pk").values()) for table in tables]


def test_the_first_reading_of_an_imported_model_changes_no_verdict_when_the_hub_agrees(entry):
    before = badge_texts()
    outcome = read(entry)
    assert (outcome.trouble, outcome.recorded.drifts_opened) == ("", 0)
    assert badge_texts() == before
    seen = kept(entry)
    assert (seen.hub_key, seen.state, seen.downloads, seen.failure) == (KEY, "public", 1200, "")
    assert seen.checked_at == NOON
    assert Observation.objects.get().commit == stand_in.COMMIT


def test_reading_the_same_again_writes_no_history(entry, hub):
    read(entry)
    before = everything()
    hub.shows(model(downloads=1200, likes=99, sha="1" * 40))
    assert read(entry, day=1).recorded.unchanged == 1
    assert everything() == before
    assert (kept(entry).checked_at, kept(entry).likes) == (NOON + timedelta(days=1), 99)


def test_a_license_change_on_the_hub_reaches_the_badge(entry, hub, client: Client):
    read(entry)
    before, revisions = badge_texts(), page().revision

    hub.shows(model(cardData={"license": "llama3.1"}))
    outcome = read(entry, day=1)
    assert outcome.recorded.drifts_opened == 1
    (drift,) = page().drifts
    assert (drift.component, drift.facet, drift.recorded, drift.observed) == (
        "final-weights",
        "license",
        "Apache-2.0",
        "llama-3.1-community",
    )
    assert page().license == "Apache-2.0 AND llama-3.1-community"
    latest = page().revisions[0]
    assert (latest.number, latest.cause) == (revisions + 1, "hub")
    changed = {change.definition for change in latest.verdict_changes}
    assert "osaid-1.0" in changed
    assert {name for name, text in badge_texts().items() if text != before[name]} >= {"osaid-1.0"}
    shown = client.get(f"/api/v1/models/{PATH}/").json()
    assert [row["observed"] for row in shown["drifts"]] == ["llama-3.1-community"]

    hub.shows(model())
    assert read(entry, day=2).recorded.drifts_closed == 1
    assert Drift.objects.get().state == "gone"
    assert (page().license, page().drifts) == ("Apache-2.0", ())
    assert badge_texts() == before
    assert page().revision == revisions + 2


def test_a_gate_that_appears_on_the_hub_opens_a_drift_on_reviewed_facts_too(hub):
    listed = make_model(PATH)
    review_facts(listed, released("final-weights"))
    entry = make_entry(listed, repo_id=NAME)
    hub.shows(model(gated="manual"))
    assert read(entry).recorded.drifts_opened == 1
    assert Drift.objects.get().observed == "released_gated"
    assert kept(entry).state == "gated"


def test_what_a_hub_merely_implies_contradicts_nothing(hub):
    listed = make_model(PATH)
    import_facts(listed, released("inference-code", "MIT"), released("architecture-code", "GPL-3.0-only"))
    assert read(make_entry(listed, repo_id=NAME)).recorded.drifts_opened == 0


OUTAGES = {
    "500": (stand_in.status(500), Unavailable),
    "429": (stand_in.status(429, {"RateLimit": '"api";r=0;t=55'}), RateLimited),
    "html with 200": (stand_in.body(b"<html>", "text/html"), Unavailable),
    "truncated": (stand_in.truncated, Unavailable),
    "refused token": (
        stand_in.status(401, {"X-Error-Message": "Invalid credentials in Authorization header"}),
        Unauthorized,
    ),
}


@pytest.mark.parametrize("case", OUTAGES)
def test_an_outage_changes_no_fact(entry, hub, case):
    read(entry)
    before, was = everything(), kept(entry)
    fault, error = OUTAGES[case]
    hub.break_with(fault)
    with pytest.raises(error):
        read(entry, day=1)
    assert everything() == before
    now = kept(entry)
    assert (now.state, now.commit, now.checked_at) == (was.state, was.commit, was.checked_at)
    hub.mend()
    read(entry, day=2)
    assert (kept(entry).failure, kept(entry).failed_at) == ("", None)


def test_an_outage_is_told_with_the_time_it_began(entry, hub):
    hub.break_with(stand_in.status(503))
    for day in (0, 1, 2):
        with pytest.raises(Unavailable):
            read(entry, day=day)
    assert (kept(entry).failure, kept(entry).failed_at) == ("The hub answered with status 503.", NOON)


def test_a_refused_token_is_no_failure_of_the_entry(entry, hub, settings):
    settings.HF_TOKEN = "hf_revoked"
    with pytest.raises(Unauthorized):
        read(entry)
    assert kept(entry).failure == ""


def test_a_repository_is_called_not_visible_only_when_it_stays_so_on_another_day(entry, hub):
    read(entry)
    before = everything()
    hub.models.clear()
    assert "missing, private or deleted" in read(entry, day=1).trouble
    assert kept(entry).state == "public"
    refresh(entry.pk, now=NOON + timedelta(days=1, hours=2))
    assert kept(entry).state == "public"
    assert everything() == before
    read(entry, day=2)
    assert kept(entry).state == "gone"
    assert [drift.reason for drift in page().drifts] == ["repository_gone"]


def test_a_disabled_repository_is_a_state_and_lowers_nothing(entry, hub):
    read(entry)
    before = page().license
    hub.shows(model(disabled=True))
    read(entry, day=1)
    assert kept(entry).state == "disabled"
    assert page().license == before
    hub.break_with(stand_in.status(403, {"X-Error-Message": "Access to this resource is disabled."}))
    assert "disabled" in read(entry, day=2).trouble


def test_a_repository_only_our_token_sees_is_not_visible_and_says_nothing(entry, hub):
    hub.shows(model(private=True, cardData={"license": "mit"}))
    assert "private" in read(entry).trouble
    assert kept(entry).state == "not_visible"
    assert not Observation.objects.exists()


def test_another_repository_under_the_path_is_another_model(entry, hub):
    read(entry)
    before, was = everything(), kept(entry)
    hub.shows(model(_id=OTHER_KEY, cardData={"license": "mit"}))
    assert "Another repository" in read(entry, day=1).trouble
    assert everything() == before
    now = kept(entry)
    assert (now.hub_key, now.commit, now.checked_at) == (KEY, was.commit, was.checked_at)
    assert "Another repository" in now.failure


def test_a_renamed_repository_takes_its_model_along_and_the_old_path_still_leads_there(entry, hub):
    read(entry)
    before = badge_texts()
    hub.renames(NAME, "NewCo/Rocket-7B")
    outcome = read(entry, day=1)
    assert (outcome.moved, outcome.path) == (True, "newco/rocket-7b")
    listed = AIModel.objects.get()
    assert (listed.path, listed.organization.name) == ("newco/rocket-7b", "NewCo")
    assert kept(entry).repo_id == "NewCo/Rocket-7B"
    assert badge_texts("newco/rocket-7b") == badge_texts(PATH) == before


def test_a_repository_that_comes_back_to_its_earlier_name_leaves_one_alias(entry, hub):
    read(entry)
    hub.renames(NAME, "newco/Rocket-7B")
    read(entry, day=1)
    hub.renamed.clear()
    hub.renames("newco/Rocket-7B", NAME)
    read(entry, day=2)
    assert AIModel.objects.get().path == PATH
    assert list(Alias.objects.values_list("path", flat=True)) == ["newco/rocket-7b"]


def test_a_claimed_name_that_leads_elsewhere_is_not_taken_for_the_same_model(entry, hub):
    hub.renames(NAME, "newco/Rocket-7B")
    assert "leads to newco/Rocket-7B" in read(entry).trouble
    assert kept(entry).hub_key == ""
    assert not Observation.objects.exists()


def test_two_entries_are_never_the_same_repository(entry, hub):
    read(entry)
    twin = make_entry(make_model("acme/twin"), repo_id="acme/Twin")
    hub.models["acme/Twin"] = model("acme/Twin")
    assert f"already listed as {PATH}" in read(twin).trouble


def test_an_older_answer_never_overwrites_a_newer_one(entry, hub):
    hub.shows(model(cardData={"license": "mit"}))
    read(entry, day=1)
    before = everything()
    hub.shows(model(lastModified="2026-09-01T00:00:00.000Z"))
    assert "older" in read(entry, day=2).trouble
    hub.shows(model())
    assert "older" in read(entry, day=0).trouble
    assert everything() == before


def test_more_downloads_move_a_model_up_and_make_no_history(entry, hub):
    read(entry)
    rank, revisions = Scorecard.objects.get().rank, Revision.objects.count()
    hub.shows(model(downloads=5_000_000))
    read(entry, day=1)
    assert Scorecard.objects.get().rank > rank
    assert Revision.objects.count() == revisions


def test_a_model_nobody_listed_is_drafted_from_its_address(hub):
    hub.shows(model("NewCo/Comet", gated="auto"))
    outcome = draft("NewCo/Comet", now=NOON)
    assert (outcome.path, outcome.recorded.created) == ("newco/comet", 1)
    found = page("newco/comet")
    assert (found.name, found.organization, found.modality) == ("Comet", "NewCo", "text")
    assert (found.state, found.revision, found.license) == ("draft", 0, "Apache-2.0")
    assert {verdict.basis for verdict in found.verdicts} == {"observed"}
    (row,) = found.hub_entries
    assert (row.repo_id, row.state) == ("NewCo/Comet", "gated")


def test_a_draft_of_a_listed_repository_reads_the_entry_that_is_there(entry, hub):
    read(entry)
    hub.renames(NAME, "newco/Rocket-7B")
    assert draft("newco/Rocket-7B", now=NOON + timedelta(days=1)).moved
    assert HubEntry.objects.count() == AIModel.objects.count() == 1


def test_a_repository_that_takes_over_an_old_name_is_not_listed_under_it(entry, hub):
    read(entry)
    hub.renames(NAME, "newco/Rocket-7B")
    read(entry, day=1)
    hub.renamed.clear()
    hub.shows(model(_id=OTHER_KEY))
    assert "earlier name" in draft(NAME, now=NOON + timedelta(days=2)).trouble
    assert AIModel.objects.count() == 1


def test_a_repository_without_an_organization_has_a_path_too(hub):
    hub.shows(model("gpt2"))
    assert draft("gpt2", now=NOON).path == "_/gpt2"


def test_bases_and_datasets_of_the_card_become_links(hub):
    import_facts(make_model("acme/base"), released("training-code"), released("final-weights"))
    hub.shows(
        model(
            cardData={"base_model": "Acme/Base", "datasets": ["Acme/Corpus", "my own notes"]},
            tags=["base_model:Acme/Base", "base_model:quantized:Acme/Base"],
        )
    )
    draft(NAME, now=NOON)
    shown = page().lineage
    assert [(row.path, row.relation, row.source, row.state) for row in shown.bases] == [
        ("acme/base", "quantized", "inferred", "listed")
    ]
    assert [(row.path, row.stage, row.listed) for row in shown.datasets] == [
        ("acme/corpus", "unknown", False),
        ("my own notes", "unknown", False),
    ]
    code = next(row.fact for row in page().findings if row.fact.component == "training-code")
    assert (code.availability.value, code.inherited_from) == ("released", "acme/base")
    assert page().revision == 0  # a first machine draft, lineage and all


def test_a_relation_the_card_states_is_declared_and_several_parents_make_a_merge(hub):
    stated = {"base_model": ["a/one", "b/two"], "base_model_relation": "adapter"}
    hub.shows(model(cardData=stated, tags=[]))
    draft(NAME, now=NOON)
    assert {(row.relation, row.source) for row in page().lineage.bases} == {("adapter", "declared")}
    hub.shows(model(cardData={"base_model": ["a/one", "b/two"]}, tags=[], sha="b" * 40))
    entry = HubEntry.objects.get()
    read(entry, day=1)
    assert {(row.relation, row.source) for row in page().lineage.bases} == {("merge", "inferred")}
    hub.shows(model(cardData={}, tags=[], sha="c" * 40))
    read(entry, day=2)
    assert page().lineage.bases == ()
