"""Articles, their outlets, blocks and remarks as JSON."""

from typing import Any

from rest_framework import serializers

from articles.models import Article, Block, Outlet, Remark, TextPolicy
from articles.serializers.excerpts import as_excerpt
from articles.serializers.people import (
    ATTRIBUTION_HELP,
    OUTLET_HELP,
    POLICY_HELP,
    ArticleBriefSerializer,
    CreditSerializer,
    OutletBriefSerializer,
)
from articles.serializers.rows import (
    FINDING_FIELDS,
    F,
    FindingSerializer,
    OptionalAddress,
    ReadSerializer,
    RowUrl,
)


class OutletSerializer(ReadSerializer[Outlet]):
    """A newspaper or site. The attribution goes with every quotation."""

    url = RowUrl("outlet-detail")
    attribution = serializers.CharField(source="credit_line", read_only=True, help_text=ATTRIBUTION_HELP)
    text_policy = serializers.ChoiceField(
        source="policy", choices=TextPolicy.choices, read_only=True, help_text="What is shown of its texts."
    )
    article_count = serializers.IntegerField(
        read_only=True, min_value=0, help_text="How many public articles are known of it."
    )

    class Meta:
        model = Outlet
        fields = ("slug", "name", "url", "home_page", "attribution", "text_policy", "article_count")
        extra_kwargs = {"home_page": {"help_text": "The address of its own site; null where it has none."}}


class ArticleFactsSerializer(ReadSerializer[Article]):
    """What is known about an article."""

    url = RowUrl("article-detail")
    source_url = OptionalAddress(
        source="url", read_only=True, help_text="The newspaper's own page; null where it is not known."
    )
    outlet = OutletBriefSerializer(read_only=True, allow_null=True, help_text=OUTLET_HELP)
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
        extra_kwargs = {
            "created_at": {"help_text": "When it was first taken in."},
            "changed_at": {"help_text": "When it was last taken in otherwise than before, or corrected."},
        }

    def to_representation(self, article: Article) -> Any:
        """Return the article, with less of its text where its policy says so."""
        answer = super().to_representation(article)
        return answer if article.policy == TextPolicy.FULL else as_excerpt(answer)


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
    outlet = OutletBriefSerializer(source="article.outlet", read_only=True, allow_null=True, help_text=OUTLET_HELP)
    published_on = serializers.DateField(
        source="article.published_on",
        read_only=True,
        allow_null=True,
        help_text="The day in Vietnam on which the article was published; null where it is not known.",
    )

    def to_representation(self, finding: F) -> Any:
        """Return the finding, with fewer of its words where the policy of its article says so."""
        answer = super().to_representation(finding)
        return answer if finding.article.policy == TextPolicy.FULL else as_excerpt(answer)


ARTICLE_FIELDS = ("article", "outlet", "published_on")


class RemarkSerializer(StandaloneSerializer[Remark]):
    """What the machine saw in a text and did not understand, or what does not add up."""

    url = RowUrl("remark-detail", "public_id", lookup_url_kwarg="id")

    class Meta:
        model = Remark
        fields = (*FINDING_FIELDS, "url", "code", "detail", "state", *ARTICLE_FIELDS)
