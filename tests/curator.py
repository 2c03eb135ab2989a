"""A curator in a browser: opens pages of the admin, changes fields and sends forms as a browser does."""

import re
from html.parser import HTMLParser
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse


class Form(HTMLParser):
    """The names and values that a browser sends for a page's form when nothing is changed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.sent: dict[str, Any] = {}
        self.area = self.select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name, value = given.get("name") or "", given.get("value") or ""
        if tag == "textarea":
            self.area = name
            self.sent[name] = ""
        elif tag == "select":
            self.select = name
        elif tag == "option" and "selected" in given:
            self.sent.setdefault(self.select, []).append(value)
        elif tag == "input" and name and given.get("type") not in ("submit", "checkbox", "radio"):
            self.sent[name] = value
        elif tag == "input" and name and given.get("type") == "checkbox" and "checked" in given:
            self.sent[name] = value or "on"

    def handle_data(self, data: str) -> None:
        if self.area:
            self.sent[self.area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.sent[self.area] = self.sent[self.area].removeprefix("\r\n").removeprefix("\n").replace("\n", "\r\n")
            self.area = ""


class Curator:
    """A superuser in the admin."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"

    def open(self, address: str, **parameters: Any) -> str:
        """Return the page, which must be there."""
        response = self.client.get(address, parameters)
        assert response.status_code == 200, f"{address} {parameters}: {response.status_code}"
        return response.content.decode()

    def cost(self, address: str, **parameters: Any) -> int:
        """Return how many queries a page takes."""
        with CaptureQueriesContext(connection) as queries:
            self.open(address, **parameters)
        return len(queries)

    def send(self, address: str, **changes: Any) -> str:
        """Change fields of a page's form and send it; return the errors that it comes back with, "" where it is saved.

        A change to None leaves the field out, as a box that is not ticked.
        """
        sent = {**Form(self.open(address)).sent, **changes}
        response = self.client.post(address, {name: value for name, value in sent.items() if value is not None})
        assert response.status_code in (200, 302), response.status_code
        errors = re.findall(r'<ul class="errorlist[^"]*"[^>]*>(.*?)</ul>', response.content.decode(), re.DOTALL)
        assert (response.status_code == 302) == (not errors), errors
        return " ".join(errors)

    def change(self, row: Model, **changes: Any) -> str:
        """Change fields on a row's page and read the row anew."""
        errors = self.send(url(type(row), "change", row.pk), **changes)
        row.refresh_from_db()
        return errors

    def listed(self, address: str) -> dict[str, Any]:
        """Return what a list that is opened now sends with what is chosen: the last edit, and what it shows."""
        sent = Form(self.open(address)).sent
        return {name: sent[name] for name in ("last_edit", "shown") if name in sent}

    def choose(self, action: str, *rows: Model) -> None:
        """Choose an action of a list for some of its rows; where it is asked first whether that is meant, say yes."""
        place = url(type(rows[0]), "changelist")
        chosen: dict[str, Any] = {"action": action, "_selected_action": [row.pk for row in rows]} | self.listed(place)
        response = self.client.post(place, chosen)
        if response.status_code == 200:
            response = self.client.post(place, {**Form(response.content.decode()).sent, **chosen})
        assert response.status_code == 302
        for row in rows:
            row.refresh_from_db()


def url(model: type[Model], page: str, *key: object) -> str:
    return reverse(f"admin:{model._meta.label_lower.replace('.', '_')}_{page}", args=key)


def sign_in(client: Client, users: Any) -> Curator:
    """Return a superuser who has signed in."""
    client.force_login(users.objects.create_superuser("lan"))
    return Curator(client)
