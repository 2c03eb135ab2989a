"""The query parameters of the lists of this app, each with an example; those that other apps' lists share."""

from collections.abc import Mapping
from typing import Any, Final, TypeVar

from django.db.models import Count, Exists, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.lookups import Exact

from articles.api.filters import (
    BooleanFilter,
    ChoiceFilter,
    CountryFilter,
    DateFilter,
    MomentFilter,
    MonthFilter,
    SlugFilter,
    YearFilter,
)
from articles.models import FindingQuerySet, Genre, Mention, PrintedTitle, RemarkCode, RemarkState, Review, Role, Tenure
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


def mentions_with(asked: Mapping[str, Any]) -> MentionQuerySet:
    """Return the mentions of which everything in asked is true; asked maps names of OF_A_MENTION to values."""
    conditions = Q(**{OF_A_MENTION[name]: values for name, values in asked.items()})
    if OF_A_TITLE & asked.keys():
        conditions &= Q(titles__former=False)
    return Mention.objects.public().filter(conditions)


class MentionsFilterSet(SearchedFilterSet):
    """Filters of which several together ask for one mention: the person, in that role, in that office."""

    def by_mention(self, queryset: QuerySet[M], name: str, values: list[str]) -> QuerySet[M]:
        """Return the rows with one mention of which all is true; it does so for the first of the filters given."""
        given = {
            other: self.form.cleaned_data[other]
            for other, declared in self.filters.items()
            if declared.method == "by_mention" and self.form.cleaned_data.get(other)
        }
        return self.with_mentions(queryset, mentions_with(given)) if name == next(iter(given)) else queryset

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
        method="by_office", help_text="An office that the person holds or held.", example="bo-truong-ngoai-giao"
    )
    organ = SlugFilter(
        method="by_organ", help_text="The body of an office that the person holds or held.", example="bo-ngoai-giao"
    )
    named = BooleanFilter(
        method="by_being_named",
        help_text="true: only those whom a public article names; false: only those whom none names so far.",
        example=True,
    )

    def with_mentions(self, queryset: QuerySet[M], mentions: MentionQuerySet) -> QuerySet[M]:
        return queryset.filter(pk__in=mentions.exclude(speaker=None).values("speaker"))

    def by_office(self, queryset: QuerySet[M], name: str, slugs: list[str]) -> QuerySet[M]:
        held = Tenure.objects.evidenced().filter(office__slug__in=slugs)
        return queryset.filter(pk__in=held.values("speaker"))

    def by_organ(self, queryset: QuerySet[M], name: str, slugs: list[str]) -> QuerySet[M]:
        held = Tenure.objects.evidenced().filter(office__organ__slug__in=slugs)
        return queryset.filter(pk__in=held.values("speaker"))

    def by_being_named(self, queryset: QuerySet[M], name: str, value: bool) -> QuerySet[M]:
        named = Q(pk__in=Mention.objects.public().exclude(speaker=None).values("speaker"))
        return queryset.filter(named if value else ~named)


class OfficeFilterSet(SearchedFilterSet):
    q = words_like("Bộ trưởng")
    organ = SlugFilter("organ__slug", help_text="The body that it belongs to.", example="bo-ngoai-giao")
    country = CountryFilter("country", help_text="The country, as ISO 3166-1 alpha-2.", example="VN")
    single_seat = BooleanFilter("single_seat", help_text="Whether one person at a time holds it.", example=True)
    speaker = SlugFilter(method="by_speaker", help_text="A person who holds or held it.", example="le-hoai-trung")

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

    def filter_queryset(self, queryset: QuerySet[M]) -> QuerySet[M]:
        """Return the rows that pass every filter: without a state asked for, open ones only."""
        rows: QuerySet[M] = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data["state"] else rows.filter(state=RemarkState.OPEN)
