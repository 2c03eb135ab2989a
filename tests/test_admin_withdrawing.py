"""An article is withdrawn and published again: asked first what follows, noted in the log, still there for curators."""

import re
from typing import Any

from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.test import Client

from articles.models import Article, Mention, Origin, Speaker, State
from directives.models import Citation, DirectiveList, ListKind
from register.models import DataVersion
from tests import cast
from tests.curator import Curator, Form, url


def ask(curator: Curator, action: str, *articles: Article) -> str:
    """Choose the action for articles in the list; return the page that asks."""
    sent = {"action": action, "_selected_action": [article.pk for article in articles]}
    response = curator.client.post(url(Article, "changelist"), sent)
    assert response.status_code == 200
    return str(response.content.decode())


def confirm(curator: Curator, action: str, *articles: Article, reason: str = "") -> None:
    """Choose the action, and say yes on the page that asks."""
    sent = Form(ask(curator, action, *articles)).sent
    assert sent["why"] == ""
    sent["why"] = reason
    sent |= {"_selected_action": [article.pk for article in articles]}  # one field, as often as there are rows
    assert curator.client.post(url(Article, "changelist"), sent).status_code == 302


def test_nothing_is_withdrawn_before_it_is_confirmed(article: Article, curator: Curator) -> None:
    version = DataVersion.current()
    ask(curator, "withdraw", article)
    article.refresh_from_db()
    assert article.state == State.PUBLIC
    assert DataVersion.current() == version


def test_the_page_that_asks_says_what_will_vanish(citation: Citation, mention: Mention, curator: Curator) -> None:
    Speaker.objects.update(origin=Origin.MACHINE)
    page = ask(curator, "withdraw", citation.article)
    for told in (
        "Directives: 1",
        "Citations: 1",
        "Mentions: 1",
        "Lists of directives: 1",
        "Speakers: 1",
        "Documents: 0",
    ):
        assert told in page


def test_points_of_results_vanish_too_but_are_no_directives(citation: Citation, curator: Curator) -> None:
    DirectiveList.objects.update(kind=ListKind.RESULT)
    page = ask(curator, "withdraw", citation.article)
    assert "Directives: 0" in page
    assert "Points of other lists: 1" in page


def test_people_whom_another_public_article_names_do_not_vanish(mention: Mention, curator: Curator) -> None:
    Speaker.objects.update(origin=Origin.MACHINE)
    other = cast.add_mention(cast.add_article(), mention.speaker)
    assert "Speakers: 0" in ask(curator, "withdraw", mention.article)
    assert "Speakers: 1" in ask(curator, "withdraw", mention.article, other.article)


def test_an_article_is_withdrawn_and_published_again(article: Article, curator: Curator) -> None:
    version = DataVersion.current()
    for action, state, note in (
        ("withdraw", State.WITHDRAWN, "Withdrawn · lan"),
        ("publish", State.PUBLIC, "Published again · lan"),
    ):
        confirm(curator, action, article)
        article.refresh_from_db()
        assert article.state == state
        assert not article.edited
        assert note in curator.open(url(Article, "history", article.pk))
        assert DataVersion.current() > version
        version = DataVersion.current()
    assert LogEntry.objects.count() == 2


def test_the_history_says_what_was_done_and_why_in_the_language_of_who_reads_it(
    article: Article, curator: Curator
) -> None:
    confirm(curator, "withdraw", article, reason=" Báo đã gỡ <b>bài</b>. ")
    address = url(Article, "history", article.pk)
    page = curator.open(address)
    assert "Withdrawn · lan" in page
    assert "<q>Báo đã gỡ &lt;b&gt;bài&lt;/b&gt;." in page
    curator.client.cookies[settings.LANGUAGE_COOKIE_NAME] = "vi"
    page = curator.open(address)
    assert "Đã gỡ · lan" in page
    assert "<td>đã gỡ</td>" in page
    assert "<q>Báo đã gỡ" in page
    assert "withdrawn" not in page
    (entry,) = LogEntry.objects.all()
    assert "lý do “Báo đã gỡ <b>bài</b>.”" in entry.get_change_message()


def test_a_reason_with_a_null_character_is_kept_without_it(article: Article, curator: Curator) -> None:
    for action in ("withdraw", "publish"):
        confirm(curator, action, article, reason="báo\0 gỡ")
    assert {entry.get_change_message()[-9:] for entry in LogEntry.objects.all()} == {"“báo gỡ”."}


def test_the_page_of_an_article_asks_before_it_is_withdrawn(article: Article, curator: Curator) -> None:
    address = url(Article, "change", article.pk)
    page = curator.open(address)
    (action,) = re.findall(r'<button [^>]*name="action" value="(\w+)">Withdraw…</button>', page)
    assert f'<form class="state-form" method="post" action="{url(Article, "changelist")}">' in page
    assert "Withdraw these articles?" in ask(curator, action, article)
    assert not curator.change(article, state=State.WITHDRAWN)
    assert article.state == State.PUBLIC
    confirm(curator, action, article)
    assert 'value="publish">Publish…</button>' in curator.open(address)


def test_a_withdrawn_article_is_still_there_for_curators(citation: Citation, curator: Curator) -> None:
    confirm(curator, "withdraw", citation.article)
    assert url(Article, "change", citation.article_id) in curator.open(
        url(Article, "changelist"), state__exact="withdrawn"
    )
    page = curator.open(url(Article, "change", citation.article_id))
    assert "This article is withdrawn" in page
    assert cast.LAST in page
    for row in (citation.article, citation):
        assert "viewsitelink" not in curator.open(url(type(row), "change", row.pk))


def test_what_is_so_already_is_not_noted_again(article: Article, curator: Curator) -> None:
    sent = {"action": "publish", "_selected_action": [article.pk]}
    assert curator.client.post(url(Article, "changelist"), sent).status_code == 302
    assert not LogEntry.objects.exists()


def test_whoever_may_only_look_withdraws_nothing(article: Article, client: Client, django_user_model: Any) -> None:
    reader = django_user_model.objects.create_user("an", is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_article"))
    client.force_login(reader)
    assert "state-form" not in client.get(url(Article, "change", article.pk)).content.decode()
    client.post(url(Article, "changelist"), {"action": "withdraw", "_selected_action": [article.pk], "post": "yes"})
    article.refresh_from_db()
    assert article.state == State.PUBLIC
