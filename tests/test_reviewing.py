"""When an article counts as reviewed: nothing undecided is left standing, after a person's decision."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from articles import curation
from articles.acting import acting
from articles.models import Article, Finding, Mention, PrintedTitle, Review
from directives.models import Citation, Directive, DirectiveList
from register.models import Edit, Proposal
from register.proposals import take
from register.reviewing import REVIEWED, say_reviewed
from register.undo import undo
from tests import cast
from tests.curator import Curator, url
from tests.test_curation import run_newer_rules
from tests.test_ingest import TEXT, kinds, load, source

pytestmark = pytest.mark.django_db

NEW = TEXT.replace(
    "Phóng viên: Xin trân trọng", "Bà Trần Thị Lan nhấn mạnh Nghị quyết 57.\n\nPhóng viên: Xin trân trọng"
)


@pytest.fixture
def lan(django_user_model: Any) -> User:
    user: User = django_user_model.objects.create_user("thu")
    return user


def correct_a_title(title: PrintedTitle, curator: Curator, lan: User, **said: str) -> None:
    title.refresh_from_db()
    title.acting = not title.acting
    curation.correct(Mention.objects.get(), said, lan, beside={title: None})


def correct_a_title_on_the_page(title: PrintedTitle, curator: Curator, lan: User, **said: str) -> None:
    curator.change(title.mention, **{"titles-0-acting": None if title.acting else "on"}, **said)


CORRECTING = [correct_a_title, correct_a_title_on_the_page]


def is_reviewed() -> bool:
    return Article.objects.get().reviewed_at is not None


def undecided() -> list[Finding]:
    return [row for model in REVIEWED for row in model._default_manager.standing().undecided()]


def review(user: User) -> None:
    curation.confirm(undecided(), user)


class TestSet:
    def test_the_last_decision_sets_it_and_none_before(self, lan: User) -> None:
        load()
        *others, last = undecided()
        for row in others:
            curation.confirm([row], lan)
            assert not is_reviewed()
        curation.reject([last], lan)
        assert is_reviewed()

    @pytest.mark.parametrize("model", [DirectiveList, Directive, Citation, Mention])
    def test_each_kind_of_finding_counts(self, model: type[Finding], lan: User) -> None:
        load()
        rows = undecided()
        last = next(row for row in reversed(rows) if isinstance(row, model))
        curation.confirm([row for row in rows if row != last], lan)
        assert not is_reviewed()
        changes = {"role": "quoted"} if isinstance(last, Mention) else {"kind": vars(last)["kind"]}
        curation.correct(last, changes, lan)
        assert is_reviewed()

    def test_a_point_below_a_rejected_one_waits_for_nobody(self, lan: User) -> None:
        load(TEXT.replace("Ba là, làm tốt công tác", "Ba là, làm tốt các việc sau: (i) đối thoại; (ii) công tác"))
        point = Directive.objects.get(marker="Ba là")
        curation.confirm([row for row in undecided() if row != point and getattr(row, "parent", None) != point], lan)
        curation.reject([point], lan)
        assert is_reviewed()

    def test_it_is_part_of_the_same_edit_and_goes_with_it(self, lan: User) -> None:
        load()
        review(lan)
        edit = Edit.objects.get()
        told = edit.rows.get(model="articles.article")
        assert (told.before or {})["reviewed_at"] is None
        undo(edit, lan)
        assert not is_reviewed()

    def test_the_admin_s_own_page_and_actions_set_it(self, curator: Curator, lan: User) -> None:
        load()
        *others, last = undecided()
        curation.confirm(others, lan)
        assert curator.change(last, review=Review.CONFIRMED) == ""
        assert is_reviewed()
        curation.reopen([last], lan)
        curator.choose("reject", last)
        assert is_reviewed()

    def test_an_article_without_findings_is_reviewed_when_a_person_says_so(self, lan: User) -> None:
        article = cast.add_article()
        assert article.reviewed_at is None
        say_reviewed(article, lan, "read")
        assert is_reviewed()
        edit = Edit.objects.get()
        assert (edit.by, edit.why, edit.article_id) == (lan, "read", article.pk)

    def test_no_one_says_so_of_an_article_in_which_something_waits(self, lan: User) -> None:
        article = load()
        with translation.override("en"), pytest.raises(ValidationError, match="not decided yet"):
            say_reviewed(article, lan)
        assert not is_reviewed()

    def test_what_is_saved_by_nobody_sets_nothing(self) -> None:
        article = cast.add_article()
        cast.add_citation(article, None, review=Review.CONFIRMED)
        assert not is_reviewed()


class TestCleared:
    def test_a_decision_that_is_taken_back_clears_it(self, lan: User) -> None:
        load()
        review(lan)
        curation.reopen([Citation.objects.order_by("pk")[0]], lan)
        assert not is_reviewed()
        edit = Edit.objects.order_by("-pk")[0]
        assert (edit.rows.get(model="articles.article").after or {})["reviewed_at"] is None

    def test_a_decision_that_is_undone_after_a_run_cleared_it_is_undone_all_the_same(self, lan: User) -> None:
        load()
        review(lan)
        load(NEW)
        undo(Edit.objects.get(), lan)
        assert not Citation.objects.decided().exists()

    def test_a_run_that_finds_something_new_clears_it(self, lan: User) -> None:
        load()
        review(lan)
        load(NEW)
        assert undecided()
        assert not is_reviewed()

    def test_a_run_that_changes_nothing_leaves_it(self, lan: User) -> None:
        load()
        review(lan)
        before = Article.objects.get().reviewed_at
        assert kinds(source()) == ["unchanged"]
        run_newer_rules()
        load(f"Thêm một câu ở đây.\n\n{TEXT}")
        assert Article.objects.get().reviewed_at == before

    def test_a_proposal_leaves_it(self, lan: User) -> None:
        load()
        Directive.objects.filter(marker="Ba là").update(deadline="trong năm 2020")
        review(lan)
        run_newer_rules()
        assert Proposal.objects.exists()
        assert is_reviewed()
        take(Proposal.objects.get(), lan)
        assert is_reviewed()


def test_a_run_over_reviewed_articles_costs_two_queries_more_at_most(lan: User) -> None:
    def cost() -> int:
        Article.objects.update(extractor_version="1999.1")
        with CaptureQueriesContext(connection) as queries:
            load()
        return len(queries)

    load()
    curation.confirm(undecided()[:-1], lan)
    before = cost()
    curation.confirm(undecided(), lan)
    assert cost() <= before + 2


def test_it_is_not_set_for_what_happens_outside_an_action(lan: User) -> None:
    load()
    with acting(lan):
        pass
    for row in undecided():
        row.review = Review.CONFIRMED
        row.save()
    assert not is_reviewed()


def test_the_page_of_an_article_that_is_reviewed_opens(curator: Curator, lan: User) -> None:
    load()
    review(lan)
    curator.open(url(Article, "change", Article.objects.get().pk))


@pytest.mark.parametrize("correct", CORRECTING)
class TestTitles:
    @pytest.fixture
    def title(self) -> PrintedTitle:
        mention = cast.add_mention(cast.add_article(), cast.add_speaker())
        return cast.print_title(mention, "Bộ trưởng Ngoại giao")

    @pytest.mark.parametrize(
        ("before", "after"),
        [("machine", "edited"), ("confirmed", "edited"), ("edited", "edited"), ("rejected", "rejected")],
    )
    def test_a_mention_is_edited_whose_title_a_person_corrects(
        self, before: str, after: str, correct: Any, title: PrintedTitle, curator: Curator, lan: User
    ) -> None:
        Mention.objects.update(review=before)
        correct(title, curator, lan)
        assert PrintedTitle.objects.get().acting
        assert Mention.objects.get().review == after

    @pytest.mark.parametrize(
        ("before", "said", "after"),
        [
            ("machine", "confirmed", "confirmed"),
            ("confirmed", "rejected", "rejected"),
            ("confirmed", "machine", "edited"),
            ("rejected", "confirmed", "confirmed"),
        ],
    )
    def test_or_what_the_person_says_in_the_same(
        self, before: str, said: str, after: str, correct: Any, title: PrintedTitle, curator: Curator, lan: User
    ) -> None:
        Mention.objects.update(review=before)
        correct(title, curator, lan, review=said)
        assert PrintedTitle.objects.get().acting
        assert Mention.objects.get().review == after
