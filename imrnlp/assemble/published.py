"""Keeps the other columns of the state's table, and compares them with what the text says.

The columns never overwrite the text; where they contradict it there is a warning (``table_conflict``).
"""

from __future__ import annotations

import re
from functools import cache

from imrnlp.lexicons import spaced, table
from imrnlp.read.published import REFERENCE, column_key
from imrnlp.record import Letter, Warning
from imrnlp.text.strings import quoted

_OUTCOMES = (
    (re.compile(r"partial|in part|modif", re.I), "modified"),
    (re.compile(r"overturn", re.I), "overturned"),
    (re.compile(r"uph[eo]ld", re.I), "upheld"),
)
_DECIDED = {"upheld": False, "overturned": True}
_TYPES = (
    (re.compile(r"experimental|investigational", re.I), "experimental"),
    (re.compile(r"medical\s+necessity", re.I), "medical_necessity"),
    (re.compile(r"urgent|emergen|\bER\b", re.I), "emergency"),
)
# "21 to 30", "11-20", "11_20", "65+", "Above 65", "Under 10".
_AGES = re.compile(
    r"""
    (?P<first> \d{1,3} ) \s* (?: to | - | – | _ ) \s* (?P<last> \d{1,3} )
  | (?P<from> \d{1,3} ) \s* \+
  | (?: above | over ) \s+ (?P<above> \d{1,3} )
  | under \s+ (?P<under> \d{1,3} )
    """,
    re.VERBOSE | re.IGNORECASE,
)


def compare_with_table(letter: Letter) -> None:
    """Fills the case number and an outcome that the text leaves open from ``letter.table``; warns of contradictions."""
    columns = {column_key(name): value.strip() for name, value in (letter.table or {}).items()}
    letter.case.case_number = letter.case.case_number or columns.get(REFERENCE) or None
    _outcome(letter, columns.get("determination", ""))
    _measure(letter, columns.get("type", ""))
    _category(letter, columns.get("treatmentcategory", ""))
    _age(letter, columns.get("agerange", ""))
    sex = columns.get("patientgender", "").lower()
    if letter.patient.sex and sex in ("male", "female") and sex != letter.patient.sex:
        _conflict(letter, f"the text is about a {letter.patient.sex} patient, the table of a {sex} one")


def _outcome(letter: Letter, printed: str) -> None:
    outcome = next((name for pattern, name in _OUTCOMES if pattern.search(printed)), None)
    if outcome is None or not letter.determinations:
        return
    stated = {item.outcome for item in letter.determinations}
    if stated == {"unknown"}:
        for item in letter.determinations:
            item.outcome = outcome  # type: ignore[assignment]
            item.medically_necessary = _DECIDED.get(outcome)
        message = f"the text states no outcome; the table's is {outcome}"
        letter.warnings.append(Warning(code="outcome_inferred", message=message))
    elif stated in ({"upheld"}, {"overturned"}) and stated != {outcome}:  # the state calls a part either
        _conflict(letter, f"the text says {' and '.join(sorted(stated))}, the table {quoted(printed)}")


def _measure(letter: Letter, printed: str) -> None:
    measure = next((name for pattern, name in _TYPES if pattern.search(printed)), None)
    stated = {name for item in letter.determinations for name in item.criterion}
    if measure and stated and measure not in stated:
        _conflict(
            letter, f"the text decides by {', '.join(sorted(stated))}, the table's type is {quoted(printed)}"
        )


@cache
def _treatments() -> tuple[tuple[re.Pattern[str], frozenset[str]], ...]:
    """What the column of treatments may say, and the categories that go with it; none where any may."""
    return tuple(
        (re.compile(spaced(row["words"]), re.I), frozenset(row["categories"].split("|")) - {"-"})
        for row in table("table_categories.tsv")
    )


def _category(letter: Letter, printed: str) -> None:
    fitting = next((fits for words, fits in _treatments() if words.search(printed)), frozenset())
    told = {item.category for item in letter.determinations}
    if fitting and told and None not in told and not told & {*fitting, "other"}:
        names = ", ".join(sorted(name for name in told if name))
        _conflict(letter, f"the text asks for {names}, the table's treatment is {quoted(printed)}")


def _age(letter: Letter, printed: str) -> None:
    age, match = letter.patient.age, _AGES.search(printed)
    if age is None or match is None:
        return
    if match["first"]:
        inside = int(match["first"]) <= age <= int(match["last"])
    elif match["from"] or match["above"]:
        inside = age >= int(match["from"] or match["above"])
    else:
        inside = age < int(match["under"])
    if not inside:
        _conflict(letter, f"the text states an age of {age}, the table {quoted(printed)}")


def _conflict(letter: Letter, message: str) -> None:
    letter.warnings.append(Warning(code="table_conflict", message=message))
