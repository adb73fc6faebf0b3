"""manage.py evaluate FILE...: what every definition says of the models described in these files."""

import json
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from registry.badges import words
from registry.openness import document
from registry.openness.definitions import Definition
from registry.openness.judged import Judged, JudgedRow, UnknownDefinition, chosen, judge
from registry.openness.required import BadDemand, Demand, demand
from registry.openness.syntax import shown
from registry.openness.verdict import Reason
from registry.openness.what_if import WhatIf

MISSED, BROKEN = 1, 2


class Command(BaseCommand):
    help = (
        "Judge facts documents (TOML or JSON, described by registry/openness/facts.schema.json) and records "
        "of the Model Openness Tool (YAML). Needs no database. Exit code 0 when all is well, 1 when a "
        "file misses what --require demands, 2 when a file or a demand could not be read."
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

        parser.add_argument(
            "--require",
            action="append",
            default=[],
            metavar="ID[=LEVEL]",
            help="demand of every file that it meets this definition, or reaches this level or score",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            demands = [demand(text) for text in options["require"]]
            listed = chosen(options["definition"])
        except (UnknownDefinition, BadDemand) as error:
            self.stderr.write(str(error))
            sys.exit(BROKEN)
        try:
            code = self._judge_all(options["files"], listed, demands, as_json=options["json"])
        except BrokenPipeError:  # the reader has seen enough; what is left has nowhere to go
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            code = 0
        if code:
            sys.exit(code)

    def _judge_all(
        self, files: Sequence[Path], listed: list[Definition], demands: Sequence[Demand], *, as_json: bool
    ) -> int:
        """Judges each file and returns the exit code."""
        broken = missed = False
        for number, file in enumerate(files):
            try:
                described = document.read(file)
            except document.DocumentError as error:
                self.stderr.write(str(error), self.style.NOTICE)
                broken = True
                continue
            judged = judge(described, listed)
            if as_json:
                lines = [json.dumps(_as_json(file, described.name, row)) for row in judged.rows]
            else:
                lines = [""] * (number > 0) + list(_table(file, judged))
            for line in lines:
                self.stdout.write(line)
            for line in _misses(file, described, demands):
                self.stderr.write(line, self.style.NOTICE)
                missed = True
        return BROKEN if broken else MISSED if missed else 0


def _misses(file: Path, described: document.Document, demands: Sequence[Demand]) -> Iterator[str]:
    """A line for each demand that a file does not meet."""
    for one in demands:
        (row,) = judge(described, [one.definition]).rows
        if not one.is_met(row.verdict):
            said = f"{words.label(row.verdict)}. {words.sentence(row.verdict)}".strip()
            yield f"{file}: {one} is required. {said}"


def _as_json(file: Path, name: str, row: JudgedRow) -> dict[str, Any]:
    verdict = row.verdict
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
            for reason in row.missing
        ],
        "what_if": [_what_if(answer) for answer in row.what_if],
    }


def _what_if(answer: WhatIf) -> dict[str, Any]:
    return {
        "goal": answer.goal,
        "possible": answer.possible,
        "changes": [
            {
                "component": change.component,
                "effort": change.effort.word,
                "needs": {need.facet: [need.found, need.needed] for need in change.needs},
            }
            for change in answer.changes
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


def _table(file: Path, judged: Judged) -> Iterator[str]:
    """One block per file: a head, then definition, label and a sentence per line."""
    yield f"{shown(judged.document.name, quotes=False, most=200)}  ({file})"
    rows = [
        (row.definition.title, words.label(row.verdict), words.sentence(row.verdict)) for row in judged.rows
    ]
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    for title, label, sentence in rows:
        yield f"  {title:{widths[0]}}  {label:{widths[1]}}  {sentence}"
