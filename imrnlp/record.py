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
import re
from collections.abc import Callable, Iterator
from enum import StrEnum
from html import escape
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PrivateAttr

from imrnlp import lexicons, showing
from imrnlp.text.strings import escaped, quoted

SCHEMA_VERSION = "1"


def _layouts() -> list[str]:
    # The data file's own, so that a new layout needs no code.
    return [*(entry["name"] for entry in lexicons.document("layouts.json")["layouts"]), "unknown"]


def _known_layout(name: str) -> str:
    # Records are read where the lexicons that added a layout are not.
    if not re.fullmatch(r"[a-z][a-z0-9]*+(?:_[a-z0-9]++)*+", name):
        raise ValueError(
            f"layout {quoted(name)} is not one of {', '.join(_layouts())}, nor the name of an added one"
        )
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
#: Words for people, on a terminal too: a letter's control characters are escaped in them.
Message = Annotated[str, AfterValidator(escaped)]
Criterion = Literal["medical_necessity", "experimental", "emergency", "reconstructive"]


class Record(BaseModel):
    """Base of every part of the record: plain data, unknown fields refused."""

    model_config = ConfigDict(extra="forbid", ser_json_inf_nan="null")

    def __setattr__(self, name: str, value: Any) -> None:
        fields = self.__dict__
        if name in fields:
            # As pydantic does it, without its way through handlers: a letter has some hundred of these.
            fields[name] = value
            self.__pydantic_fields_set__.add(name)
        else:
            super().__setattr__(name, value)

    def __copy__(self) -> Self:
        # As pydantic does it, without its way through ``copy.copy``: references that recur are copied by each letter.
        made = object.__new__(type(self))
        private = self.__pydantic_private__
        object.__setattr__(made, "__dict__", self.__dict__.copy())
        object.__setattr__(made, "__pydantic_extra__", self.__pydantic_extra__)
        object.__setattr__(made, "__pydantic_fields_set__", self.__pydantic_fields_set__.copy())
        object.__setattr__(made, "__pydantic_private__", None if private is None else private.copy())
        return made

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
    TABLE_CONFLICT = "table_conflict", "A column of the table contradicts what the text says."
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
    IMPOSSIBLE_DATE = (
        "impossible_date",
        "A date that the calendar does not have (02/30/2014); the field is empty.",
    )
    INJURY_DATE_CONFLICT = (
        "injury_date_conflict",
        "Header and case summary give different dates of injury; the header's stands.",
    )
    AGE_IMPOSSIBLE = "age_impossible", "The age stated is not that of a living person; the field is empty."
    SEX_INFERRED = (
        "sex_inferred",
        "The patient's sex is known only from words such as he, she or Ms.; nothing states it.",
    )
    STATE_UNKNOWN = "state_unknown", "A state of the reviewer's licence is not one of the United States."
    # disputed items
    OUTCOME_CONFLICT = "outcome_conflict", "Two places of the letter decide the item differently."
    OUTCOME_INFERRED = (
        "outcome_inferred",
        "The item's outcome was taken from what the letter says of all items.",
    )
    OUTCOME_NOT_FOUND = "outcome_not_found", "The text states no verdict on the item; its outcome is unknown."
    CATEGORY_NOT_FOUND = "category_not_found", "Neither a service nor a drug was recognised in the request."
    DRUG_NAME_CORRECTED = "drug_name_corrected", "A misspelled drug name was read as the nearest one."
    NUMBER_CORRECTED = "number_corrected", "A number was read otherwise than printed: a misprint."
    NUMBER_NOT_FOUND = (
        "number_not_found",
        "No number was recognised in what a component marked as a quantity or as refills; the field is empty.",
    )
    NUMBER_OUT_OF_RANGE = (
        "number_out_of_range",
        "A number is negative, zero or too large to be a quantity, refills or the like; it was not read.",
    )
    RANGE_LARGER_END = "range_larger_end", "A range of sessions (12-18) was read as its larger end."
    REQUEST_EMPTY = "request_empty", "The request has no words."
    REQUEST_TOO_LONG = "request_too_long", "The request is longer than any real one; its beginning was read."
    # components of others
    ASSERTION_UNKNOWN = (
        "assertion_unknown",
        "A component set an assertion that is not one of the six; the one before it stays.",
    )
    ENTITY_IGNORED = (
        "entity_ignored",
        "Entities on the Doc have labels without a part of the record to go to.",
    )
    ENTITY_OUTSIDE = (
        "entity_outside",
        "An entity on the Doc lies outside the text that is read for the record.",
    )
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
    """Something that was not understood, was inferred, or contradicts something else; offsets may be ``None``.

    ``code`` is one of :class:`WarningCode`, or a code of a component from outside this package.
    """

    code: str = Field(
        description="what kind of doubt, one of WarningCode or a code of a component of your own",
        examples=["sex_inferred"],
    )
    message: Message = Field(description="the doubt in words", examples=['no state is known as "Calfornia"'])
    start: int | None = Field(
        default=None,
        description="where it occurs, first character; null where it has no place",
        examples=[1204],
    )
    end: int | None = Field(
        default=None, description="the position after its last character", examples=[1213]
    )

    def __repr__(self) -> str:
        return f"Warning({self.code}: {self.message})"


