"""An article, a newspaper, rules and curators before any of them does anything; how a step is taken and looked at."""

import sys
from collections import Counter
from collections.abc import Callable, Collection
from functools import wraps
from itertools import chain
from typing import Any, ClassVar, Final

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from articles.extraction.text import Span
from articles.facts import Facts
from articles.models import Article, Finding, Organ, Origin
from articles.sources import Source
from directives.models import DocumentKind, Resolution, Topic
from register.ingest import Loader
from register.models import DataVersion, Edit, OutcomeKind
from tests.curation import holds
from tests.curation.rules import Twists, rules_with
from tests.curation.state import Deed, Fields, Key, Merge, Now, Said, of, pieces_of, said_in

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
TAKES_BACK: Final = frozenset({"reopened", "deleted", "undone", "reverted"})
NUMBER: Final = st.integers(0, 99)  # chooses among rows, counted round and round


def step(**given: Any) -> Callable[[Callable[..., None]], Any]:
    """Make a rule of the machine: when it is done, everything that people said must stand."""

    def made(act: Callable[..., None]) -> Any:
        @wraps(act)
        def then_look(self: "Stage", **chosen: Any) -> None:
            act(self, **chosen)
            self.everything_stands()

        return rule(**given)(then_look)  # type: ignore[no-untyped-call]  # its type depends on what is given

    return made


