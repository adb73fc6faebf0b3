"""Which repositories sources cite, and what each may be read for."""

from dataclasses import replace

import pytest

from registry.catalog.models import AIModel, HubEntry
from registry.hubs.repository import Cited
from registry.openness.facts import Fact, Proof
from registry.refresh import cited
from tests.build import import_facts, make_model, released, review_facts, withheld

pytestmark = pytest.mark.django_db
CODE = "https://github.com/acme/train"


def code(*addresses: str, component: str = "training-code") -> Fact:
    return released(component, proofs=tuple(Proof(address) for address in addresses))


def parts(model: AIModel, hub: str = "github", name: str = "acme/train") -> list[tuple[str, bool]]:
    found = cited.parts(hub, name, [model.pk]).get(model.pk, ())
    return [(part.component, part.for_license) for part in found]


@pytest.mark.parametrize(
    ("addresses", "for_license"),
    [
        ([CODE], True),
        ([f"{CODE}/tree/main", f"{CODE}/blob/main/LICENSE"], True),
        ([f"{CODE}/tree/main/models/rocket"], False),
        ([CODE, f"{CODE}/tree/main/models/rocket"], False),
        ([CODE, "https://github.com/acme/data"], False),
        ([CODE, "https://huggingface.co/acme/rocket"], False),
        ([CODE, "https://arxiv.org/abs/2401.00001", "https://acme.example/"], True),
    ],
)
def test_the_license_of_a_repository_counts_for_what_cites_all_of_it_and_nothing_else(addresses, for_license):
    model = make_model()
    import_facts(model, code(*addresses))
    assert parts(model) == [("training-code", for_license)]


def test_several_parts_and_several_sources_add_up():
    model = make_model()
    import_facts(model, code(CODE), code(f"{CODE}/tree/main/eval", component="evaluation-code"))
    review_facts(model, code("https://github.com/ACME/Train"))
    assert parts(model) == [("evaluation-code", False), ("training-code", True)]
    review_facts(model, code("https://github.com/acme/other"))
    assert parts(model) == [("evaluation-code", False), ("training-code", False)]


def test_what_is_withheld_or_no_longer_in_force_is_not_cited():
    model = make_model()
    import_facts(model, replace(withheld("training-code"), proofs=(Proof(CODE),)))
    assert cited.repositories() == {}
    import_facts(model, code(CODE))
    assert set(cited.repositories()) == {("github", "acme/train")}
    import_facts(model, code("https://arxiv.org/abs/2401.00001"))
    assert cited.repositories() == {}


def test_a_model_that_cites_no_repository_is_not_looked_at():
    import_facts(
        make_model(), code("https://notgithub.com/acme/train", "https://github.com.evil.example/a/b")
    )
    assert cited.repositories() == {}


def test_each_model_gets_an_entry_of_its_own_once():
    one, other = make_model(), make_model("acme/rocket-70b")
    import_facts(one, code(CODE), code(CODE, component="evaluation-code"))
    import_facts(
        other,
        code("https://github.com/Acme/Train#readme"),
        code("https://doi.org/10.5281/zenodo.4566", component="pretraining-data"),
    )
    import_facts(
        make_model("iic/video"),
        released("final-weights", proofs=(Proof("https://modelscope.cn/models/iic/video/summary"),)),
    )
    made = cited.list_entries()
    assert made == {"github": 2, "modelscope": 1, "zenodo": 1}
    assert cited.list_entries() == dict.fromkeys(made, 0)
    rows = HubEntry.objects.order_by("hub", "model").values_list("hub", "repo_id", "model__path", "state")
    assert ("github", "acme/train", "acme/rocket-7b", "claimed") in rows
    assert ("modelscope", "iic/video", "iic/video", "claimed") in rows
    ids = cited.entries_of("github", "ACME/train")
    assert HubEntry.objects.filter(pk__in=ids).count() == 2


def test_how_a_part_is_cited_is_a_plain_value():
    model = make_model()
    import_facts(model, code(CODE))
    assert cited.parts("github", "Acme/Train", [model.pk]) == {
        model.pk: (Cited("training-code", "", for_license=True),)
    }


def test_repositories_are_found_in_one_query(django_assert_num_queries):
    for number in range(3):
        import_facts(make_model(f"acme/rocket-{number}"), code(f"{CODE}-{number}"))
    with django_assert_num_queries(1):
        assert len(cited.repositories()) == 3
