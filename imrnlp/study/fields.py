"""The fields by which items can be counted: one value of the item or its letter, or several (its drugs, its guidelines)."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent


_EQUAL = "(lower(CAST(value AS VARCHAR)) = ? OR TRY_CAST(value AS DOUBLE) = TRY_CAST(? AS DOUBLE))"


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to count by.

    ``sql`` is an expression over ``items`` (one value an item), or with ``several`` a query that gives ``letter_id``,
    ``determination``, ``value`` and the columns that ``matches`` uses (a condition in which ``?`` is the wanted value
    in lower case).
    """

    name: str
    about: str
    sql: str
    several: bool = False
    matches: str = _EQUAL


@cache
def _table(name: str) -> list[list[str]]:
    with (_HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.reader((line for line in file if not line.startswith("#")), delimiter="\t"))[1:]


def _region(site: str) -> str:
    cases = " ".join(
        f"WHEN regexp_matches(lower({site}), '{words}') THEN '{region}'"
        for region, words in _table("body_regions.tsv")
    )
    return f"CASE {cases} WHEN {site} IS NOT NULL THEN 'other' END"


def _chapter(code: str) -> str:
    cases = " ".join(
        f"WHEN left({code}, 3) BETWEEN '{first}' AND '{last}' THEN '{name}'"
        for first, last, name in _table("icd10cm_chapters.tsv")
    )
    return f"CASE {cases} END"


def _of_item(table: str, value: str, where: str = "true") -> str:
    return f"SELECT DISTINCT letter_id, determination, {value} AS value FROM {table} WHERE {where}"


def _of_each(column: str, table: str = "determinations", value: str = "each", where: str = "true") -> str:
    """The values of a column that holds a list."""
    return _of_item(
        f"(SELECT letter_id, determination, unnest({column}) AS each FROM {table} WHERE {where})", value
    )


def _of_letter(table: str, value: str, where: str = "true") -> str:
    return (
        f"SELECT DISTINCT d.letter_id, d.determination, {value} AS value "
        f"FROM determinations d JOIN {table} t ON t.letter_id = d.letter_id WHERE {where}"
    )


def _published(column: str) -> str:
    return _of_letter("published", "t.value", f"t.\"column\" = '{column}'")


_DRUG = """SELECT DISTINCT letter_id, determination, name AS value, lower(brand) AS brand, ingredients FROM drugs"""
_ANY_NAME = "(lower(value) = ? OR list_contains(string_split(lower(value), '/'), ?) OR brand = ? OR list_contains(ingredients, ?))"
_REVIEWER = "cited_by = 'imr' AND title IS NOT NULL"
_ADMINISTRATOR = "cited_by = 'claims_administrator' AND title IS NOT NULL"
_SAME = """SELECT letter_id, determination,
    CASE WHEN max(CASE WHEN cited_by = 'imr' THEN 1 END) IS NULL THEN 'reviewer cites none'
         WHEN max(CASE WHEN cited_by <> 'imr' THEN 1 END) IS NULL THEN 'claims administrator cites none'
         WHEN len(list_intersect(list(title) FILTER (cited_by = 'imr'), list(title) FILTER (cited_by <> 'imr'))) > 0
         THEN 'same document' ELSE 'other documents' END AS value
    FROM guidelines WHERE title IS NOT NULL GROUP BY letter_id, determination"""
_DECADE = "CASE WHEN age < 20 THEN 'under 20' WHEN age >= 80 THEN '80 and over' ELSE (age // 10 * 10) || '-' || (age // 10 * 10 + 9) END"

