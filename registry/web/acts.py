"""Doing what a form asks for: what is refused stands beside its field, and what was typed comes back."""

from collections.abc import Callable
from http import HTTPStatus
from typing import TypeVar

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext

from registry.assessments.refusals import NotYet, Refused
from registry.web.refusal_words import lacks, why

Done = TypeVar("Done")
UNPROCESSABLE = 422


class Act(forms.Form):
    """A form of which a verb has the last word. `status` is what the page with it is answered with."""

    status = UNPROCESSABLE

    def try_to(self, act: Callable[[], Done]) -> Done | None:
        """What the act gave; None when the form is wrong or it was refused, which the form then says."""
        if not self.is_valid():
            return None
        try:
            return act()
        except NotYet as refused:
            for missing in refused.missing:
                self.add_error(self._field(missing.place), lacks(missing))
        except Refused as refused:
            self.status = refused.status
            self.add_error(None, why(refused))
        return None

    def _field(self, place: str) -> str | None:
        """The field of a place such as `citations[0].url`, whose fields are named as `url`."""
        names = (place, place.rpartition(".")[2])
        return next((name for name in names if name in self.fields), None)


def typed(request: HttpRequest) -> QueryDict | None:
    """What was sent with a form, however little; None where the page is only read."""
    return request.POST if request.method == "POST" else None


def refused_page(request: HttpRequest, refused: Refused, next_step: str, next_url: str) -> HttpResponse:
    """The answer where there is no form to say it."""
    heading = gettext("Not allowed") if refused.status == HTTPStatus.FORBIDDEN else gettext("Not done")
    context = {"heading": heading, "reason": why(refused), "next_step": next_step, "next_url": next_url}
    return render(request, "web/refused.html", context, status=refused.status)
