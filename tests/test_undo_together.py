"""Taking an edit of many rows back: the same as row by row, with as many queries for many rows as for few."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from articles import curation
from articles.acting import acting
from articles.extraction.text import Span
from articles.models import Article, Finding, Mention, Remark, Review, Tenure
from articles.versions import as_written, values_of
from directives.models import Citation, Directive, DirectiveList, Topic
from register.models import DataVersion, Edit, EditedRow, Proposal
from register.undo import rows as undoing
from register.undo import undo
from tests import cast

pytestmark = pytest.mark.django_db

# What undoing may write.
WRITTEN = (DirectiveList, Directive, Citation, Mention, Remark, Proposal, Tenure)


@pytest.fixture
def an(django_user_model: Any) -> User:
    user: User = django_user_model.objects.create_user("an")
    return user


@pytest.fixture
def binh(django_user_model: Any) -> User:
    user: User = django_user_model.objects.create_user("binh")
    return user


def last() -> Edit:
    return Edit.objects.order_by("-pk")[0]


def row_by_row(told: EditedRow) -> bool:
    """Say of every row what is said of those that do not go together."""
    return False


def what_is_there() -> dict[str, Any]:
    """Every row that undoing may write, and what the last edit tells, without the moments of articles."""
    told = last().rows.order_by("model", "row").values_list("model", "row", "said", "before", "after")
    return {
        "rows": [
            (values_of(row), getattr(row, "machine_said", None))
            for model in WRITTEN
            for row in model._default_manager.order_by("pk")
        ],
        "reviewed": [article.reviewed_at is not None for article in Article.objects.order_by("pk")],
        "edit": (last().kind, last().undoes_id, last().article_id),
        "told": [one if one[0] != "articles.article" else one[:3] for one in told],
    }


def tried(deed: Callable[[], object]) -> Any:
    """Do something and return what came of it, or why it was refused; take it back."""
    with transaction.atomic():
        version, edits = DataVersion.current(), Edit.objects.count()
        try:
            deed()
        except ValidationError as error:
            assert (DataVersion.current(), Edit.objects.count()) == (version, edits)
            return getattr(error, "code", "of a field"), error.messages
        found = what_is_there()
        assert DataVersion.current() > version
        transaction.set_rollback(True)
    return found


def both_ways(deed: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> tuple[Any, Any]:
    """Return what comes of taking something back together, and row by row."""
    together = tried(deed)
    with monkeypatch.context() as patched:
        patched.setattr(undoing, "_is_plain", row_by_row)
        return together, tried(deed)


class Stage:
    """An article with a list and what else is found in it, and one edit that does something of each kind to them."""

    def __init__(self, by: User) -> None:
        self.article = article = cast.add_article()
        self.speaker, self.other_speaker = cast.add_speaker("Lê Văn Bảo"), cast.add_speaker("Trần Thị Lan")
        self.document, self.other_document = cast.add_resolution(), cast.add_resolution(symbol="21-NQ/TW")
        self.one_of_then = cast.add_speaker("Phạm Văn Chín")
        speakers = (self.speaker, self.one_of_then, self.speaker)
        self.mentions = [cast.add_mention(article, speaker) for speaker in speakers]
        cast.print_title(self.mentions[0], "Quyền Bộ trưởng Ngoại giao", cast.add_office())
        self.list, self.other_list = cast.add_list(article), cast.add_list(article)
        given = {"list": self.list, "mention": self.mentions[0]}
        self.points = [cast.add_directive(article, cast.FIRST, ordinal=at, **given) for at in range(1, 5)]
        below = {"list": self.list, "parent": self.points[3]}
        self.below = [cast.add_directive(article, cast.SECOND, ordinal=at, **below) for at in (1, 2)]
        self.citations = [cast.add_citation(article, self.document) for _ in range(3)]
        self.open_one = cast.add_citation(article, None, cast.LAST[:13], reason="?")
        place = {"start": self.open_one.start, "end": self.open_one.end, "exact": self.open_one.exact}
        self.remark = cast.add_remark(article, code="citation-unknown", **place)
        curation.confirm([self.points[2], self.citations[2]], by)
        curation.reject([self.mentions[2]], by)
        told = {"article": article, "model": "directives.citation", "row": self.citations[2].pk}
        Proposal.objects.create(**told, values={"kind": "chi-thi"}, extractor_version="2")
        self.removed = curation.add(Directive, article, place_of(article, cast.SINGLE), by, kind="task")

    def act(self, by: User) -> None:
        """Correct, reject, confirm, reopen, add and remove; two points change places by way of a third one."""
        with transaction.atomic(), acting(by, "changed", "một lý do"):
            self.change(self.points[0], {"ordinal": 9})
            self.change(self.points[2], {"ordinal": 1})
            self.change(self.below[0], {"parent": self.points[0], "ordinal": 7})
            self.change(self.list, {"declared_count": 4})
            self.change(self.points[1], {"topics": [Topic.objects.create(slug="kinh-te", label_vi="a", label_en="b")]})
            rejected: list[Finding] = [self.points[1], self.below[1], self.citations[0], self.citations[2]]
            for row in rejected:
                curation.decide(fresh(row), Review.REJECTED)
            confirmed: list[Finding] = [self.citations[1], self.mentions[0], self.mentions[2]]
            for row in confirmed:
                curation.decide(fresh(row), Review.CONFIRMED)
            self.change(self.open_one, {"resolution": self.other_document})
            self.change(self.mentions[1], {"speaker": self.other_speaker})
            self.added = cast.add_mention(self.article, self.speaker, origin="curator", review="confirmed")
            self.change(self.points[3], {"mention": self.added})
            self.change(self.citations[1], {"span": place_of(self.article, "Nghị quyết 59-NQ/TW của")})
            fresh(self.removed).delete()

    def change(self, row: Finding, changes: dict[str, Any]) -> None:
        curation.change(fresh(row), changes)


def fresh(row: Any) -> Any:
    return type(row)._base_manager.get(pk=row.pk)


def place_of(article: Article, words: str) -> Span:
    start = article.text.index(words)
    return Span(start, start + len(words))


@pytest.fixture
def stage(an: User) -> Stage:
    stage = Stage(an)
    stage.act(an)
    return stage


def test_a_mixed_edit_goes_back_as_row_by_row(stage: Stage, an: User, monkeypatch: pytest.MonkeyPatch) -> None:
    edit = last()
    together, alone = both_ways(lambda: undo(edit, an, "nhầm"), monkeypatch)
    assert len(together["told"]) >= 17
    assert together == alone


def test_and_so_does_the_undoing_of_it(stage: Stage, an: User, monkeypatch: pytest.MonkeyPatch) -> None:
    undone = undo(last(), an)
    together, alone = both_ways(lambda: undo(undone, an), monkeypatch)
    assert len(together["told"]) >= 17
    assert together == alone


def test_rows_are_as_they_were_before(an: User) -> None:
    stage = Stage(an)
    before = [as_written(values_of(row)) for model in WRITTEN for row in model._default_manager.order_by("pk")]
    stage.act(an)
    undo(last(), an)
    after = [as_written(values_of(row)) for model in WRITTEN for row in model._default_manager.order_by("pk")]
    assert after == before


def taken_by_another(stage: Stage, by: User) -> None:
    """The place in the list that a point had before the edit is another's."""
    cast.add_directive(stage.article, cast.FOURTH, list=stage.list, ordinal=2)


