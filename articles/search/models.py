"""The words of every row that can be searched for, as the databases index them."""

from django.db import models

from articles.search.searched import Searched
from articles.search.words import in_a_row, lines_of_words


class SearchEntry(models.Model):
    """A row of another model as its words in order: folded, and with their marks.

    Of both the names alone, and all words, the kind of row as the first of them ("_speaker"), so that the index of one
    word leads to rows of one kind. The article is there to sort by; its row may be gone a moment earlier.
    """

    kind = models.CharField(max_length=20)  # the name of the model, e.g. "directivelist"
    row = models.BigIntegerField()
    article = models.ForeignKey(
        "articles.Article",
        null=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name="+",
    )
    title = models.TextField()
    marked_title = models.TextField()
    text = models.TextField()
    marked_text = models.TextField()

    class Meta:
        default_permissions = ()  # nobody reads or writes them by hand
        constraints = [models.UniqueConstraint(fields=["kind", "row"], name="search_entry_once_a_row")]

    def __str__(self) -> str:
        return f"{self.kind} {self.row}"


class Completion(models.Model):
    """A name from one of its words on, folded, as somebody may begin to type it; of rows whose names are completed."""

    kind = models.CharField(max_length=20)  # as in the entry of the row
    row = models.BigIntegerField()
    key = models.BinaryField()  # in UTF-8: no database sorts bytes by a language
    inner = models.IntegerField()  # 1 where the name has words before it, else 0

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["kind", "key", "row", "inner"], name="completion_by_key"),  # what is typed
            models.Index(fields=["kind", "row"], name="completion_by_row"),  # a name changes
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.row}: {bytes(self.key).decode()}"


def entry_of(kind: str, row: int, searched: Searched) -> SearchEntry:
    """Return the entry of a row, which is not saved."""
    names = list(lines_of_words(searched.names))
    lines = [*names, *lines_of_words([searched.text])]
    own = [mark_of(kind)]
    return SearchEntry(
        kind=kind,
        row=row,
        article_id=searched.article_id,
        title=in_a_row([word.folded for word in line] for line in names),
        marked_title=in_a_row([word.marked for word in line] for line in names),
        text=in_a_row([own, *([word.folded for word in line] for line in lines)]),
        marked_text=in_a_row([own, *([word.marked for word in line] for line in lines)]),
    )


def mark_of(kind: str) -> str:
    """Return the word that stands in the entries of one kind alone: nobody can type it."""
    return f"_{kind}"
