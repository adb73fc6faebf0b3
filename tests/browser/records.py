"""`python -m tests.browser.records`: what the shipped catalog has no example of.

A draft with a name as long as they come, a reviewed model whose hub says something else by now, its second
revision, an organization with an odd name, a dataset that somebody looked at.
"""

import os

import django
from django.utils import timezone

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "registry.settings")
django.setup()

# Below Django's start: they read models.
from registry.catalog.models import AIModel  # noqa: E402
from tests.browser.addresses import DRAFT, LONG, ROCKET  # noqa: E402
from tests.build import (  # noqa: E402
    import_facts,
    link,
    make_entry,
    make_model,
    make_user,
    released,
    review_dataset,
    review_facts,
    see,
    use,
    withheld,
)


def main() -> None:
    if AIModel.objects.filter(path=ROCKET).exists():
        return
    now = timezone.now()  # after the rules came into force
    draft = make_model(DRAFT, name=LONG)
    see(make_entry(draft, repo_id=f"Acme-Research/{LONG}"), now=now)
    make_user("ada", reviewer=True)
    rocket = make_model(ROCKET, name="Rocket 7B")
    entry = make_entry(rocket, repo_id="Acme-Research/Rocket-7B")
    review_facts(
        rocket, released("final-weights"), released("inference-code"), withheld("pretraining-data"), now=now
    )
    see(entry, now=now)
    see(entry, license="cc-by-nc-4.0", gated="auto", now=timezone.now())
    import_facts(
        rocket, released("final-weights"), released("technical-report", "CC-BY-4.0"), now=timezone.now()
    )
    link(draft, ROCKET, "acme-research/not-listed", relation="merge")
    review_dataset("acme-research/corpus", released("pretraining-data", "ODC-By-1.0"), last_seen="2026-10-01")
    use(rocket, "acme-research/corpus")
    use(rocket, "some corpus nobody has named", stage="unknown", source="declared")


if __name__ == "__main__":
    main()
