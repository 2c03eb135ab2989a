"""What a curator types is not lost: by another page, by another language, by a session that ended."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect

from web.browser import reader, sign_in
from web.server import Server

pytestmark = pytest.mark.timeout(180)  # seconds; the first test waits for the server

NEW = "/admin/articles/article/add/"
TEXT = "Một bài mới\n\nThứ trưởng Ngoại giao Lê Văn Bảo nêu ba định hướng.\n"


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    with reader(browser, server.address, "en") as context:
        yield sign_in(context, server)


def test_a_text_outlives_the_session_and_is_sent_when_one_is_signed_in_again(page: Page, server: Server) -> None:
    page.goto(NEW)
    page.fill("[name=text]", TEXT)
    page.context.clear_cookies(name="sessionid")
    page.click("[name=_look]")
    expect(page.locator(".not-sent")).to_contain_text("You are signed out")
    expect(page.locator("[name=text]")).to_have_value(TEXT)
    sign_in(page.context, server)
    page.click("[name=_look]")
    expect(page.locator("#outcome-heading")).to_have_text("What would be stored")


@pytest.mark.parametrize("is_looked_at", [False, True])
def test_a_typed_text_is_not_left_unasked(is_looked_at: bool, page: Page) -> None:
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.goto(NEW)
    page.fill("[name=text]", TEXT)
    if is_looked_at:
        page.click("[name=_look]")
        expect(page.locator("#outcome-heading")).to_be_visible()
        page.click("h1")
    assert asked == []
    page.get_by_role("button", name="Tiếng Việt").click()
    expect(page.locator("[name=text]")).to_have_value(TEXT)
    page.wait_for_function("true")
    assert asked == ["beforeunload"]
    page.remove_listener("dialog", stay)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("/admin/")


def test_a_page_in_which_nothing_was_typed_is_left_without_a_question(page: Page) -> None:
    asked: list[str] = []

    def go(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", go)
    page.goto("/admin/articles/speaker/1/change/")
    page.click("h1")
    page.goto("/admin/")
    assert asked == []
