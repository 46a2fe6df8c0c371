"""Records as pandas DataFrames: one table a kind of fact, joined by keys."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from imrnlp.record import Letter

if TYPE_CHECKING:
    import pandas as pd

#: Table name -> its key columns; ``letter_id`` joins every table, ``determination`` the item's parts.
KEYS = {
    "letters": ["letter_id"],
    "determinations": ["letter_id", "determination"],
    "drugs": ["letter_id", "determination", "drug"],
    "guidelines": ["letter_id", "determination", "cited_by", "reference"],
    "diagnoses": ["letter_id", "diagnosis"],
    "medications": ["letter_id", "medication"],
    "utilization_review": ["letter_id", "decision"],
    "reviewers": ["letter_id", "kind", "position"],
    "warnings": ["letter_id", "warning"],
}

_DATES = {
    "letters": ["date_of_injury", "date_assigned", "decision_date", "ur_denial_date", "application_received"],
    "determinations": ["date_of_service"],
    "utilization_review": ["date"],
}

#: Columns of every table, in order.
COLUMNS = {
    "letters": [
        "letter_id",
        "layout",
        "case_number",
        "date_of_injury",
        "date_assigned",
        "decision_date",
        "ur_denial_date",
        "application_received",
        "priority",
        "age",
        "sex",
        "source_name",
        "media_type",
        "sha256",
        "pages",
        "characters",
        "n_determinations",
        "n_overturned",
        "error",
    ],
    "determinations": [
        "letter_id",
        "determination",
        "request",
        "outcome",
        "medically_necessary",
        "category",
        "subcategory",
        "frequency",
        "times_per_day",
        "duration_days",
        "quantity",
        "quantity_unit",
        "refills",
        "sessions",
        "body_sites",
        "laterality",
        "spinal_levels",
        "cpt_codes",
        "date_of_service",
        "retrospective",
        "original_request",
        "authorized",
        "rationale",
        "start",
        "end",
    ],
    "drugs": [
        "letter_id",
        "determination",
        "drug",
        "text",
        "name",
        "brand",
        "rxcui",
        "drug_class",
        "strengths",
        "form",
        "route",
        "ingredients",
        "start",
        "end",
    ],
    "guidelines": [
        "letter_id",
        "determination",
        "cited_by",
        "reference",
        "source",
        "title",
        "regulation",
        "chapter",
        "topics",
        "pages",
        "year",
        "text",
        "start",
        "end",
    ],
    "diagnoses": [
        "letter_id",
        "diagnosis",
        "text",
        "name",
        "assertion",
        "icd10cm",
        "icd10cm_score",
        "icd9cm",
        "laterality",
        "body_site",
        "spinal_levels",
        "section",
        "start",
        "end",
    ],
    "medications": [
        "letter_id",
        "medication",
        "text",
        "name",
        "brand",
        "rxcui",
        "drug_class",
        "strengths",
        "form",
        "route",
        "ingredients",
        "dose_text",
        "frequency",
        "times_per_day",
        "indication",
        "status",
        "section",
        "mme_per_day",
        "start",
        "end",
    ],
    "utilization_review": ["letter_id", "decision", "date", "request", "outcome", "start", "end"],
    "reviewers": ["letter_id", "kind", "position", "value"],
    "warnings": ["letter_id", "warning", "code", "message", "start", "end"],
}


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


def rows(letters: Iterable[Letter | dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Plain rows of every table; lists stay lists.  Accepts records or their dicts."""
    tables: dict[str, list[dict[str, Any]]] = {name: [] for name in KEYS}
    for letter in letters:
        _add(tables, letter if isinstance(letter, dict) else letter.model_dump(mode="json"))
    return tables


def _add(tables: dict[str, list[dict[str, Any]]], letter: dict[str, Any]) -> None:
    key = letter["letter_id"]
    source = letter["source"]
    determinations = letter["determinations"]
    tables["letters"].append(
        {
            "letter_id": key,
            "layout": letter["layout"],
            **letter["case"],
            **letter["patient"],
            "source_name": source["name"],
            **{name: source[name] for name in ("media_type", "sha256", "pages", "characters")},
            "n_determinations": len(determinations),
            "n_overturned": sum(d["outcome"] == "overturned" for d in determinations),
            "error": letter.get("error"),
        }
    )
    for determination in determinations:
        number = determination["number"]
        row = {name: determination.get(name) for name in COLUMNS["determinations"] if name in determination}
        row["rationale"] = determination["rationale"]["text"] if determination["rationale"] else None
        tables["determinations"].append({"letter_id": key, "determination": number, **row})
        for i, drug in enumerate(determination["drugs"], 1):
            tables["drugs"].append({"letter_id": key, "determination": number, "drug": i, **_flat_drug(drug)})
        for slot, cited_by in (
            ("claims_administrator_guidelines", "claims_administrator"),
            ("imr_guidelines", "imr"),
        ):
            for i, reference in enumerate(determination[slot], 1):
                tables["guidelines"].append(
                    {
                        "letter_id": key,
                        "determination": number,
                        "cited_by": cited_by,
                        "reference": i,
                        **reference,
                    }
                )
    for table, name in (
        ("diagnoses", "diagnosis"),
        ("utilization_review", "decision"),
        ("warnings", "warning"),
    ):
        for i, part in enumerate(letter[table], 1):
            tables[table].append({"letter_id": key, name: i, **part})
    for i, medication in enumerate(letter["medications"], 1):
        tables["medications"].append({"letter_id": key, "medication": i, **_flat_drug(medication)})
    for kind in ("specialties", "subspecialties", "states"):
        for i, value in enumerate(letter["reviewer"][kind], 1):
            tables["reviewers"].append({"letter_id": key, "kind": kind, "position": i, "value": value})


def _flat_drug(drug: dict[str, Any]) -> dict[str, Any]:
    return {**drug, "strengths": strength_text(drug["strengths"])}


def to_frames(letters: Iterable[Letter | dict[str, Any]]) -> dict[str, pd.DataFrame]:
    """DataFrames of many letters: letters, determinations, drugs, guidelines, diagnoses, medications,
    utilization_review, reviewers, warnings.

    ``letter_id`` joins every table; ``determination`` (the item's number) joins the item's drugs and
    guidelines (:data:`KEYS`).  Dates are ``datetime64``; list cells (``topics``, ``body_sites``) hold lists;
    ``strengths`` is text.  Every table has its columns also when it has no rows.

    >>> from imrnlp import extract_text, to_frames
    >>> frames = to_frames([extract_text("Norco 10/325mg #120: Upheld", letter_id="x")])
    >>> frames["drugs"][["letter_id", "name", "strengths"]].values.tolist()
    [['x', 'hydrocodone/acetaminophen', '10 mg; 325 mg']]
    """
    import pandas as pd

    frames = {}
    for name, table in rows(letters).items():
        frame = pd.DataFrame(table, columns=COLUMNS[name])
        for column in _DATES.get(name, ()):
            frame[column] = pd.to_datetime(frame[column], errors="coerce")
        for column in (c for c in ("quantity", "refills", "sessions", "age", "year", "pages") if c in frame):
            if name != "guidelines" or column == "year":
                frame[column] = pd.to_numeric(frame[column]).astype(
                    "Float64" if column == "quantity" else "Int64"
                )
        frames[name] = frame
    return frames
