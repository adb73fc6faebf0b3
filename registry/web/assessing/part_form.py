"""One component as the form shows it: its fields with what they hold, what is wrong, what was found out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

from registry.assessments.proposals.proposed import Proposed
from registry.openness import components
from registry.openness.components import Component
from registry.openness.facts import NOASSERTION, Fact
from registry.refresh.looks import Looked
from registry.web.assessing import fields, picker
from registry.web.assessing.fields import Choice
from registry.web.assessing.origins import Mark
from registry.web.assessing.picker import Meaning
from registry.web.assessing.reading import Reading
from registry.web.assessing.reads_as import ReadsAs, reads_as
from registry.web.assessing.typed import PartKey, Typed


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    id: str
    value: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    id: str
    value: str
    name: str | Promise
    hint: str | Promise
    checked: bool


@dataclass(frozen=True, slots=True)
class Options:
    """One question with a choice of answers."""

    name: str
    id: str
    options: tuple[Option, ...]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """One proof; `look` is what a look at its address showed, None when nobody has looked."""

    number: int
    url: Field
    quote: Field
    date: Field
    locator: Field
    archive: Field
    look: Looked | None

    @property
    def is_begun(self) -> bool:
        return any(field.value for field in (self.url, self.quote, self.archive))


@dataclass(frozen=True, slots=True)
class PartForm:
    """One component of a step. `reads` is None where nothing is said of it yet, `is_drafted` once it is."""

    key: PartKey
    id: str
    component: Component
    mark: Mark
    is_drafted: bool
    is_first: bool
    seen: str
    base: int | None
    license_on_record: str
    reads: ReadsAs | None
    first: Citation
    further: tuple[Citation, ...]
    license: Field | None
    meaning: Meaning | None
    matches: tuple[Meaning, ...]
    availability: Options
    coverage: Options
    gate: Options
    quality: Options | None
    rights: Options | None
    rights_reason: Options | None
    contents_rights: Options | None
    peer_reviewed: Options | None
    topics: Options | None
    reason: Field | None
    note: Field

    @property
    def shown_further(self) -> tuple[Citation, ...]:
        """Those that were begun, and one more."""
        begun = [row for row in self.further if row.is_begun]
        return self.further[: len(begun) + 1]

    @property
    def begun_further(self) -> int:
        return sum(row.is_begun for row in self.further)

    @property
    def has_further(self) -> bool:
        return self.begun_further > 0

    @property
    def opens_further(self) -> bool:
        """Whether something in it is to be mended, or is not there."""
        missing = any(row.look and row.look.is_missing for row in self.further)
        return missing or any(one.problem for one in _of(self.further))

    @property
    def says_rights(self) -> bool:
        asked = (self.rights, self.rights_reason, self.contents_rights)
        return any(one.checked for row in asked if row for one in row.options)

    @property
    def is_open(self) -> bool:
        return self.is_first or self.has_problems or bool(self.matches)

    @property
    def has_problems(self) -> bool:
        asked = [self.availability, self.coverage, self.gate, self.quality, self.topics]
        texts = [self.license, self.reason, self.note, *_of((self.first, *self.further))]
        return any(one and one.problem for one in [*asked, *texts])


def _of(citations: Sequence[Citation]) -> list[Field]:
    return [one for row in citations for one in (row.url, row.quote, row.date, row.locator, row.archive)]


def part_form(
    key: PartKey,
    typed: Typed,
    *,
    reading: Reading,
    mark: Mark,
    drafted: Proposed | None,
    seen: str,
    base: int | None,
    is_first: bool,
    on_record: Fact | None,
    looks: Mapping[str, Looked],
    searched: str,
    today: date,
) -> PartForm:
    """The form of one component. `searched` is the part whose license somebody is looking up.

    `seen` and `base` are what the draft and the record were when it was shown; the form carries them along.
    """
    make = Maker(key, typed, {one.field: one.said for one in reading.problems}, looks, today)
    component = components.ALL[key.component]
    asked = fields.choices(component)
    listed = {name: make.options(name, rows) for name, rows in asked.items()}
    citations = [make.citation(number) for number in range(1, fields.MOST_CITATIONS + 1)]
    license = make.field("license") if fields.has_license(component) else None
    topics = tuple(Choice(topic, fields.TOPICS[topic]) for topic in fields.topics(component))
    return PartForm(
        key=key,
        id=make.id(""),
        component=component,
        mark=mark,
        is_drafted=drafted is not None,
        is_first=is_first,
        seen=seen,
        base=base,
        license_on_record=on_record.license if on_record and on_record.license != NOASSERTION else "",
        reads=_reads(reading),
        first=citations[0],
        further=tuple(citations[1:]),
        license=license,
        meaning=picker.meaning(license.value) if license else None,
        matches=picker.matches(license.value) if license and searched == str(key) else (),
        availability=make.options("availability", fields.availability(component, reviewed=base is not None)),
        coverage=listed["coverage"],
        gate=listed["gate"],
        quality=listed.get("quality"),
        rights=listed.get("rights"),
        rights_reason=listed.get("rights_reason"),
        contents_rights=listed.get("contents_rights"),
        peer_reviewed=listed.get("peer_reviewed"),
        topics=make.options("covers", topics) if topics else None,
        reason=make.field("reason") if component.may_be_not_applicable else None,
        note=make.field("note"),
    )


def _reads(reading: Reading) -> ReadsAs | None:
    fact = reading.proposed.fact if reading.proposed else None
    return reads_as(fact) if isinstance(fact, Fact) else None


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes the fields of one part from what was typed into them."""

    key: PartKey
    typed: Typed
    problems: Mapping[str, str]
    looks: Mapping[str, Looked]
    today: date

    def id(self, field: str) -> str:
        return "-".join(("f", *str(self.key).replace("]", "").replace(".", "_").split("["), field)).strip("-")

    def field(self, name: str, default: str = "") -> Field:
        value = self.typed.get(name, "") or default
        return Field(f"{self.key}.{name}", self.id(name), value, self.problems.get(name, ""))

    def options(self, name: str, rows: Sequence[Choice]) -> Options:
        chosen = set(self.typed.get(name, "").split(","))
        made = tuple(
            Option(f"{self.id(name)}-{row.value}", str(row.value), row.name, row.hint, row.value in chosen)
            for row in rows
        )
        return Options(f"{self.key}.{name}", self.id(name), made, self.problems.get(name, ""))

    def citation(self, number: int) -> Citation:
        mark = str(number) if number > 1 else ""
        url = self.field(f"url{mark}")
        return Citation(
            number,
            url,
            self.field(f"quote{mark}"),
            self.field(f"date{mark}", self.today.isoformat()),
            self.field(f"locator{mark}"),
            self.field(f"archive{mark}"),
            self.looks.get(url.value),
        )
