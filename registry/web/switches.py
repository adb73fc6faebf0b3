"""The choices a definition makes where its text leaves one open, in words."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from registry.openness.definitions import Definition
from registry.web.rule_words import GATES, LICENSES


@dataclass(frozen=True, slots=True)
class Switch:
    """A choice the definition makes where its text leaves one open."""

    key: str
    raw: str
    name: str
    value: str


SWITCHES = {
    "code_license": gettext_lazy("License asked of code"),
    "weights_terms": gettext_lazy("Terms asked of weights"),
    "document_terms": gettext_lazy("Terms asked of documents"),
    "data_terms": gettext_lazy("Terms asked of data"),
    "contents_rights": gettext_lazy("Data under a license that covers only the collection"),
    "inherited_license": gettext_lazy("Licenses taken over from the whole release count for"),
    "gate_tolerance": gettext_lazy("Gates accepted"),
    "osaid.open_data_must_be_shared": gettext_lazy("Data that may be shared must be shared"),
    "osaid.rebuild_judgment": gettext_lazy("A reviewer’s judgment whether it could be rebuilt decides"),
    "checklist.supporting_libraries": gettext_lazy("Supporting libraries are asked for"),
    "g7.open_source_license": gettext_lazy("What counts as an open source license"),
    "fsf.parameters": gettext_lazy("Free parameters"),
    "european_osai.license": gettext_lazy("License asked for"),
    "strict.weights_osi": gettext_lazy("Weights need an OSI-approved license"),
    "strict.documents_osi": gettext_lazy("Documents need an OSI-approved license"),
}
# Values that are no license; those read as in LICENSES.
VALUES = {
    "contents_rights": {
        "ignore": gettext_lazy("judged by that license alone"),
        "cautious": gettext_lazy("cannot tell, unless the contents are known to be free"),
        "strict": gettext_lazy("not free, unless the contents are known to be free"),
    },
    "inherited_license": {
        "weights_and_code": gettext_lazy("weights and code"),
        "all": gettext_lazy("everything"),
        "not_datasets": gettext_lazy("everything but datasets"),
        "none": gettext_lazy("nothing"),
    },
    "gate_tolerance": GATES,
}
WORDS = {
    "on": gettext_lazy("yes"),
    "off": gettext_lazy("no"),
    "required": gettext_lazy("required"),
    "reported": gettext_lazy("reported, does not decide"),
    "osi_and_osd": gettext_lazy(
        "OSI-approved for code; terms as open as the Open Source Definition asks for weights and data"
    ),
}


def switches(definition: Definition) -> list[Switch]:
    """The choices of a definition, each in words and as its file has it."""
    return [
        Switch(key, raw, str(SWITCHES.get(key, key)), str(_value(key, raw)))
        for key, raw in definition.switches.items()
    ]


def _value(key: str, raw: str) -> str:
    own = VALUES.get(key, {}).get(raw)
    return str(own or WORDS.get(raw) or LICENSES.get(raw) or raw)
