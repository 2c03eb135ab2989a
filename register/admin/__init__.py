"""The curators' pages of what needs both apps, a subject a module."""

from register.admin import articles, history, proposals, runs

__all__ = ["articles", "history", "proposals", "runs"]
