"""The pictures of docs/images, taken of the pages as they are: `make screenshots`."""

import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page

from web.browser import WIDTH, browser, reader, sign_in
from web.server import ROOT, Server, serve

IMAGES = ROOT / "docs" / "images"
MAX_BYTES = 250_000  # of one picture: every clone of the project carries all that there ever were


def open_reference(page: Page) -> None:
    page.goto("/api/docs/")
    page.wait_for_selector(".opblock")


def open_first_of(path: str) -> Callable[[Page], None]:
    """Return what opens the first row of a list of the admin."""

    def open_row(page: Page) -> None:
        page.goto(path)
        with page.expect_navigation():
            page.click("#result_list tbody th a")

    return open_row


def open_at(path: str) -> Callable[[Page], None]:
    """Return what opens a page by its address."""

    def open_page(page: Page) -> None:
        page.goto(path)

    return open_page


def open_article(page: Page) -> None:
    """The article's page, its text scrolled to where the first list of directives stands."""
    open_first_of("/admin/articles/article/?q=Ba định hướng lớn")(page)
    page.locator("[data-kind=directive]").first.evaluate("one => one.scrollIntoView({ block: 'center' })")
    page.evaluate("scrollTo(0, 0)")


# Each picture's name, what opens its page, and how much of it is shown, in pixels.
PICTURES: list[tuple[str, Callable[[Page], None], int]] = [
    ("home", open_at("/"), 1150),
    ("docs", open_reference, 1300),
    ("admin", open_at("/admin/"), 950),
    ("article", open_article, 920),
    ("directive", open_first_of("/admin/directives/directive/?q=Một là"), 1000),
    ("export", open_at("/admin/articles/speaker/export/"), 700),
]


def take_all(server: Server) -> Iterator[Path]:
    """Take each picture as a curator in Vietnamese, and yield its file; one that is too large raises ValueError."""
    with browser() as chromium, reader(chromium, server.address) as context:
        page = sign_in(context, server)
        for name, show, height in PICTURES:
            page.set_viewport_size({"width": WIDTH, "height": height})
            show(page)
            page.wait_for_load_state("networkidle")
            file = IMAGES / f"{name}.png"
            page.screenshot(path=file, animations="disabled", caret="hide")
            if file.stat().st_size > MAX_BYTES:
                raise ValueError(f"{file.name} has {file.stat().st_size} bytes; show less of {urlsplit(page.url).path}")
            yield file


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder, serve(Path(folder)) as running:
        for taken in take_all(running):
            print(f"{taken.relative_to(ROOT)}  {taken.stat().st_size // 1000} kB", file=sys.stderr)