class Source(Record):
    """Where the letter came from: file name, media type, SHA-256 of the bytes, pages, characters."""

    name: str | None = Field(
        default=None,
        description="the file's name as given, or the id of a text",
        examples=["letters/CM14-0000001.pdf"],
    )
    media_type: str | None = Field(
        default=None, description="what the file's content is", examples=["application/pdf"]
    )
    sha256: str | None = Field(
        default=None, description="SHA-256 of the bytes read, in hexadecimal", examples=["9f86d081…"]
    )
    pages: int | None = Field(default=None, description="pages, of paged formats", examples=[7])
    characters: int = Field(
        default=0, description="length of the text in Unicode code points", examples=[6321]
    )


class Case(Record):
    """Facts of the header, or of the narrative when the header lacks them; dates are ISO 8601 in JSON."""

    case_number: str | None = Field(
        default=None, description="the number of the review", examples=["CM14-0000001"]
    )
    date_of_injury: dt.date | None = Field(
        default=None, description="when the worker was hurt", examples=["2012-03-07"]
    )
    date_assigned: dt.date | None = Field(
        default=None, description="when the reviewer got the case", examples=["2014-06-20"]
    )
    decision_date: dt.date | None = Field(
        default=None, description="date of the determination", examples=["2014-07-28"]
    )
    ur_denial_date: dt.date | None = Field(
        default=None, description="when utilization review refused", examples=["2014-01-15"]
    )
    application_received: dt.date | None = Field(
        default=None, description="when the worker's application came in", examples=["2014-02-03"]
    )
    priority: Priority | None = Field(
        default=None, description="standard or expedited", examples=["standard"]
    )


class Reviewer(Record):
    """The expert reviewer's specialties and states (two-letter postal codes), in the letter's order."""

    specialties: list[str] = Field(
        default_factory=list, description="boards and specialties", examples=[["Pain Management"]]
    )
    subspecialties: list[str] = Field(
        default_factory=list,
        description="what the letter calls subspecialties",
        examples=[["Pediatric Endocrinology"]],
    )
    states: list[str] = Field(
        default_factory=list, description="states of licence, postal codes", examples=[["CA", "NV"]]
    )


class Panel(Record):
    """How many reviewers decided, and how many of them agree with the result (``None`` where not stated).

    Of findings only: "two of the three physician reviewers found" is 3 and 2, "the reviewer" 1 and 1.
    """

    size: int = Field(description="how many reviewers decided", examples=[3])
    agreeing: int | None = Field(
        default=None, description="how many of them agree with the result; null where not said", examples=[2]
    )


class Patient(Record):
    """Age in years and sex, from the patient's own sentence."""

    age: int | None = Field(default=None, description="age in years", examples=[51])
    sex: Literal["male", "female"] | None = Field(
        default=None, description="male or female", examples=["female"]
    )


