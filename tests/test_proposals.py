"""What newer rules say of rows that people decided: proposed once, taken or dismissed by a person."""

from collections import deque
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from articles import curation
from articles.extraction.text import Span
from articles.models import Article, Finding, Mention, Organ, Origin, Remark, Review, Speaker
from articles.versions import values_of
from directives.models import Citation, Directive, DirectiveList, DocumentKind, Resolution
from register.merging import merge
from register.models import DataVersion, Edit, EditedRow, Proposal, ProposalState
from register.proposals import dismiss, take
from register.rereading import Rereader, articles_to_read, stored_sources
from register.settling import settle_citations
from register.undo import undo
from register.workers import Readers
from tests import cast
from tests.test_curation import OTHER, run_newer_rules
from tests.test_ingest import TEXT, kinds, load, source

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def lan(django_user_model: Any) -> User:
    user: User = django_user_model.objects.create_user("lan")
    return user


@pytest.fixture
def point() -> Directive:
    """The third point."""
    load()
    return Directive.objects.get(marker="Ba là")


def older_rules(row: Finding, **said: Any) -> None:
    """Let a row hold what older rules had said."""
    type(row)._default_manager.filter(pk=row.pk).update(**said)
    row.refresh_from_db()


def had_said(row: Finding, **said: Any) -> None:
    """Let a decided row hold something else, which the machine had said when a person decided."""
    row.refresh_from_db()
    older_rules(row, machine_said={**(row.machine_said or {}), **said}, **said)


def read_all_again() -> None:
    """Run the rules over all stored texts, whichever read them last."""
    deque(Rereader(Readers(), everything=True).load(stored_sources(articles_to_read([], everything=True))), maxlen=0)


def proposed() -> list[Any]:
    """What the open proposals hold."""
    return [proposal.values for proposal in Proposal.objects.filter(state=ProposalState.OPEN)]


def every_proposal() -> list[tuple[Any, ...]]:
    return list(Proposal.objects.order_by("pk").values_list())


