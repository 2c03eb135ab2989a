"""Who asks and who answers: the turns of an interview, with and without marks and labels.

Printed forms: "PV: …?", "- …?" with or without "- " before the answer, "* …?" and "- …", a bare question before
"Bộ trưởng Lê Văn Bảo: …", and a bare question that addresses the one who then answers ("Xin ông cho biết …?").
"""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from articles.extraction.drafts import Draft
from articles.extraction.naming import names_a_speaker
from articles.extraction.patterns import pattern
from articles.extraction.text import Span

LONGEST_LABEL: Final = 160  # code points: "Chủ nhiệm Ủy ban Quốc phòng, An ninh và Đối ngoại Lê Tấn Tới:"
LONGEST_THANKS: Final = 90
LONGEST_QUESTION: Final = 3  # lines
FEWEST_BARE_QUESTIONS: Final = 2  # a report may hold one question to a person

REPORTER: Final = pattern(
    r"(?: P\.?V\.? | phóng\ viên | nhà\ báo | hỏi | MC | BTV )(?: \s [^:?!.]{1,40} )? \s? :",
    re.VERBOSE | re.IGNORECASE,
    used="match",
    finds=("‹PV:› Xin ông", "‹P.V. :›", "‹Phóng viên Báo Nhân Dân:› Thưa ông", "‹Hỏi:› Vì sao"),
    leaves=("Phóng viên hỏi. Ông đáp:", "Nhà báo nổi tiếng", "PVN: tăng sản lượng"),
    attack="hỏi MC ",
)
ANSWERER: Final = pattern(
    r"(?: trả\ lời | đáp ) \s? :",
    re.VERBOSE | re.IGNORECASE,
    used="match",
    finds=("‹Trả lời:› Theo tôi", "‹Đáp :› Vâng"),
    leaves=("Trả lời phỏng vấn:", "Đáp lễ:", "Ông đáp:"),
    attack="trả lời ",
)
MARK: Final = pattern(
    r"[-–—*•] \s?",
    re.VERBOSE,
    used="match",
    finds=("‹- ›Thưa ông", "‹–›Vâng", "‹* ›Xin ông", "‹• ›Một"),
    leaves=("+ Một", "1. Một", " - Một", "Thưa - ông"),
    attack="- ",
)
ADDRESSEE: Final = r"""
    (?: ông | bà | anh | chị | ngài | đồng\ chí | giáo\ sư | tiến\ s[ĩỹ] | đại\ (?: sứ | biểu | tướng )
      | (?: phó\ )? (?: thủ\ tướng | chủ\ (?: tịch | nhiệm ) | giám\ đốc )
      | (?: bộ | thứ | cục | vụ | viện | ngoại )\ trưởng | thống\ đốc )
    """
ADDRESSED: Final = pattern(
    rf"""
    \b (?: (?: xin | thưa | theo | mong | nhờ ) \s {ADDRESSEE}
         | xin \s (?: hãy \s )? (?: cho | được ) \s (?: biết | hỏi )
         | {ADDRESSEE} \s (?: có \s (?: thể | suy | nhận | đánh | bình | lo | cho | nghĩ | tin | kỳ )
             | đánh\ giá | nhận\ (?: định | xét | thấy ) | nghĩ | nhìn | cho\ (?: biết | rằng ) | chia\ sẻ
             | lý\ giải | bình\ luận | kỳ\ vọng | mong | muốn | tâm\ đắc ) )
    \b
    """,
    re.VERBOSE | re.IGNORECASE,
    finds=(
        *(
            "‹Xin ông› cho biết",
            "‹Thưa Bộ trưởng›, vì sao",
            "‹xin được hỏi›",
            "‹Đại sứ đánh giá› thế nào?",
            "‹theo bà›",
        ),
        *("‹ông có thể› nói rõ?", "‹Thứ trưởng kỳ vọng› gì?"),
    ),
    leaves=("ông Bảo phát biểu", "Vì sao giá tăng?", "xin lỗi", "theo Bộ Ngoại giao", "ông cóc"),
    attack="thưa xin ông ",
)
ADDRESS: Final = pattern(
    rf"(?: kính \s )? (?: thưa | xin ) \s {ADDRESSEE} \b",
    re.VERBOSE | re.IGNORECASE,
    used="match",
    finds=("‹Thưa ông›, năm nay", "‹Kính thưa Phó Thủ tướng›", "‹Xin Đại sứ› cho biết"),
    leaves=("Thưa quý vị", "Theo ông", "Xin cảm ơn", "Thưa ôngz"),
    attack="kính thưa ",
)
THANKS: Final = pattern(
    r"(?: vâng , \s? )? (?: (?: xin | trân\ trọng | chân\ thành | rất ) \s ){0,3} c[ảá]m\ ơn \b",
    re.VERBOSE | re.IGNORECASE,
    used="match",
    finds=("‹Xin cảm ơn› ông!", "‹Vâng, xin trân trọng cám ơn› Bộ trưởng", "‹Cảm ơn› bà"),
    leaves=("Ông cảm ơn", "Xin chào", "Trân trọng mời", "Cảm ơnn"),
    attack="xin rất ",
)


