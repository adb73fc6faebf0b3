"""manage.py import_osai PATH: the systems of the European Open Source AI Index."""

from typing import Any

from django.core.management.base import CommandParser

from registry.imports import osai, osai_2024
from registry.imports.management.commands._source_command import SourceCommand
from registry.imports.sources import READERS, files_of

EDITIONS = {"12": osai.SOURCE.origin, "14": osai_2024.SOURCE.origin}


class Command(SourceCommand):
    help = (
        "Import the European Open Source AI Index (a copy of its database, or its *.yaml files). The edition "
        "of October 2024, with 14 dimensions, is quoted beside the current one and replaces nothing of it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--edition", choices=EDITIONS, help="how many dimensions it has; found out where it is not given"
        )

    def origin_of(self, options: dict[str, Any]) -> str:
        if options["edition"]:
            return EDITIONS[options["edition"]]
        files = files_of(READERS[osai.SOURCE.origin], options["paths"])
        return EDITIONS["14" if osai_2024.is_edition(files) else "12"]
