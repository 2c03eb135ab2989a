"""What people decide stays decided, whatever a newspaper changes and however often the rules are run."""

import datetime
from collections import deque
from itertools import chain
from typing import Any

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from articles.models import (
    Article,
    Finding,
    Mention,
    Office,
    Organ,
    Origin,
    PrintedTitle,
    Remark,
    Review,
    Speaker,
    Tenure,
    TenureClaim,
)
from directives.models import (
    Citation,
    CitationStatus,
    Directive,
    DirectiveList,
    DocumentKind,
    Relation,
    Resolution,
    ResolutionClaim,
)
from register.ingest import Loader
from register.models import DataVersion
from register.save import RUN_FIELDS
from register.settling import settle_citations
from tests.test_ingest import TEXT, ingest, kinds, load, source
from tests.test_resolve_citations import rows as statements
from tests.timing import SLOWLY

pytestmark = pytest.mark.django_db

TWICE = TEXT.replace("Ba là, làm", "Ba là, theo Nghị quyết 59-NQ/TW, làm")  # one document cited in two points
OTHER = "Bài này đã được gỡ.\n\nNội dung khác hẳn ở đây.\n"


def run_newer_rules(text: str = TEXT) -> None:
    Article.objects.update(extractor_version="1999.1")
    load(text)


def decide(row: Finding, review: Review) -> None:
    type(row)._default_manager.filter(pk=row.pk).update(review=review)


def broken_places() -> list[str]:
    """Every row, part, intro and printed title whose words do not stand where the row says."""
    broken = []
    for model in RUN_FIELDS:
        titles = ["titles"] if model is Mention else []
        rows = model._default_manager.order_by("pk").select_related("article", "earlier_text")
        for row in rows.prefetch_related(*titles):
            text = row.earlier_text.text if row.earlier_text else row.article.text
            places = [(row.start, row.end, row.exact)]
            if isinstance(row, DirectiveList) and row.intro_start is not None and row.intro_end is not None:
                places.append((row.intro_start, row.intro_end, row.intro))
            if isinstance(row, Mention):
                places += [(title.start, title.end, title.exact) for title in row.titles.all()]
            inside = all(row.start <= start < end <= row.end for start, end in row.parts)
            if not inside or any(text[start:end] != words for start, end, words in places):
                broken.append(f"{model.__name__} {row.pk} {row.exact[:40]}")
    return broken


class TestRejected:
    def test_one_of_two_with_the_same_words_does_not_take_the_other_s_place(self) -> None:
        load(TWICE)
        first, second = Citation.objects.filter(number="59").order_by("start")
        decide(first, Review.REJECTED)
        run_newer_rules(TWICE)
        assert list(Citation.objects.public().filter(number="59").values_list("pk", "start")) == [
            (second.pk, second.start)
        ]

    def test_no_hit_comes_back_in_a_text_that_changed_beside_it(self) -> None:
        load()
        decide(Directive.objects.get(marker="Ba là"), Review.REJECTED)
        load(TEXT.replace("làm tốt công tác", "làm thật tốt công tác"))
        run_newer_rules(TEXT.replace("làm tốt công tác", "làm thật tốt công tác"))
        assert [point.marker for point in Directive.objects.public()] == ["Một là", "Hai là"]


