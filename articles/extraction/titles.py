"""Titles in words: where an office ends, before a name and behind one.

Before a name a title holds what surely belongs to it: organs, places, capitals with their second syllable. Behind a
name and a comma it runs on to a stop or a verb. Printed: "Quyền Bộ trưởng Ngoại giao Lê Văn Bảo", "ông Bảo, Vụ trưởng
Vụ Châu Âu, cho biết".
"""

from typing import Final

from articles.extraction.lexicon import (
    ABBREVIATED_TERRITORIES,
    ABOUT,
    ADDRESSES,
    AFTER_AN_OFFICE,
    ALSO,
    AND,
    ASIDES,
    AT,
    BEHIND_A_VERB,
    BREAKS,
    DASHES,
    DEPUTY,
    GIVEN_NAMES,
    GOVERNED,
    LEARNED,
    LEVELS,
    LINKS,
    MINISTER,
    NOT_NAMES,
    NUMBERED,
    OF,
    ORGAN_SYLLABLES,
    ORGANS,
    ORGANS_FOR_SOMETHING,
    OTHER_GUESTS,
    PLACES,
    PLURALS,
    PREMIER,
    PROFESSIONS,
    SCHOOLS,
    SMALL_ORGANS,
    SMALL_TAILS,
    SURNAMES,
    TAILS,
    TERRITORIES,
    WHOLE_WORDS,
)
from articles.extraction.names import Names, is_vietnamese
from articles.extraction.phrases import sound

Place = tuple[int, int]  # words, from the first up to the second

LONGEST_TITLE: Final = 24  # words
LONGEST_OPENING: Final = 2  # words of a head that open the organ's name too: "Văn phòng"
LONGEST_ASIDE: Final = 8  # words: "kiều bào Thái Lan,"
LONGEST_TERM: Final = 9  # words between brackets, both counted: "(nhiệm kỳ 2011 - 2016)"
LONGEST_WAY: Final = 16  # words from an office to the name that it belongs to
LONGEST_GAP: Final = 12  # words of an organ that no list knows, before a name or behind a comma
FEWEST_CAPITALS: Final = 2  # of an abbreviation
SIGNED: Final = [sound("đã"), sound("ký"), ")"]
FEWEST_WORDS_ACROSS: Final = 3  # of a name that is looked for over a gap


