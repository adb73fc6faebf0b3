"""`python -m tests.browser.assessing`: somebody who assesses, models to assess, and what others do meanwhile.

    python -m tests.browser.assessing accept PATH   two reviewers accept what waits of this model
    python -m tests.browser.assessing look STATUS   a worker has looked at every address that waits

Without an argument the people and models are made; cookies of their sessions are left in the data folder.
"""

import json
import os
import sys
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
from registry.assessments.models import Assessment  # noqa: E402
from registry.refresh.models import Look  # noqa: E402
from tests.browser.assessing_names import AUTHORS, COOKIES, MODELS  # noqa: E402
from tests.browser.records import main as make_records  # noqa: E402
from tests.build import (  # noqa: E402  # noqa: E402
    import_facts,
    make_actor,
    make_entry,
    make_model,
    make_user,
    released,
    see,
    sign_in,
    withheld,
)

REVIEWERS = ("liang", "priya")


def main() -> None:
    match sys.argv[1:]:
        case ["accept", path]:
            accept(path)
        case ["look", status]:
            found = {
                "state": "answered",
                "status": int(status),
                "title": "A page",
                "looked_at": timezone.now(),
            }
            Look.objects.filter(state="waiting").update(**found)
        case _:
            make_records()
            make()


def make() -> None:
    if User.objects.filter(username=AUTHORS[0]).exists():
        return
    now = timezone.now()
    for name, path in MODELS.items():
        model = make_model(path, name=f"Model {name.title()}")
        see(make_entry(model, repo_id=path.replace("openlab", "OpenLab")), license="other", now=now)
        import_facts(model, released("inference-code"), withheld("pretraining-data"), now=now)
    for name in REVIEWERS:
        make_user(name, reviewer=True)
    cookies = {name: _cookie(make_user(name)) for name in AUTHORS}
    Path(settings.DATA_DIR, COOKIES).write_text(json.dumps(cookies))


def _cookie(user: User) -> str:
    return sign_in(Client(), user).cookies[settings.SESSION_COOKIE_NAME].value


def accept(path: str) -> None:
    """As many of two reviewers as it needs accept it."""
    assessment = Assessment.objects.get(model__path=path, state="submitted")
    for name in REVIEWERS:
        assessment.refresh_from_db()
        if assessment.state == "submitted":
            by = make_actor(User.objects.get(username=name))
            workflow.approve(assessment, content_sha=assessment.content_sha, by=by, now=timezone.now())
    assessment.refresh_from_db()
    assert assessment.state == "published", assessment.state


if __name__ == "__main__":
    main()
