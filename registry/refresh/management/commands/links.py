"""manage.py links check | list: the pages that evidence cites, looked at now or listed by state."""

import time
from argparse import ArgumentTypeError
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django.utils import timezone

from registry.refresh import links, stale
from registry.refresh.links import Checked
from registry.refresh.models import LinkCheck


class Command(BaseCommand):
    help = "Look at the pages that evidence cites, politely, or list them."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        check = verbs.add_parser("check", help="look at the links that are due, one at a time of each host")
        check.add_argument("--limit", type=_count, default=0, help="at most so many; 0: all that are due")
        check.add_argument("--host", default="", help="only of this host")
        check.add_argument("--again", action="store_true", help="also those that are not due yet")
        listed = verbs.add_parser("list", help="print links by state, those that failed first")
        listed.add_argument("--state", choices=LinkCheck.State.values, default="")
        listed.add_argument("--host", default="", help="only of this host")

    def handle(self, *args: Any, verb: str, **options: Any) -> None:
        if verb == "check":
            self._check(options["limit"], options["host"], again=options["again"])
        else:
            self._list(options["state"], options["host"])

    def _check(self, limit: int, host: str, *, again: bool) -> None:
        began = timezone.now()
        found = links.collect(now=began)
        self.stdout.write(f"{found.new} new, {found.again} cited again, {found.dropped} cited no more")
        if again:
            links.make_due(host=host, now=began)
        states: Counter[str] = Counter()
        for checked in links.round_of(host=host, limit=limit, pause=time.sleep):
            states[checked.state] += 1
            self._tell(checked)
        with transaction.atomic():
            marked = stale.restate(now=timezone.now())
        self.stdout.write(_summary(states, marked, timezone.now() - began))

    def _tell(self, checked: Checked) -> None:
        changed = f" (was {checked.before})" if checked.before not in ("unchecked", checked.state) else ""
        self.stdout.write(f"{checked.state}{changed}  {_shown(checked.url)}")

    def _list(self, state: str, host: str) -> None:
        rows = LinkCheck.objects.filter(due_at__isnull=False).order_by("-failures", "pk")
        rows = rows.filter(state=state) if state else rows
        rows = rows.filter(host=host) if host else rows
        for link in rows.iterator():
            since = f", failing since {_day(link.first_failed_at)}" if link.first_failed_at else ""
            said = link.reason or (f"status {link.status}" if link.status else "not looked at yet")
            self.stdout.write(
                f"{link.state}  {_shown(link.url)}  {said}, checked {_day(link.checked_at)}{since}"
            )
        self.stdout.write(f"{rows.count()} links")


def _shown(url: str) -> str:
    """The address as a terminal may show it: codes that would steer it are written out."""
    return "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in url)


def _day(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d}" if moment else "never"


def _summary(states: Counter[str], marked: int, took: timedelta) -> str:
    told = ", ".join(f"{count} {state}" for state, count in sorted(states.items())) or "nothing was due"
    return f"{states.total()} checked: {told}; {marked} marks changed; {took.total_seconds():.1f} s"


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) > 1_000_000:
        raise ArgumentTypeError("expected a number from 0 to 1,000,000")
    return int(text)
