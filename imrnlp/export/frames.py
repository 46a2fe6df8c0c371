"""Records as pandas DataFrames: one table a kind of fact (:data:`imrnlp.export.tables.TABLES`), joined by keys."""

from __future__ import annotations

import json
import os
import warnings
from collections.abc import Iterable, Iterator
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic_core import from_json

from imrnlp.export.series import series
from imrnlp.export.tables import TABLES, nested
from imrnlp.link.mme import Mme, mme, mme_of_item
from imrnlp.read.document import unopened
from imrnlp.record import Determination, Drug, Letter, Strength, upgraded
from imrnlp.text.strings import quoted

if TYPE_CHECKING:
    import pandas as pd

TableRow = dict[str, Any]
_SIDES = (("claims_administrator_guidelines", "claims_administrator"), ("imr_guidelines", "imr"))


def strength_text(strengths: list[dict[str, Any]]) -> str | None:
    """Strengths in one cell: ``10 mg; 325 mg``, ``20 mcg/hr``.

    >>> strength_text([{"value": 20.0, "unit": "mcg", "per_value": 1.0, "per_unit": "hr"}])
    '20 mcg/hr'
    """
    cells = []
    for s in strengths:
        per = s.get("per_unit")
        amount = s.get("per_value")
        shown = f"/{'' if amount in (None, 1) else f'{amount:g} '}{per}" if per else ""
        cells.append(f"{s['value']:g}{' ' + s['unit'] if s.get('unit') else ''}{shown}")
    return "; ".join(cells) or None


def rows(letters: Iterable[Letter | dict[str, Any]]) -> dict[str, list[TableRow]]:
    """Plain rows of every table; lists stay lists, dates are ISO text.  Accepts records or their dicts."""
    tables: dict[str, list[TableRow]] = {name: [] for name in TABLES}
    for letter in letters:
        _Rows(tables, letter if isinstance(letter, dict) else letter.model_dump(mode="json")).add()
    return tables


def _flat(table: str, part: dict[str, Any]) -> TableRow:
    """A part of a record as a row of its table: what lies deeper is brought up."""
    deeper = nested(table)
    if not deeper:
        return part
    row = dict(part)
    for column, path in deeper.items():
        value: Any = part
        for name in path:
            value = None if value is None else value.get(name)
        row[column] = value
    return row


