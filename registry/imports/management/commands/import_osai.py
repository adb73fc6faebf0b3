"""manage.py import_osai PATH: the systems of the European Open Source AI Index."""

from registry.imports.management.commands._source_command import SourceCommand


class Command(SourceCommand):
    help = "Import the European Open Source AI Index (a copy of its database, or its *.yaml files)."
    origin = "osai"
