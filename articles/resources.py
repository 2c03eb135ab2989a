"""The tables that people take along as files: a row each, columns under the names of the API, other rows by slug."""

from typing import Any, Final

from django.db.models import Model, QuerySet
from django.utils.text import capfirst
from import_export.fields import Field
from import_export.resources import ModelResource
from import_export.widgets import ForeignKeyWidget

from articles.models import Office, Organ, Outlet, Speaker, Tenure, TenureClaim

MOST_AT_ONCE: Final = 10_000  # rows: no list of ours is as long
CLAIM: Final = ["fact", "value", "source", "confidence", "preferred", "note"]


class Table(ModelResource):
    """One table of a file: `follows` names every row that a column is taken from, `gathers` the rows below."""

    follows: tuple[str, ...] = ()
    gathers: tuple[str, ...] = ()
    key: tuple[str, ...] = ("slug",)  # columns by which a row is known when it is imported; none where it is not

    @classmethod
    def get_display_name(cls) -> str:
        return capfirst(str(cls._meta.model._meta.verbose_name_plural))

    def get_chunk_size(self) -> int:
        """Return how many rows are loaded at a time: all, as pages of an order with ties could leave one out."""
        return MOST_AT_ONCE

    def filter_export(self, queryset: QuerySet[Any], **kwargs: Any) -> QuerySet[Any]:
        """Return the rows of the table for the rows of the list, with what its columns need alone."""
        rows = queryset.select_related(None).prefetch_related(*self.gathers)
        return rows.select_related(*self.follows) if self.follows else rows  # of no names Django makes all of them


class TableBelow(Table):
    """A table of what belongs to the rows of a list by the pointer `owner`."""

    owner = ""

    def filter_export(self, queryset: QuerySet[Any], **kwargs: Any) -> QuerySet[Any]:
        below = self._meta.model._default_manager.filter(**{f"{self.owner}__in": queryset.order_by().values("pk")})
        return super().filter_export(below)


class WithAliases(Table):
    """A table with a column of the other names."""

    aliases = Field(column_name="aliases")
    gathers = ("aliases",)

    def dehydrate_aliases(self, row: Any) -> list[str]:
        return [alias.name for alias in row.aliases.all()]


def pointer(name: str, model: type[Model], key: str = "slug") -> Field:
    """Return a column that names another row by its public name, empty where there is none."""
    return Field(attribute=name, column_name=name, widget=ForeignKeyWidget(model, key))


class OutletResource(Table):
    class Meta:
        model = Outlet
        fields = ["slug", "name", "home_page", "text_policy", "attribution"]


class SpeakerResource(WithAliases):
    merged_into = pointer("merged_into", Speaker)
    follows = ("merged_into",)

    class Meta:
        model = Speaker
        fields = ["slug", "name", "aliases", "country", "merged_into", "origin"]


class OrganResource(WithAliases):
    class Meta:
        model = Organ
        fields = ["slug", "name", "aliases"]


class OfficeResource(WithAliases):
    organ = pointer("organ", Organ)
    follows = ("organ",)

    class Meta:
        model = Office
        fields = ["slug", "title", "aliases", "organ", "country", "single_seat"]


class TenureResource(Table):
    key: tuple[str, ...] = ("public_id",)
    speaker = pointer("speaker", Speaker)
    office = pointer("office", Office)
    follows = ("speaker", "office")

    class Meta:
        model = Tenure
        fields = [
            "public_id",
            "speaker",
            "office",
            "acting",
            "since",
            "since_precision",
            "until",
            "until_precision",
            "first_seen",
            "last_seen",
            "origin",
            "note",
        ]


class TenuresOfSpeakersResource(TableBelow, TenureResource):
    key = ()  # imported on the page of tenures
    owner = "speaker"


class TenureClaimResource(TableBelow):
    key = ("tenure", "fact", "value", "source")
    tenure = pointer("tenure", Tenure, "public_id")
    speaker = Field(attribute="tenure__speaker__slug", column_name="speaker")
    office = Field(attribute="tenure__office__slug", column_name="office")
    owner = "tenure"
    follows = ("tenure__speaker", "tenure__office")

    class Meta:
        model = TenureClaim
        fields = ["tenure", "speaker", "office", *CLAIM]
