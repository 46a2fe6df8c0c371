"""Letters in a table: CSV, TSV or Parquet with a column of texts."""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from imrnlp.read import plain
from imrnlp.read.document import MAX_CHARACTERS, Document, ReadError, printable
from imrnlp.read.published import columns_of
from imrnlp.record import Source, Warning
from imrnlp.text.strings import described, escaped, quoted

if TYPE_CHECKING:
    import pyarrow as pa

SUFFIXES = frozenset({".csv", ".tsv", ".parquet", ".pq"})


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
        if Path(path).suffix.lower() in (".parquet", ".pq"):
            import pyarrow.parquet as pq

            with pq.ParquetFile(path) as file:
                headers = [list(file.schema_arrow.names)]
        else:
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
    """One document a row, its text as it stands in the cell, line ends included; ``letter_id`` is the row's id, else the table's name and the row's number.

    Raises :class:`TableError` for a table that lacks a column, and :class:`imrnlp.read.files.ReadError` at
    the place where a table cannot be read on.  A row without a text, or with one longer than a letter's, is
    an empty document with a warning.

    The table in which the state publishes its findings is known by its columns: without ``text_column`` they are
    chosen, and each row's other columns stay with its document (``Document.table``).
    """
    published = published_columns(path) if Path(path).is_file() else None
    others: list[str] = []
    if published and text_column in (None, published[1]):
        names, text_column, reference = published
        id_column = id_column or reference
        others = [n for n in names if n != text_column]
    if text_column is None:
        raise TableError(f"{printable(path)}: a table; name its column of texts with --text-column")
    name = printable(Path(path).name)
    stem = printable(Path(path).stem)
    row = 0
    warnings: list[Warning] = []
    for batch in _batches(path, text_column, [*([id_column] if id_column else []), *others], warnings):
        texts = batch.column(batch.schema.get_field_index(text_column)).to_pylist()
        ids = (
            batch.column(batch.schema.get_field_index(id_column)).to_pylist()
            if id_column
            else [None] * len(texts)
        )
        columns = {n: batch.column(batch.schema.get_field_index(n)).to_pylist() for n in others}
        for at, (text, given) in enumerate(zip(texts, ids, strict=True)):
            row += 1
            letter_id = f"{stem}-{row}" if given is None or str(given) == "" else printable(str(given))
            document = _document(text, letter_id, f"{name}, row {row}", warnings)
            if others:
                document.table = {n: "" if v[at] is None else str(v[at]) for n, v in columns.items()}
            yield document


def _document(text: object, letter_id: str, name: str, of_table: list[Warning]) -> Document:
    warnings = list(of_table)
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
    digest = hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()
    source = Source(name=name, media_type="text/plain", sha256=digest, characters=len(words))
    return Document(words, source, letter_id, warnings)


def _batches(
    path: str, text_column: str, further: list[str], warnings: list[Warning]
) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa

    wanted = [text_column, *further]
    if not Path(path).is_file():
        raise ReadError(f"{printable(path)}: no regular file, as a table must be")
    try:
        if Path(path).suffix.lower() in (".parquet", ".pq"):
            import pyarrow.parquet as pq

            with pq.ParquetFile(path) as file:
                _check_columns(path, file.schema_arrow.names, wanted)
                yield from file.iter_batches(batch_size=256, columns=list(dict.fromkeys(wanted)))
        else:
            yield from _csv_batches(path, wanted, warnings)
    except (pa.ArrowException, OSError, UnicodeError) as error:
        raise ReadError(f"{printable(path)}: not a readable table ({described(error)})") from error


def _csv_batches(path: str, wanted: list[str], warnings: list[Warning]) -> Iterator[pa.RecordBatch]:
    import csv

    # The csv module of the standard library reads quoted texts with line ends and blank lines as they stand.
    csv.field_size_limit(MAX_CHARACTERS * 5)
    encoding = _encoding(path)
    if encoding == "cp1252":
        message = f"{printable(Path(path).name)}: not UTF-8; read as Windows-1252"
        warnings.append(Warning(code="encoding_inferred", message=message))
    with open(path, encoding=encoding, errors="replace", newline="") as file:
        names = list(dict.fromkeys(wanted))
        columns: list[list[str | None]] = [[] for _ in names]
        line = 0
        try:
            # No header is longer than a field may be, whatever the file is.
            header = file.readline(MAX_CHARACTERS)
            file.seek(0)
            rows = csv.DictReader(file, delimiter=_delimiter(path, header, wanted))
            _check_columns(path, list(rows.fieldnames or []), wanted)
            for row in rows:
                line = rows.line_num
                for values, column in zip(columns, names, strict=True):
                    values.append(row[column])
                if len(columns[0]) == 256:
                    yield _batch(columns, names)
                    columns = [[] for _ in names]
        except csv.Error as error:
            # The rows before the damage are letters all the same.
            if columns[0]:
                yield _batch(columns, names)
            raise ReadError(
                f"{printable(path)}: not a readable table (after line {line}: {error})"
            ) from error
        if columns[0]:
            yield _batch(columns, names)


def _batch(columns: list[list[str | None]], names: list[str]) -> pa.RecordBatch:
    import pyarrow as pa

    return pa.RecordBatch.from_arrays([pa.array(v, pa.string()) for v in columns], names=names)


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
