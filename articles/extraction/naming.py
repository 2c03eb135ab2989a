"""Names and titles as they stand side by side: "Thứ trưởng Ngoại giao Trần Thị Lan", "ông Bảo, Vụ trưởng Vụ Châu Âu".

One pass over the words of a line. A title runs from its head ("Thứ trưởng") over organs, places and capitals; a name is a
surname of `surnames.txt` with the capitals after it, or the capitals that are left between a title and what follows.
Rules of Vietnamese official style; no list of people is used.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Literal

from articles.extraction.text import Span, fold
from articles.extraction.words import Phrases, Words, entries, sound, words_of

Known = dict[str, list[tuple[str, ...]]]  # first syllable: whole names, as they sound, the longest first
NamingKind = Literal["full", "loose", "short", "title", "address"]

STRONG: Final = frozenset(map(sound, entries("surnames")))
WEAK: Final = frozenset(map(sound, entries("surnames_weak")))
GIVEN: Final = frozenset(map(sound, entries("given_names")))
TITLES: Final = Phrases(entries("titles"))
TITLES_OF_MANY: Final = Phrases(entries("titles_of_many"))
PREFIXES: Final = Phrases(entries("title_prefixes"))
ADDRESSES: Final = Phrases(entries("honorifics"))
NOT_NAMES: Final = Phrases((*entries("organs"), *entries("places"), *entries("not_names")), exact=True)
PLACES: Final = Phrases(entries("places"), exact=True)
OF_STATES: Final = Phrases(("thủ tướng", "tổng thống", "quốc vương", "ngoại trưởng", "tổng bí thư", "chủ tịch nước"))
BREAKS: Final = Phrases(entries("title_breaks"), exact=True)
BEFORE_NO_NAME: Final = Phrases(entries("before_no_name"))
OPENERS: Final = frozenset((*TITLES.by_first, *PREFIXES.by_first, *ADDRESSES.by_first))
ORGAN_SYLLABLES: Final = frozenset(
    syllable for organ in entries("organs") for syllable in words_of(organ).sounds if syllable[0].isalpha()
) - frozenset(map(sound, "và về ở của người ngoài các".split()))
SMALL_TAILS: Final = Phrases(("nước", "chính phủ", "thường trực", "quốc gia", "nhà nước"))  # "chủ tịch nước"
SMALL_ORGANS: Final = Phrases(("bộ", "ban", "sở", "hội đồng", "tỉnh", "thành phố", "huyện", "khóa"))  # "bộ trưởng bộ Công an"
NO_ORGAN: Final = frozenset(map(sound, "sự các những toàn một".split()))  # after "và": the office is at its end
TERRITORIES: Final = frozenset(map(sound, "ủy tỉnh huyện xã phường quận phố dân UBND HĐND TP".split()))
AND, ALSO, AT = sound("và"), sound("kiêm"), sound("tại")
LINKS: Final = frozenset(map(sound, "và của kiêm - – & tại".split()))
DASHES: Final = frozenset("-–—")
ADDRESSED_ALONE: Final = frozenset(map(sound, ("ông", "bà")))  # "Ông nêu rõ"; "đồng chí" alone is nobody's
SEVERAL: Final = frozenset(map(sound, "các những hai ba bốn nhiều mọi mấy cấp hàm chức".split()))
LONGEST_NAME: Final = 5  # syllables
LONGEST_PLAIN_NAME: Final = 4  # of a Vietnamese name
LONGEST_TITLE: Final = 24  # words
MOST_PREFIXES: Final = 3  # words: "nguyên Quyền Phó …"

NAME_WORD: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")  # Trung, Niê, H'Hen, Jong-un; with a capital
AFFILIATION: Final = re.compile(r"\s*\([^()]{1,80}\)\s*\Z")  # "TS Lê Văn Nam (Viện Kinh tế):"
PARTICLES: Final = frozenset("von van der den de da di del la le bin al".split())  # Ursula von der Leyen
SURE_MIDDLES: Final = frozenset(map(sound, ("Thị", "Văn")))  # what follows a surname and one of these is a given name
SYLLABLE: Final = re.compile(  # of a Vietnamese word without its marks
    r"(?:ngh|ng|nh|gi|gh|kh|ph|th|tr|ch|qu|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?"
)


@dataclass(slots=True)
class Naming:
    """A place where someone is named.

    kind: full, a name that can introduce a person; loose, one that only a person introduced elsewhere bears out ("Tô Lâm"
    without a title); short, given names behind a title or a form of address ("ông Trung"); title, an office without a
    name; address, "ông" or "bà" alone. name is None for the last two. syllables are those of the name as they sound.
    first and end are the words from the first title to the last.
    """

    kind: NamingKind
    name: Span | None
    syllables: tuple[str, ...]
    titles: list[Span]
    first: int
    end: int
    address: str = ""
    foreign: bool = False
    alone: bool = True  # a title that can mean one person
    name_first: int = 0
    heads: list[str] = field(default_factory=list)


def is_vietnamese(syllable: str) -> bool:
    """Say whether the syllable could be of a Vietnamese word ("Sen" could, "Obama" could not)."""
    return SYLLABLE.fullmatch(fold(syllable)) is not None


def namings(words: Words, first: int, end: int, known: Known | None = None) -> list[Naming]:
    """Return who is named in the words from first up to end, in reading order. known: names that the text has shown."""
    return list(_Reader(words, first, end, known or {}).read())


def names_a_speaker(line: str) -> bool:
    """Say whether line is nothing but a speaker's title and name, as before a colon: "Bộ trưởng Trần Văn Bảo", "Ông Bảo"."""
    words = words_of(AFFILIATION.sub("", line))
    if not words or not words.is_capital(0):
        return False
    found = namings(words, 0, len(words))
    return len(found) == 1 and found[0].first == 0 and found[0].end == len(words)


