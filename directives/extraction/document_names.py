"""Documents cited by name: laws, the constitution, conventions, charters, named strategies."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from articles.extraction.patterns import pattern
from articles.extraction.text import Span
from directives.extraction.bodies import OF_OTHER_STATE, issuer_at
from directives.extraction.document_titles import title_at
from directives.extraction.printed import KindWord
from directives.extraction.symbols import last_year
from directives.extraction.words import CAPITAL, WORD, level, words


@dataclass(frozen=True, slots=True)
class Name:
    """What a document is called, also what else, where the words end, who issued it and when if they say so."""

    words: str
    end: int
    issuer: str | None = None
    title: str | None = None
    number: str | None = None
    symbol: str | None = None
    year: int | None = None
    also: tuple[str, ...] = ()


def _loose(name: str) -> str:
    """Return a pattern for a law's name in which commas and hyphens may be left out."""
    return r"[,\s-]{1,3}".join(re.escape(part) for part in WORD.findall(name))


LAW_NAMES: Final = "|".join(_loose(name) for name in sorted(words("laws.txt"), key=len, reverse=True))
KNOWN_LAW: Final = pattern(
    rf"\s{{1,2}}(?P<name>{LAW_NAMES})(?!\w)",
    finds=(
        "luật‹ phòng chống ma túy›, các",
        "luật‹ phòng, chống ma túy›",
        "luật‹  biên phòng việt nam› quy định",
        "luật‹ an toàn vệ sinh lao động›",
    ),
    leaves=("luật‹ quốc tế", "luật‹ biên phòngx", "luật‹pháp", "luật‹ về báo chí"),
    attack=" phòng, chống ",
    used="match",
)
CODE_NAMES: Final = "|".join(_loose(name) for name in sorted(words("codes.txt"), key=len, reverse=True))
KNOWN_CODE: Final = pattern(
    rf"\s{{1,2}}(?P<name>{CODE_NAMES})(?!\w)",
    finds=("bộ luật‹ lao động› năm 2019", "pháp lệnh‹ ưu đãi người có công với cách mạng›"),
    leaves=("bộ luật‹ mới", "bộ luật‹ lao độngx", "bộ luật‹: dân sự"),
    attack=" tố tụng ",
    used="match",
)
YEAR: Final = r"(?:\s{1,2}\(?(?:sửa\ đổi\)?\s{0,2})?(?:năm\s{1,2})?(?P<year>(?:19|20)\d\d)\)?(?![\w/]))"
YEAR_AFTER: Final = pattern(
    YEAR,
    re.VERBOSE,
    finds=("viên chức‹ năm 2025›", "biển việt nam‹ 2012›,", "đất đai‹ (sửa đổi) năm 2024›", "đầu tư‹ (2020)›"),
    leaves=("viên chức‹ năm nay", "viên chức‹ 2025/qh15", "viên chức‹, 2025", "viên chức‹ năm 202"),
    attack=" (sửa đổi) năm ",
    used="match",
)
STOP_WORDS: Final = (
    "năm|sửa|có|đã|được|là|của|quy|cho|để|trong|theo|này|với|tại|khi|gồm|nhằm|cũng|sẽ|phải|cần|còn|mà|thì|vào|đến|từ|nêu|do"
    "|bị|không|về|ngày|trên|ở|như"
)
CAPITAL_LAW: Final = pattern(
    rf"\s{{1,2}}(?P<name>{CAPITAL}[^\W\d_]{{0,7}}(?:\s(?!(?:{STOP_WORDS})\s|số:?\s?\d|và\s(?:các\s|Luật|Bộ\s|Nghị|Pháp|Chỉ|Hiến))[^\W\d_]{{1,8}}){{0,9}})(?!\w)",
    finds=(
        "Luật‹ Quản lý tài sản công› đã sửa",
        "Luật‹ Thủ đô›, theo đó",
        "Luật‹ Dẫn độ› và Luật Phòng bệnh",
        "Luật‹ Tình trạng khẩn cấp› số 98/2025/QH15",
    ),
    leaves=("Luật‹ quản lý", "Luật‹ này", "Luật‹, Nghị định", "Luật‹ 2025"),
    attack=" Quản lý",
    used="match",
)
AND_LAW: Final = pattern(
    rf"(?:,\s|\s(?:và|hoặc)\s)(?={CAPITAL})",
    finds=("Luật Đất đai‹, ›Nhà ở", "Nhà ở‹ và ›Kinh doanh"),
    leaves=("Đất đai‹, nhà ở", "Đất đai‹. Nhà ở", "Đất đai‹ và nhà ở"),
    attack=" và ",
    used="match",
)
NAME_GOES_ON: Final = pattern(  # "Luật Đất đai, Thanh tra Chính phủ": no law, but an organ
    rf"\s{CAPITAL}",
    finds=("Thanh tra‹ C›hính phủ",),
    leaves=("Nhà ở‹ và", "Nhà ở‹, Xây dựng", "Nhà ở‹."),
    attack=" C",
    used="match",
)
AMENDING_LAW: Final = pattern(
    r"\s{1,2}sửa\sđổi,?\sbổ\ssung\s(?:một\ssố\sđiều\scủa\s)?(?:luật|bộ\sluật)",
    finds=("luật‹ sửa đổi, bổ sung một số điều của luật› báo chí", "luật‹ sửa đổi bổ sung bộ luật› hình sự"),
    leaves=("luật‹ sửa đổi", "luật‹ sửa đổi, bổ sung nghị định", "luật‹ báo chí"),
    attack=" sửa đổi, bổ sung một số điều của ",
    used="match",
)
NO_LAW_AFTER: Final = pattern(
    r"\s{1,2}(?:sư|pháp|lệ|gia|học|chơi|quốc\stế|hà\snội|rừng|nhân\squả|hồi\stỵ)(?!\w)",
    finds=("luật‹ sư› nguyễn", "luật‹ pháp› quốc tế", "luật‹ quốc tế›,", "đại học luật‹ hà nội›"),
    leaves=("luật‹ báo chí", "luật‹ quốc phòng", "luật‹ giao thông", "luật‹ phápy"),
    attack=" quốc ",
    used="match",
)
NO_LAW_BEFORE: Final = pattern(
    r"(?<!\w)(?:đại học|học|khoa|viện|ngành|hội|công ty|trường|quy|kỷ|pháp|định)\s{1,2}\Z",
    finds=("trường ‹đại học ›", "tuân thủ ‹kỷ ›", "theo ‹pháp ›", "‹công ty ›"),
    leaves=("sửa ", "quốc hội thông qua ", "ngành, ", "khoái ", "các bộ "),
    attack="đại học ",
)
SYMBOL_AFTER: Final = pattern(
    r"\s{1,2}\(?(?:luật\s)?số:?\s{0,2}(?P<symbol>(?P<number>\d{1,3})/(?:19|20)\d\d/QH\d{1,2})\)?",
    re.IGNORECASE,
    finds=("Luật Báo chí‹ số 126/2025/QH15›", "Luật Đất đai‹ (Luật số: 31/2024/QH15)› có"),
    leaves=("Luật Báo chí‹ số 59-NQ/TW", "Luật Báo chí‹ 126/2025/QH15", "Luật Báo chí‹ số 126"),
    attack=" (luật số: 126/2025/QH",
    used="match",
)

