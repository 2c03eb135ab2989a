"""Deciding many findings at once: the same as deciding each by itself, with as many queries for many as for few."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from articles import curation
from articles.acting import acting
from articles.models import Article, Finding, Mention, Remark, RemarkState, Review, Tenure
from articles.versions import Stale, lock, version_of
from directives.models import Citation, Directive
from register.models import DataVersion, Edit, EditedRow, Proposal
from register.reviewing import REVIEWED
from register.undo import undo
from tests import cast
from tests.curator import Curator, url
from tests.test_ingest import load

pytestmark = pytest.mark.django_db


@pytest.fixture
def lan(django_user_model: Any) -> User:
    user: User = django_user_model.objects.create_user("thu")
    return user


def findings() -> list[Finding]:
    return [row for model in REVIEWED for row in model._default_manager.order_by("pk")]


def each_by_itself(rows: Iterable[Finding], review: Review, by: Any) -> None:
    with acting(by, curation.KIND_OF_REVIEW[review]):
        for row in rows:
            lock(row)
            curation.decide(row, review)


def what_came_of_it() -> dict[str, list[Any]]:
    """Every row that deciding may write, without numbers and moments."""
    told = EditedRow.objects.order_by("model", "row").values("model", "row", "said", "before", "after")
    return {
        "history": [(one["model"], one["row"]) if one["model"] == "articles.article" else one for one in told],
        "findings": [
            [(row.pk, row.review, row.machine_said) for row in model._default_manager.order_by("pk")]
            for model in REVIEWED
        ],
        "unsaid": [model._default_manager.filter(machine_said=None).count() for model in REVIEWED],
        "remarks": list(Remark.objects.order_by("pk").values_list("pk", "state")),
        "proposals": list(Proposal.objects.order_by("pk").values_list("pk", "state")),
        "tenures": list(Tenure.objects.order_by("pk").values_list("speaker", "office", "first_seen")),
        "reviewed": [article.reviewed_at is not None for article in Article.objects.order_by("pk")],
    }


def tried(deed: Callable[[], object]) -> dict[str, list[Any]]:
    """Do something, look at what came of it, and take it back."""
    with transaction.atomic():
        Edit.objects.all().delete()
        deed()
        found = what_came_of_it()
        transaction.set_rollback(True)
    return found


@pytest.fixture
def rows(lan: User) -> list[Finding]:
    """Findings of every kind, some of them decided, with a remark on one, a title at one and a proposal about one."""
    load()
    given = findings()
    article, mention = Article.objects.get(), Mention.objects.filter(speaker__isnull=False)[0]
    cast.print_title(mention, mention.exact, cast.add_office())
    open_one = Citation.objects.order_by("pk")[0]
    Citation.objects.filter(pk=open_one.pk).update(resolution=None, status="unknown", reason="?")
    cast.find(Remark, article, open_one.exact, code="citation-unknown", start=open_one.start, end=open_one.end)
    curation.confirm(given[:2], lan)
    curation.reject(given[2:4], lan)
    told = {"article": article, "model": given[0]._meta.label_lower, "row": given[0].pk}
    Proposal.objects.create(**told, values={"kind": "guidance"}, extractor_version="2")
    return given


@pytest.mark.parametrize("review", [Review.CONFIRMED, Review.REJECTED, Review.MACHINE])
def test_many_together_come_to_the_same_as_each_by_itself(rows: list[Finding], review: Review, lan: User) -> None:
    alone = tried(lambda: each_by_itself(findings(), review, lan))
    together = tried(lambda: curation.decide_together(findings(), review, lan))
    assert len(alone["history"]) >= 5
    assert together == alone


def test_they_are_one_thing_in_the_history_and_undone_as_one(rows: list[Finding], lan: User) -> None:
    before = what_came_of_it()["findings"]
    curation.reject(findings(), lan, "một lý do")
    edit = Edit.objects.order_by("-pk")[0]
    assert (edit.kind, edit.why, edit.by) == ("rejected", "một lý do", lan)
    assert what_came_of_it()["findings"] != before
    undo(edit, lan)
    assert what_came_of_it()["findings"] == before


@pytest.mark.parametrize("decide", [curation.confirm, curation.reject])
@pytest.mark.parametrize("model", [Mention, Directive, Citation])
def test_forty_cost_as_many_queries_as_two(model: Any, decide: Any, lan: User) -> None:
    article, speaker = cast.add_article(), cast.add_speaker()
    mention = cast.add_mention(article, speaker)
    cast.print_title(mention, "Quyền Bộ trưởng Ngoại giao", cast.add_office())
    add: dict[Any, Callable[[], Finding]] = {
        Mention: lambda: cast.add_mention(article, speaker),
        Directive: lambda: cast.add_directive(article, mention=mention),
        Citation: lambda: cast.add_citation(article, None),
    }
    costs = []
    for number in (2, 40):
        given = [add[model]() for _ in range(number)]
        with CaptureQueriesContext(connection) as queries:
            decide(given, lan)
        assert {row.review for row in model.objects.filter(pk__in=[one.pk for one in given])} == {given[0].review}
        costs.append(len(queries))
        curation.reopen([*given], lan)
    assert costs[0] == costs[1] < 40


def test_the_version_of_the_data_moves_and_the_rows_given_say_what_they_are(rows: list[Finding], lan: User) -> None:
    version = DataVersion.current()
    curation.confirm(rows, lan)
    assert DataVersion.current() > version
    assert {row.review for row in rows} == {Review.CONFIRMED}


def test_none_is_decided_where_one_is_not_as_it_was_seen(rows: list[Finding], lan: User) -> None:
    expected = {row: version_of(row) for row in findings()}
    last = Mention.objects.order_by("pk").last()
    assert last
    Mention.objects.filter(pk=last.pk).update(name="Trần Thị Lan")
    before = what_came_of_it()
    with pytest.raises(Stale) as raised:
        curation.confirm(list(expected), lan, expected=expected)
    assert [one.name for one in raised.value.differences] == ["name"]
    assert what_came_of_it() == before


def test_one_that_is_given_twice_is_told_once(citation: Citation, lan: User) -> None:
    curation.confirm([citation, Citation.objects.get(pk=citation.pk), citation], lan)
    assert EditedRow.objects.filter(model="directives.citation").count() == 1


def test_a_remark_at_the_same_place_of_another_article_is_left(article: Article, lan: User) -> None:
    here, elsewhere = cast.add_citation(article, None), cast.add_citation(cast.add_article(), None)
    for row in (here, elsewhere):
        cast.add_remark(row.article, code="citation-unknown", start=row.start, end=row.end, exact=row.exact)
    curation.reject([here], lan)
    assert [remark.state for remark in Remark.objects.order_by("pk")] == [RemarkState.RESOLVED, RemarkState.OPEN]


def test_the_action_of_a_list_names_the_one_that_cannot_be_and_decides_the_others(
    directive: Directive, lan: User, curator: Curator
) -> None:
    """Its place in the list is another's by now."""
    curation.reject([directive], lan)
    place = {"list": directive.list, "ordinal": directive.ordinal}
    taker = cast.add_directive(directive.article, cast.SECOND, **place)
    other = cast.add_directive(directive.article, cast.FOURTH)
    chosen = {"action": "confirm", "_selected_action": [directive.pk, taker.pk, other.pk]}
    address = url(Directive, "changelist")
    response = curator.client.post(address, chosen | curator.listed(address), follow=True)
    (refused, _) = map(str, response.context["messages"])
    assert refused.startswith(f"{directive}: ")
    reviews = dict(Directive.objects.values_list("pk", "review"))
    assert reviews == {directive.pk: Review.REJECTED, taker.pk: Review.CONFIRMED, other.pk: Review.CONFIRMED}
