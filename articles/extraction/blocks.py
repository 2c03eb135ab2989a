"""The text into blocks, one per non-blank line, each with its kind and, in an interview, its turn."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from articles.extraction.breaks import BROKEN, mended
from articles.extraction.conversation import ADDRESS, MARK, REPORTER
from articles.extraction.draft_blocks import LIST_MARKER, STOPS, BlockKind, DraftBlock, draft_blocks
from articles.extraction.furniture import mark_byline, mark_captions, mark_pull_quotes, mark_residue
from articles.extraction.patterns import pattern
from articles.extraction.text import Span
from articles.extraction.turns import mark_turns

__all__ = ["PROSE", "Block", "BlockKind", "find_blocks"]

PROSE: Final[tuple[BlockKind, ...]] = ("lead", "paragraph", "answer")  # what an article says, but for its questions
LONGEST_HEADING: Final = 160  # code points: two lines of a page
LONGEST_TITLE: Final = 250
FEWEST_HEADINGS: Final = 2  # after a first line that may be a heading too
LEAST_OF_A_HEADING: Final = 0.85  # of the pairs of its words stand again in its own section,
MOST_OF_A_HEADING: Final = 0.35  # and so many at most in all the others
WORD: Final = pattern(r"\w+", finds=("‹nâng› cao",), leaves=(" – …",), attack="nâng ")
SHORTEST_DENSE_TEXT: Final = 3  # lines under the title of a text that has no blank line
QUOTATION_MARKS: Final = "“”\"‘’' "
SENTENCE_STOPS: Final = (".", "!", "?", "…", ":", ";", ",")


@dataclass(frozen=True, slots=True)
class Block:
    """One non-blank line of a text, white space at both ends left out.

    A head line such as " date 2026-02-11 Nghị quyết …" is two blocks: the date is residue, the rest a block of its own.
    turn counts the turns of an interview from 1: a question and its answer are two; None outside of turns. Each line of
    an answer is a block of kind answer with the turn's number. A caption, heading or pull quote in the midst of a turn
    has the turn's number and its own kind. label is the speaker label that opens a turn, colon included ("Thứ trưởng Lê
    Thị Thu Hằng:", "PV:"), or None. rule names the rule that decided the kind.
    """

    kind: BlockKind
    span: Span
    turn: int | None
    label: Span | None
    rule: str


def find_blocks(text: str) -> tuple[Block, ...]:
    """Return the blocks of text in reading order; together they hold every character that is not white space.

    Decided in this order: residue, captions, the title, what is printed twice, headings (the first line may turn out
    one), turns, the lead; all else is a paragraph.
    """
    drafts = mended(text, draft_blocks(text))
    mark_residue(drafts)
    mark_captions(drafts)
    _mark_title(drafts)
    mark_pull_quotes(drafts)
    mark_byline(drafts)
    _mark_headings(drafts)
    _mark_first_heading(drafts)
    mark_turns(drafts)
    _mark_lead(drafts)
    _mark_turns_between(drafts)
    return tuple(block for draft in drafts for block in _blocks(draft))


def _blocks(draft: DraftBlock) -> Iterator[Block]:
    """Yield the block of a draft; of a line that is broken one for each part."""
    kind, label, rule = draft.kind or "paragraph", draft.label if draft.turn else None, draft.rule or "line"
    if draft.first is None:
        yield Block(kind, draft.span, draft.turn, label, rule)
    else:
        yield Block(kind, draft.first, draft.turn, label, rule)
        yield Block(kind, draft.rest, draft.turn, None, BROKEN)


def _ends_open(words: str) -> bool:
    """Say whether words end without a stop, as titles and headings do."""
    return not words.rstrip(QUOTATION_MARKS).endswith(SENTENCE_STOPS)


def _mark_title(drafts: list[DraftBlock]) -> None:
    """A title opens the text, stands apart from what follows, and ends without a stop (a question mark at most).

    Nor does it begin with one: ". Tuổi Trẻ: …?" is a question, or the rest of a sentence whose beginning was cut off.
    In a text without any blank line the title is a first line without a stop; it goes on with a capital.
    """
    if len(drafts) < 2 or drafts[0].kind is not None:
        return
    words = drafts[0].words
    asks = words.endswith(("?", "!"))
    if drafts[0].paragraph == drafts[1].paragraph:
        dense = len(drafts) > SHORTEST_DENSE_TEXT and drafts[0].paragraph == drafts[-1].paragraph
        if asks or not dense or not drafts[1].words[0].isupper() or not drafts[1].words.endswith(STOPS):
            return
    opens_a_turn = MARK.match(words) or REPORTER.match(words) or ADDRESS.match(words)
    opens_otherwise = LIST_MARKER.match(words) or opens_a_turn or words.startswith(SENTENCE_STOPS)
    if len(words) <= LONGEST_TITLE and (asks or _ends_open(words)) and not opens_otherwise:
        drafts[0].decide("title", "first-line")


def _mark_headings(drafts: list[DraftBlock]) -> None:
    """A heading is a short line without a stop, with paragraphs before and after it."""
    following = False
    for draft in reversed(drafts[1:]):
        if draft.kind is not None:
            continue
        words = draft.words
        short = len(words) <= LONGEST_HEADING and " " in words
        if following and short and _ends_open(words) and not LIST_MARKER.match(words) and not words[0].islower():
            draft.decide("heading", "short-line")
        else:
            following = True


def _mark_first_heading(drafts: list[DraftBlock]) -> None:
    """A title speaks of the whole text: a first line that speaks of its own section alone is that section's heading.

    Pages print the title apart; a text that was taken without it begins with the heading of its first section. Its
    pairs of words stand again there, and hardly any of them in the sections behind.
    """
    headings = [number for number, draft in enumerate(drafts) if draft.kind == "heading"]
    if len(headings) < FEWEST_HEADINGS or drafts[0].kind != "title":
        return
    said = _pairs(drafts[0].words)
    here, later = (
        len(said & set().union(*(_pairs(draft.words) for draft in section if draft.kind is None))) / max(len(said), 1)
        for section in (drafts[1 : headings[0]], drafts[headings[0] :])
    )
    if here >= LEAST_OF_A_HEADING and later <= MOST_OF_A_HEADING:
        drafts[0].decide("heading", "first-section")


def _pairs(words: str) -> set[tuple[str, str]]:
    """Return the pairs of neighbouring words, signs left out."""
    syllables = WORD.findall(words.lower())
    return set(pairwise(syllables))


def _mark_lead(drafts: list[DraftBlock]) -> None:
    """The lead is the first paragraph, if it stands before the first turn and the first heading."""
    first = next(_standing(drafts), None)
    if first is not None and first.kind is None:
        first.decide("lead", "first-paragraph")


def _standing(drafts: list[DraftBlock]) -> Iterator[DraftBlock]:
    """Yield the drafts that an article goes on with: neither title nor furniture."""
    return (draft for draft in drafts if draft.kind not in ("title", "caption", "residue", "pull-quote"))


def _mark_turns_between(drafts: list[DraftBlock]) -> None:
    """What stands between two lines of one turn belongs to the turn."""
    next_turn: int | None = None
    last_turn: dict[int, int | None] = {}
    for number in range(len(drafts) - 1, -1, -1):
        last_turn[number] = next_turn
        if drafts[number].kind in ("question", "answer"):
            next_turn = drafts[number].turn
    previous: int | None = None
    for number, draft in enumerate(drafts):
        if draft.kind in ("question", "answer"):
            previous = draft.turn
        elif previous is not None and previous == last_turn[number]:
            draft.turn = previous
