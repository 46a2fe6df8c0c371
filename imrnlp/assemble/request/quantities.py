"""How much of an item is asked for: quantity, sessions, duration, frequency; and its sites and sides."""

from __future__ import annotations

import re

from imrnlp.record import Determination
from imrnlp.tag.mentions import Posology
from imrnlp.tag.passages import Passage
from imrnlp.tag.prescription import COUNTED_FORMS, Prescription
from imrnlp.tag.sessions import find_frequency, find_sessions
from imrnlp.tag.sites import distinct_levels, distinct_sites, laterality
from imrnlp.text.numbers import count

_GIVEN_IN_SESSIONS = frozenset(["rehabilitation", "mental_health", "programs"])
_VISITS = frozenset(["evaluation_and_management"])
_SERIES_OF = frozenset(["injections"])
# Nothing is counted of a test that is asked for once, nor of an x-ray's views.
_LEADING_COUNT = re.compile(
    r"(?P<n>\d{1,2}|two|three|four|five|six|eight|ten|twelve)\s+(?!(?:leads?|channels?|wheel\w*|prong|point|panels?|in\b|months?|days?|weeks?|years?|hours?|views?|levels?|x|times)\b)(?=[a-z])",
    re.I,
)
_NIGHTS = re.compile(r"\b(?P<n>\d{1,2}|one|two|three|four|five)\s?-?\s?nights?\b", re.I)


def fill(item: Determination, words: Passage, prescription: Prescription) -> None:
    """Sets the item's drugs, sites and numbers, by its category."""
    text, posology = words.text, words.posology
    item.body_sites = distinct_sites(words.sites)
    item.laterality = laterality(text)  # type: ignore[assignment]
    item.spinal_levels = distinct_levels(words.sites)
    item.drugs = prescription.drugs
    if item.category == "pharmaceuticals" or (prescription.drugs and item.category == "injections"):
        item.quantity, item.quantity_unit = prescription.quantity, prescription.quantity_unit
        item.refills = prescription.refills
        item.frequency, item.times_per_day = prescription.frequency, prescription.times_per_day
        item.duration_days = prescription.duration_days
        if item.category == "injections":
            item.quantity = item.quantity_unit = None
            for drug in item.drugs:
                drug.form = drug.form or "injection"
            item.sessions = _series(find_sessions(text))
        return
    item.frequency = find_frequency(text)
    series = item.category in _SERIES_OF
    counted = item.category in _GIVEN_IN_SESSIONS or series
    visits = item.category in _VISITS
    if counted or visits:
        item.sessions = find_sessions(
            text, counted=counted or bool(re.search(r"\bvisits?\b|\d\s?x\s?\d|times", text, re.I))
        )
        if series:
            item.sessions = _series(item.sessions)
        if item.subcategory in (
            "functional_restoration",
            "gym_membership",
            "pain_management_program",
            "weight_loss",
        ) and not re.search(r"session|visit", text, re.I):
            item.sessions = None
        if item.category == "programs":
            item.duration_days = prescription.duration_days
        return
    _count_things(item, text, posology)
    if item.category in ("dmepos", "home_health_and_transport", "surgery", "programs", "dental_and_vision"):
        item.duration_days = prescription.duration_days
        nights = _NIGHTS.search(text)
        if item.subcategory == "inpatient_stay" and item.duration_days is None and nights:
            item.duration_days = count(nights["n"])
    if item.category == "dmepos" and re.search(r"\bsessions?\b|\bvisits?\b", text, re.I):
        item.sessions = find_sessions(text)


def _series(count: int | None) -> int | None:
    """One injection is no series."""
    return count if count is not None and count > 1 else None


def _count_things(item: Determination, text: str, posology: list[Posology]) -> None:
    """Quantity of what is no drug: things counted with ``#`` or ``QTY``, or in packs and pairs."""
    if item.subcategory == "x_ray" or item.category == "dental_and_vision":
        # The number behind "#" is a tooth's.
        return
    for mention in posology:
        if mention.label != "QUANTITY" or mention.value is None:
            continue
        marked = mention.text[:1] == "#" or mention.text[:1].lower() == "q"
        if marked or (
            item.category == "dmepos" and mention.unit not in ("tablet", "capsule", "units", "g", "mL", "oz")
        ):
            item.quantity = mention.value
            item.quantity_unit = mention.unit if mention.unit not in COUNTED_FORMS else None
            return
    times = next((p for p in posology if p.label == "TIMES" and p.value > 0), None)
    if times is not None and (
        item.category == "diagnostics" or (item.category == "dmepos" and times.value > 1)
    ):
        item.quantity = float(times.value)
    elif item.category == "dmepos":
        leading = _LEADING_COUNT.match(text)
        if leading:
            value = count(leading["n"])
            item.quantity = None if value is None else float(value)
