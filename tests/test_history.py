"""What people did to a row is told on its page: who, when, what, why; and from there it is taken back."""

import re
from contextlib import suppress
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission, User
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles import curation
from articles.acting import acting
from articles.extraction.text import Span
from articles.models import Article, Mention, Origin, Review, Speaker
from articles.versions import as_written, values_of
from directives.models import Citation, Directive, Resolution, Topic
from register.models import Edit, EditedRow, EditKind, IngestOutcome, IngestRun
from register.roles import CHIEF_EDITOR, VIEWER
from register.undo import revert, undo
from tests import cast
from tests.curator import Curator, url
from tests.timing import SLOWLY

pytestmark = pytest.mark.django_db

OURS = [model for model in admin.site._registry if model._meta.app_label in ("articles", "directives", "register")]


@pytest.fixture
def an(django_user_model: Any) -> Any:
    return django_user_model.objects.create_user("an")


def history(row: Any) -> str:
    return url(type(row), "history", row.pk)


def page_of(edit: Edit | None) -> str:
    assert edit
    return reverse("admin:register_edit_change", args=[edit.pk])


def test_an_edit_is_told_in_words_that_people_use(citation: Citation, curator: Curator, an: Any) -> None:
    other = cast.add_resolution(symbol="21-NQ/TW")
    curation.correct(citation, {"resolution": other, "kind": "ket-luan"}, an, "the other one is meant")
    page = curator.open(history(citation))
    assert "the other one is meant" in page
    assert "Corrected · an" in page
    assert "59-NQ/TW" in page
    assert "21-NQ/TW" in page
    assert re.search(r'<th scope="row">Document</th>\s*<td>59-NQ/TW</td>\s*<td>21-NQ/TW</td>', page)
    assert re.search(r'<th scope="row">Kind</th>\s*<td>resolution</td>\s*<td>conclusion</td>', page)
    assert "ket-luan" not in page
    assert "resolution_id" not in page


def test_an_article_tells_all_that_was_decided_in_it(
    citation: Citation, mention: Mention, curator: Curator, an: Any
) -> None:
    curation.confirm([citation], an, "first")
    curation.reject([mention], an, "second")
    page = curator.open(history(citation.article))
    assert page.index("second") < page.index("first")
    assert f"<h1>Change history: {citation.article}</h1>" in page


def test_that_of_an_article_tells_of_what_is_gone_and_of_edits_that_began_in_another(
    mention: Mention, curator: Curator, an: Any
) -> None:
    other = cast.add_article(slug="bai-khac")
    added = cast.add_mention(other, None, origin=Origin.CURATOR)
    with acting(an, "confirmed", "both"):
        for row in (mention, added):
            row.review = Review.CONFIRMED
            row.save()
    with acting(an, "deleted", "away with it"):
        added.delete()
    assert [edit.article for edit in Edit.objects.order_by("pk")] == [mention.article, other]
    page = curator.open(history(other))
    assert page.index("away with it") < page.index("both")


def test_of_an_edit_of_many_rows_the_first_are_read_and_the_others_counted(
    citation: Citation, curator: Curator, an: Any
) -> None:
    with acting(an, "imported"):
        for number in range(8):
            cast.add_speaker(f"Lê Văn {number}")
        citation.resolution.aliases.create(name="Nghị quyết 59")  # type: ignore[union-attr]
        citation.review = Review.CONFIRMED
        citation.save()
    edit = Edit.objects.get()
    curation.reject([citation], an)
    with CaptureQueriesContext(connection) as queries:
        page = curator.open(history(citation.article))
    assert "and 5 more rows" in page
    (rows,) = [query["sql"] for query in queries if "ROW_NUMBER" in query["sql"]]
    with connection.cursor() as cursor:
        cursor.execute(rows)
        assert [row[1] for row in cursor.fetchall()].count(edit.pk) == 5


