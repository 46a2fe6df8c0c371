"""The letter record: what imrnlp says about one determination letter.

The field names are public and stable for one ``SCHEMA_VERSION``; other people's
notebooks, scorers and Spark jobs read them.  ``text``, ``start`` and ``end`` are
the letter's own characters, so that ``letter_text[start:end] == text`` always holds;
offsets are 0-based, in Unicode code points, end exclusive.  A value that the letter
does not state is ``None`` (or an empty list).

>>> Strength(value=7.5, unit="mg")
Strength(7.5 mg)
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from imrnlp import lexicons
from imrnlp.text.strings import quoted

SCHEMA_VERSION = "1"


def _layouts() -> list[str]:
    # The data file's own, so that a new layout needs no code.
    return [*(entry["name"] for entry in lexicons.document("layouts.json")["layouts"]), "unknown"]


def _known_layout(name: str) -> str:
    if name not in _layouts():
        raise ValueError(f"layout {name!r} is none of {', '.join(_layouts())}")
    return name


def _list_layouts(schema: dict[str, Any]) -> None:
    schema["enum"] = _layouts()


Layout = Annotated[str, AfterValidator(_known_layout), Field(json_schema_extra=_list_layouts)]
Outcome = Literal["upheld", "overturned", "modified", "unknown"]
Assertion = Literal["present", "absent", "possible", "hypothetical", "historical", "family"]
Laterality = Literal["left", "right", "bilateral"]
MedicationStatus = Literal["current", "past", "prescribed", "unknown"]
UrOutcome = Literal["certified", "denied", "modified", "conditional"]
GuidelineSource = Literal["MTUS", "ACOEM", "ODG", "FDA", "CMS", "AMA", "journal", "other"]
Priority = Literal["standard", "expedited"]
Criterion = Literal["medical_necessity", "experimental", "emergency", "reconstructive"]


class Record(BaseModel):
    """Base of every part of the record: plain data, unknown fields refused."""

    model_config = ConfigDict(extra="forbid", ser_json_inf_nan="null")

    def __str__(self) -> str:
        return repr(self)


class WarningCode(StrEnum):
    """Every code that a :class:`Warning` of this package has, with the sentence that explains it.

    A component of your own may use further codes. ``docs/warnings.md`` lists these.

    >>> WarningCode("sex_inferred").meaning
    "The patient's sex is known only from words such as he, she or Ms.; nothing states it."
    """

    meaning: str

    def __new__(cls, code: str, meaning: str) -> WarningCode:
        """A member that equals its code and explains it in ``meaning``."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.meaning = meaning
        return member

    # reading the input
    NOT_READ = "not_read", "The input could not be read; the message says why. There is no record of it."
    CHARACTERS_REPLACED = (
        "characters_replaced",
        "Characters that no file can hold (lone surrogates) were replaced by U+FFFD.",
    )
    ENCODING_INFERRED = "encoding_inferred", "The file is not UTF-8; it was read as Windows-1252."
    LETTER_ID_REPEATED = (
        "letter_id_repeated",
        "Another input has the same id; this one got a number behind it.",
    )
    NO_TEXT_LAYER = "no_text_layer", "Pages of the PDF hold no text, and none could be recognised."
    PAGE_NOT_READ = "page_not_read", "A page of the PDF cannot be read; the others were."
    TEXT_RECOGNISED = (
        "text_recognised",
        "The text was recognised from an image of the page; expect misread letters.",
    )
    TEXT_EMPTY = "text_empty", "The table's row has no text."
    TEXT_TOO_LONG = "text_too_long", "The table's row has more text than any letter; it was not read."
    TEXT_UNREADABLE = "text_unreadable", "The table's row has a text that cannot be read."
    # the letter's parts
    LAYOUT_UNKNOWN = "layout_unknown", "None of the known layouts' headings was found."
    DETERMINATIONS_NOT_FOUND = "determinations_not_found", "No disputed item with an outcome was found."
    RATIONALE_NOT_FOUND = "rationale_not_found", "A disputed item has no rationale."
    REVIEWER_NOT_FOUND = "reviewer_not_found", "Neither a specialty nor a licence of the reviewer was found."
    SUMMARY_NOT_FOUND = "summary_not_found", "No clinical case summary was found."
    GUIDELINE_NOT_FOUND = "guideline_not_found", "A disputed item has no passage with one side's guidelines."
    # header, patient, reviewer
    HEADER_CONFLICT = "header_conflict", "The header gives two values for one field; the first stands."
    IMPOSSIBLE_DATE = "impossible_date", "A date is none of the calendar (02/30/2014); the field is empty."
    INJURY_DATE_CONFLICT = (
        "injury_date_conflict",
        "Header and case summary give different dates of injury; the header's stands.",
    )
    AGE_IMPOSSIBLE = "age_impossible", "The age stated is none of a living person; the field is empty."
    SEX_INFERRED = (
        "sex_inferred",
        "The patient's sex is known only from words such as he, she or Ms.; nothing states it.",
    )
    STATE_UNKNOWN = "state_unknown", "A state of the reviewer's licence is none of the United States'."
    # disputed items
    OUTCOME_CONFLICT = "outcome_conflict", "Two places of the letter decide the item differently."
    OUTCOME_INFERRED = (
        "outcome_inferred",
        "The item's outcome was taken from what the letter says of all items.",
    )
    CATEGORY_NOT_FOUND = "category_not_found", "Neither a service nor a drug was recognised in the request."
    DRUG_NAME_CORRECTED = "drug_name_corrected", "A misspelled drug name was read as the nearest one."
    NUMBER_CORRECTED = "number_corrected", "A number was read otherwise than printed: a range, a misprint."
    NUMBER_OUT_OF_RANGE = "number_out_of_range", "A number is too large to count anything; it was not read."
    REQUEST_EMPTY = "request_empty", "The request has no words."
    REQUEST_TOO_LONG = "request_too_long", "The request is longer than any real one; its beginning was read."
    # citations
    GUIDELINE_INFERRED = (
        "guideline_inferred",
        "A chapter is named without its guideline; the likeliest was taken.",
    )
    PAGE_BEYOND_DOCUMENT = (
        "page_beyond_document",
        "A cited page is beyond the document's last one; kept as written.",
    )
    PAGE_RANGE_REVERSED = "page_range_reversed", "A cited range of pages runs backwards; kept as written."


