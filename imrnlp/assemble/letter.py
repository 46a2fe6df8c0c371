"""The record of a letter, assembled from what the stages found in its sections."""

from __future__ import annotations

import re

from imrnlp.assemble.findings import as_told, complete
from imrnlp.assemble.medications import read_medications
from imrnlp.assemble.patient import read_narrative_dates, read_patient
from imrnlp.assemble.request import read_request
from imrnlp.assemble.request.doubts import endless_numbers
from imrnlp.assemble.utilization import read_utilization_review, review_date
from imrnlp.reading import Passage, Reading
from imrnlp.record import Case, Determination, Diagnosis, Letter, Rationale, Reviewer, Warning
from imrnlp.sections.header import read_header
from imrnlp.sections.items import Item
from imrnlp.sections.reviewer import read_reviewer
from imrnlp.sections.wording import RequestWording
from imrnlp.tag.conditions import distinct
from imrnlp.tag.guidelines import Citations
from imrnlp.text.searched import searched
from imrnlp.text.strings import lower, quoted

_NECESSARY = {"upheld": False, "overturned": True}
_VERDICT = searched(
    re.compile(
        r"\b(?:is|are|was|were)\s+(?:determined\s+to\s+)?(?P<not>not\s+)?(?:be\s+)?medically\s*necessary\Z",
        re.I,
    )
)

# "Physician #3: …", "One of the three reviewers found": a panel's members do not all decide as the panel does.
_SEVERAL_VOICES = re.compile(
    r"""
    \b (?: physician | reviewer ) s? \s* \#? \s? [1-9] \s* :
  | \b (?: one | two | [1-4] ) \s+ (?: out \s+ )? of \s+ (?: the \s+ )? (?: three | five | [35] ) \b
    """,
    re.VERBOSE | re.IGNORECASE,
)
#: What every verdict ends with, and characters before it that a verdict may have, line ends and margins too.
_LAST_WORD, _LONGEST_VERDICT = "necessary", 300


def assemble(reading: Reading) -> Letter:
    """The letter's record; ``letter_id`` and ``source`` are for the caller, who knows the file."""
    if reading.structure.layout == "unknown":
        reading.warn("layout_unknown", "no known layout: none of the layouts' headings was found")
    letter = Letter(letter_id="", layout=reading.structure.layout)
    letter.case = _case(reading)
    letter.reviewer = _reviewer(reading)
    summary = reading.summary
    if summary.text:
        # Findings are of patients of any age, the letters of injured workers.
        patient, warnings = (
            read_patient(summary.text, youngest=0) if letter.layout == "dmhc" else read_patient(summary.text)
        )
        letter.patient = patient
        _add_warnings(reading, [*warnings, *endless_numbers(summary.text)], summary)
        if reading.structure.layout != "dmhc":
            letter.utilization_review = reading.relocate(read_utilization_review(summary), summary.start)
            if letter.case.ur_denial_date is None:
                decided = (d.date for d in letter.utilization_review if d.outcome != "certified" and d.date)
                letter.case.ur_denial_date = next(decided, None)
        letter.medications = reading.relocate(read_medications(summary), summary.start)
        for medication in letter.medications:
            medication.section = medication.section or summary.section
    letter.diagnoses = _diagnoses(reading)
    letter.determinations = _determinations(reading)
    if letter.layout == "dmhc":
        complete(reading, letter)
    elif reading.running:
        as_told(reading, letter)
    _number_drugs(reading, letter)
    _note_what_is_missing(reading, letter)
    letter.warnings = sorted(reading.warnings, key=lambda w: (w.start is None, w.start or 0))
    return letter


def _number_drugs(reading: Reading, letter: Letter) -> None:
    """RxCUIs from the user's own RxNorm table, where one was given (component ``imr_linking``)."""
    table = reading.taggers.rxcuis
    if not table:
        return
    for drug in [*letter.medications, *(d for item in letter.determinations for d in item.drugs)]:
        drug.rxcui = table.get(drug.name) or table.get("/".join(sorted(drug.name.split("/")))) or drug.rxcui


def _add_warnings(reading: Reading, warnings: list[Warning], passage: Passage) -> None:
    """Adds a passage's warnings with their offsets moved to the source."""
    for warning in warnings:
        if warning.start is not None and warning.end is not None:
            warning.start, warning.end = reading.flow.to_source(
                warning.start + passage.start, warning.end + passage.start
            )
        reading.warnings.append(warning)


def _case(reading: Reading) -> Case:
    """The header's facts; dates of injury and of utilization review else from the narrative."""
    case = Case()
    # A notice has its header twice: the table of its first page, then the sentence on the application.
    for section in reading.structure.sections:
        if section.name != "header":
            continue
        header = reading.passage(section.start, section.end, "header")
        facts = read_header(header.text)
        _add_warnings(reading, facts.warnings, header)
        for name, value in facts.case:
            if getattr(case, name) is None and value is not None:
                setattr(case, name, value)
    if reading.summary.text:
        narrative = read_narrative_dates(reading.summary.text)
        _add_warnings(reading, narrative.warnings, reading.summary)
        if case.date_of_injury is None:
            case.date_of_injury = narrative.date_of_injury
        elif narrative.date_of_injury and narrative.date_of_injury != case.date_of_injury:
            reading.warn(
                "injury_date_conflict",
                f"the header's date of injury {case.date_of_injury} stands; "
                f"the case summary says {narrative.date_of_injury}",
            )
        if case.ur_denial_date is None:
            case.ur_denial_date = review_date(reading.summary.text)
    return case


