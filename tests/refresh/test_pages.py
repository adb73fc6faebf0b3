"""A page of what a hub lists, written at once: the same rows as one by one, and nothing twice."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from registry.catalog import lineage_pages
from registry.catalog.hub_entries import by_key, by_name
from registry.catalog.models import AIModel, BaseLink, DatasetUse, EntryEvent, HubEntry
from registry.hubs import huggingface_info
from registry.hubs.model_card import Card
from registry.hubs.snapshot import Snapshot
from registry.openness import inputs
from registry.refresh.drafts import take_in
from registry.refresh.pages import PageResult, write_page
from registry.scorecards import adoption, layers
from registry.scorecards.models import Change, Drift, Observation, Profile, Revision, Scorecard, Verdict
from registry.scorecards.queries import scorecard_page
from tests.build import NOON, do_jobs, import_facts, make_entry, make_model, released
from tests.hubs.stand_in import model

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
HISTORY = (Scorecard, Observation, Revision, Verdict, Profile, Change, EntryEvent, BaseLink, DatasetUse)


def shown(repo_id: str, *, key: str = "", at: datetime = NOON, **changes: Any) -> Snapshot:
    """What a list shows of one repository; say only what differs."""
    info = model(repo_id, _id=key or repo_id.encode().hex()[:24], **changes)
    return huggingface_info.snapshot(info, Card(), endpoint="https://huggingface.co", at=at)


def made_from(*names: str, relation: str = "finetune", **card: Any) -> dict[str, Any]:
    tags = [f"base_model:{name}" for name in names]
    tags += [f"base_model:{relation}:{name}" for name in names]
    return {"tags": tags, "cardData": {"license": "mit", "base_model": list(names), **card}}


def page(*seen: Snapshot, sweep: int = 1, now: datetime = NOON) -> PageResult:
    with transaction.atomic():
        return write_page(seen, sweep=sweep, now=now)


def one_by_one(*seen: Snapshot) -> None:
    for one in seen:
        with transaction.atomic():
            take_in(one, now=NOON)


def everything() -> dict[str, list[Any]]:
    """All that stands here, without the numbers of the rows."""
    return {
        "models": rows(AIModel, "path", "name", "organization__slug", "organization__name", "modality"),
        "entries": rows(
            HubEntry,
            *("hub", "repo_id", "hub_key", "model__path", "state", "commit", "downloads", "likes", "weights"),
            *("hub_modified_at", "checked_at", "failed_at", "failure", "missing_since", "card_commit"),
        ),
        "links": rows(
            BaseLink, "child__path", "parent_path", "parent__path", "relation", "source", "closes_cycle"
        ),
        "uses": rows(DatasetUse, "model__path", "dataset_path", "dataset__path", "stage", "source"),
        "said": rows(Observation, "entry__repo_id", "sequence", "commit", "fetched_at", "digest", "said"),
        "scorecards": rows(Scorecard, "model__path", "profile__key", "state", "license", "first_at"),
        "events": rows(EntryEvent, "entry__repo_id", "kind", "before", "after", "commit"),
        "order": list(Scorecard.objects.order_by("-rank").values_list("model__path", flat=True)),
    }


def rows(table: Any, *names: str) -> list[Any]:
    return sorted(table.objects.values_list(*names), key=repr)


PAGES: dict[str, Sequence[Snapshot]] = {
    "plain": [shown("acme/One"), shown("acme/Two", gated="auto"), shown("gpt2", downloads=7)],
    "a base above its derivatives": [
        shown("acme/base", cardData={"license": "gemma"}),
        shown("b/tuned", **made_from("acme/base")),
        shown("c/quantized", **made_from("b/tuned", relation="quantized")),
    ],
    "a base below its derivatives": [
        shown("c/quantized", **made_from("b/tuned", relation="quantized")),
        shown("b/tuned", **made_from("acme/base", "not/listed")),
        shown("acme/base", cardData={"license": "gemma"}),
    ],
    "a circle of three": [
        shown("a/a", **made_from("c/c")),
        shown("b/b", **made_from("a/a")),
        shown("c/c", **made_from("b/b")),
    ],
    "a circle closed from above": [
        shown("c/c", **made_from("b/b")),
        shown("b/b", **made_from("a/a", "c/c")),
        shown("a/a", **made_from("c/c", "a/a")),
    ],
    "named twice": [shown("a/Twice", **made_from("A/Base", "a/base")), shown("a/base")],
    "datasets": [
        shown("a/trained", cardData={"datasets": ["a/Data", "a/data", "my notes"]}),
        shown("a/other", cardData={"datasets": "a/data"}, tags=["dataset:a/data"]),
    ],
    "withdrawn": [shown("a/off", disabled=True), shown("a/secret", private=True, key="f" * 24)],
    "nothing to read": [shown("a/bare", siblings=[], safetensors=None, cardData=None, tags=[], sha="odd")],
    "no files named": [shown("a/unlisted", siblings=None, safetensors=None)],
}


@pytest.mark.parametrize("case", PAGES)
@pytest.mark.parametrize("listed_before", [False, True], ids=["empty", "some listed"])
def test_a_page_writes_what_one_by_one_would(case, listed_before):
    """Secrets of our own token are no models; single drafts refuse them before this road begins."""
    before = [shown("z/waiting", **made_from("acme/base", "a/a", "z/waiting")), shown("a/base", key="9" * 24)]
    seen = [one for one in PAGES[case] if not one.private]
    wanted = _written(lambda: (one_by_one(*before) if listed_before else None, one_by_one(*seen)))
    found = _written(lambda: (one_by_one(*before) if listed_before else None, page(*PAGES[case])))
    for table, expected in wanted.items():
        assert found[table] == expected, table


@pytest.mark.parametrize("case", PAGES)
def test_after_a_page_and_its_waves_every_scorecard_says_what_its_layers_say(case):
    page(shown("z/waiting", **made_from("acme/base", "a/a")), shown("y/waiting", **made_from("z/waiting")))
    page(*PAGES[case])
    do_jobs()
    long_way()


def test_a_base_that_thousands_waited_for_is_connected_by_jobs(monkeypatch):
    children = [shown(f"b/child-{number}", **made_from("acme/base")) for number in range(7)]
    page(*children, shown("c/grandchild", **made_from("b/child-3")))
    do_jobs()
    monkeypatch.setattr(lineage_pages, "MOST_WAITING", 2)
    monkeypatch.setattr(adoption, "MOST", 2)
    page(shown("acme/base", **made_from("b/child-6"), gated="manual"))
    waiting = BaseLink.objects.filter(parent__isnull=True)
    assert waiting.count() == 5
    do_jobs()
    assert not waiting.exists()
    assert list(BaseLink.objects.filter(closes_cycle=True).values_list("child__path", flat=True)) == [
        "b/child-6"
    ]
    long_way()


def long_way() -> None:
    """What was remembered or skipped on the way is worked out anew."""
    said = layers.load(list(AIModel.objects.values_list("pk", flat=True)))
    cards = Scorecard.objects.values_list("pk", "profile__key", "license")
    assert len(cards) == len(said)
    for model_id, key, license in cards:
        facts = said[model_id].effective()
        weights = facts.components.get(("final-weights", ""))
        assert (key, license) == (inputs.key(facts), weights.license if weights else "")


def _written(work: Any) -> dict[str, list[Any]]:
    """What stands here once this and the jobs it asked for are done; undone again."""
    with transaction.atomic():
        work()
        do_jobs()
        found = everything()
        transaction.set_rollback(True)
    return found


def again(seen: Snapshot, *, days: int = 1, **changes: Any) -> Snapshot:
    """What the hub shows some days later."""
    later = NOON + timedelta(days=days)
    return replace(seen, fetched_at=later.isoformat(), **changes)


def history() -> dict[str, list[Any]]:
    return {table.__name__: list(table.objects.order_by("pk").values()) for table in HISTORY}


def events() -> list[tuple[str, str, str]]:
    return list(EntryEvent.objects.order_by("pk").values_list("kind", "before", "after"))


def test_a_second_look_at_the_same_writes_no_history():
    seen = [*PAGES["a base below its derivatives"], *PAGES["datasets"], *PAGES["withdrawn"][:1]]
    assert page(*seen).new == 6
    do_jobs()
    before = history()
    result = page(*(again(one, likes=1, commit="a" * 40) for one in seen), sweep=2, now=NOON + DAY)
    assert (result.new, result.changed, result.unchanged) == (0, 0, 6)
    assert do_jobs() == 0
    assert history() == before
    kept = HubEntry.objects.values_list("likes", "commit", "seen_in", "checked_at")
    assert set(kept) == {(1, "a" * 40, 2, NOON + DAY)}


def test_downloads_move_models_in_lists_and_make_no_history():
    one, two = shown("a/one", downloads=1), shown("a/two", downloads=2)
    page(one, two)
    before = history()
    page(again(one, downloads=3), again(two), now=NOON + DAY)
    after = history()
    assert list(Scorecard.objects.order_by("-rank").values_list("model__path", flat=True)) == [
        "a/one",
        "a/two",
    ]
    assert {name: after[name] for name in after if name != "Scorecard"} == {
        name: before[name] for name in before if name != "Scorecard"
    }


def test_questions_to_the_database_do_not_grow_with_the_page():
    page(shown("a/first", **BASED))
    counts = set()
    for number, size in enumerate((5, 50)):
        names = [f"org{number}/model-{place}" for place in range(size)]
        first = [shown(name, key=f"{number}{place:023x}", **BASED) for place, name in enumerate(names)]
        counts.add((asked(first), asked([again(one, downloads=7) for one in first])))
    (asked_new, asked_known), *others = counts
    assert not others
    assert asked_new <= 30
    assert asked_known <= 8


@pytest.mark.skipif(connection.vendor != "sqlite", reason="other planners look at the size of the table")
def test_entries_are_found_by_an_index_and_not_among_all_of_a_hub():
    assert "hub_key=?" in by_key("huggingface", ["1", "2"]).values("pk").explain()
    assert "<expr>=?" in by_name("huggingface", ["a/one"]).values("pk").explain()


BASED = made_from("big/base", datasets=["big/data"])


def asked(seen: Sequence[Snapshot]) -> int:
    """How many questions a page asks; statements that write take many rows each (catalog/tables.py)."""
    with CaptureQueriesContext(connection) as queries:
        page(*seen, now=NOON + DAY)
    return sum(query["sql"].startswith("SELECT") for query in queries)


def test_a_license_that_changes_on_the_hub_moves_the_draft_with_one_revision():
    one = shown("a/one")
    page(one)
    assert not Revision.objects.exists()
    result = page(again(one, license="llama3.1"), now=NOON + DAY)
    assert result.changed == 1
    found = scorecard_page("a/one")
    assert found is not None
    assert (found.license, found.revision, found.state) == ("llama-3.1-community", 1, "draft")
    assert Observation.objects.count() == 2


def test_a_hub_that_contradicts_an_import_opens_a_drift():
    listed = make_model("acme/rocket-7b")
    import_facts(listed, released("final-weights", "Apache-2.0"))
    make_entry(listed, repo_id="acme/Rocket-7B")
    assert page(shown("acme/Rocket-7B")).changed == 1
    page(again(shown("acme/Rocket-7B"), license="mit"), now=NOON + DAY)
    assert Drift.objects.filter(state="open").count() == 1


def test_links_follow_a_card_that_names_another_base():
    page(shown("a/base"), shown("b/base", cardData={"license": "gemma"}), shown("c/c", **made_from("a/base")))
    page(again(shown("c/c", **made_from("b/base"))), now=NOON + DAY)
    assert list(BaseLink.objects.values_list("child__path", "parent__path")) == [("c/c", "b/base")]


def test_a_renamed_repository_keeps_its_history_and_its_old_path_leads_to_it():
    one = shown("acme/One", key="1" * 24)
    page(one, shown("acme/Other"))
    page(again(one, repo_id="newco/One"), again(shown("acme/Other")), sweep=2, now=NOON + DAY)
    moved = AIModel.objects.get(path="newco/one")
    assert list(moved.aliases.values_list("path", flat=True)) == ["acme/one"]
    assert events() == [("renamed", "acme/One", "newco/One")]
    assert Observation.objects.filter(entry__model=moved).count() == 1
    assert HubEntry.objects.get(model=moved).seen_in == 2


def test_two_repositories_that_swap_their_names_never_swap_their_ratings():
    one, two = shown("a/one", key="1" * 24), shown("a/two", key="2" * 24, cardData={"license": "mit"})
    page(one, two)
    swapped = [again(one, repo_id="a/two"), again(two, repo_id="a/one")]
    page(*swapped, now=NOON + DAY)
    page(*(again(one, days=2) for one in swapped), now=NOON + 2 * DAY)
    licenses = dict(Scorecard.objects.values_list("model__hub_entries__hub_key", "license"))
    assert licenses == {"1" * 24: "Apache-2.0", "2" * 24: "MIT"}


def test_another_repository_at_a_path_is_set_aside_and_told_once():
    page(shown("a/one", key="1" * 24))
    before = history()
    for day in (1, 2):
        newcomer = again(shown("a/one", key="2" * 24, cardData={"license": "mit"}), days=day)
        (apart,) = page(newcomer, now=NOON + day * DAY).apart
        assert (apart.key, apart.repo_id) == ("2" * 24, "a/one")
        assert "Another repository" in apart.reason
    assert events() == [("replaced", "1" * 24, "2" * 24)]
    assert history() | {"EntryEvent": []} == before
    entry = HubEntry.objects.get()
    assert (entry.hub_key, entry.missing_since) == ("1" * 24, (NOON + DAY).date())


def test_a_newcomer_at_an_earlier_name_of_another_model_is_set_aside():
    one = shown("a/one", key="1" * 24)
    page(one)
    moved = again(one, repo_id="a/moved")
    (apart,) = page(moved, again(shown("a/one", key="2" * 24)), now=NOON + DAY).apart
    assert apart.key == "2" * 24
    (apart,) = page(again(shown("a/one", key="2" * 24), days=2), now=NOON + 2 * DAY).apart
    assert "earlier name" in apart.reason
    assert [kind for kind, _, _ in events()] == ["renamed"]


def test_a_model_whose_repository_is_elsewhere_takes_in_no_stranger():
    """The model stayed at its path when its repository moved, since the new path was taken."""
    one, two = shown("a/one", key="1" * 24), shown("a/two", key="2" * 24)
    page(one, two)
    page(again(two, repo_id="b/two"), now=NOON + DAY)  # frees a/two, which stays an alias
    AIModel.objects.filter(path="b/two").update(path="b/elsewhere")
    stranger = again(shown("b/elsewhere", key="3" * 24), days=2)
    (apart,) = page(stranger, now=NOON + 2 * DAY).apart
    assert "another id" in apart.reason
    with transaction.atomic():
        assert "another id" in take_in(stranger, now=NOON + 2 * DAY).trouble
    assert HubEntry.objects.count() == 2


def test_a_listed_model_without_a_hub_is_read_where_the_hub_has_its_path():
    listed = make_model("acme/rocket-7b")
    import_facts(listed, released("training-code"))
    assert page(shown("acme/Rocket-7B")).new == 1
    assert HubEntry.objects.get().model == listed
    assert Scorecard.objects.get().state == "imported"


def test_an_older_answer_never_overwrites_a_newer_one():
    one = shown("a/one", lastModified="2026-10-01T00:00:00.000Z")
    page(again(one, license="mit"), now=NOON + DAY)
    before = history()
    assert page(one, sweep=2, now=NOON).older == 1
    result = page(again(one, days=2, modified_at="2026-09-01T00:00:00+00:00"), now=NOON + 2 * DAY)
    assert result.older == 1
    assert history() == before
    assert HubEntry.objects.get().seen_in == 2  # it is there all the same


def test_a_page_that_repeats_a_repository_counts_its_last_word():
    one = shown("a/one")
    newer = replace(one, modified_at="2026-10-09T00:00:00+00:00", license="mit")
    assert page(newer, one).new == 1
    assert Scorecard.objects.get().license == "MIT"


def test_a_list_never_takes_back_what_the_card_said_at_the_same_commit():
    """The card was read and has marks and a license that the hub's list does not show."""
    one = shown("a/one", cardData=None, tags=[])
    read = replace(one, license="mit", marks=("card-duplicate-keys",), card_commit=one.commit)
    page(read)
    before = history()
    assert page(again(one), now=NOON + DAY).unchanged == 1
    assert history() == before
    page(again(one, days=2, commit="b" * 40), now=NOON + 2 * DAY)
    assert Scorecard.objects.get().license == "NOASSERTION"


