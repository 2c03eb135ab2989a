"""What a database must know of its rows to plan well, told to it after many were written."""

from typing import Final

from django.db import connection

# SQLite never counts by itself. PostgreSQL does within a minute; until then it may take the index of words for empty,
# and read every row for its words instead: a hundred times the work.
COUNTED: Final = {"sqlite": "ANALYZE", "postgresql": "ANALYZE search_searchentry, search_completion"}


def count_rows() -> None:
    """Let the database count its rows."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTED[connection.vendor])
