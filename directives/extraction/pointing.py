"""Words that mean a document named before: "Nghị quyết này", "Công điện nêu rõ", "các mục tiêu của Công ước"."""

import re
from collections.abc import Iterator
from typing import Final

from articles.extraction.patterns import pattern
from articles.extraction.text import Span
from directives.extraction.bodies import issuer_at
from directives.extraction.document_titles import title_at
from directives.extraction.printed import KINDS, KindWord, Printed
from directives.extraction.words import CAPITAL, any_of, words

CONGRESS_KINDS: Final = {"nghị quyết", "văn kiện"}
PASSED_WHOLE: Final = {"công ước", "hiến chương", "luật", "bộ luật", "hiến pháp"}  # "thông qua Công ước": that one

NOT_ONE: Final = pattern(  # what stands before a word for documents of which none is named
    r"""
    (?<!\w)(?:các|những|một\ số|nhiều|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|\d{1,4}|vài|loạt|từng|mỗi|mọi|dự\ thảo)
    \s{1,2}\Z
    """,
    re.VERBOSE,
    finds=("trong ‹các ›", "ban hành ‹4 ›", "cả ‹dự thảo  ›", "ký ‹120 ›", "hàng ‹loạt ›", "cả ‹sáu ›"),
    leaves=("theo ", "các văn bản, ", "thực hiện ", "cả hai văn bản ", "dự thảo:"),
    attack="dự thảo ",
)
NEW_ONE: Final = pattern(  # what stands before a document that only comes to be
    r"(?<!\w)(?:thông qua|ra|trao|công bố|soạn thảo|xây dựng|dự án|đề xuất|trình|biên tập|tờ trình)\s{1,2}\Z",
    finds=("hội nghị đã ‹thông qua ›", "ban ‹soạn thảo ›", "đang ‹xây dựng ›", "quốc hội sẽ ‹ra ›", "lễ ‹công bố ›"),
    leaves=("thực hiện ", "ban hành ", "thông qua: ", "quá trình thực hiện ", "được thông qua, ", "của "),
    attack="thông qua ",
)
OF_A_NAME: Final = pattern(  # a noun whose other half the word is: "Bộ Kế hoạch", "Đối tác Chiến lược", "cử nhân Luật"
    rf"""
    (?:(?<![.!?:;…\n"“(])[ ]{CAPITAL}[^\W\d_]{{0,11}}
      |(?<!\w)(?i:đối\ tác|hợp\ tác|đại\ học|học|khoa|viện|ngành|công\ ty|trường|cử\ nhân
        |tiến\ sĩ|tiến\ sỹ|thạc\ sĩ|thạc\ sỹ|giáo\ sư|quy|kỷ|pháp|phòng|ban|bộ|sở|vụ|cục)
    )[ ]{{1,2}}\Z
    """,
    re.VERBOSE,
    finds=("của‹ Bộ ›", "thiết lập ‹Đối tác ›", "là ‹cử nhân ›", "quan hệ ‹đối tác ›", "hai‹ Vụ ›", "‹Bộ ›"),
    leaves=(" theo ", ". Theo ", "Thực hiện ", "\nTrong ", "mục tiêu của ", "cán bộ, ", "(Theo "),
    attack=" Bộ ",
)
KIND: Final = any_of(KINDS)
AFTER_A_KIND: Final = pattern(  # "các luật, Nghị định": one kind among others
    rf"(?<!\w){KIND}(?:,|\s{{1,2}}và|\s{{1,2}}hoặc|\s{{1,2}}hay|/)\s{{0,2}}\Z",
    finds=("theo ‹luật, ›", "các ‹nghị quyết và ›", "theo ‹chỉ thị/›"),
    leaves=("theo ", "nghị quyết 57, ", "luật đất đai và ", "nghị quyết. "),
    attack="luật, ",
)
REACH_BACK: Final = 30  # code points before a word that can be the kind before it, with "và"
POINTS_BACK: Final = pattern(
    r"""
    (?:\s{1,2}(?:quan\ trọng|lịch\ sử|mới|then\ chốt|trụ\ cột|đặc\ biệt|lớn|nền\ tảng|đột\ phá|chiến\ lược|nói|nêu
      |kể|dẫn|vừa\ nêu|đã\ nêu|đã\ dẫn|rất|hết\ sức|vô\ cùng|mang\ tính|đầu\ tiên|lần)){0,3}
    \s{1,2}(?:này|đó|ấy|(?<=\ nói\ |\ nêu\ |\ dẫn\ )trên|trên\ đây
      |trên(?=\s?[.,;:!?)”"]|\s(?:đã|được|là|có|sẽ|cũng|đang|còn|cần|phải|và|thì|mà|nhằm|để|nêu|quy\ định|yêu\ cầu)\s))
    (?!\w)
    """,
    re.VERBOSE,
    finds=(
        "nghị quyết‹ này› là",
        "các nghị quyết‹ nêu trên›,",
        "quyết định‹  đó›.",
        "công ước‹ quan trọng này›.",
        "nghị quyết‹ mới này›",
        "nghị quyết‹ lần này›",
        "nghị quyết‹ rất quan trọng này›",
        "nghị định‹ trên›, các bộ",
        "nghị định‹ trên› đã có",
        "luật‹ nói trên› địa bàn",
    ),
    leaves=(
        "nghị quyết‹ đóng góp",
        "nghị quyết‹, trên",
        "nghị quyết‹ nêu rõ",
        "nghị quyết‹ trên địa bàn tỉnh",
        "luật‹ trên biển",
        "nghị quyết‹ trên cơ sở đó",
        "nghị quyết‹ mới của",
    ),
    attack=" quan trọng",
    used="match",
)
VERB: Final = any_of(words("document_verbs.txt"))
ADVERB: Final = (
    r"(?:đã|cũng|đang|sẽ|còn|vừa|mới|không\s(?:chỉ|những)|chỉ|luôn|đều|vẫn|chính\sthức|trực\stiếp|lại|tiếp\stục)"
)
SAYS: Final = pattern(  # behind a word that is a verb as well: "Quyết định được ban hành", "Kết luận nêu rõ"
    rf"""
    (?: (?:\s{{1,2}}{ADVERB}){{1,3}}\s{{1,2}}(?:được\s{{1,2}})?(?!ký){VERB}
      | \s{{1,2}}được\s{{1,2}}(?:ban\ hành|ký|thông\ qua|công\ bố|xây\ dựng|áp\ dụng|thực\ hiện|triển\ khai|đưa)
      | \s{{1,2}}(?:nêu|chỉ\ rõ|xác\ định|khẳng\ định|nhấn\ mạnh|quy\ định|có\ hiệu\ lực|ghi\ rõ|đặt\ mục\ tiêu
          |đề\ ra|đặt\ ra|đề\ cập|gồm|bao\ gồm|hướng\ tới|hướng\ đến|yêu\ cầu)
    )(?!\w)
    """,
    re.VERBOSE,
    finds=(
        "Quyết định‹ được ban hành› nhằm",
        "Kết luận‹ nêu› rõ",
        "Thông báo‹ cũng nêu› rõ",
        "Quyết định‹ đã được ban hành›",
        "Kế hoạch‹ đặt mục tiêu› đến",
    ),
    leaves=(
        "Quyết định‹ ban hành nghị quyết",
        "Kết luận‹ phiên họp",
        "Thông báo‹ cho",
        "Quyết định‹ giao bộ",
        "Kết luận‹, nêu rõ",
    ),
    attack=" đã",
    used="match",
)
GOES_ON: Final = pattern(  # what follows a kind that stands for a document by itself; not what says which one
    rf"""
    \s?(?:[.;:!?)\]”"…\n]|\Z)
    |,(?!\s{{1,2}}(?:(?:và|hoặc)\s{{1,2}})?{KIND})
    |\s{{1,2}}(?:và|hoặc)(?!\s{{1,2}}(?:các\s{{1,2}})?{KIND})\s
    |\s{{1,2}}(?:{ADVERB}|là|được|bị|có|không|chưa|phải|cần|nhằm|để|vào|với|cho|bằng|theo|thì|mà|khi|như|đến
        |sớm|thực\ sự)(?!\w)
    |\s{{1,2}}{VERB}(?!\s{{1,2}}chi\s{{1,2}}tiết)(?!\w)
    """,
    re.VERBOSE,
    finds=(
        "nghị quyết‹ nêu› rõ",
        "nghị định‹ đã› quy định",
        "công điện‹ gửi› bộ trưởng",
        "công ước‹,› nâng cao",
        "công ước‹ và ›hướng",
        "luật‹ có› hiệu lực",
        "nghị quyết‹ vào› cuộc sống",
        "nghị quyết‹.›",
    ),
    leaves=(
        "nghị quyết‹ 59",
        "nghị quyết‹ của quốc hội",
        "nghị quyết‹, chỉ thị",
        "luật‹ và các nghị định",
        "luật‹ và nghị định",
        "luật‹ tạoh",
        "nghị định‹ sửa đổi",
        "nghị định‹ quy định chi tiết luật",
        "nghị quyết‹ chuyên đề",
        "nghị quyết‹ về",
    ),
    attack=" và các",
    used="match",
)
CONGRESS_AGAIN: Final = pattern(  # "Nghị quyết của Đại hội", which congress was said before
    r"""
    \s{1,2}(?:của\s{1,2})?đại\s{1,2}hội(?:\s{1,2}đảng)?(?!\w)
    (?!\s{1,2}(?:đảng|đồng|đại|lần|toàn|bộ|các|cấp|thi|công|đoàn|hội|phụ|nông|mặt|mttq|cổ|thể|chi|[ivx\d]{1,6})(?!\w))
    """,
    re.VERBOSE,
    finds=("nghị quyết‹ của đại hội› đề ra", "văn kiện‹ đại hội đảng›,", "nghị quyết‹ đại hội› vào cuộc sống"),
    leaves=(
        "nghị quyết‹ đại hội xiv",
        "nghị quyết‹ đại hội đồng",
        "nghị quyết‹ đại hội đảng lần thứ xiv",
        "nghị quyết‹ của đại hội lần thứ xiv",
        "nghị quyết‹ đại hội đảng bộ tỉnh",
        "nghị quyết‹ đại hội đảng các cấp",
        "nghị quyết‹ đại hội công đoàn",
        "nghị quyết‹ của đảng",
    ),
    attack=" của đại hội đảng",
    used="match",
)


