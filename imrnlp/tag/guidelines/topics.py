"""Lists of topics: split where headings are listed, not inside a heading.

``Cyclobenzaprine (Flexeril), Muscle relaxants (for pain)`` are two headings; ``NSAIDs, GI symptoms &
cardiovascular risk`` is one, which only a list of the headings can tell (``lexicons/guideline_topics.tsv``).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from imrnlp import lexicons
from imrnlp.tag.guidelines.words import GAP, trim_end

#: No heading is longer.
_LONG = 150
_SPACES = re.compile(r"\s+")
_AND = re.compile(r"\s*&\s*|\s+and\s+")
_MARKS = re.compile("[\u00ae\u2122\u00a9]|\\s*\\*+")
_SOFT_HYPHEN = re.compile("[\u00ad\ufffe]\\s*")
_BROKEN = re.compile(r"(?<=[a-z])-\s?(?=[a-z])")
_DELIMITER = re.compile(rf"[()\[\],;{GAP}]")
_NUMBERED = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,4}\.?\s+[A-Z]")
_NEXT_NUMBERED = re.compile(r"[,;]\s*(?=\d{1,2}(?:\.\d{1,2}){1,4}\.?\s+[A-Z]|\d{1,2}\.\s+[A-Z])")
_LEAD = re.compile(
    r"^(?:\s*(?:[,;:.\-/<>|)\]]|(?:and|&|for|on|of|regarding|re|in|under|within|from|see|also|specifically|including|e\.g\.|i\.e\.)(?=\s)"
    r"|(?:the|its|their)\s+(?=\w)|(?:sections?|topics?|headings?|subsections?|subheadings?|criteria\s+for\s+the)\b\s*(?:\(\s*s\s*\)?)?\s*(?:(?:on|of|for|regarding|titled|entitled)\b|[:,-])))+\s*",
    re.I,
)
_TAIL = re.compile(
    r"(?:\s*(?:[,;:.\-<>]|\b(?:sections?|topics?|headings?|subsections?|and|or|the|of|in|on|from|see|at|with)\b|&))+\s*$",
    re.I,
)
#: What a topic list may hold that is no topic.
_NOT_TOPIC = re.compile(
    r"(?:non-?\s?mtus|guidelines?|chapters?|chap\.?|ch\.?|sections?(?:\s*\(s\)?)?|section\(s\)|procedures?|procedure\s+summary|summary\s+of\s+procedures|pages?|the|mtus|"
    r"online|web|online\s+(?:version|edition)|internet\s+(?:version|edition)|web\s+(?:version|edition)|current\s+(?:version|edition)|latest\s+(?:version|edition)|treatment\s+index|recommendations?\s+from|"
    r"stud(?:y|ies)|subheadings?|n/?a|etc\.?|none|clinical\s+topics|s|c\.?c\.?r\.?|revised|updated?|version|edition|et\s+seq\.?|treatment\s+guidelines?|practice\s+guidelines?|twc|title\s+8|8)",
    re.I,
)


@lru_cache(maxsize=8192)
def _normal(heading: str) -> str:
    """A heading as it is compared: lower case, ``and`` for ``&``, no trade marks."""
    return _SPACES.sub(" ", _AND.sub(" and ", _MARKS.sub("", heading.lower()))).strip(" .,;:")


def is_known(words: str) -> bool:
    """Whether ``words`` are a heading of the table; letter case and ``&`` for ``and`` do not matter."""
    return len(words) <= _LONG and _normal(words) in known_headings()


@cache
def known_headings() -> frozenset[str]:
    """All headings of the table, normalised."""
    return frozenset(
        _normal(heading)
        for row in lexicons.table("guideline_topics.tsv")
        for heading in row["headings"].split("|")
    )


@cache
def _longest() -> int:
    return max(heading.count(",") for heading in known_headings()) + 1


def split_topics(listed: str) -> list[str]:
    """The headings that ``listed`` names, each as written.

    >>> split_topics("Capsaicin, topical, Topical analgesics")
    ['Capsaicin, topical', 'Topical analgesics']
    >>> split_topics("2. Opioids for Subacute Pain, 4.1 Tapering Opioids: Indications")
    ['2. Opioids for Subacute Pain', '4.1 Tapering Opioids: Indications']
    """
    if not listed or listed.isspace():
        return []
    listed = _LEAD.sub("", listed)
    if _NUMBERED.match(listed):
        return _tidied(_NEXT_NUMBERED.split(listed.replace(GAP, " ")))
    topics: list[str] = []
    run: list[str] = []
    for piece, hard in _pieces(listed):
        run.append(piece)
        if hard:
            topics += _joined(run)
            run = []
    return _tidied(topics + _joined(run))


def _pieces(listed: str) -> list[tuple[str, bool]]:
    """Parts at commas and semicolons outside brackets, and whether the part ends for certain."""
    closers = _matched(listed)
    pieces: list[tuple[str, bool]] = []
    depth_until = -1
    at = 0
    for delimiter in _DELIMITER.finditer(listed):
        i = delimiter.start()
        mark = listed[i]
        if i < depth_until:
            continue
        if mark in "([":
            depth_until = closers.get(i, -1)
        elif mark in ",;" or mark == GAP:
            pieces.append((listed[at:i], mark != ","))
            at = i + 1
    pieces.append((listed[at:], True))
    return pieces


def _matched(listed: str) -> dict[int, int]:
    """Offset of each opening bracket -> offset of the one that closes it, where one does."""
    stack: list[int] = []
    closers: dict[int, int] = {}
    for bracket in re.finditer(r"[()\[\]]", listed):
        if bracket.group() in "([":
            stack.append(bracket.start())
        elif stack:
            closers[stack.pop()] = bracket.start()
    return closers


def _joined(pieces: list[str]) -> list[str]:
    """Joins parts that make one heading, then parts two headings joined by "and"."""
    topics: list[str] = []
    i = 0
    while i < len(pieces):
        take = 1
        for n in range(min(_longest(), len(pieces) - i), 1, -1):
            if is_known(",".join(pieces[i : i + n])):
                take = n
                break
        if take == 1:
            # A part that goes on in lower case belongs to the heading before it.
            while i + take < len(pieces) and _goes_on(pieces[i], pieces[i + take]):
                take += 1
        topics += _parted(",".join(pieces[i : i + take]))
        i += take
    return topics


def _goes_on(heading: str, part: str) -> bool:
    heading, part = heading.strip(), part.strip()
    if not (heading[:1].isupper() and part[:1].islower()) or part.startswith(("and ", "or ")):
        return False
    return not is_known(part)


def _parted(topic: str) -> list[str]:
    if len(topic) > 2 * _LONG or is_known(topic):
        return [topic]
    for joint in re.finditer(r"\s(?:and|&)\s", topic):
        left, right = topic[: joint.start()], topic[joint.end() :]
        if is_known(_LEAD.sub("", left)) and is_known(right):
            return [left, right]
    # Headings with nothing but a space between: "Salicylate topicals Topical analgesics".
    for joint in re.finditer(r"\s(?=[A-Z])", topic):
        left, right = topic[: joint.start()], topic[joint.end() :]
        if left[-1:] not in ":-/" and is_known(_LEAD.sub("", left)) and is_known(right):
            return [left, right]
    return [topic]


def _tidied(topics: list[str]) -> list[str]:
    tidy = (tidy_topic(topic) for topic in topics)
    return [topic for topic in tidy if topic]


def _mended(topic: str) -> str:
    """A heading that the page broke at a hyphen, whole again."""
    topic = _SOFT_HYPHEN.sub("", topic)
    if "-" in topic and not is_known(topic):
        whole = _BROKEN.sub("", topic)
        if is_known(whole):
            return whole
    return topic


def tidy_topic(topic: str) -> str:
    """One topic without leading and trailing words that are none of it; "" when nothing is left."""
    return _tidy_kept(topic) if len(topic) <= _LONG else _tidy(topic)


@lru_cache(maxsize=8192)
def _tidy_kept(topic: str) -> str:
    return _tidy(topic)


def _without_outer_brackets(topic: str) -> str:
    """``topic`` without a pair of brackets around all of it, or a leading one that never closes."""
    if topic[:1] not in ("(", "["):
        return topic
    closers = _matched(topic)
    start, end = 0, len(topic)
    while start < end and topic[start] in "([ ":
        closer = closers.get(start)
        if closer is not None and closer != end - 1:
            break
        if closer is not None:
            end = closer
        start += 1
    return topic[start:end].strip()


def _tidy(topic: str) -> str:
    topic = _mended(_SPACES.sub(" ", topic.replace(GAP, " ")).strip())
    if is_known(topic):
        return topic.strip(" .,;:")
    topic = trim_end(_TAIL, _LEAD.sub("", topic)).strip()
    topic = _without_outer_brackets(topic)
    if topic[-1:] in (")", "]") and topic.count("(") + topic.count("[") < topic.count(")") + topic.count("]"):
        topic = topic[:-1].rstrip(" .,;:")
    if topic.startswith('"') or topic.endswith('"'):
        topic = topic.strip('" ,.')
    if _NOT_TOPIC.fullmatch(topic) or not any(c.isalnum() for c in topic):
        return ""
    return topic
