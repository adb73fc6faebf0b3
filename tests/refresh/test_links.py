"""The pages that evidence cites: collected, looked at one by one, their facts marked and unmarked."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from registry.hubs.fetch import Fetched, FetchError, NoSuchHost, Refused, fetch
from registry.jobs import tasks
from registry.jobs.models import Job
from registry.openness.facts import Fact, Proof
from registry.refresh import links, stale
from registry.refresh.models import LinkCheck
from registry.scorecards.models import Change, Mark, Revision, Scorecard
from tests.build import NOON, import_facts, make_entry, make_model, released, review_facts
from tests.hubs.web_stand_in import Site, page, serving

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as running:
        yield running


@pytest.fixture(autouse=True)
def only_to_the_stand_in(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it every address of the stand-in would be refused, as it should be."""
    opening = partial(fetch, site="https://registry.example", stand_ins=site.places)
    monkeypatch.setattr(links, "open_page", lambda url: opening(url))


def cited(site: Site, path: str, component: str = "final-weights", quote: str = "") -> Fact:
    return released(component, proofs=(Proof(f"{site.url}{path}", quote),))


def look(site: Site, path: str, day: int = 0) -> LinkCheck:
    """The link after a look on a day."""
    link = LinkCheck.objects.get(url=f"{site.url}{path}")
    links.check(link, now=NOON + day * DAY)
    link.refresh_from_db()
    return link


def marks() -> list[tuple[str, str]]:
    return list(Mark.objects.filter(kind="stale").order_by("pk").values_list("model__path", "component"))


def test_each_address_that_evidence_cites_is_one_row(site: Site) -> None:
    import_facts(make_model("acme/a"), cited(site, "/terms"), cited(site, "/terms", "training-code"))
    import_facts(make_model("acme/b"), cited(site, "/terms"), cited(site, "/other", "training-code"))
    assert links.collect(now=NOON) == links.Collected(new=2)
    assert links.collect(now=NOON + DAY) == links.Collected()
    row = LinkCheck.objects.get(url=f"{site.url}/terms")
    assert (row.host, row.state, row.due_at) == ("127.0.0.1", "unchecked", NOON)


def test_an_address_cited_no_more_is_left_alone_until_it_is_cited_again(site: Site) -> None:
    model = make_model()
    import_facts(model, cited(site, "/old"))
    links.collect(now=NOON)
    import_facts(model, cited(site, "/new"))
    assert links.collect(now=NOON) == links.Collected(new=1, dropped=1)
    assert LinkCheck.objects.get(url__endswith="/old").due_at is None
    import_facts(model, cited(site, "/old"))
    assert links.collect(now=NOON) == links.Collected(again=1, dropped=1)


def test_a_dead_link_marks_its_fact_and_changes_nothing_else(site: Site) -> None:
    site.pages["/terms"] = page("<title>Terms</title>You may copy it.")
    model = make_model()
    import_facts(model, cited(site, "/terms"), released("training-code"))
    links.collect(now=NOON)
    assert look(site, "/terms").state == "alive"
    before = (Scorecard.objects.get().profile_id, Revision.objects.count(), Change.objects.count())

    del site.pages["/terms"]
    assert look(site, "/terms", day=1).state == "unreachable"
    assert marks() == []
    assert look(site, "/terms", day=2).state == "gone"
    assert marks() == [("acme/rocket-7b", "final-weights")]
    details = Mark.objects.get().details["links"]
    assert details == [{"url": f"{site.url}/terms", "why": "gone", "status": 404, "checked_on": "2026-11-03"}]
    assert (Scorecard.objects.get().profile_id, Revision.objects.count(), Change.objects.count()) == before

    site.pages["/terms"] = page("<title>Terms</title>You may copy it.")
    assert look(site, "/terms", day=9).state == "alive"
    assert marks() == []


def test_marking_twice_writes_once(site: Site) -> None:
    import_facts(make_model(), cited(site, "/gone"))
    links.collect(now=NOON)
    look(site, "/gone"), look(site, "/gone", day=1)
    since = Mark.objects.get().since
    assert stale.restate(now=NOON + 5 * DAY) == 0
    assert Mark.objects.get().since == since


def test_a_replaced_citation_takes_the_mark_away(site: Site) -> None:
    model = make_model()
    import_facts(model, cited(site, "/gone"))
    links.collect(now=NOON)
    look(site, "/gone"), look(site, "/gone", day=1)
    assert marks()
    import_facts(model, cited(site, "/found"))
    stale.restate(now=NOON + 2 * DAY)
    assert marks() == []


