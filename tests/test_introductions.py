"""By which mention a text introduces whoever is meant: in the rows, in the answers, on the curators' pages."""

import pytest
from django.db import IntegrityError, transaction

from articles.models import Mention, Review
from directives.models import Directive
from tests import cast
from tests.conftest import Api
from tests.curator import Curator
from tests.test_curation import run_newer_rules
from tests.test_ingest import load

pytestmark = pytest.mark.django_db

TEXT = """Tin đối ngoại trong ngày

Bộ trưởng Ngoại giao Lê Hoài Trung chủ trì hội nghị tại Hà Nội.

Bộ trưởng nêu hai nhiệm vụ sau:

Một là, đẩy mạnh ngoại giao kinh tế.

Hai là, làm tốt công tác bảo hộ công dân.
"""


def mentions() -> list[Mention]:
    return list(Mention.objects.order_by("start"))


def test_a_mention_by_title_points_to_the_one_by_name() -> None:
    load(TEXT)
    name, title = mentions()
    assert (name.exact, name.introduced_by) == ("Lê Hoài Trung", None)
    assert (title.exact, title.rule, title.introduced_by) == ("Bộ trưởng", "title-alone", name)


def test_a_directive_says_by_which_rule_and_mention_it_is_credited(api: Api) -> None:
    article = load(TEXT)
    name, title = mentions()
    said = api.read(f"/directives/{Directive.objects.order_by('start')[0].slug}/")["mention"]
    assert (said["rule"], said["exact"]) == ("title-alone", "Bộ trưởng")
    assert (said["introduced_by"]["id"], said["introduced_by"]["start"]) == (name.public_id, name.start)
    first, second = api.read(f"/articles/{article.slug}/")["mentions"]
    assert (first["introduced_by"], second["introduced_by"]["exact"]) == (None, "Lê Hoài Trung")


def test_a_rejected_introduction_is_not_shown(api: Api) -> None:
    article = load(TEXT)
    Mention.objects.filter(exact="Lê Hoài Trung").update(review=Review.REJECTED)
    (left,) = api.read(f"/articles/{article.slug}/")["mentions"]
    assert left["introduced_by"] is None


def test_a_second_run_leaves_the_introductions() -> None:
    load(TEXT)
    before = [(row.pk, row.introduced_by_id) for row in mentions()]
    run_newer_rules(TEXT)
    assert [(row.pk, row.introduced_by_id) for row in mentions()] == before


def test_a_confirmed_mention_keeps_its_introduction_in_a_text_that_has_another() -> None:
    load(TEXT)
    name, title = mentions()
    Mention.objects.filter(pk=title.pk).update(review=Review.CONFIRMED)
    load(TEXT.replace("Bộ trưởng Ngoại giao Lê Hoài Trung chủ trì", "Ông chủ trì"))
    title.refresh_from_db()
    assert title.introduced_by == name


def test_another_person_is_not_introduced_where_the_one_before_was(curator: Curator) -> None:
    load(TEXT)
    _, title = mentions()
    lan = cast.add_speaker("Trần Thị Lan")
    curator.change(title, speaker=lan.pk)
    title.refresh_from_db()
    assert (title.speaker, title.introduced_by) == (lan, None)


def test_no_mention_is_introduced_by_itself(curator: Curator) -> None:
    load(TEXT)
    name, _ = mentions()
    assert "No mention is introduced by itself." in curator.change(name, introduced_by=name.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Mention.objects.filter(pk=name.pk).update(introduced_by=name.pk)


def test_a_mention_of_someone_else_introduces_nobody(curator: Curator) -> None:
    article = load(TEXT)
    _, title = mentions()
    other = cast.add_mention(article, cast.add_speaker("Trần Thị Lan"), "hội nghị")
    lan = other.speaker
    assert lan
    assert "This mention is of another person." in curator.change(title, introduced_by=other.pk)
    assert "This mention is of another person." in curator.change(other, introduced_by=title.pk)
    assert not curator.change(title, speaker=lan.pk, introduced_by=other.pk)
    assert (title.speaker, title.introduced_by) == (lan, other)
