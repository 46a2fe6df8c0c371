"""The date of a service that was requested after it had been given."""

from __future__ import annotations

import re

from imrnlp.record import Determination, Warning
from imrnlp.text.dates import find_dates
from imrnlp.text.searched import searched

#: "DOS: 3/4/2014", "date of service 3/4/2014", "performed on 3/4/2014", "provided from 3/4/2014 to 3/9/2014"
_DOS = searched(
    re.compile(
        r"""
    (?: \b d\.?o\.?s\.? \b | \b dates? \s+ of \s+ services? \b | \b service \s+ date \b
      | \b (?: provided | dispensed | performed | rendered | received ) [ ] (?: on | from | between | beginning ) \b )
    \s* :? \s* (?: of\s+ | from\s+ | on\s+ | between\s+ )?
    """,
        re.IGNORECASE | re.VERBOSE,
    )
)
# When a retrospective request was given; "per 12/7/2016 order" is the order's date.
_GIVEN_ON = re.compile(r"\b(?:between|from|on|given|administered|provided)\b\s*(?:on\s+)?", re.I)


def read_service_date(item: Determination, whole: str, text: str) -> None:
    """Sets the date of service that the item's words (``text``) or its whole request state."""
    for words in (text, whole):
        for match in _DOS.finditer(words):
            dates = [d for s, _, d in find_dates(words) if 0 <= s - match.end() <= 3]
            if dates:
                item.date_of_service = dates[0]
                item.retrospective = True
                if dates[0] is None:
                    item.warnings.append(
                        Warning(
                            code="impossible_date",
                            message="the date of service is not a date of the calendar",
                        )
                    )
                return
    if item.retrospective:
        for match in _GIVEN_ON.finditer(text):
            dates = [d for s, _, d in find_dates(text) if 0 <= s - match.end() <= 3]
            if dates:
                item.date_of_service = dates[0]
                return
    if item.retrospective and item.date_of_service is None:
        lead = [d for s, _, d in find_dates(whole) if s < 60 and d is not None]
        if len(lead) == 1 and re.match(r"^\W*retro\w*\s*\(", whole, re.I):
            item.date_of_service = lead[0]
