"""What a document is about: the words after "về" that are its title, as far as the text lets it be seen."""

import re
from typing import Final

from articles.extraction.patterns import pattern
from directives.extraction.words import CAPITAL, level

ABOUT: Final = pattern(
    r",?\s{1,2}về\s{1,2}(?:việc\s{1,2})?(?=[\w“\"])",
    finds=("59-nq/tw‹ về ›hội nhập", "của quốc hội‹ về việc ›sắp xếp", "chỉ thị 15‹, về ›“ngoại giao"),
    leaves=("nghị quyết 59‹ đề cập về", "trở‹về nước", "nghị quyết 59‹ về: hội nhập", "chỉ thị 15‹ vềlại"),
    attack=" về việc ",
    used="match",
)
REACH: Final = 220  # code points that a title may take at most
HARD_END: Final = pattern(
    rf"[.;:?!()\n…”\"]|,\s(?={CAPITAL}|“|(?:ông|bà|trong đó|qua đó|nhằm|để|đã|được|là|có|theo)\s)",
    finds=(
        "hội nhập quốc tế‹.› Nghị quyết",
        "bảo vệ môi trường‹, ›ông nói",
        "hội nhập quốc tế‹, ›Bộ trưởng",
        "phát triển đất nước‹, ›nhằm tạo",
        "hội nhập ‹(›gọi tắt",
    ),
    leaves=("khoa học, công nghệ và đổi mới sáng tạo", "lao động, thương binh", "hội nhập, bàn"),
    attack=", ông",
)
SOFT_END: Final = pattern(
    r"""
    (?<!đáp\ ứng)(?<!tự)(?<!không)\s(?=
      (?:đã|đang|sẽ|là|được|xác\ định|khẳng\ định|nêu|đặt\ ra|đề\ ra|chỉ\ rõ|cũng|có\ hiệu\ lực|mở\ ra|ra\ đời|yêu\ cầu
        |cho\ thấy|cho\ biết|cho\ rằng|thể\ hiện|như|do|thì|mà|ngày\ \d{1,2}
        |tạo\ (?:cơ\ sở|nền\ tảng|điều\ kiện|động\ lực|bước|tiền\ đề|hành\ lang|ra))\s
      |và\s(?:các\s)?(?:nghị\ quyết|chỉ\ thị|kết\ luận|nghị\ định|luật|quyết\ định|chương\ trình|kế\ hoạch
        |thông\ tư|quy\ chế|công\ ước|công\ điện|đề\ án)\s
    )
    """,
    re.VERBOSE,
    finds=(
        "hội nhập quốc tế‹ ›đã tạo",
        "phát triển kinh tế tư nhân‹ ›xác định rõ",
        "điện hạt nhân‹ ›và nghị quyết 190",
        "công tác dân tộc‹ ›tạo nền tảng cho",
    ),
    leaves=(
        "hội nhập quốc tế trong tình hình mới",
        "xây dựng và bảo vệ tổ quốc",
        "đáp ứng yêu cầu mới",
        "quyền tự do đi lại",
        "những điều không được làm",
    ),
    attack=" tạo điều",
)
QUOTED: Final = pattern(
    r"[“\"](?P<title>[^”\"\n]{3,300})[”\"]",
    finds=("về ‹“nâng tầm đối ngoại”› của", 'về ‹"hội nhập quốc tế"›'),
    leaves=("về‹ “hội nhập”", "về ‹“x”", "về ‹“hội nhập.\nông nói”", "về ‹hội nhập”"),
    attack="“hội nhập ",
    used="match",
)
LIST_PART: Final = 5  # syllables that a part of an enumeration inside a title may have ("khoa học, công nghệ, …")


def title_at(text: str, low: str, at: int) -> str | None:
    """Return the title that follows at the offset after "về", or None. Low is `level(text)`.

    A comma belongs to the title only within an enumeration that ends with "và": "… khoa học, công nghệ và đổi mới".
    """
    about = ABOUT.match(low, at)
    if not about:
        return None
    if quoted := QUOTED.match(text, about.end()):
        return quoted["title"].strip()
    reach = text[about.end() : about.end() + REACH]
    ends = (HARD_END.search(reach), SOFT_END.search(level(reach)))
    end = min(match.start() if match else len(reach) for match in ends)
    title = _without_clauses(reach[:end].split(",")).strip(" -–“")
    return title if len(title.split()) > 1 else None


def _without_clauses(parts: list[str]) -> str:
    """Return the parts up to the comma that ends the title."""
    for last in range(len(parts) - 1, 0, -1):
        short = all(len(part.split()) <= LIST_PART for part in parts[1:last])
        if short and " và " in " ".join(parts[last].split()[: LIST_PART + 1]):
            return ",".join(parts[: last + 1])
    return parts[0]
