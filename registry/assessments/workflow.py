"""Every verb that changes an assessment, for pages, API, admin and commands alike. No other code writes one.

Each takes the assessment, who does it (`by`) and the clock (`now`), works in one transaction and returns the
assessment as it is then. What is refused (refusals.py) has written nothing.
"""

from registry.assessments.drafts import create, edit, split
from registry.assessments.emergency import confirm as confirm_set_back
from registry.assessments.emergency import remind, set_back, undo_unconfirmed
from registry.assessments.expiry import expire, expire_idle, warn_idle
from registry.assessments.holding import discard, hold, release
from registry.assessments.judging import approve, judge, reject, request_changes
from registry.assessments.publishing import base_moved, publish
from registry.assessments.reverts import revert
from registry.assessments.submission import rebase, resubmit, submit, withdraw

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
