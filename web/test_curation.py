"""A curator's whole way in a browser, in Vietnamese: what is decided stays, whatever the rules and the newspaper do."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from django.utils.text import capfirst
from django.utils.translation import override
from playwright.sync_api import Browser, Page, expect

from register.models import EditKind
from web.browser import WIDTH, reader, sign_in
from web.server import Server, run
from web.walk import Visit, Walk
from web.words import data_of, english_in

pytestmark = pytest.mark.timeout(300)

CURATOR, PASSWORD = "hoa", "Xanh-lam-2049-tre"
SECOND = "minh"
SLUG = "nganh-ngoai-giao-ban-viec-nam-toi"
POINT = "Một là, triển khai hiệu quả Nghị quyết 59-NQ/TW về hội nhập quốc tế"
BEYOND = ", như đã nói ở trên."
FALSE = "Chỉ thị 15"
WHY = "bài không nói là chỉ thị nào"
MISSED = "mở thêm đường dây nóng cho người Việt ở xa"
TEXT = f"""Ngành ngoại giao bàn việc năm tới

Bộ trưởng Ngoại giao Lê Văn Bảo trả lời phỏng vấn báo chí về công tác đối ngoại.

Phóng viên: Xin Bộ trưởng cho biết các nhiệm vụ sắp tới của ngành?

Bộ trưởng Ngoại giao Lê Văn Bảo: Ngành ngoại giao sẽ tập trung vào 3 nhiệm vụ trọng tâm sau:

{POINT}{BEYOND}

Hai là, đẩy mạnh ngoại giao kinh tế.

Ba là, làm tốt công tác bảo hộ công dân theo {FALSE}.

