"""The document as it is served and written to files."""

from functools import cache
from typing import Any

from django.utils import translation
from drf_spectacular.generators import SchemaGenerator

from config.schema.components import Node


class Generator(SchemaGenerator):
    """Writes the document in English, whatever language the request or the command prefers."""

    def get_schema(self, request: Any = None, public: bool = False) -> Node:
        """Return the document as nested dictionaries."""
        with translation.override("en"):
            schema: Node = super().get_schema(request, public)  # type: ignore[no-untyped-call]
        return schema


@cache
def document() -> Node:
    """Return the document; generated once in a process, as only other code changes it.

    It is of the project's own addresses, also where a test puts others in their place.
    """
    return Generator(urlconf="config.urls").get_schema(public=True)  # type: ignore[no-untyped-call]
