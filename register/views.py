"""The endpoints that show what several apps hold: articles, all codes, the search, and the completion of names."""

from typing import Any, Final, cast
from urllib.parse import quote

from django.db.models import Prefetch, QuerySet
from django.http.response import HttpResponseBase
from django.utils.encoding import iri_to_uri
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from articles.api.feeds import Feed
from articles.api.filters import values_of
from articles.api.forms import WHOLE_LISTS
from articles.api.parameters import Parameter
from articles.api.problems import problem_response
from articles.api.views import PublicView, ReadOnlyViewSet
from articles.filters import AN_ARTICLE
from articles.models import Article, Block, Mention, TextPolicy
from articles.models.counting import count_of
from articles.models.credits import with_credits
from articles.search.models import Completion, SearchEntry
from directives.models import Citation, Directive, DirectiveList
from register.annotations import CONTENT_TYPE, SCHEMA, JsonLd, annotations_of
from register.filters import ArticleFilterSet
from register.search import Question, SearchFilterSet, in_order_of_rank, results
from register.serializers import (
    ArticleInListSerializer,
    ArticleSerializer,
    SearchResultSerializer,
    SuggestionsSerializer,
    VocabulariesSerializer,
)
from register.suggesting import MODELS as COMPLETED
from register.suggesting import USUAL_LIMIT, SuggestFilterSet, suggestions
from register.vocabularies import vocabularies

SUGGEST_STATED = [
    OpenApiParameter(name, stated["schema"], required="required" in stated, description=stated["description"])
    for name, stated in ((name, one.parameter(name)) for name, one in SuggestFilterSet.base_filters.items())
]
ANNOTATED: Final = "What was found in the article, as annotations of its text."
EXCERPTS_ONLY = "The rights to this text allow passages with their context only, not the whole text."


class PlainText(JSONRenderer):
    """The text as it is stored. Problems stay JSON, whatever form was asked for."""

    media_type = "text/plain"
    format = "txt"
    charset = "utf-8"

    def render(self, data: Any, *args: Any, **kwargs: Any) -> bytes:
        return data.encode() if isinstance(data, str) else super().render(data, *args, **kwargs)


class ArticleFeed(Feed):
    """What was published."""

    title = "Bài báo về đối ngoại"

    def entry(self, row: dict[str, Any]) -> dict[str, Any]:
        outlet = row["outlet"]
        return {
            "title": row["display_title"],
            "description": row["lead"],
            "author_name": outlet["name"] if outlet else None,
            "categories": [row["genre"]],
        }


class ArticleViewSet(ReadOnlyViewSet[Article]):
    """Published texts and what was found in each: who speaks, what was set out, which documents are cited.

    An article that was withdrawn is in no list; its address answers 410.
    """

    queryset = Article.objects.public()
    withdrawn = Article.objects.withdrawn()
    serializer_class = ArticleSerializer
    list_serializer_class = ArticleInListSerializer
    filterset_class = ArticleFilterSet
    other_forms = (*WHOLE_LISTS, ArticleFeed)
    orderings = {"published_on": ("rising_date", "id"), "-published_on": ("-sort_date", "-id")}
    default_ordering = "-published_on"
    example = AN_ARTICLE

    def get_queryset(self) -> QuerySet[Article]:
        articles = Article.objects.public()
        if self.gives_list():
            return with_counts(articles.for_api())
        whole = articles.select_related("outlet")
        return whole if self.action in ("text", "annotations") else with_findings(with_counts(whole))

    @extend_schema(
        operation_id="articles_text",
        summary="Get the text of one article",
        responses={
            (200, "text/plain"): OpenApiResponse(OpenApiTypes.STR, "The text, without anything around it."),
            403: OpenApiResponse(
                description="The text policy of the article is `excerpt`: its whole text is not shown."
            ),
        },
    )
    @action(detail=True, renderer_classes=[PlainText])
    def text(self, request: Request, slug: str) -> HttpResponseBase:
        """The text as it is stored, in UTF-8: every start and end counts its code points."""
        article = self.get_object()
        if article.policy != TextPolicy.FULL:
            return problem_response(status.HTTP_403_FORBIDDEN, EXCERPTS_ONLY)
        return Response(article.text, headers={"Link": source_links(article, request)})

    @extend_schema(
        operation_id="articles_annotations",
        summary="Get what was found in one article as W3C Web Annotations",
        responses={
            (200, JsonLd.media_type): OpenApiResponse(SCHEMA, ANNOTATED),
            (200, JSONRenderer.media_type): OpenApiResponse(SCHEMA, ANNOTATED),
            403: OpenApiResponse(
                description="The text policy of the article is `excerpt`: the text that they annotate is not shown."
            ),
        },
    )
    @action(detail=True, renderer_classes=[JsonLd, JSONRenderer])
    def annotations(self, request: Request, slug: str) -> HttpResponseBase:
        """Directives, citations and mentions as annotations of the text: each with its place and its words."""
        article = self.get_object()
        if article.policy != TextPolicy.FULL:
            return problem_response(status.HTTP_403_FORBIDDEN, EXCERPTS_ONLY)
        linked = isinstance(request.accepted_renderer, JsonLd)
        content_type = CONTENT_TYPE if linked else JSONRenderer.media_type
        headers = {"Link": source_links(article, request)}
        return Response(annotations_of(article, request), content_type=content_type, headers=headers)


