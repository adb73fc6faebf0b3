"""The road from the other hubs, walked against a server that speaks their APIs."""

from collections.abc import Iterator
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from registry.catalog.models import AIModel, EntryEvent, HubEntry
from registry.hubs.snapshot import RateLimited, Unauthorized, Unavailable
from registry.jobs.models import Job
from registry.jobs.queue import enqueue
from registry.openness.facts import Proof
from registry.refresh import cited, due
from registry.refresh.models import Budget, HubState
from registry.refresh.outcome import Refreshed
from registry.refresh.refresh import refresh
from registry.scorecards.models import Drift, Observation, Revision, Scorecard, Verdict
from registry.scorecards.queries import scorecard_page
from registry.scorecards.queries.observations import timeline
from tests.build import NOON, do_jobs, import_facts, make_entry, make_model, released, review_facts
from tests.hubs import stand_in, stand_in_elsewhere
from tests.hubs.stand_in_elsewhere import Elsewhere, detected, github, modelscope, zenodo

pytestmark = pytest.mark.django_db
CODE = "https://github.com/acme/train"
PATH = "acme/rocket-7b"


@pytest.fixture
def hub(settings) -> Iterator[Elsewhere]:
    with stand_in_elsewhere.running() as running:
        settings.GITHUB_ENDPOINT = settings.ZENODO_ENDPOINT = settings.MODELSCOPE_ENDPOINT = running.url
        settings.CITED_HUBS = ["github", "modelscope", "zenodo"]
        settings.GITHUB_TOKEN = settings.ZENODO_TOKEN = ""
        settings.SITE_URL = "https://sourceform.example"
        running.shows_github(github())
        yield running


def cites(model: AIModel, component: str = "training-code", address: str = CODE, license: str = "Apache-2.0"):
    return import_facts(model, released(component, license, proofs=(Proof(address),)))


@pytest.fixture
def entry(hub) -> HubEntry:
    """A model whose record says that its training code is at GitHub, under Apache-2.0."""
    cites(make_model(PATH))
    cited.list_entries()
    return HubEntry.objects.get()


def read(entry: HubEntry, *, day: int = 0) -> Refreshed:
    return refresh(entry.pk, now=NOON + timedelta(days=day))


def kept(entry: HubEntry) -> HubEntry:
    return HubEntry.objects.get(pk=entry.pk)


def judged() -> list[object]:
    """What people read of a model: its record, its verdicts, its history."""
    return [list(table.objects.order_by("pk").values()) for table in (Scorecard, Drift, Revision, Verdict)]


def told() -> list[tuple[str, str, str]]:
    """What is kept of what happened to repositories, in order."""
    return list(EntryEvent.objects.order_by("pk").values_list("kind", "before", "after"))


def test_a_repository_that_says_what_the_record_says_changes_nothing(entry, hub):
    before = judged()
    assert read(entry).trouble == ""
    assert judged() == before
    seen = kept(entry)
    assert (seen.hub_key, seen.state, seen.repo_id) == ("1296269", "public", "acme/train")
    assert Observation.objects.get().said["license"] == "Apache-2.0"
    assert hub.asked[0][2]["user-agent"].endswith("(+https://sourceform.example)")


def test_a_license_change_at_github_is_a_drift_on_the_training_code_and_closes_by_itself(entry, hub):
    read(entry)
    hub.shows_github(github(license=detected("AGPL-3.0")))
    assert read(entry, day=7).recorded.drifts_opened == 1
    drift = Drift.objects.select_related("observation", "before").get()
    assert (drift.component, drift.facet, drift.recorded) == ("training-code", "license", "Apache-2.0")
    assert drift.observed == "AGPL-3.0-only OR AGPL-3.0-or-later"
    assert (drift.observation.sequence, drift.before.sequence) == (2, 1)
    page = scorecard_page(PATH)
    assert page is not None
    (finding,) = [row.fact for row in page.findings if row.fact.component == "training-code"]
    assert finding.license == "(AGPL-3.0-only OR AGPL-3.0-or-later) AND Apache-2.0"
    assert "license file as detected by GitHub: AGPL-3.0" in finding.license_source

    hub.shows_github(github())
    assert read(entry, day=14).recorded.drifts_closed == 1
    assert Drift.objects.get().state == "gone"
    shown = timeline(PATH)
    assert shown is not None
    assert [row.kind for row in shown.rows] == [
        "drift_closed",
        "observation",
        "drift_opened",
        "observation",
        "observation",
    ]


@pytest.mark.parametrize(
    ("license", "address"),
    [
        (detected("NOASSERTION"), CODE),
        (None, CODE),
        (detected("MIT"), f"{CODE}/tree/main/models/rocket"),
    ],
    ids=["a license file GitHub does not recognize", "no license file", "a folder of a larger repository"],
)
def test_where_github_cannot_tell_the_license_there_is_no_drift(hub, license, address):
    cites(make_model(PATH), address=address)
    cited.list_entries()
    hub.shows_github(github(license=license))
    before = judged()
    read(HubEntry.objects.get())
    assert judged() == before


