"""The query parameters of the lists of this app, each with an example."""

from collections.abc import Iterable, Sequence
from typing import Any, Final, TypeVar

from django.db.models import Case, CharField, F, Model, Q, QuerySet, Value, When

from articles.api.facets import Facet
from articles.api.filters import (
    BooleanFilter,
    ChoiceFilter,
    DateFilter,
    KnownFilter,
    MomentFilter,
    MonthFilter,
    SlugFilter,
    TextFilter,
    YearFilter,
)
from articles.extraction.text import fold
from articles.filters import AN_ARTICLE, ORGANS, CreditFilterSet, FindingFilterSet, facets_of_days, month_of_article
from articles.search.filters import SearchedFilterSet, rows_found, words_like
from articles.search.matching import Match
from articles.search.query import Query
from directives.models import (
    Citation,
    CitationForm,
    CitationStatus,
    Directive,
    DocumentKind,
    ListKind,
    Resolution,
    Topic,
)
from directives.models.citations import CitationQuerySet
from directives.models.directives import DIRECTIVE_KINDS, CountStatus, DirectiveListQuerySet, DirectiveQuerySet

M = TypeVar("M", bound=Model)

COUNTS: Final = {
    CountStatus.OK: Q(found_count=F("declared_count")),
    CountStatus.SHORT: Q(found_count__lt=F("declared_count")),
    CountStatus.OVER: Q(found_count__gt=F("declared_count")),
    CountStatus.UNDECLARED: Q(declared_count=None),
}


DOCUMENTS: Final = (Resolution, "symbol")
TOPICS: Final = (Topic, "label_vi")


def with_count_status(lists: QuerySet[M], values: Iterable[str]) -> QuerySet[M]:
    """Return the lists, which have their counts, that have one of these statuses."""
    condition = Q()
    for value in values:
        condition |= COUNTS[CountStatus(value)]
    return lists.filter(condition)


class DirectiveFilterSet(CreditFilterSet):
    kind = ChoiceFilter("kind", choices=DIRECTIVE_KINDS, help_text="The kind of directive.", example="orientation")
    topic = SlugFilter("topics__slug", help_text="A topic of it.", example="ngoai-giao-kinh-te")
    resolution = SlugFilter(
        method="by_resolution", help_text="An official document cited in its words.", example="59-nq-tw"
    )
    addressee = TextFilter(
        method="by_addressee",
        multiple=True,
        help_text="Who is to do it, in the words of the text as a whole; case and marks do not matter.",
        example="Ngành Ngoại giao",
    )
    citation_status = ChoiceFilter(
        method="by_citation_status",
        choices=CitationStatus.values,
        help_text="Whether it is known which document is meant at a citation in its words.",
        example="resolved",
    )
    has_citations = BooleanFilter(
        method="by_citing", help_text="Whether an official document is cited in its words.", example=True
    )
    has_deadline = BooleanFilter(method="by_deadline", help_text="Whether it says by when.", example=True)
    in_list = BooleanFilter(method="by_list", help_text="Whether it is a point of a list.", example=True)
    list = SlugFilter("list__public_id", help_text="The list that it is a point of.", example="bxtv7svwlc")
    has_topic = KnownFilter("topics__slug", help_text="Whether it has a topic.")

    facets = {
        "kind": Facet("kind", codes=ListKind),
        "topic": Facet("topics__slug", names=TOPICS, known="has_topic"),
        "resolution": Facet("citations__resolution__slug", names=DOCUMENTS, among=("citations", "counted_citations")),
        **CreditFilterSet.facets,
    }

    def counted_citations(self) -> CitationQuerySet:
        return Citation.objects.public()

    def by_resolution(self, queryset: QuerySet[M], name: str, slugs: Sequence[str]) -> QuerySet[M]:
        return queryset.filter(pk__in=citing_directives(resolution__slug__in=slugs))

    def by_citation_status(self, queryset: QuerySet[M], name: str, values: Sequence[str]) -> QuerySet[M]:
        return queryset.filter(pk__in=citing_directives(status__in=values))

    def by_citing(self, queryset: QuerySet[M], name: str, value: bool) -> QuerySet[M]:
        citing = Q(pk__in=citing_directives())
        return queryset.filter(citing if value else ~citing)

    def by_deadline(self, queryset: QuerySet[M], name: str, value: bool) -> QuerySet[M]:
        return queryset.exclude(deadline="") if value else queryset.filter(deadline="")

    def by_list(self, queryset: QuerySet[M], name: str, value: bool) -> QuerySet[M]:
        return queryset.filter(list__isnull=not value)

    def by_addressee(self, queryset: QuerySet[M], name: str, words: Sequence[str]) -> QuerySet[M]:
        """Return those whose addressee, folded, is one of the words; the few spellings there are get compared."""
        wanted = {fold(one) for one in words}
        written = Directive.objects.exclude(addressee="").order_by().values_list("addressee", flat=True).distinct()
        return queryset.filter(addressee__in=[one for one in written if fold(one) in wanted])


