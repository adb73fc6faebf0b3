"""The form of an assessment as a browser reads it, fills it and sends it back."""

from html.parser import HTMLParser
from typing import Any

from django.test import Client

from registry.assessments.models import Assessment

BASE = "/models/acme/rocket-7b/assess/"
WEIGHTS = f"{BASE}final-weights/"
PROVED = {
    "url": "https://example.org/weights",
    "quote": "The weights are under the MIT license.",
    "date": "2026-10-01",
    "license": "MIT",
    "availability": "released",
    "coverage": "all",
}


class Form(HTMLParser):
    """The fields of the form of a page as a browser would send them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.inside: str | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        name = said.get("name", "")
        if tag == "textarea":
            self.inside, self.fields[name] = name, ""
        ticked = said.get("type") not in ("radio", "checkbox") or "checked" in said
        if tag == "input" and name and ticked:
            self.fields[name] = said.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        self.inside = None if tag == "textarea" else self.inside

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.fields[self.inside] += data


def form(client: Client, address: str = WEIGHTS) -> dict[str, str]:
    return Form(client.get(address).text).fields


def fill(part: str = "final-weights", **fields: str) -> dict[str, str]:
    return {f"{part}.{name}": text for name, text in (PROVED | fields).items()}


def save(client: Client, address: str = WEIGHTS, *, do: str = "save", **fields: str) -> Any:
    """Open the form, type this and press a button."""
    typed = form(client, address) | {name.replace("__", "."): text for name, text in fields.items()}
    return client.post(address, typed | {"do": do})


def saved(client: Client, part: str = "final-weights", address: str = WEIGHTS, **fields: str) -> Any:
    return client.post(address, form(client, address) | fill(part, **fields) | {"do": "save"})


def only(assessment: Assessment | None = None) -> Any:
    return (assessment or Assessment.objects.get()).facts.get()


def submit(client: Client, **fields: str) -> Any:
    page = client.get(f"{BASE}submit/")
    return client.post(f"{BASE}submit/", Form(page.text).fields | {"coi": "none"} | fields)
