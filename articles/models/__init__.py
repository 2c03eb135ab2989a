"""What was published and who spoke."""

from articles.models.articles import UNDATED, Article, EarlierText, Genre, Outlet, State, TextPolicy
from articles.models.blocks import Block, BlockKind
from articles.models.claims import Claim, Confidence, Fact
from articles.models.findings import Finding, FindingQuerySet, Origin, Remark, RemarkCode, RemarkState, Review, shown
from articles.models.people import (
    Basis,
    Mention,
    MentionStatus,
    Office,
    OfficeAlias,
    Organ,
    OrganAlias,
    Precision,
    PrintedTitle,
    Role,
    Speaker,
    SpeakerAlias,
    Tenure,
    TenureClaim,
)

__all__ = [
    "UNDATED",
    "Article",
    "Basis",
    "Block",
    "BlockKind",
    "Claim",
    "Confidence",
    "EarlierText",
    "Fact",
    "Finding",
    "FindingQuerySet",
    "Genre",
    "Mention",
    "MentionStatus",
    "Office",
    "OfficeAlias",
    "Organ",
    "OrganAlias",
    "Origin",
    "Outlet",
    "Precision",
    "PrintedTitle",
    "Remark",
    "RemarkCode",
    "RemarkState",
    "Review",
    "Role",
    "Speaker",
    "SpeakerAlias",
    "State",
    "Tenure",
    "TenureClaim",
    "TextPolicy",
    "shown",
]
