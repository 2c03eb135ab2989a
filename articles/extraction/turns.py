"""Who asks and who answers: the turns of an interview, with and without marks and labels.

Printed: "PV: …?", ". Kyodo: …?", "Câu hỏi 2: …?", "- …?" with or without "- " before the answer, "* …?" and "- …", a
bare question before "Bộ trưởng Lê Văn Bảo: …", a bare question that addresses the one who then answers ("Xin ông cho
biết …?"), and among those one that addresses nobody.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise, takewhile, zip_longest
from typing import Final

from articles.extraction.conversation import (
    ADDRESS,
    ADDRESS_BEHIND,
    ADDRESSED,
    ANSWERER,
    ASKER,
    FIRST_PERSON,
    MARK,
    OUTLETS,
    REPORTER,
    REQUEST,
    THANKS,
)
from articles.extraction.draft_blocks import DraftBlock
from articles.extraction.naming import names_a_speaker
from articles.extraction.text import Span, sentences

LONGEST_LABEL: Final = 160  # code points: "Chủ nhiệm Ủy ban Quốc phòng, An ninh và Đối ngoại Lê Tấn Tới:"
LONGEST_NAME_OF_ASKER: Final = 50
LONGEST_THANKS: Final = 90
LONGEST_CLOSING: Final = 200  # thanks with what is said before them
LONGEST_QUESTION: Final = 3  # lines
LONGEST_BARE_QUESTION: Final = 450  # code points
FEWEST_WORDS_OF_A_QUESTION: Final = 8  # of one that has no mark and addresses nobody: "Vì sao vậy?" is the answerer's
FEWEST_BARE_QUESTIONS: Final = 2  # a report may hold one question to a person
FEWEST_QUESTIONS_TO_NOBODY: Final = 3
QUOTATION_MARKS: Final = ("“", '"', "‘", "«", "'")


@dataclass(slots=True)
class Cues:
    """What a line shows of its part in a conversation. body is where its words begin, after mark and label."""

    draft: DraftBlock
    reporter: bool = False
    answerer: bool = False
    mark: str = ""
    body: int = 0
    asks: bool = field(init=False)  # whether the line ends in a question mark

    def __post_init__(self) -> None:
        self.asks = self.draft.words.rstrip("”\"’') !./").endswith("?")

    @property
    def words(self) -> str:
        return self.draft.words[self.body :]

    @property
    def marked(self) -> bool:
        return bool(self.mark)

    @property
    def bare(self) -> bool:
        return not (self.reporter or self.answerer or self.marked)

    @property
    def requests(self) -> bool:
        """Say whether the line asks, or begs to be told: "Xin ông cho biết kết quả."."""
        return self.asks or (len(self.draft.words) <= LONGEST_BARE_QUESTION and REQUEST.search(self.words) is not None)

    @property
    def addresses(self) -> bool:
        return self.asks and ADDRESSED.search(self.words) is not None

    @property
    def calls(self) -> bool:
        """Say whether the line is a question that calls the one who is to answer: "Thưa ông, …?", "…, thưa ông?"."""
        if not (self.bare and self.asks) or self.words.startswith(QUOTATION_MARKS):
            return False
        return ADDRESS.match(self.words) is not None or ADDRESS_BEHIND.search(self.words) is not None

    @property
    def asks_someone(self) -> bool:
        """Say whether the line is a question that can be the reporter's though it addresses nobody."""
        whole = self.bare and self.asks and len(self.words) <= LONGEST_BARE_QUESTION and self.words[0].isupper()
        return whole and len(self.words.split()) >= FEWEST_WORDS_OF_A_QUESTION and not FIRST_PERSON.search(self.words)

    @property
    def thanks(self) -> bool:
        """Say whether the line closes the conversation, perhaps with a sentence before: "… ở đây. Xin cảm ơn bà."."""
        words = self.words
        if self.answerer or len(words) > LONGEST_CLOSING:
            return False
        if len(words) <= LONGEST_THANKS and THANKS.match(words):
            return True
        *_, last = sentences(words, Span(0, len(words))) if words else [Span(0, 0)]
        return last.start > 0 and THANKS.match(words, last.start) is not None and not FIRST_PERSON.search(words)


