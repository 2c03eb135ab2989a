"""What stands among the paragraphs of an article and is not its text: residue, captions, pull quotes, bylines."""

import re
from collections import defaultdict
from itertools import islice
from typing import Final

from articles.extraction.draft_blocks import STAMP, STAMP_LINES, DraftBlock, sentences_by_line
from articles.extraction.naming import opens_with_a_person
from articles.extraction.patterns import pattern

LONGEST_CAPTION: Final = 400  # code points
LONGEST_SCENE: Final = 250  # a caption without a mark is short
LONGEST_NAMED: Final = 160  # "Ông Lê Văn Bảo, Ủy viên Trung ương Đảng, Bí thư Tỉnh ủy phát biểu."
LONGEST_BYLINE: Final = 60
FEWEST_REPEATED_WORDS: Final = 8  # apart by white space; a shorter line may come again by chance
MOST_REPEATED_WORDS: Final = 150
KEY_WORDS: Final = 5  # words by which a repeated line is looked up
MOST_COPIES: Final = 4  # places looked at for each line, so that a text of one repeated line costs no more than another

RESIDUE: Final = pattern(
    r"""
      (?: xem\ (?: video | clip | thêm ) | video | clip | mời\ (?: xem | đọc ) | tin\ liên\ quan ) \s? : .{0,200}
    | \d{1,2}:\d{2} (?: :\d{2} )? (?: \s? / \s? \d{1,2}:\d{2} (?: :\d{2} )? )?                  # 0:00 / 0:00
    | \(? (?: theo | nguồn:? ) \s (?: TTXVN | VGP | VOV | Vietnam\+ | Chinhphu\.vn | báo \s [^.:,]{2,40} ) \)? \.?
    | (?: \( [^()]{2,40} \) | [\w.&+]{2,20} ) \s? [-–—|]                                       # (VTC News) -, TTO -
    """,
    re.VERBOSE | re.IGNORECASE,
    used="fullmatch",
    finds=(
        "Xem video: Lễ đón",
        "0:00 / 0:00",
        "1:02:03",
        "(Theo TTXVN)",
        "Nguồn: báo Nhân Dân",
        "Tin liên quan:",
        "TTO -",
    ),
    leaves=(
        "Theo TTXVN, ông Bảo nói",
        "(VOV) - Sáng nay",
        "Hà Nội -",
        "Xem xét: ba việc",
        "Clip ngắn",
        "Lúc 10:30",
        "Theo báo cáo: tăng",
    ),
    attack="0:00 / ",
)
CREDIT: Final = pattern(
    r"""
    (?: [(\-–—.|,] \s? | \A ) (?: Ảnh | ảnh | Đồ\ họa | Nguồn\ ảnh )
    (?: \s (?: minh\ họa | tư\ liệu | chụp\ màn\ hình ) )?
    (?: \s? : | (?= \s [A-ZĐ] ) | (?= [).]{0,2} \Z ) )         # Ảnh: TTXVN, (Ảnh: VGP), Ảnh TTXVN, Ảnh chụp màn hình.
    """,
    re.VERBOSE,
    finds=("Lễ đón ‹(Ảnh:› TTXVN)", "‹Ảnh tư liệu:› VOV", "Lễ đón‹. Ảnh› TTXVN"),
    leaves=("Hình Ảnh: đẹp", "xem ảnh đẹp", ". Ảnh hưởng lớn", "nước Anh: hợp tác"),
    attack=". Ảnh ",
)
CREDIT_REACH: Final = 120  # a credit stands at the end of its line
LABEL: Final = pattern(
    r"(?: Ảnh | Đồ\ họa ) (?: \s (?: minh\ họa | tư\ liệu ) )? \s? :",
    re.VERBOSE,
    used="match",
    finds=("‹Ảnh:› Bộ trưởng Lê Văn Bảo", "‹Đồ họa :› VGP", "‹Ảnh tư liệu:› TTXVN"),
    leaves=("Ảnh hưởng:", "Ảnh TTXVN", "ảnh: VGP", "Hình Ảnh:"),
    attack="Ảnh minh họa ",
)
LONGEST_CREDIT: Final = 60  # code points, of one that is a line of its own: "Ảnh: Mai Anh/Báo Thế giới và Việt Nam"
MOST_SMALL_WORDS: Final = 3  # of such a credit: "Ảnh: Bộ Ngoại giao cung cấp"
SCENE: Final = pattern(
    r"(?: (?: toàn | quang )\ cảnh | hiện\ trường | một\ số\ hình\ ảnh | (?: các\ )? đại\ biểu\ (?: dự | chụp ) ) \b",
    re.VERBOSE | re.IGNORECASE,
    used="match",
    finds=("‹Toàn cảnh› hội nghị.", "‹Các đại biểu dự› lễ", "‹Một số hình ảnh› tại buổi lễ"),
    leaves=("Toàn cầu hóa", "Các đại biểu đồng tình", "Một số hình thức", "Nhìn toàn cảnh"),
    attack="các đại biểu ",
)
DOING: Final = pattern(  # what people do in pictures, said of the one who opens the line
    r"""
    [\s,]{1,2} (?: (?: và | cùng | với ) \b .{1,120} )?
    (?: trình\ bày | phát\ biểu | chủ\ trì | tiếp | hội\ (?: đàm | kiến ) | gặp | trao | tặng | chụp | bắt\ tay | chúc
      | thăm | tham | dự | đón | trả\ lời | tại | trong | ký | đọc | điều\ hành | làm\ việc | giới\ thiệu
      | khai\ mạc | bế\ mạc ) \b
    """,
    re.VERBOSE,
    used="match",
    finds=("ông Bảo‹ phát biểu› khai mạc", "Thứ trưởng Lan‹ và Đại sứ Nga ký› thỏa thuận", "bà Lan‹, trong› lễ đón"),
    leaves=("ông Bảo‹ nói", "ông Bảo‹phát biểu", "ông Bảo‹ thămm", "ông Bảo‹ cho rằng tại"),
    attack=" và cùng ",
)
BEFORE_A_CLAUSE: Final = pattern(
    r"[.!?…:“\"‘'] \s{0,2} (?= \w )",
    re.VERBOSE,
    finds=("…‹. ›Hợp tác đi vào chiều sâu", ", ông nói: ‹“›Hợp tác", "H‹'›Hen"),
    leaves=(", hợp tác", "” hợp tác", "- hợp tác", "… “", "Hợp tác"),
    attack="“  ",
)
BYLINE_LABEL: Final = pattern(  # before the names of those who wrote it: "Biên tập viên: Hải Vân"
    r"""
    (?: (?: nhóm\s )? (?: p\.?v\.? | phóng\ viên ) | biên\ tập (?: \ viên )? | b\.?t\.?v\.? | thực\ hiện | tác\ giả
      | (?: người | biên | lược )\ dịch | dịch | bài | tin | tin\ bài | bài\ và\ ảnh | nhà\ báo | bạn\ đọc | độc\ giả
      | (?: người\ )? dẫn\ chương\ trình | mc | nguồn | thiết\ kế | trình\ bày | đồ\ họa )
    \s? : \s{0,2}
    """,
    re.VERBOSE | re.IGNORECASE,
    used="match",
    finds=("‹Biên tập viên:›Hải Vân", "‹Phóng viên: ›Lê Lan", "‹Thực hiện: ›Lan Anh", "‹Nhóm PV: ›Lan Anh"),
    leaves=("Phóng viên hỏi: Vì sao", "Bộ trưởng: Lan Anh", "Bài toán: Lan Anh", "Biên tập viên Hải Vân"),
    attack="người dẫn chương trình ",
)
WORD: Final = pattern(r"\w+", finds=("“‹Thu› Hà", "‹G7›"), leaves=("“ - ”", "..."), attack="Hà")


