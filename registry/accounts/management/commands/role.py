"""manage.py role list|give|take: who may review, curate and run the site.

Exit code 0: done. 1: it cannot be done, for the reason that is said. An administrator is made here only.
"""

import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from registry.accounts import factors, grants
from registry.accounts.actors import OPERATOR
from registry.accounts.models import User
from registry.accounts.office import LISTED, find
from registry.accounts.refusals import Refused
from registry.accounts.roles import Role


class Command(BaseCommand):
    help = "Give a role to somebody, or take it; everybody who holds the role is mailed."

    def add_arguments(self, parser: CommandParser) -> None:
        verb = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
        verb.add_parser("list", help="who holds which role")
        for name, does in (("give", "give a role"), ("take", "take a role")):
            one = verb.add_parser(name, help=does)
            one.add_argument("username")
            one.add_argument("role", choices=[role.value for role in LISTED])
            one.add_argument("--because", required=True, help="the reason, which is kept")
            one.add_argument("--operator", default="", help="who you are, for the log; else your login here")

    def handle(self, *args: Any, verb: str, **options: Any) -> None:
        if verb == "list":
            self._list()
            return
        person = find(options["username"])
        if person is None:
            raise CommandError(f"Nobody is called {options['username']}.")
        try:
            _change(verb, person, Role(options["role"]), options)
        except Refused as refused:
            raise CommandError(f"Refused: {refused.code.replace('_', ' ')}.") from refused
        self._list()

    def _list(self) -> None:
        for role in LISTED:
            for person in grants.holders(role, now=timezone.now()):
                lacks = "" if factors.of(person).exists() else "  (no second factor: cannot act)"
                self.stdout.write(f"{role:<10} {person.username}{lacks}")


def _change(verb: str, person: User, role: Role, options: dict[str, Any]) -> None:
    operator, because, now = options["operator"] or getpass.getuser(), options["because"], timezone.now()
    if verb == "give":
        grants.appoint(person, role, by=OPERATOR, operator=operator, because=because, now=now)
    else:
        grants.revoke(person, role, by=OPERATOR, because=f"{because} (Operator: {operator})", now=now)
