"""The query parameters of the lists of this app, each with an example; those that other apps' lists share."""

from collections.abc import Mapping
from typing import Any, Final, TypeVar

from django.db.models import Case, CharField, Count, Exists, F, Min, Model, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import ExtractYear, NullIf, TruncMonth
from django.db.models.lookups import Exact

from articles.api.facets import Facet
from articles.api.filters import (
    BooleanFilter,
    ChoiceFilter,
    CountryFilter,
    DateFilter,
    KnownFilter,
    MomentFilter,
    MonthFilter,
    SlugFilter,
    YearFilter,
)
from articles.models import (
    FindingQuerySet,
    Genre,
    Mention,
    Office,
    Organ,
    Outlet,
    PrintedTitle,
    RemarkCode,
    RemarkState,
    Review,
    Role,
    Speaker,
    Tenure,
)
from articles.models.mentions import MentionQuerySet
from articles.search.filters import SearchedFilterSet, words_like

M = TypeVar("M", bound=Model)

AN_ARTICLE: Final = "ba-dinh-huong-lon-trong-cong-tac-doi-ngoai-de-thuc-hien-nhiem-vu-trong-yeu"  # one of the seeds

SHOWN_REVIEWS: Final = (Review.MACHINE, Review.CONFIRMED, Review.EDITED)  # rejected rows are never served

# What may be asked of one mention. An office counts as printed at it, unless as a former one ("nguyên Bộ trưởng").
OF_A_MENTION: Final = {
    "speaker": "speaker__slug__in",
    "role": "role__in",
    "office": "titles__office__slug__in",
    "organ": "titles__office__organ__slug__in",
    "article": "article__slug__in",
}
OF_A_TITLE: Final = frozenset({"office", "organ"})


# Of which persons, offices, bodies and outlets the values are slugs.
SPEAKERS: Final = (Speaker, "name")
OFFICES: Final = (Office, "title")
ORGANS: Final = (Organ, "name")
OUTLETS: Final = (Outlet, "name")


def facets_of_days(column: str) -> dict[str, Facet]:
    """Return the year and the month of a day, which may not be known: `dated` asks for that."""
    return {
        "year": Facet(ExtractYear(column), known="dated", in_time=True),
        "month": Facet(TruncMonth(column), known="dated", in_time=True),
    }


def mentions_with(asked: Mapping[str, Any]) -> MentionQuerySet:
    """Return the mentions of which everything in asked is true; asked maps names of OF_A_MENTION to values."""
    conditions = Q(**{OF_A_MENTION[name]: values for name, values in asked.items()})
    if OF_A_TITLE & asked.keys():
        conditions &= Q(titles__former=False)
    return Mention.objects.public().filter(conditions)


def titles_with(asked: Mapping[str, Any]) -> QuerySet[PrintedTitle]:
    """Return the titles printed at such mentions, no former ones: of the offices and bodies that are asked for."""
    printed = {f"mention__{OF_A_MENTION[name]}": values for name, values in asked.items() if name not in OF_A_TITLE}
    of_office = {
        OF_A_MENTION[name].removeprefix("titles__"): values for name, values in asked.items() if name in OF_A_TITLE
    }
    return PrintedTitle.objects.filter(
        former=False, office__isnull=False, mention__in=Mention.objects.public(), **printed, **of_office
    )


class MentionsFilterSet(SearchedFilterSet):
    """Filters of which several together ask for one mention: the person, in that role, in that office."""

    def by_mention(self, queryset: QuerySet[M], name: str, values: list[str]) -> QuerySet[M]:
        """Return the rows with one mention of which all is true; it does so for the first of the filters given."""
        given = self.asked_of_a_mention()
        return self.with_mentions(queryset, mentions_with(given)) if name == next(iter(given)) else queryset

    def asked_of_a_mention(self) -> dict[str, list[str]]:
        """Return the filters given that ask for one mention."""
        return {
            other: self.form.cleaned_data[other]
            for other, declared in self.filters.items()
            if declared.method == "by_mention" and self.form.cleaned_data.get(other)
        }

    def counted_mentions(self) -> MentionQuerySet:
        """Return the mentions of which all is true that is asked of one."""
        return mentions_with(self.asked_of_a_mention())

    def counted_titles(self) -> QuerySet[PrintedTitle]:
        """Return the titles printed at them."""
        return titles_with(self.asked_of_a_mention())

    def with_mentions(self, queryset: QuerySet[M], mentions: MentionQuerySet) -> QuerySet[M]:
        """Return the rows of queryset that one of mentions belongs to."""
        raise NotImplementedError


