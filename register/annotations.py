"""What was found in an article as W3C Web Annotations (the data model, Recommendation of 23 February 2017).

Each finding is an annotation of the text that `…/text/` answers with. Positions count its code points, as the model
wants. A finding of several pieces has a target for each.
"""

from collections.abc import Callable, Iterator
from typing import Any, Final

from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.reverse import reverse

from articles.models import Article, Finding, Mention
from directives.models import Citation, Directive

CONTEXT: Final = "http://www.w3.org/ns/anno.jsonld"
CONTENT_TYPE: Final = f'application/ld+json; profile="{CONTEXT}"'
AROUND: Final = 32  # code points before and after a quotation
LABEL: Final = "Chú giải"

Node = dict[str, Any]

_TEXT: Final = {"type": "string"}
_URI: Final = {"type": "string", "format": "uri"}
_OBJECTS: Final = {"type": "array", "items": {"type": "object"}}
SCHEMA: Final[Node] = {
    "type": "object",
    "description": "An AnnotationCollection of the W3C, with its only page within; without annotations it has none.",
    "required": ["@context", "id", "type", "label", "total"],
    "properties": {
        "@context": {"type": "string", "const": CONTEXT},
        "id": _URI,
        "type": {"type": "string", "const": "AnnotationCollection"},
        "label": _TEXT,
        "total": {"type": "integer", "minimum": 0},
        "first": {
            "type": "object",
            "required": ["id", "type", "startIndex", "items"],
            "properties": {
                "id": _URI,
                "type": {"type": "string", "const": "AnnotationPage"},
                "startIndex": {"type": "integer", "const": 0},
                "items": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "required": ["id", "type", "motivation", "body", "target"],
                        "properties": {
                            "id": _URI,
                            "type": {"type": "string", "const": "Annotation"},
                            "motivation": {"type": "array", "items": _TEXT},
                            "body": _OBJECTS,
                            "target": _OBJECTS,
                        },
                        "additionalProperties": False,
                    },
                },
            },
            "additionalProperties": False,
        },
    },
    "additionalProperties": False,
}


class JsonLd(JSONRenderer):
    media_type = "application/ld+json"
    format = "jsonld"


def annotations_of(article: Article, request: Request) -> Node:
    """Return the annotations of an article's text in its order. It costs a query for each kind, and one for topics."""
    here = reverse("article-annotations", args=[article.slug], request=request)
    text = reverse("article-text", args=[article.slug], request=request)
    found = sorted(_found(article, request), key=lambda one: (one[0].start, one[0].end, one[0].public_id))
    items = [
        {
            "id": f"{here}#{row.public_id}",
            "type": "Annotation",
            "motivation": motivation,
            "body": body,
            "target": [_target(text, article.text, span.start, span.end) for span in row.pieces],
        }
        for row, motivation, body in found
    ]
    page = {"id": f"{here}#page", "type": "AnnotationPage", "startIndex": 0, "items": items}
    whole = {"@context": CONTEXT, "id": here, "type": "AnnotationCollection", "label": LABEL, "total": len(items)}
    return {**whole, "first": page} if items else whole


def _found(article: Article, request: Request) -> Iterator[tuple[Finding, list[str], list[Node]]]:
    """Yield what was found and may be shown, with why each is said and what is said of it."""

    def resource(view: str, slug: str) -> Callable[[str], Node]:
        address = reverse(view, args=[slug], request=request)
        return lambda purpose: {"type": "SpecificResource", "source": address, "purpose": purpose}

    for directive in Directive.objects.served().filter(article=article).prefetch_related("topics"):
        kind = {"type": "TextualBody", "value": directive.kind, "format": "text/plain", "purpose": "classifying"}
        topics = [resource("topic-detail", topic.slug)("tagging") for topic in directive.topics.all()]
        identified = resource("directive-detail", directive.slug)("identifying")
        yield directive, ["classifying", *(["tagging"] if topics else [])], [identified, kind, *topics]
    for citation in Citation.objects.public().filter(article=article).select_related("resolution"):
        cited = citation.resolution
        yield citation, ["linking"], [resource("resolution-detail", cited.slug)("identifying")] if cited else []
    for mention in Mention.objects.public().filter(article=article).select_related("speaker"):
        person = mention.speaker
        yield mention, ["identifying"], [resource("speaker-detail", person.slug)("identifying")] if person else []


def _target(source: str, text: str, start: int, end: int) -> Node:
    """Return a place of the text, by its position and by its words with those around them."""
    position = {"type": "TextPositionSelector", "start": start, "end": end}
    quotation = {
        "type": "TextQuoteSelector",
        "exact": text[start:end],
        "prefix": text[max(0, start - AROUND) : start],
        "suffix": text[end : end + AROUND],
    }
    return {"type": "SpecificResource", "source": source, "selector": [position, quotation]}
