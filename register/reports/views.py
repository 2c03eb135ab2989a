"""The endpoint that takes readers' reports. Nothing public comes of them: they land in the curators' queue."""

import json
from http import HTTPStatus
from typing import IO, Any, Final

from django.http import Http404
from django.http.response import HttpResponseBase
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema
from rest_framework import exceptions
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.response import Response

from articles.api.problems import Fault, Gone, InvalidRequest, problem_response
from articles.api.slugs import LONGEST_SLUG, SLUG
from articles.api.views import PublicView, ReadOnlyViewSet
from articles.extraction.text import Span
from articles.filters import AN_ARTICLE
from articles.models import Article, Finding, TextPolicy
from articles.models.identity import PUBLIC_ID_LENGTH
from articles.views import OfficeViewSet, OrganViewSet, OutletViewSet, RemarkViewSet, SpeakerViewSet
from directives.views import CitationViewSet, DirectiveListViewSet, DirectiveViewSet, ResolutionViewSet, TopicViewSet
from register.models.reports import LONGEST_CONTACT, LONGEST_MESSAGE
from register.reports import keeping
from register.reports.reading import ARTICLES, LARGEST_PLACE, LONGEST_EXACT, NewReport, read_report, words_there
from register.reports.senders import sender_of
from register.views import ArticleViewSet

LARGEST_BODY: Final = 64 * 1024  # bytes: the longest fields, in escapes, and room

# Whatever has an address in the API can be reported, and is named as there.
VIEWS: Final[dict[str, type[ReadOnlyViewSet[Any]]]] = {
    "articles": ArticleViewSet,
    "speakers": SpeakerViewSet,
    "offices": OfficeViewSet,
    "organs": OrganViewSet,
    "outlets": OutletViewSet,
    "directive-lists": DirectiveListViewSet,
    "directives": DirectiveViewSet,
    "resolutions": ResolutionViewSet,
    "citations": CitationViewSet,
    "topics": TopicViewSet,
    "remarks": RemarkViewSet,
}
KINDS: Final = tuple(VIEWS)

NO_SUCH_ROW: Final = "No row has this name."
WITHDRAWN: Final = "The row was withdrawn, with the article that it came from."


def _text(description: str, longest: int, shortest: int = 1) -> dict[str, Any]:
    return {"type": "string", "minLength": shortest, "maxLength": longest, "description": description}


def _place(description: str) -> dict[str, Any]:
    return {"type": "integer", "minimum": 0, "maximum": LARGEST_PLACE, "description": description}


def _name(description: str) -> dict[str, Any]:
    return {"type": "string", "pattern": f"^{SLUG.pattern}$", "maxLength": LONGEST_SLUG, "description": description}


