"""Telling the curators that something should not stand here. Visitors may, too.

Three reports by different people who have work accepted here hide a comment or an assessment until a curator
has looked. A report says nothing to anybody but curators, least of all who made it.
"""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from registry.accounts import limits, trust
from registry.accounts.actors import SYSTEM, Actor, roles_of
from registry.accounts.events import note
from registry.accounts.links import same_person
from registry.accounts.models import User
from registry.accounts.notify import notify
from registry.accounts.roles import Role
from registry.assessments.disputes.parties import curators
from registry.assessments.models import Assessment, Comment, Report
from registry.assessments.moderation import comments
from registry.assessments.moderation.reportable import REPORTED, Thing, find
from registry.assessments.refusals import Missing, NotAllowed, NotYet, Refused, TooMany, WrongState
from registry.assessments.steps import holding
from registry.assessments.texts import wording

LONGEST = 1000  # characters
TO_HIDE = 3  # reports by distinct people of level 1 or more; workflow, abuse handling
A_DAY = timedelta(days=1)
MOST_A_DAY = (5, 20, 50)  # by trust level
MOST_OF_VISITORS = 200  # a day, all of them together
MOST_OF_A_VISITOR = 5
NEW, HELD = "report_new", "report_held"


def report(
    kind: str, key: str, *, category: str, text: str, by: Actor, now: datetime, address: str = ""
) -> Report:
    """Report a thing. `address` is that of a visitor without account, for counting only.

    Raises NotYet, TooMany, WrongState.
    """
    thing = find(kind, key) if kind in REPORTED else None
    if thing is None:
        raise WrongState("no_such_thing")
    _check(category, text)
    reporter = _reporter(by, now)
    _allowance(reporter, address, now)
    try:
        with transaction.atomic():
            row = _written(thing, category, text, reporter, now)
            note("report.made", by=by, target=_named(thing), now=now, details={"category": category})
            _tell(thing, NEW, now)
            if is_too_many(thing, now=now):
                _hide(thing, now)
    except IntegrityError as error:
        raise WrongState("reported_already") from error
    return row


def settle(kind: str, key: str, *, acted: bool, by: Actor, now: datetime) -> int:
    """A curator has looked at the thing and acted or let it stand; how many reports that settles."""
    if Role.CURATOR not in roles_of(by, now=now):
        raise NotAllowed("needs_role", role=Role.CURATOR)
    with transaction.atomic():
        settled = Report.objects.filter(kind=kind, key=key, settled_at__isnull=True).update(
            settled_at=now,
            settled_by=by.person,
            outcome=Report.Outcome.ACTED if acted else Report.Outcome.KEPT,
        )
        if settled:
            details = {"acted": acted, "reports": settled}
            target = f"{kind}:{key}"[:300]
            note("report.settled", by=by, target=target, now=now, details=details, role=Role.CURATOR)
    return settled


def is_too_many(thing: Thing, *, now: datetime) -> bool:
    """Whether enough people who have earned trust say so; several accounts of one person are one."""
    rows = Report.objects.filter(kind=thing.kind, key=thing.key, settled_at__isnull=True, by__isnull=False)
    trusted = {row.by for row in rows.select_related("by") if row.by and trust.level_of(row.by, now=now) > 0}
    people = {min(same_person(user.pk)) for user in trusted if user.pk != thing.author}
    return len(people) >= TO_HIDE


def _hide(thing: Thing, now: datetime) -> None:
    """Hold what can be held; of all else the curators are told."""
    try:
        match thing.row:
            case Comment():
                comments.hold(thing.row, because="reports", by=SYSTEM, now=now)
            case Assessment():
                holding.hold(thing.row, because="reports", by=SYSTEM, now=now)
    except Refused:
        pass  # held already, or settled: then there is nothing left to hide
    _tell(thing, HELD, now)


def _named(thing: Thing) -> str:
    return f"{thing.kind}:{thing.key}"[:300]


def _written(thing: Thing, category: str, text: str, by: User | None, now: datetime) -> Report:
    return Report.objects.create(
        kind=thing.kind,
        key=thing.key,
        address=thing.model_path,
        by=by,
        category=category,
        text=wording.clean(text),
        at=now,
    )


def _check(category: str, text: str) -> None:
    missing = []
    if category not in Report.Category.values:
        missing.append(Missing("category", "not_listed"))
    if len(wording.clean(text)) > LONGEST:
        missing.append(Missing("text", "too_long", {"longest": LONGEST, "shortest": 0}))
    if category == Report.Category.OTHER and not wording.clean(text):
        missing.append(Missing("text", "empty", {"longest": LONGEST, "shortest": 1}))
    if missing:
        raise NotYet(missing)


def _reporter(by: Actor, now: datetime) -> User | None:
    """The person; None for somebody without a verified address, who counts as a visitor."""
    return by.user if Role.CONTRIBUTOR in roles_of(by, now=now) else None


def _allowance(reporter: User | None, address: str, now: datetime) -> None:
    """Raises TooMany."""
    if reporter is not None:
        most = MOST_A_DAY[trust.level_of(reporter, now=now)]
        wait = limits.take(f"reports:{reporter.pk}", limit=most, per=A_DAY, now=now)
    else:
        most = MOST_OF_A_VISITOR
        wait = limits.take(f"reports:from:{address}", limit=most, per=A_DAY, now=now)
        wait = wait or limits.take("reports:visitors", limit=MOST_OF_VISITORS, per=A_DAY, now=now)
    if wait:
        raise TooMany("reports_a_day", wait=wait, most=most)


def _tell(thing: Thing, kind: str, now: datetime) -> None:
    details = {"kind": thing.kind, "key": thing.key}
    key = f"{kind}:{thing.kind}:{thing.key}"[:90] + f":{now:%Y%m%d}"
    target = thing.model_path
    people = [pk for pk in curators() if pk != thing.author]
    notify(people, kind=kind, key=key, target=target, details=details, now=now, at_once=kind == HELD)