class TestProposed:
    def test_newer_rules_that_differ_from_a_decided_row_and_from_what_was_said_then_are_proposed(
        self, point: Directive, lan: User
    ) -> None:
        older_rules(point, deadline="trong năm 2020")
        curation.confirm([point], lan)
        run_newer_rules()
        assert proposed() == [{"deadline": ""}]
        proposal = Proposal.objects.get()
        assert (proposal.model, proposal.row, proposal.article_id) == (
            "directives.directive",
            point.pk,
            point.article_id,
        )
        point.refresh_from_db()
        assert point.deadline == "trong năm 2020"

    def test_rules_that_say_what_they_had_said_propose_nothing_against_a_correction(
        self, point: Directive, lan: User
    ) -> None:
        curation.correct(point, {"deadline": "trong quý I", "ordinal": 7, "marker": "Bảy là"}, lan)
        run_newer_rules()
        assert proposed() == []

    def test_a_run_over_unchanged_rules_and_text_writes_nothing(self, point: Directive, lan: User) -> None:
        older_rules(point, deadline="trong năm 2020")
        curation.confirm([point], lan)
        run_newer_rules()
        before = every_proposal()
        assert kinds(source()) == ["unchanged"]
        read_all_again()
        assert every_proposal() == before

    def test_a_new_text_that_moves_the_words_proposes_nothing(self, point: Directive, lan: User) -> None:
        curation.confirm([*Directive.objects.all(), *Citation.objects.all(), *Mention.objects.all()], lan)
        curation.confirm(DirectiveList.objects.all(), lan)
        load(f"Thêm một câu ở đây.\n\n{TEXT}")
        read_all_again()
        assert proposed() == []

    def test_other_words_are_proposed_with_their_place_in_the_present_text(self, point: Directive, lan: User) -> None:
        start = point.start + len("Ba là, ")
        older_rules(point, start=start, exact=point.exact[len("Ba là, ") :])
        curation.confirm([point], lan)
        load(f"Thêm một câu ở đây.\n\n{TEXT}")
        (values,) = proposed()
        text = Article.objects.get().text
        assert text[values["start"] : values["end"]] == values["exact"] == "Ba là, làm tốt công tác bảo hộ công dân."

    def test_places_that_the_text_moves_are_proposed_where_they_are_now(self, point: Directive, lan: User) -> None:
        older_rules(point, start=point.start + 3, exact=point.exact[3:])
        curation.confirm([point], lan)
        run_newer_rules()
        (before,) = proposed()
        text = f"Thêm một câu ở đây.\n\n{TEXT}"
        load(text)
        (after,) = proposed()
        assert (before["exact"], after["start"]) == (after["exact"], text.index(after["exact"]))

    @pytest.mark.parametrize(
        ("model", "said"),
        [
            (DirectiveList, {"kind": "result"}),
            (DirectiveList, {"declared_count": 5}),
            (Citation, {"number": "60"}),
            (Citation, {"symbol": "60-NQ/TW"}),
            (Citation, {"kind": "ket-luan"}),
            (Mention, {"role": "pictured"}),
            (Directive, {"ordinal": 9}),
            (Directive, {"marker": "Chín là"}),
            (Directive, {"addressee": "Bộ Ngoại giao"}),
        ],
    )
    def test_every_field_that_differs_is_proposed(self, model: type[Finding], said: dict[str, Any], lan: User) -> None:
        load()
        row = model._default_manager.order_by("pk")[0]
        right = {name: getattr(row, name) for name in said}
        older_rules(row, **said)
        curation.confirm([row], lan)
        run_newer_rules()
        assert proposed() == [right]

    def test_another_intro_of_a_list_is_proposed_with_its_place(self, lan: User) -> None:
        load()
        row = DirectiveList.objects.get()
        intro = row.intro
        older_rules(row, intro=intro[5:], intro_start=(row.intro_start or 0) + 5)
        curation.confirm([row], lan)
        run_newer_rules()
        (values,) = proposed()
        assert (values["intro"], Article.objects.get().text[values["intro_start"] : values["intro_end"]]) == (
            intro,
            intro,
        )

    def test_another_speaker_is_proposed_of_a_mention_and_of_what_is_credited_to_it(self, lan: User) -> None:
        load()
        other = Speaker.objects.create(slug="le-van-bao", name="Lê Văn Bảo")
        point = Directive.objects.get(marker="Ba là")
        mention = point.mention
        assert mention
        wrong = cast.add_mention(mention.article, other, "trả lời")
        older_rules(point, mention=wrong)
        curation.confirm([point], lan)
        run_newer_rules()
        values = Proposal.objects.get(model="directives.directive").values or {}
        assert values == {"mention_id": mention.pk, "credited_to": mention.speaker_id}

    def test_a_mention_s_speaker_is_proposed_with_all_that_follows_from_it(self, lan: User) -> None:
        load()
        mention = Mention.objects.filter(speaker__isnull=False).order_by("start")[0]
        right = mention.speaker_id
        older_rules(mention, speaker=Speaker.objects.create(slug="le-van-bao", name="Lê Văn Bảo"))
        curation.confirm([mention], lan)
        run_newer_rules()
        proposal = Proposal.objects.get()
        assert (proposal.values or {})["speaker_id"] == right
        take(proposal, lan)
        mention.refresh_from_db()
        assert (mention.speaker_id, mention.status, mention.review) == (right, "resolved", Review.EDITED)

    def test_what_is_left_open_by_the_rules_says_nothing_against_a_person(self, lan: User) -> None:
        load()
        mention = Mention.objects.filter(speaker__isnull=False).order_by("start")[0]
        curation.confirm([mention], lan)
        Speaker.objects.create(slug="le-hoai-trung-2", name="Lê Hoài Trung")
        run_newer_rules()
        assert proposed() == []

    def test_a_speaker_who_was_merged_is_no_other(self, lan: User) -> None:
        load()
        mentions = list(Mention.objects.filter(speaker__isnull=False))
        curation.confirm([*mentions, *Directive.objects.all()], lan)
        one = mentions[0].speaker
        assert one
        survivor = Speaker.objects.create(slug="le-van-bao", name="Lê Văn Bảo")
        one.merged_into = survivor
        one.save()
        run_newer_rules()
        assert proposed() == []
        assert set(Mention.objects.filter(pk__in=[row.pk for row in mentions]).values_list("speaker", flat=True)) == {
            survivor.pk
        }

    def test_a_row_that_a_person_added_is_compared_alone(self, lan: User) -> None:
        load(TEXT.replace("Nghị quyết 59-NQ/TW", "một văn bản"))
        article = Article.objects.get()
        load()
        Citation.objects.filter(number="59").delete()
        article.refresh_from_db()
        start = article.text.index("quyết 59-NQ/TW")
        added = curation.add(
            Citation, article, Span(start, start + 8), lan, form="short", status="unknown",
            kind="ket-luan", number="59",
        )  # fmt: skip
        run_newer_rules()
        assert list(Citation.objects.filter(number="59")) == [added]
        (values,) = proposed()
        assert (values["kind"], values["symbol"], values["exact"]) == ("nghi-quyet", "59-NQ/TW", "Nghị quyết 59-NQ/TW")
        assert "number" not in values

    def test_a_rejected_row_is_not_proposed_about(self, point: Directive, lan: User) -> None:
        older_rules(point, deadline="trong năm 2020")
        curation.reject([point], lan)
        run_newer_rules()
        assert proposed() == []

    def test_the_kind_of_a_point_follows_the_list_whose_kind_a_person_chose(self, lan: User) -> None:
        load()
        curation.correct(DirectiveList.objects.get(), {"kind": "result"}, lan)
        run_newer_rules()
        curation.confirm(Directive.objects.all(), lan)
        run_newer_rules()
        assert proposed() == []

    def test_a_number_that_another_point_has_is_not_proposed(self, point: Directive, lan: User) -> None:
        curation.correct(Directive.objects.get(marker="Hai là"), {"ordinal": 8}, lan)
        older_rules(point, ordinal=None)
        older_rules(Directive.objects.get(marker="Hai là"), ordinal=3)
        curation.confirm([point], lan)
        run_newer_rules()
        assert Proposal.objects.filter(row=point.pk).count() == 0