_ONE = [
    ("letter_id", "the letter", "letter_id"),
    ("category", "the item's group, as the state's yearly reports count", "category"),
    ("subcategory", "the finer group", "subcategory"),
    ("layout", "how the letter is laid out", "layout"),
    (
        "year",
        "the year of the decision (a published table's report year where the letter has no date)",
        "year",
    ),
    ("month", "the month of the decision, as 2014-06", "strftime(decision_date, '%Y-%m')"),
    ("priority", "standard or expedited", "priority"),
    ("sex", "the patient's sex", "sex"),
    ("age", "the patient's age in years", "age"),
    ("age_group", "the patient's age in tens of years", _DECADE),
    ("retrospective", "whether the service was already given", "retrospective"),
    ("laterality", "the side", "laterality"),
    ("quantity", "how much was asked for", "quantity"),
    ("refills", "refills asked for", "refills"),
    ("sessions", "sessions asked for", "sessions"),
    (
        "days_ur_to_application",
        "days from utilization review's denial to the application",
        "date_diff('day', ur_denial_date, application_received)",
    ),
    (
        "days_application_to_decision",
        "days from the application to the decision",
        "date_diff('day', application_received, decision_date)",
    ),
    (
        "days_ur_to_decision",
        "days from utilization review's denial to the decision",
        "date_diff('day', ur_denial_date, decision_date)",
    ),
]
_SEVERAL = [
    ("drug", "the drug: its ingredients, one of them, or a brand", _DRUG, _ANY_NAME),
    ("drug_class", "the drug's class", _of_item("drugs", "drug_class", "drug_class IS NOT NULL"), ""),
    ("brand", "the brand as written", _of_item("drugs", "brand", "brand IS NOT NULL"), ""),
    ("guideline", "the document that the reviewer relied on", _of_item("guidelines", "title", _REVIEWER), ""),
    (
        "guideline_source",
        "whose document the reviewer relied on",
        _of_item("guidelines", "source", "cited_by = 'imr'"),
        "",
    ),
    (
        "topic",
        "the heading that the reviewer cited",
        _of_each("topics", "guidelines", where="cited_by = 'imr'"),
        "",
    ),
    (
        "administrator_guideline",
        "the document that the claims administrator relied on",
        _of_item("guidelines", "title", _ADMINISTRATOR),
        "",
    ),
    (
        "administrator_source",
        "whose document the claims administrator relied on",
        _of_item("guidelines", "source", "cited_by <> 'imr'"),
        "",
    ),
    ("agreement", "whether reviewer and claims administrator cite the same document", _SAME, ""),
    (
        "specialty",
        "the reviewer's specialty",
        _of_letter("reviewers", "t.value", "t.kind = 'specialties'"),
        "",
    ),
    (
        "subspecialty",
        "the reviewer's subspecialty",
        _of_letter("reviewers", "t.value", "t.kind = 'subspecialties'"),
        "",
    ),
    ("state", "where the reviewer is licensed", _of_letter("reviewers", "t.value", "t.kind = 'states'"), ""),
    (
        "body_site",
        "the body site of the request",
        _of_each("body_sites"),
        "",
    ),
    (
        "body_region",
        "the region of the request's body site",
        _of_each("body_sites", value=_region("each")),
        "",
    ),
    (
        "cpt_code",
        "a procedure code of the request",
        _of_each("cpt_codes"),
        "",
    ),
    (
        "criterion",
        "what the reviewers had to decide by",
        _of_each("criterion"),
        "",
    ),
    (
        "diagnosis",
        "a condition that the patient has",
        _of_letter("diagnoses", "t.name", "t.assertion = 'present' AND t.name <> ''"),
        "",
    ),
    (
        "icd10cm",
        "the ICD-10-CM category of a condition that the patient has",
        _of_letter("diagnoses", "left(t.icd10cm, 3)", "t.assertion = 'present' AND t.icd10cm IS NOT NULL"),
        "",
    ),
    (
        "diagnosis_group",
        "the ICD-10-CM chapter of a condition that the patient has",
        _of_letter("diagnoses", _chapter("t.icd10cm"), "t.assertion = 'present' AND t.icd10cm IS NOT NULL"),
        "",
    ),
    (
        "medication",
        "a drug that the patient takes",
        _of_letter("medications", "t.name", "t.status = 'current'"),
        "",
    ),
    ("treatment", "the treatment in the words of the published table", _published("TreatmentCategory"), ""),
    (
        "treatment_detail",
        "the finer treatment in the words of the published table",
        _published("TreatmentSubCategory"),
        "",
    ),
    (
        "published_diagnosis",
        "the diagnosis in the words of the published table",
        _published("DiagnosisCategory"),
        "",
    ),
]

#: Every field by name.
FIELDS: dict[str, Field] = {
    **{name: Field(name, about, sql) for name, about, sql in _ONE},
    **{name: Field(name, about, sql, True, matches or _EQUAL) for name, about, sql, matches in _SEVERAL},
}

#: One row an item with its letter's values: what a field's expression is over.
ITEMS = """SELECT d.*, l.* EXCLUDE ({shared}), coalesce(year(l.decision_date), y.reported) AS year
    FROM determinations d JOIN letters l ON l.letter_id = d.letter_id
    LEFT JOIN (SELECT letter_id, max(try_cast(value AS INTEGER)) AS reported FROM published
               WHERE "column" = 'ReportYear' GROUP BY letter_id) y ON y.letter_id = d.letter_id
    WHERE l.error IS NULL"""
