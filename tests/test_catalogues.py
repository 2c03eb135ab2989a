"""The Vietnamese catalogues: whole, compiled as they stand, true to the code; and every label has its translation.

GNU gettext is needed to make them (`make messages`), not to check or to use them.
"""

import json
import re
from collections.abc import Iterable, Iterator
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any, Final

import django
import import_export
import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.options import InlineModelAdmin
from django.db.models import Field, Model
from django.test import Client
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext, override, pgettext
from django.utils.translation.template import templatize

OURS: Final = settings.BASE_DIR / "locale" / "vi" / "LC_MESSAGES" / "django.po"
OVERRIDES: Final = settings.BASE_DIR / "locale_core" / "vi" / "LC_MESSAGES" / "django.po"
OVERRIDES_OF_SCRIPTS: Final = OVERRIDES.with_name("djangojs.po")
CATALOGUES: Final = (OURS, OVERRIDES, OVERRIDES_OF_SCRIPTS)

APPS: Final = ("articles", "directives", "register")
SOURCES: Final = (*APPS, "config")
FOLDER: Final = Path(django.__file__).parent
# The packages' own catalogues of what they say: Django's in English, import-export's as one of its translations.
OF_THE_PACKAGES: Final = (
    *(
        FOLDER / path / "locale/en/LC_MESSAGES/django.po"
        for path in ("conf", *(f"contrib/{name}" for name in ("admin", "auth", "contenttypes", "sessions")))
    ),
    Path(import_export.__file__).parent / "locale/fr/LC_MESSAGES/django.po",
)
# What no reader of our pages meets: names of languages and of database fields, sizes of files, clocks of twelve hours,
# packages that are not installed, the page that Django shows before there is a site; and whatever is said of an import,
# for lists are exported only.
NOT_MET: Final = re.compile(
    r"conf/global_settings|db/models/fields/(__init__|json|files)|template/defaultfilters|utils/dateformat"
    r"|contrib/(messages|syndication)|default_urlconf"
    r"|^(results|resources|widgets)\.py|import_export/(import|change_list_import_item|resource_fields_list)\.html"
)

# How xgettext reads Django's functions: which of their arguments are texts, which the context.
KEYWORDS: Final[dict[str, Any]] = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), None),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
PLACEHOLDER: Final = re.compile(r"%\(\w+\)[sdr]|%[sd]|\{\w*\}")

# Words that are the same in both languages.
SAME: Final = frozenset({"Email", "IPv4", "IPv6"})

Key = tuple[str | None, str]


def catalogue(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale="vi")


def messages(read: Catalog) -> dict[Key, Message]:
    return {(context_of(message), text_of(message)): message for message in read if message.id}


def context_of(message: Message) -> str | None:
    """Return the context, which Babel leaves as bytes where it reads a compiled catalogue."""
    context: Any = message.context
    return context.decode() if isinstance(context, bytes) else context


def text_of(message: Message) -> str:
    """Return the English text; of one with a plural, the singular."""
    return message.id if isinstance(message.id, str) else message.id[0]


def translations(message: Message) -> list[str]:
    string: Any = message.string
    return [string] if isinstance(string, str) else list(string)


def marked() -> Iterator[tuple[Key, Path]]:
    """Yield each text that our code or templates mark for translation, and where."""
    for path in (path for folder in SOURCES for path in (settings.BASE_DIR / folder).rglob("*")):
        if path.suffix == ".py":
            for key in marked_in(path.read_bytes()):
                yield key, path
        elif path.suffix == ".html":
            code = StringIO(templatize(path.read_text("utf-8"), origin=str(path)))
            for line in code:
                for key in marked_in(line.strip().encode()):
                    yield key, path


def marked_in(code: bytes) -> Iterator[Key]:
    found: Iterable[Any] = extract_python(BytesIO(code), KEYWORDS, [], {"encoding": "utf-8"})
    for _line, function, texts, _comments in found:
        if function.startswith(("pgettext", "npgettext")):
            yield texts[0], texts[1]
        else:
            yield None, texts if isinstance(texts, str) else texts[0]


