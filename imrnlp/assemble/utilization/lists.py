"""One request or several: where a list of services and drugs is cut."""

from __future__ import annotations

import re
from bisect import bisect_left

from imrnlp.assemble.utilization import patterns as p
from imrnlp.assemble.utilization.named import Name, Named
from imrnlp.assemble.utilization.spans import own
from imrnlp.text.strings import Span

#: Commas and "and"s at least of a list that may hold words nobody knows.
_FEWEST = 3


def items(summary: str, start: int, end: int, names: Named) -> list[Span]:
    """The span cut where a comma or "and" begins another service or drug.

    >>> text = "MRI of the hip and a bone scan"
    >>> [text[a:b] for a, b in items(text, 0, len(text), Named.of(text))]
    ['MRI of the hip', 'bone scan']
    """
    text = summary[start:end]
    named = names.within(start, end).names
    cuts: list[Span] = []
    begin = 0
    separators = _separators(text, names.within(start, end))
    garbled = _is_garbled(text, separators, named)
    for i, separator in enumerate(separators):
        following = separators[i + 1].start() if i + 1 < len(separators) else len(text)
        numbered = p.LIST_NUMBER.match(text, separator.end()) is not None
        general = p.ACCOMPANYING.match(text, separator.end(), following) is not None
        if garbled or numbered or general or _parts(text, begin, separator, following, named):
            cuts.append((begin, separator.start()))
            begin = separator.end()
    cuts.append((begin, len(text)))
    spans = [own(summary, start + a, start + b) for a, b in cuts]
    return [(a, b) for a, b in spans if b > a]


def _parts(text: str, begin: int, separator: re.Match[str], following: int, named: list[Name]) -> bool:
    """Whether ``separator`` stands between two services or drugs; ``begin`` is where the first one begins."""
    at, after = separator.span()
    low, high = bisect_left(named, (begin,)), bisect_left(named, (following,))
    left = [n for n in named[low:high] if n[0] < at]
    right = [n for n in named[low:high] if after <= n[0]]
    counted = p.COUNT_ONLY.match(text, after, following)
    if bool(left) != bool(right) and not counted:
        return _is_called_service(text, *((after, following) if left else (begin, at)))
    if not left or not right or any(a < after and b > at for a, b, _ in left):
        return False
    words = text[begin:at]
    if words.count("(") > words.count(")") or counted:
        return False
    lead = p.LEAD.match(text, after, right[0][0])
    if p.PREPOSITION.search(text, lead.end() if lead else after, right[0][0]):
        return False
    if right[0][2] == "drug" and _begins_mixture(words, [a - begin for a, _, _ in left]):
        return False
    return right[0][2] != left[-1][2] or not _is_one_of_its_kind(text, words, left[-1])


def _separators(text: str, names: Named) -> list[re.Match[str]]:
    """Where a list may be cut: not between the levels of one item, "L4-5 | and | L5-S1 epidural injection"."""
    separators: list[re.Match[str]] = []
    begin = 0
    for separator in p.SPLIT.finditer(text):
        at, after = separator.span()
        levels = p.LEVEL_BEHIND.match(text, after) and p.LEVEL_BEFORE.search(text, begin, at)
        if not levels or names.between(begin, at):
            separators.append(separator)
        begin = after
    return separators


def _is_one_of_its_kind(text: str, words: str, last: Name) -> bool:
    """Whether what follows is of the same kind and the same item: "labs including A, | B", "EMG and | NCV"."""
    bare = words.strip().lower() == text[last[0] : last[1]].lower()
    return p.INCLUDING.search(words) is not None or (bare and last[2] == "emg_ncs")


def _is_called_service(text: str, start: int, end: int) -> bool:
    """Whether the noun of a name that no lexicon has says that it is a service: "post-operative therapy"."""
    return p.CALLED_SERVICE.match(text, start, end) is not None and p.FRACTION.match(text, start, end) is None


def _begins_mixture(words: str, names: list[int]) -> bool:
    """Whether "cream of | A" begins what goes on with another drug; ``names`` are where those of ``words`` begin."""
    mixture = p.MIXTURE.search(words)
    return mixture is not None and any(0 <= at - mixture.end() <= 2 for at in names)


def _is_garbled(text: str, separators: list[re.Match[str]], named: list[Name]) -> bool:
    """Whether a list of short names has some that nobody knows: "TENS unit, cervical pillow, spaces and elbow creases".

    Dictated lists come out misheard; what stands between two commas is an item all the same.
    """
    if len(separators) < _FEWEST or len(named) < 2 or "and" not in separators[-1].group().lower().split():
        return False
    edges = [0, *(edge for m in separators for edge in m.span()), len(text)]
    parts = [text[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True)]
    return all(p.SHORT_NAME.fullmatch(part) for part in parts) and not p.INCLUDING.search(text)
