"""Whoever comes back stays signed in; what is looked at writes nothing."""

import time
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from config import sessions
from tests.curator import Curator

A_DAY = sessions.A_DAY


def later(monkeypatch: pytest.MonkeyPatch, seconds: int) -> None:
    now = time.time() + seconds
    monkeypatch.setattr(time, "time", lambda: now)


def written(curator: Curator) -> list[str]:
    with CaptureQueriesContext(connection) as queries:
        curator.open(reverse("admin:index"))
    return [query["sql"] for query in queries if query["sql"].startswith(("UPDATE", "INSERT"))]


def test_a_session_is_renewed_once_a_day_and_not_by_every_page(
    curator: Curator, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert written(curator) == []
    Session.objects.update(expire_date=timezone.now() + timedelta(days=2))
    later(monkeypatch, A_DAY + 1)
    assert any("django_session" in sql for sql in written(curator))
    left = Session.objects.get().expire_date - timezone.now()
    assert left.total_seconds() > settings.SESSION_COOKIE_AGE - 60
    assert settings.SESSION_COOKIE_NAME in curator.client.cookies
    assert written(curator) == []


def test_a_page_can_ask_whether_one_is_signed_in(curator: Curator, client: Client, django_user_model: Any) -> None:
    address = reverse("admin:signed_in")
    answer = curator.client.get(address)
    assert (answer.status_code, answer.content) == (204, b"")
    assert "no-store" in answer["Cache-Control"]
    assert Client().get(address).status_code == 401
    stranger = Client()
    stranger.force_login(django_user_model.objects.create_user("bao"))
    assert stranger.get(address).status_code == 401
    assert curator.client.post(address).status_code == 405
