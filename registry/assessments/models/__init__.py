"""Tables of what people propose, by noun. Only the verbs of this floor write them."""

from registry.assessments.models.assessment import Assessment, CoAuthor, ProposedFact
from registry.assessments.models.conflict import DeclaredConflict, MakerDomain
from registry.assessments.models.dispute import Answer, Dispute, Vote
from registry.assessments.models.emergency import EmergencyRevert
from registry.assessments.models.maker import Claim, MakerLink
from registry.assessments.models.report import RefusedText, Report
from registry.assessments.models.review import CitationSeen, Review
from registry.assessments.models.reviewing import KeptMark, KeysOff, Stakes
from registry.assessments.models.said import Comment, EarlierComment, Reply
from registry.assessments.models.typed import Typed

__all__ = [
    "Answer",
    "Assessment",
    "CitationSeen",
    "Claim",
    "CoAuthor",
    "Comment",
    "DeclaredConflict",
    "Dispute",
    "EarlierComment",
    "EmergencyRevert",
    "KeptMark",
    "KeysOff",
    "MakerDomain",
    "MakerLink",
    "ProposedFact",
    "RefusedText",
    "Reply",
    "Report",
    "Review",
    "Stakes",
    "Typed",
    "Vote",
]
