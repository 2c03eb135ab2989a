"""The rows of an article as a run finds them, and what becomes of those that no finding writes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from articles.models import Article, Block, EarlierText, Finding, Mention, PrintedTitle, Remark, RemarkState, Review
from articles.models.identity import mint_public_id
from directives.models import Citation, Directive, DirectiveList
from register.anchor import Change, anchor

MODELS: Final[tuple[type[Finding], ...]] = (Mention, Block, DirectiveList, Directive, Citation, Remark)
UNANCHORED: Final = "unanchored"  # the code of the remark that a decided row's words are gone
WORDS_GONE: Final = "the present text no longer has these words of {kind} {id}"
NO_PLACE: Final = "the place in its list of {kind} {id} is another's, which was decided too"
PLACE: Final = ("start", "end", "parts", "exact", "earlier_text")
INTRO: Final = ("intro_start", "intro_end")


@dataclass(slots=True)
class Standing:
    """The rows of an article by model; `rows` are those that a finding can meet, in offsets of the present text."""

    article: Article
    earlier: EarlierText | None  # the text before this run, where it was another
    rows: dict[type[Finding], list[Any]] = field(default_factory=dict)
    pinned: set[Finding] = field(default_factory=set)  # what decided rows point to, and remarks that a person settled
    moved: set[Finding] = field(default_factory=set)  # rows that stand elsewhere than the database says
    lost: dict[Finding, tuple[int, int]] = field(default_factory=dict)  # rows whose words are gone: their old places
    left: list[Finding] = field(default_factory=list)  # rows that stay in an earlier text
    taken: dict[type[Finding], set[str]] = field(default_factory=dict)  # the public ids of the article's rows

    @classmethod
    def of(cls, articles: Mapping[Article, EarlierText | None]) -> "list[Standing]":
        """Read the rows of articles, locked, each given with its earlier text where a run has changed it.

        One query a model for all of them. Rows of a changed text are moved in memory to where they stand.
        """
        everything: dict[int, dict[type[Finding], list[Any]]] = {
            article.pk: {model: [] for model in MODELS} for article in articles
        }
        for model in MODELS:
            rows = model._default_manager.select_for_update(of=("self",)).filter(article__in=everything)
            for row in rows.select_related("earlier_text").order_by("article_id", "start", "id"):
                everything[row.article_id][model].append(row)
        return [cls(article, earlier)._sort(everything[article.pk]) for article, earlier in articles.items()]

    @classmethod
    def of_none(cls, article: Article) -> "Standing":
        """Return what stands in an article that is new: nothing."""
        return cls(article, None, {model: [] for model in MODELS}, taken={model: set() for model in MODELS})

    def _sort(self, everything: dict[type[Finding], list[Any]]) -> "Standing":
        self.pinned = _pinned(everything)
        self.taken = {model: {row.public_id for row in rows} for model, rows in everything.items()}
        for model, rows in everything.items():
            self._place(model, rows)
        return self

    def _place(self, model: type[Finding], rows: list[Any]) -> None:
        """Sort the rows of a model into those that findings can meet and those that stay in an earlier text."""
        self.rows[model] = present = [row for row in rows if row.earlier_text is None]
        if self.earlier:
            anchored = anchor(present, Change(self.earlier.text, self.article.text))
            self.moved |= anchored.moved
            self.lost |= anchored.lost
            self.rows[model] = [row for row in present if not (row in anchored.lost and self._must_stay(row))]
        for row in rows:
            if row.earlier_text is not None:
                self._look_again(model, row)

    def _must_stay(self, row: Finding) -> bool:
        """Whether a row whose words are gone is kept with its text, out of the way of what is found now.

        A rejected one is not: what was found where it stood still gives way to it.
        """
        return (row.is_decided or row in self.pinned) and row.review != Review.REJECTED

    def _look_again(self, model: type[Finding], row: Any) -> None:
        """Take back a row left in an earlier text if its words are there again.

        Two kinds are only held in memory, at the place of their words, so that what is found there gives way to them: a
        rejected row, and a point whose place in its list is another's that no run may write.
        """
        again = anchor([row], Change(row.earlier_text.text, self.article.text))
        is_back = not again.lost and not _is_unanchored(row)
        if is_back and not self._is_taken(row):
            row.earlier_text, left_in = None, row.earlier_text
            self.moved.add(row)
            self.rows[model].append(row)
            Remark.objects.filter(public_id=_remark_id(row, left_in), state=RemarkState.OPEN).delete()
            return
        self._say(row, NO_PLACE if is_back else WORDS_GONE)
        if is_back or row.review == Review.REJECTED:
            self.rows[model].append(row)
        else:
            self.left.append(row)

    def _say(self, row: Finding, why: str) -> None:
        """Let the remark on a decided row say why it is left in its earlier text, where that is another reason now."""
        remark = Remark.objects.filter(public_id=_remark_id(row, row.earlier_text))
        remark.exclude(detail=_detail(row, why)).update(detail=_detail(row, why))

    def _is_taken(self, row: Finding) -> bool:
        """Whether a row that is present and may not be written has the place of a point."""
        if not isinstance(row, Directive) or row.place is None:
            return False
        present = (other for other in self.rows[Directive] if other.is_decided or other in self.pinned)
        return any(other.place == row.place for other in present)

    def leave_lost(self) -> None:
        """Leave the rows that stay without their words in the text that has them. To be called before any other write.

        Of what a person decided a remark says so.
        """
        for row, (start, end) in self.lost.items():
            if row.is_decided or row in self.pinned:
                type(row)._default_manager.filter(pk=row.pk).update(earlier_text=self.earlier)
                if row.is_decided and self.earlier:
                    Remark.objects.create(
                        public_id=_remark_id(row, self.earlier),
                        article=self.article,
                        start=start,
                        end=end,
                        exact=row.exact,
                        earlier_text=self.earlier,
                        rule=UNANCHORED,
                        code=UNANCHORED,
                        detail=_detail(row, WORDS_GONE),
                    )

    def settle(self) -> None:
        """Write where the rows stand now that stay unwritten."""
        for row in self.moved:
            if row.is_decided or row in self.pinned:
                row.save(update_fields=PLACE + (INTRO if isinstance(row, DirectiveList) else ()))
        if self.earlier:
            self._move_titles(Change(self.earlier.text, self.article.text))

    def stale(self) -> list[Finding]:
        """Return the rows left in an earlier text that nobody's decision keeps there any more."""
        return [row for row in self.left if not (row.is_decided or row in self.pinned) and not _is_unanchored(row)]

    def _move_titles(self, change: Change) -> None:
        """Move the titles at mentions that no finding writes with their words; one that is no longer printed goes."""
        here = [row for row in self.rows[Mention] if row.earlier_text is None and row not in self.lost]
        held = [row for row in here if row.is_decided or row in self.pinned]
        for title in PrintedTitle.objects.filter(mention__in=held):
            start = change.find(title.exact, title.start)
            if start is None:
                title.delete()
            elif start != title.start:
                PrintedTitle.objects.filter(pk=title.pk).update(start=start, end=start + title.end - title.start)


