"""What a change of a base does to what was made from it: by jobs, each once, whatever the links look like."""

from datetime import timedelta

import pytest

from registry.catalog.lineage import Parent, set_bases
from registry.catalog.models import AIModel, Alias, BaseLink
from registry.jobs.models import Job
from registry.openness.facts import Fact
from registry.scorecards.models import Revision, Scorecard
from registry.scorecards.queries import ScorecardPage, scorecard_page
from tests.build import NOON, do_jobs, import_facts, link, make_model, released, withheld
from tests.tampering import without_triggers

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)


def made(path: str, *facts: Fact, of: tuple[str, ...] = (), relation: str = "finetune") -> AIModel:
    model = make_model(path)
    import_facts(model, *(facts or (released("final-weights"),)))
    link(model, *of, relation=relation)
    return model


def page(path: str) -> ScorecardPage:
    do_jobs()
    found = scorecard_page(path)
    assert found is not None
    return found


def said(path: str, component: str = "training-code") -> tuple[str, str]:
    """(availability, inherited from) of a component as the page shows it."""
    rows = [row.fact for row in page(path).findings if row.fact.component == component]
    return (rows[0].availability.value, rows[0].inherited_from) if rows else ("unknown", "")


def states(path: str) -> list[str]:
    return [row.state for row in page(path).lineage.bases]


def base_revisions() -> dict[str, int]:
    paths = Revision.objects.filter(cause="base").values_list("model_path", flat=True)
    return {path: list(paths).count(path) for path in paths}


def change(model: AIModel, *facts: Fact) -> None:
    """Let the model say this from now on, with nothing of before left to do or to count."""
    do_jobs()
    with without_triggers():
        Revision.objects.filter(cause="base").update(cause="hub")
    import_facts(model, *facts, now=LATER)
    do_jobs()


def test_a_derivative_follows_its_base_with_a_revision_that_says_why():
    base = made("acme/base", released("training-code"), released("final-weights"))
    made("zeta/tuned", of=("acme/base",))
    assert said("zeta/tuned") == ("released", "acme/base")
    assert said("zeta/tuned", "base-weights") == ("released", "acme/base")
    change(base, withheld("training-code"), released("final-weights"))
    assert said("zeta/tuned") == ("withheld", "acme/base")
    assert base_revisions() == {"zeta/tuned": 1}
    assert page("zeta/tuned").revisions[0].cause == "base"


def test_a_change_that_hands_nothing_down_asks_for_no_work():
    base = made("acme/base", released("training-code"))
    made("zeta/tuned", of=("acme/base",))
    do_jobs()
    import_facts(base, released("training-code"), released("model-card"), now=LATER)
    assert do_jobs() == 0


def test_in_a_diamond_of_unequal_sides_each_is_recorded_once_and_after_its_bases():
    root = made("a/root", released("training-code"))
    made("b/one", of=("a/root",))
    made("c/two", of=("b/one",))
    made("d/end", of=("a/root", "c/two"), relation="merge")
    assert said("d/end") == ("released", "a/root, c/two")
    change(root, withheld("training-code"))
    assert base_revisions() == {"b/one": 1, "c/two": 1, "d/end": 1}
    assert said("d/end") == ("withheld", "a/root, c/two")


def test_a_cycle_ends_and_the_link_that_closes_it_is_set_aside():
    root = made("a/root", released("training-code"))
    one = made("b/one", of=("a/root",))
    made("c/two", of=("b/one",))
    link(one, "a/root", "c/two")
    assert states("b/one") == ["listed", "cycle"]
    change(root, withheld("training-code"))
    assert base_revisions() == {"b/one": 1, "c/two": 1}
    assert said("c/two") == ("withheld", "b/one")


def test_nothing_keeps_itself_alive_in_a_cycle():
    one = made("b/one", released("training-code"))
    two = made("c/two", of=("b/one",))
    link(one, "c/two")
    assert said("c/two") == ("released", "b/one")
    change(one, released("final-weights"))
    assert (said("b/one"), said("c/two")) == (("unknown", ""), ("unknown", ""))
    link(two)  # the older claim is withdrawn: the other one counts from now on
    assert states("b/one") == ["listed"]
    change(two, released("training-code"))
    assert said("b/one") == ("released", "c/two")


