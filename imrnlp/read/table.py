"""Letters in a table: CSV, TSV or Parquet with a column of texts."""

from __future__ import annotations

import atexit
import codecs
import hashlib
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from imrnlp.read import limits, plain, sandbox
from imrnlp.read.document import MAX_CHARACTERS, Document, ReadError, printable
from imrnlp.read.files import answered
from imrnlp.read.published import columns_of
from imrnlp.record import Source, Warning
from imrnlp.text.strings import described, escaped, quoted

SUFFIXES = frozenset({".csv", ".tsv", ".parquet", ".pq"})


#: Rows of a table; and how many times its own size a Parquet table's texts may be (a few megabytes always are).
MAX_ROWS = 1_000_000
TIMES_ITS_SIZE = 100
_SMALL = 50_000_000
#: Characters of a field: more than a letter may have, which is told by the row then.
_LONGEST_FIELD = MAX_CHARACTERS * 5
#: Bytes of a column that are read at once.
_BUFFER = 1 << 20
#: Rows that are held in memory at once: each may be as long as a letter may.
_BATCH = 16

#: What may part the columns of a ``.csv``; the first that gives the columns asked for.
_DELIMITERS = (",", ";", "\t", "|")


class TableError(ValueError):
    """A table without the columns asked for; the message names it and those that it has."""

    def __init__(self, message: str):
        super().__init__(escaped(message))


def is_table(path: Path) -> bool:
    """Whether a path names a table."""
    return path.suffix.lower() in SUFFIXES


def published_columns(path: str) -> tuple[list[str], str, str] | None:
    """Columns of the table that the state publishes, with those of text and reference; ``None`` for any other.

    Raises :class:`imrnlp.read.document.ReadError` for a table that cannot be read.
    """
    import csv

    import pyarrow as pa

    try:
        if _is_parquet(path):
            import pyarrow.parquet as pq

            with pq.ParquetFile(path) as file:
                headers = [list(file.schema_arrow.names)]
        else:
            csv.field_size_limit(_LONGEST_FIELD)
            with open(path, encoding=_encoding(path), errors="replace", newline="") as text:
                line = text.readline(MAX_CHARACTERS)
            headers = [next(csv.reader([line], delimiter=d), []) for d in _DELIMITERS]
    except (pa.ArrowException, OSError, UnicodeError, csv.Error) as error:
        raise ReadError(f"{printable(path)}: not a readable table ({described(error)})") from error
    for names in headers:
        found = columns_of(names)
        if found:
            return names, *found
    return None


def letters_of_table(
    path: str, text_column: str | None = None, id_column: str | None = None
) -> Iterator[Document]:
    """One document for each row.  Its text is the cell's, with its line ends; its ``letter_id`` is the row's id, else table and row number.

    Raises :class:`TableError` for a table that lacks a column, and :class:`imrnlp.read.files.ReadError` at
    the row from which on a table cannot be read.  A row without a text, or with one longer than a letter's, is
    an empty document with a warning.

    The table in which the state publishes its findings is known by its columns: without ``text_column`` they are
    chosen, and each row's other columns stay with its document (``Document.table``).
    """
    return _documents(opened(path, text_column, id_column))


@dataclass(frozen=True, slots=True)
class LetterTable:
    """A table that was checked: its columns of texts and ids, the other columns to keep, and its size and time at that moment."""

    path: str
    text_column: str
    id_column: str | None
    others: tuple[str, ...]
    state: tuple[int, int]


@dataclass(frozen=True, slots=True)
class TableRow:
    """One letter of a table; it is not read before its text is needed, so that no table is held in memory."""

    table: LetterTable
    number: int
    letter_id: str
    digest: bytes
    characters: int

    @property
    def source(self) -> Source:
        """The row's source, as in its record."""
        return _source(_row_name(self.table.path, self.number), self.digest.hex(), self.characters)


def rows_of_table(
    path: str, text_column: str | None = None, id_column: str | None = None
) -> Iterator[TableRow]:
    """The letters of a table, without their texts.  Raises as :func:`letters_of_table` does, and for too many rows."""
    table = opened(path, text_column, id_column)
    found: list[TableRow] = []
    try:
        for number, cells in enumerate(_cells(table), 1):
            if number > MAX_ROWS:
                found.clear()
                raise ReadError(f"{printable(path)}: more than the {MAX_ROWS:,} rows that a table may have")
            words = _words(cells.text, "", []) if cells.text else ""
            found.append(TableRow(table, number, cells.letter_id, _digest(words), len(words)))
    finally:  # the rows before a damage are letters all the same
        yield from found


#: The table that this process reads, and the number of its next row.
_reading: list[tuple[LetterTable, int, Iterator[Document]]] = []


# An open table is closed before the libraries that read it are gone.
atexit.register(_reading.clear)


