"""Two speakers who are one person: who is proposed, what a merge moves, what taking it back gives back."""

import datetime
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from articles import curation
from articles.models import Article, Mention, NotSame, Origin, Review, Speaker, SpeakerAlias
from register import duplicates
from register.admin.merge_preview import preview
from register.apart import take_back_difference, tell_apart, told_apart_from
from register.duplicates import FEW, Reason, likely_duplicates
from register.merging import merge, merge_of
from register.models import Edit, EditKind
from register.undo import revert, undo
from tests import cast
from tests.conftest import Api
from tests.curator import Curator, Form, url

pytestmark = pytest.mark.django_db

Facts = dict[str, Any]
BARE: Facts = {"origin": Origin.MACHINE}  # a tenure of the machine's in which nobody had a hand
DATED: Facts = {"since": "2021-01-01"}

TEXT = "Lê Văn Bảo và Văn Bảo cùng dự. Ông Bảo phát biểu.\n"


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def chief(django_user_model: Any) -> Any:
    return django_user_model.objects.create_superuser("thu")


@pytest.fixture
def goes() -> Speaker:
    return cast.add_speaker("Le Van Bao", slug="le-van-bao-2", origin=Origin.MACHINE)


@pytest.fixture
def stays() -> Speaker:
    return cast.add_speaker("Lê Văn Bảo", slug="le-van-bao")


def add_text(**facts: Any) -> Article:
    return cast.add_article(text=TEXT, **facts)


def decided(decide: Callable[..., Any], *given: Any) -> Edit:
    """Do what a person does; return what the history says of it."""
    decide(*given)
    return Edit.objects.latest("pk")


def page(name: str, **given: Any) -> str:
    query = "&".join(f"{key}={value}" for key, value in given.items())
    return f"{reverse(f'admin:articles_speaker_{name}')}?{query}"


def renamed(speaker: Speaker) -> str:
    """Let a name be another person's by now; return how a message names what was changed."""
    Speaker.objects.filter(pk=speaker.pk).update(name="Trần Thị Lan")
    return "Trần Thị Lan"


def given_a_name(speaker: Speaker) -> str:
    return str(SpeakerAlias.objects.create(speaker=speaker, name="Ba Bảo"))


def given_a_tenure(speaker: Speaker) -> str:
    return str(cast.add_tenure(speaker, cast.add_office()))


def told_apart(speaker: Speaker) -> str:
    return str(NotSame.objects.create(one=speaker, other=cast.add_speaker("Phạm Thị Hoa")))


def named_by_a_person(speaker: Speaker) -> str:
    return str(cast.add_mention(add_text(), speaker, "Lê Văn Bảo", review=Review.CONFIRMED))


# What another does while a page is open.
MEANWHILE = [renamed, given_a_name, given_a_tenure, told_apart, named_by_a_person]


def speaker_of(mention: Mention) -> Speaker | None:
    mention.refresh_from_db()
    return mention.speaker


