"""The examples of the document: what the API answers to requests over the seeds.

`make schema` asks again and writes them; a test holds them to what the API answers now.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from config.schema.components import Node

# What the names of examples end with, by their form.
OTHER_FORMS: Final = {"text/csv": "_csv", "application/x-ndjson": "_ndjson", "application/atom+xml": "_atom"}
EXAMPLES: Final = Path(__file__).parent / "examples.json"  # by the name of the operation or of the problem


@cache
def examples() -> Mapping[str, Node]:
    """Return the examples by name, each as OpenAPI states one; those of one operation alone begin with its name."""
    known: Mapping[str, Node] = json.loads(EXAMPLES.read_text(encoding="utf-8"))
    return known


def example_of(operation: Node, name: str) -> str:
    """Return the name of the example of a problem: the operation's own, or the one that others share with it."""
    own = f"{operation['operationId']}_{name}"
    return own if own in examples() else name


def example_in(form: str, operation: Node) -> str:
    """Return the name of the example of an operation in a form."""
    return f"{operation['operationId']}{OTHER_FORMS.get(form, '')}"


def reference(example: str) -> Node:
    return {"$ref": f"#/components/examples/{example}"}
