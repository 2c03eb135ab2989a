"""Every code that the API takes or gives, with what people call it: one list of the fixed vocabularies."""

from collections.abc import Iterable, Mapping
from typing import Any, Final, TypeAlias

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy

from articles.models import (
    Basis,
    BlockKind,
    Confidence,
    Fact,
    Genre,
    MentionStatus,
    Origin,
    RemarkCode,
    RemarkState,
    Review,
    Role,
    TextPolicy,
)
from articles.search.matching import Match
from directives.models import CitationForm, CitationStatus, DocumentKind, ListKind
from directives.models.directives import DIRECTIVE_KINDS, CountStatus
from directives.models.resolutions import RelationType

Choices: TypeAlias = Iterable[tuple[str, Any]]

MATCHES: Final = ((Match.PAIRS, _("words side by side")), (Match.ALL, _("all words")))

# What the `code` of a problem means.
PROBLEMS: Final = (
    ("invalid_request", _("the request has faults")),
    ("bad_request", _("the request cannot be read")),
    ("forbidden", _("not for the public")),
    ("not_found", _("not there")),
    ("method_not_allowed", _("method not answered")),
    ("not_acceptable", _("no answer in that form")),
    ("gone", pgettext_lazy("problem", "withdrawn")),
    ("too_large", _("body too large")),
    ("unsupported_media_type", _("body in a form that is not read")),
    ("too_many_requests", _("too many requests")),
    ("internal_error", _("fault of the server")),
    ("unavailable", _("database away or busy")),
)

# What the `code` of one of a problem's `errors` means.
FAULTS: Final = (
    ("unknown_parameter", _("no such parameter")),
    ("repeated", _("given several times")),
    ("empty", _("without a value")),
    ("conflict", _("does not go with another")),
    ("not_allowed", _("none of those allowed")),
    ("malformed", _("wrong form")),
    ("out_of_range", _("out of bounds")),
    ("too_long", _("too long")),
    ("unknown_field", _("no such field")),
    ("missing", _("missing")),
    ("other_words", _("other words stand there")),
    ("too_many_values", _("too many values")),
    ("too_many_parameters", _("too many parameters")),
    ("query_too_long", _("query too long")),
    ("unreadable", _("not UTF-8")),
    ("invalid_cursor", _("cursor of another list")),
    ("no_such_page", _("no such page")),
    ("invalid", pgettext_lazy("fault", "wrong")),
)

# By the name that answers and parameters have for them, or the row and that name.
VOCABULARIES: Final[Mapping[str, Choices]] = {
    "basis": Basis.choices,
    "block_kind": BlockKind.choices,
    "citation_form": CitationForm.choices,
    "citation_status": CitationStatus.choices,
    "confidence": [one for one in Confidence.choices if one[0] != Confidence.UNVERIFIED],  # which is not served
    "count_status": CountStatus.choices,
    "directive_kind": [(kind.value, kind.label) for kind in DIRECTIVE_KINDS],
    "document_kind": DocumentKind.choices,
    "fact": Fact.choices,
    "fault": FAULTS,
    "genre": Genre.choices,
    "list_kind": ListKind.choices,
    "match": MATCHES,
    "mention_status": MentionStatus.choices,
    "origin": Origin.choices,
    "problem": PROBLEMS,
    "relation_type": RelationType.choices,
    "remark_code": RemarkCode.choices,
    "remark_state": RemarkState.choices,
    "review": [one for one in Review.choices if one[0] != Review.REJECTED],  # which is not served
    "role": Role.choices,
    "text_policy": TextPolicy.choices,
}


def vocabularies() -> list[dict[str, Any]]:
    """Return each vocabulary with its codes in their order, each with its label in Vietnamese and in English."""
    return [
        {"name": name, "codes": [{"code": str(code), **labels(label)} for code, label in choices]}
        for name, choices in VOCABULARIES.items()
    ]


def labels(label: Any) -> dict[str, str]:
    """Return what a label, which is translated when it is written, says in both languages."""
    said = {}
    for language in ("vi", "en"):
        with override(language):
            said[f"label_{language}"] = str(label)
    return said