# --- the files --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", CATALOGUES, ids=str)
def test_every_text_is_translated_and_nobody_has_to_look_again(path: Path) -> None:
    read = catalogue(path)
    assert not [text_of(message) for message in read if message.fuzzy]
    assert not [text_of(message) for message in read if message.id and not all(translations(message))]
    assert not read.obsolete


@pytest.mark.parametrize("path", CATALOGUES, ids=str)
def test_the_compiled_catalogue_holds_what_its_source_says(path: Path) -> None:
    with path.with_suffix(".mo").open("rb") as file:
        compiled = read_mo(file)
    said = {key: translations(message) for key, message in messages(compiled).items()}
    assert said == {key: translations(message) for key, message in messages(catalogue(path)).items()}


@pytest.mark.parametrize("path", CATALOGUES, ids=str)
def test_every_placeholder_of_a_text_stands_in_its_translation(path: Path) -> None:
    for message in messages(catalogue(path)).values():
        texts = [message.id] if isinstance(message.id, str) else message.id
        wanted = sorted(PLACEHOLDER.findall(texts[-1]))
        for translation in translations(message):
            assert sorted(PLACEHOLDER.findall(translation)) == wanted, text_of(message)


@pytest.mark.parametrize("path", CATALOGUES, ids=str)
def test_a_translation_begins_and_ends_as_its_text_does(path: Path) -> None:
    ends = re.compile(r"\A\s*|[:…]?\s*\Z")
    for message in messages(catalogue(path)).values():
        assert ends.findall(translations(message)[0]) == ends.findall(text_of(message))


def test_our_catalogue_holds_what_our_code_marks_and_nothing_else() -> None:
    held, used = set(messages(catalogue(OURS))), dict(marked())
    assert not {f"{text!r} of {used[context, text]}" for context, text in set(used) - held}
    assert not held - set(used)


def test_what_we_say_otherwise_is_still_said_by_a_package() -> None:
    said = {key for path in OF_THE_PACKAGES for key in messages(catalogue(path))}
    assert not set(messages(catalogue(OVERRIDES))) - said
    of_scripts = set(messages(catalogue(FOLDER / "contrib/admin/locale/en/LC_MESSAGES/djangojs.po")))
    assert not set(messages(catalogue(OVERRIDES_OF_SCRIPTS))) - of_scripts


def test_both_catalogues_say_the_same_where_both_say_something() -> None:
    ours, overrides = messages(catalogue(OURS)), messages(catalogue(OVERRIDES))
    for key in set(ours) & set(overrides):
        assert translations(ours[key]) == translations(overrides[key])


# --- the packages -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", OF_THE_PACKAGES, ids=str)
def test_what_a_reader_can_meet_of_a_package_is_vietnamese(path: Path) -> None:
    with override("vi"):
        left = [
            text_of(message)
            for message in messages(catalogue(path)).values()
            if not all(NOT_MET.search(place) for place, _line in message.locations) and said_in_english(message)
        ]
    assert sorted(set(left) - SAME) == []


def said_in_english(message: Message) -> bool:
    text = text_of(message)
    if not isinstance(message.id, str):
        return ngettext(message.id[0], message.id[1], 2) in message.id
    is_words = any(letter.isalpha() for letter in PLACEHOLDER.sub("", text))
    return is_words and (pgettext(message.context, text) if message.context else gettext(text)) == text


@pytest.mark.django_db
def test_what_the_admin_s_scripts_say_is_vietnamese(admin_client: Client) -> None:
    script = admin_client.get(reverse("admin:jsi18n")).content.decode()
    found = re.search(r"const newcatalog = (\{.*?\});\n", script, re.DOTALL)
    assert found is not None
    said = json.loads(found[1])
    spoken = messages(catalogue(FOLDER / "contrib/admin/locale/en/LC_MESSAGES/djangojs.po"))
    assert sorted(text for context, text in spoken if (f"{context}\x04{text}" if context else text) not in said) == []