class TestNotFoundAnyMore:
    @pytest.fixture
    def missed(self, lan: User) -> Directive:
        """A sentence that only older rules took for a directive, and a person confirmed."""
        article = load()
        row = cast.add_directive(article, "Xin trân trọng cảm ơn Bộ trưởng!")
        curation.confirm([row], lan)
        return row

    def test_a_confirmed_row_that_the_rules_no_longer_find_is_proposed_to_be_none(self, missed: Directive) -> None:
        run_newer_rules()
        assert [(one.row, one.values) for one in Proposal.objects.all()] == [(missed.pk, None)]

    def test_one_that_a_person_added_is_not(self, lan: User) -> None:
        article = load()
        start = article.text.index("Xin trân trọng")
        curation.add(Directive, article, Span(start, start + 20), lan, kind="task")
        run_newer_rules()
        assert proposed() == []

    def test_one_whose_words_the_text_lost_is_not(self, missed: Directive) -> None:
        load(TEXT.replace("Xin trân trọng cảm ơn Bộ trưởng!", "Vâng."))
        assert proposed() == []

    def test_taking_it_rejects_the_row(self, missed: Directive, lan: User) -> None:
        run_newer_rules()
        take(Proposal.objects.get(), lan)
        missed.refresh_from_db()
        assert missed.review == Review.REJECTED
        run_newer_rules()
        assert proposed() == []

    def test_dismissed_it_is_not_proposed_again(self, missed: Directive, lan: User) -> None:
        run_newer_rules()
        dismiss(Proposal.objects.get(), lan)
        run_newer_rules()
        assert proposed() == []
        missed.refresh_from_db()
        assert missed.review == Review.CONFIRMED

    def test_a_row_moved_away_from_words_that_are_still_found_is_not_missed(self, point: Directive, lan: User) -> None:
        for _ in range(3):
            curation.correct(point, {"span": Span(point.start - 20, point.end - 20)}, lan)
        run_newer_rules()
        assert proposed() == []


