"""Names of people in words: where one begins and how many words it has.

A Vietnamese name is a surname with the capitals after it. A name of another shape is one only right behind a title: by
a syllable that no Vietnamese word has, or by the state before it. No list of people is used.
"""

from functools import lru_cache
from typing import Final

from articles.extraction.lexicon import (
    ADDRESSES,
    BEFORE_NO_NAME,
    CAPITAL_TITLES,
    GIVEN_NAMES,
    HIGHLAND_MIDDLES,
    IN_THE_NAME_OF,
    LONE_LETTERS,
    NOT_NAMES,
    ORGAN_SYLLABLES,
    PARTICLES,
    PLACES,
    PREFIXES,
    SMALL_TERRITORIES,
    SURE_MIDDLES,
    SURE_SURNAMES,
    SURNAMES,
    TERRITORIES,
    TITLE_OPENERS,
    TITLES,
    TITLES_OF_STATES,
    WEAK_SURNAMES,
)
from articles.extraction.patterns import pattern
from articles.extraction.phrases import Phrases, Words, sound
from articles.extraction.text import fold

Known = dict[str, dict[int, set[tuple[str, ...]]]]  # first syllable: whole names, as they sound, the longest first

LONGEST_NAME: Final = 5  # words
LONGEST_FOREIGN: Final = 8  # words, the small ones among them: "Mohammed bin Salman bin Abdulaziz Al Saud"
LONGEST_VIETNAMESE: Final = 4
LONGEST_BEHIND_A_STATE: Final = 3  # "Chủ tịch nước Trung Quốc Tập Cận Bình"
FEWEST_WORDS_OF_AN_ORGAN: Final = 3  # a longer phrase ends a run of capitals, "Thái Bình" may be a given name
MOST_PREFIXES: Final = 5  # words: "nguyên Quyền Phó …", "nguyên Trợ lý của …"

NAME_WORD: Final = pattern(
    r"[^\W\d_]+(?:['’-][^\W\d_]+)*",
    used="fullmatch",
    finds=("Trung", "Niê", "H'Hen", "Jong-un", "Al-Harthy"),
    leaves=("T.Ư", "Covid-19", "G7", "-Nam", "Jong-", "&"),
    attack="Ki-moon-",
)
SYLLABLE: Final = pattern(  # of a Vietnamese word without its marks
    r"(?:ngh|ng|nh|gi|gh|kh|ph|th|tr|ch|qu|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?",
    used="fullmatch",
    finds=("nguyen", "trung", "sen", "quoc", "y", "khuyu"),
    leaves=("obama", "putin", "smith", "ng", "wang"),
    attack="ngh",
)


@lru_cache(maxsize=16_384)  # foreign words are many
def is_vietnamese(syllable: str) -> bool:
    """Say whether the syllable could be of a Vietnamese word ("Sen" could, "Obama" could not)."""
    return SYLLABLE.fullmatch(fold(syllable)) is not None


def is_surely_vietnamese(name: str) -> bool:
    """Say whether a name can hardly be a foreigner's: its surname and its given names are those of the lists.

    "Lê Hoài Trung" is one; "Hun Sen" has no such surname. Chinese names in Vietnamese spelling share the surnames, but
    seldom the given names ("Tôn Vệ Đông"): those must be listed too, unless "Nguyễn", "Thị" or "Văn" settles it.
    """
    printed = name.split()
    sounds = [sound(word) for word in printed]
    if not (2 <= len(printed) <= LONGEST_NAME and all(map(is_vietnamese, printed))):
        return False
    if sounds[1] in SURE_MIDDLES and len(sounds) > 2:
        return sounds[0] in SURNAMES or sounds[0] in WEAK_SURNAMES
    listed = all(syllable in GIVEN_NAMES for syllable in sounds[1:])
    return sounds[0] in SURNAMES and (listed or sounds[0] in SURE_SURNAMES)


