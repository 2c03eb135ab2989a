"""The tests' own client: it takes no answer that the document does not promise."""

from typing import Any

import pytest
from django.http import JsonResponse
from django.test import RequestFactory
from jsonschema import ValidationError  # type: ignore[import-untyped]  # it ships no types

from tests.promises import hold

TOPIC = "/api/v1/topics/asean/"
PLAIN: dict[str, Any] = {"slug": "asean", "label_vi": "ASEAN", "label_en": "ASEAN", "definition": None, "broader": None}
WHOLE: dict[str, Any] = {**PLAIN, "url": "http://testserver/api/v1/topics/asean/", "narrower": [], "directive_count": 0}


def answer(path: str, body: Any, status: int = 200) -> Any:
    response: Any = JsonResponse(body, status=status, headers={"ETag": 'W/"1"'})
    response.json = lambda: body
    response.wsgi_request = RequestFactory().get(path)
    return response


def test_what_is_promised_passes() -> None:
    hold(answer(TOPIC, WHOLE))
    hold(answer("/elsewhere/", {}, status=418))


@pytest.mark.parametrize(
    "body",
    [
        {**WHOLE, "more": 1},
        {**WHOLE, "label_vi": None},
        {**WHOLE, "url": "asean"},
        {name: value for name, value in WHOLE.items() if name != "narrower"},
    ],
)
def test_a_body_of_another_form_does_not(body: Any) -> None:
    with pytest.raises(ValidationError):
        hold(answer(TOPIC, body))


def test_a_status_that_is_not_stated_does_not() -> None:
    with pytest.raises(AssertionError, match="410"):
        hold(answer(TOPIC, {}, status=410))


def test_a_header_that_is_missing_does_not() -> None:
    response = answer(TOPIC, WHOLE)
    del response["ETag"]
    with pytest.raises(AssertionError, match="ETag"):
        hold(response)


def test_a_form_that_is_not_stated_does_not() -> None:
    response = answer(TOPIC, WHOLE)
    response["Content-Type"] = "text/html"
    with pytest.raises(AssertionError, match="text/html"):
        hold(response)