class Warning(Record):
    """Something that was not understood, inferred or contradicted; offsets may be ``None``.

    ``code`` is one of :class:`WarningCode`, or a code of a component that is not this package's.
    """

    code: str
    message: str
    start: int | None = None
    end: int | None = None

    def __repr__(self) -> str:
        return f"Warning({self.code}: {self.message})"


class Source(Record):
    """Where the letter came from: file name, media type, SHA-256 of the bytes, pages, characters."""

    name: str | None = None
    media_type: str | None = None
    sha256: str | None = None
    pages: int | None = None
    characters: int = 0


class Case(Record):
    """The header's facts, else the narrative's; dates are ISO 8601 in JSON."""

    case_number: str | None = None
    date_of_injury: dt.date | None = None
    date_assigned: dt.date | None = None
    decision_date: dt.date | None = None
    ur_denial_date: dt.date | None = None
    application_received: dt.date | None = None
    priority: Priority | None = None


class Reviewer(Record):
    """The expert reviewer's specialties and states (two-letter postal codes), in the letter's order."""

    specialties: list[str] = Field(default_factory=list)
    subspecialties: list[str] = Field(default_factory=list)
    states: list[str] = Field(default_factory=list)


class Panel(Record):
    """How many reviewers decided, and how many of them agree with the result (``None`` where untold).

    Of findings only: "two of the three physician reviewers found" is 3 and 2, "the reviewer" 1 and 1.
    """

    size: int
    agreeing: int | None = None


class Patient(Record):
    """Age in years and sex, from the patient's own sentence."""

    age: int | None = None
    sex: Literal["male", "female"] | None = None


class Strength(Record):
    """One amount of one ingredient; ``20 mcg/hr`` is 20, ``mcg``, per 1 ``hr``."""

    value: float
    unit: str | None = None
    per_value: float | None = None
    per_unit: str | None = None

    def __repr__(self) -> str:
        per = f"/{self.per_value:g} {self.per_unit}" if self.per_unit else ""
        return f"Strength({self.value:g} {self.unit or '?'}{per})"


