"""A person decides about what they saw: where it changed since, they are told, and nothing is written."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from articles import curation
from articles.models import Mention, Review
from articles.versions import Stale, label_of_field, version_of
from directives.models import Citation, Directive, Resolution, Topic
from register.models import Edit
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def an(django_user_model: Any) -> Any:
    return django_user_model.objects.create_user("an")


def test_a_version_is_short_and_stays_while_nothing_changes(citation: Citation) -> None:
    version = version_of(citation)
    assert len(version) < 120
    assert version_of(Citation.objects.get()) == version


def test_a_decision_about_what_was_seen_is_taken(citation: Citation, an: Any) -> None:
    curation.confirm([citation], an, expected={citation: version_of(citation)})
    citation.refresh_from_db()
    assert citation.review == Review.CONFIRMED


@pytest.mark.parametrize("decide", ["confirm", "reject", "reopen"])
def test_another_s_change_in_between_is_told_and_nothing_is_written(citation: Citation, an: Any, decide: str) -> None:
    seen = version_of(citation)
    other = cast.add_resolution(symbol="21-NQ/TW")
    curation.correct(Citation.objects.get(), {"resolution": other}, an)
    edits = Edit.objects.count()
    with pytest.raises(Stale) as told:
        getattr(curation, decide)([citation], an, expected={citation: seen})
    assert {(one.name, one.now) for one in told.value.differences} == {
        ("resolution_id", other.pk),
        ("review", "edited"),
    }
    called = {label_of_field(Citation, name) for name in ("resolution_id", "review")}
    assert {one.label for one in told.value.differences} == called
    assert Citation.objects.get().review == Review.EDITED
    assert Edit.objects.count() == edits


def test_topics_are_part_of_what_was_seen(directive: Directive, an: Any) -> None:
    seen = version_of(directive)
    directive.topics.add(Topic.objects.create(slug="kinh-te", label_vi="kinh tế", label_en="economy"))
    with pytest.raises(Stale) as told:
        curation.correct(Directive.objects.get(), {"addressee": "Bộ"}, an, expected=seen)
    assert [one.name for one in told.value.differences] == ["topics"]


def test_how_a_run_found_it_is_not_part_of_what_was_seen(citation: Citation, an: Any) -> None:
    seen = version_of(citation)
    Citation.objects.update(rule="another", extractor_version="2099.1")
    curation.confirm([citation], an, expected={citation: seen})
    assert Citation.objects.get().review == Review.CONFIRMED


def test_a_row_that_is_gone_is_said_to_be_gone(mention: Mention, an: Any) -> None:
    seen = version_of(mention)
    Mention.objects.get().delete()
    with override("en"), pytest.raises(Stale, match="is gone") as told:
        curation.correct(mention, {"name": "Bảo"}, an, expected=seen)
    assert told.value.differences == []


@pytest.mark.parametrize("hostile", ["", "x", "\0", "A" * 10_000, "đ" * 40])
def test_a_version_that_nobody_gave_out_is_stale(citation: Citation, an: Any, hostile: str) -> None:
    with pytest.raises(ValidationError):
        curation.remove(citation, an, expected=hostile)
    assert Citation.objects.count() == 1


def test_what_was_changed_in_memory_alone_is_not_taken_for_a_decision(citation: Citation, an: Any) -> None:
    citation.resolution = Resolution(slug="x")
    curation.confirm([citation], an)
    assert Citation.objects.get().resolution_id is not None
