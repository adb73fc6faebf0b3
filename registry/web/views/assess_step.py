"""One step of an assessment: its form, saved as one types, with what it would change beside it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from registry.accounts import limits
from registry.assessments.models import Typed as Kept
from registry.assessments.proposals import typed_forms as kept_rows
from registry.assessments.queries import drafts
from registry.assessments.queries.drafts import Overtaken
from registry.refresh import looks
from registry.web.acting import signed_in
from registry.web.assessing import door, overview, picker, prefill, saving, told
from registry.web.assessing.door import Visit, assessing
from registry.web.assessing.live import live
from registry.web.assessing.origins import Mark
from registry.web.assessing.page import StepPage, step_page
from registry.web.assessing.record import Record, record_of
from registry.web.assessing.saving import Saved
from registry.web.assessing.steps import Step, after, step_of
from registry.web.assessing.typed import PartKey, Typed, by_part, of_step
from registry.web.component_words import GUIDES

_ID = re.compile(r"f-[\w-]{1,120}", re.ASCII)
MOST_WRONG = 200  # fields of one page that can be shown as wrong
LOOKS = 60  # addresses that one person may have looked at in an hour


@assessing
def step(visit: Visit, slug: str) -> HttpResponse:
    """GET shows the step, POST saves it: `do` says what then."""
    found = step_of(slug)
    if found is None:
        raise Http404
    if found.slug != slug:  # a component leads to the bar on which it stands
        return HttpResponseRedirect(f"{visit.url('assess-step', found.slug)}?{visit.request.GET.urlencode()}")
    if visit.draft and not visit.draft.is_editable:
        return HttpResponseRedirect(visit.url("assess"))
    record = record_of(visit.model.path)
    if visit.request.method != "POST":
        return _shown(visit, found, record)
    return _saved(visit, found, record)


def _shown(visit: Visit, step: Step, record: Record) -> HttpResponse:
    """The form, filled by what is kept, by an address or a drift, by the draft, or by the record."""
    use = visit.request.GET.get("use", "")
    origin = ""
    given: dict[PartKey, Typed] | None = None
    mark: Mark | None = None
    row = kept_rows.kept(visit.user, visit.model, step.slug).get(use)
    if row is not None:
        given, mark = of_step(step, by_part(row.fields.items())), told.kept_mark(row.because)
    else:
        filled = prefill.prefill(visit.request.GET, visit.model, record)
        given, mark, origin = of_step(step, filled.parts) or None, filled.mark, filled.origin
    page = step_page(
        visit.model,
        step,
        record,
        visit.draft,
        user=visit.user,
        today=visit.now.date(),
        given=given,
        given_mark=mark,
    )
    return _rendered(visit, page, record, origin=origin if given else "")


def _saved(visit: Visit, step: Step, record: Record) -> HttpResponse:
    do, _, about = visit.request.POST.get("do", "save").partition(":")
    form = saving.posted(visit.pairs, step)
    match do:
        case "forget":
            kept_rows.forget(visit.user, visit.model, step.slug, because=_reasons(about))
            return HttpResponseRedirect(visit.url("assess-step", step.slug))
        case "skip":
            saving.skip(visit.model, step, form, record, visit.draft, by=visit.actor, now=visit.now)
            return HttpResponseRedirect(_next_url(visit, step))
    origin = prefill.origin_of(visit.request.POST.get("origin", ""))
    saved = saving.save(
        visit.model,
        step,
        form,
        record,
        visit.draft,
        by=visit.actor,
        now=visit.now,
        confirms=do == "next",
        origin=origin,
    )
    _look(visit, form.parts)
    if do == "autosave":
        return _fragments(visit, step, record, form, saved)
    if saved.late:
        return HttpResponseRedirect(visit.url("assess-merge"))
    if do in ("next", "save") and not saved.has_problems and not saved.refused:
        return HttpResponseRedirect(
            _next_url(visit, step) if do == "next" else visit.url("assess-step", step.slug)
        )
    return _again(visit, step, record, form, saved, searched=about if do == "license" else "")


def _reasons(about: str) -> list[Kept.Because]:
    return [reason for reason in Kept.Because if reason.value == about] or list(Kept.Because)


def _look(visit: Visit, parts: Mapping[PartKey, Typed]) -> None:
    """Have the addresses that were typed looked at by a worker, as many as one person may ask for."""
    urls = {texts.get(name, "") for texts in parts.values() for name in texts if name.startswith("url")}
    for url in sorted(urls):
        if not url.startswith(("http://", "https://")) or looks.is_fresh(url, now=visit.now):
            continue
        key = f"look:{visit.user.pk}"
        if limits.take(key, limit=LOOKS, per=overview.HOUR, now=visit.now) is None:
            looks.ask(url, now=visit.now)


def _again(
    visit: Visit, step: Step, record: Record, form: saving.Posted, saved: Saved, *, searched: str
) -> HttpResponse:
    """The form once more, with what is wrong; 422 if something is, and 200 for a search among licenses."""
    page = step_page(
        visit.model,
        step,
        record,
        saved.draft,
        user=visit.user,
        today=visit.now.date(),
        given=form.parts,
        searched=searched,
    )
    status = 200 if searched else saved.refused.status if saved.refused else 422
    return _rendered(visit, page, record, saved=saved, status=status, with_problems=not searched)


def _fragments(visit: Visit, step: Step, record: Record, form: saving.Posted, saved: Saved) -> HttpResponse:
    """The preview, and beside it every line that the change touched; what was wrong goes once mended."""
    page = step_page(
        visit.model, step, record, saved.draft, user=visit.user, today=visit.now.date(), given=form.parts
    )
    context = _context(visit, page, record, saved) | {"swapped": True} | _mended(visit, page)
    return render(visit.request, "web/_assess_swapped.html", context)


def _mended(visit: Visit, page: StepPage) -> dict[str, object]:
    """What becomes of the problems that the page shows. New ones wait until somebody saves by a button.

    Where a license was chosen from the list, what was wrong with its field goes without a word on top.
    """
    there = {one.id: one for one in _problems(page)}
    wrong = [id for id in visit.request.POST.get("wrong", "").split()[:MOST_WRONG] if _ID.fullmatch(id)]
    left = [there[id] for id in wrong if id in there]
    shown = dict.fromkeys([*wrong, *_picked(visit, page)])
    said = [(id, there[id].said if id in there else "") for id in shown]
    return {"problems": left, "wrong": said, "mended": len(left) < len(wrong)}


def _picked(visit: Visit, page: StepPage) -> list[str]:
    """The license fields that were answered from the list of those found."""
    fields = [part.license for part in page.parts if f"{part.key}.pick" in visit.request.POST]
    return [one.id for one in fields if one]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that cannot be read, with a link to its field."""

    id: str
    where: str
    said: str