class TestSettled:
    def test_what_the_rules_no_longer_say_is_settled(self, point: Directive, lan: User) -> None:
        older_rules(point, deadline="trong năm 2020")
        curation.confirm([point], lan)
        run_newer_rules()
        had_said(point, deadline="")
        run_newer_rules()
        assert Proposal.objects.get().state == ProposalState.SETTLED

    def test_what_a_person_wrote_by_hand_is_settled_at_once_and_in_the_history(
        self, point: Directive, lan: User
    ) -> None:
        older_rules(point, deadline="trong năm 2020")
        curation.confirm([point], lan)
        run_newer_rules()
        curation.correct(point, {"deadline": ""}, lan)
        assert Proposal.objects.get().state == ProposalState.SETTLED
        edit = Edit.objects.order_by("pk").last()
        assert edit
        assert {row.model for row in edit.rows.all()} >= {"directives.directive", "register.proposal"}

    @pytest.mark.parametrize("decide", [curation.reopen, curation.reject])
    def test_a_row_that_is_not_kept_any_more_settles_what_was_proposed(
        self, decide: Any, point: Directive, lan: User
    ) -> None:
        older_rules(point, deadline="trong năm 2020")
        curation.confirm([point], lan)
        run_newer_rules()
        decide([point], lan)
        assert Proposal.objects.get().state == ProposalState.SETTLED

    def test_one_that_was_deleted_does_too(self, lan: User) -> None:
        article = load()
        start = article.text.index("Nghị quyết 59-NQ/TW")
        Citation.objects.filter(number="59").delete()
        added = curation.add(
            Citation, article, Span(start, start + 13), lan, form="short", status="unknown", kind="nghi-quyet",
            number="59",
        )  # fmt: skip
        run_newer_rules()
        assert len(proposed()) == 1
        curation.remove(added, lan)
        assert proposed() == []

    def test_there_is_one_open_proposal_a_row_which_says_what_the_rules_say_last(
        self, point: Directive, lan: User
    ) -> None:
        older_rules(point, deadline="trong năm 2020")
        curation.confirm([point], lan)
        run_newer_rules()
        had_said(point, addressee="Bộ Công an")
        run_newer_rules()
        assert proposed() == [{"deadline": "", "addressee": ""}]


