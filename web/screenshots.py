"""The pictures of docs/images, taken of the pages as they are: `make screenshots`."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from web.browser import WIDTH, browser, reader, sign_in
from web.server import ROOT, Server, serve

IMAGES = ROOT / "docs" / "images"
MAX_BYTES = 250_000  # of one picture: every clone of the project carries all that there ever were

# Two invented articles, of which the second misprints a name: so there are two speakers to be merged.
TEXTS = [
    """Sông Lam mở rộng hợp tác với các địa phương nước bạn

Ông Lê Văn Bảo, Giám đốc Sở Ngoại vụ tỉnh Sông Lam, cho biết tỉnh đã ký thỏa thuận hợp tác với ba địa phương nước bạn.

"Phải đưa các thỏa thuận đã ký vào cuộc sống", ông Lê Văn Bảo nhấn mạnh.
""",
    """Sông Lam gặp mặt kiều bào đầu xuân

Ông Lê Văn Bảo, Giám đốc Sở Ngoại vụ tỉnh Sông Lam, cho biết gần hai trăm kiều bào đã về dự.

Ông Lê Vân Bảo, Giám đốc Sở Ngoại vụ tỉnh Sông Lam, đề nghị kiều bào tiếp tục là cầu nối với các địa phương nước bạn.
""",
]
REPORT = {"kind": "speakers", "name": "le-hoai-trung", "message": "Còn thiếu một chức vụ trước đây."}
COMPRESSORS = [["oxipng", "--opt", "max", "--strip", "safe", "--quiet"], ["optipng", "-o7", "-strip", "all", "-quiet"]]


def work(page: Page) -> None:
    """Do some of a curator's work, so that queues and histories have something to show."""
    for text in TEXTS:
        page.goto("/admin/articles/article/add/")
        page.fill("[name=text]", text)
        page.fill("[name=published_on]", "05/03/2026")
        press(page, "[name=_look]")
        press(page, "[name=_save]")
    assert page.request.post("/api/v1/reports/", data=REPORT).ok
    open_bench(page)
    choose(page, "directive", 1)
    page.keyboard.press("e")
    page.select_option("form.correction [name=found-kind]", "viewpoint")
    page.fill("form.correction [name=why]", "nêu nhận định, không giao việc")
    page.click("form.correction [type=submit]")
    page.wait_for_selector("form.correction", state="detached")
    for kind, number in (("directive", 1), ("mention", 0)):
        choose(page, kind, number)
        page.keyboard.press("c")
        expect(page.locator(f".entry[data-kind={kind}]").nth(number)).to_have_attribute("data-review", "confirmed")


def choose(page: Page, kind: str, number: int) -> None:
    """Choose a finding of a kind in the list of an article's page."""
    entry = page.locator(f".entry[data-kind={kind}]").nth(number)
    entry.locator(".entry-label").click()
    page.wait_for_selector(f"form.deed[data-key='{entry.get_attribute('data-key')}']")


def press(page: Page, button: str) -> None:
    """Press what leads to another page, and wait for it."""
    with page.expect_navigation():
        page.click(button)


def open_reference(page: Page) -> None:
    page.goto("/api/docs/")
    page.wait_for_selector(".opblock")


def open_at(path: str) -> Callable[[Page], None]:
    """Return what opens a page by its address."""

    def open_page(page: Page) -> None:
        page.goto(path)

    return open_page


def open_bench(page: Page) -> None:
    """Open the page of an article with several directives, in the queue of those that are not reviewed."""
    page.goto("/admin/articles/article/?q=Đại hội Đảng XIV chỉ rõ")
    address = page.locator("#result_list tbody th a").first.get_attribute("href") or ""
    page.goto(f"{urlsplit(address).path}?queue=unreviewed")
    page.wait_for_load_state("networkidle")


def open_article(page: Page) -> None:
    """The article's page with a point of its list of directives chosen."""
    open_bench(page)
    choose(page, "directive", 2)
    page.mouse.move(0, 0)


def open_history(page: Page) -> None:
    """What people did to a directive, with its first state and its last compared."""
    open_bench(page)
    choose(page, "directive", 1)
    press(page, "form.deed h3 a")
    press(page, "a.historylink")
    page.select_option(".compare-states [name=from]", index=1)
    press(page, ".compare-states button")


def open_merge(page: Page) -> None:
    """What a merge of the misprinted speaker would do."""
    page.goto("/admin/articles/speaker/duplicates/")
    press(page, "tr:has-text('Lê Vân Bảo') a.button")


# Each picture's name, what opens its page, and how much of it is shown, in pixels.
PICTURES: list[tuple[str, Callable[[Page], None], int]] = [
    ("home", open_at("/"), 1150),
    ("docs", open_reference, 1300),
    ("admin", open_at("/admin/"), 900),
    ("article", open_article, 800),
    ("history", open_history, 760),
    ("merge", open_merge, 840),
    ("export", open_at("/admin/articles/speaker/export/"), 700),
]


def take_all(server: Server) -> Iterator[Path]:
    """Take each picture as a curator in Vietnamese, and yield its file; one that is too large raises ValueError."""
    with browser() as chromium, reader(chromium, server.address) as context:
        context.add_init_script("localStorage.setItem('django.admin.navSidebarIsOpen', 'false')")
        page = sign_in(context, server)
        work(page)
        for name, show, height in PICTURES:
            page.set_viewport_size({"width": WIDTH, "height": height})
            show(page)
            page.wait_for_load_state("networkidle")
            file = IMAGES / f"{name}.png"
            page.screenshot(path=file, animations="disabled", caret="hide")
            compress(file)
            if file.stat().st_size > MAX_BYTES:
                size, path = file.stat().st_size, urlsplit(page.url).path
                raise ValueError(f"{file.name} has {size} bytes: show less of {path}, or install oxipng or optipng")
            yield file


def compress(file: Path) -> None:
    """Make a picture smaller without losing anything, where the machine has a program for that."""
    command = next((command for command in COMPRESSORS if shutil.which(command[0])), None)
    if command is not None:
        subprocess.run([*command, str(file)], check=True)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder, serve(Path(folder)) as running:
        for taken in take_all(running):
            print(f"{taken.relative_to(ROOT)}  {taken.stat().st_size // 1000} kB", file=sys.stderr)
