"""Official documents as JSON."""

from typing import Any

from rest_framework import serializers

from articles.models import TextPolicy
from articles.serializers import (
    CONFIDENCES,
    ArticleBriefSerializer,
    ClaimSerializer,
    OptionalAddress,
    OrganBriefSerializer,
    OutletBriefSerializer,
    ReadSerializer,
    RowUrl,
    SpanSerializer,
)
from articles.serializers.excerpts import as_excerpt
from directives.models import Relation, Resolution, ResolutionClaim
from directives.models.resolutions import MOST_VALUES
from directives.serializers.briefs import TITLE_HELP, ResolutionBriefSerializer


class DocumentClaimSerializer(ClaimSerializer):
    """What a source says of one fact of a document. A title or day that articles print is given once, by the first."""

    article = ArticleBriefSerializer(
        source="shown_article", read_only=True, allow_null=True, help_text="The article that prints it, if one does."
    )
    outlet = OutletBriefSerializer(
        source="shown_article.outlet", read_only=True, allow_null=True, help_text="Who published that article."
    )

    class Meta:
        model = ResolutionClaim
        fields = (*ClaimSerializer.Meta.fields, "article", "outlet")
        extra_kwargs = ClaimSerializer.Meta.extra_kwargs


class RelationSerializer(ReadSerializer[Relation]):
    """What a document does to another, by a source or an article that says so."""

    confidence = serializers.ChoiceField(choices=CONFIDENCES, read_only=True)
    article = ArticleBriefSerializer(
        source="shown_article", read_only=True, allow_null=True, help_text="The article that states it, if one does."
    )
    outlet = OutletBriefSerializer(
        source="shown_article.outlet", read_only=True, allow_null=True, help_text="Who published that article."
    )
    evidence = SpanSerializer(
        read_only=True, allow_null=True, help_text="The words by which that article states it, and where they stand."
    )

    class Meta:
        model = Relation
        fields: tuple[str, ...] = ("type", "article", "outlet", "evidence", "source", "confidence")
        extra_kwargs = {"source": {"help_text": "The address that states it, if one does."}}

    def to_representation(self, relation: Relation) -> Any:
        """Return the relation, with fewer of the words that state it where the policy of their article says so."""
        answer = super().to_representation(relation)
        article = relation.shown_article
        return answer if article is None or article.policy == TextPolicy.FULL else as_excerpt(answer)


class OutgoingRelationSerializer(RelationSerializer):
    """What this document does to another."""

    resolution = ResolutionBriefSerializer(source="target", read_only=True, help_text="The other document.")

    class Meta(RelationSerializer.Meta):
        fields = ("type", "resolution", *RelationSerializer.Meta.fields[1:])


class IncomingRelationSerializer(RelationSerializer):
    """What another document does to this one."""

    resolution = ResolutionBriefSerializer(read_only=True, help_text="The other document.")

    class Meta(RelationSerializer.Meta):
        fields = ("type", "resolution", *RelationSerializer.Meta.fields[1:])


class ResolutionInListSerializer(ReadSerializer[Resolution]):
    """An official document. Title, issuer and date are null where no source for them is known."""

    url = RowUrl("resolution-detail")
    issuer = OrganBriefSerializer(
        read_only=True, allow_null=True, help_text="The body that issued it; null where no source for it is known."
    )
    source_url = OptionalAddress(
        source="url", read_only=True, help_text="Where the document can be read; null where that is not known."
    )
    citation_count = serializers.IntegerField(
        read_only=True, min_value=0, help_text="How often public articles cite it."
    )
    article_count = serializers.IntegerField(read_only=True, min_value=0, help_text="How many public articles cite it.")

    class Meta:
        model = Resolution
        fields: tuple[str, ...] = (
            "slug",
            "url",
            "kind",
            "number",
            "symbol",
            "term",
            "issuer",
            "title",
            "issued_on",
            "source_url",
            "citation_count",
            "article_count",
        )
        extra_kwargs = {
            "title": {"help_text": TITLE_HELP},
            "issued_on": {"help_text": "The day on which it was issued; null where no source for it is known."},
        }


class ResolutionSerializer(ResolutionInListSerializer):
    """An official document with its names, what sources say of it, and how it relates to others."""

    aliases = serializers.SerializerMethodField(help_text="Other names under which it is cited.")
    claims = DocumentClaimSerializer(
        source="shown_claims",
        many=True,
        read_only=True,
        help_text="What sources say of its title, issuer and date; differing ones side by side. Of the values of "
        f"one fact that articles print, the first {MOST_VALUES}.",
    )
    relations = OutgoingRelationSerializer(many=True, read_only=True, help_text="What it does to other documents.")
    incoming_relations = IncomingRelationSerializer(
        many=True, read_only=True, help_text="What other documents do to it."
    )

    class Meta(ResolutionInListSerializer.Meta):
        fields = (
            *ResolutionInListSerializer.Meta.fields,
            "aliases",
            "claims",
            "relations",
            "incoming_relations",
        )

    def get_aliases(self, resolution: Resolution) -> list[str]:
        return [alias.name for alias in resolution.aliases.all()]
