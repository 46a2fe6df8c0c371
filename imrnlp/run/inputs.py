"""What the user names as input: files, folders, globs, archives and tables, as inputs to read one by one."""

from __future__ import annotations

import glob
from collections.abc import Iterable, Sequence
from pathlib import Path

from imrnlp.extraction import error_record
from imrnlp.read.archive import is_archive, members
from imrnlp.read.files import READABLE, ReadError
from imrnlp.read.table import is_table, read_table
from imrnlp.record import Letter
from imrnlp.run.local import Input


def expand(
    words: Sequence[str], text_column: str | None = None, id_column: str | None = None
) -> tuple[list[Input], list[Letter]]:
    """Inputs in the order named, and error records for words that name no letter.

    ``text_column`` and ``id_column`` name the columns of tables (CSV, TSV, Parquet).  Raises ``ValueError``
    (:class:`imrnlp.read.table.TableError`) for a table that lacks them, and for ``-`` beside other inputs.
    """
    if "-" in words:
        if len(words) > 1:
            raise ValueError("- (standard input) cannot be joined with other inputs")
        return ["-"], []
    inputs: list[Input] = []
    problems: list[Letter] = []
    for word in words:
        path = Path(word)
        if path.is_dir():
            found = sorted(str(p) for p in path.rglob("*") if _in_folder(p, text_column))
            if not found:
                kinds = ", ".join(sorted(READABLE))
                problems.append(error_record(word, f"{word}: the folder holds no letter ({kinds})"))
        elif path.exists():
            found = [word]
        else:
            found = sorted(glob.glob(word, recursive=True))
            if not found:
                problems.append(error_record(word, f"{word}: no such file"))
        for file in found:
            try:
                inputs.extend(_open(file, text_column, id_column))
            except ReadError as error:
                problems.append(error_record(file, str(error)))
    return inputs, problems


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
        if text_column is None:
            raise ValueError(f"{file}: a table; name its column of texts with --text-column")
        return read_table(file, text_column, id_column)
    return [file]
