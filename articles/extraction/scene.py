"""The lines of a text with those who are named in them: who is meant, and who is said to speak."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise, zip_longest
from typing import Final

from articles.extraction.blocks import Block
from articles.extraction.breaks import BROKEN, SIGNED
from articles.extraction.furniture import credit_start
from articles.extraction.lexicon import ADDRESSES_ALONE, SURNAMES
from articles.extraction.names import Known
from articles.extraction.naming import Naming, namings
from articles.extraction.people import MOST_MEANT, People, Person, addressed_so
from articles.extraction.phrases import words_of
from articles.extraction.speech import Speech, quotation_marks, quotations, spoken_by
from articles.extraction.text import Span

MOST_QUOTED_LINES: Final = 6  # a quotation goes over no more
MOST_BEHIND_A_SIGNATURE: Final = 12  # lines: "Nơi nhận:" and those named there
SILENT: Final = frozenset(("caption", "title", "heading"))  # blocks in which nobody is heard


@dataclass(slots=True)
class Line:
    """A block with its words (from first to stop) and what is named in them; the lists go side by side."""

    block: Block
    first: int
    stop: int
    namings: list[Naming] = field(default_factory=list)
    speech: list[Speech] = field(default_factory=list)
    meant: list[tuple[Person, ...]] = field(default_factory=list)
    quoted: list[tuple[int, int]] = field(default_factory=list)  # quotations, as places of words

    def between(self, first: int, stop: int) -> range:
        """Return the places in the lists of those named between these words."""
        return range(*(bisect_left(self.namings, at, key=lambda naming: naming.first) for at in (first, stop)))

    def quotation_at(self, at: int) -> tuple[int, int] | None:
        """Return the quotation that holds the word at this place, its marks included, or None."""
        nearest = bisect_right(self.quoted, at, key=lambda place: place[0]) - 1
        return self.quoted[nearest] if nearest >= 0 and at < self.quoted[nearest][1] else None

    def in_quotation(self, at: int) -> bool:
        quotation = self.quotation_at(at)
        return quotation is not None and quotation[0] < at


class Scene:
    """All lines of a text, read once, and its people."""

    def __init__(self, text: str, blocks: tuple[Block, ...]) -> None:
        self.text = text
        self.words = words_of(_unbroken(text, blocks))
        self.lines = [self._line(block) for block in _whole(blocks) if block.kind != "residue"]
        self.people = People(text)
        self._read()
        self.people.introduce((naming, line.block.kind == "caption") for line in self.lines for naming in line.namings)
        for line in self.lines:
            line.meant = [self.people.meant(naming) for naming in line.namings]
        self.answerers = self._answerers()
        self.interviewees = {line.meant[at][0] for line, at in self.answerers.values() if len(line.meant[at]) == 1}
        self._resolve()
        self.signer = self._signer()
        if self.signer is not None:
            self.signer[0].speech[self.signer[1]] = "main"

    def _line(self, block: Block) -> Line:
        """Return the words of a block, less the credit of a caption and the label of a question.

        Who took the picture, and who asks, is nobody of whom the article tells.
        """
        start, end = block.span.start, block.span.end
        if block.kind == "caption":
            credit = credit_start(block.span.of(self.text))
            end = end if credit is None else start + credit
        elif block.kind == "question" and block.label is not None:
            start = block.label.end
        return Line(block, bisect_left(self.words.starts, start), bisect_left(self.words.starts, end))

    def _read(self) -> None:
        for line in self.lines:
            line.namings = namings(self.words, line.first, line.stop)
        known = self._known()
        for line in self.lines:
            if known and not known.keys().isdisjoint(self.words.sounds[line.first : line.stop]):
                line.namings = namings(self.words, line.first, line.stop, known)
            line.speech = spoken_by(self.words, line.namings, line.first, line.stop)
        self._read_quotations([line for line in self.lines if line.block.kind not in SILENT])

    def _read_quotations(self, lines: list[Line]) -> None:
        inside = False
        for at, line in enumerate(lines):
            found = quotations(self.words, line.first, line.stop, inside=inside)
            line.quoted = list(found.places)
            inside = found.open_at_end and self._closes(lines[at + 1 : at + 1 + MOST_QUOTED_LINES])

    def _closes(self, lines: list[Line]) -> bool:
        """Say whether a quotation left open comes to its closing mark in these lines, before another one opens."""
        for line in lines:
            marks = quotation_marks(self.words, line.first, line.stop)
            if marks:
                return len(marks) % 2 == 1 and marks[0] != "“"
        return False

    def _known(self) -> Known:
        """Return the names that no surname gives away and that the text shows beside a title or form of address."""
        names = {naming.syllables for line in self.lines for naming in line.namings if naming.kind == "full"}
        known: Known = defaultdict(lambda: defaultdict(set))
        for name in sorted(names, key=len, reverse=True):
            if name[0] not in SURNAMES:
                known[name[0]][len(name)].add(name)
        return known

    def _signer(self) -> tuple[Line, int] | None:
        """Return the naming of who signs a text in which nobody else speaks: an order that is printed whole, or None.

        The office in capitals and the name are all of a line; behind it stand at most those to whom copies go.
        """
        for line in reversed(self.lines[-MOST_BEHIND_A_SIGNATURE:]):
            if not line.namings or line.block.turn is not None or line.block.kind in SILENT:
                continue
            at = len(line.namings) - 1
            naming, meant = line.namings[at], line.meant[at]
            if naming.kind == "full" and naming.name is not None and naming.end == line.stop and len(meant) == 1:
                office = Span(line.block.span.start, naming.name.start).of(self.text)
                if naming.titles and SIGNED.sub("", office).isupper():
                    return None if self._someone_else_speaks(meant) else (line, at)
        return None

    def _someone_else_speaks(self, person: tuple[Person, ...]) -> bool:
        return any(
            speech == "main" and len(meant) == 1 and meant != person
            for line in self.lines
            for speech, meant in zip(line.speech, line.meant, strict=True)
        )

    # -- interviews ----------------------------------------------------------------------------------------------------

    def _answerers(self) -> dict[int, tuple[Line, int]]:
        """Return for each turn that is an answer the line and the place in it of the naming of who answers."""
        found: dict[int, tuple[Line, int]] = {}
        last: tuple[Line, int] | None = None
        for line in self.lines:
            turn = line.block.turn
            if turn is None or line.block.kind != "answer" or turn in found:
                continue
            label = line.block.label
            if label is not None:
                last = next(((line, at) for at, naming in enumerate(line.namings) if self._within(naming, label)), last)
            last = last or self._introduced()
            if last is not None:
                found[turn] = last
        return found

    def _within(self, naming: Naming, span: Span) -> bool:
        return self.words.starts[naming.first] < span.end

    def _introduced(self) -> tuple[Line, int] | None:
        """Return the naming, before the first turn, of the one who is said there to speak, else of the one named there.

        None where two or more are left.
        """
        before: list[tuple[Line, int]] = []
        for line in self.lines:
            if line.block.turn is not None:
                break
            before += [(line, at) for at, meant in enumerate(line.meant) if len(meant) == 1 and line.namings[at].name]
        told = [(line, at) for line, at in before if line.block.kind != "caption"]
        speaking = [(line, at) for line, at in told if line.speech[at] == "main"]
        for left in (speaking, told, before):
            if len({id(line.meant[at][0]) for line, at in left}) == 1:
                return left[-1]
        return None

    # -- who is meant --------------------------------------------------------------------------------------------------

    def _resolve(self) -> None:
        """Go through the text once: say who "ông" is, and lay open titles to the one who is asked."""
        speaking: Person | None = None
        since = _Since()
        for line in self.lines:
            asked = self._asked(line)
            foreign: list[Person] = []  # officers of other states named in this line: of very many the first
            for at, naming in enumerate(line.namings):
                if naming.kind == "address":
                    line.meant[at] = self._addressed(line, naming.address, asked, speaking, since)
                elif len(line.meant[at]) > 1 and asked is not None and asked in line.meant[at]:
                    line.meant[at] = (asked,)
                elif len(line.meant[at]) == 1 and foreign:
                    alike = self.people.named_alike(naming, foreign)
                    line.meant[at] = line.meant[at] if line.meant[at][0] in alike else (*line.meant[at], *alike)
                if line.block.kind == "caption":
                    continue
                if len(line.meant[at]) != 1:
                    if line.speech[at] == "main" and naming.alone and naming.kind != "address":
                        speaking, since = None, _Since()  # someone speaks of whom it is open who it is
                    continue
                person = line.meant[at][0]
                if person.foreign_office and len(foreign) < MOST_MEANT - 1 and person not in foreign:
                    foreign.append(person)
                if naming.kind in ("loose", "short"):
                    self.people.add_titles(person, naming)
                if person.of_the_past:
                    continue
                if line.speech[at] == "main":
                    speaking, since = person, _Since()
                elif line.speech[at] != "aside" and person is not speaking:
                    since.add(person)

    def _asked(self, line: Line) -> Person | None:
        """Return the one whom a question is put to: who answers in the next turn, or did in the last."""
        if line.block.kind != "question" or line.block.turn is None:
            return None
        found = self.answerers.get(line.block.turn + 1) or self.answerers.get(line.block.turn - 1)
        if found is None or len(found[0].meant[found[1]]) != 1:
            return None
        return found[0].meant[found[1]][0]

    def _addressed(
        self, line: Line, address: str, asked: Person | None, speaking: Person | None, since: "_Since"
    ) -> tuple[Person, ...]:
        """Return who may be meant by "ông" or "bà" here."""
        if asked is None and line.block.kind in ("answer", "caption"):
            return ()
        first = asked or speaking
        near = addressed_so((first,), address) if first is not None else ()
        if asked is None:
            near += tuple(since.called[address])
        nobody = first is None and not any(since.called.values())
        return near or (() if nobody else self.people.only_one_addressed(address))


class _Since:
    """Those named since someone spoke whom "ông" or "bà" may mean: of very many the first."""

    def __init__(self) -> None:
        self.called: dict[str, list[Person]] = {address: [] for address in ADDRESSES_ALONE}

    def add(self, person: Person) -> None:
        for address, called in self.called.items():
            if len(called) < MOST_MEANT and person not in called and addressed_so((person,), address):
                called.append(person)


def _whole(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Yield the blocks, the parts of a broken line as one."""
    for block, following in zip_longest(blocks, blocks[1:]):
        if following is not None and following.rule == BROKEN:
            yield replace(block, span=Span(block.span.start, following.span.end))
        elif block.rule != BROKEN:
            yield block


def _unbroken(text: str, blocks: tuple[Block, ...]) -> str:
    """Return text with spaces in the place of the line ends within broken lines."""
    pieces, at = [], 0
    for block, following in pairwise(blocks):
        if following.rule == BROKEN:
            gap = Span(block.span.end, following.span.start)
            pieces += [text[at : gap.start], " " * len(gap), following.span.of(text).replace("\n", " ")]
            at = following.span.end
    return "".join([*pieces, text[at:]])
