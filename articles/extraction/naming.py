"""Names and titles as they stand side by side.

Printed: "Thứ trưởng Ngoại giao Trần Thị Lan", "ông Bảo, Vụ trưởng Vụ Châu Âu", "Tổng Bí thư" alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from articles.extraction.lexicon import (
    ADDRESSES_ALONE,
    AND,
    BREAKS,
    NOT_NAMES,
    OPENERS,
    ORGAN_SYLLABLES,
    SEVERAL,
    SURNAMES,
    TITLES_OF_MANY,
)
from articles.extraction.names import Known, Names, is_vietnamese
from articles.extraction.patterns import pattern
from articles.extraction.phrases import Words, words_of
from articles.extraction.text import Span
from articles.extraction.titles import Place, Titles

NamingKind = Literal["full", "loose", "short", "title", "address"]

LONGEST_LOOSE_NAME: Final = 4  # words
AFFILIATION: Final = pattern(
    r"\s{0,4}\([^()]{1,80}\)\s{0,4}\Z",
    finds=("TS Lê Văn Nam‹ (Viện Kinh tế)›", "Ông Bảo‹ (ảnh) ›"),
    leaves=("(Ảnh) ông Bảo", "ông Bảo ()", "ông Bảo (Viện Kinh tế"),
    attack=" (ảnh",
)


@dataclass(frozen=True, slots=True)
class Naming:
    """A place where someone is named.

    kind: full, a name that can introduce a person; loose, one that counts only if the person is introduced elsewhere
    ("Tô Lâm" without a title); short, given names behind a title or a form of address ("ông Trung"); title, an office
    without a name; address, "ông" or "bà" alone. name is None for the last two. syllables are the words of the name as
    they sound, titles the offices beside it in printed order. first and end are words, from the first title to after
    the last. foreign: a word of the name is no Vietnamese syllable. alone is False where a title cannot mean one person
    ("các Bộ trưởng").
    """

    kind: NamingKind
    name: Span | None
    syllables: tuple[str, ...]
    titles: tuple[Span, ...]
    first: int
    end: int
    address: str
    foreign: bool = False
    alone: bool = True


def namings(words: Words, first: int, end: int, known: Known | None = None) -> list[Naming]:
    """Return who is named in the words from first up to end, in reading order. known: names that the text has shown."""
    return list(_Reader(Names(words, first, end, known or {})).read())


def names_a_speaker(line: str) -> bool:
    """Say whether line is only a speaker's title and name, as before a colon: "Bộ trưởng Lê Văn Bảo", "Ông Bảo"."""
    words = words_of(AFFILIATION.sub("", line))
    opening = _opening(words)
    return opening is not None and words.is_capital(0) and opening.end == len(words)


def opens_with_a_person(line: str) -> int | None:
    """Return where the name and titles end that open line, None where no full name with a title or "ông" opens it."""
    first = words_of(line.split(" ", 1)[0])
    if not first or (first.sounds[0] not in OPENERS and first.sounds[0] not in SURNAMES):
        return None  # most lines, which so need not be read
    words = words_of(line)
    opening = _opening(words)
    if opening is not None and opening.kind == "full" and (opening.titles or opening.address):
        return words.end_of(opening.end - 1)
    return None


def _opening(words: Words) -> Naming | None:
    """Return who is named by the first of the words and those that go on from there, or None."""
    return _Reader(Names(words, 0, len(words), {})).naming_at(0)[0] if words else None


