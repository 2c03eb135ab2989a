"""Newer rules over the texts that the database has: the same way as a source takes, from the stored text on."""

from collections.abc import Iterator
from typing import Final

from django.db.models import QuerySet

from articles.facts import Facts
from articles.models import Article
from articles.sources import Source, SourceError
from register.document import EXTRACTOR_VERSION
from register.ingest import Loader
from register.resolve import Registry
from register.workers import Readers

CHUNK: Final = 100  # articles that are fetched at a time


class Rereader(Loader):
    """Takes in stored texts: those that other rules read last, or with everything all of them."""

    def __init__(self, readers: Readers, *, everything: bool = False, registry: Registry | None = None) -> None:
        super().__init__(readers, registry)
        self.everything = everything

    def is_wanted(self, article: Article | None, source: Source) -> bool:
        """Say whether a stored text is to be read; not if it was deleted or loaded anew since it was fetched."""
        if article is None or article.text_hash != source.text_hash:
            return False
        if _facts(article) != source.facts:  # as read now: how they are written down may have changed since
            return False
        return self.everything or article.extractor_version != EXTRACTOR_VERSION


def articles_to_read(slugs: list[str], *, everything: bool = False) -> QuerySet[Article]:
    """Return the articles of these slugs, all where none is given, that other rules read last; or read by any."""
    articles = Article.objects.filter(slug__in=slugs) if slugs else Article.objects.all()
    return articles if everything else articles.exclude(extractor_version=EXTRACTOR_VERSION)


def stored_sources(articles: "QuerySet[Article]") -> Iterator[Source | SourceError]:
    """Yield articles as the sources that they were, in the order of their primary keys, without holding them."""
    last = 0
    while chunk := list(articles.filter(pk__gt=last).order_by("pk")[:CHUNK]):
        for article in chunk:
            yield _source(article)
        last = chunk[-1].pk


def _source(article: Article) -> Source | SourceError:
    facts = _facts(article)
    if isinstance(facts, SourceError):
        return facts
    return Source(article.source_key, article.text, article.source_hash, article.source_key, None, facts)


def _facts(article: Article) -> Facts | SourceError:
    try:
        return Facts.of_stated(article.facts)
    except Exception as error:  # whatever somebody put there
        return SourceError(article.source_key, None, f"what its source stated cannot be read again: {error}")
