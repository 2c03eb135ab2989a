"""What a run makes of a source: new, changed, unchanged, decided by people, broken."""

import datetime
import hashlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any
from unittest.mock import patch

import pytest
from django.apps import apps
from django.db import connection

from articles.facts import Facts
from articles.models import (
    Article,
    EarlierText,
    Mention,
    Office,
    Organ,
    Origin,
    Remark,
    Review,
    Speaker,
    SpeakerAlias,
    State,
    Tenure,
)
from articles.sources import Source, SourceError
from directives.models import (
    Citation,
    CitationStatus,
    Directive,
    DirectiveList,
    DocumentKind,
    Relation,
    Resolution,
    Topic,
)
from register import bulk
from register import ingest as ingesting
from register import save as saving
from register.ingest import Loader, Outcome
from register.models import DataVersion, OutcomeKind

pytestmark = pytest.mark.django_db

TEXT = """Ngoại giao phục vụ phát triển đất nước

Bộ trưởng Ngoại giao Lê Hoài Trung trả lời phỏng vấn báo chí về công tác đối ngoại.

Phóng viên: Xin Bộ trưởng cho biết các nhiệm vụ sắp tới của ngành?

Bộ trưởng Ngoại giao Lê Hoài Trung: Ngành ngoại giao sẽ tập trung vào 3 nhiệm vụ trọng tâm sau:

Một là, triển khai hiệu quả Nghị quyết 59-NQ/TW về hội nhập quốc tế.

Hai là, đẩy mạnh ngoại giao kinh tế theo Nghị quyết 21 của Chính phủ về triển khai Chỉ thị 15.

Ba là, làm tốt công tác bảo hộ công dân.

Phóng viên: Xin trân trọng cảm ơn Bộ trưởng!
"""


def source(text: str = TEXT, name: str = "a.txt", **facts: Any) -> Source:
    return Source(
        name=name,
        text=text,
        source_hash=hashlib.sha256(text.encode()).hexdigest(),
        path=f"in/{name}",
        facts=Facts(**facts),
    )


def ingest(*sources: Source | SourceError) -> list[Outcome]:
    return list(Loader().load(sources))


def kinds(*sources: Source | SourceError) -> list[str]:
    return [outcome.kind.value for outcome in ingest(*sources)]


def load(text: str = TEXT, **facts: Any) -> Article:
    (outcome,) = ingest(source(text, **facts))
    assert outcome.article, outcome.reason
    return outcome.article


