"""A text taken in by hand: pasted or uploaded, looked at as it would be stored, then stored."""

import hashlib
import logging
import re
from collections.abc import Callable
from typing import Any, Final

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AdminDateWidget
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.addresses import page_of
from articles.admin.marked_text import marked
from articles.admin.sentences import sentence
from articles.extraction.matching import match_key
from articles.facts import LONGEST, Facts
from articles.models import Article, Genre, Outlet
from articles.reading import UnreadableText, check_text, read_text
from articles.sources import Source
from register.admin.extracted import Extracted, extracted
from register.admin.found import kinds_seen
from register.intake import Meanwhile, Taken, Was, look, source_of, take_in
from register.models import OutcomeKind

log = logging.getLogger(__name__)

SALT: Final = "register.intake"  # of what a page signs
MOST_OUTLETS: Final = 500  # that the box completes
MOST_LOST: Final = 50  # findings that are named, of those that lose their words
LONGEST_URL: Final = LONGEST["url"]


class IntakeForm(forms.Form):
    """A text, pasted or as a file, and what is known of it. What it holds when it is valid is `source`."""

    text = forms.CharField(
        label=gettext_lazy("Text"),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 16, "class": "vLargeTextField", "lang": "vi"}),
        help_text=gettext_lazy("As it was printed: title, lead, paragraphs, a blank line between them."),
    )
    file = forms.FileField(
        label=gettext_lazy("Or a file"),
        required=False,
        widget=forms.FileInput({"accept": ".txt,text/plain"}),
        help_text=gettext_lazy("A .txt file in UTF-8."),
    )
    url = forms.CharField(
        label=gettext_lazy("Address"),
        required=False,
        max_length=LONGEST_URL,
        widget=forms.TextInput({"class": "vLargeTextField", "inputmode": "url"}),
        help_text=gettext_lazy("Of the page, with https://. By it the article is known again."),
    )
    outlet = forms.CharField(
        label=gettext_lazy("Outlet"),
        required=False,
        max_length=LONGEST["outlet"],
        widget=forms.TextInput({"class": "vLargeTextField", "list": "outlets", "autocomplete": "off"}),
        help_text=gettext_lazy("Choose one, or give the name of a new one, which is added."),
    )
    published_on = forms.DateField(
        label=gettext_lazy("Published on"),
        required=False,
        widget=AdminDateWidget,
        help_text=gettext_lazy("Empty if not known: then the date counts that the text prints, if it does."),
    )
    title = forms.CharField(
        label=gettext_lazy("Title"),
        required=False,
        max_length=LONGEST["title"],
        widget=forms.TextInput({"class": "vLargeTextField"}),
        help_text=gettext_lazy("Only where the text does not print it."),
    )
    genre = forms.ChoiceField(
        label=gettext_lazy("Genre"),
        required=False,
        choices=[("", gettext_lazy("as the text shows"))] + Genre.choices,
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    facts = ("url", "outlet", "published_on", "title", "genre")

    def __init__(
        self, *args: Any, article: Article | None = None, may_add_outlets: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.article = article
        self.may_add_outlets = may_add_outlets
        if not may_add_outlets:
            self.fields["outlet"].help_text = _("Choose one. A new outlet is added by a chief editor.")
        self.source: Source | None = None
        self.read = ""
        if article:  # by its address it is known
            self.fields["url"].disabled = True
            self.fields["url"].help_text = _("By it the article is known: it is changed on the page of the article.")

    @property
    def promise(self) -> dict[str, Any]:
        """What the page before this one signed: what was looked at; nothing where that was another text or none."""
        try:
            promised: dict[str, Any] = signing.loads(self.data.get("seen", ""), salt=SALT)
        except signing.BadSignature:
            return {}
        return promised

    def clean_outlet(self) -> str:
        """Refuse a name that no outlet has, unless this person may add outlets; what was stated before stays."""
        name: str = self.cleaned_data["outlet"]
        is_stated = not name or name == self.initial.get("outlet")
        if not is_stated and not self.may_add_outlets and not _is_outlet(name):
            message = _("No outlet is called “%(name)s”. Only a chief editor adds one; leave this empty until then.")
            raise forms.ValidationError(message, code="new_outlet", params={"name": name})
        return name

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        self._read(given)
        if not self.errors:
            stated = {fact: _plain(given.get(fact)) for fact in self.facts}
            try:
                self.source = source_of(self.read, self._hash(given), stated, self.article)
            except ValueError as error:  # what was stated before and is no fact by the rules of today
                self.add_error(None, self._said(error))
        return given

    def _read(self, given: dict[str, Any]) -> None:
        """Read the text by the one door, and hold each fact against what a fact may be."""
        text, file = given.get("text") or "", given.get("file")
        if file and text.strip():
            self.add_error("file", _("Give the text or a file, not both."))
        elif file:
            self._through("file", lambda: read_text(_bytes(file)))
        elif not self.has_error("file") and not self.has_error("text"):
            self._through("text", lambda: _pasted(text))
        for fact in self.facts:
            if not self.has_error(fact):
                self._holds(fact, given)

    def _through(self, field: str, read: Callable[[], str]) -> None:
        try:
            self.read = read()
        except UnreadableText as error:
            reason = sentence(str(error))
            self.add_error(field, _("This text cannot be read: %(reason)s.") % {"reason": reason})

    def _holds(self, fact: str, given: dict[str, Any]) -> None:
        try:
            Facts.of_row({fact: _plain(given.get(fact))})
        except ValueError as error:
            self.add_error(fact, self._said(error))

    def _said(self, error: ValueError) -> str:
        """Return what is wrong with a fact, which is called by its label here and by its key in a file."""
        said = sentence(str(error))
        key = next((fact for fact in self.facts if str(error).startswith(f'"{fact}"')), None)
        return said if key is None else re.sub(f'(["“]){key}(["”])', rf"\g<1>{self.fields[key].label}\2", said, count=1)

    def _hash(self, given: dict[str, Any]) -> str:
        """Return the SHA-256 of the bytes that were read; of an uploaded file also once a page has carried its text."""
        if file := given.get("file"):
            return hashlib.sha256(_bytes(file)).hexdigest()
        own = hashlib.sha256(self.read.encode()).hexdigest()
        promised = self.promise
        return str(promised["raw"]) if promised.get("text") == own else own

    def carry(self, **fields: str) -> None:
        """Let the next page show the text that was read, wherever it came from, and these fields."""
        data = QueryDict(mutable=True)
        data.update({name: str(self.data.get(name, "")) for name in self.fields if name != "file"})
        data.update({"text": self.read} if self.read else {})
        data.update(fields)
        self.data = data


class WithIntake(admin.ModelAdmin):
    """Articles that a person may add, and give another text."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.text_view)
        return [path("<path:object_id>/text/", view, name="articles_article_text"), *super().get_urls()]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Answer with the form for a new article, the look at what would be stored, or the way to its page."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        return self._intake(request, None)

    def text_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Answer as for a new article, with the form filled in: the article is to get another text."""
        article = self.get_object(request, unquote(object_id))
        if article is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[no-any-return, attr-defined]
        if not self.has_change_permission(request, article):
            raise PermissionDenied
        return self._intake(request, article)

    def _intake(self, request: HttpRequest, article: Article | None) -> HttpResponse:
        given: dict[str, Any] = {
            "article": article,
            "initial": _initial(article),
            "may_add_outlets": request.user.has_perm("articles.add_outlet"),
        }
        if request.method != "POST":
            return self._page(request, IntakeForm(**given))
        form = IntakeForm(request.POST, request.FILES, **given)
        if not form.is_valid() or form.source is None:
            form.carry()
            return self._page(request, form)
        was = Was(form.promise.get("article"), form.promise.get("was", ""), form.promise.get("stated", {}))
        looked_at = form.promise.get("digest") == _digest(form.source)
        if "_save" in request.POST and looked_at:
            try:
                return self._done(request, take_in(form.source, was, request.user))
            except Meanwhile as meanwhile:
                told = _("Someone else changed this article meanwhile. Nothing was saved; look again.")
                messages.warning(request, " ".join([told, *_differences(form, meanwhile.then, meanwhile.now)]))
            except OperationalError:  # the database is away or busy: its own page says so
                raise
            except Exception as error:
                return self._failed(request, form, error)
        elif "_save" in request.POST:
            messages.warning(request, _("Something is not as it was looked at. Nothing was saved; look again."))
        return self._look(request, form, form.source)

    def _look(self, request: HttpRequest, form: IntakeForm, source: Source) -> HttpResponse:
        def show(taken: Taken) -> dict[str, Any]:
            return _shown(taken, extracted(taken, kinds_seen(request)))

        try:
            shown = look(source, show)
        except OperationalError:
            raise
        except Exception as error:
            return self._failed(request, form, error)
        promise = {
            "digest": _digest(source),
            "article": shown["was"].article,
            "was": shown["was"].text_hash,
            "stated": shown["was"].stated,
            "text": source.text_hash,
            "raw": source.source_hash,
        }
        form.carry(seen=signing.dumps(promise, salt=SALT))
        return self._page(request, form, shown)

    def _done(self, request: HttpRequest, taken: Taken) -> HttpResponse:
        if taken.kind == OutcomeKind.UNCHANGED:
            messages.info(request, _("This article is there already, just so. Nothing was changed."))
        elif taken.kind == OutcomeKind.CREATED:
            messages.success(request, _("The article was added."))
        elif taken.is_other_text:
            messages.success(request, _("The text of the article was changed.") + " " + _moved(taken))
        else:
            messages.success(request, _("What is stated about the article was changed."))
        return redirect(page_of(taken.article))

    def _failed(self, request: HttpRequest, form: IntakeForm, error: Exception) -> HttpResponse:
        """Answer where a text could not be taken in, with the form as it was: a fault of ours, which the log tells."""
        log.error("a text that was given by hand failed", exc_info=error)
        reason = {"error": type(error).__name__}
        form.add_error(None, _("This text could not be taken in: %(error)s. Nothing was saved.") % reason)
        form.carry()
        return self._page(request, form)

    def _page(self, request: HttpRequest, form: IntakeForm, shown: dict[str, Any] | None = None) -> HttpResponse:
        article = form.article
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("New text of an article") if article else _("New article"),
            "original": article,
            "form": form,
            "outlets": Outlet.objects.order_by("sort_key", "id").values_list("name", flat=True)[:MOST_OUTLETS],
            "media": self.media + form.media,
            "most_bytes": settings.SOURCE_MAX_BYTES,
            "shown": shown,
        }
        return TemplateResponse(request, "admin/register/intake.html", context)


def _shown(taken: Taken, found: Extracted) -> dict[str, Any]:
    """Return what the page shows of a text as it would be stored, in words: the rows are gone when it is drawn."""
    article, stated = taken.article, taken.findings.source.facts
    return {
        "kind": taken.kind.value,
        "was": taken.was,
        "is_other_text": taken.is_other_text,
        "existing": article if taken.was.article else None,
        "existing_page": page_of(article) if taken.was.article else "",
        "edited": article.edited,
        "moved": _moved(taken) if taken.is_other_text else "",
        "lost": [str(row) for row in taken.lost[:MOST_LOST]],
        "alike": [(str(row), page_of(row)) for row in taken.alike],
        "article": article,
        "outlet": article.outlet,
        "outlet_is_new": taken.outlet_is_new,
        "date_is_printed": article.published_on is not None and stated.published_on is None and not article.edited,
        "found": found,
        "marked_text": marked(article.text, found.marks),
    }


def _moved(taken: Taken) -> str:
    """Return in words what becomes of what people decided."""
    lost = len(taken.lost)
    kept = taken.decided - lost
    moved = ngettext("%(count)d decided finding moves along.", "%(count)d decided findings move along.", kept) % {
        "count": kept
    }
    gone = ngettext("%(count)d loses its words.", "%(count)d lose their words.", lost) % {"count": lost}
    return f"{moved} {gone}"


def _differences(form: IntakeForm, then: Was, now: Was) -> list[str]:
    """Return in words what someone else stated of an article: each fact as it was looked at, and as it is now.

    That the text is another, the look itself tells.
    """
    facts = [(form.fields[fact].label, then.value(fact), now.value(fact)) for fact in form.facts]
    return [f"{label}: {was or '–'} → {became or '–'}." for label, was, became in facts if was != became]


def _initial(article: Article | None) -> dict[str, Any]:
    if article is None:
        return {}
    facts = Facts.of_stated(article.facts)
    return {"text": article.text, **{fact: getattr(facts, fact) for fact in IntakeForm.facts}}


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value or None


def _is_outlet(name: str) -> bool:
    """Whether an outlet is known by that name or slug, as a run knows it."""
    known = Outlet.objects.values_list("slug", "name")
    return match_key(name) in {match_key(one) for outlet in known for one in outlet}


def _bytes(file: Any) -> bytes:
    """Return the bytes of an uploaded file. Raises UnreadableText where it is too large, before it is read."""
    if file.size > settings.SOURCE_MAX_BYTES:
        raise UnreadableText(f"is larger than {settings.SOURCE_MAX_BYTES} bytes")
    file.seek(0)
    raw: bytes = file.read()
    return raw


def _pasted(text: str) -> str:
    if len(text.encode(errors="surrogatepass")) > settings.SOURCE_MAX_BYTES + text.count("\r\n"):
        raise UnreadableText(f"is larger than {settings.SOURCE_MAX_BYTES} bytes")
    return check_text(text)


def _digest(source: Source) -> str:
    """Return what a text and its facts are known by from one page to the next."""
    told = repr((source.text_hash, source.source_hash, source.key, sorted(source.facts.stated().items())))
    return hashlib.sha256(told.encode()).hexdigest()
