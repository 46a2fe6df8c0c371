"""The spans of a record in its letter: the basis of the exports to other tools."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from imrnlp.record import (
    Determination,
    Diagnosis,
    Drug,
    GuidelineReference,
    Letter,
    Medication,
    Rationale,
    UrDecision,
)
from imrnlp.text.strings import quoted, told_apart

RecordPart = Determination | Diagnosis | Drug | GuidelineReference | Rationale | UrDecision

#: Labels of spans, in the order in which records have them.
LABELS = (
    "DIAGNOSIS",
    "MEDICATION",
    "UTILIZATION_REVIEW",
    "REQUEST",
    "DRUG",
    "CLAIMS_ADMINISTRATOR_GUIDELINE",
    "IMR_GUIDELINE",
    "RATIONALE",
)


@dataclass(frozen=True, slots=True)
class RecordSpan:
    """The part of the record that characters ``[start, end)`` of the letter state; ``item`` is the number of its disputed item."""

    label: str
    start: int
    end: int
    part: RecordPart
    item: int | None = None

    @property
    def attributes(self) -> dict[str, str]:
        """The part's short values by name, without those that are empty.

        >>> drug = Drug(text="Norco", start=0, end=5, name="hydrocodone/acetaminophen", drug_class="opioids")
        >>> RecordSpan("DRUG", 0, 5, drug).attributes
        {'name': 'hydrocodone/acetaminophen', 'drug_class': 'opioids'}
        """
        stated = {name: getattr(self.part, name) for name in _ATTRIBUTES[type(self.part)]}
        return {name: _shown(value) for name, value in stated.items() if value is not None}


_DRUG = ("name", "rxcui", "drug_class", "form", "route")
_ATTRIBUTES: dict[type, tuple[str, ...]] = {
    Diagnosis: ("assertion", "icd10cm", "icd9cm", "laterality", "body_site"),
    Drug: _DRUG,
    Medication: (*_DRUG, "status", "frequency", "times_per_day", "mme_per_day"),
    UrDecision: ("outcome", "date"),
    Determination: (
        "outcome",
        "category",
        "subcategory",
        "quantity",
        "refills",
        "sessions",
        "frequency",
        "laterality",
    ),
    GuidelineReference: ("source", "title", "chapter", "year"),
    Rationale: (),
}


def _shown(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def spans(letter: Letter) -> list[RecordSpan]:
    """The spans of a letter's record, in the record's order.

    >>> spans(Letter(letter_id="x", determinations=[Determination(request="MRI", start=3, end=6)]))[0].label
    'REQUEST'
    """
    return list(_spans(letter))


def _spans(letter: Letter) -> Iterator[RecordSpan]:
    for diagnosis in letter.diagnoses:
        yield RecordSpan("DIAGNOSIS", diagnosis.start, diagnosis.end, diagnosis)
    for medication in letter.medications:
        yield RecordSpan("MEDICATION", medication.start, medication.end, medication)
    for decision in letter.utilization_review:
        if decision.start is not None and decision.end is not None:
            yield RecordSpan("UTILIZATION_REVIEW", decision.start, decision.end, decision)
    for item in letter.determinations:
        if item.start is not None and item.end is not None:
            yield RecordSpan("REQUEST", item.start, item.end, item, item.number)
        for drug in item.drugs:
            yield RecordSpan("DRUG", drug.start, drug.end, drug, item.number)
        for side, references in (
            ("CLAIMS_ADMINISTRATOR_GUIDELINE", item.claims_administrator_guidelines),
            ("IMR_GUIDELINE", item.imr_guidelines),
        ):
            for reference in references:
                yield RecordSpan(side, reference.start, reference.end, reference, item.number)
        if item.rationale is not None:
            yield RecordSpan(
                "RATIONALE", item.rationale.start, item.rationale.end, item.rationale, item.number
            )


def check_letter(letter: Letter, text: str) -> None:
    """Raises ``ValueError`` naming letter and place for offsets that are not those of ``text``.

    >>> check_letter(Letter(letter_id="x", determinations=[Determination(request="MRI", start=3, end=6)]), "an")
    Traceback (most recent call last):
    ValueError: x: REQUEST at 3 to 6 lies beyond the text, which has 2 characters: is it another letter's text?
    """
    for span in spans(letter):
        where = f"{letter.letter_id}: {span.label} at {span.start} to {span.end}"
        if not 0 <= span.start < span.end <= len(text):
            raise ValueError(
                f"{where} lies beyond the text, which has {len(text):,} characters: is it another letter's text?"
            )
        words = getattr(span.part, "text", "")
        if words and text[span.start : span.end] != words:
            raise ValueError(
                f"{where} reads {quoted(text[span.start : span.end][:40])} in the text, {quoted(words[:40])} in the record"
            )


def with_texts(
    letters: Iterable[Letter], texts: Mapping[str, str] | None = None
) -> Iterator[tuple[Letter, str]]:
    """Each record with its letter's text, checked; records of what could not be read are left out.

    ``texts`` holds texts by letter id; without it they are read where the records say that the letters are
    (``source.name``).  Raises ``ValueError`` naming the record that has no text, or another's.
    """
    seen: set[str] = set()
    for letter in letters:
        if letter.error is None:
            if letter.letter_id in seen:
                raise ValueError(f"{letter.letter_id}: two records of this id")
            seen.add(letter.letter_id)
            text = _read(letter) if texts is None else texts.get(letter.letter_id)
            if text is None:
                raise ValueError(f"{letter.letter_id}: no letter of this id among the texts given")
            check_letter(letter, text)
            yield letter, text


def _read(letter: Letter) -> str:
    from imrnlp.read.files import ReadError, read_text

    name = letter.source.name
    if not name:
        raise ValueError(f"{letter.letter_id}: the record names no file; give the texts with --letters")
    try:
        return read_text(name)
    except (ReadError, OSError) as error:
        raise ValueError(f"{letter.letter_id}: no text ({error}); give the texts with --letters") from None


def file_names(letters: Iterable[Letter]) -> list[str]:
    """A file name for each letter: its id, with what a file system does not take made to ``_``; each once.

    >>> file_names([Letter(letter_id="a/b"), Letter(letter_id="a:b"), Letter(letter_id="..")])
    ['a_b', 'a_b-2', 'letter']
    """
    ids = (letter.letter_id for letter in letters)
    plain = ("".join(c if c.isalnum() or c in "-_. " else "_" for c in one).strip(". ") for one in ids)
    return told_apart(one[:120] or "letter" for one in plain)
