"""A list shows no file: what was read in card and license stays as long as the commit is the same."""

from dataclasses import replace

from registry.hubs.snapshot import Snapshot

_TEXTS = ("license", "license_name", "license_link", "library", "pipeline", "bases", "datasets")
_FILE = ("license_file", "license_digest")
_CARD = "card-"
_OF_THE_API = "card-data-odd"  # about the hub's own answer, and there again whenever it is odd again


def with_card_of(seen: Snapshot, read: Snapshot) -> Snapshot:
    """What a list shows, with what was read earlier in the files of the same commit."""
    licensed = seen.license or seen.license_name or seen.license_link
    kept = {name: getattr(read, name) for name in _TEXTS if not getattr(seen, name)}
    if licensed:  # the three belong together
        kept = {name: value for name, value in kept.items() if not name.startswith("license")}
    if not seen.license_digest:
        kept |= {name: getattr(read, name) for name in _FILE}
    marks = [mark for mark in read.marks if mark.startswith(_CARD) and mark != _OF_THE_API]
    return replace(
        seen,
        **kept,
        eu_excluded=seen.eu_excluded or read.eu_excluded,
        has_evaluation=seen.has_evaluation or read.has_evaluation,
        marks=tuple(dict.fromkeys([*marks, *seen.marks])),
    )
