"""`python -m tests.browser.reviewing`: a reviewer who is signed in, and what waits for that person.

Ten assessments of two findings each, five for each way to judge them; the first of each changes verdicts. The
cookies of a session for each person are left in the data folder: to sign in with a second factor takes a
telephone.
"""

import json
import os
from datetime import datetime, timedelta
from pathlib import Path

import django
from django.utils import timezone

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "registry.settings")
django.setup()

# Below Django's start: they read models.
from django.conf import settings  # noqa: E402
from django.test import Client  # noqa: E402

from registry.accounts.actors import Actor  # noqa: E402
from registry.accounts.models import User  # noqa: E402
from registry.assessments import workflow  # noqa: E402
from registry.assessments.models import Assessment, CitationSeen  # noqa: E402
from registry.assessments.proposals.proposed import Cited, Proposed  # noqa: E402
from registry.assessments.reviewing import queue_stakes  # noqa: E402
from registry.assessments.reviewing.citations_seen import quote_key  # noqa: E402
from registry.openness.facts import Availability, Coverage, Fact, Gate  # noqa: E402
from registry.scorecards.models import Evidence  # noqa: E402
from tests.build import import_facts, make_actor, make_model, make_user, released, review_facts, sign_in  # noqa: E402
from tests.proposing import trusted  # noqa: E402

COOKIES = "sessions.json"
BIRDS = ("Tern", "Plover", "Dunlin", "Knot", "Whimbrel")
WAYS = ("a", "b")  # with JavaScript and without: what one has judged the other cannot
MODELS = tuple(f"{bird} 12B {way}" for way in WAYS for bird in BIRDS)
SAID = "The corpus is distributed under the Open Data Commons Attribution License."


def main() -> None:
    if User.objects.filter(username="amara").exists():
        return
    now = timezone.now() - timedelta(hours=9)
    jonas = trusted(make_user("jonas"), now=now)
    tomas = trusted(make_user("tomas"), now=now)
    people = {
        "amara": make_user("amara", reviewer=True),
        "liang": make_user("liang", curator=True),
        "jonas": jonas,
    }
    for number, name in enumerate(MODELS):
        at = now + timedelta(minutes=40 * number)
        author = make_actor(tomas if number % 2 else jonas)
        _propose(f"shorebird/{name.lower().replace(' ', '-')}", name, author, number % len(BIRDS), at)
    # One more that nobody judges, for whoever looks at the page.
    shown = _propose("shorebird/tern-12b", "Tern 12B", make_actor(jonas), 0, now + timedelta(hours=8))
    cookies = {name: _cookie(user) for name, user in people.items()}
    cookies["page"] = f"/review/{shown.pk}/pretraining-data/"
    cookies["public"] = f"/assessments/{shown.pk}/"
    Path(settings.DATA_DIR, COOKIES).write_text(json.dumps(cookies))


def _cookie(user: User) -> str:
    return sign_in(Client(), user, mfa=True).cookies[settings.SESSION_COOKIE_NAME].value


def _propose(path: str, name: str, author: Actor, number: int, at: datetime) -> Assessment:
    model = make_model(path, name=name)
    corpus = released(
        "pretraining-data", "ODC-By-1.0", note="The corpus, 825 GiB. Download from the old host."
    )
    import_facts(
        model, released("final-weights"), released("inference-code"), released("training-code"), now=at
    )
    if not number:
        review_facts(model, corpus, now=at)
    assessment = workflow.create(
        model, facts=_facts(model.pk, number), by=author, now=at, summary=_summary(number)
    )
    assessment = workflow.submit(assessment, coi="none", by=author, now=at)
    _look(assessment, at)
    queue_stakes.work_out(assessment.pk, now=at)
    return assessment


def _summary(number: int) -> str:
    return "" if number else "The old host answers 404 since two weeks; a deduplicated copy remains."


def _facts(model_id: int, number: int) -> list[Proposed]:
    card = Cited("https://example.org/shorebird/card", "Trained on public text.", "2026-11-01", "section 2")
    if number:
        report = Fact(
            "technical-report", availability=Availability.RELEASED, coverage=Coverage.ALL, gate=Gate.NONE
        )
        return [
            Proposed(released("evaluation-results", "CC-BY-4.0"), (card,), "All tables of the card."),
            Proposed(report, (card,)),
        ]
    copy = Cited("https://example.org/datasets/shorebird/corpus-deduplicated", SAID, "2026-11-01")
    some = Fact(
        "pretraining-data",
        availability=Availability.RELEASED,
        coverage=Coverage.SOME,
        gate=Gate.NONE,
        license="ODC-By-1.0",
    )
    note = "The corpus, 825 GiB. The original host no longer serves it; a deduplicated copy remains."
    old = Cited("https://example.org/pretraining-data", "Download links dead for 14 days.", "2026-11-01")
    base = Evidence.objects.get(model=model_id, component="pretraining-data")
    return [
        Proposed(some, (copy, old), note, base_id=base.pk),
        Proposed(released("model-card", "CC-BY-4.0"), (card,)),
    ]


def _look(assessment: Assessment, at: datetime) -> None:
    """What a worker would have seen."""
    for row in assessment.facts.all():
        for cited in row.citations:
            url, quote = cited["url"], cited["quote"]
            said = {quote_key(quote): "found"} if "card" in url else {}
            title = "A model card" if "card" in url else "Corpus, deduplicated"
            CitationSeen.objects.create(
                assessment=assessment,
                url=url,
                status=200,
                title=title,
                asked_at=at,
                is_text=True,
                quotes=said,
            )


if __name__ == "__main__":
    main()