class ArticleFilterSet(MentionsFilterSet):
    """What is known of an article and who is named in it; `register` adds what was found in it."""

    outlet = SlugFilter("outlet__slug", help_text="The outlet that published it.", example="tien-phong")
    genre = ChoiceFilter("genre", choices=Genre.values, help_text="The genre.", example="interview")
    year = YearFilter(
        "published_on", "year", multiple=True, help_text="The year of publication, in Vietnam.", example=2026
    )
    month = MonthFilter(
        "published_on", help_text="The month of publication, in Vietnam, as YYYY-MM.", example="2026-02"
    )
    dated = KnownFilter("published_on", help_text="Whether the day of publication is known.")
    has_outlet = KnownFilter("outlet", help_text="Whether the outlet is known.")
    published_after = DateFilter(
        "published_on", "gte", help_text="Published on this day or later.", example="2026-01-01"
    )
    published_before = DateFilter(
        "published_on", "lte", help_text="Published on this day or earlier.", example="2026-12-31"
    )
    changed_since = MomentFilter(
        "changed_at",
        "gte",
        help_text="Taken in otherwise than before, or corrected, at this moment or since: by `changed_at`.",
        example="2026-01-01",
    )
    reviewed = BooleanFilter(
        method="by_review",
        help_text="true: only those in which people have decided all that was found; false: only the others.",
        example=False,
    )
    speaker = SlugFilter(method="by_mention", help_text="A person named in it.", example="le-hoai-trung")
    role = ChoiceFilter(
        method="by_mention",
        choices=Role.values,
        help_text="The role of a person named in it; with `speaker`, of that person.",
        example="interviewee",
    )
    office = SlugFilter(
        method="by_mention",
        help_text="An office printed beside a name; with `speaker`, beside that person's.",
        example="bo-truong-ngoai-giao",
    )
    organ = SlugFilter(
        method="by_mention", help_text="The body of an office printed beside a name.", example="bo-ngoai-giao"
    )

    facets = {
        "outlet": Facet("outlet__slug", names=OUTLETS, known="has_outlet"),
        "genre": Facet("genre", codes=Genre),
        **facets_of_days("published_on"),
        "speaker": Facet("mentions__speaker__slug", names=SPEAKERS, among=("mentions", "counted_mentions")),
        "role": Facet("mentions__role", codes=Role, among=("mentions", "counted_mentions")),
        "office": Facet("mentions__titles__office__slug", names=OFFICES, among=("mentions__titles", "counted_titles")),
        "organ": Facet(
            "mentions__titles__office__organ__slug", names=ORGANS, among=("mentions__titles", "counted_titles")
        ),
    }

    def with_mentions(self, queryset: QuerySet[M], mentions: MentionQuerySet) -> QuerySet[M]:
        return queryset.filter(pk__in=mentions.values("article"))

    def by_review(self, queryset: QuerySet[M], name: str, value: bool) -> QuerySet[M]:
        return queryset.filter(reviewed_at__isnull=not value)


def month_of_article(example: str) -> MonthFilter:
    """Return the filter by the month of an article, with one in which the seeds have rows."""
    help_text = "The month in which the article was published, in Vietnam, as YYYY-MM."
    return MonthFilter("article__published_on", help_text=help_text, example=example)


class FindingFilterSet(MentionsFilterSet):
    """What is known of the article that something was found in, and what people decided about it."""

    article = SlugFilter("article__slug", help_text="The article.", example=AN_ARTICLE)
    outlet = SlugFilter("article__outlet__slug", help_text="The outlet of the article.", example="tien-phong")
    genre = ChoiceFilter(
        "article__genre", choices=Genre.values, help_text="The genre of the article.", example="interview"
    )
    year = YearFilter(
        "article__published_on",
        "year",
        multiple=True,
        help_text="The year in which the article was published, in Vietnam.",
        example=2026,
    )
    month = month_of_article("2026-02")
    dated = KnownFilter(
        "article__published_on", help_text="Whether it is known on which day the article was published."
    )
    has_outlet = KnownFilter("article__outlet", help_text="Whether the outlet of the article is known.")
    published_after = DateFilter(
        "article__published_on", "gte", help_text="Published on this day or later.", example="2026-01-01"
    )
    published_before = DateFilter(
        "article__published_on", "lte", help_text="Published on this day or earlier.", example="2026-12-31"
    )
    review = ChoiceFilter(
        "review",
        choices=SHOWN_REVIEWS,
        help_text="What people decided about it; `machine`: nothing yet.",
        example="machine",
    )
    reviewed = BooleanFilter(
        method="by_decision",
        help_text="true: only what a person added, confirmed or edited; false: only what nobody has looked at.",
        example=False,
    )

    facets = {
        "review": Facet("review", codes=Review),
        "outlet": Facet("article__outlet__slug", names=OUTLETS, known="has_outlet"),
        "genre": Facet("article__genre", codes=Genre),
        **facets_of_days("article__published_on"),
    }

    def by_decision(self, queryset: FindingQuerySet[Any], name: str, value: bool) -> FindingQuerySet[Any]:
        return queryset.decided() if value else queryset.undecided()


