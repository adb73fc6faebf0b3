"""The named choices a definition can make where its text leaves one open. First value = default.

A choice belongs to the definition's file and is printed with every verdict; another default would be
another definition. Section C.3 of the definitions reference explains each.
"""

from collections.abc import Mapping

VALUES: Mapping[str, tuple[str, ...]] = {
    "code_license": ("osi", "osi_or_fsf", "fsf", "dfsg"),
    "weights_terms": ("osd_conformant", "osi", "any_open", "dfsg"),
    "document_terms": ("osd_conformant", "any"),
    "data_terms": ("free4", "open_data", "dfsg", "any"),
    "contents_rights": ("ignore", "cautious", "strict"),
    "inherited_license": ("weights_and_code", "all", "not_datasets", "none"),
    "gate_tolerance": ("none", "no_payment", "any"),
    "osaid.open_data_must_be_shared": ("on", "off"),
    "osaid.rebuild_judgment": ("off", "on"),
    "checklist.supporting_libraries": ("on", "off"),
    "g7.open_source_license": ("osi_and_osd", "osi", "any_open"),
    "fsf.parameters": ("required", "reported"),
    "european_osai.license": ("any", "free4"),
    "strict.weights_osi": ("on", "off"),
    "strict.documents_osi": ("on", "off"),
}

# Those whose value is a license predicate, or one for code and another for the rest.
LICENSE_SWITCHES = frozenset(
    (
        *("code_license", "weights_terms", "document_terms", "data_terms"),
        *("g7.open_source_license", "european_osai.license"),
    )
)
# Those that say whether a clause decides or is only reported.
DECIDING_VALUES = frozenset({"on", "required"})
DECIDING_SWITCHES = frozenset(name for name, values in VALUES.items() if DECIDING_VALUES & {*values})


def predicate_of(switch: str, value: str, kind: str) -> str:
    """The license predicate this choice means for a component of this kind."""
    if (switch, value) == ("g7.open_source_license", "osi_and_osd"):
        return "osi" if kind == "code" else "osd_conformant"
    return value
