"""The OpenAPI document as it is reviewed: tests/schema.yml is what is generated, its examples what the API answers."""

import json
import os
from pathlib import Path

import pytest
from django.core.management import call_command

from config.schema.examples import EXAMPLES
from tests.recorder import recorded

SNAPSHOT = Path(__file__).parent / "schema.yml"
RENEW = os.environ.get("RENEW_EXAMPLES") == "yes"


@pytest.mark.django_db
def test_the_examples_are_what_the_api_answers() -> None:
    for command in ("load_fixtures", "load_seeds"):
        call_command(command, verbosity=0)
    written = json.dumps(recorded(), ensure_ascii=False, indent=1) + "\n"
    if RENEW:
        EXAMPLES.write_text(written, encoding="utf-8")
    assert EXAMPLES.read_text(encoding="utf-8") == written, "the API answers otherwise: `make schema` writes it down"


def test_the_document_is_the_one_that_was_reviewed(tmp_path: Path) -> None:
    generated = tmp_path / "schema.yml"
    call_command("spectacular", file=str(generated))
    same = generated.read_text(encoding="utf-8") == SNAPSHOT.read_text(encoding="utf-8")
    assert same, "the OpenAPI document has changed: `make schema` writes it down, and its diff is to be reviewed"