def to_another_list(stage: Stage, by: User) -> None:
    """The point below which another goes back is of another list by now."""
    Directive.objects.filter(pk=stage.points[3].pk).update(list=stage.other_list)


def corrected_by_another(stage: Stage, by: User) -> None:
    curation.correct(fresh(stage.citations[0]), {"kind": "ket-luan", "review": "edited"}, by)


def title_changed(stage: Stage, by: User) -> None:
    with acting(by):
        title = stage.mentions[0].titles.get()
        title.former = True
        title.save(update_fields=["former"])


def pointed_to(stage: Stage, by: User) -> None:
    curation.correct(fresh(stage.points[2]), {"mention": stage.added}, by)


def text_changed(stage: Stage, by: User) -> None:
    Article.objects.filter(pk=stage.article.pk).update(text="Một bài khác.")


# What happens after the edit, each with the code by which its undoing is refused.
SINCE: dict[str, tuple[str, Callable[[Stage, User], Any]]] = {
    "another corrected it": (
        "changed",
        corrected_by_another,
    ),
    "a run changed it": ("changed", lambda stage, by: DirectiveList.objects.update(declared_count=5)),
    "two were changed": ("changed", lambda stage, by: Directive.objects.update(ordinal=None, review="machine")),
    "a title at it was changed": ("changed", title_changed),
    "it is gone": ("gone", lambda stage, by: fresh(stage.citations[0]).delete()),
    "what it pointed to is gone": ("missing", lambda stage, by: fresh(stage.one_of_then).delete()),
    "what was added is needed": ("needed", pointed_to),
    "its place is another's": ("of a field", taken_by_another),
    "the point above it is elsewhere": ("wrong_list", to_another_list),
    "the words are gone": ("words_gone", text_changed),
}


