"""A list as a feed of Atom (RFC 4287): what was changed last comes first, a hundred entries at a time (RFC 5005).

The ids of entries are made of the names that rows keep for good, not of an address, so that a reader's program knows an
entry again whatever server it comes from.
"""

import datetime
import re
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from articles.api.facets import FACETS
from articles.api.fields import FIELDS
from articles.api.forms import OtherForm, refuse_beside
from articles.api.pagination import LARGEST_PAGE, PAGE, PAGE_SIZE, KeysetPagination
from articles.api.parameters import CURSOR, FORMAT, ORDERING

TAG: Final = "tag:doingoai,2026:"  # RFC 4151: what the ids of the project's feeds begin with, on every server
EMPTY_SINCE: Final = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)  # when a feed without entries was changed
VIETNAM: Final = datetime.timezone(datetime.timedelta(hours=7))
NOT_IN_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
LONGEST_TITLE: Final = 120  # code points of a title that is the beginning of what was said


class FeedPages(KeysetPagination):
    usual_size = LARGEST_PAGE


class Atom(Atom1Feed):
    """As Django writes it, with the way to older entries, and without entries a date that stays."""

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        if self.feed["next"] is not None:
            handler.addQuickElement("link", "", {"rel": "next", "href": self.feed["next"]})

    def latest_post_date(self) -> datetime.datetime:
        return super().latest_post_date() if self.items else EMPTY_SINCE


class Feed(OtherForm):
    """The feed of a list, to be subclassed with what an entry says."""

    media_type = "application/atom+xml"
    format = "atom"
    title: str
    changed_at: tuple[str, ...] = ("changed_at",)  # where a row has the moment, through which rows

    def entry(self, row: dict[str, Any]) -> dict[str, Any]:
        """Return title, description, author_name and categories of a row as the list shows it."""
        raise NotImplementedError

    def answer(self, view: Any, queryset: QuerySet[Any]) -> HttpResponseBase:
        """Return the feed of the rows of queryset. Raises InvalidRequest for what a feed decides itself."""
        request = view.request
        refuse_beside(request, self, (FACETS, FIELDS, ORDERING, PAGE, PAGE_SIZE))
        pages = FeedPages()
        rows = pages.paginate_queryset(queryset.order_by(f"-{'__'.join(self.changed_at)}", "-pk"), request, view)
        feed = Atom(
            self.title,
            request.build_absolute_uri(request.path),
            None,
            language="vi",
            author_name="doingoai",
            feed_url=request.build_absolute_uri(),
            feed_guid=f"{TAG}{_filtered(request)}",
            next=pages.get_paginated_response([]).data["next"],
        )
        for row, shown in zip(rows, view.rows_for(rows, many=True), strict=True):
            feed.add_item(**self._item(row, shown))
        return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)

    def _item(self, row: Any, shown: dict[str, Any]) -> dict[str, Any]:
        changed = row
        for name in self.changed_at:
            changed = getattr(changed, name)
        said = {name: _clean(value) for name, value in self.entry(shown).items()}
        outlet = shown["outlet"]
        return {
            **said,
            "description": escape(said["description"]) if said["description"] else None,  # it is read as HTML
            "link": shown["url"],
            "unique_id": f"{TAG}{type(row)._meta.model_name}/{shown['slug']}",
            "pubdate": _moment(shown["published_on"]),
            "updateddate": changed,
            "item_copyright": _clean(outlet["attribution"]) if outlet else None,
        }


def beginning(words: str) -> str:
    """Return the first words, as a title."""
    return words if len(words) <= LONGEST_TITLE else f"{words[: LONGEST_TITLE - 1].rsplit(maxsplit=1)[0]}…"


def _filtered(request: Any) -> str:
    """Return the path of a list with its filters, in an order of their own."""
    left_out = (CURSOR, FORMAT)
    filters = [(name, value) for name, values in request.query_params.lists() for value in values]
    asked = urlencode(sorted((name, value) for name, value in filters if name not in left_out))
    return f"{request.path.lstrip('/')}{'?' if asked else ''}{asked}"


def _moment(day: str | None) -> datetime.datetime | None:
    """Return the beginning of a day in Vietnam; None for a day that is not known."""
    return None if day is None else datetime.datetime.fromisoformat(day).replace(tzinfo=VIETNAM)


def _clean(value: Any) -> Any:
    return NOT_IN_XML.sub("\ufffd", value) if isinstance(value, str) else value