def test_of_an_edit_of_many_rows_the_one_whose_history_it_is_is_told_first(
    citation: Citation, curator: Curator, an: Any
) -> None:
    with acting(an, "imported"):
        speakers = [cast.add_speaker(f"Lê Văn {number}") for number in range(220)]
        speakers[-1].aliases.create(name="Ông Hai")
    edit = Edit.objects.get()
    undo(edit, an)
    undo(Edit.objects.get(undoes=edit), an)
    page = curator.open(history(speakers[-1]))
    told = re.findall(r"<h4>(.*?)</h4>", page)
    assert len(told) == 15
    assert [told[first].split(" · ")[0] for first in (0, 5, 10)] == [f"Speaker: {speakers[-1]}"] * 3
    assert [told[first + 1].split(" · ")[0] for first in (0, 5, 10)] == ["Name of a speaker: Ông Hai"] * 3
    assert page.count("and 216 more rows") == 3
    edited = EditedRow.objects.get(edit=edit, model="articles.speaker", row=speakers[-1].pk)
    address = f"{page_of(edit)}?row={edited.pk}"
    assert f'href="{address}"' in page
    assert f'id="row-{edited.pk}"' in curator.open(address)
    assert f'id="row-{edited.pk}"' not in curator.open(page_of(edit))


def test_a_speaker_tells_what_was_done_to_its_names(speaker: Speaker, curator: Curator) -> None:
    curator.send(
        url(Speaker, "change", speaker.pk), **{"aliases-TOTAL_FORMS": "1", "aliases-0-name": "Bảo", "why": "x"}
    )
    assert "Bảo" in curator.open(history(speaker))


@pytest.mark.parametrize(
    ("model", "said"),
    [
        (Speaker, {"name": "Lê Văn Bảo"}),
        (User, {"username": "bao", "password1": "mật khẩu dài", "password2": "mật khẩu dài"}),
    ],
)
def test_what_is_added_on_a_page_is_called_so(model: Any, said: dict[str, str], curator: Curator) -> None:
    assert not curator.send(url(model, "add"), **said)
    assert Edit.objects.latest("pk").kind == EditKind.ADDED
    assert not curator.change(model.objects.latest("pk"), **{[*said][0]: "ba"})
    assert Edit.objects.latest("pk").kind == EditKind.CHANGED


def test_the_run_that_last_read_an_article_is_named(citation: Citation, curator: Curator) -> None:
    run = IngestRun.objects.create()
    IngestOutcome.objects.create(run=run, source="1.txt", outcome="updated", article=citation.article)
    for row in (citation, citation.article):
        assert url(IngestRun, "change", run.pk) in curator.open(history(row))


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_history_opens(model: Any, citation: Citation, directive: Directive, curator: Curator) -> None:
    row = model._default_manager.first()
    if row is not None:
        curator.open(history(row))
    assert curator.client.get(url(model, "history", 10**15)).status_code == 302


def test_texts_are_escaped(directive: Directive, curator: Curator, an: Any) -> None:
    evil = "<script>alert(1)</script>"
    curation.correct(directive, {"addressee": evil}, an, evil)
    for page in (history(directive), page_of(Edit.objects.first())):
        shown = curator.open(page)
        assert evil not in shown
        assert "&lt;script&gt;" in shown or "<ins>&lt;</ins>" in shown


def test_a_long_text_is_cut_in_the_list_and_whole_where_it_is_compared(
    directive: Directive, curator: Curator, an: Any
) -> None:
    Directive.objects.update(addressee="một hai ba " * 40)
    directive.refresh_from_db()
    curation.correct(directive, {"addressee": "một hai ba " * 39 + "một bốn ba"}, an)
    assert "bốn" not in curator.open(history(directive))
    whole = curator.open(page_of(Edit.objects.first()))
    assert "<ins>bốn</ins>" in whole
    assert "<del>hai</del>" in whole


