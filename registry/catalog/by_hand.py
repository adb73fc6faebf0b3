"""Models that are on no hub, listed by a person: under `~org/name`, which no hub id can be."""

import re
from datetime import datetime

from django.db import transaction

from registry.accounts.actors import Actor
from registry.accounts.events import note
from registry.catalog.lookalikes import mixes_scripts, skeleton
from registry.catalog.models import AIModel, Organization

LONGEST = 80  # characters of a name
SHORTEST_ALIKE = 4  # characters of a skeleton; shorter names are alike too often
_UNFIT = re.compile(r"[^a-z0-9._-]+")
_NAME = re.compile(r"[\w][\w .,:+&'()/-]*")


class Unfit(Exception):
    """It cannot be listed: `field` is organization or name, `code` says why, `path` of what stands there."""

    def __init__(self, field: str, code: str, path: str = "") -> None:
        super().__init__(code)
        self.field = field
        self.code = code
        self.path = path


def slug_of(name: str) -> str:
    """A name as it stands in a path: "acme-labs" of "Acme Labs"; "" without Latin letters or digits."""
    return _UNFIT.sub("-", name.casefold().strip()).strip("-._")


def check(organization: str, name: str) -> tuple[str, str]:
    """The slugs of a new model and its organization. Raises Unfit. Reads, and writes nothing."""
    for field, text in (("organization", organization), ("name", name)):
        if not text.strip():
            raise Unfit(field, "empty")
        if len(text) > LONGEST:
            raise Unfit(field, "too_long")
        if not _NAME.fullmatch(text) or mixes_scripts(text):
            raise Unfit(field, "odd")
        if len(slug_of(text)) < 2:
            raise Unfit(field, "not_latin")
    maker, model = slug_of(organization), slug_of(name)
    _refuse_twin_of_maker(maker)
    _refuse_twin_of_model(maker, model)
    return maker, model


def _refuse_twin_of_maker(slug: str) -> None:
    """A name that looks like a known maker's and is another: `meta-Ilama`."""
    alike = skeleton(slug)
    if len(alike) < SHORTEST_ALIKE:
        return
    for row in Organization.objects.filter(skeleton=alike, is_known=True):
        if row.slug.strip("~") != slug:
            raise Unfit("organization", "looks_like", row.slug)


def _refuse_twin_of_model(maker: str, model: str) -> None:
    """A model that stands there already, on a hub or off it, be it spelled a little differently."""
    for row in AIModel.objects.filter(organization__slug__in=[maker, f"~{maker}"]).only("path"):
        there = row.path.partition("/")[2]
        if there == model or (len(model) >= SHORTEST_ALIKE and skeleton(there) == skeleton(model)):
            raise Unfit("name", "listed", row.path)


@transaction.atomic
def add(organization: str, name: str, *, by: Actor, now: datetime) -> AIModel:
    """List a model of which nothing is recorded yet: nobody sees it before its first review. Raises Unfit."""
    maker, model = check(organization, name)
    owner, _ = Organization.objects.get_or_create(slug=f"~{maker}", defaults={"name": organization.strip()})
    made = AIModel.objects.create(
        path=f"~{maker}/{model}", name=name.strip(), organization=owner, added_at=now
    )
    note("model.added", by=by, target=made.path, now=now)
    return made
