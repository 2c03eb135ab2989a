"""Which tests depend on the database: these run on each, the others on SQLite alone (see tests/postgres.py).

Nobody keeps a list. pytest-django opens the database to tests that ask for it, and fails any other that asks the
database anything.
"""

import pytest

OPENS = "_django_db_helper"  # the fixture of pytest-django by which all its others open the database to a test
MAKES = "django_db_setup"  # the one that makes the test database; what asks for it hands it to another process
CONNECTIONS = {"connection", "connections"}  # of django.db


def needs_database(item: pytest.Item) -> bool:
    """Say whether a test may find something else on another database.

    It may if it has pytest-django's mark, if it or a fixture that it uses asks for the database, or if it is of a class
    of Django's that does. All tests of a module that has Django's connection may too: they can ask what database it
    leads to without asking the database.
    """
    fixtures: list[str] = getattr(item, "fixturenames", [])
    return bool(
        item.get_closest_marker("django_db")
        or {OPENS, MAKES} & {*fixtures}
        or getattr(getattr(item, "cls", None), "databases", ())
        or CONNECTIONS & vars(getattr(item, "module", None) or object).keys()
    )
