"""Authority lists back from files for spreadsheets, as `articles.sheets` writes them.

A file is read into cells, each row is found by its public name, and a cell that says what it would say if the row were
exported now is left alone: what was exported and comes back as it was changes nothing. All of it is written, or none.
"""

import csv
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from io import BytesIO, StringIO
from itertools import zip_longest
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import DatabaseError, models, transaction
from django.utils.translation import gettext as _
from import_export.widgets import ForeignKeyWidget
from openpyxl import load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from articles.models import Origin, Tenure
from articles.models.identity import SLUG_LENGTH, mint_slug
from articles.packed import Unsafe, refuse_unless_safe
from articles.resources import Table
from articles.sheets import BETWEEN, FORMULA, in_sheet
from articles.versions import about_to_lock

MOST_ROWS: Final = 10_000
MOST_LINES: Final = 2**20  # of a file, with empty ones: as many as a sheet has
MOST_COLUMNS: Final = 100  # no table has half as many
MOST_CELLS: Final = MOST_ROWS * MOST_COLUMNS  # of a file, with empty ones
MOST_BYTES: Final = 5 * 1024**2  # of a file
MOST_ERRORS: Final = 100  # that are named
LONGEST_COLUMN: Final = 100  # characters of a column's name that an error tells
DELIMITERS: Final = (",", ";", "\t")  # spreadsheets of some countries write a semicolon
SURROGATE: Final = re.compile("[\ud800-\udfff]")
SEEN_ONLY: Final = frozenset({"origin", "first_seen", "last_seen", "merged_into"})  # entered elsewhere, or by nobody

Cells = dict[str, Any]


class Unimportable(Exception):
    """Why a file, a row or a cell cannot be imported. The row is counted as a spreadsheet counts, the first is 1."""

    def __init__(self, reason: str, row: int | None = None, column: str = "") -> None:
        self.reason, self.row = reason, row
        self.column = column[:LONGEST_COLUMN].encode(errors="replace").decode()
        super().__init__(reason)

    @property
    def place(self) -> str:
        parts = [_("row %(number)d") % {"number": self.row} if self.row else "", self.column]
        return ", ".join(part for part in parts if part)


@dataclass(slots=True)
class Imported:
    """What became, or would become, of the rows of a file."""

    new: list[models.Model] = field(default_factory=list)
    changed: list[tuple[models.Model, list[tuple[str, str, str]]]] = field(default_factory=list)  # column, was, is
    same: int = 0
    errors: list[Unimportable] = field(default_factory=list)

    @property
    def rows(self) -> list[models.Model]:
        return [*self.new, *(row for row, _ in self.changed)]

    @property
    def digest(self) -> str:
        """Return what is the same as long as a file would change the same rows, from and to the same."""
        told = [[str(row) for row in self.new], [[row.pk, cells] for row, cells in self.changed]]
        return sha256(json.dumps(told).encode()).hexdigest()


# --- files into cells -------------------------------------------------------------------------------------------------


def read_file(raw: bytes, name: str) -> list[tuple[int, Cells]]:
    """Return the rows of a file, each with its number, by its columns. Raises Unimportable."""
    if len(raw) > MOST_BYTES:
        raise Unimportable(_("The file is larger than %(most)d bytes.") % {"most": MOST_BYTES})
    suffix = name.lower().rpartition(".")[2]
    if suffix not in READERS:
        raise Unimportable(_("The name of the file ends in none of .csv, .xlsx and .json."))
    rows: list[tuple[int, Cells]] = []
    for number, cells in READERS[suffix](raw):
        if any(value not in ("", None) for value in cells.values()):
            _refuse_unstorable(number, cells)
            rows.append((number, cells))
        if len(rows) > MOST_ROWS:
            raise Unimportable(_("The file has more than %(most)d rows.") % {"most": MOST_ROWS})
    if not rows:
        raise Unimportable(_("The file has no rows."))
    return rows


def _refuse_unstorable(number: int, cells: Cells) -> None:
    """Raise Unimportable where a cell, or the name of a column, holds what no database and no answer can."""
    for column, value in cells.items():
        for text in (column, *(value if isinstance(value, list) else [value])):
            if isinstance(text, str) and "\0" in text:
                raise Unimportable(_("Null characters are not allowed."), number, column)
            if isinstance(text, str) and SURROGATE.search(text):
                raise Unimportable(_("It holds half of a surrogate pair, which is no character."), number, column)


def undefused(cell: Any) -> Any:
    """Return a cell without the apostrophe that the export put before what looks like a formula."""
    return cell[1:] if isinstance(cell, str) and cell.startswith("'") and FORMULA.match(cell) else cell


