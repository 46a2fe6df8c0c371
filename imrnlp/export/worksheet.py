"""The worksheet of ``imrnlp evaluate --errors FILE`` as CSV or HTML."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from imrnlp.evaluation import COLUMNS, WorksheetRow
from imrnlp.export.html import worksheet_page
from imrnlp.export.writers import csv_cell


def write_worksheet(rows: Sequence[WorksheetRow], title: str, file: Path) -> None:
    """Writes ``rows`` to ``file``, in the form that its ending names; an existing file is overwritten.

    A CSV text that a spreadsheet would take for a formula has an apostrophe before it.  Raises ``OSError`` when
    the file cannot be written.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    if file.suffix.lower() == ".csv":
        with file.open("w", encoding="utf-8", errors="backslashreplace", newline="") as out:
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(COLUMNS)
            writer.writerows([csv_cell(cell) for cell in row] for row in rows)
    else:
        page = worksheet_page(title, COLUMNS, rows)
        file.write_text(page, encoding="utf-8", errors="replace", newline="\n")
