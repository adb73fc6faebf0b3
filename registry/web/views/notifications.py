"""What a person was told: as a list, as a private feed, and the end of mails by one click."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from registry.accounts import inbox, private_links, profile
from registry.web.acting import actor_of, private, signed_in
from registry.web.feeds import Entry, atom


@signed_in
@require_safe
def notifications(request: HttpRequest) -> HttpResponse:
    """The newest messages; older ones from a number on."""
    before = _number(request.GET.get("before", ""))
    rows = inbox.shown(actor_of(request).person, before=before)
    context = {"rows": rows.messages, "next": rows.before, "unread": rows.unread, "first": before is None}
    return render(request, "web/notifications.html", context)


@signed_in
@require_POST
def mark_read(request: HttpRequest) -> HttpResponse:
    """All messages up to the newest that was shown are read."""
    up_to = _number(request.POST.get("up_to", ""))
    if up_to is not None:
        inbox.mark_read(actor_of(request).person, up_to=up_to, now=timezone.now())
    return HttpResponseRedirect(reverse("web:notifications"))


@require_safe
def feed(request: HttpRequest, key: str) -> HttpResponse:
    """The private feed, for whoever knows its address."""
    reader = private_links.feed_reader(key)
    if reader is None:
        raise Http404
    with translation.override(reader.language or "en"):
        rows = inbox.shown(reader).messages
        page = reverse("web:notifications")
        entries = [
            Entry(row.said.subject, f"{row.said.path or page}#n{row.pk}", row.said.text, row.at)
            for row in rows
        ]
        title = translation.gettext("Messages from Sourceform")
    answer = atom(title, page=page, feed=request.path, entries=entries)
    private(answer)
    return answer


@csrf_exempt  # a mail program asks without a form: the signed address itself is the proof
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, key: str) -> HttpResponse:
    """No more mails, by one click (RFC 8058). Looking at the page changes nothing."""
    person = private_links.unsubscriber(key)
    if person is None:
        raise Http404
    if request.method == "POST":
        profile.stop_mails(person)
    answer = render(request, "web/unsubscribe.html", {"done": request.method == "POST"})
    private(answer)
    return answer


def _number(typed: str) -> int | None:
    """The number of a message, if it can be one."""
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 19 else None
