"""manage.py import_fmti PATH: the Foundation Model Transparency Index."""

from registry.imports.management.commands._source_command import SourceCommand


class Command(SourceCommand):
    help = "Quote the Foundation Model Transparency Index (a copy of stanford-crfm/fmti, or *_scores.csv)."
    origin = "fmti"