def test_two_states_are_compared(citation: Citation, curator: Curator, an: Any) -> None:
    curation.correct(citation, {"number": "60"}, an)
    curation.correct(citation, {"number": "61"}, an)
    newest, oldest = EditedRow.objects.order_by("-pk")
    page = curator.open(history(citation), **{"from": oldest.pk, "to": newest.pk})
    assert re.search(r"<del>60</del>.*<ins>61</ins>", page, re.DOTALL)
    assert "These two are the same" in curator.open(history(citation), **{"from": newest.pk, "to": "now"})


@pytest.mark.parametrize("hostile", ["x", "0", "1\0", str(10**20), "-1", ""])
def test_hostile_ids_are_refused(citation: Citation, curator: Curator, an: Any, hostile: str) -> None:
    curation.confirm([citation], an)
    edit = Edit.objects.get()
    answer = curator.client.get(history(citation), {"from": hostile, "to": "now"})
    assert answer.status_code == 400
    assert curator.client.get(history(citation), {"p": hostile}).status_code == 200
    base = reverse("admin:register_edit_changelist")
    for address in (f"{base}{hostile}/undo/", f"{base}{hostile}/revert/1/", f"{base}{edit.pk}/revert/{hostile}/"):
        assert curator.client.post(address.replace("\0", "%00")).status_code in (302, 404)
    assert Edit.objects.count() == 1


def test_an_edit_is_undone_from_its_page(citation: Citation, curator: Curator, an: Any) -> None:
    curation.reject([citation], an)
    edit = Edit.objects.get()
    assert "Undo all of this" in curator.open(page_of(edit))
    answer = curator.client.post(reverse("admin:register_edit_undo", args=[edit.pk]), {"why": "by mistake"})
    undone = Edit.objects.get(undoes=edit)
    assert answer["Location"] == page_of(undone)
    assert (undone.by_name, undone.why) == ("lan", "by mistake")
    assert Citation.objects.get().review == Review.MACHINE
    assert "Undo all of this" not in curator.open(page_of(edit))


def test_one_row_is_taken_back_from_the_page(citation: Citation, mention: Mention, curator: Curator, an: Any) -> None:
    curation.reject([citation, mention], an)
    told = EditedRow.objects.get(model="articles.mention")
    curator.client.post(reverse("admin:register_edit_revert", args=[told.edit_id, told.pk]))
    assert Mention.objects.get(pk=mention.pk).review == Review.MACHINE
    assert Citation.objects.get().review == Review.REJECTED


def test_what_stands_in_the_way_is_said(citation: Citation, curator: Curator, an: Any) -> None:
    curation.reject([citation], an)
    edit = Edit.objects.get()
    curation.confirm([citation], an)
    address = reverse("admin:register_edit_undo", args=[edit.pk])
    answer = curator.client.post(address, follow=True)
    assert "has other values since" in answer.content.decode()
    assert curator.client.get(address).status_code == 405
    assert Edit.objects.count() == 2


