"""Deleting in the admin: what goes is what the page showed that asked for it."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, User

from articles.models import Speaker, SpeakerAlias
from directives.models import Directive, Topic
from register.models import Edit, EditedRow, EditKind
from tests import cast
from tests.curator import Curator, Form, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def speaker() -> Speaker:
    speaker = cast.add_speaker("Lê Văn Bảo")
    SpeakerAlias.objects.create(speaker=speaker, name="ông Bảo")
    return speaker


def asked(curator: Curator, where: str, *rows: Any) -> tuple[str, dict[str, Any]]:
    """Return the address of the page that asks whether rows may be deleted, and what its form sends."""
    if where == "page":
        address = url(type(rows[0]), "delete", rows[0].pk)
        return address, Form(curator.open(address)).sent
    address = url(type(rows[0]), "changelist")
    chosen = {"action": "delete_selected", "_selected_action": [row.pk for row in rows]}
    return address, {**Form(curator.client.post(address, chosen).content.decode()).sent, **chosen}


@pytest.mark.parametrize("where", ["page", "list"])
def test_what_the_page_showed_goes(where: str, speaker: Speaker, curator: Curator) -> None:
    address, sent = asked(curator, where, speaker)
    assert curator.client.post(address, {**sent, "why": "nhầm"}).status_code == 302
    assert not Speaker.objects.exists()
    edit = Edit.objects.get()
    assert (edit.kind, edit.why) == (EditKind.DELETED, "nhầm")
    assert EditedRow.objects.count() == 2


@pytest.mark.parametrize("where", ["page", "list"])
@pytest.mark.parametrize("meanwhile", ["added", "changed", "itself"])
def test_what_another_added_or_changed_meanwhile_does_not_go_unsaid(
    meanwhile: str, where: str, speaker: Speaker, curator: Curator
) -> None:
    address, sent = asked(curator, where, speaker)
    if meanwhile == "added":
        SpeakerAlias.objects.create(speaker=speaker, name="Ba Bảo")
    elif meanwhile == "changed":
        SpeakerAlias.objects.update(name="Ba Bảo")
    else:
        Speaker.objects.update(name="Ba Bảo")
    answer = curator.client.post(address, {**sent, "why": "nhầm"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "not shown to you as it is now: Ba Bảo. Nothing was done" in page
    assert "Cannot delete" not in page  # for it can, once it was looked at
    assert Speaker.objects.exists()
    assert not Edit.objects.exists()
    assert not LogEntry.objects.exists()
    again = {**Form(page).sent, "_selected_action": [speaker.pk]}
    assert again["why"] == "nhầm"
    assert curator.client.post(address, again).status_code == 302
    assert not Speaker.objects.exists()


def test_a_topic_that_another_gave_a_point_meanwhile_does_not_go(directive: Directive, curator: Curator) -> None:
    topic: Topic = cast.add_topic()
    address, sent = asked(curator, "page", topic)
    directive.topics.add(topic)
    page = curator.client.post(address, sent).content.decode()
    assert f"as it is now: {directive} – {topic}." in page
    assert topic in directive.topics.all()


@pytest.mark.parametrize("where", ["page", "list"])
def test_nothing_goes_that_was_not_shown(where: str, speaker: Speaker, curator: Curator) -> None:
    address, sent = asked(curator, where, speaker)
    del sent["going"]
    assert curator.client.post(address, sent).status_code == 200
    assert Speaker.objects.exists()


def test_to_ask_costs_the_same_for_one_and_for_many(speaker: Speaker, curator: Curator) -> None:
    address = url(Speaker, "delete", speaker.pk)
    curator.open(address)
    first = curator.cost(address)
    for number in range(50):
        SpeakerAlias.objects.create(speaker=speaker, name=f"ông {number}")
    assert curator.cost(address) == first


@pytest.mark.parametrize("where", ["page", "list"])
def test_an_account_that_was_given_a_role_meanwhile_does_not_go_unsaid(where: str, curator: Curator) -> None:
    account = User.objects.create_user("thu")
    address, sent = asked(curator, where, account)
    account.groups.add(Group.objects.all()[0])
    answer = curator.client.post(address, {**sent, "why": "đã nghỉ"})
    assert "not shown to you as it is now: thu" in answer.content.decode()
    assert User.objects.filter(username="thu").exists()
    again = Form(answer.content.decode()).sent
    assert curator.client.post(address, {**sent, **again}).status_code == 302
    assert not User.objects.filter(username="thu").exists()


@pytest.mark.parametrize("where", ["page", "list"])
def test_a_role_that_was_given_to_somebody_meanwhile_does_not_go_unsaid(where: str, curator: Curator) -> None:
    role = Group.objects.create(name="thử")
    address, sent = asked(curator, where, role)
    User.objects.create_user("thu").groups.add(role)
    answer = curator.client.post(address, {**sent, "why": "thừa"})
    assert "not shown to you as it is now" in answer.content.decode()
    assert Group.objects.filter(name="thử").exists()


def test_what_an_account_did_before_does_not_make_the_page_longer(curator: Curator) -> None:
    account = User.objects.create_user("thu")
    _, sent = asked(curator, "page", account)
    LogEntry.objects.bulk_create(LogEntry(user=account, action_flag=1, object_repr="x") for _ in range(20))
    assert asked(curator, "page", account)[1]["going"] == sent["going"]