class TestEdited:
    def test_another_kind_of_document_does_not_bring_the_error_back_beside_it(self) -> None:
        load()
        Citation.objects.filter(number="59").update(kind="ket-luan", review=Review.EDITED)
        run_newer_rules()
        assert list(Citation.objects.filter(exact="Nghị quyết 59-NQ/TW").values_list("kind")) == [("ket-luan",)]

    @pytest.mark.parametrize("review", [Review.EDITED, Review.REJECTED, Review.CONFIRMED])
    def test_a_point_outlives_its_text_with_its_list_and_its_speaker(self, review: Review) -> None:
        load()
        point = Directive.objects.get(marker="Ba là")
        decide(point, review)
        load(TEXT.replace("làm tốt công tác bảo hộ", "không bỏ ai lại"))
        load(OTHER)
        after = Directive.objects.get(pk=point.pk)
        assert (after.review, after.list_id, after.mention_id) == (review, point.list_id, point.mention_id)
        assert broken_places() == []

    def test_a_confirmed_point_keeps_its_speaker_when_another_gets_the_name(self) -> None:
        load()
        point = Directive.objects.get(marker="Ba là")
        decide(point, Review.CONFIRMED)
        Speaker.objects.create(slug="le-hoai-trung-2", name="Lê Hoài Trung")
        run_newer_rules()
        mention = Directive.objects.get(pk=point.pk).mention
        assert mention
        assert (mention.pk, mention.speaker and mention.speaker.slug) == (point.mention_id, "le-hoai-trung")

    def test_two_lists_found_over_a_confirmed_one_do_not_fight_for_its_ordinals(self) -> None:
        load()
        DirectiveList.objects.update(review=Review.CONFIRMED)
        split = (
            "Ngành cũng đề ra 2 giải pháp sau:\n\nMột là, tăng cường phối hợp.\n\nHai là, nâng cao năng lực.\n\nBa là"
        )
        assert kinds(source(TEXT.replace("Ba là", split))) == ["updated"]

    def test_a_confirmed_citation_whose_line_is_gone_does_not_jump_to_another(self) -> None:
        load(TWICE)
        first, second = Citation.objects.filter(number="59").order_by("start")
        decide(first, Review.CONFIRMED)
        load(TWICE.replace("Một là, triển khai hiệu quả Nghị quyết 59-NQ/TW về hội nhập quốc tế.\n\n", ""))
        assert [citation.pk for citation in Citation.objects.public().filter(number="59")] == [second.pk]

    def test_the_titles_of_a_confirmed_mention_go_where_they_are_printed(self) -> None:
        load()
        Mention.objects.update(review=Review.CONFIRMED)
        titles = PrintedTitle.objects.count()
        load(TEXT.replace("Bộ trưởng Ngoại giao Lê Hoài Trung trả", "Bộ trưởng Ngoại giao, đồng chí Lê Hoài Trung trả"))
        assert broken_places() == []
        assert PrintedTitle.objects.count() == titles

    def test_a_rejected_mention_in_an_earlier_text_keeps_its_titles_there(self) -> None:
        load()
        decide(Mention.objects.filter(name="Lê Hoài Trung").order_by("start")[0], Review.REJECTED)
        load(OTHER)
        load(TEXT.replace("trả lời phỏng vấn báo chí", "có bài viết dài về nhiều việc khác hẳn"))
        assert broken_places() == []

    def test_an_ignored_remark_that_lost_its_words_and_finds_them_again_stands_there(self) -> None:
        text = TEXT.replace("3 nhiệm vụ", "4 nhiệm vụ")
        load(text)
        Remark.objects.filter(code="count-short").update(state="ignored")
        load(OTHER)
        load(f"Thêm một câu ở đây.\n\n{text}")
        remark = Remark.objects.get(code="count-short")
        assert (remark.state, remark.earlier_text) == ("ignored", None)
        assert broken_places() == []

    def test_an_article_with_rows_in_an_earlier_text_can_be_deleted(self) -> None:
        load()
        decide(Directive.objects.get(marker="Ba là"), Review.EDITED)
        load(OTHER)
        Article.objects.get().delete()
        assert not Directive.objects.exists()


