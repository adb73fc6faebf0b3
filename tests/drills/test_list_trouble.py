"""The same moods amid a pass over the list: it waits, reads on where it was, and nothing has vanished."""

import pytest
from django.utils import timezone

from registry.catalog.models import HubEntry
from registry.jobs import tasks
from registry.jobs.models import Job
from registry.jobs.queue import enqueue
from registry.refresh import crawl
from registry.refresh.models import Crawl, HubState
from registry.scorecards.models import Observation
from tests.drills import mirror
from tests.drills.moods import TROUBLE, impatience, time_passes
from tests.hubs import stand_in
from tests.hubs.stand_in import Fault, Handler, Hub

MODELS = 2 * mirror.A_PAGE
PAGES = 3
A_LIST = "JSON about something else"  # which for a list would be a page of odd items
MOODS: dict[str, Fault] = {name: fault for name, (fault, _) in TROUBLE.items() if name != A_LIST} | {
    "JSON that is no list": stand_in.body(b'{"error": "Internal error"}'),
    "a list that breaks off": stand_in.body(
        b'[{"_id": "000000000000000000000001", "id": "acme-0/model-0000"}, {"_id"'
    ),
    "an empty page that leads on": stand_in.body(
        b"[]", headers={"Link": '</api/models?cursor=WyIyMDI1IiwgIjEiXQ%3D%3D>; rel="next"'}
    ),
}


@pytest.fixture(autouse=True)
def following(settings) -> None:
    settings.CRAWL = ["huggingface"]


@pytest.fixture
def full_hub(hub: Hub) -> Hub:
    mirror.fill(hub, MODELS)
    return hub


@pytest.mark.parametrize("mood", MOODS)
def test_a_sweep_waits_for_a_hub_in_trouble_and_reads_on_where_it_was(mood, full_hub):
    crawl.step(crawl.begin("huggingface", "sweep", now=timezone.now()), now=timezone.now())
    before = kept()
    full_hub.break_with(MOODS[mood], on="list")
    with impatience():
        assert swept().state == "waiting"
    assert (kept(), Job.objects.get().attempts) == (before, 0)
    full_hub.mend()
    time_passes()
    assert swept().state == "done"
    over = Crawl.objects.get()
    assert (over.state, over.pages, over.seen, over.new) == ("complete", PAGES, MODELS + 1, MODELS)
    assert sum("cursor=" not in path for path in full_hub.paths()) == 1, (
        "nothing was read from the start again"
    )
    mirror.assert_mirrors(full_hub)


@pytest.mark.parametrize("good", [0, 1])
def test_a_token_that_is_refused_amid_a_sweep_makes_no_model_vanish(good, full_hub, settings):
    settings.HF_TOKEN = full_hub.token = "hf_good"
    assert swept().state == "done"
    before = kept()
    full_hub.break_with(refused_after(good), on="list")
    assert swept().state == "waiting"
    assert HubState.objects.get().state == "unauthorized"
    asked = len(full_hub.asked)
    Job.objects.update(run_after=timezone.now())
    assert swept().state == "waiting"
    assert (len(full_hub.asked), kept()["entries"]) == (asked, before["entries"]), "nobody asks meanwhile"
    full_hub.mend()
    time_passes()
    assert swept().state == "done"
    assert HubState.objects.get().state == "ok"
    assert {one.state for one in Crawl.objects.all()} == {"complete"}
    mirror.assert_mirrors(full_hub)


@pytest.mark.parametrize("left", [0, mirror.A_PAGE])
def test_a_list_that_is_suddenly_short_makes_no_model_vanish(left, full_hub):
    assert swept().state == "done"
    before = kept()["entries"]
    everything = dict(full_hub.models)
    for name in list(everything)[left:]:
        del full_hub.models[name]
    assert swept().state == "done"
    second = Crawl.objects.order_by("number").last()
    assert second.state == "failed"
    assert "nothing is taken for gone" in second.error
    assert second.error == HubState.objects.get().warning
    assert kept()["entries"] == before
    full_hub.models.update(everything)
    assert swept().state == "done"
    assert HubState.objects.get().warning == ""
    mirror.assert_mirrors(full_hub)


def swept() -> Job:
    """The job of the sweep, once it has worked as long as it could."""
    job = enqueue("crawl", "crawl:huggingface:sweep", {"hub": "huggingface", "kind": "sweep"}, queue="bulk")
    while job.state == "waiting":
        attempts = job.token
        tasks.work(job.pk)
        job.refresh_from_db()
        if job.token == attempts or job.error:
            break
    return job


def kept() -> dict[str, object]:
    """Of the hub, and how far the last pass has come; not when it was looked at."""
    passing = {"seen_in", "checked_at"}
    rows = HubEntry.objects.order_by("pk").values()
    last = Crawl.objects.order_by("number").last()
    return {
        "entries": [{name: value for name, value in row.items() if name not in passing} for row in rows],
        "said": list(Observation.objects.order_by("pk").values()),
        "pass": last and (last.number, last.state, last.cursor, last.pages, last.seen),
    }


def refused_after(pages: int) -> Fault:
    """So many good answers, then none any more."""
    good = iter(range(pages))

    def answer(handler: Handler) -> None:
        message = "Invalid credentials in Authorization header"
        if next(good, None) is None:
            handler.problem(401, message, {"X-Error-Message": message})
        else:
            handler.serve()

    return answer
