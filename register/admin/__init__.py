"""The curators' pages of what needs both apps, a subject a module."""

from register.admin import articles, conflicts, history, imports, proposals, reports, runs

__all__ = ["articles", "conflicts", "history", "imports", "proposals", "reports", "runs"]