CONSTITUTION: Final = pattern(
    r"""
    (?:\s{1,2}nước\s{1,2}(?:cộng\ hòa\ xã\ hội\ chủ\ nghĩa|chxhcn)\s{1,2}việt\ nam)?
    \s{1,2}(?:năm\s{1,2})?(?P<year>(?:19|20)\d\d)(?!\w)
    """,
    re.VERBOSE,
    finds=("hiến pháp‹ năm 2013›", "hiến pháp‹ 1992›,", "hiến pháp‹ nước cộng hòa xã hội chủ nghĩa việt nam năm 2013›"),
    leaves=("hiến pháp‹ hiện hành", "hiến pháp‹ năm nay", "hiến pháp‹, năm 2013", "hiến pháp‹ nước pháp 1958"),
    attack=" nước chxhcn việt nam năm ",
    used="match",
)
PLACE: Final = pattern(
    rf"\s{{1,2}}(?P<name>{CAPITAL}[^\W\d_]{{0,11}}(?:[\s-]{CAPITAL}[^\W\d_]{{0,11}}){{0,4}})(?!\w)",
    finds=("Công ước‹ Hà Nội› hôm nay", "Công ước‹ Viên› 1961", "Công ước‹ Montego Bay›.", "Công ước‹ Ramsar›"),
    leaves=("Công ước‹ quốc tế", "Công ước‹ về", "Công ước‹ của Liên hợp quốc", "Công ước‹ 1982"),
    attack=" Hà",
    used="match",
)
LAW_OF_SEA: Final = pattern(
    r"\s{1,2}(?:về\s{1,2})?(?P<name>luật\s{1,2}biển(?:\s{1,2}quốc\s{1,2}tế)?)(?!\w)",
    finds=("công ước‹ luật biển› năm 1982", "liên hợp quốc‹ về luật biển› 1982", "công ước‹ luật biển quốc tế›"),
    leaves=("công ước‹ về chống tra tấn", "công ước‹ về biển", "công ước‹, luật biển"),
    attack=" về luật ",
    used="match",
)
SUBJECT_NAME: Final = pattern(  # what stands behind "Công ước" without "về"
    rf"""
    \s{{1,2}}(?P<name>
      (?:Chống|chống|Quyền|quyền|Phòng|Cấm|Xóa|Xoá|Bảo|Đa|Tương|Ngăn|Trấn|Loại|Trừng|An|Lao|Dẫn|Biến|Khung|Hải|Nghề|Di)
      (?:,?\s(?!(?:{STOP_WORDS})\s|và\s(?:các\s|{CAPITAL}))[^\W\d_A-ZĐ]{{1,8}}){{1,12}})(?!\w)
    """,
    re.VERBOSE,
    finds=(
        "Công ước‹ Chống tra tấn› và các nghị định thư",
        "Công ước‹ quyền trẻ em›.",
        "Công ước‹ Bảo vệ di sản văn hóa phi vật thể› của UNESCO",
        "Công ước‹ Đa dạng sinh học› năm 1992",
    ),
    leaves=("Công ước‹ Hà Nội", "Công ước‹ Bảo An", "Công ước‹ về chống", "Công ước‹ cấm các bên", "Công ước‹ Chống"),
    attack=" Chống tra tấn",
    used="match",
)
INTERNATIONAL: Final = pattern(
    r"\s{1,2}(?:khung\s{1,2})?(?:quốc\s{1,2}tế|khung)(?=\s)",
    finds=("công ước‹ quốc tế› về", "công ước‹ khung› của", "công ước‹ khung quốc tế› về"),
    leaves=("công ước‹ quốc tế, luật", "công ước‹ quốc gia", "công ước‹ về"),
    attack=" khung",
    used="match",
)
PERIOD: Final = pattern(
    r"""
    (?:\s{1,2}[^\W\d_]{1,8}|\s-|,|\s\d{1,2}(?!\d)){2,28}?
    \s{1,2}(?:đến\snăm|đến|năm|giai\sđoạn|thời\skỳ)?\s{0,2}(?:19|20)\d\d(?:\s?-\s?(?:19|20)?\d\d)?(?!\w)
    (?:,?\stầm\snhìn(?:\sđến)?(?:\snăm)?\s(?:19|20)\d\d)?
    """,
    re.VERBOSE,
    finds=(
        "chiến lược‹ phát triển kinh tế - xã hội 10 năm 2021 - 2030›",
        "chiến lược‹ ngoại giao văn hóa đến năm 2030›,",
        "chiến lược‹ văn hóa đối ngoại đến năm 2030, tầm nhìn đến năm 2045›",
    ),
    leaves=("chiến lược‹ toàn diện", "chiến lược‹ năm 2030", "chiến lược‹ ngoại giao. đến năm 2030"),
    attack=" đến, 10 - năm",
    used="match",
)
NATIONAL: Final = pattern(
    r"\s{1,2}(?:quốc\sgia|tổng\sthể)\s(?:về\s)?(?:[^\W\d_]{1,8}\s){1,9}[^\W\d_]{1,8}",
    finds=("chiến lược‹ quốc gia về bình đẳng giới›", "chiến lược‹ tổng thể bảo vệ tổ quốc›."),
    leaves=("chiến lược‹ quốc gia, dân tộc", "chiến lược‹ toàn diện", "chiến lược‹ quốc gia 2030"),
    attack=" quốc gia về một hai ba",
    used="match",
)
NO_STRATEGY_BEFORE: Final = pattern(
    r"(?<!\w)(?:đối tác|đột phá|tự chủ|mang tính|tầm|ý nghĩa|tham mưu|hợp tác|quan hệ|nhiệm vụ|chính sách,?)\s{1,2}\Z",
    finds=("nâng cấp lên ‹đối tác ›", "ba ‹đột phá ›", "vấn đề ‹mang tính ›", "‹chính sách, ›"),
    leaves=("ban hành ", "thực hiện ", "đối tác, ", "quan hệ với "),
    attack="đối tác ",
)