WHAT_HAPPENS: dict[str, tuple[dict[str, Any], dict[str, Any], list[str]]] = {
    "gated": ({}, {"gated": "manual"}, ["gated"]),
    "ungated": ({"gated": "auto"}, {}, ["ungated"]),
    "disabled": ({}, {"disabled": True}, ["disabled"]),
    "enabled": ({"disabled": True}, {}, ["disabled", "enabled"]),
    "private": ({}, {"private": True}, ["private"]),
    "weights removed": ({}, {"files": (("readme", "README.md"),), "parameters": 0}, ["weights_removed"]),
    "weights added": ({"files": (("readme", "README.md"),), "parameters": 0}, {}, ["weights_returned"]),
    "no list of files": ({}, {"files": (), "file_count": 0, "parameters": 0}, []),
    "more downloads": ({}, {"downloads": 9, "likes": 9}, []),
}


@pytest.mark.parametrize("case", WHAT_HAPPENS)
def test_what_happens_to_a_repository_is_told_once_with_its_day_on_either_road(case):
    before, after, kinds = WHAT_HAPPENS[case]
    base = replace(shown("a/one"), file_count=4)

    def on_page() -> None:
        page(replace(base, **before))
        for day in (1, 2):
            page(again(replace(base, **after), days=day), now=NOON + day * DAY)

    def alone() -> None:
        with transaction.atomic():
            take_in(replace(base, **before), now=NOON)
        for day in (1, 2):
            with transaction.atomic():
                take_in(again(replace(base, **after), days=day), now=NOON + day * DAY)

    wanted, found = _written(alone), _written(on_page)
    assert [kind for _, kind, _, _, _ in wanted["events"]] == kinds
    assert found == wanted


