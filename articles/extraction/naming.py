"""Names and titles as they stand side by side.

Printed: "Thứ trưởng Ngoại giao Trần Thị Lan", "ông Bảo, Vụ trưởng Vụ Châu Âu", "Tổng Bí thư" alone.
"""

from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import Final, Literal

from articles.extraction.lexicon import (
    ADDRESSES_ALONE,
    APART,
    BEGINNINGS,
    BETWEEN_PEOPLE,
    BREAKS,
    DEPUTIES,
    NOT_NAMES,
    OPENERS,
    ORGAN_SYLLABLES,
    RANKS,
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
    return _Reader(Names(words, first, end, known or {})).read()


def names_a_speaker(line: str) -> bool:
    """Say whether line is only a speaker's title and name, as before a colon: "Bộ trưởng Lê Văn Bảo", "Ông Bảo"."""
    if not _may_open_with_a_person(line):
        return False
    words = words_of(AFFILIATION.sub("", line) if ")" in line else line)
    opening = _opening(words)
    return opening is not None and words.capitals[0] and opening.end == len(words)


def opens_with_a_person(line: str) -> int | None:
    """Return where the name and titles end that open line, None where no full name with a title or "ông" opens it."""
    if not _may_open_with_a_person(line):
        return None
    words = words_of(line)
    opening = _opening(words)
    if opening is not None and opening.kind == "full" and (opening.titles or opening.address):
        return words.end_of(opening.end - 1)
    return None


def _may_open_with_a_person(line: str) -> bool:
    """Say whether the first word of a line is one that a title, a form of address or a name begins with.

    Most lines begin otherwise, and so need not be read.
    """
    first = words_of(line.split(" ", 1)[0])
    return bool(first) and (first.sounds[0] in OPENERS or first.sounds[0] in SURNAMES)


def _opening(words: Words) -> Naming | None:
    """Return who is named by the first of the words and those that go on from there, or None."""
    return _Reader(Names(words, 0, len(words), {})).naming_at(0)[0] if words else None


@dataclass(slots=True)
class Row:
    """A row of people that one word announces: "các Phó Thủ tướng A, B và C", "các đồng chí Ủy viên Trung ương: …".

    titles are what they share. offices: whether its first one has an office before the name, None before that one.
    sign is what stands between the first two. bare counts those read last with no title of their own.
    """

    titles: list[Place]
    offices: bool | None = None
    sign: str = ""
    bare: int = 0

    def goes_on(self, sign: str, *, office: bool) -> bool:
        """Say whether the row goes on with one behind this sign, and take note of how it goes.

        A row apart by commas ends at a semicolon, a row of names where an office comes before the name.
        """
        if self.offices is None:
            self.offices = office
            return True
        if sign in APART:
            self.sign = self.sign or sign
        ends = (sign == ";" and self.sign == ",") or (office and not self.offices)
        return not (self.titles and ends)


class _Reader:
    """Reads the words of one line from left to right."""

    def __init__(self, names: Names) -> None:
        self.names, self.titles, self.words = names, Titles(names), names.words
        self.row: Row | None = None  # the row of people that is being read

    def read(self) -> list[Naming]:
        found: list[Naming] = []
        at = self.names.first
        for place in self._openings():
            if place < at:
                continue
            if self.row is not None:
                self._read_past(at, place)
            if not self._opens(place):
                continue
            naming, at = self.naming_at(place)
            if naming is not None:
                found.append(naming)
                self._share_behind(found)
        return found

    def _openings(self) -> list[int]:
        """Return the words that a title, a form of address or a name may begin with."""
        sounds, capitals = self.words.sounds, self.words.capitals
        return [at for at in range(self.names.first, self.names.stop) if capitals[at] or sounds[at] in OPENERS]

    def _opens(self, at: int) -> bool:
        """Say of one of these whether its first two words bear it out; in a row of people any capital may be a name."""
        sounds = self.words.sounds
        if self.row is not None:
            return True
        seconds = BEGINNINGS.get(sounds[at])
        if seconds is not None and ("" in seconds or not seconds.isdisjoint(sounds[at + 1 : at + 2])):
            return True
        return self.words.capitals[at] and (sounds[at] in SURNAMES or sounds[at] in self.names.known)

    def naming_at(self, at: int) -> tuple[Naming | None, int]:
        """Return what is named here, if anyone is, and where to read on."""
        if self.words.sounds[at] in OPENERS:
            titles, address, end = self.titles.before(at)
            if self.titles.apart(at, titles):
                return self._nameless(at, titles[:1], "", titles[0][1], several=False), titles[0][1]
            if self._addressed_apart(at, titles, end):
                return self._nameless(at, titles, "", titles[-1][1], several=True), titles[-1][1]
            if end > at:
                return self._titled(at, titles, address, end)
        kind, name_end = self._bare(at)
        if kind is None:
            self._read_past(at, at + 1)
            return None, at + max(1, NOT_NAMES.length_at(self.words, at))
        return self._named(kind, at, (at, name_end), self._shared(at, []), "")

    def _addressed_apart(self, at: int, titles: list[Place], end: int) -> bool:
        """Say whether several hold these offices, none of them the one who is addressed behind them.

        Printed: "Chúc mừng các Đại sứ, ông Lê Văn Bảo nhấn mạnh"; not "các Đại sứ Lê Văn Bảo, ông Hồ Văn Nam".
        """
        several = at > self.names.first and self.words.sounds[at - 1] in SEVERAL
        return several and bool(titles) and end > titles[-1][1] + 1 and self.titles.stands(titles[-1][1], ",")

    def _read_past(self, first: int, stop: int) -> None:
        """A row of people goes on over commas, semicolons and "và"."""
        if self.row is not None and not BETWEEN_PEOPLE.issuperset(self.words.sounds[first:stop]):
            self.row = None

    def _shared(self, at: int, own: list[Place]) -> list[Place]:
        """Return the titles of the row that goes on at this word with one whose own titles are these."""
        row = self.row
        if row is None:
            return []
        sign = self.words.printed[at - 1] if at > self.names.first else ""
        if row.goes_on(sign, office=any(not RANKS.length_at(self.words, title[0]) for title in own)):
            return row.titles
        self.row = None
        return []

    def _share_behind(self, found: list[Naming]) -> None:
        """Give the office behind the last of a row to those right before: "các ông A, B, Phó Cục trưởng Cục C"."""
        row = self.row
        if row is None or found[-1].name is None:
            return
        naming = found[-1]
        if not row.titles and naming.titles and self._is_of_many(naming.titles[0]):
            for index in range(len(found) - 1 - row.bare, len(found) - 1):
                found[index] = replace(found[index], titles=naming.titles)
        row.bare = 0 if naming.titles else row.bare + 1

    def _is_of_many(self, title: Span) -> bool:
        """Say whether many hold such an office at once: a deputy's, a member's."""
        at = bisect_left(self.words.starts, title.start)
        return self.words.sounds[at] in DEPUTIES or TITLES_OF_MANY.length_at(self.words, at) > 0

    def _titled(self, at: int, titles: list[Place], address: str, end: int) -> tuple[Naming | None, int]:
        several = at > self.names.first and self.words.sounds[at - 1] in SEVERAL
        if several:
            colon = self.titles.colon(end)
            if titles and colon > end:
                titles, end = [*titles[:-1], (titles[-1][0], colon)], colon
            self.row = Row(titles)
            end = colon
            if self.titles.stands(end, ":"):
                return self._nameless(at, titles, address, end, several), end + 1
        if titles and at > self.names.first and self.titles.stands(end, ":") and self.names.full(end + 1):
            self.row = Row(titles)  # "Dự có Bộ trưởng: Lê Văn Bảo, Trần Thị Lan"
            return self._nameless(at, titles, address, end, several=True), end + 1
        kind, name_end = self._behind_a_title(end, address)
        if kind is None:
            self.row = None
            return self._nameless(at, titles, address, end, several), end
        shared = [] if several else self._shared(at, titles)
        naming, after = self._named(kind, at, (end, name_end), [*shared, *titles], address)
        if self.row is None and titles and after == name_end and self._is_of_many(naming.titles[-1]):
            self.row = self._pair(titles, after)
        return naming, after

    def _pair(self, titles: list[Place], at: int) -> Row | None:
        """Return the row of two where "và" and a name alone follow: "Thứ trưởng Lê Văn Bảo và Trần Thị Lan"."""
        follows = self.titles.stands(at, "và") and at + 1 < self.names.stop and self.names.full(at + 1) > 2
        return Row(titles, offices=False) if follows else None

    def _behind_a_title(self, at: int, address: str) -> tuple[NamingKind | None, int]:
        """Return the kind of the name behind a title or form of address, None where there is none, and its end."""
        words, stop = self.words, self.names.stop
        if at >= stop or not words.capitals[at] or self.names.title_head(at):
            return None, at
        if length := self.names.titled(at, listed=self.row is not None):
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
        length = names.full(at) if self.row is None else names.titled(at, listed=True)
        if not length or NOT_NAMES.length_at(self.words, at) >= 2:
            return None, at
        if self.words.sounds[at] in SURNAMES and names.names_a_thing(at):
            return None, at
        return ("full" if self.row is not None or names.introduces(at) else "loose"), at + length

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
