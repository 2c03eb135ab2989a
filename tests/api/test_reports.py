"""Readers report errors: what is taken, what is refused, how many, and what is kept of who sent it."""

import datetime
import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, Mention, Remark, Review, Speaker, State, TextPolicy
from config.api import router
from directives.models import Citation, Directive
from register.models import DataVersion, Report
from register.models.reports import LONGEST_CONTACT, LONGEST_MESSAGE
from register.reports import keeping
from register.reports.senders import sender_of
from register.reports.views import KINDS, LARGEST_BODY
from tests import cast
from tests.api.hostile import REQUEST_HEADERS
from tests.api.test_problems import problem

pytestmark = pytest.mark.django_db

REPORTS = "/api/v1/reports/"
MESSAGE = "Sai chức vụ: khi đó là Quyền Bộ trưởng."


def send(client: Client, body: Any, **options: Any) -> Any:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return client.generic("POST", REPORTS, content, options.pop("content_type", "application/json"), **options)


def about(row: str, **others: Any) -> dict[str, Any]:
    """Return a report about a row, such as "speakers/le-hoai-trung"."""
    kind, _, name = row.partition("/")
    return {"kind": kind, "name": name, "message": MESSAGE, **others}


def about_words(row: Article, words: str = cast.FIRST, **others: Any) -> dict[str, Any]:
    start = row.text.index(words)
    place = {"article": row.slug, "start": start, "end": start + len(words), "exact": words}
    return {**place, "message": MESSAGE, **others}


def faults(client: Client, body: Any) -> list[tuple[str, str]]:
    """Return the pointers and codes that a body is refused for."""
    answer = problem(send(client, body), 400)
    assert answer["code"] == "invalid_request"
    assert not Report.objects.exists()
    return [(fault["pointer"], fault["code"]) for fault in answer["errors"]]


# --- what is taken ----------------------------------------------------------------------------------------------------


def test_words_of_an_article_are_reported(client: Client, article: Article) -> None:
    response = send(client, about_words(article, contact="lan@example.org"))
    assert response.status_code == 201
    (report,) = Report.objects.all()
    assert response.json() == {"id": report.public_id}
    assert response["Cache-Control"] == "no-store"
    assert "ETag" not in response
    assert (report.kind, report.name, report.article) == ("articles", article.slug, article)
    assert article.text[report.start : report.end] == report.exact == cast.FIRST
    assert (report.message, report.contact, report.state) == (MESSAGE, "lan@example.org", "open")


def test_every_kind_of_row_is_reported_by_the_name_that_answers_give_it(
    client: Client, citation: Citation, remark: Remark, mention: Mention, settings: Any
) -> None:
    settings.REPORTS_PER_HOUR = 100
    assert set(KINDS) == {prefix for prefix, _, _ in router.registry}
    for kind in KINDS:
        row = client.get(f"/api/v1/{kind}/").json()["results"][0]
        response = send(client, about(f"{kind}/{row.get('slug', row.get('id'))}"))
        assert response.status_code == 201, (kind, response.content)
    assert Report.objects.count() == len(KINDS)


def test_a_report_about_what_was_found_keeps_the_words_of_that_day(client: Client, citation: Citation) -> None:
    assert send(client, about(f"citations/{citation.public_id}")).status_code == 201
    (report,) = Report.objects.all()
    assert (report.article, report.start, report.end) == (citation.article, citation.start, citation.end)
    assert report.exact == citation.exact


def test_a_speaker_who_was_merged_is_reported_by_the_old_name(client: Client, speaker: Speaker) -> None:
    speaker.merged_into = cast.add_speaker(slug="moi")
    speaker.save()
    assert send(client, about("speakers/le-hoai-trung")).status_code == 201


def test_texts_are_cleaned_as_all_texts_are(client: Client, article: Article) -> None:
    said = "  a\u0000b\u0007c\r\nĐo\u0302\u0301i  "
    assert send(client, about("articles/ba-dinh-huong", message=said, contact="\u0000\t ")).status_code == 201
    (report,) = Report.objects.all()
    assert (report.message, report.contact) == ("abc\nĐối", "")


@pytest.mark.parametrize("contact", [None, ""])
def test_a_contact_may_be_left_out(client: Client, article: Article, contact: str | None) -> None:
    assert send(client, about("articles/ba-dinh-huong", contact=contact)).status_code == 201
    assert Report.objects.get().contact == ""


