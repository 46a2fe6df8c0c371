"""Style ``issue_list``: the issues stand in a list at the letter's head, their rationales further on.

A rationale's heading may say the outcome ("… IS/WAS NOT MEDICALLY NECESSARY"); rationales are
numbered as the issues are, stand under a heading each, or serve all issues.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

from imrnlp.lexicons import spaced
from imrnlp.record import Warning
from imrnlp.sections.item import Item
from imrnlp.sections.layout import Section, Structure
from imrnlp.sections.styles.heading import opens_paragraph
from imrnlp.sections.styles.passages import fill_slots, slots_of, words_of
from imrnlp.sections.verdicts import Verdict, as_scanned, find_verdicts
from imrnlp.text.strings import Span, lower, trim

_MARK = re.compile(
    r"^[^\S\n]*(?:(?:issue|item|request)\s*)?(?:[(#]?(?P<n>\d{1,2}|(?-i:[a-hA-H]))[.):](?!\d)|[•●▪◦*·-])[^\S\n]*(?=\S)",
    re.M | re.I,
)
_INLINE = re.compile(r"(?:(?<=[\s:;,])|^)\(?(?P<n>[1-9]\d?)[.)]\s+(?=\S)")
_LINE = re.compile(r"(?:^[^\S\n]*|(?<=\.\s))(?=[A-Z])", re.M)
#: "Regarding the knee brace,", "MRI of the neck:"
_HEAD = re.compile(
    r"""
    (?P<lead> (?: Regarding | With[ ](?: respect|regard )[ ]to | As[ ](?: to|for ) | Concerning | In[ ]regards?[ ]to | For ) \s+ )?
    (?P<words> [^:.,\n]{3,160} )
    (?(lead) [:,] | : )
    """,
    re.VERBOSE,
)
_SEMICOLON = re.compile(r";\s*(?:and\s+)?")
_FULL_LINE = 60
_EDGES = ' \t\r\n\f\v\u00a0:;,.?•●▪*·"“”'


def read_issue_list(text: str, structure: Structure) -> list[Item]:
    """The issues at dispute, each with its share of the guidelines and of the rationales."""
    spec = structure.spec["items"]
    issues = structure.all("issues")
    items = [
        Item(request=span)
        for section in issues
        for part in _parts(text, section, spec)
        if (span := _own_words(text, part, spec))[1] > span[0]
    ]
    if not items:
        return []
    _share_rationales(text, structure, items, spec)
    _share_guidelines(text, structure, items, spec)
    return items


# -- the list -----------------------------------------------------------------------------------------


def _parts(text: str, section: Section, spec: dict[str, Any]) -> list[Span]:
    """The list's entries: by number or bullet, else by paragraph; by semicolon under a plural heading."""
    start, end = section.start, section.end
    for pattern in (_MARK, _INLINE):
        marks = _in_order(list(pattern.finditer(text, start, end)))
        if marks:
            edges = [*(m.start() for m in marks[1:]), end]
            return [trim(text, m.end(), edge) for m, edge in zip(marks, edges, strict=True)]
    paragraphs = _paragraphs(text, start, end)
    plural = spec.get("plural") and re.search(spec["plural"], text[section.heading_start : start], re.I)
    if len(paragraphs) != 1 or not plural:
        return paragraphs
    edges = [start, *(m.end() for m in _SEMICOLON.finditer(text, start, end)), end]
    return [trim(text, a, b) for a, b in pairwise(edges) if text[a:b].strip(_EDGES)]


def _in_order(marks: list[re.Match[str]]) -> list[re.Match[str]]:
    """Marks that count on from 1 or A; bullets all."""
    kept: list[re.Match[str]] = []
    numbered = [m for m in marks if m["n"]]
    if not numbered:
        return marks
    for m in numbered:
        n = m["n"].upper()
        value = int(n) if n.isdigit() else ord(n) - ord("A") + 1
        if value == len(kept) + 1:
            kept.append(m)
    return kept


