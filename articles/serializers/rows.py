"""What all serializers share: rows to JSON and never back, spans, and what every finding says of itself."""

from typing import Any, Final, TypeVar

from django.db import models
from django.urls import NoReverseMatch
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from articles.api.slugs import SLUG
from articles.models import Finding, Review
from articles.serializers.excerpts import DECIDING

M = TypeVar("M", bound=models.Model)
F = TypeVar("F", bound=Finding)

FINDING_FIELDS: Final = ("id", "start", "end", "exact", "parts", "rule", "review", "origin", "extractor_version")


class OptionalText(serializers.CharField):
    """Text that a row may lack: null then, never an empty string."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "allow_null": True})

    def to_representation(self, value: str) -> str | None:  # type: ignore[override]  # null is no str
        return value or None


class OptionalAddress(OptionalText, serializers.URLField):
    """An address that a row may lack."""


@extend_schema_field({"type": "string", "pattern": f"^{SLUG.pattern}$"})
class PublicName(serializers.CharField):
    """A slug or opaque id, by which addresses and parameters name a row."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"help_text": "Names the row in addresses and parameters, for good.", **options})


class RowUrl(serializers.HyperlinkedIdentityField):
    """The address of a row in this API."""

    def __init__(self, view_name: str, lookup_field: str = "slug", **options: Any) -> None:
        options = {"help_text": "The address of this row in the API.", **options}
        super().__init__(view_name=view_name, lookup_field=lookup_field, **options)

    def get_url(self, obj: Any, view_name: str, request: Any, format: Any) -> str | None:
        """Return the address; None for a row that has none, as one such row must not break a list."""
        try:
            return super().get_url(obj, view_name, request, format)
        except NoReverseMatch:
            return None


class ReadSerializer(serializers.ModelSerializer[M]):
    """A row as JSON. Every field is read-only, so the schema says that every answer has it.

    Text that may be empty in a row is null in the answer.
    """

    deciding = DECIDING  # worked out where they are not asked for, too

    def get_extra_kwargs(self) -> dict[str, Any]:
        """Return the options of the fields that follow from the model: read-only, each of them."""
        options = super().get_extra_kwargs()
        for name in self.Meta.fields:
            options.setdefault(name, {})["read_only"] = True
        return options

    def build_standard_field(
        self, field_name: str, model_field: "models.Field[Any, Any]"
    ) -> tuple[type[serializers.Field[Any, Any, Any, Any]], dict[str, Any]]:
        """Return the field for a column, and its options."""
        field_class, options = super().build_standard_field(field_name, model_field)
        if field_class is serializers.SlugField:
            stated = {name: options[name] for name in ("help_text",) if name in options}
            return PublicName, {**stated, "read_only": True}
        if model_field.blank and field_class is serializers.CharField:
            return OptionalText, options
        if model_field.blank and field_class is serializers.URLField:
            return OptionalAddress, options
        return field_class, options


class SpanSerializer(serializers.Serializer[Any]):
    """A place in the article's text and the words that stand there."""

    start = serializers.IntegerField(
        read_only=True, min_value=0, help_text="Code point index into the article's text where the words begin."
    )
    end = serializers.IntegerField(
        read_only=True, min_value=1, help_text="Code point index just past the last of the words."
    )
    exact = serializers.CharField(read_only=True, help_text="The words from start to end, as printed.")


class FindingSerializer(ReadSerializer[F]):
    """What every row says that was found in a text; to be subclassed with the fields of its own."""

    id = PublicName(
        source="public_id", read_only=True, help_text="Opaque and lasting: ten of the characters a-z and 2-7."
    )
    review = serializers.ChoiceField(
        choices=[(review.value, review.label) for review in Review if review != Review.REJECTED],
        read_only=True,
        help_text="What people decided about it; what they rejected is not served.",
    )
    parts = serializers.SerializerMethodField(
        help_text="Where the words stand in several pieces: each of them. Empty for one piece."
    )

    extractor_version = OptionalText(
        read_only=True, help_text="The version of the rules that last changed it; null for what a curator added."
    )

    @extend_schema_field(SpanSerializer(many=True))
    def get_parts(self, finding: F) -> list[dict[str, Any]]:
        """Return each piece; its words are cut out of those of the whole."""
        return [
            {"start": start, "end": end, "exact": finding.exact[start - finding.start : end - finding.start]}
            for start, end in finding.parts
        ]