def test_a_report_changes_nothing_that_the_public_reads(client: Client, article: Article) -> None:
    version, pages = DataVersion.current_token(), ("/api/v1/articles/", "/api/v1/articles/ba-dinh-huong/")
    held = [client.get(page)["ETag"] for page in pages]
    assert send(client, about_words(article)).status_code == 201
    assert DataVersion.current_token() == version
    for page, etag in zip(pages, held, strict=True):
        assert client.get(page, headers={"If-None-Match": etag}).status_code == 304


def test_the_same_report_is_answered_alike_and_kept_once(client: Client, article: Article) -> None:
    first, again = (send(client, about_words(article, contact=contact)) for contact in ("a@example.org", ""))
    assert (first.status_code, first.content) == (again.status_code, again.content)
    assert Report.objects.count() == 1
    for other in (
        about_words(article, message=f"{MESSAGE}!"),
        about_words(article, cast.FIRST_GOES_ON),
        about("articles/ba-dinh-huong"),
    ):
        assert send(client, other).json() != first.json()
    assert send(client, about_words(article), REMOTE_ADDR="192.0.2.9").json() != first.json()
    assert Report.objects.count() == 5


# --- what is refused --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["get", "head", "put", "patch", "delete"])
def test_nothing_is_read_or_changed_here(client: Client, method: str) -> None:
    response = getattr(client, method)(REPORTS)
    assert response.status_code == 405
    assert response["Allow"] == "POST, OPTIONS"


def test_the_methods_can_be_asked_for(client: Client) -> None:
    response = client.options(REPORTS)
    assert (response.status_code, response["Allow"]) == (200, "POST, OPTIONS")


def test_a_page_of_another_site_may_send_one_without_cookies(client: Client, article: Article) -> None:
    origin = {"Origin": "https://bao.example"}
    asked = {**origin, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    allowed = client.options(REPORTS, headers=asked)
    assert allowed["Access-Control-Allow-Origin"] == "*"
    assert "POST" in allowed["Access-Control-Allow-Methods"]
    assert "content-type" in allowed["Access-Control-Allow-Headers"]
    sent = send(client, about_words(article), headers=origin)
    assert (sent.status_code, sent["Access-Control-Allow-Origin"]) == (201, "*")
    assert "Access-Control-Allow-Credentials" not in sent
    assert not sent.cookies


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/xml",
        "application/ld+json",
        "x",
        "",
    ],
)
def test_a_body_that_is_not_sent_as_json_is_refused(client: Client, article: Article, content_type: str) -> None:
    problem(send(client, about_words(article), content_type=content_type), 415)
    assert not Report.objects.exists()


@pytest.mark.parametrize("charset", ["utf-8", "utf-7", "hex", "utf-16", "x" * 200])
def test_json_is_read_as_utf_8_whatever_it_is_called(client: Client, article: Article, charset: str) -> None:
    sent = send(client, about_words(article), content_type=f"application/json; charset={charset}")
    assert sent.status_code == 201


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b" ",
        b"{",
        b"null",
        b"[]",
        b'"x"',
        b"1",
        b"NaN",
        b'{"message": NaN}',
        b'{"message": "a", "message": "b"}',
        b"\xff\xfe{\x00}\x00",
        b"\xef\xbb\xbf{}",
        b"[" * 60_000,
        b'{"a":' * 10_000,
        b'{"start": ' + b"9" * 60_000 + b"}",
        b"<report/>",
    ],
)
def test_what_is_no_json_object_is_refused(client: Client, body: bytes) -> None:
    answer = problem(send(client, body), 400)
    assert answer["errors"]
    assert not Report.objects.exists()


def test_a_body_that_is_too_large_is_refused(client: Client, article: Article) -> None:
    longest = about_words(article)
    longest["message"] = "x" * (LARGEST_BODY - len(json.dumps({**longest, "message": ""})))
    assert len(json.dumps(longest)) == LARGEST_BODY
    assert problem(send(client, longest), 400)["errors"][0]["code"] == "too_long"
    longest["message"] += "x"
    assert problem(send(client, longest), 413)["code"] == "too_large"