class TestTaken:
    def test_the_row_says_what_was_proposed_and_the_history_who_took_it_and_why(
        self, point: Directive, lan: User
    ) -> None:
        older_rules(point, deadline="trong năm 2020", addressee="Bộ Công an")
        curation.confirm([point], lan)
        run_newer_rules()
        take(Proposal.objects.get(), lan, "the text says so")
        point.refresh_from_db()
        assert (point.deadline, point.addressee, point.review) == ("", "", Review.EDITED)
        edit = Edit.objects.order_by("pk").last()
        assert edit
        assert (edit.kind, edit.by, edit.why, edit.article_id) == ("taken", lan, "the text says so", point.article_id)
        assert dict(edit.rows.values_list("model", "before"))["register.proposal"] == {"state": "open"}
        run_newer_rules()
        assert proposed() == []

    def test_the_words_are_taken_with_their_place(self, point: Directive, lan: User) -> None:
        older_rules(point, start=point.start + 7, exact=point.exact[7:])
        curation.confirm([point], lan)
        run_newer_rules()
        take(Proposal.objects.get(), lan)
        point.refresh_from_db()
        assert point.exact == "Ba là, làm tốt công tác bảo hộ công dân."
        point.clean()

    def test_a_speaker_who_was_merged_since_is_taken_as_who_stands_for_both(self, lan: User) -> None:
        row = cast.add_mention(cast.add_article(), cast.add_speaker("Lê Văn Bảo"))
        curation.confirm([row], lan)
        goes, stays = cast.add_speaker("Trần Lan"), cast.add_speaker("Trần Thị Lan")
        values = {"speaker_id": goes.pk, "status": "resolved", "candidates": [], "introduced_by_id": None}
        proposal = Proposal.objects.create(
            article=row.article, model="articles.mention", row=row.pk, values=values, extractor_version="2"
        )
        merge(goes, stays, lan)
        take(proposal, lan)
        row.refresh_from_db()
        assert row.speaker == stays

    @pytest.mark.parametrize("of", [None, "Trần Thị Lan", "Lê Văn Bảo"])
    def test_who_is_meant_is_taken_without_an_introduction_by_a_mention_of_another(
        self, of: str | None, lan: User
    ) -> None:
        meant = cast.add_speaker("Lê Văn Bảo")
        whose = meant if of == meant.name else cast.add_speaker(of) if of else None
        first = cast.add_mention(cast.add_article(), whose)
        row = cast.add_mention(first.article, None, "Bộ trưởng")
        curation.confirm([row], lan)
        said = {"status": "resolved", "candidates": [], "name": "Lê Văn Bảo"}
        take(propose(row, {"speaker_id": meant.pk, **said, "introduced_by_id": first.pk}), lan)
        row.refresh_from_db()
        assert (row.speaker, row.introduced_by) == (meant, first if whose == meant else None)

    def test_one_that_is_not_open_any_more_is_refused(self, point: Directive, lan: User) -> None:
        older_rules(point, deadline="trong năm 2020")
        curation.confirm([point], lan)
        run_newer_rules()
        stale = Proposal.objects.get()
        dismiss(Proposal.objects.get(), lan)
        with pytest.raises(ValidationError, match="not open any more"):
            take(stale, lan)
        point.refresh_from_db()
        assert point.deadline == "trong năm 2020"

    @pytest.mark.parametrize(
        ("changes", "message"),
        [
            ({"review": Review.MACHINE}, "not decided any more"),
            ({"review": Review.REJECTED}, "rejected since"),
        ],
    )
    def test_one_for_a_row_that_is_not_kept_is_refused(
        self, changes: dict[str, Any], message: str, point: Directive, lan: User
    ) -> None:
        older_rules(point, deadline="trong năm 2020")
        curation.confirm([point], lan)
        run_newer_rules()
        older_rules(point, **changes)
        with pytest.raises(ValidationError, match=message):
            take(Proposal.objects.get(), lan)

    def test_words_that_are_not_there_are_refused(self, point: Directive, lan: User) -> None:
        curation.confirm([point], lan)
        values = {"start": 0, "end": 5, "parts": [], "exact": "khác"}
        proposal = propose(point, values)
        with pytest.raises(ValidationError, match="do not stand"):
            take(proposal, lan)
        proposal.refresh_from_db()
        assert (proposal.state, Edit.objects.filter(kind="taken").count()) == (ProposalState.OPEN, 0)

    def test_a_number_that_another_point_has_by_now_is_refused_in_words(self, point: Directive, lan: User) -> None:
        curation.confirm([point], lan)
        proposal = Proposal.objects.create(
            article=point.article,
            model="directives.directive",
            row=point.pk,
            values={"ordinal": 1},
            extractor_version="1",
        )
        with pytest.raises(ValidationError, match="has this place in the list"):
            take(proposal, lan)

    @pytest.mark.parametrize("name", ["mention_id", "no_such_field"])
    def test_what_points_to_nothing_is_refused(self, name: str, point: Directive, lan: User) -> None:
        curation.confirm([point], lan)
        proposal = Proposal.objects.create(
            article=point.article,
            model="directives.directive",
            row=point.pk,
            values={name: 10**9},
            extractor_version="1",
        )
        with pytest.raises(ValidationError, match="proposes anew"):
            take(proposal, lan)

    def test_a_row_that_is_gone_is_refused(self, point: Directive, lan: User) -> None:
        for model, row in (("directives.directive", 10**9), ("no.model", 1)):
            proposal = Proposal.objects.create(
                article=point.article, model=model, row=row, values={"kind": "task"}, extractor_version="1"
            )
            with pytest.raises(ValidationError, match="is gone"):
                take(proposal, lan)

    def test_a_document_that_is_taken_resolves_what_was_remarked_on(self, lan: User) -> None:
        load()
        citation = Citation.objects.get(number="59")
        curation.confirm([citation], lan)
        assert Remark.objects.filter(code="citation-unknown", state="open", start=citation.start).exists()
        add_document()
        deque(settle_citations(), maxlen=0)
        take(Proposal.objects.get(), lan)
        assert not Remark.objects.filter(code="citation-unknown", state="open", start=citation.start).exists()


