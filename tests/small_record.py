"""One of everything a public page shows: what tests of all pages and of all rights look at."""

from datetime import timedelta

from registry.catalog.models import AIModel, Family
from tests.build import (
    NOON,
    do_jobs,
    import_facts,
    link,
    make_entry,
    make_model,
    released,
    review_dataset,
    review_facts,
    see,
    use,
    withheld,
)


def make_small_record() -> None:
    """Two models with evidence from all sides: a drift, bases, datasets, a family."""
    rocket = make_model("acme/rocket-7b", name="Rocket 7B")
    AIModel.objects.filter(pk=rocket.pk).update(family=Family.objects.create(slug="rocket", name="Rocket"))
    entry = make_entry(rocket, repo_id="Acme/Rocket-7B")
    import_facts(rocket, released("final-weights"), released("inference-code"), withheld("training-code"))
    see(entry)
    see(entry, license="mit", gated="auto", now=NOON + timedelta(days=1))
    glider = make_model("zeta/glider")
    review_facts(glider, released("final-weights", "CC-BY-NC-4.0"))
    link(glider, "acme/rocket-7b", "acme/not-listed", relation="merge")
    review_dataset("acme/corpus", released("pretraining-data", "ODC-By-1.0"), last_seen="2026-10-01")
    use(glider, "acme/corpus")
    use(glider, "acme/corpus", "some corpus", stage="unknown", source="declared")
    do_jobs()
