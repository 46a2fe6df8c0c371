"""Turns what the user names (files, folders, globs, archives, tables) into inputs that are read one by one."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from imrnlp.extraction import error_record
from imrnlp.read.archive import is_archive, members
from imrnlp.read.document import ReadError, printable, unopened
from imrnlp.read.files import READABLE
from imrnlp.read.table import is_table, rows_of_table
from imrnlp.record import Letter
from imrnlp.run.local import Input, Renamed, id_of, name_of


def gather(words: Sequence[str], text_column: str | None = None, id_column: str | None = None) -> list[Input]:
    """Inputs in the order named; what cannot be opened is an error record.

    ``text_column`` and ``id_column`` name the columns of tables (CSV, TSV, Parquet).  All ids are different:
    see :func:`with_distinct_ids`.  Raises ``ValueError`` (:class:`imrnlp.read.table.TableError`) for a table that lacks
    the columns, and for ``-`` beside other inputs.
    """
    if "-" in words:
        if len(words) > 1:
            raise ValueError("- (standard input) cannot be joined with other inputs")
        return ["-"]
    return list(with_distinct_ids(one for word in words for one in _named(word, text_column, id_column)))


def with_distinct_ids(inputs: Iterable[Input]) -> Iterator[Input]:
    """The inputs; one with the same id as an earlier input is :class:`Renamed` (``a.pdf`` behind ``a.txt``).

    Tables are joined by the id, so the rows of two letters with the same id would be mixed up.

    >>> [id_of(one) for one in with_distinct_ids(["a.txt", "a.pdf", "b/a.txt", "a-2.txt"])]
    ['a', 'a-2', 'a-3', 'a-2-2']
    """
    names: dict[str, str] = {}
    for one in inputs:
        letter_id = id_of(one)
        if letter_id not in names:
            names[letter_id] = name_of(one)
            yield one
            continue
        if isinstance(one, Letter):  # an error record is no letter
            yield one
            continue
        assert not isinstance(one, Renamed)
        number = 2
        while f"{letter_id}-{number}" in names:
            number += 1
        renamed = Renamed(one, f"{letter_id}-{number}", names[letter_id])
        names[renamed.letter_id] = name_of(one)
        yield renamed


def _named(word: str, text_column: str | None, id_column: str | None) -> Iterator[Input]:
    # A path's own questions raise for a name that is too long: a text.
    if os.path.isdir(word):
        found = sorted(str(p) for p in Path(word).rglob("*") if _in_folder(p, text_column))
        if not found:
            kinds = ", ".join(sorted(READABLE))
            yield error_record(word, f"{printable(word)}: the folder holds no letter ({kinds})")
    elif os.path.exists(word):
        found = [word]
    else:
        found = sorted(glob.glob(word, recursive=True))
        if not found:
            yield error_record(word, unopened(word))
    for file in found:
        try:
            yield from _open(file, text_column, id_column)
        except ReadError as error:
            yield error_record(file, str(error))


def _in_folder(path: Path, text_column: str | None) -> bool:
    wanted = (
        path.suffix.lower() in READABLE or is_archive(path) or (text_column is not None and is_table(path))
    )
    return wanted and path.is_file()


def _open(file: str, text_column: str | None, id_column: str | None) -> Iterable[Input]:
    path = Path(file)
    if is_archive(path):
        return members(file)
    if is_table(path):
        return rows_of_table(file, text_column, id_column)
    return [file]