Từ nay các cơ quan đại diện {MISSED}.
"""
# Selects words of the text as a mouse would: returns where they begin and end on the screen.
PLACE_OF = """
words => {
  const walker = document.createTreeWalker(document.getElementById("bench-text"), NodeFilter.SHOW_TEXT);
  const pieces = [];
  while (walker.nextNode()) {
    if (walker.currentNode.parentElement.closest("[data-start]")) pieces.push(walker.currentNode);
  }
  const all = pieces.map((piece) => piece.data).join("");
  const at = all.indexOf(words);
  const find = (offset) => {
    for (const piece of pieces) {
      if (offset < piece.data.length) return [piece, offset];
      offset -= piece.data.length;
    }
  };
  const corner = (offset) => {
    const range = document.createRange();
    const [node, place] = find(offset);
    range.setStart(node, place);
    range.setEnd(node, place + 1);
    return range;
  };
  corner(at).startContainer.parentElement.scrollIntoView({ block: "center" });
  const first = corner(at).getBoundingClientRect();
  const last = corner(at + words.length - 1).getBoundingClientRect();
  return [first.left + 1, first.top + first.height / 2, last.right - 1, last.top + last.height / 2];
}
"""


@pytest.fixture(scope="module")
def accounts(server: Server) -> list[Server]:
    """Return the server as two curators know it, who may no more than curators may."""
    for name in (CURATOR, SECOND):
        run(
            server,
            "manage.py",
            "shell",
            "-c",
            "from django.contrib.auth.models import Group, User;"
            f"User.objects.create_user({name!r}, password={PASSWORD!r}, is_staff=True)"
            ".groups.add(Group.objects.get(name='curator'))",
        )
    return [replace(server, name=name, password=PASSWORD) for name in (CURATOR, SECOND)]


@pytest.fixture(scope="module")
def newspaper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("newspaper") / "articles.jsonl"


def publish(server: Server, newspaper: Path, text: str) -> None:
    """Let the newspaper print a text, as its newest, and a run take it in."""
    article = {"source": "bai-moi.txt", "published_on": "2026-11-20", "text": text}
    newspaper.write_text(json.dumps(article, ensure_ascii=False) + "\n", encoding="utf-8")
    run(server, "manage.py", "load_seeds", str(newspaper))


def select(page: Page, words: str) -> None:
    """Select words of the text with the mouse."""
    left, top, right, bottom = page.evaluate(PLACE_OF, words)
    page.mouse.move(left, top)
    page.mouse.down()
    page.mouse.move((left + right) / 2, (top + bottom) / 2)
    page.mouse.move(right, bottom, steps=4)
    page.mouse.up()
    assert page.evaluate("getSelection().toString()").strip() == words


def entry(page: Page, kind: str, words: str) -> str:
    """Return what finds an entry of the list of findings by its kind and words."""
    return f".entry[data-kind={kind}]:has(.entry-words:text-is({json.dumps(words, ensure_ascii=False)}))"


def choose(page: Page, kind: str, words: str) -> None:
    page.click(f"{entry(page, kind, words)} .entry-label")
    expect(page.locator("#bench-chosen form.deed")).to_be_visible()


class Way:
    """The way of one curator, with what each page showed."""

    def __init__(self, walk: Walk) -> None:
        self.walk = walk
        self.page = walk.page

    def correct_the_words(self) -> None:
        choose(self.page, "directive", POINT + BEYOND)
        self.page.keyboard.press("s")
        select(self.page, POINT)
        self.page.keyboard.press("Enter")
        expect(self.page.locator(entry(self.page, "directive", POINT))).to_have_attribute("data-review", "edited")

    def reject_what_is_false(self) -> None:
        choose(self.page, "citation", FALSE)
        self.page.keyboard.press("r")
        self.page.keyboard.type(WHY)
        self.page.keyboard.press("Enter")
        expect(self.page.locator(entry(self.page, "citation", FALSE))).to_have_count(0)

    def add_what_was_missed(self) -> None:
        select(self.page, MISSED)
        self.page.click("#bench-selection [data-add=directive]")
        form = self.page.locator("form.correction")
        expect(form).to_be_visible()
        self.walk.look("the form of a directive")
        form.locator("[name$=kind]").select_option("task")
        form.locator("button[type=submit]").click()
        expect(self.page.locator(entry(self.page, "directive", MISSED))).to_have_attribute("data-review", "confirmed")

    def see_three_entries(self) -> None:
        """Each says who did what, and when; the rejection says why."""
        told = self.page.locator(".edits > li")
        expect(told).to_have_count(3)
        with override("vi"):
            kinds = [capfirst(str(kind.label)) for kind in (EditKind.ADDED, EditKind.REJECTED, EditKind.CORRECTED)]
        for number, kind in enumerate(kinds):
            expect(told.nth(number).locator("h3")).to_contain_text(re.compile(rf"\d{{4}}.* · {kind} · {CURATOR}$"))
        expect(told.nth(1)).to_contain_text(WHY)


@pytest.fixture(scope="module")
def way(browser: Browser, accounts: list[Server], newspaper: Path) -> list[Visit]:
    """Walk the whole way once; return what was seen on it."""
    server = accounts[0]
    publish(server, newspaper, TEXT)
    with reader(browser, server.address) as context:
        page = sign_in(context, server)
        walk = Walk(page, server.address)
        way = Way(walk)
        walk.look("the dashboard")
        page.click("#queue-unreviewed h3 a")
        page.wait_for_url("**queue=unreviewed**")
        walk.look("the queue")
        page.click("#result_list tbody tr:first-child th a")
        expect(page.locator("#workbench")).to_be_visible()
        expect(page.locator("#bench-text")).to_contain_text(MISSED)
        expect(page.locator(".bench-queue strong")).to_be_visible()
        address = page.url
        walk.look("the article")
        way.correct_the_words()
        way.reject_what_is_false()
        way.add_what_was_missed()
        walk.look("three things decided")
        run(server, "-m", "web.newer_rules", SLUG, "item", "drop", "0")
        publish(server, newspaper, "Tin mới nhận.\n\n" + TEXT.replace("đẩy mạnh", "đẩy mạnh hơn nữa"))
        page.goto(address)
        for words, review in ((POINT, "edited"), (MISSED, "confirmed")):
            expect(page.locator(entry(page, "directive", words))).to_have_attribute("data-review", review)
        expect(page.locator(entry(page, "directive", POINT + BEYOND))).to_have_count(0)
        expect(page.locator(entry(page, "citation", FALSE))).to_have_count(0)
        walk.look("after newer rules and a changed text")
        page.click(".object-tools .historylink")
        way.see_three_entries()
        walk.look("the history")
        page.goto(address)
        page.keyboard.press("u")
        expect(page.locator(entry(page, "directive", MISSED))).to_have_count(0)
        page.keyboard.press("Shift+C")
        page.wait_for_url(lambda url: SLUG not in url and url.split("?")[0] != address.split("?")[0])
        walk.look("the next article")
        page.goto(address)
        assert page.locator(".entry[data-open]:not([data-kind=remark])").count() == 0
        walk.look("everything confirmed")
    return walk.visits


def test_a_curator_s_way_shows_no_english(way: list[Visit], server: Server) -> None:
    data = data_of(server.database)
    english = {piece: visit.address for visit in way for text in visit.texts for piece in english_in(text.words, data)}
    assert english == {}


def test_nothing_goes_wrong_on_a_curator_s_way(way: list[Visit]) -> None:
    assert [fault for visit in way for fault in visit.faults] == []
    assert {visit.address: visit.width for visit in way if visit.width > WIDTH} == {}
    assert {visit.language for visit in way} == {"vi"}


def on_its_own_page(page: Page) -> None:
    page.goto("/admin/directives/directive/?q=Hai là, đẩy mạnh hơn")
    page.click("#result_list tbody tr:first-child th a")


def on_the_article_s(page: Page) -> None:
    page.goto("/admin/articles/article/?q=Tin mới nhận")
    page.click("#result_list tbody tr:first-child th a")
    choose(page, "directive", "Hai là, đẩy mạnh hơn nữa ngoại giao kinh tế.")
    page.keyboard.press("e")
    expect(page.locator("form.correction")).to_be_visible()


@pytest.mark.parametrize("open_form", [on_its_own_page, on_the_article_s])
def test_of_two_curators_the_second_is_shown_what_the_first_did_and_loses_nothing(
    browser: Browser, accounts: list[Server], way: list[Visit], open_form: Callable[[Page], None]
) -> None:
    one, other = accounts
    theirs, ours = f"các cơ quan đại diện, {open_form.__name__}", f"trong quý I/2027, {open_form.__name__}"
    with reader(browser, one.address) as first, reader(browser, other.address) as second:
        pages = sign_in(first, one), sign_in(second, other)
        for page in pages:
            open_form(page)
        pages[0].fill("[name$=addressee]", theirs)
        pages[1].fill("[name$=deadline]", ours)
        save(pages[0])
        save(pages[1])
        refused = pages[1].locator(".errornote, .bench-said.is-wrong")
        expect(refused.first).to_be_visible()
        if open_form is on_its_own_page:
            expect(pages[1].locator("body")).to_contain_text(theirs)
        expect(pages[1].locator("[name$=deadline]")).to_have_value(ours)
        open_form(pages[0])
        expect(pages[0].locator("[name$=addressee]")).to_have_value(theirs)
        expect(pages[0].locator("[name$=deadline]")).to_have_value("")


def save(page: Page) -> None:
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.click("[name=_continue], form.correction [type=submit]")