class _Rows:
    """One record's rows, added to the tables."""

    def __init__(self, tables: dict[str, list[TableRow]], letter: dict[str, Any]):
        self._tables, self._letter = tables, letter
        self._key = {"letter_id": letter["letter_id"]}

    def add(self) -> None:
        letter = self._letter
        items = letter["determinations"]
        overturned = sum(item["outcome"] == "overturned" for item in items)
        counts = {"n_determinations": len(items), "n_overturned": overturned}
        self._row("letters", {}, {**_flat("letters", letter), **counts})
        for item in items:
            self._item(item)
        for table, counter in (("diagnoses", "diagnosis"), ("utilization_review", "decision")):
            for i, part in enumerate(letter[table], 1):
                self._row(table, {counter: i}, _flat(table, part))
        for i, medication in enumerate(letter["medications"], 1):
            self._medication({"medication": i}, medication)
        for kind, values in letter["reviewer"].items():
            for i, value in enumerate(values, 1):
                self._row("reviewers", {"kind": kind, "position": i}, {"value": value})
        for column, value in (letter.get("table") or {}).items():
            self._row("published", {"column": column}, {"value": value})
        self._warnings()

    def _row(self, table: str, key: TableRow, row: TableRow) -> None:
        self._tables[table].append({**row, **self._key, **key})

    def _item(self, item: dict[str, Any]) -> None:
        key = {"determination": item["number"]}
        self._row("determinations", key, _flat("determinations", item))
        drugs = [_drug_of(drug) for drug in item["drugs"]]
        asked = Determination.model_construct(**{**item, "drugs": drugs}) if drugs else None
        for i, drug in enumerate(item["drugs"], 1):
            assert asked is not None
            self._drug("drugs", {**key, "drug": i}, drug, mme_of_item(asked, drugs[i - 1]))
        for slot, side in _SIDES:
            for i, reference in enumerate(item[slot], 1):
                self._row(
                    "guidelines", {**key, "cited_by": side, "reference": i}, _flat("guidelines", reference)
                )

    def _medication(self, key: TableRow, drug: dict[str, Any]) -> None:
        stated = drug.get("mme_per_day")
        if stated is not None:
            by_hour = any(strength["per_unit"] == "hr" for strength in drug["strengths"])
            found = Mme(stated, "patch_rate" if by_hour else "directions")
        elif drug["status"] == "past":
            found = Mme(None, missing="not_taken")
        else:
            found = Mme(None, missing=mme(_drug_of(drug), drug["times_per_day"]).missing or "no_directions")
        self._drug("medications", key, drug, found)

    def _drug(self, table: str, key: TableRow, drug: dict[str, Any], found: Mme) -> None:
        stated = {"mme_per_day": found.value, "mme_basis": found.basis, "mme_missing": found.missing}
        self._row(table, key, {**_flat(table, drug), "strengths": strength_text(drug["strengths"]), **stated})
        ingredients = drug["name"].split("/")
        for i, strength in enumerate(drug["strengths"], 1):
            whose = ingredients[i - 1] if len(ingredients) >= len(drug["strengths"]) else None
            self._row("strengths", {**key, "strength": i}, {**strength, "ingredient": whose})

    def _warnings(self) -> None:
        # The letter's warnings repeat its items': the items' own say which item's.
        whose = {
            (w["code"], w["message"], w["start"]): item["number"]
            for item in self._letter["determinations"]
            for w in item["warnings"]
        }
        for i, warning in enumerate(self._letter["warnings"], 1):
            item = whose.get((warning["code"], warning["message"], warning["start"]))
            self._row("warnings", {"warning": i}, {**warning, "determination": item})


def _drug_of(drug: dict[str, Any]) -> Drug:
    """As much of a drug in JSON as its equivalents need."""
    strengths = [Strength.model_construct(**strength) for strength in drug["strengths"]]
    # All fields that are lists are given, since making them by their factory takes most of the time.
    return Drug.model_construct(
        name=drug["name"],
        drug_class=drug["drug_class"],
        form=drug["form"],
        strengths=strengths,
        ingredients=[],
    )


def to_frames(
    letters: Letter | dict[str, Any] | Iterable[Letter | dict[str, Any]],
) -> dict[str, pd.DataFrame]:
    """DataFrames of one letter or many: letters, determinations, drugs, strengths, guidelines, diagnoses,
    medications, utilization_review, reviewers, published, warnings.

    ``letter_id`` joins every table; ``determination`` (the item's number) joins the item's drugs and
    guidelines: :data:`imrnlp.TABLES` has every table's key and columns.  Texts are ``string``, vocabularies
    ``category``, numbers ``Int64`` or ``Float64``, truth values ``boolean``, dates ``datetime64[s]``; list cells
    hold lists.  Every table has its columns and types also when it has no rows.  A letter with the same id as an
    earlier one gets a new id (``x-2``), with a warning.  Raises ``TypeError`` for a path, and for anything that is
    not a record.

    >>> from imrnlp import extract_text, to_frames
    >>> frames = to_frames(extract_text("Norco 10/325mg #120: Upheld", letter_id="x"))
    >>> frames["drugs"][["letter_id", "name", "strengths"]].values.tolist()
    [['x', 'hydrocodone/acetaminophen', '10 mg; 325 mg']]
    """
    if isinstance(letters, str | PathLike):
        raise TypeError(
            f"to_frames takes records, not a path: to_frames(imrnlp.extract_many({quoted(str(letters))})) for letters, "
            f"imrnlp.read_frames({quoted(str(letters))}) for records that were written"
        )
    if not isinstance(letters, Iterable):
        raise TypeError(f"to_frames takes records, not {type(letters).__name__}")
    many = [letters] if isinstance(letters, Letter | dict) else letters
    return {name: frame(name, table) for name, table in rows(distinct_records(many)).items()}


