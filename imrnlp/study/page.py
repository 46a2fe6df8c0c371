"""The report as one page of HTML that needs nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from imrnlp.export.writers import csv_cell
from imrnlp.study.charts import charts, label
from imrnlp.study.report import SHOWN, Report, ReportPart

if TYPE_CHECKING:
    import jinja2

#: The latest months, and the letters without a date.
_MONTHS = 13


@cache
def _template() -> jinja2.Template:
    import jinja2

    loader = jinja2.PackageLoader("imrnlp.study", "templates")
    return jinja2.Environment(
        loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True
    ).get_template("report.html.j2")


def report_page(report: Report, title: str) -> str:
    """The whole page; every cell is escaped."""
    from imrnlp.version import __version__

    return _template().render(
        title=title, report=report, parts=[_shown(p) for p in report.parts], version=__version__
    )


def _shown(part: ReportPart) -> dict[str, Any]:
    frame = part.frame.drop(columns="letter_ids", errors="ignore")
    if "rate" in frame:
        frame = frame.drop(columns="unknown") if not frame["unknown"].any() else frame
    columns = [c for c in frame if c not in ("low", "high")]
    if "rate" in columns:  # beside the count, where a narrow screen shows it
        columns.remove("rate")
        columns.insert(columns.index("items") + 1, "rate")
    seen = frame.tail(_MONTHS) if part.name == "months" else frame.head(SHOWN)
    rows = [[_cell(str(c), row, frame) for c in columns] for row in seen.to_dict("records")]
    heads = ["rate (95% interval)" if c == "rate" else str(c).replace("_", " ") for c in columns]
    texts = [i for i, c in enumerate(columns) if frame[c].dtype.kind not in "iuf"]
    return {
        "name": part.name,
        "title": part.title,
        "note": part.note,
        "group": part.group,
        "charts": charts(part.chart, part.frame, part.name),
        "heads": heads,
        "rows": rows,
        "texts": texts,
        "more": max(0, len(frame) - len(rows)),
    }


def _cell(column: str, row: Mapping[Any, Any], frame: Any) -> str:
    import pandas as pd

    value = row[column]
    if value is None or pd.isna(value):
        return "not stated" if column == str(frame.columns[0]) else "–"
    if column == "rate":
        return f"{100 * value:.1f}% ({100 * row['low']:.1f}–{100 * row['high']:.1f})"
    if isinstance(value, int):
        return str(value) if column == "year" else f"{value:,}"
    if isinstance(value, float):
        return f"{value:,.1f}".removesuffix(".0")
    return label(value, 200)


def write_report(report: Report, folder: Path, title: str = "Independent Medical Review") -> Path:
    """Writes ``index.html``, and every table as CSV and Parquet; returns the path of the page.  Raises ``OSError``."""
    folder.mkdir(parents=True, exist_ok=True)
    for part in report.parts:
        flat = part.frame.drop(columns="letter_ids", errors="ignore")
        flat.map(csv_cell).to_csv(folder / f"{part.name}.csv", index=False, lineterminator="\n")
        part.frame.to_parquet(folder / f"{part.name}.parquet", index=False)
    file = folder / "index.html"
    file.write_text(report_page(report, title), encoding="utf-8", errors="backslashreplace", newline="\n")
    return file