def _csv(raw: bytes) -> Iterator[tuple[int, Cells]]:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise Unimportable(_("The file is not UTF-8. Save it as “CSV UTF-8”."), line) from None
    if "\0" in text:
        raise Unimportable(_("The file is no CSV: it has null characters."))
    head = text.split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=head.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        yield from _under_header([undefused(cell) for cell in row] for row in reader)
    except csv.Error as error:
        raise Unimportable(_("The file is no CSV: %(error)s") % {"error": error}, reader.line_num) from None


def _xlsx(raw: bytes) -> Iterator[tuple[int, Cells]]:
    try:
        refuse_unless_safe(raw)
        book = load_workbook(BytesIO(raw), read_only=True, data_only=True)
        sheet: Any = book.worksheets[0]
        sheet.reset_dimensions()  # each row as wide as it is: how large it says to be may be anything
        yield from _under_header(
            [undefused(_of_sheet(cell)) for cell in row] for row in sheet.iter_rows(values_only=True)
        )
    except Unimportable:
        raise
    except Unsafe as error:
        raise Unimportable(str(error)) from None
    except Exception as error:  # whatever the package says of a file that is none
        raise Unimportable(_("The file is no XLSX: %(error)s") % {"error": type(error).__name__}) from None


def _json(raw: bytes) -> Iterator[tuple[int, Cells]]:
    try:
        rows = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Unimportable(_("The file is no JSON: %(error)s") % {"error": error}) from None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise Unimportable(_("The file is no list of objects."))
    for number, row in enumerate(rows, start=1):
        for column, value in row.items():
            names = isinstance(value, list) and all(isinstance(one, str) for one in value)
            if not names and isinstance(value, list | dict):
                raise Unimportable(_("This is no value."), number, column)
        yield number, row


READERS: Final = {"csv": _csv, "xlsx": _xlsx, "json": _json}


def _of_sheet(cell: Any) -> Any:
    """Return a cell of a sheet as text: a day without its midnight, a number without a fraction that it has not got."""
    if hasattr(cell, "date"):
        return cell.date().isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return in_sheet(cell) if cell is None or isinstance(cell, bool) else str(cell)


def _under_header(rows: Iterable[list[Any]]) -> Iterator[tuple[int, Cells]]:
    """Yield the rows below the first by its names. A row that ends early has empty cells: what was there is gone."""
    numbered = _bounded(rows)
    _number, header = next(numbered, (1, []))
    names = [str(name).strip() for name in header]
    while names and not names[-1]:
        names.pop()
    if len(names) > MOST_COLUMNS:
        raise Unimportable(_("The file has more than %(most)d columns.") % {"most": MOST_COLUMNS}, 1)
    twice = sorted(name for name, times in Counter(names).items() if times > 1)
    if twice:
        raise Unimportable(_("This column stands twice."), 1, twice[0])
    for number, row in numbered:
        if any(cell for cell in row[len(names) :]):
            raise Unimportable(_("A cell has no column above it."), number)
        if any(cell not in ("", None) for cell in row):
            yield number, dict(zip_longest(names, row[: len(names)], fillvalue=""))


def _bounded(rows: Iterable[list[Any]]) -> Iterator[tuple[int, list[Any]]]:
    """Yield rows with their numbers, as long as they are not more, with the empty ones, than any list needs."""
    cells = 0
    for number, row in enumerate(rows, start=1):
        cells += len(row)
        if number > MOST_LINES or cells > MOST_CELLS:
            raise Unimportable(_("The file has too many rows and columns, or empty ones."), number)
        yield number, row


# --- cells into rows --------------------------------------------------------------------------------------------------