def propose(row: Finding, values: dict[str, Any]) -> Proposal:
    return Proposal.objects.create(
        article=row.article, model=row._meta.label_lower, row=row.pk, values=values, extractor_version="1"
    )


def add_document(slug: str = "59-nq-tw") -> Resolution:
    issuer, _ = Organ.objects.get_or_create(slug="bo-chinh-tri", defaults={"name": "Bộ Chính trị"})
    return Resolution.objects.create(
        slug=slug, kind=DocumentKind.NGHI_QUYET, number="59", symbol="59-NQ/TW", issuer=issuer
    )


class TestDismissed:
    def test_the_same_is_not_proposed_again_and_a_different_one_is(self, point: Directive, lan: User) -> None:
        older_rules(point, deadline="trong năm 2020")
        curation.confirm([point], lan)
        run_newer_rules()
        dismiss(Proposal.objects.get(), lan, "it is printed so")
        run_newer_rules()
        assert proposed() == []
        had_said(point, marker="Bốn là")
        run_newer_rules()
        assert proposed() == [{"marker": "Ba là"}]

    def test_other_words_stay_dismissed_when_the_text_moves_them(self, point: Directive, lan: User) -> None:
        older_rules(point, start=point.start + 7, exact=point.exact[7:])
        curation.confirm([point], lan)
        run_newer_rules()
        dismiss(Proposal.objects.get(), lan)
        load(f"Thêm một câu ở đây.\n\n{TEXT}")
        assert proposed() == []

    def test_one_that_is_not_open_is_refused(self, point: Directive, lan: User) -> None:
        older_rules(point, deadline="trong năm 2020")
        curation.confirm([point], lan)
        run_newer_rules()
        dismiss(Proposal.objects.get(), lan)
        with pytest.raises(ValidationError, match="not open"):
            dismiss(Proposal.objects.get(), lan)


