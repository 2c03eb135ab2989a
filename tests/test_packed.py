"""Files for spreadsheets that are made to do harm are refused by their reason before they are opened."""

import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.utils.translation import override
from openpyxl import Workbook

from articles import importing
from articles.importing import Unimportable, read_file
from articles.packed import MOST_ELEMENTS, Unsafe, refuse_unless_safe

SHEET, STYLES, BOOK = "xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/workbook.xml"
NAMES = [f'<!ENTITY e{number} "{f"&e{number - 1};" * 10}">' for number in range(1, 9)]
LAUGHS = f'<!DOCTYPE x [<!ENTITY e0 "ha">{"".join(NAMES)}]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY e8 SYSTEM "file:///etc/hostname">]>'
ELSEWHERE = '<!DOCTYPE x SYSTEM "https://bao.example/x.dtd">'


def made(part: str = "", change: Callable[[str], str] = str, encoding: str = "utf-8") -> bytes:
    """Return a sheet of one row, with one part of the file made otherwise."""
    book, plain, other = Workbook(), BytesIO(), BytesIO()
    sheet: Any = book.active
    sheet.append(["slug", "name"])
    sheet.append(["bo-a", "Bộ A"])
    book.save(plain)
    with zipfile.ZipFile(plain) as read, zipfile.ZipFile(other, "w", zipfile.ZIP_DEFLATED) as written:
        for name in read.namelist():
            content = read.read(name)
            written.writestr(name, change(content.decode()).encode(encoding) if name == part else content)
    return other.getvalue()


def declaring(document_type: str) -> Callable[[str], str]:
    """Return how a sheet declares entities, and has one in its first cell."""
    return lambda xml: document_type + xml[xml.index("<worksheet") :].replace("<t>slug</t>", "<t>&e8;</t>")


def within(end: str, added: str) -> Callable[[str], str]:
    """Return how something is added before the end of an element."""
    return lambda xml: xml.replace(end, f"{added}{end}", 1)


def refused(raw: bytes, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return why a file is refused that must not be opened."""
    monkeypatch.setattr(importing, "load_workbook", lambda *_, **__: pytest.fail("the file was opened"))
    with override("en"), pytest.raises(Unimportable) as error:
        read_file(raw, "bang.xlsx")
    return error.value.reason


def test_a_sheet_as_programs_write_it_is_read() -> None:
    refuse_unless_safe(made())
    assert read_file(made(), "bang.xlsx") == [(2, {"slug": "bo-a", "name": "Bộ A"})]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("document_type", [LAUGHS, OUTSIDE, ELSEWHERE], ids=["laughs", "outside", "elsewhere"])
@pytest.mark.parametrize("part", [SHEET, STYLES, BOOK])
def test_entities_are_refused_before_any_is_read(
    part: str, document_type: str, encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    change = declaring(document_type) if part == SHEET else lambda xml: document_type + xml
    assert "declares a document type" in refused(made(part, change, encoding), monkeypatch)


SHEET_OF_IT = '<sheet name="s" sheetId="9" r:id="rId1" xmlns:r="x"/>'


@pytest.mark.parametrize(
    ("part", "change"),
    [
        (STYLES, within("</cellXfs>", "<xf/>" * MOST_ELEMENTS["others"])),
        (STYLES, within("</cellXfs>", "<a:xf/>" * MOST_ELEMENTS["others"])),
        (SHEET, within("</row>", "<c/>" * MOST_ELEMENTS["cells"])),
        (SHEET, within("</sheetData>", "<row/>" * MOST_ELEMENTS["cells"])),
        (BOOK, within("</sheets>", SHEET_OF_IT * MOST_ELEMENTS["sheets"])),
    ],
    ids=["styles", "styles of another name", "cells", "rows", "sheets"],
)
def test_what_would_be_kept_without_end_is_refused(
    part: str, change: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """100 kB of styles took three minutes and 5 GB."""
    raw = made(part, change)
    assert len(raw) < 100_000
    assert "too many cells, sheets or styles" in refused(raw, monkeypatch)


@pytest.mark.parametrize("mark", ["<!--{}-->", "<?x {}?>", '<x y="{}"/>', "<{}/>"])
def test_a_mark_without_an_end_is_refused(mark: str, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = made(SHEET, within("</sheetData>", mark.format("x" * 1_000_000)))
    assert "endless marks" in refused(raw, monkeypatch)


def test_what_unpacks_to_very_much_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = made(SHEET, within("</sheetData>", " " * 60 * 1024**2))
    monkeypatch.setattr(zipfile.ZipFile, "read", lambda *_: pytest.fail("a part was read"))
    with override("en"), pytest.raises(Unsafe, match="unpacks to more than 62914560 bytes"):
        refuse_unless_safe(raw)