def pointing(text: str, low: str, word: KindWord) -> Iterator[Printed]:
    """Yield what stands at word if it can mean a document that was named before; whether one was, is not asked here."""
    if is_not_one(low, word):
        return
    if again := CONGRESS_AGAIN.match(low, word.end):
        if word.kind in CONGRESS_KINDS:
            yield Printed(Span(word.start, again.end()), word.kind, "anaphora", "congress-again", body="Đại hội")
    elif points := POINTS_BACK.match(low, word.end):
        yield Printed(Span(word.start, points.end()), word.kind, "anaphora", "points-back")
    elif word.capital and word.use != "paper" and not is_another(text, low, word):
        yield from _by_its_kind(text, low, word)


def is_not_one(low: str, word: KindWord) -> bool:
    """Tell whether the words before say that several are meant, or none that is out yet."""
    return bool(NOT_ONE.search(low, max(0, word.start - 12), word.start))


def _by_its_kind(text: str, low: str, word: KindWord) -> Iterator[Printed]:
    """Yield "Nghị quyết" alone, which the capital tells from resolutions at large, or "Nghị quyết của Bộ Chính trị"."""
    if word.use == "word" and word.opens_sentence:
        if SAYS.match(low, word.end):
            yield Printed(Span(word.start, word.end), word.kind, "anaphora", "document-speaks")
    elif GOES_ON.match(low, word.end):
        yield Printed(Span(word.start, word.end), word.kind, "anaphora", "kind-again")
    elif (issuer := issuer_at(text, low, word.end)) and not title_at(text, low, issuer.end):
        yield Printed(Span(word.start, issuer.end), word.kind, "anaphora", "issuer-again", issuer=issuer.name)


def is_another(text: str, low: str, word: KindWord) -> bool:
    """Tell whether the words before make it part of a name, one kind among others, or a document that comes to be."""
    reach = max(0, word.start - REACH_BACK)
    if OF_A_NAME.search(text, reach, word.start) or AFTER_A_KIND.search(low, reach, word.start):
        return True
    return word.kind not in PASSED_WHOLE and bool(NEW_ONE.search(low, reach, word.start))
