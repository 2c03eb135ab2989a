"""Two people on one record: the second save is refused with the difference shown, and nothing is lost."""

import datetime
import re
import threading
from itertools import permutations, product
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, Permission, User
from django.core import signing
from django.db import connection, connections
from django.test import Client

from articles import curation
from articles.admin.meanwhile import SALT
from articles.models import Mention, Review, Speaker, SpeakerAlias
from articles.versions import Stale, version_of
from directives.models import Citation, Directive, Resolution, Topic
from register.models import Edit
from register.roles import CURATOR, VIEWER
from tests import cast
from tests.curator import Curator, Form, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def an(django_user_model: Any) -> Any:
    return django_user_model.objects.create_user("an")


def form_of(curator: Curator, row: Any) -> dict[str, Any]:
    return Form(curator.open(url(type(row), "change", row.pk))).sent


def send(curator: Curator, row: Any, sent: dict[str, Any]) -> Any:
    return curator.client.post(url(type(row), "change", row.pk), {k: v for k, v in sent.items() if v is not None})


def test_the_second_save_is_refused_with_the_difference_and_then_saves(
    citation: Citation, curator: Curator, an: Any
) -> None:
    opened = form_of(curator, citation)
    curation.correct(citation, {"number": "60"}, an)
    answer = send(curator, citation, {**opened, "number": "61"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Someone changed this after you opened it" in page
    assert "<td>59</td><td>60<br>" in page
    assert "an, " in page
    assert "<td>61</td>" in page
    assert Form(page).sent["number"] == "61"
    assert Citation.objects.get().number == "60"
    assert send(curator, citation, Form(page).sent).status_code == 302
    assert Citation.objects.get().number == "61"


def test_a_change_of_a_field_that_the_person_did_not_touch_is_shown_too(
    citation: Citation, curator: Curator, an: Any
) -> None:
    opened = form_of(curator, citation)
    curation.reject([citation], an)
    assert send(curator, citation, {**opened, "number": "61"}).status_code == 200
    assert Citation.objects.get().review == Review.REJECTED


def told_of(page: str, label: str) -> list[str]:
    """Return what the table of changes says of a field: when the page was opened, now, and of the person."""
    row = re.findall(rf'<tr><th scope="row">{label}</th>(.*?)</tr>', page, re.DOTALL)[-1]
    return [re.sub("<br>.*", "", cell) for cell in re.findall("<td>(.*?)</td>", row)]


def test_a_field_that_the_person_did_not_touch_keeps_what_the_other_gave_it(speaker: Speaker, curator: Curator) -> None:
    opened = form_of(curator, speaker)
    Speaker.objects.update(name="Lê Văn Bảo")
    page = send(curator, speaker, {**opened, "country": "VN"}).content.decode()
    assert told_of(page, "Name") == ["Lê Hoài Trung", "Lê Văn Bảo", "–"]
    again = Form(page).sent
    assert (again["name"], again["country"]) == ("Lê Văn Bảo", "VN")
    assert send(curator, speaker, again).status_code == 302
    speaker.refresh_from_db()
    assert (speaker.name, speaker.country) == ("Lê Văn Bảo", "VN")


def test_fields_of_every_kind_keep_what_the_other_gave_them_as_forms_write_it(
    resolution: Resolution, directive: Directive, speaker: Speaker, curator: Curator
) -> None:
    """Days, boxes that are ticked, boxes that complete, topics, and rows below, in the Vietnamese way of writing."""
    other = cast.add_organ(name="Bộ Công an")
    alias = SpeakerAlias.objects.create(speaker=speaker, name="Bảo")
    economy = Topic.objects.create(slug="kinh-te", label_vi="kinh tế", label_en="economy")
    curator.client.cookies[settings.LANGUAGE_COOKIE_NAME] = "vi"
    for row, change, typed in (
        (
            resolution,
            lambda: Resolution.objects.update(issued_on="2025-02-03", issuer=other),
            {"title": "khác"},
        ),
        (directive, lambda: directive.topics.set([economy]), {"addressee": "Bộ"}),
        (speaker, lambda: SpeakerAlias.objects.update(name="Bình"), {"country": "VN"}),
    ):
        opened = form_of(curator, row)
        change()
        refused = send(curator, row, {**opened, **typed})
        assert refused.status_code == 200
        assert send(curator, row, Form(refused.content.decode()).sent).status_code == 302
        row.refresh_from_db()
        assert {name: getattr(row, name) for name in typed} == typed
    assert (resolution.issued_on, resolution.issuer) == (datetime.date(2025, 2, 3), other)
    assert list(directive.topics.all()) == [economy]
    alias.refresh_from_db()
    assert alias.name == "Bình"


def test_what_a_run_changed_is_said_to_be_a_run_s(citation: Citation, curator: Curator) -> None:
    opened = form_of(curator, citation)
    Citation.objects.update(symbol="60-NQ/TW")
    assert "by a run" in send(curator, citation, {**opened, "number": "61"}).content.decode()


def test_what_a_run_changed_that_is_not_shown_refuses_nothing(citation: Citation, curator: Curator) -> None:
    opened = form_of(curator, citation)
    Citation.objects.update(rule="another", extractor_version="2099.1")
    assert send(curator, citation, {**opened, "number": "61"}).status_code == 302


def test_topics_count(directive: Directive, curator: Curator) -> None:
    opened = form_of(curator, directive)
    directive.topics.add(Topic.objects.create(slug="kinh-te", label_vi="kinh tế", label_en="economy"))
    answer = send(curator, directive, {**opened, "addressee": "Bộ"})
    assert answer.status_code == 200
    assert "kinh tế" in answer.content.decode()
    assert directive.topics.count() == 2


@pytest.mark.parametrize("gone", [False, True])
def test_rows_below_count(speaker: Speaker, curator: Curator, gone: bool) -> None:
    alias = SpeakerAlias.objects.create(speaker=speaker, name="Bảo")
    opened = form_of(curator, speaker)
    if gone:
        alias.delete()
    else:
        SpeakerAlias.objects.update(name="Bình")
    answer = send(curator, speaker, {**opened, "aliases-0-name": "Biên"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert ("<td>Bảo</td><td>deleted" if gone else "<td>Bảo</td><td>Bình<br>") in page
    assert "<td>Biên</td>" in page
    assert list(SpeakerAlias.objects.values_list("name", flat=True)) == ([] if gone else ["Bình"])


def test_a_row_that_is_gone_has_a_page_with_what_was_typed(speaker: Speaker, curator: Curator) -> None:
    opened = form_of(curator, speaker)
    Speaker.objects.all().delete()
    answer = send(curator, speaker, {**opened, "name": "Lê Văn <b>Bảo"})
    assert answer.status_code == 410
    assert "Lê Văn &lt;b&gt;Bảo" in answer.content.decode()
    assert not Speaker.objects.exists()


def test_a_role_that_another_took_away_is_not_given_back_unseen(an: User, curator: Curator) -> None:
    role = Group.objects.get(name=CURATOR)
    an.groups.add(role)
    opened = form_of(curator, an)
    an.groups.clear()
    refused = send(curator, an, {**opened, "email": "an@bao.example"})
    page = refused.content.decode()
    assert refused.status_code == 200
    assert told_of(page, "Groups") == ["curator", "–", "–"]
    assert not an.groups.exists()
    assert send(curator, an, Form(page).sent).status_code == 302
    an.refresh_from_db()
    assert (an.email, an.groups.count()) == ("an@bao.example", 0)


def test_an_account_that_was_locked_meanwhile_stays_locked(an: User, curator: Curator) -> None:
    opened = form_of(curator, an)
    User.objects.filter(pk=an.pk).update(is_active=False)
    assert send(curator, an, {**opened, "email": "an@bao.example"}).status_code == 200
    an.refresh_from_db()
    assert (an.email, an.is_active) == ("", False)


def test_who_signs_in_meanwhile_changes_nothing_that_a_page_asks(an: User, curator: Curator) -> None:
    opened = form_of(curator, an)
    Client().force_login(an)
    assert send(curator, an, {**opened, "email": "an@bao.example"}).status_code == 302


def test_a_permission_that_another_took_from_a_group_is_not_given_back_unseen(curator: Curator) -> None:
    group, permission = Group.objects.get(name=VIEWER), Permission.objects.get(codename="view_article")
    opened = form_of(curator, group)
    group.permissions.remove(permission)
    assert send(curator, group, {**opened, "name": "người xem"}).status_code == 200
    assert not group.permissions.filter(pk=permission.pk).exists()


def test_an_account_that_is_gone_has_a_page_with_what_was_typed(an: User, curator: Curator) -> None:
    opened, place = form_of(curator, an), url(User, "change", an.pk)
    an.delete()
    answer = curator.client.post(place, {**opened, "email": "an@bao.example"})
    assert answer.status_code == 410
    assert "an@bao.example" in answer.content.decode()


def test_what_a_page_held_says_nothing_of_a_password(an: User, curator: Curator) -> None:
    opened = signing.loads(form_of(curator, an)["opened"], salt=SALT)
    assert "email" in opened["row"]
    assert "password" not in opened["row"]


@pytest.mark.parametrize("hostile", [None, "", "x", "\0", "a:b:c", "đ"])
def test_a_page_that_does_not_say_what_it_held_is_asked_again(
    citation: Citation, curator: Curator, hostile: str | None
) -> None:
    answer = send(curator, citation, {**form_of(curator, citation), "number": "61", "opened": hostile})
    assert answer.status_code == 200
    assert Citation.objects.get().number == "59"
    assert send(curator, citation, Form(answer.content.decode()).sent).status_code == 302


def test_what_another_page_held_does_not_count(citation: Citation, mention: Mention, curator: Curator) -> None:
    other = form_of(curator, mention)["opened"]
    assert send(curator, citation, {**form_of(curator, citation), "opened": other}).status_code == 200


def test_a_form_with_errors_still_knows_what_it_was_opened_with(citation: Citation, curator: Curator, an: Any) -> None:
    opened = form_of(curator, citation)
    wrong = send(curator, citation, {**opened, "kind": "no-such"})
    assert wrong.status_code == 200
    curation.correct(citation, {"number": "60"}, an)
    again = send(curator, citation, {**Form(wrong.content.decode()).sent, "kind": "chi-thi"})
    assert "Someone changed this" in again.content.decode()


def test_why_is_kept_in_the_history(citation: Citation, curator: Curator) -> None:
    assert curator.change(citation, number="61", why="misprinted") == ""
    edit = Edit.objects.get()
    assert (edit.why, edit.by_name) == ("misprinted", "lan")


def test_no_interleaving_of_two_people_loses_a_decision(citation: Citation, curator: Curator, an: Any) -> None:
    """Each opens and saves in every order; whoever did not see the other's save is refused and sees it first."""
    orders = sorted(set(permutations(["one", "one", "two", "two"])))
    for number, (steps, field) in enumerate(product(orders, ["number", "symbol"])):
        fields = {"one": "number", "two": field}
        opened: dict[str, dict[str, Any]] = {}
        saved: list[str] = []
        seen: dict[str, list[str]] = {}
        for who in steps:
            if who not in opened:
                opened[who], seen[who] = form_of(curator, citation), list(saved)
                continue
            answer = send(curator, citation, {**opened[who], fields[who]: f"{who} {number}"})
            assert (answer.status_code == 302) == (seen[who] == saved), (steps, who)
            if answer.status_code == 302:
                saved.append(who)
        row = Citation.objects.get()
        expected = {fields[who]: f"{who} {number}" for who in saved}
        assert {name: getattr(row, name) for name in expected} == expected


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_once_one_is_told_what_the_other_did(django_user_model: Any) -> None:
    citation = cast.add_citation(cast.add_article(), cast.add_resolution())
    people = [django_user_model.objects.create_user(name) for name in ("an", "binh")]
    for turn in range(10):
        seen = version_of(Citation.objects.get())
        told: list[str] = []
        begin = threading.Barrier(2)

        def decide(by: Any, number: str, seen: str = seen, told: list[str] = told, begin: Any = begin) -> None:
            try:
                begin.wait(10)
                curation.correct(Citation.objects.get(pk=citation.pk), {"number": number}, by, expected=seen)
                told.append(f"saved {number}")
            except Stale as stale:
                told.append(f"stale {stale.differences[0].now}")
            finally:
                connections.close_all()

        threads = [threading.Thread(target=decide, args=(by, f"{by.username}{turn}")) for by in people]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
        number = Citation.objects.get().number
        assert sorted(told) == [f"saved {number}", f"stale {number}"]
    assert Edit.objects.count() == 10


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_of_two_forms_sent_at_once_one_is_refused(django_user_model: Any) -> None:
    citation = cast.add_citation(cast.add_article(), cast.add_resolution())
    curators = []
    for name in ("an", "binh"):
        client = Client()
        client.force_login(django_user_model.objects.create_superuser(name))
        curators.append(Curator(client))
    for turn in range(5):
        forms = [form_of(curator, citation) for curator in curators]
        begin = threading.Barrier(2)
        codes: list[int] = []

        def save(curator: Curator, sent: Any, number: str, begin: Any = begin, codes: list[int] = codes) -> None:
            try:
                begin.wait(10)
                codes.append(send(curator, citation, {**sent, "number": number}).status_code)
            finally:
                connections.close_all()

        threads = [
            threading.Thread(target=save, args=(curator, sent, f"{turn}-{who}"))
            for who, (curator, sent) in enumerate(zip(curators, forms, strict=True))
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
        assert sorted(codes) == [200, 302]
    assert connection.vendor == "postgresql"