def read_row(row: TableRow) -> Document:
    """A row's document.  Reading the rows in their order is fastest.

    Raises :class:`imrnlp.read.files.ReadError` when the table was changed since it was looked through.
    """
    table, number, documents = _reading.pop() if _reading else (row.table, 1, _documents(row.table))
    if table != row.table or number > row.number:
        number, documents = 1, _documents(row.table)
    changed = ReadError(f"{row.source.name}: the table was changed while it was read")
    if _state(row.table.path) != row.table.state:
        raise changed
    begun = time.monotonic()
    for one in documents:
        if number == row.number:
            if one.source != row.source:
                raise changed
            _reading.append((row.table, number + 1, documents))
            return one
        number += 1
        if number % 1000 == 0:  # the way to a row far behind is no part of its own time
            now = time.monotonic()
            limits.prolong(now - begun)
            begun = now
    raise changed


def opened(path: str, text_column: str | None, id_column: str | None) -> LetterTable:
    """A table with the columns that are read of it.  Raises as :func:`letters_of_table` does."""
    if not Path(path).is_file():
        raise ReadError(f"{printable(path)}: not a regular file, as a table must be")
    state = _state(path)
    if _is_parquet(path):
        _looked_through(path, [])
    published = published_columns(path)
    others: tuple[str, ...] = ()
    if published and text_column in (None, published[1]):
        names, text_column, reference = published
        id_column = id_column or reference
        others = tuple(n for n in names if n != text_column)
    if text_column is None:
        raise TableError(f"{printable(path)}: a table; name its column of texts with --text-column")
    table = LetterTable(path, text_column, id_column, others, state)
    if _is_parquet(path):
        _looked_through(path, _columns_of(table))
    return table


def _state(path: str) -> tuple[int, int]:
    try:
        found = os.stat(path)
    except OSError:
        return (-1, -1)
    return found.st_size, found.st_mtime_ns


def _is_parquet(path: str) -> bool:
    return Path(path).suffix.lower() in (".parquet", ".pq")


def _columns_of(table: LetterTable) -> list[str]:
    return list(dict.fromkeys((table.text_column, *filter(None, (table.id_column,)), *table.others)))


def _looked_through(path: str, columns: list[str]) -> None:
    """Lets the helper process read the columns first: a small file can unpack to more than any memory holds."""
    name = printable(path)
    request = sandbox.Request(
        {"kind": "parquet", "name": name, "path": os.path.abspath(path), "columns": columns}
    )
    answered(request, limits.TIMEOUT, name)


def look_through(path: str, name: str, columns: list[str], more: Callable[[float], None]) -> None:
    """Checks that the columns of a Parquet table can be read, by reading them once.

    ``more`` is called with the seconds that each batch took.  Raises :class:`imrnlp.read.files.ReadError` for a table
    that has too many rows, or texts far larger than the file.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    most = max(_SMALL, TIMES_ITS_SIZE * os.path.getsize(path))
    characters = 0
    begun = time.monotonic()
    try:
        with pq.ParquetFile(path, buffer_size=_BUFFER) as file:
            if file.metadata.num_rows > MAX_ROWS:
                raise ReadError(f"{name}: more than the {MAX_ROWS:,} rows that a table may have")
            there = [column for column in columns if column in file.schema_arrow.names]
            for batch in file.iter_batches(batch_size=_BATCH, columns=there) if there else ():
                for column in batch.columns:
                    characters += sum(
                        len(v if isinstance(v, str | bytes) else str(v)) for v in column.to_pylist()
                    )
                if characters > most:
                    raise ReadError(
                        f"{name}: its texts have more than {TIMES_ITS_SIZE} times its size, which no letters do"
                    )
                now = time.monotonic()
                more(now - begun)
                begun = now
    except (pa.ArrowException, OSError, UnicodeError) as error:
        if isinstance(error, MemoryError):
            raise
        # Damage is reported where it is read: the rows before it are letters all the same.


def _row_name(path: str, number: int) -> str:
    return f"{printable(Path(path).name)}, row {number}"


@dataclass(slots=True)
class _Cells:
    """What a row's cells hold: the id, the text's cell, the other columns, and the warnings of every row."""

    letter_id: str
    text: object
    others: dict[str, str] | None
    warnings: list[Warning]


def _cells(table: LetterTable) -> Iterator[_Cells]:
    stem = printable(Path(table.path).stem)
    row = 0
    warnings: list[Warning] = []
    for batch in _batches(table.path, _columns_of(table), warnings):
        texts = batch[table.text_column]
        ids = batch[table.id_column] if table.id_column else [None] * len(texts)
        for at, (text, given) in enumerate(zip(texts, ids, strict=True)):
            row += 1
            letter_id = f"{stem}-{row}" if given is None or str(given) == "" else printable(str(given))
            others = {n: "" if batch[n][at] is None else str(batch[n][at]) for n in table.others}
            yield _Cells(letter_id, text, others or None, warnings)


def _documents(table: LetterTable) -> Iterator[Document]:
    for number, cells in enumerate(_cells(table), 1):
        name = _row_name(table.path, number)
        warnings = list(cells.warnings)
        words = _words(cells.text, name, warnings)
        source = _source(name, _digest(words).hex(), len(words))
        yield Document(words, source, cells.letter_id, warnings, cells.others)


def _words(text: object, name: str, warnings: list[Warning]) -> str:
    """The text of a cell; none, with a warning, where it cannot be read or is no letter's."""
    words = ""
    try:
        words = plain.decode(text, name, warnings) if isinstance(text, bytes) else str(text or "")
    except ReadError as error:
        warnings.append(Warning(code="text_unreadable", message=str(error)))
    else:
        if not words.strip():
            warnings.append(Warning(code="text_empty", message=f"{name}: the row has no text"))
    if len(words) > MAX_CHARACTERS:
        message = (
            f"{name}: {len(words):,} characters, more than the {MAX_CHARACTERS:,} that a letter may have"
        )
        warnings.append(Warning(code="text_too_long", message=message))
        words = ""
    return words