class Names:
    """Finds names in the words of one line, from first up to stop. known: names that the text has shown elsewhere."""

    def __init__(self, words: Words, first: int, stop: int, known: Known) -> None:
        self.words, self.first, self.stop, self.known = words, first, stop, known
        self._runs: dict[int, int] = {}  # what `run` has found, by places: it is asked several times at most of them

    def title_head(self, at: int) -> int:
        """Return the length of a title's head here with what stands before it ("nguyên Phó Thủ tướng"), or 0."""
        words = self.words
        if at >= self.stop or words.sounds[at] not in TITLE_OPENERS:
            return 0
        longest = max(TITLES.length_at(words, at), CAPITAL_TITLES.length_at(words, at))
        if longest and NOT_NAMES.length_at(words, at) > longest:
            return 0
        prefix = 0
        while prefix < MOST_PREFIXES and at + prefix < self.stop:
            length = PREFIXES.length_at(words, at + prefix)
            if not length:
                break
            prefix += length
        head = TITLES.length_at(words, at + prefix) if prefix and at + prefix < self.stop else 0
        return max(longest, prefix + head) if head else longest

    def full(self, at: int) -> int:
        """Return the length of a name whose surname begins here, whatever stands before it, or 0."""
        if at >= self.stop or not self.words.capitals[at]:
            return 0
        if known := self._known(at):
            return known
        run = self.run(at) if self.words.sounds[at] in SURNAMES else 0
        return run if run >= 2 and not self._is_organ(at, run) else 0

    def titled(self, at: int, *, listed: bool = False) -> int:
        """Return the length of a name that begins here right behind a title or form of address, or 0.

        listed: in a row of people, where a surname that is an ordinary word too opens a name as behind "ông".
        """
        if at >= self.stop or not self.words.capitals[at]:
            return 0
        if length := self.full(at):
            return length
        run = self.run(at)
        place = PLACES.length_at(self.words, at)  # "kiều bào Thái Lan"
        if 2 <= run != place and not self._is_organ(at, run) and self._has_weak_surname(at, run, listed):
            return run
        if NOT_NAMES.length_at(self.words, at):
            return 0
        return self._foreign(at) or (run if 2 <= run <= LONGEST_BEHIND_A_STATE and self._behind_a_state(at) else 0)

    def run(self, at: int) -> int:
        """Return how many capitals from here on can be one Vietnamese name, 0 to 5."""
        if at not in self._runs:
            self._runs[at] = self._run(at)
        return self._runs[at]

    def _run(self, at: int) -> int:
        end = at
        while end < self.stop and end - at < LONGEST_NAME and self._is_name_word(end):
            if end > at and (self.title_head(end) or NOT_NAMES.length_at(self.words, end) >= FEWEST_WORDS_OF_AN_ORGAN):
                break
            if end - at >= 2 and self._goes_on_in_capitals(at, end):
                break
            end += 1
        return min(end - at, LONGEST_NAME if self.words.sounds[at] in WEAK_SURNAMES else LONGEST_VIETNAMESE)

    def _goes_on_in_capitals(self, at: int, end: int) -> bool:
        """Say whether a heading in capitals goes on here behind the name that began at: "LÊ VĂN BẢO TRẢ LỜI".

        The word is no given name, and more capitals follow; behind "VĂN" and "THỊ" stands a given name.
        """
        words = self.words
        if not (words.printed[at].isupper() and words.printed[end].isupper() and len(words.printed[end]) > 1):
            return False
        middle = end - at == 2 and words.sounds[end - 1] in SURE_MIDDLES
        in_capitals = end + 1 < self.stop and words.printed[end + 1].isupper()
        return in_capitals and not middle and words.sounds[end] not in GIVEN_NAMES

    def introduces(self, at: int) -> bool:
        """Say whether the name here, with no title, can only be a person's: its syllables are those of names."""
        sounds = self.words.sounds
        run = self.run(at)
        unknown = sum(syllable not in GIVEN_NAMES for syllable in sounds[at + 1 : at + run])
        if run >= 3 and (sounds[at] in SURE_SURNAMES or sounds[at + 1] in HIGHLAND_MIDDLES):
            return True
        return self._known(at) > 0 or (run >= 3 and (unknown <= run - 3 or sounds[at + 1] in SURE_MIDDLES))

    def names_a_thing(self, at: int) -> bool:
        """Say whether the word before makes the capitals here a street, a school, an award: "đường Lê Duẩn"."""
        words = self.words
        if at == self.first:
            return False
        opens_sentence = at - 1 == self.first or words.printed[at - 2] in ".!?:"
        return (words.capitals[at - 1] and not opens_sentence) or self._behind(BEFORE_NO_NAME, at, (1, 2, 3))

    def stands_in_for(self, at: int) -> bool:
        """Say whether the words before name whom someone acts for here: "Thay mặt Thủ tướng, Bộ trưởng …"."""
        return self._behind(IN_THE_NAME_OF, at, (2, 3, 4))

    def place_before_a_name(self, at: int) -> int:
        """Return how many capitals here are a place or whom a school is called after, a name behind them; else 0.

        Printed: "Chủ tịch UBND xã Tân Lập Lê Văn Bảo", "Hiệu trưởng Trường THPT Chu Văn An Lê Thị Hoa"; not "Chủ tịch
        UBND tỉnh Lê Trần Văn Bảo".
        """
        sounds, end = self.words.sounds, at
        while end < self.stop and end - at < 2 * LONGEST_VIETNAMESE and self._is_name_word(end):
            end += 1
        if end - at == 2 and sounds[at - 1] in SMALL_TERRITORIES:  # "Chủ tịch UBND xã Lương Sơn"
            return 2
        if end - at < LONGEST_VIETNAMESE or (sounds[at] in SURNAMES and end - at < LONGEST_NAME):
            return 0
        lengths = (3, 2) if sounds[at] in SURNAMES else (2, 3)
        fitting = (length for length in lengths if sounds[at + length] in SURNAMES)
        return next((length for length in fitting if 2 <= end - at - length <= LONGEST_VIETNAMESE), 0)

    def _known(self, at: int) -> int:
        sounds = self.words.sounds
        for length, names in self.known.get(sounds[at], {}).items():
            if at + length <= self.stop and tuple(sounds[at : at + length]) in names:
                return length
        return 0

    def _is_name_word(self, at: int) -> bool:
        return self.words.capitals[at] and NAME_WORD.fullmatch(self.words.printed[at]) is not None

    def _is_organ(self, at: int, run: int) -> bool:
        """Say whether two capitals are the beginning of an organ's name: "Hội Nông" of "Hội Nông dân"."""
        sounds = self.words.sounds
        goes_on = at + run < self.stop and sounds[at + run] in ORGAN_SYLLABLES
        return run == 2 and goes_on and sounds[at] in ORGAN_SYLLABLES and sounds[at] not in SURNAMES

    def _has_weak_surname(self, at: int, run: int, listed: bool) -> bool:
        """Say whether a surname that is an ordinary word too opens a name here: behind "ông", or with given names.

        Given names are those of the list, whatever follows "Văn" or "Thị" ("Vi Thị Nhàn") or a middle name of the
        highlands ("Vàng Seo Dín"), and what stands behind the "Y" or "A" of such names ("Y Blếch").

        "Bí thư Huyện ủy Châu Phú" is no one's name: behind a territory stands its own.
        """
        sounds = self.words.sounds
        if sounds[at] not in WEAK_SURNAMES or (at > self.first and sounds[at - 1] in TERRITORIES):
            return False
        if listed or sounds[at] in LONE_LETTERS or self._behind(ADDRESSES, at, (1, 2)):
            return True
        if run > 2 and (sounds[at + 1] in SURE_MIDDLES or sounds[at + 1] in HIGHLAND_MIDDLES):
            return True
        return all(syllable in GIVEN_NAMES for syllable in sounds[at + 1 : at + run])

    def _behind_a_state(self, at: int) -> bool:
        return self._behind(TITLES_OF_STATES, at, (2, 3)) or self._behind(PLACES, at, (1, 2))

    def _behind(self, phrases: Phrases, at: int, lengths: tuple[int, ...]) -> bool:
        """Say whether one of these phrases, of one of these lengths, stands right before."""
        return any(at - back >= self.first and phrases.length_at(self.words, at - back) == back for back in lengths)

    def _foreign(self, at: int) -> int:
        """Return the length of the capitals here if one of them at least is no Vietnamese syllable, or 0."""
        printed = self.words.printed
        end = at + self._opening_letter(at)
        while end < self.stop and end - at < LONGEST_FOREIGN:
            end += self._particles(end) if end > at else 0
            if not self._is_name_word(end) or (printed[end].isupper() and self.words.sounds[end] not in LONE_LETTERS):
                break
            if self.title_head(end) or NOT_NAMES.length_at(self.words, end):
                break
            end += 1 + self._initial(end + 1)
        if all(is_vietnamese(word) for word in printed[at:end] if len(word) > 1) or self._names_a_body_abroad(at, end):
            return 0
        return end - at

    def _opening_letter(self, at: int) -> int:
        """Return 2 where a first name stands here as a letter with its stop ("V. Putin"), else 0."""
        printed = self.words.printed
        letter = at + 2 < self.stop and len(printed[at]) == 1 and printed[at + 1] == "."
        return 2 if letter and self._is_name_word(at + 2) else 0

    def _initial(self, at: int) -> int:
        """Return 2 where a middle name stands here as a letter with its stop ("Donald J. Trump"), else 0."""
        printed = self.words.printed
        letter = at + 2 < self.stop and len(printed[at]) == 1 and printed[at].isupper() and printed[at + 1] == "."
        return 2 if letter and self._is_name_word(at + 2) else 0

    def _names_a_body_abroad(self, at: int, end: int) -> bool:
        """Say whether these words are a body's, whose state follows: "Shura Oman Khalid …", "Google Việt Nam"."""
        return end < self.stop and PLACES.length_at(self.words, end) > 0

    def _particles(self, at: int) -> int:
        """Return how many small words of a foreign name stand here before its next capital ("von der Leyen"), or 0."""
        end = at
        while end < self.stop and end - at < 2 and self.words.printed[end] in PARTICLES:
            end += 1
        return end - at if end < self.stop and self.words.capitals[end] else 0
