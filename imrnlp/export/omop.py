"""Records as the tables NOTE and NOTE_NLP of the OMOP Common Data Model 5.4, in CSV.

imrnlp carries no OMOP vocabulary, so every concept id is 0 ("no matching concept").  The codes that the record
does have (ICD-10-CM, RxNorm) stand in ``term_modifiers`` with their vocabulary's name as OMOP writes it, and
become concept ids by a join with the table CONCEPT of whoever has it:
``vocabulary_id = 'RxNorm' AND concept_code = '...'``.  A letter has no person id (it is de-identified): each
letter counts as a person of its own, with the note's number.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from imrnlp.export.spans import RecordSpan, spans
from imrnlp.record import Diagnosis, Letter, Medication
from imrnlp.text.strings import quoted
from imrnlp.version import __version__

CdmRow = dict[str, Any]

#: OMOP's "no matching concept".
NO_CONCEPT = 0
#: The date of a note that has none, where the model allows no empty one.
UNKNOWN_DATE = dt.date(1970, 1, 1)
_SNIPPET, _AROUND = 250, 60


@dataclass(frozen=True, slots=True)
class CdmColumn:
    """A column of the Common Data Model."""

    name: str
    type: str
    length: int | None
    required: bool


@cache
def columns(table: str) -> tuple[CdmColumn, ...]:
    """The columns of ``note`` or ``note_nlp``, in the model's order.

    >>> [c.name for c in columns("note_nlp")][:3]
    ['note_nlp_id', 'note_id', 'section_concept_id']
    """
    lines = files(__package__).joinpath("omop_columns.tsv").read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t")
    return tuple(
        CdmColumn(r["column"], r["type"], int(r["length"]) if r["length"] else None, r["required"] == "yes")
        for r in rows
        if r["table"] == table
    )


def tables(letters: Iterable[tuple[Letter, str]], today: dt.date | None = None) -> dict[str, list[CdmRow]]:
    """The rows of both tables, checked; ``today`` is the date of processing.

    ``note_date`` is the decision's, else the nearest that the letter has; a letter without any date gets
    :data:`UNKNOWN_DATE`, since the model wants one.
    """
    nlp_date = today or dt.date.today()
    notes: list[CdmRow] = []
    terms: list[CdmRow] = []
    for number, (letter, text) in enumerate(letters, 1):
        notes.append(_note(letter, text, number))
        for span in spans(letter):
            terms.append(_term(span, text, number, len(terms) + 1, nlp_date))
    found = {"note": notes, "note_nlp": terms}
    for table, rows in found.items():
        check_rows(table, rows)
    return found


def _note(letter: Letter, text: str, number: int) -> CdmRow:
    case = letter.case
    date = case.decision_date or case.date_assigned or case.application_received or case.ur_denial_date
    return {
        "note_id": number,
        "person_id": number,
        "note_date": date or UNKNOWN_DATE,
        "note_type_concept_id": NO_CONCEPT,
        "note_class_concept_id": NO_CONCEPT,
        "note_title": "Independent Medical Review determination",
        "note_text": text,
        "encoding_concept_id": NO_CONCEPT,
        "language_concept_id": NO_CONCEPT,
        "note_source_value": letter.letter_id[:50],
    }


def _term(span: RecordSpan, text: str, note: int, number: int, nlp_date: dt.date) -> CdmRow:
    return {
        "note_nlp_id": number,
        "note_id": note,
        "section_concept_id": NO_CONCEPT,
        "snippet": _snippet(text, span),
        "offset": str(span.start),
        "lexical_variant": text[span.start : span.end][:250],
        "note_nlp_concept_id": NO_CONCEPT,
        "note_nlp_source_concept_id": NO_CONCEPT,
        "nlp_system": f"imrnlp {__version__}",
        "nlp_date": nlp_date,
        "term_exists": _exists(span),
        "term_temporal": _temporal(span),
        "term_modifiers": _modifiers(span),
    }


def _snippet(text: str, span: RecordSpan) -> str:
    """The term with the words around it, on one line."""
    around = text[max(0, span.start - _AROUND) : span.end + _AROUND]
    return " ".join(around.split())[:_SNIPPET]


def _exists(span: RecordSpan) -> str | None:
    """``Y`` when the patient has it: absent, possible, hypothetical and the family's are ``N``, as OMOP defines it."""
    if isinstance(span.part, Diagnosis):
        return "Y" if span.part.assertion in ("present", "historical") else "N"
    return "Y" if isinstance(span.part, Medication) else None


def _temporal(span: RecordSpan) -> str | None:
    if isinstance(span.part, Diagnosis):
        return {"present": "present", "absent": "present", "historical": "past"}.get(span.part.assertion)
    if isinstance(span.part, Medication):
        return {"current": "present", "prescribed": "present", "past": "past"}.get(span.part.status)
    return None


_VOCABULARIES = {"rxcui": "RxNorm", "icd10cm": "ICD10CM", "icd9cm": "ICD9CM"}


def _modifiers(span: RecordSpan) -> str:
    stated = {
        "label": span.label,
        "end": str(span.end),
        "item": "" if span.item is None else str(span.item),
        **span.attributes,
    }
    words = "; ".join(
        f"{_VOCABULARIES.get(name, name)}={_flat(value)}" for name, value in stated.items() if value
    )
    return words[:2000]


def _flat(value: str) -> str:
    return " ".join(value.replace(";", ",").split())


def check_rows(table: str, rows: Iterable[CdmRow]) -> None:
    """Raises ``ValueError`` naming row and column for a value that the Common Data Model does not allow.

    >>> check_rows("note_nlp", [{"note_nlp_id": "one"}])
    Traceback (most recent call last):
    ValueError: note_nlp, row 1: note_nlp_id is 'one', not integer
    """
    known = columns(table)
    names = {c.name for c in known}
    ids = set()
    for number, row in enumerate(rows, 1):
        where = f"{table}, row {number}"
        extra = row.keys() - names
        if extra:
            raise ValueError(f"{where}: {min(extra)} is not a column of the Common Data Model")
        for column in known:
            problem = _problem(column, row.get(column.name))
            if problem:
                raise ValueError(f"{where}: {column.name} {problem}")
        key = row[known[0].name]
        if key in ids:
            raise ValueError(f"{where}: {known[0].name} {key} exists already")
        ids.add(key)


_TYPES: dict[str, type] = {
    "integer": int,
    "date": dt.date,
    "timestamp": dt.datetime,
    "varchar": str,
    "text": str,
}


def _problem(column: CdmColumn, value: Any) -> str | None:
    if value is None:
        return "is missing" if column.required else None
    if not isinstance(value, _TYPES[column.type]):
        return f"is {quoted(value)}, not {column.type}"
    if column.length is not None and isinstance(value, str) and len(value) > column.length:
        return f"has {len(value)} characters, more than {column.length}"
    return None


def write(letters: Iterable[tuple[Letter, str]], folder: Path, today: dt.date | None = None) -> list[Path]:
    """Writes ``note.csv`` and ``note_nlp.csv``; texts stand as they are, to be loaded by a database, not a spreadsheet.

    Raises ``ValueError`` for a value that the model does not allow, before anything is written.
    """
    found = tables(letters, today)
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for table, rows in found.items():
        path = folder / f"{table}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, [c.name for c in columns(table)], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        written.append(path)
    return written