class VocabulariesView(PublicView):
    """Every code that the API takes or gives, with what people call it in Vietnamese and in English.

    Topics are a list of their own, as people add to them.
    """

    schema = AutoSchema()

    @extend_schema(
        operation_id="vocabularies",
        summary="List the codes",
        tags=["vocabularies"],
        responses=VocabulariesSerializer,
    )
    def get(self, request: Request) -> Response:
        return Response(VocabulariesSerializer({"vocabularies": vocabularies()}).data)


class SearchViewSet(ReadOnlyViewSet[SearchEntry]):
    """Articles, directives, documents and people that hold the words of a question, the best first.

    First come rows of which the question is a name, then those that have its words with their marks in the title, then
    in the text, then those that have them without their marks; those that fit alike by day, the newest first.
    """

    queryset = SearchEntry.objects.all()
    serializer_class = SearchResultSerializer  # type: ignore[assignment]  # it is given what a page shows of entries
    filterset_class = SearchFilterSet
    other_forms = ()  # what fits best stands on the first page

    @property
    def question(self) -> Question:
        """What the request looks for, once its filters were read."""
        return cast("SearchFilterSet", self.filterset).question

    def filter_queryset(self, queryset: Any) -> Any:
        """Return the entries that hold the question, in the order of rank."""
        return in_order_of_rank(super().filter_queryset(queryset), self.question)

    def paginate_queryset(self, queryset: Any) -> Any:
        """Return the page with what it shows of the rows that its entries are of."""
        return results(super().paginate_queryset(queryset) or (), self.question)


class SuggestView(PublicView):
    """Names of people, documents and topics that go on as somebody types, the best first.

    Names that begin so come before those that have it further on; then what articles name or cite most.
    """

    schema = AutoSchema()

    def known_parameters(self) -> dict[str, Parameter]:
        """Return what is typed, and what is offered for it."""
        return super().known_parameters() | SuggestFilterSet.base_filters

    @extend_schema(
        operation_id="suggest",
        summary="Complete a name",
        tags=["search"],
        parameters=SUGGEST_STATED,
        responses=SuggestionsSerializer,
    )
    def get(self, request: Request) -> Response:
        asked = values_of(SuggestFilterSet(request.query_params, queryset=Completion.objects.none()))
        found = suggestions(asked["q"], asked["type"] or tuple(COMPLETED), asked["limit"] or USUAL_LIMIT)
        return Response(SuggestionsSerializer({"results": found}, context={"request": request}).data)


def source_links(article: Article, request: Request) -> str:
    """Return what a bare text says of whose it is, for the header Link (RFC 8288).

    The article's facts are described at its address here. The line of its outlet goes with the newspaper's own page,
    which is the canonical one (RFC 6596); where that is not known, with the outlet's home page, else with its address
    here.
    """
    here = reverse("article-detail", args=[article.slug], request=request)
    links = [f'<{here}>; rel="describedby"; type="application/json"']
    outlet = article.outlet
    credit = "" if outlet is None else f"; title*=UTF-8''{quote(outlet.credit_line, safe='')}"  # RFC 8187
    if article.url:
        links.append(f'<{iri_to_uri(article.url)}>; rel="canonical via"{credit}')
    elif outlet is not None:
        page = outlet.home_page or reverse("outlet-detail", args=[outlet.slug], request=request)
        links.append(f'<{iri_to_uri(page)}>; rel="via"{credit}')
    return ", ".join(links)


def with_counts(articles: QuerySet[Article]) -> QuerySet[Article]:
    """Add how many directives were found in each article, how often it cites documents, how many people it names."""
    return articles.annotate(
        directive_count=count_of(Directive.objects.served(), "article"),
        citation_count=count_of(Citation.objects.standing(), "article"),
        speaker_count=count_of(Mention.objects.standing().exclude(speaker=None), "article", distinct="speaker"),
    )


def with_findings(articles: QuerySet[Article]) -> QuerySet[Article]:
    """Load what was found in each article and may be shown, each kind in the order of the text."""
    blocks = with_credits(Block.objects.standing())
    lists = DirectiveList.objects.standing().for_nesting()
    single = Directive.objects.standing().filter(list=None).for_nesting().with_credits()
    loaded: dict[str, QuerySet[Any]] = {
        "blocks": blocks,
        "mentions": Mention.objects.standing().with_titles(),
        "directive_lists": lists,
        "directives": single,
        "citations": Citation.objects.standing().select_related("resolution"),
    }
    return articles.prefetch_related(*(Prefetch(name, rows.order_by("start", "id")) for name, rows in loaded.items()))
