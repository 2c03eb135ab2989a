"""What was published and who spoke."""

from articles.models.articles import UNDATED, Article, EarlierText, Genre, Outlet, State, TextPolicy
from articles.models.blocks import Block, BlockKind
from articles.models.claims import Claim, Confidence, Fact
from articles.models.findings import (
    SETTLED_BY_A_DOCUMENT,
    SETTLED_BY_A_SPEAKER,
    Finding,
    FindingQuerySet,
    Origin,
    Remark,
    RemarkCode,
    RemarkState,
    Review,
    shown,
)
from articles.models.mentions import Mention, MentionStatus, PrintedTitle, Role
from articles.models.offices import Office, OfficeAlias, Organ, OrganAlias
from articles.models.speakers import NotSame, Speaker, SpeakerAlias
from articles.models.tenures import Basis, Precision, Tenure, TenureClaim

__all__ = [
    "SETTLED_BY_A_DOCUMENT",
    "SETTLED_BY_A_SPEAKER",
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
    "NotSame",
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