class TestUndone:
    """What was taken or dismissed waits again, and the row is what it was."""

    def test_what_was_taken(self, point: Directive, lan: User) -> None:
        older_rules(point, deadline="trong năm 2020", start=point.start + 7, exact=point.exact[7:])
        curation.confirm([point], lan)
        run_newer_rules()
        was = values_of(Directive.objects.get(pk=point.pk))
        (values,) = proposed()
        take(Proposal.objects.get(), lan)
        undo(Edit.objects.get(kind="taken"), lan)
        assert values_of(Directive.objects.get(pk=point.pk)) == was
        assert proposed() == [values]
        read_all_again()
        assert proposed() == [values]

    def test_what_was_rejected_by_it(self, lan: User) -> None:
        row = cast.add_directive(load(), "Xin trân trọng cảm ơn Bộ trưởng!")
        curation.confirm([row], lan)
        run_newer_rules()
        take(Proposal.objects.get(), lan)
        undo(Edit.objects.get(kind="taken"), lan)
        row.refresh_from_db()
        assert (row.review, proposed()) == (Review.CONFIRMED, [None])

    def test_what_was_dismissed(self, point: Directive, lan: User) -> None:
        older_rules(point, deadline="trong năm 2020")
        curation.confirm([point], lan)
        run_newer_rules()
        dismiss(Proposal.objects.get(), lan)
        undo(Edit.objects.get(kind="dismissed"), lan)
        read_all_again()
        assert proposed() == [{"deadline": ""}]

    def test_what_a_correction_by_hand_settled(self, point: Directive, lan: User) -> None:
        older_rules(point, deadline="trong năm 2020")
        curation.confirm([point], lan)
        run_newer_rules()
        curation.correct(point, {"deadline": ""}, lan)
        undo(Edit.objects.get(kind="corrected"), lan)
        assert proposed() == [{"deadline": ""}]

    @pytest.mark.parametrize("deed", ["taken", "corrected", "rejected", "reopened"])
    def test_and_so_can_its_undoing_be(self, point: Directive, lan: User, deed: str) -> None:
        """The proposal is settled again as the row goes back: nobody else did that."""
        older_rules(point, deadline="trong năm 2020")
        curation.confirm([point], lan)
        run_newer_rules()
        if deed == "taken":
            take(Proposal.objects.get(), lan)
        elif deed == "corrected":
            curation.correct(point, {"deadline": ""}, lan)
        else:
            {"rejected": curation.reject, "reopened": curation.reopen}[deed]([point], lan)
        edit, was, state = (
            Edit.objects.all()[0],
            values_of(Directive.objects.get(pk=point.pk)),
            Proposal.objects.get().state,
        )
        done_again = undo(undo(edit, lan), lan)
        assert (values_of(Directive.objects.get(pk=point.pk)), Proposal.objects.get().state) == (was, state)
        undo(done_again, lan)
        assert proposed() == [{"deadline": ""}]

    def test_not_where_something_else_is_proposed_of_the_row_by_now(self, point: Directive, lan: User) -> None:
        older_rules(point, deadline="trong năm 2020")
        curation.confirm([point], lan)
        run_newer_rules()
        dismiss(Proposal.objects.get(), lan)
        had_said(point, marker="Bốn là")
        run_newer_rules()
        with pytest.raises(ValidationError):
            undo(Edit.objects.get(kind="dismissed"), lan)
        assert proposed() == [{"marker": "Ba là"}]


class TestSettling:
    def test_a_document_that_is_added_is_proposed_for_a_citation_that_a_person_left_open(self, lan: User) -> None:
        load()
        citation = Citation.objects.get(number="59")
        curation.confirm([citation], lan)
        document = add_document()
        deque(settle_citations(), maxlen=0)
        assert proposed()[0]["resolution_id"] == document.pk
        citation.refresh_from_db()
        assert citation.resolution is None
        version, before = DataVersion.current(), every_proposal()
        deque(settle_citations(), maxlen=0)
        assert (DataVersion.current(), every_proposal()) == (version, before)
        run_newer_rules()
        assert every_proposal() == before

    def test_a_document_that_a_person_chose_already_is_not(self, lan: User) -> None:
        load()
        citation, document = Citation.objects.get(number="59"), add_document()
        curation.correct(citation, {"resolution": document, "status": "resolved", "reason": ""}, lan)
        deque(settle_citations(), maxlen=0)
        assert proposed() == []

    def test_what_else_is_proposed_stays(self, lan: User) -> None:
        load()
        citation = Citation.objects.get(number="59")
        older_rules(citation, symbol="60-NQ/TW")
        curation.confirm([citation], lan)
        run_newer_rules()
        document = add_document()
        deque(settle_citations(), maxlen=0)
        values = Proposal.objects.get().values or {}
        assert (values["symbol"], values["resolution_id"]) == ("59-NQ/TW", document.pk)