class TestLikely:
    def proposed(self) -> list[Reason]:
        return [likely.reason for likely in likely_duplicates()]

    @pytest.mark.parametrize(
        ("one", "other", "reason"),
        [
            ("Nguyễn Thị Hoà", "Nguyễn Thị Hòa", Reason.SPELLING),
            ("Rami Jong Un", "Rami Jong-un", Reason.SPELLING),
            ("Rami Jongun", "RAMI JONG-UN", Reason.SPELLING),
            ("Le Van Bao", "Lê Văn Bảo", Reason.BARE),
            ("Kardo Silmer", "Silmer Kardo", Reason.ORDER),
            ("Kardo Silmersky", "Kardo Silmersy", Reason.LETTER),
            ("Kardo Silmersky", "Kardo Silmerski", Reason.LETTER),
        ],
    )
    def test_names_that_are_one_are_proposed(self, one: str, other: str, reason: Reason) -> None:
        cast.add_speaker(one)
        cast.add_speaker(other)
        assert self.proposed() == [reason]

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Lê Minh Hưng", "Lê Minh Hùng"),
            ("Phan Thanh Hoa", "Phan Thanh Hòa"),
            ("Nguyễn Văn Nam", "Nguyễn Văn Năm"),
            ("Nguyễn Thanh Tâm", "Nguyễn Thanh Nam"),
            ("Hoài Trung", "Lê Hoài Trung"),
            ("Lê Văn Bảo", "Bảo Văn Lê"),
            ("Kardo Silmer", "Kardo Silner Bo"),
            ("…", "?"),
        ],
    )
    def test_names_that_may_well_be_two_are_not(self, one: str, other: str) -> None:
        cast.add_speaker(one)
        cast.add_speaker(other)
        assert self.proposed() == []

    @pytest.mark.parametrize(
        ("one", "other", "by_office", "by_article"),
        [
            ("Văn Bảo", "Lê Văn Bảo", Reason.END_OFFICE, Reason.END_ARTICLE),
            ("Lê Văn Bão", "Lê Văn Bảo", Reason.MARKS_OFFICE, Reason.MARKS_ARTICLE),
        ],
    )
    def test_an_office_or_an_article_makes_them_likely(
        self, one: str, other: str, by_office: Reason, by_article: Reason
    ) -> None:
        first, second = cast.add_speaker(one), cast.add_speaker(other)
        article = add_text()
        cast.add_mention(article, first, "Văn Bảo")
        cast.add_mention(article, second, "Lê Văn Bảo")
        assert self.proposed() == [by_article]
        office = cast.add_office()
        for speaker in (first, second):
            cast.add_tenure(speaker, office)
        assert self.proposed() == [by_office]

    def test_another_name_counts_as_the_first_does(self) -> None:
        SpeakerAlias.objects.create(speaker=cast.add_speaker("Kardo Silmer"), name="Lê Văn Bảo")
        cast.add_speaker("LÊ VĂN BẢO")
        assert self.proposed() == [Reason.SPELLING]

    def test_another_name_of_one_word_that_several_have_says_nothing(self) -> None:
        for name in ("Kardo Silmer", "Hilda Silmer"):
            SpeakerAlias.objects.create(speaker=cast.add_speaker(name), name="Silmer")
        assert self.proposed() == []

    @pytest.mark.parametrize("at", range(13))
    @pytest.mark.parametrize("put", ["", "x", "xy"])
    def test_a_letter_is_seen_anywhere_among_many_names_that_begin_alike(self, at: int, put: str) -> None:
        name = "Kardo Silmersk"
        letters = name.replace(" ", "")
        other = letters[:at] + (put if len(put) < 2 else f"x{letters[at]}") + letters[at + 1 :]
        rows = [Speaker(name=f"Kardo Silm{a}{b}{a}{b}{a}{b}", slug=f"{a}{b}") for a in "abcdefg" for b in "hijkl"]
        for row in [*rows, Speaker(name=name, slug="one"), Speaker(name=other.capitalize(), slug="other")]:
            row.derive()
            row.save()
        assert self.proposed() == [Reason.LETTER]

    def test_names_that_changed_are_compared_as_all_are(self) -> None:
        for number in range(FEW + 1):
            cast.add_speaker(f"Kardo {'abcdefg'[number % 7] * 4}{'hijklmn'[number // 7] * 4}")
        row = cast.add_speaker("Lê Văn Bảo")
        other = cast.add_speaker("Kardo Silmer")
        assert self.proposed() == []
        other.name = "Le Van Bao"
        other.save()
        assert self.proposed() == [Reason.BARE]
        row.name = "Silmer Kardo"
        row.save()
        assert self.proposed() == []

    def test_after_a_change_the_same_is_found_as_by_a_new_process(
        self, stays: Speaker, goes: Speaker, chief: Any
    ) -> None:
        third = cast.add_speaker("LÊ VĂN BẢO")
        assert len(likely_duplicates()) == 3
        merge(goes, stays, chief)
        kept = likely_duplicates()
        duplicates._found = duplicates._Found()
        assert likely_duplicates() == kept
        assert [(one.one, one.other) for one in kept] == [(stays.pk, third.pk)]


