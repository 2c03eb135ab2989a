"""The word lists that names and titles are read by, as phrases to be found and syllables to be looked up."""

from collections.abc import Iterable
from typing import Final

from articles.extraction.matching import match_key
from articles.extraction.phrases import Phrases, sound, word_list, words_of


def sounds(*words: str) -> frozenset[str]:
    """Return the words as they sound."""
    return frozenset(map(sound, words))


def _syllables(phrases: Iterable[str]) -> frozenset[str]:
    return frozenset(word for phrase in phrases for word in words_of(phrase).sounds if word[0].isalpha())


# Names
SURNAMES: Final = sounds(*word_list("surnames"))
WEAK_SURNAMES: Final = sounds(*word_list("surnames_weak"))
GIVEN_NAMES: Final = sounds(*word_list("given_names"))
SURE_MIDDLES: Final = sounds("Thị", "Văn")  # what follows a surname and one of these is a given name
SURE_SURNAMES: Final = sounds("Nguyễn")  # no other people's names, in Vietnamese spelling, begin with it
PARTICLES: Final = frozenset(("von", "van", "der", "den", "de", "da", "di", "del", "la", "le", "bin", "al"))
BEFORE_NO_NAME: Final = Phrases(word_list("before_no_name"))
NOT_NAMES: Final = Phrases((*word_list("organs"), *word_list("places"), *word_list("not_names")), exact=True)
PLACES: Final = Phrases(word_list("places"), exact=True)

STATES: Final = frozenset(map(match_key, word_list("states")))  # others than Việt Nam

# Titles and forms of address
TITLES: Final = Phrases(word_list("titles"))
TITLES_OF_MANY: Final = Phrases(word_list("titles_of_many"))
TITLES_OF_STATES: Final = Phrases(
    ("thủ tướng", "tổng thống", "quốc vương", "ngoại trưởng", "tổng bí thư", "chủ tịch nước")
)
PREFIXES: Final = Phrases(word_list("title_prefixes"))
BREAKS: Final = Phrases(word_list("title_breaks"), exact=True)
ADDRESSES: Final = Phrases(word_list("honorifics"))
ADDRESSES_ALONE: Final = sounds("ông", "bà")  # "Ông nêu rõ"; "đồng chí" alone is nobody's
TITLE_OPENERS: Final = frozenset((*TITLES.by_first, *PREFIXES.by_first))
OPENERS: Final = TITLE_OPENERS.union(ADDRESSES.by_first)
SEVERAL: Final = sounds("các", "những", "hai", "ba", "bốn", "nhiều", "mọi", "mấy", "cấp", "hàm", "chức")

# What a title goes on with
ORGAN_SYLLABLES: Final = _syllables(word_list("organs")) - sounds("và", "về", "ở", "của", "người", "ngoài", "các")
SMALL_TAILS: Final = Phrases(("nước", "chính phủ", "thường trực", "quốc gia", "nhà nước"))  # "chủ tịch nước"
SMALL_ORGANS: Final = Phrases(("bộ", "ban", "sở", "hội đồng", "tỉnh", "thành phố", "huyện", "khóa"))  # "bộ Công an"
AFTER_AN_OFFICE: Final = sounds("sự", "các", "những", "toàn", "một")  # "Trưởng ban và các thành viên"
TERRITORIES: Final = sounds("ủy", "tỉnh", "huyện", "xã", "phường", "quận", "phố", "dân", "UBND", "HĐND", "TP")
AND, ALSO, AT = sound("và"), sound("kiêm"), sound("tại")
DASHES: Final = frozenset("-–—")
LINKS: Final = sounds("và", "của", "kiêm", "tại", "&") | DASHES
