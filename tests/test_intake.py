"""A text taken in by hand: looked at as it would be stored, then stored, once, and nothing lost on the way."""

import hashlib
import re
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from articles import curation
from articles.facts import Facts
from articles.models import Article, EarlierText, Outlet, Remark, Speaker
from articles.sources import Source
from directives.models import Citation, Directive, DirectiveList
from register.admin.intake import IntakeForm
from register.ingest import Loader
from register.models import DataVersion, Edit, IngestOutcome, IngestRun
from register.save import save
from register.undo import undo
from tests.curator import Curator, Form, url

pytestmark = pytest.mark.django_db

ADDRESS = "https://bao-mau.example/doi-ngoai-1.html"
TEXT = """Ba định hướng đối ngoại

Thứ trưởng Ngoại giao Lê Văn Bảo nêu ba định hướng của ngành trong thời gian tới:

Một là, nâng tầm hội nhập theo Nghị quyết 59-NQ/TW của Bộ Chính trị.

Hai là, đẩy mạnh ngoại giao kinh tế với các nước láng giềng.

Ba là, làm tốt công tác bảo hộ công dân ở nước ngoài.
"""
PAGE = "admin:articles_article_add"


def sent(curator: Curator, address: str | None = None, button: str = "_look", **fields: Any) -> Any:
    """Return the answer to the form as a page shows it first, with other values in some of its fields."""
    address = address or reverse(PAGE)
    form = Form(curator.open(address)).sent
    return curator.client.post(address, {**form, button: "1", **fields})


def again(curator: Curator, answer: Any, button: str = "_save", **fields: Any) -> Any:
    """Return the answer to the form that an answer shows."""
    form = Form(answer.content.decode()).sent
    return curator.client.post(answer.request["PATH_INFO"], {**form, button: "1", **fields})


