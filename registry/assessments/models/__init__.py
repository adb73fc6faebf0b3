"""Tables of what people propose, by noun. Only the verbs of this floor write them."""

from registry.assessments.models.assessment import Assessment, CoAuthor, ProposedFact
from registry.assessments.models.conflict import DeclaredConflict, MakerDomain
from registry.assessments.models.emergency import EmergencyRevert
from registry.assessments.models.review import CitationSeen, Review
from registry.assessments.models.typed import Typed

__all__ = [
    "Assessment",
    "CitationSeen",
    "CoAuthor",
    "DeclaredConflict",
    "EmergencyRevert",
    "MakerDomain",
    "ProposedFact",
    "Review",
    "Typed",
]
