"""What people did can be taken back, whole or row by row. Where it cannot be, nothing is written and it is said why."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db.models import Model

from articles import curation
from articles.acting import acting
from articles.extraction.text import Span
from articles.models import Article, Mention, PrintedTitle, Remark, Review, Speaker, SpeakerAlias
from articles.versions import as_written, values_of
from directives.models import Citation, Directive, DirectiveList, Resolution, Topic
from register.apart import tell_apart
from register.models import Edit, EditedRow
from register.undo import may_take_back, revert, undo
from tests import cast
from tests.test_curation import OTHER, run_newer_rules
from tests.test_ingest import TEXT, load

pytestmark = pytest.mark.django_db


@pytest.fixture
def an(django_user_model: Any) -> Any:
    return django_user_model.objects.create_user("an")


@pytest.fixture
def binh(django_user_model: Any) -> Any:
    return django_user_model.objects.create_user("binh")


def last() -> Edit:
    edit = Edit.objects.first()
    assert edit
    return edit


def held(row: Model) -> dict[str, Any] | None:
    """What the database holds of a row now; None where it is gone."""
    stored = type(row)._base_manager.filter(pk=row.pk).first()
    return None if stored is None else as_written(values_of(stored))


def place(article: Article, words: str) -> Span:
    start = article.text.index(words)
    return Span(start, start + len(words))


def remarked(row: Citation) -> Remark:
    return cast.add_remark(row.article, exact=row.exact, start=row.start, end=row.end, code="citation-ambiguous")


DEEDS: dict[str, Callable[[Citation, Any], Any]] = {
    "confirmed": lambda row, an: curation.confirm([row], an),
    "rejected": lambda row, an: curation.reject([row], an, "no document"),
    "corrected": lambda row, an: curation.correct(row, {"resolution": None, "kind": "ket-luan"}, an),
    "moved": lambda row, an: curation.correct(row, {"span": Span(row.start, row.end + 4)}, an),
    "reopened": lambda row, an: curation.reopen([row], an),
}


@pytest.mark.parametrize("deed", DEEDS)
def test_each_decision_is_undone_and_the_undoing_too(citation: Citation, an: Any, deed: str) -> None:
    if deed == "reopened":
        curation.reject([citation], an)
    before = held(citation)
    DEEDS[deed](citation, an)
    done, after = last(), held(citation)
    assert before != after
    undone = undo(done, an, "by mistake")
    assert (held(citation), undone.kind, undone.undoes, undone.why) == (before, "undone", done, "by mistake")
    undo(undone, an)
    assert held(citation) == after


def test_undoing_the_last_decision_leaves_the_machine_s_finding_to_the_machine(citation: Citation, an: Any) -> None:
    curation.confirm([citation], an)
    assert Citation.objects.get().machine_said is not None
    undo(last(), an)
    citation = Citation.objects.get()
    assert (citation.is_decided, citation.machine_said) == (False, None)


def test_a_finding_of_which_more_was_said_since_stays_a_person_s(directive: Directive, topic: Topic, an: Any) -> None:
    curation.correct(directive, {"topics": []}, an)
    first = last()
    curation.correct(directive, {"addressee": "các bộ"}, an)
    undo(first, an)
    directive.refresh_from_db()
    assert (list(directive.topics.all()), directive.addressee, directive.review) == ([topic], "các bộ", Review.EDITED)
    assert directive.is_decided


def test_what_was_added_goes_and_comes_back_as_it_was(directive: Directive, topic: Topic, an: Any) -> None:
    span = place(directive.article, cast.SINGLE)
    row = curation.add(Directive, directive.article, span, an, kind="task", topics=[topic])
    added, after = last(), held(row)
    undone = undo(added, an)
    assert held(row) is None
    undo(undone, an)
    assert held(row) == after
    assert (after or {})["topics"] == [topic.pk]


def test_what_was_deleted_comes_back_with_what_pointed_to_it(article: Article, an: Any) -> None:
    point = curation.add(Directive, article, place(article, cast.FIRST), an, kind="task")
    cited = cast.add_citation(article, None, status="unknown", reason="-", directive=point)
    before = held(point)
    curation.remove(Directive.objects.get(pk=point.pk), an, "twice")
    assert Citation.objects.get(pk=cited.pk).directive is None
    undo(last(), an)
    assert held(point) == before
    assert Citation.objects.get(pk=cited.pk).directive_id == point.pk


def test_topics_go_back(directive: Directive, topic: Topic, an: Any) -> None:
    other = Topic.objects.create(slug="kinh-te", label_vi="kinh tế", label_en="economy")
    curation.correct(directive, {"topics": [other]}, an)
    undo(last(), an)
    assert set(directive.topics.all()) == {topic}


def test_a_deleted_topic_comes_back_to_its_directives(directive: Directive, topic: Topic, an: Any) -> None:
    with acting(an, "deleted"):
        Topic.objects.get(pk=topic.pk).delete()
    assert not directive.topics.exists()
    undo(last(), an)
    assert set(directive.topics.all()) == {topic}


def test_settled_remarks_go_back_with_the_decision(open_citation: Citation, resolution: Resolution, an: Any) -> None:
    remark = remarked(open_citation)
    curation.correct(open_citation, {"resolution": resolution}, an)
    open_citation.refresh_from_db()
    assert (open_citation.status, open_citation.reason) == ("resolved", "")
    assert Remark.objects.get(pk=remark.pk).state == "resolved"
    edit = last()
    assert edit.rows.exclude(model="articles.article").count() == 2  # the article is reviewed by it as well
    undo(edit, an)
    assert Remark.objects.get(pk=remark.pk).state == "open"
    assert Citation.objects.get(pk=open_citation.pk).status == "ambiguous"


def test_a_remark_that_a_run_saw_to_does_not_keep_a_decision(
    open_citation: Citation, resolution: Resolution, an: Any
) -> None:
    remark = remarked(open_citation)
    curation.correct(open_citation, {"resolution": resolution}, an)
    remark.delete()
    undo(last(), an)
    assert Citation.objects.get(pk=open_citation.pk).resolution is None


def test_one_row_of_many_is_reverted(citation: Citation, mention: Mention, an: Any) -> None:
    curation.reject([citation, mention], an)
    told = EditedRow.objects.get(model="articles.mention")
    done = revert(told, an)
    assert (done.kind, done.details) == ("reverted", {"reverts": told.pk})
    assert Mention.objects.get(pk=mention.pk).review == Review.MACHINE
    assert Citation.objects.get(pk=citation.pk).review == Review.REJECTED


def test_what_was_reverted_already_does_not_keep_the_rest(citation: Citation, mention: Mention, an: Any) -> None:
    curation.reject([citation, mention], an)
    edit = last()
    told = edit.rows.get(model="articles.mention")
    revert(told, an)
    reverted = last()
    with pytest.raises(ValidationError) as again:
        revert(told, an)
    assert again.value.code == "undone"
    undone = undo(edit, an)
    assert Citation.objects.get().review == Review.MACHINE
    undo(undone, an)
    assert (Citation.objects.get().review, Mention.objects.get().review) == (Review.REJECTED, Review.MACHINE)
    undo(reverted, an)
    assert Mention.objects.get().review == Review.REJECTED


def test_what_was_reverted_and_done_again_is_undone_with_the_rest(
    citation: Citation, mention: Mention, an: Any
) -> None:
    curation.reject([citation, mention], an)
    edit = last()
    reverted = revert(edit.rows.get(model="directives.citation"), an)
    revert(reverted.rows.get(), an)
    undo(edit, an)
    assert (Citation.objects.get().review, Mention.objects.get().review) == (Review.MACHINE, Review.MACHINE)


class TestPointsBelowAPoint:
    """They stand in the list of the point above them: they go there with it."""

    @pytest.fixture
    def below(self, directive: Directive) -> Directive:
        return cast.add_directive(
            directive.article, "nâng tầm hội nhập", list=directive.list, parent=directive, ordinal=1, kind="orientation"
        )

    @pytest.fixture
    def taken_out(self, directive: Directive, below: Directive, an: Any) -> Edit:
        curation.correct(directive, {"list": None, "parent": None, "ordinal": None}, an)
        below.refresh_from_db()
        assert below.list is None
        return last()

    def test_go_along_where_it_alone_is_reverted(self, taken_out: Edit, directive: Directive, an: Any) -> None:
        revert(taken_out.rows.get(row=directive.pk), an)
        assert set(Directive.objects.values_list("list", flat=True)) == {DirectiveList.objects.get().pk}

    def test_are_not_reverted_alone(self, taken_out: Edit, below: Directive, an: Any) -> None:
        with pytest.raises(ValidationError) as told:
            revert(taken_out.rows.get(row=below.pk), an)
        assert "wrong_list" in [error.code for error in told.value.error_list]

    def test_that_were_added_since_go_along(self, taken_out: Edit, directive: Directive, an: Any) -> None:
        cast.add_directive(directive.article, "hội nhập theo", parent=directive, ordinal=2, kind="orientation")
        undo(taken_out, an)
        assert set(Directive.objects.values_list("list", flat=True)) == {DirectiveList.objects.get().pk}

    def test_do_not_keep_it_where_they_are_gone(self, taken_out: Edit, below: Directive, an: Any) -> None:
        below.delete()
        undo(taken_out, an)
        assert Directive.objects.get().list == DirectiveList.objects.get()


def refused(edit: Edit, by: Any) -> ValidationError:
    """Return why an edit is not undone; nothing is written then."""
    edits, rows = Edit.objects.count(), EditedRow.objects.count()
    with pytest.raises(ValidationError) as told:
        undo(edit, by)
    assert (Edit.objects.count(), EditedRow.objects.count()) == (edits, rows)
    return told.value


class TestRefused:
    def test_where_someone_changed_it_since_and_says_who(self, citation: Citation, an: Any, binh: Any) -> None:
        curation.correct(citation, {"kind": "ket-luan"}, an)
        edit = last()
        curation.correct(citation, {"kind": "chi-thi"}, binh)
        error = refused(edit, an)
        assert error.code == "changed"
        assert "binh" in error.messages[0]
        assert Citation.objects.get().kind == "chi-thi"

    def test_but_not_where_other_fields_were_changed_since(self, citation: Citation, an: Any, binh: Any) -> None:
        curation.correct(citation, {"kind": "ket-luan"}, an)
        edit = last()
        curation.correct(citation, {"number": "60"}, binh)
        undo(edit, an)
        row = Citation.objects.get()
        assert (row.kind, row.number) == ("nghi-quyet", "60")

    def test_where_one_of_several_rows_was_changed_the_others_stay(
        self, citation: Citation, mention: Mention, an: Any
    ) -> None:
        curation.reject([citation, mention], an)
        edit = last()
        Citation.objects.update(review="confirmed")
        assert refused(edit, an).code == "changed"
        assert Mention.objects.get(pk=mention.pk).review == Review.REJECTED

    def test_where_it_was_undone_already(self, citation: Citation, an: Any) -> None:
        curation.confirm([citation], an)
        edit = last()
        undo(edit, an)
        assert refused(edit, an).code == "undone"

    def test_where_the_row_is_gone(self, citation: Citation, an: Any) -> None:
        curation.confirm([citation], an)
        Citation.objects.get().delete()
        assert refused(last(), an).code == "gone"

    def test_where_what_it_pointed_to_is_gone(self, citation: Citation, resolution: Resolution, an: Any) -> None:
        other = cast.add_resolution(symbol="21-NQ/TW")
        curation.correct(citation, {"resolution": other}, an)
        resolution.delete()
        assert refused(last(), an).code == "missing"

    def test_where_others_need_what_was_added(self, article: Article, an: Any, binh: Any) -> None:
        mention = curation.add(Mention, article, place(article, "Lê Hoài Trung"), an, role="quoted", status="unknown")
        edit = last()
        curation.add(Directive, article, place(article, cast.SINGLE), binh, kind="task", mention=mention)
        assert refused(edit, an).code == "needed"
        assert Mention.objects.filter(pk=mention.pk).exists()

    def test_where_who_was_added_was_told_apart_since(self, speaker: Speaker, an: Any) -> None:
        with acting(an, "added"):
            added = cast.add_speaker("Trần Thị Lan")
        edit = last()
        tell_apart(added, speaker, an)
        with pytest.raises(ValidationError, match="Lê Hoài Trung ≠ Trần Thị Lan") as refused:
            undo(edit, an)
        assert refused.value.code == "needed"

    def test_where_another_has_the_ordinal_by_now(self, directive: Directive, an: Any) -> None:
        curation.correct(directive, {"ordinal": 7}, an)
        edit = last()
        cast.add_directive(directive.article, cast.FOURTH, list=directive.list, ordinal=1, kind="orientation")
        refused(edit, an)
        assert Directive.objects.get(pk=directive.pk).ordinal == 7


class TestWhatOthersDecidedSince:
    """The first correction of a row also says that it is decided; the later ones rest on that."""

    def test_is_not_written_over_by_the_next_run(self, an: Any, binh: Any) -> None:
        load(TEXT)
        row = Citation.objects.get(number="59")
        curation.correct(row, {"kind": "ket-luan"}, an)
        edit = last()
        curation.correct(row, {"number": "60"}, binh)
        undo(edit, an)
        run_newer_rules()
        row.refresh_from_db()
        assert (row.kind, row.number, row.review) == ("nghi-quyet", "60", "edited")

    def test_but_not_once_it_was_taken_back(self, citation: Citation, an: Any, binh: Any) -> None:
        curation.correct(citation, {"kind": "ket-luan"}, an)
        edit = last()
        curation.correct(citation, {"number": "60"}, binh)
        undo(last(), binh)
        undo(edit, an)
        assert Citation.objects.get().review == Review.MACHINE

    def test_nor_where_it_is_of_a_title_at_the_mention(self, an: Any, binh: Any) -> None:
        load(TEXT)
        title = PrintedTitle.objects.all()[0]
        mention = title.mention
        curation.correct(mention, {"role": "pictured"}, an)
        edit = last()
        with acting(binh):
            title.former = True
            title.save(update_fields=["former"])
        undo(edit, an)
        run_newer_rules()
        assert mention.titles.get(start=title.start).former
        mention.refresh_from_db()
        assert mention.role != "pictured"

    def test_refuses_where_nothing_else_is_to_be_taken_back(self, an: Any, binh: Any) -> None:
        load(TEXT)
        title = PrintedTitle.objects.all()[0]
        curation.confirm([title.mention], an)
        edit = last()
        with acting(binh):
            title.former = True
            title.save(update_fields=["former"])
        error = refused(edit, an)
        assert error.code == "changed"
        assert "binh" in error.messages[0]

    def test_nor_where_it_is_of_the_topics(self, directive: Directive, an: Any, binh: Any) -> None:
        curation.correct(directive, {"ordinal": 7}, an)
        edit = last()
        curation.correct(directive, {"topics": []}, binh)
        undo(edit, an)
        assert Directive.objects.get(pk=directive.pk).review == Review.EDITED

    def test_keeps_an_article_from_the_runs(self, article: Article, an: Any, binh: Any) -> None:
        with acting(an):
            article.title, article.edited = "Ba định hướng", True
            article.save(update_fields=["title", "edited"])
        edit = last()
        with acting(binh):
            article.genre = "essay"
            article.save(update_fields=["genre"])
        undo(edit, an)
        article.refresh_from_db()
        assert (article.title != "Ba định hướng", article.genre, article.edited) == (True, "essay", True)

    @pytest.mark.parametrize("further", ["country", "alias"])
    def test_keeps_a_speaker_the_curators(self, an: Any, binh: Any, further: str) -> None:
        row = cast.add_speaker("Lê Văn Bảo", origin="machine")
        with acting(an):
            row.name, row.origin = "Lê Văn Bình", "curator"
            row.save(update_fields=["name", "origin"])
        edit = last()
        with acting(binh):
            if further == "country":
                row.country = "LA"
                row.save(update_fields=["country"])
            else:
                SpeakerAlias.objects.create(speaker=row, name="Bảo")
        undo(edit, an)
        row.refresh_from_db()
        assert (row.name, row.origin) == ("Lê Văn Bảo", "curator")

    def test_of_the_words_is_not_moved_once_the_text_changed(self, an: Any, binh: Any) -> None:
        load(TEXT)
        row = Citation.objects.get(number="59")
        curation.correct(row, {"span": Span(row.start, row.end + 4)}, an)
        edit = last()
        load(f"Thêm một dòng ở đầu.\n\n{TEXT}")
        row.refresh_from_db()
        curation.correct(row, {"span": Span(row.start, row.end + 6)}, binh)
        error = refused(edit, an)
        assert error.code == "changed"
        assert "binh" in error.messages[0]
        undo(last(), binh)
        undo(edit, an)
        row.refresh_from_db()
        assert row.exact == row.article.text[row.start : row.end] == "Nghị quyết 59-NQ/TW"


class TestWordsOfATextThatChanged:
    def moved(self, an: Any) -> Directive:
        load(TEXT)
        point = Directive.objects.get(marker="Ba là")
        curation.correct(point, {"span": Span(point.start, point.end - 5)}, an)
        return point

    def test_go_back_to_where_they_stand_now(self, an: Any) -> None:
        point = self.moved(an)
        edit = last()
        before = edit.rows.get().before
        assert before is not None
        load(f"Thêm một dòng ở đầu.\n\n{TEXT}")
        undo(edit, an)
        point.refresh_from_db()
        assert point.exact == before["exact"]
        assert point.article.text[point.start : point.end] == before["exact"]

    def test_are_refused_where_they_are_gone(self, an: Any) -> None:
        point = self.moved(an)
        edit = last()
        kept = point.exact
        rest = TEXT[TEXT.index(kept) + len(kept) :][:5]
        load(TEXT.replace(kept + rest, f"{kept} nữa"))
        assert Directive.objects.get(pk=point.pk).exact == kept
        assert refused(edit, an).code == "words_gone"

    def test_a_finding_that_was_deleted_comes_back_there(self, an: Any) -> None:
        load(TEXT)
        article = Article.objects.get()
        words = "làm tốt công tác"
        row = curation.add(Directive, article, place(article, words), an, kind="task")
        curation.remove(Directive.objects.get(pk=row.pk), an)
        load(f"Thêm một dòng ở đầu.\n\n{TEXT}")
        undo(last(), an)
        row = Directive.objects.get(pk=row.pk)
        assert row.article.text[row.start : row.end] == words

    def intro_corrected(self, an: Any) -> DirectiveList:
        """A list whose intro somebody found too long: its words are from there on."""
        load(TEXT)
        row = DirectiveList.objects.get(kind="task")
        assert row.intro_span
        intro = Span(row.intro_span.start + 10, row.intro_span.end)
        curation.correct(row, {"span": Span(intro.start, row.end), "intro_span": intro}, an)
        return row

    def test_the_intro_of_a_list_goes_back_to_where_it_stands_now(self, an: Any) -> None:
        row = self.intro_corrected(an)
        edit = last()
        before = edit.rows.get().before
        assert before is not None
        load(f"Thêm một dòng ở đầu.\n\n{TEXT}")
        undo(edit, an)
        row.refresh_from_db()
        assert row.intro_span
        assert row.intro_span.of(row.article.text) == row.intro == before["intro"]
        assert row.span.of(row.article.text) == row.exact == before["exact"]

    def test_so_does_an_intro_alone(self, an: Any) -> None:
        load(TEXT)
        row = DirectiveList.objects.get(kind="task")
        said, words = row.intro, row.exact
        assert row.intro_span
        curation.correct(row, {"intro_span": Span(row.intro_span.start, row.intro_span.end - 5)}, an)
        load(f"Thêm một dòng ở đầu.\n\n{TEXT.replace('Ba là', 'Thứ ba')}")
        undo(last(), an)
        row.refresh_from_db()
        assert row.intro_span
        assert row.intro_span.of(row.article.text) == row.intro == said
        assert row.span.of(row.article.text) == row.exact == words.replace("Ba là", "Thứ ba")

    def test_an_intro_that_others_corrected_since_is_left(self, an: Any, binh: Any) -> None:
        row = self.intro_corrected(an)
        edit = last()
        load(f"Thêm một dòng ở đầu.\n\n{TEXT}")
        row.refresh_from_db()
        assert row.intro_span
        curation.correct(row, {"intro_span": Span(row.intro_span.start, row.intro_span.end - 5)}, binh)
        error = refused(edit, an)
        assert error.code == "changed"
        assert "binh" in error.messages[0]

    def test_the_parts_of_a_point_go_back_to_where_they_stand_now(self, an: Any) -> None:
        load(TEXT)
        point = Directive.objects.get(marker="Hai là")
        parts = [[point.start, point.start + 6], [point.start + 8, point.end]]
        Directive.objects.filter(pk=point.pk).update(parts=parts)
        words = [point.exact[:6], point.exact[8:]]
        curation.correct(point, {"span": point.span}, an)
        load(f"Thêm một dòng ở đầu.\n\n{TEXT}")
        undo(last(), an)
        point.refresh_from_db()
        assert [point.article.text[start:end] for start, end in point.parts] == words


class TestRemarksOnRowsThatWereLeft:
    """A remark says that a decided row was left in an earlier text; it goes when that is no longer so."""

    def left(self) -> list[Remark]:
        return list(Remark.objects.filter(code="unanchored", state="open"))

    def test_go_when_undoing_brings_the_row_to_the_present_text(self, an: Any) -> None:
        load(TEXT)
        row = Citation.objects.get(number="59")
        curation.correct(row, {"span": Span(row.start, row.end + 12)}, an)
        edit = last()
        row.refresh_from_db()
        load(TEXT.replace(row.exact, "Nghị quyết 59-NQ/TW, xin nhắc,"))
        assert len(self.left()) == 1
        undo(edit, an)
        row.refresh_from_db()
        assert (row.earlier_text, self.left()) == (None, [])

    def test_go_with_the_row_that_nobody_holds_any_more(self, an: Any) -> None:
        load(TEXT)
        row = Citation.objects.get(number="59")
        curation.confirm([row], an)
        edit = last()
        load(OTHER)
        assert len(self.left()) == 1
        undo(edit, an)
        run_newer_rules(OTHER)
        assert not Citation.objects.filter(pk=row.pk).exists()
        assert self.left() == []

    def test_go_with_the_row_that_is_deleted_and_come_back_with_it(self, an: Any) -> None:
        load(TEXT)
        row = curation.add(Directive, Article.objects.get(), place(Article.objects.get(), "bảo hộ"), an, kind="task")
        load(OTHER)
        (remark,) = self.left()
        curation.remove(Directive.objects.get(pk=row.pk), an)
        assert self.left() == []
        undo(last(), an)
        assert self.left() == [remark]
        run_newer_rules(OTHER)
        assert self.left() == [remark]


class TestRowsThatArticlesShare:
    def test_a_speaker_and_the_names_deleted_with_it_come_back(self, speaker: Speaker, an: Any) -> None:
        SpeakerAlias.objects.create(speaker=speaker, name="Bảo")
        before = held(speaker)
        with acting(an, "deleted"):
            Speaker.objects.get().delete()
        undo(last(), an)
        assert held(speaker) == before
        assert Speaker.objects.get().sort_key == speaker.sort_key
        assert list(speaker.aliases.values_list("name", flat=True)) == ["Bảo"]


class TestRights:
    def test_who_may_only_look_may_take_nothing_back(self, citation: Citation, an: Any, django_user_model: Any) -> None:
        curation.confirm([citation], an)
        edit = last()
        chief = django_user_model.objects.create_superuser("chief")
        assert not may_take_back(edit, list(edit.rows.all()), an)
        assert may_take_back(edit, list(edit.rows.all()), chief)


def test_a_finding_keeps_its_article_s_words(citation: Citation, an: Any) -> None:
    words, text = citation.exact, citation.article.text
    curation.correct(citation, {"span": Span(citation.start + 5, citation.end)}, an)
    for expected in (words, words[5:]):
        undo(last(), an)
        citation.refresh_from_db()
        assert citation.exact == text[citation.start : citation.end] == expected
