"""`python -m tests.browser.making`: people around a maker, and what each step of others does.

`work` does the jobs that wait, as a worker would; `own` lets the maker propose a change of the own
model, `approve` lets it try to judge what somebody else proposed; `answers` ends the time to answer disputes.
"""

import json
import os
import sys
from datetime import timedelta
from pathlib import Path

import django
from django.utils import timezone

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "registry.settings")
django.setup()

# Below Django's start: they read models.
from django.conf import settings  # noqa: E402
from django.test import Client  # noqa: E402

from registry.accounts.models import User  # noqa: E402
from registry.assessments import workflow  # noqa: E402
from registry.assessments.disputes import decisions  # noqa: E402
from registry.assessments.models import Assessment, Comment  # noqa: E402
from registry.assessments.moderation import comments  # noqa: E402
from registry.assessments.proposals.proposed import Cited, Proposed  # noqa: E402
from registry.assessments.refusals import NotAllowed  # noqa: E402
from registry.catalog.models import AIModel  # noqa: E402
from registry.openness.facts import Proof  # noqa: E402
from tests.browser.making_names import CASTS, COOKIES, Cast  # noqa: E402
from tests.build import (  # noqa: E402
    do_jobs,
    import_facts,
    make_actor,
    make_entry,
    make_model,
    make_user,
    released,
    sign_in,
    withheld,
)

HELD = "Buy at https://a.example and at https://b.example today"


def main() -> None:
    if User.objects.filter(username="cleo").exists():
        return
    people = {"cleo": make_user("cleo", curator=True)}
    for cast in CASTS.values():
        rocket = make_model(cast.path, name=cast.repository.partition("/")[2])
        make_entry(rocket, repo_id=cast.repository)
        proof = Proof("https://example.org/card", "Words of somebody else.", "2026-10-01")
        facts = (released("final-weights", proofs=(proof,)), withheld("training-code"))
        import_facts(rocket, *facts, now=timezone.now())
        people[cast.maker], people[cast.other] = make_user(cast.maker, reviewer=True), make_user(cast.other)
        for text in ("The **card** says so.", f"{HELD} {cast.path}"):
            comments.add(rocket, text=text, by=make_actor(make_user()), now=timezone.now())
    cookies = {name: sign_in(Client(), user, mfa=True) for name, user in people.items()}
    shown = {name: client.cookies[settings.SESSION_COOKIE_NAME].value for name, client in cookies.items()}
    Path(settings.DATA_DIR, COOKIES).write_text(json.dumps(shown))


def handed_in(cast: Cast, by: str) -> Assessment:
    """An assessment of the model by this person, handed in."""
    cited = Cited("https://example.org/license", "MIT License", "2026-10-01")
    proposed = Proposed(released("final-weights", "MIT"), citations=(cited,))
    author, now = make_actor(User.objects.get(username=by)), timezone.now()
    made = workflow.create(AIModel.objects.get(path=cast.path), facts=[proposed], by=author, now=now)
    if by == cast.maker:
        return workflow.submit(made, by=author, now=now, coi="declared", coi_note="I work on its training.")
    return workflow.submit(made, by=author, now=now, coi="none")


def approve(cast: Cast) -> str:
    made, maker = handed_in(cast, cast.other), make_actor(User.objects.get(username=cast.maker))
    try:
        workflow.approve(made, content_sha=made.content_sha, by=maker, now=timezone.now())
    except NotAllowed as refused:
        return refused.code
    return "approved"


def end_windows() -> None:
    now = timezone.now()
    decisions.advance(now=now - timedelta(days=15))
    decisions.advance(now=now)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["work"]:
            do_jobs()
        case ["answers"]:
            end_windows()
        case ["own", way]:
            print(handed_in(CASTS[way], CASTS[way].maker).pk)
        case ["approve", way]:
            print(approve(CASTS[way]))
        case ["held", way]:
            held = Comment.objects.exclude(held_because="")
            print(held.get(model__path=CASTS[way].path).pk)
        case _:
            main()
