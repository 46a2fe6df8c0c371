"""``imrnlp ask``: how often items get an outcome, by any field."""

from __future__ import annotations

import enum
import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from imrnlp.cli.common import SECONDS, Pipeline, Timeout, nothing_read, read_store, say, usage
from imrnlp.text.strings import counted, quoted

if TYPE_CHECKING:
    import pandas as pd

    from imrnlp.record import Letter


class OutputFormat(enum.StrEnum):
    text = "text"
    csv = "csv"
    json = "json"


class OutcomeChoice(enum.StrEnum):
    overturned = "overturned"
    upheld = "upheld"
    modified = "modified"


def command(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="TABLES...", help="A folder of Parquet tables, JSON lines of records, or letters."
        ),
    ],
    drug: Annotated[
        str | None, typer.Option(metavar="NAME", help="Items with this drug, ingredient or brand.")
    ] = None,
    category: Annotated[str | None, typer.Option(metavar="NAME", help="Items of this group.")] = None,
    where: Annotated[
        list[str] | None,
        typer.Option(
            "--where",
            "-w",
            metavar="FIELD=VALUE",
            help="Items of this value; FIELD=FROM..TO is a range. May be repeated.",
        ),
    ] = None,
    by: Annotated[
        list[str] | None,
        typer.Option(
            "--by",
            "-b",
            metavar="FIELD",
            help="Count by this field; may be repeated. --by help lists the fields.",
        ),
    ] = None,
    outcome: Annotated[
        OutcomeChoice, typer.Option(help="The outcome whose rate is counted.")
    ] = OutcomeChoice.overturned,
    like: Annotated[
        str | None,
        typer.Option(metavar="REQUEST", help="Instead of counts: decided items most like this request."),
    ] = None,
    number: Annotated[int, typer.Option("-n", min=1, metavar="ROWS", help="Rows to show.")] = 20,
    shown: Annotated[
        OutputFormat, typer.Option("--format", "-f", help="The form of the answer.")
    ] = OutputFormat.text,
    letters: Annotated[bool, typer.Option("--letters", help="Name the letters behind each row.")] = False,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, help="Processes that read letters.")] = 1,
    pipeline: Pipeline = None,
    timeout: Timeout = SECONDS,
) -> None:
    """How often items are overturned (or upheld, or modified): counts with 95% intervals, and the letters behind them."""
    from imrnlp.study.rates import rates
    from imrnlp.study.similar import similar

    if by and "help" in by:
        _list_fields()
        return
    wanted, errors = _wanted(drug, category, where or []), _Errors()
    try:
        store = read_store(sources, jobs, pipeline, timeout, errors)
        errors.nothing_read()
        if like is not None:
            _show_similar(similar(like, store, number), shown, like)
            errors.finish()
            return
        found = rates(store, by=by or [], where=wanted, outcome=outcome.value)
        if found.empty:
            raise usage(_nothing(store, wanted))
        total = rates(store, where=wanted, outcome=outcome.value).iloc[0]
    except ValueError as error:
        raise usage(str(error)) from None
    if not letters:
        found = found.drop(columns="letter_ids")
    title = f"{counted(total['items'], 'item')} in {counted(total['letters'], 'letter')}{_stated(wanted)}; {outcome.value}: {_rate(total)}"
    _show(found, shown, number, title)
    errors.finish()


class _Errors:
    """Reports each letter that could not be read; the exit status says whether there were any."""

    def __init__(self) -> None:
        self._errors: list[str] = []
        self._read = 0

    def __call__(self, letter: Letter) -> None:
        if not letter.error:
            self._read += 1
        else:
            self._errors.append(letter.error)
        if self._read:
            self._tell()

    def _tell(self) -> None:
        # Until a letter was read all may turn out to be one sentence: that none could be.
        for error in self._errors[self._stated :]:
            say(error)
        self._stated = len(self._errors)

    _stated = 0

    def nothing_read(self) -> None:
        """Ends the command when none of the named letters could be read."""
        if self._errors and not self._read:
            raise usage(nothing_read(len(self._errors), self._errors[0]))

    def finish(self) -> None:
        if self._errors:
            say(f"{counted(len(self._errors), 'letter')} could not be read and are not counted")
            raise typer.Exit(1)


def _wanted(drug: str | None, category: str | None, where: list[str]) -> dict[str, Any]:
    wanted: dict[str, Any] = {}
    for word in where:
        field, sign, value = word.partition("=")
        if not sign or not field:
            raise usage(f"--where {word}: write FIELD=VALUE")
        first, dots, last = value.partition("..")
        wanted[field.strip()] = (_number(first), _number(last)) if dots else value.strip()
    for field, one in (("drug", drug), ("category", category)):
        if one is not None:
            wanted[field] = one
    return wanted


def _number(word: str) -> float | str | None:
    try:
        return float(word) if word.strip() else None
    except ValueError:
        return word.strip()


