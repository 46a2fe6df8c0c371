"""The table in which the Department of Managed Health Care publishes its reviews, known by its columns."""

from __future__ import annotations

import re
from collections.abc import Iterable

#: Columns by which the table is known, in lower case without blanks; of the others it may have more or fewer.
TEXT, REFERENCE = "findings", "referenceid"
_COLUMNS = frozenset(
    [
        "reportyear",
        "diagnosiscategory",
        "diagnosissubcategory",
        "treatmentcategory",
        "treatmentsubcategory",
        "determination",
        "type",
        "agerange",
        "patientgender",
        "imrtype",
        "daystoreview",
        "daystoadopt",
    ]
)
_ENOUGH = 4


def column_key(column: str) -> str:
    """A column's name in lower case, without blanks and without the byte order mark that a spreadsheet puts before it.

    >>> column_key("\\ufeffReference ID")
    'referenceid'
    """
    return re.sub(r"[^a-z0-9]", "", column.lower())


def columns_of(names: Iterable[str]) -> tuple[str, str] | None:
    """The columns of text and reference in the table that the state publishes; ``None`` for any other table.

    >>> columns_of(["ReferenceID", "ReportYear", "Determination", "Type", "AgeRange", "Findings"])
    ('Findings', 'ReferenceID')
    >>> columns_of(["id", "text"]) is None
    True
    """
    by_key = {column_key(name): name for name in names}
    if TEXT in by_key and REFERENCE in by_key and len(_COLUMNS & set(by_key)) >= _ENOUGH:
        return by_key[TEXT], by_key[REFERENCE]
    return None
