"""Acts of moderation in words: what was done, to what, and why."""

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from registry.assessments.models import Report
from registry.assessments.moderation.reportable import Thing
from registry.assessments.queries.moderation import LogRow
from registry.web.templatetags.facts import model_url, page_of_model

register = template.Library()

ACTS: dict[str, Promise] = {
    "assessment.held": _("An assessment was held back"),
    "assessment.released": _("An assessment was shown again"),
    "assessment.rejected": _("An assessment that was held back was discarded"),
    "assessment.reverted": _("A published assessment is to be taken back"),
    "emergency.set_back": _("What an assessment changed was set back at once"),
    "emergency.confirmed": _("A setting back was confirmed"),
    "emergency.undone": _("A setting back that nobody confirmed was undone"),
    "comment.held": _("A comment was hidden"),
    "comment.released": _("A comment was shown again"),
    "text.taken_down": _("A text was taken down"),
    "event.blanked": _("A reason in the log was taken down"),
    "dispute.upheld": _("A dispute was upheld"),
    "dispute.dismissed": _("A dispute was dismissed"),
    "dispute.escalated": _("A dispute was escalated"),
    "accounts.linked": _("Two accounts are held to be one person"),
    "accounts.unlinked": _("Two accounts are no longer held to be one person"),
    "maker.ended": _("Somebody speaks for a maker no longer"),
    "switch.on": _("A switch of the site was turned on"),
    "switch.off": _("A switch of the site was turned off"),
}
# What automatic rules saw, and who asked.
SIGNS: dict[str, Promise] = {
    "rejected_before": _("the same words were refused before"),
    "forged_host": _("an address that imitates another"),
    "links_by_somebody_new": _("many addresses by somebody new"),
    "repeated": _("the same words again and again"),
    "shouted": _("words in capitals only"),
    "reports": _("several people reported it"),
}
KINDS: dict[str, Promise] = {
    "comment": _("Comment"),
    "reply": _("Reply of a maker"),
    "dispute": _("Dispute"),
    "answer": _("Answer to a dispute"),
    "assessment": _("Assessment"),
    "review": _("Review"),
    "proposal": _("Proposed fact"),
    "note": _("Note of a finding"),
    "quote": _("Quotation"),
    "model": _("Model"),
    "organization": _("Organization"),
    "person": _("Person"),
}
CATEGORIES: dict[str, Promise] = {
    Report.Category.SPAM: _("advertising"),
    Report.Category.ABUSE: _("abuse"),
    Report.Category.PERSONAL: _("personal data"),
    Report.Category.COPYRIGHT: _("copied text"),
    Report.Category.WRONG: _("made up"),
    Report.Category.OTHER: _("other"),
}


@register.filter
def act(row: LogRow) -> str:
    """What was done."""
    return str(ACTS.get(row.verb, row.verb))


@register.filter
def reason(row: LogRow) -> str:
    """Why, in the words of whoever did it, or what a rule saw."""
    if row.because and set(row.because.split(",")) <= set(SIGNS):
        return signs(row.because)
    return row.because or signs(row.signs)


@register.filter
def signs(codes: str) -> str:
    """Codes of signs as words; what is no code stays as it is."""
    return ", ".join(str(SIGNS.get(code, code)) for code in codes.split(",") if code)


@register.filter
def kind_name(kind: str) -> str:
    return str(KINDS.get(kind, kind))


@register.filter
def category(code: str) -> str:
    return str(CATEGORIES[code])


@register.simple_tag
def place(thing: Thing | None) -> str:
    """Where a thing can be read; "" where it has no page."""
    match thing:
        case Thing(kind="comment"):
            return f"{page_of_model(thing.model_path, 'talk')}#c-{thing.key}"
        case Thing(kind="dispute"):
            return reverse("web:dispute", args=[thing.key])
        case Thing(kind="organization"):
            return reverse("web:organization", args=[thing.key])
        case Thing(kind="person"):
            return _page_or_nothing("web:person", thing.row.username)
        case Thing():
            return model_url(thing.model_path) if thing.model_path else ""
    return ""


def _page_or_nothing(name: str, key: str) -> str:
    try:
        return reverse(name, args=[key])
    except NoReverseMatch:
        return ""


@register.simple_tag
def by_whom(row: LogRow) -> str:
    """The curator's name, or what stands for the machine."""
    if row.who is None:
        return gettext("an automatic rule")
    return row.who.shown_name or gettext("a deleted account")
