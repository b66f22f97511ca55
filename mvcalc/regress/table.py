"""Data as exact numbers: columns of fractions, from sequences or from a CSV file."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from mvcalc.errors import (
    BudgetError,
    DegenerateError,
    MvcalcError,
    ParseError,
    RangeError,
    names_parameters,
)
from mvcalc.expr import rational

MAX_BYTES = 2_000_000
MAX_ROWS = 5_000
MAX_COLUMNS = 50

_PLAIN = re.compile(r"[+-]?(\d{1,40}(\.\d{0,40})?|\.\d{1,40})([eE][+-]?\d{1,3})?")
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+")
_DELIMITERS = (",", ";", "\t", "|")


@dataclass(frozen=True, slots=True)
class Data:
    """Named columns of equal length, each number an exact fraction.

    ``first_row`` is the line of the first record in the file the data came from (1 otherwise), so
    that messages can name the row a reader sees.
    """

    names: tuple[str, ...]
    columns: tuple[tuple[Fraction, ...], ...]
    lines: tuple[int, ...]

    @classmethod
    def of(cls, **columns: Iterable[object]) -> Data:
        """Data from sequences, for example ``Data.of(x=[0, 1, 2], y=["0.1", 2, 5])``.

        Raises:
            RangeError: columns of different length, or an entry that is not a rational number.
        """
        read = {name: fractions(values, name) for name, values in columns.items()}
        lengths = {name: len(column) for name, column in read.items()}
        if len(set(lengths.values())) > 1:
            raise RangeError(
                f"the columns have different lengths: {lengths}",
                hint="give every column as many rows",
            )
        rows = next(iter(lengths.values()), 0)
        return cls(tuple(read), tuple(read.values()), tuple(range(1, rows + 1)))

    def __len__(self) -> int:
        return len(self.lines)

    def __contains__(self, name: str) -> bool:
        return name in self.names

    def column(self, name: str) -> tuple[Fraction, ...]:
        """One column by name.

        Raises:
            RangeError: no column of that name.
        """
        if name not in self.names:
            raise RangeError(
                f"there is no column {name}", hint=f"the columns are {', '.join(self.names)}"
            )
        return self.columns[self.names.index(name)]


def fractions(values: Iterable[object], name: str) -> tuple[Fraction, ...]:
    """Exact numbers of one column; a float is read through its shortest decimal text.

    Raises:
        RangeError: an entry that is not a finite rational number (its row is named).
        BudgetError: more than ``MAX_ROWS`` entries.
    """
    if isinstance(values, str) or not isinstance(values, Iterable):
        raise RangeError("a list of numbers is needed", param=name, value=values, hint="[1, 2, 3]")
    found: list[Fraction] = []
    for row, value in enumerate(values, start=1):
        if row > MAX_ROWS:
            raise BudgetError(
                f"{name} has more than {MAX_ROWS} rows",
                limit=MAX_ROWS,
                needed=row,
                hint=f"use at most {MAX_ROWS} rows",
            )
        found.append(_fraction(value, name, row))
    return tuple(found)


def _fraction(value: object, name: str, row: int) -> Fraction:
    try:
        if isinstance(value, Fraction):
            return value
        if type(value) is int:
            return Fraction(value)
        if isinstance(value, float) and math.isfinite(value):
            return Fraction(Decimal(repr(float(value))))
        if isinstance(value, str) and _PLAIN.fullmatch(value.strip()):
            return Fraction(value.strip())
        return rational(value)
    except MvcalcError as error:
        raise RangeError(
            f"row {row} of {name} is {_clipped(value)}, which is not a finite fraction",
            hint="write a number such as 3, 0.25 or 1/4",
            row=row,
            column=name,
        ) from error


def _clipped(value: object) -> str:
    text = str(value)
    return repr(text if len(text) <= 40 else text[:37] + "...")


# files -----------------------------------------------------------------------------------------


@names_parameters
def read_csv(path: str | Path, columns: Mapping[str, str] | None = None) -> Data:
    """Read a CSV file; see ``parse_csv``.

    Raises:
        RangeError: no such file, or not a file.
        BudgetError: the file is larger than ``MAX_BYTES``.
        ParseError: see ``parse_csv``.
    """
    source = Path(path)
    if not source.is_file():
        raise RangeError("there is no such file", param="data", value=path, hint="check the name")
    size = source.stat().st_size
    if size > MAX_BYTES:
        raise BudgetError(
            f"the file has {size} bytes, more than {MAX_BYTES}",
            param="data",
            value=path,
            limit=MAX_BYTES,
            needed=size,
            hint=f"use at most {MAX_ROWS} rows",
        )
    try:
        text = source.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ParseError(
            f"byte {error.start + 1} is not UTF-8 text",
            param="data",
            value=path,
            hint="save the file as CSV in UTF-8",
        ) from error
    return parse_csv(text, columns)


@names_parameters
def parse_csv(text: str, columns: Mapping[str, str] | None = None) -> Data:
    """Read rows of numbers separated by a comma, semicolon, tab, bar or spaces.

    Empty lines and lines that begin with ``#`` are skipped.  The first line may be a header;
    without one the columns are x, y or x, y, sigma, or c1, c2, ….  ``columns`` renames:
    ``{"x": "hours"}`` calls the file's column *hours* x and drops the columns not named.

    Raises:
        ParseError: a row with too few or too many entries, or an entry that is not a number;
            the message names the line and the column.
        BudgetError: more than ``MAX_ROWS`` rows or ``MAX_COLUMNS`` columns.
        DegenerateError: no rows.
    """
    if len(text) > MAX_BYTES:
        raise BudgetError("the text is too long", limit=MAX_BYTES, needed=len(text))
    numbered = [
        (number, line)
        for number, line in enumerate(text.splitlines(), start=1)
        if line.strip() and not line.lstrip().startswith("#")
    ]
    if not numbered:
        raise DegenerateError("the file has no rows", hint="give at least two rows of numbers")
    delimiter = _delimiter([line for _, line in numbered])
    rows = [(number, _split(line, delimiter, number)) for number, line in numbered]
    header = _header(rows[0][1])
    if header is not None:
        rows = rows[1:]
    names = header or _default_names(len(rows[0][1]))
    _check_size(names, rows)
    data = _columns(names, rows)
    return data if columns is None else _renamed(data, columns)


def _delimiter(lines: Sequence[str]) -> str:
    """The separator that occurs equally often in every line; spaces when none does."""
    sample = lines[:50]
    for candidate in sorted(_DELIMITERS, key=lambda mark: -sample[0].count(mark)):
        counts = {line.count(candidate) for line in sample}
        if counts and min(counts) > 0 and len(counts) == 1:
            return candidate
    for candidate in _DELIMITERS:
        if sum(candidate in line for line in sample) * 2 > len(sample):
            return candidate
    return " "


def _split(line: str, delimiter: str, number: int) -> list[str]:
    if delimiter == " ":
        return line.split()
    try:
        (cells,) = csv.reader([line], delimiter=delimiter, strict=True, skipinitialspace=True)
    except (csv.Error, ValueError) as error:
        raise ParseError(
            f"line {number} cannot be read: {error}",
            hint="close every quotation mark on its own line",
            line=number,
        ) from error
    return [cell.strip() for cell in cells]


def _header(cells: Sequence[str]) -> tuple[str, ...] | None:
    if any(_PLAIN.fullmatch(cell) for cell in cells):
        return None
    if not all(re.fullmatch(r"[^\W\d]\w{0,40}([ _-]\w{1,40}){0,5}", cell) for cell in cells):
        return None
    if len(set(cells)) < len(cells):
        raise ParseError(
            "two columns have the same name", hint="give every column its own name", line=1
        )
    return tuple(cells)


def _default_names(width: int) -> tuple[str, ...]:
    if width in {2, 3}:
        return ("x", "y", "sigma")[:width]
    return tuple(f"c{k}" for k in range(1, width + 1))


def _check_size(names: Sequence[str], rows: Sequence[tuple[int, list[str]]]) -> None:
    if not rows:
        raise DegenerateError("the file has a header and no rows", hint="give at least two rows")
    for needed, limit, what in (
        (len(rows), MAX_ROWS, "rows"),
        (len(names), MAX_COLUMNS, "columns"),
    ):
        if needed > limit:
            raise BudgetError(
                f"the file has {needed} {what}", limit=limit, needed=needed, hint=f"at most {limit}"
            )


def _columns(names: tuple[str, ...], rows: Sequence[tuple[int, list[str]]]) -> Data:
    read: list[list[Fraction]] = [[] for _ in names]
    for line, cells in rows:
        if len(cells) != len(names):
            raise ParseError(
                f"line {line} has {len(cells)} entries instead of {len(names)}",
                hint=f"write {', '.join(names)} on every line",
                line=line,
            )
        for column, name, cell in zip(read, names, cells, strict=True):
            column.append(_cell(cell, name, line))
    return Data(names, tuple(map(tuple, read)), tuple(line for line, _ in rows))


def _cell(cell: str, name: str, line: int) -> Fraction:
    if _PLAIN.fullmatch(cell):
        return Fraction(cell)
    if re.fullmatch(r"[+-]?\d{1,40}/\d{1,40}", cell) and int(cell.split("/")[1]):
        return Fraction(cell)
    hint = "write a number such as 3, 0.25 or 1/4"
    if _DECIMAL_COMMA.fullmatch(cell):
        hint = f"write {cell.replace(',', '.')} with a point"
    elif not cell:
        hint = "fill the empty entry or delete the line"
    raise ParseError(
        f"line {line}, column {name}: {_clipped(cell)} is not a number",
        hint=hint,
        line=line,
        column_name=name,
    )


def _renamed(data: Data, columns: Mapping[str, str]) -> Data:
    picked = tuple(data.column(source) for source in columns.values())
    return Data(tuple(columns), picked, data.lines)
