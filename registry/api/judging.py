"""Why, and what if: verdicts followed to their proofs, and documents judged without being kept."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from registry.api.documents import FORMS, asked_definitions, sent
from registry.api.problems import Problem
from registry.api.read import Read
from registry.api.scorecards import MODEL, scorecard_of
from registry.api.shapes.judged import (
    Changed,
    Compared,
    Evaluated,
    Trace,
    WhatIfOfModel,
    differs,
    traced,
)
from registry.openness import definitions
from registry.openness.facts import Facts
from registry.openness.judged import judge, judge_facts
from registry.openness.what_if import what_if_all
from registry.scorecards.queries import ScorecardPage

DEFINITION = OpenApiParameter(
    "definition",
    str,
    many=True,
    enum=list(definitions.shipped()),
    description="Only these; repeat it for more.",
)
SUFFIX = OpenApiParameter(
    "suffix", str, enum=FORMS, description="The form of the document where no content type says it."
)
DOCUMENT: dict[str, Any] = {
    "application/json": OpenApiTypes.OBJECT,
    "application/toml": OpenApiTypes.STR,
    "application/yaml": OpenApiTypes.STR,
}
REFUSALS = {
    400: OpenApiResponse(Problem, "The document cannot be read; the detail names the line or the key."),
    413: OpenApiResponse(Problem, "The document is larger than 256 KB."),
    415: OpenApiResponse(Problem, "Neither JSON, TOML nor YAML."),
}
NO_MODEL = {404: OpenApiResponse(Problem, "No model has this path.")}


class Judging(Read):
    """Takes documents too; nothing of them is kept."""

    methods = "GET, HEAD, POST, OPTIONS"
    parameters = frozenset({"definition", "suffix"})


class Evaluate(Judging):
    methods = "POST, OPTIONS"

    @extend_schema(
        operation_id="evaluate",
        summary="Judge a facts document",
        description=(
            "A facts document (JSON or TOML) or a record of the Model Openness Tool (YAML) in; every verdict "
            "with its clauses, the facts behind them, what is missing and what a better result would take "
            "out. Nothing is kept. The same as manage.py evaluate."
        ),
        tags=["evaluate"],
        parameters=[DEFINITION, SUFFIX],
        request=DOCUMENT,
        responses={200: Evaluated, **REFUSALS},
    )
    def post(self, request: Request) -> Response:
        by = asked_definitions(request)
        judged = judge(sent(request), by)
        described = judged.document
        return Response(
            {
                "name": described.name,
                "about": dict(described.about),
                "notes": list(described.notes),
                "verdicts": traced(judged.rows),
            }
        )


class TraceOfModel(Read):
    """Why: each clause of each verdict, the facts it was judged by and where they can be seen."""

    parameters = frozenset({"definition"})

    @extend_schema(
        operation_id="models_trace",
        summary="Why: clause, facts, proof and outcome of every verdict",
        tags=["models"],
        parameters=[*MODEL, DEFINITION],
        responses={200: Trace, 400: OpenApiResponse(Problem, "A parameter is not understood."), **NO_MODEL},
    )
    def get(self, request: Request, organization: str, name: str) -> Response:
        page = scorecard_of(organization, name)
        rows = judge_facts(facts_of(page), asked_definitions(request))
        return Response({"path": page.path, "name": page.name, "verdicts": traced(rows)})


class WhatIf(Judging):
    """What a better result would take, and what other facts would change."""

    @extend_schema(
        operation_id="models_what_if",
        summary="What it would take to meet a definition or to reach a higher level",
        tags=["models"],
        parameters=[*MODEL, DEFINITION],
        responses={
            200: WhatIfOfModel,
            400: OpenApiResponse(Problem, "A parameter is not understood."),
            **NO_MODEL,
        },
    )
    def get(self, request: Request, organization: str, name: str) -> Response:
        page = scorecard_of(organization, name)
        facts = facts_of(page)
        asked = asked_definitions(request)
        answers = what_if_all(asked, facts)
        found = {one.id: answer for one, answer in zip(asked, answers, strict=True)}
        return Response(WhatIfOfModel({"path": page.path, "name": page.name, "verdicts": found}).data)

    @extend_schema(
        operation_id="models_what_if_changed",
        summary="What would change if these facts were so",
        description="The facts of the document take the place of the same components of the record.",
        tags=["models"],
        parameters=[*MODEL, DEFINITION, SUFFIX],
        request=DOCUMENT,
        responses={200: Changed, **REFUSALS, **NO_MODEL},
    )
    def post(self, request: Request, organization: str, name: str) -> Response:
        by = asked_definitions(request)
        described = sent(request)
        page = scorecard_of(organization, name)
        rows = judge_facts(_replaced(facts_of(page), described.facts), by)
        before = {row.definition: row for row in page.verdicts}
        after = traced(rows)
        compared = {
            row.definition.id: {
                "before": Compared().fields["before"].to_representation(before[row.definition.id])
                if row.definition.id in before
                else None,
                "after": after[row.definition.id],
                "differs": differs(before.get(row.definition.id), row),
            }
            for row in rows
        }
        notes = list(described.notes)
        return Response({"path": page.path, "name": page.name, "notes": notes, "verdicts": compared})


def facts_of(page: ScorecardPage) -> Facts:
    """The facts a scorecard shows, as they were judged."""
    return Facts.of((row.fact for row in page.findings), page.release)


def _replaced(record: Facts, said: Facts) -> Facts:
    named = {component for component, _ in said.components}
    kept = {key: fact for key, fact in record.components.items() if key[0] not in named}
    return Facts({**kept, **said.components}, {**record.release, **said.release})