def with_office_then(rows: QuerySet[M], condition: Q) -> QuerySet[M]:
    """Return the rows whose `office_then` meets a condition on printed titles."""
    titles = PrintedTitle.objects.filter(office__isnull=False, former=False, mention__in=Mention.objects.standing())
    same_person = Q(mention=OuterRef("mention")) | Q(mention__speaker=OuterRef("mention__speaker"))
    theirs = titles.filter(same_person, mention__article=OuterRef("article"))
    number = theirs.order_by().values("mention__article").annotate(number=Count("office", distinct=True))
    return (
        rows.filter(article__in=titles.filter(condition).values("mention__article"))
        .exclude(mention__review=Review.REJECTED)
        .filter(Exists(theirs.filter(condition)), Exact(Subquery(number.values("number")), 1))
    )


def of_office_then(column: str) -> Combinable:
    """Return a column of the `office_then` of a row: null without one, or with several."""
    titles = PrintedTitle.objects.filter(office__isnull=False, former=False, mention__in=Mention.objects.standing())
    same_person = Q(mention=OuterRef("mention")) | Q(mention__speaker=OuterRef("mention__speaker"))
    theirs = titles.filter(same_person, mention__article=OuterRef("article")).order_by().values("mention__article")
    only = theirs.annotate(number=Count("office", distinct=True), only=Min(column)).filter(number=1)
    return if_credited(Subquery(only.values("only")))


def if_credited(value: Combinable) -> Combinable:
    """Return a value of the mention of a row: null where that was rejected, as it credits nobody."""
    return Case(When(mention__review=Review.REJECTED, then=Value(None)), default=value, output_field=CharField())


class CreditFilterSet(FindingFilterSet):
    """Who said it, in what office."""

    speaker = SlugFilter(method="by_mention", help_text="Who set it out.", example="le-hoai-trung")
    role = ChoiceFilter(
        method="by_mention",
        choices=Role.values,
        help_text="The role in the article of the person who set it out.",
        example="interviewee",
    )
    office = SlugFilter(
        method="by_office",
        help_text="The office of the person who set it out: the one that the article prints for them.",
        example="bo-truong-ngoai-giao",
    )
    organ = SlugFilter(
        method="by_organ",
        help_text="The body of the office of the person who set it out.",
        example="bo-ngoai-giao",
    )
    credited = BooleanFilter(
        method="by_credit",
        help_text="true: only those of which it is known who set them out; false: only the others.",
        example=True,
    )
    has_office = KnownFilter(
        of_office_then("office__slug"), help_text="Whether the article prints one office for who set it out."
    )

    facets = {
        "speaker": Facet(if_credited(F("mention__speaker__slug")), names=SPEAKERS, known="credited"),
        "role": Facet(if_credited(F("mention__role")), codes=Role),
        "office": Facet(of_office_then("office__slug"), names=OFFICES, known="has_office"),
        "organ": Facet(of_office_then("office__organ__slug"), names=ORGANS),
        **FindingFilterSet.facets,
    }

    def by_credit(self, queryset: QuerySet[M], name: str, value: bool) -> QuerySet[M]:
        credited = Q(mention__in=Mention.objects.exclude(review=Review.REJECTED).exclude(speaker=None).values("pk"))
        return queryset.filter(credited if value else ~credited)

    def by_mention(self, queryset: QuerySet[M], name: str, values: list[str]) -> QuerySet[M]:
        """Return the rows whose mention has one of the values: of one left in an earlier text too, unless rejected."""
        credited = Mention.objects.filter(Q((OF_A_MENTION[name], values))).exclude(review=Review.REJECTED)
        return queryset.filter(mention__in=credited.values("pk"))

    def by_office(self, queryset: QuerySet[M], name: str, slugs: list[str]) -> QuerySet[M]:
        return with_office_then(queryset, Q(office__slug__in=slugs))

    def by_organ(self, queryset: QuerySet[M], name: str, slugs: list[str]) -> QuerySet[M]:
        return with_office_then(queryset, Q(office__organ__slug__in=slugs))