def _digest(words: str) -> bytes:
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).digest()


def _source(name: str, digest: str, characters: int) -> Source:
    return Source(name=name, media_type="text/plain", sha256=digest, characters=characters)


def _batches(path: str, wanted: list[str], warnings: list[Warning]) -> Iterator[dict[str, list[Any]]]:
    import pyarrow as pa

    try:
        if _is_parquet(path):
            import pyarrow.parquet as pq

            with pq.ParquetFile(path, buffer_size=_BUFFER) as file:
                _check_columns(path, file.schema_arrow.names, wanted)
                for batch in file.iter_batches(batch_size=_BATCH, columns=wanted):
                    yield {n: batch.column(batch.schema.get_field_index(n)).to_pylist() for n in wanted}
        else:
            yield from _csv_batches(path, wanted, warnings)
    except (pa.ArrowException, OSError, UnicodeError) as error:
        raise ReadError(f"{printable(path)}: not a readable table ({described(error)})") from error


def _csv_batches(path: str, wanted: list[str], warnings: list[Warning]) -> Iterator[dict[str, list[Any]]]:
    import csv

    # The csv module of the standard library reads quoted texts with line ends and blank lines as they stand.
    csv.field_size_limit(_LONGEST_FIELD)
    encoding = _encoding(path)
    if encoding == "cp1252":
        message = f"{printable(Path(path).name)}: not UTF-8; read as Windows-1252"
        warnings.append(Warning(code="encoding_inferred", message=message))
    with open(path, encoding=encoding, errors="replace", newline="") as file:
        batch: dict[str, list[Any]] = {name: [] for name in wanted}
        line = held = 0
        try:
            # No header is longer than a field may be, whatever the file is.
            header = file.readline(MAX_CHARACTERS)
            file.seek(0)
            rows = csv.DictReader(file, delimiter=_delimiter(path, header, wanted))
            _check_columns(path, list(rows.fieldnames or []), wanted)
            for row in rows:
                line = rows.line_num
                for name, values in batch.items():
                    values.append(row[name])
                held += 1
                if held == _BATCH:
                    yield batch
                    batch, held = {name: [] for name in wanted}, 0
        except csv.Error as error:
            # The rows before the damage are letters all the same.
            yield batch
            raise ReadError(
                f"{printable(path)}: not a readable table (after line {line}: {error})"
            ) from error
        yield batch


def _delimiter(path: str, header: str, wanted: list[str]) -> str:
    import csv

    if Path(path).suffix.lower() == ".tsv":
        return "\t"
    for delimiter in _DELIMITERS:
        if set(wanted) <= set(next(csv.reader([header], delimiter=delimiter), [])):
            return delimiter
    return ","


def _encoding(path: str) -> str:
    """The encoding of a table's text: the whole file is looked at, a part at a time."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with open(path, "rb") as file:
        start = file.read(4096)
        wide = plain.wide_encoding(start)
        if wide:
            return wide
        try:
            decoder.decode(start)
            while part := file.read(1 << 20):
                decoder.decode(part)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8"


#: Columns that a message names, and the characters and words that the name of a column has at most.
_NAMED, _NAME, _WORDS = 15, 40, 5


def _check_columns(path: str, there: list[str], wanted: list[str]) -> None:
    missing = [column for column in wanted if column not in there]
    if missing:
        raise TableError(f"{printable(path)}: no column {', '.join(map(quoted, missing))}; {_columns(there)}")


def _columns(there: list[str]) -> str:
    """What columns a table has, in a message; without a header its first row is a letter, which no message prints."""
    if any(len(name) > _NAME or len(name.split()) > _WORDS for name in there):
        return f"it begins with {quoted(', '.join(there[:2]))}, which is no row of column names"
    names = ", ".join(map(quoted, there[:_NAMED]))
    return f"there are {names or 'none'}" + (
        f" and {len(there) - _NAMED:,} more" if len(there) > _NAMED else ""
    )