class TestMerge:
    def test_all_that_named_the_one_names_the_other(self, stays: Speaker, goes: Speaker, chief: Any, api: Api) -> None:
        article = add_text()
        plain = cast.add_mention(article, goes, "Văn Bảo")
        decided = cast.add_mention(article, goes, "Ông Bảo", review=Review.CONFIRMED)
        SpeakerAlias.objects.create(speaker=goes, name="Bảo Lê")
        edit = merge(goes, stays, chief, "một người")
        assert speaker_of(plain) == speaker_of(decided) == stays
        assert sorted(stays.aliases.values_list("name", flat=True)) == ["Bảo Lê", "Le Van Bao"]
        assert (edit.kind, edit.why, edit.by) == (EditKind.MERGED, "một người", chief)
        assert edit.details["merges"][0]["mentions"] == [plain.pk, decided.pk]
        assert not edit.rows.filter(model="articles.mention").exists()
        response = api.client.get("/api/v1/speakers/le-van-bao-2/")
        assert (response.status_code, response["Location"].rstrip("/").rpartition("/")[2]) == (301, "le-van-bao")

    def test_the_preview_says_what_comes(self, stays: Speaker, goes: Speaker, chief: Any) -> None:
        article, office = add_text(), cast.add_office()
        cast.add_mention(article, goes, "Văn Bảo")
        cast.add_mention(article, goes, "Ông Bảo", review=Review.CONFIRMED)
        cast.add_tenure(goes, office, origin=Origin.MACHINE)
        cast.add_tenure(stays, office, since="2021-01-01")
        held = cast.add_tenure(goes, cast.add_office(), since="2021-01-01")
        told = preview(goes, stays)
        assert (told.goes.mentions, told.goes.articles, told.decided) == (2, 1, 1)
        assert told.tenures_moved == [held]
        assert [tenure.office for tenure in told.tenures_joined] == [office]
        assert told.names_added == ["Le Van Bao"]
        merge(goes, stays, chief)
        assert set(stays.tenures.values_list("pk", flat=True)) >= {held.pk}
        assert stays.tenures.count() == 2
        assert not goes.tenures.exists()

    @pytest.mark.parametrize("of_goes", [[], [BARE], [DATED], [BARE, BARE], [BARE, DATED], [DATED, DATED]])
    @pytest.mark.parametrize("of_stays", [[], [BARE], [DATED], [BARE, BARE], [BARE, DATED]])
    def test_the_preview_names_each_tenure_that_moves_or_goes(
        self, of_goes: list[Facts], of_stays: list[Facts], stays: Speaker, goes: Speaker, chief: Any
    ) -> None:
        office = cast.add_office()
        theirs = {cast.add_tenure(stays, office, **facts) for facts in of_stays}
        own = {cast.add_tenure(goes, office, **facts) for facts in of_goes}
        SpeakerAlias.objects.create(speaker=goes, name=goes.name)
        told = preview(goes, stays)
        moved, joined = set(told.tenures_moved), set(told.tenures_joined)
        merge(goes, stays, chief)
        assert set(stays.tenures.all()) == (own | theirs) - joined
        assert set(stays.tenures.all()) - theirs == moved
        assert [*stays.aliases.values_list("name", flat=True)] == told.names_added

    def test_evidence_follows(self, stays: Speaker, goes: Speaker, chief: Any) -> None:
        office = cast.add_office()
        article = add_text(published_on=datetime.date(2025, 5, 6))
        mention = cast.add_mention(article, goes, "Văn Bảo")
        cast.print_title(mention, "Ông", office)
        merge(goes, stays, chief)
        assert stays.tenures.get(office=office).first_seen == datetime.date(2025, 5, 6)
        undo(Edit.objects.latest("pk"), chief)
        assert not stays.tenures.exists()
        assert goes.tenures.get(office=office).first_seen == datetime.date(2025, 5, 6)

    def test_a_merge_that_makes_no_sense_is_refused(self, stays: Speaker, goes: Speaker, chief: Any) -> None:
        with pytest.raises(ValidationError, match="the same row"):
            merge(stays, stays, chief)
        merge(goes, stays, chief)
        for one, other in ((goes, stays), (stays, goes)):
            with pytest.raises(ValidationError, match="was merged into"):
                merge(one, other, chief)
        third = cast.add_speaker("Văn Bảo")
        tell_apart(stays, third, chief)
        with pytest.raises(ValidationError, match="told apart"):
            merge(stays, third, chief)

    def test_a_chain_ends_at_the_last(self, stays: Speaker, goes: Speaker, chief: Any) -> None:
        mention = cast.add_mention(add_text(), goes, "Văn Bảo")
        third = cast.add_speaker("Bảo Lê")
        first = merge(goes, stays, chief)
        second = merge(stays, third, chief)
        assert speaker_of(mention) == third
        assert Speaker.objects.get(pk=goes.pk).survivor == third
        with pytest.raises(ValidationError, match="Undo that merge first"):
            undo(first, chief)
        undo(second, chief)
        assert speaker_of(mention) == stays
        undo(first, chief)
        assert speaker_of(mention) == goes

    def test_very_many_mentions_are_one_row_of_the_history(
        self, stays: Speaker, goes: Speaker, chief: Any, django_assert_max_num_queries: Any
    ) -> None:
        article = add_text()
        first = cast.add_mention(article, goes, "Văn Bảo")
        rows = []
        for number in range(2_000):
            first.pk, first.public_id = None, f"m{number}"
            rows.append(Mention(**{f.attname: getattr(first, f.attname) for f in Mention._meta.concrete_fields}))
        Mention.objects.bulk_create(rows)
        with django_assert_max_num_queries(80):
            edit = merge(goes, stays, chief)
        assert len(edit.details["merges"][0]["mentions"]) == 2_001
        with django_assert_max_num_queries(80):
            undo(edit, chief)
        assert goes.mentions.count() == 2_001

    def test_a_machine_s_row_that_stays_is_known_from_then_on(self, chief: Any) -> None:
        known = cast.add_speaker("Lê Văn Bảo")
        found = cast.add_speaker("Văn Bảo", origin=Origin.MACHINE)
        edit = merge(known, found, chief)
        found.refresh_from_db()
        assert found.origin == Origin.CURATOR
        undo(edit, chief)
        found.refresh_from_db()
        assert found.origin == Origin.MACHINE


