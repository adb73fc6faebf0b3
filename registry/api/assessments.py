"""Assessments: read by everybody once handed in; begun and written with a token."""

from typing import Any, ClassVar
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from registry.accounts.models import Token
from registry.accounts.once import Done
from registry.api import bodies, proposals, writing
from registry.api.acting import person_of
from registry.api.of_people import BASED, ID, IF_MATCH, NONE, ONCE, REFUSED, UNREAD, OfPeople
from registry.api.parameters import limit
from registry.api.problems import BadParameter
from registry.api.scorecards import next_url
from registry.api.shapes import assessments as shapes
from registry.api.shapes.judged import made_row
from registry.assessments import workflow
from registry.assessments.models import Assessment
from registry.assessments.proposals import stored
from registry.assessments.proposals.effect import effect
from registry.assessments.proposals.proposed import Key
from registry.assessments.queries import reading
from registry.assessments.refusals import Missing, NotYet
from registry.catalog.models import AIModel
from registry.openness import definitions
from registry.scorecards import queries


class Assessments(OfPeople):
    """What people propose, the newest first."""

    methods = "GET, HEAD, POST, OPTIONS"
    parameters = frozenset({"model", "state", "mine", "cursor", "limit"})

    @extend_schema(
        operation_id="assessments_list",
        summary="Assessments that were handed in, or all of your own",
        tags=["assessments"],
        parameters=[
            OpenApiParameter("model", str, description="Only of the model with this path."),
            OpenApiParameter("state", str, enum=shapes.STATES),
            OpenApiParameter("mine", str, enum=["1"], description="Your own, drafts too; takes a token."),
            OpenApiParameter("cursor", str, description="Where the page begins: from the next of a page."),
            OpenApiParameter("limit", int, description="Assessments a page; at most 100."),
        ],
        responses={200: shapes.AssessmentList, **UNREAD},
    )
    def get(self, request: Request) -> Response:
        asked = request.query_params
        if asked.get("state", shapes.STATES[0]) not in shapes.STATES:
            raise BadParameter("state", f"expected one of {', '.join(shapes.STATES)}")
        if asked.get("mine", "1") != "1":
            raise BadParameter("mine", "expected 1")
        author = person_of(request, Token.Scope.READ).person if "mine" in asked else None
        page = reading.listed(
            model=asked.get("model", "").lower().replace("\0", ""),
            state=asked.get("state", ""),
            author=author,
            after=_cursor(asked.get("cursor", "")),
            limit=limit(asked),
        )
        body = {"results": page.rows, "next": next_url(request, page.next_cursor)}
        return Response(shapes.AssessmentList(body).data)

    @extend_schema(
        operation_id="assessments_create",
        summary="Begin an assessment of a model",
        description="It is a draft that only you see, until you hand it in.",
        tags=["assessments"],
        parameters=[ONCE],
        request=shapes.NewAssessment,
        responses={201: shapes.AssessmentShape, **REFUSED},
    )
    def post(self, request: Request) -> Response:
        now = timezone.now()
        actor = writing.writer(request, now=now)
        body = bodies.raw_json(request)
        said = bodies.table(body, known={"model": str, **proposals.KINDS})

        def act() -> Done:
            model = _model(said.pop("model", ""))
            bases = stored.in_force(model.pk, proposals.keys_of(said))
            facts = proposals.read(said, lambda key: bases[key].pk if key in bases else None)
            made = workflow.create(model, facts=facts, summary=said.get("summary", ""), by=actor, now=now)
            return Done(201, str(made.pk))

        return self.done(writing.done_once(request, actor, body, act))


class AssessmentOf(OfPeople):
    methods = "GET, HEAD, PUT, OPTIONS"

    @extend_schema(
        operation_id="assessments_read",
        summary="One assessment: what it proposes, on what, and what was said of it",
        tags=["assessments"],
        parameters=[ID],
        responses={200: shapes.AssessmentShape, **NONE},
    )
    def get(self, request: Request, assessment: UUID) -> Response:
        return self.shown(self.seen(request, assessment)[0])

    @extend_schema(
        operation_id="assessments_write",
        summary="Say anew what an assessment proposes",
        description=(
            "The body takes the place of all that was proposed; what it leaves out is proposed no more. In "
            "state conflicted it chooses, on the record as it is now, and hands in again."
        ),
        tags=["assessments"],
        parameters=[ID, IF_MATCH],
        request=shapes.Content,
        responses={200: shapes.AssessmentShape, **REFUSED, **NONE, **BASED},
    )
    def put(self, request: Request, assessment: UUID) -> Response:
        now = timezone.now()
        actor = writing.writer(request, now=now)
        row, _ = self.seen(request, assessment)
        version = writing.version_of(request)
        said = bodies.table(bodies.raw_json(request), known=proposals.KINDS)
        there = {one.proposed.key: one.proposed for one in stored.load(row)}
        facts = proposals.read(said, _bases(row, there, said))
        drop = there.keys() - {fact.key for fact in facts}
        if row.state == Assessment.State.CONFLICTED:
            workflow.rebase(row, facts=facts, drop=drop, version=version, by=actor, now=now)
        else:
            summary = said.get("summary", "")
            workflow.edit(row, facts=facts, drop=drop, summary=summary, version=version, by=actor, now=now)
        return self.shown(row)


class EffectOf(OfPeople):
    methods: ClassVar[str] = "GET, HEAD, OPTIONS"

    @extend_schema(
        operation_id="assessments_effect",
        summary="What publishing an assessment would change",
        tags=["assessments"],
        parameters=[ID],
        responses={200: shapes.EffectShape, **NONE},
    )
    def get(self, request: Request, assessment: UUID) -> Response:
        row, _ = self.seen(request, assessment)
        found = effect(row.model, [one.proposed for one in stored.load(row)], now=timezone.now())
        verdicts = {
            one.definition: {
                "before": made_row(definitions.shipped()[one.definition], one.before),
                "after": made_row(definitions.shipped()[one.definition], one.after),
                "changed": one.reads_otherwise,
            }
            for one in found.verdicts
        }
        return Response(shapes.EffectShape({"changes": found.changes, "verdicts": verdicts}).data)


def _bases(row: Assessment, there: Any, said: Any) -> proposals.BaseOf:
    """On what a finding is written that names nothing: what it was written on before, else the record.

    Whoever settles a conflict writes on the record.
    """
    now = stored.in_force(row.model_id, proposals.keys_of(said))
    kept = {} if row.state == Assessment.State.CONFLICTED else there

    def base_of(key: Key) -> int | None:
        if key in kept:
            base: int | None = kept[key].base_id
            return base
        return now[key].pk if key in now else None

    return base_of


def _model(path: str) -> AIModel:
    found = None if "\0" in path else queries.resolve(path)
    model = AIModel.objects.filter(path=found, hidden=False).first() if found else None
    if model is None:
        raise NotYet([Missing("model", "no_such_model")])
    return model


def _cursor(text: str) -> UUID | None:
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError:
        raise BadParameter("cursor", 'expected a cursor from the "next" of a page') from None