def test_what_an_import_cites_does_not_matter_where_people_have_reviewed(site: Site) -> None:
    model = make_model()
    import_facts(model, cited(site, "/gone"), cited(site, "/gone", "training-code"))
    review_facts(model, cited(site, "/alive"))
    site.pages["/alive"] = page("alive")
    links.collect(now=NOON)
    for day in (0, 1):
        look(site, "/gone", day)
        look(site, "/alive", day)
    assert marks() == [("acme/rocket-7b", "training-code")]


def test_one_dead_link_marks_every_model_that_cites_it_in_few_queries(
    site: Site, django_assert_max_num_queries: object
) -> None:
    for number in range(30):
        import_facts(make_model(f"acme/m{number:02}"), cited(site, "/gone"))
    links.collect(now=NOON)
    look(site, "/gone")
    link = LinkCheck.objects.get()
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        links.check(link, now=NOON + DAY)
    assert len(marks()) == 30


def test_a_quote_that_a_page_has_lost_marks_the_fact_that_quotes_it_alone(site: Site) -> None:
    site.pages["/terms"] = page("You may copy it. You may change it.")
    import_facts(make_model("acme/a"), cited(site, "/terms", quote="may copy it"))
    import_facts(make_model("acme/b"), cited(site, "/terms", quote="may change it"))
    links.collect(now=NOON)
    assert look(site, "/terms").quote_found is True
    site.pages["/terms"] = page("You may change it.")
    link = look(site, "/terms", day=30)
    assert (link.state, link.quote_found) == ("changed", False)
    assert marks() == [("acme/a", "final-weights")]
    assert Mark.objects.get().reason == "quote_lost"
    site.pages["/terms"] = page("down", status=503)
    look(site, "/terms", day=60)
    stale.restate(now=NOON + 61 * DAY)
    assert marks() == [("acme/a", "final-weights")]  # an outage proves nothing either way


LICENSED = '<a rel="license" href="https://creativecommons.org/licenses/{}/4.0/">license</a> You may copy it.'


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        (LICENSED.format("by"), "CC-BY-4.0"),
        (LICENSED.format("by-sa"), "CC-BY-SA-4.0"),
        (LICENSED.format("by-nc"), ""),
        (LICENSED.format("by-nc-nd"), ""),
        ('<a rel="license" href="https://evil.example/by/4.0/"></a>You may copy it.', ""),
        ("You may copy it.", ""),
    ],
)
def test_a_passage_is_kept_only_where_the_license_of_the_page_allows_it(
    site: Site, body: str, kept: str
) -> None:
    site.pages["/terms"] = page(f"<title>Terms</title>{body}")
    import_facts(make_model(), cited(site, "/terms", quote="may copy it"))
    links.collect(now=NOON)
    link = look(site, "/terms")
    assert (link.title, len(link.first_text)) == ("Terms", 64)
    assert link.passage_license == kept
    assert ("may copy it" in link.passage) is bool(kept)


def test_the_passage_outlives_the_page(site: Site) -> None:
    site.pages["/terms"] = page(LICENSED.format("by"))
    import_facts(make_model(), cited(site, "/terms", quote="may copy it"))
    links.collect(now=NOON)
    look(site, "/terms")
    del site.pages["/terms"]
    for day in (1, 2):
        link = look(site, "/terms", day)
    assert (link.state, "may copy it" in link.passage) == ("gone", True)


def test_nobody_looks_at_a_link_that_somebody_else_looks_at(site: Site) -> None:
    import_facts(make_model(), cited(site, "/terms"))
    links.collect(now=NOON)
    first, second = LinkCheck.objects.get(), LinkCheck.objects.get()
    assert links.check(first, now=NOON) is not None
    assert links.check(second, now=NOON) is None
    assert site.paths() == ["/terms"]


@pytest.mark.parametrize("answer", ["x" * 3, "\x00\x1b[0m", "<script>alert(1)</script>", "﷽" * 1000])
def test_whatever_a_page_says_can_be_kept(site: Site, answer: str) -> None:
    site.pages["/terms"] = page(f"<title>{answer}</title>{answer}")
    import_facts(make_model(), cited(site, "/terms", quote="x"))
    links.collect(now=NOON)
    assert look(site, "/terms").state == "alive"


# By the clock, and by hand.


def test_nothing_is_fetched_unasked(site: Site, settings: Any) -> None:
    settings.CHECK_LINKS = False
    import_facts(make_model(), cited(site, "/terms"))
    tasks.work(Job.objects.create(kind="links", key="slot:links:1").pk)
    assert LinkCheck.objects.get().state == "unchecked"
    assert not Job.objects.filter(kind="check-links").exists()
    job = Job.objects.create(kind="check-links", key="links:127.0.0.1", payload={"host": "127.0.0.1"})
    tasks.work(job.pk)
    assert site.asked == []


