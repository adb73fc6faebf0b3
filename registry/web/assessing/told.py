"""What the pages of an assessment say of what was saved, kept, refused and missing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.timesince import timeuntil
from django.utils.translation import gettext, gettext_lazy

from registry.assessments.models import Typed as Kept
from registry.assessments.queries.drafts import Draft
from registry.assessments.refusals import Missing, NoChange, NotYet, Refused, TooMany
from registry.web.assessing.door import Visit
from registry.web.assessing.origins import Mark
from registry.web.assessing.saving import Saved
from registry.web.assessing.steps import step_of
from registry.web.assessing.typed import key_of
from registry.web.templatetags.facts import component_name
from registry.web.templatetags.verdicts import definition_short

FIELDS: Mapping[str, str | Promise] = {
    "url": gettext_lazy("Evidence address"),
    "quote": gettext_lazy("Words that prove it"),
    "date": gettext_lazy("Seen on"),
    "locator": gettext_lazy("Where on the page"),
    "archive": gettext_lazy("Address of an archived copy"),
    "license": gettext_lazy("License"),
    "availability": gettext_lazy("How a reader can get it"),
    "coverage": gettext_lazy("How much of it"),
    "gate": gettext_lazy("What stands before the download"),
    "quality": gettext_lazy("How thorough the document is"),
    "covers": gettext_lazy("What it covers"),
    "reason": gettext_lazy("Why it does not apply"),
    "note": gettext_lazy("Note for readers"),
    "value": gettext_lazy("Value"),
}


def field_name(field: str) -> str:
    """The label of a field of the form."""
    return str(FIELDS.get(field.rstrip("23456789"), field))


def finding_name(name: str) -> str:
    """`final-weights[vae]` as people call it."""
    key = key_of(name)
    if key is None:
        return name
    shown = component_name(key.component)
    return f"{shown} ({key.qualifier})" if key.qualifier else shown


@dataclass(frozen=True, slots=True)
class Status:
    """The line that says what is saved."""

    said: str
    is_bad: bool = False


def saved(
    draft: Draft | None, outcome: Saved | None, kept: Mapping[str, Kept], visit: Visit
) -> Status | None:
    """What is saved, and since when; None before anything is."""
    clock = f"{visit.now:%H:%M:%S} UTC"
    if outcome and outcome.late:
        return Status(gettext("This was changed elsewhere meanwhile. What you typed is kept."), is_bad=True)
    if outcome and outcome.refused and not isinstance(outcome.refused, NoChange):
        return Status(refusal(outcome.refused), is_bad=True)
    if outcome and any(row.proposed is None and row.problems for row in outcome.readings):
        said = gettext("Kept as you typed it, %(clock)s; something cannot be read yet.")
        return Status(said % {"clock": clock})
    if outcome and isinstance(outcome.refused, NoChange):
        return Status(gettext("Nothing to save: the record says this already."))
    if outcome and outcome.wrote:
        return Status(gettext("Draft saved, %(clock)s") % {"clock": clock})
    if draft:
        when = f"{draft.assessment.edited_at:%H:%M} UTC"
        return Status(gettext("Draft saved, %(clock)s") % {"clock": when})
    return None


_REFUSALS: Mapping[str, str | Promise] = {
    "sign_in": gettext_lazy("You are not signed in any more."),
    "verify_address": gettext_lazy("Your e-mail address is not verified yet."),
    "account_closed": gettext_lazy("This account is closed."),
    "only_author": gettext_lazy("Only its author may do this."),
    "no_such_model": gettext_lazy("This model is not shown any more."),
    "wrong_state": gettext_lazy("This assessment has moved on, so this cannot be done with it now."),
    "version": gettext_lazy("It was changed in another window meanwhile."),
    "base_moved": gettext_lazy("The record changed meanwhile."),
    "nothing_proposed": gettext_lazy("Everything in it is what the record says already."),
    "same_as_judged": gettext_lazy("It is what was judged already: change what was asked for, then submit."),
    "drafts": gettext_lazy("You have begun many assessments today."),
    "submissions": gettext_lazy("You have submitted as many assessments as you may in a day."),
    "one_at_a_time": gettext_lazy(
        "One of your assessments is under review. You can submit the next once it is decided or withdrawn."
    ),
    "not_yet": gettext_lazy("Something is missing or cannot be kept."),
}


def refusal(refused: Refused) -> str:
    """Why nothing was written, as a sentence; of what is too often, when it may be done again.

    What waits for a decision of others has no such time.
    """
    said = str(_REFUSALS.get(refused.code, gettext("This could not be done.")))
    waits_for_others = refused.code == "one_at_a_time"
    if isinstance(refused, TooMany) and refused.wait > timedelta(0) and not waits_for_others:
        again = gettext("Again in %(time)s.") % {"time": _wait(refused.wait)}
        said = f"{said} {again}"
    if isinstance(refused, NotYet) and refused.missing:
        said = f"{said} {missing(refused.missing[0])}"
    return said


def _wait(wait: timedelta) -> str:
    now = timezone.now()
    return timeuntil(now + wait, now, depth=1)


_MISSING: Mapping[str, str | Promise] = {
    "citation": gettext_lazy("no address proves it yet"),
    "url": gettext_lazy("its address is missing, or is none"),
    "quote": gettext_lazy("the words that prove it are missing, or say nothing"),
    "accessed_on": gettext_lazy("the day on which it was seen is missing"),
    "future": gettext_lazy("it was seen on a day that has not come yet"),
    "reason": gettext_lazy("say in the note why it is taken back"),
    "coi": gettext_lazy("say whether you have ties to the maker"),
    "coi_note": gettext_lazy("say which ties"),
    "too_long": gettext_lazy("its text is too long"),
    "too_many": gettext_lazy("there are too many"),
    "twice": gettext_lazy("it is proposed twice"),
    "base": gettext_lazy("what it was based on is not known"),
    "not_a_fact": gettext_lazy("it cannot be read"),
    "choose": gettext_lazy("choose which of the two is to stand"),
    "impossible": gettext_lazy("its answers do not go together"),
    "placeholder": gettext_lazy("its note says nothing"),
}


def missing(row: Missing) -> str:
    """What is missing and where: "Final weights: the words that prove it are missing"."""
    said = str(_MISSING.get(row.code, gettext("its note cannot stay as it is")))
    name = row.place.partition(".")[0]
    if key_of(name) is None:
        return said[:1].upper() + said[1:]
    return f"{finding_name(name)}: {said}"


_AT = {"url": "url", "quote": "quote", "accessed_on": "date", "archive_url": "archive", "note": "note"}


def anchor(row: Missing) -> str:
    """The id of the field on its step (part_form.Maker.id): `f-final-weights-quote2`."""
    name, _, rest = row.place.partition(".")
    key = key_of(name)
    if key is None:
        return ""
    field = _AT.get(rest.rpartition(".")[2], "url" if rest.startswith("citations") else "")
    number = rest.partition("[")[2].partition("]")[0]
    mark = str(int(number) + 1) if number.isdigit() and int(number) and field != "note" else ""
    return field_id(str(key), field + mark)


def field_id(part: str, field: str) -> str:
    """The id of a field of a part (`final-weights[vae]`); of the part itself for no field."""
    return "-".join(("f", *part.replace("]", "").replace(".", "_").split("["), field)).strip("-")


@dataclass(frozen=True, slots=True)
class KeptNote:
    """Something that was typed on this step and is not in the draft, offered again."""

    because: str
    said: str
    use_url: str
    at: object


_KEPT: Mapping[str, str | Promise] = {
    Kept.Because.SIGNED_OUT: gettext_lazy("You typed this after your session had ended; it was kept."),
    Kept.Because.SKIPPED: gettext_lazy("You skipped this step; what you had typed is kept."),
    Kept.Because.LATE: gettext_lazy("This was changed elsewhere while you typed; your text is kept."),
}


def kept_notes(kept: Mapping[str, Kept], url: str) -> list[KeptNote]:
    """What is kept of a step beside what the form shows anyway."""
    return [
        KeptNote(row.because, str(_KEPT[row.because]), f"{url}?use={row.because}", row.at)
        for row in kept.values()
        if row.because in _KEPT
    ]


def why_kept(because: str) -> str:
    """Why something typed is not in the draft; "" where its step says so itself."""
    return str(_KEPT.get(Kept.Because(because), ""))


def kept_mark(because: str) -> Mark:
    return Mark("drafted", gettext("as you typed it, not saved yet"))


def names_of(step: str) -> str:
    """A step by its slug, as people call it."""
    found = step_of(step)
    return gettext(str(found.name)) if found else step


_BECAUSE: Mapping[str, str | Promise] = {
    "popular": gettext_lazy("the model is one of the most used"),
    "contested": gettext_lazy("a finding in it is contested"),
    "maker": gettext_lazy("you speak for the maker"),
    "declared": gettext_lazy("you have ties to the maker"),
    "new_author": gettext_lazy("it is one of your first assessments"),
    "asked": gettext_lazy("a curator asked for two"),
}


def because(codes: Iterable[str]) -> list[str]:
    """Why more than one person has to approve."""
    found = []
    for code in codes:
        kind, _, definition = code.partition(":")
        if kind == "flips":
            said = gettext("the verdict of %(definition)s would change")
            found.append(said % {"definition": definition_short(definition)})
        else:
            found.append(str(_BECAUSE.get(code, code)))
    return list(dict.fromkeys(found))
