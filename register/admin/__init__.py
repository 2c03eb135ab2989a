"""The curators' pages of what needs both apps, a subject a module."""

from register.admin import articles, runs

__all__ = ["articles", "runs"]
