"""What may have been meant by a search that finds nothing: the same on every database."""

import pytest

from registry.catalog.models import AIModel
from registry.scorecards.models import Scorecard
from registry.scorecards.queries import Filters, model_list, suggested, suggestion
from tests.build import import_facts, make_entry, make_model, released, see

pytestmark = pytest.mark.django_db

NAMES = {
    "mistralai/mistral-7b-instruct": "Mistral 7B Instruct",
    "mistralai/mixtral-8x7b": "Mixtral 8x7B",
    "eleutherai/pythia-12b": "Pythia 12B",
    "allenai/olmo-7b": "OLMo 7B",
    "teknium/openhermes-2.5": "OpenHermes 2.5",
}


@pytest.fixture(autouse=True)
def models() -> None:
    for path, name in NAMES.items():
        import_facts(make_model(path, name=name), released("final-weights"))


MEANT = [
    ("mistrall instrukt", "mistral instruct", ["mistralai/mistral-7b-instruct"]),
    ("Pythia12b", "pythia 12b", ["eleutherai/pythia-12b"]),
    ("alenai/olmo", "allenai olmo", ["allenai/olmo-7b"]),
    ("eluetherai", "eleutherai", ["eleutherai/pythia-12b"]),
    ("teknuim openhermez", "teknium openhermes", ["teknium/openhermes-2.5"]),
    ("olmo 70b", "", ["allenai/olmo-7b"]),
    ("olmo", "", ["allenai/olmo-7b"]),
    ("zzzzzz", "", []),
    ("4711", "", []),
    ("%%%", "", []),
    ("", "", []),
]


@pytest.mark.parametrize(("typed", "q", "paths"), MEANT)
def test_words_that_no_name_holds_are_mended(typed: str, q: str, paths: list[str]) -> None:
    found = suggestion(typed)
    assert (found.q, [row.path for row in found.rows]) == (q, paths)
    assert not q or [row.path for row in model_list(Filters(q=q)).rows] == paths


@pytest.mark.parametrize(("typed", "q", "paths"), MEANT[:5])
def test_names_beyond_the_most_downloaded_are_mended_by_the_index(
    monkeypatch: pytest.MonkeyPatch, typed: str, q: str, paths: list[str]
) -> None:
    see(make_entry(make_model("acme/rocket", name="Rocket")))
    Scorecard.objects.filter(model__path="acme/rocket").update(rank=2**60)
    monkeypatch.setattr(suggested, "HEAD", 1)
    found = suggestion(typed)
    assert (found.q, [row.path for row in found.rows]) == (q, paths)


def test_what_is_hidden_is_never_suggested() -> None:
    AIModel.objects.filter(path="allenai/olmo-7b").update(hidden=True)
    model = AIModel.objects.get(path="allenai/olmo-7b")
    import_facts(model, released("final-weights"), released("inference-code"))
    assert suggestion("olmo-8b").rows == ()


def test_a_new_name_is_known_at_once() -> None:
    assert suggestion("gliderr").rows == ()
    see(make_entry(make_model("acme/glider")))
    assert suggestion("gliderr").q == "glider"