class TestNothingFailsForGood:
    def test_lists_that_change_places(self) -> None:
        first = "Ngành tập trung vào 2 nhiệm vụ sau:\n\nMột là, hội nhập quốc tế.\n\nHai là, ngoại giao kinh tế.\n\n"
        second = "Đồng thời cần thực hiện 2 giải pháp sau:\n\nMột là, phối hợp.\n\nHai là, nâng cao năng lực.\n\n"
        load(f"Tin.\n\n{first}{second}")
        assert kinds(source(f"Tin.\n\n{second}{first}")) == ["updated"]
        points = first.split("\n\n", 1)[1], second.split("\n\n", 1)[1]
        crossed = f"Tin.\n\n{first.split(':')[0]}:\n\n{points[1]}{second.split(':')[0]}:\n\n{points[0]}"
        assert kinds(source(crossed)) == ["updated"]
        assert broken_places() == []

    def test_paragraphs_that_change_places(self) -> None:
        first, *others = PARAGRAPHS[:6]
        load("\n\n".join(["Đầu đề", first, *others]))
        load("\n\n".join(["Đầu đề", *others[2:], others[0], first, others[1]]))
        assert broken_places() == []

    def test_two_lists_that_run_into_a_confirmed_one_and_change_places(self) -> None:
        load("\n\n".join(["Đầu đề", *PARAGRAPHS]))
        decide(DirectiveList.objects.order_by("start")[0], Review.CONFIRMED)
        for order in ((1, 2, 3, 4, 5, 6, 7, 8, 9), (0, 4, 1, 5, 3, 2, 7, 9, 6, 8), (0, 1, 2, 4, 5, 6, 7, 8, 9)):
            assert kinds(source("\n\n".join(["Đầu đề", *(PARAGRAPHS[number] for number in order)]))) == ["updated"]
        assert kinds(source("\n\n".join(["Đầu đề", *PARAGRAPHS[1:]]))) == ["updated"]

    def test_two_confirmed_points_of_one_ordinal_whose_words_are_there_at_once(self) -> None:
        load()
        first = Directive.objects.get(marker="Một là")
        decide(first, Review.CONFIRMED)
        load(TEXT.replace(first.exact, "Một là, mở rộng quan hệ với các nước láng giềng."))
        second = Directive.objects.get(marker="Một là", earlier_text=None)
        decide(second, Review.CONFIRMED)
        assert kinds(source(f"{TEXT}\n\n{second.exact}\n")) == ["updated"]
        assert set(Directive.objects.decided().values_list("pk", "ordinal")) == {(first.pk, 1), (second.pk, 1)}
        served = Directive.objects.public().filter(parent=None, list=first.list).order_by("start")
        assert [point.exact for point in served].count(second.exact) == 1
        assert first.exact not in [point.exact for point in served]  # nor as a copy that nobody looked at
        remark = Remark.objects.get(code="unanchored", state="open")
        assert remark.detail.endswith("is another's, which was decided too")
        assert broken_places() == []
        decide(second, Review.REJECTED)
        run_newer_rules(f"{TEXT}\n\n{second.exact}\n")
        assert Directive.objects.get(pk=first.pk).earlier_text is None
        assert not Remark.objects.filter(code="unanchored").exists()

    def test_a_point_that_waits_for_its_place_takes_those_below_it_along(self) -> None:
        text = TEXT.replace("Ba là, làm tốt công tác", "Ba là, làm tốt các việc sau: (i) đối thoại; (ii) công tác")
        load(text)
        first = Directive.objects.get(marker="Ba là")
        assert first.children.count() == 2
        decide(first, Review.CONFIRMED)
        load(text.replace(first.exact, "Ba là, mở rộng quan hệ với các nước láng giềng."))
        decide(Directive.objects.get(marker="Ba là", earlier_text=None), Review.CONFIRMED)
        load(f"{text}\n\nBa là, mở rộng quan hệ với các nước láng giềng.\n")
        assert Directive.objects.get(pk=first.pk).earlier_text
        assert [point.marker for point in Directive.objects.public().order_by("start")] == ["Một là", "Hai là", "Ba là"]
        assert all(point.stands == (point in Directive.objects.public()) for point in Directive.objects.all())

    def test_a_url_that_is_given_and_taken_back(self) -> None:
        assert kinds(source()) == ["created"]
        assert kinds(source(url="https://bao.example/1")) == ["updated"]
        assert kinds(source()) == ["created"]

    def test_a_rolled_back_article_leaves_no_one_in_memory(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(*args: Any) -> None:
            raise RuntimeError("broken")

        def text(name: str) -> Any:
            return source(f"Tin.\n\nÔng {name} cho biết như vậy tại cuộc họp báo.\n", name=f"{name}.txt")

        loader = Loader()
        with monkeypatch.context() as patch:
            patch.setattr("register.save.follow_evidence", fail)
            assert [outcome.kind.value for outcome in loader.load([text("Trần Văn Bình")])] == ["failed"]
        loader = Loader(registry=loader.registry)
        list(loader.load([text("Nguyễn Thị Lan"), text("Trần Văn Bình")]))
        named = {mention.name: mention.speaker for mention in Mention.objects.select_related("speaker")}
        assert {name: speaker and speaker.name for name, speaker in named.items()} == {
            "Nguyễn Thị Lan": "Nguyễn Thị Lan",
            "Trần Văn Bình": "Trần Văn Bình",
        }

    def test_a_claim_of_a_year_alone(self) -> None:
        office = Office.objects.create(slug="bo-truong-ngoai-giao", title="Bộ trưởng Ngoại giao", country="VN")
        speaker = Speaker.objects.create(slug="le-hoai-trung", name="Lê Hoài Trung")
        tenure = Tenure.objects.create(public_id="t", speaker=speaker, office=office)
        TenureClaim.objects.create(tenure=tenure, fact="attested", value="2025", confidence="confirmed")
        assert kinds(source(published_on=datetime.date(2026, 1, 1))) == ["created"]

    def test_a_speaker_who_is_no_longer_named_is_no_longer_seen_in_the_office(self) -> None:
        Office.objects.create(slug="bo-truong-ngoai-giao", title="Bộ trưởng Ngoại giao", country="VN")
        load(published_on=datetime.date(2026, 2, 1))
        assert Tenure.objects.exists()
        load(OTHER, published_on=datetime.date(2026, 2, 1))
        assert not Tenure.objects.exists()

    def test_many_copies_of_a_text_are_remarked_on_once_each(self) -> None:
        ingest(*(source(name=f"{number}.txt") for number in range(4)))
        assert Remark.objects.filter(code="same-text").count() == 3


# --- any sequence -----------------------------------------------------------------------------------------------------

PARAGRAPHS = [
    "Bộ trưởng Ngoại giao Lê Hoài Trung trả lời phỏng vấn báo chí về công tác đối ngoại.",
    "Phóng viên: Xin Bộ trưởng cho biết các nhiệm vụ sắp tới của ngành?",
    "Bộ trưởng Ngoại giao Lê Hoài Trung: Ngành ngoại giao sẽ tập trung vào 3 nhiệm vụ trọng tâm sau:",
    "Một là, triển khai hiệu quả Nghị quyết 59-NQ/TW về hội nhập quốc tế.",
    "Hai là, đẩy mạnh ngoại giao kinh tế theo Nghị quyết 21 của Chính phủ về triển khai Chỉ thị 15.",
    "Ba là, làm tốt các việc sau: (i) bảo hộ công dân; (ii) hỗ trợ doanh nghiệp; (iii) thông tin đối ngoại.",
    "Ông Lê Hoài Trung cũng nêu 2 giải pháp sau:",
    "Một là, tăng cường phối hợp theo Nghị quyết 59-NQ/TW.",
    "Hai là, nâng cao năng lực cán bộ.",
    "Bà Trần Thị Lan nhấn mạnh cần thực hiện Nghị quyết 59-NQ/TW.",
]
REWORDINGS = [
    ("triển khai", "thực hiện"),
    ("Lê Hoài Trung", "Trần Văn Bình"),
    ("3 nhiệm vụ", "4 nhiệm vụ"),
    ("59", "57"),
]
DECIDABLE: list[type[Finding]] = [Mention, DirectiveList, Directive, Directive, Citation, Citation]
DOCUMENTS = {
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
MOVED_WITH_THE_WORDS = {"start", "end", "parts", "intro_start", "intro_end", "earlier_text_id"}


class Curation(RuleBasedStateMachine):
    """A newspaper that changes its text, rules that are run again, and a curator who decides, in any order.

    The curator adds documents as well, settles what waited for them, and says which are meant and how they relate.
    """

    def __init__(self) -> None:
        super().__init__()
        self.database = transaction.atomic()
        self.database.__enter__()
        self.text = ""
        self.decisions: dict[tuple[type[Finding], int], dict[str, Any]] = {}
        self.corrected: dict[int, tuple[int, str, int, int]] = {}  # relations: what they say, and what the text does
        for slug in ("21-nq-cp", "15-ct-tw"):
            self.add_document(slug)
        self.publish("\n\n".join(["Đầu đề", *PARAGRAPHS]))

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.database.__exit__(None, None, None)

    def publish(self, text: str) -> None:
        self.text = text
        (outcome,) = ingest(source(text))
        assert outcome.kind.value != "failed", outcome.reason

    @rule(order=st.permutations(range(len(PARAGRAPHS))), keep=st.integers(1, len(PARAGRAPHS)))
    def shuffle(self, order: list[int], keep: int) -> None:
        self.publish("\n\n".join(["Đầu đề", *(PARAGRAPHS[number] for number in order[:keep])]))

    @rule(out=st.integers(0, len(PARAGRAPHS) - 1), rewording=st.sampled_from(REWORDINGS))
    def reword(self, out: int, rewording: tuple[str, str]) -> None:
        kept = [paragraph.replace(*rewording) for number, paragraph in enumerate(PARAGRAPHS) if number != out]
        self.publish("\n\n".join(["Đầu đề", *kept]))

    @rule()
    def put_back(self) -> None:
        self.publish("\n\n".join(["Đầu đề", *PARAGRAPHS]))

    @rule()
    def newer_rules(self) -> None:
        Article.objects.update(extractor_version="1999.1")
        self.publish(self.text)

    @rule(
        model=st.sampled_from(DECIDABLE),
        number=st.integers(0, 999),
        review=st.sampled_from([Review.CONFIRMED, Review.EDITED, Review.REJECTED]),
    )
    def decide(self, model: type[Finding], number: int, review: Review) -> None:
        rows = list(model._default_manager.filter(earlier_text=None).order_by("pk"))
        if rows:
            row = rows[number % len(rows)]
            decide(row, review)
            self.decisions[model, row.pk] = self.fields(model, row.pk)

    @rule(odd=st.sampled_from(["\u00a0", "  ", " \u200b"]))
    def set_otherwise(self, odd: str) -> None:
        self.publish(self.text.replace(" ", odd))

    @rule(slug=st.sampled_from(list(DOCUMENTS)))
    def add_document(self, slug: str) -> None:
        issuer, _ = Organ.objects.get_or_create(slug="chinh-phu", defaults={"name": "Chính phủ"})
        given = DOCUMENTS[slug] | ({"issuer": issuer} if slug == "21-nq-cp" else {})
        Resolution.objects.get_or_create(slug=slug, defaults=given)

    @rule(number=st.integers(0, 999), slug=st.sampled_from(list(DOCUMENTS)))
    def say_which_is_meant(self, number: int, slug: str) -> None:
        self.add_document(slug)
        rows = list(Citation.objects.filter(earlier_text=None).order_by("pk"))
        if rows:
            row = rows[number % len(rows)]
            row.resolution, row.status, row.reason = Resolution.objects.get(slug=slug), CitationStatus.RESOLVED, ""
            row.review = Review.EDITED
            row.save()
            self.decisions[Citation, row.pk] = self.fields(Citation, row.pk)

    @rule(slug=st.sampled_from(list(DOCUMENTS)))
    def correct_a_relation(self, slug: str) -> None:
        self.add_document(slug)
        target = Resolution.objects.get(slug=slug)
        row = Relation.objects.filter(origin=Origin.MACHINE).exclude(resolution=target).order_by("pk").first()
        if row and not Relation.objects.filter(resolution=row.resolution, target=target).exists():
            read = row.target_id
            row.target, row.origin = target, Origin.CURATOR
            row.save()
            self.corrected[row.pk] = (row.resolution_id, row.type, target.pk, read)

    @rule()
    def settle(self) -> None:
        """What settling leaves is what a load leaves, and what articles state is of documents that they cite."""
        deque(settle_citations(), maxlen=0)
        settled, version = statements(), DataVersion.current()
        deque(settle_citations(), maxlen=0)
        assert DataVersion.current() == version
        self.newer_rules()
        assert statements() == settled
        cited = set(Citation.objects.standing().values_list("resolution", flat=True))
        relations = Relation.objects.filter(origin=Origin.MACHINE).values_list("resolution", "target")
        assert {*chain(*relations), *ResolutionClaim.objects.values_list("resolution", flat=True)} <= cited

    @invariant()
    def every_corrected_relation_stands(self) -> None:
        for pk, (document, type_, target, read) in self.corrected.items():
            row = Relation.objects.get(pk=pk)
            assert (row.resolution_id, row.type, row.target_id, row.origin) == (document, type_, target, "curator")
            alike = Relation.objects.filter(article=row.article_id, resolution=document, target__in=[target, read])
            assert [each.pk for each in alike] == [pk]

    @invariant()
    def every_relation_has_its_words(self) -> None:
        for row in Relation.objects.exclude(exact="").select_related("article"):
            assert row.article
            assert row.article.text[row.start : row.end] == row.exact

    @staticmethod
    def fields(model: type[Finding], pk: int) -> dict[str, Any]:
        """The row as a person decided it, its place apart; of a list the words are its intro, of parts the parts'."""
        row: dict[str, Any] = dict(model._default_manager.filter(pk=pk).values().get())
        apart = MOVED_WITH_THE_WORDS | ({"exact"} if model is DirectiveList else set())
        if row["parts"]:
            row["exact"] = [row["exact"][start - row["start"] : end - row["start"]] for start, end in row["parts"]]
        return {name: value for name, value in row.items() if name not in apart}

    @invariant()
    def every_decision_stands(self) -> None:
        for (model, pk), decided in self.decisions.items():
            assert self.fields(model, pk) == decided

    @invariant()
    def every_place_holds(self) -> None:
        assert broken_places() == []

    @invariant()
    def nothing_rejected_is_back(self) -> None:
        for model in (Mention, Directive, Citation):
            rejected = model._default_manager.filter(review=Review.REJECTED, earlier_text=None)
            public = set(model._default_manager.public().filter(origin=Origin.MACHINE).values_list("start", "end"))
            assert not public & set(rejected.values_list("start", "end"))

    @invariant()
    def a_second_run_finds_nothing_to_do(self) -> None:
        assert kinds(source(self.text)) == ["unchanged"]


def test_every_decision_stands_after_any_sequence() -> None:
    examples, steps = (500, 30) if SLOWLY else (25, 8)  # `make test-slow`
    run_state_machine_as_test(
        Curation, settings=settings(max_examples=examples, stateful_step_count=steps, deadline=None)
    )
