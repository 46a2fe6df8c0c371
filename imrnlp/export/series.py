"""A table's column as a pandas Series of its type."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imrnlp.export.tables import Column

if TYPE_CHECKING:
    import pandas as pd

_DTYPES = {
    "text": "string",
    "integer": "Int64",
    "number": "Float64",
    "boolean": "boolean",
    "date": "datetime64[s]",
}


def series(column: Column, values: list[Any]) -> pd.Series[Any]:
    """A column's values as a Series with the column's type."""
    import pandas as pd

    if column.kind == "category":
        known = column.values or sorted({v for v in values if v is not None})
        known = [*known, *sorted({v for v in values if v is not None} - set(known))]
        return pd.Series(pd.Categorical(values, categories=pd.Index(known, dtype="object")))
    if column.kind in ("texts", "ranges"):
        return pd.Series([[] if v is None else list(v) for v in values], dtype="object")
    return pd.Series(values, dtype=_DTYPES[column.kind])
