"""Who is one person: names, short names and titles of one text brought together, never by guess."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Final

from articles.extraction.naming import Naming
from articles.extraction.words import Phrases, entries, sound, words_of

STATES: Final = Phrases(entries("places"), exact=True)
FORMER: Final = frozenset(map(sound, ("nguyên", "cố", "cựu")))
ACTING: Final = sound("quyền")
SMALL: Final = frozenset(map(sound, ("bộ",)))  # "Bộ trưởng Bộ Ngoại giao" and "Bộ trưởng Ngoại giao" are one
IMPLIED: Final = (sound("chính") + " " + sound("phủ"),)  # "Thủ tướng Chính phủ" is the Thủ tướng
ALIKE: Final = 0.85  # of the letters of two spellings of a foreign name
FEWEST_TO_CUT: Final = 2  # a name printed so often bears out that a longer one ran on: "Trần Bảo Huân" of "Huân chương"


def _bynames() -> dict[tuple[str, ...], tuple[str, ...]]:
    """Return the bynames of data/bynames.txt as they sound, each with the full name."""
    from articles.extraction.words import DATA

    lines = (DATA / "bynames.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {tuple(words_of(byname).sounds): tuple(words_of(name).sounds) for byname, name in pairs}


BYNAMES: Final = _bynames()


@dataclass(slots=True, eq=False)
class Person:
    """One person of a text. titles: as they sound, each as first printed. in_text: named elsewhere than in captions."""

    syllables: tuple[str, ...]
    spellings: Counter[str] = field(default_factory=Counter)
    titles: dict[str, str] = field(default_factory=dict)
    in_text: bool = False
    foreign_office: bool = False

    @property
    def name(self) -> str:
        """The spelling printed most often, the first of them; capitals throughout only if there is no other."""
        return max(self.spellings, key=lambda spelling: (not spelling.isupper(), self.spellings[spelling]))

    def holds(self, title: str) -> bool:
        """Say whether an office that stands alone ("Bộ trưởng") can be one printed beside this person's name."""
        return any(_is_short_for(title, held) for held in self.titles)


def _is_short_for(title: str, held: str) -> bool:
    """Both as they sound. "bộ trưởng" is short for "quyền bộ trưởng ngoại giao", not for "nguyên bộ trưởng"."""
    title_words, held_words = _plain(title), _plain(held)
    if held_words[:1] and held_words[0] == ACTING and title_words[0] != ACTING:
        held_words = held_words[1:]
    if held_words[: len(title_words)] == title_words:
        return True
    return title_words[: len(held_words)] == held_words and " ".join(title_words[len(held_words) :]) in IMPLIED


def _plain(title: str) -> list[str]:
    head, *rest = words = title.split(" ")
    if len(words) > 2 and rest[1] in SMALL:
        return [head, rest[0], *rest[2:]]
    return words


class People:
    """The persons of a text, in the order of their first naming."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.persons: list[Person] = []
        self._by_name: dict[tuple[str, ...], Person] = {}

    def introduce(self, namings: Iterable[tuple[Naming, bool]]) -> None:
        """Take in every full name; the flag says whether it stands in a caption. Then the titles beside all names."""
        full = [(naming, caption) for naming, caption in namings if naming.kind == "full"]
        counts = Counter(naming.syllables for naming, _ in full)
        for naming, caption in full:
            syllables = self._cut(naming, counts)
            person = self._by_name.get(syllables) or self._alike(naming, syllables) or self._new(syllables)
            self._by_name[syllables] = person
            person.in_text = person.in_text or not caption
            if naming.name is not None and len(syllables) == len(naming.syllables):
                person.spellings[naming.name.of(self.text)] += 1
            self.add_titles(person, naming)

    def add_titles(self, person: Person, naming: Naming) -> None:
        for title in naming.titles:
            printed = title.of(self.text)
            person.titles.setdefault(_sounds(printed), printed)
        person.foreign_office = person.foreign_office or any(_names_a_state(title.of(self.text)) for title in naming.titles)

    def _new(self, syllables: tuple[str, ...]) -> Person:
        person = Person(syllables)
        self.persons.append(person)
        return person

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
        found = [
            person
            for person in self.persons
            if len(person.syllables) == len(syllables) and _alike(person.syllables, syllables)
        ]
        return found[0] if len(found) == 1 else None

    def meant(self, naming: Naming) -> tuple[Person, ...]:
        """Return the persons whom naming can mean by its words alone: one where it is clear, none where nobody fits."""
        if naming.kind in ("full", "loose", "short"):
            return self._named(naming.syllables, naming)
        if naming.kind == "title" and naming.alone:
            return self._holding([_sounds(title.of(self.text)) for title in naming.titles])
        return ()

    def _named(self, syllables: tuple[str, ...], naming: Naming) -> tuple[Person, ...]:
        syllables = BYNAMES.get((naming.address, *syllables), BYNAMES.get(syllables, syllables))
        exact = self._by_name.get(syllables)
        if exact is not None:
            return (exact,)
        return tuple(
            person
            for person in self.persons
            if len(syllables) < len(person.syllables)
            and (person.syllables[-len(syllables) :] == syllables or (naming.foreign and set(syllables) <= set(person.syllables)))
        )

    def _holding(self, titles: Sequence[str]) -> tuple[Person, ...]:
        """Return who holds all these offices: those named in the text before those of captions, own before foreign ones."""
        holders = [person for person in self.persons if all(person.holds(title) for title in titles)]
        for narrower in (lambda person: person.in_text, lambda person: not person.foreign_office):
            holders = [person for person in holders if narrower(person)] or holders
        return tuple(holders)


def _sounds(printed: str) -> str:
    return " ".join(words_of(printed).sounds)


def _names_a_state(printed: str) -> bool:
    words = words_of(printed)
    return any(STATES.length_at(words, at) and words.printed[at : at + 2] != ["Việt", "Nam"] for at in range(len(words)))


def _alike(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return SequenceMatcher(None, " ".join(one), " ".join(other), autojunk=False).ratio() >= ALIKE
