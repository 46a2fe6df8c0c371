"""The patient's age and sex, and the dates in the narrative."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from imrnlp.lexicons.wordings import Wordings
from imrnlp.record import Patient, Warning
from imrnlp.text.dates import find_dates
from imrnlp.text.numbers import WORD, number_words
from imrnlp.text.strings import quoted

#: The oldest patient and the youngest injured worker whose age is believed, in years.
OLDEST, YOUNGEST = 115, 10

_WORDS = Wordings("patient_words.tsv")
_WORD = WORD
_SEX = r"(?P<sex>{male}|{female}|(?-i:M|F)(?=[\s,.;]))"
_AGE = _WORDS.compile(
    rf"""
    # "a 52-year-old right-handed male", "forty y/o F"
    \b(?P<age>\d{{1,3}}|(?:{_WORD})\b)
    (?: \s* (?: 1/2 | ½ ) | \s+and\s+a\s+half )?
    \s*[-–]?\s*(?: (?:years?|yrs?|y)\.?\s*[-–/]?\s*
                  (?: (?:,\s*|and\s+)? \d{{1,2}} [\s-]* months? [\s-]* (?=old) )?     # "44 year 3 month old"
                  (?: olds?\b | of\s+age\b(?!\s+(?:and|or)\s+(?:older|over|up|above|younger|under)) | o\.(?=\s) | o\b )
               # "an 18-month-old boy"
               | (?P<part>months?|weeks?|days?)[\s-]+old\b )
    (?: (?:[\s,-]++[\w/()]++){{0,6}}? [\s,(-]++ {_SEX}(?!\w) )?
    # "aged 52, male", "age: 52"
  | \b(?<!\bat\ )(?<!\bat\ the\ )(?<!\bsince\ )(?<!\bby\ )(?<!\bfrom\ )(?<!\buntil\ )(?<!\bbefore\ )(?<!\bafter\ )(?: aged? | age\s+of | age\s+is | age: )\s*(?P<aged>\d{{1,3}})\b(?!\s*(?:-|to|months|days))
    (?: [\s,]+(?:year\S*\s+)? {_SEX.replace("sex", "sex2")}(?!\w) )?
    """,
    re.IGNORECASE | re.VERBOSE,
)
_SEX_ONLY = _WORDS.compile(
    rf"""
    # "The injured worker (IW) is now a retired male"
    \b{{patients}}
    \s*(?:\([A-Z]+\)\s*)? ,?\s* (?:is|was)? \s*
    (?: an?\s+ | a\(n\)\s+ | now\s+ )* (?:[a-z-]+\s+){{0,2}}? {_SEX}(?!\w)
    # "a 5? year old male", whose age cannot be read
  | \byear[\s-]old\s+(?P<of_no_age> {{adult}} )\b
    # "this lady"
  | \b(?: an? | this | adult | the )\s+(?P<adult> {{adult}} )\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
# "44/M with back pain", "the patient is a 44M", "The patient, 59, reports": no word says that the number is an age.
_IN_SHORT = _WORDS.compile(
    r"""
      (?: ^ | \b{patients} \s+ (?: is | was ) \s+ (?: an?\s+ )? ) (?P<age>[1-9]\d) \s?[-/]?\s? (?P<sex>(?-i:M|F)) (?=[\s,.;])
    | \b{patients} ,\s (?P<aged>[1-9]\d) ,\s
    """,
    re.IGNORECASE | re.VERBOSE,
)
# "He/she" is the reviewer's formula and says nothing of the patient.
_PRONOUN = re.compile(
    r"(?<![/\w])(?:(?P<he>he|his|him|himself)|(?P<she>she|her|hers|herself))(?![/\w])", re.I
)
_RELATIVE = _WORDS.compile(
    r"\b{relatives}\b[\w\s,']{0,20}$",
    re.I,
)
# "since he was | five years old": the age that he had then
_THEN = re.compile(
    r"\b(?:since|when|until|before|while)\s+(?:he|she|the\s+[a-z]+)\s+was\s+(?:only\s+|about\s+)?$", re.I
)
# "the wheelchair is approximately | three years old"
_OF_A_THING = _WORDS.compile(
    r"\b{things_of_age}\s+(?:is|are|was|were)\s+(?:now\s+)?{about_as_old}?\s*$",
    re.I,
)
# "her | 5-year-old son"
_WHOSE = re.compile(r"(?:\b(?:his|her|their|whose)|[’']s)\s+$", re.I)
_IS_RELATIVE = _WORDS.compile(r"[^.,;]{0,30}?\bold\s+{relatives}\b", re.I)
_INJURY = _WORDS.compile(
    r"""
    # "date of injury (DOI) was 1/2/2013"
    \b(?: date\s+of\s+(?:the\s+)?(?:injury|loss|incident|accident) | injury\s+date | D\.?O\.?I\.? )
    \s*(?:\(DOI\))?\s*{date_named}?\s*(?:of|on)?\s*$
    # "an industrial injury 1/2/2013", "injured 1/2/2013"
  | \b(?: industrial | work(?:[- ]related)? | occupational )\s+(?: injur(?:y|ies) | accident )\s+$
  | \binjured\s+$
    # "fell at work on 1/2/2013", "injury that occurred on or about"
  | \b{injuries}\b
    (?: \s+{injury_to_date} ){0,8}?
    \s*(?: on | of | from | dated | : )\s*(?:or\s+about\s+)?$
    """,
    re.IGNORECASE | re.VERBOSE,
)
_NOT_INJURY = _WORDS.compile(
    r"\b{other_injury}\s+(?:\w+\s+)?(?:injur|accident|claim|incident)",
    re.I,
)


#: Words beside the number of an age, found fast: where there are none nothing else is tried.
_AGE_WORD = re.compile(
    r"""
    [YyAaMmWwDd] (?i:
        (?<= y ) (?: ears? | rs? )? [\s.\-–/]*+ o                           # "year-old", "y/o"
      | (?<= a ) ge
      | (?: (?<= m ) onth | (?<= w ) eek | (?<= d ) ay ) s? [\s-]++ old    # "18-month-old"
    )
    """,
    re.VERBOSE,
)
#: Characters before such a word in which the number begins.
_NUMBER_REACH = 40
#: Parts of a year by their first letter: how many of them are a year.
_IN_A_YEAR = {"m": 12, "w": 52, "d": 365}
#: Characters behind it that may state the sex.
_AGE_REACH = 200
#: Characters behind it in which a relative is named, whose age it is.
_RELATIVE_REACH = 20
#: Characters at the beginning in which an age may stand that nothing calls so.
_SHORT_REACH = 300
#: Characters before it in which it says whose relative that is.
_WHOSE_REACH = 8


def _sex(word: str) -> Literal["male", "female"]:
    """The sex that a word ("lady") or letter ("M") says."""
    low = word.lower()
    return "male" if low == "m" or low in _WORDS.of("male") else "female"


def _ages(text: str) -> Iterator[re.Match[str]]:
    """The ages stated in ``text``, from left to right."""
    reach = 0
    for word in _AGE_WORD.finditer(text):
        if word.start() < reach:
            continue
        m = _AGE.search(text, max(reach, word.start() - _NUMBER_REACH), word.end() + _AGE_REACH)
        if m is not None:
            reach = m.end()
            yield m


@dataclass(slots=True)
class NarrativeDates:
    """Dates of the story, for headers that lack them; ``warnings`` offsets are into the story."""

    date_of_injury: dt.date | None = None
    warnings: list[Warning] = field(default_factory=list)


def read_patient(summary: str, youngest: int = YOUNGEST) -> tuple[Patient, list[Warning]]:
    """Age and sex from the patient's own sentence (flowing text); warning offsets are into ``summary``.

    An age nobody has, or under ``youngest``, is null with a warning; a sex known from pronouns alone carries
    ``sex_inferred``.

    >>> read_patient("The injured worker is a 52 year old male who fell.")[0]
    Patient(age=52, sex='male')
    """
    patient = Patient()
    warnings: list[Warning] = []
    stated = next(_ages_of_the_patient(summary), None) or _IN_SHORT.search(summary, 0, _SHORT_REACH)
    if stated is not None:
        age = _in_years(stated)
        if youngest <= age <= OLDEST:
            patient.age = age
        else:
            warnings.append(
                Warning(
                    code="age_impossible",
                    message=f"{age} years is not an age that a patient can have",
                    start=stated.start(),
                    end=stated.end(),
                )
            )
        said = stated.groupdict()
        if sex := said["sex"] or said.get("sex2"):
            patient.sex = _sex(sex)
    if patient.sex is None:
        named = _SEX_ONLY.search(summary)
        if named:
            patient.sex = _sex(named["sex"] or named["of_no_age"] or named["adult"])
        else:
            _infer_sex(summary, patient, warnings)
    return patient, warnings


def _ages_of_the_patient(summary: str) -> Iterator[re.Match[str]]:
    """The ages that are not those of a relative, nor those of an earlier time."""
    for m in _ages(summary):
        before = max(0, m.start() - 40), m.start()
        if any(pattern.search(summary, *before) for pattern in (_RELATIVE, _THEN, _OF_A_THING)):
            continue
        if _IS_RELATIVE.match(summary, m.start(), m.end() + _RELATIVE_REACH) and _WHOSE.search(
            summary, max(0, m.start() - _WHOSE_REACH), m.start()
        ):
            continue
        yield m


def _in_years(stated: re.Match[str]) -> int:
    """The whole years of an age: 1 of "18-month-old"."""
    said = stated.groupdict()
    words = (said["age"] or said["aged"]).lower()
    age = int(words) if words.isdigit() else number_words()[words]
    part = said.get("part")
    return age // _IN_A_YEAR[part[0].lower()] if part else age


def _infer_sex(summary: str, patient: Patient, warnings: list[Warning]) -> None:
    found = list(_PRONOUN.finditer(summary))
    he = sum(1 for m in found if m["he"])
    she = len(found) - he
    # One voice only: a story with both speaks of somebody else too.
    if found and (he == 0 or she == 0):
        patient.sex = "male" if he else "female"
        warnings.append(
            Warning(
                code="sex_inferred",
                message=f"the patient's sex is known only from the word {quoted(found[0].group())}",
                start=found[0].start(),
                end=found[0].end(),
            )
        )


def read_narrative_dates(summary: str) -> NarrativeDates:
    """The date of injury that the story states first (flowing text).

    >>> read_narrative_dates("She sustained an industrial injury on 10-14-2016.").date_of_injury
    datetime.date(2016, 10, 14)
    """
    result = NarrativeDates()
    for start, end, date in find_dates(summary):
        before = summary[max(0, start - 110) : start]
        match = _INJURY.search(before)
        if not match or _NOT_INJURY.search(before, max(0, match.start() - 24)):
            continue
        if date is None:
            result.warnings.append(
                Warning(
                    code="impossible_date",
                    message=f"date of injury: {quoted(summary[start:end])} is not a date of the calendar",
                    start=start,
                    end=end,
                )
            )
        result.date_of_injury = date
        break
    return result
