"""manage.py import_mot PATH: the records of the Model Openness Tool."""

from registry.imports.management.commands._source_command import SourceCommand


class Command(SourceCommand):
    help = (
        "Import the records of the Model Openness Tool (a copy of lfai/model_openness_tool, or models/*.yml)."
    )
    origin = "mot"
