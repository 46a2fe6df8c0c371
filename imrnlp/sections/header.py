"""Reads the head of a letter: labels and values, however the page's table was turned into text."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from imrnlp import lexicons
from imrnlp.record import Case, Warning
from imrnlp.text.alternatives import Alternatives
from imrnlp.text.dates import find_dates
from imrnlp.text.searched import searched
from imrnlp.text.strings import quoted

# The words of "Regular" priority are the 2013 notice's for standard.
_PRIORITY = {"standard": "standard", "regular": "standard", "expedited": "expedited"}
_VALUE = searched(
    re.compile(
        r"(?P<case>\bCM\s?\d{2}\s?-\s?\d{4,8}\b)|(?P<priority>\b(?:standard|regular|expedited)\b)", re.I
    )
)
_KINDS = {"case_number": "case", "priority": "priority"}
#: A sentence of a notice states a date without a label's colon: "An Application for Independent Medical Review was
#: received on 10 March, 2013".
_FILED = re.compile(
    r"""
    \b application \s+ for \s+ independent \s+ medical \s+ review \s+ was \s+ (?: filed | received ) \s+ on \s+
    (?P<filed> \S+ (?: \s+ \d{1,2},? \s+ \d{4} )? )
    """,
    re.IGNORECASE | re.VERBOSE,
)


# A date that no other words name is the letter's: at its head, under its title, behind another value ("CM13-0000001 Date: 12/2/2013").
_DATED = re.compile(
    r"(?: ^ \W* | [\d\]):.,\n] \s* | \b [A-Z]{2,} \s+ ) \b (?: Date | DATE ) \s* : \s* | ^ \W* (?= \w )",
    re.VERBOSE,
)
# "This is an expedited review", "handled under the regular review timeline".
_REVIEWED = re.compile(
    r"""
    \b (?P<priority> standard | regular | expedited ) \s+ (?: (?: independent \s+ medical | imr ) \s+ )?
    (?: reviews? | imr | priority | basis | track ) \b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_ASSIGNED = searched(
    re.compile(r"\bnotice\s+of\s+assignment\b[^.:]{0,160}?\b(?:on|dated)\s+(?=[\dA-Z])", re.I)
)


@dataclass(slots=True)
class HeaderFacts:
    """The facts of the header, and warnings for what could not be read."""

    case: Case = field(default_factory=Case)
    warnings: list[Warning] = field(default_factory=list)


@dataclass(slots=True)
class _Label:
    field: str
    start: int
    end: int


@dataclass(slots=True)
class _Value:
    kind: str
    start: int
    end: int
    text: str
    value: object


@lru_cache(maxsize=1)
def _labels() -> tuple[Alternatives, list[str]]:
    """The labels, the longest first, and the field of each."""
    fields = {row["label"].lower(): row["field"] for row in lexicons.table("header_labels.tsv")}
    named = sorted(fields, key=len, reverse=True)
    # "dated 9/26/2013" stands in a sentence, "Priority - Regular" has a dash; every other label ends with a colon.
    labels = Alternatives(
        [r"\s+".join(re.escape(w) for w in label.split()) for label in named],
        before=r"(?<![\w-])",
        after=r"(?:\s*:|(?<=dated)(?=\s)|(?<=received on)(?=\s)"
        r"|\s*[-\u2013\u2014=]\s*(?=(?:standard|regular|expedited)\b))",
    )
    return labels, [fields[label] for label in named]


def _find_labels(text: str) -> list[_Label]:
    labels, fields = _labels()
    return [_Label(fields[row], m.start(), m.end()) for row, m in labels.finditer(text)]


def find_labels(text: str, start: int, end: int) -> list[int]:
    """The starts of the labels of case number, dates and priority in ``text[start:end]``."""
    labels, fields = _labels()
    return [
        m.start() for row, m in labels.finditer(text, start, end) if m.group().endswith(":") and fields[row]
    ]


def _find_values(text: str) -> list[_Value]:
    values = []
    for m in _VALUE.finditer(text):
        if m["case"]:
            number = re.sub(r"\s", "", m["case"]).upper()
            values.append(_Value("case", m.start(), m.end(), m.group(), number))
        elif priority := _PRIORITY.get(m.group().lower()):
            values.append(_Value("priority", m.start(), m.end(), m.group(), priority))
    values += [_Value("date", s, e, text[s:e], date) for s, e, date in find_dates(text)]
    values.sort(key=lambda v: v.start)
    return values


def _kind(label: _Label) -> str:
    return _KINDS.get(label.field, "date") if label.field else ""