def delete(rows: Iterable[Finding]) -> None:
    """Delete rows of any articles, those first that point to others."""
    ids = defaultdict(list)
    for row in rows:
        ids[type(row)].append(row.pk)
    for model in reversed(MODELS):
        if ids[model]:
            model._default_manager.filter(pk__in=ids[model]).delete()


def _pinned(rows: dict[type[Finding], list[Any]]) -> set[Finding]:
    """Return the rows that decided rows point to, and remarks that a person settled: no run writes or removes them."""
    decided = {model: {row for row in rows[model] if row.is_decided} for model in MODELS}
    of_citations = {row.directive_id for row in decided[Citation]}
    points = decided[Directive] | {row for row in rows[Directive] if row.pk in of_citations}
    for _ in range(2):  # a point below a point below a point
        above = {point.parent_id for point in points}
        points |= {row for row in rows[Directive] if row.pk in above}
    of_points = {point.list_id for point in points}
    lists = decided[DirectiveList] | {row for row in rows[DirectiveList] if row.pk in of_points}
    credited = {row.mention_id for row in points | lists | decided[Block]}
    mentions = {row for row in rows[Mention] if row.pk in credited}
    introducing = {row.introduced_by_id for row in mentions | decided[Mention]}
    mentions |= {row for row in rows[Mention] if row.pk in introducing}
    remarks = {row for row in rows[Remark] if row.state != RemarkState.OPEN}
    return points | lists | mentions | remarks


def _remark_id(row: Finding, left_in: EarlierText | None) -> str:
    return mint_public_id(UNANCHORED, row.public_id, left_in and left_in.pk)


def _detail(row: Finding, why: str) -> str:
    return why.format(kind=type(row).__name__, id=row.public_id)


def _is_unanchored(row: Finding) -> bool:
    return isinstance(row, Remark) and row.code == UNANCHORED
