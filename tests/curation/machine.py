"""A newspaper that changes its text, rules that are run again and find otherwise, and curators who decide.

What the last human action says of a row is kept here, made from what was done and not from what the code wrote:
`Said`. After every step each of these must stand, and what follows from them.
"""

import json
import sys
from collections import Counter, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial, wraps
from itertools import chain
from typing import Any, ClassVar, Final

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from articles import curation
from articles.acting import acting
from articles.extraction.text import Span
from articles.facts import Facts
from articles.models import (
    Article,
    Block,
    EarlierText,
    Finding,
    Mention,
    MentionStatus,
    Organ,
    Origin,
    PrintedTitle,
    Remark,
    RemarkState,
    Review,
    Role,
    Speaker,
    State,
)
from articles.sources import Source
from articles.versions import Stale, version_of
from directives.models import (
    Citation,
    CitationForm,
    CitationStatus,
    Directive,
    DirectiveList,
    DocumentKind,
    ListKind,
    Relation,
    Resolution,
    ResolutionClaim,
    Topic,
)
from register.ingest import Loader
from register.merging import merge
from register.models import DataVersion, Edit, EditedRow, Proposal, ProposalState
from register.proposals import dismiss, take
from register.settling import settle_citations
from register.undo import revert, undo
from tests.curation.rules import CHOICES, WORD, Twist, Twists, rules_with, twist
from tests.test_resolve_citations import rows as statements

Key = tuple[type[Finding], int]
Fields = dict[str, Any]
Pieces = list[Span]  # where the words of a row stand

HEADLINE: Final = "Ngành ngoại giao đẩy mạnh hội nhập"
PARAGRAPHS: Final = (
    "Bộ trưởng Ngoại giao Lê Văn Bảo trả lời phỏng vấn báo chí về công tác đối ngoại.",
    "Phóng viên: Xin Bộ trưởng cho biết các nhiệm vụ sắp tới của ngành?",
    "Bộ trưởng Ngoại giao Lê Văn Bảo: Ngành ngoại giao sẽ tập trung vào 3 nhiệm vụ trọng tâm sau:",
    "Một là, triển khai hiệu quả Nghị quyết 59-NQ/TW về hội nhập quốc tế.",
    "Hai là, đẩy mạnh ngoại giao kinh tế theo Nghị quyết 21 của Chính phủ về triển khai Chỉ thị 15.",
    "Ba là, làm tốt các việc sau: (i) bảo hộ công dân; (ii) hỗ trợ doanh nghiệp; (iii) thông tin đối ngoại.",
    "Ông Lê Văn Bảo cũng nêu 2 giải pháp sau:",
    "Một là, tăng cường phối hợp theo Nghị quyết 59-NQ/TW.",
    "Hai là, nâng cao năng lực cán bộ.",
    "Bà Trần Thị Lan nhấn mạnh cần thực hiện Nghị quyết 59-NQ/TW.",
)
REWORDINGS: Final = (
    ("triển khai", "thực hiện"),
    ("Lê Văn Bảo", "Trần Văn Bình"),
    ("3 nhiệm vụ", "4 nhiệm vụ"),
    ("59", "57"),
    ("các việc sau", "mấy việc sau đây"),
    ("Một là", "Thứ nhất"),
    (" theo Nghị quyết", ", đúng theo Nghị quyết"),
    ("Hai là, ", ""),
)
OTHER_TEXT: Final = "Bài này đã được gỡ.\n\nNội dung khác hẳn ở đây.\n"

DOCUMENTS: Final[dict[str, dict[str, Any]]] = {
    "59-nq-tw": {
        "kind": DocumentKind.NGHI_QUYET,
        "number": "59",
        "symbol": "59-NQ/TW",
        "title": "hội nhập quốc tế mới",
    },
    "21-nq-cp": {"kind": DocumentKind.NGHI_QUYET, "number": "21", "symbol": "21/NQ-CP"},
    "15-ct-tw": {"kind": DocumentKind.CHI_THI, "number": "15", "symbol": "15-CT/TW"},
    "15-ct-ttg": {"kind": DocumentKind.CHI_THI, "number": "15", "symbol": "15/CT-TTg"},
}
TOPICS: Final = ("hoi-nhap-quoc-te", "ngoai-giao-kinh-te", "bao-ho-cong-dan")
CURATORS: Final = ("lan", "minh")

MODELS: Final[tuple[type[Finding], ...]] = (Mention, Block, DirectiveList, Directive, Citation, Remark)
DECIDABLE: Final[tuple[type[Finding], ...]] = (Mention, DirectiveList, Directive, Directive, Citation, Citation, Block)
ADDABLE: Final[tuple[type[Finding], ...]] = (Mention, DirectiveList, Directive, Citation)
PLACE: Final = frozenset({"start", "end", "parts", "intro_start", "intro_end", "earlier_text_id", "exact"})
UNSEEN: Final = frozenset({"rule", "extractor_version", "machine_said", "words"})  # what no page asks a person about
UNSAID: Final = PLACE | {"machine_said"}  # what follows from where the words stand, and what no person says
ORDINAL: Final = st.one_of(st.none(), st.integers(1, 4))
NUMBER: Final = st.integers(0, 99)  # chooses among rows, counted round and round