class TestRights:
    @pytest.fixture
    def viewer(self, client: Client, an: Any) -> Client:
        an.is_staff = True
        an.save()
        an.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
        client.force_login(an)
        return client

    def test_a_viewer_reads_the_history_and_takes_nothing_back(
        self, citation: Citation, viewer: Client, an: Any
    ) -> None:
        curation.reject([citation], an)
        told = EditedRow.objects.get()
        assert viewer.get(history(citation)).status_code == 200
        page = viewer.get(page_of(told.edit))
        assert page.status_code == 200
        assert b"take-back" not in page.content
        for name, ids in (("undo", [told.edit_id]), ("revert", [told.edit_id, told.pk])):
            assert viewer.post(reverse(f"admin:register_edit_{name}", args=ids)).status_code == 403
        assert Citation.objects.get().review == Review.REJECTED

    def test_rows_that_a_person_may_not_see_are_not_told(
        self, citation: Citation, topic: Topic, viewer: Client, an: Any
    ) -> None:
        an.user_permissions.remove(Permission.objects.get(codename="view_topic"))
        with acting(an):
            topic.label_en = "a secret"
            topic.save()
        assert viewer.get(history(topic)).status_code == 403
        assert b"a secret" not in viewer.get(page_of(Edit.objects.first())).content

    def test_withdrawing_is_taken_back_by_who_may_withdraw(self, article: Article, viewer: Client, an: Any) -> None:
        an.user_permissions.add(Permission.objects.get(codename="change_article"))
        with acting(an, "withdrawn"):
            article.state = "withdrawn"
            article.save()
        address = reverse("admin:register_edit_undo", args=[Edit.objects.get().pk])
        assert viewer.post(address).status_code == 403
        an.user_permissions.add(Permission.objects.get(codename="withdraw_article"))
        assert viewer.post(address).status_code == 302
        assert Article.objects.get().state == "public"

    def test_nobody_changes_what_was_written_down(self, citation: Citation, curator: Curator, an: Any) -> None:
        curation.confirm([citation], an)
        edit, told = Edit.objects.get(), EditedRow.objects.get()
        curator.client.post(page_of(edit), {"why": "another"})
        for row in (edit, told):
            assert curator.client.post(url(type(row), "delete", row.pk), {"post": "yes"}).status_code == 403
            assert curator.client.get(url(type(row), "add")).status_code == 403
        edit.refresh_from_db()
        assert edit.why == ""


def test_fifty_edits_cost_as_many_queries_as_one(
    citation: Citation, resolution: Resolution, curator: Curator, an: Any
) -> None:
    other = cast.add_resolution(symbol="21-NQ/TW")
    curation.correct(citation, {"resolution": other}, an)
    curation.correct(citation, {"resolution": resolution}, an)
    costs = [[curator.cost(history(row)) for row in (citation, citation.article)]]
    for number in range(48):
        curation.correct(citation, {"resolution": resolution if number % 2 else other}, an)
    costs.append([curator.cost(history(row)) for row in (citation, citation.article)])
    assert costs[0] == costs[1]


# --- the history is what was done -------------------------------------------------------------------------------------


def replayed() -> dict[tuple[str, int], dict[str, Any]]:
    """The rows as the history alone would have them, from the first edit on."""
    rows: dict[tuple[str, int], dict[str, Any]] = {}
    for told in EditedRow.objects.order_by("pk"):
        key = (told.model, told.row)
        if told.after is None:
            rows.pop(key, None)
        else:
            rows[key] = {**rows.get(key, {}), **told.after}
    return rows


DEEDS = ["confirm", "reject", "reopen", "kind", "topics", "ordinal", "add", "remove", "undo", "revert"]


@settings(max_examples=200 if SLOWLY else 20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 5)), min_size=5, max_size=15))
def test_replaying_the_history_gives_the_rows(
    article: Article, topic: Topic, an: Any, deeds: list[tuple[str, int]]
) -> None:
    with transaction.atomic():
        for deed, number in deeds:
            with suppress(ValidationError):
                do(deed, number, article, topic, an)
        told = {key: row for key, row in replayed().items() if key[0] == "directives.directive"}
        there = {("directives.directive", row.pk): as_written(values_of(row)) for row in Directive.objects.all()}
        assert told == there
        transaction.set_rollback(True)


def do(deed: str, number: int, article: Article, topic: Topic, by: Any) -> None:
    """Do one thing to the directive or the edit of a number, if there are any."""
    if deed == "add":
        start = article.text.index(cast.SECOND) + number
        curation.add(Directive, article, Span(start, start + 20), by, kind="task", ordinal=number)
        return
    rows: list[Any] = list(Edit.objects.all() if deed in ("undo", "revert") else Directive.objects.all())
    if not rows:
        return
    row = rows[number % len(rows)]
    changes: dict[str, dict[str, Any]] = {
        "kind": {"kind": ["task", "solution"][number % 2]},
        "topics": {"topics": [topic] if number % 2 else []},
        "ordinal": {"ordinal": number},
    }
    if deed in changes:
        curation.correct(row, changes[deed], by)
    elif deed == "undo":
        undo(row, by)
    elif deed == "revert":
        revert(row.rows.first(), by)
    elif deed == "remove":
        curation.remove(row, by)
    else:
        getattr(curation, deed)([row], by)


