"""Letters in a table: CSV, TSV or Parquet with a column of texts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from imrnlp.read.files import MAX_CHARACTERS, Document
from imrnlp.record import Source, Warning

if TYPE_CHECKING:
    import pyarrow as pa

SUFFIXES = frozenset({".csv", ".tsv", ".parquet", ".pq"})


class TableError(ValueError):
    """A table that cannot be read as asked; the message names it and the reason."""


def is_table(path: Path) -> bool:
    """Whether a path names a table."""
    return path.suffix.lower() in SUFFIXES


def read_table(path: str, text_column: str, id_column: str | None = None) -> Iterator[Document]:
    """One document a row; ``letter_id`` is the row's id, else the table's name and the row's number.

    Raises :class:`TableError` for a table that cannot be read or lacks a column.  A row without a text, or
    with one longer than a letter's, is an empty document with a warning.
    """
    name = Path(path).name
    stem = Path(path).stem
    row = 0
    for batch in _batches(path, text_column, id_column):
        texts = batch.column(batch.schema.get_field_index(text_column)).to_pylist()
        ids = (
            batch.column(batch.schema.get_field_index(id_column)).to_pylist()
            if id_column
            else [None] * len(texts)
        )
        for text, given in zip(texts, ids, strict=True):
            row += 1
            letter_id = f"{stem}-{row}" if given is None or str(given) == "" else str(given)
            yield _document(text, letter_id, f"{name}, row {row}")


def _document(text: object, letter_id: str, name: str) -> Document:
    warnings = []
    words = "" if text is None else str(text).replace("\r\n", "\n").replace("\r", "\n")
    if not words.strip():
        warnings.append(Warning(code="text_empty", message=f"{name}: the row has no text"))
    elif len(words) > MAX_CHARACTERS:
        message = (
            f"{name}: {len(words):,} characters, more than the {MAX_CHARACTERS:,} that a letter may have"
        )
        warnings.append(Warning(code="text_too_long", message=message))
        words = ""
    digest = hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()
    source = Source(name=name, media_type="text/plain", sha256=digest, characters=len(words))
    return Document(words, source, letter_id, warnings)


def _batches(path: str, text_column: str, id_column: str | None) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa

    wanted = [text_column, *([id_column] if id_column else [])]
    try:
        if Path(path).suffix.lower() in (".parquet", ".pq"):
            import pyarrow.parquet as pq

            with pq.ParquetFile(path) as file:
                _check_columns(path, file.schema_arrow.names, wanted)
                yield from file.iter_batches(batch_size=256, columns=wanted)
        else:
            yield from _csv_batches(path, wanted)
    except (pa.ArrowException, OSError, UnicodeError) as error:
        raise TableError(f"{path}: not a readable table ({error})") from error


def _csv_batches(path: str, wanted: list[str]) -> Iterator[pa.RecordBatch]:
    import csv

    import pyarrow as pa

    # The csv module of the standard library reads quoted texts with line ends and blank lines as they stand.
    csv.field_size_limit(MAX_CHARACTERS * 2)
    delimiter = "\t" if Path(path).suffix.lower() == ".tsv" else ","
    with open(path, encoding="utf-8-sig", errors="replace", newline="") as file:
        rows = csv.DictReader(file, delimiter=delimiter)
        _check_columns(path, list(rows.fieldnames or []), wanted)
        columns: list[list[str | None]] = [[] for _ in wanted]
        try:
            for row in rows:
                for values, column in zip(columns, wanted, strict=True):
                    values.append(row[column])
                if len(columns[0]) == 256:
                    yield pa.RecordBatch.from_arrays(
                        [pa.array(v, pa.string()) for v in columns], names=wanted
                    )
                    columns = [[] for _ in wanted]
        except csv.Error as error:
            raise TableError(f"{path}: not a readable table (line {rows.line_num}: {error})") from error
        if columns[0]:
            yield pa.RecordBatch.from_arrays([pa.array(v, pa.string()) for v in columns], names=wanted)


def _check_columns(path: str, there: list[str], wanted: list[str]) -> None:
    missing = [column for column in wanted if column not in there]
    if missing:
        raise TableError(
            f"{path}: no column {', '.join(map(repr, missing))}; there are {', '.join(map(repr, there))}"
        )