# --- labels -----------------------------------------------------------------------------------------------------------


def ours() -> Iterator[type[Model]]:
    for label in APPS:
        yield from apps.get_app_config(label).get_models()


def labels_of_models() -> Iterator[tuple[str, Any]]:
    """Yield what people read of our models, each with where it is written."""
    for model in ours():
        name = model.__name__
        yield name, model._meta.verbose_name
        yield f"{name} (plural)", model._meta.verbose_name_plural
        for field in model._meta.get_fields():
            if isinstance(field, Field) and not field.auto_created:
                yield f"{name}.{field.name}", field.verbose_name
                yield from ((f"{name}.{field.name} help", field.help_text) for _ in [0] if field.help_text)
                for value, label in field.choices or ():
                    yield f"{name}.{field.name} {value}", label


def labels_of_pages() -> Iterator[tuple[str, Any]]:
    """Yield what our classes of the admin add to the labels of the models."""
    for page in admin.site._registry.values():
        if page.model._meta.app_label in APPS:
            yield from labels_of_page(page)


def labels_of_page(page: Any) -> Iterator[tuple[str, Any]]:
    name = type(page).__name__
    for heading, _fields in page.fieldsets or ():
        if heading is not None:
            yield f"{name} heading", heading
    for function in functions(page, (*page.list_display, *page.readonly_fields)):
        yield f"{name}.{function.__name__}", getattr(function, "short_description", function.__name__)
    for function in functions(page, page.actions or ()):
        yield f"{name}.{function.__name__}", getattr(function, "short_description", function.__name__)
    for one in page.list_filter:
        if isinstance(one, type):
            yield f"{name} filter {one.__name__}", one.title  # type: ignore[attr-defined]
    for inline in page.inlines:
        yield from labels_of_inline(inline)


def labels_of_inline(inline: type[InlineModelAdmin[Any, Any]]) -> Iterator[tuple[str, Any]]:
    for attribute in ("verbose_name", "verbose_name_plural"):
        if getattr(inline, attribute) is not None:
            yield f"{inline.__name__}.{attribute}", getattr(inline, attribute)


def functions(page: Any, names: Iterable[Any]) -> Iterator[Any]:
    """Yield the functions among what a page names: its own methods, or those of its model; a field goes before both."""
    fields = {field.name for field in page.model._meta.get_fields()}
    for name in names:
        found = name if callable(name) else getattr(page, name, None) or getattr(page.model, name, None)
        if callable(found) and name != "__str__" and name not in fields:
            yield found


def labels_of_apps() -> Iterator[tuple[str, Any]]:
    for label in APPS:
        yield label, apps.get_app_config(label).verbose_name


@pytest.mark.parametrize("labels", [labels_of_apps, labels_of_models, labels_of_pages], ids=lambda made: made.__name__)
def test_every_label_is_said_in_both_languages(labels: Any) -> None:
    found = dict(labels())
    assert found
    assert [where for where, label in found.items() if not isinstance(label, Promise)] == []
    with override("en"):
        english = {where: str(label) for where, label in found.items()}
    with override("vi"):
        vietnamese = {where: str(label) for where, label in found.items()}
    assert [where for where in found if english[where] == vietnamese[where] and english[where] not in SAME] == []


def test_no_two_words_of_one_list_of_choices_are_said_alike() -> None:
    with override("vi"):
        for model in ours():
            for field in model._meta.get_fields():
                said = [str(label) for _value, label in getattr(field, "choices", None) or ()]
                assert len(said) == len(set(said)), f"{model.__name__}.{field.name}"


def test_english_labels_are_english() -> None:
    with override("en"):
        for where, label in (*labels_of_apps(), *labels_of_models(), *labels_of_pages()):
            outside_quotes = re.sub(r'"[^"]*"', "", str(label))
            assert re.sub("[Đé…–’“”]", "", outside_quotes).isascii(), f"{where}: {label}"
