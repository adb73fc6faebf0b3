"""The license table of the Model Openness Tool, read as the tool does: exact ids, no expressions."""

import tomllib
from collections.abc import Mapping
from importlib import resources

_TABLE = tomllib.loads(resources.files("registry.openness").joinpath("mof_licenses.toml").read_text("utf-8"))
_LISTED = _TABLE["listed"]

LISTED: frozenset[str] = frozenset(id for ids in _LISTED.values() for id in ids)
OSI: frozenset[str] = frozenset(_LISTED["osi_and_fsf"] + _LISTED["osi_only"])
FSF: frozenset[str] = frozenset(_LISTED["osi_and_fsf"] + _LISTED["fsf_only"])
OPEN_DATA: frozenset[str] = frozenset(_TABLE["open_data"])
OPEN: frozenset[str] = OSI | FSF | OPEN_DATA | frozenset(_TABLE["openmdw"])
# By kind of component (code, data, document): the ids the tool finds type-appropriate for it.
CONTENT_TYPES: Mapping[str, frozenset[str]] = {
    kind: frozenset(ids) for kind, ids in _TABLE["content_types"].items()
}
# The string that stands for "no license" wherever the tool meets it.
UNLICENSED = "unlicensed"


def status(license: str, kind: str) -> str:
    """What the tool makes of one string: open, open-untyped, invalid or unlicensed.

    `kind` is the kind of the component: code, data or document. A string that already is a status, marked
    with "=", is that status.
    """
    if license.startswith("="):
        return license[1:]
    if license in ("", UNLICENSED):
        return "unlicensed"
    if license not in OPEN:
        return "invalid"
    return "open" if license in CONTENT_TYPES.get(kind, frozenset()) else "open-untyped"
