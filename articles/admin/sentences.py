"""The machine's sentences in the reader's language, on the pages of the curators. The API keeps the English.

A sentence is stored as it was made. It is known again by its form, which is also the text that the catalogue
translates. One of no form here is shown as it stands.
"""

import re
from functools import cache
from typing import Final

from django.apps import apps
from django.utils.translation import gettext as said
from django.utils.translation import gettext_noop

FORMS: Final = (
    # of remarks: directives.extraction.remarks, register.document, register.rows, register.stored
    gettext_noop("declared %(declared)s, found none"),
    gettext_noop("declared %(declared)s, found %(found)s: %(missing)s"),
    gettext_noop("declared %(declared)s, found %(found)s"),
    gettext_noop("ordinal %(ordinal)s is missing"),
    gettext_noop("ordinals %(ordinals)s are missing"),
    gettext_noop("%(marker)s stands in place %(place)s"),
    gettext_noop("%(marker)s belongs to no list"),
    gettext_noop("%(words)s follows no document of its kind"),
    gettext_noop("no rule reads %(words)s as a document"),
    gettext_noop("no rule reads %(words)s as a name"),
    gettext_noop("no calendar has %(words)s"),
    gettext_noop("the text introduces nobody as %(words)s"),
    gettext_noop("a quotation opens here and does not close"),
    gettext_noop("the text does not say whose words these are"),
    gettext_noop("the text prints %(printed)s, stated is %(stated)s"),
    gettext_noop("the same text came from %(source)s"),
    gettext_noop("the present text no longer has these words of %(row)s"),
    gettext_noop("the place in its list of %(row)s is another's, which was decided too"),
    # of citations: register.resolve, register.rows
    gettext_noop("may be %(rows)s"),
    gettext_noop("%(words)s may be %(rows)s"),
    gettext_noop("no document known by that number or name"),
    gettext_noop("%(number)s speakers of that name"),
    gettext_noop("the text does not say which document is meant"),
    gettext_noop("a curator left it open"),  # directives.admin
    # of what a run could not read: articles.reading, articles.sources, articles.facts, register.ingest
    gettext_noop("entry %(number)s, %(file)s: %(fault)s"),
    gettext_noop('entry %(number)s has no "source": it must name the file that it speaks of'),
    gettext_noop("is not UTF-8: byte %(byte)s at offset %(offset)s, line %(line)s; %(perhaps)s"),
    gettext_noop("is not UTF-8: byte %(byte)s at offset %(offset)s"),
    gettext_noop("perhaps an older Vietnamese encoding (TCVN3, VNI)"),
    gettext_noop("perhaps Windows-1258 or another older Vietnamese encoding"),
    gettext_noop("is %(encoding)s; only UTF-8 is read"),
    gettext_noop("is binary: %(controls)s of %(characters)s characters are control characters"),
    gettext_noop("has half a surrogate pair at character %(place)s"),
    gettext_noop("is empty"),
    gettext_noop("cannot be read: %(fault)s"),
    gettext_noop("names %(file)s, which is not there"),
    gettext_noop("not read, since %(file)s beside it is broken"),
    gettext_noop("has a name that is longer than %(most)s characters when escaped"),
    gettext_noop("is larger than %(most)s bytes"),
    gettext_noop("is a link; links in a folder are not followed"),
    gettext_noop("is not a regular file"),
    gettext_noop("is longer than %(most)s bytes"),
    gettext_noop("is broken JSON: %(fault)s at column %(column)s"),
    gettext_noop("is nested too deeply"),
    gettext_noop("is no JSON object"),
    gettext_noop("is no list of objects"),
    gettext_noop("is named twice"),
    gettext_noop("has a key twice"),
    gettext_noop('has a "text", which stands in the file itself'),
    gettext_noop("has %(name)s, which is not JSON"),
    gettext_noop('"text" is missing or is no string'),
    gettext_noop('needs "source" or "url" to be known again by'),
    gettext_noop('"known" is no object of strings'),
    gettext_noop('"known" speaks of %(key)s, which is no fact'),
    gettext_noop('"genre" is %(value)s; known are %(values)s'),
    gettext_noop("unknown key %(key)s; known are %(keys)s"),
    gettext_noop('"url" is no web address: %(value)s'),
    gettext_noop('"published_on" is %(value)s, no date of the form YYYY-MM-DD'),
    gettext_noop('"published_on" is %(value)s, not between %(first)s and %(last)s'),
    gettext_noop("is no string"),
    gettext_noop("is longer than a line of %(most)s characters"),
    gettext_noop("has the same source key as %(first)s: %(source)s"),
    gettext_noop('"known" of "%(key)s" %(fault)s'),
    gettext_noop('"%(key)s" %(fault)s'),
)
EITHER: Final = gettext_noop("or")
NESTED: Final = ("missing", "fault", "perhaps")  # holes that hold a sentence


def sentence(english: str) -> str:
    """Return a sentence of the machine in the reader's language; as it is where it has no form that is known."""
    for form in FORMS:
        found = _pattern(form).fullmatch(english)
        if found is None:
            continue
        parts = {name: _part(name, value) for name, value in found.groupdict().items()}
        return said(form) % parts
    return english


@cache
def _pattern(form: str) -> re.Pattern[str]:
    """Return the expression that what was made by a form matches, a group for each of its holes."""
    return re.compile(re.sub(r"%\\\((\w+)\\\)s", r"(?P<\1>.+?)", re.escape(form)), re.DOTALL)


def _part(name: str, value: str) -> str:
    """Return what fills a hole in the reader's language: a sentence, a choice with its "or", a row, words in “…”."""
    if name in NESTED:
        return sentence(value)
    if name == "rows":
        return value.replace(" or ", f" {said(EITHER)} ")
    if name == "row":
        return _called(*value.split(" ", 1))
    return _quoted(value)


def _quoted(value: str) -> str:
    """Return words that a sentence quotes in “…”, and what it does not quote as it is."""
    is_quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "'\""
    return f"“{value[1:-1]}”" if is_quoted else value


def _called(model: str, *key: str) -> str:
    """Return what a row is called: by the name that people know its model by, and by its words."""
    names = {one.__name__: str(one._meta.verbose_name) for one in apps.get_models()}
    return " ".join((names.get(model, model), *map(_quoted, key)))
