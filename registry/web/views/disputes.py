"""Disputes: to open one, to read both sides, to answer and to decide, and the list of all."""

import re
from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from registry.assessments.disputes import challenges, decisions, opened_assessments
from registry.assessments.models import Dispute
from registry.assessments.proposals.proposed import Cited, Key
from registry.assessments.queries import disputes as queries
from registry.assessments.refusals import Refused
from registry.assessments.texts import statements
from registry.web.acting import actor_of, signed_in
from registry.web.acts import Act, refused_page, typed
from registry.web.caching import public_page
from registry.web.templatetags.facts import model_url
from registry.web.views.errors import elsewhere, unknown
from registry.web.views.talk import model_at

_KEY = re.compile(r"([a-z0-9-]{1,40})(?:\[([a-z0-9._-]{1,40})\])?")


class DisputeForm(Act):
    """Why a finding is held to be wrong, and one page that shows it."""

    reason = forms.CharField(
        label=_("What is wrong with it"),
        max_length=statements.LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What the finding says, and what is the case. Everybody can read this."),
    )
    url = forms.CharField(label=_("Address of a page that shows it"), max_length=statements.LONGEST_URL)
    quote = forms.CharField(
        label=_("The words that show it"),
        max_length=statements.LONGEST_QUOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Word for word, as short as will do."),
    )
    accessed_on = forms.CharField(
        label=_("Day you saw it"), max_length=10, widget=forms.TextInput(attrs={"type": "date"})
    )


class WordsForm(Act):
    """An answer, or the reason of a decision."""

    words = forms.CharField(
        label=_("In your words"),
        max_length=statements.LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("At least 20 characters. Everybody can read this."),
    )

    def _field(self, place: str) -> str | None:
        return "words"


def key_of(text: str) -> Key | None:
    """The finding that `final-weights[vae]` names."""
    found = _KEY.fullmatch(text)
    return (found[1], found[2] or "") if found else None


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def dispute_finding(request: HttpRequest, organization: str, name: str, finding: str) -> HttpResponseBase:
    """A form to challenge one finding of a model."""
    path = f"{organization}/{name}"
    model, key = model_at(path), key_of(finding)
    if model is None:
        return elsewhere(request, path, f"dispute/{finding}/")
    evidence = challenges.disputable(model, key) if key else None
    if key is None or evidence is None:
        return unknown(
            request,
            gettext("Nobody has recorded this finding: there is nothing to dispute."),
            gettext("See the record"),
            model_url(path),
        )
    by, now = actor_of(request), timezone.now()
    form = DisputeForm(typed(request), initial={"accessed_on": date.today().isoformat()})
    if request.method == "POST":
        row = form.try_to(
            lambda: challenges.open_dispute(
                model,
                key,
                reason=form.cleaned_data["reason"],
                citations=[_cited(form.cleaned_data)],
                by=by,
                now=now,
            )
        )
        if row is not None:
            return HttpResponseRedirect(reverse("web:dispute", args=[row.pk]))
    context = {
        "here": "models",
        "model": model,
        "key": key,
        "evidence": evidence,
        "fact": queries.fact_of(evidence),
        "form": form,
        "standing": challenges.standing_of(by.person, model, key),
    }
    return render(request, "web/dispute_new.html", context, status=form.status if form.errors else 200)


def _cited(typed: Mapping[str, str]) -> Cited:
    return Cited(typed["url"].strip(), typed["quote"].strip(), typed["accessed_on"].strip())


@public_page
def dispute(request: HttpRequest, number: UUID) -> HttpResponse:
    """Both sides of one dispute; whoever is concerned can act on it."""
    return _page(request, number)


def _page(
    request: HttpRequest, number: UUID, form: WordsForm | None = None, *, status: int = 200
) -> HttpResponse:
    page = queries.page(number, actor_of(request), now=timezone.now())
    if page is None:
        raise Http404
    context = {"here": "models", "page": page, "form": form or WordsForm()}
    return render(request, "web/dispute.html", context, status=status)


@signed_in
@require_POST
def act(request: HttpRequest, number: UUID) -> HttpResponse:
    """One step in a dispute: what is to be done is named by the button that was pressed."""
    rows = Dispute.objects.select_related("model__organization", "evidence")
    row = rows.filter(pk=number, model__hidden=False).first()
    if row is None:
        raise Http404
    here = reverse("web:dispute", args=[number])
    do, form = request.POST.get("do", ""), WordsForm(request.POST)
    if do in ("withdraw", "acknowledge"):
        try:
            _move(request, row, do)
        except Refused as refused:
            return refused_page(request, refused, gettext("Back to the dispute"), here)
    elif form.try_to(lambda: _decide(request, row, do, form.cleaned_data["words"])) is None:
        return _page(request, number, form, status=form.status)
    return HttpResponseRedirect(here)


def _move(request: HttpRequest, row: Dispute, do: str) -> None:
    by, now = actor_of(request), timezone.now()
    if do == "withdraw":
        challenges.withdraw(row, by=by, now=now)
    else:
        decisions.acknowledge(row, by=by, now=now)


def _decide(request: HttpRequest, row: Dispute, do: str, words: str) -> object:
    by, now = actor_of(request), timezone.now()
    opening = opened_assessments.opening(by, now)
    match do:
        case "answer":
            return challenges.answer(row, text=words, by=by, now=now)
        case "escalate":
            return decisions.escalate(row, because=words, by=by, now=now)
        case "dismiss":
            return decisions.dismiss(row, because=words, by=by, now=now)
        case "uphold":
            return decisions.uphold(row, because=words, by=by, now=now, opening=opening)
        case "vote-dismiss":
            return decisions.vote(row, upheld=False, because=words, by=by, now=now, opening=opening)
        case "vote-uphold":
            return decisions.vote(row, upheld=True, because=words, by=by, now=now, opening=opening)
    raise Http404


@public_page
def listed(request: HttpRequest) -> HttpResponse:
    """Open disputes, those that wait longest first, or closed ones."""
    group = "closed" if request.GET.get("state") == "closed" else "open"
    context = {"here": "models", "group": group, "rows": queries.listed(group, now=timezone.now())}
    return render(request, "web/disputes.html", context)