def _body(description: str, **about: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a report about one thing."""
    said = {
        "message": _text("What is wrong, in your own words.", LONGEST_MESSAGE),
        "contact": {
            **_text("How curators can answer you; they delete it with the answer.", LONGEST_CONTACT, 0),
            "type": ["string", "null"],
        },
    }
    required = [*about, "message"]
    return {
        "type": "object",
        "description": description,
        "properties": {**about, **said},
        "required": required,
        "additionalProperties": False,
    }


REPORT: Final = {
    "oneOf": [
        _body(
            "About a row.",
            kind={"type": "string", "enum": list(KINDS), "description": "The list that the row is of."},
            name=_name("The slug or id of the row, as answers give it."),
        ),
        _body(
            "About words of an article.",
            article=_name("The slug of the article."),
            start=_place("Where the words begin, in code points of the text."),
            end=_place("Where they end: the code point after the last."),
            exact=_text("The words, so that they are known when the text changes.", LONGEST_EXACT),
        ),
    ]
}
RECEIPT: Final = {
    "type": "object",
    "description": "A report that was taken.",
    "properties": {
        "id": {
            "type": "string",
            "pattern": f"^[a-z2-7]{{{PUBLIC_ID_LENGTH}}}$",
            "description": "What to name when you ask about it. It leads nowhere: reports are not public.",
        }
    },
    "required": ["id"],
}

# Of the seeds, so that whoever tries one is answered.
EXAMPLES: Final = [
    OpenApiExample(
        "A row",
        {
            "kind": "speakers",
            "name": "le-hoai-trung",
            "message": "Thiếu một chức vụ.",
            "contact": "lan@example.org",
        },
        request_only=True,
    ),
    OpenApiExample(
        "Words of an article",
        {
            "article": AN_ARTICLE,
            "start": 0,
            "end": 13,
            "exact": "Ba định hướng",
            "message": "Chỗ này có lỗi in.",
        },
        request_only=True,
    ),
]


class TooLarge(exceptions.APIException):
    """The body is larger than anything that is read here."""

    status_code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE


class StrictJson(BaseParser):
    """JSON in UTF-8, as RFC 8259 has it: no NaN, no name twice in an object, and not endlessly long or deep."""

    media_type = "application/json"

    def parse(self, stream: IO[Any], media_type: str | None = None, parser_context: Any = None) -> Any:
        """Return what the body holds. Raises InvalidRequest where it cannot be read, TooLarge where it is too large."""
        content = stream.read(LARGEST_BODY + 1)
        if len(content) > LARGEST_BODY:
            raise TooLarge
        try:
            return json.loads(content.decode(), object_pairs_hook=_once, parse_constant=_refuse_constant)
        except (ValueError, RecursionError) as error:  # what is no UTF-8 is a ValueError, and so is a number too long
            raise InvalidRequest(Fault("malformed", "The body is no JSON in UTF-8.", pointer="#")) from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice in an object")
    return found


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


class ReportsView(PublicView):
    """What readers say is wrong."""

    http_method_names = ["post", "options"]
    parser_classes = (StrictJson,)

    @extend_schema(
        operation_id="reports_create",
        summary="Report an error",
        tags=["reports"],
        request={"application/json": REPORT},
        examples=EXAMPLES,
        responses={
            201: OpenApiResponse(RECEIPT, "The report was taken, or had been taken before: curators will read it."),
            404: OpenApiResponse(description="The public has no such row."),
            410: OpenApiResponse(description="The row was withdrawn, with the article that it came from."),
            413: OpenApiResponse(description="The body is larger than 64 KiB."),
            415: OpenApiResponse(description="The body is not sent as `application/json`."),
            429: OpenApiResponse(description="Too many reports of this sender within an hour, or of all in a minute."),
        },
    )
    def post(self, request: Request) -> HttpResponseBase:
        """Say what is wrong with a row, or with words of an article. No account is needed, and nothing is published.

        Curators read it. Whoever sends the same once more gets the same answer. Your address is not kept.
        """
        new = read_report(request.data, KINDS)
        sender = sender_of(request._request)
        known = keeping.known_report(keeping.fingerprint_of(sender, new))
        if known is None:
            keeping.refuse_too_many(sender)  # before anything is looked up; `keep` asks again, in its turn
            try:
                known = keeping.keep(new, sender, *_subject(new, request))
            except Http404:
                return problem_response(HTTPStatus.NOT_FOUND, NO_SUCH_ROW)
            except Gone:
                return problem_response(HTTPStatus.GONE, WITHDRAWN)
        return Response({"id": known.public_id}, HTTPStatus.CREATED, headers={"Cache-Control": "no-store"})


def _subject(new: NewReport, request: Request) -> tuple[Article | None, Span | None, str]:
    """Return the article, the place in its present text and the words that a report is about, as far as it has them.

    Raises Http404 or Gone where the address of the row answers so, InvalidRequest where other words stand there.
    """
    row = _row(new, request)
    if new.span is not None:
        return row, new.span, words_there(row, new, row.policy == TextPolicy.FULL)
    if isinstance(row, Finding):
        return row.article, row.span, row.exact
    return (row if isinstance(row, Article) else None), None, ""


def _row(new: NewReport, request: Request) -> Any:
    """Return the row that its address shows; of a speaker who was merged, the survivor's address does."""
    view = VIEWS[new.kind]()
    view.action = "text" if new.kind == ARTICLES else "retrieve"  # of articles without what was found in them
    view.kwargs = {view.lookup_url_kwarg or view.lookup_field: new.name}
    try:
        return view.get_object()
    except Http404:
        if not isinstance(view, SpeakerViewSet):
            raise
        return view.moved(request, new.name)