def _paragraphs(text: str, start: int, end: int) -> list[Span]:
    """Paragraphs; a line that is full goes on in the next one, as does one that ends openly."""
    spans: list[Span] = []
    begin = at = start
    while at < end:
        stop = text.find("\n", at, end)
        stop = end if stop < 0 else stop + 1
        line = text[at:stop].rstrip()
        open_end = line.endswith((",", "and", "or", "of", "for", "the", "-", "/", ":"))
        if line.strip() and len(line.strip()) < _FULL_LINE and not open_end and opens_paragraph(text, stop):
            spans.append(trim(text, begin, stop))
            begin = stop
        at = stop
    rest = trim(text, begin, end)
    return [s for s in [*spans, rest] if s[1] > s[0]]


@cache
def _wording(patterns: tuple[str, ...], tail: bool) -> re.Pattern[str]:
    words = "|".join(f"(?:{(as_scanned if tail else spaced)(p)})" for p in patterns)
    return re.compile(rf"(?:{words})\s*$" if tail else rf"(?:{words})\s*", re.I | re.S)


def _own_words(text: str, span: Span, spec: dict[str, Any]) -> Span:
    """The issue's words without the question around them ("Is the request for X medically necessary?")."""
    start, end = span
    for name in ("lead_in", "question", "request"):
        match = _wording(tuple(spec[name]), False).match(text, start, end) if spec.get(name) else None
        if match:
            start = match.end()
    end = _edge(text, start, end)
    tail = _wording(tuple(spec["tail"]), True) if spec.get("tail") else None
    match = tail.search(text, max(start, end - 200), end) if tail else None
    if match and match.start() > start:
        end = match.start()
    while start < end and text[start] in _EDGES:
        start += 1
    return (start, max(start, _edge(text, start, end)))


