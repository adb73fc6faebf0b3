"""One's own assessments by state, and what was typed and waits to be looked at again."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from registry.assessments.models import Assessment, Typed
from registry.assessments.proposals import typed_forms
from registry.assessments.queries import drafts as queries
from registry.assessments.queries.drafts import DraftRow
from registry.web.acting import actor_of, signed_in
from registry.web.assessing import told
from registry.web.templatetags.facts import page_of_model

State = Assessment.State
GROUPS: tuple[tuple[str | Promise, frozenset[str]], ...] = (
    (gettext_lazy("Waiting for you"), frozenset({State.CHANGES_REQUESTED, State.CONFLICTED})),
    (gettext_lazy("Drafts"), frozenset({State.DRAFT})),
    (gettext_lazy("Waiting for review"), frozenset({State.SUBMITTED, State.QUARANTINED})),
    (gettext_lazy("Published"), frozenset({State.PUBLISHED})),
    (gettext_lazy("Closed"), frozenset({State.REJECTED, State.WITHDRAWN, State.EXPIRED})),
)


WORDS: dict[str, str | Promise] = {
    State.DRAFT: gettext_lazy("draft"),
    State.SUBMITTED: gettext_lazy("waits for review"),
    State.QUARANTINED: gettext_lazy("held back for a closer look"),
    State.CHANGES_REQUESTED: gettext_lazy("changes asked for"),
    State.CONFLICTED: gettext_lazy("the record changed meanwhile"),
    State.PUBLISHED: gettext_lazy("published"),
    State.REJECTED: gettext_lazy("rejected"),
    State.WITHDRAWN: gettext_lazy("withdrawn"),
    State.EXPIRED: gettext_lazy("expired"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One assessment, and its state in words."""

    draft: DraftRow
    state: str


@dataclass(frozen=True, slots=True)
class Kept:
    """Something typed that is in no draft: of which model and step, since when, where it is used."""

    name: str
    step: str
    at: object
    url: str


@signed_in
def drafts(request: HttpRequest) -> HttpResponse:
    """/me/drafts/"""
    person = actor_of(request).person
    rows = [Row(row, str(WORDS[row.state])) for row in queries.drafts_of(person)]
    groups = [(name, [row for row in rows if row.draft.state in states]) for name, states in GROUPS]
    context = {
        "here": "me",
        "groups": [(name, found) for name, found in groups if found],
        "kept": [_kept(row) for row in typed_forms.kept_of(person) if row.because != Typed.Because.SKIPPED],
    }
    return render(request, "web/my_drafts.html", context)


def _kept(row: Typed) -> Kept:
    path = row.model.path
    url = f"{page_of_model(path, 'assess')}{row.step}/?use={row.because}"
    return Kept(row.model.name, told.names_of(row.step), row.at, url)
