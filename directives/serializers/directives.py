"""Directives, their lists and topics as JSON."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from drf_spectacular.helpers import lazy_serializer
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.reverse import reverse

from articles.serializers import (
    ARTICLE_FIELDS,
    FINDING_FIELDS,
    CreditSerializer,
    FindingSerializer,
    OptionalText,
    ReadSerializer,
    RowUrl,
    SpanSerializer,
    StandaloneSerializer,
)
from directives.models import Directive, DirectiveList, Topic
from directives.models.directives import CountStatus, count_status
from directives.serializers.briefs import (
    LABEL_HELP,
    DirectiveBriefSerializer,
    DirectiveListBriefSerializer,
    TopicBriefSerializer,
)
from directives.serializers.citations import CitationInRowSerializer

CREDIT_FIELDS: Final = ("speaker", "office", "office_as_written", "mention")
DIRECTIVE_FIELDS: Final = (
    *FINDING_FIELDS,
    "slug",
    "url",
    "kind",
    "ordinal",
    "ordinal_path",
    "marker",
    "text",
    "addressee",
    "deadline",
    "topics",
    "citations",
)


class DirectiveWordsSerializer(FindingSerializer[Directive]):
    """What a directive says, wherever it is shown."""

    ordinal_path = OptionalText(
        read_only=True, help_text="The ordinals from the list down to it, e.g. “3.2”; null for a single directive."
    )
    text = serializers.CharField(
        read_only=True,
        help_text="The words of its parts, apart by an empty line: without a caption or pull quote in between.",
    )
    topics = TopicBriefSerializer(many=True, read_only=True, help_text="What it is about.")
    citations = CitationInRowSerializer(
        many=True, read_only=True, help_text="The documents cited in its words, those in the points below it left out."
    )


class PointSerializer(DirectiveWordsSerializer):
    """A point of a list, with the points below it."""

    url = serializers.SerializerMethodField(
        help_text="The address of the directive; null for a point that is no directive, such as a result."
    )
    items = serializers.SerializerMethodField(help_text="The points below it.")

    class Meta:
        model = Directive
        fields = (*DIRECTIVE_FIELDS, "items")

    @extend_schema_field({"type": ["string", "null"], "format": "uri"})
    def get_url(self, point: Directive) -> str | None:
        if not point.is_served:
            return None
        return reverse("directive-detail", args=[point.slug], request=self.context["request"])

    @extend_schema_field(lazy_serializer("directives.serializers.directives.PointSerializer")(many=True))
    def get_items(self, point: Directive) -> list[dict[str, Any]]:
        """Return a list that `nested` fills."""
        return []


def nested(points: Iterable[Directive], context: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return points as JSON in their order, each in the `items` of the point above it.

    One whose point above is not among points stands on the first level: it was confirmed, the one above rejected. There
    are two levels; what stands lower still, which no text has, is shown on the first.
    """
    serializer = PointSerializer(context=dict(context))
    given = list(points)
    rows: dict[int, dict[str, Any]] = {point.pk: serializer.to_representation(point) for point in given}
    tops = {point.pk for point in given if point.parent_id is None}
    first_level: list[dict[str, Any]] = []
    for point in given:
        level = rows[point.parent_id]["items"] if point.parent_id in tops else first_level
        level.append(rows[point.pk])
    return first_level


class CountsSerializer(ReadSerializer[DirectiveList]):
    """The number of points that a list declares against the number found."""

    directive = serializers.BooleanField(
        source="is_directive",
        read_only=True,
        help_text="Whether its points are directives; false for results, reasons and the like.",
    )
    intro = serializers.SerializerMethodField(help_text="The sentence that opens the list; null where none was found.")
    found_count = serializers.IntegerField(
        read_only=True, min_value=0, help_text="How many points stand on the first level."
    )
    count_status = serializers.SerializerMethodField(help_text="How found_count stands to declared_count.")
    missing_ordinals = serializers.SerializerMethodField(
        help_text="The ordinals that no point has, up to the declared count or the highest found."
    )

    @extend_schema_field(SpanSerializer(allow_null=True))
    def get_intro(self, one: DirectiveList) -> dict[str, Any] | None:
        if one.intro_span is None:
            return None
        return {"start": one.intro_span.start, "end": one.intro_span.end, "exact": one.intro}

    @extend_schema_field(serializers.ChoiceField(choices=CountStatus.choices))
    def get_count_status(self, one: Any) -> str:
        """Return the status; found_count is loaded by for_api()."""
        return count_status(one.declared_count, one.found_count).value

    def get_missing_ordinals(self, one: DirectiveList) -> list[int]:
        found = {point.ordinal for point in one.items.all() if point.parent_id is None and point.ordinal is not None}
        expected = range(1, max(one.declared_count or 0, *found, 0) + 1)
        return [ordinal for ordinal in expected if ordinal not in found]


