"""Who is named in a text, in what office as printed, and who speaks where."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from articles.extraction.blocks import Block
from articles.extraction.doubts import FoundDoubt, find_doubts
from articles.extraction.naming import Naming, NamingKind
from articles.extraction.people import People
from articles.extraction.scene import Line, Scene
from articles.extraction.text import Span
from articles.extraction.voices import heard

Role = Literal["interviewee", "quoted", "mentioned", "pictured"]

ROLES: Final[tuple[Role, ...]] = ("interviewee", "quoted", "mentioned", "pictured")  # the strongest first
RULES: Final[dict[NamingKind, str]] = {
    "full": "full-name",
    "loose": "name-known-here",
    "short": "short-name",
    "title": "title-alone",
    "address": "address-alone",
}


@dataclass(frozen=True, slots=True)
class FoundMention:
    """One place where a person is named, or meant by a title alone ("Bộ trưởng", "ông").

    span covers the name as printed, or the title where no name is printed. name is the person's fullest name in this
    text; None where it is open who is meant (candidates then names those left). titles are the offices printed beside
    the name here, cut at the commas between offices, in printed order, each the span of its words. rule says what
    stands there: a full name, a shorter one, a title or "ông" alone. introduced_by is the place of the mention by which
    the text introduces the person (for a title alone, with that title), None for that mention itself and where it is
    open who is meant.
    """

    span: Span
    name: str | None
    titles: tuple[Span, ...]
    role: Role
    rule: str
    candidates: tuple[str, ...] = ()
    introduced_by: Span | None = None


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
    heard: tuple[tuple[Span, FoundMention], ...] = ()  # in reading order, without overlap
    doubts: tuple[FoundDoubt, ...] = ()

    def at(self, span: Span) -> FoundMention | None:
        """Return the mention that the words at span are credited to, or None where the text leaves it open.

        In an answer that is the one who gives it. Elsewhere it is the one to whom the sentence in which span begins is
        laid, or the sentences before it that go on; within a quotation that someone is said to have spoken, that one.
        """
        at = bisect_right(self.heard, span.start, key=lambda place: place[0].start) - 1
        if at >= 0 and self.heard[at][0].end > span.start:
            return self.heard[at][1]
        return None


def find_speakers(text: str, blocks: tuple[Block, ...]) -> Voices:
    """Return who is named in text and what part each has in it."""
    scene = Scene(text, blocks)
    found = {
        (id(line), at): mention
        for line in scene.lines
        for at in range(len(line.namings))
        if (mention := _mention(scene, line, at)) is not None
    }
    mentions = tuple(sorted(found.values(), key=lambda mention: mention.span))
    places = ((span, found.get((id(line), at))) for span, (line, at) in heard(scene))
    of_someone = tuple((span, mention) for span, mention in places if mention is not None)
    return Voices(
        speakers=tuple(_speakers(scene.people, mentions)),
        mentions=mentions,
        heard=of_someone,
        doubts=tuple(find_doubts(scene, of_someone)),
    )


def _mention(scene: Scene, line: Line, at: int) -> FoundMention | None:
    """Return what stands in a line at this naming, or None where nobody in particular is meant."""
    naming, meant = line.namings[at], line.meant[at]
    told = line.speech[at] == "main" and line.block.kind != "caption"
    if naming.name is None and not naming.alone:
        return None
    if not meant and (naming.name is not None or not told or naming.kind == "address"):
        return None
    if len(meant) > 1 and naming.kind == "address" and not told:
        return None
    span = _place(scene, naming)
    if len(meant) == 1:
        introduction = scene.people.introduction(meant[0], naming)
        return FoundMention(
            span=span,
            name=meant[0].name,
            titles=naming.titles,
            role=_role(scene, line, at),
            rule=RULES[naming.kind],
            introduced_by=None if introduction is naming else _place(scene, introduction),
        )
    candidates = tuple(person.name for person in meant)
    return FoundMention(span, None, naming.titles, _role(scene, line, at), RULES[naming.kind], candidates)


def _place(scene: Scene, naming: Naming) -> Span:
    """Return the words of a mention: the name, else the titles, else the form of address."""
    if naming.name is None and naming.titles:
        return Span(naming.titles[0].start, naming.titles[-1].end)
    return naming.name or scene.words.span(naming.first, naming.end)


def _role(scene: Scene, line: Line, at: int) -> Role:
    if line.block.kind == "caption":
        return "pictured"
    if len(line.meant[at]) == 1 and line.meant[at][0] in scene.interviewees:
        return "interviewee"
    return "quoted" if line.speech[at] else "mentioned"


def _speakers(people: People, mentions: tuple[FoundMention, ...]) -> Iterator[FoundSpeaker]:
    by_name: dict[str, list[FoundMention]] = defaultdict(list)
    for mention in mentions:
        if mention.name is not None:
            by_name[mention.name].append(mention)
    for person in people.persons:
        own = by_name.get(person.name)
        if own:
            role = min((mention.role for mention in own), key=ROLES.index)
            yield FoundSpeaker(person.name, role, tuple(person.titles.values()), tuple(own))