class Titles:
    """Finds titles in the words of one line."""

    def __init__(self, names: Names) -> None:
        self.names, self.words, self.first, self.stop = names, names.words, names.first, names.stop

    def before(self, at: int) -> tuple[list[Place], str, int]:
        """Return the offices that stand from here on apart by commas, the form of address among them, and their end."""
        titles: list[Place] = []
        address, end = "", at
        while at < self.stop:
            if head := self.names.title_head(at):
                end = self._closed(at + head)
                titles.append((at, end))
            elif (length := ADDRESSES.length_at(self.words, at)) and NOT_NAMES.length_at(
                self.words, at
            ) <= length:  # not the hill "Bà Đen"
                address = address or self.words.sounds[at]
                end = at + length + self.stands(at + length, ".")
            else:
                break
            after = end + (
                self._abbreviation(end) or self._signed(end)
            )  # "Chủ tịch Hội Liên lạc (HLL), ông Lê Văn Bảo"
            apart = self.stands(after, ",") or (bool(titles) and self.stands(after, "-", "–"))
            at = after + (apart or self._and_minister(titles, after))
            named = after > end and self.names.titled(after) > 0  # "Chủ tịch … (EuroCham) Gabor Fluit"
            end = after if named or (after > end and self.stands(after, ",")) else end
        return titles, address, end

    def behind(self, at: int) -> tuple[list[Place], int]:
        """Return the offices after a name and a comma or dash, less those of the next name, and where they end."""
        titles: list[Place] = []
        end = at
        if within := self._between_brackets(at):
            return within
        while self.stands(end, ",", ";", "-", "–"):
            begin = end + 1 + self._aside(end + 1)
            head = self.names.title_head(begin) or self._profession(begin)
            if not head:
                break
            if self.stands(end, ";") and (self._leads_to_a_name(begin) or self._announces(begin + head)):
                break
            if self._leads_to_a_name(begin):
                return titles[:-1], titles[-1][0] - 1 if len(titles) > 1 else at
            end = self._open(begin + head)
            titles.append((begin, end))
            end += self._term(end) or self._abbreviation(end)
        return titles, end

    def _between_brackets(self, at: int) -> tuple[list[Place], int] | None:
        """Return the offices that stand here between brackets, and where they end: "bà Lan (Giám đốc Sở Ngoại vụ)"."""
        titles: list[Place] = []
        end = at
        while self.stands(end, ",") if titles else self.stands(end, "("):
            head = self.names.title_head(end + 1)
            if not head:
                return None
            titles.append((end + 1, self._open(end + 1 + head)))
            end = titles[-1][1]
        return (titles, end + 1) if titles and self.stands(end, ")") else None

    def _term(self, at: int) -> int:
        """Return how many words stand here between brackets that say when an office was held: "(2007-2014)"."""
        if not self.stands(at, "("):
            return 0
        for end in range(at + 2, min(self.stop, at + LONGEST_TERM)):
            if self.words.printed[end] == ")":
                return end + 1 - at if any(word[0].isdigit() for word in self.words.printed[at + 1 : end]) else 0
        return 0

    def apart(self, at: int, titles: list[Place]) -> bool:
        """Say whether the first of these offices is another's than those behind it: of whom one stands in for.

        Printed: "Thay mặt Thủ tướng Chính phủ, Bộ trưởng Bộ Nội vụ Lê Văn Bảo"; nor is a Phó Thủ tướng the Thủ tướng.
        """
        if len(titles) < 2 or not self.stands(titles[0][1], ","):
            return False
        (first, end), (other, other_end) = titles[:2]
        sounds = self.words.sounds
        if sounds[other] == DEPUTY and sounds[other + 1 : other + 3] == sounds[first : first + 2]:
            premier = tuple(sounds[first : first + 2]) == PREMIER
            return premier or sounds[other + 3 : other_end] == sounds[first + 2 : end]
        return self.names.stands_in_for(at)

    def _aside(self, at: int) -> int:
        """Return how many words stand here, comma included, that say where one lives or comes from: "kiều bào Lào,"."""
        if at >= self.stop or not ASIDES.length_at(self.words, at):
            return 0
        for end in range(at + 1, min(self.stop, at + LONGEST_ASIDE)):
            if self.stands(end, ","):
                return end + 1 - at
        return 0

    def _profession(self, at: int) -> int:
        """Return the length of a profession that a body or place goes on with: "nhà nghiên cứu tại Đại học Keio"."""
        length = PROFESSIONS.length_at(self.words, at) if at < self.stop else 0
        after = at + length
        if not length or after >= self.stop:
            return 0
        linked = self.words.sounds[after] in (OF, AT)
        return length if linked or NOT_NAMES.length_at(self.words, after) else 0

    def _abbreviation(self, at: int) -> int:
        """Return 3 where an abbreviation stands here between brackets, else 0: "Hội Liên lạc (HLL)", "(EuroCham)"."""
        if not (self.stands(at, "(") and self.stands(at + 2, ")")):
            return 0
        return 3 * (sum(letter.isupper() for letter in self.words.printed[at + 1]) >= FEWEST_CAPITALS)

    def _and_minister(self, titles: list[Place], at: int) -> bool:
        """Say whether a Phó Thủ tướng holds a ministry too: "Phó Thủ tướng và Bộ trưởng Ngoại giao Lê Văn Bảo"."""
        sounds = self.words.sounds
        deputy = bool(titles) and tuple(sounds[titles[-1][0] : titles[-1][0] + 3]) == (DEPUTY, *PREMIER)
        return deputy and self.stands(at, "và") and tuple(sounds[at + 1 : at + 3]) == MINISTER

    def _signed(self, at: int) -> int:
        """Return 4 where "(Đã ký)" stands here, between an office and who signs under it, else 0."""
        return 4 * (self.stands(at, "(") and self.words.sounds[at + 1 : at + 4] == SIGNED)

    def stands(self, at: int, *signs: str) -> bool:
        return at < self.stop and self.words.printed[at] in signs

    def _leads_to_a_name(self, at: int) -> bool:
        titles, _, end = self.before(at)
        return bool(titles) and self.names.titled(end) > 0

    def _closed(self, start: int) -> int:
        """Return where a title ends whose head ends here, by what surely belongs to offices."""
        at = self._past_an_organ(start)
        split = False  # whether the word before is the first syllable of an organ's word: "Ngoại" of "Ngoại giao"
        while at < self.stop and at - start < LONGEST_TITLE:
            length, split = self._step(at, start, split)
            if not length:
                break
            at += length
        while at > start and self.words.sounds[at - 1] in LINKS:
            at -= 1
        return self._up_to_a_name(start, at)

    def _past_an_organ(self, start: int) -> int:
        """Return where the organ ends whose name the last word of a head opens, else start.

        Printed: "Trưởng Ban Tuyên giáo và Dân vận Trung ương", of which "Trưởng ban" is the head; "Chánh Văn phòng Chủ
        tịch nước".
        """
        ends = [start]
        for begin in range(max(self.first, start - LONGEST_OPENING), start):
            end = begin + ORGANS.length_at(self.words, begin)
            if start < end <= self.stop:
                ends.append(end)
        return max(ends)

    def _step(self, at: int, start: int, split: bool) -> tuple[int, bool]:
        """Return how many words here go on with the title (0: none), and whether the last is half an organ's word."""
        sound = self.words.sounds[at]
        if at > start and self.words.sounds[at - 1] == ALSO and (head := self.names.title_head(at)):
            return head, False
        length = NOT_NAMES.length_at(self.words, at)
        tail = TAILS.length_at(self.words, at) if at == start else 0
        if tail < length and not (length == 1 and sound in SURNAMES and self.names.run(at) >= 2):
            return length, False
        if tail:
            return tail, False
        if sound in ABBREVIATED_TERRITORIES and self.stands(at + 1, "."):  # "TP. Đà Nẵng"
            return 2, False
        if at > start and (length := self._within(at)):
            return length, False
        if self.names.title_head(at):
            return 0, False
        if at == start and self._is_given_name(at):
            return 0, False
        if self.words.capitals[at] and self.words.sounds[at - 1] == AT and not is_vietnamese(self.words.printed[at]):
            return 1, False  # "tại Liège"
        if self.words.capitals[at]:
            within = split and not self.words.printed[at - 1].isupper()  # not behind an abbreviation
            named = self.names.full(at) if within else self.names.titled(at)
            return (0 if named else 1), True
        if split and sound in ORGAN_SYLLABLES:
            return 1, False
        return SMALL_TAILS.length_at(self.words, at) or self._small_organ(at) or int(self._links(at)), False

    def _within(self, at: int) -> int:
        """Return how many words here belong to the organ or place whose name began before, or 0.

        Printed: "UBND tỉnh", "Quân khu 2", "Cộng hòa Nhân dân (CHND) Trung Hoa", "Huyện ủy Tân Lập Lê Văn Bảo".
        """
        words = self.words
        before, sound = words.sounds[at - 1], words.sounds[at]
        if sound.isdigit() and before in NUMBERED:
            return 1
        if before in GOVERNED and (level := LEVELS.length_at(words, at)):
            return level
        if abbreviation := self._abbreviation(at):
            after = at + abbreviation
            return abbreviation if after < self.stop and PLACES.length_at(words, after) else 0
        if before in SCHOOLS and (name := self.names.full(at)):
            return self.names.place_before_a_name(at) or name
        return self.names.place_before_a_name(at) if before in TERRITORIES else 0

    def _announces(self, at: int) -> bool:
        """Say whether a colon follows here, or after a few more words of an office."""
        return self.stands(self.colon(at), ":")

    def colon(self, at: int) -> int:
        """Return where a colon stands after a few more words of an office, else at: "các Phó Chủ tịch UBND tỉnh: …"."""
        for ahead in range(at, min(self.stop, at + LONGEST_GAP)):
            if self.stands(ahead, ":"):
                return ahead
            if self._ends_an_office(ahead):
                break
        return at

    def _is_given_name(self, at: int) -> bool:
        """Say whether a given name alone stands here: "Thứ trưởng Lan nói", not "Bộ trưởng Tài chính"."""
        words = self.words
        after = at + 1
        organ = after < self.stop and words.sounds[after] in ORGAN_SYLLABLES and not BREAKS.length_at(words, after)
        return self.names.run(at) == 1 and words.sounds[at] in GIVEN_NAMES and not organ

    def _small_organ(self, at: int) -> int:
        """Return the length of a small word for an organ before its name ("bộ Công an", not "ban hành"), or 0."""
        length = SMALL_ORGANS.length_at(self.words, at)
        after = at + length
        if not length or after >= self.stop or self.names.titled(after):
            return 0
        return length if self.words.capitals[after] or NOT_NAMES.length_at(self.words, after) else 0

    def _links(self, at: int) -> bool:
        """Say whether "và", "của", "kiêm", "tại" or a dash here goes on with the office: an organ or place follows."""
        link, after = self.words.sounds[at], at + 1
        if link not in LINKS or after >= self.stop:
            return False
        if link == ALSO:
            return self.names.title_head(after) > 0
        if self.names.title_head(after):
            return False
        if (
            link == AT
        ):  # "Đại sứ Việt Nam tại Lào", "Chủ tịch Hội người Việt Nam tại Liège", "giảng viên tại Đại học Keio"
            abroad = self.words.capitals[after] and not is_vietnamese(self.words.printed[after])
            return abroad or PLACES.length_at(self.words, after) > 0 or self.words.printed[after] in LEARNED
        return not self.names.titled(after) and NOT_NAMES.length_at(self.words, after) > 0

    def _up_to_a_name(self, start: int, at: int) -> int:
        """Return where a full name or "ông" begins that follows after a few more words of the office, else at."""
        words = self.words
        if self.names.titled(at):
            return at
        ahead, last = at, min(self.stop, at + LONGEST_WAY)
        while ahead < last:
            if ahead > start and self.names.full(ahead) >= FEWEST_WORDS_ACROSS and words.sounds[ahead - 1] not in LINKS:
                return ahead
            if self.stands(ahead, ",") and self._addresses_someone(ahead + 1):
                return ahead
            length = self._gap_step(ahead, start)
            if not length:
                break
            ahead += length
        return at

    def _addresses_someone(self, at: int) -> bool:
        """Say whether a form of address and a name stand here: "ông Lê Văn Bảo"."""
        length = ADDRESSES.length_at(self.words, at) if at < self.stop else 0
        return length > 0 and self.names.titled(at + length) > 0

    def _gap_step(self, at: int, start: int) -> int:
        """Return how many words here go on with an office that no list knows, before a name, or 0."""
        words = self.words
        sound = words.sounds[at]
        if length := WHOLE_WORDS.length_at(words, at) or NOT_NAMES.length_at(words, at):
            return length
        if sound == ABOUT:
            return self._about(start, at)
        if sound in DASHES:  # "biên giới Việt Nam - Trung Quốc"
            return int(at + 1 < self.stop and PLACES.length_at(words, at + 1) > 0)
        ends = self._ends_an_office(at) or sound in LINKS or sound in PLURALS
        return int(not (ends or ADDRESSES.length_at(words, at)))

    def _ends_an_office(self, at: int) -> bool:
        """Say whether a sign, a verb or another title stands here."""
        words = self.words
        return not words.printed[at][0].isalnum() or BREAKS.length_at(words, at) > 0 or self.names.title_head(at) > 0

    def _open(self, start: int) -> int:
        """Return where an office behind a name ends whose head ends here: at a stop, a verb, or the next office."""
        at = self._past_an_organ(start)
        while at < self.stop and at - start < LONGEST_TITLE:
            length = self._open_step(at, start)
            if not length:
                break
            at += length
        while at > start and self.words.sounds[at - 1] in LINKS | {","}:
            at -= 1
        return at

    def _about(self, start: int, at: int) -> int:
        """Return 1 where "về" here says what an organ of this office is for, else 0: "Ban Chỉ đạo quốc gia về …"."""
        sounds = self.words.sounds
        places = range(max(self.first, start - 2), at)
        organ = any(ORGANS_FOR_SOMETHING.length_at(self.words, place) for place in places)
        return int(organ and at + 1 < self.stop and sounds[at + 1] not in BEHIND_A_VERB)

    def _open_step(self, at: int, start: int) -> int:
        """Return how many words here go on with an office behind a name whose head ends at start, or 0."""
        words = self.words
        sound = words.sounds[at]
        if at > start and words.sounds[at - 1] == ALSO and (head := self.names.title_head(at)):
            return head
        if length := NOT_NAMES.length_at(words, at) or WHOLE_WORDS.length_at(words, at):
            return length
        if at == start and (length := TAILS.length_at(words, at)):
            return length
        if sound == ABOUT:
            return self._about(start, at)
        if sound in ABBREVIATED_TERRITORIES and self.stands(at + 1, "."):
            return 2
        if self.stands(at, ","):
            return self._rest_of_an_organ(at)
        if at > start and (length := self._within(at)):
            return length
        if self.stands(at, "(") and (length := self._abbreviation(at)):  # "Tổng Giám đốc (CEO) Tập đoàn FPT"
            return length if at + length < self.stop and words.is_capital(at + length) else 0
        if self.stands(at, "("):  # "Vụ trưởng Vụ Công chức (Bộ Nội vụ)"
            organ = NOT_NAMES.length_at(words, at + 1) if at + 1 < self.stop else 0
            return organ + 2 if organ and self.stands(at + 1 + organ, ")") else 0
        if sound in DASHES or sound == "&" or (sound == AT and self._links(at)):
            return 1
        if sound in ORGAN_SYLLABLES and words.capitals[at - 1] and not words.capitals[at]:
            return 1  # "Trợ lý Bộ trưởng Ngoại giao": not the verb "giao"
        if self._ends_an_office(at):
            return 0
        if sound == AND and at + 1 < self.stop:
            someone = words.sounds[at + 1] in AFTER_AN_OFFICE or ADDRESSES.length_at(words, at + 1)
            return int(not someone and not self.names.full(at + 1))
        return 1

    def _rest_of_an_organ(self, comma: int) -> int:
        """Return the length, comma included, of the rest of an organ's name, or 0: "Viện Văn hóa, Du lịch Việt Nam".

        The rest is short, opens with a capital or a word of organs, holds a capital, and comes to its end at a stop or
        a verb.
        """
        at = comma + 1
        if at >= self.stop or ADDRESSES.length_at(self.words, at) or self.names.titled(at):
            return 0
        if not (self.words.capitals[at] or self.words.sounds[at] in ORGAN_SYLLABLES):
            return 0
        if not self.words.capitals[at] and OTHER_GUESTS.length_at(self.words, at):
            return 0
        while at < self.stop:
            length = WHOLE_WORDS.length_at(self.words, at)
            if not length and self._ends_an_office(at):
                break
            at += length or 1
        capital = any(self.words.capitals[place] for place in range(comma + 1, at))
        return at - comma if capital and at - comma <= LONGEST_GAP else 0
