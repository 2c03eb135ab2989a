"""The rows of an article as a run finds them, and what becomes of those that no finding writes."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from articles.models import Article, Block, EarlierText, Finding, Mention, PrintedTitle, Remark, RemarkState
from articles.models.identity import mint_public_id
from directives.models import Citation, Directive, DirectiveList
from register.anchor import Anchored, Change, anchor

MODELS: Final[tuple[type[Finding], ...]] = (Mention, Block, DirectiveList, Directive, Citation, Remark)
UNANCHORED: Final = "unanchored"  # the code of the remark that a decided row's words are gone
PLACE: Final = ("start", "end", "parts", "exact", "earlier_text")
INTRO: Final = ("intro_start", "intro_end")


@dataclass(slots=True)
class Standing:
    """The rows of an article by model, in the offsets of its present text; `rows` are those a finding can meet."""

    article: Article
    rows: dict[type[Finding], list[Any]] = field(default_factory=dict)
    earlier: EarlierText | None = None  # the text before this run, where it was another
    anchored: Anchored = field(default_factory=Anchored)

    @classmethod
    def of(cls, article: Article, earlier: EarlierText | None) -> "Standing":
        """Read the rows of an article; where its text has changed, move them in memory to where their words are."""
        standing = cls(article, earlier=earlier)
        for model in MODELS:
            rows = model._default_manager.filter(article=article).order_by("start", "id")
            standing.rows[model] = list(rows.filter(earlier_text=None))
            if earlier:
                standing._follow(model, list(rows.exclude(earlier_text=None)))
        return standing

    def _follow(self, model: type[Finding], left_before: list[Any]) -> None:
        """Anchor the rows of model in the new text: decided ones that lost their words stay in the text before.

        Of those that were left in an earlier text, the ones whose words are there again come back.
        """
        assert self.earlier is not None
        anchored = anchor(self.rows[model], Change(self.earlier.text, self.article.text))
        self.anchored.moved |= anchored.moved
        self.anchored.lost |= anchored.lost
        for row in [row for row in anchored.lost if row.is_decided]:
            self._leave(row)
            self.rows[model].remove(row)
        for row in left_before:
            again = anchor([row], Change(row.earlier_text.text, self.article.text))
            if not again.lost and getattr(row, "code", None) != UNANCHORED:
                row.earlier_text = None
                self.anchored.moved |= again.moved or {row: 0}
                self.rows[model].append(row)
                Remark.objects.filter(article=self.article, code=UNANCHORED, exact=row.exact).delete()

    def pinned(self) -> set[Finding]:
        """Return the rows that decided rows point to, and remarks that a person settled: no run takes them away."""
        points: list[Directive] = self.rows[Directive]
        of_citations = {row.directive_id for row in self.rows[Citation] if row.is_decided}
        kept = {row for row in points if row.is_decided or row.pk in of_citations}
        kept |= {row for row in points if row.pk in {point.parent_id for point in kept}}
        of_points = {point.list_id for point in kept}
        lists = {row for row in self.rows[DirectiveList] if row.is_decided or row.pk in of_points}
        blocks = {row for row in self.rows[Block] if row.is_decided}
        of_these = {row.mention_id for row in kept | lists | blocks}
        mentions = {row for row in self.rows[Mention] if row.pk in of_these}
        remarks = {row for row in self.rows[Remark] if row.state != RemarkState.OPEN}
        return kept | lists | blocks | mentions | remarks

    def settle(self, gone: Iterable[Finding]) -> None:
        """Delete the machine's rows that hold no more; of the rows that stay unwritten, write where they stand now."""
        pinned = self.pinned()
        staying = {row for row in gone if row in pinned}
        for model in reversed(MODELS):
            ids = [row.pk for row in gone if type(row) is model and row not in pinned]
            if ids:
                model._default_manager.filter(pk__in=ids).delete()
        for row in staying & self.anchored.lost.keys():
            self._leave(row)
        for row, by in self.anchored.moved.items():
            if row.is_decided or row in staying:
                _write_place(row)
                _move_titles(row, by, self.article.text)

    def _leave(self, row: Finding) -> None:
        """Leave a row in the text where its words stand, and remark on it if a person decided it."""
        row.start, row.end = self.anchored.lost[row]
        row.earlier_text = self.earlier
        _write_place(row)
        if row.is_decided:
            Remark.objects.create(
                public_id=mint_public_id(UNANCHORED, row.public_id, self.earlier and self.earlier.pk),
                article=self.article,
                start=row.start,
                end=row.end,
                exact=row.exact,
                earlier_text=self.earlier,
                rule=UNANCHORED,
                code=UNANCHORED,
                detail=f"the present text no longer has these words of {type(row).__name__} {row.public_id}",
            )


def _write_place(row: Finding) -> None:
    names = PLACE + (INTRO if isinstance(row, DirectiveList) else ())
    row.save(update_fields=names)


def _move_titles(row: Finding, by: int, text: str) -> None:
    """Move the titles printed at a mention with it; one that no longer stands at its place goes."""
    if not isinstance(row, Mention):
        return
    for title in row.titles.all():
        start, end = title.start + by, title.end + by
        if start >= 0 and text[start:end] == title.exact:
            PrintedTitle.objects.filter(pk=title.pk).update(start=start, end=end)
        else:
            title.delete()
