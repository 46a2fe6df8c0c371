"""The flat tables: their keys and columns, derived from the record's own models.

A field that is added to :mod:`imrnlp.record` becomes a column (or a table's rows) here by itself, typed by its
annotation; one that no rule can place stops the import, so that none can be lost.  What each column means is said
by ``columns.tsv`` beside this file.

>>> TABLES["drugs"].key
('letter_id', 'determination', 'drug')
>>> TABLES["drugs"]["mme_per_day"]
Column(mme_per_day: number)
"""

from __future__ import annotations

import csv
import datetime as dt
import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from imrnlp.link.mme import BASES, MISSING
from imrnlp.record import (
    Case,
    Determination,
    Diagnosis,
    Drug,
    GuidelineReference,
    Letter,
    Medication,
    Patient,
    Rationale,
    Record,
    Reviewer,
    Source,
    Strength,
    UrDecision,
    Warning,
)
from imrnlp.text.strings import quoted

if TYPE_CHECKING:
    import pandas as pd

#: What a column holds.  ``category`` is text out of few values; ``texts`` a list of texts, ``ranges`` a list of
#: [first, last].
ColumnKind = typing.Literal["text", "category", "integer", "number", "boolean", "date", "texts", "ranges"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: name, kind, what it means, and for a closed vocabulary its values in order."""

    name: str
    kind: ColumnKind
    about: str = ""
    values: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"Column({self.name}: {self.kind})"


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its key (the columns by which its rows differ and tables join) and its columns."""

    name: str
    key: tuple[str, ...]
    about: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> list[str]:
        """The columns' names, in order."""
        return [column.name for column in self.columns]

    def __getitem__(self, name: str) -> Column:
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(
            f"table {quoted(self.name)} has no column {quoted(name)}: it has {', '.join(self.names)}"
        )

    def __repr__(self) -> str:
        return f"Table({self.name} by {', '.join(self.key)}: {', '.join(self.names)})"

    def describe(self) -> pd.DataFrame:
        """The columns as a DataFrame: kind, whether part of the key, values, what it means."""
        import pandas as pd

        rows = [
            {
                "column": c.name,
                "kind": c.kind,
                "key": c.name in self.key,
                "values": ", ".join(c.values),
                "about": c.about,
            }
            for c in self.columns
        ]
        return pd.DataFrame(rows).set_index("column")


# Texts out of few values, though the record's type does not list them.
_CATEGORIES = {
    *(
        "layout",
        "media_type",
        "category",
        "subcategory",
        "quantity_unit",
        "drug_class",
        "form",
        "route",
        "title",
    ),
    *("regulation", "section", "code", "kind", "cited_by", "unit", "per_unit"),
}
# Parts of the record that have a table of their own; `warnings` of an item stand in the letter's too.
_OWN_TABLE: dict[tuple[type[Record], str], str] = {
    (Letter, "reviewer"): "reviewers",
    (Letter, "diagnoses"): "diagnoses",
    (Letter, "medications"): "medications",
    (Letter, "utilization_review"): "utilization_review",
    (Letter, "determinations"): "determinations",
    (Letter, "warnings"): "warnings",
    (Letter, "table"): "published",
    (Determination, "drugs"): "drugs",
    (Determination, "claims_administrator_guidelines"): "guidelines",
    (Determination, "imr_guidelines"): "guidelines",
    (Determination, "warnings"): "warnings",
    (Drug, "strengths"): "strengths",
    (Medication, "strengths"): "strengths",
}
# Parts whose fields stand in their table under their own names; other parts' are called PART_FIELD.
_PLAIN = {Case, Patient, Source}
_RENAMED = {
    (Source, "name"): "source_name",
    (Rationale, "text"): "rationale",
    (Determination, "number"): "determination",
}
_LEFT_OUT = {(Letter, "schema_version")}

#: Where a table's cell comes from: the fields to follow from the part.
Path_ = tuple[str, ...]


def _columns(model: type[Record], path: Path_ = ()) -> Iterator[tuple[Column, Path_]]:
    """The columns of a part of the record, and the fields that lead to each."""
    for name, field in model.model_fields.items():
        if (model, name) in _LEFT_OUT or (model, name) in _OWN_TABLE:
            continue
        hint = _plain(field.annotation)
        if isinstance(hint, type) and issubclass(hint, Record):
            yield from _columns(hint, (*path, name))
            continue
        shown = _RENAMED.get((model, name))
        if shown is None:
            shown = name if not path or model in _PLAIN else f"{path[-1]}_{name}"
        try:
            kind, values = _kind(shown, hint)
        except KeyError:
            raise TypeError(
                f"{model.__name__}.{name}: {hint} fits in no column; give it a table in {__name__}"
            ) from None
        yield Column(shown, kind, field.description or "", values), (*path, name)


def _plain(hint: Any) -> Any:
    """A hint without ``| None`` and ``Annotated``."""
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        return _plain(next(a for a in typing.get_args(hint) if a is not types.NoneType))
    return _plain(typing.get_args(hint)[0]) if typing.get_origin(hint) is typing.Annotated else hint


_KINDS: dict[Any, ColumnKind] = {
    str: "text",
    int: "integer",
    float: "number",
    bool: "boolean",
    dt.date: "date",
}


def _kind(name: str, hint: Any) -> tuple[ColumnKind, tuple[str, ...]]:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Literal:
        return "category", arguments
    if origin is list:
        inner = _plain(arguments[0])
        if typing.get_origin(inner) is tuple and set(typing.get_args(inner)) == {int}:
            return "ranges", ()
        if inner is str or typing.get_origin(inner) is typing.Literal:
            return "texts", ()
        raise KeyError(hint)
    if hint is str and name in _CATEGORIES:
        return "category", ()
    return _KINDS[hint], ()


def _key(*names: str) -> list[tuple[Column, Path_]]:
    return [
        (Column(name, _KEY_KINDS.get(name, "integer"), values=_KEY_VALUES.get(name, ())), ())
        for name in names
    ]


_KEY_KINDS: dict[str, ColumnKind] = {
    "letter_id": "text",
    "cited_by": "category",
    "kind": "category",
    "column": "category",
}
_KEY_VALUES = {
    "cited_by": ("claims_administrator", "imr"),
    "kind": tuple(Reviewer.model_fields),
}


def _extra(name: str, kind: ColumnKind, values: tuple[str, ...] = ()) -> tuple[Column, Path_]:
    return Column(name, kind, values=values), ()


_MME = [_extra("mme_basis", "category", BASES), _extra("mme_missing", "category", MISSING)]

#: Table -> its key, the part of the record that a row is made of, and columns that are counted or computed.
_SPECS: dict[str, tuple[tuple[str, ...], type[Record] | None, list[tuple[Column, Path_]]]] = {
    "letters": (
        ("letter_id",),
        Letter,
        [_extra("n_determinations", "integer"), _extra("n_overturned", "integer")],
    ),
    "determinations": (("letter_id", "determination"), Determination, []),
    "drugs": (
        ("letter_id", "determination", "drug"),
        Drug,
        [_extra("strengths", "text"), _extra("mme_per_day", "number"), *_MME],
    ),
    "strengths": (
        ("letter_id", "determination", "drug", "medication", "strength"),
        Strength,
        [_extra("ingredient", "text")],
    ),
    "guidelines": (("letter_id", "determination", "cited_by", "reference"), GuidelineReference, []),
    "diagnoses": (("letter_id", "diagnosis"), Diagnosis, []),
    "medications": (("letter_id", "medication"), Medication, [_extra("strengths", "text"), *_MME]),
    "utilization_review": (("letter_id", "decision"), UrDecision, []),
    "reviewers": (("letter_id", "kind", "position"), None, [_extra("value", "text")]),
    "published": (("letter_id", "column"), None, [_extra("value", "text")]),
    "warnings": (("letter_id", "warning"), Warning, [_extra("determination", "integer")]),
}


@cache
def _about() -> dict[tuple[str, str], str]:
    """What ``columns.tsv`` says of (table, column); the table ``*`` is any, the column empty the table itself."""
    with (Path(__file__).parent / "columns.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t")
        return {(row["table"], row["column"] or ""): row["about"] for row in rows}


def _build() -> tuple[dict[str, Table], dict[str, dict[str, Path_]]]:
    tables, paths = {}, {}
    for name, (key, model, extra) in _SPECS.items():
        found: dict[str, tuple[Column, Path_]] = {}
        for column, path in [*_key(*key), *(_columns(model) if model else ()), *extra]:
            if path and column.name in found and column.name not in key:
                raise TypeError(f"table {quoted(name)} would have two columns {quoted(column.name)}")
            found.setdefault(column.name, (column, path))
        columns = tuple(replace(c, about=_stated(name, c)) for c, _ in found.values())
        tables[name] = Table(name, key, _about().get((name, ""), ""), columns)
        paths[name] = {c.name: path for c, path in found.values() if len(path) > 1}
    return tables, paths


def _stated(table: str, column: Column) -> str:
    about = _about()
    return about.get((table, column.name)) or about.get(("*", column.name)) or column.about


#: Every table by name, in the order in which they are written.  ``letter_id`` joins them all.
TABLES, _NESTED = _build()


def nested(table: str) -> dict[str, Path_]:
    """The table's columns that come from parts of its part, and the fields that lead there.

    >>> nested("determinations")["rationale"]
    ('rationale', 'text')
    """
    return _NESTED[table]


def docs_page() -> str:
    """Every table with its columns as a page in Markdown: ``docs/tables.md``."""
    out = [_HEAD]
    for table in TABLES.values():
        out.append(f"\n## {table.name}\n\n{table.about}\n\nKey: {', '.join(f'`{k}`' for k in table.key)}.\n")
        out.append("| column | kind | |\n| --- | --- | --- |")
        for c in table.columns:
            values = f" One of {', '.join(f'`{v}`' for v in c.values)}." if c.values else ""
            out.append(f"| `{c.name}` | {c.kind} | {c.about}{values} |")
    return "\n".join(out) + "\n"


_HEAD = """# The tables

`imrnlp.to_frames(letters)` gives these tables as pandas DataFrames, `imrnlp extract --format parquet` (or `csv`) writes
them, `imrnlp.read_frames("tables/")` reads them back, `imrnlp.TABLES` describes them in Python. Made from the record's own
models by `python -m imrnlp.export.tables`.

| kind | pandas | Arrow and Parquet | CSV |
| --- | --- | --- | --- |
| text | `string` | string | as it is; what a spreadsheet would take for a formula has an apostrophe before it |
| category | `category` | dictionary of string | as text |
| integer | `Int64` | int64 | |
| number | `Float64` | double | |
| boolean | `boolean` | bool | `True`, `False` |
| date | `datetime64[s]` | date32 | `2014-06-20` |
| texts | list of str | list of string | JSON |
| ranges | list of [first, last] | list of list of int64 | JSON |

What a letter does not state is missing (`pd.NA`, null, an empty cell); a list is empty, never missing. Tables join by the
columns of their keys that they share:

```python
items = frames["determinations"].merge(frames["drugs"], on=["letter_id", "determination"])
items = items.merge(
    frames["strengths"], on=["letter_id", "determination", "drug"], suffixes=("", "_strength")
)
```
"""


def main() -> None:
    """Writes ``docs/tables.md``."""
    (Path(__file__).parents[2] / "docs" / "tables.md").write_text(docs_page(), encoding="utf-8")


if __name__ == "__main__":
    main()
