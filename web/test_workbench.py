"""The page of an article for curators, by mouse and by keyboard: choosing, deciding, selecting words, undoing."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import cast
from web.browser import WIDTH, Faults, reader, sign_in
from web.server import Server, run

pytestmark = pytest.mark.timeout(180)  # seconds; the first test waits for the server

ARTICLE = "/admin/articles/article/3/change/"

# Selects words of the article as the handles that a finger moves do: with no event but the selection's. Labels are left
# out of the counting.
SELECT = """(words) => {
  const text = document.getElementById("bench-text");
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT, (node) =>
    node.parentElement.closest(".found-label") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
  const nodes = [];
  let all = "";
  while (walker.nextNode()) {
    nodes.push([all.length, walker.currentNode]);
    all += walker.currentNode.data;
  }
  const at = all.indexOf(words);
  const point = (place) => {
    const [start, node] = nodes.filter(([first]) => first <= place).pop();
    return [node, place - start];
  };
  const range = document.createRange();
  range.setStart(...point(at));
  const [node, last] = point(at + words.length - 1);
  range.setEnd(node, last + 1);
  range.startContainer.parentElement.scrollIntoView({ block: "center" });
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""

# Makes what is selected longer, to the end of other words behind it.
EXTEND = """(words) => {
  const range = getSelection().getRangeAt(0).cloneRange();
  const begin = [range.startContainer, range.startOffset];
  const text = document.getElementById("bench-text");
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  let last;
  while (walker.nextNode()) {
    const at = walker.currentNode.data.indexOf(words);
    if (at >= 0) {
      last = [walker.currentNode, at + words.length];
    }
  }
  getSelection().setBaseAndExtent(...begin, ...last);
}"""

ADD_AN_ARTICLE = """
from tests.cast import add_article
print(add_article(slug="khong-co-gi", text="Trời nắng.\\n").pk)
"""
DELETE_IT = """
from articles.models import Article
Article.objects.filter(slug="khong-co-gi").delete()
"""
ADD_A_VIEWER = """
from django.contrib.auth.models import Group, User
User.objects.create_user("khach", password="khach", is_staff=True).groups.add(Group.objects.get(name="viewer"))
"""
DELETE_THE_VIEWER = """
from django.contrib.auth.models import User
User.objects.filter(username="khach").delete()
"""
ADD_POINTS = """
from tests import cast
article = cast.add_article(slug="khong-co-gi")
for words in (cast.FIRST, cast.SECOND, cast.FOURTH):
    cast.add_directive(article, words)
print(article.pk)
"""
ADD_A_TITLE = """
from tests import cast
article = cast.add_article(slug="khong-co-gi")
cast.print_title(cast.add_mention(article, None), "Quyền Bộ trưởng Ngoại giao")
print(article.pk)
"""
SAY_ACTING = """
from articles.models import PrintedTitle
PrintedTitle.objects.filter(mention__article__slug="khong-co-gi").update(acting=True)
"""
READ_THE_TITLE = """
from articles.models import PrintedTitle
title = PrintedTitle.objects.get(mention__article__slug="khong-co-gi")
print(title.acting, title.former, title.mention.name)
"""


class Desk:
    """A curator at the page of an article."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.said = page.locator("#bench-said")
        self.current = page.locator(".entry[aria-current]")
        self.form = page.locator("form.correction")

    def press(self, key: str, says: str) -> None:
        """Press a key and wait for what the page says of it."""
        self.page.keyboard.press(key)
        expect(self.said).to_have_text(re.compile(says))

    def undo(self) -> None:
        self.press("u", "^Undone")

    def entry(self, kind: str, number: int = 0) -> str:
        """Choose a finding of a kind in the list; return its key."""
        found = self.page.locator(f".entry[data-kind={kind}]").nth(number)
        key = found.get_attribute("data-key")
        assert key
        found.locator(".entry-label").click()
        expect(self.current).to_have_attribute("data-key", key)
        expect(self.page.locator("form.deed")).to_have_attribute("data-key", key)
        return key

    def exact(self) -> str:
        """Return the words that are marked as those of the chosen finding."""
        return "".join(self.page.locator("#bench-text .found[aria-current]").all_inner_texts())


@pytest.fixture
def desk(browser: Browser, server: Server) -> Iterator[Desk]:
    with reader(browser, server.address, "en") as context:
        page = sign_in(context, server)
        faults = Faults(page, server.address)
        page.goto(ARTICLE)
        yield Desk(page)
        assert [fault for fault in faults.take() if "409" not in fault] == []


def test_text_and_findings_stand_side_by_side_and_stacked_where_it_is_narrow(desk: Desk) -> None:
    def places() -> tuple[float, float]:
        text, panel = (desk.page.locator(one).bounding_box() for one in ("#bench-text", ".bench-panel"))
        assert text
        assert panel
        return text["x"] + text["width"] - panel["x"], text["y"] + text["height"] - panel["y"]

    right_of_text, _ = places()
    assert right_of_text <= 0
    desk.page.set_viewport_size({"width": 800, "height": 900})
    _, below_text = places()
    assert below_text <= 0


@pytest.mark.parametrize("width", [360, 800])
def test_the_page_is_no_wider_than_a_small_window(width: int, desk: Desk) -> None:
    desk.page.set_viewport_size({"width": width, "height": 800})
    desk.page.locator(".bench-all .why input").focus()  # which makes it wider
    assert desk.page.evaluate("document.documentElement.scrollWidth") <= width
    bar = desk.page.locator(".bench-bar").bounding_box()
    desk.page.locator(".bench-list").scroll_into_view_if_needed()
    moved = desk.page.locator(".bench-bar").bounding_box()
    assert bar
    assert moved
    if width < 600:  # it would cover the text
        assert moved["y"] + moved["height"] < 0
    else:
        assert moved["y"] >= 0


def test_a_finding_that_is_chosen_in_one_place_is_shown_in_the_other(desk: Desk) -> None:
    key = desk.entry("citation")
    assert desk.page.locator(f"#found-{key}[aria-current]").is_visible()
    other = desk.page.locator(".entry[data-kind=mention]").nth(1).get_attribute("data-key")
    desk.page.locator(f"#found-{other}").click()
    expect(desk.current).to_have_attribute("data-key", str(other))
    expect(desk.current).to_be_in_viewport()


def test_clicks_on_words_walk_from_the_innermost_finding_outwards(desk: Desk) -> None:
    piece = desk.page.locator('.found[data-covers*=" "]').first
    covers = (piece.get_attribute("data-covers") or "").split()
    for key in [*reversed(covers), covers[-1]]:
        piece.click()
        expect(desk.current).to_have_attribute("data-key", key)


def test_keys_go_through_the_findings_and_are_listed(desk: Desk) -> None:
    first, second = (desk.page.locator(".entry").nth(number).get_attribute("data-key") for number in (0, 1))
    for pressed, key in (("j", first), ("j", second), ("k", first), ("ArrowDown", second)):
        desk.page.keyboard.press(pressed)
        expect(desk.current).to_have_attribute("data-key", str(key))
    desk.page.keyboard.press("?")
    expect(desk.page.locator("#bench-help")).to_be_visible()
    desk.page.keyboard.press("Escape")
    expect(desk.page.locator("#bench-help")).to_be_hidden()


@pytest.fixture
def viewer(server: Server) -> Iterator[Server]:
    """The server, with the account of one who may only look."""
    run(server, "manage.py", "shell", "--no-imports", "--command", ADD_A_VIEWER)
    yield replace(server, name="khach", password="khach")
    run(server, "manage.py", "shell", "--no-imports", "--command", DELETE_THE_VIEWER)


def test_who_may_only_look_is_told_so_by_every_key_that_decides(browser: Browser, viewer: Server) -> None:
    with reader(browser, viewer.address, "en") as context:
        page = sign_in(context, viewer)
        faults = Faults(page, viewer.address)
        page.goto(ARTICLE)
        desk = Desk(page)
        for key in ("c", "r", "o", "e", "s", "d", "u", "Shift+C"):
            desk.press(key, "^You may look at this article, but not decide on it")
            page.keyboard.press("j")
            expect(desk.current).to_be_visible()
            page.evaluate("document.getElementById('bench-said').textContent = ''")
        assert faults.take() == []


def test_the_list_shows_some_kinds_alone(desk: Desk) -> None:
    desk.page.click("[data-show=citation]")
    kinds = desk.page.locator(".entry:visible").evaluate_all("all => all.map(one => one.dataset.kind)")
    assert set(kinds) == {"citation"}
    desk.page.click('[data-show=""]')
    assert desk.page.locator(".entry:visible").count() > len(kinds)


def test_a_finding_is_confirmed_and_rejected_by_keys_and_both_are_undone(desk: Desk) -> None:
    key = desk.entry("citation")
    desk.press("c", "^Confirmed")
    expect(desk.page.locator(f"#entry-{key} .entry-state")).to_have_text("confirmed")
    desk.entry("mention")
    rejected = desk.current.get_attribute("data-key")
    desk.page.keyboard.press("r")
    desk.page.keyboard.type("cú pháp")  # its c and u are letters here
    desk.press("Enter", "^Rejected")
    expect(desk.page.locator(f"#entry-{rejected}")).to_have_count(0)
    desk.undo()
    expect(desk.page.locator(f"#entry-{rejected}")).to_be_attached()
    desk.undo()
    expect(desk.page.locator(f"#entry-{key} .entry-state")).to_have_text("not yet reviewed")


def test_keys_do_nothing_with_modifiers_and_in_boxes(desk: Desk) -> None:
    key = desk.entry("citation")
    for pressed in ("Control+u", "Alt+c"):
        desk.page.keyboard.press(pressed)
    desk.page.locator("#why-deed").focus()
    desk.page.keyboard.type("cdu")
    desk.page.wait_for_timeout(300)
    expect(desk.said).to_have_text("")
    expect(desk.page.locator(f"#entry-{key} .entry-state")).to_have_text("not yet reviewed")


def test_a_finding_gets_other_words_by_selecting_them(desk: Desk) -> None:
    key = desk.entry("directive")
    words = desk.exact()
    shorter = " ".join(words.split()[2:8])
    desk.press("s", "^Select the right words")
    desk.page.evaluate(SELECT, shorter)
    desk.press("Enter", "^These are its words")
    expect(desk.current).to_have_attribute("data-key", key)
    assert desk.exact() == shorter
    desk.undo()
    desk.page.locator(f"#entry-{key} .entry-label").click()
    assert desk.exact() == words


@pytest.mark.parametrize("kind", ["directive", "citation", "mention"])
def test_selected_words_become_a_finding(kind: str, desk: Desk) -> None:
    before = desk.page.locator(".entry").count()
    desk.page.evaluate(SELECT, "độc lập cho đất nước")
    desk.page.click(f"[data-add={kind}]")
    expect(desk.form).to_be_visible()
    desk.form.locator("[type=submit]").click()
    expect(desk.said).to_have_text("Added.")
    assert desk.exact() == "độc lập cho đất nước"
    expect(desk.page.locator(".entry")).to_have_count(before + 1)
    expect(desk.page.locator("#bench-chosen form.deed").first).to_be_visible()  # else it is asked for once it is gone
    desk.undo()
    expect(desk.page.locator(".entry")).to_have_count(before)


@pytest.fixture
def without_a_list(server: Server) -> Iterator[str]:
    """The address of an article with three directives that are of no list."""
    number = run(server, "manage.py", "shell", "--no-imports", "--command", ADD_POINTS).strip()
    yield f"/admin/articles/article/{number}/change/"
    run(server, "manage.py", "shell", "--no-imports", "--command", DELETE_IT)


def test_a_list_is_added_by_keys_with_its_points(browser: Browser, server: Server, without_a_list: str) -> None:
    with reader(browser, server.address, "vi") as context:
        page = sign_in(context, server)
        faults = Faults(page, server.address)
        page.goto(without_a_list)
        desk = Desk(page)
        page.evaluate(SELECT, cast.LEAD)  # which an arrow with Shift then makes longer, as the keyboard does
        lines = cast.TEXT[cast.TEXT.index(cast.LEAD) : cast.TEXT.index(cast.SINGLE)].strip()
        page.evaluate(EXTEND, cast.FOURTH)
        buttons = page.locator("#bench-selection [data-add]")
        expect(buttons).to_have_text([re.compile(rf"^Thêm: .* {number}$") for number in range(1, 5)])
        page.keyboard.press("2")
        expect(desk.form.locator("[name=exact]")).to_have_value(lines)
        expect(desk.form.locator("[name=found-kind]")).to_have_value("orientation")
        boxes = desk.form.locator("[name=found-points]")
        expect(boxes).to_have_count(3)
        boxes.nth(2).focus()
        page.keyboard.press("Space")  # is no point of it
        assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH
        page.keyboard.press("Control+Enter")
        expect(desk.said).to_have_text("Đã thêm.")
        assert desk.exact() == cast.LEAD
        expect(page.locator(".entry[data-kind=directive] .entry-state")).to_have_text(
            ["đã sửa", "đã sửa", "chưa duyệt"]
        )
        page.keyboard.press("u")
        expect(page.locator(".entry[data-kind=directivelist]")).to_have_count(0)
        assert faults.take() == []


def test_the_mouse_selects_words_that_are_marked(desk: Desk) -> None:
    desk.entry("directive")
    place = desk.page.locator("#bench-text .found[aria-current]").first.bounding_box()
    assert place
    desk.page.mouse.move(place["x"] + 8, place["y"] + 8)
    desk.page.mouse.down()
    desk.page.mouse.move(place["x"] + 120, place["y"] + 8, steps=8)
    desk.page.wait_for_timeout(100)
    expect(desk.page.locator("#bench-selection")).to_be_hidden()  # it would stand in the way of the mouse
    desk.page.mouse.up()
    expect(desk.page.locator("#bench-selection")).to_be_visible()
    assert desk.page.evaluate("getSelection().toString()") in desk.exact()


def test_the_words_that_are_selected_last_are_those_that_are_added(desk: Desk) -> None:
    for words in ("độc lập", "độc lập cho đất nước"):
        desk.page.evaluate(SELECT, words)
        expect(desk.page.locator("#bench-selection")).to_be_visible()
    desk.page.keyboard.press("1")
    expect(desk.form.locator("[name=exact]")).to_have_value(words)
    desk.page.keyboard.press("Escape")
    at_once = "document.dispatchEvent(new KeyboardEvent('keydown', {key: '1'}))"
    desk.page.evaluate(f"words => {{ ({SELECT})(words); {at_once} }}", "độc lập")
    expect(desk.form.locator("[name=exact]")).to_have_value("độc lập")
    desk.page.keyboard.press("Escape")
    desk.page.evaluate(SELECT, words)
    expect(desk.page.locator("#bench-selection")).to_be_visible()
    desk.page.keyboard.press("Control+a")  # the whole page, which is no words of the article
    expect(desk.page.locator("#bench-selection")).to_be_hidden()
    desk.page.keyboard.press("1")
    expect(desk.form).to_be_hidden()


def test_offsets_of_selected_words_do_not_count_labels(desk: Desk) -> None:
    """The words run over a label that stands between them, and over the pieces into which marks cut the line."""
    key = desk.entry("citation")
    line = desk.page.locator(f"p:has(#found-{key})").first
    words = line.evaluate(
        "line => [...line.querySelectorAll('[data-start]')].map(one => one.textContent).join('').trim()"
    )
    with desk.page.expect_request("**/add/mention/") as asked:
        desk.page.evaluate(SELECT, words)
        desk.page.click("[data-add=mention]")
    answer = asked.value.response()
    assert answer is not None
    assert answer.status == 200
    expect(desk.form.locator("[name=exact]")).to_have_value(words)
    desk.page.keyboard.press("Escape")


def test_a_correction_is_made_beside_the_text_with_a_box_that_completes(desk: Desk) -> None:
    key = desk.entry("directive")
    desk.page.keyboard.press("e")
    expect(desk.form).to_be_visible()
    desk.form.locator("[name=found-deadline]").fill("trong quý I")
    desk.form.locator(".select2-search__field").first.click()  # of the topics
    desk.page.wait_for_selector(".select2-results__option:not(.loading-results)")
    desk.page.keyboard.press("Enter")
    desk.form.locator("[type=submit]").click()
    expect(desk.said).to_have_text("Corrected.")
    expect(desk.page.locator(f"#entry-{key} .entry-state")).to_have_text("edited")
    desk.press("e", "^$")  # what was said of the last deed does not stand above the next form
    expect(desk.form).to_be_visible()
    desk.page.keyboard.press("Escape")
    desk.undo()


def test_what_was_typed_in_a_form_is_not_thrown_away_unasked(desk: Desk) -> None:
    key = desk.entry("directive")
    desk.page.keyboard.press("e")
    field = desk.form.locator("[name=found-deadline]")
    field.fill("trong quý I")
    desk.press("Escape", "Press Escape again")
    field.press_sequentially("I")
    desk.press("Escape", "Press Escape again")
    desk.page.locator("#bench-text").focus()
    desk.press("e", "not saved")
    desk.press("s", "not saved")
    for there in (f"#entry-{key} .entry-words", f"#found-{key}", ".entry-label >> nth=-1"):
        desk.page.locator(there).click()
        expect(desk.said).to_have_text(re.compile("not saved"))
    expect(field).to_have_value("trong quý II")
    desk.press("Escape", "^$")
    expect(desk.form).to_be_hidden()
    expect(desk.current).to_have_attribute("data-key", key)
    desk.page.keyboard.press("e")
    expect(field).to_be_visible()
    expect(field).not_to_have_value("trong quý II")
    desk.page.keyboard.press("Escape")  # nothing was typed in it
    expect(desk.form).to_be_hidden()


def test_what_another_curator_changed_is_shown_and_what_was_typed_stays(desk: Desk) -> None:
    key = desk.entry("directive")
    desk.page.keyboard.press("e")
    desk.form.locator("[name=found-deadline]").fill("trong quý II")
    with desk.page.context.new_page() as other:
        other.goto(ARTICLE)
        there = Desk(other)
        there.entry("directive")
        there.press("c", "^Confirmed")
        desk.form.locator("[type=submit]").click()
        expect(desk.said).to_have_text(re.compile("was changed since you opened it.*confirmed"))
        expect(desk.form.locator("[name=found-deadline]")).to_have_value("trong quý II")
        desk.form.locator("[type=submit]").click()
        expect(desk.said).to_have_text("Corrected.")
        expect(desk.page.locator(f"#entry-{key} .entry-state")).to_have_text("edited")
        desk.undo()
        desk.undo()


def test_what_another_curator_changed_is_not_taken_back_by_fields_that_were_not_touched(desk: Desk) -> None:
    key = desk.entry("citation")
    desk.page.keyboard.press("e")
    number, issuer = (desk.form.locator(f"[name=found-{name}]") for name in ("number", "issuer"))
    before = number.input_value()
    issuer.fill("Ban Bí thư")
    desk.form.locator("[name=why]").fill("in ở trang sau")
    with desk.page.context.new_page() as other:
        other.goto(ARTICLE)
        there = Desk(other)
        there.entry("citation")
        other.keyboard.press("e")
        there.form.locator("[name=found-number]").fill("60")
        there.form.locator("[type=submit]").click()
        expect(there.said).to_have_text("Corrected.")
        assert before != "60"
        desk.form.locator("[type=submit]").click()
        expect(desk.said).to_have_text(re.compile("was changed since you opened it.*60"))
        expect(number).to_have_value("60")
        expect(issuer).to_have_value("Ban Bí thư")
        expect(desk.form.locator("[name=why]")).to_have_value("in ở trang sau")
        desk.form.locator("[type=submit]").click()
        expect(desk.said).to_have_text("Corrected.")
        desk.page.keyboard.press("e")
        expect(number).to_have_value("60")
        expect(issuer).to_have_value("Ban Bí thư")
        desk.page.keyboard.press("Escape")
        desk.undo()
        desk.undo()
        expect(desk.page.locator(f"#entry-{key} .entry-state")).to_have_text("not yet reviewed")


@pytest.fixture
def with_a_title(server: Server) -> Iterator[str]:
    """The address of an article with one mention, at which a title is printed."""
    number = run(server, "manage.py", "shell", "--no-imports", "--command", ADD_A_TITLE).strip()
    yield f"/admin/articles/article/{number}/change/"
    run(server, "manage.py", "shell", "--no-imports", "--command", DELETE_IT)


def test_what_another_said_of_a_title_meanwhile_is_not_taken_back(
    desk: Desk, server: Server, with_a_title: str
) -> None:
    desk.page.goto(with_a_title)
    desk.entry("mention")
    desk.page.keyboard.press("e")
    name, acting, former = (
        desk.form.locator(f"[name={field}]") for field in ("found-name", "titles-0-acting", "titles-0-former")
    )
    name.fill("Lê Văn Bảo")
    former.check()
    expect(acting).not_to_be_checked()
    run(server, "manage.py", "shell", "--no-imports", "--command", SAY_ACTING)
    desk.form.locator("[type=submit]").click()
    expect(desk.said).to_have_text(re.compile("was changed since you opened it: acting"))
    expect(acting).to_be_checked()
    expect(former).to_be_checked()
    expect(name).to_have_value("Lê Văn Bảo")
    desk.form.locator("[type=submit]").click()
    expect(desk.said).to_have_text("Corrected.")
    there = run(server, "manage.py", "shell", "--no-imports", "--command", READ_THE_TITLE)
    assert there.strip() == "True True Lê Văn Bảo"


def test_all_are_confirmed_at_once_and_that_is_undone_from_the_next_article(desk: Desk) -> None:
    desk.page.goto(f"{ARTICLE}?queue=unreviewed")
    count = desk.page.locator(".entry").count()
    with desk.page.expect_navigation():
        desk.page.keyboard.press("Shift+C")
    assert ARTICLE not in desk.page.url
    with desk.page.expect_navigation():
        desk.page.keyboard.press("u")
    assert ARTICLE in desk.page.url
    expect(desk.page.locator(".entry[data-open]")).to_have_count(count)


def test_a_reason_above_the_text_goes_with_what_is_done_there(desk: Desk) -> None:
    desk.entry("citation")
    desk.press("c", "^Confirmed")
    for of in ("all", "undo"):
        field = desk.page.locator(f"#why-{of}")
        field.fill("bấm nhầm")
        field.press("Escape")
        expect(field).to_have_value("")
    field.fill("bấm nhầm")
    desk.press("Enter", "^Undone")
    expect(field).to_have_value("")
    desk.page.goto("/admin/register/edit/")
    expect(desk.page.locator("#result_list tbody tr").first).to_contain_text("bấm nhầm")


@pytest.fixture
def without_findings(server: Server) -> Iterator[str]:
    """The address of an article in which nothing was found."""
    number = run(server, "manage.py", "shell", "--no-imports", "--command", ADD_AN_ARTICLE).strip()
    yield f"/admin/articles/article/{number}/change/"
    run(server, "manage.py", "shell", "--no-imports", "--command", DELETE_IT)


def test_an_article_without_findings_is_reviewed_by_the_key_that_confirms_all(
    desk: Desk, without_findings: str
) -> None:
    desk.page.goto(without_findings)
    nothing, everything = (desk.page.locator(f"[data-deed={deed}]") for deed in ("reviewed", "all"))
    expect(nothing).to_be_visible()
    expect(everything).to_be_hidden()
    desk.press("Shift+C", "^Reviewed")
    expect(nothing).to_be_hidden()
    expect(everything).to_be_hidden()
    desk.undo()
    expect(nothing).to_be_visible()
    nothing.click()
    expect(desk.said).to_have_text("Reviewed.")


def test_the_page_works_without_its_script(browser: Browser, server: Server) -> None:
    with reader(browser, server.address, "en") as context:
        page = sign_in(context, server)
        page.route("**/workbench*.js", lambda route: route.abort())
        page.goto(ARTICLE)
        page.locator(".entry-label").first.click()
        page.click("[data-deed=confirm]")
        assert page.inner_text(".messagelist").strip() == "Confirmed."
        page.click("[data-deed=undo]")
        assert "Undone" in page.inner_text(".messagelist")