def citing_directives(**asked: Any) -> QuerySet[Citation, Any]:
    """Return the numbers of the directives in whose words a document is cited of which all asked is true."""
    return Citation.objects.public().filter(directive__isnull=False, **asked).order_by().values("directive")


class DirectiveListFilterSet(CreditFilterSet):
    kind = ChoiceFilter("kind", choices=ListKind.values, help_text="What it lists.", example="orientation")
    directive = BooleanFilter(
        method="by_being_directive",
        help_text=(
            "true: lists of directives; false: lists of results, reasons and the like. Without this parameter and "
            "without `kind`, lists of directives."
        ),
        example=True,
    )
    count_status = ChoiceFilter(
        method="by_count",
        choices=CountStatus.values,
        help_text="How the number of points found stands to the number declared.",
        example="ok",
    )
    topic = SlugFilter(method="by_point", help_text="A topic of one of its points.", example="ngoai-giao-kinh-te")
    resolution = SlugFilter(
        method="by_point",
        help_text="An official document cited in one of its points; with `topic`, in a point of that topic.",
        example="59-nq-tw",
    )

    facets = {
        "kind": Facet("kind", codes=ListKind),
        "count_status": Facet(
            Case(
                *(When(condition, then=Value(str(status))) for status, condition in COUNTS.items()),
                output_field=CharField(),
            ),
            codes=CountStatus,
            loaded="with_counts",
        ),
        "topic": Facet("items__topics__slug", names=TOPICS, among=("items", "counted_points")),
        "resolution": Facet(
            "items__citations__resolution__slug", names=DOCUMENTS, among=("items__citations", "counted_citations")
        ),
        **CreditFilterSet.facets,
    }

    def filter_queryset(self, queryset: DirectiveListQuerySet) -> DirectiveListQuerySet:
        """Return the lists that pass every filter: without a kind or directive asked for, lists of directives."""
        rows: DirectiveListQuerySet = super().filter_queryset(queryset)
        asked = self.form.cleaned_data
        chosen = asked["kind"] or asked["directive"] is not None or "kind" in self.left_open
        return rows if chosen else rows.of_directives()

    def by_being_directive(self, queryset: DirectiveListQuerySet, name: str, value: bool) -> DirectiveListQuerySet:
        return queryset.of_directives() if value else queryset.exclude(kind__in=DIRECTIVE_KINDS)

    def holding(self, query: Query, match: Match) -> QuerySet[Any, int]:
        """Return the numbers of the lists that hold the question in the sentence that opens them, or in a point."""
        points = Directive.objects.standing().filter(list__isnull=False, pk__in=rows_found(query, match, "directive"))
        return super().holding(query, match).union(points.order_by().values_list("list", flat=True))

    def by_count(self, queryset: QuerySet[M], name: str, values: Sequence[str]) -> QuerySet[M]:
        return with_count_status(queryset, values)

    def by_point(self, queryset: QuerySet[M], name: str, slugs: Sequence[str]) -> QuerySet[M]:
        """Return the lists with one point of which all is true; once, though both filters come here."""
        return queryset.filter(pk__in=self.counted_points().filter(list__isnull=False).values("list"))

    def counted_points(self) -> DirectiveQuerySet:
        """Return the points of which all is true that is asked of one."""
        points = Directive.objects.standing()
        if topics := self.form.cleaned_data["topic"]:
            points = points.filter(topics__slug__in=topics)
        if documents := self.form.cleaned_data["resolution"]:
            citing = Citation.objects.standing().filter(resolution__slug__in=documents, directive__isnull=False)
            points = points.filter(pk__in=citing.values("directive"))
        return points

    def counted_citations(self) -> CitationQuerySet:
        """Return the citations in such points."""
        return Citation.objects.standing().filter(directive__in=self.counted_points())


class CitationsOfOneFilterSet(FindingFilterSet):
    """The citations of one document."""

    q = words_like("Nghị quyết 59")
    month = month_of_article("2026-01")

    directive = SlugFilter(
        method="by_directive",
        help_text="The directive that it stands in.",
        example="nang-cao-tu-duy-nhan-thuc-va-hanh-dong-tang-cuong-su-lanh-b443podbjo",
    )
    in_directive = BooleanFilter(
        method="by_standing", help_text="Whether it stands in the words of a directive.", example=True
    )
    form = ChoiceFilter("form", choices=CitationForm.values, help_text="How it is cited.", example="short")

    facets = {"form": Facet("form", codes=CitationForm), **FindingFilterSet.facets}

    def holding(self, query: Query, match: Match) -> QuerySet[Any, int]:
        """Return the numbers of the citations that hold the question in their words, or whose document does."""
        meant = Citation.objects.filter(resolution__in=rows_found(query, match, "resolution"))
        return super().holding(query, match).union(meant.order_by().values_list("pk", flat=True))

    def by_standing(self, queryset: QuerySet[M], name: str, value: bool) -> QuerySet[M]:
        standing = Q(directive__in=Directive.objects.served())
        return queryset.filter(standing if value else ~standing)

    def by_directive(self, queryset: QuerySet[M], name: str, slugs: Sequence[str]) -> QuerySet[M]:
        return queryset.filter(directive__in=Directive.objects.served().filter(slug__in=slugs))