def _reviewer(reading: Reading) -> Reviewer:
    passage = reading.section("reviewer")
    if passage is None or not passage.text:
        return Reviewer()
    reviewer, warnings = read_reviewer(passage.text)
    _add_warnings(reading, warnings, passage)
    return reviewer


def _diagnoses(reading: Reading) -> list[Diagnosis]:
    summary = reading.summary
    found = distinct(summary.conditions)
    if reading.taggers.linking:
        reading.taggers.linking(summary, found)
    diagnoses = [
        Diagnosis(
            text=c.text,
            start=c.start,
            end=c.end,
            name=c.name,
            assertion=c.assertion or "present",  # type: ignore[arg-type]
            laterality=c.laterality,  # type: ignore[arg-type]
            body_site=c.body_site,
            spinal_levels=list(c.levels),
            section=summary.section,
            icd10cm=c.icd10cm,
            icd10cm_score=c.icd10cm_score,
            icd9cm=c.icd9cm,
        )
        for c in found
    ]
    return reading.relocate(diagnoses, summary.start)


def _determinations(reading: Reading) -> list[Determination]:
    return [
        _determination(reading, item, wording, slots)
        for item, wording, slots in zip(reading.items, reading.wordings, reading.citations, strict=True)
    ]


def _determination(
    reading: Reading, item: Item, wording: RequestWording, slots: tuple[Citations, Citations]
) -> Determination:
    passage = wording.request
    found = read_request(wording)
    found.number = item.number
    found.outcome = item.outcome  # type: ignore[assignment]
    found.medically_necessary = _NECESSARY.get(item.outcome)
    if found.start is None or found.end is None:
        found.start, found.end = 0, len(passage.text)
    reading.relocate(found.drugs, passage.start)
    request_start, request_end = reading.flow.to_source(
        found.start + passage.start, found.end + passage.start
    )
    found.start, found.end = request_start, request_end
    _add_warnings(reading, found.warnings, passage)
    claims, imr = slots
    # The references are this letter's own; they move from flow to source offsets in place.
    found.claims_administrator_guidelines = reading.relocate(claims.references)
    found.imr_guidelines = reading.relocate(imr.references)
    _add_warnings(reading, [*claims.warnings, *imr.warnings], Passage("", 0))
    reading.warnings += item.warnings
    if item.rationale:
        start, end = item.rationale
        found.rationale = Rationale(text=reading.source[start:end], start=start, end=end)
        # What several items share may hold the verdict of another.
        if sum(other.rationale == item.rationale for other in reading.items) == 1:
            _compare_verdict(reading, found)
    else:
        reading.warn("rationale_not_found", f"item {item.number} has no rationale", found.start, found.end)
    return found


def _last_verdict(text: str) -> re.Match[str] | None:
    """The last verdict of a rationale, looked for before each "necessary" from the end."""
    low = lower(text)
    at = low.rfind(_LAST_WORD)
    while at >= 0:
        end = at + len(_LAST_WORD)
        if verdict := _VERDICT.search(text, max(0, at - _LONGEST_VERDICT), end):
            return verdict
        at = low.rfind(_LAST_WORD, 0, at)
    return None


def _compare_verdict(reading: Reading, found: Determination) -> None:
    """Warns when the rationale's last verdict contradicts the item's outcome; the outcome stands."""
    if found.rationale is None or found.medically_necessary is None:
        return
    text = found.rationale.text
    verdict = _last_verdict(text)
    if verdict is None or (verdict["not"] is None) == found.medically_necessary:
        return
    if not _SEVERAL_VOICES.search(text):  # the last verdict may be the dissenter's
        reading.warn(
            "outcome_conflict",
            f"item {found.number} is {found.outcome}, but its rationale says {quoted(verdict.group())}",
            found.rationale.start + verdict.start(),
            found.rationale.start + verdict.end(),
        )


def _note_what_is_missing(reading: Reading, letter: Letter) -> None:
    if not letter.determinations:
        reading.warn("determinations_not_found", "no disputed item with an outcome was found")
    if not reading.summary.text:
        reading.warn("summary_not_found", "no clinical case summary was found")
    if not (letter.reviewer.specialties or letter.reviewer.states):
        reading.warn("reviewer_not_found", "neither specialty nor licensure of the reviewer was found")
    for item, determination in zip(reading.items, letter.determinations, strict=True):
        for name, spans in (
            ("claims_administrator", item.claims_administrator),
            ("imr", item.imr),
        ):
            if not spans and letter.layout == "final_determination":
                reading.warn(
                    "guideline_not_found",
                    f"item {item.number} has no {name.replace('_', ' ')} guideline passage",
                    determination.start,
                    determination.end,
                )
