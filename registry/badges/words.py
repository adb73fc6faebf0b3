"""What verdicts and their reasons are called: every word people read of them, in their language.

Rules of wording: never a value judgment, never "closed" for what nobody has looked at, and a machine draft
never reads as a result.
"""

from registry.badges.answer_words import Answer, answer
from registry.badges.change_words import change, goal, how_many, rest, takes
from registry.badges.reason_words import part_name, reason
from registry.badges.sentences import sentence
from registry.badges.verdict_words import (
    HEADLINE_WORDS,
    Tone,
    VerdictLike,
    is_draft,
    label,
    level_label,
    may_rise,
    tone,
    unreviewed,
)

__all__ = [
    "HEADLINE_WORDS",
    "Answer",
    "Tone",
    "VerdictLike",
    "answer",
    "change",
    "goal",
    "how_many",
    "is_draft",
    "label",
    "level_label",
    "may_rise",
    "part_name",
    "reason",
    "rest",
    "sentence",
    "takes",
    "tone",
    "unreviewed",
]
