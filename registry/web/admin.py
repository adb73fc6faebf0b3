"""Django's admin, for operators; at ADMIN_PATH, and nowhere unless that is set. It shows jobs, and no more.

Nothing of the record stands here: facts change by review, on the site, and evidence, revisions and events do
not change at all.
"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.core.cache.backends.locmem import LocMemCache
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from rest_framework.throttling import SimpleRateThrottle

from registry.accounts.models import Event
from registry.jobs import ages, queries, verbs
from registry.jobs.models import Job


class Logins(SimpleRateThrottle):
    """How often one address may try to log in, in each web process."""

    scope = "login"
    rate = "10/h"
    cache = LocMemCache("login-throttle", {"OPTIONS": {"MAX_ENTRIES": 10_000}})

    def get_cache_key(self, request: Any, view: Any) -> str:
        return f"login:{self.get_ident(request)}"


class AllLogins(Logins):
    """How often anybody may: a password is not guessed from many addresses either."""

    scope = "logins"
    rate = "60/h"

    def get_cache_key(self, request: Any, view: Any) -> str:
        return "login"


class Site(admin.AdminSite):
    site_header = site_title = "Sourceform"
    index_title = "Operation"
    enable_nav_sidebar = False

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        limits: list[Any] = [Logins(), AllLogins()]
        if request.method == "POST" and not all(limit.allow_request(request, None) for limit in limits):
            refused = "Too many tries. Wait an hour.\n"
            return HttpResponse(
                refused, status=429, content_type="text/plain", headers={"Retry-After": "3600"}
            )
        return super().login(request, extra_context)


class Because(ActionForm):
    because = forms.CharField(required=False, max_length=2000, label="Reason, to park:")


class JobAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic in its stubs only
    """Jobs to look at, with two verbs for who may change jobs; each act is kept as an event."""

    list_display = ("id", "state", "kind", "queue", "age", "attempts", "run_after", "key", "problem")
    list_filter = ("state", "queue", "kind")
    search_fields = ("key", "request_id")
    ordering = ("-id",)
    show_full_result_count = False
    action_form = Because
    actions = ("retry", "park")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Job | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Job | None = None) -> bool:
        return False

    def has_settle_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("jobs.change_job")

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

    @admin.action(description="Retry parked jobs", permissions=["settle"])
    def retry(self, request: HttpRequest, chosen: QuerySet[Job]) -> None:
        self._each(request, chosen, "retry", lambda job: verbs.retry(job.pk) is not verbs.Retried.NOT_PARKED)

    @admin.action(description="Park waiting jobs", permissions=["settle"])
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
        now = timezone.now()
        Event.objects.bulk_create(
            Event(at=now, actor_id=request.user.pk, verb=f"jobs.{verb}", target=f"job {job.pk}")
            for job in done
        )
        left = len(chosen) - len(done)
        self.message_user(
            request, f"{verb}: {len(done)} done" + (f", {left} in another state." if left else ".")
        )


site = Site(name="admin")
site.register(Job, JobAdmin)
