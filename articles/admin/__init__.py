"""The curators' pages for articles and people.

What a person decides here stays: a finding that was changed is marked as edited, which no run writes over, and a row
that sources share becomes the curators' own.
"""

import articles.admin.blocks
import articles.admin.mentions
import articles.admin.offices
import articles.admin.remarks
import articles.admin.speakers  # noqa: F401  # adds the pages of people, which nobody names
from articles.admin.articles import ArticleAdmin, EarlierTextAdmin
from articles.admin.base import (
    CuratorForm,
    Guarded,
    NamedAdmin,
    PartAdmin,
    RecordAdmin,
    SharedAdmin,
    api_page,
)
from articles.admin.compared import ComparedAdmin, ComparedForm
from articles.admin.export import ExportedAdmin
from articles.admin.filters import OfOneArticle, OfOneText
from articles.admin.findings import FINDING_READONLY, FindingAdmin, finding_fieldsets
from articles.admin.imports import ImportedAdmin
from articles.admin.inlines import Inline, RecordInline, TallInline

__all__ = [
    "FINDING_READONLY",
    "ArticleAdmin",
    "ComparedAdmin",
    "ComparedForm",
    "CuratorForm",
    "EarlierTextAdmin",
    "ExportedAdmin",
    "ImportedAdmin",
    "FindingAdmin",
    "Guarded",
    "Inline",
    "NamedAdmin",
    "OfOneArticle",
    "OfOneText",
    "PartAdmin",
    "RecordAdmin",
    "RecordInline",
    "SharedAdmin",
    "TallInline",
    "api_page",
    "finding_fieldsets",
]
