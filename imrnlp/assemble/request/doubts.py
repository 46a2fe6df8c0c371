"""Warnings for numbers and names of an item that are doubtful."""

from __future__ import annotations

import re
from functools import cache

from imrnlp.record import Warning
from imrnlp.tag.mentions import Posology
from imrnlp.tag.prescription import Prescription
from imrnlp.text.numbers import endless, word_pattern
from imrnlp.text.strings import quoted


def endless_numbers(text: str) -> list[Warning]:
    """A warning for each number with too many digits to be a real count; the number is not read.

    >>> [w.code for w in endless_numbers("Norco 1234567890123456 mg")]
    ['number_out_of_range']
    """
    return [
        Warning(
            code="number_out_of_range",
            message=f"a number with {end - start} digits was not read",
            start=start,
            end=end,
        )
        for start, end in endless(text)
    ]


@cache
def _number() -> re.Pattern[str]:
    """Without one of these there is no number to doubt: another component has marked the words."""
    return re.compile(rf"\d|\b(?:{word_pattern()})\b", re.I)


def _doubt(mention: Posology) -> Warning:
    """Why a quantity or a count of refills has no value."""
    refills = mention.label == "REFILLS"
    said, start, end = quoted(mention.text), mention.start, mention.end
    if _number().search(mention.text):
        message = f"{said} is not a believable {'number of refills' if refills else 'quantity'}"
        return Warning(code="number_out_of_range", message=message, start=start, end=end)
    what = "refills" if refills else "a quantity"
    message = f"{said} is marked as {what}, but no number was recognised in it"
    return Warning(code="number_not_found", message=message, start=start, end=end)


def doubts(text: str, prescription: Prescription) -> list[Warning]:
    """Warnings for numbers that are not believable and for names that were corrected; offsets are into ``text``."""
    warnings = [_doubt(mention) for mention in prescription.doubtful]
    warnings += [
        warning
        for warning in endless_numbers(text)
        if not any(
            d.start < (warning.end or 0) and d.end > (warning.start or 0) for d in prescription.doubtful
        )
    ]
    warnings += [
        Warning(
            code="drug_name_corrected",
            message=f"{quoted(mention.text)} was read as {quoted(mention.corrected)}",
            start=mention.start,
            end=mention.end,
        )
        for mention in prescription.mentions
        if mention.corrected
    ]
    return warnings