def _nothing(store: Any, wanted: dict[str, Any]) -> str:
    """Why nothing was found: a value that no item has, with the most similar ones that there are."""
    from rapidfuzz.process import extractOne

    from imrnlp.study.rates import rates

    for field, value in wanted.items():
        if isinstance(value, str) and rates(store, where={field: value}).empty:
            there = [str(one) for one in rates(store, by=field, missing=False)[field]]
            near: Any = extractOne(value, there, score_cutoff=60)
            return f"no item with {field} {quoted(value)}" + (f"; {quoted(near[0])} is there" if near else "")
    return "no items" + (" with all of that" if wanted else "")


def _stated(wanted: dict[str, Any]) -> str:
    def shown(value: Any) -> str:
        if isinstance(value, tuple):
            return "..".join("" if end is None else shown(end) for end in value)
        return f"{value:g}" if isinstance(value, float) else str(value)

    stated = ", ".join(f"{field} {shown(value)}" for field, value in wanted.items())
    return f" ({stated})" if stated else ""


def _rate(row: Any) -> str:
    import pandas as pd

    if pd.isna(row["rate"]):
        return "none decided"
    return f"{100 * row['rate']:.1f}% (95% interval {100 * row['low']:.1f} to {100 * row['high']:.1f}%)"


def _list_fields() -> None:
    from imrnlp.study.fields import FIELDS

    for field in FIELDS.values():
        typer.echo(f"{field.name:28} {field.about}")


def _show(found: pd.DataFrame, shown: OutputFormat, number: int, title: str) -> None:
    from imrnlp.export.writers import csv_cell

    rows = found.head(number)
    if shown is OutputFormat.json:
        typer.echo(json.dumps(json.loads(rows.to_json(orient="records")), ensure_ascii=False, indent=1))
    elif shown is OutputFormat.csv:
        typer.echo(rows.map(csv_cell).to_csv(index=False), nl=False)
    else:
        typer.echo(title)
        if len(rows.columns) and len(rows):
            print_rates(rows)
        if len(found) > number:
            typer.echo(f"… and {len(found) - number} more rows (-n {len(found)} shows them)")


def _show_similar(found: pd.DataFrame, shown: OutputFormat, like: str) -> None:
    from rich.console import Console
    from rich.padding import Padding
    from rich.text import Text

    if shown is not OutputFormat.text:
        return _show(found, shown, len(found), "")
    console = Console()
    console.print(Text(f"{len(found)} decided items most like {like!r}"))
    for row in found.to_dict("records"):
        head = f"{row['likeness']:.2f}  {row['outcome']}: {_cell(row['request'])}"
        console.print(Text(f"\n{head}  [{row['letter_id']}, item {row['determination']}]"))
        for stated in ("; ".join(row["guidelines"]), row["rationale"] or ""):
            if stated:
                console.print(Padding(Text(_printable(stated)), (0, 0, 0, 6)))
    return None


def print_rates(rows: pd.DataFrame) -> None:
    """Rates as a table in the terminal, with the letters if wanted."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from imrnlp.export.view import in_words

    groups = list(rows.columns[: rows.columns.get_loc("items")])
    # What no row has takes room from the names.
    seldom = [name for name in ("modified", "unknown") if rows[name].any()]
    counts = ["items", "letters", "upheld", "overturned", *seldom]
    console = Console()
    if not console.is_terminal:  # a file or pipe has no width of its own
        console.width = max(console.width, 110)
    gap = 1 if console.width < 100 else 2
    table = Table(box=None, pad_edge=False, padding=(0, gap, 0, 0), header_style="bold")
    # One column for all groups, so that it has what room there is.
    if groups:
        table.add_column(Text(" / ".join(name.replace("_", " ") for name in groups)), overflow="fold")
    for name in [*counts, "rate (95% interval)"]:
        table.add_column(Text(name), justify="right", no_wrap=True)
    for row in rows.to_dict("records"):
        names = [" / ".join(in_words(_cell(row[name])) for name in groups)] if groups else []
        table.add_row(*map(Text, [*names, *(_cell(row[name]) for name in counts), _short_rate(row)]))
    console.print(table, highlight=False)
    for row in rows.to_dict("records") if "letter_ids" in rows else ():
        group = ", ".join(_cell(row[name]) for name in groups) or "letters"
        console.print(Text(f"\n{group}: {_printable(', '.join(row['letter_ids']))}"), soft_wrap=True)


def _short_rate(row: Any) -> str:
    import pandas as pd

    if pd.isna(row["rate"]):
        return "–"
    return f"{_percent(row['rate'])} ({100 * row['low']:.1f}–{100 * row['high']:.1f})"


def _percent(rate: float) -> str:
    return f"{100 * rate:.1f}%"


def _cell(value: Any) -> str:
    import pandas as pd

    if pd.isna(value):
        return "–"
    return _printable((f"{value:g}" if isinstance(value, float) else str(value))[:200])


def _printable(text: str) -> str:
    return " ".join("".join(c if c.isprintable() or c.isspace() else " " for c in text).split())
