"""The curators' pages of what needs both apps, a subject a module."""

from register.admin import articles, conflicts, documents, history, imports, people, proposals, reports, runs

__all__ = ["articles", "conflicts", "documents", "history", "imports", "people", "proposals", "reports", "runs"]
