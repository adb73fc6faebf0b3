"""How it is done, and where the facts come from."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from registry.web.caching import public_page


@public_page
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "web/about.html", {"here": "about"})


@public_page
def method(request: HttpRequest) -> HttpResponse:
    """How a verdict comes about, step by step."""
    return render(request, "web/method.html", {"here": "method"})


@public_page
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "web/privacy.html", {"here": "privacy", "contact": settings.OPERATOR_CONTACT})


@public_page
def legal(request: HttpRequest) -> HttpResponse:
    """Who runs this installation, as its settings say."""
    context = {
        "here": "legal",
        "name": settings.OPERATOR_NAME,
        "address": settings.OPERATOR_ADDRESS.replace("\\n", "\n").splitlines(),
        "contact": settings.OPERATOR_CONTACT,
    }
    return render(request, "web/legal.html", context)
