"""Who is one person: names, short names and titles of one text brought together, never by guess."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import islice
from typing import Final

from articles.extraction.lexicon import ADDRESSES_ALONE
from articles.extraction.naming import Naming
from articles.extraction.patterns import pattern
from articles.extraction.phrases import Phrases, sound, word_list, word_pairs, words_of

Calling = tuple[str, tuple[str, ...], bool, str, bool, tuple[str, ...]]  # all that says of a naming who is meant

STATES: Final = Phrases(word_list("places"), exact=True)
ACTING: Final = sound("quyền")
HEAD_OF_MINISTRY: Final = (sound("trưởng"), sound("bộ"))
GOVERNMENT: Final = (sound("chính"), sound("phủ"))
MOST_COMPARED: Final = 20  # names that are held against one, so that a text of many names costs no more than another
MOST_MEANT: Final = 20  # persons that one naming is said to leave open; where more are left, the first stand for all
ALIKE: Final = 0.85  # of the letters of two spellings of a foreign name
OFFICES_AT_HOME: Final = frozenset(  # without a state behind them they mean those of Vietnam
    " ".join(words_of(title).sounds)
    for title in (
        "Tổng Bí thư",
        "Chủ tịch nước",
        "Thủ tướng",
        "Phó Thủ tướng",
        "Chủ tịch Quốc hội",
        "Bộ trưởng",
        "Thứ trưởng",
    )
)
OFFICES_OF_SEVERAL: Final = frozenset(" ".join(words_of(title).sounds) for title in ("Bộ trưởng", "Thứ trưởng"))
TO_FOREIGNERS: Final = sound("ngài")
MIDDLES: Final = {sound("Thị"): sound("bà"), sound("Văn"): sound("ông")}  # middle names that one sex has
FEWEST_TO_CUT: Final = 2  # a name printed so often bears out that a longer one ran on: "Lê Bảo Huân" of "Huân chương"
LATE: Final = sound("cố")
NEAR: Final = 12  # code points before a name in which its form of address stands
NOBODY: Final = frozenset(map(sound, ("Trời", "Táo", "Bụt", "Tơ", "Địa", "Thánh", "Phật", "Chúa", "Trăng", "Hoàng")))
WHO_IT_IS: Final = pattern(
    r"""
    ,\s{1,2}(?:(?:người|quê|dân\ tộc|năm\ nay|sinh\ năm|\d{2}\ tuổi|kiều\ bào|Việt\ kiều|nông\ dân|công\ nhân|ngư\ dân
      |giáo\ viên|cựu\ chiến\ binh|thương\ binh|bác\ sĩ|kỹ\ sư|nghệ\ nhân|già\ làng|trưởng\ (?:bản|thôn|họ|xóm|ấp)
      |bí\ thư\ chi\ bộ|chủ\ (?:quán|tiệm|cửa\ hàng|nhà\ hàng|tàu|hộ|cơ\ sở|trang\ trại|doanh\ nghiệp)
      |tiểu\ thương|cư\ dân|một\ (?:người|nông\ dân|công\ nhân|kiều\ bào|phụ\ huynh|hộ)|vợ|chồng|mẹ|bố|con)(?!\w))
    """,
    re.VERBOSE,
    used="match",
    finds=("‹, người› Tày", "‹, nông dân› xã Tân Lập", "‹, 62 tuổi›", "‹, chủ quán› phở ở Berlin", "‹, một kiều bào›"),
    leaves=(" cho biết", ", cho biết", ", chủ trì", ", người_", ", một lần nữa"),
    attack=", một ",
)
YOUNG: Final = pattern(  # behind a name: nobody calls them "ông" or "bà"
    r",?\s{1,2}\(?(?:1?\d\ tuổi|(?:em\ |cháu\ )?học\ sinh(?!\ (?:cũ|của)(?!\w)))(?!\w)",
    used="match",
    finds=("‹, 12 tuổi›, nói", "‹ (9 tuổi›)", "‹, học sinh› lớp 7"),
    leaves=(", 62 tuổi", ", học viên", " tuổi 12", ", học sinh cũ", ", 112 tuổi"),
    attack=", em ",
)
OPENS_WITH_ADDRESS: Final = pattern(
    r"(?:\A|[.!?…:;,“”\"\n–-]\s{0,3})(?:Ông|Bà)\Z",
    finds=("‹Ông›", "xong‹. Bà›", "nói‹: Ông›", "‹- Bà›"),
    leaves=("cầu Ông", "chợ Bà", "thưa ông", "Ông Lành"),
    attack=". Ông",
)
OF_A_CHILD: Final = pattern(
    r"\s?[,(]\s{0,2}(?:[1-9]|1[0-7])\ tuổi(?!\w)",
    re.VERBOSE,
    used="match",
    finds=("‹, 12 tuổi›, nói", "‹ (9 tuổi›)", "‹, 17 tuổi›"),
    leaves=(", 18 tuổi", ", 62 tuổi", " 12 tuổi", ", 12 tuổi_", ", 0 tuổi", ", 117 tuổi"),
    attack=", 1",
)
CHILD: Final = sound("cháu")
OF_THE_PAST: Final = frozenset(tuple(words_of(name).sounds) for name in word_list("of_the_past"))
BYNAMES: Final = {
    tuple(words_of(byname).sounds): tuple(words_of(name).sounds) for byname, name in word_pairs("bynames")
}


@dataclass(slots=True, eq=False)
class Person:
    """One person of a text. titles: as they sound, each as first printed. in_text: named elsewhere than in captions.

    introduced_by is the naming that introduces the person: the first full name, in the running text if it stands there.
    """

    syllables: tuple[str, ...]
    introduced_by: Naming
    spellings: Counter[str] = field(default_factory=Counter)
    titles: dict[str, str] = field(default_factory=dict)
    in_text: bool = False
    foreign_office: bool = False
    addressed: set[str] = field(default_factory=set)  # as "ông" or "bà", or by a middle name that only they have
    name: str = ""  # set when all namings are taken in
    young: bool = False  # a child, whom nobody calls "ông" or "bà"
    of_the_past: bool = False  # quoted as an authority only, and does not speak in the events that are told

    def spelling(self) -> str:
        """Return the spelling printed most often, the first of them; one all in capitals if there is no other."""
        return max(self.spellings, key=lambda spelling: (not spelling.isupper(), self.spellings[spelling]))


class People:
    """The persons of a text, in the order of their first naming.

    Who is meant is looked up once for each way of calling, so that a text of many people costs no more than another.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.persons: list[Person] = []
        self._by_name: dict[tuple[str, ...], Person] = {}
        self._by_part: dict[str, list[Person]] = defaultdict(list)  # a foreign name by each of its syllables
        self._by_ending: dict[tuple[str, ...], list[Person]] = defaultdict(list)  # by the last syllables, less than all
        self._by_surname: dict[tuple[str, ...], list[Person]] = defaultdict(list)  # "ông Vương" is Vương Nghị of China
        self._by_initials: dict[str, list[Person]] = defaultdict(list)
        self._by_office: dict[tuple[str, ...], dict[Person, Naming]] = defaultdict(dict)  # by first words of offices
        self._called: dict[tuple[tuple[str, ...], bool, str], dict[Person, None]] = {}
        self._meant: dict[Calling, tuple[Person, ...]] = {}
        self._only_one: dict[str, tuple[Person, ...]] = {}

    def introduce(self, namings: Iterable[tuple[Naming, bool]]) -> None:
        """Take in every full name; the flag says whether it stands in a caption. Then the titles beside all names."""
        all_namings = list(namings)
        full = [(naming, caption) for naming, caption in all_namings if naming.kind == "full"]
        counts = Counter(naming.syllables for naming, _ in full)
        longer = _longer_names(naming for naming, _ in full)
        children: list[Person] = []
        for naming, caption in full:
            syllables = longer.get(naming.syllables) or self._cut(naming, counts)
            person = self._by_name.get(syllables) or self._alike(naming, syllables) or self._new(naming, syllables)
            self._by_name[syllables] = person
            if not caption and not person.in_text:
                person.in_text, person.introduced_by = True, naming
            person.addressed |= {naming.address, *shown_by(syllables)} & ADDRESSES_ALONE
            if self._is_of_a_child(naming):
                children.append(person)
            person.young = person.young or _is_young(naming, self.text)
            if naming.name is not None and len(syllables) == len(naming.syllables):
                person.spellings[" ".join(naming.name.of(self.text).split())] += 1
            self.add_titles(person, naming)
        parts = {syllable for person in self.persons for syllable in person.syllables}
        for naming, caption in all_namings:
            if not caption and naming.kind == "short" and self._is_all_of_a_name(naming, parts):
                self._introduce_by_one_syllable(naming)
        called = {
            (naming.syllables, naming.foreign, naming.address): naming
            for naming, _ in all_namings
            if naming.kind in ("loose", "short") and naming.address in ADDRESSES_ALONE
        }
        for naming in called.values():
            named = self._named(naming)
            if len(named) == 1 and not named[0].addressed:
                named[0].addressed.add(naming.address)
        for child in children:
            child.addressed = {CHILD}
        for person in self.persons:
            person.name = person.spelling()
        for address in ADDRESSES_ALONE:
            found = [
                person
                for person in self.persons
                if person.in_text and person.addressed == {address} and not person.young
            ]
            self._only_one[address] = tuple(found) if len(found) == 1 else ()

    def add_titles(self, person: Person, naming: Naming) -> None:
        for title in naming.titles:
            printed = title.of(self.text)
            sounds = _sounds(printed)
            if person.titles.setdefault(sounds, printed) == printed:
                for first_words in _first_words(printed):
                    self._by_office[first_words].setdefault(person, naming)
            person.of_the_past = person.of_the_past or sounds.split(" ")[0] == LATE
        person.foreign_office = person.foreign_office or any(
            _names_a_state(title.of(self.text)) for title in naming.titles
        )

    def _new(self, naming: Naming, syllables: tuple[str, ...]) -> Person:
        person = Person(syllables, naming, of_the_past=syllables in OF_THE_PAST)
        self.persons.append(person)
        for at in range(1, len(syllables)):
            self._by_ending[syllables[at:]].append(person)
        self._by_surname[syllables[:1]].append(person)
        if naming.foreign:
            self._by_initials[_initials(syllables)].append(person)
            for syllable in set(syllables):
                self._by_part[syllable].append(person)
        return person

    def _is_all_of_a_name(self, naming: Naming, parts: set[str]) -> bool:
        """Say whether a text knows a person by one syllable only: "Ông Lành, Chủ tịch Hội …", "bà Sín, người Tày".

        What follows must say who it is, else the full name is missing: "Ông Hùng cho biết" is left to a curator.
        "Ông" and "Bà" with a capital within a sentence belong to a place: "cầu Ông Lãnh", "chợ Bà Chiểu".
        """
        if naming.name is None or naming.address not in ADDRESSES_ALONE or len(naming.syllables) != 1:
            return False
        if len(naming.name) == 1 or naming.syllables[0] in parts or naming.syllables[0] in NOBODY:
            return False
        if not any(title.start > naming.name.start for title in naming.titles) and not WHO_IT_IS.match(
            self.text, naming.name.end
        ):
            return False
        before = self.text[max(0, naming.name.start - NEAR) : naming.name.start].rstrip()
        return before.endswith(("ông", "bà")) or OPENS_WITH_ADDRESS.search(before) is not None

    def _is_of_a_child(self, naming: Naming) -> bool:
        """Say whether a child is named here, whom nobody calls "ông" or "bà"."""
        return naming.name is not None and OF_A_CHILD.match(self.text, naming.name.end) is not None

    def _introduce_by_one_syllable(self, naming: Naming) -> None:
        person = self._by_name.get(naming.syllables)
        if person is None:
            person = self._by_name[naming.syllables] = self._new(naming, naming.syllables)
            person.in_text = True
        person.addressed |= {naming.address} & ADDRESSES_ALONE
        person.spellings[naming.name.of(self.text) if naming.name else ""] += 1
        self.add_titles(person, naming)

    def _cut(self, naming: Naming, counts: Counter[tuple[str, ...]]) -> tuple[str, ...]:
        """Return the name without a last syllable that begins the next word, where the text shows the shorter name."""
        shorter = naming.syllables[:-1]
        if len(shorter) >= 2 and counts[shorter] >= FEWEST_TO_CUT and counts[naming.syllables] < counts[shorter]:
            return shorter
        return naming.syllables

    def _alike(self, naming: Naming, syllables: tuple[str, ...]) -> Person | None:
        """Return the one person whose foreign name is spelt nearly so ("Sisulith", "Sisoulith"), or None."""
        if not naming.foreign:
            return None
        near = self._by_initials[_initials(syllables)][:MOST_COMPARED]
        found = list(islice((person for person in near if _are_alike(person.syllables, syllables)), 2))
        return found[0] if len(found) == 1 else None

    def meant(self, naming: Naming) -> tuple[Person, ...]:
        """Return the persons whom naming can mean by its words alone: one where it is clear, none where nobody fits.

        Where very many are left, the first of them stand for all.
        """
        titles = tuple(_sounds(title.of(self.text)) for title in naming.titles)
        calling = (naming.kind, naming.syllables, naming.foreign, naming.address, naming.alone, titles)
        if calling not in self._meant:
            self._meant[calling] = tuple(islice(self._meant_by(naming, titles), MOST_MEANT))
        return self._meant[calling]

    def _meant_by(self, naming: Naming, titles: Sequence[str]) -> Iterable[Person]:
        if naming.kind == "full":
            return self._named(naming)
        if naming.kind in ("loose", "short"):
            named = self._named(naming)
            called = (naming.syllables, naming.foreign, naming.address)
            if called not in self._called:
                self._called[called] = dict.fromkeys(addressed_so(named, naming.address))
            return self._in_office(self._called[called], titles)
        if naming.kind == "title" and naming.alone:
            return addressed_so(self._holding(titles, naming.address), naming.address)
        return ()

    def only_one_addressed(self, address: str) -> tuple[Person, ...]:
        """Return the one whom the text addresses as "ông" (or "bà"), or nobody where several are, or none."""
        return self._only_one.get(address, ())

    def named_alike(self, naming: Naming, near: Iterable[Person]) -> tuple[Person, ...]:
        """Return those of near, officers of other states, who hold the office that stands bare here."""
        titles = [_sounds(title.of(self.text)) for title in naming.titles]
        if naming.kind != "title" or not any(title in OFFICES_AT_HOME for title in titles):
            return ()
        return tuple(
            person for person in near if all(person in self._by_office.get(_office(title), {}) for title in titles)
        )

    def _in_office(self, persons: Collection[Person], titles: Sequence[str]) -> Iterable[Person]:
        """Return those of persons beside whose names stand these titles; all of them where there is none."""
        if len(persons) == 1 or not titles:
            return persons
        offices = [self._by_office.get(_office(title), {}) for title in titles]
        fewest = min((persons, *offices), key=len)
        found = [person for person in fewest if person in persons and all(person in holders for holders in offices)]
        return found or persons

    def introduction(self, person: Person, naming: Naming) -> Naming:
        """Return the naming by which the text says that naming means person.

        For a title alone that is the first one with the title beside the name, else the one that introduces the person.
        """
        if naming.kind == "title":
            beside = (self._by_office.get(_office(_sounds(title.of(self.text))), {}) for title in naming.titles)
            return next((holders[person] for holders in beside if person in holders), person.introduced_by)
        return person.introduced_by

    def _named(self, naming: Naming) -> Sequence[Person]:
        syllables = BYNAMES.get((naming.address, *naming.syllables), BYNAMES.get(naming.syllables, naming.syllables))
        exact = self._by_name.get(syllables)
        if exact is not None:
            return (exact,)
        if naming.foreign:
            near = min((self._by_part.get(syllable, ()) for syllable in syllables), key=len)
            found: Sequence[Person] = [person for person in near if _is_part(syllables, person.syllables, foreign=True)]
        else:
            found = self._by_ending.get(syllables, ())
        return found or [person for person in self._by_surname.get(syllables, ()) if person.foreign_office]

    def _holding(self, titles: Sequence[str], address: str) -> tuple[Person, ...]:
        """Return who holds all these offices.

        Those named in the text go before those of captions, and officers of the state before foreign ones. An office of
        this state that is printed bare ("Thủ tướng") means the one who holds it at home, named or not; as "ngài", the
        one of the other state; "Bộ trưởng" may mean either.
        """
        first, *others = (self._by_office.get(_office(title), {}) for title in titles)
        holders = [person for person in first if all(person in other for other in others)]
        if any(title in OFFICES_AT_HOME for title in titles):
            holders = [person for person in holders if person.in_text]
            at_home = tuple(person for person in holders if not person.foreign_office)
            if address == TO_FOREIGNERS:
                return tuple(person for person in holders if person.foreign_office)
            return tuple(holders) if at_home and any(title in OFFICES_OF_SEVERAL for title in titles) else at_home
        holders = [person for person in holders if person.in_text] or holders
        return tuple([person for person in holders if not person.foreign_office] or holders)


