"""What cannot be done with a finding is refused by its reason, and nothing is written."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from articles import curation
from articles.extraction.text import Span
from articles.models import Article, EarlierText, Mention
from articles.versions import values_of
from directives.models import Citation, Directive, DirectiveList
from register.models import Edit, Proposal
from tests import cast
from tests.api.test_rows import faults_of
from tests.curator import Curator, url
from tests.test_workbench import Bench

pytestmark = pytest.mark.django_db


def mine() -> Any:
    return cast.add_citation(cast.add_article(), None)


def added() -> Any:
    return cast.add_citation(cast.add_article(), None, origin="curator")


def left() -> Any:
    """Return a finding whose words stand in an earlier text."""
    row = mine()
    text = EarlierText.objects.create(article=row.article, text=row.article.text, text_hash="0", source_hash="0")
    Citation.objects.filter(pk=row.pk).update(earlier_text=text)
    return Citation.objects.get(pk=row.pk)


def listed() -> Any:
    """Return a list that a person added, with a point."""
    listed = cast.add_list(cast.add_article(), origin="curator")
    cast.add_directive(listed.article, cast.FIRST, list=listed, ordinal=1)
    return listed


def parent() -> Any:
    """Return a point that a person added, with one below it."""
    article = cast.add_article()
    point = cast.add_directive(article, cast.SECOND, origin="curator")
    cast.add_directive(article, "mở rộng thị trường", parent=point)
    return point


def named() -> Any:
    return cast.add_mention(cast.add_article(), cast.add_speaker())


def introduced_by_another(row: Mention) -> dict[str, Any]:
    return {"introduced_by": cast.add_mention(row.article, cast.add_speaker("Lê Văn Bảo"), "Ông")}


def of_another_article(_: Any) -> dict[str, Any]:
    return {"directive": cast.add_directive(cast.add_article(), cast.FIRST)}


def changing(**changes: Any) -> Callable[[Any], dict[str, Any]]:
    return lambda row: changes


# What a finding is, what is to be changed of it, and by what code that is refused.
CORRECTIONS: Final[list[tuple[Callable[[], Any], Callable[[Any], dict[str, Any]], str]]] = [
    (mine, changing(start=0), "unknown_field"),
    (mine, changing(text="x"), "unknown_field"),
    (mine, changing(intro_span=Span(0, 3)), "unknown_field"),
    (mine, changing(present_span=Span(0, 3)), "unknown_field"),
    (mine, changing(number="5\0"), "null"),
    (mine, lambda row: {"resolution": row.article}, "wrong_kind"),
    (mine, of_another_article, "elsewhere"),
    (mine, changing(span=Span(0, 3)), "elsewhere"),
    (mine, lambda row: {"span": Span(row.start, 10**6)}, "misplaced"),
    (mine, lambda row: {"span": Span(-5, row.end)}, "misplaced"),
    (mine, lambda row: {"span": Span(row.start, row.start)}, "elsewhere"),
    (listed, changing(intro_span=Span(0, 10**6)), "misplaced"),
    (listed, changing(intro_span=Span(5, 5)), "misplaced"),
    (left, changing(present_span=Span(0, 10**6)), "misplaced"),
    (left, changing(present_span=Span(3, 3)), "misplaced"),
    (named, introduced_by_another, "another_person"),
]


@contextmanager
def nothing_is_written(row: Any, code: str) -> Iterator[None]:
    """Hold the block to be refused by a code, and to leave the row and all others as they were."""
    model = type(row)
    before, count = values_of(model._default_manager.get(pk=row.pk)), model._default_manager.count()
    with pytest.raises(ValidationError) as refused:
        yield
    assert [error.code for error in faults_of(refused.value)] == [code]
    assert (values_of(model._default_manager.get(pk=row.pk)), model._default_manager.count()) == (before, count)
    assert not Edit.objects.exists()


@pytest.mark.parametrize(("make", "changes", "code"), CORRECTIONS)
def test_a_correction_that_makes_no_sense_is_refused(
    make: Callable[[], Any], changes: Callable[[Any], dict[str, Any]], code: str
) -> None:
    row = make()
    given = changes(row)
    with nothing_is_written(row, code):
        curation.correct(row, given, None)


@pytest.mark.parametrize(("make", "code"), [(mine, "of_the_machine"), (listed, "in_use"), (parent, "in_use")])
def test_what_would_be_found_again_or_takes_others_along_is_not_deleted(make: Callable[[], Any], code: str) -> None:
    row = make()
    with nothing_is_written(row, code):
        curation.remove(row, None)
    assert Directive.objects.count() == {mine: 0, listed: 1, parent: 2}[make]


def test_what_a_person_added_is_deleted_once_nothing_goes_with_it() -> None:
    row = listed()
    Directive.objects.update(list=None)
    curation.remove(row, None)
    curation.remove(added(), None)
    assert not DirectiveList.objects.exists()
    assert not Citation.objects.exists()


@pytest.mark.parametrize("span", [Span(5, 5), Span(9, 5), Span(-1, 5), Span(0, 10**6)])
def test_nothing_is_added_without_words_of_the_text(span: Span) -> None:
    row = mine()
    with nothing_is_written(row, "misplaced"):
        curation.add(Citation, row.article, span, None)


def test_nothing_is_added_to_a_text_that_was_changed_since_it_was_opened() -> None:
    row = mine()
    Article.objects.update(text=f"Một dòng mới.\n\n{row.article.text}")
    with nothing_is_written(row, "stale"):
        curation.add(Citation, row.article, Span(0, 9), None, form="full")


def test_nothing_is_added_where_the_same_stands() -> None:
    row = mine()
    with nothing_is_written(row, "found"):
        curation.add(Citation, row.article, row.span, None, form="full")


def test_what_was_rejected_is_added_anew() -> None:
    row = mine()
    Citation.objects.update(review="rejected")
    said = {"form": row.form, "kind": row.kind, "status": row.status}
    assert curation.add(Citation, row.article, row.span, None, **said).span == row.span


# --- what cannot be read is named -------------------------------------------------------------------------------------

HOSTILE: Final = "<b>x"
MISREAD: Final[dict[str, tuple[str, str, dict[str, str]]]] = {  # the page, the field that is misread, what is sent
    "rows of a list": ("articles_article_changelist", "_selected_action", {"action": "withdraw"}),
    "rows of the accounts": ("auth_user_changelist", "_selected_action", {"action": "delete_selected"}),
    "a box that completes": ("articles_tenure_add", "speaker", {}),
    "a box below another row": ("directives_resolution_add", "outgoing_relations-0-target", {}),
    "rows of an export": ("articles_outlet_export", "export_items", {"format": "0"}),
    "a claim": ("directives_resolution_facts", "claim", {"document": "1"}),
    "a document": ("directives_resolution_facts", "document", {"fact": "title"}),
    "a fact": ("directives_resolution_facts", "fact", {"document": "1"}),
    "a pair": ("articles_speaker_told_apart", "pair", {}),
    "a speaker to be merged": ("articles_speaker_merge", "goes", {"stays": ""}),
}


@pytest.mark.parametrize(("page", "field", "sent"), MISREAD.values(), ids=MISREAD)
def test_a_page_names_the_field_and_what_was_sent_in_it(
    page: str, field: str, sent: dict[str, str], curator: Curator
) -> None:
    answer = curator.client.post(reverse(f"admin:{page}"), {**sent, field: HOSTILE})
    assert answer.status_code == 400
    assert f"What was sent as “{field}” cannot be read: “&lt;b&gt;x”." in answer.content.decode()


def test_a_deed_that_there_is_not_is_named(curator: Curator) -> None:
    row = mine()
    proposal = Proposal.objects.create(article=row.article, model="directives.citation", row=row.pk, values={})
    answer = curator.client.post(reverse("admin:register_proposal_decide", args=[proposal.pk]), {"deed": HOSTILE})
    assert answer.status_code == 400
    assert "What was sent as “deed” cannot be read: “&lt;b&gt;x”." in answer.content.decode()


@pytest.mark.parametrize("asked", ["from", "to"])
def test_a_state_that_there_is_not_is_named(asked: str, curator: Curator) -> None:
    place = url(Citation, "history", mine().pk)
    answer = curator.client.get(place, {"from": "now", "to": "now", asked: HOSTILE})
    assert answer.status_code == 400
    assert f"What was sent as “{asked}” cannot be read: “&lt;b&gt;x”." in answer.content.decode()


def test_beside_the_text_it_is_named_too(curator: Curator) -> None:
    row = mine()
    bench = Bench(curator.client, row.article)
    answer = bench.on(row, "correct", **{**bench.form(row), "found-resolution": HOSTILE})
    assert (answer.status_code, answer.json()["detail"]) == (
        400,
        "What was sent as “found-resolution” cannot be read: “<b>x”.",
    )
    assert bench.on(row, "burn").json()["detail"] == "“burn” is nothing that can be done here."
    assert bench.post("add/remark/").json()["detail"] == "“remark” cannot be added here."
    remark = cast.add_remark(row.article)
    assert bench.on(remark, "correct").json()["detail"] == "“remark” cannot be corrected here."