class TestUndo:
    @pytest.mark.parametrize("changes", [{"country": "VN"}, {"name": "Bảo Lê"}], ids=str)
    def test_a_merged_row_that_was_changed_since_is_parted_all_the_same(
        self, changes: dict[str, str], stays: Speaker, goes: Speaker, chief: Any, client: Client
    ) -> None:
        mention = cast.add_mention(add_text(), goes, "Ông Bảo")
        edit = merge(goes, stays, chief)
        client.force_login(chief)
        assert not Curator(client).change(goes, **changes)
        merged = merge_of(goes)
        assert merged == edit
        undo(merged, chief)
        goes.refresh_from_db()
        assert (goes.merged_into, speaker_of(mention)) == (None, goes)

    def test_it_gives_back_what_was_moved_and_nothing_else(self, stays: Speaker, goes: Speaker, chief: Any) -> None:
        article = add_text()
        own = cast.add_mention(article, stays, "Lê Văn Bảo")
        moved = cast.add_mention(article, goes, "Ông Bảo", review=Review.CONFIRMED)
        tenure = cast.add_tenure(goes, cast.add_office(), since="2021-01-01")
        theirs = SpeakerAlias.objects.create(speaker=stays, name="Bảo")
        edit = merge(goes, stays, chief)
        undo(edit, chief, "hai người")
        goes.refresh_from_db()
        assert goes.merged_into is None
        assert (speaker_of(own), speaker_of(moved)) == (stays, goes)
        assert list(goes.tenures.all()) == [tenure]
        assert list(stays.aliases.all()) == [theirs]
        assert moved.review == Review.CONFIRMED

    def test_what_was_decided_since_stays(self, stays: Speaker, goes: Speaker, chief: Any, client: Client) -> None:
        article = add_text()
        confirmed = cast.add_mention(article, goes, "Ông Bảo")
        given = cast.add_mention(article, goes, "Văn Bảo")
        edit = merge(goes, stays, chief)
        client.force_login(chief)
        curator = Curator(client)
        third = cast.add_speaker("Người khác")
        confirmed.refresh_from_db()
        assert not curator.change(confirmed, review="confirmed")
        assert not curator.change(given, speaker=str(third.pk))
        undo(edit, chief)
        assert (speaker_of(confirmed), speaker_of(given)) == (stays, third)

    def test_a_decision_since_that_was_taken_back_and_done_again_stays(
        self, stays: Speaker, goes: Speaker, chief: Any
    ) -> None:
        article = add_text()
        again, gone = (cast.add_mention(article, goes, name) for name in ("Ông Bảo", "Văn Bảo"))
        known = cast.add_mention(article, goes, "Lê Văn Bảo", review=Review.CONFIRMED)
        merged = merge(goes, stays, chief)
        undo(undo(decided(curation.confirm, [again], chief), chief), chief)
        undo(decided(curation.confirm, [gone], chief), chief)
        revert(decided(curation.correct, known, {"role": "pictured"}, chief).rows.get(), chief)
        undo(merged, chief)
        assert [speaker_of(mention) for mention in (again, gone, known)] == [stays, goes, goes]

    def test_a_correction_from_before_is_undone_to_whoever_stands_for_the_speaker(
        self, stays: Speaker, goes: Speaker, chief: Any
    ) -> None:
        mention = cast.add_mention(add_text(), goes, "Ông Bảo")
        corrected = decided(curation.correct, mention, {"speaker": cast.add_speaker("Trần Thị Lan")}, chief)
        merged = merge(goes, stays, chief)
        undo(corrected, chief)
        assert speaker_of(mention) == stays
        undo(merged, chief)
        assert speaker_of(mention) == goes

    def test_a_mention_deleted_before_comes_back_to_whoever_stands_for_the_speaker(
        self, stays: Speaker, goes: Speaker, chief: Any
    ) -> None:
        mention = cast.add_mention(add_text(), goes, "Ông Bảo", origin=Origin.CURATOR, review=Review.CONFIRMED)
        merged = decided(curation.remove, mention, chief), merge(goes, stays, chief)
        undo(merged[0], chief)
        assert Mention.objects.get().speaker == stays
        undo(merged[1], chief)
        assert Mention.objects.get().speaker == goes

    def test_a_correction_to_who_was_merged_since_can_be_undone(
        self, stays: Speaker, goes: Speaker, chief: Any
    ) -> None:
        third = cast.add_speaker("Trần Thị Lan")
        mention = cast.add_mention(add_text(), third, "Ông Bảo")
        corrected = decided(curation.correct, mention, {"speaker": goes}, chief)
        merge(goes, stays, chief)
        undo(corrected, chief)
        assert speaker_of(mention) == third

    def test_but_not_where_a_person_gave_the_mention_to_the_other_since(
        self, stays: Speaker, goes: Speaker, chief: Any
    ) -> None:
        mention = cast.add_mention(add_text(), cast.add_speaker("Trần Thị Lan"), "Ông Bảo")
        corrected = decided(curation.correct, mention, {"speaker": goes}, chief)
        curation.correct(mention, {"speaker": stays}, chief)
        merge(goes, stays, chief)
        with pytest.raises(ValidationError, match="thu changed it"):
            undo(corrected, chief)

    def test_a_correction_made_while_merged_is_undone_to_the_one_parted_again(
        self, stays: Speaker, goes: Speaker, chief: Any
    ) -> None:
        mention = cast.add_mention(add_text(), goes, "Ông Bảo")
        merged = merge(goes, stays, chief)
        corrected = decided(curation.correct, mention, {"speaker": cast.add_speaker("Trần Thị Lan")}, chief)
        undo(merged, chief)
        undo(corrected, chief)
        assert speaker_of(mention) == goes

    def test_what_runs_found_since_by_the_name_goes_back_too(self, stays: Speaker, goes: Speaker, chief: Any) -> None:
        edit = merge(goes, stays, chief)
        article = add_text()
        by_name = cast.add_mention(article, stays, "Văn Bảo", name="Le Van Bao")
        other = cast.add_mention(article, stays, "Lê Văn Bảo")
        undo(edit, chief)
        assert (speaker_of(by_name), speaker_of(other)) == (goes, stays)

    def test_an_undone_merge_can_be_had_again(self, stays: Speaker, goes: Speaker, chief: Any) -> None:
        mention = cast.add_mention(add_text(), goes, "Văn Bảo")
        undone = undo(merge(goes, stays, chief), chief)
        again = undo(undone, chief)
        assert speaker_of(mention) == stays
        undo(again, chief)
        assert speaker_of(mention) == goes
        goes.refresh_from_db()
        assert goes.merged_into is None

    def test_who_may_not_merge_may_not_undo(
        self, stays: Speaker, goes: Speaker, chief: Any, django_user_model: Any
    ) -> None:
        edit = merge(goes, stays, chief)
        with pytest.raises(ValidationError, match="Only who may merge"):
            undo(edit, django_user_model.objects.create_user("lan", is_staff=True))