def test_every_field_may_be_as_long_as_it_is_said(client: Client, article: Article) -> None:
    full = {"message": "\u1ed1" * LONGEST_MESSAGE, "contact": "\u1ed1" * LONGEST_CONTACT}
    assert send(client, about_words(article, **full)).status_code == 201
    assert send(client, about_words(article, message=full["message"] + "x")).status_code == 400


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"message": None}, ("#/message", "malformed")),
        ({"message": 5}, ("#/message", "malformed")),
        ({"message": ["a"]}, ("#/message", "malformed")),
        ({"message": ""}, ("#/message", "empty")),
        ({"message": " \u0000\n\t"}, ("#/message", "empty")),
        ({"message": "x" * 4001}, ("#/message", "too_long")),
        ({"message": "a\ud800"}, ("#/message", "unreadable")),
        ({"contact": "x" * 201}, ("#/contact", "too_long")),
        ({"contact": {"mail": "x"}}, ("#/contact", "malformed")),
        ({"contact": "\udfff"}, ("#/contact", "unreadable")),
        ({"kind": "article"}, ("#/kind", "not_allowed")),
        ({"kind": ["articles"]}, ("#/kind", "not_allowed")),
        ({"kind": {}}, ("#/kind", "not_allowed")),
        ({"kind": None}, ("#/kind", "not_allowed")),
        ({"name": "a b"}, ("#/name", "malformed")),
        ({"name": "x\n"}, ("#/name", "malformed")),
        ({"name": "x" * 101}, ("#/name", "malformed")),
        ({"name": 7}, ("#/name", "malformed")),
        ({"name": "../a"}, ("#/name", "malformed")),
        ({"state": "handled"}, ("#/state", "unknown_field")),
        ({"about": {"kind": "articles"}}, ("#/about", "unknown_field")),
        ({"a/b~c": 1}, ("#/a~1b~0c", "unknown_field")),
        ({"\x00" * 90: 1}, (f"#/{'�' * 49}�", "unknown_field")),
        ({"start": 1}, ("#", "conflict")),
        ({"article": "ba-dinh-huong"}, ("#", "conflict")),
    ],
)
def test_a_row_s_report_is_held_to_its_form(
    client: Client, article: Article, change: dict[str, Any], expected: tuple[str, str]
) -> None:
    pointer, code = expected
    ((found, given),) = faults(client, about("articles/ba-dinh-huong", **change))
    assert given == code
    assert found == pointer or "\ufffd" in found


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"start": -1}, [("#/start", "out_of_range")]),
        ({"start": True}, [("#/start", "out_of_range")]),
        ({"start": "3"}, [("#/start", "out_of_range")]),
        ({"start": 1.0}, [("#/start", "out_of_range")]),
        ({"start": None}, [("#/start", "out_of_range")]),
        ({"end": 2**31}, [("#/end", "out_of_range")]),
        ({"end": 10**400}, [("#/end", "out_of_range")]),
        ({"end": 2**31 - 1}, [("#/end", "out_of_range")]),
        ({"start": 9, "end": 9}, [("#/end", "out_of_range")]),
        ({"start": 9, "end": 3}, [("#/end", "out_of_range")]),
        ({"exact": "những chữ khác"}, [("#/exact", "other_words")]),
        ({"exact": ""}, [("#/exact", "other_words")]),
        ({"exact": None}, [("#/exact", "malformed")]),
        ({"exact": "x" * 10_001}, [("#/exact", "too_long")]),
        ({"article": "Ba"}, [("#/article", "malformed")]),
        ({"contact": "\ufb2c" * 200}, [("#/contact", "too_long")]),  # three characters each, once composed
    ],
)
def test_the_words_are_held_to_the_text(
    client: Client, article: Article, change: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert faults(client, about_words(article, **change)) == expected


def test_all_that_is_missing_is_said_at_once(client: Client, article: Article) -> None:
    assert faults(client, {}) == [("#", "missing")] * 3
    assert faults(client, {"start": 1}) == [("#", "missing")] * 4
    detail = problem(send(client, {}), 400)["detail"]
    assert [name in detail for name in ("kind", "name", "message")] == [True] * 3


def test_an_answer_names_ten_faults_at_most(client: Client) -> None:
    assert len(faults(client, {f"x{number}": 1 for number in range(2000)})) == 10


def test_who_is_refused_for_other_words_is_told_what_stands_there(client: Client, article: Article) -> None:
    (fault,) = problem(send(client, about_words(article, exact="khác")), 400)["errors"]
    assert cast.FIRST[:40] in fault["detail"]


def test_where_the_text_is_not_shown_no_report_shows_it(client: Client, article: Article) -> None:
    Article.objects.update(text_policy=TextPolicy.EXCERPT)
    cast.add_directive(article, cast.FIRST)
    (fault,) = problem(send(client, about_words(article, exact="khác")), 400)["errors"]
    assert cast.FIRST[:9] not in fault["detail"]
    assert send(client, about_words(article, exact=cast.FIRST[:9])).status_code == 201
    assert Report.objects.get().exact == cast.FIRST
    assert problem(send(client, about_words(article, exact="", message="x")), 400)["errors"][0]["code"] == "other_words"


def test_where_the_text_is_not_shown_it_cannot_be_guessed(
    client: Client, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is right and what is wrong, what is in the text and what lies behind its end is answered alike."""
    Article.objects.update(text_policy=TextPolicy.EXCERPT)
    monkeypatch.setattr("articles.serializers.excerpts.LONGEST_QUOTATION", 20)
    cast.add_directive(article, cast.FIRST)
    start = article.text.index(cast.FIRST)
    guesses = [
        about_words(article, exact=cast.FIRST),  # it goes past what is quoted
        about_words(article, exact=cast.FIRST[:21]),
        about_words(article, exact="x"),
        about_words(article, cast.LAST),
        about_words(article, cast.FIRST[:5]),
        about_words(article, start=start + 1, exact=cast.FIRST[1:9]),
        about_words(article, end=len(article.text) + 1),
    ]
    answers = [problem(send(client, guess), 400)["errors"] for guess in guesses]
    assert answers == [answers[0]] * len(guesses)
    assert str(len(article.text)) not in str(answers[0])
    assert not Report.objects.exists()


def test_a_query_is_refused(client: Client, article: Article) -> None:
    response = client.post(f"{REPORTS}?x=1", json.dumps(about_words(article)), content_type="application/json")
    assert problem(response, 400)["errors"][0]["parameter"] == "x"
    assert not Report.objects.exists()


def test_what_the_public_may_not_see_cannot_be_reported(client: Client, citation: Citation) -> None:
    words, row = about_words(citation.article), about(f"citations/{citation.public_id}")
    Citation.objects.update(review=Review.REJECTED)
    assert problem(send(client, row), 404)["code"] == "not_found"
    Citation.objects.update(review=Review.MACHINE)
    Article.objects.update(state=State.WITHDRAWN)
    for body in (words, row, about(f"articles/{citation.article.slug}")):
        assert problem(send(client, body), 410)["code"] == "gone"
    assert not Report.objects.exists()


@pytest.mark.parametrize("kind", KINDS)
def test_a_name_that_no_row_has_is_not_found(client: Client, kind: str) -> None:
    answer = problem(send(client, about(f"{kind}/khong-co")), 404)
    assert answer["detail"] == "No row has this name."


def test_a_form_of_answer_that_there_is_not_is_refused_before_anything_is_kept(
    client: Client, article: Article
) -> None:
    problem(send(client, about_words(article), headers={"Accept": "text/csv"}), 406)
    assert not Report.objects.exists()


def test_no_header_breaks_an_answer(client: Client, article: Article) -> None:
    for headers in REQUEST_HEADERS:
        kind = headers.get("Content-Type", "application/json")
        rest = {name: value for name, value in headers.items() if name not in ("Content-Type", "Content-Length")}
        assert send(client, about_words(article), content_type=kind, headers=rest).status_code in (201, 406), headers


# --- how many ---------------------------------------------------------------------------------------------------------


def fill(number: int, **options: Any) -> None:
    """Add reports as if others had sent them."""
    for place in range(number):
        values = {"public_id": f"r{Report.objects.count()}", "kind": "articles", "name": "x", "message": str(place)}
        report = Report.objects.create(**{**values, **options})
        if "made_at" in options:
            Report.objects.filter(pk=report.pk).update(made_at=options["made_at"])


@pytest.fixture
def few(settings: Any) -> None:
    settings.REPORTS_PER_HOUR, settings.REPORTS_PER_MINUTE = 3, 5


def test_a_sender_is_slowed_down_after_so_many_within_an_hour(client: Client, article: Article, few: None) -> None:
    for number in range(3):
        assert send(client, about_words(article, message=str(number))).status_code == 201
    refused = send(client, about_words(article, message="one more"))
    assert problem(refused, 429)["code"] == "too_many_requests"
    assert 3500 < int(refused["Retry-After"]) <= 3600
    assert send(client, about_words(article, message="0")).status_code == 201  # which is known
    assert send(client, about_words(article), REMOTE_ADDR="192.0.2.7").status_code == 201
    Report.objects.filter(message="0").update(made_at=timezone.now() - keeping.HOUR)
    assert send(client, about_words(article, message="one more")).status_code == 201


def test_all_together_are_slowed_down_after_so_many_within_a_minute(
    client: Client, article: Article, few: None
) -> None:
    fill(5)
    refused = send(client, about_words(article))
    assert problem(refused, 429)
    assert 50 < int(refused["Retry-After"]) <= 60
    Report.objects.update(made_at=timezone.now() - keeping.MINUTE)
    assert send(client, about_words(article)).status_code == 201


def test_what_is_refused_counts_for_nothing(client: Client, article: Article, few: None) -> None:
    for _ in range(9):
        assert send(client, {"message": "x"}).status_code == 400
        assert send(client, about("articles/khong-co")).status_code == 404
    assert send(client, about_words(article)).status_code == 201


def test_who_is_slowed_down_costs_two_queries_and_writes_nothing(client: Client, article: Article, few: None) -> None:
    for number in range(3):
        send(client, about_words(article, message=str(number)))
    with CaptureQueriesContext(connection) as queries:
        assert send(client, about_words(article, message="one more")).status_code == 429
    assert len(queries) == 2
    assert all(query["sql"].startswith("SELECT") for query in queries)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("", "unix:", True),
    ],
)
def test_a_sender_is_an_address_or_a_network_of_the_newer_kind(rf: Any, one: str, other: str, same: bool) -> None:
    first, second = (sender_of(rf.post("/", REMOTE_ADDR=address)) for address in (one, other))
    assert (first == second) == same


def test_a_forwarded_address_counts_behind_a_proxy_of_ours_alone(rf: Any) -> None:
    def sender(forwarded: str, address: str = "127.0.0.1") -> str:
        return sender_of(rf.post("/", REMOTE_ADDR=address, headers={"X-Forwarded-For": forwarded}))

    assert sender("192.0.2.1") == sender("192.0.2.2")
    with override_settings(TLS_PROXY=True):
        assert sender("192.0.2.1") != sender("192.0.2.2")
        assert sender("192.0.2.1, 192.0.2.2") == sender("192.0.2.2") == sender("forged, 192.0.2.2", "10.0.0.1")
        assert sender("") == sender("", "127.0.0.1") != sender("", "10.0.0.1")
        assert sender("192.0.2.1, " * 1000) == sender("", "127.0.0.1")
        assert sender("192.0.2.1:80") == sender("192.0.2.1:443") == sender("192.0.2.1") != sender("192.0.2.2:80")
        assert sender("[2001:db8::77]:80") == sender("[2001:db8::78]") == sender("2001:db8::77")
        assert sender("[2001:db8::77]:80") != sender("[2001:db8:0:1::77]:80")
        assert sender("192.0.2.1:x") == sender("[192.0.2.1") == sender("keine") != sender("192.0.2.1")


# --- what is kept of who sent it --------------------------------------------------------------------------------------


def test_no_address_is_kept_and_the_hash_is_another_one_tomorrow(
    client: Client, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(client, about_words(article), REMOTE_ADDR="192.0.2.55")
    (row,) = Report.objects.values()
    assert "192.0.2.55" not in str(row)
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    monkeypatch.setattr("django.utils.timezone.now", lambda: tomorrow)
    send(client, about_words(article), REMOTE_ADDR="192.0.2.55")
    new, old = Report.objects.order_by("-id")
    assert new.sender not in ("", row["sender"])


def test_the_hash_of_a_sender_is_deleted_after_a_day(client: Client, article: Article) -> None:
    for number in range(2):
        send(client, about_words(article, message=str(number)))
    Report.objects.filter(message="0").update(made_at=timezone.now() - keeping.KEPT)
    send(client, about_words(article, message="2"))
    kept = {report.message: (bool(report.sender), report.fingerprint is not None) for report in Report.objects.all()}
    assert kept == {"0": (False, False), "1": (True, True), "2": (True, True)}


def test_nothing_public_shows_a_report(client: Client, directive: Directive) -> None:
    send(client, about_words(directive.article, contact="lan@example.org"))
    for page in ("/api/v1/", "/api/v1/articles/", "/api/v1/remarks/", f"/api/v1/articles/{directive.article.slug}/"):
        text = client.get(page).content.decode()
        assert MESSAGE not in text
        assert "lan@example.org" not in text


def test_one_report_costs_the_same_queries_among_many(client: Client, article: Article) -> None:
    costs = []
    for number in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert send(client, about_words(article, message=str(number))).status_code == 201
        costs.append(len(queries))
        fill(20, made_at=timezone.now() - keeping.HOUR, sender="x")
    assert costs[0] == costs[1] <= 12