def _edge(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    return end


# -- rationales and guidelines --------------------------------------------------------------------------


@dataclass(slots=True)
class _Part:
    """A stretch of a section that speaks of one issue; ``number`` where it is numbered."""

    span: Span
    number: int | None
    section: Section


def _parts_of(text: str, sections: list[Section], items: list[Item]) -> list[_Part]:
    """The parts of the sections that are numbered as the issues are or open with their words; else the sections."""
    count = len(items)
    parts: list[_Part] = []
    for section in sections:
        span = trim(text, section.start, section.end)
        if span[0] == span[1]:
            continue
        marks = _numbered(text, section, count)
        if not marks or len(sections) * len(marks) < 2:
            named = _named(text, span, items) if len(items) > 1 and len(sections) == 1 else []
            parts += [_Part(s, n, section) for s, n in named] or [_Part(span, None, section)]
            continue
        edges = [*(m.start() for m in marks[1:]), span[1]]
        for m, edge in zip(marks, edges, strict=True):
            parts.append(_Part(trim(text, m.end(), edge), int(m["n"]), section))
    return parts


def _numbered(text: str, section: Section, count: int) -> list[re.Match[str]]:
    """The numbers that head a section's parts: rising, none above ``count``, nothing before the first."""
    for pattern in (_MARK, _INLINE):
        marks = [m for m in pattern.finditer(text, section.start, section.end) if (m["n"] or "").isdigit()]
        marks = [m for m in marks if 1 <= int(m["n"]) <= count]
        numbers = [int(m["n"]) for m in marks]
        if marks and not text[section.start : marks[0].start()].strip() and numbers == sorted(set(numbers)):
            return marks
    return []


def _named(text: str, span: Span, items: list[Item]) -> list[tuple[Span, int]]:
    """Paragraphs that open with an issue's words ("Naproxen: …", "Regarding the naproxen, …"), one each."""
    owners: list[tuple[int, int]] = []
    heads: list[int] = []
    for at in sorted({span[0], *(line.end() for line in _LINE.finditer(text, *span))}):
        head = _HEAD.match(text, at, span[1])
        if head is None:
            continue
        words = words_of(text, head.span("words"))
        scores = [len(words & words_of(text, item.request)) for item in items]
        best = max(scores)
        if best and 2 * best >= len(words) and scores.count(best) == 1:
            # "Naproxen:" is a heading, "Regarding the naproxen," the sentence's own words.
            heads.append(head.end() if text[head.end() - 1] == ":" else at)
            owners.append((at, scores.index(best)))
    if [owner for _, owner in owners] != list(range(len(items))) or text[span[0] : owners[0][0]].strip():
        return []
    edges = [*(start for start, _ in owners[1:]), span[1]]
    return [
        (trim(text, body, edge), owner + 1)
        for body, (_, owner), edge in zip(heads, owners, edges, strict=True)
    ]


def _share(text: str, items: list[Item], parts: list[_Part]) -> list[_Part | None]:
    """The part that belongs to each item: by number, by words, one each in order, or the only one."""
    if not parts:
        return [None] * len(items)
    if len(parts) == 1:
        return [parts[0]] * len(items)
    numbers = [p.number for p in parts]
    if None not in numbers and len(set(numbers)) == len(numbers):
        return [next((p for p in parts if p.number == i), None) for i in range(1, len(items) + 1)]
    words = [words_of(text, p.span) for p in parts]
    scores = [[len(words_of(text, item.request) & w) for w in words] for item in items]
    best = [row.index(max(row)) for row in scores]
    if len(parts) == len(items):
        # Where their words tell each from the others, they need not stand in the issues' order.
        told = all(row.count(max(row)) == 1 for row in scores) and len({*best}) == len(items)
        return [parts[i] for i in best] if told else list(parts)
    return [parts[i] for i in best]


def _share_rationales(text: str, structure: Structure, items: list[Item], spec: dict[str, Any]) -> None:
    parts = _parts_of(text, structure.all("rationale"), items)
    lowered = lower(text)
    stated = spec.get("heading_outcomes", {})
    final = structure.section("determination")
    for item, part in zip(items, _share(text, items, parts), strict=True):
        if part is None:
            continue
        item.rationale = part.span
        verdicts = find_verdicts(lowered, *part.span)
        heading = stated.get(part.section.key, "")
        if part.number is None:
            own = _verdict_on(text, item, items, verdicts, part.span) if len(items) > 1 else None
        else:
            own = verdicts[-1] if verdicts else None
        item.outcome = (own.outcome if own else "") or heading or _last(verdicts) or "unknown"
        if heading and own and own.outcome != heading:
            # A heading over several rationales is the form's; the item's own verdict is the reviewer's.
            item.warnings.append(
                Warning(
                    code="outcome_conflict",
                    message=f"the heading says {heading}, the item's own rationale {item.outcome}",
                    start=own.start,
                    end=own.end,
                )
            )
    if final:
        _conclude(text, lowered, final, items)


def _verdict_on(
    text: str, item: Item, items: list[Item], verdicts: list[Verdict], span: Span
) -> Verdict | None:
    """The last verdict, in a rationale that several items share, whose sentence names this one best."""
    mine: Verdict | None = None
    floor = span[0]
    for verdict in verdicts:
        begin = max(floor, text.rfind(". ", floor, verdict.start) + 1)
        words = words_of(text, (begin, verdict.start))
        scores = [len(words & words_of(text, other.request)) for other in items]
        best = max(scores)
        if best and scores.count(best) == 1 and items[scores.index(best)] is item:
            mine = verdict
        floor = verdict.end
    return mine


def _last(verdicts: list[Verdict]) -> str:
    return verdicts[-1].outcome if verdicts else ""


def _conclude(text: str, lowered: str, final: Section, items: list[Item]) -> None:
    """The outcomes of a section that concludes the letter, where the rationales state none."""
    span = trim(text, final.start, final.end)
    shared = _share(text, items, _parts_of(text, [final], items))
    for item, part in zip(items, shared, strict=True):
        outcome = _last(find_verdicts(lowered, *(part.span if part else span)))
        if outcome and item.outcome == "unknown":
            item.outcome = outcome


def _share_guidelines(text: str, structure: Structure, items: list[Item], spec: dict[str, Any]) -> None:
    parts = _parts_of(text, structure.all("guidelines"), items)
    slots = slots_of(spec)
    for item, part in zip(items, _share(text, items, parts), strict=True):
        if part is None:
            continue
        found = Item(request=item.request)
        fill_slots(text, found, *part.span, slots)
        item.claims_administrator = found.claims_administrator
        first = min((s for s, _ in [*found.claims_administrator, *found.imr]), default=part.span[0])
        # What stands before the first label, or without one, is the reviewer's: so says the heading.
        before = trim(text, part.span[0], first if found.claims_administrator or found.imr else part.span[1])
        item.imr = ([before] if before[1] > before[0] else []) + found.imr