def mark_turns(drafts: list[DraftBlock]) -> None:
    """Number the turns of an interview and mark its questions and answers; a text that is none stays as it is."""
    lines = [_cues(draft) for draft in drafts if draft.kind is None]
    _find_askers(lines)
    if _is_interview(lines):
        _Conversation(lines).mark()


def _cues(draft: DraftBlock) -> Cues:
    mark = MARK.match(draft.words)
    cues = Cues(draft) if mark is None else Cues(draft, mark=mark[0].strip(), body=mark.end())
    if ":" not in draft.words:
        return cues
    reporter = REPORTER.match(draft.words, cues.body)
    if reporter is not None:
        cues.reporter = True
        return _labelled(cues, reporter.end())
    colon = draft.words.find(":", cues.body, cues.body + LONGEST_LABEL)
    if colon >= 0 and (ANSWERER.match(draft.words, cues.body) or names_a_speaker(draft.words[cues.body : colon])):
        cues.answerer = True
        return _labelled(cues, colon + 1)
    return cues


def _labelled(cues: Cues, label_end: int) -> Cues:
    words = cues.draft.words
    cues.draft.label = Span(cues.draft.span.start + cues.body, cues.draft.span.start + label_end)
    cues.body = label_end + (words[label_end : label_end + 1] == " ")
    return cues


def _find_askers(lines: list[Cues]) -> None:
    """Take for the reporter's what a paper asks by its name, or someone who says nothing but questions to another.

    Whose label always follows a question answers, though the label tells no name: "ĐS Lê Văn Bảo:", "Marc Knapper:".
    """
    unread: dict[str, list[Cues]] = defaultdict(list)  # by labels that are neither the reporter's nor an answerer's
    asking: set[str] = set()
    read: dict[str, list[Cues]] = defaultdict(list)
    after_a_question: set[int] = set()  # those that ask nothing themselves
    for line, after in zip_longest(lines, lines[1:]):
        if after is not None and line.asks and not after.asks:
            after_a_question.add(id(after))
        if line.answerer and line.draft.label is not None:
            read[line.draft.words[: line.draft.label.end - line.draft.span.start]].append(line)
        if line.reporter or line.answerer:
            continue
        label = ASKER.match(line.draft.words, line.body, line.body + LONGEST_NAME_OF_ASKER)
        if label is not None:
            unread[label[0]].append(line)
            answered = line.addresses or (after is not None and after.answerer)
            if line.asks and (answered or label[0].casefold() in OUTLETS):
                asking.add(label[0])
    for name in asking:
        for line in unread[name]:
            line.reporter = True
            _labelled(line, line.draft.words.index(":", line.body) + 1)
    for said in read.values():
        if all(line.requests or THANKS.match(line.words) for line in said) and any(
            line.addresses or ADDRESS.match(line.words) for line in said
        ):
            for line in said:
                line.reporter, line.answerer = True, False
    for name, said in unread.items():
        if name not in asking and len(said) > 1 and all(id(line) in after_a_question for line in said):
            for line in said:
                line.answerer = True
                _labelled(line, line.draft.words.index(":", line.body) + 1)


def _is_interview(lines: list[Cues]) -> bool:
    if any(line.reporter or (line.marked and line.addresses) for line in lines):
        return True
    if any((line.asks and after.answerer) or (line.marked and after.addresses) for line, after in pairwise(lines)):
        return True
    if any(line.calls for line in lines[:-1]):
        return True
    addressed = sum(line.addresses for line in lines)
    closed = addressed + sum(line.thanks for line in lines)
    to_nobody = sum(line.asks_someone and not line.addresses for line in lines[1:])
    return closed >= FEWEST_BARE_QUESTIONS or (addressed > 0 and closed + to_nobody >= FEWEST_QUESTIONS_TO_NOBODY)


