"""Tables of the evidence base, by noun. Only `record.py` and `judge.py` write them."""

from registry.scorecards.models.evidence import Citation, Evidence, ExternalRating, Provenance
from registry.scorecards.models.history import Acceptance, Change, Revision
from registry.scorecards.models.observation import Drift, Mark, Observation
from registry.scorecards.models.scorecard import Definition, Profile, Scorecard, Verdict

__all__ = [
    "Acceptance",
    "Change",
    "Citation",
    "Definition",
    "Drift",
    "Evidence",
    "ExternalRating",
    "Mark",
    "Observation",
    "Profile",
    "Provenance",
    "Revision",
    "Scorecard",
    "Verdict",
]
