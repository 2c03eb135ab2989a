"""Tables as files for spreadsheets: CSV, XLSX or JSON.

A cell that a spreadsheet would run as a formula gets an apostrophe before it, in CSV and XLSX; who takes just that away
has the cell as it was. JSON is for programs: true and false, lists and null are there what they are, and nothing gets
an apostrophe. CSV begins with a byte order mark, for Excel reads Vietnamese wrong without it.
"""

import re
from datetime import date
from typing import Any, Final

from import_export.formats import base_formats
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from tablib import Dataset

# OWASP, CSV Injection: what spreadsheets take for the beginning of a formula, also behind white space. Apostrophes that
# stand before it already count, or one of them would be taken for ours.
FORMULA: Final = re.compile(r"'*\s*[=+\-@\t\r＝＋－＠]")
BETWEEN: Final = " | "  # apart in a cell that holds several names
BYTE_ORDER_MARK: Final = "\ufeff"
COLUMN_WIDTH: Final = 30  # of a sheet, in characters


def in_sheet(cell: Any) -> Any:
    """Return how a cell of a spreadsheet says a value: 1 or 0, names one after another, a day as YYYY-MM-DD."""
    match cell:
        case None:
            return ""
        case bool():
            return "1" if cell else "0"
        case list():
            return BETWEEN.join(cell)
        case date():
            return cell.isoformat()
        case _:
            return cell


def defused(cell: Any) -> Any:
    """Return a cell that no spreadsheet runs."""
    return f"'{cell}" if isinstance(cell, str) and FORMULA.match(cell) else cell


def _each_cell(dataset: Dataset, change: Any) -> Dataset:
    return Dataset(*([change(in_sheet(cell)) for cell in row] for row in dataset), headers=dataset.headers)


class Csv(base_formats.CSV):
    CONTENT_TYPE = "text/csv; charset=utf-8"

    def export_data(self, dataset: Dataset, **kwargs: Any) -> str:
        return BYTE_ORDER_MARK + str(_each_cell(dataset, defused).export("csv"))


class Xlsx(base_formats.XLSX):
    def export_data(self, dataset: Dataset, **kwargs: Any) -> bytes:
        """Return the file. Control characters, which the format cannot hold, are U+FFFD."""
        sheet: bytes = _each_cell(dataset, _holdable).export("xlsx", column_width=COLUMN_WIDTH)
        return sheet


class Json(base_formats.JSON):
    def export_data(self, dataset: Dataset, **kwargs: Any) -> str:
        return str(dataset.export("json"))


def _holdable(cell: Any) -> Any:
    return ILLEGAL_CHARACTERS_RE.sub("\ufffd", defused(cell)) if isinstance(cell, str) else cell
