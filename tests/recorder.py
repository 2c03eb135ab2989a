"""The examples of the OpenAPI document: what the API answers over the seeds to one request of each kind, shortened.

The document says which operations there are, which problems each may answer with, and which row of the seeds a path is
tried with; what is asked for each of them stands here.
"""

import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any, Final
from unittest.mock import patch
from urllib.parse import urlencode

from django.conf import settings
from django.db import OperationalError, transaction
from django.test import RequestFactory
from django.urls import resolve

from articles.api.fields import FIELDS
from articles.models import Article, Origin, Speaker, State, TextPolicy
from articles.sources import Source
from config.schema import document, is_list
from config.schema.examples import OTHER_FORMS, example_in
from directives.models import Resolution
from register.ingest import Loader
from register.models import DataVersion, Report
from register.reports.senders import sender_of
from tests.promises import PromisedClient, body_of

Node = dict[str, Any]

REPORTS = "/api/v1/reports/"
NO_FORM = "application/xml"  # of which no address has an answer
HOST = "127.0.0.1:8000"  # where `make run` serves
LONGEST = 160  # code points of a text that are shown
ATOM = "application/atom+xml"
SHOWN_FIELDS = 3  # members of a row
CURSOR_LENGTH = 24  # characters of a cursor that are shown: the rest depends on the server's key
MOMENT = "2026-02-11T09:00:00+07:00"  # stands for the moment at which the seeds were loaded
MOMENTS = ("created_at", "changed_at")

SHORT_OF = "000_197a494b6bb89ef6.txt"
SHORT_POINT = "Hai là, tranh thủ"
JSON_FORMS = ("application/json", "application/ld+json", "application/problem+json")
OF_A_SHORT_SEED = ", with one point taken out of an article: as they come, they leave no remark"

# How each problem comes about, in words.
SUMMARIES: Final = {
    "forbidden": "A text of which the rights allow excerpts only",
    "gone": "After the article was withdrawn",
    "invalid_cursor": "A cursor of another list: cursor=W2ZhbHNlLGZhbHNlLDE1XQ",
    "method_not_allowed": "POST, where GET, HEAD and OPTIONS are answered",
    "no_such_page": "page=100",
    "not_acceptable": f"Accept: {NO_FORM}",
    "not_counted": "A misspelt value: by=tpic",
    "not_found": "A name that no row has: khong-co",
    "other_words": "Words that do not stand there: exact is “Bốn định hướng”",
    "too_large": "A message of 70,000 letters",
    "too_many_dimensions": "Three values at once: by=kind,topic,year",
    "too_many_requests": "The second report of one sender, where one an hour is taken",
    "unavailable": "While the database is locked",
    "unknown_field": "A field that there is not: rating",
    "unknown_parameter": "A misspelt parameter: page_sise=5",
    "unsupported_media_type": "Content-Type: text/plain",
}

# The status of each example of an answer that the document states for any other status.
OTHERS: Final = {"method_not_allowed": 405}