def test_two_models_that_cite_one_repository_are_told_by_one_request(hub):
    cites(make_model(PATH))
    cites(make_model("acme/rocket-70b"), license="MIT")
    cites(make_model("acme/other"), component="evaluation-code", address=f"{CODE}/tree/main/eval")
    cited.list_entries()
    first = HubEntry.objects.order_by("pk").first()
    assert first is not None
    outcome = read(first)
    assert len(hub.asked) == 1
    assert outcome.recorded.drifts_opened == 1
    assert Drift.objects.get().model.path == "acme/rocket-70b"
    assert Observation.objects.count() == 3
    assert set(HubEntry.objects.values_list("hub_key", "state")) == {("1296269", "public")}


def test_a_repository_lifts_nothing(hub):
    """What nobody has on record, or has as withheld, stays as it is, whatever is to be seen."""
    model = make_model(PATH)
    import_facts(model, released("final-weights", proofs=(Proof(CODE),)))
    make_entry(model, repo_id="acme/train", hub="github")
    before = judged()
    read(HubEntry.objects.get())
    assert judged() == before


def test_a_citation_that_is_withdrawn_takes_its_drift_along(entry, hub):
    hub.shows_github(github(license=detected("MIT")))
    read(entry)
    assert Drift.objects.filter(state="open").exists()
    import_facts(AIModel.objects.get(), released("training-code", proofs=(Proof("https://acme.example"),)))
    read(entry, day=7)
    assert not Drift.objects.filter(state="open").exists()


def test_a_person_who_records_what_github_says_closes_the_drift(entry, hub):
    hub.shows_github(github(license=detected("MIT")))
    read(entry)
    review_facts(AIModel.objects.get(), released("training-code", "MIT", proofs=(Proof(CODE),)))
    assert not Drift.objects.filter(state="open").exists()


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({"archived": True}, "archived"),
        ({"disabled": True}, "disabled"),
        ({"private": True}, "not_visible"),
    ],
)
def test_states_are_shown_and_are_no_facts(entry, hub, changes, state):
    read(entry)
    before = judged()
    hub.shows_github(github(**changes))
    read(entry, day=7)
    assert (kept(entry).state, judged()) == (state, before)


def test_the_scorecard_leads_to_what_is_cited_and_says_that_it_is_archived(entry, hub, client):
    hub.shows_github(github(archived=True))
    read(entry)
    shown = client.get(f"/models/{PATH}/").content.decode()
    assert '<a href="https://github.com/acme/train" rel="nofollow ugc' in shown
    assert "GitHub: acme/train (archived)" in shown


def test_nothing_new_costs_one_request_and_writes_no_history(entry, hub):
    read(entry)
    before = [*judged(), list(Observation.objects.values())]
    assert read(entry, day=7).recorded.unchanged == 1
    assert hub.asked[-1][2]["if-none-match"].startswith('W/"')
    assert [*judged(), list(Observation.objects.values())] == before
    assert kept(entry).checked_at == NOON + timedelta(days=7)


def test_another_model_that_comes_to_cite_it_is_read_in_full(entry, hub):
    read(entry)
    cites(make_model("acme/rocket-70b"), license="MIT")
    cited.list_entries()
    (again,) = due.due("github", now=NOON + timedelta(days=1))
    read(again, day=1)
    assert "if-none-match" not in hub.asked[-1][2]
    assert Drift.objects.get().model.path == "acme/rocket-70b"


def test_a_renamed_repository_is_still_the_one_that_is_cited(entry, hub):
    read(entry)
    hub.renames("acme/train", "newco/train")
    read(entry, day=7)
    assert (kept(entry).repo_id, kept(entry).failure) == ("acme/train", "")
    hub.records["/repositories/1296269"] = github("newco/train", license=detected("MIT"))
    assert read(entry, day=14).recorded.drifts_opened == 1
    assert told() == [("renamed", "acme/train", "newco/train")]


def test_another_repository_at_the_same_name_is_not_taken_over(entry, hub):
    read(entry)
    before = judged()
    hub.shows_github(github(id=99, license=detected("MIT")))
    assert "Another repository" in read(entry, day=7).trouble
    assert judged() == before
    assert (kept(entry).hub_key, kept(entry).checked_at) == ("1296269", NOON)
    assert told() == [("replaced", "1296269", "99")]


def test_a_missing_repository_is_noted_and_changes_no_fact(entry, hub):
    read(entry)
    before = judged()
    hub.records.clear()
    assert "missing, private or deleted" in read(entry, day=7).trouble
    assert kept(entry).failed_at == NOON + timedelta(days=7)
    assert judged() == before
    assert HubState.objects.get().state == "ok"
    hub.shows_github(github())
    read(entry, day=14)
    assert [kind for kind, _, _ in told()] == ["missing", "returned"]


def test_an_outage_is_noted_and_changes_no_fact(entry, hub):
    read(entry)
    before = judged()
    hub.break_with(stand_in.status(500))
    for _ in range(3):
        with pytest.raises(Unavailable):
            read(entry, day=7)
    assert judged() == before
    assert HubState.objects.get().state == "unreachable"


