"""The drugs the patient takes, took or was prescribed, as the case summary tells.

A drug's directions come from the grammar of the request lines (:mod:`imrnlp.tag.prescription`); its
status from the cue words of its own sentence (``lexicons/medication_cues.json``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache

from imrnlp import lexicons
from imrnlp.assemble.utilization import tells_decision
from imrnlp.link.mme import mme_per_day
from imrnlp.record import Drug, Medication
from imrnlp.tag.mentions import DrugMention, Posology
from imrnlp.tag.passages import Passage
from imrnlp.tag.prescription import Prescription, prescriptions

# Between two drugs of one list stand commas, "and", doses; no verb.
_LIST = re.compile(
    r"[\s,/&+;:()#\d.%-]*(?:\b(?:and|or|mg|mcg|ml|gm?|patch(?:es)?|cream|gel|tablets?)\b[\s,/&+;:()#\d.%-]*)*",
    re.I,
)
_UNITS_PER_DOSE = re.compile(r"\b(?P<n>\d|one|two|three)\s+(?:tab|cap|pill)", re.I)
_UNITS_BEFORE = re.compile(r"\b(?P<n>\d|one|two|three)\s+(?:tab|cap|pill)\w*\s+of\s+$", re.I)
_COUNTS = {"one": 1, "two": 2, "three": 3}
#: How far behind a drug, in characters, its status may be told.
_REACH = 90
#: Drugs of one list that share what is told behind it.
_LONGEST_LIST = 40


@lru_cache(maxsize=1)
def _cues() -> dict[str, re.Pattern[str]]:
    data = lexicons.document("medication_cues.json")

    def by_status(key: str) -> str:
        return "|".join(f"(?P<{status}>{'|'.join(words)})" for status, *words in data[key])

    return {
        "before": re.compile(
            rf"\b(?:{by_status('before')}|(?P<none>{'|'.join(data['not_taken'])}))(?!\w)", re.I
        ),
        "after": re.compile(rf"(?:{by_status('after')}|(?P<none>{'|'.join(data['not_taken_after'])}))", re.I),
        "prescribed_for": re.compile("|".join(data["prescribed_for"]), re.I),
        "indication": re.compile("|".join(data["indication"]), re.I),
        "not_indication": re.compile("|".join(data["not_indication"]), re.I),
        "indication_end": re.compile("|".join(data["indication_ends"]), re.I),
    }


def read_medications(summary: str | Passage) -> list[Medication]:
    """Medications in the order told, one per drug and status; offsets are into ``summary`` (flowing text).

    A drug named only as a requested or denied item is none.

    >>> read_medications("Current medications include gabapentin 300 mg TID for pain. Naproxen was discontinued.")
    [Medication(gabapentin 300 mg), Medication(naproxen)]
    """
    passage = Passage.of(summary)
    found: list[Medication] = []
    unclear: list[Medication] = []
    for start, end, mine in drugs_of_sentences(passage):
        sentence = passage.text[start:end]
        read = prescriptions(sentence, mine, _posology(passage, start))
        statuses = _statuses(sentence, read)
        if tells_decision(sentence):
            # Told as requested or denied, save where a drug of it "was prescribed for" something.
            statuses = [
                s if s == "prescribed" and _cues()["prescribed_for"].search(sentence) else "none"
                for s in statuses
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
    return _once(found)


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
        told = passage.posology_in(start + offset, end + offset)
        return [Posology(p.label, p.start - offset, p.end - offset, p.text, p.value, p.unit) for p in told]

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


def _statuses(sentence: str, read: list[Prescription]) -> list[str | None]:
    """A status for each drug; ``none`` for one not taken, ``None`` where no cue says anything."""
    cues = _cues()
    spans = [(p.drugs[0].start, p.drugs[-1].end) for p in read]
    before = list(cues["before"].finditer(sentence))
    statuses: list[str | None] = []
    for i, (start, _) in enumerate(spans):
        after = _after(sentence, spans, i, cues["after"])
        if after:
            statuses.append(after)
            continue
        leading = [m for m in before if m.end() <= start]
        status = leading[-1].lastgroup if leading else None
        if leading and status != "none":
            status = _weigh(leading, status)
        if (
            status == "past"
            and _TO.search(sentence, leading[-1].end(), start)
            and "from" in leading[-1].group()
        ):
            status = "prescribed"
        statuses.append(status)
    prescribed_for = cues["prescribed_for"].search(sentence)
    if prescribed_for and statuses and statuses[0] == "none":
        statuses[0] = "prescribed"
    return statuses


def _weigh(leading: list[re.Match[str]], status: str | None) -> str | None:
    """The cue nearest to the drug, save that a plan's "continue" is current and "recently prescribed" stays."""
    if status == "current" and len(leading) > 1:
        earlier = leading[-2]
        # "Recently prescribed medications have included", "had been taking", "treatment has included … medications: A"
        near = leading[-1].start() - earlier.end() <= 3
        if near and earlier.lastgroup in ("prescribed", "past"):
            return earlier.lastgroup
        if (
            earlier.lastgroup == "unknown"
            and leading[-1].start() - earlier.end() <= 40
            and "medication" in leading[-1].group().lower()
        ):
            return "unknown"
    recently = status == "unknown" and len(leading) > 1 and leading[-2].lastgroup == "prescribed"
    return "prescribed" if recently and leading[-1].start() - leading[-2].end() <= 3 else status