class CitationFilterSet(CitationsOfOneFilterSet):
    resolution = SlugFilter("resolution__slug", help_text="The document cited.", example="59-nq-tw")
    status = ChoiceFilter(
        "status",
        choices=CitationStatus.values,
        help_text="Whether it is known which document is meant.",
        example="resolved",
    )
    kind = ChoiceFilter("kind", choices=DocumentKind.values, help_text="The kind of document.", example="nghi-quyet")
    number = TextFilter("number", multiple=True, help_text="The number as printed.", example="59")
    symbol = TextFilter(
        method="by_symbol",
        multiple=True,
        help_text="The symbol of the document cited, whether printed there or not.",
        example="59-NQ/TW",
    )
    issuer = SlugFilter("resolution__issuer__slug", help_text="The issuer of the document.", example="bo-chinh-tri")
    has_resolution = KnownFilter("resolution", help_text="Whether it is known which document is meant.")
    has_issuer = KnownFilter("resolution__issuer", help_text="Whether the issuer of the document is known.")

    facets = {
        "resolution": Facet("resolution__slug", names=DOCUMENTS, known="has_resolution"),
        "status": Facet("status", codes=CitationStatus),
        "kind": Facet("kind", codes=DocumentKind),
        "issuer": Facet("resolution__issuer__slug", names=ORGANS, known="has_issuer"),
        **CitationsOfOneFilterSet.facets,
    }

    def by_symbol(self, queryset: QuerySet[M], name: str, symbols: Sequence[str]) -> QuerySet[M]:
        return queryset.filter(Q(symbol__in=symbols) | Q(resolution__symbol__in=symbols))


class ResolutionFilterSet(SearchedFilterSet):
    kind = ChoiceFilter("kind", choices=DocumentKind.values, help_text="The kind of document.", example="nghi-quyet")
    number = TextFilter("number", multiple=True, help_text="Its number as printed.", example="59")
    symbol = TextFilter("symbol", multiple=True, help_text="Its symbol.", example="59-NQ/TW")
    issuer = SlugFilter("issuer__slug", help_text="The body that issued it.", example="bo-chinh-tri")
    year = YearFilter("issued_on", "year", multiple=True, help_text="The year it was issued in.", example=2025)
    month = MonthFilter("issued_on", help_text="The month it was issued in, as YYYY-MM.", example="2025-01")
    issued_after = DateFilter("issued_on", "gte", help_text="Issued on this day or later.", example="2025-01-01")
    issued_before = DateFilter("issued_on", "lte", help_text="Issued on this day or earlier.", example="2025-12-31")
    dated = KnownFilter("issued_on", help_text="Whether it is known on which day it was issued.")
    has_issuer = KnownFilter("issuer", help_text="Whether the body that issued it is known.")
    changed_since = MomentFilter(
        "changed_at",
        "gte",
        help_text=(
            "Of which the row itself (kind, number, symbol, title, issuer, day) was written at that moment or later; a "
            "day begins at midnight in Vietnam. What articles cite of it does not count."
        ),
        example="2026-01-01",
    )
    article = SlugFilter(method="by_article", help_text="An article that cites it.", example=AN_ARTICLE)
    cited = BooleanFilter(
        method="by_being_cited",
        help_text="true: only those that a public article cites; false: only those that none cites so far.",
        example=True,
    )

    facets = {
        "kind": Facet("kind", codes=DocumentKind),
        "issuer": Facet("issuer__slug", names=ORGANS, known="has_issuer"),
        **facets_of_days("issued_on"),
    }

    def by_article(self, queryset: QuerySet[M], name: str, slugs: Sequence[str]) -> QuerySet[M]:
        citing = Citation.objects.public().filter(article__slug__in=slugs, resolution__isnull=False)
        return queryset.filter(pk__in=citing.values("resolution"))

    def by_being_cited(self, queryset: QuerySet[M], name: str, value: bool) -> QuerySet[M]:
        cited = Q(pk__in=Citation.objects.public().filter(resolution__isnull=False).values("resolution"))
        return queryset.filter(cited if value else ~cited)


class TopicFilterSet(SearchedFilterSet):
    broader = SlugFilter("broader__slug", help_text="The topic above it.", example="hoi-nhap-quoc-te")
    has_broader = KnownFilter("broader", help_text="Whether it stands below another topic.")

    facets = {"broader": Facet("broader__slug", names=TOPICS, known="has_broader")}
