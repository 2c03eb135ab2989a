"""The curators' pages of what needs both apps, a subject a module."""

from register.admin import (  # noqa: F401  # each adds its pages to the site
    articles,
    conflicts,
    documents,
    history,
    imports,
    proposals,
    reports,
    runs,
    seats,
    speakers,
)