@dataclass(frozen=True, slots=True)
class Said:
    """What the last human action says of a row.

    fields hold what the row must say, its words among them, its place not: that goes with the words. text is the one in
    which it was said; beside are the rows of its kind that shared words with it then.
    """

    fields: Fields
    text: str
    beside: frozenset[int]
    machine: tuple[Pieces, str] | None = None  # where the machine found it before anybody corrected it, and in what

    @property
    def is_rejected(self) -> bool:
        return bool(self.fields.get("review") == Review.REJECTED)


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that somebody did: each row that differed, before and since, and the text in which it was done."""

    edit: int
    told: str
    before: dict[Key, Fields | None]
    after: dict[Key, Fields | None]
    text: str


@dataclass(frozen=True, slots=True)
class Merge:
    """Two people of whom somebody said that they are one, and the mentions of the first on which people had spoken."""

    edit: int
    goes: int
    stays: int
    moved: frozenset[int]


@dataclass(slots=True)
class Now:
    """The article as the database has it."""

    article: Article
    rows: dict[Key, Fields]
    earlier: dict[int, str]

    @classmethod
    def read(cls) -> "Now":
        rows: dict[Key, Fields] = {}
        for model in MODELS:
            found: Any = model._default_manager.order_by("pk").values()
            rows |= {(model, row["id"]): row for row in found}
        for _, row in of(rows, Directive):
            row["topics"] = []
        for directive, topic in Directive.topics.through.objects.order_by("topic_id").values_list(
            "directive_id", "topic_id"
        ):
            rows[Directive, directive]["topics"].append(topic)
        for key, row in rows.items():
            row["words"] = words_of(key[0], row)
        return cls(Article.objects.get(), rows, dict(EarlierText.objects.values_list("pk", "text")))

    def text_of(self, row: Fields) -> str:
        return self.article.text if row["earlier_text_id"] is None else self.earlier[row["earlier_text_id"]]

    def overlapping(self, key: Key, pieces: Pieces) -> set[int]:
        """Return the rows of this one's kind in the present text that share words with a place in it, itself apart."""
        return {
            pk
            for pk, row in of(self.rows, key[0])
            if pk != key[1] and row["earlier_text_id"] is None and share(pieces, pieces_of(row))
        }


def of(rows: dict[Key, Fields], model: type[Finding]) -> list[tuple[int, Fields]]:
    return [(pk, row) for (kind, pk), row in rows.items() if kind is model]


def pieces_of(row: Fields) -> Pieces:
    """Return where the words of a row stand: what a row in parts has between them is another's."""
    return [Span(start, end) for start, end in row["parts"]] or [Span(row["start"], row["end"])]


def share(pieces: Pieces, others: Pieces) -> bool:
    return any(one.overlaps(other) for one in pieces for other in others)


def words_of(model: type[Finding], row: Fields) -> Any:
    """Return the words that a row is about: of a list its intro, of a row in parts those of each."""
    if model is DirectiveList and row["intro_start"] is not None:
        return row["intro"]
    if row["parts"]:
        return [row["exact"][start - row["start"] : end - row["start"]] for start, end in row["parts"]]
    return row["exact"]


def said_in(row: Fields) -> Fields:
    return {name: value for name, value in row.items() if name not in UNSAID}


def step(**given: Any) -> Callable[[Callable[..., None]], Any]:
    """Make a rule of the machine: when it is done, everything that people said must stand."""

    def made(act: Callable[..., None]) -> Any:
        @wraps(act)
        def then_look(self: "Curation", **chosen: Any) -> None:
            act(self, **chosen)
            self.everything_stands()

        return rule(**given)(then_look)  # type: ignore[no-untyped-call]  # its type depends on what is given

    return made


