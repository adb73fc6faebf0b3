"""What the Hugging Face hub answers about one model, read field by field into a Snapshot.

Each field is taken on its own and made plausible on its own, so one odd field costs that field only. The
client's own `ModelInfo` is not used: one unexpected value anywhere makes it raise, and its lists of tags take
quadratic time.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from registry.hubs import file_kinds
from registry.hubs.model_card import Card
from registry.hubs.snapshot import Base, Malformed, Snapshot
from registry.hubs.untrusted import flag, listing, mapping, moment, repo_id, text, texts, whole

HUB = "huggingface"
LONGEST_KEY = 100  # characters; the hub's own have 24
MOST_BASES = 100
MOST_NAMED = 20
MOST_TAGS = 5000  # looked through for the few that mean something
RELATIONS = ("adapter", "finetune", "merge", "quantized")


def snapshot(info: Mapping[str, Any], card: Card, *, endpoint: str, at: datetime) -> Snapshot:
    """The snapshot of a model. Raises Malformed when the answer does not say which repository it is about."""
    key, name = text(info.get("_id")), repo_id(info.get("id") or info.get("modelId"))
    if not key.isalnum() or not key.isascii() or len(key) > LONGEST_KEY or not name:
        raise Malformed("The hub's answer does not say which repository it is about.")
    marks = list(card.marks)
    fields = _card_fields(info, card, marks)
    tags = [tag for tag in listing(info.get("tags"))[:MOST_TAGS] if isinstance(tag, str)]
    siblings = listing(info.get("siblings"))
    return Snapshot(
        hub=HUB,
        key=key,
        repo_id=name,
        page=f"{endpoint}/{name}",
        commit=_commit(info.get("sha"), marks),
        fetched_at=at.isoformat(),
        modified_at=moment(info.get("lastModified")),
        created_at=moment(info.get("createdAt")),
        private=flag(info.get("private")),
        disabled=flag(info.get("disabled")),
        gated=_gated(info.get("gated"), marks),
        license=_license(fields, tags, marks),
        license_name=text(fields.get("license_name")),
        license_link=text(fields.get("license_link")),
        library=text(info.get("library_name")) or text(fields.get("library_name")),
        pipeline=text(info.get("pipeline_tag")) or text(fields.get("pipeline_tag")),
        custom_code="custom_code" in tags,
        eu_excluded=flag(fields.get("extra_gated_eu_disallowed")),
        has_evaluation="model-index" in tags
        or _has_evaluation(info.get("model-index"))
        or _has_evaluation(fields.get("model-index")),
        parameters=whole(mapping(info.get("safetensors")).get("total")),
        bases=_bases(fields, tags),
        datasets=texts([*listing(fields.get("datasets")), fields.get("datasets")], most=MOST_NAMED),
        arxiv=texts(_tagged("arxiv:", tags), most=MOST_NAMED),
        files=file_kinds.found(mapping(sibling).get("rfilename") for sibling in siblings),
        file_count=len(siblings),
        marks=tuple(dict.fromkeys(marks)),
        downloads=whole(info.get("downloads")),
        likes=whole(info.get("likes")),
    )


def has_readme(info: Mapping[str, Any]) -> bool:
    return any(mapping(row).get("rfilename") == "README.md" for row in listing(info.get("siblings")))


def _card_fields(info: Mapping[str, Any], card: Card, marks: list[str]) -> Mapping[str, Any]:
    """The card as the hub read it; as we read it where the hub shows none."""
    shown = mapping(info.get("cardData"))
    if info.get("cardData") is not None and not isinstance(info["cardData"], dict):
        marks.append("card-data-odd")
    return shown or card.fields


def _commit(value: object, marks: list[str]) -> str:
    commit = text(value).lower()
    if commit and all(letter in "0123456789abcdef" for letter in commit) and len(commit) <= 64:
        return commit
    marks.append("commit-odd")
    return ""


def _gated(value: object, marks: list[str]) -> str:
    """auto, manual or ""; "other" for a gate of an unknown kind, which must not read as none."""
    if value is None or value is False or value == "":
        return ""
    if value in ("auto", "manual"):
        return str(value)
    marks.append("gate-odd")
    return "other"


def _license(fields: Mapping[str, Any], tags: list[str], marks: list[str]) -> str | tuple[str, ...]:
    declared = fields.get("license")
    if isinstance(declared, list):
        return texts(declared, most=MOST_NAMED)
    if isinstance(declared, dict):
        marks.append("license-odd")
    return text(declared) or next(iter(texts(_tagged("license:", tags), most=1)), "")


def _tagged(prefix: str, tags: Iterable[str]) -> list[str]:
    return [tag.removeprefix(prefix) for tag in tags if tag.startswith(prefix)]


def _bases(fields: Mapping[str, Any], tags: list[str]) -> tuple[Base, ...]:
    """Parents as tagged by the hub (`base_model:ID`, `base_model:RELATION:ID`) and as the card names them."""
    found: dict[str, str] = {}
    stated = text(fields.get("base_model_relation"))
    for name in texts(fields.get("base_model"), most=MOST_BASES):
        if repo_id(name):
            found[name] = stated if stated in RELATIONS else ""
    for tag in _tagged("base_model:", tags):
        relation, _, rest = tag.partition(":")
        name = repo_id(rest if relation in RELATIONS else tag)
        if name and (name in found or len(found) < MOST_BASES):
            found[name] = (relation if relation in RELATIONS else "") or found.get(name, "")
    return tuple(
        Base(name, relation, stated=bool(relation) and relation == stated)
        for name, relation in sorted(found.items())
    )


def _has_evaluation(value: object) -> bool:
    return any(listing(mapping(row).get("results")) for row in listing(value))
