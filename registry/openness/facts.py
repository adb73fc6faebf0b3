"""Facts: what was released of one component, how, under which license, with which proof.

A fact is a value. It knows nothing of tables or pages; `document.py` reads and writes it, `merge.py`
combines what several sources say, `inputs.py` keeps the part that verdicts may read.
What goes with what is checked by `admissible.py`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

NOASSERTION = "NOASSERTION"
NONE = "NONE"


class Availability(StrEnum):
    """The availability ladder; `rung` orders it, the last two are off the ladder."""

    RELEASED = "released"
    RELEASED_GATED = "released_gated"
    RECONSTRUCTIBLE = "reconstructible"
    ENUMERATED = "enumerated"
    DESCRIBED = "described"
    MENTIONED = "mentioned"
    WITHHELD = "withheld"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"

    @property
    def rung(self) -> int:
        """6 (released) to 0 (withheld); -1 for unknown and not applicable."""
        return _RUNGS.get(self, -1)


_RUNGS = {
    Availability.RELEASED: 6,
    Availability.RELEASED_GATED: 5,
    Availability.RECONSTRUCTIBLE: 4,
    Availability.ENUMERATED: 3,
    Availability.DESCRIBED: 2,
    Availability.MENTIONED: 1,
    Availability.WITHHELD: 0,
}


class Coverage(StrEnum):
    ALL = "all"
    MOST = "most"
    SOME = "some"
    NONE = "none"
    UNKNOWN = "unknown"


class Gate(StrEnum):
    """What stands between a reader and a download, least strict first."""

    NONE = "none"
    CLICKTHROUGH = "clickthrough"
    REGISTRATION = "registration"
    APPROVAL = "approval"
    PAYMENT = "payment"
    UNKNOWN = "unknown"


class Quality(StrEnum):
    COMPREHENSIVE = "comprehensive"
    PARTIAL = "partial"
    STUB = "stub"
    UNKNOWN = "unknown"


class Rights(StrEnum):
    """Who could lawfully be given the data (OSAID FAQ classes)."""

    OPEN = "open"
    PUBLIC = "public"
    OBTAINABLE = "obtainable"
    UNSHAREABLE = "unshareable"
    UNKNOWN = "unknown"


class RightsReason(StrEnum):
    PRIVACY = "privacy"
    COPYRIGHT = "copyright"
    CONTRACT = "contract"
    INDIGENOUS = "indigenous"
    TECHNICAL = "technical"
    NONE_GIVEN = "none_given"
    UNKNOWN = "unknown"


class ContentsRights(StrEnum):
    """Rights in what a database contains, which a database license does not grant."""

    KNOWN_OPEN = "known_open"
    MIXED = "mixed"
    KNOWN_RESTRICTED = "known_restricted"
    UNKNOWN = "unknown"


class YesNo(StrEnum):
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Origin(StrEnum):
    """Who vouches for a fact, strongest first. The basis of a verdict is one of these."""

    REVIEWED = "reviewed"
    IMPORTED = "imported"
    OBSERVED = "observed"

    @property
    def strength(self) -> int:
        return {"reviewed": 2, "imported": 1, "observed": 0}[self.value]


# Topics a document may cover. Data documents use the first five, reports the last five.
DATA_TOPICS = ("provenance", "scope", "selection", "labeling", "processing")
REPORT_TOPICS = ("data", "architecture", "pretraining", "posttraining", "evaluation")
TOPICS = frozenset(DATA_TOPICS + REPORT_TOPICS)


@dataclass(frozen=True, slots=True)
class Proof:
    """One citation: where it can be seen, in which words, and when somebody looked (ISO date).

    `locator` says where on the page, `archive_url` where a copy is kept.
    """

    url: str = ""
    quote: str = ""
    accessed_on: str = ""
    digest: str = ""
    locator: str = ""
    archive_url: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """What is known of one component (or, with a qualifier, of one sub-model's component)."""

    component: str
    qualifier: str = ""
    availability: Availability = Availability.UNKNOWN
    coverage: Coverage = Coverage.UNKNOWN
    share: str = ""
    gate: Gate = Gate.UNKNOWN
    # An SPDX expression over SPDX ids, our license slugs and LicenseRef-*; NONE; or NOASSERTION.
    license: str = NOASSERTION
    # The string of a record in the Model Openness Tool's own format, which mof-1.0 compares verbatim.
    # None: the fact does not come from such a record and is judged by `license`.
    license_verbatim: str | None = None
    license_source: str = ""
    license_digest: str = ""
    license_inherited_from: str = ""  # distribution, code, data or document; "": stated here
    license_conflict: bool = False
    rights: Rights = Rights.UNKNOWN
    rights_reason: RightsReason = RightsReason.UNKNOWN
    contents_rights: ContentsRights = ContentsRights.UNKNOWN
    quality: Quality = Quality.UNKNOWN
    covers: frozenset[str] | None = None  # None: not stated; once stated it is complete
    peer_reviewed: YesNo = YesNo.UNKNOWN
    venue: str = ""
    persistent_id: str = ""
    reason: str = ""  # why not applicable
    note: str = ""
    proofs: tuple[Proof, ...] = ()
    origin: Origin = Origin.REVIEWED
    source: str = ""  # mot, osai, huggingface, a person's name: which source of that origin
    inherited_from: str = ""  # path of the base model this fact was taken from

    @property
    def key(self) -> tuple[str, str]:
        return (self.component, self.qualifier)

    @property
    def is_known(self) -> bool:
        return self.availability is not Availability.UNKNOWN


@dataclass(frozen=True, slots=True)
class ReleaseFact:
    """A typed value about the release as a whole, such as training compute or monetization."""

    key: str
    value: str  # canonical text: a listed word; "a,b" for stages; a number or "low..high" for training_flop
    proofs: tuple[Proof, ...] = ()
    origin: Origin = Origin.REVIEWED
    source: str = ""


# Release facts and their listed values; an empty tuple means a format of its own (see `release_problem`).
RELEASE_FACTS: Mapping[str, tuple[str, ...]] = {
    "modality": ("text", "code", "image", "audio", "video", "multimodal", "embedding", "other"),
    "stages": (),
    "training_flop": (),
    "gpai": ("yes", "no"),
    "systemic_risk": ("yes", "no"),
    "monetization": ("none", "priced", "dual_licensed", "paid_access_only", "data_for_access"),
    "public_api": ("open", "commercial", "hosted_only", "none"),
    "staged_release": ("yes", "no"),
    "registry_package": ("package", "interface_or_code", "none"),
    "claims_open_source": ("yes", "no"),
    "completeness_claim": (),
    "completeness_check": (),
    "rebuild_judgment": ("yes", "no"),
}
STAGES = ("pretraining", "finetuning", "preference")


@dataclass(frozen=True, slots=True)
class Facts:
    """All facts of one model: at most one per (component, qualifier), and the release facts by key."""

    components: Mapping[tuple[str, str], Fact] = field(default_factory=dict)
    release: Mapping[str, ReleaseFact] = field(default_factory=dict)

    @classmethod
    def of(cls, facts: Iterable[Fact], release: Iterable[ReleaseFact] = ()) -> "Facts":
        """Raises ValueError when two facts speak of the same component and qualifier."""
        rows: dict[tuple[str, str], Fact] = {}
        for fact in facts:
            if fact.key in rows:
                raise ValueError(f"two facts for {name_of(fact)}")
            rows[fact.key] = fact
        return cls(rows, {row.key: row for row in release})

    def __iter__(self) -> Iterator[Fact]:
        return iter(self.components.values())

    def rows(self, component: str) -> list[Fact]:
        """The rows of one component, that without a qualifier being one of them."""
        return [fact for fact in self if fact.component == component]

    def value(self, key: str) -> str:
        """The value of a release fact, or "unknown"."""
        row = self.release.get(key)
        return row.value if row else "unknown"

    def only(self, *origins: Origin) -> "Facts":
        """The facts of these origins; everything else becomes unknown by being absent."""
        return Facts(
            {key: fact for key, fact in self.components.items() if fact.origin in origins},
            {key: row for key, row in self.release.items() if row.origin in origins},
        )

    def with_origin(self, origin: Origin, source: str) -> "Facts":
        return Facts(
            {key: replace(fact, origin=origin, source=source) for key, fact in self.components.items()},
            {key: replace(row, origin=origin, source=source) for key, row in self.release.items()},
        )


def name_of(fact: Fact) -> str:
    """`final-weights` or `final-weights[vae]`."""
    return f"{fact.component}[{fact.qualifier}]" if fact.qualifier else fact.component


def flop_range(value: str) -> tuple[float, float] | None:
    """The low and high end of a compute figure in FLOP, or None when it is not one."""
    low, _, high = value.partition("..")
    try:
        ends = (float(low), float(high or low))
    except ValueError:
        return None
    return ends if 0 <= ends[0] <= ends[1] else None
