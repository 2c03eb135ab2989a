"""The first page of the admin: what people did last stands beside what waits, where there is room."""

import pytest
from playwright.sync_api import Browser, FloatRect, Page

from web.browser import Faults, reader, sign_in
from web.server import Server

pytestmark = pytest.mark.timeout(180)  # seconds; the first test waits for the server


def place_of(page: Page, selector: str) -> FloatRect:
    place = page.locator(selector).bounding_box()
    assert place
    return place


@pytest.mark.parametrize("width", [1280, 900, 600])
def test_what_people_did_last_stands_at_the_top_beside_the_queues(width: int, browser: Browser, server: Server) -> None:
    with reader(browser, server.address, "vi") as context:
        page = sign_in(context, server)
        faults = Faults(page, server.address)
        page.set_viewport_size({"width": width, "height": 900})
        page.goto("/admin/")
        queues, apps, last = (place_of(page, one) for one in ("#queues", "#content-main", "#content-related"))
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        if width >= 768:
            assert last["y"] <= queues["y"]
            assert last["x"] >= max(queues["x"] + queues["width"], apps["x"] + apps["width"])
        else:
            assert last["y"] >= apps["y"] + apps["height"]
        assert faults.take() == []
