"""manage.py bootstrap NAME NAME [--admin NAME]: the first two curators of an installation.

Afterwards curators make reviewers at /people/roles/. Exit code 0: both are curators. 1: something is in the
way, and nothing was done.
"""

import getpass
from typing import Any

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from registry.accounts import grants, handles
from registry.accounts.actors import OPERATOR
from registry.accounts.models import Grant, User
from registry.accounts.office import find
from registry.accounts.refusals import Refused
from registry.accounts.roles import Role
from registry.web.role_words import REFUSALS
from registry.web.sign_in import mails
from registry.web.sign_in.adapter import is_taken


class Command(BaseCommand):
    help = "Appoint the first two curators of an installation, and if you like its first administrator."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("people", nargs=2, metavar="NAME", help="of an account, or name=address")
        parser.add_argument("--admin", default="", metavar="NAME", help="of one of the two, or of another")
        parser.add_argument(
            "--create",
            action="store_true",
            help="make accounts for name=address, which are mailed a link to set a password",
        )
        parser.add_argument("--operator", default="", help="who you are, for the log; else your login here")

    def handle(self, *args: Any, **options: Any) -> None:
        if Grant.objects.filter(role=Role.CURATOR, revoked_at__isnull=True).exists():
            raise CommandError("There are curators already. They and manage.py role do the rest.")
        operator = options["operator"] or getpass.getuser()
        with transaction.atomic():
            people = [_person(named, create=options["create"]) for named in options["people"]]
            if people[0] == people[1]:
                raise CommandError("Name two people: nobody accepts what they propose themselves.")
            for person in people:
                _appoint(person, Role.CURATOR, operator)
            if options["admin"]:
                _appoint(_person(options["admin"], create=options["create"]), Role.ADMIN, operator)
        names = " and ".join(person.username for person in people)
        self.stdout.write(f"{names} are curators. They need a second factor to act: /account/factors/")


def _person(named: str, *, create: bool) -> User:
    name, _, address = named.partition("=")
    person = find(name)
    if person is not None:
        return person
    if not create:
        raise CommandError(f"Nobody is called {name}. Sign up first, or say name=address with --create.")
    return _made(name, address)


def _made(name: str, address: str) -> User:
    """A new account that only whoever reads the mails to this address can open."""
    try:
        validate_email(address)
    except ValidationError as error:
        raise CommandError(f"{name} needs an address: {name}=somebody@example.org") from error
    if handles.problem(name) or is_taken(name):
        raise CommandError(f"{name} cannot be the name of a new account.")
    if EmailAddress.objects.filter(email__iexact=address, verified=True).exists():
        raise CommandError(f"{address} belongs to an account already.")
    person = User(username=name, email=address)
    person.set_unusable_password()
    person.save()
    row = EmailAddress.objects.create(user=person, email=address, verified=True, primary=True)
    mails.ask(mails.Mail.RESET, row)
    return person


def _appoint(person: User, role: Role, operator: str) -> None:
    because = "First people of this installation."
    try:
        grants.appoint(person, role, by=OPERATOR, operator=operator, because=because, now=timezone.now())
    except Refused as refused:
        raise CommandError(f"{person.username}: {REFUSALS[refused.code]}") from refused
