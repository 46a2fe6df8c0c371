"""How much of an item is asked for: quantity, sessions, duration, frequency; and its sites and sides."""

from __future__ import annotations

import re

from imrnlp.record import Determination, Warning
from imrnlp.tag.mentions import Posology
from imrnlp.tag.passages import Passage
from imrnlp.tag.prescription import Prescription, counted_forms
from imrnlp.tag.quantity import of_things
from imrnlp.tag.sessions import Sessions, find_frequency, read_sessions
from imrnlp.tag.sites import distinct_levels, distinct_sites, laterality
from imrnlp.text.numbers import count

_GIVEN_IN_SESSIONS = frozenset(["rehabilitation", "mental_health", "programs"])
_OF_DRUGS = frozenset(["pharmaceuticals", "injections"])
_VISITS = frozenset(["evaluation_and_management"])
_BY_MEMBERSHIP = frozenset(
    ["functional_restoration", "gym_membership", "pain_management_program", "weight_loss"]
)
_IN_VISITS = re.compile(r"\bsessions?\b|\bvisits?\b", re.I)
# A helper who comes five times a week comes in visits too.
_COMES = re.compile(r"\btimes\s+(?:a|per|each)\s+week\b", re.I)
_SERIES_OF = frozenset(["injections"])
_NIGHTS = re.compile(r"\b(?P<n>\d{1,2}|one|two|three|four|five)\s?-?\s?nights?\b", re.I)


def fill(item: Determination, words: Passage, prescription: Prescription) -> None:
    """Sets the item's drugs, sites and numbers, by its category."""
    text = words.text
    item.body_sites = distinct_sites(words.sites)
    item.laterality = laterality(text)  # type: ignore[assignment]
    item.spinal_levels = distinct_levels(words.sites)
    # A drug that a test measures, an operation names or a therapy works with is not asked for; one told with its
    # strength is: "eight sessions and Voltaren 75 mg".
    asked = item.category in _OF_DRUGS
    item.drugs = [drug for drug in prescription.drugs if asked or drug.strengths]
    if item.category == "pharmaceuticals" or (prescription.drugs and item.category == "injections"):
        _fill_prescription(item, text, prescription)
        return
    item.frequency = find_frequency(text)
    if item.category in _GIVEN_IN_SESSIONS or item.category in _SERIES_OF or item.category in _VISITS:
        _fill_sessions(item, text, prescription)
    else:
        _fill_things(item, words, prescription)


def _fill_prescription(item: Determination, text: str, prescription: Prescription) -> None:
    """The numbers of drugs; of injections not how much, but how many times."""
    item.quantity, item.quantity_unit = prescription.quantity, prescription.quantity_unit
    item.refills = prescription.refills
    item.frequency, item.times_per_day = prescription.frequency, prescription.times_per_day
    item.duration_days = prescription.duration_days
    if item.category == "injections":
        item.quantity = item.quantity_unit = None
        for drug in item.drugs:
            drug.form = drug.form or "injection"
        _take(item, read_sessions(text), series=True)


def _fill_sessions(item: Determination, text: str, prescription: Prescription) -> None:
    """The sessions or visits of what is given in them; a membership has some only where it says so."""
    series = item.category in _SERIES_OF
    counted = item.category in _GIVEN_IN_SESSIONS or series
    if item.subcategory not in _BY_MEMBERSHIP or re.search(r"session|visit", text, re.I):
        bare = counted or bool(re.search(r"\bvisits?\b|\d\s?x\s?\d|times", text, re.I))
        _take(item, read_sessions(text, counted=bare), series=series)
    if item.category == "programs":
        item.duration_days = prescription.duration_days


def _fill_things(item: Determination, words: Passage, prescription: Prescription) -> None:
    """How many things, for how long; the visits of somebody who comes to the house."""
    text = words.text
    _count_things(item, text, words.posology)
    if item.category in ("dmepos", "home_health_and_transport", "surgery", "dental_and_vision"):
        item.duration_days = prescription.duration_days
        nights = _NIGHTS.search(text)
        if item.subcategory == "inpatient_stay" and item.duration_days is None and nights:
            item.duration_days = count(nights["n"])
    comes = item.subcategory == "home_health" and _COMES.search(text) is not None
    if comes or (item.category in ("dmepos", "home_health_and_transport") and _IN_VISITS.search(text)):
        _take(item, read_sessions(text, counted=comes or item.category == "dmepos"))


def _take(item: Determination, found: Sessions, *, series: bool = False) -> None:
    """Sets the item's sessions, with a warning where a range was read; one injection is no series."""
    if found.count is None or (series and found.count == 1):
        return
    item.sessions = found.count
    if found.of_range:
        item.warnings.append(
            Warning(
                code="range_larger_end",
                message=f"a range of sessions was read as its larger end, {found.count}",
                start=item.start,
                end=item.end,
            )
        )


def _count_things(item: Determination, text: str, posology: list[Posology]) -> None:
    """Quantity of what is no drug; nothing is counted of an x-ray's views."""
    if item.subcategory == "x_ray" or item.category == "dental_and_vision":
        # The number behind "#" is a tooth's.
        return
    found = of_things(
        text, posology, equipment=item.category == "dmepos", test=item.category == "diagnostics"
    )
    if found is not None:
        item.quantity = found.value
        item.quantity_unit = found.unit if found.unit not in counted_forms() else None
