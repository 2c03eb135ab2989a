"""Lists of which several rows are decided at once: what was changed after the list was opened is left and named."""

from typing import Any

import pytest
from django.contrib.auth.models import User

from articles import curation
from articles.models import Article, Review
from directives.models import Citation
from register.models import Edit
from tests import cast
from tests.curator import Curator, Form, url

pytestmark = pytest.mark.django_db

LIST = "changelist"


@pytest.fixture
def thu(django_user_model: Any) -> User:
    user: User = django_user_model.objects.create_user("thu")
    return user


def choose(curator: Curator, rows: list[Any], action: str, opened: dict[str, Any], **more: Any) -> list[str]:
    """Choose an action for rows of a list that was opened before; return what is said then."""
    chosen = {"action": action, "_selected_action": [row.pk for row in rows], **opened, **more}
    answer = curator.client.post(url(type(rows[0]), LIST), chosen, follow=True)
    return [str(message) for message in answer.context["messages"]]


@pytest.mark.parametrize(("action", "more"), [("confirm", {}), ("reject", {"post": "yes"})])
def test_what_a_colleague_decided_after_it_was_opened_stays(
    action: str, more: dict[str, str], article: Article, curator: Curator, thu: User
) -> None:
    theirs, mine = cast.add_citation(article, None), cast.add_citation(article, None, words=cast.LAST)
    opened = curator.listed(url(Citation, LIST))
    curation.correct(theirs, {"number": "60"}, thu)
    (left, done) = choose(curator, [theirs, mine], action, opened, **more)
    assert left.startswith(f"1 row was changed after you opened the list, and left as it is: {theirs} (thu, ")
    assert done.endswith(": 1.")
    reviews = dict(Citation.objects.values_list("pk", "review"))
    assert reviews == {theirs.pk: Review.EDITED, mine.pk: f"{action}ed"}


def test_what_a_run_changed_after_it_was_opened_is_not_decided_unseen(article: Article, curator: Curator) -> None:
    changed, same = cast.add_citation(article, None), cast.add_citation(article, None, words=cast.LAST)
    opened = curator.listed(url(Citation, LIST))
    Citation.objects.filter(pk=changed.pk).update(number="60")  # by a run: nobody acts
    Citation.objects.filter(pk=same.pk).update(rule="renamed")  # which nobody looks at when deciding
    changed.refresh_from_db()
    (left, done) = choose(curator, [changed, same], "confirm", opened)
    assert left == f"1 row was changed after you opened the list, and left as it is: {changed}"
    assert done == "Confirmed: 1."


def test_what_left_the_list_by_its_filter_is_named_too(article: Article, curator: Curator, thu: User) -> None:
    row = cast.add_citation(article, None)
    asked = f"{url(Citation, LIST)}?review__exact=machine"
    opened = curator.listed(asked)
    curation.reject([row], thu)
    answer = curator.client.post(asked, {"action": "confirm", "_selected_action": [row.pk], **opened}, follow=True)
    (left,) = map(str, answer.context["messages"])
    assert left.startswith("1 row was changed")
    row.refresh_from_db()
    assert row.review == Review.REJECTED


def test_of_all_rows_of_a_list_those_are_left_as_well(article: Article, curator: Curator, thu: User) -> None:
    rows = [cast.add_citation(article, None), cast.add_citation(article, None, words=cast.LAST)]
    opened = curator.listed(url(Citation, LIST))
    curation.reject(rows[1:], thu)
    choose(curator, rows[:1], "confirm", opened, select_across="1")
    assert [row.review for row in Citation.objects.order_by("pk")] == [Review.CONFIRMED, Review.REJECTED]


def test_of_many_the_first_are_named(article: Article, curator: Curator, thu: User) -> None:
    rows = [cast.add_citation(article, None) for _ in range(7)]
    opened = curator.listed(url(Citation, LIST))
    curation.confirm(rows, thu)
    (left,) = choose(curator, rows, "confirm", opened)
    assert left.startswith("7 rows were changed")
    assert left.count("(thu, ") == 5
    assert left.endswith("; and others")


def test_the_page_that_asks_first_says_when_the_list_was_opened(article: Article, curator: Curator, thu: User) -> None:
    row = cast.add_citation(article, None)
    opened = curator.listed(url(Citation, LIST))
    curation.confirm([row], thu)
    sent = {"action": "reject", "_selected_action": [row.pk], **opened}
    asks = Form(curator.client.post(url(Citation, LIST), sent).content.decode()).sent
    assert {name: asks[name] for name in opened} == opened
    curator.client.post(url(Citation, LIST), {**asks, **sent})
    row.refresh_from_db()
    assert row.review == Review.CONFIRMED


@pytest.mark.parametrize("sent", [{}, {"last_edit": ""}, {"last_edit": "x"}, {"last_edit": "-1"}])
def test_a_list_that_does_not_say_it_decides_nothing(sent: dict[str, str], article: Article, curator: Curator) -> None:
    row = cast.add_citation(article, None)
    assert choose(curator, [row], "confirm", sent) == [
        "It was not said which version you saw. Load the page again.",
    ]
    assert not Edit.objects.exists()


def test_it_is_said_in_vietnamese(article: Article, curator: Curator, thu: User) -> None:
    row = cast.add_citation(article, None)
    opened = curator.listed(url(Citation, LIST))
    curation.confirm([row], thu)
    curator.client.cookies["django_language"] = "vi"
    (left,) = choose(curator, [row], "confirm", opened)
    assert left.startswith("1 mục đã thay đổi sau khi bạn mở danh sách nên được để nguyên: ")


def test_a_list_costs_as_many_queries_whatever_was_edited_since(article: Article, curator: Curator, thu: User) -> None:
    rows = [cast.add_citation(article, None) for _ in range(6)]
    curator.listed(url(Citation, LIST))
    cost = curator.cost(url(Citation, LIST))
    for row in rows:
        curation.confirm([row], thu)
    assert curator.cost(url(Citation, LIST)) == cost
