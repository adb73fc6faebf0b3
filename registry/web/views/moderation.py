"""What curators did and why, for everybody; taking a text down, for them."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from registry.accounts.roles import Role
from registry.assessments.moderation import take_downs
from registry.assessments.moderation.reportable import TAKEN_DOWN, find
from registry.assessments.queries import moderation as queries
from registry.assessments.queries.moderation import LogRow
from registry.web.acting import actor_of, with_role
from registry.web.acts import Act, typed
from registry.web.caching import public_page
from registry.web.feeds import Entry, atom
from registry.web.templatetags.moderation import act, by_whom, place, reason


@public_page
def moderation(request: HttpRequest) -> HttpResponse:
    """What may stand in the record, who decides, how to object, and all that was decided."""
    context = {"here": "moderation", "log": queries.log(before=_number(request.GET.get("before", "")))}
    return render(request, "web/moderation.html", context)


@public_page
def feed(request: HttpRequest) -> HttpResponse:
    """The newest acts of moderation, for feed readers."""
    return atom(
        gettext("Sourceform: moderation"),
        page=reverse("web:moderation"),
        feed=reverse("web:moderation-feed"),
        entries=[_entry(row) for row in queries.log().rows],
    )


def _entry(row: LogRow) -> Entry:
    title = f"{act(row)}: {row.model}" if row.model else act(row)
    text = f"{by_whom(row)}. {reason(row)}"
    return Entry(title, f"{reverse('web:moderation')}?before={row.id + 1}#e-{row.id}", text, row.at)


class TakeDownForm(Act):
    """Why a text has to go."""

    because = forms.CharField(
        label=_("Reason"),
        max_length=take_downs.LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody reads this in place of the text. Do not repeat what is to go."),
    )


@with_role(Role.CURATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def take_down(request: HttpRequest, kind: str, key: str) -> HttpResponseBase:
    """What would go, and a form to say why."""
    thing = find(kind, key) if kind in TAKEN_DOWN else None
    if thing is None:
        raise Http404
    form = TakeDownForm(typed(request))
    if request.method == "POST":
        by, now = actor_of(request), timezone.now()
        done = form.try_to(
            lambda: take_downs.take_down(kind, key, because=form.cleaned_data["because"], by=by, now=now)
        )
        if done is not None:
            return HttpResponseRedirect(place(thing) or reverse("web:moderation"))
    context = {"form": form, "thing": thing, "texts": take_downs.words_of(thing)}
    return render(request, "web/take_down.html", context, status=form.status if form.errors else 200)


def _number(text: str) -> int:
    """The number of an event; 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0
