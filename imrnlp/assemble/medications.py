"""The drugs the patient takes, took or was prescribed, according to the case summary.

A drug's directions come from the grammar of the request lines (:mod:`imrnlp.tag.prescription`); its
status from the cue words of its own sentence (``lexicons/medication_cues.tsv``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache

from imrnlp import lexicons
from imrnlp.assemble.medication_status import StatusReader, bare_list, only_directions
from imrnlp.assemble.utilization import states_decision
from imrnlp.lexicons import spaced
from imrnlp.link.mme import mme_per_day
from imrnlp.record import Drug, Medication
from imrnlp.tag.mentions import DrugMention, Posology
from imrnlp.tag.passages import Passage
from imrnlp.tag.prescription import Prescription, prescriptions
from imrnlp.text.searched import searched

_UNITS_PER_DOSE = re.compile(r"\b(?P<n>\d|one|two|three)\s+(?:tab|cap|pill)", re.I)
_UNITS_BEFORE = re.compile(r"\b(?P<n>\d|one|two|three)\s+(?:tab|cap|pill)\w*\s+of\s+$", re.I)
_COUNTS = {"one": 1, "two": 2, "three": 3}


@cache
def _words(place: str) -> re.Pattern[str]:
    """The rows of ``medication_cues.tsv`` that say what a drug is for."""
    rows = [row["cue"] for row in lexicons.table("medication_cues.tsv") if row["place"] == place]
    return searched(re.compile("|".join(map(spaced, rows)), re.I))


def read_medications(summary: str | Passage) -> list[Medication]:
    """Medications in the order of the text, one per drug and status; offsets are into ``summary`` (flowing text).

    A drug named only as a requested or denied item does not count.

    >>> read_medications("Current medications include gabapentin 300 mg TID for pain. Naproxen was discontinued.")
    [Medication(gabapentin 300 mg), Medication(naproxen)]
    """
    passage = Passage.of(summary)
    found: list[Medication] = []
    unclear: list[Medication] = []
    reader = StatusReader(passage.text)
    for start, end, mine in drugs_of_sentences(passage):
        sentence = passage.text[start:end]
        read = prescriptions(sentence, mine, _posology(passage, start))
        spans = [(p.drugs[0].start, _named_until(sentence, p.drugs[-1])) for p in read]
        statuses = _with_directions(sentence, read, reader.read(start, sentence, spans))
        if states_decision(sentence):
            # Told as requested or denied, save where a drug of it "was prescribed for" something, or another clause
            # says that it is taken.
            apart = _before_reason(sentence)
            statuses = [
                s
                if (s == "prescribed" and _words("prescribed_for").search(sentence)) or (s and end < apart)
                else "none"
                for s, (_, end) in zip(statuses, spans, strict=True)
            ]
        indications = _indications(sentence, read)
        for prescription, status, indication in zip(read, statuses, indications, strict=True):
            if status == "none":
                continue
            for drug in prescription.drugs:
                medication = _medication(sentence, drug, prescription, status or "unknown", indication)
                medication.start += start
                medication.end += start
                (found if status else unclear).append(medication)
    named = {m.name for m in found}
    found += [m for m in unclear if m.name not in named]
    found.sort(key=lambda m: m.start)
    return once(found)


#: " (sertraline)", " (hydrocodone/acetaminophen)"
_IN_BRACKETS = re.compile(r"\s?\((?P<name>[A-Za-z][\w/-]+(?: [\w/-]+)?)\)")


def _named_until(sentence: str, drug: Drug) -> int:
    """Where the naming of a drug ends, its other name included: "Zoloft (sertraline) | was stopped"."""
    other = _IN_BRACKETS.match(sentence, drug.end)
    if other is None:
        return drug.end
    name = other["name"].lower()
    return other.end() if name in (drug.name, (drug.brand or "").lower()) else drug.end


_REASON = re.compile(r"\b(?:because|since|although|though)\b|;", re.I)


def _before_reason(sentence: str) -> int:
    """Where a clause of its own begins that states the decision: "Soma was cut out | because the carrier denied it"."""
    reason = _REASON.search(sentence)
    return reason.start() if reason and not states_decision(sentence[: reason.start()]) else 0


def drugs_of_sentences(passage: Passage) -> Iterator[tuple[int, int, list[DrugMention]]]:
    """Each sentence that names drugs: start, end, and the drugs, with offsets into the sentence."""
    drugs = passage.drugs
    if not drugs:
        return
    at = 0
    for start, end in passage.sentences:
        mine = []
        while at < len(drugs) and drugs[at].start < end:
            mine.append(replace(drugs[at], start=drugs[at].start - start, end=drugs[at].end - start))
            at += 1
        if mine:
            yield start, end, mine


def _posology(passage: Passage, offset: int) -> Callable[[int, int], list[Posology]]:
    """The posology of a sentence that begins at ``offset``, with offsets into the sentence."""

    def within(start: int, end: int) -> list[Posology]:
        stated = passage.posology_in(start + offset, end + offset)
        return [Posology(p.label, p.start - offset, p.end - offset, p.text, p.value, p.unit) for p in stated]

    return within


def _medication(
    sentence: str, drug: Drug, prescription: Prescription, status: str, indication: str | None
) -> Medication:
    units = 1
    count = _UNITS_BEFORE.search(sentence, max(0, drug.start - 20), drug.start)
    if count is None and prescription.dose_text:
        count = _UNITS_PER_DOSE.search(prescription.dose_text)
    if count is not None:
        units = _COUNTS.get(count["n"].lower()) or int(count["n"])
    return Medication(
        **drug.model_dump(),
        dose_text=prescription.dose_text,
        frequency=prescription.frequency,
        times_per_day=prescription.times_per_day,
        indication=indication,
        status=status,  # type: ignore[arg-type]
        mme_per_day=mme_per_day(drug, prescription.times_per_day, units) if status != "past" else None,
    )


_LIST_MARKER = re.compile(r"\W*(?:\d{1,2}[.)]\s*)?")


def _with_directions(sentence: str, read: list[Prescription], statuses: list[str | None]) -> list[str | None]:
    """A drug named with only its directions ("Norco 10/325 mg q6h prn.") is taken."""
    first = read[0]
    if statuses[0] is None and first.frequency and _LIST_MARKER.fullmatch(sentence, 0, first.drugs[0].start):
        statuses = [
            "current" if s is None and p.frequency else s for s, p in zip(statuses, read, strict=True)
        ]
    for i in range(1, len(read)):
        # "Mobic is taken on work days, Biofreeze nightly"
        if statuses[i] is None and statuses[i - 1] == "current" and read[i].frequency:
            statuses[i] = "current"
    prescribed_for = _words("prescribed_for").search(sentence)
    if prescribed_for and statuses[0] == "none":
        statuses[0] = "prescribed"
    return statuses


#: The full stops of "q.h.s." and "t.i.d."
_DOTS = re.compile(r"(?<=\b[a-z])\.(?=[a-z]\b|\s|\Z)", re.I)
_OF_ONE = re.compile(r"\s+(?:was|is|has)\b", re.I)


def _indications(sentence: str, read: list[Prescription]) -> list[str | None]:
    """What each drug is for; a list's last indication is that of the drugs before it in the list."""
    ends = [p.drugs[-1].end for p in read]
    starts = [p.drugs[0].start for p in read]
    found: list[str | None] = []
    for i, end in enumerate(ends):
        stop = starts[i + 1] if i + 1 < len(starts) else len(sentence)
        found.append(_indication(sentence, end, stop))
    for i in range(len(found) - 2, -1, -1):
        # "A, and B was given for pain" says it of B alone.
        alone = _OF_ONE.match(sentence, ends[i + 1])
        if found[i] is None and found[i + 1] and not alone and bare_list(sentence, ends[i], starts[i + 1]):
            found[i] = found[i + 1]
    prescribed_for = _words("prescribed_for").search(sentence)
    if prescribed_for and found and found[0] is None:
        ending = _words("indication_end").search(sentence, prescribed_for.end())
        found[0] = (
            sentence[prescribed_for.end() : ending.start() if ending else len(sentence)].strip() or None
        )
    return found