def test_a_repository_that_returns_says_so_and_supports_its_facts_again():
    one = shown("a/one")
    page(one)
    HubEntry.objects.update(state="gone", missing_since=NOON.date())
    page(again(one), now=NOON + DAY)
    assert events() == [("returned", "not shown since 2026-11-01", "")]
    entry = HubEntry.objects.get()
    assert (entry.state, entry.missing_since) == ("public", None)


def test_a_hostile_page_is_written_inert():
    parents = [f"evil/parent-{number}" for number in range(1000)]
    result = page(
        shown("evil/many", cardData={"base_model": parents}, tags=[f"base_model:{name}" for name in parents]),
        shown("evil/self", **made_from("evil/self")),
        shown(
            "evil/texts", cardData={"license": "\x00\ud800<script>", "license_link": "javascript:alert(1)"}
        ),
        shown("evil/tags", tags=["\ud800", "x" * 10_000] * 100, pipeline_tag=["a"], library_name={}),
    )
    assert (result.new, result.apart) == (4, ())
    assert BaseLink.objects.filter(child__path="evil/many").count() == 100
    assert BaseLink.objects.get(child__path="evil/self").closes_cycle
    assert "\x00" not in str(list(Observation.objects.values_list("said", flat=True)))


def test_more_than_a_page_is_refused():
    with pytest.raises(ValueError, match="at most 1000"):
        page(*[shown("a/one")] * 1001)
