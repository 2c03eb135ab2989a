"""The documents of the project as pages: the guides, the change log and the licence, rendered once in a process."""

import posixpath
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

IMAGES: Final = "docs/images/"  # served as static files in the folder "guides": see STATICFILES_DIRS
SHOWN_LEVELS: Final = ("h2",)  # the headings that a table of contents names


@dataclass(frozen=True, slots=True)
class Document:
    """A document of the project: its file, from the root of the project, and the language that it is written in."""

    path: str
    language: str


# By the names of their addresses.
DOCUMENTS: Final = {
    "guide-api": Document("docs/api.md", "en"),
    "guide-curators": Document("docs/curators.md", "vi"),
    "guide-decisions": Document("docs/decisions.md", "en"),
    "changes": Document("CHANGELOG.md", "en"),
    "licence": Document("LICENSE", "en"),
}
# Where a link from one document to another leads. The README has no page of its own: the first page stands for it.
PAGES: Final = {document.path: name for name, document in DOCUMENTS.items()} | {"README.md": "home"}


class Heading(NamedTuple):
    """A heading and the anchor that leads to it."""

    words: str
    anchor: str


class Page(NamedTuple):
    """A document as HTML. Without a title of its own, title is empty; contents has the headings of its chapters."""

    title: str
    contents: tuple[Heading, ...]
    html: SafeString


@cache
def page_of(document: Document) -> Page:
    """Return a document as a page. A document that has a table of contents of its own gets no other."""
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = parser.parse((settings.BASE_DIR / document.path).read_text(encoding="utf-8"))
    headings = list(_with_anchors(tokens))
    inline = [child for token in tokens for child in token.children or ()]
    has_contents = any(str(token.attrs.get("href", "")).startswith("#") for token in inline)
    for token in tokens:
        token.children = token.children and list(_with_links(token.children, posixpath.dirname(document.path)))
    html = parser.renderer.render(tokens, parser.options, {})
    return Page(
        title=next((heading.words for level, heading in headings if level == "h1"), ""),
        contents=() if has_contents else tuple(heading for level, heading in headings if level in SHOWN_LEVELS),
        html=mark_safe(html),  # noqa: S308 - the parser escapes all that is no Markdown
    )


def _with_anchors(tokens: list[Token]) -> Iterator[tuple[str, Heading]]:
    """Give each heading its anchor, and yield its level and it. One that comes again gets a number: "the-words-1"."""
    taken: set[str] = set()
    for token, following in zip(tokens, tokens[1:], strict=False):
        if token.type == "heading_open":
            words = "".join(child.content for child in following.children or ())
            anchor = first = anchor_of(words)
            number = 0
            while anchor in taken:
                number += 1
                anchor = f"{first}-{number}"
            taken.add(anchor)
            token.attrs["id"] = anchor
            yield token.tag, Heading(words, anchor)


def anchor_of(words: str) -> str:
    """Return the anchor of a heading as code hosts make it: small letters and figures, hyphens for blanks."""
    small = unicodedata.normalize("NFC", words).lower().replace(" ", "-")
    return re.sub(r"[^\w-]", "", small)


def _with_links(tokens: Iterable[Token], folder: str) -> Iterator[Token]:
    """Yield the tokens of a line with links to pages and images of this server; one to any other file is no link."""
    in_no_link = False
    for token in tokens:
        if token.type == "link_open":
            address = page_address(str(token.attrs["href"]), folder)
            in_no_link = address is None
            token.attrs["href"] = address or ""
        elif token.type == "image":
            path = posixpath.normpath(posixpath.join(folder, str(token.attrs["src"])))
            token.attrs["src"] = static(f"guides/{path.removeprefix(IMAGES)}")
        if not (in_no_link and token.type in ("link_open", "link_close")):
            yield token


def page_address(link: str, folder: str) -> str | None:
    """Return where a link in a document of a folder leads from its page; None for a file that has no page."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc or not parts.path:
        return link
    name = PAGES.get(posixpath.normpath(posixpath.join(folder, parts.path)))
    fragment = f"#{parts.fragment}" if parts.fragment and name != "home" else ""
    return None if name is None else reverse(name) + fragment