class Strength(Record):
    """One amount of one ingredient; ``20 mcg/hr`` is 20, ``mcg``, per 1 ``hr``."""

    value: float = Field(description="the amount", examples=[7.5])
    unit: str | None = Field(
        default=None,
        description="its unit as printed, in lower case; null where none is printed",
        examples=["mg"],
    )
    per_value: float | None = Field(default=None, description="the amount that it is in", examples=[1])
    per_unit: str | None = Field(default=None, description="the unit of that amount", examples=["hr"])

    def __repr__(self) -> str:
        per = f"/{self.per_value:g} {self.per_unit}" if self.per_unit else ""
        return f"Strength({self.value:g} {self.unit or '?'}{per})"


class Drug(Record):
    """A drug as named: ``name`` is the ingredient(s), lower case, ``/``-joined in strength order.

    ``text`` is the name with its release form (``Tramadol ER``), without salt-free strength;
    ``ingredients`` is filled for ready-mixed products only (looked up, not read).
    """

    text: str = Field(description="the name with its release form, as printed", examples=["Tramadol ER"])
    start: int = Field(description="its first character in the letter", examples=[2310])
    end: int = Field(description="the position after its last character", examples=[2321])
    name: str = Field(
        description="ingredients in lower case, joined by / in the order of the strengths",
        examples=["hydrocodone/acetaminophen"],
    )
    brand: str | None = Field(
        default=None, description="the brand as written, if one is named", examples=["Norco"]
    )
    rxcui: str | None = Field(default=None, description="RxNorm's concept number", examples=["856980"])
    drug_class: str | None = Field(
        default=None, description="one of TAXONOMY's subcategories of pharmaceuticals", examples=["opioids"]
    )
    strengths: list[Strength] = Field(
        default_factory=list,
        description="the strengths printed, in order",
        examples=[[{"value": 10, "unit": "mg"}]],
    )
    form: str | None = Field(
        default=None, description="tablet, capsule, cream, patch and so on", examples=["tablet"]
    )
    route: str | None = Field(default=None, description="how it is taken", examples=["oral"])
    ingredients: list[str] = Field(
        default_factory=list,
        description="of ready-mixed products only: what is in them, looked up",
        examples=[["lidocaine", "menthol"]],
    )

    def __repr__(self) -> str:
        strengths = "/".join(f"{s.value:g}" for s in self.strengths)
        unit = f" {self.strengths[-1].unit}" if self.strengths and self.strengths[-1].unit else ""
        shown = f" {strengths}{unit}" if strengths else ""
        return f"{type(self).__name__}({self.name}{shown})"


class Medication(Drug):
    """A drug the patient takes, took or was prescribed, from the case summary.

    ``mme_per_day`` is morphine milligram equivalents a day where the directions allow it.
    """

    dose_text: str | None = Field(
        default=None, description="the directions as printed", examples=["one tablet every 8 hours as needed"]
    )
    frequency: str | None = Field(
        default=None, description="how often, as printed", examples=["every 8 hours as needed"]
    )
    times_per_day: float | None = Field(
        default=None, description="times a day; null for a range", examples=[3]
    )
    indication: str | None = Field(
        default=None, description="what it is for, as printed", examples=["for pain"]
    )
    status: MedicationStatus = Field(
        default="unknown", description="current, past, prescribed or unknown", examples=["current"]
    )
    section: str | None = Field(
        default=None, description="the section it was read in", examples=["clinical_case_summary"]
    )
    mme_per_day: float | None = Field(
        default=None,
        description="morphine milligram equivalents a day, where dose and directions allow",
        examples=[30],
    )


class Diagnosis(Record):
    """A condition, symptom or finding that the case summary speaks of, with its assertion.

    ``icd10cm_score`` is the linker's similarity (0 to 1); ``icd9cm`` a code written in the letter.
    """

    text: str = Field(
        description="the words, with severity, side, site and level", examples=["severe left knee pain"]
    )
    start: int = Field(description="their first character in the letter", examples=[1420])
    end: int = Field(description="the position after their last character", examples=[1441])
    name: str = Field(description="the words in lower case, on one line", examples=["severe left knee pain"])
    icd10cm: str | None = Field(
        default=None, description="the ICD-10-CM code, where it is certain", examples=["M25.562"]
    )
    assertion: Assertion = Field(
        default="present",
        description="present, absent, possible, hypothetical, historical or family",
        examples=["present"],
    )
    laterality: Laterality | None = Field(
        default=None, description="left, right or bilateral", examples=["left"]
    )
    body_site: str | None = Field(
        default=None, description="the part of the body, in the letter's words", examples=["knee"]
    )
    section: str | None = Field(
        default=None, description="the section it was read in", examples=["clinical_case_summary"]
    )
    spinal_levels: list[str] = Field(
        default_factory=list, description="levels of the spine", examples=[["L4-5"]]
    )
    icd10cm_score: float | None = Field(
        default=None, description="how alike words and code's title are, 0 to 1", examples=[1.0]
    )
    icd9cm: str | None = Field(
        default=None, description="an ICD-9-CM code printed beside it", examples=["724.2"]
    )

    def __repr__(self) -> str:
        return f"Diagnosis({self.text!r}, {self.assertion})"