def name_at(text: str, low: str, word: KindWord) -> Name | None:
    """Return the name that follows the word for a kind, or None where no single document is named."""
    readers = {
        "luật": _law, "bộ luật": _law, "pháp lệnh": _law, "hiến pháp": _constitution, "công ước": _convention,
        "hiến chương": _charter, "chiến lược": _strategy,
    }  # fmt: skip
    return readers[word.kind](text, low, word)


def _law(text: str, low: str, word: KindWord) -> Name | None:
    if NO_LAW_AFTER.match(low, word.end) or NO_LAW_BEFORE.search(low, max(0, word.start - 12), word.start):
        return None
    name_start = word.end
    if word.capital and (amending := AMENDING_LAW.match(low, word.end)):
        name_start = amending.end()
    known = KNOWN_LAW if word.kind == "luật" else KNOWN_CODE
    match = known.match(low, name_start) or (CAPITAL_LAW.match(text, name_start) if word.capital else None)
    if not match:
        return None
    end = match.end()
    if other := OF_OTHER_STATE.match(text, end):
        end = other.end()
    _, end = _year_at(low, end)
    if symbol := SYMBOL_AFTER.match(text, end):
        return Name(text[word.end : end].strip(), symbol.end(), number=symbol["number"], symbol=symbol["symbol"])
    return Name(text[word.end : end].strip(" ()"), end)


