"""manage.py import_os_ai_map PATH: the classes of os-ai-map."""

from registry.imports.management.commands._source_command import SourceCommand


class Command(SourceCommand):
    help = "Quote the classes of openness of os-ai-map (a copy of currentai-org/os-ai-map)."
    origin = "os-ai-map"
