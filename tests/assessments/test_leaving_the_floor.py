"""What becomes of what somebody proposed, said and proved when they delete their account."""

import pytest
from allauth.socialaccount.models import SocialAccount
from django.db import connection
from django.utils import timezone

from registry.accounts import leaving
from registry.accounts.actors import Actor
from registry.accounts.belongings import Leaving
from registry.accounts.models import User
from registry.assessments.makers.claims import prove_by_membership
from registry.assessments.models import Assessment, Comment, MakerLink
from registry.assessments.moderation import comments, reports
from registry.catalog.models import AIModel
from tests.build import import_facts, make_actor, make_model, make_user, released
from tests.proposing import published, submitted, trusted

pytestmark = pytest.mark.django_db
NAME, AT_THE_HUB = "grace-hopper", "amazing-grace"


@pytest.fixture
def grace() -> Actor:
    user = make_user(NAME, email="grace@navy.example")
    return make_actor(trusted(user, now=timezone.now()))


def drafted() -> AIModel:
    model = make_model()
    import_facts(model, released("final-weights"))
    return model


def leave(who: Actor, *, blank_comments: bool = True) -> User:
    return leaving.delete(who.person, Leaving(timezone.now(), blank_comments=blank_comments), by=who)


def dump() -> str:
    with connection.cursor() as cursor:
        rows = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows += [f"{table}: {row}" for row in cursor.fetchall()]
    return "\n".join(rows).lower()


def test_what_waits_is_withdrawn_and_what_was_published_stays(grace: Actor) -> None:
    now = timezone.now()
    first = published(drafted(), by=grace, now=now)
    other = make_model("acme/glider")
    import_facts(other, released("final-weights"))
    waiting = submitted(other, by=grace, now=now)
    gone = leave(grace)
    assert Assessment.objects.get(pk=first.pk).state == "published"
    assert Assessment.objects.get(pk=first.pk).author == gone
    assert Assessment.objects.get(pk=waiting.pk).state == "withdrawn"


@pytest.mark.parametrize(("blank", "left"), [(True, ""), (False, "I measured it.")])
def test_comments_are_blanked_if_that_is_wished(grace: Actor, blank: bool, left: str) -> None:
    row = comments.add(drafted(), text="I measured it.", by=grace, now=timezone.now())
    leave(grace, blank_comments=blank)
    assert Comment.objects.get(pk=row.pk).text == left
    assert (Comment.objects.get(pk=row.pk).deleted_at is None) is not blank


def test_nothing_of_a_name_is_left_by_links_to_makers_and_reports(grace: Actor) -> None:
    now, model = timezone.now(), drafted()
    told = {"preferred_username": AT_THE_HUB, "orgs": [{"preferred_username": "acme"}]}
    user = grace.person
    SocialAccount.objects.create(user=user, provider="huggingface", uid="1", extra_data=told, last_login=now)
    prove_by_membership(model.organization, by=grace, now=now)
    make_user(curator=True)
    reports.report("person", NAME, category="other", text="Spam.", by=make_actor(), now=now)
    assert [word for word in (NAME, AT_THE_HUB) if word not in dump()] == []
    leave(grace)
    assert [word for word in (NAME, AT_THE_HUB) if word in dump()] == []
    assert not MakerLink.objects.exists()
