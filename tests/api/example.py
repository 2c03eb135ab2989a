"""An endpoint made up for the tests of what all endpoints have in common, and the addresses it answers at."""

import datetime
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.http.response import HttpResponseBase
from django.urls import include, path
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import SimpleRouter
from rest_framework.views import APIView

from articles.api.deprecation import Deprecation
from articles.api.filters import (
    BooleanFilter,
    ChoiceFilter,
    DateFilter,
    FilterSet,
    IntegerFilter,
    SlugFilter,
    TextFilter,
    YearFilter,
)
from articles.api.views import PublicView, ReadOnlyViewSet
from articles.models import Article, Block, BlockKind, Genre, Mention, MentionStatus, Role, Speaker
from config.urls import urlpatterns as own

LAST_DAY = datetime.date.max
RENAMED = Deprecation(datetime.date(2027, 1, 1), datetime.date(2028, 1, 1), "/changes/")
MOVED = Deprecation(datetime.date(2027, 3, 1), datetime.date(2028, 7, 1), "https://doingoai.example/moved/")


class ArticleSerializer(serializers.ModelSerializer[Article]):
    class Meta:
        model = Article
        fields = ["slug", "display_title", "published_on"]
        read_only_fields = fields


class BlockSerializer(serializers.ModelSerializer[Block]):
    class Meta:
        model = Block
        fields = ["public_id"]
        read_only_fields = fields


class ArticleFilterSet(FilterSet):
    slug = SlugFilter(help_text="The article itself.", example="a-1")
    speaker = SlugFilter("mentions__speaker__slug", help_text="Who is named in it.", example="le-hoai-trung")
    named = SlugFilter(
        "mentions__speaker__slug", help_text="Say `speaker`.", example="le-hoai-trung", deprecated=RENAMED
    )
    genre = ChoiceFilter(choices=Genre.values, help_text="What it is.", example="interview")
    published_after = DateFilter("published_on", "gte", help_text="From that day on.", example="2025-09-16")
    year = YearFilter("published_on__year", help_text="The year of publication.", example=2025)
    title = TextFilter("display_title", "contains", help_text="Words of the title.", example="hội nhập")
    undated = BooleanFilter("published_on", "isnull", help_text="Whether the date is open.", example=True)
    mentions = IntegerFilter("id", "lte", maximum=1000, help_text="A number.", example=3)
    exactly = TextFilter(method="titled", help_text="The whole title.", example="Một bài viết")

    def titled(self, queryset: QuerySet[Article], name: str, value: str) -> QuerySet[Article]:
        return queryset.filter(display_title=value)


class ArticleViewSet(ReadOnlyViewSet[Article]):
    """Articles.

    As an example.
    """

    queryset = Article.objects.annotate(rising_date=Coalesce("published_on", LAST_DAY))
    serializer_class = ArticleSerializer
    filterset_class = ArticleFilterSet
    orderings = {
        "published_on": "rising_date",
        "-published_on": "-sort_date",
        "title": "display_title",
        "added": "created_at",
    }
    default_ordering = "-published_on"

    @action(
        detail=True,
        answers_list=True,
        serializer_class=BlockSerializer,
        filterset_class=None,
        orderings={},
    )
    def blocks(self, request: Request, slug: str) -> HttpResponseBase:
        """The blocks of an article, in order."""
        return self.list_of(Block.objects.filter(article=self.get_object()).order_by("start"))

    @action(
        detail=True,
        answers_list=True,
        serializer_class=BlockSerializer,
        filterset_class=None,
        orderings={},
        deprecated=MOVED,
    )
    def lines(self, request: Request, slug: str) -> HttpResponseBase:
        """As `blocks`, by the name that it had."""
        return self.list_of(Block.objects.filter(article=self.get_object()).order_by("start"))


class BlockViewSet(ReadOnlyViewSet[Block]):
    """Blocks: an order with mixed directions, over a related row."""

    queryset = Block.objects.select_related("article")
    serializer_class = BlockSerializer
    lookup_field = "public_id"
    orderings = {"place": ("-article__sort_date", "-article_id", "start")}
    default_ordering = "place"


class NullableViewSet(ReadOnlyViewSet[Article]):
    """What no endpoint may be: sorted by a column that can be null."""

    queryset = Article.objects.order_by("published_on")
    serializer_class = ArticleSerializer


class RelatedViewSet(ReadOnlyViewSet[Block]):
    """Nor this: sorted by a key, for which Django takes the order of the related model."""

    queryset = Block.objects.order_by("article")
    serializer_class = BlockSerializer


class FailingView(PublicView):
    """A view that raises what a test tells it to."""

    error: Exception | None = None

    def get(self, request: Request) -> Response:
        assert FailingView.error is not None
        raise FailingView.error


class BodyView(APIView):
    """A view that reads a body."""

    def post(self, request: Request) -> Response:
        BodySerializer(data=request.data).is_valid(raise_exception=True)
        return Response({})


class PointSerializer(serializers.Serializer[Any]):
    number = serializers.IntegerField()


class BodySerializer(serializers.Serializer[Any]):
    points = PointSerializer(many=True)


router = SimpleRouter()
router.register("articles", ArticleViewSet)
router.register("blocks", BlockViewSet)
router.register("nullable", NullableViewSet, basename="nullable")
router.register("related", RelatedViewSet, basename="related")

urlpatterns = [
    path("api/example/", include(router.urls)),
    path("api/example/failing/", FailingView.as_view()),
    path("api/example/body/", BodyView.as_view()),
    *own,
]


def add_article(number: int, day: datetime.date | None = None, title: str = "Một bài viết", **fields: Any) -> Article:
    return Article.objects.create(
        slug=f"a-{number}", source_key=str(number), display_title=title, text=title, published_on=day, **fields
    )


def add_block(article: Article, number: int) -> Block:
    return Block.objects.create(
        public_id=f"{article.pk}-{number}",
        article=article,
        start=number,
        end=number + 1,
        exact="x",
        kind=BlockKind.PARAGRAPH,
    )


def add_mention(article: Article, number: int, speaker: Speaker) -> Mention:
    return Mention.objects.create(
        public_id=f"{article.pk}-{number}",
        article=article,
        start=number,
        end=number + 1,
        exact="x",
        speaker=speaker,
        role=Role.QUOTED,
        status=MentionStatus.RESOLVED,
    )