def _assign(run: list[_Label], values: list[_Value]) -> list[tuple[str, _Value]]:
    """Values for a run of labels that stand one after the other with nothing between them.

    A value belongs to the label before it; several values behind several labels belong to them in
    order when their kinds agree, else kind by kind where the numbers of labels and values agree.
    """
    last = run[-1]
    if len(run) == 1 or len(values) <= 1:
        first = next((v for v in values if v.kind == _kind(last)), None)
        return [(last.field, first)] if first and last.field else []
    named = [label for label in run if label.field]
    if [_kind(label) for label in named] == [v.kind for v in values[: len(named)]]:
        return [(label.field, v) for label, v in zip(named, values, strict=False)]
    return _by_kind(named, values)


def _by_kind(named: list[_Label], values: list[_Value]) -> list[tuple[str, _Value]]:
    """Labels and values of a kind in their order, for each kind that has as many of the one as of the other."""
    pairs: list[tuple[str, _Value]] = []
    for kind in ("case", "date", "priority"):
        of_kind = [label for label in named if _kind(label) == kind]
        found = [v for v in values if v.kind == kind]
        if of_kind and len(of_kind) == len(found):
            pairs += zip([label.field for label in of_kind], found, strict=True)
    return pairs


def read_header(text: str) -> HeaderFacts:
    """The case's number, dates and priority from a letter's head (flowing text).

    Warning offsets are into ``text``.  An impossible date is null with the warning
    ``impossible_date``; of two values for one field the first is kept (``header_conflict``).
    Never raises.

    >>> facts = read_header("Case Number: CM16-0000001 Date of Injury: 2/30/2016 Priority: Expedited")
    >>> facts.case.case_number, facts.case.priority, facts.warnings[0].code
    ('CM16-0000001', 'expedited', 'impossible_date')
    """
    facts = HeaderFacts()
    values = _find_values(text)
    pairs = _labelled(text, values)
    pairs += _in_sentences(text, values)
    named = {name for name, _ in pairs}
    if "decision_date" not in named:
        dated = {m.end() for m in _DATED.finditer(text)}
        pairs += [("decision_date", v) for v in values if v.kind == "date" and v.start in dated][:1]
    if "priority" not in named and (reviewed := _REVIEWED.search(text)):
        pairs += [("priority", v) for v in values if v.start == reviewed.start("priority")]
    elif "priority" not in named:
        # A line of its own: "Review Date: 7/2/2013 | Expedited".
        ends = {v.end for v in values if v.kind == "date"}
        alone = [v for v in values if v.kind == "priority" and len(text[: v.start].rstrip()) in ends]
        pairs += [("priority", v) for v in alone[:1]]
    if "case_number" not in named:
        pairs += [("case_number", v) for v in values if v.kind == "case"][:1]
    _fill(facts, pairs)
    return facts


def _labelled(text: str, values: Sequence[_Value]) -> list[tuple[str, _Value]]:
    """The values with the fields whose labels stand before them: "Date of Injury: 2/3/2012"."""
    labels = _find_labels(text)
    starts = [value.start for value in values]
    pairs: list[tuple[str, _Value]] = []
    run: list[_Label] = []
    for i, label in enumerate(labels):
        run.append(label)
        stop = labels[i + 1].start if i + 1 < len(labels) else len(text)
        mine = list(values[bisect_left(starts, label.end) : bisect_left(starts, stop)])
        if mine or text[label.end : stop].strip():
            pairs += _assign(run, mine)
            run = []
    return pairs


def _in_sentences(text: str, values: Sequence[_Value]) -> list[tuple[str, _Value]]:
    """The dates that a sentence of the notice gives: when the application came, when the case was assigned."""
    pairs = []
    filed = _FILED.search(text)
    if filed:
        received = [v for v in values if v.start == filed.start("filed")]
        pairs += [("application_received", v) for v in received[:1]]
    assigned = _ASSIGNED.search(text)
    if assigned:
        behind = [v for v in values if v.kind == "date" and 0 <= v.start - assigned.end() <= 4]
        pairs += [("date_assigned", v) for v in behind[:1]]
    return pairs


def _fill(facts: HeaderFacts, pairs: list[tuple[str, _Value]]) -> None:
    seen: dict[str, object] = {}
    for name, value in pairs:
        if value.value is None:
            message = f"{name.replace('_', ' ')}: {quoted(value.text)} is not a date of the calendar"
            facts.warnings.append(
                Warning(code="impossible_date", message=message, start=value.start, end=value.end)
            )
            continue
        if name not in seen:
            seen[name] = value.value
            setattr(facts.case, name, value.value)
        elif seen[name] != value.value:
            message = (
                f"{name.replace('_', ' ')}: {_shown(seen[name])} stands, {quoted(value.text)} is named too"
            )
            facts.warnings.append(
                Warning(code="header_conflict", message=message, start=value.start, end=value.end)
            )


def _shown(value: object) -> str:
    return value.isoformat() if isinstance(value, dt.date) else str(value)
