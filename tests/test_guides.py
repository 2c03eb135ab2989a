"""The guides keep their word: their links lead somewhere, their requests give the answers that are printed."""

import ast
import json
import re
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.models import Field
from django.test import Client
from django.utils.text import capfirst
from django.utils.translation import override
from django.utils.translation.trans_real import translation

from articles.api import filters, pagination, parameters, problems, slugs
from articles.models import Organ
from articles.serializers import excerpts
from config import settings as project
from config.schema import document
from directives import snippets
from register.models import reports
from register.reports.reading import LONGEST_EXACT
from register.reports.views import LARGEST_BODY
from tests.guides import (
    API,
    CURATORS,
    DOCUMENTS,
    HERE,
    LEFT_OUT,
    ROOT,
    Request,
    anchors_of,
    blocks_of,
    codes_in,
    requests_of,
    rows_of,
    says,
    section,
    targets_of,
    tokens_of,
)

OUTSIDE = {"semver.org"}  # hosts that a document may link to
APPS = ("articles", "config", "directives", "register")

LIMITS = {
    "rows of a page (`page_size`)": pagination.LARGEST_PAGE,
    "highest `page`": pagination.LAST_PAGE,
    "rows counted under filters": pagination.MOST_COUNTED,
    "values of one filter": filters.MOST_VALUES,
    "parameters of a request": parameters.MOST_PARAMETERS,
    "bytes after `?`, a cursor not counted": parameters.LONGEST_QUERY,
    "characters of a text in a filter": filters.LONGEST_TEXT,
    "characters of a slug": slugs.LONGEST_SLUG,
    "code points on each side in a snippet": snippets.REACH,
    "code points of one quotation under `excerpt`": excerpts.LONGEST_QUOTATION,
    "bytes of a report": LARGEST_BODY,
    "code points of the `message` of a report": reports.LONGEST_MESSAGE,
    "code points of the `contact` of a report": reports.LONGEST_CONTACT,
    "code points of the `exact` of a report": LONGEST_EXACT,
}


def called(name: str) -> Iterator[ast.Call]:
    """Yield the calls of a function or class in the code of the project."""
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            text = path.read_text(encoding="utf-8")
            for node in ast.walk(ast.parse(text)) if f"{name}(" in text else ():
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
                    yield node


def given_codes(name: str, position: int) -> set[str]:
    """Return the codes that calls of name give, as an argument at a position or by the name "code"."""
    found = set()
    for call in called(name):
        given = [*call.args[position : position + 1], *(word.value for word in call.keywords if word.arg == "code")]
        found |= {str(one.value) for one in given if isinstance(one, ast.Constant)}
    return {code for code in found if re.fullmatch("[a-z_]+", code)}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(path: Path) -> None:
    lost = []
    for target in targets_of(path):
        parts = urlsplit(target)
        if parts.scheme or parts.netloc:
            if parts.scheme != "https" or parts.netloc not in OUTSIDE:
                lost.append(target)
            continue
        file = (path.parent / parts.path).resolve() if parts.path else path
        if not file.exists() or (parts.fragment and unquote(parts.fragment) not in anchors_of(file)):
            lost.append(target)
    assert lost == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_document_holds_markup_that_its_page_would_not_show(path: Path) -> None:
    inline = [child for token in tokens_of(path) for child in token.children or ()]
    assert [one.content for one in (*tokens_of(path), *inline) if one.type in ("html_block", "html_inline")] == []


def as_printed(client: Client, request: Request) -> str:
    """Return what an answer has otherwise than it is printed; nothing where it is as printed."""
    headers = {"host": "127.0.0.1:8000", **request.headers}
    kind = headers.pop("Content-Type", "application/octet-stream")
    response = client.generic("POST" if request.body else "GET", request.address, request.body, kind, headers=headers)
    if response.status_code != request.status:
        return f"{request.address}: {response.status_code} {response.content.decode()[:200]}"
    if request.answer is not None and not says(response.json(), request.answer):
        return f"{request.address}: {json.dumps(response.json(), ensure_ascii=False, indent=1)}"
    for line in request.head.splitlines()[1:]:
        name, _, value = line.partition(": ")
        if not says(response.headers.get(name, ""), value):
            return f"{request.address}: {name}: {response.headers.get(name)}"
    if request.keeps_etag:
        again = {"host": "127.0.0.1:8000", "if-none-match": response["ETag"]}
        status = client.get(request.address, headers=again).status_code
        return "" if status == 304 else f"{request.address}: {status}, asked again"
    return ""