class UrDecision(Record):
    """One thing that utilization review decided; ``request`` is the item's words, re-flowed."""

    date: dt.date | None = Field(
        default=None, description="when it was decided; null where not said", examples=["2014-01-15"]
    )
    request: str = Field(description="the item's words, on one line", examples=["Norco 10/325mg #120"])
    outcome: UrOutcome = Field(description="certified, denied or modified", examples=["denied"])
    start: int | None = Field(
        default=None, description="their first character in the letter", examples=[2705]
    )
    end: int | None = Field(
        default=None, description="the position after their last character", examples=[2724]
    )

    def __repr__(self) -> str:
        return f"UrDecision({self.request!r}, {self.outcome})"


class GuidelineReference(Record):
    """One document relied on, with its topics and pages (inclusive ranges, in order)."""

    text: str = Field(
        description="the words of the citation",
        examples=["MTUS Chronic Pain Medical Treatment Guidelines, pages 63-66"],
    )
    start: int = Field(description="their first character in the letter", examples=[3911])
    end: int = Field(description="the position after their last character", examples=[3969])
    source: GuidelineSource = Field(
        description="MTUS, ACOEM, ODG, FDA, CMS, AMA, journal or other", examples=["MTUS"]
    )
    title: str | None = Field(
        default=None,
        description="the document's name",
        examples=["Chronic Pain Medical Treatment Guidelines"],
    )
    regulation: str | None = Field(
        default=None,
        description="the section of the California Code of Regulations",
        examples=["8 CCR 9792.24.2"],
    )
    chapter: str | None = Field(
        default=None, description="the chapter", examples=["12 (Low Back Complaints)"]
    )
    topics: list[str] = Field(
        default_factory=list,
        description="the headings cited, each by itself",
        examples=[["Muscle relaxants (for pain)"]],
    )
    pages: list[tuple[int, int]] = Field(
        default_factory=list, description="first and last page of each range", examples=[[[63, 66]]]
    )
    year: int | None = Field(default=None, description="the edition's year", examples=[2009])

    def __repr__(self) -> str:
        pages = ", ".join(f"{a}-{b}" if a != b else f"{a}" for a, b in self.pages)
        parts = [self.source, self.title, self.chapter, "; ".join(self.topics), pages and f"p. {pages}"]
        return "GuidelineReference(" + ", ".join(p for p in parts if p) + ")"


class Rationale(Record):
    """The reviewer's reasoning for one item: the letter's own characters."""

    text: str = Field(description="the reviewer's reasons, as printed", examples=["The MTUS recommends …"])
    start: int = Field(description="their first character in the letter", examples=[4020])
    end: int = Field(description="the position after their last character", examples=[4711])


