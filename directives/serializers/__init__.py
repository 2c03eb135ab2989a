"""Rows to JSON: fields listed, no queries. What a serializer shows, the querysets' for_api() and for_detail() load."""

from directives.serializers.citations import CitationInRowSerializer, CitationSerializer
from directives.serializers.directives import (
    DirectiveInListSerializer,
    DirectiveListInListSerializer,
    DirectiveListSerializer,
    DirectiveSerializer,
    PointsOfListSerializer,
    SingleDirectiveSerializer,
    TopicSerializer,
)
from directives.serializers.resolutions import ResolutionInListSerializer, ResolutionSerializer

__all__ = [
    "CitationInRowSerializer",
    "CitationSerializer",
    "DirectiveInListSerializer",
    "DirectiveListInListSerializer",
    "DirectiveListSerializer",
    "DirectiveSerializer",
    "PointsOfListSerializer",
    "ResolutionInListSerializer",
    "ResolutionSerializer",
    "SingleDirectiveSerializer",
    "TopicSerializer",
]
