"""The text of an article cut into its lines, each with its part in the whole."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.models.credits import Credited
from articles.models.findings import Finding
from articles.models.mentions import Mention


class BlockKind(models.TextChoices):
    TITLE = "title", _("title")
    LEAD = "lead", _("lead")
    HEADING = "heading", _("heading")
    PARAGRAPH = "paragraph", _("paragraph")
    QUESTION = "question", _("question")
    ANSWER = "answer", _("answer")
    CAPTION = "caption", _("caption")
    PULL_QUOTE = "pull-quote", _("pull quote")
    RESIDUE = "residue", _("residue of the page")


class Block(Credited, Finding):
    """One line of a text. The blocks of an article hold every character of it that is not white space."""

    kind = models.CharField(_("kind"), max_length=10, choices=BlockKind.choices)
    turn = models.PositiveIntegerField(
        _("turn"),
        null=True,
        blank=True,
        help_text=_("The turn of an interview that it belongs to, counted from 1; a question and its answer are two."),
    )
    mention = models.ForeignKey(
        Mention,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="spoken_blocks",
        verbose_name=pgettext_lazy("who speaks", "speaker"),
        help_text=_("Where the text says who speaks in it."),
    )

    class Meta(Finding.Meta):
        verbose_name = _("block")
        verbose_name_plural = _("blocks")

    def identity(self) -> tuple[Any, ...]:
        return ("Block",)
