"""One plain sentence per verdict: what decides it, or what is still to be found out."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from registry.badges.reason_words import joined, part_name, reason
from registry.badges.verdict_words import is_draft, level_label
from registry.openness import definitions
from registry.openness.verdict import Outcome, Reason, Verdict


def sentence(verdict: Verdict) -> str:
    """One plain sentence that names what decides."""
    unknown = [each for each in verdict.missing if each.value == "U"]
    against = [each for each in verdict.missing if each.value == "F"]
    if is_draft(verdict):
        return (
            _("Nobody has assessed it yet. %(open)s") % {"open": _open_points(unknown)}
            if unknown
            else _("Nobody has assessed it yet.")
        )
    if verdict.score is not None:
        return _score_sentence(verdict, against, unknown)
    if verdict.level:
        return _level_sentence(verdict, against, unknown)
    match verdict.outcome:
        case Outcome.MEETS:
            return _held(verdict)
        case Outcome.DOES_NOT_MEET:
            return f"{_stop(_several(against))} {_alone(verdict) or _near(verdict)}".strip()
        case Outcome.NOT_APPLICABLE:
            return (
                _stop(_several(verdict.missing)) if verdict.missing else _("Nothing it asks about applies.")
            )
    return _open_points(unknown)


def _alone(verdict: Verdict) -> str:
    """What the definition says of a model that misses nothing but one clause."""
    deciding = {clause.id: clause.value for clause in verdict.clauses if not clause.info}
    missed = [name for name, value in deciding.items() if value not in ("T", "-")]
    rules = definitions.shipped().get(verdict.definition)
    if len(missed) != 1 or deciding[missed[0]] != "F" or rules is None:
        return ""
    return _(next((clause.alone for clause in rules.clauses if clause.id == missed[0]), ""))


def _near(verdict: Verdict) -> str:
    """What comes close: a corpus that is not shipped, but can be rebuilt."""
    recipe = any(clause.id == "recipe" and clause.info and clause.value == "T" for clause in verdict.clauses)
    return _("Near: recipe only.") if recipe else ""


def _several(reasons: Sequence[Reason], most: int = 2) -> str:
    """The first of them in words, and how many more there are."""
    said = list(dict.fromkeys(reason(each) for each in reasons))
    text = "; ".join(said[:most])
    if len(said) <= most:
        return text
    return _("%(text)s; %(count)d more") % {"text": text, "count": len(said) - most}


def _open_points(unknown: Sequence[Reason]) -> str:
    """What is still to be found out."""
    parts = _parts(each for each in unknown if each.code == "not_assessed")
    if parts:
        return _("Not assessed yet: %(parts)s.") % {"parts": joined(parts)}
    return _stop(_several(unknown)) if unknown else ""


def _held(verdict: Verdict) -> str:
    parts = _parts(each for clause in verdict.clauses if not clause.info for each in clause.reasons)
    if not parts:
        return _("Every clause holds.")
    return _("Every clause holds, by %(parts)s.") % {"parts": joined(parts)}


def _parts(reasons: Iterable[Reason]) -> list[str]:
    return list(
        dict.fromkeys(part_name(each.component, each.qualifier) for each in reasons if each.component)
    )


def _score_sentence(verdict: Verdict, against: Sequence[Reason], unknown: Sequence[Reason]) -> str:
    lows = [clause.low or 0.0 for clause in verdict.clauses if clause.low is not None]
    counts = {"open": lows.count(1.0), "partial": lows.count(0.5), "all": len(lows)}
    graded = (
        _("Certain of %(open)d of %(all)d points.") % counts
        if verdict.points
        else _("Open on %(open)d and partial on %(partial)d of %(all)d dimensions.") % counts
    )
    rest = _open_points(unknown) if unknown else _stop(_several(against)) if against else ""
    return f"{graded} {rest}".strip()


def _level_sentence(verdict: Verdict, against: Sequence[Reason], unknown: Sequence[Reason]) -> str:
    here = level_label(verdict.definition, verdict.level)
    if verdict.could_reach != verdict.level:
        could = level_label(verdict.definition, verdict.could_reach)
        return _("%(level)s; could reach %(could)s. %(open)s") % {
            "level": here,
            "could": could,
            "open": _open_points(unknown),
        }
    if not against:
        return _("%(level)s: nothing more is asked.") % {"level": here}
    return _("%(level)s. Against a higher level: %(against)s.") % {
        "level": here,
        "against": _several(against),
    }


def _stop(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}." if text else ""
