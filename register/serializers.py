"""What several apps hold, as JSON: articles with what was found in them, and what the search finds."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.reverse import reverse

from articles.models import Article, TextPolicy
from articles.search.matching import Match
from articles.serializers import (
    ArticleBriefSerializer,
    ArticleFactsSerializer,
    BlockSerializer,
    MentionSerializer,
    OptionalText,
    OutletBriefSerializer,
    PersonInArticleSerializer,
    PublicName,
    SpanSerializer,
    people_in,
)
from articles.serializers.people import OUTLET_HELP
from directives.serializers import CitationInRowSerializer, PointsOfListSerializer, SingleDirectiveSerializer
from register.search import FIELDS, MODELS, Result
from register.suggesting import MODELS as COMPLETED
from register.suggesting import Suggestion


class ArticleInListSerializer(ArticleFactsSerializer):
    """An article, and how much was found in it."""

    directive_count = serializers.IntegerField(
        read_only=True, min_value=0, help_text="How many directives were found in it, points below points included."
    )
    citation_count = serializers.IntegerField(
        read_only=True, min_value=0, help_text="How often it cites official documents."
    )
    speaker_count = serializers.IntegerField(read_only=True, min_value=0, help_text="How many people it names.")

    class Meta(ArticleFactsSerializer.Meta):
        fields = (*ArticleFactsSerializer.Meta.fields, "directive_count", "citation_count", "speaker_count")


class CodeSerializer(serializers.Serializer[Any]):
    """One code of a vocabulary."""

    code = serializers.CharField(read_only=True, help_text="As it stands in answers and is given to parameters.")
    label_vi = serializers.CharField(read_only=True, help_text="What people call it in Vietnamese.")
    label_en = serializers.CharField(read_only=True, help_text="What people call it in English.")


class VocabularySerializer(serializers.Serializer[Any]):
    """A fixed set of codes. New ones may come."""

    name = serializers.CharField(read_only=True, help_text="What the codes are of, e.g. “genre” or “document_kind”.")
    codes = CodeSerializer(many=True, read_only=True, help_text="The codes, in their order.")


class VocabulariesSerializer(serializers.Serializer[Any]):
    """All vocabularies of the API."""

    vocabularies = VocabularySerializer(many=True, read_only=True, help_text="Each vocabulary, by name.")


class CountedValueSerializer(serializers.Serializer[Any]):
    """One value of a parameter."""

    value = serializers.CharField(
        read_only=True, allow_null=True, help_text="As the parameter takes it; null for rows without a value."
    )
    label = serializers.CharField(  # type: ignore[assignment]  # a field has a label of its own
        read_only=True, allow_null=True, help_text="What people read, in Vietnamese; null where value is."
    )


class DimensionSerializer(serializers.Serializer[Any]):
    """A parameter that rows are counted by."""

    name = serializers.CharField(read_only=True, help_text="The parameter, as `by` names it.")
    values = CountedValueSerializer(
        many=True,
        read_only=True,
        help_text=(
            "Its values that any row has: codes as declared, years and months one after another, names in Vietnamese "
            "order, null last. Times between them in which no row falls are not among them."
        ),
    )


class CellSerializer(serializers.Serializer[Any]):
    """How many rows have one value, or one pair of values."""

    values = serializers.ListField(
        child=serializers.CharField(allow_null=True),
        read_only=True,
        min_length=1,
        max_length=2,
        help_text="A value of each dimension, in the order of the dimensions.",
    )
    count = serializers.IntegerField(read_only=True, min_value=1, help_text="How many rows have them.")
    url = serializers.URLField(read_only=True, help_text="The list of these rows.")


class CountsSerializer(serializers.Serializer[Any]):
    """The rows of a list, counted by one or two of its parameters."""

    of = serializers.CharField(read_only=True, help_text="The list.")
    match = serializers.ChoiceField(
        [str(match) for match in Match],
        read_only=True,
        allow_null=True,
        help_text="Where words are looked for (`q`): what decided which rows are found; null without.",
    )
    total = serializers.IntegerField(
        read_only=True,
        min_value=0,
        help_text=(
            "How many rows pass the filters, each counted once. The counts of the cells may come to more, as a row may "
            "have several values, or to less, as it may have none."
        ),
    )
    dimensions = DimensionSerializer(many=True, read_only=True, help_text="What is counted by, in the order of `by`.")
    cells = CellSerializer(
        many=True,
        read_only=True,
        help_text="Each value or pair of values that any row has, in the order of the dimensions.",
    )


class StatedFactSerializer(serializers.Serializer[Any]):
    """Something about an article that its text does not print."""

    fact = serializers.CharField(read_only=True, help_text="What it is about, e.g. “outlet”.")
    value = serializers.CharField(read_only=True, help_text="What it is.")
    known = OptionalText(read_only=True, help_text="How it is known.")


class ArticleSerializer(ArticleInListSerializer):
    """An article with its text and all that was found in it."""

    facts = serializers.SerializerMethodField(
        help_text="What was stated with the text, such as its outlet or day, and how each is known."
    )
    text = serializers.SerializerMethodField(
        help_text=("The whole text: every start and end counts its code points. Null where text_policy is `excerpt`.")
    )
    blocks = BlockSerializer(many=True, read_only=True, help_text="The lines of the text that are not blank, in order.")
    speakers = serializers.SerializerMethodField(help_text="Each person whom it names, once, in order of appearance.")
    mentions = MentionSerializer(
        many=True, read_only=True, help_text="Every place that names a person, or means one by a title, in order."
    )
    lists = PointsOfListSerializer(
        source="directive_lists",
        many=True,
        read_only=True,
        help_text="The enumerations, those of results and the like (`directive` false) included, with their points.",
    )
    directives = SingleDirectiveSerializer(
        many=True, read_only=True, help_text="The directives that stand outside lists."
    )
    citations = CitationInRowSerializer(
        many=True, read_only=True, help_text="Every place that cites an official document, in order."
    )

    class Meta(ArticleInListSerializer.Meta):
        fields = (
            *ArticleInListSerializer.Meta.fields,
            "text_hash",
            "extractor_version",
            "facts",
            "text",
            "blocks",
            "speakers",
            "mentions",
            "lists",
            "directives",
            "citations",
        )
        extra_kwargs = {
            **ArticleInListSerializer.Meta.extra_kwargs,
            "extractor_version": {"help_text": "The version of the rules that last read the text."},
        }

    @extend_schema_field(StatedFactSerializer(many=True))
    def get_facts(self, article: Article) -> Any:
        stated = [{"fact": fact, **said} for fact, said in sorted(article.facts.items())]
        return StatedFactSerializer(stated, many=True).data

    @extend_schema_field({"type": ["string", "null"]})
    def get_text(self, article: Article) -> str | None:
        return article.text if article.policy == TextPolicy.FULL else None

    @extend_schema_field(PersonInArticleSerializer(many=True))
    def get_speakers(self, article: Any) -> Any:
        people = people_in(article.mentions.all())
        return PersonInArticleSerializer(people, many=True, context=self.context).data


class HitSerializer(serializers.Serializer[Any]):
    """Words that were looked for."""

    start = serializers.IntegerField(read_only=True, min_value=0, help_text="Where they begin, counted as the snippet.")
    end = serializers.IntegerField(read_only=True, min_value=1, help_text="Just past the last of them.")


class MarkedSnippetSerializer(SpanSerializer):
    """A passage of up to 200 code points that holds words of the question, and where it holds them."""

    field = serializers.ChoiceField(
        choices=[(name, name) for name in FIELDS],
        read_only=True,
        help_text=(
            "Of what `start` and `end` count the code points: the text of the article that `article` names, the title, "
            "or one of the names."
        ),
    )
    hits = HitSerializer(many=True, read_only=True, help_text="The words that were looked for, in order, apart.")
    html = serializers.CharField(
        read_only=True, help_text="`exact`, escaped for HTML, with each hit in `<mark>`; there is no other markup."
    )


class SearchResultSerializer(serializers.Serializer[Result]):
    """A row that holds the words of a question."""

    type = serializers.ChoiceField(
        choices=[(name, name) for name in MODELS], read_only=True, help_text="The list that it is a row of."
    )
    slug = PublicName(read_only=True)
    url = serializers.SerializerMethodField(help_text="The address of this row in the API.")
    title = serializers.CharField(
        read_only=True,
        help_text=(
            "What to show: the title of an article, the first words of a directive, what a document is called, the "
            "name of a person."
        ),
    )
    date = serializers.DateField(
        read_only=True,
        allow_null=True,
        help_text=(
            "The day on which the article was published, or the document issued; null where it is not known, and for "
            "people."
        ),
    )
    article = ArticleBriefSerializer(
        read_only=True, allow_null=True, help_text="The article whose words are shown; null for documents and people."
    )
    outlet = OutletBriefSerializer(read_only=True, allow_null=True, help_text=OUTLET_HELP)
    snippet = MarkedSnippetSerializer(read_only=True)

    @extend_schema_field({"type": "string", "format": "uri"})
    def get_url(self, result: Result) -> str:
        return reverse(f"{result.view}-detail", args=[result.slug], request=self.context["request"])


class SuggestionSerializer(serializers.Serializer[Suggestion]):
    """A row whose name may be meant."""

    type = serializers.ChoiceField(
        choices=[(name, name) for name in COMPLETED], read_only=True, help_text="The list that it is a row of."
    )
    slug = PublicName(read_only=True)
    url = serializers.SerializerMethodField(help_text="The address of this row in the API.")
    label = serializers.CharField(  # type: ignore[assignment]  # a field of that name, as the base has an attribute
        read_only=True, help_text="What it is called."
    )
    matched = serializers.CharField(
        read_only=True, help_text="The name that goes on as it was typed: the label itself, or another name of the row."
    )

    @extend_schema_field({"type": "string", "format": "uri"})
    def get_url(self, suggestion: Suggestion) -> str:
        return reverse(f"{suggestion.view}-detail", args=[suggestion.slug], request=self.context["request"])


class SuggestionsSerializer(serializers.Serializer[Any]):
    """What may be meant by what is typed, the best first."""

    results = SuggestionSerializer(many=True, read_only=True, help_text="At most as many as `limit` says.")
