"""The README keeps its word: the first request gives the answer that is printed there."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
LEFT_OUT = "…"


def says(answer: Any, printed: Any) -> bool:
    """Whether an answer has what is printed; "…" stands for whatever is left out."""
    if isinstance(printed, dict):
        return all(name == LEFT_OUT or says(answer[name], value) for name, value in printed.items())
    if isinstance(printed, list):
        return len(answer) == len(printed) and all(map(says, answer, printed))
    if isinstance(printed, str) and LEFT_OUT in printed and answer != printed:
        return re.fullmatch(".*".join(map(re.escape, printed.split(LEFT_OUT))), answer) is not None
    return bool(answer == printed)


@pytest.mark.django_db
def test_the_first_request_gives_the_answer_that_is_printed(client: Client, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    for command in ("load_fixtures", "load_seeds"):
        call_command(command, verbosity=0)
    request = re.search(r"curl 'http://127\.0\.0\.1:8000(/[^']+)'", README)
    printed = re.search(r"```json\n(.*?)```", README, re.DOTALL)
    assert request
    assert printed
    answer = client.get(request[1], headers={"host": "127.0.0.1:8000"}).json()
    assert says(answer, json.loads(printed[1])), json.dumps(answer, ensure_ascii=False, indent=1)
