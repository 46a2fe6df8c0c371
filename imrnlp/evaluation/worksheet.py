"""The differences between record and gold as a list to work through: each once, with the words around."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any, NamedTuple

from imrnlp.evaluation.scores import Scores, letter_of

COLUMNS = ("letter", "item", "field", "expected", "got", "around")
#: Parts that count other parts' values once more, each with the part in which they are counted first.
_AGAIN = {
    "diagnoses with assertion": "diagnoses",
    "diagnoses with laterality": "diagnoses",
    "diagnoses lenient": "diagnoses",
    "medications with status": "medications",
    "medication indications": "medications",
    "utilization review with date": "utilization review",
}
#: Parts that are right when all of an item's or reference's other parts are.
_WHOLE = ("item exact", "reference exact", "guideline reference exact")
#: Parts of which a letter or an item has many: two of them have nothing to do with each other.
_MANY = {
    *("diagnoses", "diagnoses with assertion", "diagnoses with laterality", "diagnoses lenient"),
    *("medications", "medications with status", "medication indications"),
    *("utilization review", "utilization review with date"),
    *("body_sites", "spinal_levels", "cpt_codes"),
}
_AROUND = 60


class WorksheetRow(NamedTuple):
    """One difference: what gold expects, what the record has (either may be empty), and the words around."""

    letter: str
    item: str
    field: str
    expected: str
    got: str
    around: str


def worksheet(scores: Scores) -> list[WorksheetRow]:
    """Each difference once, by letter in the order of the gold, then by item and field.

    A missed diagnosis is not listed again with its assertion; an item or reference as a whole is listed
    only where none of its parts is.
    """
    cases: dict[str, dict[str, list[tuple[str, Any]]]] = {}
    for part, score in scores.parts.items():
        for case, kind, value in score.differences:
            cases.setdefault(case, {}).setdefault(part, []).append((kind, value))
    rows = [
        _row(scores, case, part, want, got)
        for case, parts in cases.items()
        for part in parts
        if part not in _WHOLE or not any(_same_subject(part, p) for p in parts)
        for want, got in _pairs(part, _news(part, parts))
    ]
    order = {letter: n for n, letter in enumerate(scores.layouts or scores.texts)}
    return sorted(rows, key=lambda row: (order.get(row.letter, len(order)), len(row.item), row.item))


def _same_subject(whole: str, part: str) -> bool:
    """Whether ``part`` counts what ``whole`` is made of: guidelines of guidelines, items of items."""
    return part not in _WHOLE and part.startswith("guideline ") == whole.startswith("guideline ")


def _news(part: str, parts: dict[str, list[tuple[str, Any]]]) -> list[tuple[str, Any]]:
    """The part's differences without those that another part lists already."""
    stated = {(kind, _head(value)) for kind, value in parts.get(_AGAIN.get(part, ""), [])}
    return [(kind, value) for kind, value in parts[part] if (kind, _head(value)) not in stated]


def _head(value: Any) -> Any:
    return value[0] if isinstance(value, tuple) and value else value


def _pairs(part: str, differences: list[tuple[str, Any]]) -> Iterator[tuple[Any, Any]]:
    """Missed values with wrong ones: those of the same head, those that share words, and a field's only two.

    >>> list(_pairs("diagnoses", [("missed", "neck pain"), ("wrong", "cough"), ("wrong", "pain")]))
    [('neck pain', 'pain'), (None, 'cough')]
    >>> list(_pairs("outcome", [("missed", "upheld"), ("wrong", "modified")]))
    [('upheld', 'modified')]
    """
    missed = [value for kind, value in differences if kind == "missed"]
    wrong = [value for kind, value in differences if kind == "wrong"]
    for alike in (_same_head, _shared_words):
        for want in list(missed):
            got = max(wrong, key=lambda value: alike(want, value), default=None)
            if got is not None and alike(want, got):
                missed.remove(want)
                wrong.remove(got)
                yield want, got
    if part in _MANY:
        yield from ((want, None) for want in missed)
        yield from ((None, got) for got in wrong)
    else:
        yield from zip_longest(missed, wrong)


def _same_head(want: Any, got: Any) -> int:
    return isinstance(got, tuple) and _head(got) == _head(want)


def _shared_words(want: Any, got: Any) -> int:
    return len(_tokens(want) & _tokens(got))


def _tokens(value: Any) -> set[str]:
    return {word for piece in _flat(value) for word in re.findall(r"\w{3,}", str(piece).lower())}


def _row(scores: Scores, case: str, part: str, want: Any, got: Any) -> WorksheetRow:
    letter = letter_of(case)
    text = scores.texts.get(case, scores.texts.get(letter, ""))
    expected, here = _shown(want, text)
    found, there = _shown(got, text)
    request = scores.requests.get(case, "")
    place = here or there or (_find(request, text) if text and request else None)
    around = _words_around(text, *place) if place else " ".join(request.split())
    return WorksheetRow(letter, case[len(letter) + 1 :], part, expected, found, around)


def _words_around(text: str, start: int, end: int) -> str:
    """Whole words before and behind the span ``[start, end)``.

    >>> _words_around("He was seen. " * 9 + "Low back pain. " + "She left. " * 9, 117, 130)
    '… seen. He was seen. He was seen. He was seen. He was seen. Low back pain. She left. She left. She left. She left. She left. She …'
    """
    first, last = max(0, start - _AROUND), min(len(text), end + _AROUND)
    while first and first < start and not text[first - 1].isspace():
        first += 1
    while last < len(text) and last > end and not text[last].isspace():
        last -= 1
    words = " ".join(text[first:last].split())
    return f"{'… ' if first else ''}{words}{' …' if last < len(text) else ''}"


def _shown(value: Any, text: str) -> tuple[str, tuple[int, int] | None]:
    """A value as the letter writes it, and where; as it is compared where the letter has no such words."""
    if value is None:
        return "", None
    parts, place = [], None
    for piece in _flat(value):
        # A single short word would be found anywhere.
        found = _find(piece, text) if isinstance(piece, str) and len(piece) > 3 else None
        place = place or found
        parts.append(" ".join(text[slice(*found)].split()) if found else _plain(piece))
    return ", ".join(parts), place


def _flat(value: Any) -> Iterator[Any]:
    if isinstance(value, tuple):
        for part in value:
            yield from _flat(part)
    elif value is not None:
        yield value


def _plain(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _find(words: str, text: str) -> tuple[int, int] | None:
    """Where the text has the words, in whatever case and however its lines break.

    >>> _find("low back pain", "He has LOW BACK\\n  pain.")
    (7, 22)
    """
    tokens = [re.escape(token).replace(r"\-", r"-\s*+") for token in words.split()]
    if not tokens:
        return None
    match = re.search(r"(?<!\w)" + r"\s++".join(tokens) + r"(?!\w)", text, re.IGNORECASE)
    return match.span() if match else None
