"""Who makes models, as listed; and whose name looks like that of a known organization."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Q
from django.db.models.query import QuerySet

from registry.catalog.lookalikes import skeleton
from registry.catalog.models import Organization

SHORTEST = 4  # characters of a skeleton; shorter names are alike too often
AT_ONCE = 1000


def listed(spelled: str) -> Organization:
    """The organization with this account name on a hub, listed and compared if it was not yet."""
    organization, created = Organization.objects.get_or_create(
        slug=spelled.lower(), defaults={"name": spelled}
    )
    if created and compare([organization.pk]):
        organization.refresh_from_db(fields=["resembles"])
    return organization


def make_known(ids: Collection[int]) -> int:
    """Organizations named by more than their own page on a hub; how many were not known before."""
    return Organization.objects.filter(pk__in=ids, is_known=False).update(is_known=True, resembles=None)


def compare(ids: Collection[int] | None = None) -> int:
    """Note which of these, or of all, look like a known organization; how many notes changed.

    A known organization is never said to look like another. For a batch of any size in few queries.
    """
    rows = Organization.objects.filter(Q(is_known=False) | Q(resembles__isnull=False))
    rows = rows if ids is None else rows.filter(pk__in=ids)
    originals = _originals(rows.values("skeleton") if ids is not None else None)
    suspects = rows.filter(Q(skeleton__in=list(originals)) | Q(resembles__isnull=False))
    changed = []
    for row in suspects.only("slug", "name", "is_known", "skeleton", "resembles"):
        original = None if row.is_known else _original(row, originals)
        if row.resembles_id != (original.pk if original else None):
            row.resembles = original
            changed.append(row)
    Organization.objects.bulk_update(changed, ["resembles"], batch_size=AT_ONCE)
    return len(changed)


def fill_skeletons() -> int:
    """Give organizations that were listed before skeletons were kept theirs; how many."""
    bare = list(Organization.objects.filter(skeleton="").only("slug"))
    changed = [row for row in bare if skeleton(row.slug)]
    for row in changed:
        row.skeleton = skeleton(row.slug)
    Organization.objects.bulk_update(changed, ["skeleton"], batch_size=AT_ONCE)
    return len(changed)


def _originals(skeletons: QuerySet[Organization, Any] | None) -> Mapping[str, list[Organization]]:
    """The known organizations by skeleton; only of these skeletons, where given."""
    known = Organization.objects.filter(is_known=True).order_by("pk")
    if skeletons is not None:
        known = known.filter(skeleton__in=skeletons)
    found: dict[str, list[Organization]] = {}
    for row in known.only("slug", "name", "skeleton"):
        if len(row.skeleton) >= SHORTEST:
            found.setdefault(row.skeleton, []).append(row)
    return found


def _original(row: Organization, originals: Mapping[str, list[Organization]]) -> Organization | None:
    """Whom it looks like. Not itself under another roof: `~openai` is OpenAI away from the hub."""
    alike = originals.get(row.skeleton, ())
    same = any(each.slug.strip("~") == row.slug.strip("~") or each.name == row.name for each in alike)
    return None if same or not alike else alike[0]
