"""Who says something, in words: sources and hubs, states of a record, kinds of definitions, causes."""

import re
from dataclasses import dataclass
from urllib.parse import quote

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from registry.catalog.models import OF_MODELS
from registry.openness.definitions import Definition
from registry.openness.facts import Fact, Origin
from registry.scorecards.queries import HubEntryRow, SourceRow
from registry.web.addresses import proof_link
from registry.web.dates import day

CAUSES = {
    "hub": gettext_lazy("the hub changed"),
    "base": gettext_lazy("a base model changed"),
    "import": gettext_lazy("imported"),
    "review": gettext_lazy("reviewed"),
    "rules": gettext_lazy("rules changed"),
}


def cause(value: str) -> str:
    """Why a revision was made."""
    return str(CAUSES.get(value, value))


_COMMIT = re.compile(r"[0-9a-f]{40}")
ORIGINS = {
    Origin.REVIEWED: gettext_lazy("Reviewed here"),
    Origin.IMPORTED: gettext_lazy("Imported"),
    Origin.OBSERVED: gettext_lazy("Read from the hub by machine"),
}
SOURCES = {
    "mot": gettext_lazy("Model Openness Tool records"),
    "osai": gettext_lazy("European Open Source AI Index"),
    "osai-2024-10": gettext_lazy("European Open Source AI Index, 14 dimensions"),
    "fmti": gettext_lazy("Foundation Model Transparency Index"),
    "epoch": gettext_lazy("Epoch AI"),
    "os-ai-map": gettext_lazy("os-ai-map"),
    "osi": gettext_lazy("Open Source Initiative, validation phase"),
    "sourceform": gettext_lazy("Sourceform, from published records"),
    "operator": gettext_lazy("Operator of this site"),
}


@dataclass(frozen=True, slots=True)
class Record:
    """Where the files of a source can be read as they were at a commit, and what one of them is called."""

    name: Promise
    repository: str
    folder: str = ""

    def url(self, commit: str, file: str) -> str:
        return f"https://github.com/{self.repository}/blob/{commit}/{self.folder}{quote(file)}"


_OSAI = Record(gettext_lazy("OSAI record"), "Language-Technology-Assessment/main-database")
RECORDS = {
    "mot": Record(gettext_lazy("MOT record"), "lfai/model_openness_tool", "models/"),
    "osai": _OSAI,
    "osai-2024-10": _OSAI,
}
STATES = {
    "draft": gettext_lazy("Machine draft"),
    "imported": gettext_lazy("Imported, unreviewed"),
    "reviewed": gettext_lazy("Reviewed"),
}
KINDS = {
    "definition": gettext_lazy("Definition"),
    "position": gettext_lazy("Position"),
    "law": gettext_lazy("Law, indicative and no legal advice"),
    "proposal": gettext_lazy("Proposal"),
    "index": gettext_lazy("Index"),
    "standard": gettext_lazy("Standard"),
    "draft": gettext_lazy("Draft"),
    "paper": gettext_lazy("Research paper"),
}
ENTRY_STATES = {
    "archived": gettext_lazy("archived"),
    "closed": gettext_lazy("closed or under embargo"),
}
HUBS = {
    "huggingface": ("Hugging Face", "https://huggingface.co/"),
    "github": ("GitHub", "https://github.com/"),
    "modelscope": ("ModelScope", "https://modelscope.cn/models/"),
    "zenodo": ("Zenodo", "https://zenodo.org/records/"),
}


def origin_name(fact: Fact) -> str:
    """Who vouches for a fact of which no single source is on record."""
    return str(ORIGINS[fact.origin])


def source_name(source: SourceRow) -> str:
    """ "Model Openness Tool records"; for what people reviewed, that they did."""
    return str(SOURCES.get(source.origin) or source.project or ORIGINS[Origin.REVIEWED])


def source_link(source: SourceRow) -> SafeString | str:
    """Where a finding was taken from and as of when, linked to the record itself where it is published."""
    said = source_name(source)
    if source.assessed_on:
        said = f"{said}, {day(source.assessed_on)}"
    url = record_url(source)
    return proof_link(url, said) if url else said


def record_url(source: SourceRow) -> str:
    """The file a finding was taken from, at the commit that was read; "" where no address is known."""
    record = RECORDS.get(source.origin)
    if record is None or not _COMMIT.fullmatch(source.commit):
        return ""
    return record.url(source.commit, source.file)


def whose_words(statements: str) -> str:
    """What sources that differ say of a license, each with the name of its record: "MOT record: MIT"."""
    return "; ".join(map(_whose, statements.split("; ")))


def _whose(statement: str) -> str:
    origin, _, said = statement.partition(": ")
    if origin not in RECORDS:
        return statement
    return f"{RECORDS[origin].name}: {said.removeprefix('assessor: ')}"


def state_name(value: str) -> str:
    return str(STATES.get(value, value))


def kind_name(definition: Definition) -> str:
    return str(KINDS.get(definition.status, definition.status))


def hub_name(hub: str) -> str:
    return HUBS[hub][0] if hub in HUBS else hub


def hub_link(entry: HubEntryRow) -> SafeString | str:
    """The model's page on a hub; of a repository that is cited for a part of it, with its name."""
    if entry.hub not in HUBS:
        return f"{entry.hub}: {entry.repo_id}"
    name = hub_name(entry.hub)
    shown = name if entry.hub == OF_MODELS else f"{name}: {entry.repo_id}"
    if entry.state in ENTRY_STATES:
        shown = f"{shown} ({ENTRY_STATES[entry.state]})"
    return proof_link(HUBS[entry.hub][1] + quote(entry.repo_id), shown)


def source_of(origin: str) -> str:
    """The name of a source by its origin; for what people reviewed, that they did."""
    return str(SOURCES.get(origin) or ORIGINS[Origin.REVIEWED])
