"""Every code a reason may carry, with the parameters that go with it. Sentences are made elsewhere.

A reason names a component (or a release fact) and, by its value, whether what was found speaks for (T) or
against (F) the clause, or leaves it open (U). `found` is the facet as it stands in the record, `needed` what
the definition asks for; several accepted words are joined by "|".
"""

from collections.abc import Mapping

CODES: Mapping[str, tuple[str, ...]] = {
    # Terms of clauses, levels and dimensions.
    "present": ("availability", "license"),  # all that is asked of it holds; license "" where none was asked
    "not_assessed": (),  # nobody has looked
    "availability": ("found", "needed"),
    "coverage": ("found", "needed"),
    "gate": ("found", "needed"),
    "license": ("found", "needed"),  # needed: the license predicate
    # The license is stated for the whole release, which does not reach this component.
    "license_inherited": ("found", "inherited_from"),
    "contents_rights": ("license", "found"),  # the license covers the database, not what it holds
    "quality": ("found", "needed"),
    "covers": ("missing",),  # topics that are not covered (F) or not known to be (U)
    "rights": ("found", "needed"),
    "rights_reason": ("found", "needed"),
    "peer_reviewed": ("found", "needed"),
    "applies": ("found",),  # asked whether the component does not apply
    "release_fact": (
        "found",
        "needed",
    ),  # of compute found is "above" or "not_above"
    "guard": (),  # whether the definition applies at all is not known (U) or it does not (F)
    # The Model Openness Framework, beside `license` (needed: mof_open or mof_strict) and those above.
    "mof_unlicensed": (),  # part of the release, under no license
    "mof_spelling": ("found",),  # the record spells this license as the tool does not know it
    "mof_untyped": ("found", "kind"),  # a note: open, but unusual for this kind of component
    "mof_gate": ("found",),  # a note: a gate stands before it, of which the framework says nothing
    "mof_inherited": ("inherited_from",),  # a note: the license is stated for the whole release or kind
}
