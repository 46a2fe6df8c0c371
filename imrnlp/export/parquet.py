"""The tables' Arrow schemas, made from the record's own types, and Parquet files written whole.

A file is written beside its place and renamed into it, so that a reader never meets half a file.
"""

from __future__ import annotations

import datetime as dt
import os
import types
import typing
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from imrnlp.export.frames import COLUMNS, KEYS
from imrnlp.record import (
    Case,
    Determination,
    Diagnosis,
    Drug,
    GuidelineReference,
    Medication,
    Patient,
    Record,
    Source,
    UrDecision,
    Warning,
)

if TYPE_CHECKING:
    import pyarrow as pa

_MODELS: dict[str, tuple[type[Record], ...]] = {
    "letters": (Case, Patient, Source),
    "determinations": (Determination,),
    "drugs": (Drug,),
    "guidelines": (GuidelineReference,),
    "diagnoses": (Diagnosis,),
    "medications": (Medication,),
    "utilization_review": (UrDecision,),
    "reviewers": (),
    "warnings": (Warning,),
}
# Columns that no part of the record has by that name, or not as it stands in a flat table.
_OWN: dict[str, Any] = {"strengths": str, "rationale": str, "n_determinations": int, "n_overturned": int}
_COUNTERS = {key for keys in KEYS.values() for key in keys} - {"letter_id", "cited_by", "kind"}


def _arrow_type(annotation: Any) -> pa.DataType:
    import pyarrow as pa

    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin in (typing.Union, types.UnionType):
        return _arrow_type(next(a for a in arguments if a is not type(None)))
    if origin in (list, tuple):
        return pa.list_(_arrow_type(arguments[0]))
    if origin is typing.Literal:
        return pa.string()
    simple = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_(), dt.date: pa.date32()}
    return simple[annotation]


@cache
def schemas() -> dict[str, pa.Schema]:
    """The Arrow schema of every table, its columns in :data:`imrnlp.export.frames.COLUMNS`'s order."""
    import pyarrow as pa

    found = {}
    for table, models in _MODELS.items():
        hints = {name: hint for model in models for name, hint in typing.get_type_hints(model).items()}
        columns = []
        for column in COLUMNS[table]:
            hint = int if column in _COUNTERS else _OWN.get(column, hints.get(column, str))
            columns.append(pa.field(column, _arrow_type(hint)))
        found[table] = pa.schema(columns)
    return found


def arrow_table(name: str, rows: list[dict[str, Any]]) -> pa.Table:
    """Rows (see :func:`imrnlp.export.frames.rows`) of the table ``name`` with its schema.

    >>> arrow_table("reviewers", [{"letter_id": "x", "kind": "states", "position": 1, "value": "CA"}]).num_rows
    1
    """
    import pyarrow as pa

    schema = schemas()[name]
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
