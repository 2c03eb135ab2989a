"""Which rows the database and the forms of curators take: none that would break an answer."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from articles.models import Article, EarlierText, Finding, Outlet, Speaker
from articles.serializers import OutletBriefSerializer
from directives.models import Citation, Directive, DirectiveList
from tests import cast
from tests.conftest import Api

pytestmark = pytest.mark.django_db

ADDERS = [
    cast.add_outlet,
    cast.add_article,
    cast.add_speaker,
    cast.add_organ,
    cast.add_office,
    cast.add_topic,
    cast.add_resolution,
]


@contextmanager
def refused_as(code: str) -> Iterator[None]:
    """Hold the block to raise one ValidationError, of this code: what it says depends on the language."""
    with pytest.raises(ValidationError) as refused:
        yield
    assert [error.code for error in faults_of(refused.value)] == [code]


def faults_of(error: ValidationError) -> list[ValidationError]:
    """Return the single errors of one, those of its fields too."""
    fields: dict[str, list[ValidationError]] = getattr(error, "error_dict", {})
    return [one for found in fields.values() for one in found] or error.error_list


@pytest.mark.parametrize("add", ADDERS, ids=lambda add: add.__name__)
@pytest.mark.parametrize("slug", ["VnExpress", "59-nq/tw", "đảng", "a b", "a.b", ""])
def test_no_slug_that_no_address_can_hold_is_stored(add: Any, slug: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        add(slug=slug)


@pytest.mark.parametrize("slug", ["VnExpress", "59-nq/tw", "đảng", "a b", "a\n"])
def test_a_form_refuses_such_a_slug_first(slug: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Outlet(slug=slug, name="x").full_clean()
    assert list(refused.value.message_dict) == ["slug"]
    Outlet(slug="vn_express-2", name="x").full_clean()


def test_a_row_without_an_address_breaks_no_answer(api: Api) -> None:
    answer = OutletBriefSerializer(Outlet(pk=1, slug="VnExpress"), context={"request": None}).data
    assert answer["url"] is None


@pytest.mark.parametrize("missing", ["slug", "source_key", "text"])
def test_an_article_has_a_slug_a_source_and_a_text(missing: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        cast.add_article(**{missing: ""})


class TestPoints:
    def test_a_point_stands_below_one_of_the_first_level_of_its_list(self, directive: Directive) -> None:
        cast.add_directive(directive.article, "hội nhập", list=directive.list, parent=directive, ordinal=1).clean()

    def test_a_point_stands_not_below_itself_or_one_below_it(self, directive: Directive) -> None:
        below = cast.add_directive(directive.article, "hội nhập", list=directive.list, parent=directive, ordinal=1)
        for above in (directive, below):
            directive.parent = above
            with refused_as("wrong_level"):
                directive.clean()

    def test_a_point_stands_not_on_a_third_level(self, directive: Directive) -> None:
        below = cast.add_directive(directive.article, "hội nhập", list=directive.list, parent=directive, ordinal=1)
        third = cast.add_directive(directive.article, "hội nhập", list=directive.list, parent=below, ordinal=1)
        with refused_as("wrong_level"):
            third.clean()

    def test_a_point_stands_not_below_one_of_another_list(
        self, directive: Directive, directive_list: DirectiveList
    ) -> None:
        other = cast.add_list(directive.article)
        for own in (other, None):
            point = cast.add_directive(directive.article, "hội nhập", list=own, parent=directive)
            with refused_as("wrong_list"):
                point.clean()


class TestPlaces:
    def test_the_words_stand_where_they_are_said_to(self, directive: Directive) -> None:
        directive.clean()
        for start, end in ((directive.start + 1, directive.end), (directive.start, 10**6), (-1, 3)):
            moved = Directive.objects.get(pk=directive.pk)
            moved.start, moved.end = start, end
            with refused_as("misplaced"):
                moved.clean()

    @pytest.mark.parametrize(
        "parts", [[1, 2], [[1]], [["a", "b"]], {"a": 1}, "x", None, 3, [[0, 5]], [[5, 5]], [[True, False]]]
    )
    def test_parts_are_pairs_in_order_within_the_words(self, directive: Directive, parts: object) -> None:
        directive.parts = parts
        with refused_as("wrong_parts"):
            directive.clean()

    def test_parts_do_not_overlap(self, directive: Directive) -> None:
        start = directive.start
        directive.parts = [[start + 4, start + 9], [start, start + 4]]
        with refused_as("wrong_parts"):
            directive.clean()

    def test_words_left_in_an_earlier_text_stand_there(self, article: Article, directive: Directive) -> None:
        directive.earlier_text = EarlierText.objects.create(article=article, text=article.text)
        Article.objects.update(text="Khác.")
        directive.article.refresh_from_db()
        directive.clean()


def test_merges_do_not_lead_round_in_a_circle(speaker: Speaker) -> None:
    other = cast.add_speaker(merged_into=speaker)
    speaker.merged_into = other
    with refused_as("circle"):
        speaker.clean()
    speaker.save()
    assert speaker.survivor == speaker


@pytest.mark.parametrize("model", Finding.__subclasses__())
def test_no_index_leads_a_list_of_findings_astray(model: type[Finding]) -> None:
    """SQLite without statistics would walk the one of all rows that have no earlier text."""
    whole = [index for index in model._meta.indexes if index.condition is None]
    indexed = [index.fields for index in whole] + [
        [one.name] for one in model._meta.fields if getattr(one, "db_index", False)
    ]
    assert ["earlier_text"] not in indexed
    assert ["article"] not in indexed
    assert ["article", "start"] in indexed


@pytest.mark.parametrize("ordering", ["published_on", "-published_on"])
def test_words_are_cut_out_of_texts_for_the_page_alone(api: Api, citation: Citation, ordering: str) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert api.rows("/citations/", ordering=ordering)[0]["snippet"]["exact"]
    cutting = [query["sql"] for query in queries if "substr" in query["sql"].lower()]
    assert len(cutting) == 1
    assert "ORDER BY" not in cutting[0]