class Stage(RuleBasedStateMachine):
    """What everybody works on: `said` is what people said last of each row, made from what was done."""

    steps: ClassVar[int] = 0
    done: ClassVar[Counter[str]] = Counter()  # of acts, refused ones apart

    def __init__(self) -> None:
        super().__init__()
        self.database = transaction.atomic()
        self.database.__enter__()
        self.twists: Twists = ()
        self.otherwise = rules_with(lambda: self.twists)
        self.otherwise.__enter__()
        self.loader = Loader()
        self.said: dict[Key, Said] = {}
        self.deeds: list[Deed] = []
        self.merges: list[Merge] = []
        self.taken_back: list[tuple[int, int, Key | None]] = []  # by which edit, which; a row of it, or all
        self.corrected: dict[int, holds.Correction] = {}
        self.facts: Fields = {}  # of the article, where a person edited them
        self.gone: set[Key] = set()  # what people added and deleted
        self.story: list[str] = []
        self.owes_a_run = False  # since people took back or deleted what a run has not read again
        users = get_user_model()
        self.people = [users(username=name, is_superuser=True) for name in CURATORS]
        users.objects.bulk_create(self.people)
        for slug in TOPICS:
            Topic.objects.create(slug=slug, label_vi=slug, label_en=slug)
        for slug in ("21-nq-cp", "15-ct-tw"):
            self.document(slug)
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
            holds.every_row_is_found_by_its_words()
        finally:
            self.otherwise.__exit__(None, None, None)
            transaction.set_rollback(True)
            self.database.__exit__(None, None, None)

    def tell(self, what: str) -> None:
        """Say what happens now: the story of a failure."""
        self.story.append(what)
        Stage.steps += 1
        note(f"{len(self.story):2}. {what}")

    # --- what is looked at --------------------------------------------------------------------------------------------

    def everything_stands(self) -> None:
        holds.every_decision_stands(self.now, self.said)
        holds.every_place_holds(self.now)
        holds.every_point_is_in_the_list_of_the_one_above(self.now)
        holds.nothing_is_back(self.now, self.said, self.held_then)
        holds.every_proposal_says_something_else(self.now, self.said)
        holds.every_correction_of_others_stands(self.corrected)
        assert not self.gone & self.now.rows.keys()
        assert {name: getattr(self.now.article, name) for name in self.facts} == self.facts

    @step()
    def what_a_run_leaves_another_leaves_too(self) -> None:
        """The same rules over the same text change no row; and a load that meets it again reads it not at all."""
        self.run_again()
        rows = self.now.rows
        self.run_again()
        assert self.now.rows == rows
        version = DataVersion.current()
        assert self.loader.ingest(self.source()).kind == OutcomeKind.UNCHANGED
        assert DataVersion.current() == version

    @step()
    def the_history_replays(self) -> None:
        holds.the_history_replays(self.now, self.said, self.gone)

    # --- the text -----------------------------------------------------------------------------------------------------

    def source(self, text: str | None = None) -> Source:
        """Return the article as its newspaper has it, or with another text."""
        given = "\n\n".join([HEADLINE, *self.lines]).replace(" ", self.spaces) if text is None else text
        return Source("a.txt", given, "", "a.txt", None, Facts())

    def publish(self, text: str | None = None) -> None:
        """Let a run take in the text, which reads nothing where it is the one that is there."""
        owed = self.owes_a_run
        is_read = self.loader.ingest(self.source(text)).kind != OutcomeKind.UNCHANGED
        self._look()
        self.owes_a_run = owed and not is_read

    def run_again(self) -> None:
        """Let a run of newer rules read the text that is there."""
        Article.objects.update(extractor_version="1999.1")
        assert self.loader.ingest(self.source()).kind == OutcomeKind.UPDATED
        self._look()

    def _look(self) -> None:
        self.now = Now.read()
        self.owes_a_run = False
        self.held_then = self.now.held_by(self.said.keys() & self.now.rows.keys())

    def document(self, slug: str) -> Resolution:
        """Return one of the documents, added if nobody knows it yet."""
        if known := Resolution.objects.filter(slug=slug).first():
            return known
        given = dict(DOCUMENTS[slug])
        if slug == "21-nq-cp":
            given["issuer"] = Organ.objects.create(slug="chinh-phu", name="Chính phủ")
        return Resolution.objects.create(slug=slug, **given)

    # --- the people ---------------------------------------------------------------------------------------------------

    def pick(self, model: type[Finding], number: int, wanted: Callable[[Fields], bool] = lambda row: True) -> Any:
        """Return a row, or None where there is none."""
        keys = [pk for pk, row in of(self.now.rows, model) if wanted(row)]
        return model._default_manager.get(pk=keys[number % len(keys)]) if keys else None

    def say(self, key: Key, pieces: list[Span] | None = None, /, **changes: Any) -> Said:
        """Return what is said of a row by who changes these fields of it, and leaves the others as they stand."""
        row = self.now.rows[key]
        before = self.said.get(key)
        pieces, text = pieces or pieces_of(row), self.now.text_of(row)
        machine = before.machine if before else None
        if machine is None and row["origin"] == Origin.MACHINE and row["earlier_text_id"] is None:
            machine = (pieces_of(row), text)
        beside = self.now.overlapping(key, pieces) | (self.now.overlapping(key, machine[0]) if machine else set())
        if before:
            beside |= before.beside
        return Said(said_in(row) | changes, text, frozenset(beside), machine)

    def act(
        self,
        told: str,
        kind: str,
        after: dict[Key, Said | None],
        call: Callable[..., Any],
        refused: str | Collection[str] | None = None,
        may_refuse: Collection[str] = (),
        is_told_by_row: bool = True,
    ) -> Any:
        """Let somebody do something; return what it returns, None where it was refused.

        What is said of rows then is `after`, None of one that is nobody's decision any more. refused is the code with
        which it must be refused, or the codes of which one is said; may_refuse are those with which it may be; then
        nothing is changed. A merge is not told by row: it moves rows that the history does not list.
        """
        codes = {refused} if isinstance(refused, str) else set(refused or ())
        who = self.people[len(self.story) % len(self.people)]
        told = f"{who.username} {told}"
        rows, edits, reviewed_at = self.now.rows, Edit.objects.count(), self.now.article.reviewed_at
        reasons: set[str] = set()
        try:
            result = call(by=who, why=f"act {len(self.story)}")
        except ValidationError as error:
            reasons, told = reasons_of(error), f"{told}: refused, {error.messages[0]}"
        self.tell(told)
        if reasons or codes:
            assert reasons, f"not refused as {codes}"
            assert reasons <= codes | set(may_refuse), f"refused: {reasons}, not {codes}"
            self.now = Now.read()
            assert self.now.rows == rows
            assert Edit.objects.count() == edits
            return None
        self.done[kind] += 1
        self.owes_a_run = self.owes_a_run or kind in TAKES_BACK
        self.now = Now.read()
        for key, said in after.items():
            if said is None:
                self.said.pop(key, None)
            else:
                self.said[key] = said
        if is_told_by_row:
            is_more = kind in ("dismissed", "taken") or self.now.article.reviewed_at != reviewed_at
            self._is_told(told, kind, who, edits, rows, is_more)
        else:
            assert Edit.objects.count() == edits + 1
        return result or True

    def _is_told(self, what: str, kind: str, who: Any, edits: int, rows: dict[Key, Fields], is_more: bool) -> None:
        """One thing that was done is one entry of the history, with who and why; what changed nothing is none.

        is_more: a proposal was answered, or the article came to be reviewed.
        """
        changed = [key for key in rows | self.now.rows if rows.get(key) != self.now.rows.get(key)]
        assert Edit.objects.count() == edits + bool(changed or is_more)
        if changed:
            edit = Edit.objects.latest("pk")
            assert (edit.kind, edit.by_id, edit.why) == (kind, who.pk, f"act {len(self.story) - 1}")
            told = {(row.model, row.row) for row in edit.rows.all()} - {("articles.article", self.now.article.pk)}
            assert {(model._meta.label_lower, pk) for model, pk in changed} <= told
            before, after = ({key: stood.get(key) for key in changed} for stood in (rows, self.now.rows))
            self.deeds.append(Deed(edit.pk, what, before, after, self.now.article.text))


def reasons_of(error: ValidationError) -> set[str]:
    """Return the codes of all that an error says; what a constraint of the database says has none, and is its words."""
    errors = chain(*error.error_dict.values()) if hasattr(error, "error_dict") else error.error_list
    return {one.code or str(one.message) for one in errors}
