"""What follows from names that people give or take away, in words: what waited for them is settled at once."""

from collections.abc import Collection, Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.acting import who_acts
from register.models import Edit, EditedRow
from register.renaming import Reread, named_in, read_again
from register.settling import settle_for_a_moment
from register.undo import is_deed

DOCUMENTS = {  # of an edited row: the column that holds the document, "" where it is the row
    "directives.resolution": "",
    "directives.resolutionalias": "resolution_id",
    "directives.resolutionclaim": "resolution_id",
}


class ReadsAgain:
    """The page of a row that has names: what waited for one is settled once it is saved."""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """Answer with a row's page or save it; then read again what waited for its names, each article by itself."""
        answer = super().changeform_view(request, object_id, form_url, extra_context)  # type: ignore[misc]  # a mixin
        deed = who_acts()
        rows = deed.rows.values() if deed else ()
        told = names_settled(rows)
        if not told and any(named.keys for named in named_in(rows).values()):
            told = [_("Nothing waited for this name.")]
        for said in told:
            messages.info(request, said)
        return answer


def names_settled(rows: Iterable[EditedRow], *, takes_back: bool = False) -> list[str]:
    """Read again what waited for the names that an edit gave or took away; return what came of it, in sentences.

    Nothing is said where nothing came of it.
    """
    return _said(read_again(named_in(rows), takes_back=takes_back))


def documents_settled(documents: Collection[int]) -> str:
    """Settle what may mean one of the documents, once; return in words how many citations that were, "" for none."""
    settled, left = settle_for_a_moment(documents)
    said = []
    if count := settled.settled + settled.changed:
        message = ngettext(
            "%(count)d citation was settled by this.", "%(count)d citations were settled by this.", count
        )
        said.append(message % {"count": count})
    if settled.reopened:
        said.append(_("%(number)d are open again.") % {"number": settled.reopened})
    if left:
        said.append(to_be_looked_at(left))
    return " ".join(said)


def taken_back(edit: Edit) -> list[str]:
    """Settle or open again what the names and the documents bear on that an undoing touched; return what came of it."""
    documents = set()
    rows = list(edit.rows.all())
    for row in rows:
        states = [values for values in (row.before, row.after) if values]
        if column := DOCUMENTS.get(row.model):
            documents |= {values[column] for values in states if column in values}
        elif row.model in DOCUMENTS:
            documents.add(row.row)
    told = names_settled(rows, takes_back=not is_deed(edit))
    settled = documents_settled(documents) if documents else ""
    return [*told, settled] if settled else told


def to_be_looked_at(articles: int) -> str:
    """Return in words that so many articles are left, which may cite a document, and how they are settled."""
    message = ngettext(
        "%(number)d more article is to be looked at: run `manage.py resolve_citations`.",
        "%(number)d more articles are to be looked at: run `manage.py resolve_citations`.",
        articles,
    )
    return message % {"number": articles}


def _said(reread: Reread) -> list[str]:
    counted = [
        (
            reread.mentions,
            ngettext("%(number)d mention is settled.", "%(number)d mentions are settled.", reread.mentions),
        ),
        (
            reread.titles,
            ngettext(
                "%(number)d printed title names its office now.",
                "%(number)d printed titles name their office now.",
                reread.titles,
            ),
        ),
        (
            reread.changed,
            ngettext(
                "%(number)d mention or title means another row than before.",
                "%(number)d mentions or titles mean another row than before.",
                reread.changed,
            ),
        ),
        (
            reread.reopened,
            ngettext(
                "%(number)d mention or title is open again.",
                "%(number)d mentions or titles are open again.",
                reread.reopened,
            ),
        ),
        (
            reread.kept,
            ngettext(
                "%(number)d mention by that name stays with another speaker who goes by it.",
                "%(number)d mentions by that name stay with another speaker who goes by it.",
                reread.kept,
            ),
        ),
        (
            reread.lost,
            ngettext(
                "%(number)d mention or title prints a name that it no longer has: keep that as another name.",
                "%(number)d mentions or titles print a name that it no longer has: keep that as another name.",
                reread.lost,
            ),
        ),
        (
            reread.held,
            ngettext(
                "%(number)d article is left as it is: something there means a row by a name that is not its own alone.",
                "%(number)d articles are left as they are: something there means a row by a name that is not its own "
                "alone.",
                reread.held,
            ),
        ),
        (
            reread.left,
            ngettext(
                "%(number)d more article is to be read again: run `manage.py reextract --all`.",
                "%(number)d more articles are to be read again: run `manage.py reextract --all`.",
                reread.left,
            ),
        ),
    ]
    return [said % {"number": number} for number, said in counted if number]
