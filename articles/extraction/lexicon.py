"""The word lists that names and titles are read by, as phrases to be found and syllables to be looked up."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from articles.extraction.matching import match_key
from articles.extraction.phrases import Phrases, sound, word_list, words_of


def sounds_in_order(phrase: str) -> tuple[str, ...]:
    return tuple(words_of(phrase).sounds)


def sounds(*words: str) -> frozenset[str]:
    """Return the words as they sound."""
    return frozenset(map(sound, words))


def _syllables(phrases: Iterable[str]) -> frozenset[str]:
    return frozenset(word for phrase in phrases for word in words_of(phrase).sounds if word[0].isalpha())


def _beginnings(*lists: Phrases) -> dict[str, frozenset[str]]:
    """Return the first words of phrases, each with the second words behind it, "" where it is a phrase alone."""
    seconds: dict[str, set[str]] = defaultdict(set)
    for phrases in lists:
        for first, by_second in phrases.by_first.items():
            seconds[first].update(by_second)
    return {first: frozenset(words) for first, words in seconds.items()}


# Names
SURNAMES: Final = sounds(*word_list("surnames"))
WEAK_SURNAMES: Final = sounds(*word_list("surnames_weak"))
GIVEN_NAMES: Final = sounds(*word_list("given_names"))
SURE_MIDDLES: Final = sounds("Thị", "Văn")  # what follows a surname and one of these is a given name
SURE_SURNAMES: Final = sounds("Nguyễn")  # no other people's names, in Vietnamese spelling, begin with it
HIGHLAND_MIDDLES: Final = sounds("A", "Seo", "Mí", "Mý", "Sào", "Láo", "Chẩn", "Go")  # Hmong, Dao, Hà Nhì
LONE_LETTERS: Final = sounds("Y", "A")  # the first word of Ede, Mnông and Bana names
PARTICLES: Final = frozenset(  # small words of foreign names
    ("von", "van", "der", "den", "de", "da", "di", "do", "du", "del", "dos", "das", "della", "la", "le", "ter", "ten")
) | frozenset(("bin", "bint", "ibn", "ben", "al", "el"))
BEFORE_NO_NAME: Final = Phrases(word_list("before_no_name"))
NOT_NAMES: Final = Phrases((*word_list("organs"), *word_list("places"), *word_list("not_names")), exact=True)
PLACES: Final = Phrases(word_list("places"), exact=True)
ORGANS: Final = Phrases(word_list("organs"))

STATES: Final = frozenset(map(match_key, word_list("states")))  # others than Việt Nam

# Titles and forms of address
TITLES: Final = Phrases(word_list("titles"))
CAPITAL_TITLES: Final = Phrases(("Phụ trách", "Đồng sáng lập", "Đồng Chủ tịch"), exact=True)  # else they are verbs
TITLES_OF_MANY: Final = Phrases(word_list("titles_of_many"))
TITLES_OF_STATES: Final = Phrases(
    ("thủ tướng", "tổng thống", "quốc vương", "ngoại trưởng", "tổng bí thư", "chủ tịch nước")
)
PREFIXES: Final = Phrases(word_list("title_prefixes"))
BREAKS: Final = Phrases(word_list("title_breaks"), exact=True)
ADDRESSES: Final = Phrases(word_list("honorifics"))
ADDRESSES_ALONE: Final = sounds("ông", "bà")  # "Ông nêu rõ"; "đồng chí" alone is nobody's
TITLE_OPENERS: Final = frozenset((*TITLES.by_first, *CAPITAL_TITLES.by_first, *PREFIXES.by_first))
OPENERS: Final = TITLE_OPENERS.union(ADDRESSES.by_first)
BEGINNINGS: Final = _beginnings(TITLES, CAPITAL_TITLES, PREFIXES, ADDRESSES, NOT_NAMES)
SEVERAL: Final = sounds("các", "những", "hai", "ba", "bốn", "nhiều", "mọi", "mấy", "cấp", "hàm", "chức")
RANKS: Final = Phrases(word_list("ranks"))
DEPUTIES: Final = sounds("Phó", "Thứ")  # of whom an organ has several

# Rows of people
BETWEEN_PEOPLE: Final = sounds(",", ";", "và", "cùng")
APART: Final = sounds(",", ";")

# What a title goes on with
ORGAN_SYLLABLES: Final = _syllables(word_list("organs")) - sounds(
    *("và", "về", "ở", "của", "người", "ngoài", "các", "tại", "với", "cho", "do", "ký", "mời", "tự", "phát"),
    *("chuyển", "số", "ba", "chi", "công", "bàn", "vừa", "dự", "cần", "đề", "kết", "trình"),
)
SMALL_TAILS: Final = Phrases(("nước", "chính phủ", "thường trực", "quốc gia", "nhà nước"))  # "chủ tịch nước"
MINISTRIES: Final = tuple(organ.removeprefix("Bộ ") for organ in word_list("organs") if organ.startswith("Bộ "))
TAILS: Final = Phrases(  # right behind the head: "Phó Bí thư Thường trực Tỉnh ủy", "Bộ trưởng Công Thương"
    (*word_list("title_tails"), *MINISTRIES)
)
SMALL_ORGANS: Final = Phrases(word_list("small_organs"))  # "bộ Công an", "quân đội Myanmar"
WHOLE_WORDS: Final = Phrases(word_list("title_words"))
PROFESSIONS: Final = Phrases(word_list("professions"))
ASIDES: Final = Phrases(("kiều bào", "Việt kiều", "người dân tộc", "người", "quê", "quê ở", "sinh năm", "dân tộc"))
OTHER_GUESTS: Final = Phrases(word_list("other_guests"))  # behind a comma: "Cục trưởng Cục Lãnh sự, đại diện Sở …"
IN_THE_NAME_OF: Final = Phrases(word_list("in_the_name_of"))
DEPUTY, PREMIER, MINISTER = sound("Phó"), sounds_in_order("Thủ tướng"), sounds_in_order("Bộ trưởng")
ORGANS_FOR_SOMETHING: Final = Phrases(word_list("organs_for_something"))  # "Ban Chỉ đạo quốc gia về …"
BEHIND_A_VERB: Final = sounds(  # "về" is "come back", or what one speaks about: "ông A, Vụ trưởng Vụ B về kết quả …"
    *("nước", "dự", "thăm", "đến", "tới", "với", "làm", "kết", "những", "các", "việc", "nội", "tình", "quá", "một"),
    *("sự", "ý", "cách", "triển", "Việt", "Hà", "đây", "lại", "hưu", "đích", "nguồn", "quê", "công", "chuyến"),
)
AFTER_AN_OFFICE: Final = sounds("sự", "các", "những", "toàn", "một")  # "Trưởng ban và các thành viên"
PLURALS: Final = sounds("các", "những", "nhiều", "mọi")
TERRITORIES: Final = sounds("ủy", "tỉnh", "huyện", "xã", "phường", "quận", "phố", "dân", "UBND", "HĐND", "TP")
LEVELS: Final = Phrases(("tỉnh", "thành phố", "huyện", "quận", "thị xã", "xã", "phường", "thị trấn", "đặc khu"))
GOVERNED: Final = sounds(  # last syllables of what a territory follows: "HĐND tỉnh", "Hội Nông dân xã", "Công an huyện"
    *("UBND", "HĐND", "MTTQ", "ĐBQH", "TAND", "VKSND", "dân", "ủy", "hội", "an", "sự", "phòng", "đoàn")
)
SMALL_TERRITORIES: Final = sounds(
    "huyện", "xã", "phường", "quận", "trấn", "thôn"
)  # two capitals behind them are a place
SCHOOLS: Final = sounds("THPT", "THCS", "chuyên")  # called after someone: "Trường THPT Chu Văn An"
NUMBERED: Final = sounds(  # last syllables of what has a number: "Quân khu 2", "Sư đoàn 316", "Vùng 4 Hải quân"
    *("khu", "đoàn", "vùng", "đội", "phòng", "khóa", "kỳ", "số", "quận", "phường", "tổ", "cục")
)
LEARNED: Final = frozenset(("Đại", "Viện", "Học", "Trường", "Trung", "ĐH", "Bệnh"))  # "giảng viên tại Đại học Keio"
ABBREVIATED_TERRITORIES: Final = sounds("TP", "TX", "TT", "Q", "H", "P", "X")
AND, ALSO, AT, OF, ABOUT = sound("và"), sound("kiêm"), sound("tại"), sound("của"), sound("về")
DASHES: Final = frozenset("-–—")
LINKS: Final = sounds("và", "của", "kiêm", "tại", "&") | DASHES
