"""Django's admin, for operators; at ADMIN_PATH, and nowhere unless that is set.

It shows jobs and switches, with a few verbs, and the record to look at. It accepts nothing and changes no
fact: those change by review, on the site, and evidence, revisions and events do not change at all.
"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.contrib.auth.views import redirect_to_login
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from registry.accounts import events, flags
from registry.accounts.models import Event, Switch
from registry.accounts.roles import Role
from registry.assessments.models import Assessment, Review
from registry.jobs import ages, queries, verbs
from registry.jobs.models import Job
from registry.scorecards.models import Evidence, Revision
from registry.web import acting
from registry.web.acting import Missing, actor_of


class Site(admin.AdminSite):
    """Only for admins in a session with a second factor; signing in is done where everybody does it."""

    site_header = site_title = "Sourceform"
    index_title = "Operation"
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        return acting.missing(actor_of(request), Role.ADMIN) is None

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        here = reverse("admin:index")
        lacking = acting.missing(actor_of(request), Role.ADMIN)
        if lacking is None:
            return HttpResponseRedirect(here)
        if lacking is Missing.SIGN_IN:
            return redirect_to_login(here, reverse("account_login"))
        return acting.not_let_in(request, lacking, Role.ADMIN)

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return HttpResponseRedirect(reverse("account_logout"))

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return HttpResponseRedirect(reverse("account_change_password"))


class ReadOnly(admin.ModelAdmin):  # type: ignore[type-arg]  # generic in its stubs only
    """Rows to look at. Nothing is added, changed or deleted here, one by one or in bulk."""

    ordering = ("-pk",)
    show_full_result_count = False
    list_per_page = 50
    actions: Any = None

    def has_module_permission(self, request: HttpRequest) -> bool:
        return site.has_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return site.has_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class Because(ActionForm):
    because = forms.CharField(required=False, max_length=500, label="Reason:")


class JobAdmin(ReadOnly):
    """Jobs to look at, with two verbs; each act is kept as an event."""

    list_display = ("id", "state", "kind", "queue", "age", "attempts", "run_after", "key", "problem")
    list_filter = ("state", "queue", "kind")
    search_fields = ("key", "request_id")
    action_form = Because
    actions = ("retry", "park")

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        now = timezone.now()
        found = [
            (line, ages.spoken(line.oldest), "" if line.due is None else ages.spoken(line.due))
            for line in queries.lines(now=now)
        ]
        return super().changelist_view(request, (extra_context or {}) | {"lines": found})

    @admin.display(ordering="created_at")
    def age(self, job: Job) -> str:
        return ages.spoken((timezone.now() - job.created_at).total_seconds())

    @admin.display(description="Error")
    def problem(self, job: Job) -> str:
        return job.error[:120]

    @admin.action(description="Retry parked jobs", permissions=["view"])
    def retry(self, request: HttpRequest, chosen: QuerySet[Job]) -> None:
        self._each(request, chosen, "retry", lambda job: verbs.retry(job.pk) is not verbs.Retried.NOT_PARKED)

    @admin.action(description="Park waiting jobs", permissions=["view"])
    def park(self, request: HttpRequest, chosen: QuerySet[Job]) -> None:
        because = request.POST.get("because", "").replace("\x00", "").strip()
        if not because:
            self.message_user(request, "Say why: a job is parked with a reason.", messages.ERROR)
            return
        self._each(request, chosen, "park", lambda job: verbs.park(job.pk, because=because))

    def _each(
        self, request: HttpRequest, chosen: QuerySet[Job], verb: str, act: Callable[[Job], bool]
    ) -> None:
        done = [job for job in chosen if act(job)]
        for job in done:
            events.note(
                f"jobs.{verb}",
                by=actor_of(request),
                target=f"job {job.pk}",
                now=timezone.now(),
                role=Role.ADMIN,
            )
        left = len(chosen) - len(done)
        self.message_user(
            request, f"{verb}: {len(done)} done" + (f", {left} in another state." if left else ".")
        )


class SwitchAdmin(ReadOnly):
    """The switches of the site; each turn is kept as an event with its reason."""

    list_display = ("name", "on", "because", "since", "until")
    action_form = Because
    actions = ("turn_on", "turn_off")

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        for name in flags.Name:
            Switch.objects.get_or_create(name=name, defaults={"on": False, "since": timezone.now()})
        return super().changelist_view(request, extra_context)

    @admin.action(description="Turn on", permissions=["view"])
    def turn_on(self, request: HttpRequest, chosen: QuerySet[Switch]) -> None:
        self._turn(request, chosen, to=True)

    @admin.action(description="Turn off", permissions=["view"])
    def turn_off(self, request: HttpRequest, chosen: QuerySet[Switch]) -> None:
        self._turn(request, chosen, to=False)

    def _turn(self, request: HttpRequest, chosen: QuerySet[Switch], *, to: bool) -> None:
        because = request.POST.get("because", "").replace("\x00", "").strip()
        if not because:
            self.message_user(request, "Say why: a switch is turned with a reason.", messages.ERROR)
            return
        for row in chosen:
            flags.switch(row.name, to, because=because, by=actor_of(request), now=timezone.now())
        self.message_user(request, f"{len(chosen)} turned {'on' if to else 'off'}.")


class EventAdmin(ReadOnly):
    list_display = ("at", "verb", "target", "actor", "role", "via")
    list_select_related = ("actor",)
    search_fields = ("verb", "target", "request_id")


class EvidenceAdmin(ReadOnly):
    list_display = ("id", "component", "source", "origin", "introduced_id", "retired_id")
    list_filter = ("source",)


class RevisionAdmin(ReadOnly):
    list_display = ("id", "number", "model_path", "cause", "at")


class AssessmentAdmin(ReadOnly):
    list_display = ("id", "model", "author", "state", "created_at")
    list_select_related = ("model", "author")
    list_filter = ("state",)


class ReviewAdmin(ReadOnly):
    list_display = ("id", "assessment", "reviewer", "verdict", "at")
    list_select_related = ("reviewer",)


site = Site(name="admin")
site.register(Job, JobAdmin)
site.register(Switch, SwitchAdmin)
site.register(Event, EventAdmin)
site.register(Evidence, EvidenceAdmin)
site.register(Revision, RevisionAdmin)
site.register(Assessment, AssessmentAdmin)
site.register(Review, ReviewAdmin)
