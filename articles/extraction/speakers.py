"""Who is named in a text, in what office as printed, and who speaks where."""

from dataclasses import dataclass
from typing import Literal

from articles.extraction.blocks import Block
from articles.extraction.text import Span

Role = Literal["interviewee", "quoted", "mentioned", "pictured"]


@dataclass(frozen=True, slots=True)
class FoundMention:
    """One place where a person is named, or meant by a title alone ("Bộ trưởng", "ông").

    span covers the name as printed, or the title where no name is printed. name is the person's fullest name in this text;
    None where it is open who is meant (candidates then names those left). titles are the offices printed beside the name
    here, cut at the commas between offices, in printed order, each the span of its words.
    """

    span: Span
    name: str | None
    titles: tuple[Span, ...]
    role: Role
    rule: str
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundSpeaker:
    """One named person of a text: fullest name printed, strongest role, every title printed beside the name once."""

    name: str
    role: Role
    titles: tuple[str, ...]
    mentions: tuple[FoundMention, ...]


@dataclass(frozen=True, slots=True)
class Voices:
    """Everyone named in a text, and who speaks at a place of it."""

    speakers: tuple[FoundSpeaker, ...]
    mentions: tuple[FoundMention, ...]  # all of them in reading order, those of `speakers` and the open ones

    def at(self, span: Span) -> FoundMention | None:
        """Return the mention that the words at span are credited to, or None where the text leaves it open."""
        raise NotImplementedError


def find_speakers(text: str, blocks: tuple[Block, ...]) -> Voices:
    """Return who is named in text and what part each has in it."""
    raise NotImplementedError
