"""How it is done, and where the facts come from."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from registry.web.caching import public_page


@public_page
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "web/about.html", {"here": "about"})