class Drug(Record):
    """A drug as named: ``name`` is the ingredient(s), lower case, ``/``-joined in strength order.

    ``text`` is the name with its release form (``Tramadol ER``), without salt-free strength;
    ``ingredients`` is filled for ready-mixed products only (looked up, not read).
    """

    text: str
    start: int
    end: int
    name: str
    brand: str | None = None
    rxcui: str | None = None
    drug_class: str | None = None
    strengths: list[Strength] = Field(default_factory=list)
    form: str | None = None
    route: str | None = None
    ingredients: list[str] = Field(default_factory=list)

    def __repr__(self) -> str:
        strengths = "/".join(f"{s.value:g}" for s in self.strengths)
        unit = f" {self.strengths[-1].unit}" if self.strengths and self.strengths[-1].unit else ""
        shown = f" {strengths}{unit}" if strengths else ""
        return f"{type(self).__name__}({self.name}{shown})"


class Medication(Drug):
    """A drug the patient takes, took or was prescribed, from the case summary.

    ``mme_per_day`` is morphine milligram equivalents a day where the directions allow it.
    """

    dose_text: str | None = None
    frequency: str | None = None
    times_per_day: float | None = None
    indication: str | None = None
    status: MedicationStatus = "unknown"
    section: str | None = None
    mme_per_day: float | None = None


class Diagnosis(Record):
    """A condition, symptom or finding that the case summary speaks of, with its assertion.

    ``icd10cm_score`` is the linker's similarity (0 to 1); ``icd9cm`` a code written in the letter.
    """

    text: str
    start: int
    end: int
    name: str
    icd10cm: str | None = None
    assertion: Assertion = "present"
    laterality: Laterality | None = None
    body_site: str | None = None
    section: str | None = None
    spinal_levels: list[str] = Field(default_factory=list)
    icd10cm_score: float | None = None
    icd9cm: str | None = None

    def __repr__(self) -> str:
        return f"Diagnosis({self.text!r}, {self.assertion})"


class UrDecision(Record):
    """One thing that utilization review decided; ``request`` is the item's words, re-flowed."""

    date: dt.date | None = None
    request: str
    outcome: UrOutcome
    start: int | None = None
    end: int | None = None

    def __repr__(self) -> str:
        return f"UrDecision({self.request!r}, {self.outcome})"


class GuidelineReference(Record):
    """One document relied on, with its topics and pages (inclusive ranges, in order)."""

    text: str
    start: int
    end: int
    source: GuidelineSource
    title: str | None = None
    regulation: str | None = None
    chapter: str | None = None
    topics: list[str] = Field(default_factory=list)
    pages: list[tuple[int, int]] = Field(default_factory=list)
    year: int | None = None

    def __repr__(self) -> str:
        pages = ", ".join(f"{a}-{b}" if a != b else f"{a}" for a, b in self.pages)
        parts = [self.source, self.title, self.chapter, "; ".join(self.topics), pages and f"p. {pages}"]
        return "GuidelineReference(" + ", ".join(p for p in parts if p) + ")"


class Rationale(Record):
    """The reviewer's reasoning for one item: the letter's own characters."""

    text: str
    start: int
    end: int


class Determination(Record):
    """One disputed item and how it was decided: the heart of the record.

    ``request`` holds the item's words with line breaks re-flowed to single spaces; ``start`` and
    ``end`` delimit them in the letter.  ``criterion`` is by what measure findings decide: whether the service is
    medically necessary, likely to be more beneficial than standard therapy (``experimental``), an emergency
    service, reconstructive.  ``warnings`` holds what this item's words left open
    (the letter's ``warnings`` repeat them).
    """

    number: int = 1
    request: str
    start: int | None = None
    end: int | None = None
    outcome: Outcome = "unknown"
    medically_necessary: bool | None = None
    category: str | None = None
    subcategory: str | None = None
    drugs: list[Drug] = Field(default_factory=list)
    frequency: str | None = None
    times_per_day: float | None = None
    duration_days: int | None = None
    quantity: float | None = None
    quantity_unit: str | None = None
    refills: int | None = None
    sessions: int | None = None
    body_sites: list[str] = Field(default_factory=list)
    laterality: Laterality | None = None
    spinal_levels: list[str] = Field(default_factory=list)
    cpt_codes: list[str] = Field(default_factory=list)
    date_of_service: dt.date | None = None
    retrospective: bool = False
    original_request: str | None = None
    authorized: str | None = None
    criterion: list[Criterion] = Field(default_factory=list)
    claims_administrator_guidelines: list[GuidelineReference] = Field(default_factory=list)
    imr_guidelines: list[GuidelineReference] = Field(default_factory=list)
    rationale: Rationale | None = None
    warnings: list[Warning] = Field(default_factory=list)

    def __repr__(self) -> str:
        return f"Determination({self.number}. {self.request!r}: {self.outcome})"


