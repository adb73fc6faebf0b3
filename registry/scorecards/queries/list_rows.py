"""The shapes in which lists of models are asked for and read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from registry.scorecards.queries.rows import VerdictBrief

SORTS = ("downloads", "newest", "changed", "name")
DISAGREEMENTS = (1, 3)


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to, and its order.

    A verdict is asked for by outcome, by level, or as "not_assessed"; a headline component by the name of its
    state. `drafts` shows machine drafts beside the rest; a list of them alone is `state="draft"`.
    `disagree`: so many definitions at least are met, and as many are not. `year` "none" and `size` "unknown"
    ask for models of which nobody stated it.
    """

    q: str = ""
    verdicts: Mapping[str, str] = field(default_factory=dict)
    components: Mapping[str, str] = field(default_factory=dict)
    license: str = ""
    state: str = ""
    drafts: bool = False
    disagree: int = 0
    size: str = ""
    modality: str = ""
    year: str = ""
    organization: str = ""
    sort: str = ""

    @property
    def shows_drafts(self) -> bool:
        return self.drafts or self.state == "draft"


@dataclass(frozen=True)
class ListRow:
    """One model in a list; `verdicts` by definition id."""

    path: str
    name: str
    organization: str
    organization_slug: str
    license: str
    state: str
    fingerprint: str
    released_on: str
    verdicts: Mapping[str, VerdictBrief]
    drift: bool
    changed_at: datetime
    rank: int  # orders what is listed now; says nothing of a past day
    revision: int = 0  # 0 for a machine draft, which has no history
    resembles: str = ""  # slug of the known organization that this one's name looks like


@dataclass(frozen=True)
class Counted:
    """How many models each further filter would leave, the other filters being as they are.

    Each is a number of models by value; `verdicts` and `components` by their id first.
    """

    verdicts: Mapping[str, Mapping[str, int]]
    components: Mapping[str, Mapping[str, int]]
    license: Mapping[str, int]
    state: Mapping[str, int]
    disagree: Mapping[str, int]
    size: Mapping[str, int]
    modality: Mapping[str, int]
    year: Mapping[str, int]


@dataclass(frozen=True)
class Page:
    """A page of a list; `next_cursor` is "" on the last page, `total` counts all pages.

    `capped`: there are at least so many. `drafts` are the machine drafts left out; None when nobody counted.
    `counted` is None where nothing was counted: too many models match a search, or nobody asked.
    `order` is the one that the rows are in, `unasked` the one they would be in had nobody asked for any:
    of SORTS, or "added" (last first) where no downloads are known, "nearest" of a search, "path" of a day.
    """

    rows: tuple[ListRow, ...]
    next_cursor: str
    total: int
    capped: bool = False
    partial: bool = False  # only the most downloaded were searched: the words were too short for an index
    drafts: int | None = None
    counted: Counted | None = None
    definitions: tuple[str, ...] = ()  # ids of the rules in force then, of a list as of a past day
    order: str = SORTS[0]
    unasked: str = SORTS[0]
