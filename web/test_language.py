"""The pages speak one language at a time: Vietnamese, and English to who chose it."""

import pytest
from playwright.sync_api import Browser, expect

from web.browser import reader
from web.server import Server
from web.walk import Visit
from web.words import data_of, english_in, vietnamese_in

pytestmark = pytest.mark.timeout(300)  # seconds; whoever asks for a walk first waits for it


def test_a_page_in_vietnamese_shows_no_english(walk_in_vietnamese: list[Visit], walked: Server) -> None:
    data = data_of(walked.database)
    english: dict[str, str] = {}  # the first page that shows each
    for visit in walk_in_vietnamese:
        for text in visit.texts:
            for piece in english_in(text.words, data):
                english.setdefault(piece, visit.address)
    assert english == {}


def test_a_page_in_english_has_no_vietnamese_labels(walk_in_english: list[Visit], walked: Server) -> None:
    data = data_of(walked.database)
    vietnamese: dict[str, str] = {}
    for visit in walk_in_english:
        for text in visit.texts:
            for piece in vietnamese_in(text.words, data) if text.label else ():
                vietnamese.setdefault(piece, visit.address)
    assert vietnamese == {}


def test_a_page_says_which_language_it_is_in(walk_in_vietnamese: list[Visit], walk_in_english: list[Visit]) -> None:
    assert {visit.language for visit in walk_in_vietnamese} == {"vi"}
    assert {visit.language for visit in walk_in_english} == {"en"}


@pytest.mark.parametrize("address", ["/", "/admin/login/"])
def test_a_reader_changes_the_language_by_the_switch(browser: Browser, server: Server, address: str) -> None:
    context = reader(browser, server.address)
    page = context.new_page()
    page.goto(address)
    html = page.locator("html")
    expect(html).to_have_attribute("lang", "vi")
    page.get_by_role("button", name="English").click()
    expect(html).to_have_attribute("lang", "en")
    page.reload()
    page.get_by_role("button", name="Tiếng Việt").click()
    expect(html).to_have_attribute("lang", "vi")
    assert page.url == f"{server.address}{address}"
    context.close()


DATA = frozenset({"Le Hoai Trung", "The first thing is this"})


@pytest.mark.parametrize("text", ["Add speaker", "Lưu · Delete", "Chọn - Add speaker", "by status"])
def test_english_is_recognised(text: str) -> None:
    assert english_in(text, DATA)


@pytest.mark.parametrize(
    "text",
    [
        "Thêm",
        "12 / 34",
        "Le Hoai Trung",
        "The first…",
        "59-NQ",
        "JSON, CSV",
        "/api/v1/",
        "Xem",
        "Bài báo: Le Hoai Trung",
    ],
)
def test_what_is_no_english_is_let_pass(text: str) -> None:
    assert english_in(text, DATA) == []


def test_vietnamese_is_recognised_but_for_data_and_quoted_examples() -> None:
    assert vietnamese_in("Add: Thêm", DATA)
    assert vietnamese_in("As printed: Một là", DATA)
    assert not vietnamese_in("As printed, “Một là”, with dates", DATA)
    assert not vietnamese_in("History: Bộ Chính trị", frozenset({"Bộ Chính trị"}))
