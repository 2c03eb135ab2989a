"""Articles, directives, documents and people that hold the words of a question, together and the best first."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, Final, TypeVar

from django.db.models import Case, DateField, Exists, F, Model, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from articles.api.filters import ChoiceFilter
from articles.extraction.text import Span
from articles.models import UNDATED, Article, Outlet, Speaker, TextPolicy
from articles.models.articles import long_fields
from articles.search.filters import SearchedFilterSet, words_like
from articles.search.index import kind_of
from articles.search.marking import Hit, best_window, count_terms, find_hits
from articles.search.matching import Match, found, tier
from articles.search.models import SearchEntry
from articles.search.query import Query
from articles.serializers.excerpts import beginning
from directives.models import Directive, Resolution

OPENING: Final = 120  # code points of a directive that stand for a title

M = TypeVar("M", bound=Model)

# What is searched, as the lists of the API are called.
MODELS: Final[Mapping[str, type[Model]]] = {
    "articles": Article,
    "directives": Directive,
    "resolutions": Resolution,
    "speakers": Speaker,
}
FIELDS: Final = ("text", "title", "name")  # of which a snippet shows a passage
TYPES: Final = {kind_of(model): name for name, model in MODELS.items()}


class SearchFilterSet(SearchedFilterSet):
    """What is looked for. Pairs are tried on all rows of the types asked for."""

    q = words_like("hội nhập quốc tế", needed=True)
    type = ChoiceFilter(
        method="by_type",
        choices=MODELS,
        help_text="The lists that are searched; all four without it.",
        example="articles",
    )

    def by_type(self, queryset: QuerySet[M], name: str, values: list[str]) -> QuerySet[M]:
        """Return queryset: the question is looked for in rows of these types alone."""
        return queryset

    def holding(self, query: Query, match: Match) -> QuerySet[Any, int]:
        """Return the numbers of the entries that hold the question, of the types and of what the public may see."""
        kinds = [kind_of(MODELS[name]) for name in self.form.cleaned_data["type"] or MODELS]
        return found(query, match, *kinds).filter(seen()).values_list("pk", flat=True)

    @property
    def question(self) -> "Question":
        """What is looked for, and what decides."""
        match = self.matched_by
        assert match is not None  # noqa: S101 - q must be given
        return Question(self.form.cleaned_data["q"], match)


@dataclass(frozen=True, slots=True)
class Question:
    """A question, and what decides which rows hold it."""

    query: Query
    match: Match

    def hits(self, text: str) -> list[Hit]:
        """Return where a text has words of the question."""
        return find_hits(text, self.query, pairs=self.match is Match.PAIRS)


@dataclass(frozen=True, slots=True)
class Snippet:
    """The passage of a row that answers a question: places count code points of the text that `field` names."""

    field: str
    start: int
    end: int
    exact: str
    hits: tuple[Span, ...]
    html: str


@dataclass(frozen=True, slots=True)
class Result:
    """A row that holds the words of a question, as a list of several kinds shows it."""

    type: str
    slug: str
    title: str
    date: Any
    article: Article | None
    snippet: Snippet

    @property
    def view(self) -> str:
        """What its address is called by."""
        return kind_of(MODELS[self.type])

    @property
    def outlet(self) -> Outlet | None:
        """Whose words are shown."""
        return None if self.article is None else self.article.outlet


def seen() -> Q:
    """Return that an entry is of a row that the public may see."""
    public: tuple[QuerySet[Any], ...] = (
        Article.objects.public(),
        Directive.objects.served(),
        Resolution.objects.public(),
        Speaker.objects.public(),
    )
    of_each = (Q(kind=kind_of(rows.model)) & Q(Exists(rows.filter(pk=OuterRef("row")))) for rows in public)
    return reduce(or_, of_each)


def in_order_of_rank(entries: QuerySet[SearchEntry], question: Question) -> QuerySet[SearchEntry]:
    """Return entries that hold a question, those that fit best first, then the newest, undated ones last."""
    issued = Resolution.objects.filter(pk=OuterRef("row")).values("issued_on")
    day = Case(
        When(kind=kind_of(Resolution), then=Subquery(issued)),
        default=F("article__sort_date"),
        output_field=DateField(),
    )
    ranked = entries.annotate(tier=tier(question.query, question.match), day=Coalesce(day, Value(UNDATED)))
    return ranked.only("kind", "row").order_by("tier", "-day", "kind", "row", "id")


def results(entries: Sequence[SearchEntry], question: Question) -> list[Result]:
    """Return what a page shows of entries, each kind of row read at once; the rows' texts are read for it alone."""
    numbers = defaultdict(list)
    for entry in entries:
        numbers[TYPES[entry.kind]].append(entry.row)
    rows = {name: LOADED[name]().in_bulk(numbers[name]) for name in numbers}
    there = ((TYPES[entry.kind], rows[TYPES[entry.kind]].get(entry.row)) for entry in entries)
    return [SHOWN[name](row, question) for name, row in there if row is not None]