def more_laws(text: str, low: str, at: int) -> Iterator[Span]:
    """Yield the names that share the word before them: "Nhà ở" of "Luật Đất đai, Nhà ở và Kinh doanh bất động sản"."""
    while joint := AND_LAW.match(text, at):
        match = KNOWN_LAW.match(low, joint.end() - 1)
        if not match or NAME_GOES_ON.match(text, match.end()):
            return
        yield Span(*match.span("name"))
        at = match.end()


def _constitution(text: str, low: str, word: KindWord) -> Name | None:
    match = CONSTITUTION.match(low, word.end)
    return Name(match["year"], match.end()) if match else None


def _convention(text: str, low: str, word: KindWord) -> Name | None:
    """Return what a convention is known by: its place or its field and its year ("Viên 1961"), or its subject."""
    at = word.end
    if international := INTERNATIONAL.match(low, at):
        at = international.end()
    year, at = _year_at(low, at)
    early = issuer_at(text, low, at)
    end = at = early.end if early else at
    match = LAW_OF_SEA.match(low, at)
    if not match and word.capital and not year:
        match = SUBJECT_NAME.match(text, at) or PLACE.match(text, at)
    if match:
        end = match.end()
    if not year:
        year, end = _year_at(low, end)
    subject = title_at(text, low, end)
    late = None if early else issuer_at(text, low, end)
    issuer = early.name if early else late.name if late and match else None
    year = year or last_year(subject or "")
    when = (str(year),) if year else ()
    if match:
        named = text[match.start("name") : end]
        name = named + (f" về {subject}" if subject and not last_year(named) else "")
        also = (*when, *((match["name"], subject) if subject else ()))
        return Name(name, late.end if late else end, issuer, subject, year=year, also=also)
    if subject:
        end = low.index(level(subject), end) + len(subject)
        return Name(subject, end, issuer, subject, year=year, also=when)
    return Name(str(year), end, issuer, year=year) if year and word.capital else None


def _year_at(low: str, at: int) -> tuple[int | None, int]:
    """Return the year at the offset and where it ends, brackets around it included."""
    match = YEAR_AFTER.match(low, at)
    if not match:
        return None, at
    return int(match["year"]), match.end() - (match[0].endswith(")") and "(" not in match[0])


def _charter(text: str, low: str, word: KindWord) -> Name | None:
    issuer = issuer_at(text, low, word.end) if word.capital else None
    return Name(issuer.name, issuer.end, issuer.name) if issuer else None


def _strategy(text: str, low: str, word: KindWord) -> Name | None:
    """Return the name of a strategy that is known by its period or its rank; "đối tác chiến lược" has neither."""
    if not word.capital or NO_STRATEGY_BEFORE.search(low, max(0, word.start - 14), word.start):
        return None
    match = PERIOD.match(low, word.end) or NATIONAL.match(low, word.end)
    return Name(text[word.end : match.end()].strip(), match.end()) if match else None
