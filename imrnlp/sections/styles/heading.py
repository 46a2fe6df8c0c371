"""Style ``outcome_heading``: "<request>: Upheld", then labelled passages."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cache
from itertools import pairwise

from imrnlp import lexicons
from imrnlp.lexicons import spaced
from imrnlp.record import Warning
from imrnlp.sections.item import Item
from imrnlp.sections.layout import Structure
from imrnlp.sections.styles.passages import (
    Slots,
    fill_slots,
    first_label,
    holds_label,
    label_follows,
    slots_of,
    words_of,
)
from imrnlp.sections.verdicts import as_scanned
from imrnlp.text.searched import searched
from imrnlp.text.strings import lower, quoted, trim

# What ends a paragraph: a sentence's end, or a verdict whose full stop is missing.
_PARAGRAPH_END = re.compile(r"(?:[.!?]|necessary|appropriate)[\"”’')\]]*\s*$")
_VERDICTS = (
    re.compile(
        r"medically\s+(?:necessary|appropriate)(?:\s+and\s+appropriate)?(?:\s+at\s+this\s+time)?[\"”]?\s*\.[\"”]?"
    ),
    re.compile(r"not\s+(?:met|supported|warranted|certified)\s*\."),
)
_PARTIAL = re.compile(r"the\s+original\s+request\b")
_BEFORE_OUTCOME = searched(re.compile(r"(?:(?:\s+(?:is|are))?\s*:|\s+(?:is|are))\s*$", re.I))
_SENTENCE_END = re.compile(r"(?<!\d)[.!?][\"”’')\]]*\s+[A-Z]")
# A full stop that a capital letter, a number or an opening bracket follows; a verdict whose full stop is missing.
# It begins with one class of characters, which the engine skips to.
_STOP = re.compile(
    r"""
    [.!?yp] (?:
        (?<= [^A-Z\d][.!?] )                        # "the knee. The"
      | (?<= \d\. ) (?= \s )                        # "in 2016. The", but not "2.5"
      | (?<= necessary ) (?= \s*\n )               # "is not medically necessary" at a line's end
      | (?<= app ) ropriate (?= \s*\n )
    )
    ["”’')\]]* \s* (?= ["“(]? [A-Z\d\#] )
    """,
    re.VERBOSE,
)
#: Characters before an item's outcome in which its heading and the note before it are looked for.
_LONGEST_NOTE = 1500
_LONGEST_HEADING = 400
_FULL_LINE = 60
_LOOK_BACK = 40


@cache
def _outcome_patterns(words: tuple[str, ...]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    # The words are looked for alone, each by itself, which is fast; what stands around them is
    # looked at after.
    return tuple((word, re.compile(as_scanned(word))) for word in words)


@cache
def _opening_pattern(opening: str) -> re.Pattern[str]:
    return re.compile(spaced(opening))


@cache
def _after_outcome(slots: Slots) -> re.Pattern[str]:
    """The outcome ends its line, or the first label of the item follows at once."""
    labels = "|".join(spaced(label) for _, variants in slots for label in variants)
    return re.compile(rf"\s*[.;]?[^\S\n]*(?=$|\s*(?:{labels or '$'}))", re.M)


def read_outcome_headings(text: str, structure: Structure) -> list[Item]:
    """Items whose heading ends with the outcome; their passages follow under labels."""
    spec = structure.spec["items"]
    section = structure.section("decisions")
    start, end = (section.start, section.end) if section else (0, len(text))
    opening = _opening_pattern(spec["opening"]).search(text, start, end) if "opening" in spec else None
    if opening:
        start = opening.end()
    slots = slots_of(spec)
    words = tuple(spec["outcomes"])
    outcomes = _find_outcomes(text, start, end, words, slots)
    misprinted = _find_misprinted(text, start, end, outcomes, words, slots)
    inferred = set(misprinted)
    outcomes = sorted([*outcomes, *misprinted])
    labelled = [label_follows(text, o[1], end, slots) for o in outcomes]
    last_labelled = max((i for i, follows in enumerate(labelled) if follows), default=-1)
    listed: list[Item] = []
    items: list[Item] = []
    floor = start
    for i, (outcome_start, outcome_end, word) in enumerate(outcomes):
        if last_labelled >= 0 and not labelled[i] and not _bare(text, outcomes, i, end):
            # An outcome that a rationale quotes.
            continue
        stop = min(_heading_start(text, floor, outcome_start, slots), outcome_start)
        if items:
            fill_slots(text, items[-1], floor, stop, slots)
        item = Item(request=trim(text, stop, outcome_start), outcome=spec["outcomes"][word])
        if (outcome_start, outcome_end, word) in inferred:
            message = f"{quoted(text[outcome_start:outcome_end].strip(' :;'))} is read as {word}"
            span = {"start": outcome_start, "end": outcome_end}
            item.warnings.append(Warning(code="outcome_inferred", message=message, **span))
        if labelled[i] or i > last_labelled:
            items.append(item)
        else:
            listed.append(item)
        floor = outcome_end
    if items:
        fill_slots(text, items[-1], floor, end, slots)
    return _with_listed(text, items, listed)


def _bare(text: str, outcomes: list[tuple[int, int, str]], i: int, end: int) -> bool:
    """Whether an outcome without passages stands in a list: the next heading or the end follows it."""
    stop = outcomes[i + 1][0] if i + 1 < len(outcomes) else end
    between = text[outcomes[i][1] : stop].strip()
    if i + 1 == len(outcomes):
        return not between
    return 0 < len(between) <= _LONGEST_HEADING and not _SENTENCE_END.search(between)


def _with_listed(text: str, items: list[Item], listed: list[Item]) -> list[Item]:
    """The items with those that stand only in a list, in the letter's order.

    What a list says of an item that has passages too is compared with its heading, which stands.
    """
    stated = {words_of(text, item.request): item for item in reversed(items)} if listed else {}
    for one in listed:
        same = stated.get(words_of(text, one.request))
        if same is None:
            items.append(one)
        elif same.outcome != one.outcome:
            message = f"a list says {one.outcome}, the item's own heading {same.outcome}"
            start, end = one.request
            same.warnings.append(Warning(code="outcome_conflict", message=message, start=start, end=end))
    return sorted(items, key=lambda item: item.request)


def _find_outcomes(
    text: str, start: int, end: int, words: tuple[str, ...], slots: Slots
) -> list[tuple[int, int, str]]:
    """Outcome words that end a heading: where ``:`` (or "is") and they begin, where they end, the word."""
    after = _after_outcome(slots)
    lowered = lower(text[start:end])
    spans = [
        (*m.span(), word) for word, pattern in _outcome_patterns(words) for m in pattern.finditer(lowered)
    ]
    found: list[tuple[int, int, str]] = []
    reached = 0
    # Of words that overlap the first and longest: "overturned in part" before "overturned".
    for first, last, word in sorted(spans, key=lambda s: (s[0], -s[1])):
        if first < reached:
            continue
        at, stop = first + start, last + start
        before = _BEFORE_OUTCOME.search(text, max(start, at - _LOOK_BACK), at)
        follows = after.match(text, stop, end) if before else None
        if before and follows:
            found.append((before.start(), follows.end(), word))
            reached = last
    return found


# The end of a heading: words of letters, digits and bars, "Up held", "0verturned", "U p h e l d".
_LAST_WORDS = re.compile(r"[\w|!]+\Z")
_NOT_LETTERS = str.maketrans("015|!", "olsll")
_LONGEST_OUTCOME = 40
# A line of a bare list, which has no labels: "1. Norco #60: Up held".  Its end is looked for first.
_NUMBERED_LINE = re.compile(
    r"""
    ^ [ \t]* \d{1,2} [.)] [ \t]+ \S [^\n:]{1,300} : [ \t]* [\w|! ]{6,14} $
    """,
    re.MULTILINE | re.VERBOSE,
)
_LINE_ENDS_SO = re.compile(r":[ \t]*[\w|! ]{6,14}$", re.MULTILINE)


def _find_misprinted(
    text: str,
    start: int,
    end: int,
    found: list[tuple[int, int, str]],
    words: tuple[str, ...],
    slots: Slots,
) -> list[tuple[int, int, str]]:
    """Outcomes that a bad text layer prints with a wrong letter or with blanks, before an item's first label."""
    labels = [m.start() for m in first_label(slots).finditer(text, start, end)] if slots else []
    if len(labels) <= len(found):
        labels = _numbered_lines(text, start, end)
    known = sorted(stop for _, stop, _ in found)
    begun = sorted(first for first, _, _ in found)
    misprinted = []
    for label in labels:
        i = bisect_right(known, label) - 1
        if bisect_left(begun, label) > i + 1:
            # The line ends within an outcome that is read already.
            continue
        floor = max(start, known[i] if i >= 0 else start, label - _LONGEST_OUTCOME)
        if i >= 0 and not text[known[i] : label].strip(" \t\r\n\f.;:"):
            continue
        outcome = _misprinted(text, floor, label, words)
        if outcome:
            misprinted.append(outcome)
    return misprinted


def _numbered_lines(text: str, start: int, end: int) -> list[int]:
    """The ends of the numbered lines that may end with an outcome."""
    ends = []
    for ending in _LINE_ENDS_SO.finditer(text, start, end):
        line = max(start, text.rfind("\n", start, ending.start()) + 1)
        if _NUMBERED_LINE.match(text, line, ending.end()):
            ends.append(ending.end())
    return ends


def _misprinted(text: str, floor: int, label: int, words: tuple[str, ...]) -> tuple[int, int, str] | None:
    """The outcome that the last words before ``label`` stand for: one wrong letter in five at most."""
    from rapidfuzz.distance import Levenshtein

    end = at = trim(text, floor, label, also=".;:")[1]
    letters = ""
    best: tuple[int, int, str] | None = None
    while (last := _LAST_WORDS.search(text[floor:at])) and len(letters) < max(map(len, words)):
        letters = last.group() + letters
        begin = floor + last.start()
        plain = lower(letters).translate(_NOT_LETTERS)
        for word in words:
            distance = Levenshtein.distance(plain, word.replace(" ", ""), score_cutoff=len(word) // 5)
            if distance <= len(word) // 5 and (best is None or distance < best[0]):
                best = (distance, begin, word)
        at = trim(text, floor, begin)[1]
    if best is None:
        return None
    before = trim(text, floor, best[1], also=":;-\u2013\u2014")[1]
    return before, end, best[2]


def _heading_start(text: str, floor: int, outcome: int, slots: Slots) -> int:
    """Where the item's heading begins that ends at ``outcome``; ``floor`` is the item before's outcome.

    The heading is the paragraph before its outcome.  PDF text has no blank lines, so a
    paragraph begins after a line that ends a sentence, or after a line that is not full.
    """
    verdicts = sorted(m.span() for pattern in _VERDICTS for m in pattern.finditer(text, floor, outcome))
    anchor = outcome
    partial = [
        m.start()
        for m in _PARTIAL.finditer(text, floor, outcome)
        if text[max(floor, m.start() - 8) : m.start()].split()[-1:] in (["was"], ["were"])
    ]
    if partial and not any(start > partial[-1] for start, _ in verdicts):
        anchor = partial[-1]
    line = paragraph_start(text, floor, anchor)
    # A heading glued to the sentence before it, without a line break.
    glued = [end for _, end in verdicts if end > line]
    if glued and text[glued[-1] : outcome].strip():
        line = glued[-1]
    prose = _prose_end(text, floor, anchor)
    # Copied text has no lines, and narrow columns break a heading anywhere.
    return prose if prose > line or not _ends_passage(text, prose, line, slots) else line


@cache
def _prose_words() -> re.Pattern[str]:
    """Words that a sentence has and a request has not: "is", "should", "recommend"."""
    words = lexicons.document("layouts.json")["telling_words"].split()
    return searched(re.compile(rf"\b(?:{'|'.join(words)})\b", re.I))


def is_prose(text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]`` is prose and not a part of a heading."""
    return _prose_words().search(text, start, end) is not None


def _ends_passage(text: str, start: int, end: int, slots: Slots) -> bool:
    """Whether ``text[start:end]`` belongs to the item before, and is not the first line of a heading."""
    return (
        text[start:end].rstrip().endswith((".", "!", "?"))
        or is_prose(text, start, end)
        or holds_label(text, start, end, slots)
    )


def _prose_end(text: str, floor: int, anchor: int) -> int:
    """Where the last sentence that says something ends before ``anchor``; ``floor`` where none does."""
    start = max(floor, anchor - _LONGEST_NOTE)
    stops = [start, *(m.end() for m in _STOP.finditer(text, start, anchor))]
    for begin, end in reversed(list(pairwise(stops))):
        if is_prose(text, begin, end):
            return end
    return floor


def paragraph_start(text: str, floor: int, anchor: int) -> int:
    """Where the paragraph begins that holds ``anchor``; not before ``floor``."""
    line = text.rfind("\n", floor, anchor) + 1
    if line <= floor:
        line = floor
    while line > floor:
        previous_start = text.rfind("\n", floor, line - 1) + 1
        if previous_start <= floor:
            previous_start = floor
        previous = text[previous_start:line]
        if not previous.strip():
            if _blank_run(text, line, floor) and opens_paragraph(text, line):
                break
        elif opens_paragraph(text, line) and (
            _PARAGRAPH_END.search(previous) or len(previous.strip()) < _FULL_LINE
        ):
            break
        line = previous_start
    return line


def _blank_run(text: str, line: int, floor: int) -> bool:
    """Whether the blank line before ``line`` parts paragraphs: not where every line is followed by one."""
    last = line - 1
    while last > floor and text[last - 1].isspace():
        last -= 1
    previous = text[max(floor, text.rfind("\n", floor, last) + 1) : last]
    return bool(_PARAGRAPH_END.search(previous)) or len(previous) < _FULL_LINE


def opens_paragraph(text: str, at: int) -> bool:
    """Whether the next thing after white space can begin a paragraph."""
    while at < len(text) and text[at].isspace():
        at += 1
    return at < len(text) and not (text[at].islower() or text[at] in ",;)#%&/")
