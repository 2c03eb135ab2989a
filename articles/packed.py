"""Files for spreadsheets before they are opened: a few bytes may unpack to what uses up memory and time.

An XLSX is a ZIP of XML without document types (ECMA-376, Part 2). What reads it keeps an object for every style, and a
row's cells all together: what it would have to keep is counted first.
"""

import zipfile
from collections import Counter
from contextlib import suppress
from io import BytesIO
from typing import Final
from xml.parsers.expat import ExpatError, ParserCreate

from django.utils.translation import gettext as _

MOST_UNPACKED: Final = 60 * 1024**2  # bytes of all parts
MOST_ELEMENTS: Final = {
    "cells": 1_000_000,  # with what is in them: a list of most rows has so many in thirty columns
    "sheets": 20,  # each is looked into as the file is opened
    "others": 100_000,  # styles, of which Excel has 65,490 at most, names, relations
}
CELLS: Final = frozenset({"row", "c", "f", "v", "is", "t", "si"})
LONGEST_TAG: Final = 64 * 1024  # characters; a cell of a spreadsheet has 32,767 at most


class Unsafe(ValueError):
    """A file that would use up memory or time, or that reaches for other files; says why."""


def refuse_unless_safe(raw: bytes) -> None:
    """Look through every part of an XLSX. Raises Unsafe, and zipfile.BadZipFile for what is no ZIP."""
    with zipfile.ZipFile(BytesIO(raw)) as packed:
        if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
            raise Unsafe(_("The file unpacks to more than %(most)d bytes.") % {"most": MOST_UNPACKED})
        counted: Counter[str] = Counter()
        for part in packed.infolist():
            _look_through(packed.read(part), counted)


def _look_through(part: bytes, counted: Counter[str]) -> None:
    """Count the elements of a part. One that is no XML ends where whoever reads it ends, too."""

    def element(name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        kind = "cells" if local in CELLS else "sheets" if local == "sheet" else "others"
        counted[kind] += 1
        if counted[kind] > MOST_ELEMENTS[kind]:
            raise Unsafe(_("The file has too many cells, sheets or styles, or empty ones."))
        tag(name, *attributes, *attributes.values())

    def tag(*words: str) -> None:
        if sum(map(len, words)) > LONGEST_TAG:
            raise Unsafe(_("The file is no XLSX as spreadsheets write it: it has endless marks."))

    def document_type(*_given: object) -> None:  # by which entities are declared, that grow or read other files
        raise Unsafe(_("The file is no XLSX as spreadsheets write it: it declares a document type."))

    parser = ParserCreate()
    parser.StartElementHandler = element
    parser.CommentHandler = tag
    parser.ProcessingInstructionHandler = tag
    parser.StartDoctypeDeclHandler = document_type
    with suppress(ExpatError):
        parser.Parse(part, True)  # at once: in pieces, a mark without an end would be read again for each
