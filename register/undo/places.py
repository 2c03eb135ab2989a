"""Where the words of a finding stood at an edit, and where they stand in the present text."""

from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from articles.extraction.text import Span
from articles.models import Article, EarlierText, Finding
from articles.versions import Values
from directives.models import DirectiveList
from register.anchor import Change, anchor
from register.models import Edit, EditedRow
from register.undo.values import give

# Where words stand: a run moves them with the text, so they are compared and put back by the words.
PLACES: Final = ("start", "end", "parts", "exact", "intro_start", "intro_end", "intro")


def words_back(row: Finding, told: EditedRow) -> Values:
    """Return where the words that a finding had before an edit stand now; of a list the words of its intro too."""
    former = type(row)._base_manager.select_related("article", "earlier_text").get(pk=row.pk)
    stands_in, before = former.earlier_text, told.before or {}
    if stands_in is None or stands_in.replaced_at > told.edit.at:  # else it was left there before the edit
        text, then = stands_in.text if stands_in else former.article.text, text_then(former.article, told.edit)
        former.earlier_text = None
        if text != then:
            anchor([former], Change(text, then))  # what the edit does not tell of its place is where it was then
    if left_in := before.get("earlier_text_id"):
        former.earlier_text = EarlierText.objects.get(pk=left_in)  # where it was left, until the edit brought it back
    give(former, _place_then(former, before))
    anchor_now(former, told)
    return {name: getattr(former, name) for name in (*PLACES, "earlier_text_id") if hasattr(former, name)}


def _place_then(former: Finding, before: Values) -> Values:
    """Return what an edit tells of where a finding stood before it: only what differed.

    What it does not tell of two ends follows from the other and the words.
    """
    then = {name: value for name, value in before.items() if name in PLACES}
    for start, end, words in (("start", "end", "exact"), ("intro_start", "intro_end", "intro")):
        length = len(before[words] if words in before else getattr(former, words, ""))
        if start not in then and then.get(end) is not None:
            then[start] = then[end] - length
        elif end not in then and then.get(start) is not None:
            then[end] = then[start] + length
    return then


def anchor_now(former: Finding, told: EditedRow) -> None:
    """Bring a finding from the place that it had at an edit to where its words stand in the present text."""
    if former.earlier_text_id is not None:
        return
    article = Article.objects.get(pk=former.article_id)
    then = _text_with(article, former, told.edit)
    if then != article.text and anchor([former], Change(then, article.text)).lost:
        raise _words_gone(former)


def _words_gone(former: Finding) -> ValidationError:
    message = _("The words “%(row)s” do not stand in the present text.")
    return ValidationError(message, code="words_gone", params={"row": str(former)})


def text_then(article: Article, edit: Edit) -> str:
    """Return the text that an article had when an edit was made."""
    later = EarlierText.objects.filter(article=article, replaced_at__gt=edit.at).order_by("replaced_at", "pk").first()
    return article.text if later is None else later.text


def _text_with(article: Article, former: Finding, edit: Edit) -> str:
    """Return the text in which a finding stood: the one of that moment, else one that has its words at its place."""
    texts = [text_then(article, edit), article.text, *article.earlier_texts.values_list("text", flat=True)]
    for text in texts:
        if all(span.of(text) == words for span, words in _words_of(former)):
            return text
    raise _words_gone(former)


def _words_of(former: Finding) -> list[tuple[Span, str]]:
    """Return the words of a finding with their place; of a list also those of its intro."""
    words = [(former.span, former.exact)]
    if isinstance(former, DirectiveList) and former.intro_span:
        words.append((former.intro_span, former.intro))
    return words
