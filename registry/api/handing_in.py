"""Handing an assessment in, and taking it back."""

from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from registry.accounts.once import Done
from registry.api import bodies, writing
from registry.api.of_people import BASED, ID, IF_MATCH, NONE, ONCE, REFUSED, OfPeople
from registry.api.shapes import assessments as shapes
from registry.assessments import workflow
from registry.assessments.models import Assessment


class Submit(OfPeople):
    methods = "POST, OPTIONS"

    @extend_schema(
        operation_id="assessments_submit",
        summary="Hand an assessment in, to be judged by others",
        description="Also once more, after changes were asked for; then the answer may be left out.",
        tags=["assessments"],
        parameters=[ID, IF_MATCH, ONCE],
        request=shapes.HandIn,
        responses={200: shapes.AssessmentShape, **REFUSED, **NONE, **BASED},
    )
    def post(self, request: Request, assessment: UUID) -> Response:
        now = timezone.now()
        actor = writing.writer(request, now=now)
        row, _ = self.seen(request, assessment)
        version = writing.version_of(request)
        body = bodies.raw_json(request)
        said = bodies.table(body, known={"coi": str, "coi_note": str})
        answers = {"coi": said.get("coi", ""), "coi_note": said.get("coi_note", ""), "version": version}

        def act() -> Done:
            again = row.state == Assessment.State.CHANGES_REQUESTED
            verb = workflow.resubmit if again else workflow.submit
            verb(row, **answers, by=actor, now=now)
            return Done(200, str(row.pk))

        return self.done(writing.done_once(request, actor, body, act))


class Withdraw(OfPeople):
    methods = "POST, OPTIONS"

    @extend_schema(
        operation_id="assessments_withdraw",
        summary="Take an assessment back",
        tags=["assessments"],
        parameters=[ID, ONCE],
        request=None,
        responses={200: shapes.AssessmentShape, **REFUSED, **NONE},
    )
    def post(self, request: Request, assessment: UUID) -> Response:
        now = timezone.now()
        actor = writing.writer(request, now=now)
        row, _ = self.seen(request, assessment)

        def act() -> Done:
            workflow.withdraw(row, by=actor, now=now)
            return Done(200, str(row.pk))

        return self.done(writing.done_once(request, actor, b"", act))
