"""Which pages a passage may be kept of: those whose license lets anybody pass on copies.

The rule, in this order: a site whose license is known; a repository of a hub of which we know the license, as
the hub declares it; a license that the page itself states by rel="license", where it is one of Creative
Commons. It must be an open license in the sense of the license table (any_open). Of every other page only the
title and digests are kept, which quote nothing.
"""

import re
from urllib.parse import urlsplit

from registry.catalog import hub_entries
from registry.openness import licenses
from registry.openness.logic import Kleene
from registry.scorecards.models import Observation

# Sites that put all their text under one license, and where they say so.
SITES = {
    "wikipedia.org": "CC-BY-SA-4.0",  # foundation.wikimedia.org/wiki/Policy:Terms_of_Use, section 7
    "opensource.org": "CC-BY-4.0",  # opensource.org/about/terms-of-service
}
_HUBS = {"huggingface.co": "huggingface", "github.com": "github"}
_NO_MODEL = frozenset({"datasets", "spaces", "papers", "docs", "blog", "collections", "orgs", "features"})
_COMMONS = re.compile(
    r"https?://creativecommons\.org/(?:licenses/(by(?:-nc)?(?:-nd|-sa)?)/(\d\.\d)|publicdomain/(zero)/(\d\.\d))/?"
    r"(?:deed(?:\.\w+)?|legalcode)?",
    re.IGNORECASE,
)


def license_of(url: str, stated: str) -> str:
    """The open license under which a page may be quoted, or "". `stated` is where its rel="license" leads."""
    expression = _of_site(url) or _of_repository(url) or _of_commons(stated)
    is_open = bool(expression) and licenses.predicate("any_open", expression) is Kleene.TRUE
    return expression if is_open and len(expression) <= 150 else ""


def _of_site(url: str) -> str:
    host = urlsplit(url).hostname or ""
    return next((id for site, id in SITES.items() if host == site or host.endswith(f".{site}")), "")


def _of_repository(url: str) -> str:
    """What the newest observation of the repository says of its license."""
    parts = urlsplit(url)
    hub, names = _HUBS.get(parts.hostname or ""), parts.path.strip("/").split("/")
    if hub is None or len(names) < 2 or names[0] in _NO_MODEL:
        return ""
    entries = hub_entries.by_name(hub, ["/".join(names[:2])])
    latest = Observation.objects.filter(entry__in=entries).order_by("-fetched_at", "-sequence").first()
    if latest is None or latest.said.get("private") or latest.said.get("disabled"):
        return ""
    declared = licenses.from_hub(
        latest.said.get("license") or "",
        latest.said.get("license_name") or "",
        latest.said.get("license_link") or "",
    )
    return "" if declared.conflict else declared.expression


def _of_commons(address: str) -> str:
    found = _COMMONS.fullmatch(address.strip())
    if found is None:
        return ""
    kind, version, zero, zero_version = found.groups()
    return f"CC0-{zero_version}" if zero else f"CC-{kind.upper()}-{version}"