def errors(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    found = re.findall(r'<ul class="errorlist[^"]*"[^>]*>(.*?)</ul>', answer.content.decode(), re.DOTALL)
    return " ".join(found)


def said(answer: Any) -> str:
    """Return the words of a page, without its marks."""
    assert answer.status_code == 200, answer.status_code
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def counts() -> dict[str, int]:
    models = (Article, EarlierText, Outlet, Speaker, Directive, Citation, Remark, IngestRun, IngestOutcome, Edit)
    return {model.__name__: model._default_manager.count() for model in models}


def ingest(key: str, text: str, **facts: Any) -> Article:
    outcome = Loader().ingest(Source(key, text, "0" * 64, facts=Facts(**facts)))
    assert outcome.article
    return outcome.article


def test_a_look_shows_what_would_be_stored_and_stores_nothing(curator: Curator) -> None:
    before, version = counts(), DataVersion.current()
    answer = sent(curator, text=TEXT, url=ADDRESS, outlet="Báo Mẫu", published_on="2026-03-01")
    page = said(answer)
    assert "A new article." in page
    assert "Báo Mẫu (new, would be added)" in page
    assert "3 declared, 3 found: as many as declared" in page
    assert "no document known by that number or name" in page
    assert "Lê Văn Bảo quoted Thứ trưởng Ngoại giao 1 new, would be added" in page
    assert 'data-kind="citation"' in answer.content.decode()
    assert (counts(), DataVersion.current()) == (before, version)


def test_what_is_stored_is_what_was_looked_at(curator: Curator) -> None:
    answer = sent(curator, text=TEXT, url=ADDRESS, outlet="Báo Mẫu", published_on="2026-03-01", genre="speech")
    saved = again(curator, answer)
    article = Article.objects.get()
    assert saved["Location"] == url(Article, "change", article.pk)
    assert (article.source_key, article.url, article.text) == (ADDRESS, ADDRESS, TEXT)
    assert (article.outlet.name if article.outlet else "", str(article.published_on)) == ("Báo Mẫu", "2026-03-01")
    assert (article.genre, article.edited) == ("speech", False)
    assert {said["known"] for said in article.facts.values()} == {"entered by a curator"}
    assert DirectiveList.objects.get().declared_count == 3
    for finding in (*Directive.objects.all(), *Citation.objects.all()):
        assert f"finding-{finding.public_id}" in answer.content.decode()


def test_a_text_that_was_stored_is_in_the_record_of_runs_and_in_the_history(curator: Curator) -> None:
    again(curator, sent(curator, text=TEXT, url=ADDRESS, why="from the archive"))
    outcome = IngestOutcome.objects.get()
    assert (outcome.source, outcome.outcome) == (f"admin: {ADDRESS}", "created")
    assert outcome.run.finished_at
    edit = Edit.objects.get()
    assert (edit.kind, edit.by_name, edit.why) == ("added", "lan", "from the archive")
    (row,) = edit.rows.all()
    assert (row.model, row.row, row.before) == ("articles.article", Article.objects.get().pk, None)
    assert row.after is not None
    assert "text" not in row.after


def test_an_uploaded_file_is_carried_to_the_save(curator: Curator) -> None:
    raw = b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode()
    answer = sent(curator, text="", file=SimpleUploadedFile("bai.txt", raw))
    again(curator, answer)
    article = Article.objects.get()
    assert article.text == TEXT
    assert article.source_hash == hashlib.sha256(raw).hexdigest()


def test_a_text_without_an_address_is_known_again(curator: Curator) -> None:
    again(curator, sent(curator, text=TEXT))
    key = Article.objects.get().source_key
    assert re.fullmatch(r"pasted-[0-9a-f]{16}", key)
    answer = sent(curator, text=TEXT.replace("\n", "\r\n") + "")
    assert "This article is there already, just so." in said(answer)
    assert 'name="_save"' not in answer.content.decode()
    again(curator, sent(curator, text=TEXT, url=ADDRESS))  # its address is found later
    assert Article.objects.get().source_key == ADDRESS


def test_the_form_that_is_sent_twice_makes_one_article(curator: Curator) -> None:
    answer = sent(curator, text=TEXT, url=ADDRESS)
    first, second = again(curator, answer), again(curator, answer)
    assert first["Location"] == second["Location"]
    assert Article.objects.count() == Edit.objects.count() == IngestRun.objects.count() == 1
    assert "there already" in said(curator.client.get(second["Location"]))


def test_nothing_is_stored_that_was_not_looked_at(curator: Curator) -> None:
    answer = sent(curator, text=TEXT)
    changed = again(curator, answer, text=TEXT + "\nBốn là, một điều nữa.\n")
    assert "Something is not as it was looked at." in said(changed)
    assert not Article.objects.exists()
    for seen in ("", "x", answer.context["form"]["seen"].value()[:-2]):
        assert "Something is not as it was looked at." in said(again(curator, answer, seen=seen))
    assert not Article.objects.exists()
    assert again(curator, changed).status_code == 302
    assert "Bốn là" in Article.objects.get().text


def test_another_text_at_a_known_address_says_what_becomes_of_decisions(curator: Curator) -> None:
    article = ingest("", TEXT, url=ADDRESS, published_on=None)
    first, second, _ = article.directives.order_by("start")
    curation.confirm([first, second], None)
    other = TEXT.replace("Hai là, đẩy mạnh ngoại giao kinh tế với các nước láng giềng.", "Hai là, một việc khác hẳn.")
    answer = sent(curator, text=other, url=ADDRESS)
    page = said(answer)
    assert "This changes the text of an article that is there:" in page
    assert "1 decided finding moves along. 1 loses its words." in page
    assert "đẩy mạnh ngoại giao kinh tế" in page
    assert Article.objects.get().text == TEXT
    again(curator, answer)
    article.refresh_from_db()
    assert article.text == other
    assert EarlierText.objects.get().text == TEXT
    second.refresh_from_db()
    assert (second.review, second.earlier_text_id) == ("confirmed", EarlierText.objects.get().pk)
    edit = Edit.objects.get(kind="new-text")
    assert edit.article_id == article.pk
    assert IngestOutcome.objects.get().outcome == "updated"


def test_a_save_is_refused_where_the_article_changed_meanwhile(curator: Curator) -> None:
    article = ingest("", TEXT, url=ADDRESS)
    answer = sent(curator, text=TEXT + "Một câu.\n", url=ADDRESS)
    ingest("", TEXT + "Câu khác.\n", url=ADDRESS)
    refused = again(curator, answer)
    assert "Someone else changed this article meanwhile." in said(refused)
    article.refresh_from_db()
    assert article.text.endswith("Câu khác.\n")
    assert not IngestRun.objects.exists()
    assert again(curator, refused).status_code == 302
    article.refresh_from_db()
    assert article.text.endswith("Một câu.\n")


def test_a_save_is_refused_where_another_stated_something_meanwhile_and_both_are_shown(curator: Curator) -> None:
    article = ingest("", TEXT, url=ADDRESS, genre="report")
    page = reverse("admin:articles_article_text", args=[article.pk])
    mine = sent(curator, page, genre="speech")
    assert again(curator, sent(curator, page, title="Của Bình", genre="interview")).status_code == 302
    refused = again(curator, mine)
    assert "Someone else changed this article meanwhile." in said(refused)
    assert "Title: – → Của Bình." in said(refused)
    assert "Genre: report → interview." in said(refused)
    article.refresh_from_db()
    assert (article.title, article.genre) == ("Của Bình", "interview")
    assert again(curator, refused).status_code == 302
    article.refresh_from_db()
    assert article.genre == "speech"


def test_a_new_text_is_not_half_undone(curator: Curator) -> None:
    article = ingest("", TEXT, url=ADDRESS)
    page = reverse("admin:articles_article_text", args=[article.pk])
    assert again(curator, sent(curator, page, text=TEXT + "Một câu.\n", title="Đầu đề")).status_code == 302
    edit = Edit.objects.get()
    with pytest.raises(ValidationError) as refused:
        undo(edit, edit.by)
    assert "New text" in refused.value.messages[0]
    article.refresh_from_db()
    assert (article.title, article.text) == ("Đầu đề", TEXT + "Một câu.\n")


def test_the_same_text_under_another_address_is_named_and_stored_with_a_remark(curator: Curator) -> None:
    other = ingest("", TEXT, url="https://bao-khac.example/1")
    answer = sent(curator, text=TEXT, url=ADDRESS)
    page = answer.content.decode()
    assert "The same text is there under another address or name." in page
    assert url(Article, "change", other.pk) in page
    again(curator, answer)
    assert Article.objects.count() == 2
    assert Remark.objects.filter(code="same-text", article__source_key=ADDRESS).exists()


def test_what_is_left_empty_is_as_the_source_stated_it_before(curator: Curator) -> None:
    article = ingest(
        "", TEXT, url=ADDRESS, published_on=date(2026, 1, 29), known={"published_on": "Printed on the page."}
    )
    assert "just so" in said(sent(curator, text=TEXT, url=ADDRESS))
    again(curator, sent(curator, text=TEXT + "Thêm.\n", url=ADDRESS, genre="essay"))
    article.refresh_from_db()
    assert article.facts["published_on"] == {"value": "2026-01-29", "known": "Printed on the page."}
    assert article.facts["genre"] == {"value": "essay", "known": "entered by a curator"}


def test_another_text_is_given_from_the_page_of_the_article(curator: Curator) -> None:
    article = ingest("bai-cu.txt", TEXT)
    address = reverse("admin:articles_article_text", args=[article.pk])
    assert address in curator.open(url(Article, "change", article.pk))
    form = Form(curator.open(address)).sent
    assert form["text"].replace("\r\n", "\n") == TEXT
    answer = sent(curator, address, text=TEXT + "Thêm một câu.\n", url="https://elsewhere.example/")
    assert "This changes the text of an article that is there:" in said(answer)
    again(curator, answer)
    article.refresh_from_db()
    assert (article.source_key, article.text) == ("bai-cu.txt", TEXT + "Thêm một câu.\n")
    assert Article.objects.count() == 1


def test_what_a_curator_edited_stays_and_the_page_says_so(curator: Curator) -> None:
    article = ingest("", TEXT, url=ADDRESS)
    Article.objects.filter(pk=article.pk).update(edited=True, title="Tên khác")
    answer = sent(curator, text=TEXT + "Thêm.\n", url=ADDRESS, title="Tên nữa")
    assert "A curator edited the title, date, outlet, address or genre" in said(answer)
    again(curator, answer)
    article.refresh_from_db()
    assert (article.title, article.text) == ("Tên khác", TEXT + "Thêm.\n")


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"text": ""}, "This text cannot be read: is empty."),
        ({"text": " \n\t\u3000 "}, "is empty"),
        ({"text": TEXT + "\0"}, "Null characters are not allowed."),
        ({"text": "\x01\x02" * 500}, "is binary: 1000 of 1000 characters are control characters"),
        ({"text": TEXT, "url": "javascript:alert(1)"}, '"Address" is no web address'),
        ({"text": TEXT, "url": "http://["}, "Invalid IPv6 URL"),
        ({"text": TEXT, "url": f"https://a.example/{'x' * 500}"}, "at most 500 characters"),
        ({"text": TEXT, "published_on": "0001-01-01"}, '"Published on" is “0001-01-01”, not between'),
        ({"text": TEXT, "published_on": "30/02/2026"}, "Enter a valid date."),
        ({"text": TEXT, "genre": "poem"}, "poem is not one of the available choices"),
        ({"text": TEXT, "outlet": "x" * 201}, "at most 200 characters"),
        ({"text": TEXT, "title": "một\0hai"}, "Null characters are not allowed."),
        ({"text": TEXT, "file": SimpleUploadedFile("a.txt", b"abc")}, "Give the text or a file, not both."),
        ({"text": "", "file": SimpleUploadedFile("a.txt", b"")}, "The submitted file is empty."),
        ({"text": "", "file": SimpleUploadedFile("a.txt", b" \n")}, "is empty"),
        ({"text": "", "file": SimpleUploadedFile("a.txt", "chào".encode("utf-16"))}, "is UTF-16; only UTF-8 is read"),
        ({"text": "", "file": SimpleUploadedFile("a.txt", b"m\xf4t\nhai \xff")}, "is not UTF-8: byte 0xf4 at offset 1"),
        ({"text": "", "file": SimpleUploadedFile("a.txt", b"\0\1\2\3" * 100)}, "is binary"),
        ({"text": "", "file": SimpleUploadedFile("a.txt", b"a" * 10 * 1024**2)}, "is larger than 1048576 bytes"),
        ({"text": "a" * (1024**2 + 1)}, "is larger than 1048576 bytes"),
    ],
    ids=lambda given: str(given)[:30],
)
def test_what_cannot_be_taken_in_is_named_at_its_field_and_nothing_typed_is_lost(
    fields: dict[str, Any], reason: str, curator: Curator
) -> None:
    for file in fields.values():
        if not isinstance(file, str):
            file.seek(0)
    answer = sent(curator, **{"outlet": "Báo Mẫu", **fields})
    assert reason in unescape(errors(answer))
    assert not Article.objects.exists()
    kept = Form(answer.content.decode()).sent
    for name, value in fields.items():
        if isinstance(value, str) and "\0" not in value and name != "genre" and "\x01" not in value:
            assert kept[name].replace("\r\n", "\n") == value.replace("\r\n", "\n"), name


