"""Watching models: being told of what happens to them."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from registry.catalog import watches
from registry.web.acting import actor_of, signed_in
from registry.web.templatetags.facts import model_url, page_of_model
from registry.web.views.errors import elsewhere, refused
from registry.web.views.talk import model_at


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def watch(request: HttpRequest, organization: str, name: str) -> HttpResponseBase:
    """A button to watch a model, or to watch it no longer: opening the page alone does neither."""
    path = f"{organization}/{name}"
    model, person = model_at(path), actor_of(request).person
    if model is None:
        return elsewhere(request, path, "watch/")
    if request.method == "POST":
        try:
            if "stop" in request.POST:
                watches.unwatch(person, model)
            else:
                watches.watch(person, model, now=timezone.now())
        except watches.TooMany:
            reason = gettext("You watch as many models as one person can.")
            return refused(request, reason, gettext("Back to the record"), model_url(path))
        return HttpResponseRedirect(page_of_model(path, "watch"))
    context = {"here": "models", "model": model, "is_watched": watches.is_watched(person.pk, model.pk)}
    return render(request, "web/watch.html", context)


@signed_in
@require_safe
def watched(request: HttpRequest) -> HttpResponse:
    """What somebody watches."""
    rows = watches.watched(actor_of(request).person)
    return render(request, "web/watches.html", {"rows": rows})
