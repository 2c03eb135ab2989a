from typing import Any

from django.apps import AppConfig
from django.db.backends.signals import connection_created

from articles.search.words import tokens


class SearchConfig(AppConfig):
    """The index of words: an app of its own, as its rows follow from others and nobody reads or writes them by hand."""

    name = "articles.search"
    label = "search"

    def ready(self) -> None:
        from articles.search import index  # noqa: PLC0415 - models are there only now

        connection_created.connect(_lend_tokens, dispatch_uid="search-tokens")
        index.watch()


def _lend_tokens(connection: Any, **_: Any) -> None:
    """Let the triggers of SQLite ask for the tokens of words; PostgreSQL has a function of its own."""
    if connection.vendor == "sqlite":
        connection.connection.create_function("search_tokens", 1, tokens, deterministic=True)
