"""The tables of documents and topics that people take along as files."""

from import_export.fields import Field

from articles.models import Organ
from articles.resources import CLAIM, Table, TableBelow, WithAliases, pointer
from directives.models import Relation, Resolution, ResolutionClaim, Topic


class TopicResource(Table):
    broader = pointer("broader", Topic)
    follows = ("broader",)

    class Meta:
        model = Topic
        fields = ["slug", "label_vi", "label_en", "definition", "broader"]


class ResolutionResource(WithAliases):
    issuer = pointer("issuer", Organ)
    follows = ("issuer",)

    class Meta:
        model = Resolution
        fields = [
            "slug",
            "kind",
            "number",
            "symbol",
            "term",
            "title",
            "aliases",
            "issuer",
            "issued_on",
            "url",
            "note",
            "origin",
        ]


class ResolutionClaimResource(TableBelow):
    key = ("resolution", "fact", "value", "source")
    resolution = pointer("resolution", Resolution)
    owner = "resolution"
    follows = ("resolution",)

    class Meta:
        model = ResolutionClaim
        fields = ["resolution", *CLAIM]


class RelationResource(TableBelow):
    key = ("resolution", "type", "target", "article")
    resolution = pointer("resolution", Resolution)
    target = pointer("target", Resolution)
    article = Field(attribute="article__slug", column_name="article")
    owner = "resolution"
    follows = ("resolution", "target", "article")

    class Meta:
        model = Relation
        fields = ["resolution", "type", "target", "source", "confidence", "article", "origin"]
