"""Citations of official documents as JSON."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from articles.serializers import ARTICLE_FIELDS, FINDING_FIELDS, FindingSerializer, RowUrl, SpanSerializer
from articles.serializers.articles import StandaloneSerializer
from directives.models import Citation
from directives.serializers.briefs import DirectiveBriefSerializer, ResolutionBriefSerializer
from directives.snippets import Snippet, snippet

CITATION_FIELDS = ("form", "status", "reason", "kind", "number", "symbol", "issuer", "resolution")

AS_PRINTED_HELP = {
    "number": {"help_text": "The number that this text gives, if any."},
    "symbol": {"help_text": "The symbol that this text gives, if any."},
}


class SnippetSerializer(SpanSerializer):
    """A passage of the text around some words, cut between words: `exact` is `prefix`, the words, `suffix`."""

    prefix = serializers.CharField(read_only=True, help_text="What stands before the words; up to 80 code points.")
    suffix = serializers.CharField(read_only=True, help_text="What stands after the words; up to 80 code points.")


class CitationInRowSerializer(FindingSerializer[Citation]):
    """A citation inside its directive or article."""

    url = RowUrl("citation-detail", "public_id", lookup_url_kwarg="id")
    resolution = ResolutionBriefSerializer(
        read_only=True, allow_null=True, help_text="The document; null while it is open which one is meant."
    )

    class Meta:
        model = Citation
        fields = (*FINDING_FIELDS, "url", *CITATION_FIELDS)
        extra_kwargs = AS_PRINTED_HELP


class CitationSerializer(StandaloneSerializer[Citation]):
    """A place where a document is cited, with the text around it."""

    url = RowUrl("citation-detail", "public_id", lookup_url_kwarg="id")
    resolution = ResolutionBriefSerializer(
        read_only=True, allow_null=True, help_text="The document; null while it is open which one is meant."
    )
    directive = DirectiveBriefSerializer(
        source="shown_directive",
        read_only=True,
        allow_null=True,
        help_text="The directive in whose words it stands, the innermost one.",
    )
    snippet = serializers.SerializerMethodField(help_text="The words and the text around them.")

    class Meta:
        model = Citation
        fields = (*FINDING_FIELDS, "url", *CITATION_FIELDS, "directive", "snippet", *ARTICLE_FIELDS)
        extra_kwargs = AS_PRINTED_HELP

    @extend_schema_field(SnippetSerializer)
    def get_snippet(self, citation: Any) -> Snippet:
        """Return the passage; `surroundings` is loaded by for_api()."""
        return snippet(citation.start, citation.end, citation.surroundings)
