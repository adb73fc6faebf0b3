"""Atom feeds of what a page lists."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpResponse
from django.utils.feedgenerator import Atom1Feed


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: `address` is a path of this site and the entry's id, so it never changes."""

    title: str
    address: str
    text: str
    at: datetime


class _Feed(Atom1Feed):
    """An empty feed is as old as time, or it would change every second."""

    def latest_post_date(self) -> datetime:
        dates = [item["updateddate"] for item in self.items]
        return max(dates, default=datetime(1970, 1, 1, tzinfo=UTC))


def atom(title: str, *, page: str, feed: str, entries: Iterable[Entry]) -> HttpResponse:
    """The feed at the path `feed` of what the page at the path `page` lists."""
    made = _Feed(
        title=title,
        link=settings.SITE_URL + page,
        description=title,
        feed_url=settings.SITE_URL + feed,
        feed_guid=settings.SITE_URL + page,
        author_name="Sourceform",
    )
    for entry in entries:
        address = settings.SITE_URL + entry.address
        made.add_item(
            title=entry.title,
            link=address,
            description=entry.text,
            unique_id=address,
            updateddate=entry.at,
            pubdate=entry.at,
        )
    return HttpResponse(made.writeString("utf-8"), content_type=made.content_type)
