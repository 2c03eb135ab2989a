"""What holds of the answers of every operation of the document, in every form, compressed or not, to GET and to HEAD.

The document says which operations there are: a new one comes under these tests by itself.
"""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from articles.models import Remark
from directives.models import Citation
from tests.api.test_hostile import PATHS, address, operations
from tests.cast import add_article
from tests.promises import body_of
from tests.recorder import needed

pytestmark = pytest.mark.django_db

COMPRESSED = {"Accept-Encoding": "gzip"}
# What describes the body, and so is not in a 304 (RFC 9110, section 15.4.5).
OF_THE_BODY = {"Content-Disposition", "Content-Encoding", "Content-Length", "Content-Type", "Allow", "Link"}
OTHERS = [
    ("/api/schema/", "application/vnd.oai.openapi+json"),
    ("/api/schema/", "application/yaml"),
    ("/api/docs/", "*/*"),
]


def forms() -> list[tuple[str, str]]:
    """Return each path of the document with each form that it is read in, and the addresses outside the document."""
    stated = [(path, form) for path, operation in operations() for form in operation["responses"]["200"]["content"]]
    return sorted(stated) + OTHERS


def asked(path: str) -> str:
    """Return the address of a row that is there, or of a list, with the parameters that are required."""
    operation = dict(operations()).get(path)
    required = needed(operation) if operation else {}
    return f"{address(path)}?{urlencode(required)}" if required else address(path)


@pytest.fixture(autouse=True)
def rows(citation: Citation, remark: Remark) -> None:
    """Add a row of each kind: these two bring the others with them."""


def kept(response: Any) -> dict[str, str]:
    """Return the headers that a 304 repeats: those that do not describe the body, which the caller has already."""
    return {name: value for name, value in response.headers.items() if name not in OF_THE_BODY}


@pytest.mark.parametrize(("path", "form"), forms())
def test_an_answer_is_for_all_caches_and_asked_for_again(client: Client, path: str, form: str) -> None:
    where, accept = asked(path), {"Accept": form}
    whole = client.get(where, headers=accept)
    assert whole.status_code == 200
    assert whole["ETag"].startswith('W/"')
    assert whole["Cache-Control"] == "max-age=0, must-revalidate"
    assert whole["Access-Control-Allow-Origin"] == "*"
    assert {*whole["Vary"].split(", ")} == {"Accept", "Accept-Encoding"}
    assert not whole.cookies

    from_elsewhere = client.get(where, headers=accept | {"Origin": "https://bao.example", "Cookie": "language=vi"})
    assert from_elsewhere.headers == whole.headers

    short = client.get(where, headers=accept | {"If-None-Match": whole["ETag"]})
    assert (short.status_code, body_of(short)) == (304, b"")
    assert kept(short) == kept(whole)


@pytest.mark.parametrize(("path", "form"), forms())
def test_a_compressed_answer_is_the_same_answer(client: Client, path: str, form: str) -> None:
    where, accept = asked(path), {"Accept": form}
    plain = client.get(where, headers=accept)
    packed = client.get(where, headers=accept | COMPRESSED)
    long = plain.streaming or len(plain.getvalue()) > 500
    assert (packed.get("Content-Encoding") == "gzip") or not long
    assert body_of(packed) == body_of(client.get(where, headers=accept))
    assert kept(packed) == kept(plain)
    short = client.get(where, headers=accept | COMPRESSED | {"If-None-Match": packed["ETag"]})
    assert (short.status_code, body_of(short)) == (304, b"")
    assert kept(short) == kept(packed)


@pytest.mark.parametrize(("path", "form"), forms())
def test_head_says_what_get_would(client: Client, path: str, form: str) -> None:
    where, accept = asked(path), {"Accept": form}
    whole = client.get(where, headers=accept)
    head = client.head(where, headers=accept)
    assert (head.status_code, body_of(head)) == (200, b"")
    assert head.headers == whole.headers
    assert client.head(where, headers=accept | {"If-None-Match": whole["ETag"]}).status_code == 304


@pytest.mark.parametrize(("path", "form"), [one for one in forms() if one not in OTHERS])
def test_a_write_shows_in_the_next_answer(client: Client, path: str, form: str) -> None:
    where, accept = asked(path), {"Accept": form}
    held = client.get(where, headers=accept)["ETag"]
    add_article(slug="bai-moi")
    again = client.get(where, headers=accept | {"If-None-Match": held})
    assert again.status_code == 200
    assert again["ETag"] != held


def test_the_admin_is_never_compressed(client: Client) -> None:
    assert "Content-Encoding" not in client.get("/admin/login/", headers=COMPRESSED)


@pytest.mark.parametrize("refused", ["gzip;q=0", "gzip; q=0.0, br", "br", "identity", ""])
def test_who_refuses_gzip_gets_plain_bytes(client: Client, refused: str) -> None:
    whole = client.get("/api/schema/", headers={"Accept-Encoding": refused})
    assert "Content-Encoding" not in whole
    assert {*whole["Vary"].split(", ")} == {"Accept", "Accept-Encoding"}


@pytest.mark.parametrize("accepted", ["gzip;q=0.5", "br, gzip", "gzip;q=0.01"])
def test_who_takes_gzip_gets_it(client: Client, accepted: str) -> None:
    assert client.get("/api/schema/", headers={"Accept-Encoding": accepted})["Content-Encoding"] == "gzip"


@pytest.mark.parametrize("path", PATHS)
def test_a_refusal_is_the_same_problem_when_compressed(client: Client, path: str) -> None:
    where = f"{address(path)}?khong_co=1"
    plain, packed = client.get(where), client.get(where, headers=COMPRESSED)
    assert (plain.status_code, packed.status_code) == (400, 400)
    assert packed["Content-Type"] == plain["Content-Type"] == "application/problem+json"
    assert body_of(packed) == body_of(plain)