def rows() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the record, every field of it."""
    models = [model for label in ("articles", "directives") for model in apps.get_app_config(label).get_models()]
    return {model._meta.label: sorted(model._default_manager.values_list(), key=str) for model in models}


@pytest.fixture
def known() -> dict[str, Resolution]:
    """The documents that the text cites, and one more of the same number."""
    government = Organ.objects.create(slug="chinh-phu", name="Chính phủ")
    politburo = Organ.objects.create(slug="bo-chinh-tri", name="Bộ Chính trị")
    resolution, directive = DocumentKind.NGHI_QUYET, DocumentKind.CHI_THI
    documents = [
        Resolution(slug="59-nq-tw", kind=resolution, number="59", symbol="59-NQ/TW", issuer=politburo),
        Resolution(slug="21-nq-cp", kind=resolution, number="21", symbol="21/NQ-CP", issuer=government),
        Resolution(slug="21-nq-tw", kind=resolution, number="21", symbol="21-NQ/TW", issuer=politburo),
        Resolution(slug="15-ct-tw", kind=directive, number="15", symbol="15-CT/TW"),
    ]
    for document in documents:
        document.save()
    return {document.slug: document for document in documents}


@pytest.fixture
def minister() -> Office:
    return Office.objects.create(slug="bo-truong-ngoai-giao", title="Bộ trưởng Ngoại giao", country="VN")


class TestNew:
    def test_a_text_becomes_an_article_with_what_is_found_in_it(self) -> None:
        article = load(published_on=datetime.date(2026, 1, 29), url="https://bao.example/1", outlet="Báo Mẫu")
        assert article.text == TEXT
        assert article.title == "Ngoại giao phục vụ phát triển đất nước"
        assert article.slug == "ngoai-giao-phuc-vu-phat-trien-dat-nuoc"
        assert (article.genre, article.sort_date, article.url) == (
            "interview",
            datetime.date(2026, 1, 29),
            "https://bao.example/1",
        )
        assert article.outlet
        assert article.outlet.slug == "bao-mau"
        (found,) = DirectiveList.objects.with_counts()
        assert (found.kind, found.declared_count, vars(found)["found_count"]) == ("task", 3, 3)
        points = list(found.items.order_by("ordinal"))
        assert [point.marker for point in points] == ["Một là", "Hai là", "Ba là"]
        assert all(point.mention and point.mention.name == "Lê Hoài Trung" for point in points)

    def test_every_span_holds(self) -> None:
        article = load()
        for model in saving.RUN_FIELDS:
            for row in model._default_manager.all():
                assert article.text[row.start : row.end] == row.exact
                assert all(row.start <= start < end <= row.end for start, end in row.parts)
        for mention in Mention.objects.prefetch_related("titles"):
            for title in mention.titles.all():
                assert article.text[title.start : title.end] == title.exact

    def test_an_undated_text_stays_undated_and_sorts_last(self) -> None:
        load()
        dated = load(name="b.txt", text=TEXT.replace("Ba là", "Cuối cùng là"), published_on=datetime.date(1990, 1, 1))
        assert [article.published_on for article in Article.objects.all()] == [dated.published_on, None]

    def test_the_same_source_makes_the_same_public_names_in_every_database(self) -> None:
        load()
        names = set(Directive.objects.values_list("slug", flat=True)) | set(
            Citation.objects.values_list("public_id", flat=True)
        )
        Article.objects.all().delete()
        load()
        assert names == set(Directive.objects.values_list("slug", flat=True)) | set(
            Citation.objects.values_list("public_id", flat=True)
        )

    def test_two_texts_of_one_title_have_two_slugs(self) -> None:
        load()
        assert load(name="b.txt", text=TEXT + "\nHết.").slug == "ngoai-giao-phuc-vu-phat-trien-dat-nuoc-2"

    def test_the_same_text_from_a_second_source_is_stored_and_remarked_on(self) -> None:
        load()
        twin = load(name="b.txt")
        remark = Remark.objects.get(article=twin, code="same-text")
        assert remark.detail == "the same text came from a.txt"

    def test_topics_are_those_of_the_words(self) -> None:
        topic = Topic.objects.create(slug="bao-ho-cong-dan", label_vi="bảo hộ công dân", label_en="consular protection")
        load()
        assert [point.marker for point in topic.directives.all()] == ["Ba là"]


class TestUnchanged:
    def test_a_second_run_changes_nothing(self) -> None:
        assert kinds(source()) == ["created"]
        before, version = rows(), DataVersion.current()
        assert kinds(source()) == ["unchanged"]
        assert rows() == before
        assert DataVersion.current() == version

    def test_a_run_moves_the_version_of_the_data_once_a_batch(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(ingesting, "BATCH", 2)
        version = DataVersion.current()
        ingest(*(source(TEXT + number * "\n.", name=f"{number}.txt") for number in range(5)))
        assert DataVersion.current() == version + 3

    def test_new_rules_that_find_the_same_change_no_public_name(self, monkeypatch: pytest.MonkeyPatch) -> None:
        load()
        slugs = set(Directive.objects.values_list("slug", "pk"))
        Article.objects.update(extractor_version="1999.1")
        assert kinds(source()) == ["updated"]
        assert set(Directive.objects.values_list("slug", "pk")) == slugs

    def test_a_text_that_gets_its_url_later_is_the_same_article(self) -> None:
        article = load()
        (outcome,) = ingest(source(url="https://bao.example/1"))
        assert (outcome.kind, outcome.article) == (OutcomeKind.UPDATED, article)
        assert Article.objects.get().source_key == "https://bao.example/1"


class TestChanged:
    def test_the_earlier_text_is_kept(self) -> None:
        article = load()
        load(TEXT.replace("Ba là, làm tốt", "Ba là, làm thật tốt"))
        article.refresh_from_db()
        assert "làm thật tốt" in article.text
        assert EarlierText.objects.get(article=article).text == TEXT

    def test_rows_whose_words_stayed_keep_their_names_and_move(self) -> None:
        load()
        before = dict(Directive.objects.values_list("marker", "slug"))
        article = load(TEXT.replace("Hai là", "Thêm một dòng nữa ở đây.\n\nHai là"))
        for point in Directive.objects.filter(list__isnull=False):
            assert point.slug == before[point.marker]
            assert article.text[point.start : point.end] == point.exact

    def test_what_is_no_longer_found_goes(self) -> None:
        load()
        load(TEXT.replace("Ba là, làm tốt công tác bảo hộ công dân.\n\n", ""))
        assert [point.marker for point in Directive.objects.filter(list__isnull=False)] == ["Một là", "Hai là"]

    def test_two_points_may_change_their_numbers(self) -> None:
        load()
        for marker, ordinal in (("Hai là", 9), ("Ba là", 2), ("Hai là", 3)):
            Directive.objects.filter(marker=marker).update(ordinal=ordinal)
        Article.objects.update(extractor_version="1999.1")
        assert kinds(source()) == ["updated"]
        points = Directive.objects.filter(list__isnull=False).order_by("start")
        assert [(point.marker, point.ordinal) for point in points] == [("Một là", 1), ("Hai là", 2), ("Ba là", 3)]


class TestDecidedByPeople:
    def test_a_rejected_finding_does_not_come_back(self) -> None:
        load()
        Citation.objects.filter(number="59").update(review=Review.REJECTED)
        Article.objects.update(extractor_version="1999.1")
        ingest(source())
        citation = Citation.objects.get(number="59")
        assert citation.review == Review.REJECTED
        assert not Citation.objects.public().filter(number="59").exists()

    @pytest.mark.parametrize("review", [Review.CONFIRMED, Review.EDITED])
    def test_an_edited_row_is_not_written_again(self, review: Review) -> None:
        load()
        Directive.objects.filter(marker="Hai là").update(kind="proposal", addressee="Bộ Ngoại giao", review=review)
        before = Directive.objects.filter(marker="Hai là").values().get()
        Article.objects.update(extractor_version="1999.1")
        ingest(source())
        assert Directive.objects.filter(marker="Hai là").values().get() == before

    def test_a_row_that_a_curator_added_stays(self) -> None:
        article = load()
        start = TEXT.index("Xin trân trọng")
        added = Remark.objects.create(
            article=article,
            public_id="abcdefghij",
            start=start,
            end=start + 3,
            exact="Xin",
            code="note",
            detail="-",
            origin=Origin.CURATOR,
        )
        Article.objects.update(extractor_version="1999.1")
        ingest(source())
        assert Remark.objects.filter(pk=added.pk).exists()

    def test_a_decided_row_goes_where_its_words_went(self) -> None:
        load()
        Directive.objects.filter(marker="Ba là").update(review=Review.EDITED, kind="measure")
        article = load("Một dòng mới ở đầu bài.\n\n" + TEXT)
        point = Directive.objects.get(marker="Ba là")
        assert (point.review, point.kind) == (Review.EDITED, "measure")
        assert article.text[point.start : point.end] == point.exact

    def test_a_decided_row_whose_words_are_gone_is_kept_with_the_text_they_stand_in(self) -> None:
        load()
        Directive.objects.filter(marker="Ba là").update(review=Review.EDITED)
        changed = TEXT.replace("làm tốt công tác bảo hộ", "không bỏ ai lại")
        load(changed)
        point = Directive.objects.get(marker="Ba là", review=Review.EDITED)
        assert point.earlier_text
        assert point.earlier_text.text[point.start : point.end] == point.exact
        assert not Directive.objects.public().filter(pk=point.pk).exists()
        remark = Remark.objects.get(code="unanchored", exact=point.exact)
        assert remark.detail == f"the present text no longer has these words of Directive '{point.exact}'"
        load(TEXT)
        assert Directive.objects.get(pk=point.pk).earlier_text is None
        assert not Remark.objects.filter(code="unanchored").exists()

    def test_the_mention_that_a_decided_directive_is_credited_to_stays(self) -> None:
        load()
        point = Directive.objects.get(marker="Ba là")
        Directive.objects.filter(pk=point.pk).update(review=Review.CONFIRMED)
        load(TEXT.replace("Bộ trưởng Ngoại giao Lê Hoài Trung: ", "Trả lời: "))
        credited = point.mention_id
        point.refresh_from_db()
        assert point.mention_id == credited

    def test_an_ignored_remark_stays_ignored_and_a_resolved_one_opens_again(self) -> None:
        load(TEXT.replace("3 nhiệm vụ", "4 nhiệm vụ"))
        remark = Remark.objects.get(code="count-short")
        for state, after in (("ignored", "ignored"), ("resolved", "open")):
            Remark.objects.filter(pk=remark.pk).update(state=state)
            Article.objects.update(extractor_version="1999.1")
            ingest(source(TEXT.replace("3 nhiệm vụ", "4 nhiệm vụ")))
            remark.refresh_from_db()
            assert remark.state == after

    def test_an_edited_article_keeps_its_title_and_date(self) -> None:
        load()
        Article.objects.update(title="Nhan đề của biên tập", published_on=datetime.date(2026, 2, 1), edited=True)
        article = load(TEXT + "\nHết.", published_on=datetime.date(2020, 1, 1))
        assert (article.title, article.published_on) == ("Nhan đề của biên tập", datetime.date(2026, 2, 1))

    def test_a_withdrawn_article_stays_withdrawn(self) -> None:
        load()
        Article.objects.update(state=State.WITHDRAWN)
        load(TEXT + "\nHết.")
        assert Article.objects.get().state == State.WITHDRAWN


class TestBroken:
    def test_what_cannot_be_read_is_reported_and_the_others_go_in(self) -> None:
        assert kinds(SourceError("bad.txt", None, "is empty"), source()) == ["failed", "created"]

    def test_two_sources_of_one_key_in_a_run_do_not_overwrite_each_other(self) -> None:
        twice = [source(url="https://bao.example/1"), source("Khác.", name="b.txt", url="https://bao.example/1")]
        outcomes = ingest(*twice)
        assert [outcome.kind.value for outcome in outcomes] == ["created", "failed"]
        assert outcomes[1].reason == "has the same source key as in/a.txt: https://bao.example/1"

    def test_what_a_column_of_json_does_not_hold_is_null_to_the_database(self) -> None:
        load()
        assert Citation.objects.filter(machine_said__isnull=True).count() == Citation.objects.count() > 0

    def test_nothing_is_half_written_wherever_it_breaks(self) -> None:
        """Fail at each write of an ingest in turn: nothing of it is there, and the next run completes it."""
        assert "created" in kinds(source(name="first.txt"))
        before = rows()
        for number in range(1, 200):
            with break_at_write(number) as broke:
                outcome = kinds(source(name="second.txt"))
            if not broke():
                assert outcome == ["created"]
                break
            assert outcome == ["failed"]
            assert rows() == before
        else:
            pytest.fail("never came to an end")
        assert number > 8  # articles, mentions, titles, blocks, lists, directives, citations, remarks, the version


class break_at_write:  # noqa: N801 - reads as a statement
    """Raise at the numbered writing statement inside the block; calling the value tells whether it came to that."""

    def __init__(self, number: int) -> None:
        self.number, self.seen = number, 0
        self.copied = bulk._copy
        self.wrappers: list[AbstractContextManager[Any]] = [
            connection.execute_wrapper(self.watch),
            patch.object(bulk, "_copy", self.copy),
        ]

    def watch(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")):
            self.count()
        return execute(sql, params, many, context)

    def copy(self, rows: Any) -> None:
        """COPY, which PostgreSQL gets its rows by, passes no wrapper."""
        self.count()
        self.copied(rows)

    def count(self) -> None:
        self.seen += 1
        if self.seen == self.number:
            raise RuntimeError(f"broken at write {self.number}")

    def __enter__(self) -> Callable[[], bool]:
        for wrapper in self.wrappers:
            wrapper.__enter__()
        return lambda: self.seen >= self.number

    def __exit__(self, *error: Any) -> None:
        for wrapper in self.wrappers:
            wrapper.__exit__(*error)


class TestPeople:
    def test_who_is_named_for_the_first_time_is_added_once(self) -> None:
        ingest(source(), source(TEXT + "\nHết.", name="b.txt"))
        speaker = Speaker.objects.get(name="Lê Hoài Trung")
        assert (speaker.slug, speaker.origin) == ("le-hoai-trung", Origin.MACHINE)
        assert speaker.mentions.values("article").distinct().count() == 2

    def test_a_name_or_alias_that_is_known_is_the_person(self) -> None:
        known = Speaker.objects.create(slug="le-hoai-trung", name="LÊ HOÀI TRUNG")
        load()
        assert Speaker.objects.get() == known

    def test_of_two_people_of_one_name_none_is_taken(self) -> None:
        for number in (1, 2):
            speaker = Speaker.objects.create(slug=f"le-hoai-trung-{number}", name="Lê Hoài Trung")
            SpeakerAlias.objects.create(speaker=speaker, name=f"Lê Trung {number}")
        load()
        mentions = Mention.objects.filter(name="Lê Hoài Trung")
        assert {(mention.speaker, mention.status) for mention in mentions} == {(None, "ambiguous")}

    def test_a_merged_speaker_is_the_one_merged_into(self) -> None:
        kept = Speaker.objects.create(slug="trung", name="Lê H. Trung")
        Speaker.objects.create(slug="le-hoai-trung", name="Lê Hoài Trung", merged_into=kept)
        load()
        assert set(Mention.objects.filter(name="Lê Hoài Trung").values_list("speaker", flat=True)) == {kept.pk}

    def test_a_printed_office_is_evidence_of_a_tenure(self, minister: Office) -> None:
        for day, name in ((5, "a.txt"), (3, "b.txt"), (9, "c.txt")):
            load(TEXT + day * "\n.", name=name, published_on=datetime.date(2026, 2, day))
        tenure = Tenure.objects.get()
        assert (tenure.office, tenure.acting, tenure.since) == (minister, False, None)
        assert (tenure.first_seen, tenure.last_seen) == (datetime.date(2026, 2, 3), datetime.date(2026, 2, 9))

    def test_acting_is_a_tenure_of_its_own_and_former_is_none(self, minister: Office) -> None:
        load(TEXT.replace("Bộ trưởng Ngoại giao Lê", "Quyền Bộ trưởng Ngoại giao Lê"))
        assert [tenure.acting for tenure in Tenure.objects.filter(office=minister)] == [True]
        load(TEXT.replace("Bộ trưởng Ngoại giao Lê", "nguyên Bộ trưởng Ngoại giao Lê"))
        assert not Tenure.objects.exists()

    def test_days_outside_a_known_tenure_are_no_evidence_of_it(self, minister: Office) -> None:
        speaker = Speaker.objects.create(slug="le-hoai-trung", name="Lê Hoài Trung")
        tenure = Tenure.objects.create(
            public_id="t",
            speaker=speaker,
            office=minister,
            since=datetime.date(2025, 1, 1),
            since_precision="day",
            until=datetime.date(2025, 12, 31),
            until_precision="day",
        )
        load(published_on=datetime.date(2026, 2, 1))
        tenure.refresh_from_db()
        assert (tenure.first_seen, Tenure.objects.count()) == (None, 1)


class TestDocuments:
    def test_citations_are_of_the_documents_meant_and_belong_to_their_point(self, known: dict[str, Resolution]) -> None:
        load()
        found = {
            citation.exact: (citation.resolution, citation.directive and citation.directive.marker)
            for citation in Citation.objects.all()
        }
        assert found == {
            "Nghị quyết 59-NQ/TW": (known["59-nq-tw"], "Một là"),
            "Nghị quyết 21 của Chính phủ": (known["21-nq-cp"], "Hai là"),
            "Chỉ thị 15": (known["15-ct-tw"], "Hai là"),
        }

    def test_without_an_issuer_a_number_that_two_documents_have_stays_open(self, known: dict[str, Resolution]) -> None:
        load(TEXT.replace("Nghị quyết 21 của Chính phủ", "Nghị quyết 21"))
        citation = Citation.objects.get(number="21")
        assert (citation.resolution, citation.status) == (None, CitationStatus.AMBIGUOUS)
        assert citation.reason == "may be 21-nq-cp or 21-nq-tw"
        assert Remark.objects.filter(code="citation-ambiguous", start=citation.start).exists()

    def test_the_issuer_is_a_constraint(self, known: dict[str, Resolution]) -> None:
        load(TEXT.replace("Nghị quyết 59-NQ/TW", "Nghị quyết 59 của Quốc hội"))
        citation = Citation.objects.get(number="59")
        assert (citation.resolution, citation.status) == (None, CitationStatus.UNKNOWN)

    def test_a_document_is_not_cited_before_its_date(self, known: dict[str, Resolution]) -> None:
        Resolution.objects.filter(slug="59-nq-tw").update(issued_on=datetime.date(2025, 1, 24))
        load(published_on=datetime.date(2025, 1, 23))
        assert Citation.objects.get(number="59").resolution is None
        load(name="b.txt", text=TEXT + "\n.", published_on=datetime.date(2025, 1, 24))
        assert Citation.objects.filter(number="59", resolution=known["59-nq-tw"]).count() == 1

    def test_what_the_text_says_of_two_documents_becomes_a_relation(self, known: dict[str, Resolution]) -> None:
        article = load()
        relation = Relation.objects.get()
        assert (relation.resolution, relation.type, relation.target) == (
            known["21-nq-cp"],
            "implements",
            known["15-ct-tw"],
        )
        assert (relation.article, relation.origin) == (article, Origin.MACHINE)

    def test_a_relation_that_two_articles_state_outlives_one_of_them(self, known: dict[str, Resolution]) -> None:
        load()
        load(name="b.txt", text=TEXT + "\n.")
        load(TEXT.replace(" về triển khai Chỉ thị 15", ""))
        assert [relation.article and relation.article.source_key for relation in Relation.objects.all()] == ["b.txt"]

    def test_a_relation_that_a_curator_put_right_is_not_added_again(self, known: dict[str, Resolution]) -> None:
        load()
        Relation.objects.update(type="amends", origin=Origin.CURATOR)
        load(TEXT + "\n.")
        assert [relation.type for relation in Relation.objects.all()] == ["amends"]