def distinct_records(letters: Iterable[Letter | dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Records as dicts for JSON.  A record with the same id as an earlier one gets a new id."""
    seen: set[str] = set()
    for one in letters:
        if not isinstance(one, Letter | dict):
            raise TypeError(f"to_frames takes records, not {type(one).__name__}")
        letter = upgraded(one) if isinstance(one, dict) else one.model_dump(mode="json")
        letter_id = letter["letter_id"]
        if letter_id in seen:
            number = 2
            while f"{letter_id}-{number}" in seen:
                number += 1
            letter = _renamed(letter, f"{letter_id}-{number}")
        seen.add(letter["letter_id"])
        yield letter


def _renamed(letter: dict[str, Any], letter_id: str) -> dict[str, Any]:
    message = (
        f"another letter has the id {quoted(letter['letter_id'])} too; this one is called {quoted(letter_id)}"
    )
    warnings.warn(message, stacklevel=4)
    stated = {"code": "letter_id_repeated", "message": message, "start": None, "end": None}
    return {**letter, "letter_id": letter_id, "warnings": [stated, *letter["warnings"]]}


def frame(name: str, table: list[TableRow]) -> pd.DataFrame:
    """Rows (see :func:`rows`) of the table ``name`` as a DataFrame with the table's types."""
    import pandas as pd

    columns = {c.name: series(c, [row.get(c.name) for row in table]) for c in TABLES[name].columns}
    return pd.DataFrame(columns)


def read_frames(path: str | PathLike[str], tables: Iterable[str] | None = None) -> dict[str, pd.DataFrame]:
    """The tables of records that ``imrnlp extract`` wrote, as :func:`to_frames` gives them.

    ``path`` is a folder of Parquet tables or a file of JSON lines; ``tables`` names the wanted ones (default: all).
    Raises ``ValueError`` naming ``path`` when it holds no records, or a letter twice.
    """
    place = Path(path)
    wanted = list(TABLES if tables is None else tables)
    unknown = [name for name in wanted if name not in TABLES]
    if unknown:
        raise ValueError(f"no table {quoted(unknown[0])}: there are {', '.join(TABLES)}")
    if os.path.isdir(place):
        from imrnlp.export.parquet import read_table

        return {name: read_table(place, name) for name in wanted}
    every = to_frames(read_lines(place))
    return {name: every[name] for name in wanted}


def read_lines(path: str | PathLike[str]) -> Iterator[dict[str, Any]]:
    """Records, one after another, of a file of JSON lines.

    Raises ``ValueError`` naming file and line for a line that is not a record, and when there is no such file.
    """
    try:
        with Path(path).open(encoding="utf-8", newline="\n") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield _record(line, f"{path}, line {number}")
    except UnicodeDecodeError:
        raise ValueError(f"{path}: not JSON lines (not UTF-8)") from None
    except OSError as error:
        raise ValueError(unopened(fspath(path), error)) from None


def _record(line: str, where: str) -> dict[str, Any]:
    try:
        record = upgraded(_parsed(line))
    except ValueError as error:
        stated = f"not JSON ({error})" if isinstance(error, json.JSONDecodeError) else str(error)
        raise ValueError(f"{where}: {stated}") from None
    try:
        return Letter.model_validate(record).model_dump(mode="json") if _odd(record) else record
    except ValueError as error:
        raise ValueError(f"{where}: no record ({str(error).splitlines()[0]})") from None


def _parsed(line: str) -> Any:
    try:
        return from_json(line)  # twice as fast as json's
    except ValueError:
        return json.loads(line)


def _odd(record: dict[str, Any]) -> bool:
    """Whether parts are missing that rows are made of: written by hand, or by an older version."""
    return not record.keys() >= _PARTS


_PARTS = set(Letter.model_fields) - {"schema_version", "error"}
