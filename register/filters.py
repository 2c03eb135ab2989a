"""The query parameters of lists whose rows several apps know something about."""

from collections.abc import Mapping
from typing import Any, Final, TypeVar

from django.db.models import Model, Q, QuerySet

from articles import filters
from articles.api.facets import Facet
from articles.api.filters import BooleanFilter, ChoiceFilter, SlugFilter
from directives.filters import DOCUMENTS, TOPICS, with_count_status
from directives.models import Citation, CitationStatus, Directive, DirectiveList, ListKind
from directives.models.citations import CitationQuerySet
from directives.models.directives import DIRECTIVE_KINDS, CountStatus, DirectiveQuerySet

M = TypeVar("M", bound=Model)

OF_A_DIRECTIVE: Final[Mapping[str, str]] = {"kind": "kind__in", "topic": "topics__slug__in"}


class ArticleFilterSet(filters.ArticleFilterSet):
    """What is known of an article, who is named in it, and what was found in it."""

    resolution = SlugFilter(method="by_resolution", help_text="An official document that it cites.", example="59-nq-tw")
    kind = ChoiceFilter(
        method="by_directive",
        choices=DIRECTIVE_KINDS,
        help_text="The kind of a directive in it; with `topic`, of that directive.",
        example="orientation",
    )
    topic = SlugFilter(method="by_directive", help_text="A topic of a directive in it.", example="ngoai-giao-kinh-te")
    citation_status = ChoiceFilter(
        method="by_citation_status",
        choices=CitationStatus.values,
        help_text="Whether it is known which document is meant at a citation in it.",
        example="resolved",
    )
    count_status = ChoiceFilter(
        method="by_count_status",
        choices=CountStatus.values,
        help_text="How the number of points found in a list of directives stands to the number declared.",
        example="ok",
    )
    has_citations = BooleanFilter(method="by_citing", help_text="Whether it cites an official document.", example=True)
    has_directives = BooleanFilter(method="by_directing", help_text="Whether it holds a directive.", example=True)

    facets = {
        **filters.ArticleFilterSet.facets,
        "resolution": Facet("citations__resolution__slug", names=DOCUMENTS, among=("citations", "counted_citations")),
        "kind": Facet("directives__kind", codes=ListKind, among=("directives", "counted_directives")),
        "topic": Facet("directives__topics__slug", names=TOPICS, among=("directives", "counted_directives")),
    }

    def by_citation_status(self, queryset: QuerySet[M], name: str, values: list[str]) -> QuerySet[M]:
        return queryset.filter(pk__in=Citation.objects.public().filter(status__in=values).values("article"))

    def by_count_status(self, queryset: QuerySet[M], name: str, values: list[str]) -> QuerySet[M]:
        lists = with_count_status(DirectiveList.objects.public().of_directives().with_counts(), values)
        return queryset.filter(pk__in=lists.order_by().values("article"))

    def by_citing(self, queryset: QuerySet[M], name: str, value: bool) -> QuerySet[M]:
        citing = Q(pk__in=Citation.objects.public().values("article"))
        return queryset.filter(citing if value else ~citing)

    def by_directing(self, queryset: QuerySet[M], name: str, value: bool) -> QuerySet[M]:
        directing = Q(pk__in=Directive.objects.served().values("article"))
        return queryset.filter(directing if value else ~directing)

    def by_resolution(self, queryset: QuerySet[M], name: str, slugs: list[str]) -> QuerySet[M]:
        citing = Citation.objects.public().filter(resolution__slug__in=slugs)
        return queryset.filter(pk__in=citing.values("article"))

    def by_directive(self, queryset: QuerySet[M], name: str, values: list[str]) -> QuerySet[M]:
        """Return the articles with one directive of which all is true, for the first of the filters given."""
        if name != next(iter(self.asked_of_a_directive())):
            return queryset
        return queryset.filter(pk__in=self.counted_directives().values("article"))

    def asked_of_a_directive(self) -> dict[str, list[str]]:
        """Return the filters given that ask for one directive."""
        return {other: self.form.cleaned_data[other] for other in OF_A_DIRECTIVE if self.form.cleaned_data[other]}

    def counted_directives(self) -> DirectiveQuerySet:
        """Return the directives of which all is true that is asked of one."""
        return directives_with(self.asked_of_a_directive())

    def counted_citations(self) -> CitationQuerySet:
        return Citation.objects.public()


def directives_with(asked: Mapping[str, Any]) -> DirectiveQuerySet:
    """Return the directives of which everything in asked is true; asked maps names of OF_A_DIRECTIVE to values."""
    return Directive.objects.served().filter(**{OF_A_DIRECTIVE[name]: values for name, values in asked.items()})
