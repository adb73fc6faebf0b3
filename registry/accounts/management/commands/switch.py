"""manage.py switch [NAME on|off --because REASON]: the switches of the whole site.

Without a name it lists them. Exit code 0: done. 1: there is no such switch, or no reason was given.
"""

from argparse import ArgumentTypeError
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from registry.accounts import flags
from registry.accounts.actors import OPERATOR
from registry.accounts.models import Switch


class Command(BaseCommand):
    help = (
        "read_only: nothing is written. deny_login: nor is anybody signed in. signups_closed: nobody can "
        "sign up. All processes see it at once; pages and badges are served on."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", nargs="?", choices=flags.Name.values)
        parser.add_argument("to", nargs="?", choices=["on", "off"])
        parser.add_argument("--because", default="", help="the reason, which is kept")
        parser.add_argument("--hours", type=_hours, help="after so many it goes off by itself")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["name"] is None:
            self._list()
            return
        if options["to"] is None or not options["because"].strip():
            raise CommandError('Say on or off, and why: manage.py switch read_only on --because "…"')
        now, hours = timezone.now(), options["hours"]
        until = now + timedelta(hours=hours) if hours and options["to"] == "on" else None
        turn_on = options["to"] == "on"
        flags.switch(options["name"], turn_on, because=options["because"], by=OPERATOR, now=now, until=until)
        self._list()

    def _list(self) -> None:
        on, kept = flags.on(), {row.name: row for row in Switch.objects.all()}
        for name in flags.Name.values:
            row = kept.get(name)
            why = f"  since {row.since:%Y-%m-%d %H:%M} UTC: {row.because}" if row and name in on else ""
            end = f" (until {row.until:%Y-%m-%d %H:%M} UTC)" if row and row.until and name in on else ""
            self.stdout.write(f"{name:<15} {'on ' if name in on else 'off'}{why}{end}")


def _hours(text: str) -> float:
    try:
        hours = float(text)
    except ValueError:
        hours = 0
    if not 0 < hours <= 24 * 365:
        raise ArgumentTypeError("must be a number of hours")
    return hours
