"""What people decide stays decided, whatever a newspaper changes and however often the rules are run."""

import datetime
from typing import Any

import pytest

from articles import curation
from articles.models import (
    Article,
    Finding,
    Mention,
    Office,
    PrintedTitle,
    Remark,
    Review,
    Speaker,
    Tenure,
    TenureClaim,
)
from directives.models import (
    Citation,
    Directive,
    DirectiveList,
)
from register.ingest import Loader
from register.save import RUN_FIELDS
from tests.test_ingest import TEXT, ingest, kinds, load, source

pytestmark = pytest.mark.django_db

TWICE = TEXT.replace("Ba là, làm", "Ba là, theo Nghị quyết 59-NQ/TW, làm")  # one document cited in two points
OTHER = "Bài này đã được gỡ.\n\nNội dung khác hẳn ở đây.\n"
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
            if not inside or any((text[start:end], end - start) != (words, len(words)) for start, end, words in places):
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

    def test_what_was_read_over_its_words_while_they_were_gone_gives_way_when_they_are_back(self) -> None:
        load("\n\n".join(["Đầu đề", *PARAGRAPHS]))
        point = Directive.objects.get(exact=PARAGRAPHS[4])
        curation.correct(point, {"ordinal": None}, None)
        order = (0, 1, 2, 3, 5, 4, 5, 6, 7, 8)  # so the rules let the first "Ba là" go on with "Hai là"
        text = "\n\n".join(["Đầu đề", *(PARAGRAPHS[number] for number in order)])
        load(text)
        reworded = PARAGRAPHS[4].replace("đẩy mạnh", "đẩy mạnh thêm")
        load(text.replace(PARAGRAPHS[4], reworded))
        point.refresh_from_db()
        over = Directive.objects.get(earlier_text=None, parent=None, exact__contains=f"\n\n{reworded}")
        assert over.exact.endswith(reworded)
        assert Directive.objects.get(pk=point.pk).earlier_text
        load(text)
        point.refresh_from_db()
        assert point.earlier_text is None
        beside = Directive.objects.undecided().filter(parent=None, start__lt=point.end, end__gt=point.start)
        assert not beside.exists()


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
