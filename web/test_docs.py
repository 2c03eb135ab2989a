"""The API's reference in a browser, under the policy that production has."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response, expect

from web.browser import WIDTH, Faults, reader
from web.server import Server

OPERATION = "#operations-directives-directives_list"
PUBLIC = "https://doingoai.test"


@dataclass
class Visit:
    """The reference, opened and drawn."""

    page: Page
    answer: Response
    faults: Faults


@pytest.fixture
def visit(browser: Browser, server: Server) -> Iterator[Visit]:
    context = reader(browser, server.address)
    yield open_reference(context, server.address)
    context.close()


def open_reference(context: BrowserContext, address: str) -> Visit:
    page = context.new_page()
    faults = Faults(page, address)
    answer = page.goto("/api/docs/")
    assert answer is not None
    page.wait_for_selector(OPERATION)
    return Visit(page, answer, faults)


def test_the_reference_is_drawn_without_a_fault(visit: Visit) -> None:
    assert visit.answer.status == 200
    assert visit.answer.headers["content-security-policy"]
    expect(visit.page).to_have_title("doingoai · API documentation")
    visit.page.wait_for_load_state("networkidle")
    assert visit.faults.take() == []


def test_a_public_server_sends_nobody_to_another(browser: Browser, server: Server) -> None:
    """Swagger UI shows the address of a document to a validator elsewhere, unless the host is a local one."""
    context = reader(browser, PUBLIC)
    context.route(
        f"{PUBLIC}/**",
        lambda route: route.fulfill(response=route.fetch(url=route.request.url.replace(PUBLIC, server.address))),
    )
    visit = open_reference(context, PUBLIC)
    visit.page.wait_for_load_state("networkidle")
    assert visit.faults.take() == []
    context.close()


def test_what_the_policy_forbids_is_seen(visit: Visit) -> None:
    visit.page.evaluate(
        "() => { const one = document.createElement('p'); one.innerHTML = '<b style=\"color: red\">x</b>';"
        " document.body.append(one); const two = new Image(); two.src = 'http://elsewhere.example/x.png'; }"
    )
    visit.page.wait_for_timeout(100)
    found = " ".join(visit.faults.take())
    assert "policy: style-src-attr" in found
    assert "policy: img-src" in found


def test_a_list_is_asked_for_without_filters_and_shown(visit: Visit) -> None:
    page = visit.page
    page.click(f"{OPERATION} .opblock-summary-control")
    page.click(f"{OPERATION} .try-out__btn")
    with page.expect_response("**/api/v1/directives/**") as asked:
        page.click(f"{OPERATION} .execute")
    assert asked.value.status == 200
    assert asked.value.json()["results"] == page.request.get("/api/v1/directives/").json()["results"]
    assert urlsplit(asked.value.url).query in ("", "ordering=-published_on&page_size=20")  # the defaults at most
    expect(page.locator(f"{OPERATION} .live-responses-table .response-col_status").last).to_contain_text("200")
    assert visit.faults.take() == []


def test_an_operation_has_an_address_of_its_own(visit: Visit) -> None:
    visit.page.goto(f"/api/docs/#/directives/{OPERATION.rpartition('-')[2]}")
    visit.page.reload()
    expect(visit.page.locator(f"{OPERATION} .opblock-body")).to_be_visible()


def test_every_endpoint_is_there_and_none_is_wider_than_the_page(visit: Visit) -> None:
    page = visit.page
    stated = page.evaluate("async () => Object.keys((await (await fetch('/api/schema/?format=json')).json()).paths)")
    shown = page.locator(".opblock-summary-path").evaluate_all("all => all.map(one => one.dataset.path)")
    assert sorted(set(shown)) == sorted(stated)
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH


def test_every_link_of_the_reference_leads_somewhere(visit: Visit) -> None:
    links = visit.page.locator(".bar a").evaluate_all("all => all.map(one => one.href)")
    assert len(links) > 3
    assert {link: visit.page.request.get(link).status for link in links} == dict.fromkeys(links, 200)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_reference_follows_the_light_of_the_room(visit: Visit, scheme: str) -> None:
    dark = scheme == "dark"
    visit.page.emulate_media(color_scheme="dark" if dark else "light")
    visit.page.wait_for_function("dark => document.documentElement.classList.contains('dark-mode') === dark", arg=dark)
    background = visit.page.evaluate("getComputedStyle(document.body).backgroundColor")
    brightness = sum(map(int, background.strip("rgb()").split(",")[:3])) / 3
    assert (brightness < 128) == dark


def test_a_browser_that_asks_for_an_icon_gets_one(visit: Visit) -> None:
    answer = visit.page.request.get("/favicon.ico")
    assert answer.status == 200
    assert answer.headers["content-type"].startswith("image/")
