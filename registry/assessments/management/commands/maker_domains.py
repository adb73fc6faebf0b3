"""Mail domains of makers: whoever has a verified address there does not judge assessments of that maker."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from registry.accounts.actors import OPERATOR
from registry.assessments.makers import conflicts_of_interest
from registry.catalog.models import Organization


class Command(BaseCommand):
    help = (
        "List the mail domains of a maker, or note another: a verified address there is a tie to the maker."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("organization", help="The first part of the paths of its models.")
        parser.add_argument("domain", nargs="*", help="Such as acme.example; what lies below it is included.")

    def handle(self, *args: Any, **options: Any) -> None:
        organization = Organization.objects.filter(slug=options["organization"].lower()).first()
        if organization is None:
            raise CommandError(f"no organization {options['organization']!r} is listed")
        for domain in options["domain"]:
            try:
                conflicts_of_interest.note_domain(organization, domain, by=OPERATOR, now=timezone.now())
            except ValueError as error:
                raise CommandError(str(error)) from error
        for domain in sorted(conflicts_of_interest.domains_of(organization.pk)):
            self.stdout.write(domain)