def test_a_fact_is_called_by_its_label_in_vietnamese_too(curator: Curator) -> None:
    with override("vi"):
        form = IntakeForm({"text": TEXT, "url": "url"})
        assert form.errors["url"] == ["“Địa chỉ” không phải địa chỉ web: “url”"]


def test_a_text_that_is_far_too_long_for_a_form_is_refused_in_words(curator: Curator) -> None:
    answer = curator.client.post(reverse(PAGE), {"text": "a" * 10 * 1024**2, "_look": "1"})
    assert answer.status_code == 400
    assert "1048576" in answer.content.decode()


def test_a_text_of_a_megabyte_is_taken_in(curator: Curator) -> None:
    line = "Một câu không nói gì về ai cả, chỉ để cho dài. " * 50 + "\n\n"
    text = TEXT + line * ((1024**2 - 2000) // len(line.encode()))
    answer = sent(curator, text=text)
    assert "A new article." in said(answer)
    again(curator, answer)
    assert len(Article.objects.get().text) == len(text)  # a comparison of the texts would be told at length


def test_what_a_text_holds_is_shown_and_not_run(curator: Curator) -> None:
    wicked = '<script>alert(1)</script> "><img src=x onerror=alert(1)>'
    answer = sent(curator, text=f"{wicked}\n\n{TEXT}", outlet=wicked, title=wicked)
    assert "<script>alert" not in answer.content.decode()
    assert "<img src=x" not in answer.content.decode()
    assert again(curator, answer).status_code == 302
    assert "<script>alert" not in curator.open(reverse(PAGE))


def test_the_page_is_for_those_who_may_add_or_change(client: Client) -> None:
    users = get_user_model().objects
    reader = users.create_user("binh", password="x", is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client.force_login(reader)
    article = ingest("bai.txt", TEXT)
    text_page = reverse("admin:articles_article_text", args=[article.pk])
    for address in (reverse(PAGE), text_page):
        assert client.get(address).status_code == 403
        assert client.post(address, {"text": TEXT + "Thêm.", "_look": "1"}).status_code == 403
    assert text_page not in client.get(url(Article, "change", article.pk)).content.decode()
    reader.user_permissions.add(Permission.objects.get(codename="add_article"))
    assert client.get(reverse(PAGE)).status_code == 200
    assert client.get(text_page).status_code == 403


def test_an_article_that_is_not_there_has_no_text_to_change(curator: Curator) -> None:
    for key in ("999999", "abc", "1" * 30):
        assert curator.client.get(f"/admin/articles/article/{key}/text/").status_code == 302


def test_a_fault_of_the_machine_s_leaves_the_form_as_it_was(curator: Curator, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = sent(curator, text=TEXT)

    def broken(*_: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("register.ingest.save", broken)
    for button in ("_look", "_save"):
        failed = again(curator, answer, button)
        assert "This text could not be taken in: ZeroDivisionError." in errors(failed)
        assert Form(failed.content.decode()).sent["text"].replace("\r\n", "\n") == TEXT
    monkeypatch.setattr("register.ingest.save", save)
    assert not IngestRun.objects.exists()
    assert again(curator, failed, "_look").status_code == 200


def test_a_look_costs_the_same_whatever_the_text_holds(curator: Curator) -> None:
    def cost(text: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert sent(curator, text=text).status_code == 200
        return len(queries)

    many = TEXT + "".join(
        f"\nBộ trưởng Lê Văn {name} nêu Nghị quyết {number}-NQ/TW. Ông {name} đề nghị các cơ quan báo cáo.\n"
        for number, name in enumerate(("An", "Bình", "Cường", "Dũng", "Hà"), 200)
    )
    cost(TEXT)
    few, more = cost(TEXT), cost(many)
    new_speakers = Speaker.objects.count() + 6
    assert more <= few + 4 * new_speakers


def test_the_form_completes_the_outlets_that_are_known(curator: Curator) -> None:
    Outlet.objects.create(slug="bao-mau", name="Báo Mẫu")
    assert '<option value="Báo Mẫu">' in curator.open(reverse(PAGE))
    answer = sent(curator, text=TEXT, outlet="Báo Mẫu")
    assert "new, would be added" not in said(answer).split("Address")[0]


def test_only_who_may_add_outlets_names_a_new_one(client: Client) -> None:
    user: Any = get_user_model().objects.create_user("thu", is_staff=True)
    rights = ("add_article", "view_article", "change_article")
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client.force_login(user)
    curator = Curator(client)
    Outlet.objects.create(slug="bao-mau", name="Báo Mẫu")
    refused = sent(curator, text=TEXT, outlet="Báo Lạ")
    assert "No outlet is called “Báo Lạ”. Only a chief editor adds one" in unescape(errors(refused))
    assert again(curator, refused, "_look", outlet="báo mẫu").status_code == 200
    assert again(curator, sent(curator, text=TEXT, outlet="Báo Mẫu")).status_code == 302
    assert list(Outlet.objects.values_list("name", flat=True)) == ["Báo Mẫu"]
    user.user_permissions.add(Permission.objects.get(codename="add_outlet"))
    assert again(curator, sent(curator, text=TEXT.replace("Ba", "Bốn"), outlet="Báo Lạ")).status_code == 302
    assert Outlet.objects.filter(name="Báo Lạ").exists()
