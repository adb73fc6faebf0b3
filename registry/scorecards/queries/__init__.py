"""Reads of scorecards: each function names the row it returns, and no caller touches a table."""

from registry.scorecards.queries.badges import badge_rows, latest_change, profile_codes
from registry.scorecards.queries.bounded import TooSlow
from registry.scorecards.queries.by_name import path_called
from registry.scorecards.queries.compare import Side, sides
from registry.scorecards.queries.dataset_rows import DatasetPage, DatasetRow
from registry.scorecards.queries.datasets import dataset_list, dataset_page
from registry.scorecards.queries.disagreement import (
    Matrix,
    Parted,
    PartedPage,
    comparable,
    disagreement,
    parted,
)
from registry.scorecards.queries.drift_rows import DriftRow
from registry.scorecards.queries.drifts import (
    DriftFilters,
    DriftOfModel,
    DriftPage,
    drift_list,
    one_drift,
)
from registry.scorecards.queries.exports import export, export_version
from registry.scorecards.queries.families import FamilyPage, FamilyRow, families, family_page
from registry.scorecards.queries.figures import (
    counts,
    definition_results,
    licenses_in_use,
    open_drifts,
    recent_changes,
)
from registry.scorecards.queries.front import FrontPage, Release, front_page
from registry.scorecards.queries.history import (
    Beginning,
    Compared,
    DiffPage,
    HistoryPage,
    HistoryRow,
    beginning,
    difference,
    history,
    revision_of,
)
from registry.scorecards.queries.lineage_rows import BaseRow, DatasetUseRow, Lineage
from registry.scorecards.queries.lineage_tree import Edge, Node, Tree, generations, lineage_tree
from registry.scorecards.queries.list_rows import DISAGREEMENTS, SORTS, Counted, Filters, ListRow, Page
from registry.scorecards.queries.lists import BadCursor, model_list, paths_with_dates
from registry.scorecards.queries.marks import StaleFinding, StaleModel, StalePage, stale_page
from registry.scorecards.queries.narrowing import NONE, SIZE_NAMES
from registry.scorecards.queries.observations import Timeline, TimelineRow, timeline
from registry.scorecards.queries.page import resolve, scorecard_page
from registry.scorecards.queries.rating_rows import ratings_of_organization
from registry.scorecards.queries.results import NOT_ASSESSED, SLUGS, values_of
from registry.scorecards.queries.rows import (
    BadgeRow,
    Counts,
    FindingRow,
    HubEntryRow,
    ProofRow,
    RatingRow,
    RecentChange,
    ResultCount,
    RevisionRow,
    ScorecardPage,
    SourceRow,
    VerdictBrief,
    VerdictChange,
    VerdictRow,
)
from registry.scorecards.queries.suggested import Suggestion, suggestion
from registry.scorecards.queries.trends import (
    Missing,
    MissingRow,
    YearRow,
    by_year,
    modalities,
    most_missing,
    nearly_there,
)

__all__ = [
    "DISAGREEMENTS",
    "NONE",
    "NOT_ASSESSED",
    "SIZE_NAMES",
    "SLUGS",
    "SORTS",
    "BadCursor",
    "BadgeRow",
    "BaseRow",
    "Beginning",
    "Compared",
    "Counted",
    "Counts",
    "DatasetPage",
    "DatasetRow",
    "DatasetUseRow",
    "DiffPage",
    "DriftFilters",
    "DriftOfModel",
    "DriftPage",
    "DriftRow",
    "Edge",
    "FamilyPage",
    "FamilyRow",
    "Filters",
    "FindingRow",
    "FrontPage",
    "HistoryPage",
    "HistoryRow",
    "HubEntryRow",
    "Lineage",
    "ListRow",
    "Matrix",
    "Missing",
    "MissingRow",
    "Node",
    "Page",
    "Parted",
    "PartedPage",
    "ProofRow",
    "RatingRow",
    "RecentChange",
    "Release",
    "ResultCount",
    "RevisionRow",
    "ScorecardPage",
    "Side",
    "SourceRow",
    "StaleFinding",
    "StaleModel",
    "StalePage",
    "Suggestion",
    "Timeline",
    "TimelineRow",
    "TooSlow",
    "Tree",
    "VerdictBrief",
    "VerdictChange",
    "VerdictRow",
    "YearRow",
    "badge_rows",
    "beginning",
    "by_year",
    "comparable",
    "counts",
    "dataset_list",
    "dataset_page",
    "definition_results",
    "difference",
    "disagreement",
    "drift_list",
    "export",
    "export_version",
    "families",
    "family_page",
    "front_page",
    "generations",
    "history",
    "latest_change",
    "licenses_in_use",
    "lineage_tree",
    "modalities",
    "model_list",
    "most_missing",
    "nearly_there",
    "one_drift",
    "open_drifts",
    "parted",
    "path_called",
    "paths_with_dates",
    "profile_codes",
    "ratings_of_organization",
    "recent_changes",
    "resolve",
    "revision_of",
    "scorecard_page",
    "sides",
    "stale_page",
    "suggestion",
    "timeline",
    "values_of",
]