LIST_FIELDS: Final = (
    *FINDING_FIELDS,
    "url",
    "kind",
    "directive",
    "declared_count",
    "found_count",
    "count_status",
    "missing_ordinals",
    "intro",
    *CREDIT_FIELDS,
)


class DirectiveListRowSerializer(CountsSerializer, CreditSerializer):
    """What a list says, wherever it is shown."""

    url = RowUrl("directive-list-detail", "public_id", lookup_url_kwarg="id")


class PointsOfListSerializer(DirectiveListRowSerializer):
    """A list inside its article, with its points."""

    items = serializers.SerializerMethodField(help_text="The points, those below a point in its own `items`.")

    class Meta:
        model = DirectiveList
        fields: tuple[str, ...] = (*LIST_FIELDS, "items")

    @extend_schema_field(PointSerializer(many=True))
    def get_items(self, one: DirectiveList) -> list[dict[str, Any]]:
        return nested(one.items.all(), self.context)


class DirectiveListInListSerializer(DirectiveListRowSerializer, StandaloneSerializer[DirectiveList]):
    """A list: how many points it declares against how many were found."""

    class Meta:
        model = DirectiveList
        fields = (*LIST_FIELDS, *ARTICLE_FIELDS)


class DirectiveListSerializer(PointsOfListSerializer, StandaloneSerializer[DirectiveList]):
    """A list with its points."""

    class Meta:
        model = DirectiveList
        fields = (*LIST_FIELDS, "items", *ARTICLE_FIELDS)


class SingleDirectiveSerializer(DirectiveWordsSerializer, CreditSerializer):
    """A single directive inside its article."""

    url = RowUrl("directive-detail")

    class Meta:
        model = Directive
        fields: tuple[str, ...] = (*DIRECTIVE_FIELDS, *CREDIT_FIELDS)


class DirectiveInListSerializer(SingleDirectiveSerializer, StandaloneSerializer[Directive]):
    """A directive: its words, who set it out in what office, and where it stands."""

    list = DirectiveListBriefSerializer(
        source="shown_list", read_only=True, allow_null=True, help_text="Null for a single directive."
    )
    parent = DirectiveBriefSerializer(
        source="shown_parent", read_only=True, allow_null=True, help_text="The point above it in the list."
    )

    class Meta:
        model = Directive
        fields: tuple[str, ...] = (*DIRECTIVE_FIELDS, *CREDIT_FIELDS, "list", "parent", *ARTICLE_FIELDS)


class DirectiveSerializer(DirectiveInListSerializer):
    """A directive, with the points below it."""

    children = DirectiveBriefSerializer(many=True, read_only=True, help_text="The points below it in the list.")

    class Meta:
        model = Directive
        fields = (*DirectiveInListSerializer.Meta.fields, "children")


class TopicSerializer(ReadSerializer[Topic]):
    """A subject of the controlled vocabulary, with those above and below it."""

    url = RowUrl("topic-detail")
    broader = TopicBriefSerializer(read_only=True, allow_null=True, help_text="The topic above it; null at the top.")
    narrower = TopicBriefSerializer(many=True, read_only=True, help_text="The topics below it.")
    directive_count = serializers.IntegerField(
        read_only=True, min_value=0, help_text="How many directives have this very topic."
    )

    class Meta:
        model = Topic
        fields = ("slug", "url", "label_vi", "label_en", "definition", "broader", "narrower", "directive_count")
        extra_kwargs = {**LABEL_HELP, "definition": {"help_text": "What falls under it, where its name does not say."}}