def _problems(page: StepPage) -> Iterator[Problem]:
    for form in page.parts:
        for problem in page.filled[form.key].reading.problems:
            id = f"{form.id}-{problem.field}"
            name = gettext(form.component.name)
            yield Problem(id, f"{name}: {told.field_name(problem.field)}", problem.said)


def _rendered(
    visit: Visit,
    page: StepPage,
    record: Record,
    *,
    saved: Saved | None = None,
    status: int = 200,
    with_problems: bool = True,
    origin: str = "",
) -> HttpResponse:
    context = _context(visit, page, record, saved) | {"origin": origin}
    if with_problems:
        context["problems"] = list(_problems(page))
    context["overtaken"] = _overtaken(visit, page)
    return render(visit.request, "web/assess_step.html", context, status=status)


def _overtaken(visit: Visit, page: StepPage) -> list[Overtaken]:
    """What somebody else had accepted meanwhile of the findings of this step."""
    found = drafts.overtaken(visit.draft) if visit.draft else {}
    return [found[key.pair] for key in page.filled if key.pair in found]


def _context(visit: Visit, page: StepPage, record: Record, saved: Saved | None) -> dict[str, object]:
    draft = saved.draft if saved else visit.draft
    proposals = draft.proposed if draft else ()
    seen = live(visit.model, proposals, page.step, now=visit.now)
    rows = overview.rows(visit, draft, seen.fingerprint)
    return {
        "here": "models",
        "model": overview.shown(visit.model),
        "overview_url": visit.url("assess"),
        "submit_url": visit.url("assess-submit"),
        "merge_url": visit.url("assess-merge"),
        "look_url": reverse("web:look"),
        "step": _step_row(visit, page.step),
        "steps": rows,
        "parts": page.parts,
        "release": page.release,
        "kept": told.kept_notes(page.kept, visit.url("assess-step", page.step.slug)),
        "licenses": picker.listed(),
        "live": seen,
        "saved": told.saved(draft, saved, page.kept, visit),
        "progress": overview.progress(rows),
        "who": door.who(visit.user),
        "asked": overview.asked(draft),
        "drifts": [drift for part in page.parts for drift in record.drifts(part.key)],
    }


def _step_row(visit: Visit, step: Step) -> dict[str, object]:
    following = after(step)
    guide = GUIDES.get(step.slug)
    return {
        "slug": step.slug,
        "number": step.number,
        "name": step.name,
        "title": gettext(str(step.name)),
        "url": visit.url("assess-step", step.slug),
        "next_url": visit.url("assess-step", following.slug) if following else "",
        "guide": gettext(guide.counts) if guide else "",
    }


def _next_url(visit: Visit, step: Step) -> str:
    following = after(step)
    return visit.url("assess-step", following.slug) if following else visit.url("assess-submit")


@require_GET
@signed_in
def look(request: HttpRequest) -> HttpResponse:
    """What became of a look at an address, asked for every two seconds while somebody waits."""
    url, id = request.GET.get("url", "")[: looks.LONGEST], request.GET.get("id", "")
    if not _ID.fullmatch(id):
        raise Http404
    citation = {"url": {"value": url, "id": id}, "look": looks.seen([url]).get(url)}
    return render(request, "web/_look.html", {"citation": citation, "look_url": reverse("web:look")})