class TestToldApart:
    def test_they_are_not_proposed_again(self, stays: Speaker, goes: Speaker, chief: Any) -> None:
        assert len(likely_duplicates()) == 1
        pair = tell_apart(goes, stays, chief, "cùng tên")
        assert not likely_duplicates()
        assert Edit.objects.get(kind=EditKind.TOLD_APART).why == "cùng tên"
        take_back_difference(pair, chief)
        assert len(likely_duplicates()) == 1

    def test_it_holds_for_whom_either_is_merged_into(self, stays: Speaker, goes: Speaker, chief: Any) -> None:
        third = cast.add_speaker("LÊ VĂN BẢO")
        tell_apart(goes, third, chief)
        edit = merge(goes, stays, chief)
        assert told_apart_from(stays) == {third.pk}
        assert told_apart_from(third) == {stays.pk}
        assert not likely_duplicates()
        with pytest.raises(ValidationError, match="were told apart"):
            merge(third, stays, chief)
        undo(edit, chief)
        assert not told_apart_from(stays)
        assert NotSame.objects.between(goes, third).exists()

    def test_it_holds_no_longer_than_the_merges_in_whatever_order_they_are_taken_back(
        self, stays: Speaker, goes: Speaker, chief: Any
    ) -> None:
        third, fourth = cast.add_speaker("Trần Thị Lan"), cast.add_speaker("Trần Thị Mai")
        tell_apart(stays, third, chief)
        first = merge(third, fourth, chief)
        second = merge(stays, goes, chief)
        assert told_apart_from(goes) == {fourth.pk}
        undo(first, chief)
        assert told_apart_from(goes) == {third.pk}
        assert not told_apart_from(fourth)
        undo(second, chief)
        assert (told_apart_from(stays), told_apart_from(goes)) == ({third.pk}, set())

    def test_the_page_says_whom_one_was_merged_into(
        self, stays: Speaker, goes: Speaker, chief: Any, client: Client
    ) -> None:
        tell_apart(goes, cast.add_speaker("Trần Thị Lan"), chief)
        merge(goes, stays, chief)
        client.force_login(chief)
        assert f"(merged into {stays.distinct_name})" in Curator(client).open(page("told_apart"))

    def test_one_person_is_not_told_apart_from_himself(self, stays: Speaker, goes: Speaker, chief: Any) -> None:
        merge(goes, stays, chief)
        with pytest.raises(ValidationError, match="one person already"):
            tell_apart(goes, stays, chief)


