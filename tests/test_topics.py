"""Topics stand below broader ones, and never below themselves."""

from itertools import permutations

import pytest

from articles.acting import acting
from directives.models import Topic
from register.models import Edit
from register.undo import undo
from tests import cast
from tests.api.test_rows import refused_as
from tests.curator import Curator, url
from tests.test_admin_import import confirmed, errors, looked, sheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(db: None) -> tuple[Topic, Topic, Topic]:
    """Topics of which each is broader than the next."""
    first = cast.add_topic()
    second = cast.add_topic(broader=first)
    return first, second, cast.add_topic(broader=second)


def test_broader_topics_do_not_lead_round_in_a_circle(three: tuple[Topic, Topic, Topic]) -> None:
    first, second, third = three
    for broader in (first, second, third):
        first.broader = broader
        with refused_as("circle"):
            first.clean()
    third.broader = first
    third.clean()


def test_a_circle_that_is_there_already_is_no_fault_of_what_stands_below(three: tuple[Topic, Topic, Topic]) -> None:
    first, second, third = three
    Topic.objects.filter(pk=first.pk).update(broader=second)
    third.clean()


def test_the_page_and_an_import_say_so_and_write_nothing(three: tuple[Topic, Topic, Topic], curator: Curator) -> None:
    first, _second, third = three
    message = "This topic is itself broader than that one."
    assert message in curator.send(url(Topic, "change", first.pk), broader=third.pk)
    rows = sheet({"slug": first.slug, "broader": third.slug})
    assert errors(looked(curator, Topic, rows)) == [(2, "broader", message)]
    assert Topic.objects.get(pk=first.pk).broader is None


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_an_import_means_the_same_in_any_order_of_its_rows(
    order: tuple[int, ...], three: tuple[Topic, Topic, Topic], curator: Curator
) -> None:
    first, second, third = three
    rows = [  # the three turned upside down, below a new one
        {"slug": first.slug, "label_vi": first.label_vi, "label_en": first.label_en, "broader": second.slug},
        {"slug": second.slug, "label_vi": second.label_vi, "label_en": second.label_en, "broader": third.slug},
        {"slug": third.slug, "label_vi": third.label_vi, "label_en": third.label_en, "broader": "moi"},
        {"slug": "moi", "label_vi": "mới", "label_en": "new", "broader": ""},
    ]
    answer = looked(curator, Topic, sheet(*(rows[at] for at in order)))
    assert errors(answer) == []
    confirmed(curator, answer)
    above = dict(Topic.objects.values_list("slug", "broader__slug"))
    assert above == {row["slug"]: row["broader"] or None for row in rows}
    undo(Edit.objects.get(), None)
    above = dict(Topic.objects.values_list("slug", "broader__slug"))
    assert above == {first.slug: None, second.slug: first.slug, third.slug: second.slug}


def test_an_import_knows_what_stands_between_its_rows(three: tuple[Topic, Topic, Topic], curator: Curator) -> None:
    first, second, third = three  # of which the file does not hold the last
    answer = looked(
        curator, Topic, sheet({"slug": first.slug, "broader": third.slug}, {"slug": second.slug, "broader": ""})
    )
    assert errors(answer) == []
    confirmed(curator, answer)
    above = dict(Topic.objects.values_list("slug", "broader__slug"))
    assert above == {first.slug: third.slug, third.slug: second.slug, second.slug: None}


def test_a_circle_that_a_file_makes_is_refused_where_it_closes(
    three: tuple[Topic, Topic, Topic], curator: Curator
) -> None:
    first, second, third = three
    pairs = [(third, first), (first, second), (second, first)]
    answer = looked(curator, Topic, sheet(*({"slug": row.slug, "broader": above.slug} for row, above in pairs)))
    assert [(row, column) for row, column, _reason in errors(answer)] == [(3, "broader")]


def test_undoing_makes_no_circle(three: tuple[Topic, Topic, Topic]) -> None:
    first, second, _third = three
    with acting(None):
        second.broader = None
        second.save()
    edit = Edit.objects.get()
    first.broader = second
    first.save()
    with refused_as("circle"):
        undo(edit, None)