def _after(sentence: str, spans: list[tuple[int, int]], i: int, pattern: re.Pattern[str]) -> str | None:
    """The status told behind the drug, or behind the list that it stands in."""
    end = spans[i][1]
    last = i
    while last + 1 < min(len(spans), i + _LONGEST_LIST) and _one_list(
        sentence, spans[last][1], spans[last + 1][0]
    ):
        last += 1
    for at in (end, spans[last][1]):
        stop = min(len(sentence), at + _REACH)
        if at == end and last > i:
            stop = min(stop, spans[i + 1][0])
        clause = re.search(r"[;]|,\s+(?:and|but|with)\s|\band\s+(?:he|she|the|was|is)\b", sentence[at:stop])
        match = pattern.search(sentence, at, at + clause.start() if clause else stop)
        if match and _near(sentence[at : match.start()]):
            return match.lastgroup
    return None


# "switched from A to B" starts B.
_TO = re.compile(r"\bto\s+$")
_AND = re.compile(r"\b(?:and|or)\s+$")
_DOSE_WORDS = re.compile(
    r"(?:[\s,()#/-]|\d[\d.,/]*+|\b(?:mg|mcg|ml|gm?|tablets?|capsules?|patch(?:es)?|pills?|cream|gel|ointment|topical|injections?|[bt]id|prn|q\w+|as|needed|daily|once|twice|three|four|times?|an?|day|at|night(?:ly)?|bedtime|every|morning|hours|each|by|mouth|po|also|both|which|that|for|pain|spasms?|muscle|the|days?|weeks?|five|six|seven|ten|fourteen)\b|\bfor\s+[a-z]+(?:\s+[a-z]+)?(?=\s*$))*",
    re.I,
)


def _near(between: str) -> bool:
    return _DOSE_WORDS.fullmatch(between) is not None


def _one_list(sentence: str, start: int, end: int) -> bool:
    """Whether only doses, commas and "and" stand between two drugs."""
    return _LIST.fullmatch(sentence, start, end) is not None or _near(_AND.sub("", sentence[start:end]))


def _indications(sentence: str, read: list[Prescription]) -> list[str | None]:
    """What each drug is for; a list's last indication is that of the drugs before it in the list."""
    cues = _cues()
    ends = [p.drugs[-1].end for p in read]
    starts = [p.drugs[0].start for p in read]
    found: list[str | None] = []
    for i, end in enumerate(ends):
        stop = starts[i + 1] if i + 1 < len(starts) else len(sentence)
        found.append(_indication(sentence, end, stop))
    for i in range(len(found) - 2, -1, -1):
        if found[i] is None and found[i + 1] and _LIST.fullmatch(sentence, ends[i], starts[i + 1]):
            found[i] = found[i + 1]
    prescribed_for = cues["prescribed_for"].search(sentence)
    if prescribed_for and found and found[0] is None:
        ending = cues["indication_end"].search(sentence, prescribed_for.end())
        found[0] = (
            sentence[prescribed_for.end() : ending.start() if ending else len(sentence)].strip() or None
        )
    return found


def _indication(sentence: str, end: int, stop: int) -> str | None:
    cues = _cues()
    for match in cues["indication"].finditer(sentence, end, min(stop, end + 100)):
        if not _near(re.sub(r"\bfor\b.*", "", sentence[end : match.start()])):
            break
        if cues["not_indication"].match(sentence, match.end()):
            continue
        at = match.end()
        ending = None
        for candidate in cues["indication_end"].finditer(sentence, at, stop):
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


def _once(medications: list[Medication]) -> list[Medication]:
    """One entry per drug and status; a later telling adds what the first one lacks."""
    kept: dict[tuple[str, str], Medication] = {}
    for medication in medications:
        key = (medication.name, medication.status)
        first = kept.setdefault(key, medication)
        if first is not medication and not first.strengths and medication.strengths:
            for name in (
                "strengths",
                "dose_text",
                "frequency",
                "times_per_day",
                "mme_per_day",
                "form",
                "route",
            ):
                if not getattr(first, name):
                    setattr(first, name, getattr(medication, name))
        if first is not medication and first.indication is None:
            first.indication = medication.indication
    return list(kept.values())