def test_a_reason_is_kept_without_what_postgresql_does_not_hold(citation: Citation, an: Any) -> None:
    curation.confirm([citation], an, "vì\0 thế")
    assert Edit.objects.get().why == "vì thế"


# --- accounts ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def role_given(curator: Curator, an: User) -> Edit:
    """What a superuser did: gave an account the role of a chief editor, and an address, for a reason."""
    address = url(User, "change", an.pk)
    role = Group.objects.get(name=CHIEF_EDITOR)
    assert curator.send(address, email="an@bao.example", groups=[role.pk], why="An phụ trách ban") == ""
    return Edit.objects.get()


def test_what_is_done_to_an_account_is_told_with_the_reason(role_given: Edit, curator: Curator, an: User) -> None:
    page = curator.open(history(an))
    assert "An phụ trách ban" in page
    assert "Changed · lan" in page
    assert re.search(r'<th scope="row">Groups</th>\s*<td>–</td>\s*<td>chief editor</td>', page)
    assert re.search(r'<th scope="row">Email address</th>\s*<td>–</td>\s*<td>an@bao.example</td>', page)


def test_of_a_password_it_is_told_that_it_was_set_and_no_more(curator: Curator, an: User) -> None:
    secret = {"usable_password": "true", "password1": "Xanh-lam-2049-tre", "password2": "Xanh-lam-2049-tre"}
    assert curator.client.post(f"/admin/auth/user/{an.pk}/password/", secret).status_code == 302
    an.refresh_from_db()
    assert an.check_password("Xanh-lam-2049-tre")
    told = EditedRow.objects.get(model="auth.user", row=an.pk)
    assert told.after is not None
    assert len(told.after.pop("password")) == 4
    assert told.after == {}
    page = curator.open(history(an))
    assert re.search(r'<th scope="row">Password</th>\s*<td>•••</td>\s*<td>•••</td>', page)
    assert "{&quot;password&quot;: &quot;•••&quot;}" in curator.open(url(EditedRow, "change", told.pk))


def test_what_a_group_may_do_is_told_in_words(curator: Curator) -> None:
    group = Group.objects.create(name="thử việc")
    permission = Permission.objects.get(codename="view_article")
    assert curator.change(group, permissions=[permission.pk]) == ""
    assert "| article | may view</td>" in curator.open(history(group))


def test_who_may_not_see_accounts_learns_nothing_of_them_from_the_history(
    role_given: Edit, client: Client, django_user_model: Any, an: User
) -> None:
    viewer = django_user_model.objects.create_user("binh", is_staff=True)
    viewer.groups.add(Group.objects.get(name=VIEWER))
    told = role_given.rows.get()
    pages = [reverse("admin:index"), url(Edit, "changelist"), url(EditedRow, "changelist"), page_of(role_given)]
    pages += [url(EditedRow, "change", told.pk), history(an)]
    for one, sees in ((viewer, False), (User.objects.get(username="lan"), True)):
        client.force_login(one)
        answers = [client.get(page) for page in pages]
        said = [b"An ph\xe1\xbb\xa5 tr" in answer.content or b"an@bao.example" in answer.content for answer in answers]
        assert (any(said), [answer.status_code for answer in answers[3:]]) == (
            sees,
            [200] * 3 if sees else [302, 302, 403],
        )


def test_a_right_is_given_and_taken_on_the_account_s_own_page_alone(
    role_given: Edit, curator: Curator, an: User
) -> None:
    assert "Undo all of this" not in curator.open(page_of(role_given))
    told = role_given.rows.get()
    for address in (
        reverse("admin:register_edit_undo", args=[role_given.pk]),
        reverse("admin:register_edit_revert", args=[role_given.pk, told.pk]),
    ):
        assert curator.client.post(address).status_code == 403
    assert an.groups.count() == 1
