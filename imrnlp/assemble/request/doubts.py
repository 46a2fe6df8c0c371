"""What an item's numbers and names leave in doubt."""

from __future__ import annotations

from imrnlp.record import Warning
from imrnlp.tag.prescription import Prescription
from imrnlp.text.numbers import endless
from imrnlp.text.strings import quoted


def endless_numbers(text: str) -> list[Warning]:
    """A warning for each number with too many digits to count anything; its value is left out.

    >>> [w.code for w in endless_numbers("Norco 1234567890123456 mg")]
    ['number_out_of_range']
    """
    return [
        Warning(
            code="number_out_of_range",
            message=f"a number of {end - start} digits was not read",
            start=start,
            end=end,
        )
        for start, end in endless(text)
    ]


def doubts(text: str, prescription: Prescription) -> list[Warning]:
    """Warnings for numbers that cannot be believed and names that were corrected; offsets are into ``text``."""
    warnings = [
        Warning(
            code="number_out_of_range",
            message=f"{quoted(doubt.text)} is no {doubt.label.lower()} that can be believed",
            start=doubt.start,
            end=doubt.end,
        )
        for doubt in prescription.doubtful
    ]
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
