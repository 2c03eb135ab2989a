"""The pages on which authority lists come back from files: what would change is shown first, then written."""

import base64
import zlib
from typing import Any, Final

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.dispatch import Signal
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.acting import acting, by_rule
from articles.addresses import list_of
from articles.admin.export import ExportedAdmin
from articles.importing import MOST_BYTES, MOST_ROWS, Imported, Importer, Unimportable, read_file
from articles.resources import Table
from articles.rights import Right, may

RIGHT: Final = "articles.import_authority"
WRITING: Final[tuple[Right, ...]] = ("add", "change")
SALT: Final = "articles.imports"
MOST_HELD: Final = settings.DATA_UPLOAD_MAX_MEMORY_SIZE - 64 * 1024  # characters that a form may carry
MOST_SHOWN: Final = 200  # rows that the page names, and what could not follow from them

# In the transaction of an import, as part of it: sender is the model, rows are those written. A receiver returns what
# could not follow, in sentences.
written = Signal()
imported = Signal()  # after it: rows as above, edited what the history says; a receiver may return a sentence


class ImportForm(forms.Form):
    """A file and the table that it is for."""

    table = forms.ChoiceField(label=gettext_lazy("Table"))
    file = forms.FileField(
        label=gettext_lazy("File"),
        widget=forms.FileInput({"accept": ".csv,.xlsx,.json"}),
        help_text=gettext_lazy("CSV in UTF-8, XLSX or JSON, with the columns of the export. Rows are never deleted."),
    )

    def __init__(self, tables: list[type[Table]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["table"]
        choices.choices = [(str(number), table.get_display_name()) for number, table in enumerate(tables)]


class ImportedAdmin(ExportedAdmin):
    """A list that is exported and imported."""

    import_export_change_list_template = "admin/import_export/change_list_import_export.html"

    def has_import_permission(self, request: HttpRequest) -> bool:
        """Allow it to those who may import authority lists, and may add to and change this one."""
        user: Any = request.user
        return bool(user.has_perm(RIGHT) and self.has_add_permission(request) and self.has_change_permission(request))

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_import"
        return [path("import/", self.admin_site.admin_view(self.import_view), name=name), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        context = {**(extra_context or {}), "has_import_permission": self.has_import_permission(request)}
        return super().changelist_view(request, context)

    def get_import_tables(self, request: HttpRequest) -> list[type[Table]]:
        """Return the tables whose rows this person may add and change."""
        user = request.user
        tables = [table for table in self.resource_classes if table.key]
        return [one for one in tables if all(may(user, right, one._meta.model) for right in WRITING)]

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """Answer with the form, with what a file would change, or, once that was looked at, with the list."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        tables = self.get_import_tables(request)
        if request.method != "POST":
            return self._page(request, tables, ImportForm(tables))
        if "held" in request.POST:
            return self._confirmed(request, tables)
        form = ImportForm(tables, request.POST, request.FILES)
        if not form.is_valid():
            return self._page(request, tables, form)
        file, number = form.cleaned_data["file"], int(form.cleaned_data["table"])
        if file.size > MOST_BYTES:
            form.add_error("file", _("The file is larger than %(most)d bytes.") % {"most": MOST_BYTES})
            return self._page(request, tables, form)
        raw: bytes = file.read()
        done = self._try(tables[number], raw, file.name)
        packed = base64.b85encode(zlib.compress(raw)).decode()
        signed = "" if done.errors else _hold(request, tables[number], file.name, packed, done)
        if len(signed) > MOST_HELD:
            form.add_error("file", _("The file is too large to be carried to the next page. Import it in parts."))
            return self._page(request, tables, form)
        return self._page(request, tables, form, done, signed)

    def _try(self, table: type[Table], raw: bytes, name: str) -> Imported:
        """Return what a file would change; nothing is written, and so nothing told of it in the history."""
        with by_rule(), transaction.atomic():
            done = _run(table, raw, name)
            _take_back(done)
        return done

    def _confirmed(self, request: HttpRequest, tables: list[type[Table]]) -> HttpResponse:
        """Write what was looked at, which the form carries, signed for this person, if it would be the same now."""
        try:
            who, table_name, name, packed, digest = signing.loads(request.POST["held"], salt=SALT)
            table = next(one for one in tables if one.__name__ == table_name and who == request.user.pk)
        except (signing.BadSignature, ValueError, TypeError, StopIteration):
            messages.error(request, _("This is not what was looked at. Nothing was imported; choose the file again."))
            return self._page(request, tables, ImportForm(tables))
        left: list[str] = []
        with transaction.atomic(), acting(request.user, "imported") as deed:
            done = _run(table, zlib.decompress(base64.b85decode(packed)), name)
            is_other = bool(done.errors) or done.digest != digest
            if is_other:
                _take_back(done)
            else:
                answers: Any = written.send(sender=table._meta.model, rows=done.rows)
                left = [one for _receiver, sentences in answers for one in sentences]
        if is_other:
            messages.error(
                request, _("Someone changed these rows meanwhile. Nothing was imported; look at it once more.")
            )
            signed = "" if done.errors else _hold(request, table, name, packed, done)
            return self._page(request, tables, ImportForm(tables), done, signed)
        counts = {"new": len(done.new), "changed": len(done.changed), "same": done.same}
        messages.success(request, _("Imported: %(new)d new, %(changed)d changed, %(same)d as they were.") % counts)
        for told in left[:MOST_SHOWN]:
            messages.warning(request, told)
        if done.rows:
            edited = deed.rows.values()
            for _receiver, sentence in imported.send(sender=table._meta.model, rows=done.rows, edited=edited):
                if sentence:
                    messages.info(request, sentence)
        return redirect(list_of(self.model))

    def _page(
        self,
        request: HttpRequest,
        tables: list[type[Table]],
        form: ImportForm,
        done: Imported | None = None,
        held: str = "",
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Import"),
            "form": form,
            "media": self.media + form.media,
            "fields_list": [
                (table.get_display_name(), [one.column_name for one in table().get_export_fields()], table.key)
                for table in tables
            ],
            "done": done,
            "shown_new": done.new[:MOST_SHOWN] if done else [],
            "shown_changed": done.changed[:MOST_SHOWN] if done else [],
            "held": held,
            "most_rows": MOST_ROWS,
        }
        return TemplateResponse(request, "admin/import_export/import.html", context)


def _take_back(done: Imported) -> None:
    """Write nothing of it; what would be new is told by its words alone, as it is not there."""
    done.new = [str(row) for row in done.new]  # type: ignore[misc]
    transaction.set_rollback(True)


def _hold(request: HttpRequest, table: type[Table], name: str, packed: str, done: Imported) -> str:
    """Return what the form carries to the next page, signed: who looked at which file, and what it would change."""
    return signing.dumps([request.user.pk, table.__name__, name, packed, done.digest], salt=SALT)


def _run(table: type[Table], raw: bytes, name: str) -> Imported:
    try:
        return Importer(table).run(read_file(raw, name))
    except Unimportable as error:
        return Imported(errors=[error])
