"""How often a denial is overturned: counts, rates and Wilson intervals of disputed items, by any field."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from imrnlp.study.fields import FIELDS, ITEMS, Field
from imrnlp.study.intervals import wilson
from imrnlp.study.store import Store, TableSource
from imrnlp.text.strings import quoted

if TYPE_CHECKING:
    import pandas as pd

#: The outcomes that decide; items with another (`unknown`) are counted and stand in no rate.
DECIDED = ("upheld", "overturned", "modified")


def rates(
    source: TableSource,
    by: str | Sequence[str] = (),
    where: Mapping[str, Any] | None = None,
    *,
    outcome: str = "overturned",
    missing: bool = True,
) -> pd.DataFrame:
    """How often disputed items get an outcome, by groups.

    ``source``: :func:`imrnlp.to_frames`'s tables, a folder of Parquet tables (read where they lie), a file of JSON
    lines, or letters.  ``by``: a field or several (``imrnlp.FIELDS`` lists them; a column of the determinations or
    letters is one too).  ``where``: field -> the value, a list of values, or a pair ``(from, to)`` as a tuple, either
    end ``None``; capitals in texts do not matter, and a drug is matched by its ingredients, one of them, or a brand.  ``outcome``: the
    outcome whose rate is given.
    An item with several values (two guidelines) counts for each; without ``missing`` items without a value are left out.

    The result has the groups' values, ``items`` and ``letters``, a count for each outcome, ``rate`` (of the decided items:
    upheld, overturned or modified) with ``low`` and ``high`` (Wilson's 95% interval), and ``letter_ids``: the letters
    behind.  Largest groups first.  Raises ``ValueError`` for an unknown field or outcome.

    >>> from imrnlp import extract_text, to_frames
    >>> frames = to_frames([extract_text("1. Norco #60: Upheld", "a"), extract_text("1. Norco #30: Overturned", "b")])
    >>> rates(frames, by="drug")[["drug", "items", "overturned", "rate"]].values.tolist()
    [['hydrocodone/acetaminophen', 2, 1, 0.5]]
    """
    if outcome not in DECIDED:
        raise ValueError(f"no outcome {quoted(outcome)}: there are {', '.join(DECIDED)}")
    groups = [by] if isinstance(by, str) else list(by)
    store = Store.of(source)
    query = Query(store)
    for name, value in (where or {}).items():
        query.restrict(name, value)
    for name in groups:
        query.group(name, missing)
    return _frame(query.run(), groups, outcome)


class Query:
    """A query of items, put together field by field."""

    def __init__(self, store: Store):
        self._store = store
        shared = set(store.columns("letters")) & set(store.columns("determinations"))
        self._items = ITEMS.format(shared=", ".join(sorted(shared)))
        self._own = set(store.columns("letters")) | set(store.columns("determinations"))
        self._conditions: list[str] = []
        self._joins: list[str] = []
        self._values: list[str] = []
        self._before: list[Any] = []
        self._after: list[Any] = []
        self._asked: dict[str, tuple[str, list[Any]]] = {}

    def _field(self, name: str) -> Field:
        if name in FIELDS:
            return FIELDS[name]
        if name in self._own:
            return Field(name, "", f'"{name}"')
        from rapidfuzz.process import extractOne

        near = extractOne(name, list(FIELDS))
        raise ValueError(
            f"no field {quoted(name)}{f' (near: {near[0]})' if near else ''}: there are {', '.join(FIELDS)}"
        )

    def restrict(self, name: str, value: Any) -> None:
        """Only items whose field is ``value``."""
        field = self._field(name)
        condition, parameters = _condition(field, _ingredients(value) if name == "drug" else value)
        if field.several:
            self._conditions.append(
                f"(letter_id, determination) IN (SELECT (letter_id, determination) FROM ({field.sql}) WHERE {condition})"
            )
            self._asked[name] = (condition, parameters)
        else:
            self._conditions.append(condition.replace("value", f"({field.sql})"))
        self._after += parameters

    def group(self, name: str, missing: bool) -> None:
        """Groups by a field."""
        field, number = self._field(name), len(self._values)
        if not field.several:
            self._values.append(f"({field.sql})")
            if not missing:
                self._conditions.append(f"({field.sql}) IS NOT NULL")
            return
        condition, parameters = self._asked.get(name, ("true", []))
        join = "LEFT JOIN" if missing else "JOIN"
        self._joins.append(
            f"{join} (SELECT DISTINCT letter_id AS l{number}, determination AS d{number}, value AS v{number} "
            f"FROM ({field.sql}) WHERE value IS NOT NULL AND {condition}) "
            f"ON letter_id = l{number} AND determination = d{number}"
        )
        self._before += parameters
        self._values.append(f"v{number}")

    def run(self) -> list[tuple[Any, ...]]:
        """Groups' values, items, letters, a count an outcome, the letters' ids."""
        values = "".join(f"{value} AS g{i}, " for i, value in enumerate(self._values))
        order = "".join(f", g{i}" for i in range(len(self._values)))
        known = ", ".join(f"'{name}'" for name in DECIDED)
        sql = f"""
            SELECT {values} count(*) AS items, count(DISTINCT letter_id) AS letters,
                {"".join(f"count(*) FILTER (outcome = '{name}')::BIGINT, " for name in DECIDED)}
                count(*) FILTER (outcome NOT IN ({known}) OR outcome IS NULL)::BIGINT,
                list_sort(list(DISTINCT letter_id))
            FROM ({self._items}) {" ".join(self._joins)}
            WHERE {" AND ".join(self._conditions or ["true"])}
            {"GROUP BY " + ", ".join(f"g{i}" for i in range(len(self._values))) if self._values else ""}
            ORDER BY {"(" + " OR ".join(f"g{i} IS NULL" for i in range(len(self._values))) + "), " if self._values else ""}
                items DESC{order}"""
        return self._store.rows(sql, [*self._before, *self._after])


def _ingredients(value: Any) -> Any:
    """The drugs asked for; a brand is its ingredients (``Flexeril`` is cyclobenzaprine)."""
    from imrnlp.tag.drugs import find_drugs

    if value is None or isinstance(value, tuple):
        return value
    asked = [value] if isinstance(value, str) else list(value)
    return [*asked, *(drug.name for word in asked if isinstance(word, str) for drug in find_drugs(word))]


def _condition(field: Field, value: Any) -> tuple[str, list[Any]]:
    """SQL over ``value``, and its parameters."""
    if isinstance(value, tuple):
        if len(value) != 2:
            raise ValueError(f"{field.name}: a range is a pair (from, to), not {quoted(value)}")
        ends = [(sign, end) for sign, end in zip((">=", "<="), value, strict=True) if end is not None]
        return " AND ".join(["value IS NOT NULL", *(f"value {sign} ?" for sign, _ in ends)]), [
            end for _, end in ends
        ]
    wanted = (
        [value]
        if isinstance(value, str) or not isinstance(value, Sequence | set | frozenset)
        else sorted(value, key=str)
    )
    conditions, parameters = [], []
    for one in wanted:
        if one is None:
            conditions.append("value IS NULL")
            continue
        conditions.append(field.matches)
        parameters += [_text(one)] * field.matches.count("?")
    return f"({' OR '.join(conditions) or 'false'})", parameters


def _text(value: Any) -> str:
    return value.isoformat() if isinstance(value, dt.date) else str(value).lower()


def _frame(found: list[tuple[Any, ...]], groups: list[str], outcome: str) -> pd.DataFrame:
    import pandas as pd

    width = len(groups)
    counts = ["items", "letters", *DECIDED, "unknown"]
    found = [row for row in found if row[width]]
    columns: dict[str, Any] = {
        name: pd.Series([row[i] for row in found], dtype=None if found else "object")
        for i, name in enumerate(groups)
    }
    for i, name in enumerate(counts, width):
        columns[name] = pd.Series([row[i] for row in found], dtype="int64")
    decided = sum(columns[name] for name in DECIDED)
    ends = [wilson(hits, of) for hits, of in zip(columns[outcome], decided, strict=True)]
    columns["rate"] = columns[outcome] / decided.where(decided > 0)
    columns["low"] = pd.Series([low for low, _ in ends], dtype="float64")
    columns["high"] = pd.Series([high for _, high in ends], dtype="float64")
    columns["letter_ids"] = pd.Series([row[-1] for row in found], dtype="object")
    return pd.DataFrame(columns)
