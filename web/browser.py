"""The machine's own Chromium, and what a page does wrong in it."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright

from web.server import Server

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
WIDTH, HEIGHT = 1280, 900  # pixels of CSS

PATIENCE = 15_000  # milliseconds; the slowest page takes one second

# Nothing of its own that asks the network, and no sandbox, which a root user and a container have not.
OPTIONS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

# Runs in each page before anything of the page does.
WATCH_THE_POLICY = """
addEventListener("securitypolicyviolation", (event) => {
  console.error(`policy: ${event.effectiveDirective} forbids ${event.blockedURI} ${event.sample}`);
});
"""


def chromium() -> str:
    """Return the path of the browser: the one that CHROMIUM names, or the first there is; raise where there is none."""
    named = os.environ.get("CHROMIUM")
    found = shutil.which(named) if named else next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        reason = f"CHROMIUM names {named}, which cannot be run" if named else f"none of {', '.join(NAMES)} is installed"
        raise FileNotFoundError(f"No browser: {reason}. On Debian: apt-get install chromium fonts-noto-core")
    return found


@contextmanager
def browser() -> Iterator[Browser]:
    """Run the browser until the block ends."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=OPTIONS)
        try:
            yield started
        finally:
            started.close()


def reader(browser: Browser, address: str, language: str | None = None) -> BrowserContext:
    """Return a window of its own for a reader who has chosen a language of the pages, or none yet.

    The browser itself prefers English, which the pages do not look at.
    """
    context = browser.new_context(
        base_url=address, viewport={"width": WIDTH, "height": HEIGHT}, locale="en-GB", reduced_motion="reduce"
    )
    context.set_default_timeout(PATIENCE)
    context.add_init_script(WATCH_THE_POLICY)
    if language is not None:
        context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": address}])
    return context


def sign_in(context: BrowserContext, server: Server) -> Page:
    """Return a page of a curator, at the admin's index."""
    page = context.new_page()
    page.goto("/admin/")
    page.fill("#id_username", server.name)
    page.fill("#id_password", server.password)
    page.click("#login-form [type=submit]")
    page.wait_for_url("**/admin/")
    return page


class Faults:
    """What goes wrong in a page from now on, in words: what its console says, what fails, what it asks of others."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.found: list[str] = []
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.found.append(f"{page.url}: {error}"))
        page.on("requestfailed", self._look_at_failure)
        page.on("request", self._look_at_request)

    def take(self) -> list[str]:
        """Return what was found since the last time."""
        taken, self.found = self.found, []
        return taken

    def _hear(self, said: ConsoleMessage) -> None:
        if said.type in ("error", "warning"):
            self.found.append(f"{self.page.url}: {said.text}")

    def _look_at_failure(self, request: Request) -> None:
        # A page that one leaves stops what it was asking for.
        if request.failure != "net::ERR_ABORTED":
            self.found.append(f"{self.page.url}: {request.failure} {request.url}")

    def _look_at_request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.address}/", "data:")):
            self.found.append(f"{self.page.url}: asks {request.url}")
