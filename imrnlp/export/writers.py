"""Records as CSV text, a table at a time (written by :mod:`imrnlp.run.csv`)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from typing import Any

from imrnlp.export.tables import TABLES


def csv_header(table: str) -> str:
    """The first line of a table's CSV file.

    >>> csv_header("reviewers")
    'letter_id,kind,position,value\\n'
    """
    names = TABLES[table].names
    return csv_rows(table, [dict(zip(names, names, strict=True))])


def csv_rows(table: str, rows: Iterable[dict[str, Any]]) -> str:
    """Rows (see :func:`imrnlp.export.frames.rows`) as lines of CSV without header; list cells as JSON.

    >>> csv_rows("reviewers", [{"letter_id": "x", "kind": "states", "position": 1, "value": None}])
    'x,states,1,\\n'
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for row in rows:
        writer.writerow([csv_cell(row.get(column)) for column in TABLES[table].names])
    return out.getvalue()


# What a spreadsheet takes for the beginning of a formula, in the full-width forms too.
_FORMULA = tuple("=+-@\t\r＝＋－＠")


def csv_cell(value: Any) -> Any:
    """A cell as CSV holds it: a list as JSON, and a text that would be a formula with an apostrophe before it.

    >>> csv_cell("=1+1"), csv_cell(-1.5), csv_cell(["a"])
    ("'=1+1", -1.5, '["a"]')
    """
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
