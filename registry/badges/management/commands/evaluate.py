"""manage.py evaluate FILE...: what every definition says of the models described in these files."""

import json
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from registry.badges import words
from registry.openness import definitions, document
from registry.openness.definitions import Definition
from registry.openness.evaluate import evaluate_all
from registry.openness.syntax import shown
from registry.openness.verdict import Reason, Verdict

FAILED = 2


class Command(BaseCommand):
    help = (
        "Judge facts documents (TOML or JSON, described by registry/openness/facts.schema.json) and records "
        "of the Model Openness Tool (YAML). Needs no database. Exit code 2 when a file or a definition could "
        "not be read."
    )
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument(
            "--definition", action="append", metavar="ID", help="judge by this definition only"
        )
        parser.add_argument(
            "--json", action="store_true", help="one JSON object per line, file and definition"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._judge_all(options["files"], options["definition"], as_json=options["json"])
        except BrokenPipeError:  # the reader has seen enough; what is left has nowhere to go
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def _judge_all(self, files: Sequence[Path], wanted: Sequence[str] | None, *, as_json: bool) -> None:
        chosen = self._chosen(wanted)
        failed = False
        for number, file in enumerate(files):
            try:
                described = document.read(file)
            except document.DocumentError as error:
                self.stderr.write(str(error), self.style.NOTICE)
                failed = True
                continue
            verdicts = evaluate_all(described.facts, chosen)
            if as_json:
                lines = [json.dumps(_as_json(file, described.name, verdict)) for verdict in verdicts]
            else:
                lines = [""] * (number > 0) + list(_table(file, described.name, chosen, verdicts))
            for line in lines:
                self.stdout.write(line)
        if failed:
            sys.exit(FAILED)

    def _chosen(self, wanted: Sequence[str] | None) -> list[Definition]:
        """The definitions asked for, in the order asked; all of them when none is."""
        known = {definition.id: definition for definition in definitions.ordered()}
        unknown = [shown(name) for name in wanted or () if name not in known]
        if unknown:
            self.stderr.write(f"Unknown definition {', '.join(unknown)}; known are {', '.join(known)}.")
            sys.exit(FAILED)
        return [known[name] for name in dict.fromkeys(wanted)] if wanted else list(known.values())


def _as_json(file: Path, name: str, verdict: Verdict) -> dict[str, Any]:
    found = [(reason, clause.id) for clause in verdict.clauses for reason in clause.reasons]
    return {
        "file": str(file),
        "name": name,
        "definition": verdict.definition,
        "outcome": verdict.outcome.value or None,
        "level": verdict.level or None,
        "score": _score(verdict.score),
        "progress": dict(verdict.progress) or None,
        "reasons": [_reason(reason, clause) for reason, clause in found],
        "missing": [
            _reason(reason, next((clause for other, clause in found if other == reason), ""))
            for reason in verdict.missing
        ],
    }


def _score(bounds: tuple[float, float] | None) -> float | list[float] | None:
    """One number when everything is known, else the least and the most it can be."""
    if bounds is None:
        return None
    return bounds[0] if bounds[0] == bounds[1] else list(bounds)


def _reason(reason: Reason, clause: str) -> dict[str, Any]:
    return {
        "code": reason.code,
        "clause": clause,
        "component": reason.component,
        "qualifier": reason.qualifier,
        "value": reason.value,
        "params": dict(reason.params),
    }


def _table(file: Path, name: str, chosen: Sequence[Definition], verdicts: Sequence[Verdict]) -> Iterator[str]:
    """One block per file: a head, then definition, label and a sentence per line."""
    yield f"{shown(name, quotes=False, most=200)}  ({file})"
    rows = [
        (definition.title, words.label(verdict), words.sentence(verdict))
        for definition, verdict in zip(chosen, verdicts, strict=True)
    ]
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    for title, label, sentence in rows:
        yield f"  {title:{widths[0]}}  {label:{widths[1]}}  {sentence}"