@dataclass(slots=True)
class Cues:
    """What a line shows of its part in a conversation. body is where its words begin, after mark and label."""

    draft: Draft
    reporter: bool = False
    answerer: bool = False
    marked: bool = False
    body: int = 0

    @property
    def words(self) -> str:
        return self.draft.words[self.body :]

    @property
    def bare(self) -> bool:
        return not (self.reporter or self.answerer or self.marked)

    @property
    def asks(self) -> bool:
        return self.draft.words.rstrip("”\"’') ").endswith("?")

    @property
    def addresses(self) -> bool:
        return self.asks and ADDRESSED.search(self.words) is not None

    @property
    def thanks(self) -> bool:
        return not self.answerer and len(self.draft.words) <= LONGEST_THANKS and THANKS.match(self.words) is not None


def mark_turns(drafts: list[Draft]) -> None:
    """Number the turns of an interview and mark its questions and answers; a text that is none stays as it is."""
    lines = [_cues(draft) for draft in drafts if draft.kind is None]
    if _is_interview(lines):
        _Conversation(lines).mark()


def _cues(draft: Draft) -> Cues:
    mark = MARK.match(draft.words)
    cues = Cues(draft, marked=mark is not None, body=0 if mark is None else mark.end())
    reporter = REPORTER.match(draft.words, cues.body)
    colon = draft.words.find(":", cues.body, cues.body + LONGEST_LABEL)
    if reporter is not None:
        cues.reporter, label_end = True, reporter.end()
    elif colon >= 0 and (ANSWERER.match(draft.words, cues.body) or names_a_speaker(draft.words[cues.body : colon])):
        cues.answerer, label_end = True, colon + 1
    else:
        return cues
    draft.label = Span(draft.span.start + cues.body, draft.span.start + label_end)
    cues.body = label_end + (draft.words[label_end : label_end + 1] == " ")
    return cues


def _is_interview(lines: list[Cues]) -> bool:
    if any(line.reporter or (line.marked and line.addresses) for line in lines):
        return True
    if any((line.asks and after.answerer) or (line.marked and after.addresses) for line, after in pairwise(lines)):
        return True
    return sum(line.addresses for line in lines) + sum(line.thanks for line in lines) >= FEWEST_BARE_QUESTIONS


class _Conversation:
    """Goes through the lines of an interview once and says of each whose it is."""

    def __init__(self, lines: list[Cues]) -> None:
        self.lines = lines
        self.turn = 0
        self.speaking: str | None = None  # "question" or "answer"
        self.asked = False  # the question under way has come to its question mark

    def mark(self) -> None:
        for at, line in enumerate(self.lines):
            if line.reporter:
                self._question(line, "reporter-label")
            elif line.answerer:
                self._answer(line, "speaker-label")
            elif line.thanks and self.speaking == "answer":
                self._question(line, "thanks")
                self.speaking = None
            elif line.marked:
                self._marked(at)
            else:
                self._bare(at)

    def _marked(self, at: int) -> None:
        line = self.lines[at]
        if self._asks_soon(at):
            self._question(line, "mark")
        elif self.speaking == "question":
            self._answer(line, "mark")
        elif self.speaking == "answer":
            self._goes_on(line)

    def _bare(self, at: int) -> None:
        line = self.lines[at]
        after = self.lines[at + 1] if at + 1 < len(self.lines) else None
        asks = line.addresses or (line.asks and after is not None and after.answerer)
        opens = after is not None and after.bare and after.asks and ADDRESS.match(line.words) is not None
        if self.speaking == "question":
            if asks or (not self.asked and line.asks):
                self._goes_on(line)
            else:
                self._answer(line, "after-a-question")
        elif asks or opens:
            self._question(line, "addressed")
        elif self.speaking == "answer":
            self._goes_on(line)

    def _asks_soon(self, at: int) -> bool:
        """Say whether the marked line at this place, or the bare lines that go on with it, come to a question mark."""
        for line in self.lines[at : at + LONGEST_QUESTION]:
            if line is not self.lines[at] and not line.bare:
                return False
            if line.asks:
                return True
        return False

    def _question(self, line: Cues, rule: str) -> None:
        self._starts(line, "question", rule)
        self.asked = line.asks

    def _answer(self, line: Cues, rule: str) -> None:
        self._starts(line, "answer", rule)

    def _starts(self, line: Cues, kind: str, rule: str) -> None:
        self.turn += 1
        self.speaking = kind
        line.draft.turn = self.turn
        line.draft.decide("question" if kind == "question" else "answer", rule)

    def _goes_on(self, line: Cues) -> None:
        line.draft.turn = self.turn
        line.draft.decide("question" if self.speaking == "question" else "answer", "goes-on")
        self.asked = self.asked or line.asks