def test_told_to_wait_nobody_asks_again_before(entry, hub):
    hub.break_with(stand_in.status(403, {"Retry-After": "900"}))
    with pytest.raises(RateLimited):
        read(entry)
    with pytest.raises(RateLimited):
        read(entry)
    assert len(hub.asked) == 1
    assert (HubState.objects.get().state, kept(entry).failure) == ("limited", "")
    assert Budget.objects.get().blocked_until is not None


def test_a_refused_token_says_nothing_of_any_repository(entry, hub, settings):
    settings.GITHUB_TOKEN = "ghp_revoked"
    with pytest.raises(Unauthorized, match="GITHUB_TOKEN"):
        read(entry)
    assert (HubState.objects.get().state, kept(entry).failure) == ("unauthorized", "")


def test_a_hub_without_an_address_is_a_state_and_no_error(entry, hub, settings):
    settings.GITHUB_ENDPOINT = ""
    assert "no address" in read(entry).trouble
    assert HubState.objects.get().state == "not_configured"
    assert hub.asked == []
    assert due.enqueue_due(now=NOON)["github"] == 0


def test_a_hub_that_is_not_followed_is_asked_by_nobody(entry, hub, settings):
    settings.CITED_HUBS = ["zenodo"]
    assert due.enqueue_due(now=NOON) == {"github": 0, "modelscope": 0, "zenodo": 0}
    assert set(HubState.objects.values_list("hub", "state")) == {
        ("github", "not_configured"),
        ("modelscope", "not_configured"),
    }


def test_zenodo_closing_a_corpus_is_a_state_and_asking_for_it_a_drift(hub):
    hub.shows_zenodo(zenodo(license=""))
    cites(make_model(PATH), "pretraining-data", "https://doi.org/10.5281/zenodo.4566", "CC-BY-4.0")
    cited.list_entries()
    entry = HubEntry.objects.get()
    assert read(entry).recorded.drifts_opened == 0
    hub.shows_zenodo(zenodo(right="restricted", license=""))
    assert read(entry, day=7).recorded.drifts_opened == 1
    assert (Drift.objects.get().observed, kept(entry).state) == ("released_gated", "gated")
    hub.shows_zenodo(zenodo(right="closed", files=[]))
    read(entry, day=14)
    assert kept(entry).state == "closed"


def test_a_mirror_under_another_license_contradicts_the_weights(hub):
    hub.shows_modelscope(modelscope(License="CC-BY-NC-4.0"), "model.safetensors")
    cites(make_model("iic/video"), "final-weights", "https://modelscope.cn/models/iic/video/summary")
    cited.list_entries()
    assert read(HubEntry.objects.get()).recorded.drifts_opened == 1
    assert Drift.objects.get().observed == "CC-BY-NC-4.0"


def test_each_is_asked_for_once_a_week_and_only_a_few_at_a_time(hub, monkeypatch):
    for number in range(5):
        cites(make_model(f"acme/rocket-{number}"), address=f"{CODE}-{number // 2}")
    cited.list_entries()
    monkeypatch.setitem(due.AT_ONCE, "github", 2)
    assert [due.enqueue_due(now=NOON)["github"] for _ in range(3)] == [2, 1, 0]
    assert Job.objects.count() == 3
    Job.objects.update(state="done", finished_at=NOON)
    assert due.enqueue_due(now=NOON + timedelta(days=6))["github"] == 0
    assert due.enqueue_due(now=NOON + timedelta(days=7))["github"] == 2


def test_workers_find_what_is_cited_and_read_it(hub):
    cites(make_model(PATH), license="MIT")
    enqueue("find-cited", "slot:find-cited:1", {})
    enqueue("refresh-cited", "slot:refresh-cited:1", {})
    assert do_jobs() == 3
    assert set(Job.objects.values_list("state", flat=True)) == {"done"}
    assert Drift.objects.get().observed == "Apache-2.0"


def run(*arguments: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("refresh", *arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_the_command_reads_what_is_cited_for_a_model_or_all_that_is_due(hub):
    cites(make_model(PATH), license="MIT")
    out, _ = run("--hub", "github", PATH)
    assert "https://github.com/acme/train: license Apache-2.0, gate none, has code, has files" in out
    assert "training-code license: MIT -> Apache-2.0" in out
    out, _ = run("--hub", "github")
    assert out == "github: 0 entries new, 0 repositories due\n"


def test_the_command_says_where_it_stopped(hub):
    cites(make_model(PATH))
    hub.break_with(stand_in.status(429, {"Retry-After": "90"}))
    with pytest.raises(CommandError, match=r"0 of 1 read\. .*Again in 90 s"):
        run("--hub", "github")


@pytest.mark.parametrize("arguments", [(), ("--hub", "zenodo", PATH)])
def test_the_command_says_when_there_is_nothing_to_read(hub, arguments):
    make_model(PATH)
    with pytest.raises(CommandError, match=r"Which models|No source cites"):
        run(*arguments)
