"""Facts documents sent to the API: how much, in which form, and what is wrong with them."""

from rest_framework import exceptions
from rest_framework.request import Request

from registry.api.bodies import NAME, BadDocument, raw
from registry.api.problems import BadParameter
from registry.openness import definitions, document, syntax
from registry.openness.definitions import Definition
from registry.openness.document import Document, DocumentError
from registry.openness.judged import UnknownDefinition, chosen

_SUFFIXES = {
    "application/json": ".json",
    "application/toml": ".toml",
    "text/toml": ".toml",
    "text/x-toml": ".toml",
    "application/yaml": ".yml",
    "application/x-yaml": ".yml",
    "text/yaml": ".yml",
    "text/x-yaml": ".yml",
}
FORMS = ("toml", "json", "yml", "yaml")


def sent(request: Request) -> Document:
    """The document in the body. Raises TooLarge, UnsupportedMediaType, BadParameter or BadDocument."""
    suffix = _suffix(request)
    try:
        return document.parse(syntax.decoded(raw(request), NAME), suffix=suffix, name=NAME)
    except DocumentError as error:
        raise BadDocument(str(error)) from error


def _suffix(request: Request) -> str:
    """The form of the document: the `suffix` parameter, else the content type."""
    asked = request.query_params.get("suffix", "").lower().removeprefix(".")
    if asked in FORMS:
        return f".{asked}"
    if asked:
        raise BadParameter("suffix", f"expected one of {', '.join(FORMS)}")
    kind = (request.content_type or "").partition(";")[0].strip().lower()
    if kind not in _SUFFIXES:
        detail = f"Send JSON, TOML or YAML as {', '.join(_SUFFIXES)}, or say which with the parameter suffix."
        raise exceptions.UnsupportedMediaType(kind, detail)
    return _SUFFIXES[kind]


def asked_definitions(request: Request) -> list[Definition]:
    """The definitions named by `definition`, once or more; all of them without. Raises BadParameter."""
    try:
        return chosen(request.query_params.getlist("definition"))
    except UnknownDefinition as error:
        listed = ", ".join(definitions.shipped())
        raise BadParameter("definition", f"expected one of {listed}") from error
