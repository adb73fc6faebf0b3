"""What a hub says against the record, from its answer to the badge and back: one story per test."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from registry.accounts.models import Notification, User
from registry.catalog.models import AIModel, HubEntry, Watch
from registry.hubs.snapshot import HubError
from registry.jobs.models import Job
from registry.refresh import crawl
from registry.refresh.refresh import Refreshed, refresh
from registry.scorecards import watchers
from registry.scorecards.models import Change, Drift, Observation
from registry.scorecards.queries import ScorecardPage, scorecard_page
from tests.badges.site import Site
from tests.build import NOON, do_jobs, import_facts, link, make_entry, make_model, released, review_facts
from tests.hubs import stand_in
from tests.hubs.stand_in import Hub, model

pytestmark = pytest.mark.django_db
PATH, NAME = "acme/rocket-7b", "acme/Rocket-7B"
LLAMA = {"cardData": {"license": "llama3.1"}, "sha": "b" * 40}
NO_WEIGHTS = {"siblings": [{"rfilename": "README.md"}], "safetensors": None, "sha": "c" * 40}
OPEN_RELEASE = [released(slug) for slug in ("final-weights", "inference-code", "model-card")]


@pytest.fixture
def hub(settings) -> Iterator[Hub]:
    with stand_in.running() as running:
        settings.HF_ENDPOINT, settings.HF_TOKEN = running.url, ""
        running.shows(model())
        yield running


@pytest.fixture
def listed() -> AIModel:
    """Imported: its weights are Apache-2.0 by the record."""
    found = make_model(PATH, name="Rocket 7B")
    import_facts(found, *OPEN_RELEASE)
    return found


@pytest.fixture
def entry(hub, listed) -> HubEntry:
    """On the hub, and read once: the hub says what the record says."""
    claimed = make_entry(listed, repo_id=NAME)
    assert read(claimed).recorded.drifts_opened == 0
    return claimed


def read(entry: HubEntry, *, day: int = 0) -> Refreshed:
    return refresh(entry.pk, now=NOON + timedelta(days=day))


def page(path: str = PATH) -> ScorecardPage:
    found = scorecard_page(path)
    assert found is not None
    return found


def states() -> list[str]:
    return list(Drift.objects.order_by("pk").values_list("state", flat=True))


def weights() -> str:
    return next(
        row.fact.availability.value for row in page().findings if row.fact.component == "final-weights"
    )


def test_a_license_change_on_the_hub_reaches_the_badge_and_says_both_commits(entry, hub):
    site = Site()
    site.look()
    before = site.message(PATH)
    hub.shows(model(**LLAMA))
    read(entry, day=1)
    (drift,) = Drift.objects.select_related("before", "observation")
    assert (drift.recorded, drift.observed) == ("Apache-2.0", "llama-3.1-community")
    assert drift.opened_at == NOON + timedelta(days=1)
    assert drift.before is not None
    assert (drift.before.commit, drift.observation.commit) == (stand_in.COMMIT, "b" * 40)
    assert Change.objects.filter(at=drift.opened_at).count() == 1
    site.look()
    assert (before, site.message(PATH)) == (
        "Cannot tell, unreviewed",
        "Does not meet, unreviewed, hub differs",
    )
    hub.shows(model())
    read(entry, day=2)
    site.look()
    assert (site.message(PATH), states()) == (before, ["gone"])


@pytest.mark.parametrize("kind", ["tail", "sweep"])
def test_a_page_of_the_list_is_enough_to_reach_the_badge(entry, hub, kind):
    site = Site()
    site.look()
    changed = (NOON + timedelta(hours=23)).isoformat().replace("+00:00", ".000Z")
    hub.shows(model(**LLAMA, lastModified=changed))
    at = crawl.begin("huggingface", kind, now=NOON + timedelta(days=1))
    while at.state == "running":
        at = crawl.step(at, now=NOON + timedelta(days=1))
    site.look()
    assert states() == ["open"]
    assert site.message(PATH) == "Does not meet, unreviewed, hub differs"
    assert hub.paths()[-1].startswith("/api/models?")  # the model itself was not asked for


def test_a_contradiction_is_one_drift_however_often_it_is_read_and_whatever_else_changes(entry, hub):
    for day, changes in enumerate(
        ({}, {"downloads": 9_000}, {"likes": 9}, {"sha": "d" * 40}, {"pipeline_tag": "other"}), start=1
    ):
        hub.shows(model(**{**LLAMA, **changes}))
        read(entry, day=day)
    assert states() == ["open"]
    assert Drift.objects.get().opened_at == NOON + timedelta(days=1)


@pytest.mark.parametrize("changes", [{"downloads": 9_000, "likes": 900}, {"sha": "e" * 40}])
def test_downloads_likes_and_a_new_commit_alone_are_no_drift(entry, hub, changes):
    hub.shows(model(**changes))
    assert read(entry, day=1).recorded.unchanged == 1
    assert states() == []


def test_a_hub_that_moves_on_restates_the_open_drift(entry, hub):
    hub.shows(model(**LLAMA))
    read(entry, day=1)
    hub.shows(model(cardData={"license": "mit"}, sha="d" * 40))
    read(entry, day=2)
    drift = Drift.objects.select_related("before", "observation").get()
    assert (drift.observed, drift.observation.commit) == ("MIT", "d" * 40)
    assert drift.before is not None
    assert (drift.before.commit, drift.opened_at) == (stand_in.COMMIT, NOON + timedelta(days=1))


def test_a_contradiction_that_comes_back_is_a_new_drift(entry, hub):
    for day in (1, 2, 3, 4):
        hub.shows(model(**LLAMA) if day % 2 else model())
        read(entry, day=day)
    assert states() == ["gone", "gone"]
    hub.shows(model(**LLAMA))
    read(entry, day=5)
    assert states() == ["gone", "gone", "open"]


def test_a_hub_that_contradicts_from_the_first_reading_never_confirmed_the_record(hub, listed):
    hub.shows(model(**LLAMA))
    read(make_entry(listed, repo_id=NAME))
    assert Drift.objects.get().before is None


def test_nothing_opens_and_nothing_closes_while_the_hub_errs(entry, hub):
    hub.shows(model(**LLAMA))
    read(entry, day=1)
    rows = list(Drift.objects.values())
    for fault in (stand_in.status(503), stand_in.truncated, stand_in.body(b"<html>", "text/html")):
        hub.break_with(fault)
        with pytest.raises(HubError):
            read(entry, day=2)
    assert list(Drift.objects.values()) == rows


def test_a_review_closes_a_drift_and_answers_the_hub_until_it_says_something_new(entry, hub, listed):
    hub.shows(model(**LLAMA))
    read(entry, day=1)
    review_facts(listed, released("final-weights"), now=NOON + timedelta(days=2))
    assert states() == ["kept"]
    assert page().license == "Apache-2.0"
    hub.shows(model(**LLAMA, pipeline_tag="other"))
    read(entry, day=3)
    assert (states(), page().license) == (["kept"], "Apache-2.0")
    hub.shows(model(cardData={"license": "cc-by-nc-4.0"}))
    read(entry, day=4)
    assert states() == ["kept", "open"]
    hub.shows(model())
    read(entry, day=5)
    hub.shows(model(**LLAMA))
    read(entry, day=6)
    assert states() == ["kept", "gone", "open"]


def test_a_review_of_another_component_leaves_the_drift_open(entry, hub, listed):
    hub.shows(model(**LLAMA))
    read(entry, day=1)
    review_facts(listed, released("training-code"), now=NOON + timedelta(days=2))
    assert states() == ["open"]


def test_a_review_that_takes_the_word_of_the_hub_closes_the_drift(entry, hub, listed):
    hub.shows(model(**LLAMA))
    read(entry, day=1)
    review_facts(listed, released("final-weights", "llama-3.1-community"), now=NOON + timedelta(days=2))
    assert (states(), page().license) == (["accepted"], "llama-3.1-community")
    assert not Drift.objects.get().settles


def test_a_person_who_states_otherwise_than_the_hub_says_has_answered_it(hub, listed):
    hub.shows(model(**LLAMA))
    entry = make_entry(listed, repo_id=NAME)
    read(entry)
    Drift.objects.all().delete()
    review_facts(listed, released("final-weights", "MIT"), now=NOON + timedelta(days=1))
    assert (states(), page().license, page().drifts) == (["kept"], "MIT", ())


def test_weights_that_are_removed_from_a_public_repository_contradict_a_record_that_says_released(entry, hub):
    hub.shows(model(**NO_WEIGHTS))
    read(entry, day=1)
    drift = Drift.objects.select_related("before", "observation").get()
    assert (drift.facet, drift.recorded, drift.observed) == ("availability", "released", "withheld")
    assert drift.before is not None
    assert (drift.reason, drift.before.commit, drift.observation.commit) == (
        "weights_removed",
        stand_in.COMMIT,
        "c" * 40,
    )
    assert (weights(), page().license) == ("withheld", "Apache-2.0")
    hub.shows(model())
    read(entry, day=2)
    assert (states(), weights()) == (["gone"], "released")


def test_weights_nobody_ever_saw_on_the_hub_are_not_removed(hub, listed):
    hub.shows(model(**NO_WEIGHTS))
    entry = make_entry(listed, repo_id=NAME)
    read(entry)
    hub.shows(model(**NO_WEIGHTS, pipeline_tag="other"))
    read(entry, day=1)
    assert (states(), weights()) == ([], "released")


@pytest.mark.parametrize(
    "changes",
    [
        {"siblings": None, "safetensors": None},
        {"siblings": [{"rfilename": f"{number}.txt"} for number in range(4_000)], "safetensors": None},
        {"siblings": [{"rfilename": "checkpoint-100/model.safetensors"}], "safetensors": None},
    ],
    ids=["no list of files", "a list that is cut", "moved into the folder of a step"],
)
def test_a_list_of_files_that_does_not_say_so_removes_nothing(entry, hub, changes):
    hub.shows(model(**changes))
    read(entry, day=1)
    assert (states(), weights()) == ([], "released")


def test_weights_that_another_entry_shows_are_not_removed(entry, hub, listed):
    hub.shows(model("acme/Rocket-7B-mirror", _id="1" * 24))
    read(make_entry(listed, repo_id="acme/Rocket-7B-mirror"))
    hub.shows(model(**NO_WEIGHTS))
    read(entry, day=1)
    assert states() == []


def test_a_machine_draft_whose_weights_are_removed_claims_nothing(hub):
    entry = make_entry(make_model(PATH), repo_id=NAME)
    read(entry)
    hub.shows(model(**NO_WEIGHTS))
    read(entry, day=1)
    assert states() == []
    assert "final-weights" not in {row.fact.component for row in page().findings}


@pytest.mark.parametrize("how", ["said", "refused"])
def test_a_repository_the_hub_disabled_is_a_drift_until_it_is_enabled_again(entry, hub, how):
    if how == "said":
        hub.shows(model(disabled=True))
    else:
        hub.break_with(stand_in.status(403, {"X-Error-Message": "Access to this resource is disabled."}))
    read(entry, day=1)
    assert (states(), weights()) == (["open"], "withheld")
    assert Drift.objects.get().reason == "disabled"
    hub.mend()
    hub.shows(model())
    read(entry, day=2)
    assert (states(), weights()) == (["gone"], "released")


def test_missing_and_private_are_no_drift_and_gone_for_good_is_one(entry, hub):
    hub.models.clear()
    read(entry, day=1)
    assert (states(), weights()) == ([], "released")
    assert read(entry, day=2).recorded.drifts_opened == 1
    assert HubEntry.objects.get().state == "gone"
    drift = Drift.objects.get()
    assert (drift.reason, drift.observed) == ("repository_gone", "withheld")
    assert drift.before_id == drift.observation_id == Observation.objects.get().pk
    hub.shows(model())
    read(entry, day=4)
    assert (states(), weights()) == (["gone"], "released")


@pytest.mark.parametrize("then", ["private", "gone"])
def test_what_contradicted_the_record_counts_on_when_the_hub_shows_nothing_any_more(entry, hub, then):
    hub.shows(model(**LLAMA))
    read(entry, day=1)
    if then == "private":
        hub.shows(model(**LLAMA, private=True))
    else:
        hub.models.clear()
    for day in (2, 3):
        read(entry, day=day)
    assert page().license == "Apache-2.0 AND llama-3.1-community"
    assert "open" in states()


def test_a_gate_on_the_base_reaches_the_derivative_and_its_page_says_so(entry, hub, listed):
    child = make_model("zeta/glider")
    review_facts(child, released("final-weights"))
    link(child, PATH)
    do_jobs()
    before = page("zeta/glider")
    hub.shows(model(gated="manual", sha="d" * 40))
    read(entry, day=1)
    do_jobs()
    after = page("zeta/glider")
    base = next(row.fact for row in after.findings if row.fact.component == "base-weights")
    assert base.availability.value == "released_gated"
    assert (after.revision, after.revisions[0].cause) == (before.revision + 1, "base")
    (shown,) = after.lineage.bases
    assert [(row.facet, row.recorded, row.observed) for row in shown.drifts] == [
        ("availability", "released", "released_gated")
    ]
    assert before.etag != after.etag
    assert after.drifts == ()


def test_watchers_are_told_once_even_if_the_job_runs_twice(entry, hub, listed):
    early = User.objects.create(username="early")
    late = User.objects.create(username="late")
    left = User.objects.create(username="left", is_active=False)
    for user, day in ((early, 0), (late, 2), (left, 0)):
        Watch.objects.create(user=user, model=listed, since=NOON + timedelta(days=day))
    hub.shows(model(**LLAMA))
    read(entry, day=1)
    drift = Drift.objects.get()
    assert Job.objects.get(kind="notify").payload == {"drifts": [drift.pk]}
    do_jobs()
    watchers.tell([drift.pk], now=NOON + timedelta(days=3))
    told = Notification.objects.get()
    assert (told.user, told.key, told.target) == (early, f"drift:{drift.pk}:opened", PATH)
    assert (told.details["recorded"], told.details["observed"]) == ("Apache-2.0", "llama-3.1-community")


def test_a_model_that_nobody_watches_asks_for_no_job(entry, hub):
    hub.shows(model(**LLAMA))
    read(entry, day=1)
    assert not Job.objects.filter(kind="notify").exists()