class _Conversation:
    """Goes through the lines of an interview once and says of each whose it is."""

    def __init__(self, lines: list[Cues]) -> None:
        self.lines = lines
        self.turn = 0
        self.speaking: str | None = None  # "question" or "answer"
        self.asked = False  # the question under way has come to its question mark
        self.alone = False  # the label of the question under way is a line of its own
        self.answers_marked = False
        self.marks = {line.mark for line in lines if line.marked and line.asks}  # those of questions
        self.by_address = not any(line.reporter or (line.marked and line.addresses) for line in lines)

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
            self.answers_marked = True
        elif self.speaking == "answer":
            self._goes_on(line)

    def _bare(self, at: int) -> None:
        line = self.lines[at]
        after = self.lines[at + 1] if at + 1 < len(self.lines) else None
        if self.speaking == "question":
            if self._asks(at) or (not self.asked and (line.asks or self._asks_below(at))):
                self._goes_on(line)
            else:
                self._answer(line, "after-a-question")
        elif self._asks(at) or self._opens_a_question(at) or self._asks_nobody(line, after):
            self._question(line, "addressed")
        elif self.speaking == "answer":
            self._goes_on(line)

    def _asks(self, at: int) -> bool:
        """Say whether the bare line at this place is a question by whom it addresses or who answers it."""
        line = self.lines[at]
        after = self.lines[at + 1] if at + 1 < len(self.lines) else None
        if line.addresses or after is None:
            return line.addresses
        dashed = self.answers_marked and after.marked and line.asks_someone
        return line.asks and (after.answerer or (dashed and not self._asks_soon(at + 1)))

    def _asks_nobody(self, line: Cues, after: Cues | None) -> bool:
        """Say whether a question that addresses nobody is the reporter's, where the others have no mark either."""
        apart = after is not None and not after.asks and after.draft.paragraph != line.draft.paragraph
        return self.by_address and line is not self.lines[0] and apart and line.asks_someone

    def _asks_below(self, at: int) -> bool:
        """Say whether a line goes on with a question whose label stands alone above it, and which ends below."""
        return self.alone and any(line.asks for line in self._bare_from(at))

    def _opens_a_question(self, at: int) -> bool:
        """Say whether a line that asks nothing is the first of a question: in its paragraph, or by its address."""
        line, *following = self._bare_from(at)
        if following and following[0].asks and ADDRESS.match(line.words):
            return True
        before = self.lines[at - 1].draft.paragraph if at > 0 else None
        paragraph = line.draft.paragraph
        if before == paragraph or not any(each.draft.paragraph == paragraph for each in following):
            return False
        ends = at + 1
        while (
            ends < len(self.lines) and self.lines[ends].draft.paragraph == paragraph and ends - at <= LONGEST_QUESTION
        ):
            ends += 1
        whole = ends == len(self.lines) or self.lines[ends].draft.paragraph != paragraph
        return whole and self.lines[ends - 1].bare and self._asks(ends - 1)

    def _bare_from(self, at: int) -> Iterator[Cues]:
        """Yield the line at this place and the bare ones that follow, as many as a question may have."""
        yield self.lines[at]
        yield from takewhile(lambda line: line.bare, self.lines[at + 1 : at + LONGEST_QUESTION])

    def _asks_soon(self, at: int) -> bool:
        """Say whether the marked line at this place, or the bare lines that go on with it, come to a question mark.

        Over a blank line a question goes on only where its mark is that of questions: a point has others.
        """
        first = self.lines[at]
        if first.requests or (self.speaking == "question" and self.asked):
            return first.requests
        return any(
            line.asks and (first.mark in self.marks or line.draft.paragraph == first.draft.paragraph)
            for line in self._bare_from(at)
        )

    def _question(self, line: Cues, rule: str) -> None:
        self._starts(line, "question", rule)
        self.asked = line.requests
        self.alone = line.reporter and not line.words

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
