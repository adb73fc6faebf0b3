"""Claiming an organization: what to put where on the hub, and what came of looking for it."""

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from registry.assessments.makers import claims, speakers
from registry.assessments.makers.membership import PROVIDER, membership_of
from registry.assessments.models import Claim, MakerLink
from registry.assessments.refusals import Refused
from registry.catalog.models import Organization
from registry.web.acting import actor_of, signed_in
from registry.web.acts import Act, refused_page
from registry.web.views.errors import missing


class WhereForm(Act):
    """In which repository the file is."""

    repository = forms.CharField(
        label=_("Repository that holds the file"),
        max_length=120,
        help_text=_("Any public model repository of the organization; an empty new one will do."),
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Whether whoever asks speaks for this organization, and how to show it."""
    organization = Organization.objects.filter(slug=slug).first()
    if organization is None:
        return missing(request, slug)
    if request.method != "POST":
        return _page(request, organization)
    form = WhereForm(request.POST)
    try:
        if request.POST.get("do") == "look":
            open_claim = claims.begin(organization, by=actor_of(request), now=timezone.now())
            if form.try_to(lambda: _look(request, open_claim, form)) is None:
                return _page(request, organization, form, status=form.status)
        else:
            _do(request, organization)
    except Refused as refused:
        back = reverse("web:claim", args=[slug])
        return refused_page(request, refused, gettext("Back to the claim"), back)
    return HttpResponseRedirect(reverse("web:claim", args=[slug]))


def _look(request: HttpRequest, row: Claim, form: WhereForm) -> Claim:
    name = form.cleaned_data["repository"].strip()
    full = name if "/" in name else f"{row.organization.slug}/{name}"
    return claims.look(row, repository=full, by=actor_of(request), now=timezone.now())


def _do(request: HttpRequest, organization: Organization) -> None:
    """Begin, withdraw, prove by membership, or resign."""
    by, now = actor_of(request), timezone.now()
    match request.POST.get("do"):
        case "begin":
            claims.begin(organization, by=by, now=now)
        case "withdraw":
            if row := _open_claim(request, organization):
                claims.withdraw(row, by=by, now=now)
        case "member":
            claims.prove_by_membership(organization, by=by, now=now)
        case "resign":
            if link := _link(request, organization):
                claims.resign(link, by=by, now=now)


def _open_claim(request: HttpRequest, organization: Organization) -> Claim | None:
    mine = Claim.objects.filter(user=actor_of(request).user_id, organization=organization)
    return mine.filter(closed_at__isnull=True).select_related("organization").first()


def _link(request: HttpRequest, organization: Organization) -> MakerLink | None:
    mine = MakerLink.objects.filter(user=actor_of(request).user_id, organization=organization)
    return mine.filter(ended_at__isnull=True).select_related("organization").first()


def _page(
    request: HttpRequest, organization: Organization, form: WhereForm | None = None, *, status: int = 200
) -> HttpResponse:
    now, person = timezone.now(), actor_of(request).person
    open_claim, link = _open_claim(request, organization), _link(request, organization)
    context = {
        "organization": organization,
        "on_hub": claims.on_hub(organization),
        "link": link,
        "holds": speakers.holds(link, now=now) if link else False,
        "claim": open_claim,
        "file": claims.file_of(open_claim) if open_claim else "",
        "form": form or WhereForm(initial={"repository": open_claim.repository if open_claim else ""}),
        "is_member": membership_of(person.pk).holds(organization.slug, now=now),
        "can_sign_in_with_hub": PROVIDER in _providers(),
        "hub": settings.HF_ENDPOINT,
        "models": organization.models.filter(hidden=False).order_by("path")[:20],
    }
    return render(request, "web/claim.html", context, status=status)


def _providers() -> set[str]:
    """The names under which people can sign in from elsewhere, as this installation is set up."""
    apps = getattr(settings, "SOCIALACCOUNT_PROVIDERS", {}).get("openid_connect", {}).get("APPS", [])
    return {app.get("provider_id", "") for app in apps}