@pytest.mark.parametrize("since", SINCE)
def test_what_refuses_row_by_row_refuses_together(
    stage: Stage, an: User, binh: User, since: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit = last()
    code, happens = SINCE[since]
    happens(stage, binh)
    together, alone = both_ways(lambda: undo(edit, an), monkeypatch)
    assert together == alone
    assert together[0] == code
    assert together[1]


def test_an_edit_of_many_rows_goes_back_in_batches(stage: Stage, an: User, monkeypatch: pytest.MonkeyPatch) -> None:
    edit = last()
    at_once = tried(lambda: undo(edit, an))
    monkeypatch.setattr(undoing, "AT_A_TIME", 3)
    assert tried(lambda: undo(edit, an)) == at_once


def test_of_two_that_refuse_the_one_that_was_changed_last_is_named(article: Article, an: User, binh: User) -> None:
    rows = [cast.add_directive(article, words) for words in (cast.FIRST, cast.SECOND, cast.FOURTH, cast.SINGLE)]
    curation.confirm(rows, an)
    edit = last()
    curation.reject([rows[1], rows[2]], binh)
    with pytest.raises(ValidationError, match="binh") as refused:
        undo(edit, an)
    assert cast.FOURTH in refused.value.messages[0]


def many(number: int) -> list[Finding]:
    """Findings of every kind, some of one article and some of articles of their own, of which some have remarks."""
    speaker, office = cast.add_speaker(), cast.add_office()
    one = cast.add_article()
    points = cast.add_list(one)
    rows: list[Finding] = []
    for at in range(number // 5):
        for article in (one, cast.add_article()):
            mention = cast.add_mention(article, speaker)
            cast.print_title(mention, "Quyền Bộ trưởng Ngoại giao", office)
            open_one = cast.add_citation(article, None, cast.LAST[:13], reason="?")
            cast.add_remark(
                article, code="citation-unknown", start=open_one.start, end=open_one.end, exact=open_one.exact
            )
            rows += [mention, open_one]
        rows.append(cast.add_directive(one, list=points, ordinal=at + 1))
    return rows


@pytest.mark.parametrize("decide", [curation.confirm, curation.reject])
def test_two_hundred_cost_as_many_queries_as_ten(decide: Callable[..., None], an: User) -> None:
    costs = []
    for number in (10, 200):
        rows = many(number)
        decide(rows, an)
        for _ in ("undone", "done again"):
            edit = last()
            with CaptureQueriesContext(connection) as queries:
                undo(edit, an)
            costs.append(len(queries))
        assert {fresh(row).review for row in rows} == {fresh(rows[0]).review}
        assert fresh(rows[0]).review != Review.MACHINE
    assert costs[:2] == costs[2:]
    assert max(costs) < 120


def test_one_that_has_lost_its_place_is_found_with_few_queries(an: User) -> None:
    """A hundred points, of which one cannot go back."""
    article = cast.add_article()
    points = cast.add_list(article)
    rows = [cast.add_directive(article, list=points, ordinal=at) for at in range(1, 101)]
    curation.reject(rows, an)
    edit = last()
    cast.add_directive(article, cast.FOURTH, list=points, ordinal=50)
    with CaptureQueriesContext(connection) as queries, pytest.raises(ValidationError, match="số thứ tự này"):
        undo(edit, an)
    assert len(queries) < 400
    assert {row.review for row in Directive.objects.exclude(ordinal=50)} == {Review.REJECTED}
