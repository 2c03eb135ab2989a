"""The rows of an article as a run finds them, and what becomes of those that no finding writes."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from django.db.models import QuerySet

from articles.extraction.plain import one_spaced
from articles.extraction.text import Span
from articles.models import Article, Block, EarlierText, Finding, Mention, PrintedTitle, Remark, RemarkState, Review
from articles.models.identity import mint_public_id
from directives.models import Citation, Directive, DirectiveList
from register.anchor import Change, anchor
from register.reconcile import shared

MODELS: Final[tuple[type[Finding], ...]] = (Mention, Block, DirectiveList, Directive, Citation, Remark)
UNANCHORED: Final = "unanchored"  # the code of the remark that a decided row's words are gone
WORDS_GONE: Final = "the present text no longer has these words of {kind} {words!r}"
NO_PLACE: Final = "the place in its list of {kind} {words!r} is another's, which was decided too"
MOST_WORDS: Final = 60  # characters of a row that a remark quotes
PLACE: Final = ("start", "end", "parts", "exact", "earlier_text")
INTRO: Final = ("intro_start", "intro_end", "intro")
SAID_PLACE: Final = ("start", "end", "parts", "exact", "earlier_text_id")


F = TypeVar("F", bound=Finding)


@dataclass(slots=True)
class Stored:
    """The rows of an article by model; `rows` are those that a finding can meet, in offsets of the present text."""

    article: Article
    earlier: EarlierText | None  # the text before this run, where it was another
    rows: dict[type[Finding], list[Any]] = field(default_factory=dict)
    pinned: set[Finding] = field(default_factory=set)  # what decided rows point to, and remarks that a person settled
    moved: set[Finding] = field(default_factory=set)  # rows that stand elsewhere than the database says
    lost: dict[Finding, tuple[int, int]] = field(default_factory=dict)  # rows whose words are gone: their old places
    left: list[Finding] = field(default_factory=list)  # rows that stay in an earlier text
    taken: dict[type[Finding], set[str]] = field(default_factory=dict)  # the public ids of the article's rows
    said: dict[Finding, Finding] = field(default_factory=dict)  # of rows that people moved: where the machine had them
    returned: set[Finding] = field(default_factory=set)  # rows left in an earlier text whose words are there again
    resaid: set[Finding] = field(default_factory=set)  # rows of which the place that the machine had said moved
    is_new: bool = False
    _stood: dict[int, list[Span]] = field(default_factory=dict)  # by id() of rows, and of `said`: in the text before
    _changes: dict[int, Change] = field(default_factory=dict)  # from earlier texts to the present one, by their ids

    @classmethod
    def of(cls, articles: Mapping[Article, EarlierText | None]) -> "list[Stored]":
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
        texts = _texts_of_what_was_said(everything)
        return [cls(article, earlier)._sort(everything[article.pk], texts) for article, earlier in articles.items()]

    @classmethod
    def of_none(cls, article: Article) -> "Stored":
        """Return what stands in an article that is new: nothing."""
        rows: dict[type[Finding], list[Any]] = {model: [] for model in MODELS}
        taken: dict[type[Finding], set[str]] = {model: set() for model in MODELS}
        return cls(article, None, rows, taken=taken, is_new=True)

    def _sort(self, everything: dict[type[Finding], list[Any]], texts: Mapping[int, EarlierText]) -> "Stored":
        self.pinned = _pinned(everything)
        self.taken = {model: {row.public_id for row in rows} for model, rows in everything.items()}
        for model, rows in everything.items():
            self._place(model, rows)
            self._place_said(rows, texts)
        return self

    def _place(self, model: type[Finding], rows: list[Any]) -> None:
        """Sort the rows of a model into those that findings can meet and those that stay in an earlier text."""
        self.rows[model] = present = [row for row in rows if row.earlier_text is None]
        if self.earlier:
            self._stood |= {id(row): row.pieces for row in present}
            anchored = anchor(present, self._change(self.earlier))
            self.moved |= anchored.moved
            self.lost |= anchored.lost
            self.rows[model] = [row for row in present if not (row in anchored.lost and self._must_stay(row))]
        for row in rows:
            if row.earlier_text is not None:
                self._look_again(model, row)

    def _change(self, earlier: EarlierText) -> Change:
        """Return what was done to an earlier text until it became the present one."""
        if earlier.pk not in self._changes:
            self._changes[earlier.pk] = Change(earlier.text, self.article.text)
        return self._changes[earlier.pk]

    def _place_said(self, rows: list[Any], texts: Mapping[int, EarlierText]) -> None:
        """Find where the words are now that the machine had said of held rows; where they were if they are gone.

        They are kept with the text that has them, as rows are; of a list, with the text that has all of its points.
        """
        for row in rows:
            said = row.as_the_machine_said() if row.is_decided or row in self.pinned else None
            if said is None:
                continue
            was, left_in = said.earlier_text_id, texts.get(said.earlier_text_id or 0, self.earlier)
            if self.earlier and was is None:
                self._stood[id(said)] = said.pieces
            if left_in:
                words = one_spaced(said.exact)
                lost = anchor([said], self._change(left_in)).lost
                is_torn = isinstance(said, DirectiveList) and words not in one_spaced(said.exact)
                if not lost and not is_torn:
                    said.earlier_text_id = None
                    self._say_again(row, said)
                elif was is None:
                    row.machine_said["earlier_text_id"] = left_in.pk
                    self.resaid.add(row)
            is_met = row.review == Review.REJECTED or (row.earlier_text_id is None and row not in self.lost)
            if is_met and _is_elsewhere(said, row):
                self.said[row] = said

    def brought_together(self, row: Finding, place: Finding) -> bool:
        """Whether a change of the text brought a row to words of another, or of what the machine had said of it.

        A row whose words are there again shared none with any that came meanwhile.
        """
        if row in self.returned or place in self.returned:
            return True
        stood, other = self._stood.get(id(row)), self._stood.get(id(place))
        return stood is not None and other is not None and not shared(stood, other)

    def _say_again(self, row: Any, said: Finding) -> None:
        """Carry the place of what the machine had said to the row, if it differs."""
        place = {name: getattr(said, name) for name in (*SAID_PLACE, *INTRO) if name in row.machine_said}
        if any(row.machine_said[name] != value for name, value in place.items()):
            row.machine_said |= place
            self.resaid.add(row)

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
        again = anchor([row], self._change(row.earlier_text))
        is_back = not again.lost and not _is_unanchored(row)
        if is_back and not self._is_taken(row):
            row.earlier_text, left_in = None, row.earlier_text
            self.moved.add(row)
            self.returned.add(row)
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
        remark = remarks_on(row)
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
        for row in self.resaid:
            row.save(update_fields=["machine_said"])
        if self.earlier:
            self._move_titles(self._change(self.earlier))

    def stale(self) -> list[Finding]:
        """Return the rows left in an earlier text that nobody's decision keeps there any more.

        And the open remarks on such rows, of whatever became of these: one that is about nothing has no answer.
        """
        stale = [row for row in self.left if not (row.is_decided or row in self.pinned) and not _is_unanchored(row)]
        gone = set(stale)
        everywhere = [*self.left, *(row for rows in self.rows.values() for row in rows)]
        left = {
            _remark_id(row, row.earlier_text) for row in everywhere if row.earlier_text is not None and row not in gone
        }
        remarks = (row for row in self.left if isinstance(row, Remark) and _is_unanchored(row))
        return stale + [row for row in remarks if row.state == RemarkState.OPEN and row.public_id not in left]

    def _move_titles(self, change: Change) -> None:
        """Move the titles at mentions that no finding writes with their words; one that is no longer printed goes.

        So does one that the text says no more beside another, which has its words. They are written anew, under their
        numbers: in between one may stand where the next has not gone from.
        """
        here = [row for row in self.rows[Mention] if row.earlier_text is None and row not in self.lost]
        held = [row for row in here if row.is_decided or row in self.pinned]
        taken: set[tuple[int, int]] = set()
        moved, gone = [], []
        for title in PrintedTitle.objects.filter(mention__in=held).order_by("mention", "start"):
            there = Span(title.start, title.end)
            place = change.find(there)
            if place is None or (title.mention_id, place.start) in taken:
                gone.append(title.pk)
                continue
            taken.add((title.mention_id, place.start))
            if place != there or place.of(change.after) != title.exact:
                title.start, title.end, title.exact = place.start, place.end, place.of(change.after)
                moved.append(title)
        if moved or gone:
            PrintedTitle.objects.filter(pk__in=[*gone, *(title.pk for title in moved)]).delete()
            PrintedTitle.objects.bulk_create(moved)


def said_elsewhere(rows: Iterable[Finding]) -> dict[Finding, Finding]:
    """Return, of the decided rows that people moved, where the present text has what the machine had said of them."""
    said = {row: was for row in rows if row.is_decided and (was := row.as_the_machine_said())}
    return {row: was for row, was in said.items() if was.earlier_text_id is None and _is_elsewhere(was, row)}


def rejected_in_earlier_texts(model: type[F], articles: Iterable[Article]) -> dict[int, list[F]]:
    """Return the rejected rows that the present texts have not, where their words would stand now, by article.

    What is found there still gives way to them, as in a run. They are not to be saved.
    """
    rows: dict[int, list[F]] = defaultdict(list)
    texts = {article.pk: article.text for article in articles}
    absent: Any = model._default_manager.filter(article__in=texts, review=Review.REJECTED, earlier_text__isnull=False)
    for row in absent.select_related("earlier_text").order_by("article_id", "start", "id"):
        anchor([row], Change(row.earlier_text.text, texts[row.article_id]))
        rows[row.article_id].append(row)
    return rows


def forget_left(rows: Collection[Finding]) -> None:
    """Delete the open remarks which say that rows were left in an earlier text: they are in it no more."""
    articles = {row.article_id for row in rows}
    remarks = Remark.objects.filter(article__in=articles, code=UNANCHORED, state=RemarkState.OPEN)
    for remark in remarks.select_related("earlier_text") if articles else ():
        if remark.public_id in {_remark_id(row, remark.earlier_text) for row in rows}:
            remark.delete()


def _is_elsewhere(said: Finding, row: Finding) -> bool:
    return (said.span, said.identity()) != (row.span, row.identity())


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


def _texts_of_what_was_said(rows: dict[int, dict[type[Finding], list[Any]]]) -> dict[int, EarlierText]:
    """Return the earlier texts that have the words which the machine had said of decided rows; by their ids."""
    every = (row for models in rows.values() for of_model in models.values() for row in of_model)
    ids = {row.machine_said.get("earlier_text_id") for row in every if row.machine_said} - {None}
    return EarlierText.objects.in_bulk(ids) if ids else {}


def remarks_on(row: Finding) -> "QuerySet[Remark]":
    """Return the remark that a decided row is left in the earlier text in which it stands, if there is one."""
    return Remark.objects.filter(public_id=_remark_id(row, row.earlier_text))


def _remark_id(row: Finding, left_in: EarlierText | None) -> str:
    return mint_public_id(UNANCHORED, row.public_id, left_in and left_in.pk)


def _detail(row: Finding, why: str) -> str:
    words = one_spaced(row.exact)
    return why.format(kind=type(row).__name__, words=words if len(words) <= MOST_WORDS else f"{words[:MOST_WORDS]}…")


def _is_unanchored(row: Finding) -> bool:
    return isinstance(row, Remark) and row.code == UNANCHORED