@pytest.mark.django_db
def test_every_request_gives_the_answer_that_is_printed(client: Client, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    for command in ("load_fixtures", "load_seeds"):
        call_command(command, verbosity=0)
    wrong = [as_printed(client, request) for path in DOCUMENTS for request in requests_of(path)]
    assert "\n\n".join(filter(None, wrong)) == ""


def test_every_answer_that_is_printed_belongs_to_a_request() -> None:
    for path in DOCUMENTS:
        answers = [request.answer for request in requests_of(path) if request.answer is not None]
        assert len(answers) == len(blocks_of(path, "json")), path


def test_answers_are_told_from_others() -> None:
    answer = {"name": "Lê Hoài Trung", "roles": [1, 2], "office": {"title": "Bộ trưởng", "acting": True}}
    assert says(answer, {"name": "Lê …", "roles": [1, 2], "office": {"acting": True, LEFT_OUT: LEFT_OUT}})
    others: list[Any] = [
        {"name": "Lê"},
        {"roles": [1]},
        {"roles": [2, 1]},
        {"office": {"acting": False}},
        {"title": None},
        {"office": {"title": "… trưởng Bộ"}},
    ]
    assert not any(says(answer, other) for other in others)


class TestTheErrors:
    def test_every_kind_of_problem_is_explained(self) -> None:
        explained = {code for row in rows_of(section(API, "Errors")) if len(row) == 4 for code in codes_in(row[1])}
        assert explained == {"invalid_request", *(code for code, _ in problems.STATUSES.values())}

    def test_every_status_has_its_code(self) -> None:
        printed = {
            (int(status), codes_in(row[1])[0])
            for row in rows_of(section(API, "Errors"))
            if len(row) == 4
            for status in row[0].split(", ")
        }
        given = {(status, code) for status, (code, _) in problems.STATUSES.items()}
        assert printed == given | {(400, "invalid_request"), (404, "invalid_request")}

    def test_every_fault_is_explained(self) -> None:
        explained = {code for row in rows_of(section(API, "Errors")) if len(row) == 3 for code in codes_in(row[0])}
        given = given_codes("Fault", 0) | given_codes("refuse", 2) | given_codes("Refusal", 1)
        assert len(given) >= 14  # else the code names its faults in a way that this test does not see
        assert explained == given | {"invalid"}


def test_every_limit_is_the_one_of_the_code() -> None:
    printed = dict(rows_of(section(API, "Other sites, and limits")))
    assert printed == {what: f"{limit:,}" for what, limit in LIMITS.items()}


def test_the_headers_that_a_script_may_read_are_named() -> None:
    named = codes_in(section(API, "Other sites, and limits").partition("\n|")[0])
    assert set(named[1:]) == {*project.CORS_EXPOSE_HEADERS, "If-None-Match"}


@pytest.mark.django_db
def test_the_script_that_walks_a_list_meets_every_row(client: Client) -> None:
    call_command("load_fixtures", verbosity=0)
    (script,) = blocks_of(API, "python")
    names: dict[str, Any] = {}
    exec(script, names)
    names["urlopen"] = lambda address: BytesIO(client.get(address.removeprefix("http://testserver")).content)
    rows = [row["slug"] for row in names["walk"]("/api/v1/organs/?page_size=20")]
    assert len(rows) == len(set(rows)) == Organ.objects.count() > 60


def test_the_types_that_are_named_are_in_the_document() -> None:
    (block,) = blocks_of(API, "ts")
    named = set(re.findall(r'\["schemas"\]\["(\w+)"\]', block))
    assert named
    assert named <= document()["components"]["schemas"].keys()


def test_the_example_of_a_deprecation_keeps_the_rules_of_the_guide() -> None:
    """A proofreader's test: nothing is deprecated yet, so the example is invented, and no answer has these headers."""
    (block,) = [block for block in blocks_of(API, "http") if "Sunset" in block]
    headers = dict(line.split(": ", 1) for line in block.splitlines())
    since = int(headers["Deprecation"].removeprefix("@"))
    sunset = parsedate_to_datetime(headers["Sunset"])
    assert sunset.timestamp() - since >= 365 * 24 * 3600
    assert headers["Sunset"].startswith(f"{sunset:%a}")
    assert HERE in headers["Link"]


def labels_and_choices() -> tuple[set[str], set[str]]:
    """Return what fields are called, which pages begin with a capital, and the choices, which they show as they are."""
    rows = [model for label in APPS if label != "config" for model in apps.get_app_config(label).get_models()]
    fields = [field for model in rows for field in model._meta.get_fields() if isinstance(field, Field)]
    choices = {str(label) for field in fields for _value, label in field.choices or ()}
    return {str(field.verbose_name) for field in fields}, choices


def test_the_curators_guide_calls_things_as_the_screen_does() -> None:
    vietnamese: Any = translation("vi")  # ours before Django's
    catalog = vietnamese._catalog
    with override("vi"):
        labels, choices = labels_and_choices()
    said = {str(catalog[message]).replace("&", "") for message in catalog.keys()}  # noqa: SIM118 - it is no dict
    shown = choices | {capfirst(words) for words in (said - choices) | labels}
    guide = CURATORS.read_text(encoding="utf-8")
    named = {" ".join(label.split()) for label in re.findall(r"\*\*“(.+?)”\*\*", guide, re.DOTALL)}
    assert len(named) > 40
    assert sorted(named - shown) == []


def test_the_curators_guide_quotes_as_vietnamese_print_does() -> None:
    prose = re.sub(r"`[^`]*`", "", CURATORS.read_text(encoding="utf-8"))
    assert re.findall('[«»"]', prose) == []
    assert prose.count("“") == prose.count("”")