class Importer:
    """Writes the rows of one file into one table, each found by its key, to be called within a transaction."""

    def __init__(self, table: type[Table]) -> None:
        self.table = table()
        self.model: Any = table._meta.model
        self.key: tuple[str, ...] = table.key
        self.columns = {one.column_name: one for one in self.table.get_export_fields()}
        self.done = Imported()
        self._pointed: dict[tuple[Any, str], Any] = {}

    def run(self, rows: list[tuple[int, Cells]]) -> Imported:
        """Write each row that differs. Where something is among the errors, all is to be rolled back."""
        unknown = sorted({column for _, cells in rows for column in cells} - self.columns.keys())
        for column in unknown[:MOST_ERRORS]:
            known = ", ".join(self.columns)
            self._wrong(_("There is no such column. There are: %(columns)s.") % {"columns": known}, None, column)
        if self.key[0] not in rows[0][1]:
            self._wrong(_("This column is missing."), None, self.key[0])
        if self.done.errors:
            return self.done
        there = self._there(rows)
        seen: dict[tuple[str, ...], int] = {}
        for number, cells in self._from_above(rows):
            if len(self.done.errors) >= MOST_ERRORS:
                break
            key = self._key(cells)
            standing = there.get(key, []) if any(key) else []
            if any(not _differing(was, cells) for _row, was in standing):
                self.done.same += 1
            elif any(key) and key in seen:
                self._wrong(_("The same row as row %(other)d.") % {"other": seen[key]}, number, self.key[0])
            else:
                self._write(number, cells, standing)
            if any(key):
                seen.setdefault(key, number)
        return self.done

    def _from_above(self, rows: list[tuple[int, Cells]]) -> list[tuple[int, Cells]]:
        """Return rows in the file's order, but none before one of its own table to which it points, or that leads to.

        So each is checked against what the file makes of those above it, in whatever order they stand.
        """
        column = next((name for name in self.columns if self._points_to_its_like(name)), None)
        if column is None:
            return rows
        key, pointer = (self.columns[name].attribute for name in (self.key[0], column))
        above = {name: said or "" for name, said in self.model._default_manager.values_list(key, f"{pointer}__{key}")}
        above |= {_plain(cells.get(self.key[0])): _plain(cells[column]) for _, cells in rows if column in cells}

        def steps(row: tuple[int, Cells]) -> int:
            cells, passed = row[1], set[str]()
            at = _plain(cells[column]) if column in cells else above.get(_plain(cells.get(self.key[0])), "")
            while at and at not in passed:
                passed.add(at)
                at = above.get(at, "")
            return len(passed)

        return sorted(rows, key=steps)

    def _points_to_its_like(self, name: str) -> bool:
        widget = self.columns[name].widget
        return name not in SEEN_ONLY and isinstance(widget, ForeignKeyWidget) and widget.model is self.model

    def _wrong(self, reason: str, row: int | None, column: str = "") -> None:
        self.done.errors.append(Unimportable(reason, row, column))

    def _invalid(self, error: ValidationError, number: int) -> None:
        told = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        for column, reasons in told.items():
            self._wrong(" ".join(reasons), number, column if column in self.columns else "")

    def _key(self, cells: Cells) -> tuple[str, ...]:
        return tuple(_plain(cells.get(name)) for name in self.key)

    def _there(self, rows: list[tuple[int, Cells]]) -> dict[tuple[str, ...], list[tuple[Any, Cells]]]:
        """Return the rows that a file may mean, with their cells as an export has them now, by their keys.

        They are held until the transaction ends.
        """
        about_to_lock.send(sender=self.model)
        first = self.columns[self.key[0]]
        widget, name = first.widget, first.attribute
        lookup = f"{name}__{widget.field}__in" if isinstance(widget, ForeignKeyWidget) else f"{name}__in"
        meant = {_plain(cells.get(self.key[0])) for _, cells in rows}
        found: dict[tuple[str, ...], list[tuple[Any, Cells]]] = {}
        standing = self.model._default_manager.filter(**{lookup: meant}).order_by("pk").select_for_update(of=("self",))
        standing = standing.select_related(*self.table.follows) if self.table.follows else standing
        for row in standing.prefetch_related(*self.table.gathers):
            cells = {column: self._cell(row, column) for column in self.columns}
            found.setdefault(self._key(cells), []).append((row, cells))
        return found

    def _cell(self, row: Any, column: str) -> Any:
        if self._gathers(column):
            return [alias.name for alias in row.aliases.all()]
        return self.columns[column].export(row, force_native_type=True)

    def _gathers(self, name: str) -> bool:
        return name in self.table.gathers

    def _write(self, number: int, cells: Cells, there: list[tuple[Any, Cells]]) -> None:
        """Add a row or change the one that is there; note what is wrong with it."""
        try:
            with transaction.atomic():  # so that what the database refuses leaves the others to be checked
                if len(there) > 1:
                    raise Unimportable(_("Several rows are known by this."), number, self.key[0])
                if there:
                    self._change(*there[0], cells)
                else:
                    self._add(cells)
        except Unimportable as error:
            error.row = number
            self.done.errors.append(error)
        except ValidationError as error:
            self._invalid(error, number)
        except DatabaseError as error:
            self._wrong(_("The database refuses this row: %(error)s") % {"error": type(error).__name__}, number)

    def _change(self, row: Any, was: Cells, cells: Cells) -> None:
        names = _differing(was, cells)
        for name in names:
            self._refuse_unless_entered(name)
        if getattr(row, "article_id", None) and not hasattr(row, "origin"):
            raise Unimportable(_("It was read in an article, and is not changed here."), None, names[0])
        self._fill(row, {name: cells[name] for name in names})
        if hasattr(row, "origin"):
            row.origin = Origin.CURATOR
        self._save(row, cells if "aliases" in names else {})
        self.done.changed.append((row, [(name, _plain(was[name]), _plain(cells[name])) for name in names]))

    def _add(self, cells: Cells) -> None:
        row = self.model()
        given = {name: value for name, value in cells.items() if _plain(value)}
        for name in given:
            if name == "origin" and _plain(given[name]) == Origin.CURATOR:
                continue
            self._refuse_unless_entered(name)
        if self.key == ("public_id",) and "public_id" in given:
            raise Unimportable(_("There is no such row. A new one has no public id yet."), None, "public_id")
        self._fill(row, {name: value for name, value in given.items() if name != "origin"})
        self._mint(row)
        self._save(row, cells)
        self.done.new.append(row)

    def _refuse_unless_entered(self, name: str) -> None:
        attribute = self.columns[name].attribute or ""
        if name in SEEN_ONLY or "__" in attribute:
            raise Unimportable(_("This column is not imported. Leave it as it was exported, or out."), None, name)

    def _fill(self, row: Any, cells: Cells) -> None:
        for name, cell in cells.items():
            if self._gathers(name):
                continue
            column = row._meta.get_field(self.columns[name].attribute)
            try:
                setattr(row, column.name, self._value(column, name, cell, row))
            except ValidationError as error:
                raise Unimportable(" ".join(error.messages), None, name) from None

    def _value(self, column: Any, name: str, cell: Any, row: Any) -> Any:
        """Return what a cell says. Raises ValidationError, and Unimportable for a name that no row has."""
        said = _plain(cell)
        if column.is_relation:
            return self._pointer(name, said)
        if isinstance(column, models.BooleanField):
            if said.lower() not in ("0", "1", "true", "false", ""):
                raise Unimportable(_("This is neither 1 nor 0."), None, name)
            return said.lower() in ("1", "true")
        if not said and column.null:
            return None
        return column.clean(said, row)

    def _pointer(self, name: str, said: str) -> Any:
        if not said:
            return None
        widget = self.columns[name].widget
        assert isinstance(widget, ForeignKeyWidget)
        at = (widget.model, said)
        if at not in self._pointed:
            self._pointed[at] = widget.model._default_manager.filter(**{widget.field: said}).first()
        if self._pointed[at] is None:
            raise Unimportable(_("There is no “%(name)s”.") % {"name": said[:100]}, None, name)
        return self._pointed[at]

    def _mint(self, row: Any) -> None:
        names = {one.name for one in row._meta.concrete_fields}
        manager = self.model._default_manager
        if "slug" in names and not row.slug:
            longest = min(SLUG_LENGTH, row._meta.get_field("slug").max_length - 10)
            row.slug = mint_slug(row.slug_words, lambda slug: manager.filter(slug=slug).exists(), longest)
        if isinstance(row, Tenure) and not row.public_id and row.speaker_id and row.office_id:
            row.public_id = row.mint_id()

    def _save(self, row: Any, cells: Cells) -> None:
        derive = getattr(row, "derive", None)
        if derive:
            derive()
        row.full_clean()
        row.save()
        if "aliases" in self.table.gathers and "aliases" in cells:
            self._rename(row, cells["aliases"])

    def _rename(self, row: Any, cell: Any) -> None:
        """Give a row the other names that a cell holds, each once; one that it has is not written again."""
        given = cell if isinstance(cell, list) else str(cell or "").split(BETWEEN)
        wanted = list(dict.fromkeys(name.strip() for name in given if name.strip()))
        for alias in row.aliases.all():
            if alias.name in wanted:
                wanted.remove(alias.name)
            else:
                alias.delete()
        for name in wanted:
            alias = row.aliases.model(**{row.aliases.field.name: row, "name": name})
            try:
                alias.full_clean()
            except ValidationError as error:
                raise Unimportable(" ".join(error.messages), None, "aliases") from None
            alias.save()


def _differing(was: Cells, cells: Cells) -> list[str]:
    return [name for name, cell in cells.items() if not _same(was[name], cell)]


def _plain(value: Any) -> str:
    """Return a value as a cell of a sheet says it."""
    return str(in_sheet(value))


def _same(was: Any, given: Any) -> bool:
    """Say whether a cell says what an export says now; of names apart only where both are lists, else as one cell."""
    if isinstance(was, list) and isinstance(given, list):
        return was == given
    one, other = _plain(was), _plain(given)
    return one == other or _in_xml(one) == other


def _in_xml(cell: str) -> str:
    """Return a cell as a sheet of XLSX holds it: without control characters, and with line ends of one kind."""
    held: str = ILLEGAL_CHARACTERS_RE.sub("\ufffd", cell.replace("\r\n", "\n").replace("\r", "\n"))
    return held
