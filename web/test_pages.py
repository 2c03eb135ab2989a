"""Every page, as a browser sees it: the policy holds, nothing fails, nothing juts out."""

import pytest
from playwright.sync_api import Browser

from web.browser import WIDTH, reader
from web.server import Server
from web.walk import Visit, Walk, lists

pytestmark = pytest.mark.timeout(300)  # seconds; whoever asks for a walk first waits for it


def test_the_walk_passes_every_list_of_the_admin(walks: list[Visit]) -> None:
    visited = {visit.address for visit in walks}
    assert set(lists()) <= visited
    for part in ("/add/", "/change/", "/history/", "/delete/", "/export/", "(choices)", "(sent empty)", "(saved)"):
        assert any(address.endswith(part) for address in visited), part


def test_every_page_answers(walks: list[Visit]) -> None:
    assert {visit.address: visit.status for visit in walks if visit.status != 200} == {}


def test_no_page_breaks_the_policy_or_complains(walks: list[Visit]) -> None:
    assert [fault for visit in walks for fault in visit.faults] == []


def test_no_page_is_wider_than_the_window(walks: list[Visit]) -> None:
    assert {visit.address: visit.width for visit in walks if visit.width > WIDTH} == {}


@pytest.mark.parametrize(
    "address", ["/", "/guides/api/", "/guides/curators/", "/guides/decisions/", "/changes/", "/licence/"]
)
@pytest.mark.parametrize("width", [360, WIDTH])
def test_a_page_for_the_public_is_well_on_a_telephone_too(
    browser: Browser, server: Server, address: str, width: int
) -> None:
    with reader(browser, server.address) as context:
        walk = Walk(context.new_page(), server.address)
        walk.page.set_viewport_size({"width": width, "height": 800})
        walk.visit(address)
    (visit,) = walk.visits
    assert (visit.status, visit.faults) == (200, ())
    assert visit.width <= width
