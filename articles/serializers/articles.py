"""Articles, their outlets, blocks and remarks as JSON."""

from rest_framework import serializers

from articles.models import Article, Block, Outlet, Remark, TextPolicy
from articles.serializers.people import ArticleBriefSerializer, CreditSerializer
from articles.serializers.rows import (
    FINDING_FIELDS,
    F,
    FindingSerializer,
    OptionalAddress,
    ReadSerializer,
    RowUrl,
)

POLICY_HELP = (
    "What is shown of the text: `full`, or `excerpt` where the rights allow no more than passages with their context; "
    "then `text` and the words of the blocks are null."
)


class OutletBriefSerializer(ReadSerializer[Outlet]):
    """Who published it. The attribution goes with every quotation."""

    url = RowUrl("outlet-detail")

    class Meta:
        model = Outlet
        fields = ("slug", "name", "url", "attribution")


class OutletSerializer(ReadSerializer[Outlet]):
    """A newspaper or site. The attribution goes with every quotation."""

    url = RowUrl("outlet-detail")
    text_policy = serializers.ChoiceField(
        source="policy", choices=TextPolicy.choices, read_only=True, help_text="What is shown of its texts."
    )
    article_count = serializers.IntegerField(read_only=True, min_value=0)

    class Meta:
        model = Outlet
        fields = ("slug", "name", "url", "home_page", "attribution", "text_policy", "article_count")


class ArticleFactsSerializer(ReadSerializer[Article]):
    """What is known about an article."""

    url = RowUrl("article-detail")
    source_url = OptionalAddress(
        source="url", read_only=True, help_text="The newspaper's own page; null where it is not known."
    )
    outlet = OutletBriefSerializer(read_only=True, allow_null=True)
    text_policy = serializers.ChoiceField(
        source="policy", choices=TextPolicy.choices, read_only=True, help_text=POLICY_HELP
    )

    class Meta:
        model = Article
        fields: tuple[str, ...] = (
            "slug",
            "url",
            "title",
            "display_title",
            "lead",
            "published_on",
            "outlet",
            "source_url",
            "genre",
            "language",
            "text_policy",
            "created_at",
            "changed_at",
        )


class BlockSerializer(CreditSerializer):
    """One line of the text."""

    exact = serializers.SerializerMethodField(
        help_text="The words from start to end, as printed; null where only excerpts of the text are shown."
    )

    class Meta:
        model = Block
        fields = (*FINDING_FIELDS, "kind", "turn", "speaker", "office_as_written", "mention")

    def get_exact(self, block: Block) -> str | None:
        return block.exact if block.article.policy == TextPolicy.FULL else None


class StandaloneSerializer(FindingSerializer[F]):
    """A finding that is not shown inside its article: it says which article that is, whose, and of what day."""

    article = ArticleBriefSerializer(read_only=True)
    outlet = OutletBriefSerializer(source="article.outlet", read_only=True, allow_null=True)
    published_on = serializers.DateField(
        source="article.published_on",
        read_only=True,
        allow_null=True,
        help_text="The day in Vietnam on which the article was published; null where it is not known.",
    )


ARTICLE_FIELDS = ("article", "outlet", "published_on")


class RemarkSerializer(StandaloneSerializer[Remark]):
    """What the machine saw in a text and did not understand, or what does not add up."""

    url = RowUrl("remark-detail", "public_id", lookup_url_kwarg="id")

    class Meta:
        model = Remark
        fields = (*FINDING_FIELDS, "url", "code", "detail", "state", *ARTICLE_FIELDS)
