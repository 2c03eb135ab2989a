"""Who issues documents, as printed: the organs of the list, and the congresses and plenums that pass resolutions."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from articles.extraction.patterns import pattern
from articles.extraction.phrases import word_list
from directives.extraction.words import CAPITAL, RANKS, any_of, entries, from_roman, level, roman


@dataclass(frozen=True, slots=True)
class Body:
    """Who issued a document: one name for all printed forms, where the words stand, the term where they name one."""

    name: str
    start: int
    end: int
    term: str | None = None


ISSUERS: Final = {level(printed): name for printed, name in entries("issuers.tsv")}
ISSUER: Final = pattern(
    rf",?\s{{1,2}}\(?(?P<of>(?:của|do)\s{{1,2}})?(?P<issuer>{any_of(ISSUERS)})(?!\w)",
    finds=(
        "nghị quyết 59‹ của bộ chính trị›",
        "chỉ thị số 45‹ của ban bí thư trung ương đảng› về",
        "nghị quyết số 57-nq/tw‹, bộ chính trị› yêu cầu",
        "hiến chương‹ (liên hợp quốc›)",
        "công điện‹ do thủ tướng chính phủ› ký",
    ),
    leaves=("nghị quyết‹ của bộ", "nghị quyết‹ của đại hội", "nghị định‹của chính phủ", "của‹ các bộ, ngành"),
    attack=" của ban chấp hành trung ương đảng cộng sản việt ",
    used="match",
)
OF_OTHER_STATE: Final = pattern(  # behind an organ or a law: whose it is, if not Việt Nam's
    rf"""
    \s{{1,2}}(?:của\s{{1,2}})?(?:(?:Đảng|đảng)(?:\s{{1,2}}[^\W\d_]{{1,8}}){{1,5}}?\s{{1,2}}|nước\s{{1,2}})?
    (?P<state>{any_of(word_list("states"))})(?!\w|\s(?:lệnh|luật)(?!\w))
    """,
    re.VERBOSE,
    finds=("Quốc hội‹ Lào› về", "An ninh mạng‹ của Trung Quốc›", "Bộ Chính trị‹ Đảng Nhân dân Cách mạng Lào›"),
    leaves=("An ninh mạng‹, Trung Quốc và", "Quốc hội‹ Việt Nam", "Đất đai‹ Pháp lệnh", "Quốc hội‹ về Lào"),
    attack=" của Đảng Nhân dân",
    used="match",
)
LOCAL_ISSUER: Final = pattern(
    rf"""
    ,?\s{{1,2}}của\s{{1,2}}(?P<issuer>
      (?:Tỉnh\ ủy|Thành\ ủy|Đảng\ ủy|Ban\ Thường\ vụ|Ban\ Chấp\ hành|Ban\ Chỉ\ đạo|Bộ\ trưởng|Bộ|Quân\ ủy
        |UBND|HĐND|Ủy\ ban\ [Nn]hân\ dân|Hội\ đồng\ [Nn]hân\ dân)
      (?:\s(?:tỉnh|thành\ phố|huyện|xã|phường))?
      (?:\s{CAPITAL}[^\W\d_]{{0,7}}){{0,5}})(?!\w)
    """,
    re.VERBOSE,
    finds=(
        "Nghị quyết 15-NQ/TU‹ của Tỉnh ủy Thanh Hóa› về",
        "Quyết định 12‹ của UBND tỉnh Nghệ An›, theo đó",
        "Kế hoạch‹ của Ban Chỉ đạo› về",
        "Kết luận‹ của Bộ trưởng Lê Văn Bảo› tại",
    ),
    leaves=(
        "Nghị quyết‹ của tỉnh",
        "Chương trình‹ của Hội Nông dân",
        "kế hoạch‹ Tỉnh ủy Nghệ An",
        "Quyết định‹ của ông",
    ),
    attack=" của Ủy ban Nhân dân thành phố Hà Nội Hà Nội Hà Nội",
    used="match",
)
HAS_ISSUED: Final = pattern(
    rf"""
    (?<!\w)(?P<issuer>{any_of(ISSUERS)})
    (?:\s(?:đã|vừa|mới|cũng|ký|chính\ thức)){{0,3}}
    \s(?:ban\ hành|thông\ qua)\s\Z
    """,
    re.VERBOSE,
    finds=("hôm qua, ‹quốc hội đã ban hành ›", "‹bộ chính trị vừa ký ban hành ›", "‹quốc hội chính thức thông qua ›"),
    leaves=("quốc hội sẽ ban hành ", "quốc hội đã ban hành luật ", "bộ đã ban hành ", "thủ tướng yêu cầu ban hành "),
    attack="quốc hội đã vừa mới ",
)
ISSUER_REACH: Final = 80  # code points before a citation in which its issuer is looked for

NUMERAL: Final = r"(?:[ivx]{1,6}|\d{1,2})(?![\w/])"
OTHER_PARTY: Final = r"\s{1,2}(?:cộng|nhân|lao|bộ)"  # Đảng Nhân dân Cách mạng Lào
CONGRESS: Final = pattern(
    rf"""
    đại\s{{1,2}}hội\s{{1,2}}
    (?:đại\s{{1,2}}biểu\s{{1,2}})?(?:đảng\s{{1,2}})?(?:toàn\s{{1,2}}quốc\s{{1,2}})?(?:của\s{{1,2}}đảng\s{{1,2}})?
    (?:lần\s{{1,2}}thứ\s{{1,2}})?
    (?P<numeral>{NUMERAL})
    (?:\s{{1,2}}(?:của\s{{1,2}})?đảng(?:\s{{1,2}}cộng\s{{1,2}}sản\s{{1,2}}việt\s{{1,2}}nam)?(?!\w|{OTHER_PARTY}))?
    (?!\s{{1,2}}(?:của\s{{1,2}})?(?:đảng{OTHER_PARTY}|cộng\s{{1,2}}sản))
    """,
    re.VERBOSE,
    finds=(
        "‹đại hội xiv›",
        "‹đại hội 14›, ngành",
        "‹đại hội đảng lần thứ xiv› đã",
        "‹đại hội đại biểu toàn quốc lần thứ xiv của đảng› đề ra",
        "‹đại hội lần thứ xiii của đảng cộng sản việt nam›",
    ),
    leaves=(
        "đại hội đồng liên hợp quốc",
        "đại hội 14/3",
        "đại hội lần thứ xii của đảng nhân dân cách mạng lào",
        "đại hội xx đảng cộng sản trung quốc",
        "đại hội đảng bộ lần thứ i",
    ),
    attack="đại hội đại biểu đảng toàn quốc của đảng lần thứ ",
    used="match",
)
OTHER_CONGRESS: Final = pattern(  # of the Front, the unions, the Youth Union, of emulation
    rf"""
    đại\s{{1,2}}hội\s{{1,2}}(?:đại\s{{1,2}}biểu\s{{1,2}})?(?:toàn\s{{1,2}}quốc\s{{1,2}})?
    (?:mặt\ trận|mttq|công\ đoàn|đoàn|hội|liên\ minh|liên\ hiệp|liên\ đoàn|thi\ đua)(?!\w)
    (?:\s{{1,2}}(?!lần\s|nhiệm\s|năm\s)[^\W\d_]{{1,8}}){{0,12}}
    \s{{1,2}}lần\s{{1,2}}thứ\s{{1,2}}(?P<numeral>{NUMERAL})
    """,
    re.VERBOSE,
    finds=(
        "‹đại hội công đoàn việt nam lần thứ xiii›",
        "‹đại hội thi đua yêu nước toàn quốc lần thứ xi›,",
        "‹đại hội đại biểu toàn quốc mttq việt nam lần thứ x›",
    ),
    leaves=("đại hội lần thứ xiv", "đại hội đồng", "đại hội công đoàn các cấp", "đại hội đảng bộ tỉnh lần thứ xx"),
    attack="đại hội hội một hai ba bốn năm sáu bảy tám ",
    used="match",
)
LOCAL_CONGRESS: Final = pattern(
    rf"""
    đại\s{{1,2}}hội\s{{1,2}}(?:đại\s{{1,2}}biểu\s{{1,2}})?đảng\s{{1,2}}bộ\s{{1,2}}
    (?:(?!lần\s)[^\W\d_]{{1,8}},?\s{{1,2}}){{1,12}}
    lần\s{{1,2}}thứ\s{{1,2}}(?P<numeral>{NUMERAL})
    """,
    re.VERBOSE,
    finds=(
        "‹đại hội đảng bộ bộ ngoại giao lần thứ i›, ngành",
        "‹đại hội đại biểu đảng bộ tỉnh thanh hóa lần thứ xx›",
    ),
    leaves=("đại hội đảng bộ các cấp", "đại hội đảng lần thứ xiv", "đại hội đảng bộ tỉnh. lần thứ i"),
    attack="đại hội đảng bộ một hai ba bốn năm sáu bảy tám ",
    used="match",
)
LOCAL_CONGRESS_ALONE: Final = pattern(  # which one is not said: the last one of that Party organisation
    rf"""
    [Đđ]ại\ hội\ (?:[Đđ]ại\ biểu\ )?[Đđ]ảng\ bộ
    (?:\ (?:tỉnh|[Tt]hành\ phố|huyện|quận|xã|phường|đặc\ khu|thị\ xã)
        (?:\ (?!Nghị\ |Chỉ\ |Kết\ ){CAPITAL}[^\W\d_]{{0,7}}){{0,4}}
      |\ (?i:{any_of(name for name in ISSUERS if name.startswith(("bộ ", "chính phủ", "quốc hội")))}))(?!\w)
    """,
    re.VERBOSE,
    finds=(
        "‹Đại hội Đảng bộ tỉnh›, các cấp",
        "‹Đại hội đại biểu Đảng bộ tỉnh Cao Bằng› nêu rõ",
        "‹Đại hội Đảng bộ Bộ Ngoại giao›",
        "‹Đại hội Đảng bộ Chính phủ›",
    ),
    leaves=("Đại hội Đảng bộ các cấp", "Đại hội Đảng bộ cơ sở", "Đại hội Đảng", "Đại hội đồng", "Đại hội Đảng bộ Xã"),
    attack="Đại hội đại biểu Đảng bộ tỉnh Cao Bằng Cao Bằng Cao Bằng",
    used="match",
)
PLENUM: Final = pattern(
    rf"""
    (?:hội\s{{1,2}}nghị\s{{1,2}})?(?:lần\s{{1,2}}thứ\s{{1,2}}(?P<early>[^\W_]{{1,6}})[,\s]\s?)?
    (?:(?:ban\s{{1,2}}chấp\s{{1,2}}hành|bch)\s{{1,2}})?(?:trung\s{{1,2}}ương|tw|t\.ư|tư)(?:\s{{1,2}}đảng)?
    (?:\s{{1,2}}(?:lần\s{{1,2}}thứ\s{{1,2}})?(?P<late>(?!khóa)[^\W_]{{1,6}}))?
    ,?\s{{1,2}}\(?khóa\s{{1,2}}(?P<term>{NUMERAL})\)?
    """,
    re.VERBOSE,
    finds=(
        "‹hội nghị trung ương 8 khóa xiii›",
        "‹trung ương 4 (khóa xii)›",
        "‹t.ư 8 khóa xiii›",
        "‹tư 4, khóa xii›",
        "‹hội nghị lần thứ tám ban chấp hành trung ương đảng khóa xiii› về",
        "‹hội nghị lần thứ 13 bch trung ương đảng, khóa xiii›",
    ),
    leaves=(
        "hội nghị trung ương 8",
        "hội nghị lần thứ tám",
        "ban chấp hành trung ương khóa mới",
        "trung ương 8 nhiệm kỳ",
    ),
    attack="hội nghị lần thứ tám ban chấp hành trung ương đảng lần thứ tám khóa ",
    used="match",
)
PLENUM_ALONE: Final = pattern(  # of the term under way, which is not said: "Nghị quyết Trung ương 6"
    r"""
    (?:hội\s{1,2}nghị\s{1,2})?
    (?:(?:lần\s{1,2}thứ\s{1,2}(?P<early>[^\W_]{1,6})[,\s]\s?)
        (?:ban\s{1,2}chấp\s{1,2}hành|bch)\s?(?:trung\s{1,2}ương|tw|t\.ư|tư)(?:\s{1,2}đảng)?
      |(?:trung\s{1,2}ương|tw|t\.ư|tư)(?:\s{1,2}đảng)?\s{1,2}(?:lần\s{1,2}thứ\s{1,2})?(?P<late>\d{1,2}|[ivx]{1,4}))
    (?![\w/%]|[.,-]\d|,?\s{1,2}\(?khóa(?!\w)|\s{1,2}(?:năm|nhiệm|tháng|ngày|tỉnh|bộ|nghị|nội|mục|điểm|lần|tỷ)(?!\w))
    """,
    re.VERBOSE,
    finds=(
        "‹trung ương 6›; trong đó",
        "‹hội nghị trung ương 8› đề ra",
        "‹tw 4›,",
        "‹hội nghị lần thứ tám ban chấp hành trung ương đảng›.",
    ),
    leaves=("trung ương 8 nhiệm kỳ", "trung ương 6 khóa xii", "trung ương 3 năm", "trung ương đảng", "trung ương 6/12"),
    attack="hội nghị lần thứ tám ban chấp hành trung ương ",
    used="match",
)
CONFERENCE: Final = pattern(
    rf"hội\s{{1,2}}nghị\s{{1,2}}(?P<of>ngoại\s{{1,2}}giao|ngoại\s{{1,2}}vụ)(?:\s{{1,2}}toàn\s{{1,2}}quốc)?"
    rf"\s{{1,2}}(?:lần\s{{1,2}}thứ\s{{1,2}})?(?P<numeral>{NUMERAL})",
    finds=("‹hội nghị ngoại giao 32›", "‹hội nghị ngoại vụ toàn quốc lần thứ 21›, bộ"),
    leaves=("hội nghị ngoại giao năm", "hội nghị ngoại trưởng 32", "hội nghị ngoại giao toàn quốc"),
    attack="hội nghị ngoại giao toàn quốc lần thứ ",
    used="match",
)
AND_TERM: Final = pattern(  # "Đại hội XII, XIII của Đảng", "Trung ương 4 khóa XI, XII"
    r"""
    (?:\s?,\s{1,2}|\s{1,2}(?:và|hay)\s{1,2})(?:khóa\s{1,2}|lần\s{1,2}thứ\s{1,2})?
    (?P<numeral>[ivx]{1,5})(?!\w)
    """,
    re.VERBOSE,
    finds=("đại hội xii‹, xiii› của đảng", "khóa xi‹ và khóa xii›", "lần thứ xiii‹ và lần thứ xiv›"),
    leaves=("đại hội xii‹, đại hội xiii", "khóa xi‹ và 12", "đại hội xii‹ và vinh dự"),
    attack=" và khóa ",
    used="match",
)
OF: Final = pattern(
    r"\s{0,2}(?:của\s{1,2})?",
    finds=("nghị quyết‹ của ›đại hội", "nghị quyết‹ ›đại hội", "văn kiện‹  của  ›đại hội", "‹›đại hội"),
    leaves=(),
    attack=" của ",
    used="match",
)


def issuer_at(text: str, low: str, at: int) -> Body | None:
    """Return the issuer named at the offset ("của Bộ Chính trị", ", Quốc hội"), or None; low is `level(text)`."""
    match = ISSUER.match(low, at)
    if match and (match["of"] or text[match.start("issuer")].isupper()):
        name, end = ISSUERS[" ".join(match["issuer"].split())], match.end()
        if other := OF_OTHER_STATE.match(text, end):
            return Body(f"{name} {other['state']}", match.start("issuer"), other.end())
        return Body(name, match.start("issuer"), end)
    local = LOCAL_ISSUER.match(text, at)
    return Body(local["issuer"], local.start("issuer"), local.end()) if local else None


def issuer_before(low: str, at: int) -> str | None:
    """Return who is said to have issued the document whose citation begins at the offset, or None."""
    reach = low[max(0, at - ISSUER_REACH) : at]
    if not reach.endswith(("ban hành ", "thông qua ")):
        return None
    match = HAS_ISSUED.search(reach)
    return ISSUERS[" ".join(match["issuer"].split())] if match else None


def body_at(text: str, low: str, at: int) -> Body | None:
    """Return the congress, plenum or conference named at the offset, "của" before it or not, or None."""
    of = OF.match(low, at)
    start = of.end() if of else at
    if match := LOCAL_CONGRESS.match(low, start) or OTHER_CONGRESS.match(low, start):
        return Body(text[start : match.end()], start, match.end())
    if match := LOCAL_CONGRESS_ALONE.match(text, start):
        return Body(text[start : match.end()], start, match.end())
    if match := CONGRESS.match(low, start):
        term = term_of(match["numeral"])
        return Body(f"Đại hội {term}", start, match.end(), term)
    if match := PLENUM.match(low, start):
        return _plenum(match)
    if (match := PLENUM_ALONE.match(low, start)) and (number := _plenum_number(match)):
        return Body(f"Hội nghị Trung ương {number}", start, match.end())
    if match := CONFERENCE.match(low, start):
        return Body(f"Hội nghị {match['of'].capitalize()} {match['numeral']}", start, match.end())
    return None


def more_bodies(low: str, body: Body) -> Iterator[Body]:
    """Yield the bodies of the same kind whose numbers follow: XIII of "Đại hội XII, XIII của Đảng"."""
    while body.term and (more := AND_TERM.match(low, body.end)):
        term = term_of(more["numeral"])
        body = Body(body.name.removesuffix(body.term) + term, more.start("numeral"), more.end(), term)
        yield body


def _plenum(match: re.Match[str]) -> Body | None:
    number = _plenum_number(match)
    term = term_of(match["term"])
    return Body(f"Hội nghị Trung ương {number} khóa {term}", match.start(), match.end(), term) if number else None


def _plenum_number(match: re.Match[str]) -> int | None:
    written = match["early"] or match["late"]
    if not written:
        return None
    return int(written) if written.isdigit() else RANKS.get(written) or from_roman(written)


def term_of(numeral: str) -> str:
    """Return the number of a congress or a National Assembly in Roman numerals: "14" and "xiv" give XIV."""
    number = int(numeral) if numeral.isdigit() else from_roman(numeral)
    return roman(number) if number and number < 40 else numeral.upper()