def test_a_model_that_names_itself_inherits_nothing():
    made("a/self", released("final-weights"), of=("a/self",))
    assert states("a/self") == ["itself"]
    assert said("a/self", "base-weights") == ("unknown", "")


def test_a_base_that_is_not_listed_is_a_state_until_it_is():
    made("zeta/tuned", of=("acme/base",))
    assert states("zeta/tuned") == ["missing"]
    made("acme/base", released("training-code"))
    assert states("zeta/tuned") == ["listed"]
    assert said("zeta/tuned") == ("released", "acme/base")


def test_a_renamed_base_is_followed():
    base = made("acme/base", released("training-code"))
    made("zeta/tuned", of=("acme/base",))
    AIModel.objects.filter(pk=base.pk).update(path="acme/new-base")
    Alias.objects.create(path="acme/base", model=base)
    assert states("zeta/tuned") == ["renamed"]
    assert said("zeta/tuned") == ("released", "acme/new-base")
    made("zeta/later", of=("acme/base",))
    assert states("zeta/later") == ["renamed"]


def test_what_a_person_states_of_the_bases_is_not_replaced_by_a_card():
    made("acme/base", released("training-code"))
    model = made("zeta/tuned")
    link(model, "acme/base", relation="adapter", source="curated")
    assert set_bases(model, [Parent("x/other", "quantized", "inferred")]) == frozenset()
    assert [row.relation for row in BaseLink.objects.filter(child=model)] == ["adapter"]


@pytest.mark.parametrize(("source", "expected"), [("declared", "released"), ("inferred", "unknown")])
def test_a_relation_that_a_hub_inferred_gives_no_more_than_a_finetune(source, expected):
    made("acme/base", released("finetuning-data"))
    link(made("zeta/small"), "acme/base", relation="quantized", source=source)
    assert said("zeta/small", "finetuning-data")[0] == expected


def test_a_page_counts_derivatives_and_names_the_weakest_link_and_the_license_left_out():
    made("a/open", released("final-weights", "MIT"))
    made("b/closed", withheld("final-weights"))
    made("c/llama", released("final-weights", "llama-3.1-community"))
    for number in range(3):
        made(f"z/tuned-{number}", released("final-weights", "MIT"), of=("a/open", "b/closed", "c/llama"))
    made("z/small", of=("a/open",), relation="quantized")
    assert page("a/open").lineage.derivatives == (("finetune", 3), ("quantized", 1))
    shown = page("z/tuned-0").lineage
    assert shown.weakest == "b/closed"
    assert [row.license_not_passed_on for row in shown.bases] == ["", "", "llama-3.1-community"]


def test_an_earlier_revision_shows_what_was_inherited_then():
    base = made("acme/base", released("training-code"))
    made("zeta/tuned", of=("acme/base",))
    do_jobs()
    number = page("zeta/tuned").revision
    change(base, withheld("training-code"))
    then = scorecard_page("zeta/tuned", revision=number)
    assert then is not None
    rows = {row.fact.component: row.fact for row in then.findings}
    code = rows["training-code"]
    assert (code.availability.value, code.inherited_from) == ("released", "acme/base")


def test_a_wave_goes_on_in_steps_of_bounded_size(monkeypatch):
    monkeypatch.setattr("registry.scorecards.derive.MOST", 2)
    base = made("acme/base", released("training-code"))
    for number in range(5):
        made(f"zeta/tuned-{number}", of=("acme/base",))
    do_jobs()
    before = Job.objects.count()
    change(base, withheld("training-code"))
    assert set(base_revisions().values()) == {1}
    assert len(base_revisions()) == 5
    assert Job.objects.count() - before == 4  # two, two, one, and one that finds nothing left
    assert Scorecard.objects.count() == 6
