"""Pages rendered a moment ago, given again as long as all that they show is the same.

What a page shows was read anew before it is compared: a kept page can be quick, never old.
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

MOST = 48  # pages of each web process, about 200 kB each
_kept: OrderedDict[tuple[str, str, str], tuple[object, bytes]] = OrderedDict()


def rendered(
    request: HttpRequest, template: str, shown: object, context: Callable[[], Mapping[str, object]]
) -> HttpResponse:
    """The page of this address: the kept one if it showed the same, else rendered with this context.

    `shown` has all that the context is made from, and is compared as a value.
    """
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        return render(request, template, dict(context()))
    key = (settings.SITE_URL, get_language() or "", request.get_full_path())
    before = _kept.pop(key, None)
    if before is not None and before[0] == shown:
        body = before[1]
    else:
        body = render(request, template, dict(context())).content
    _kept[key] = (shown, body)
    if len(_kept) > MOST:
        _kept.popitem(last=False)
    return HttpResponse(body)
