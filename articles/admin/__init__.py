"""The curators' pages for articles and people.

What a person decides here stays: a finding that was changed is marked as edited, which no run writes over, and a row
that sources share becomes the curators' own.
"""

from articles.admin.articles import ArticleAdmin
from articles.admin.base import (
    CuratorAdmin,
    CuratorForm,
    Inline,
    NamedAdmin,
    RecordAdmin,
    RecordInline,
    SharedAdmin,
)
from articles.admin.findings import FINDING_READONLY, FindingAdmin
from articles.admin.people import SpeakerAdmin

__all__ = [
    "FINDING_READONLY",
    "ArticleAdmin",
    "CuratorAdmin",
    "CuratorForm",
    "FindingAdmin",
    "Inline",
    "NamedAdmin",
    "RecordAdmin",
    "RecordInline",
    "SharedAdmin",
    "SpeakerAdmin",
]
