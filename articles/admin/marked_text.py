"""The text of an article on the curators' pages, with what was found in it marked by colour and by label."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles.addresses import page_of
from articles.extraction.text import Span
from articles.models import Article, EarlierText, Finding, Review
from articles.segments import Mark, Segment, line_end, line_start, lines, segments

CONTEXT: Final = 200  # code points on each side of a finding's words on its own page


def mark_of(finding: Finding, label: object, detail: object, spans: Iterable[Span] = (), name: object = None) -> Mark:
    """Return the mark of a finding: at its parts, or at its whole words, unless spans say where.

    It is called by the name of its kind, unless another is given.
    """
    meta = finding._meta
    told = (name or meta.verbose_name, detail, finding.rule, Review(finding.review).label)
    return Mark(
        kind=str(meta.model_name),
        key=finding.public_id,
        spans=tuple(spans) or words_of(finding),
        label=str(label),
        title=" · ".join(str(part) for part in told if part),
        url=page_of(finding),
        struck=finding.review == Review.REJECTED,
    )


def words_of(finding: Finding) -> tuple[Span, ...]:
    """Return where the words of a finding stand: its parts, or the whole where it is of one piece."""
    return tuple(Span(start, end) for start, end in finding.parts) or (finding.span,)


def marked(text: str, marks: Iterable[Mark], begin: int = 0, end: int | None = None) -> SafeString:
    """Return text from begin up to end as HTML: a paragraph a line, its id "line-" and its first code point.

    Every piece says where it starts (data-start). One that is marked is a link to the page of the innermost finding
    that covers it, and names them all (data-covers); each finding has a label, a link too, where it first appears.
    """
    return format_html_join("\n", "{}", ((line,) for _, line in _marked_lines(text, marks, begin, end, set())))


def marked_lines(text: str, marks: Iterable[Mark], starts: Iterable[int]) -> dict[int, SafeString]:
    """Return some lines of a text as `marked` shows them among all, by where they start."""
    shown: dict[int, SafeString] = {}
    ordered = list(marks)
    for start in starts:
        end = line_end(text, start)
        here = [mark for mark in ordered if any(span.start < end and start < span.end for span in mark.spans)]
        labelled = {mark.key for mark in here if mark.spans[0].start < start}
        shown |= _marked_lines(text, here, start, end, labelled)
    return shown


def _marked_lines(
    text: str, marks: Iterable[Mark], begin: int, end: int | None, labelled: set[str]
) -> Iterator[tuple[int, SafeString]]:
    """Yield each line with where it starts; labelled are the keys of marks whose label stands before."""
    for line in lines(text, segments(text, marks, begin, end)):
        pieces = format_html_join("", "{}", [(_piece(text, piece, labelled),) for piece in line])
        yield line[0].start, format_html('<p id="line-{}">{}</p>', line[0].start, pieces)


def in_context(finding: Finding) -> dict[str, Any]:
    """Return what the page of a finding shows above its fields: its words among those around them, and their place."""
    source: Article | EarlierText = finding.earlier_text or finding.article
    return place_in_context(source, finding.span, mark_of(finding, finding._meta.verbose_name, ""))


def place_in_context(source: Article | EarlierText, span: Span, mark: Mark) -> dict[str, Any]:
    """Return what a page shows of a place in a text: its words, marked, among those around them."""
    text = source.text
    begin, end = _around(text, span.start, span.end)
    return {
        "body": marked(text, [mark], begin, end),
        "source": source,
        "address": f"{page_of(source)}#line-{line_start(text, span.start)}",
        "goes_before": begin > 0,
        "goes_on": end < len(text),
    }


def _around(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where what is shown around words begins and ends: not within a word, where there is a space to see it."""
    first, last = max(start - CONTEXT, 0), min(end + CONTEXT, len(text))
    if first > 0:
        first = text.find(" ", first, start) + 1 or first
    if last < len(text):
        space = text.rfind(" ", end, last)
        last = last if space < 0 else space
    return first, last


def _piece(text: str, piece: Segment, labelled: set[str]) -> SafeString:
    words = text[piece.start : piece.end]
    if not piece.marks:
        return format_html('<span data-start="{}">{}</span>', piece.start, words)
    new = [mark for mark in piece.marks if mark.key not in labelled]
    labelled.update(mark.key for mark in new)
    innermost = piece.marks[-1]
    return format_html(
        '{}<a class="found {}{}" href="{}" title="{}" tabindex="-1" '
        'data-start="{}" data-kind="{}" data-id="{}" data-covers="{}">{}</a>',
        format_html_join("", "{}", [(_label(mark),) for mark in new]) if new else "",
        " ".join(f"in-{kind}" for kind in dict.fromkeys(mark.kind for mark in piece.marks)),
        " is-rejected" if innermost.struck else "",
        innermost.url,
        "\n".join(mark.title for mark in piece.marks),
        piece.start,
        innermost.kind,
        innermost.key,
        " ".join(mark.key for mark in piece.marks),
        words,
    )


def _label(mark: Mark) -> SafeString:
    return format_html(
        '<a class="found-label of-{}{}" id="found-{}" href="{}" title="{}" data-kind="{}" data-id="{}">{}</a>',
        mark.kind,
        " is-rejected" if mark.struck else "",
        mark.key,
        mark.url,
        mark.title,
        mark.kind,
        mark.key,
        mark.label,
    )
