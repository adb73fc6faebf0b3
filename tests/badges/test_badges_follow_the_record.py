"""From the record in the database to the badge that is served."""

from typing import Any

import pytest

from registry.catalog.models import Alias
from tests.badges.site import Site
from tests.build import import_facts, make_model, released, withheld

pytestmark = pytest.mark.django_db


def test_a_change_of_the_record_reaches_the_badge() -> None:
    model = make_model("acme/rocket-7b")
    Alias.objects.create(path="acme/old-rocket", model=model)
    import_facts(model, released("final-weights"))
    site = Site()
    site.look()
    assert site.message("acme/rocket-7b") == "Cannot tell, unreviewed"
    import_facts(model, withheld("final-weights"))
    assert site.message("acme/rocket-7b") == "Cannot tell, unreviewed"
    site.look()
    assert site.message("acme/rocket-7b") == "Does not meet, unreviewed"
    assert site.message("Acme/Old-Rocket") == "Does not meet, unreviewed"


def test_a_new_model_gets_its_badge_and_a_hidden_one_has_one_too() -> None:
    site = Site()
    site.look()
    assert site.message("acme/rocket-7b") == "Not assessed"
    import_facts(make_model("acme/rocket-7b", hidden=True), withheld("final-weights"))
    site.look()
    assert site.message("acme/rocket-7b") == "Does not meet, unreviewed"


def test_an_idle_look_asks_the_database_one_question(django_assert_num_queries: Any) -> None:
    import_facts(make_model("acme/rocket-7b"), released("final-weights"))
    site = Site()
    site.look()
    with django_assert_num_queries(1):
        site.look()


def test_a_hit_asks_the_database_nothing(django_assert_num_queries: Any) -> None:
    import_facts(make_model("acme/rocket-7b"), released("final-weights"))
    site = Site()
    site.look()
    with django_assert_num_queries(0):
        site.message("acme/rocket-7b")
        site.message("nobody/nothing")
