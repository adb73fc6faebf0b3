"""Taking down what is quoted or noted in the record.

The words go, with a reason; the fact, the address of its proof and every digest stay: history verifies.
"""

from registry.scorecards.models import Citation, Evidence

LONGEST = 200  # characters of a reason


def blank_note(evidence_id: int, *, because: str) -> bool:
    """Take down the note of a fact; False when it has none. Part of the caller's transaction."""
    noted = Evidence.objects.filter(pk=evidence_id).exclude(note="")
    return bool(noted.update(note="", blanked_because=because[:LONGEST]))


def blank_quote(citation_id: int, *, because: str) -> bool:
    """Take down what was quoted from a page; False when nothing is. Part of the caller's transaction."""
    quoted = Citation.objects.filter(pk=citation_id).exclude(quote="")
    return bool(quoted.update(quote="", blanked_because=because[:LONGEST]))
