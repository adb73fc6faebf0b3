"""manage.py import_epoch PATH: the notable AI models of Epoch AI."""

from registry.imports.management.commands._source_command import SourceCommand


class Command(SourceCommand):
    help = (
        "Quote how accessible Epoch AI finds notable AI models (its CSV file), with their training compute."
    )
    origin = "epoch"
