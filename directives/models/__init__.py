"""What was ordered and what was cited."""

from directives.models.citations import Citation, CitationForm, CitationStatus
from directives.models.directives import Directive, DirectiveList, ListKind, Topic
from directives.models.resolutions import (
    DocumentKind,
    Relation,
    RelationType,
    Resolution,
    ResolutionAlias,
    ResolutionClaim,
    SeenValue,
)

__all__ = [
    "Citation",
    "CitationForm",
    "CitationStatus",
    "Directive",
    "DirectiveList",
    "DocumentKind",
    "ListKind",
    "Relation",
    "RelationType",
    "Resolution",
    "ResolutionAlias",
    "ResolutionClaim",
    "SeenValue",
    "Topic",
]
