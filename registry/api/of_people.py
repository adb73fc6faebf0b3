"""What all views of assessments share: who may see one, how it is printed, and documented refusals."""

from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework.request import Request
from rest_framework.response import Response

from registry.accounts.actors import Actor
from registry.accounts.models import Token
from registry.accounts.once import Done
from registry.api.acting import MissingScope, actor_of
from registry.api.problems import MEDIA_TYPE, NoSuch, Problem
from registry.api.read import Read
from registry.api.refused import Refusal
from registry.api.shapes import assessments as shapes
from registry.assessments.models import Assessment
from registry.assessments.queries import reading

ID = OpenApiParameter("assessment", UUID, OpenApiParameter.PATH)
IF_MATCH = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, required=True, description='The version you read, as in "3".'
)
ONCE = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    description="A name of your own for this request: sent again within 24 hours it does nothing anew.",
)
UNREAD = {(400, MEDIA_TYPE): OpenApiResponse(Problem, "Not understood; the detail names the place.")}
NONE = {(404, MEDIA_TYPE): OpenApiResponse(Problem, "There is none with this id that you may see.")}
NOBODY = {
    (401, MEDIA_TYPE): OpenApiResponse(Problem, "No token was sent, or none that is good."),
    (403, MEDIA_TYPE): OpenApiResponse(Refusal, "The token may not do this, or you may not."),
}
REFUSED = (
    UNREAD
    | NOBODY
    | {
        (409, MEDIA_TYPE): OpenApiResponse(
            Refusal, "The state, the version or the record is another by now."
        ),
        (422, MEDIA_TYPE): OpenApiResponse(
            Refusal, "Something is missing or wrong, or nothing would change."
        ),
        (429, MEDIA_TYPE): OpenApiResponse(Refusal, "An allowance is used up; Retry-After says how long."),
    }
)
BASED = {(428, MEDIA_TYPE): OpenApiResponse(Problem, "If-Match is missing.")}


class OfPeople(Read):
    """Answers that depend on who asks: kept by nobody."""

    is_private = True

    def seen(self, request: Request, assessment: UUID) -> tuple[Assessment, Actor]:
        """The assessment and who asks for it. Raises NoSuch where they may not see it."""
        actor = actor_of(request)
        if actor.scopes is not None and Token.Scope.READ not in actor.scopes:
            raise MissingScope(Token.Scope.READ)
        row = reading.row_of(assessment, actor, now=timezone.now())
        if row is None:
            raise NoSuch(f"There is no assessment {assessment}.")
        return row, actor

    def shown(self, row: Assessment, *, status: int = 200) -> Response:
        """The assessment as it is now, under its version."""
        fresh = Assessment.objects.select_related("model", "author", "revision").get(pk=row.pk)
        answer = Response(shapes.AssessmentShape(reading.page_of(fresh)).data, status=status)
        answer["ETag"] = f'"{fresh.version}"'
        return answer

    def done(self, done: Done) -> Response:
        """What came of a write; `Idempotency-Replayed` where it had come of it before."""
        answer = self.shown(Assessment(pk=UUID(done.target)), status=done.status)
        if done.status == 201:
            answer["Location"] = f"/api/v1/assessments/{done.target}/"
        if done.again:
            answer["Idempotency-Replayed"] = "true"
        return answer