def shown_by(syllables: tuple[str, ...]) -> list[str]:
    """Return the form of address that a middle name shows ("Thị", "Văn"), if any."""
    return [MIDDLES[middle] for middle in syllables[1:2] if middle in MIDDLES]


def _is_young(naming: Naming, text: str) -> bool:
    return naming.name is not None and YOUNG.match(text, naming.name.end) is not None


def addressed_so(persons: Sequence[Person], address: str) -> tuple[Person, ...]:
    """Return those of persons whom the text shows to be neither children nor of the other sex than "ông" or "bà"."""
    if address not in ADDRESSES_ALONE:
        return tuple(persons)
    grown = (person for person in persons if not person.young)
    return tuple(person for person in grown if len(person.addressed) != 1 or address in person.addressed)


def _is_part(part: tuple[str, ...], name: tuple[str, ...], foreign: bool) -> bool:
    """Say whether part is the given names of a name, or any words of a foreign one."""
    if len(part) >= len(name):
        return False
    return name[-len(part) :] == part or (foreign and set(part) <= set(name))


def _longer_names(namings: Iterable[Naming]) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Return for each name the one longer name that it is a part of: "Trump" of "Donald Trump"."""
    names = {naming.syllables: naming.foreign for naming in namings}
    holding: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for name in sorted(names):
        for syllable in set(name):
            holding[syllable].append(name)
    longer: dict[tuple[str, ...], tuple[str, ...]] = {}
    for name, foreign in names.items():
        found = [other for other in holding[name[-1]][:MOST_COMPARED] if _is_part(name, other, foreign)]
        if len(found) == 1:
            longer[name] = found[0]
    return longer


def _initials(syllables: tuple[str, ...]) -> str:
    return " ".join(syllable[0] for syllable in syllables)


def _office(title: str) -> tuple[str, ...]:
    """Return the words by which an office that stands alone is looked up; title as it sounds.

    "Bộ trưởng Bộ Ngoại giao" and "Bộ trưởng Ngoại giao" are one, "Thủ tướng Chính phủ" is the Thủ tướng.
    """
    words = title.split(" ")
    words = [word for before, word in zip(["", *words], words, strict=False) if (before, word) != HEAD_OF_MINISTRY]
    if tuple(words[-2:]) == GOVERNMENT:
        del words[-2:]
    return tuple(words)


def _first_words(printed: str) -> Iterator[tuple[str, ...]]:
    """Yield what an office beside a name can be called when it stands alone: its first words, to all of them.

    "Quyền Bộ trưởng Ngoại giao" is also called "Bộ trưởng"; "nguyên Bộ trưởng" is not.
    """
    words = _office(_sounds(printed))
    for office in (words, words[1:]) if words[0] == ACTING else (words,):
        yield from (office[:length] for length in range(1, len(office) + 1))


@lru_cache(maxsize=4096)
def _sounds(printed: str) -> str:
    return " ".join(words_of(printed).sounds)


@lru_cache(maxsize=4096)
def _names_a_state(printed: str) -> bool:
    words = words_of(printed)
    return any(
        STATES.length_at(words, at) and words.printed[at : at + 2] != ["Việt", "Nam"] for at in range(len(words))
    )


def _are_alike(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    matcher = SequenceMatcher(None, " ".join(one), " ".join(other), autojunk=False)
    return matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE
