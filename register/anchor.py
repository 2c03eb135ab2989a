"""When an article's text changes: the rows that people decided go where their words went."""

from typing import Any

from articles.extraction.text import Span
from articles.models import Article, EarlierText, Finding, PrintedTitle, Remark

UNANCHORED = "unanchored"  # the code of the remark that a decided row's words are gone


def anchor(model: type[Finding], article: Article, earlier: EarlierText) -> None:
    """Move every row of model to the place in the article's new text where its words stand, nearest to the old one.

    A decided row whose words are gone keeps its place in the earlier text and leaves a remark there; a row of the
    machine's is deleted. One that had lost its words before and finds them again comes back.
    """
    rows = list(model._default_manager.filter(article=article).select_related("earlier_text"))
    for row in rows:
        start = nearest(article.text, row.exact, row.start)
        if start is not None:
            _move(row, start - row.start)
        elif row.is_decided and row.earlier_text is None:
            _leave(row, earlier)
        elif not row.is_decided:
            row.delete()


def nearest(text: str, words: str, to: int) -> int | None:
    """Return where words begin in text, the place nearest to the offset given; None where they do not stand in it."""
    after = text.find(words, to)
    before = text.rfind(words, 0, to + len(words))
    places = [place for place in (before, after) if place >= 0]
    return min(places, key=lambda place: abs(place - to), default=None)


def _move(row: Finding, by: int) -> None:
    """Shift every offset of a row, and of the titles at a mention."""
    if row.earlier_text is not None:
        Remark.objects.filter(article=row.article_id, code=UNANCHORED, start=row.start, exact=row.exact).delete()
    elif not by:
        return
    for name in ("start", "end", "intro_start", "intro_end"):
        if getattr(row, name, None) is not None:
            setattr(row, name, getattr(row, name) + by)
    row.parts = [[start + by, end + by] for start, end in row.parts]
    row.earlier_text = None
    row.save()
    _move_titles(row, by)


def _move_titles(row: Any, by: int) -> None:
    if not hasattr(row, "titles"):
        return
    text = row.article.text
    for title in row.titles.all():
        place = Span(title.start + by, title.end + by)
        if place.start >= 0 and place.of(text) == title.exact:
            PrintedTitle.objects.filter(pk=title.pk).update(start=place.start, end=place.end)
        else:
            title.delete()


def _leave(row: Finding, earlier: EarlierText) -> None:
    row.earlier_text = earlier
    row.save()
    Remark.objects.get_or_create(
        article=row.article,
        code=UNANCHORED,
        start=row.start,
        end=row.end,
        defaults={
            "public_id": f"{row.public_id[:-1]}0",
            "exact": row.exact,
            "earlier_text": earlier,
            "rule": UNANCHORED,
            "detail": f"the new text no longer has the words of {type(row).__name__} {row.public_id}",
        },
    )