class Curation(RuleBasedStateMachine):
    """Newspaper, rules and curators. Every human act goes through the functions that the admin's pages call."""

    sequences: ClassVar[int] = 0
    steps: ClassVar[int] = 0
    done: ClassVar[Counter[str]] = Counter()  # of acts, refused ones apart

    def __init__(self) -> None:
        super().__init__()
        Curation.sequences += 1
        self.database = transaction.atomic()
        self.database.__enter__()
        self.twists: Twists = ()
        self.otherwise = rules_with(lambda: self.twists)
        self.otherwise.__enter__()
        self.loader = Loader()
        self.said: dict[Key, Said] = {}
        self.deeds: list[Deed] = []
        self.merges: list[Merge] = []
        self.corrected: dict[int, tuple[int, str, int, int]] = {}  # relations: what they say, and what the text does
        self.facts: Fields = {}  # of the article, where a person edited them
        self.gone: set[Key] = set()  # what people added and deleted
        self.story: list[str] = []
        users = get_user_model()
        self.people = [users(username=name, is_superuser=True) for name in CURATORS]
        users.objects.bulk_create(self.people)
        Topic.objects.bulk_create([Topic(slug=slug, label_vi=slug, label_en=slug) for slug in TOPICS])
        for slug in ("21-nq-cp", "15-ct-tw"):
            self._document(slug)
        self.lines = list(PARAGRAPHS)
        self.spaces = " "
        self.publish()

    def teardown(self) -> None:
        """Look at what a run leaves, but not once something has gone wrong: that is what is to be told."""
        try:
            if sys.exc_info()[0] is not None:
                return
            self.what_a_run_leaves_another_leaves_too()
            self.the_history_replays()
        finally:
            self.otherwise.__exit__(None, None, None)
            transaction.set_rollback(True)
            self.database.__exit__(None, None, None)

    def tell(self, what: str) -> None:
        """Say what happens now: the story of a failure."""
        self.story.append(what)
        Curation.steps += 1
        note(f"{len(self.story):2}. {what}")

    # --- the newspaper ------------------------------------------------------------------------------------------------

    @property
    def text(self) -> str:
        return "\n\n".join([HEADLINE, *self.lines]).replace(" ", self.spaces)

    def publish(self, text: str | None = None) -> None:
        """Let a run take in the text."""
        source = Source("a.txt", self.text if text is None else text, "", "a.txt", None, Facts())
        self.loader.ingest(source)
        self.now = Now.read()

    @step(number=NUMBER, to=NUMBER)
    def move_a_line(self, number: int, to: int) -> None:
        if self.lines:
            line = self.lines.pop(number % len(self.lines))
            self.lines.insert(to % (len(self.lines) + 1), line)
            self.tell(f"the newspaper moves {line[:30]!r} to line {to % (len(self.lines) + 1)}")
            self.publish()

    @step(first=NUMBER, count=st.integers(1, 10))
    def cut_lines(self, first: int, count: int) -> None:
        if self.lines:
            first %= len(self.lines)
            self.tell(f"the newspaper cuts {count} lines from {first}")
            del self.lines[first : first + count]
            self.publish()

    @step(number=NUMBER, to=NUMBER)
    def print_a_line_again(self, number: int, to: int) -> None:
        if len(self.lines) < 14:
            line = PARAGRAPHS[number % len(PARAGRAPHS)]
            self.lines.insert(to % (len(self.lines) + 1), line)
            self.tell(f"the newspaper prints {line[:30]!r} as line {to % (len(self.lines))}")
            self.publish()

    @step(rewording=st.sampled_from(REWORDINGS), only=st.one_of(st.none(), NUMBER))
    def reword(self, rewording: tuple[str, str], only: int | None) -> None:
        if self.lines:
            where = range(len(self.lines)) if only is None else [only % len(self.lines)]
            self.tell(f"the newspaper rewords {rewording} in {'all lines' if only is None else f'line {where[0]}'}")
            for number in where:
                self.lines[number] = self.lines[number].replace(*rewording)
            self.publish()

    @step(odd=st.sampled_from([" ", "\u00a0", "  ", " \u200b"]))
    def set_otherwise(self, odd: str) -> None:
        self.tell(f"the newspaper types spaces as {odd!r}")
        self.spaces = odd
        self.publish()

    @step()
    def take_everything_down_and_put_it_back(self) -> None:
        self.tell("the newspaper takes everything down, then puts it back")
        self.publish(OTHER_TEXT)
        self.everything_stands()
        self.publish()

    @step()
    def put_back(self) -> None:
        self.tell("the newspaper puts its first text back")
        self.lines, self.spaces = list(PARAGRAPHS), " "
        self.publish()

    # --- the rules ----------------------------------------------------------------------------------------------------

    @step(
        twists=st.lists(
            st.builds(twist, st.sampled_from(CHOICES), st.integers(0, 11)),
            max_size=3,
        )
    )
    def newer_rules(self, twists: list[Twist]) -> None:
        self.tell(f"newer rules: {', '.join(map(str, twists)) or 'as the first'}")
        self.twists = tuple(twists)
        self.run_again()

    @step(choice=st.sampled_from(CHOICES), number=st.integers(0, 11))
    def one_more_newer_rule(self, choice: tuple[str, str], number: int) -> None:
        self.twists = (*self.twists[-3:], twist(choice, number))
        self.tell(f"newer rules: {', '.join(map(str, self.twists))}")
        self.run_again()

    def run_again(self) -> None:
        Article.objects.update(extractor_version="1999.1")
        self.publish(self.now.article.text)

    # --- the curators -------------------------------------------------------------------------------------------------

    def pick(self, model: type[Finding], number: int, wanted: Callable[[Fields], bool] = lambda row: True) -> Any:
        """Return a row, or None where there is none."""
        keys = [pk for pk, row in of(self.now.rows, model) if wanted(row)]
        return model._default_manager.get(pk=keys[number % len(keys)]) if keys else None

    def say(self, key: Key, **changes: Any) -> Said:
        """Return what is said of a row by who changes these fields of it, and leaves the others as they stand."""
        row = self.now.rows[key]
        before = self.said.get(key)
        text = self.now.text_of(row)
        pieces = changes.pop("pieces", None) or pieces_of(row)
        fields = said_in(row) | changes
        machine = before.machine if before else None
        if machine is None and row["origin"] == Origin.MACHINE and row["earlier_text_id"] is None:
            machine = (pieces_of(row), text)
        beside = self.now.overlapping(key, pieces) | (self.now.overlapping(key, machine[0]) if machine else set())
        if before:
            beside |= before.beside
        return Said(fields, text, frozenset(beside), machine)

    def act(
        self,
        told: str,
        kind: str,
        after: dict[Key, Said | None],
        call: Callable[..., Any],
        refused: type[ValidationError] | None = None,
        is_merge: bool = False,
    ) -> Any:
        """Let somebody do something; what is said of rows then is `after`, unless it is refused and nothing changed.

        refused is the error that it must meet, where it must be refused. A merge moves rows that the history does not
        list one by one.
        """
        who = self.people[len(self.story) % len(self.people)]
        told = f"{who.username} {told}"
        rows, edits, reviewed_at = self.now.rows, Edit.objects.count(), self.now.article.reviewed_at
        try:
            result = call(by=who, why=f"act {len(self.story)}")
        except ValidationError as error:
            self.tell(f"{told}: refused, {error.messages[0]}")
            if refused is not None and not isinstance(error, refused):
                raise
            self.now = Now.read()
            assert self.now.rows == rows
            assert Edit.objects.count() == edits
            return None
        self.tell(told)
        assert refused is None
        self.done[kind] += 1
        self.now = Now.read()
        for key, said in after.items():
            if said is None:
                self.said.pop(key, None)
            else:
                self.said[key] = said
        if is_merge:
            assert Edit.objects.count() == edits + 1
        else:
            is_more = kind in ("dismissed", "taken") or self.now.article.reviewed_at != reviewed_at
            self._is_told(told, kind, who, edits, rows, is_more)
        return result

    def _is_told(self, what: str, kind: str, who: Any, edits: int, rows: dict[Key, Fields], is_more: bool) -> None:
        """One thing that was done is one entry of the history, with who and why; what changed nothing is none.

        is_more: a proposal was answered, or the article came to be reviewed.
        """
        changed = {key for key in rows.keys() | self.now.rows.keys() if rows.get(key) != self.now.rows.get(key)}
        assert Edit.objects.count() == edits + bool(changed or is_more)
        if changed:
            edit = Edit.objects.latest("pk")
            assert (edit.kind, edit.by_id, edit.why) == (kind, who.pk, f"act {len(self.story) - 1}")
            told = {(row.model, row.row) for row in edit.rows.all()} - {("articles.article", self.now.article.pk)}
            assert {(model._meta.label_lower, pk) for model, pk in changed} <= told
            before, after = ({key: stood.get(key) for key in changed} for stood in (rows, self.now.rows))
            self.deeds.append(Deed(edit.pk, what, before, after, self.now.article.text))

    def words(self, key: Key) -> str:
        row = self.now.rows[key]
        return f"{key[0].__name__} {key[1]} {row['exact'][:40]!r}"

    def decide(self, how: Callable[..., None], review: Review, model: type[Finding], numbers: Sequence[int]) -> None:
        rows = list({row.pk: row for number in numbers if (row := self.pick(model, number))}.values())
        if not rows:
            return
        keys = [(model, row.pk) for row in rows]
        after = {key: self.say(key, review=review) for key in keys}
        told = f"{how.__name__}s {', '.join(map(self.words, keys))}"
        self.act(told, curation.KIND_OF_REVIEW[review], dict(after), lambda **by: how(rows, **by))

    @step(model=st.sampled_from(DECIDABLE), number=NUMBER)
    def confirm(self, model: type[Finding], number: int) -> None:
        self.decide(curation.confirm, Review.CONFIRMED, model, [number])

    @step(model=st.sampled_from(DECIDABLE), number=NUMBER)
    def reject(self, model: type[Finding], number: int) -> None:
        self.decide(curation.reject, Review.REJECTED, model, [number])

    @step(
        model=st.sampled_from(DECIDABLE),
        numbers=st.lists(NUMBER, min_size=2, max_size=8),
        how=st.sampled_from([(curation.confirm, Review.CONFIRMED), (curation.reject, Review.REJECTED)]),
    )
    def decide_several(self, model: type[Finding], numbers: list[int], how: tuple[Any, Review]) -> None:
        self.decide(*how, model, numbers)

    @step(number=NUMBER)
    def reopen(self, number: int) -> None:
        """The machine's rows are the machine's again; what a person added stays a person's."""
        keys = [key for key in self.said if key[0] is not Remark and key in self.now.rows]
        if not keys:
            return
        key = keys[number % len(keys)]
        row = key[0]._default_manager.get(pk=key[1])
        own = self.now.rows[key]["origin"] == Origin.CURATOR
        after = {key: self.say(key, review=Review.MACHINE) if own else None}
        self.act(f"reopens {self.words(key)}", "reopened", after, lambda **by: curation.reopen([row], **by))

    @step(model=st.sampled_from(DECIDABLE), number=NUMBER, first=st.integers(-3, 3), last=st.integers(-3, 3))
    def correct_the_words(self, model: type[Finding], number: int, first: int, last: int) -> None:
        """By whole words: so many fewer or more at the beginning and at the end."""
        row = self.pick(model, number)
        if row is None:
            return
        key = (model, row.pk)
        now = self.now.rows[key]
        text = self.now.text_of(now)
        places = [Span(*match.span()) for match in WORD.finditer(text)]
        inside = [at for at, place in enumerate(places) if place.overlaps(row.span)]
        begin, end = inside[0] + first, inside[-1] + last
        if not 0 <= begin <= end < len(places) or (first, last) == (0, 0):
            return
        span = Span(places[begin].start, places[end].end)
        has_intro = now.get("intro_start") is not None  # which people do not move with the list
        words = {} if has_intro else {"words": span.of(text)}
        after = self.correction(key, pieces=[span], **words)
        told = f"corrects the words of {self.words(key)} to {span.of(text)[:60]!r}"
        self.act(told, "corrected", {key: after}, lambda **by: curation.correct(row, {"span": span}, **by))

    def correction(self, key: Key, **changes: Any) -> Said:
        row = self.now.rows[key]
        review = row["review"] if row["review"] == Review.REJECTED else Review.EDITED
        return self.say(key, review=review, **changes)

    def correct(self, row: Finding, **changes: Any) -> None:
        """Correct fields of a row; what they are called in the database is said of it."""
        key = (type(row), row.pk)
        said: Fields = {}
        for name, value in changes.items():
            if name == "topics":
                said[name] = sorted(topic.pk for topic in value)
            elif row._meta.get_field(name).is_relation:
                said[f"{name}_id"] = value.pk if value else None
            else:
                said[name] = value
        told = f"corrects {self.words(key)}: {said}"
        after: dict[Key, Said | None] = {key: self.correction(key, **said, **self.follows(key, said))}
        if "list_id" in said and said["list_id"] != self.now.rows[key]["list_id"]:  # the points below it go along
            for other, below in self.said.items():
                if other[0] is Directive and self.now.rows[other]["parent_id"] == row.pk:
                    after[other] = replace(below, fields=below.fields | {"list_id": said["list_id"]})
        self.act(told, "corrected", after, lambda **by: curation.correct(row, changes, **by))

    def follows(self, key: Key, said: Fields) -> Fields:
        """Return what else a row must say when it is said whom or what it means, or that this is left open."""
        row = self.now.rows[key]
        if "resolution_id" in said and said["resolution_id"] is None:
            return {"reason": "a curator left it open"}
        introduction = self.now.rows.get((Mention, row.get("introduced_by_id") or 0))
        if "speaker_id" in said and introduction and introduction["speaker_id"] != said["speaker_id"]:
            return {"introduced_by_id": None}
        return {}

    @step(number=NUMBER, name=st.sampled_from(["Lê Văn Bảo", "Trần Thị Lan", "Phạm Thị Hoa", None]))
    def say_who_is_meant(self, number: int, name: str | None) -> None:
        if row := self.pick(Mention, number):
            speaker = self._speaker(name) if name else None
            status = MentionStatus.RESOLVED if speaker else MentionStatus.UNKNOWN
            candidates: list[str] = []
            self.correct(row, speaker=speaker, status=status, candidates=candidates)

    def _speaker(self, name: str) -> Speaker:
        slug = {"Lê Văn Bảo": "le-van-bao", "Trần Thị Lan": "tran-thi-lan", "Phạm Thị Hoa": "pham-thi-hoa"}[name]
        speaker = Speaker.objects.filter(name=name).order_by("pk").first()
        return speaker.survivor if speaker else Speaker.objects.create(slug=slug, name=name)

    @step(number=NUMBER, role=st.sampled_from(Role.values))
    def correct_a_role(self, number: int, role: str) -> None:
        if row := self.pick(Mention, number):
            self.correct(row, role=role)

    @step(number=NUMBER, kind=st.sampled_from(ListKind.values))
    def correct_the_kind_of_a_list(self, number: int, kind: str) -> None:
        if row := self.pick(DirectiveList, number):
            self.correct(row, kind=kind)

    @step(number=NUMBER, kind=st.sampled_from(["task", "measure"]), ordinal=ORDINAL)
    def correct_a_directive(self, number: int, kind: str, ordinal: int | None) -> None:
        if row := self.pick(Directive, number):
            self.correct(row, kind=kind, ordinal=ordinal)

    @step(number=NUMBER, topics=st.sets(st.sampled_from(TOPICS), max_size=2))
    def correct_topics(self, number: int, topics: set[str]) -> None:
        if row := self.pick(Directive, number):
            self.correct(row, topics=list(Topic.objects.filter(slug__in=topics)))

    @step(number=NUMBER, other=NUMBER)
    def correct_a_credit(self, number: int, other: int) -> None:
        if (row := self.pick(Directive, number)) and (mention := self.pick(Mention, other)):
            self.correct(row, mention=mention)

    @step(number=NUMBER, other=NUMBER, ordinal=ORDINAL)
    def put_into_another_list(self, number: int, other: int, ordinal: int | None) -> None:
        if row := self.pick(Directive, number):
            to = self.pick(DirectiveList, other) if other % 3 else None
            self.correct(row, list=to, parent=None, ordinal=ordinal if to else None)

    @step(number=NUMBER, slug=st.sampled_from([*DOCUMENTS, None]))
    def say_which_is_meant(self, number: int, slug: str | None) -> None:
        if row := self.pick(Citation, number):
            if slug:
                self.correct(row, resolution=self._document(slug), status=CitationStatus.RESOLVED, reason="")
            else:
                self.correct(row, resolution=None, status=CitationStatus.UNKNOWN)

    @step(number=NUMBER, kind=st.sampled_from([DocumentKind.KET_LUAN, DocumentKind.NGHI_QUYET]))
    def correct_the_kind_of_a_document(self, number: int, kind: DocumentKind) -> None:
        if row := self.pick(Citation, number):
            self.correct(row, kind=kind.value)

    @step(model=st.sampled_from(ADDABLE), first=NUMBER, count=st.integers(1, 12), other=NUMBER)
    def add(self, model: type[Finding], first: int, count: int, other: int) -> None:
        """Some words of the text, chosen in it."""
        text = self.now.article.text
        places = [Span(*match.span()) for match in WORD.finditer(text)]
        first %= len(places)
        span = Span(places[first].start, places[min(first + count, len(places)) - 1].end)
        fields = self._fields_of_another(model, other)
        told = f"adds a {model.__name__} {span.of(text)[:60]!r}"
        article = self.now.article
        if row := self.act(told, "added", {}, lambda **by: curation.add(model, article, span, **by, **fields)):
            key = (model, row.pk)
            stands = self.now.rows[key]
            assert stands["exact"] == span.of(text)
            for name, value in fields.items():
                if name == "topics":
                    assert stands["topics"] == sorted(topic.pk for topic in value)
                else:
                    assert getattr(row, name) == value
            assert (stands["origin"], stands["review"]) == (Origin.CURATOR, Review.CONFIRMED)
            self.said[key] = self.say(key)

    def _fields_of_another(self, model: type[Finding], other: int) -> Fields:
        """Return what a person chooses beside the words of what is added."""
        if model is Mention:
            return {"speaker": self._speaker("Phạm Thị Hoa"), "status": MentionStatus.RESOLVED, "role": Role.MENTIONED}
        if model is DirectiveList:
            return {"kind": ListKind.TASK, "mention": self.pick(Mention, other)}
        if model is Directive:
            topics = list(Topic.objects.all()[: other % 3])
            into = self.pick(DirectiveList, other) if other % 2 else None
            place = {"list": into, "ordinal": other % 5 or None} if into else {}
            return {"kind": ListKind.TASK, "mention": self.pick(Mention, other), "topics": topics, **place}
        document = self._document(list(DOCUMENTS)[other % len(DOCUMENTS)])
        meant = {"resolution": document, "status": CitationStatus.RESOLVED, "kind": document.kind}
        return {**meant, "form": CitationForm.SHORT, "directive": self.pick(Directive, other)}

    @step(model=st.sampled_from(ADDABLE), number=NUMBER)
    def delete(self, model: type[Finding], number: int) -> None:
        """Only what people added; nothing else that people decided goes with it."""
        row = self.pick(model, number, lambda row: bool(row["origin"] == Origin.CURATOR))
        if row is None:
            return
        key = (model, row.pk)
        after: dict[Key, Said | None] = {key: None}
        for other, said in self.said.items():
            pointers = [name for name in said.fields if name in POINTERS.get((other[0], model), ())]
            if any(said.fields[name] == row.pk for name in pointers):
                emptied = {name: None for name in pointers if said.fields[name] == row.pk}
                after[other] = replace(said, fields=said.fields | emptied)
        self.act(f"deletes {self.words(key)}", "deleted", after, lambda **by: curation.remove(row, **by))
        if key not in self.now.rows:
            self.gone.add(key)

    @step(model=st.sampled_from(ADDABLE), number=NUMBER)
    def delete_what_the_machine_found(self, model: type[Finding], number: int) -> None:
        row = self.pick(model, number, lambda row: bool(row["origin"] == Origin.MACHINE))
        if row is not None:
            told = f"deletes {self.words((model, row.pk))}"
            self.act(told, "deleted", {}, lambda **by: curation.remove(row, **by), refused=ValidationError)

    @step(
        model=st.sampled_from(DECIDABLE), number=NUMBER, between=st.sampled_from(["reject", "confirm", "rules", "cut"])
    )
    def two_editors(self, model: type[Finding], number: int, between: str) -> None:
        """One opens a row, then it becomes another: their decision is refused, until they have seen what stands now."""
        row = self.pick(model, number)
        if row is None:
            return
        key = (model, row.pk)
        version, seen = version_of(row), self.now.rows[key]
        self.tell(f"somebody opens {self.words(key)}")
        if between == "rules":
            self.one_more_newer_rule(choice=CHOICES[number % len(CHOICES)], number=number % 7)
        elif between == "cut":
            self.cut_lines(first=number, count=2)
        elif between == "reject":
            self.decide(curation.reject, Review.REJECTED, model, [number])
        else:
            self.decide(curation.confirm, Review.CONFIRMED, model, [number])
        now = self.now.rows.get(key)
        is_stale = now is None or any(now[name] != value for name, value in seen.items() if name not in UNSEEN)
        if is_stale:
            self.act(
                f"rejects {key[0].__name__} {key[1]} as it was",
                "rejected",
                {},
                lambda **by: curation.reject([row], **by, expected={row: version}),
                refused=Stale,
            )
        if now is not None:
            again = model._default_manager.get(pk=row.pk)
            self.act(
                f"rejects {self.words(key)} as it is",
                "rejected",
                {key: self.say(key, review=Review.REJECTED)},
                lambda **by: curation.reject([again], **by, expected={again: version_of(again)}),
            )
            assert self.now.rows[key]["review"] == Review.REJECTED

    @step(number=st.one_of(st.just(0), NUMBER), why=st.sampled_from(["undoes", "reverts one row of"]))
    def undo(self, number: int, why: str) -> None:
        """The last thing that was done, or an earlier one; it is done, or refused and nothing is changed.

        The last can be taken back as long as nothing else happened to its rows.
        """
        if not self.deeds:
            return
        deed = self.deeds[-1 - number % len(self.deeds)]
        keys = list(deed.before)
        edit = Edit.objects.get(pk=deed.edit)
        if why == "undoes":
            call = partial(undo, edit)
        else:
            keys = keys[number % len(keys) :][:1]
            label, row = keys[0][0]._meta.label_lower, keys[0][1]
            call = partial(revert, EditedRow.objects.get(edit=edit, model=label, row=row))
        is_fresh = deed is self.deeds[-1] and all(self.now.rows.get(key) == row for key, row in deed.after.items())
        expected = {key: self.undone(key, deed) for key in keys}
        done = self.act(f"{why} “{deed.told}”", "undone" if why == "undoes" else "reverted", {}, call)
        if done is None:
            assert not (is_fresh and why == "undoes"), "the last thing that was done cannot be undone"
            return
        for key, fields in expected.items():
            if key[0] is Remark and key not in self.said:
                continue  # a run may have seen to it since
            self.is_undone(key, fields)

    def undone(self, key: Key, deed: Deed) -> Fields | None:
        """Return what a row must say once a deed is taken back: its words, and what later deeds gave it."""
        before, after, now = deed.before[key], deed.after[key], self.now.rows.get(key)
        if before is None or after is None or now is None:
            return before
        changed = {name: value for name, value in before.items() if value != after[name] and name not in UNSAID}
        if "speaker_id" in changed:
            changed["speaker_id"] = self.survivor(changed["speaker_id"])
        later = self.deeds[self.deeds.index(deed) + 1 :]
        if changed.get("review") == Review.MACHINE and self.said_since(key, later):
            changed["review"] = now["review"]  # what others said of it still stands
        return now | changed

    @staticmethod
    def survivor(speaker: int | None) -> int | None:
        """Return who stands for a speaker by now."""
        return Speaker.objects.get(pk=speaker).survivor.pk if speaker else None

    def said_since(self, key: Key, later: list[Deed]) -> bool:
        """Whether something that was said of a row since still stands."""
        live: list[Deed] = []
        for deed in later:
            if key in deed.before:
                live.append(deed)
        before = live[0].before[key] if live else None
        now = self.now.rows.get(key)
        if before is None or now is None:
            return False
        return any(now[name] != value for name, value in before.items() if name not in UNSAID - {"words"})

    def is_undone(self, key: Key, fields: Fields | None) -> None:
        row = self.now.rows.get(key)
        if fields is None:
            assert row is None, f"{key[0].__name__} {key[1]} is still there"
            self.said.pop(key, None)
            self.gone.add(key)
            return
        assert row is not None, f"{key[0].__name__} {key[1]} is not there again"
        differing = {name: (fields[name], value) for name, value in said_in(row).items() if fields[name] != value}
        assert not differing, f"{key[0].__name__} {key[1]}: before and once undone: {differing}"
        self.gone.discard(key)
        if row["origin"] == Origin.CURATOR or row["review"] != Review.MACHINE:
            self.said[key] = self.say(key)
        else:
            self.said.pop(key, None)

    @step(number=NUMBER, other=NUMBER)
    def merge_speakers(self, number: int, other: int) -> None:
        """What people said of the one is said of the other from then on."""
        speakers = list(Speaker.objects.order_by("pk"))
        goes, stays = (speakers[one % len(speakers)] for one in (number, other))
        moved = {key: said for key, said in self.said.items() if said.fields.get("speaker_id") == goes.pk}
        after: dict[Key, Said | None] = {
            key: replace(said, fields=said.fields | {"speaker_id": stays.pk}) for key, said in moved.items()
        }
        told = f"merges {goes.name} ({goes.pk}) into {stays.name} ({stays.pk})"
        if edit := self.act(told, "merged", after, partial(merge, goes, stays), is_merge=True):
            self.merges.append(Merge(edit.pk, goes.pk, stays.pk, frozenset(pk for _, pk in moved)))

    @step(number=st.one_of(st.just(0), NUMBER))
    def part_speakers(self, number: int) -> None:
        """Mentions on which nobody spoke since the merge are the first one's again; those that people decided stay."""
        if not self.merges:
            return
        made = self.merges[-1 - number % len(self.merges)]
        since = [deed for deed in self.deeds if deed.edit > made.edit]
        touched = {pk for deed in since for model, pk in deed.before if model is Mention}
        told = f"takes back the merge of {made.goes} into {made.stays}"
        call = partial(undo, Edit.objects.get(pk=made.edit))
        if not self.act(told, "undone", {}, call, is_merge=True):
            assert made is not self.merges[-1], "the last merge cannot be taken back"
            return
        self.merges.remove(made)
        for (model, pk), said in list(self.said.items()):
            if model is Mention and said.fields["speaker_id"] == made.stays:
                has = self.now.rows[model, pk]["speaker_id"]
                if pk in touched:
                    assert has in (made.goes, made.stays)
                else:
                    assert has == (made.goes if pk in made.moved else made.stays), f"Mention {pk}"
                self.said[model, pk] = replace(said, fields=said.fields | {"speaker_id": has})

    @step(number=NUMBER, take_it=st.booleans())
    def answer_a_proposal(self, number: int, take_it: bool) -> None:
        waiting = list(Proposal.objects.filter(state=ProposalState.OPEN).order_by("pk"))
        if not waiting:
            return
        proposal = waiting[number % len(waiting)]
        key = (KINDS[proposal.model], proposal.row)
        row = self.now.rows[key]
        told = f"{'takes' if take_it else 'dismisses'} of {self.words(key)}: {self.proposed(proposal)}"
        if not take_it:
            self.act_on_proposal(told, "dismissed", {}, partial(dismiss, proposal))
            return
        if proposal.values is None:
            after = self.say(key, review=Review.REJECTED)
        else:
            proposed = row | {name: value for name, value in proposal.values.items() if name in row}
            said = {name: value for name, value in proposal.values.items() if name in row and name not in UNSAID}
            if "speaker_id" in said:
                said["speaker_id"] = self.survivor(said["speaker_id"])
            words = words_of(key[0], proposed)
            after = self.say(key, pieces=pieces_of(proposed), words=words, review=Review.EDITED, **said)
        self.act_on_proposal(told, "taken", {key: after}, partial(take, proposal))

    def act_on_proposal(self, told: str, kind: str, after: dict[Key, Said | None], call: Callable[..., Any]) -> None:
        before = dict(Proposal.objects.values_list("pk", "state"))
        self.act(told, kind, after, call)
        assert sum(before[pk] != state for pk, state in Proposal.objects.values_list("pk", "state")) <= 1

    @staticmethod
    def proposed(proposal: Proposal) -> str:
        values = proposal.values
        return "to reject it" if values is None else str({name: values[name] for name in values if name not in PLACE})

    @step(number=NUMBER)
    def ignore_a_remark(self, number: int) -> None:
        row = self.pick(Remark, number, lambda row: bool(row["state"] == RemarkState.OPEN))
        if row is None:
            return
        key = (Remark, row.pk)

        def ignore(by: Any, why: str) -> None:
            with transaction.atomic(), acting(by, "changed", why):
                row.state = RemarkState.IGNORED
                row.save(update_fields=["state"])

        said = replace(self.say(key), fields={"state": RemarkState.IGNORED}, machine=None)
        self.act(f"ignores {self.words(key)}", "changed", {key: said}, ignore)

    @step(title=st.sampled_from(["Đầu đề khác", "Một đầu đề nữa"]))
    def edit_the_article(self, title: str) -> None:
        self.tell(f"somebody gives the article the title {title!r}")
        article = Article.objects.get()
        article.title = article.display_title = title
        article.edited = True
        with transaction.atomic(), acting(self.people[0], "changed"):
            article.save(update_fields=["title", "display_title", "edited", "changed_at"])
        self.facts = {"title": title, "display_title": title, "edited": True}
        self.now = Now.read()

    @step()
    def withdraw_and_publish_again(self) -> None:
        article = Article.objects.get()
        state = State.WITHDRAWN if article.state == State.PUBLIC else State.PUBLIC
        self.tell(f"somebody makes the article {state}")
        article.state = state
        with transaction.atomic(), acting(self.people[0], "withdrawn"):
            article.save(update_fields=["state", "changed_at"])
        self.facts["state"] = state
        self.now = Now.read()

    # --- documents ----------------------------------------------------------------------------------------------------

    @step(slug=st.sampled_from(list(DOCUMENTS)))
    def add_document(self, slug: str) -> None:
        self.tell(f"somebody adds the document {slug}")
        self._document(slug)

    def _document(self, slug: str) -> Resolution:
        if there := Resolution.objects.filter(slug=slug).first():
            return there
        given = dict(DOCUMENTS[slug])
        if slug == "21-nq-cp":
            given["issuer"] = Organ.objects.create(slug="chinh-phu", name="Chính phủ")
        return Resolution.objects.create(slug=slug, **given)

    @step(slug=st.sampled_from(list(DOCUMENTS)))
    def correct_a_relation(self, slug: str) -> None:
        target = self._document(slug)
        row = Relation.objects.filter(origin=Origin.MACHINE).exclude(resolution=target).order_by("pk").first()
        if row and not Relation.objects.filter(resolution=row.resolution, target=target).exists():
            self.tell(f"somebody says that {row} is to {slug}")
            read = row.target_id
            row.target, row.origin = target, Origin.CURATOR
            row.save()
            self.corrected[row.pk] = (row.resolution_id, row.type, target.pk, read)

    @step()
    def settle(self) -> None:
        """What settling leaves is what a load leaves, and what articles state is of documents that they cite."""
        self.tell("what waited for documents is settled")
        deque(settle_citations(), maxlen=0)
        settled, version = statements(), DataVersion.current()
        deque(settle_citations(), maxlen=0)
        assert DataVersion.current() == version
        self.run_again()
        assert statements() == settled
        cited = set(Citation.objects.standing().values_list("resolution", flat=True))
        relations = Relation.objects.filter(origin=Origin.MACHINE).values_list("resolution", "target")
        assert {*chain(*relations), *ResolutionClaim.objects.values_list("resolution", flat=True)} <= cited

    # --- what must hold -----------------------------------------------------------------------------------------------

    def everything_stands(self) -> None:
        self.every_decision_stands()
        self.every_place_holds()
        self.nothing_is_back()
        self.every_proposal_says_something_else()
        self.every_correction_of_others_stands()

    def every_decision_stands(self) -> None:
        for key, said in self.said.items():
            assert key in self.now.rows, f"{key[0].__name__} {key[1]} is gone"
            row = self.now.rows[key]
            differing = {name: (value, row[name]) for name, value in said.fields.items() if row[name] != value}
            assert not differing, f"{key[0].__name__} {key[1]}: said and stands: {differing}"
            if row["earlier_text_id"] is not None and self.now.article.text == said.text and key[0] is not Remark:
                assert self._waits(key, row), f"{key[0].__name__} {key[1]}: its words are there again and it is not"
        assert not self.gone & self.now.rows.keys()
        assert not Mention.objects.exclude(speaker__merged_into=None).exists(), "a mention of who was merged away"
        article = {name: getattr(self.now.article, name) for name in self.facts}
        assert article == self.facts

    def _waits(self, key: Key, row: Fields) -> bool:
        """Whether a row may keep to its earlier text although the present one is that in which it was decided.

        So may a point whose place in the list another has that was decided, and words in a line that is printed twice.
        """
        text = self.now.text_of(row)
        line = text[text.rfind("\n", 0, row["start"]) + 1 : max(row["end"], text.find("\n", row["end"]))]
        return text.count(line) > 1 or key[0] is Directive and row["ordinal"] is not None and row["list_id"] is not None

    def every_place_holds(self) -> None:
        """Every row, part, intro and printed title stands where it says."""
        for (model, pk), row in self.now.rows.items():
            text = self.now.text_of(row)
            assert text[row["start"] : row["end"]] == row["exact"], f"{model.__name__} {pk}"
            assert all(row["start"] <= start < end <= row["end"] for start, end in row["parts"])
            if model is DirectiveList and row["intro_start"] is not None:
                assert text[row["intro_start"] : row["intro_end"]] == row["intro"]
        for mention, start, end, exact in PrintedTitle.objects.values_list("mention", "start", "end", "exact"):
            assert self.now.text_of(self.now.rows[Mention, mention])[start:end] == exact

    def nothing_is_back(self) -> None:
        """No row of the machine's stands beside a decided one of its kind, but those that stood there before.

        Nor where the machine had found it, while the text is that one. What a decided row points to is held with it.
        """
        held = self.held()
        undecided = {
            model: [
                (pk, pieces_of(row), row)
                for pk, row in of(self.now.rows, model)
                if row["earlier_text_id"] is None
                and row["origin"] == Origin.MACHINE
                and row["review"] == Review.MACHINE
            ]
            for model in (Mention, DirectiveList, Directive, Citation)
        }
        for (model, pk), said in self.said.items():
            row = self.now.rows[model, pk]
            if model not in undecided or row["earlier_text_id"] is not None:
                continue
            places = pieces_of(row)
            if said.machine and said.machine[1] == self.now.article.text:
                places += said.machine[0]
            for other, pieces, found in undecided[model]:
                if other in said.beside or (model, other) in held or not share(pieces, places):
                    continue
                if model is Directive and (row["parent_id"] is None) != (found["parent_id"] is None):
                    continue  # a point below another stands in its words
                raise AssertionError(
                    f"{self.words((model, other))} stands beside {self.words((model, pk))}, which is {row['review']}"
                )

    def held(self) -> set[Key]:
        """Return the rows to which decided ones point, and so on."""
        held: set[Key] = set()
        waiting = list(self.said)
        while waiting:
            row = self.now.rows[waiting.pop()]
            new = {(model, row[name]) for name, model in POINTED_TO.items() if row.get(name)} - held
            held |= new
            waiting += new
        return held

    def every_proposal_says_something_else(self) -> None:
        """Than the row that it is about, and than what a person has answered about that one."""
        answered: dict[Key, list[Fields | None]] = {}
        for proposal in Proposal.objects.exclude(state=ProposalState.SETTLED).order_by("pk"):
            key = (KINDS[proposal.model], proposal.row)
            if proposal.state != ProposalState.OPEN:
                answered.setdefault(key, []).append(without_place(proposal.values))
                continue
            row = self.now.rows[key]
            told = f"of {self.words(key)} is proposed {self.proposed(proposal)}"
            assert key in self.said, told
            assert row["review"] != Review.REJECTED, told
            assert row["earlier_text_id"] is None, told
            if proposal.values is not None:
                said = {name: value for name, value in proposal.values.items() if name in row}
                credited = len(said) < len(proposal.values)
                assert credited or any(row[name] != value for name, value in said.items()), told
        for proposal in Proposal.objects.filter(state=ProposalState.OPEN):
            key = (KINDS[proposal.model], proposal.row)
            assert without_place(proposal.values) not in answered.get(key, []), self.proposed(proposal)

    def every_correction_of_others_stands(self) -> None:
        for pk, (document, type_, target, read) in self.corrected.items():
            row = Relation.objects.get(pk=pk)
            assert (row.resolution_id, row.type, row.target_id, row.origin) == (document, type_, target, "curator")
            alike = Relation.objects.filter(article=row.article_id, resolution=document, target__in=[target, read])
            assert [each.pk for each in alike] == [pk]
        for row in Relation.objects.exclude(exact="").select_related("article"):
            assert row.article
            assert row.article.text[row.start : row.end] == row.exact

    @step()
    def what_a_run_leaves_another_leaves_too(self) -> None:
        self.run_again()
        rows = self.now.rows
        self.run_again()
        assert self.now.rows == rows
        self.every_decision_stands()

    @step()
    def the_history_replays(self) -> None:
        """What the history says last of each field that people set is what stands, but for where the words stand.

        Since the row was last the machine's: what that wrote is no part of it.
        """
        told: dict[tuple[str, int], Fields | None] = {}
        for row in EditedRow.objects.order_by("pk"):
            if row.after is None:
                told[row.model, row.row] = None
            elif row.after.get("review") == Review.MACHINE:
                told[row.model, row.row] = {}  # the machine's again, which does not tell
            else:
                told[row.model, row.row] = {**(told.get((row.model, row.row)) or {}), **row.after}
        for (model, pk), said in self.said.items():
            fields = told.get((model._meta.label_lower, pk)) or {}
            stands = json.loads(json.dumps(self.now.rows[model, pk], cls=DjangoJSONEncoder))
            if fields.get("speaker_id"):
                fields = fields | {"speaker_id": self.survivor(fields["speaker_id"])}
                stands["speaker_id"] = self.survivor(stands["speaker_id"])  # apart again: as it was said, or then
            differing = {
                name: (value, stands[name])
                for name, value in fields.items()
                if name in said.fields and stands[name] != value
            }
            assert not differing, f"{model.__name__} {pk}: the history and what stands: {differing}"
        for model, pk in self.gone:
            assert told[model._meta.label_lower, pk] is None


# Which fields of a row are emptied when one goes that they point to: by the kinds of both.
POINTERS: Final[dict[tuple[type[Finding], type[Finding]], tuple[str, ...]]] = {
    (Mention, Mention): ("introduced_by_id",),
    (Block, Mention): ("mention_id",),
    (DirectiveList, Mention): ("mention_id",),
    (Directive, Mention): ("mention_id",),
    (Citation, Directive): ("directive_id",),
}


POINTED_TO: Final[dict[str, type[Finding]]] = {
    "list_id": DirectiveList,
    "parent_id": Directive,
    "directive_id": Directive,
    "mention_id": Mention,
    "introduced_by_id": Mention,
}
KINDS: Final = {model._meta.label_lower: model for model in MODELS}


def without_place(values: Fields | None) -> Fields | None:
    """Return what a proposal says; where its words stand goes with the text."""
    return None if values is None else {name: value for name, value in values.items() if name not in PLACE - {"exact"}}