def _article(article: Article, question: Question) -> Result:
    title = article.title or (
        article.display_title if article.policy == TextPolicy.FULL else beginning(article.display_title)
    )
    hits = question.hits(article.text)
    if hits:
        snippet = _snippet("text", article.text, hits, apart_from=title)
    else:
        snippet = _snippet("title", title, question.hits(title))
    return Result("articles", article.slug, title, article.published_on, article, snippet)


def _directive(directive: Directive, question: Question) -> Result:
    pieces = [
        (piece.start, directive.exact[piece.start - directive.start :][: len(piece)]) for piece in directive.pieces
    ]
    marked = [(question.hits(words), start, words) for start, words in pieces]
    hits, start, words = max(marked, key=lambda one: count_terms(one[0]))
    article = directive.article
    title = opening(pieces[0][1])
    return Result(
        "directives", directive.slug, title, article.published_on, article, _snippet("text", words, hits, start)
    )


def _resolution(resolution: Resolution, question: Question) -> Result:
    names = resolution.searched().names or (resolution.slug,)
    name, hits = _best_name(names, question)
    title = " · ".join(filter(None, (resolution.printed_name, resolution.title)))
    field = "title" if name == resolution.title else "name"
    return Result("resolutions", resolution.slug, title, resolution.issued_on, None, _snippet(field, name, hits))


def _speaker(speaker: Speaker, question: Question) -> Result:
    name, hits = _best_name(speaker.searched().names, question)
    return Result("speakers", speaker.slug, speaker.name, None, None, _snippet("name", name, hits))


LOADED: Final[Mapping[str, Callable[[], QuerySet[Any]]]] = {
    "articles": lambda: Article.objects.select_related("outlet"),
    "directives": lambda: Directive.objects.select_related("article__outlet").defer(*long_fields()),
    "resolutions": lambda: Resolution.objects.prefetch_related("aliases"),
    "speakers": lambda: Speaker.objects.prefetch_related("aliases"),
}
SHOWN: Final[Mapping[str, Callable[[Any, Question], Result]]] = {
    "articles": _article,
    "directives": _directive,
    "resolutions": _resolution,
    "speakers": _speaker,
}


def opening(words: str) -> str:
    """Return the first words of a passage: up to 120 code points of its first line, with "…" where more follows."""
    line = words.strip().partition("\n")[0]
    if len(line) <= OPENING:
        return line if line == words.strip() else f"{line} …"
    return f"{line[:OPENING].rpartition(' ')[0] or line[:OPENING]} …"


def _best_name(names: Iterable[str], question: Question) -> tuple[str, list[Hit]]:
    """Return the name that has most of the question, the shortest of those alike, and where it has it."""
    marked = [(name, question.hits(name)) for name in names]
    return max(marked, key=lambda one: (count_terms(one[1]), -len(one[0])))


def _snippet(field: str, text: str, hits: list[Hit], start: int = 0, apart_from: str = "") -> Snippet:
    """Return the passage of text to show, where text begins at start of what field names."""
    window = best_window(text, hits, apart_from)
    return Snippet(
        field=field,
        start=start + window.span.start,
        end=start + window.span.end,
        exact=window.span.of(text),
        hits=tuple(Span(start + hit.start, start + hit.end) for hit in window.hits),
        html=window.as_html(text),
    )
