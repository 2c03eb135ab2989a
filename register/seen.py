"""The sources of one run by their keys, so that no two of them are taken for one article."""

import sqlite3


class Seen:
    """Where each source key of a run was read first: in a file of SQLite's own that goes with the run, not in memory.

    Of a hundred thousand sources a page cache of two megabytes stays in memory.
    """

    def __init__(self) -> None:
        self._rows = sqlite3.connect("", isolation_level=None)  # "": a temporary database
        self._rows.execute("PRAGMA journal_mode = OFF")
        self._rows.execute("CREATE TABLE seen (key TEXT PRIMARY KEY, place TEXT NOT NULL) WITHOUT ROWID")

    def first(self, key: str, place: str) -> str:
        """Return where the key was read first, which is place if it was not read before."""
        self._rows.execute("INSERT OR IGNORE INTO seen VALUES (?, ?)", (key, place))
        found: tuple[str] = self._rows.execute("SELECT place FROM seen WHERE key = ?", (key,)).fetchone()
        return found[0]
