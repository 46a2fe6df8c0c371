"""Letters, counts and scores as text in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

from imrnlp.export.frames import strength_text
from imrnlp.record import Letter

if TYPE_CHECKING:
    from imrnlp.evaluation import Scores

_COLOURS = {"upheld": "red", "overturned": "green", "modified": "yellow"}


def _table(title: str, columns: list[str], rows: list[list[Any]]) -> Table:
    table = Table(title=title, title_justify="left", box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column)
    for row in rows:
        table.add_row(*("" if cell is None else str(cell) for cell in row))
    return table


def print_letter(letter: Letter, console: Console | None = None) -> None:
    """The record of one letter as tables."""
    console = console or Console()
    case = ", ".join(
        f"{k.replace('_', ' ')} {v}" for k, v in letter.case.model_dump().items() if v is not None
    )
    patient = ", ".join(str(v) for v in (letter.patient.age, letter.patient.sex) if v is not None)
    console.print(f"[bold]{letter.letter_id}[/] ({letter.layout})", highlight=False)
    reviewer = f"{', '.join(letter.reviewer.specialties) or 'unknown'} ({', '.join(letter.reviewer.states)})"
    console.print(
        f"case: {case or 'not stated'}\npatient: {patient or 'not stated'}\nreviewer: {reviewer}\n",
        highlight=False,
    )
    console.print(
        _table(
            "Determinations",
            ["#", "outcome", "request", "category", "drugs", "quantity", "refills", "sessions"],
            [
                [
                    d.number,
                    f"[{_COLOURS.get(d.outcome, 'white')}]{d.outcome}[/]",
                    d.request,
                    "/".join(filter(None, (d.category, d.subcategory))),
                    "; ".join(
                        f"{x.name} {strength_text([s.model_dump() for s in x.strengths]) or ''}".strip()
                        for x in d.drugs
                    ),
                    None if d.quantity is None else f"{d.quantity:g} {d.quantity_unit or ''}".strip(),
                    d.refills,
                    d.sessions,
                ]
                for d in letter.determinations
            ],
        )
    )
    for d in letter.determinations:
        for name, references in (("UR", d.claims_administrator_guidelines), ("IMR", d.imr_guidelines)):
            for reference in references:
                console.print(f"  {d.number} {name} cites {repr(reference)[19:-1]}", highlight=False)
    for title, columns, rows in (
        (
            "Conditions",
            ["text", "assertion", "ICD-10-CM"],
            [[c.text, c.assertion, c.icd10cm] for c in letter.diagnoses],
        ),
        (
            "Medications",
            ["name", "status", "frequency", "indication"],
            [[m.name, m.status, m.frequency, m.indication] for m in letter.medications],
        ),
        (
            "Utilization review",
            ["date", "outcome", "request"],
            [[u.date, u.outcome, u.request] for u in letter.utilization_review],
        ),
        ("Warnings", ["code", "message"], [[w.code, w.message] for w in letter.warnings]),
    ):
        if rows:
            console.print(_table(f"\n{title}", columns, [[_flat(c) for c in row] for row in rows]))


def _flat(cell: Any) -> Any:
    return " ".join(cell.split()) if isinstance(cell, str) else cell


def print_report(records: list[dict[str, Any]], console: Console | None = None) -> None:
    """Outcomes by category, the drugs and the guidelines most often named."""
    from imrnlp.export.frames import to_frames

    console = console or Console()
    frames = to_frames(records)
    items = frames["determinations"]
    console.print(f"{len(frames['letters'])} letters, {len(items)} disputed items", highlight=False)
    if items.empty:
        return
    by_category = (
        items.groupby(items["category"].astype("string").fillna("not read"))["outcome"]
        .value_counts()
        .unstack(fill_value=0)
    )
    by_category["items"] = by_category.sum(axis=1)
    upheld = by_category.get("upheld", 0)
    by_category["% upheld"] = (100 * upheld / by_category["items"]).round(1)
    by_category = by_category.sort_values("items", ascending=False)
    console.print(
        _table(
            "Outcomes by category",
            ["category", *map(str, by_category.columns)],
            [[name, *row] for name, row in zip(by_category.index, by_category.values.tolist(), strict=True)],
        )
    )
    for title, table, column in (("Drugs", "drugs", "name"), ("Guidelines", "guidelines", "title")):
        counts = frames[table][column].value_counts().head(15)
        if len(counts):
            console.print(_table(f"\n{title}", [column, "items"], [[k, v] for k, v in counts.items()]))


def print_scores(scores: Scores, *, errors: bool = False, console: Console | None = None) -> None:
    """Precision, recall and F1 per part, and with ``errors`` every difference."""
    console = console or Console()
    console.print(f"{scores.name}: {scores.cases} cases", highlight=False)
    rows = [
        [part, s.gold, s.predicted, s.correct, f"{s.precision:.3f}", f"{s.recall:.3f}", f"{s.f1:.3f}"]
        for part, s in scores.parts.items()
        if s.gold or s.predicted
    ]
    console.print(_table("", ["part", "gold", "predicted", "correct", "precision", "recall", "F1"], rows))
    if errors:
        for part, s in scores.parts.items():
            for case, kind, value in s.errors:
                console.print(f"{part} {kind} {case}: {value}", highlight=False, markup=False, soft_wrap=True)
