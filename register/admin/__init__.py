"""The curators' pages of what needs both apps, a subject a module."""

from register.admin import articles, history, runs

__all__ = ["articles", "history", "runs"]