def mark_residue(drafts: list[DraftBlock]) -> None:
    """Mark players, links to other articles, the agency or the reporter at the end, and the day at the head."""
    for draft in drafts:
        if draft.kind is None and len(draft.words) <= 250 and RESIDUE.fullmatch(draft.words):
            draft.decide("residue", "page-furniture")
    for draft in drafts[:STAMP_LINES]:
        if draft.kind is None and STAMP.fullmatch(draft.words):
            draft.decide("residue", "stamp")


def mark_captions(drafts: list[DraftBlock]) -> None:
    """Mark what is said of pictures: lines with a credit or the label "Ảnh:", scenes, copies, what follows the text.

    The last is so in texts with a sentence a line only: there the captions stand together at the end.
    """
    by_line = sentences_by_line(drafts)
    for number, draft in enumerate(drafts):
        if draft.kind is not None:
            continue
        if len(draft.words) <= 2 * LONGEST_CAPTION and credit_start(draft.words) is not None:
            draft.decide("caption", "credit")
        elif len(draft.words) <= LONGEST_CAPTION and LABEL.match(draft.words):
            draft.decide("caption", "label")
        elif by_line is not None and draft.paragraph > by_line and len(draft.words) <= LONGEST_CAPTION:
            draft.decide("caption", "after-the-text")
        elif number and draft.first is None and _is_scene(draft.words):
            draft.decide("caption", "scene")
    printed = {draft.words.rstrip(".") for draft in drafts if draft.kind == "caption"}
    for draft in drafts[1:]:
        if draft.kind is None and draft.words.rstrip(".") in printed:
            draft.decide("caption", "copy-of-a-caption")


