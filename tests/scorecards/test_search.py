"""Searching by any part of a name: the same models on every database, whatever is typed."""

import pytest

from registry.catalog import search_docs
from registry.catalog.models import AIModel, Alias, SearchDoc
from registry.scorecards.downloads import refresh_counts
from registry.scorecards.queries import Filters, model_list
from tests.build import import_facts, make_entry, make_model, released, see

pytestmark = pytest.mark.django_db

NAMES = {
    "acme/rocket-7b-instruct": "Rocket 7B Instruct",
    "acme/rocket_mini": "Rocket_mini",
    "zeta-labs/glider-100pct": "Glider 100%",
    "zeta-labs/ünïcode-größe": "Ünïcode Größe",
    "zeta-labs/quote": "Quote \"it\" 'so'",
    "~no-hub/llm-1": "語言模型 LLM",
}


@pytest.fixture(autouse=True)
def listed() -> None:
    for path, name in NAMES.items():
        import_facts(make_model(path, name=name), released("final-weights"))


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "rocket",
            "ROCKET",
            "ock",
            "ro",
            "t",
            "7b",
            "7b instruct",
            "instruct rocket",
            "rocket zeta",
            "acme",
        ),
        *(
            "zeta-labs",
            "Zeta",
            "100%",
            "%",
            "_",
            "t_m",
            "-7",
            '"it"',
            '"',
            "'so'",
            "'; DROP TABLE x; --",
            "\\",
        ),
        *(
            "größe",
            "GRÖSSE",
            "ünïcode",
            "unicode",
            "語言",
            "語言模型",
            "llm",
            "no-hub",
            "absent",
            "zq",
            "*",
            "(",
            "AND",
        ),
        *(
            "rock OR glid",
            "rocket*",
            "NEAR(rocket)",
            "text:rocket",
            "^rocket",
            "🚀",
            "l",
            "acme/rocket-7b",
            "\u00a0",
        ),
    ],
)
def test_a_search_finds_every_name_that_holds_all_its_words(typed):
    words = search_docs.fold(typed).split()
    texts = {
        path: [path, search_docs.fold(name), path.partition("/")[0].strip("~")]
        for path, name in NAMES.items()
    }
    expected = {path for path, names in texts.items() if all(any(w in name for name in names) for w in words)}
    page = model_list(Filters(q=typed), counted=True)
    assert {row.path for row in page.rows} == expected
    assert page.total == len(expected)


def test_earlier_paths_are_found_and_a_rename_is_at_once():
    model = AIModel.objects.get(path="acme/rocket_mini")
    Alias.objects.create(path="acme/first-try", model=model)
    AIModel.objects.filter(pk=model.pk).update(path="acme/booster", name="Booster")
    search_docs.keep([model.pk])
    for typed in ("first-try", "booster"):
        assert [row.path for row in model_list(Filters(q=typed)).rows] == ["acme/booster"]
    assert model_list(Filters(q="rocket_mini")).rows == ()


def test_names_nobody_has_written_down_are_completed():
    SearchDoc.objects.all().delete()
    assert model_list(Filters(q="rocket")).total == 0
    assert search_docs.complete() == len(NAMES)
    assert search_docs.complete() == 0
    assert model_list(Filters(q="rocket")).total == 2


def test_a_search_leaves_drafts_out_unless_they_are_asked_for():
    see(make_entry(make_model("acme/rocket-draft")))
    assert model_list(Filters(q="rocket")).total == 2
    assert model_list(Filters(q="rocket", drafts=True)).total == 3
    assert [row.path for row in model_list(Filters(q="rocket", state="draft")).rows] == ["acme/rocket-draft"]


def test_a_model_comes_before_those_named_after_it_unless_downloads_say_otherwise():
    model = AIModel.objects.get(path="acme/rocket_mini")
    for path in ("zeta-labs/rocket_mini-merge", "acme/rocket_mini-chat"):
        import_facts(make_model(path, name=path.partition("/")[2]), released("final-weights"))
    paths = [row.path for row in model_list(Filters(q="rocket mini")).rows]
    assert paths == ["acme/rocket_mini", "acme/rocket_mini-chat", "zeta-labs/rocket_mini-merge"]
    refresh_counts([(AIModel.objects.get(path="zeta-labs/rocket_mini-merge").pk, 9), (model.pk, 2)])
    paths = [row.path for row in model_list(Filters(q="rocket mini")).rows]
    assert paths == ["zeta-labs/rocket_mini-merge", "acme/rocket_mini", "acme/rocket_mini-chat"]