def test_a_worker_takes_one_address_of_a_host_and_waits_before_the_next(site: Site, settings: Any) -> None:
    settings.CHECK_LINKS = True
    site.pages["/busy"] = page("", status=429, headers={"Retry-After": "300"})
    import_facts(make_model(), cited(site, "/busy"), cited(site, "/terms", "training-code"))
    LinkCheck.objects.all().delete()
    tasks.work(Job.objects.create(kind="links", key="slot:links:1").pk)
    job = Job.objects.get(kind="check-links")
    assert (job.key, job.queue) == ("links:127.0.0.1", "fetch")
    LinkCheck.objects.filter(url__endswith="/busy").update(due_at=NOON - DAY)

    tasks.work(job.pk)
    assert site.paths() == ["/busy"]
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("waiting", 0)
    assert job.run_after - timezone.now() > timedelta(seconds=280)

    tasks.work(Job.objects.create(kind="links", key="slot:links:2").pk)
    assert Job.objects.filter(kind="check-links").get().run_after == job.run_after  # the wait is honored

    Job.objects.update(run_after=NOON)
    tasks.work(job.pk)
    job.refresh_from_db()
    assert (site.paths(), job.state) == (["/busy", "/terms"], "done")


def test_by_hand_all_that_is_due_is_looked_at_and_summed_up(site: Site) -> None:
    site.pages["/a"] = page("fine")
    import_facts(make_model(), cited(site, "/a"), cited(site, "/missing", "training-code"))
    make_entry(make_model("acme/b"))
    said = command("check", "--limit", "1")
    assert "2 new" in said
    assert "1 checked: 1 alive" in said
    assert site.paths() == ["/a"]
    listed = command("list", "--state", "alive")
    assert f"alive  {site.url}/a  status 200" in listed
    assert command("list", "--state", "gone").strip() == "0 links"


def test_from_host_to_host_there_is_no_waiting_and_at_one_host_there_is(site: Site) -> None:
    for path in ("/1", "/2"):
        site.pages[path] = page("fine")
    import_facts(make_model(), cited(site, "/1"), cited(site, "/2", "training-code"))
    links.collect(now=timezone.now())
    LinkCheck.objects.filter(url__endswith="/2").update(host="other.example")
    pauses: list[float] = []
    assert len(list(links.round_of(pause=pauses.append))) == 2
    assert pauses == []


def test_an_address_that_leads_inside_is_refused_and_marks_nothing(
    monkeypatch: pytest.MonkeyPatch, site: Site
) -> None:
    monkeypatch.setattr(links, "open_page", partial(fetch, site="https://registry.example"))
    fact = replace(cited(site, "/terms"), proofs=(Proof("http://169.254.169.254/latest/meta-data/"),))
    import_facts(make_model(), fact)
    links.collect(now=NOON)
    link = LinkCheck.objects.get()
    for day in range(5):
        links.check(link, now=NOON + day * DAY)
        link.refresh_from_db()
    assert (link.state, link.reason) == ("refused", "The host lies in a network that is not public.")
    assert marks() == []


def command(*arguments: str) -> str:
    out = StringIO()
    call_command("links", *arguments, stdout=out)
    return out.getvalue()


def test_while_no_name_can_be_looked_up_no_host_is_gone() -> None:
    """A machine without network, or behind a portal, may be told that no name exists."""
    import_facts(make_model("acme/a"), released("final-weights", proofs=(Proof("https://gone.example/"),)))
    import_facts(make_model("acme/b"), released("final-weights", proofs=(Proof("https://alive.example/"),)))
    links.collect(now=NOON)
    online = True

    def opening(url: str) -> Fetched:
        if online and "alive" in url:
            return Fetched(url, url, 200, "text/html", text="fine", digest="d")
        raise NoSuchHost("The name of the host does not exist.")

    def states(day: int) -> list[str]:
        for link in LinkCheck.objects.order_by("pk"):
            links.check(link, now=NOON + day * DAY, opening=opening)
        return list(LinkCheck.objects.order_by("url").values_list("state", flat=True))

    assert states(0) == ["alive", "unreachable"]
    online = False
    for day in range(1, 9):
        assert states(day) == ["unreachable", "unreachable"]
    assert set(LinkCheck.objects.values_list("reason", flat=True)) == {links.NO_NAMES}
    online = True
    states(9)
    assert states(10) == ["alive", "gone"]  # the first day and these two


def test_an_opening_can_be_given() -> None:
    import_facts(make_model(), released("final-weights"))
    links.collect(now=NOON)

    def refuse(url: str) -> Fetched:
        raise Refused("No.")

    checked = links.check(LinkCheck.objects.get(), now=NOON, opening=refuse)
    assert checked is not None
    assert checked.state == "refused"
    assert issubclass(Refused, FetchError)
