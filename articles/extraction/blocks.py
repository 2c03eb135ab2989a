"""The text into blocks, one per non-blank line."""

from dataclasses import dataclass
from typing import Literal

from articles.extraction.text import Span

BlockKind = Literal[
    "title", "lead", "heading", "paragraph", "question", "answer", "caption", "pull-quote", "residue"
]


@dataclass(frozen=True, slots=True)
class Block:
    """One non-blank line of a text, white space at both ends left out.

    turn counts the turns of an interview from 1: a question and its answer are two; None outside of turns.
    A caption or a pull quote in the midst of an answer has the turn's number and its own kind.
    label is the speaker label that opens a turn, colon included ("Thứ trưởng Lê Thị Thu Hằng:", "PV:"), or None.
    """

    kind: BlockKind
    span: Span
    turn: int | None
    label: Span | None
    rule: str


def find_blocks(text: str) -> tuple[Block, ...]:
    """Return the blocks of text in reading order; together they hold every character that is not white space."""
    raise NotImplementedError
