"""What the pages of the curators say while one works with them: forms that open, previews, answers to what was done."""

from collections.abc import Callable
from typing import Final

from playwright.sync_api import FilePayload, Page

from web.walk import INDEX, Walk

ARTICLE: Final = f"{INDEX}articles/article/"
SPEAKER: Final = f"{INDEX}articles/speaker/"
TEXT: Final = (
    "Ba định hướng đối ngoại\n\nThứ trưởng Ngoại giao Vũ Đức Mẫn nêu ba định hướng của ngành:\n\n"
    "Một là, nâng tầm hội nhập theo Nghị quyết 59-NQ/TW.\n\nHai là, đẩy mạnh ngoại giao kinh tế."
)
GOOD_FILE: Final = "slug,name\nnguoi-moi,Phạm Văn Khoa\n"
BAD_FILE: Final = "slug,name\nnguoi-moi,\nnguoi-moi,Phạm Văn Khoa\n"

SAYS_ANOTHER_THING: Final = """said => {
  const says = document.getElementById("bench-said").textContent.trim();
  return says !== "" && says !== said;
}"""


def work(walk: Walk) -> None:
    """Do once what a curator does on each of the pages, and look at what is said of it."""
    for part in (queues, workbench, history, merging, proposals, reports, documents, meanwhile, intake, imports):
        part(walk)


def queues(walk: Walk) -> None:
    """Open each queue as the dashboard leads to it, and the first article of each."""
    walk.page.goto(INDEX)
    for address in walk.page.locator("#queues a").evaluate_all("all => all.map(one => one.href)"):
        walk.visit(address.removeprefix(walk.address))


def workbench(walk: Walk) -> None:
    """Choose, correct, decide, undo and add findings, up to each form and each answer."""
    page = walk.page
    page.goto(f"{ARTICLE}2/change/")
    _press(walk, "?", "#bench-help[open]")
    page.keyboard.press("Escape")
    for kind in ("list", "directive", "citation", "mention", "remark"):
        entries = page.locator(f".entry[data-kind={kind}] .entry-label")
        if entries.count():
            entries.first.click()
            page.wait_for_selector(f"form.deed[data-kind={kind}]")
            walk.look(f"{ARTICLE}2/ (chosen: {kind})")
            if kind != "remark":
                _press(walk, "e", "form.correction")
                page.keyboard.press("Escape")
    page.locator(".entry[data-kind=citation] .entry-label").first.click()
    page.wait_for_selector("form.deed[data-kind=citation]")
    for key in ("s", "r"):
        _press(walk, key, "#bench-said:not(:empty)")
        page.keyboard.press("Escape")
    for key in ("c", "u"):
        said = page.locator("#bench-said").inner_text()
        page.keyboard.press(key)
        page.wait_for_function(SAYS_ANOTHER_THING, arg=said)
        walk.look(f"{ARTICLE}2/ ({key})")
    for kind in ("directive", "citation", "mention"):
        page.locator("#bench-text p").last.dblclick(position={"x": 8, "y": 8})
        page.click(f"[data-add={kind}]")
        page.wait_for_selector("form.correction")
        walk.look(f"{ARTICLE}2/ (added: {kind})")
        page.keyboard.press("Escape")


def history(walk: Walk) -> None:
    """Compare a row with what it was, and take a change of it back."""
    address = f"{INDEX}directives/topic/1/change/"
    for name in ("mới", "lớn"):
        walk.page.goto(address)
        walk.page.fill("[name=label_vi]", f"chủ đề {name}")
        walk.send("[name=_save]")
    walk.visit(address.replace("change", "history"))
    walk.send(".compare-states [type=submit]")
    walk.look(f"{address} (compared)")
    walk.send(".edits a")
    walk.look(f"{address} (edit)")
    walk.send(".take-back [type=submit]")
    walk.look(f"{address} (taken back)")
    walk.visit(address.replace("change", "history"))


def merging(walk: Walk) -> None:
    """Merge two who look alike and undo it; tell two others apart and take that back."""
    page = walk.page
    pairs = f"{SPEAKER}duplicates/"
    walk.visit(f"{SPEAKER}merge/?stays=1")
    walk.visit(pairs)
    walk.send(".pairs a.button")
    walk.look(f"{SPEAKER}merge/ (preview)")
    gone = page.locator("input[name=goes]").input_value()
    walk.send(".button.default")
    walk.look(f"{SPEAKER}merge/ (merged)")
    walk.visit(f"{SPEAKER}{gone}/change/")
    walk.send("form[action$='undo-merge/'] [type=submit]")
    walk.look(f"{SPEAKER}{gone}/change/ (merge undone)")
    walk.page.goto(pairs)
    walk.send(".pairs form [type=submit]")
    walk.look(f"{pairs} (told apart)")
    walk.visit(f"{SPEAKER}told-apart/")
    walk.send(".pairs form [type=submit]")
    walk.look(f"{SPEAKER}told-apart/ (taken back)")