def opens_with_a_person(line: str) -> int | None:
    """Return where the first person named in line ends, if line opens with a title or form of address and a full name."""
    words = words_of(line)
    found = namings(words, 0, len(words))
    if found and found[0].first == 0 and found[0].kind == "full" and (found[0].titles or found[0].address):
        return words.ends[found[0].end - 1]
    return None


class _Reader:
    """Reads the words of one line from left to right."""

    def __init__(self, words: Words, first: int, end: int, known: Known) -> None:
        self.words, self.first, self.stop, self.known = words, first, end, known

    def read(self) -> Iterator[Naming]:
        at = self.first
        shared: list[tuple[int, int]] = []  # the title that a list of people shares: "các Phó Thủ tướng A, B và C"
        words = self.words
        while at < self.stop:
            if not (words.sounds[at] in OPENERS or words.is_capital(at)):
                shared = shared if shared and self._goes_on_listing(at) else []
                at += 1
                continue
            titles, address, after = self._titles(at)
            if after > at:
                name_end, kind = self._name(after, bool(titles), address)
                several = at > self.first and self.words.sounds[at - 1] in SEVERAL
                if kind is None and several and titles and self._is(after, ":"):
                    name_end, kind = self._name(after + 1, True, address)
                    after += kind is not None
                if kind is None:
                    yield from self._nameless(at, titles, address, after, several)
                    at = after
                    continue
                shared = titles if several else []
            else:
                name_end, kind = self._bare(at, bool(shared))
                if kind is None:
                    shared = shared if self._goes_on_listing(at) else []
                    at += max(1, NOT_NAMES.length_at(self.words, at))
                    continue
                titles = shared
            behind, last = self._titles_behind(name_end)
            yield self._naming(kind, (at, after if after > at else at, name_end, last), [*titles, *behind], address)
            at = last

    # -- titles before a name ----------------------------------------------------------------------------------------

    def _titles(self, at: int) -> tuple[list[tuple[int, int]], str, int]:
        """Return the offices that stand from here on apart by commas, the form of address among them, and their end."""
        titles: list[tuple[int, int]] = []
        address = ""
        end = at
        while at < self.stop:
            length = ADDRESSES.length_at(self.words, at)
            head = self._head(at)
            if head:
                end = self._closed(at + head)
                titles.append((at, end))
            elif length and self._is_address(at, length):
                address = address or self.words.sounds[at]
                end = at + length + self._is(at + length, ".")
            else:
                break
            at = end + (self._is(end, ",") or (self._is(end, "-", "–") and bool(titles)))
        return titles, address, end

    def _is_address(self, at: int, length: int) -> bool:
        """"Bà" is not the hill Bà Đen, "ông" not the verb's: a longer phrase that is no name takes the word."""
        return NOT_NAMES.length_at(self.words, at) <= length

    def _head(self, at: int) -> int:
        """Return the length of a title's head here with what stands before it ("nguyên Phó Thủ tướng"), or 0."""
        if at >= self.stop or NOT_NAMES.length_at(self.words, at) > TITLES.length_at(self.words, at) > 0:
            return 0
        prefix = 0
        while prefix < MOST_PREFIXES and at + prefix < self.stop and (length := PREFIXES.length_at(self.words, at + prefix)):
            prefix += length
        longest = TITLES.length_at(self.words, at)
        if at + prefix < self.stop and prefix and (length := TITLES.length_at(self.words, at + prefix)):
            longest = max(longest, prefix + length)
        return longest

    def _closed(self, at: int) -> int:
        """Return where a title ends whose head ends here, by what surely belongs to offices: organs, places, capitals."""
        words = self.words
        start = at
        split = False  # the word before is a capital of an organ that no list knows: "Ngoại" of "Ngoại giao"
        while at < self.stop and at - start < LONGEST_TITLE:
            length = NOT_NAMES.length_at(words, at)
            if length and not self._surname_run(at, length):
                at, split = at + length, False
            elif self._head(at):
                if not (at > start and words.sounds[at - 1] == ALSO):
                    break
                at += self._head(at)
            elif words.is_capital(at):
                if self._full_name(at, True, direct=at == start or not split):
                    break
                at, split = at + 1, True
            elif split and words.sounds[at] in ORGAN_SYLLABLES:
                at, split = at + 1, False
            elif small := SMALL_TAILS.length_at(words, at) or self._small_organ(at):
                at, split = at + small, False
            elif words.sounds[at] in LINKS and self._links(at):
                at, split = at + 1, False
            else:
                break
        while at > start and words.sounds[at - 1] in LINKS:
            at -= 1
        return self._up_to_a_name(start, at)

    def _up_to_a_name(self, start: int, at: int) -> int:
        """Return the start of a full name that follows after a few more words of the office, else at."""
        words = self.words
        if at >= self.stop or self._full_name(at, True):
            return at
        for ahead in range(at, min(self.stop, at + LONGEST_TITLE // 2)):
            if ahead > start and self._full_name(ahead, False) >= 3 and words.sounds[ahead - 1] not in LINKS:
                return ahead
            if not words.printed[ahead][0].isalpha() or BREAKS.length_at(words, ahead) or words.sounds[ahead] in LINKS:
                break
            if self._head(ahead) or ADDRESSES.length_at(words, ahead):
                break
        return at

    def _small_organ(self, at: int) -> int:
        """Return the length of a small word for an organ whose own name follows ("bộ Công an", not "ban hành"), or 0."""
        length = SMALL_ORGANS.length_at(self.words, at)
        after = at + length
        if not length or after >= self.stop or self._full_name(after, True):
            return 0
        return length if self.words.is_capital(after) or NOT_NAMES.length_at(self.words, after) else 0

    def _links(self, at: int) -> bool:
        """Say whether "và", "của", "kiêm" or a dash here goes on with the office: an organ or a capital follows."""
        after = at + 1
        if after >= self.stop:
            return False
        if self.words.sounds[at] == ALSO:
            return self._head(after) > 0
        if self._head(after) or self._full_name(after, True):
            return False
        if self.words.sounds[at] == AT:
            return PLACES.length_at(self.words, after) > 0
        return NOT_NAMES.length_at(self.words, after) > 0

    # -- titles behind a name ----------------------------------------------------------------------------------------

    def _titles_behind(self, at: int) -> tuple[list[tuple[int, int]], int]:
        """Return the offices after a name and a comma or dash, unless they are those of the next name, and their end."""
        titles: list[tuple[int, int]] = []
        end = at
        while self._is(end, ",", "-", "–", ";") and (head := self._head(end + 1)):
            begin = end + 1
            closed = self._closed(begin + head)
            if self._full_name(closed, True):
                return [], at
            end = self._open(begin + head)
            titles.append((begin, end))
            if self._is(end, ","):
                comma_end, following, _ = self._titles(end + 1)[2], *self._titles(end + 1)[:2]
                if following and self._full_name(comma_end, True):
                    return (titles[:-1], titles[-1][0] - 1) if len(titles) > 1 else ([], at)
        return titles, end

    def _open(self, at: int) -> int:
        """Return where an office behind a name ends: at a stop, a verb, or the next office."""
        words = self.words
        start = at
        while at < self.stop and at - start < LONGEST_TITLE:
            length = NOT_NAMES.length_at(words, at)
            if length:
                at += length
            elif self._is(at, ",", ";"):
                organ = self._organ_goes_on(at + 1)
                if not organ:
                    break
                at = organ
            elif self._is(at, "(") and self._is(at + 1 + NOT_NAMES.length_at(words, at + 1), ")"):
                at += NOT_NAMES.length_at(words, at + 1) + 2
            elif words.sounds[at] in DASHES or words.printed[at] == "&":
                at += 1
            elif not words.printed[at][0].isalnum():
                break
            elif BREAKS.length_at(words, at) and not (words.sounds[at] == AT and self._links(at)):
                break
            elif self._head(at) and words.sounds[at - 1] != ALSO:
                break
            elif words.sounds[at] == AND and at + 1 < self.stop and words.sounds[at + 1] in NO_ORGAN:
                break
            else:
                at += 1
        while at > start and words.sounds[at - 1] in LINKS | {","}:
            at -= 1
        return at

    def _organ_goes_on(self, at: int) -> int:
        """Return the end of the part of an organ's name after a comma: "Mạng lưới …, cao đẳng Việt Nam"; 0 if none.

        The part is short, holds a capital, and comes to its end at a stop or a verb.
        """
        words = self.words
        begin = at
        if at >= self.stop or self._head(at) or ADDRESSES.length_at(words, at) or BREAKS.length_at(words, at):
            return 0
        if self._full_name(at, False):
            return 0
        capital = False
        while at < self.stop and words.printed[at][0].isalnum() and not BREAKS.length_at(words, at):
            capital = capital or words.is_capital(at)
            at += 1
        return at if capital and at - begin <= LONGEST_TITLE // 2 else 0

    # -- names ---------------------------------------------------------------------------------------------------------

    def _surname_run(self, at: int, length: int) -> bool:
        """Say whether a phrase that is no name by itself is the beginning of one here: "Hà Nam" in "Hà Nam Khánh"."""
        return length == 1 and self._vietnamese(at) >= 2 and self.words.sounds[at] in STRONG

    def _vietnamese(self, at: int) -> int:
        """Return the length of the run of capitals from here that can be a Vietnamese name, at most four."""
        words = self.words
        end = at
        while end < self.stop and end - at < LONGEST_NAME and self._is_name_word(end):
            if end > at and (self._head(end) or NOT_NAMES.length_at(words, end) >= 3):
                break
            end += 1
        return min(end - at, LONGEST_NAME if words.sounds[at] in WEAK else LONGEST_PLAIN_NAME)

    def _is_name_word(self, at: int) -> bool:
        return self.words.is_capital(at) and NAME_WORD.fullmatch(self.words.printed[at]) is not None

    def _full_name(self, at: int, titled: bool, *, direct: bool = True) -> int:
        """Return the length of a name with its surname that begins here, or 0. titled: an office stands before it."""
        words = self.words
        if at >= self.stop or not words.is_capital(at):
            return 0
        if known := self._known(at):
            return known
        run = self._vietnamese(at)
        if run >= 2 and not (at + run < self.stop and words.sounds[at + run] in ORGAN_SYLLABLES and run == 2 and self._is_organ(at)):
            if words.sounds[at] in STRONG:
                return run
            weak = titled and direct and words.sounds[at] in WEAK and not self._after_a_territory(at)
            if weak and (self._addressed(at) or all(s in GIVEN for s in words.sounds[at + 1 : at + run])):
                return run
        if titled and direct and NOT_NAMES.length_at(words, at) == 0:
            return self._foreign(at) or (run if 2 <= run <= 3 and self._after_a_state(at) else 0)
        return 0

    def _addressed(self, at: int) -> bool:
        """Say whether "ông", "bà", "đồng chí" or a degree stands right before."""
        return any(at - back >= self.first and ADDRESSES.length_at(self.words, at - back) == back for back in (1, 2))

    def _known(self, at: int) -> int:
        """Return the length of a name here that the text has shown elsewhere, or 0."""
        sounds = self.words.sounds
        for name in self.known.get(sounds[at], ()):
            if at + len(name) <= self.stop and tuple(sounds[at : at + len(name)]) == name:
                return len(name)
        return 0

    def _after_a_territory(self, at: int) -> bool:
        """Say whether the capitals here are the name of a territory: "Bí thư Huyện ủy Yên Bình"."""
        return at > self.first and self.words.sounds[at - 1] in TERRITORIES

    def _after_a_state(self, at: int) -> bool:
        """Say whether a state, or the office of a head of one, stands right before: "Chủ tịch nước Trung Quốc Tập Cận Bình"."""
        if any(at - back >= self.first and OF_STATES.length_at(self.words, at - back) == back for back in (2, 3)):
            return True
        return any(at - back >= self.first and PLACES.length_at(self.words, at - back) == back for back in (1, 2))

    def _is_organ(self, at: int) -> bool:
        """Say whether the capitals here are the beginning of an organ's name in two-syllable words: "Lý luận"."""
        return self.words.sounds[at] in ORGAN_SYLLABLES

    def _foreign(self, at: int) -> int:
        """Return the length of the capitals here if one of them at least is no Vietnamese syllable, or 0."""
        words = self.words
        end = at
        while end < self.stop and end - at < LONGEST_NAME:
            if end > at and (particles := self._particles(end)):
                end += particles
            if not self._is_name_word(end) or words.printed[end].isupper() or self._head(end):
                break
            if NOT_NAMES.length_at(words, end):
                break
            end += 1
        if end == at or all(is_vietnamese(word) for word in words.printed[at:end]):
            return 0
        return end - at

    def _particles(self, at: int) -> int:
        """Return how many small words of a foreign name stand here before its next capital ("von der Leyen"), or 0."""
        end = at
        while end < self.stop and end - at < 2 and self.words.printed[end] in PARTICLES:
            end += 1
        return end - at if end < self.stop and self.words.is_capital(end) else 0

    def _name(self, at: int, titled: bool, address: str) -> tuple[int, NamingKind | None]:
        """Return the end of the name that follows a title or form of address, and its kind (None: there is none)."""
        words = self.words
        if at >= self.stop or not words.is_capital(at):
            return at, None
        if length := self._full_name(at, True):
            return at + length, "full"
        run = self._vietnamese(at)
        lower_next = at + run < self.stop and words.sounds[at + run] in ORGAN_SYLLABLES and not address
        if NOT_NAMES.length_at(words, at) >= 2 or lower_next or run == 0:
            return at, None
        if run == 1 and (NOT_NAMES.length_at(words, at) == 0 or address):
            return at + 1, "short"
        return (at + run, "loose") if 2 <= run <= LONGEST_PLAIN_NAME else (at, None)

    def _bare(self, at: int, listed: bool) -> tuple[int, NamingKind | None]:
        """Return the end and the kind of a name that no title stands before."""
        words = self.words
        if not words.is_capital(at) or NOT_NAMES.length_at(words, at) >= 2:
            return at, None
        if known := self._known(at):
            return at + known, "full"
        if words.sounds[at] not in STRONG:
            return at, None
        run = self._vietnamese(at)
        if run < 2 or self._names_a_thing(at):
            return at, None
        unknown = sum(syllable not in GIVEN for syllable in words.sounds[at + 1 : at + run])
        if (run >= 3 and (unknown <= run - 3 or words.sounds[at + 1] in SURE_MIDDLES)) or listed:
            return at + run, "full"
        return at + run, "loose"

    def _names_a_thing(self, at: int) -> bool:
        """Say whether the word before makes the capitals here a street, a school, an award: "đường Lê Duẩn"."""
        words = self.words
        if at == self.first:
            return False
        if words.is_capital(at - 1) and at - 1 > self.first and words.printed[at - 2] not in ".!?:":
            return True
        return any(
            at - back >= self.first and BEFORE_NO_NAME.length_at(words, at - back) == back for back in (1, 2, 3)
        )

    # -- what is found -------------------------------------------------------------------------------------------------

    def _nameless(
        self, at: int, titles: list[tuple[int, int]], address: str, after: int, several: bool
    ) -> Iterator[Naming]:
        if titles:
            several = several or (after < self.stop and self.words.sounds[after] in SEVERAL)
            alone = not several and not all(TITLES_OF_MANY.length_at(self.words, begin) for begin, _ in titles)
            yield self._naming("title", (titles[0][0], after, after, after), titles, address, alone=alone)
        elif address in ADDRESSED_ALONE and not several:
            yield self._naming("address", (at, after, after, after), [], address)

    def _naming(
        self,
        kind: NamingKind,
        at: tuple[int, int, int, int],
        titles: list[tuple[int, int]],
        address: str,
        *,
        alone: bool = True,
    ) -> Naming:
        words = self.words
        first, name_first, name_end, end = at
        syllables = tuple(words.sounds[name_first:name_end])
        return Naming(
            kind=kind,
            name=words.span(name_first, name_end) if name_end > name_first else None,
            syllables=syllables,
            titles=[words.span(begin, stop) for begin, stop in titles],
            first=first,
            end=end,
            address=address,
            foreign=not all(is_vietnamese(word) for word in words.printed[name_first:name_end]),
            alone=alone,
            name_first=name_first,
            heads=[self._head_of(begin) for begin, _ in titles],
        )

    def _head_of(self, begin: int) -> str:
        return " ".join(self.words.sounds[begin : begin + self._head(begin)])

    def _goes_on_listing(self, at: int) -> bool:
        return self.words.printed[at] == "," or self.words.sounds[at] == AND

    def _is(self, at: int, *signs: str) -> bool:
        return at < self.stop and self.words.printed[at] in signs
