"""The queue of readers' reports in the admin: shown with the words, handled or dismissed, and nothing else changed."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils.html import escape

from articles.models import Article, State
from directives.models import Citation
from register.admin import reports
from register.models import DataVersion, Edit, EditedRow, Report
from register.roles import CHIEF_EDITOR, CURATOR, VIEWER
from tests import cast
from tests.curator import Curator, Form, url

LIST = "/admin/register/report/"
MESSAGE = "Sai <b>năm</b> <script>alert(1)</script>"
CONTACT = "doc-gia@example.org"


def add_report(article: Article, words: str = cast.FIRST, **others: Any) -> Report:
    start = article.text.index(words)
    values = {
        "public_id": f"r{Report.objects.count()}",
        "kind": "articles",
        "name": article.slug,
        "article": article,
        "start": start,
        "end": start + len(words),
        "exact": words,
        "message": MESSAGE,
        "contact": CONTACT,
        "sender": "s",
    }
    return Report.objects.create(**{**values, **others})


@pytest.fixture
def report(article: Article) -> Report:
    return add_report(article)


def page(report: Report) -> str:
    return url(Report, "change", report.pk)


def sign_in(client: Client, role: str) -> User:
    user = User.objects.create_user(f"co-{role}", is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return user


def test_a_report_shows_its_words_in_the_text_and_leads_to_the_row(report: Report, curator: Curator) -> None:
    shown = curator.open(page(report))
    assert re.search(r'<a class="found in-remark[^>]*data-id="r0"[^>]*>' + re.escape(cast.FIRST[:20]), shown)
    assert f'<a href="{url(Article, "change", report.article_id)}">Open the row' in shown
    links = re.findall(rf'href="{url(Article, "change", report.article_id)}(#line-\d+)?"', shown)
    assert len(links) == 4  # the row, "see in the text", the label and the words
    assert len(set(links[1:])) == 1
    assert links[1]
    assert CONTACT in shown


def test_what_a_reader_wrote_is_escaped(report: Report, curator: Curator) -> None:
    for address in (LIST, page(report), url(Report, "delete", report.pk)):
        shown = curator.open(address)
        assert "<script>alert" not in shown
        assert "&lt;script&gt;alert" in shown


def test_a_report_about_a_finding_leads_to_it(citation: Citation, curator: Curator) -> None:
    report = add_report(citation.article, citation.exact, kind="citations", name=citation.public_id)
    shown = curator.open(page(report))
    assert f'<a href="{url(Citation, "change", citation.pk)}">Open the row' in shown
    assert f"<span data-quoted>{escape(str(citation))}</span>" in shown
    citation.delete()
    assert "Open the row" not in curator.open(page(report))


def test_words_that_are_gone_are_said_to_be(report: Report, curator: Curator) -> None:
    Report.objects.update(exact="những chữ khác")
    shown = curator.open(page(report))
    assert "stand there no more" in shown
    assert "những chữ khác" in shown
    assert "data-id" not in shown


@pytest.mark.parametrize(
    ("button", "state", "kind"), [("_handle", "handled", "handled"), ("_dismiss", "dismissed", "set-aside")]
)
def test_a_report_is_answered_once_and_how_to_reach_the_reader_is_deleted(
    report: Report, curator: Curator, button: str, state: str, kind: str
) -> None:
    version = DataVersion.current()
    assert not curator.change(report, answer="Đã sửa năm.", **{button: "1"})
    assert (report.state, report.answer, report.contact, report.message) == (state, "Đã sửa năm.", "", MESSAGE)
    (edit,) = Edit.objects.all()
    assert (edit.kind, edit.by_name, edit.why, edit.article) == (kind, "lan", "Đã sửa năm.", report.article)
    (row,) = edit.rows.all()
    assert row.before == {"state": "open", "answer": ""}
    assert row.after == {"state": state, "answer": "Đã sửa năm."}
    assert CONTACT not in str(list(EditedRow.objects.values()))
    assert DataVersion.current() == version
    shown = curator.open(page(report))
    assert 'name="_handle"' not in shown
    assert not curator.change(report, _reopen="1")
    assert (report.state, report.answer) == ("open", "Đã sửa năm.")
    edit = Edit.objects.latest("pk")
    assert (edit.kind, edit.why) == ("reopened", "")  # the answer is the reason for what was undone by that


def test_a_report_is_put_back_for_the_reason_that_is_written_then(report: Report, curator: Curator) -> None:
    assert not curator.change(report, answer="Không sai.", _dismiss="1")
    assert not curator.change(report, answer="Có sai.", _reopen="1")
    edit = Edit.objects.latest("pk")
    assert (edit.kind, edit.why) == ("reopened", "Có sai.")


def test_a_long_answer_is_kept_whole_and_the_history_begins_with_it(report: Report, curator: Curator) -> None:
    answer = "Đã sửa năm. " * 100
    assert not curator.change(report, answer=answer, _handle="1")
    edit = Edit.objects.get()
    assert report.answer == answer.strip()
    assert edit.why == answer[:500].strip()
    assert (edit.rows.get().after or {})["answer"] == answer.strip()


def test_what_another_did_about_a_report_meanwhile_stays(report: Report, curator: Curator) -> None:
    opened = Form(curator.open(page(report))).sent
    assert not curator.change(report, _dismiss="1")
    answer = curator.client.post(page(report), {**opened, "_handle": "1"}, follow=True)
    report.refresh_from_db()
    assert report.state == "dismissed"
    assert "it is dismissed" in answer.content.decode()
    assert not curator.change(report, answer="Không sai.", _continue="1")
    refused = curator.client.post(page(report), {**opened, "answer": "Đã sửa.", "_continue": "1"})
    assert "Someone changed this after you opened it" in refused.content.decode()
    report.refresh_from_db()
    assert report.answer == "Không sai."


def test_an_answer_is_saved_before_the_report_is_done_with(report: Report, curator: Curator) -> None:
    assert not curator.change(report, answer="Đã hỏi toà soạn.", _continue="1")
    assert (report.state, report.answer, report.contact) == ("open", "Đã hỏi toà soạn.", CONTACT)


def test_nothing_else_of_a_report_is_changed(report: Report, curator: Curator) -> None:
    was = Report.objects.values().get()
    forged = {
        "message": "x",
        "contact": "x",
        "state": "handled",
        "exact": "x",
        "start": "0",
        "sender": "x",
        "name": "x",
    }
    assert not curator.change(report, answer="y", _continue="1", **forged)
    assert Report.objects.values().get() == {**was, "answer": "y"}
    assert curator.client.get(url(Report, "add")).status_code == 403
    assert curator.client.post(url(Report, "add"), forged).status_code == 403


def test_several_are_answered_in_the_list_and_those_that_are_done_with_stay(article: Article, curator: Curator) -> None:
    done = add_report(article, state="dismissed", answer="Không sai.", contact="")
    rows = [add_report(article), add_report(article), done]
    curator.choose("handle", *rows)
    assert [row.state for row in rows] == ["handled", "handled", "dismissed"]
    assert [row.contact for row in rows] == ["", "", ""]
    assert Edit.objects.count() == 1
    assert EditedRow.objects.count() == 2


def test_an_answer_that_was_written_meanwhile_stays_where_the_list_settles_the_report(
    report: Report, curator: Curator, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle = reports._settle

    def after_a_colleague(*given: Any) -> None:
        Report.objects.update(answer="Đã hỏi toà soạn.")
        settle(*given)

    monkeypatch.setattr(reports, "_settle", after_a_colleague)
    curator.choose("handle", report)
    assert (report.state, report.answer) == ("handled", "Đã hỏi toà soạn.")


def test_a_viewer_sees_no_contact_and_no_button(report: Report, client: Client) -> None:
    sign_in(client, VIEWER)
    for address in (LIST, page(report)):
        shown = client.get(address).content.decode()
        assert "&lt;b&gt;" in shown
        assert CONTACT not in shown
        assert 'name="_handle"' not in shown
    assert client.post(page(report), {"answer": "x", "_handle": "1"}).status_code == 403
    client.post(LIST, {"action": "handle", "_selected_action": [report.pk]})
    assert client.get(LIST, {"q": CONTACT}).content.decode().count("&lt;b&gt;") == 0
    report.refresh_from_db()
    assert (report.state, report.contact) == ("open", CONTACT)
    assert not Edit.objects.exists()


def test_a_curator_answers_reports_and_a_chief_editor_deletes_them(report: Report, client: Client) -> None:
    sign_in(client, CURATOR)
    assert CONTACT in client.get(page(report)).content.decode()
    assert client.post(url(Report, "delete", report.pk), {"post": "yes"}).status_code == 403
    sent = Form(client.get(page(report)).content.decode()).sent
    assert client.post(page(report), {**sent, "_handle": "1"}).status_code == 302
    sign_in(client, CHIEF_EDITOR)
    sent = Form(client.get(url(Report, "delete", report.pk)).content.decode()).sent
    assert client.post(url(Report, "delete", report.pk), sent).status_code == 302
    assert not Report.objects.exists()
    assert CONTACT not in str(list(EditedRow.objects.values()))


def test_the_list_and_a_page_cost_the_same_among_many(article: Article, curator: Curator) -> None:
    first = add_report(article)
    before = [curator.cost(LIST), curator.cost(page(first))]
    for number in range(30):
        add_report(cast.add_article(), message=str(number))
    assert [curator.cost(LIST), curator.cost(page(first))] == before


@pytest.mark.parametrize("kind", ["none", "articles", "speakers"])
def test_a_report_whose_row_is_gone_still_opens(report: Report, curator: Curator, kind: str) -> None:
    Report.objects.update(kind=kind, name="khong-co", article=None)
    assert "khong-co" in curator.open(page(report))
    assert "khong-co" in curator.open(LIST)


def test_a_report_about_a_withdrawn_article_still_opens(report: Report, curator: Curator) -> None:
    Article.objects.update(state=State.WITHDRAWN)
    assert cast.FIRST[:20] in curator.open(page(report))
