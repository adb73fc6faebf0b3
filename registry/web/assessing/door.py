"""The door to the pages of an assessment: whose model it is, who asks, and what becomes of forms too late."""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from registry.accounts.actors import Actor
from registry.accounts.models import User
from registry.accounts.roles import Role
from registry.assessments.proposals import typed_forms
from registry.assessments.proposals.typed_forms import Because, TooLong
from registry.assessments.queries import drafts as queries
from registry.assessments.queries.drafts import Draft
from registry.catalog.models import AIModel
from registry.web.acting import Missing, actor_of, carries_session, missing, private, signed_in
from registry.web.assessing.saving import posted
from registry.web.assessing.steps import STEPS, Step, step_of
from registry.web.assessing.typed import by_part
from registry.web.views.errors import elsewhere

WHO = "registry.web.assessing.who"
WHO_FOR = 60 * 60 * 24 * 30  # seconds a page may stand open


@dataclass(frozen=True)
class Visit:
    """One request to one of these pages."""

    request: HttpRequest
    model: AIModel
    actor: Actor
    now: datetime

    @property
    def user(self) -> User:
        return self.actor.person

    @functools.cached_property
    def draft(self) -> Draft | None:
        return queries.draft_of(self.model, self.user)

    @property
    def is_htmx(self) -> bool:
        return self.request.headers.get("HX-Request") == "true"

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The fields of the form in their order."""
        return [(name, value) for name, values in self.request.POST.lists() for value in values]

    def url(self, page: str, *args: object) -> str:
        """The address of one of the pages of this assessment."""
        organization, _, name = self.model.path.partition("/")
        return reverse(f"web:{page}", args=[organization, name, *args])


Page = Callable[..., HttpResponseBase]


def assessing(view: Page) -> Page:
    """A page about one listed model, for people who are signed in; other spellings of its path redirect.

    A form that arrives after the session has ended is kept for whom the page was made.
    """

    @signed_in
    @functools.wraps(view)
    def entered(request: HttpRequest, organization: str, name: str, **kwargs: object) -> HttpResponseBase:
        path = f"{organization}/{name}"
        model = queries.model_at(path)
        if model is None or model.hidden:
            rest = request.path.partition(f"/{name}/")[2]
            return elsewhere(request, path, rest)
        return view(Visit(request, model, actor_of(request), timezone.now()), **kwargs)

    @functools.wraps(view)
    def answered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        late = request.method == "POST" and missing(actor_of(request), Role.CONTRIBUTOR) is Missing.SIGN_IN
        if late:
            return private(too_late(request, **kwargs))
        return entered(request, *args, **kwargs)

    return answered


def who(user: User) -> str:
    """For whom a form is made, signed, so that it can be kept for them when their session has ended."""
    return signing.dumps(user.pk, salt=WHO)


def _whose(token: str) -> User | None:
    try:
        number = signing.loads(token, salt=WHO, max_age=WHO_FOR)
    except signing.BadSignature:
        return None
    return User.objects.filter(pk=number, is_active=True).first()


def too_late(request: HttpRequest, **where: object) -> HttpResponse:
    """403: what was typed is kept for its author and, whoever that is, shown once more to be copied."""
    model = queries.model_at(f"{where.get('organization')}/{where.get('name')}")
    step = _step(request, where.get("slug"))
    user = _whose(request.POST.get("who", ""))
    pairs = [(name, value) for name, values in request.POST.lists() for value in values]
    form = posted(pairs, step) if step else None
    kept = False
    if model and user and form and step and any(any(texts.values()) for texts in form.parts.values()):
        try:
            typed_forms.keep(
                user, model, step.slug, form.raw(), because=Because.SIGNED_OUT, now=timezone.now()
            )
            kept = True
        except TooLong:
            kept = False
    context = {
        "kept": kept,
        "next": request.path,
        "signed_in": carries_session(request) and request.user.is_authenticated,
        "fields": [
            (f"{key}.{name}", text) for key, row in by_part(pairs).items() for name, text in row.items()
        ],
        "htmx": request.headers.get("HX-Request") == "true",
    }
    template = "web/_signed_out.html" if context["htmx"] else "web/signed_out.html"
    # A fragment takes the place of the line that says what is saved; htmx swaps errors as well.
    return render(request, template, context, status=403)


def _step(request: HttpRequest, slug: object) -> Step | None:
    return step_of(slug) if isinstance(slug, str) else STEPS[0] if slug is None else None