# What is asked so that a problem comes. A path is asked for a row that there is, save for not_found.
QUERIES: Final[dict[str, Callable[[Node], dict[str, str]]]] = {
    "unknown_parameter": lambda operation: {"page_sise": "5"},
    "out_of_range": lambda operation: {"page_size": "1000"} if is_list(operation) else {"at": "2025-02-30"},
    "not_counted": lambda operation: {"by": "tpic"},
    "too_many_dimensions": lambda operation: {"by": "kind,topic,year"},
    "invalid_cursor": lambda operation: {"cursor": "W2ZhbHNlLGZhbHNlLDE1XQ"},
    "no_such_page": lambda operation: {"page": "100"},
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What the API answered, and to what request: the example that it makes."""

    request: str
    value: Any

    def example(self) -> Node:
        """Return it as OpenAPI states an example."""
        return {"summary": self.request, "value": self.value}


def recorded() -> dict[str, Node]:
    """Return the examples by name, as OpenAPI states them. To be asked with the seeds loaded; nothing stays changed.

    Raises AssertionError where an answer has another status than the document says.
    """
    answered = {operation["operationId"]: success(path, operation) for path, operation in operations()}
    for path, operation in operations():
        for form in operation["responses"]["200"]["content"].keys() & OTHER_FORMS.keys():
            answered[example_in(form, operation)] = in_other_form(path, operation, form)
    problems: dict[str, dict[str, Answer]] = defaultdict(dict)
    for path, operation in operations():
        for status, name in stated_problems(operation):
            problems[name][operation["operationId"]] = problem(path, operation, status, name)
    answered["reports_create"] = report(201)
    for status, name in stated_problems(document()["paths"][REPORTS]["post"]):
        problems[name]["reports_create"] = refused_report(status, name)
    for name, answers in problems.items():
        answered |= named(name, answers)
    return {name: answered[name].example() for name in sorted(answered)}


def named(name: str, answers: dict[str, Answer]) -> dict[str, Answer]:
    """Return the examples of one problem: the answer that most operations share, and the others by their operation."""
    ((usual, times),) = Counter(json.dumps(answer.value) for answer in answers.values()).most_common(1)
    found: dict[str, Answer] = {}
    for operation_id, answer in answers.items():
        shared = times > 1 and json.dumps(answer.value) == usual
        found.setdefault(name if shared else f"{operation_id}_{name}", answer)
    return found


def operations() -> Iterator[tuple[str, Node]]:
    """Yield each path that is read with its operation."""
    for path, methods in document()["paths"].items():
        if "get" in methods:
            yield path, methods["get"]


def stated_problems(operation: Node) -> Iterator[tuple[int, str]]:
    """Yield the status and the name of each problem of which the document has an example for the operation."""
    for status, stated in operation["responses"].items():
        if status >= "400":
            shared = document()["components"]["responses"]
            response = shared[stated["$ref"].rpartition("/")[2]] if "$ref" in stated else stated
            for name in response["content"]["application/problem+json"]["examples"]:
                yield OTHERS[name] if status == "default" else int(status), name


def success(path: str, operation: Node) -> Answer:
    """Return the whole answer of an operation to a request for a row that there is, or for a page of one row."""
    with rows_of(operation):
        whole = {name: example for name, example in tried(operation).items() if name != FIELDS}
        query = {**needed(operation), "page_size": "1"} if is_list(operation) else whole
        answer = ask(address(path, operation), 200, query)
    return Answer(f"{answer.request}{OF_A_SHORT_SEED}", answer.value) if is_of_remarks(operation) else answer


def in_other_form(path: str, operation: Node, form: str) -> Answer:
    """Return the beginning of a list in a form other than JSON, with the first members of its rows."""
    (fields,) = [one["schema"]["items"]["enum"] for one in operation["parameters"] if one["name"] == FIELDS]
    query = {} if form == ATOM else {FIELDS: ",".join(fields[:SHOWN_FIELDS])}
    with rows_of(operation):
        return ask(address(path, operation), 200, query, form)


def problem(path: str, operation: Node, status: int, name: str) -> Answer:
    """Return the answer of an operation to a request that it refuses."""
    query = {} if name == "method_not_allowed" else needed(operation)
    query |= QUERIES[name](operation) if name in QUERIES else {}
    accept = NO_FORM if name == "not_acceptable" else ""
    with rows_of(operation), STATES[name]() if name in STATES else nullcontext():
        row = ROWS[name](path) if name in ROWS else ""
        method = "POST" if name == "method_not_allowed" else "GET"
        answer = ask(address(path, operation, row), status, query, accept, method)
    return Answer(SUMMARIES.get(name, urlencode(query)), answer.value)


def report(status: int, kind: str = "application/json", accept: str = "", **changes: Any) -> Answer:
    """Return the answer to the report about words that the document gives as an example, with fields changed."""
    stated = document()["paths"][REPORTS]["post"]["requestBody"]["content"]["application/json"]["examples"]
    body = {**stated["WordsOfAnArticle"]["value"], **changes}
    with undone(), patch("register.models.reports.secrets.token_hex", return_value=""):
        answer = ask(REPORTS, status, {}, accept, "POST", json.dumps(body), kind)
    return Answer("POST /api/v1/reports/", answer.value)


def refused_report(status: int, name: str) -> Answer:
    """Return the answer to a report that is refused."""
    fields: dict[str, dict[str, Any]] = {
        "unknown_field": {"rating": 5},
        "other_words": {"exact": "Bốn định hướng"},
        "not_found": {"article": "khong-co"},
        "too_large": {"message": "a" * 70_000},
    }
    changes = fields.get(name, {})
    away = patch("register.reports.keeping.known_report", side_effect=OperationalError("database is locked"))
    states: dict[str, Callable[[], AbstractContextManager[Any]]] = {
        "gone": withdrawn,
        "too_many_requests": one_report_an_hour,
        "unavailable": lambda: away,
    }
    with states.get(name, nullcontext)():
        if name == "method_not_allowed":
            answer = ask(REPORTS, status, {})
        elif name == "unsupported_media_type":
            answer = report(status, "text/plain", **changes)
        else:
            answer = report(status, accept=NO_FORM if name == "not_acceptable" else "", **changes)
    return Answer(SUMMARIES[name], answer.value)


@contextmanager
def one_report_an_hour() -> Iterator[None]:
    with undone(), patch.object(settings, "REPORTS_PER_HOUR", 1):
        address = sender_of(RequestFactory().post(REPORTS))
        Report.objects.create(kind="articles", name="x", message="x", public_id="x", sender=address)
        yield


def address(path: str, operation: Node, row: str = "") -> str:
    """Return the path with a row in it: the one given, or the one that the document tries it with."""
    for parameter in operation.get("parameters", ()):
        if parameter["in"] == "path":
            path = path.replace(f"{{{parameter['name']}}}", row or parameter["example"])
    return path


def tried(operation: Node) -> dict[str, str]:
    """Return the parameters of the query that the document states for an operation, each with its example."""
    stated = [parameter for parameter in operation.get("parameters", ()) if parameter["in"] == "query"]
    return {parameter["name"]: written_example(parameter) for parameter in stated}


def needed(operation: Node) -> dict[str, str]:
    """Return the parameters without which an operation does not answer, each with its example."""
    stated = {one["name"] for one in operation.get("parameters", ()) if one["in"] == "query" and one.get("required")}
    return {name: example for name, example in tried(operation).items() if name in stated}


def written_example(parameter: Node) -> str:
    """Return the example of a parameter as it stands in an address; of one that takes several values, one value."""
    schema = parameter["schema"].get("items", parameter["schema"])
    (example,) = [parameter["example"]] if "example" in parameter else schema["examples"]
    return str(example).lower() if isinstance(example, bool) else str(example)


def ask(
    path: str,
    status: int,
    query: dict[str, str],
    accept: str = "",
    method: str = "GET",
    body: str = "",
    kind: str = "application/octet-stream",
) -> Answer:
    """Return what the API answers, shortened; raise AssertionError where the status is another one."""
    url = f"{path}?{urlencode(query)}" if query else path
    with patch.object(settings, "ALLOWED_HOSTS", ["127.0.0.1"]):
        headers = {"host": HOST, **({"accept": accept} if accept else {})}
        response = PromisedClient().generic(method, url, body, kind, headers=headers)
    assert response.status_code == status, (url, response.status_code, response.content.decode()[:500])
    body = body_of(response).decode()
    value = json.loads(body) if response["Content-Type"].partition(";")[0] in JSON_FORMS else body
    return Answer(f"{method} {url}{f' with Accept: {accept}' if accept else ''}", shortened(value))


def shortened(value: Any, name: str = "") -> Any:
    """Return a value with the first item of each array and the beginning of each longer text.

    What differs each time that the seeds are loaded, or from server to server, is made the same.
    """
    if isinstance(value, dict):
        return {key: shortened(below, key) for key, below in value.items()}
    if isinstance(value, list):
        # The names that are allowed are all of them, or they would be wrong.
        return value if name == "allowed" else [shortened(below) for below in value[:1]]
    if not isinstance(value, str):
        return value
    if name in MOMENTS:
        return MOMENT
    if "cursor=" in value:
        return re.sub(rf"(cursor=[^&]{{{CURSOR_LENGTH}}})[^&]*", r"\1...", value)
    return value if len(value) <= LONGEST else f"{value[: LONGEST - 1]}…"


@contextmanager
def undone() -> Iterator[None]:
    """Undo what the block writes."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def withdrawn() -> Iterator[None]:
    with undone():
        for known in (Resolution, Speaker):
            known.objects.update(origin=Origin.MACHINE)  # as if known from the articles alone, which go
        Article.objects.update(state=State.WITHDRAWN)
        yield


@contextmanager
def excerpts_only() -> Iterator[None]:
    with undone():
        Article.objects.update(text_policy=TextPolicy.EXCERPT)
        yield


@contextmanager
def without_database() -> Iterator[None]:
    with patch.object(DataVersion, "current_token", side_effect=OperationalError("database is locked")):
        yield


@contextmanager
def short_of_a_point() -> Iterator[None]:
    """Take in one of the seeds without one of its points, so that there is a remark: the seeds leave none."""
    lines = (settings.SEEDS_DIR / SHORT_OF).read_text(encoding="utf-8").splitlines(keepends=True)
    text = "".join(line for line in lines if not line.startswith(SHORT_POINT))
    with undone():
        Loader().ingest(Source("short.txt", text, hashlib.sha256(text.encode()).hexdigest()))
        yield


def is_of_remarks(operation: Node) -> bool:
    return bool(operation["tags"] == ["remarks"])


def rows_of(operation: Node) -> AbstractContextManager[None]:
    """Return what sees to it that the operation has a row to show."""
    return short_of_a_point() if is_of_remarks(operation) else nullcontext()


def withdrawn_row(path: str) -> str:
    """Return the public name of a row of a path that went with its article."""
    view: Any = resolve(path.partition("{")[0]).func.cls  # type: ignore[attr-defined]
    return str(getattr(view.withdrawn.first(), view.lookup_field))


# The row that is asked for, where it is not the one that the document tries the path with.
ROWS: Final[dict[str, Callable[[str], str]]] = {"not_found": lambda path: "khong-co", "gone": withdrawn_row}

# The state that the record or the server is in while a problem is asked for.
STATES: Final[dict[str, Callable[[], AbstractContextManager[None]]]] = {
    "gone": withdrawn,
    "forbidden": excerpts_only,
    "unavailable": without_database,
}