class SpeakerFilterSet(MentionsFilterSet):
    q = words_like("Lê Hoài Trung")
    role = ChoiceFilter(
        method="by_mention",
        choices=Role.values,
        help_text="A role in which a public article names the person.",
        example="interviewee",
    )
    article = SlugFilter(
        method="by_mention",
        help_text="An article that names the person; with `role`, in that role.",
        example=AN_ARTICLE,
    )
    office = SlugFilter(
        method="by_tenure", help_text="An office that the person holds or held.", example="bo-truong-ngoai-giao"
    )
    organ = SlugFilter(
        method="by_tenure",
        help_text="The body of an office that the person holds or held; with `office`, of that office.",
        example="bo-ngoai-giao",
    )
    country = CountryFilter("country", help_text="The country, as ISO 3166-1 alpha-2, if stated.", example="VN")
    has_country = KnownFilter(NullIf("country", Value("")), help_text="Whether the country is stated.")
    changed_since = MomentFilter(
        "changed_at",
        "gte",
        help_text=(
            "Of whom the row itself (names in full, country) was written at that moment or later; a day begins at "
            "midnight in Vietnam. What articles say of them does not count."
        ),
        example="2026-01-01",
    )
    named = BooleanFilter(
        method="by_being_named",
        help_text="true: only those whom a public article names; false: only those whom none names so far.",
        example=True,
    )

    facets = {
        "role": Facet("mentions__role", codes=Role, among=("mentions", "counted_mentions")),
        "office": Facet("tenures__office__slug", names=OFFICES, among=("tenures", "counted_tenures")),
        "organ": Facet("tenures__office__organ__slug", names=ORGANS, among=("tenures", "counted_tenures")),
        "country": Facet(NullIf("country", Value("")), known="has_country"),
    }

    def with_mentions(self, queryset: QuerySet[M], mentions: MentionQuerySet) -> QuerySet[M]:
        return queryset.filter(pk__in=mentions.exclude(speaker=None).values("speaker"))

    def by_tenure(self, queryset: QuerySet[M], name: str, slugs: list[str]) -> QuerySet[M]:
        """Return the people with one tenure of which all is true; once, though both filters come here."""
        return queryset.filter(pk__in=self.counted_tenures().values("speaker"))

    def counted_tenures(self) -> QuerySet[Tenure]:
        """Return the tenures of which all is true that is asked of one."""
        paths = {"office": "office__slug__in", "organ": "office__organ__slug__in"}
        asked = {path: self.form.cleaned_data[name] for name, path in paths.items() if self.form.cleaned_data[name]}
        return Tenure.objects.evidenced().filter(**asked)

    def by_being_named(self, queryset: QuerySet[M], name: str, value: bool) -> QuerySet[M]:
        named = Q(pk__in=Mention.objects.public().exclude(speaker=None).values("speaker"))
        return queryset.filter(named if value else ~named)


class OfficeFilterSet(SearchedFilterSet):
    q = words_like("Bộ trưởng")
    organ = SlugFilter("organ__slug", help_text="The body that it belongs to.", example="bo-ngoai-giao")
    country = CountryFilter("country", help_text="The country, as ISO 3166-1 alpha-2.", example="VN")
    single_seat = BooleanFilter("single_seat", help_text="Whether one person at a time holds it.", example=True)
    speaker = SlugFilter(method="by_speaker", help_text="A person who holds or held it.", example="le-hoai-trung")
    has_organ = KnownFilter("organ", help_text="Whether the body that it belongs to is stated.")
    has_country = KnownFilter(NullIf("country", Value("")), help_text="Whether the country is stated.")

    facets = {
        "organ": Facet("organ__slug", names=ORGANS, known="has_organ"),
        "country": Facet(NullIf("country", Value("")), known="has_country"),
        "speaker": Facet("tenures__speaker__slug", names=SPEAKERS, among=("tenures", "counted_tenures")),
    }

    def counted_tenures(self) -> QuerySet[Tenure]:
        return Tenure.objects.evidenced()

    def by_speaker(self, queryset: QuerySet[M], name: str, slugs: list[str]) -> QuerySet[M]:
        held = Tenure.objects.evidenced().filter(speaker__slug__in=slugs)
        return queryset.filter(pk__in=held.values("office"))


class OrganFilterSet(SearchedFilterSet):
    q = words_like("Bộ Ngoại giao")


class OutletFilterSet(SearchedFilterSet):
    q = words_like("Tiền Phong")


class RemarkFilterSet(FindingFilterSet):
    code = ChoiceFilter("code", choices=RemarkCode.values, help_text="What it is about.", example="count-short")
    state = ChoiceFilter(
        "state",
        choices=RemarkState.values,
        help_text="What became of it. Without this parameter only open ones are listed.",
        example="open",
    )

    facets = {
        "code": Facet("code", codes=RemarkCode),
        "state": Facet("state", codes=RemarkState),
        **FindingFilterSet.facets,
    }

    def filter_queryset(self, queryset: QuerySet[M]) -> QuerySet[M]:
        """Return the rows that pass every filter: without a state asked for, open ones only."""
        rows: QuerySet[M] = super().filter_queryset(queryset)
        asked = self.form.cleaned_data["state"] or "state" in self.left_open
        return rows if asked else rows.filter(state=RemarkState.OPEN)
