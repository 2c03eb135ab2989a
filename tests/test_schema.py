"""The OpenAPI document as it is reviewed: what is generated in tests/schema.yml, the examples in their own file."""

import json
import os
from pathlib import Path

import pytest
from django.core.management import call_command
from drf_spectacular.renderers import OpenApiYamlRenderer

from config.schema import document
from config.schema.examples import EXAMPLES
from tests.recorder import recorded

SNAPSHOT = Path(__file__).parent / "schema.yml"
RENEW = os.environ.get("RENEW_SCHEMA") == "yes"


@pytest.mark.django_db
def test_the_examples_are_what_the_api_answers() -> None:
    for command in ("load_fixtures", "load_seeds"):
        call_command(command, verbosity=0)
    written = json.dumps(recorded(), ensure_ascii=False, indent=1) + "\n"
    if RENEW:
        EXAMPLES.write_text(written, encoding="utf-8")
    assert EXAMPLES.read_text(encoding="utf-8") == written, "the API answers otherwise: `make schema` writes it down"


def test_the_document_is_the_one_that_was_reviewed() -> None:
    written = without_examples(document())
    if RENEW:
        SNAPSHOT.write_text(written, encoding="utf-8")
    same = SNAPSHOT.read_text(encoding="utf-8") == written
    assert same, "the OpenAPI document has changed: `make schema` writes it down, and its diff is to be reviewed"


def without_examples(whole: dict[str, object]) -> str:
    """Return the document as YAML, without the examples that config/schema/examples.json holds already."""
    components = whole["components"]
    assert isinstance(components, dict)
    others = {name: part for name, part in components.items() if name != "examples"}
    text: bytes = OpenApiYamlRenderer().render({**whole, "components": others})  # type: ignore[no-untyped-call]
    return text.decode()