def proposals(walk: Walk) -> None:
    """Take a proposal, and dismiss another."""
    for number, deed in ((1, "take"), (2, "dismiss")):
        walk.visit(f"{INDEX}register/proposal/{number}/change/")
        walk.send(f"[name=deed][value={deed}]")
        walk.look(f"{INDEX}register/proposal/ ({deed})")
        walk.visit(f"{INDEX}register/proposal/{number}/change/")


def reports(walk: Walk) -> None:
    address = f"{INDEX}register/report/1/change/"
    for button in ("_continue", "_handle", "_reopen", "_dismiss"):
        walk.page.goto(address)
        walk.send(f"[name={button}]")
        walk.look(f"{address} ({button})")


def documents(walk: Walk) -> None:
    """Choose among what sources say of a document."""
    walk.page.goto(f"{INDEX}directives/resolution/?queue=documents")
    walk.send("#result_list tbody th a")
    walk.look("a document of which sources differ")
    walk.send("form[action$='facts/'] [name=claim] ~ [type=submit]")
    walk.look("a document of which a claim is preferred")


def meanwhile(walk: Walk) -> None:
    """Save what another page has changed meanwhile, and what it has deleted."""
    add = f"{INDEX}directives/topic/add/"
    walk.page.goto(add)
    for name, value in (("slug", "2026"), ("label_vi", "tạm"), ("label_en", "tạm")):
        walk.page.fill(f"[name={name}]", value)
    walk.send("[name=_continue]")
    address = walk.page.url.removeprefix(walk.address)

    def changes(other: Page) -> None:
        other.goto(address)
        other.fill("[name=label_vi]", "tạm thời")
        other.click("[name=_save]")

    def deletes(other: Page) -> None:
        other.goto(address.replace("change", "delete"))
        other.click("#content [type=submit]")

    for deed in (changes, deletes):
        walk.page.goto(address)
        _elsewhere(walk, deed)
        walk.page.fill("[name=label_vi]", "tạm dùng")
        walk.send("[name=_save]")
        walk.faults.take()  # the browser's own word of an answer that is no page: 410
        walk.look(f"{address} (meanwhile another page {deed.__name__})")


def intake(walk: Walk) -> None:
    """Preview a new article and save it, then another text of it, which changes a word and leaves a point out."""
    _intake(walk, f"{ARTICLE}add/", TEXT, url="https://bao.example/bai-moi", outlet="Báo Mẫu")
    change = walk.page.url.removeprefix(walk.address)
    address = f"{ARTICLE}{change.split('article/')[1].split('/')[0]}/text/"
    _intake(walk, address, TEXT.replace("Hai là, đẩy mạnh", "Hai là, tăng cường"))


def _intake(walk: Walk, address: str, text: str, **fields: str) -> None:
    walk.page.goto(address)
    walk.page.fill("[name=text]", text)
    for name, value in fields.items():
        walk.page.fill(f"[name={name}]", value)
    for button in ("_look", "_save"):
        walk.send(f"[name={button}]")
        walk.look(f"{address} ({button})")


def imports(walk: Walk) -> None:
    """Look at a file with faults, then at one without, and import it."""
    address = f"{SPEAKER}import/"
    for text in (BAD_FILE, GOOD_FILE):
        walk.page.goto(address)
        file = FilePayload(name="tep.csv", mimeType="text/csv", buffer=text.encode())
        walk.page.set_input_files("[type=file]", file)
        walk.send(".submit-row [type=submit]")
        walk.look(f"{address} (looked at: {text[:20]})")
    walk.send(".submit-row [type=submit]")
    walk.look(f"{address} (imported)")


def _press(walk: Walk, key: str, opens: str) -> None:
    """Press a key in the workbench, and look at what it opens."""
    walk.page.keyboard.press(key)
    walk.page.wait_for_selector(opens, state="attached")
    walk.look(f"{ARTICLE}2/ ({key})")


def _elsewhere(walk: Walk, deed: Callable[[Page], None]) -> None:
    """Do something in another page of the same person."""
    with walk.page.context.new_page() as other:
        deed(other)
        other.wait_for_load_state()