class Determination(Record):
    """One disputed item and how it was decided: the heart of the record.

    ``request`` holds the item's words with line breaks re-flowed to single spaces; ``start`` and
    ``end`` delimit them in the letter.  ``criterion`` is the measure that findings apply: whether the service is
    medically necessary, likely to be more beneficial than standard therapy (``experimental``), an emergency
    service, reconstructive.  ``warnings`` are about this item's words
    (the letter's ``warnings`` repeat them).
    """

    number: int = Field(default=1, description="place in the letter, from 1", examples=[1])
    request: str = Field(
        description="the item's words, on one line", examples=["Cyclobenzaprine 7.5mg #60 refills x 3"]
    )
    start: int | None = Field(
        default=None, description="their first character in the letter", examples=[3702]
    )
    end: int | None = Field(
        default=None, description="the position after their last character", examples=[3739]
    )
    outcome: Outcome = Field(
        default="unknown",
        description="upheld (the refusal stands), overturned, modified or unknown",
        examples=["upheld"],
    )
    medically_necessary: bool | None = Field(
        default=None, description="whether the reviewer found it medically necessary", examples=[False]
    )
    category: str | None = Field(
        default=None, description="one of the taxonomy's categories", examples=["pharmaceuticals"]
    )
    subcategory: str | None = Field(
        default=None, description="one of that category's subcategories", examples=["muscle_relaxants"]
    )
    drugs: list[Drug] = Field(
        default_factory=list, description="the drugs asked for", examples=[[{"name": "cyclobenzaprine"}]]
    )
    frequency: str | None = Field(
        default=None, description="how often, as printed", examples=["3 times a day"]
    )
    times_per_day: float | None = Field(default=None, description="times a day, of drugs", examples=[3])
    duration_days: int | None = Field(
        default=None, description="how long, in days: supply, rental, stay", examples=[30]
    )
    quantity: float | None = Field(
        default=None, description="how much or how many, of drugs and supplies", examples=[60]
    )
    quantity_unit: str | None = Field(default=None, description="its unit", examples=["tablet"])
    refills: int | None = Field(default=None, description="how many refills", examples=[3])
    sessions: int | None = Field(default=None, description="visits, treatments or injections", examples=[12])
    body_sites: list[str] = Field(
        default_factory=list,
        description="parts of the body, in the letter's words",
        examples=[["lumbar spine"]],
    )
    laterality: Laterality | None = Field(
        default=None, description="left, right or bilateral", examples=["left"]
    )
    spinal_levels: list[str] = Field(
        default_factory=list, description="levels of the spine", examples=[["L4-5"]]
    )
    cpt_codes: list[str] = Field(
        default_factory=list, description="CPT and HCPCS codes printed", examples=[["97110"]]
    )
    date_of_service: dt.date | None = Field(
        default=None, description="the first day of a service already given", examples=["2012-12-17"]
    )
    retrospective: bool = Field(
        default=False, description="whether the service was already given", examples=[False]
    )
    original_request: str | None = Field(
        default=None,
        description="what was asked for before a part was granted",
        examples=["Norco 10/325mg #120"],
    )
    authorized: str | None = Field(
        default=None, description="the part that was granted", examples=["Norco 10/325mg #60"]
    )
    criterion: list[Criterion] = Field(
        default_factory=list,
        description="by what measure findings decide: medical_necessity, experimental, emergency, reconstructive",
        examples=[["medical_necessity"]],
    )
    claims_administrator_guidelines: list[GuidelineReference] = Field(
        default_factory=list,
        description="what the claims administrator relied on",
        examples=[[{"source": "MTUS"}]],
    )
    imr_guidelines: list[GuidelineReference] = Field(
        default_factory=list, description="what the reviewer relied on", examples=[[{"source": "ODG"}]]
    )
    rationale: Rationale | None = Field(
        default=None, description="the reviewer's reasons for this item", examples=[{"text": "…"}]
    )
    warnings: list[Warning] = Field(
        default_factory=list, description="what this item's words left open", examples=[[]]
    )

    def __repr__(self) -> str:
        return f"Determination({self.number}. {self.request!r}: {self.outcome})"


class _Words:
    """The letter's text beside its record, for what shows the two together.

    It is no part of the record: two records are equal whatever was kept beside them, and a pickle leaves it out.
    """

    __slots__ = ("text",)

    def __init__(self, text: str = ""):
        self.text = text

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Words)

    __hash__ = None  # type: ignore[assignment]

    def __reduce__(self) -> tuple[type[_Words], tuple[()]]:
        return _Words, ()

    def __copy__(self) -> _Words:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> _Words:
        return self


