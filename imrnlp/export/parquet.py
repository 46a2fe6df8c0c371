"""The tables in Arrow's types, and Parquet files written whole.

A file is written under another name and then renamed, so that nobody ever reads half a file.
"""

from __future__ import annotations

import datetime as dt
import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from imrnlp.export.series import series
from imrnlp.export.tables import TABLES
from imrnlp.text.strings import described, quoted

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa


@cache
def schemas(dictionaries: bool = True) -> dict[str, pa.Schema]:
    """The Arrow schema of every table (:data:`imrnlp.export.tables.TABLES`).

    Without ``dictionaries`` categories are plain strings, for programs that have no such type (Spark).
    """
    import pyarrow as pa

    category = pa.dictionary(pa.int32(), pa.string()) if dictionaries else pa.string()
    kinds = {
        "text": pa.string(),
        "category": category,
        "integer": pa.int64(),
        "number": pa.float64(),
        "boolean": pa.bool_(),
        "date": pa.date32(),
        "texts": pa.list_(pa.string()),
        "ranges": pa.list_(pa.list_(pa.int64())),
    }
    return {
        table.name: pa.schema([pa.field(column.name, kinds[column.kind]) for column in table.columns])
        for table in TABLES.values()
    }


def arrow_table(name: str, rows: list[dict[str, Any]], dictionaries: bool = True) -> pa.Table:
    """Rows (see :func:`imrnlp.export.frames.rows`) of the table ``name`` with its schema.

    >>> arrow_table("reviewers", [{"letter_id": "x", "kind": "states", "position": 1, "value": "CA"}]).num_rows
    1
    """
    import pyarrow as pa

    schema = schemas(dictionaries)[name]
    columns = []
    for column in schema:
        values = [row.get(column.name) for row in rows]
        if column.type == pa.date32():
            values = [None if v is None else dt.date.fromisoformat(v) for v in values]
        columns.append(pa.array(values, column.type))
    return pa.Table.from_arrays(columns, schema=schema)


def write_table(name: str, rows: list[dict[str, Any]], path: Path) -> None:
    """Writes one Parquet file (zstd), whole or not at all.  Raises ``OSError`` when the disk refuses."""
    import pyarrow.parquet as pq

    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        pq.write_table(arrow_table(name, rows), unfinished, compression="zstd")
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)


def read_table(folder: Path, name: str) -> pd.DataFrame:
    """A table of a folder of Parquet tables, with the types of :func:`imrnlp.export.frames.to_frames`.

    Raises ``ValueError`` when the folder has no such table, or letters twice.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    files = parquet_files(folder, name)
    try:
        table = pq.read_table(files)
    except (OSError, pa.ArrowException) as error:
        raise ValueError(f"{folder / name}: not read ({described(error)})") from None
    import pandas as pd

    columns = {}
    for column in TABLES[name].columns:
        if column.name in table.column_names:
            values = table[column.name].to_pylist()
        else:  # written by an older version
            values = [None] * table.num_rows
        columns[column.name] = series(column, values)
    frame = pd.DataFrame(columns)
    if name == "letters" and not frame["letter_id"].is_unique:
        twice = frame["letter_id"][frame["letter_id"].duplicated()].iloc[0]
        raise ValueError(
            f"{folder}: the letter {quoted(twice)} occurs twice; the tables of different runs cannot be joined"
        )
    return frame


def parquet_files(folder: Path, name: str) -> list[str]:
    """The files of a table in a folder that ``imrnlp extract --format parquet`` wrote, in order.

    Raises ``ValueError`` when there are none.
    """
    files = sorted(map(str, (folder / name).glob("part-*.parquet")))
    if not files and (folder / f"{name}.parquet").is_file():
        files = [str(folder / f"{name}.parquet")]
    if not files:
        raise ValueError(
            f"{folder}: no table {quoted(name)} there; it is not a folder of Parquet tables "
            "(imrnlp extract LETTERS --format parquet -o FOLDER writes one)"
        )
    return files
