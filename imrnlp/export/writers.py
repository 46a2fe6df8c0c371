"""Records as CSV text, a table at a time (written by :mod:`imrnlp.run.csv`)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from typing import Any

from imrnlp.export.frames import COLUMNS


def csv_header(table: str) -> str:
    """The first line of a table's CSV file.

    >>> csv_header("reviewers")
    'letter_id,kind,position,value\\n'
    """
    return csv_rows(table, [dict(zip(COLUMNS[table], COLUMNS[table], strict=True))])


def csv_rows(table: str, rows: Iterable[dict[str, Any]]) -> str:
    """Rows (see :func:`imrnlp.export.frames.rows`) as lines of CSV without header; list cells as JSON.

    >>> csv_rows("reviewers", [{"letter_id": "x", "kind": "states", "position": 1, "value": None}])
    'x,states,1,\\n'
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for row in rows:
        writer.writerow([_cell(row.get(column)) for column in COLUMNS[table]])
    return out.getvalue()


def _cell(value: Any) -> Any:
    return json.dumps(value) if isinstance(value, list) else value