class TestPages:
    @pytest.fixture
    def pair(self, stays: Speaker, goes: Speaker) -> tuple[Speaker, Speaker]:
        cast.add_mention(add_text(), stays, "Lê Văn Bảo")
        return stays, goes

    def test_a_curator_merges_from_the_queue(self, curator: Curator, pair: tuple[Speaker, Speaker]) -> None:
        stays, goes = pair
        queue = curator.open(page("duplicates"))
        address = page("merge", stays=stays.pk, goes=goes.pk, then="duplicates")
        assert address.replace("&", "&amp;") in queue
        curator.send(address, why="một người")
        goes.refresh_from_db()
        assert goes.merged_into == stays
        assert "No two speakers look like one person" in curator.open(page("duplicates"))
        assert "một người" in curator.open(url(Speaker, "change", goes.pk))
        sent = Form(curator.open(url(Speaker, "change", goes.pk))).sent
        curator.client.post(page("undo_merge"), {**sent, "why": "nhầm"})
        goes.refresh_from_db()
        assert goes.merged_into is None

    @pytest.mark.parametrize("meanwhile", MEANWHILE)
    def test_two_are_not_merged_who_are_others_than_the_page_showed(
        self, meanwhile: Callable[[Speaker], str], curator: Curator, pair: tuple[Speaker, Speaker]
    ) -> None:
        stays, goes = pair
        address = page("merge", stays=stays.pk, goes=goes.pk)
        sent = Form(curator.open(address)).sent
        changed = meanwhile(goes)
        answer = curator.client.post(address, {**sent, "why": "một người"}).content.decode()
        assert f"not shown to you as it is now: {changed}." in answer
        goes.refresh_from_db()
        assert goes.merged_into is None
        assert not Edit.objects.exists()
        shown = Form(answer).sent
        assert shown["why"] == "một người"
        curator.client.post(address, shown)
        goes.refresh_from_db()
        assert goes.merged_into == stays

    def test_a_merge_is_not_taken_back_by_the_button_for_another(
        self, curator: Curator, chief: Any, pair: tuple[Speaker, Speaker]
    ) -> None:
        stays, goes = pair
        first = decided(merge, goes, stays, chief)
        sent = Form(curator.open(url(Speaker, "change", goes.pk))).sent
        undo(first, chief)
        merge(goes, cast.add_speaker("Trần Thị Lan"), chief)
        curator.client.post(page("undo_merge"), sent)
        assert "was merged anew" in curator.open(url(Speaker, "change", goes.pk))
        assert Speaker.objects.get(pk=goes.pk).merged_into

    def test_who_stays_can_be_switched(self, curator: Curator, pair: tuple[Speaker, Speaker]) -> None:
        stays, goes = pair
        shown = curator.open(page("merge", stays=stays.pk, goes=goes.pk))
        assert shown.count('name="why"') == 1  # both buttons send the one reason
        assert f"stays={goes.pk}&amp;goes={stays.pk}" in shown

    def test_two_selected_are_compared(self, curator: Curator, pair: tuple[Speaker, Speaker]) -> None:
        sent = {"action": "compare", "_selected_action": [row.pk for row in pair]}
        response = curator.client.post(url(Speaker, "changelist"), sent)
        assert response["Location"].startswith(reverse("admin:articles_speaker_merge"))
        curator.choose("compare", pair[0])

    def test_two_are_told_apart_and_not_again(self, curator: Curator, pair: tuple[Speaker, Speaker]) -> None:
        stays, goes = pair
        curator.client.post(page("told_apart"), {"one": stays.pk, "other": goes.pk, "why": "<b>khác</b>"})
        assert "&lt;b&gt;khác" in curator.open(page("told_apart"))
        shown = curator.open(page("merge", stays=stays.pk, goes=goes.pk))
        assert "Take that back first" in shown
        assert 'name="why"' not in shown
        curator.client.post(page("told_apart"), {"pair": NotSame.objects.get().pk})
        assert not NotSame.objects.exists()

    def test_the_bare_pointer_cannot_be_set(self, curator: Curator, pair: tuple[Speaker, Speaker]) -> None:
        stays, goes = pair
        curator.change(goes, merged_into=stays.pk)
        assert goes.merged_into is None

    @pytest.mark.parametrize("bad", ["x", "-1", "1\0", "1" + "0" * 20, "1.5", "٣"])
    def test_what_is_no_id_is_a_bad_request(self, bad: str, curator: Curator, stays: Speaker) -> None:
        given: dict[str, Any] = {"stays": bad, "goes": stays.pk}
        for method in (curator.client.get, curator.client.post):
            assert method(page("merge"), given).status_code == 400
        for field in ("one", "pair"):
            assert curator.client.post(page("told_apart"), {field: bad, "other": stays.pk}).status_code == 400
        assert curator.client.post(page("undo_merge"), {"speaker": bad}).status_code == 400
        assert curator.client.get(page("undo_merge"), {"speaker": bad}).status_code == 405
        assert curator.client.get(page("duplicates"), {"page": bad}).status_code == 200

    def test_who_is_gone_is_not_found(self, curator: Curator, stays: Speaker) -> None:
        given: dict[str, Any] = {"stays": stays.pk, "goes": 10**17}
        assert curator.client.get(page("merge"), given).status_code == 404
        assert curator.client.post(page("told_apart"), {"pair": 10**17}).status_code == 404

    def test_a_mere_curator_neither_merges_nor_undoes(
        self, client: Client, django_user_model: Any, pair: tuple[Speaker, Speaker]
    ) -> None:
        stays, goes = pair
        user = django_user_model.objects.create_user("lan", is_staff=True)
        user.user_permissions.add(*Permission.objects.filter(codename__in=["view_speaker", "change_speaker"]))
        client.force_login(user)
        given = {"stays": stays.pk, "goes": goes.pk}
        assert client.get(page("duplicates")).status_code == 200
        for response in (
            client.get(page("merge"), given),
            client.post(page("merge"), given),
            client.post(page("undo_merge"), {"speaker": goes.pk}),
            client.post(page("told_apart"), {"one": stays.pk, "other": goes.pk}),
        ):
            assert response.status_code == 403
        client.post(url(Speaker, "changelist"), {"action": "compare", "_selected_action": [stays.pk, goes.pk]})
        assert Speaker.objects.current().count() == 2

    def test_a_page_costs_the_same_with_many(self, curator: Curator) -> None:
        def add(number: int) -> tuple[Speaker, Speaker]:
            office = cast.add_office()
            one, other = (cast.add_speaker(f"{word} {number}") for word in ("Kardo-Silmer", "Kardo Silmer"))
            for row in (one, other):
                for _ in range(number):
                    cast.add_mention(add_text(), row, "Văn Bảo")
                cast.add_tenure(row, office)
            return one, other

        def cost() -> list[int]:
            addresses = [
                page("duplicates"),
                page("told_apart"),
                page("merge", stays=pair[0].pk, goes=pair[1].pk),
                url(Speaker, "change", pair[0].pk),
            ]
            counted = []
            for address in addresses:
                with CaptureQueriesContext(connection) as queries:
                    curator.open(address)
                counted.append(len(queries))
            return counted

        add(1)
        pair = add(2)
        tell_apart(*add(3), None)
        cost()
        duplicates._found = duplicates._Found()
        few = cost()
        pair = add(7)
        for number in (4, 5, 6):
            tell_apart(*add(number), None)
        duplicates._found = duplicates._Found()
        assert cost() == few
