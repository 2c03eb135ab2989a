"""A curator's way through the whole admin, by its own links, in one language."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from django.contrib import admin
from django.urls import reverse
from playwright.sync_api import Browser, Page

from web.browser import Faults, reader, sign_in
from web.server import Server

SEE = (Path(__file__).parent / "see.js").read_text(encoding="utf-8")
INDEX = "/admin/"
ROW = re.compile(r"/(\d+|[0-9a-f]{8}-[0-9a-f-]{27})/")
# Not pages: what signs out, what leads to the API, a script, and a folded answer to a search.
NO_PAGES = ("/admin/logout/", "/admin/r/", "/admin/jsi18n/", "/admin/autocomplete/")


@dataclass(frozen=True)
class Text:
    """Words that a page shows, and whether they are a label of ours rather than what a label stands beside."""

    words: str
    label: bool


@dataclass(frozen=True)
class Visit:
    """What one page showed, and what went wrong in it."""

    address: str
    status: int
    language: str
    texts: tuple[Text, ...]
    width: int
    faults: tuple[str, ...]


class Walk:
    """The visits so far; each kind of page is visited once, with the first row that a link leads to."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.faults = Faults(page, address)
        self.visits: list[Visit] = []

    def go(self, *starts: str) -> None:
        """Visit these pages, and every page of the admin that can be reached from them by links."""
        waiting, known = list(starts), set(map(kind_of, starts))
        while waiting:
            self.visit(waiting.pop(0))
            for link in self.links():
                if kind_of(link) not in known:
                    known.add(kind_of(link))
                    waiting.append(link)

    def visit(self, address: str) -> None:
        """Open a page, look at it, open what opens in it, and look again."""
        answer = self.page.goto(address)
        assert answer is not None
        self.look(address, answer.status)
        if self.open_choices():
            self.look(f"{address} (choices)", answer.status)

    def send_empty_forms(self) -> None:
        """Look at what each form that adds a row says when it is sent as it comes."""
        for address in self.visited("/add/"):
            self.page.goto(address)
            self.send(".submit-row .default")
            self.look(f"{address} (sent empty)")

    def try_actions(self) -> None:
        """Do with the first row of each list what each of the list's actions does, up to its question if it asks."""
        for address in self.visited("/"):
            self.page.goto(address)
            options = self.page.locator("#changelist-form:has(.action-select) select[name=action] option")
            for action in filter(None, options.evaluate_all("all => all.map(one => one.value)")):
                self.page.goto(address)
                self.page.locator("input.action-select").first.check()
                self.page.select_option("select[name=action]", action)
                self.send("#changelist-form button[name=index]")
                self.look(f"{address} ({action})")

    def change_nothing(self, address: str) -> None:
        """Save a row as it is, and look at what is said of that then and in its history."""
        self.page.goto(address)
        self.send("[name=_continue]")
        self.look(f"{address} (saved)")
        self.visit(address.replace("/change/", "/history/"))

    def send(self, button: str) -> None:
        """Press what sends a form, and wait for the page that answers."""
        with self.page.expect_navigation():
            self.page.click(button)

    def visited(self, ending: str) -> list[str]:
        """Return the visited pages of models ("/admin/app/model/") whose addresses end so."""
        pattern = re.compile(rf"{INDEX}\w+/\w+{ending}")
        return [visit.address for visit in self.visits if pattern.fullmatch(visit.address)]

    def look(self, address: str, status: int = 200) -> None:
        """Note what the page shows now."""
        found = self.page.evaluate(SEE)
        texts = tuple(Text(text["text"], text["label"]) for text in found["seen"])
        faults = tuple(self.faults.take())
        self.visits.append(Visit(address, status, found["language"], texts, found["width"], faults))

    def send_wrong_password(self) -> None:
        """Try to sign in as nobody."""
        self.page.goto("/admin/login/")
        self.page.fill("#id_username", "nobody")
        self.page.fill("#id_password", "nothing")
        self.send("#login-form [type=submit]")
        self.look("/admin/login/ (refused)")

    def links(self) -> Iterable[str]:
        """Return the paths of the admin's pages that this page links to, in its order."""
        for href in self.page.locator("a[href]").evaluate_all("all => all.map(one => one.href)"):
            parts = urlsplit(urljoin(self.address, href))
            if href.startswith(f"{self.address}{INDEX}") and not parts.path.startswith(NO_PAGES):
                yield parts.path

    def open_choices(self) -> bool:
        """Open the first list of choices that is fetched, and the first calendar, and say whether there was one."""
        choices = self.page.locator(".select2-container--admin-autocomplete:visible .select2-selection").first
        calendar = self.page.locator("[id^=calendarlink]:visible").first
        if opened := choices.is_visible():
            choices.click()
            self.page.wait_for_selector(".select2-results__option:not(.loading-results)")
        if calendar.is_visible():
            calendar.dispatch_event("click")  # a real one would hit the choices that lie above it
            opened = True
        return opened


def walk_through(
    browser: Browser, server: Server, language: str | None = None, work: Callable[[Walk], None] | None = None
) -> list[Visit]:
    """Return what `/` and every page of the admin show to a reader who chose this language, or none.

    Who chose none sends forms as well, and does the work that is given.
    """
    with reader(browser, server.address, language) as context:
        outside = Walk(context.new_page(), server.address)
        outside.visit("/")
        outside.visit("/admin/login/")
        outside.send_wrong_password()
        inside = Walk(sign_in(context, server), server.address)
        inside.go(INDEX, *lists())
        inside.visit("/admin/articles/speaker/?q=không có ai")
        if work is not None:
            work(inside)
        if language is None:
            inside.change_nothing([one for one in inside.visited(r"/\d+/change/") if "/register/" not in one][-1])
            inside.send_empty_forms()
            inside.try_actions()
        return [*outside.visits, *inside.visits]


def lists() -> list[str]:
    """Return the addresses of the lists of all models in the admin, those that its index leaves out included."""
    options = (model._meta for model in admin.site._registry)
    return [reverse(f"admin:{option.app_label}_{option.model_name}_changelist") for option in options]


def kind_of(path: str) -> str:
    """Return the path with a star for each row: pages that differ in the row alone are of one kind."""
    return ROW.sub("/*/", path)