class Letter(Record):
    """One determination letter's record.

    ``table`` holds the columns that came with the text in a table, as printed, without the text's own;
    they overwrite nothing of what the text says.
    """

    schema_version: Literal["1"] = "1"
    letter_id: str
    source: Source = Field(default_factory=Source)
    layout: Layout = "unknown"
    case: Case = Field(default_factory=Case)
    reviewer: Reviewer = Field(default_factory=Reviewer)
    panel: Panel | None = None
    patient: Patient = Field(default_factory=Patient)
    diagnoses: list[Diagnosis] = Field(default_factory=list)
    medications: list[Medication] = Field(default_factory=list)
    utilization_review: list[UrDecision] = Field(default_factory=list)
    determinations: list[Determination] = Field(default_factory=list)
    table: dict[str, str] | None = None
    warnings: list[Warning] = Field(default_factory=list)
    error: str | None = None

    def without_text(self) -> Letter:
        """A copy without the letter's own words: what was read from them, and where they stand, stays.

        Left out: ``text`` and ``name`` of diagnoses (the code stays), ``text`` of all else, requests, rationales,
        directions, indications, and the wording of warnings.

        >>> letter = Letter(letter_id="x", determinations=[Determination(request="Norco #120", quantity=120)])
        >>> bare = letter.without_text().determinations[0]
        >>> bare.request, bare.quantity
        ('', 120.0)
        """
        if self.error:  # no word of the letter was read
            return self
        bare = self.model_copy(deep=True)
        for part in _parts_of(bare):
            for name in _WORDS & type(part).model_fields.keys():
                part.__dict__[name] = "" if type(part).model_fields[name].is_required() else None
            if isinstance(part, Diagnosis):
                part.name = ""
            elif isinstance(part, Warning):
                part.message = part.code.replace("_", " ")
        return bare

    def __repr__(self) -> str:
        outcomes = ", ".join(d.outcome for d in self.determinations) or "no determinations"
        return f"Letter({self.letter_id}, {self.layout}: {outcomes})"

    def _repr_html_(self) -> str:
        from imrnlp.export.html import letter_table

        return letter_table(self)


# Fields that hold the letter's own words.
_WORDS = {"text", "request", "original_request", "authorized", "dose_text", "frequency", "indication"}


def _parts_of(part: Any) -> Iterator[Record]:
    """The record and every part of it."""
    if isinstance(part, list):
        for one in part:
            yield from _parts_of(one)
    elif isinstance(part, Record):
        yield part
        for value in part.__dict__.values():
            yield from _parts_of(value)


#: From a record version to the next: what to do with a record (as JSON) of that version.  Version "1" is the first.
MIGRATIONS: dict[str, tuple[str, Callable[[dict[str, Any]], dict[str, Any]]]] = {}


def upgraded(record: dict[str, Any]) -> dict[str, Any]:
    """A record as JSON, in today's version: one that an older imrnlp wrote is brought up to it.

    Raises ``ValueError`` for a version that is not known: a newer imrnlp wrote it, or it is no record.

    >>> upgraded({"schema_version": "1", "letter_id": "x"})["letter_id"]
    'x'
    >>> upgraded({"schema_version": "9", "letter_id": "x"})
    Traceback (most recent call last):
    ValueError: record 'x' has version '9', this imrnlp reads up to '1': a newer imrnlp is needed
    """
    if not isinstance(record, dict) or "schema_version" not in record:
        raise ValueError("no record of imrnlp: it has no schema_version")
    version = record["schema_version"]
    while version != SCHEMA_VERSION:
        if version not in MIGRATIONS:
            name = quoted(str(record.get("letter_id")))
            raise ValueError(
                f"record {name} has version {version!r}, this imrnlp reads up to {SCHEMA_VERSION!r}: "
                "a newer imrnlp is needed"
            )
        version, change = MIGRATIONS[version]
        record = {**change(record), "schema_version": version}
    return record
