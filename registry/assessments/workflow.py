"""Every verb that changes an assessment, for pages, API, admin and commands alike. No other code writes one.

Each takes the assessment, who does it (`by`) and the clock (`now`), works in one transaction and returns the
assessment as it is then. What is refused (refusals.py) has written nothing.
"""

from registry.assessments.steps.drafts import create, edit, split
from registry.assessments.steps.emergency_reverts import confirm as confirm_set_back
from registry.assessments.steps.emergency_reverts import remind, set_back, undo_unconfirmed
from registry.assessments.steps.expiry import expire, expire_idle, warn_idle
from registry.assessments.steps.holding import discard, hold, release
from registry.assessments.steps.judging import approve, judge, reject, request_changes
from registry.assessments.steps.publishing import base_moved, publish
from registry.assessments.steps.reverts import revert
from registry.assessments.steps.submission import rebase, resubmit, submit, withdraw

__all__ = [
    "approve",
    "base_moved",
    "confirm_set_back",
    "create",
    "discard",
    "edit",
    "expire",
    "expire_idle",
    "hold",
    "judge",
    "publish",
    "rebase",
    "reject",
    "release",
    "remind",
    "request_changes",
    "resubmit",
    "revert",
    "set_back",
    "split",
    "submit",
    "undo_unconfirmed",
    "warn_idle",
    "withdraw",
]