class _Reader:
    """Reads the words of one line from left to right."""

    def __init__(self, names: Names) -> None:
        self.names, self.titles, self.words = names, Titles(names), names.words
        self.shared: list[Place] = []  # the title that a list of people shares: "các Phó Thủ tướng A, B và C"

    def read(self) -> Iterator[Naming]:
        at = self.names.first
        for place in self._openings():
            if place < at:
                continue
            self._read_past(at, place)
            naming, at = self.naming_at(place)
            if naming is not None:
                yield naming

    def _openings(self) -> list[int]:
        """Return the words that a title, a form of address or a name may begin with."""
        sounds, capitals = self.words.sounds, self.words.capitals
        return [at for at in range(self.names.first, self.names.stop) if capitals[at] or sounds[at] in OPENERS]

    def naming_at(self, at: int) -> tuple[Naming | None, int]:
        """Return what is named here, if anyone is, and where to read on."""
        if self.words.sounds[at] in OPENERS:
            titles, address, end = self.titles.before(at)
            if end > at:
                return self._titled(at, titles, address, end)
        kind, name_end = self._bare(at)
        if kind is None:
            self._read_past(at, at + 1)
            return None, at + max(1, NOT_NAMES.length_at(self.words, at))
        return self._named(kind, at, (at, name_end), self.shared, "")

    def _read_past(self, first: int, stop: int) -> None:
        """A list of people goes on over commas and "và"."""
        if self.shared and not {",", AND}.issuperset(self.words.sounds[first:stop]):
            self.shared = []

    def _titled(self, at: int, titles: list[Place], address: str, end: int) -> tuple[Naming | None, int]:
        several = at > self.names.first and self.words.sounds[at - 1] in SEVERAL
        begin = end + (several and bool(titles) and self.titles.stands(end, ":"))
        kind, name_end = self._behind_a_title(begin, address)
        if kind is None:
            return self._nameless(at, titles, address, end, several), end
        self.shared = titles if several else []
        return self._named(kind, at, (begin, name_end), titles, address)

    def _behind_a_title(self, at: int, address: str) -> tuple[NamingKind | None, int]:
        """Return the kind of the name behind a title or form of address, None where there is none, and its end."""
        words, stop = self.words, self.names.stop
        if at >= stop or not words.is_capital(at):
            return None, at
        if length := self.names.titled(at):
            return "full", at + length
        run = self.names.run(at)
        phrase = NOT_NAMES.length_at(words, at)
        after = at + run
        organ = (
            after < stop and words.sounds[after] in ORGAN_SYLLABLES and not (address or BREAKS.length_at(words, after))
        )
        if phrase >= 2 or organ or not 1 <= run <= LONGEST_LOOSE_NAME:
            return None, at
        if run > 1:
            return "loose", at + run
        return (None, at) if phrase and not address else ("short", at + 1)

    def _bare(self, at: int) -> tuple[NamingKind | None, int]:
        """Return the kind of a name that no title stands before, None where there is none, and its end."""
        names = self.names
        length = names.full(at)
        if not length or NOT_NAMES.length_at(self.words, at) >= 2:
            return None, at
        if self.words.sounds[at] in SURNAMES and names.names_a_thing(at):
            return None, at
        return ("full" if self.shared or names.introduces(at) else "loose"), at + length

    def _named(
        self, kind: NamingKind, first: int, name: Place, titles: list[Place], address: str
    ) -> tuple[Naming, int]:
        words = self.words
        behind, end = self.titles.behind(name[1])
        naming = Naming(
            kind=kind,
            name=words.span(*name),
            syllables=tuple(words.sounds[slice(*name)]),
            titles=tuple(words.span(*title) for title in (*titles, *behind)),
            first=first,
            end=end,
            address=address,
            foreign=not all(map(is_vietnamese, words.printed[slice(*name)])),
        )
        return naming, end

    def _nameless(self, at: int, titles: list[Place], address: str, end: int, several: bool) -> Naming | None:
        """Return a title or form of address that stands alone."""
        spans = tuple(self.words.span(*title) for title in titles)
        if titles:
            several = several or (end < self.names.stop and self.words.sounds[end] in SEVERAL)
            of_many = all(TITLES_OF_MANY.length_at(self.words, title[0]) for title in titles)
            return Naming("title", None, (), spans, titles[0][0], end, address, alone=not (several or of_many))
        return Naming("address", None, (), (), at, end, address) if address in ADDRESSES_ALONE and not several else None