def test_many_decided_rows_cost_as_many_queries_as_few(lan: User) -> None:
    def cost() -> int:
        Article.objects.update(extractor_version="1999.1")
        with CaptureQueriesContext(connection) as queries:
            load()
        return len(queries)

    load()
    curation.confirm(Directive.objects.filter(marker="Ba là"), lan)
    one = cost()
    curation.confirm([*Directive.objects.all(), *Citation.objects.all(), *DirectiveList.objects.all()], lan)
    curation.confirm(Mention.objects.all(), lan)
    assert cost() <= one


def test_a_decided_row_left_in_an_earlier_text_is_not_proposed_about(point: Directive, lan: User) -> None:
    older_rules(point, deadline="trong năm 2020")
    curation.confirm([point], lan)
    run_newer_rules()
    load(OTHER)
    assert Proposal.objects.get().state == ProposalState.SETTLED


def test_what_a_run_proposes_is_no_one_s_deed(point: Directive, lan: User) -> None:
    older_rules(point, deadline="trong năm 2020")
    curation.confirm([point], lan)
    edits = EditedRow.objects.count()
    run_newer_rules()
    assert EditedRow.objects.count() == edits
    assert point.origin == Origin.MACHINE


def test_a_dismissed_proposal_does_not_come_back_beside_a_newer_one(point: Directive, lan: User) -> None:
    curation.confirm([point], lan)
    first = propose(point, {"deadline": "trong năm 2020"})
    dismiss(first, lan)
    edit = Edit.objects.all()[0]
    propose(point, {"addressee": "Bộ Ngoại giao"})
    with pytest.raises(ValidationError) as refused:
        undo(edit, lan)
    assert refused.value.code == "taken"
    assert refused.value.messages == ["Another row has taken its place since."]
    first.refresh_from_db()
    assert first.state == ProposalState.DISMISSED


class TestADecisionThatWasTakenBack:
    """What the machine had said is known until a run has written the row again."""

    @pytest.fixture
    def cited(self) -> Citation:
        load()
        return Citation.objects.get(number="59")

    def test_and_made_again_does_not_bring_up_what_the_machine_had_said(self, cited: Citation, lan: User) -> None:
        curation.correct(cited, {"kind": "ket-luan"}, lan)
        curation.reopen([cited], lan)
        undo(Edit.objects.all()[0], lan)
        run_newer_rules()
        assert proposed() == []
        cited.refresh_from_db()
        assert (cited.machine_said or {})["kind"] == "nghi-quyet"

    @pytest.mark.parametrize("again", ["undone", "confirmed"])
    def test_and_made_again_keeps_the_machine_s_words_away(self, cited: Citation, lan: User, again: str) -> None:
        words = cited.exact
        for _ in range(3):
            curation.correct(cited, {"span": Span(cited.start + 10, cited.end + 10)}, lan)
        curation.reopen([cited], lan)
        if again == "undone":
            undo(Edit.objects.all()[0], lan)
        else:
            curation.confirm([cited], lan)
        run_newer_rules()
        assert not Citation.objects.filter(exact=words).exists()

    def test_and_found_otherwise_by_a_run_begins_anew(self, point: Directive, lan: User) -> None:
        curation.correct(point, {"addressee": "Bộ Ngoại giao"}, lan)
        curation.reopen([point], lan)
        run_newer_rules()
        point.refresh_from_db()
        assert (point.addressee, point.machine_said) == ("", None)
        older_rules(point, deadline="trong năm 2020")
        curation.confirm([point], lan)
        point.refresh_from_db()
        assert (point.machine_said or {})["deadline"] == "trong năm 2020"

    def test_of_a_document_is_begun_anew_by_what_settles_it(self, cited: Citation, lan: User) -> None:
        curation.correct(cited, {"kind": "ket-luan"}, lan)
        curation.reopen([cited], lan)
        document = add_document()
        deque(settle_citations([document.pk]), maxlen=0)
        curation.confirm([cited], lan)
        cited.refresh_from_db()
        assert cited.resolution == document
        said = cited.machine_said or {}
        assert (said["resolution_id"], said["kind"]) == (document.pk, "nghi-quyet")