class Letter(Record):
    """One determination letter's record.

    ``table`` holds the other columns of the table that the text came from, as printed;
    they never overwrite what the text says.
    """

    _words: _Words = PrivateAttr(default_factory=_Words)

    schema_version: Literal["1"] = Field(default="1", description="version of these fields", examples=["1"])
    letter_id: str = Field(
        description="the file's name without suffix, or the id that you gave", examples=["CM14-0000001"]
    )
    source: Source = Field(
        default_factory=Source, description="where the text came from", examples=[{"pages": 7}]
    )
    layout: Layout = Field(
        default="unknown", description="which form of letter", examples=["final_determination"]
    )
    case: Case = Field(
        default_factory=Case, description="the header's facts", examples=[{"priority": "standard"}]
    )
    reviewer: Reviewer = Field(
        default_factory=Reviewer, description="who decided", examples=[{"states": ["CA"]}]
    )
    panel: Panel | None = Field(
        default=None, description="the vote, of findings", examples=[{"size": 3, "agreeing": 2}]
    )
    patient: Patient = Field(
        default_factory=Patient, description="who the patient is", examples=[{"age": 51, "sex": "male"}]
    )
    diagnoses: list[Diagnosis] = Field(
        default_factory=list,
        description="conditions, symptoms and findings, in the letter's order",
        examples=[[{"name": "low back pain", "assertion": "present"}]],
    )
    medications: list[Medication] = Field(
        default_factory=list,
        description="drugs that the patient takes, took or was prescribed",
        examples=[[{"name": "naproxen", "status": "current"}]],
    )
    utilization_review: list[UrDecision] = Field(
        default_factory=list,
        description="what utilization review decided",
        examples=[[{"request": "Norco 10/325mg #120", "outcome": "denied"}]],
    )
    determinations: list[Determination] = Field(
        default_factory=list,
        description="the disputed items and how they were decided",
        examples=[[{"number": 1, "outcome": "upheld"}]],
    )
    table: dict[str, str] | None = Field(
        default=None,
        description="columns that came with the text in a table, as printed",
        examples=[{"ReportYear": "2024"}],
    )
    warnings: list[Warning] = Field(
        default_factory=list,
        description="what was not understood, inferred, corrected or contradicted",
        examples=[[]],
    )
    error: Message | None = Field(
        default=None,
        description="why there is no record; null where there is one",
        examples=["letters/x.pdf: no such file"],
    )

    @property
    def letter_text(self) -> str:
        """The text that the offsets refer to, if this process has just read it; else empty.

        It is kept beside the record, for notebooks that show both: it is in no JSON, no table and no pickle, and
        makes no difference to whether two records are equal.

        >>> from imrnlp import extract_text
        >>> letter = extract_text("Norco #60: Upheld", letter_id="x")
        >>> letter.letter_text
        'Norco #60: Upheld'
        >>> Letter.model_validate_json(letter.model_dump_json()).letter_text
        ''
        """
        return self._words.text

    def beside(self, text: str) -> Letter:
        """This record, with the letter's text beside it (see :attr:`letter_text`)."""
        self._words = _Words(text)
        return self

    def without_text(self) -> Letter:
        """A copy without the letter's own words; values read from them, and offsets, stay.

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
        bare._words = _Words()
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
        draw = showing.letter_as_html
        return draw(self) if draw is not None else escape(repr(self))


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
    """A record as JSON in today's version; one written by an older imrnlp is converted.

    Raises ``ValueError`` for an unknown version: a newer imrnlp wrote it, or it is not a record.

    >>> upgraded({"schema_version": "1", "letter_id": "x"})["letter_id"]
    'x'
    >>> upgraded({"schema_version": "9", "letter_id": "x"})
    Traceback (most recent call last):
    ValueError: record 'x' has version '9', this imrnlp reads up to '1': a newer imrnlp is needed
    """
    if not isinstance(record, dict) or "schema_version" not in record:
        raise ValueError("not a record of imrnlp: it has no schema_version")
    version = record["schema_version"]
    while version != SCHEMA_VERSION:
        if version not in MIGRATIONS:
            name = quoted(str(record.get("letter_id")))
            raise ValueError(
                f"record {name} has version {quoted(version)}, this imrnlp reads up to {quoted(SCHEMA_VERSION)}: "
                "a newer imrnlp is needed"
            )
        version, change = MIGRATIONS[version]
        record = {**change(record), "schema_version": version}
    return record