def _indication(sentence: str, end: int, stop: int) -> str | None:
    for match in _words("indication").finditer(sentence, end, min(stop, end + 100)):
        between = _DOTS.sub("", re.sub(r"\bfor\b.*", "", sentence[end : match.start()]))
        if not only_directions(between):
            break
        if _words("not_indication").match(sentence, match.end()):
            continue
        at = match.end()
        ending = None
        for candidate in _words("indication_end").finditer(sentence, at, stop):
            # "for the prevention and treatment of gastritis" is one indication.
            if re.match(
                r"\s+and\s+(?:treatment|prevention|control|relief|management)\b",
                sentence[candidate.start() :],
            ):
                continue
            ending = candidate
            break
        words = sentence[at : ending.start() if ending else stop].strip(" ,.;:")
        words = re.sub(r"\s+and$", "", words)
        if words and len(words) <= 80:
            return words
    return None


def once(medications: list[Medication]) -> list[Medication]:
    """One entry per drug, status and strength; a later mention adds what the first one lacks.

    >>> once(read_medications("He takes Soma.") + read_medications("He takes Soma 350 mg."))
    [Medication(carisoprodol 350 mg)]
    """
    kept: dict[tuple[str, str], list[Medication]] = {}
    for medication in medications:
        stated = kept.setdefault((medication.name, medication.status), [])
        first = next((m for m in stated if _same_strength(m, medication)), None)
        if first is None:
            stated.append(medication)
            continue
        if not first.strengths and medication.strengths:
            for name in _DIRECTIONS:
                if not getattr(first, name):
                    setattr(first, name, getattr(medication, name))
        if first.indication is None:
            first.indication = medication.indication
    return sorted((m for stated in kept.values() for m in stated), key=lambda m: m.start)


_DIRECTIONS = ("strengths", "dose_text", "frequency", "times_per_day", "mme_per_day", "form", "route")


def _same_strength(one: Medication, other: Medication) -> bool:
    """Whether one strength holds all of the other: "10/325 mg" and "10 mg", or any and none."""
    mine, yours = ({s.value for s in m.strengths} for m in (one, other))
    return mine <= yours or yours <= mine
