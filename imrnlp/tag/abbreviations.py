"""Abbreviations that a text defines itself: "complex regional pain syndrome (CRPS)".

The algorithm is that of Schwartz and Hearst, "A simple algorithm for identifying abbreviation
definitions in biomedical text", Pac Symp Biocomput 2003:451-62.
"""

from __future__ import annotations

import re

_SHORT = re.compile(r"\(([A-Za-z0-9][\w./-]{1,9})\)")


def defined_abbreviations(text: str) -> dict[str, str]:
    """Short form to long form for each definition in ``text``.

    >>> defined_abbreviations("She has complex regional pain syndrome (CRPS) of the hand.")
    {'CRPS': 'complex regional pain syndrome'}
    """
    found: dict[str, str] = {}
    for m in _SHORT.finditer(text):
        short = m[1]
        if not any(c.isupper() for c in short):
            continue
        # At most min(|A| + 5, 2|A|) words before the bracket are looked at.
        limit = min(len(short) + 5, 2 * len(short))
        before = text[max(0, m.start() - 200) : m.start()].rstrip()
        words = " ".join(re.split(r"[.;:!?]\s", before)[-1].split()[-limit:])
        long = _long_form(short, words)
        if long:
            found[short] = long
    return found


def _long_form(short: str, words: str) -> str | None:
    at = len(words) - 1
    for i in range(len(short) - 1, -1, -1):
        letter = short[i].lower()
        if not letter.isalnum():
            continue
        while at >= 0 and (words[at].lower() != letter or (i == 0 and at > 0 and words[at - 1].isalnum())):
            at -= 1
        if at < 0:
            return None
        at -= 1
    start = words.rfind(" ", 0, at + 1) + 1 if at >= 0 else 0
    return words[start:] if len(words) - start > len(short) else None
