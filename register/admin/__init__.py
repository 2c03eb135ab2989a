"""The curators' pages of what needs both apps, a subject a module."""

from register.admin import (  # noqa: F401  # each adds its pages to the site
    articles,
    documents,
    history,
    imports,
    meanwhile,
    proposals,
    reports,
    runs,
    seats,
    speakers,
)