def _is_scene(words: str) -> bool:
    """Say whether a line without a credit describes a picture: a scene, or someone named first and what that one does.

    Printed: "Toàn cảnh hội nghị.", "Bộ trưởng Lê Văn Bảo.", and with no stop "Thứ trưởng Trần Thị Lan tại lễ khai mạc".
    """
    if len(words) > LONGEST_SCENE or words.endswith(("?", ":", ";", ",")):
        return False
    if SCENE.match(words):
        return True
    stopped = words.endswith((".", "!", "…", '"', "”"))
    if stopped and len(words) > LONGEST_NAMED:
        return False
    named = opens_with_a_person(words)
    if named is None or stopped:
        return named is not None and words[named:] in (".", " phát biểu.")
    return named == len(words) or DOING.match(words, named) is not None


def credit_start(words: str) -> int | None:
    """Return where the credit of a caption begins ("(Ảnh: TTXVN)"), or None where words hold none.

    "Ảnh:" before all other words opens a credit ("Ảnh: Mai Anh/TTXVN") or the caption itself ("Ảnh: Bộ trưởng Lê Văn
    Bảo tại lễ khai mạc.").
    """
    end = words[-CREDIT_REACH:]
    if "Ảnh" not in end and "ảnh" not in end and "Đồ họa" not in end:
        return None  # most lines
    for credit in CREDIT.finditer(words, max(0, len(words) - CREDIT_REACH)):
        if credit.start() > 0 or not words[0].isalpha() or _is_credit(words[credit.end() :]):
            return credit.start()
    return None


def _is_credit(words: str) -> bool:
    """Say whether the words behind a label that opens a line only name who took the picture."""
    if len(words) > LONGEST_CREDIT or opens_with_a_person(words.strip()) is not None:
        return False
    return "/" in words or sum(word[0].islower() for word in WORD.findall(words)) <= MOST_SMALL_WORDS


def mark_byline(drafts: list[DraftBlock]) -> None:
    """Mark the reporters' names that close the text."""
    last = next((draft for draft in reversed(drafts[1:]) if draft.kind not in ("caption", "residue")), None)
    if last is None or last.kind is not None or last.first is not None:  # broken: an office, and who signs
        return
    label = BYLINE_LABEL.match(last.words)
    if len(last.words) <= LONGEST_BYLINE and _is_names(last.words[label.end() if label else 0 :]):
        last.decide("residue", "byline")


def _is_names(words: str) -> bool:
    """Say whether every word has a capital and none ends a sentence: "Thu Hà", "M.Hoa - Đ.Tuấn"."""
    return not words.endswith((".", "?", "!", ":")) and all(word[0].isupper() for word in WORD.findall(words))


def mark_pull_quotes(drafts: list[DraftBlock]) -> None:
    """Mark whole sentences that stand on a line of their own and again, opening a clause, within a longer line.

    Words are compared, not stops or quotation marks; the first paragraph leads in and is no pull quote. Linear in the
    length of the text: a line is looked up by its first words, and only lines of some sentences are looked for.
    """
    lead = next((draft for draft in drafts if draft.kind is None), None)
    wanted: dict[tuple[str, ...], list[DraftBlock]] = defaultdict(list)
    for draft in drafts:
        short = FEWEST_REPEATED_WORDS <= draft.words.count(" ") + 1 <= MOST_REPEATED_WORDS
        if short and draft.kind is None and draft is not lead and _stops(draft.words):
            wanted[_words_from(draft.words, 0, KEY_WORDS)].append(draft)
    openings = {words[0] for words in wanted if words}
    for draft in drafts:
        for clause in _clauses(draft.words):
            first = WORD.match(draft.words, clause) or WORD.search(draft.words, clause)
            if first is None or first[0].lower() not in openings:
                continue
            for copy in wanted.get(_words_from(draft.words, clause, KEY_WORDS), [])[:MOST_COPIES]:
                if copy.kind is None and copy is not draft and _is_repeated(copy.words, draft.words, clause):
                    copy.decide("pull-quote", "printed-twice")


def _is_repeated(copy: str, line: str, start: int) -> bool:
    """Say whether the words of a line stand again from start on in another line, which has more words."""
    words = WORD.finditer(line, start)
    for word in WORD.finditer(copy):
        again = next(words, None)
        if again is None or word[0].lower() != again[0].lower():
            return False
    return next(words, None) is not None or WORD.search(line, 0, start) is not None


def _stops(line: str) -> bool:
    return line.rstrip('”"').endswith((".", "…"))


def _clauses(line: str) -> list[int]:
    """Return where clauses begin: at the line's start, and behind a stop, a colon or a quotation mark."""
    return [0, *(before.end() for before in BEFORE_A_CLAUSE.finditer(line))]


def _words_from(line: str, start: int, count: int) -> tuple[str, ...]:
    return tuple([word[0].lower() for word in islice(WORD.finditer(line, start), count)])
