"""The endpoint of articles, which shows what two apps hold."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import exceptions, status
from rest_framework.decorators import action
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from articles.api.problems import problem_response
from articles.api.views import ReadOnlyViewSet
from articles.models import Article, Block, Mention, State, TextPolicy
from articles.models.counting import count_of
from articles.models.credits import with_credits
from directives.models import Citation, Directive, DirectiveList
from register.filters import ArticleFilterSet
from register.serializers import ArticleInListSerializer, ArticleSerializer

WITHDRAWN = OpenApiResponse(description="The article was withdrawn.")
EXCERPTS_ONLY = "The rights to this text allow passages with their context only, not the whole text."


class Gone(exceptions.APIException):
    """What stood here was withdrawn."""

    status_code = status.HTTP_410_GONE


class PlainText(JSONRenderer):
    """The text as it is stored. Problems stay JSON, whatever form was asked for."""

    media_type = "text/plain"
    format = "txt"
    charset = "utf-8"

    def render(self, data: Any, *args: Any, **kwargs: Any) -> bytes:
        return data.encode() if isinstance(data, str) else super().render(data, *args, **kwargs)


@extend_schema_view(retrieve=extend_schema(responses={200: ArticleSerializer, 410: WITHDRAWN}))
class ArticleViewSet(ReadOnlyViewSet[Article]):
    """Published texts and what was found in each: who speaks, what was set out, which documents are cited.

    An article that was withdrawn is in no list; its address answers 410.
    """

    queryset = Article.objects.public()
    serializer_class = ArticleSerializer
    list_serializer_class = ArticleInListSerializer
    filterset_class = ArticleFilterSet
    orderings = {"published_on": ("rising_date", "id"), "-published_on": ("-sort_date", "-id")}
    default_ordering = "-published_on"

    def get_queryset(self) -> QuerySet[Article]:
        if self.action == "text":
            return Article.objects.select_related("outlet")
        if self.gives_list():
            return with_counts(Article.objects.public().for_api())
        return with_findings(with_counts(Article.objects.select_related("outlet")))

    def get_object(self) -> Article:
        """Return the article that the address names; raise Http404 without one, Gone where it was withdrawn."""
        article = super().get_object()
        if article.state != State.PUBLIC:
            raise Gone
        return article

    @extend_schema(
        responses={
            (200, "text/plain"): OpenApiTypes.STR,
            403: OpenApiResponse(description="Only excerpts of this text are shown."),
            410: WITHDRAWN,
        }
    )
    @action(detail=True, renderer_classes=[PlainText])
    def text(self, request: Request, slug: str) -> HttpResponseBase:
        """The text as it is stored, in UTF-8: every start and end counts its code points."""
        article = self.get_object()
        if article.policy != TextPolicy.FULL:
            return problem_response(status.HTTP_403_FORBIDDEN, EXCERPTS_ONLY)
        return Response(article.text)


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
