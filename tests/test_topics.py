"""Topics stand below broader ones, and never below themselves."""

import pytest

from articles.acting import acting
from directives.models import Topic
from register.models import Edit
from register.undo import undo
from tests import cast
from tests.api.test_rows import refused_as
from tests.curator import Curator, url
from tests.test_admin_import import errors, looked, sheet

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
