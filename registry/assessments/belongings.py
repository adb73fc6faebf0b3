"""What is a person's in this floor: what they take along, and what becomes of it when they go."""

from registry.accounts.actors import Actor
from registry.accounts.belongings import Leaving, Part
from registry.accounts.models import Notification, User
from registry.assessments import workflow
from registry.assessments.models import (
    Answer,
    Assessment,
    Claim,
    CoAuthor,
    Comment,
    DeclaredConflict,
    Dispute,
    EarlierComment,
    EmergencyRevert,
    KeptMark,
    MakerLink,
    ProposedFact,
    Reply,
    Report,
    Review,
    Typed,
    Vote,
)

PARTS = (
    Part("assessments", Assessment, "author"),
    Part("proposed-facts", ProposedFact, "assessment__author"),
    Part("written-with-others", CoAuthor, "user"),
    Part("typed-and-kept", Typed, "user"),
    Part("reviews", Review, "reviewer"),
    Part("review-marks-kept", KeptMark, "reviewer"),
    Part("declared-conflicts", DeclaredConflict, "user"),
    Part("reverts-made-at-once", EmergencyRevert, "by"),
    Part("disputes", Dispute, "by"),
    Part("dispute-answers", Answer, "by"),
    Part("dispute-votes", Vote, "curator"),
    Part("replies", Reply, "by"),
    Part("comments", Comment, "by"),
    Part("comments-before-edits", EarlierComment, "comment__by"),
    Part("reports", Report, "by"),
    Part("claims", Claim, "user"),
    Part("organizations", MakerLink, "user"),
)
OPEN = ("draft", "submitted", "changes_requested", "conflicted")


def blank(user: User, leaving: Leaving) -> None:
    """Withdraw what is open, and blank comments if that is wished."""
    for row in Assessment.objects.filter(author=user, state__in=OPEN).order_by("pk"):
        workflow.withdraw(row, by=Actor(user), now=leaving.now)
    for pk in MakerLink.objects.filter(user=user).values_list("pk", flat=True):
        # Others were told by which account elsewhere it was proved.
        Notification.objects.filter(key__startswith=f"maker:{pk}:").delete()
    if leaving.blank_comments:
        EarlierComment.objects.filter(comment__by=user).delete()
        mine = Comment.objects.filter(by=user)
        mine.filter(deleted_at__isnull=True).update(deleted_at=leaving.now)
        mine.update(text="")
