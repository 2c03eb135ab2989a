"""The pages for people: the first one, and the guides. What a page shows of the record is what the API answers."""

from functools import lru_cache
from http import HTTPStatus
from typing import Any, Final, NamedTuple

from django.db import DatabaseError, InterfaceError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from rest_framework.request import Request

from articles.api.problems import database_status
from articles.models import Article, Mention, Speaker
from directives.models import Citation, Directive, Resolution
from directives.serializers import DirectiveInListSerializer
from register.errors import database_away
from register.guides import DOCUMENTS, page_of
from register.models import DataVersion

# The page holds the form of the language switch, whose token is the reader's own.
own_copy = cache_control(private=True, no_cache=True)

ROBOTS: Final = "User-agent: *\nDisallow: /admin/\nDisallow: /language/\n"


class Figure(NamedTuple):
    """How many rows a list of the API has."""

    label: Promise
    query: str  # below /api/v1/
    number: int


class Record(NamedTuple):
    """What the first page shows of the record; example is None where there is no directive."""

    figures: tuple[Figure, ...]
    example: Directive | None


class Line(NamedTuple):
    """A request to try, and what it asks."""

    label: Promise
    address: str


@require_safe
@own_copy
def home(request: HttpRequest) -> HttpResponse:
    """Show what this is, how much there is, one directive, and what to try; a 503 while the database is away."""
    try:
        record = record_of(DataVersion.current_token())
    except (DatabaseError, InterfaceError) as error:
        if database_status(error) == HTTPStatus.SERVICE_UNAVAILABLE:
            return database_away(request)
        raise
    example = record.example
    answer = answer_about(example, request) if example else {}
    context = {
        "figures": record.figures,
        "example": example,
        "answer": answer,
        "is_cut": example is not None and len(answer["exact"]) < example.end - example.start,
        "lines": lines_to_try(example, request),
        "is_empty": not record.figures[0].number,
    }
    return render(request, "register/home.html", context)


@lru_cache(maxsize=1)
def record_of(token: str) -> Record:
    """Return what the page shows at the version of the data that has this token: six queries, then none until a write.

    The token is read first. So where a write comes between, this is newer than its token, and is read once more.
    """
    named = Mention.objects.public().exclude(speaker=None).values("speaker")
    counted: tuple[tuple[Promise, str, QuerySet[Any]], ...] = (
        (_("articles"), "articles/", Article.objects.public()),
        (_("directives"), "directives/", Directive.objects.served()),
        (_("people named"), "speakers/?named=true", Speaker.objects.public().filter(pk__in=named)),
        (_("official documents"), "resolutions/", Resolution.objects.public()),
        (_("citations of documents"), "citations/", Citation.objects.public()),
    )
    return Record(tuple(Figure(label, query, rows.count()) for label, query, rows in counted), newest_directive())


def newest_directive() -> Directive | None:
    """Return a directive of the newest article of which most is known; the first in the text of several.

    What is asked of it is given up one by one: a day and an outlet, a document in its words, someone who set it out.
    """
    rows: QuerySet[Directive] = Directive.objects.served().for_api()
    rows = rows.order_by("-article__sort_date", "-article_id", "start", "id")
    credited = rows.exclude(mention__speaker=None)
    citing = credited.filter(pk__in=Citation.objects.public().exclude(resolution=None).values("directive"))
    placed = citing.exclude(article__outlet=None).exclude(article__published_on=None)
    return next((found for wanted in (placed, citing, credited, rows) if (found := wanted.first())), None)


def answer_about(directive: Directive, request: HttpRequest) -> dict[str, Any]:
    """Return what the API answers about a directive in a list."""
    return dict(DirectiveInListSerializer(directive, context={"request": Request(request)}).data)


def lines_to_try(example: Directive | None, request: HttpRequest) -> tuple[Line, ...]:
    """Return three requests to this server, by the host that it was asked by; about the example where there is one."""
    api = request.build_absolute_uri(reverse("api-root"))
    speaker = example.credited_speaker if example else None
    cited = [one.resolution for one in example.citations.all() if one.resolution] if example else []
    return (
        Line(_("The newest directives:"), f"{api}directives/?page_size=3"),
        Line(_("What this person set out:"), f"{api}directives/?speaker={speaker.slug}")
        if speaker
        else Line(_("Who is known, and in what office:"), f"{api}speakers/?page_size=3"),
        Line(_("Where this document is cited:"), f"{api}resolutions/{cited[0].slug}/citations/")
        if cited
        else Line(_("Official documents, by their numbers:"), f"{api}resolutions/?page_size=3"),
    )


@require_safe
@own_copy
def guide(request: HttpRequest, name: str) -> HttpResponse:
    """Show a document of the project."""
    document = DOCUMENTS[name]
    context = {"name": name, "language": document.language, "page": page_of(document)}
    return render(request, "register/guide.html", context)


@require_safe
@cache_control(max_age=86_400)
def robots(request: HttpRequest) -> HttpResponse:
    """Tell crawlers what is of no use to them; the record itself is for everyone."""
    return HttpResponse(ROBOTS, content_type="text/plain; charset=utf-8")
