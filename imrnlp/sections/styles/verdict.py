"""Style ``verdict_sentence``: "1. The request for X is not medically necessary and appropriate."

A letter may state its items several times: in a list at its head, again in a list, and once more
before each item's passages ("1) Regarding the request for X:").  All that is one item.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from imrnlp.lexicons import spaced
from imrnlp.record import Warning
from imrnlp.sections.item import Item
from imrnlp.sections.layout import Structure
from imrnlp.sections.styles.heading import paragraph_start
from imrnlp.sections.styles.passages import Slots, fill_slots, label_follows, slots_of
from imrnlp.sections.verdicts import find_verdicts
from imrnlp.text.strings import Span, lower, trim

# "1.", "1)", "(1)", "1 and 2)", "1-3)", "#1:"; what must stand before it is looked at after.
_NUMBERS = re.compile(
    r"(?P<numbers>\d{1,2}(?:\s*(?:,|&|and|-|–|to|through)\s*\d{1,2}){0,20})\s*[.):](?!\d)\s*"
    r"(?=[^\W_]|[(\"“'#%])"
)
_RANGE = re.compile(r"(\d{1,2})\s*(?:-|–|to|through)\s*(\d{1,2})|(\d{1,2})")
_SENTENCE_END = re.compile(r"[.!?][\"”’')\]]*\s+(?=[A-Z])")
_LONGEST = 1500
_LOOK_BACK = 100
_WORD = re.compile(r"[a-z0-9]+")
_ALIKE = 0.6
_SAME = 0.8
# A letter has up to 21 items; comparing each with each stays quick for any text.
_MOST = 600


@dataclass(slots=True)
class _Statement:
    """One sentence that decides an item; ``start`` includes its number."""

    numbers: list[int]
    start: int
    end: int
    request: Span
    outcome: str


@dataclass(slots=True)
class _Entry:
    """An item with the places at which the letter states it."""

    item: Item
    number: int | None
    words: frozenset[str]
    statements: list[_Statement] = field(default_factory=list)


def read_verdict_sentences(text: str, structure: Structure) -> list[Item]:
    """Items stated in sentences that end with a verdict, with the passages that follow them."""
    spec = structure.spec["items"]
    slots = slots_of(spec)
    lowered = lower(text)
    regions = [
        (section.start, section.end) for name in spec.get("within", ()) for section in structure.all(name)
    ] or [(0, len(text))]
    openings = _openings(tuple(spec.get("openings", ())), spec.get("before_opening", ""))
    if "opening" in spec:
        regions = [part for region in regions for part in _split(text, region, spec["opening"])]
    statements = [
        s for region in sorted(regions) for s in _statements(text, lowered, region, openings, slots)
    ]
    entries: list[_Entry] = []
    for statement in statements[:_MOST]:
        _enter(text, entries, statement)
    decisions = structure.section("decisions")
    end = decisions.end if decisions else _end(structure, text)
    start = decisions.heading_start if decisions else 0
    if "body" in spec:
        follows = (*slots, ("intro", tuple(spec.get("intro", ()))))
        bodies = _bodies(text, start, end, tuple(spec["body"]), follows)
        _read_bodies(text, lowered, entries, bodies, slots)
    if not any(e.item.rationale for e in entries):
        _read_after_statements(text, entries, statements[:_MOST], end, slots)
    return [entry.item for entry in entries]


def _end(structure: Structure, text: str) -> int:
    closing = structure.section("closing")
    return closing.heading_start if closing else len(text)


def _split(text: str, region: Span, opening: str) -> list[Span]:
    """The region's parts before and after the sentence that opens its list."""
    match = _sentence(opening).search(text, *region)
    return [(region[0], match.start()), (match.end(), region[1])] if match else [region]


@cache
def _sentence(pattern: str) -> re.Pattern[str]:
    return re.compile(spaced(pattern))


@dataclass(frozen=True)
class _Openings:
    """How a statement begins: the words that are found first, and what belongs to them before."""

    words: tuple[re.Pattern[str], ...]
    before: re.Pattern[str]

    def find(self, lowered: str, start: int, end: int) -> list[Span]:
        """Openings in a text in lower case, in order."""
        return [
            (m.start() if before is None else before.start(), m.end())
            for pattern in self.words
            for m in pattern.finditer(lowered, start, end)
            for before in [self.before.search(lowered, max(start, m.start() - _LOOK_BACK), m.start())]
        ]


@cache
def _openings(words: tuple[str, ...], before: str) -> _Openings:
    lead = rf"(?<![a-z]){spaced(before)}$" if before else r"$"
    return _Openings(tuple(re.compile(spaced(w)) for w in words), re.compile(lead))


# -- sentences that decide an item -----------------------------------------------------------------


def _statements(text: str, lowered: str, region: Span, openings: _Openings, slots: Slots) -> list[_Statement]:
    floor, stop = region
    expected = 1
    found: list[_Statement] = []
    for verdict in find_verdicts(lowered, *region):
        if verdict.start < floor:
            continue
        statement = _statement(text, lowered, floor, verdict.start, openings, expected)
        floor = max(floor, verdict.end)
        if statement is None:
            # An unnumbered item without "the request for": its passages follow at once.
            if not label_follows(text, verdict.end, stop, slots):
                continue
            begin = paragraph_start(text, region[0] if not found else found[-1].end, verdict.start)
            statement = _Statement([], begin, 0, trim(text, begin, verdict.start), "")
        elif (
            # A rationale ends with such a sentence too; a list's own says who decided.
            not statement.numbers
            and not label_follows(text, verdict.end, stop, slots)
            and "determined" not in lowered[statement.start : statement.request[0]]
        ):
            continue
        # A blank where a redaction stood is an item if its sentence says so.
        if statement.request[0] == statement.request[1] and not statement.numbers:
            continue
        statement.end, statement.outcome = verdict.end, verdict.outcome
        if statement.numbers:
            expected = statement.numbers[-1] + 1
        found.append(statement)
    return found


def _statement(
    text: str, lowered: str, floor: int, verdict: int, openings: _Openings, expected: int
) -> _Statement | None:
    """The statement whose verdict begins at ``verdict``, or ``None`` where the sentence has none."""
    floor = max(floor, verdict - _LONGEST)
    marker = None
    begin = floor
    for match in _NUMBERS.finditer(text, floor, verdict):
        place = _numbers_place(text, match.start(), floor)
        if place is None:
            continue
        at, opens_line = place
        numbers = _read_numbers(match["numbers"])
        # A list inside a request ("1. Compound: 2. ...") does not go on with the items' numbers.
        if numbers[0] in (1, expected) or (marker is None and opens_line):
            marker, begin = match, at
    opening: Span | None = None
    for span in openings.find(lowered, marker.end() if marker else floor, verdict):
        if marker is not None and span[0] == marker.end():
            opening = span
            break
        if _begins_sentence(text, span[0], floor):
            opening = span
    if marker is not None:
        after = opening[1] if opening and opening[0] == marker.end() else marker.end()
        if after > marker.end() or not _SENTENCE_END.search(text, after, verdict):
            return _Statement(_read_numbers(marker["numbers"]), begin, 0, trim(text, after, verdict), "")
    if opening is not None and (
        "determined" in lowered[slice(*opening)] or not _SENTENCE_END.search(text, opening[1], verdict)
    ):
        return _Statement([], opening[0], 0, trim(text, opening[1], verdict), "")
    return None


def _numbers_place(text: str, at: int, floor: int) -> tuple[int, bool] | None:
    """Where a number with its bracket begins and whether it opens its line.

    ``None`` where neither a line nor a sentence begins with it.
    """
    if at > floor and text[at - 1] in "(#":
        at -= 1
    before = at
    while before > floor and text[before - 1] in " \t\u00a0":
        before -= 1
    if before == floor or text[before - 1] in "\r\n\f":
        return at, True
    return (at, False) if before < at and text[before - 1] in '.:;!?)”"' else None


def _begins_sentence(text: str, at: int, floor: int) -> bool:
    before = text[max(floor, at - 60) : at]
    line = before.rpartition("\n")[2].strip()
    return not line or line[-1] in '.:;!?)”"•-*'


def _read_numbers(words: str) -> list[int]:
    numbers: list[int] = []
    for first, last, single in _RANGE.findall(words):
        if single:
            numbers.append(int(single))
        elif int(first) <= int(last):
            numbers += range(int(first), int(last) + 1)
    return numbers or [0]


# -- one item for all its statements ----------------------------------------------------------------


def _enter(text: str, entries: list[_Entry], statement: _Statement) -> None:
    words = _words(text, statement.request)
    number = statement.numbers[0] if statement.numbers else None
    entry = _same(entries, number, words, statement)
    if entry is None:
        entry = _Entry(Item(request=statement.request, outcome=statement.outcome), number, words)
        entries.append(entry)
    elif entry.item.outcome != statement.outcome:
        first = entry.item.outcome
        entry.item.warnings.append(
            Warning(
                code="outcome_conflict",
                message=f"the item is {first} in one place and {statement.outcome} in another",
                start=statement.request[0],
                end=statement.end,
            )
        )
    entry.statements.append(statement)


def _same(
    entries: list[_Entry], number: int | None, words: frozenset[str], statement: _Statement
) -> _Entry | None:
    """The entry that ``statement`` states again: of its number and like words, else of its words."""
    for entry in entries:
        if number is not None and entry.number is not None:
            if number == entry.number and _alike(words, entry.words) >= _ALIKE / 2:
                return entry
        elif words == entry.words or _overlap(words, entry.words) > _SAME:
            return entry
    return None


def _words(text: str, span: Span) -> frozenset[str]:
    return frozenset(_WORD.findall(text[span[0] : span[1]].lower()))


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(1, min(len(one), len(other)))


# -- passages ----------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Body:
    """An item's part of the body: "1) Regarding the request for X:" and what follows."""

    numbers: list[int]
    start: int
    request: Span
    passages: int
    end: int = 0


# "1)", "(2 & 3).", "4-6:" at a line's beginning or behind another sentence
_BODY_NUMBERS = r"""
    (?: ^ | (?<=[.:;”"]) | (?<=\s) ) [^\S\n]* [(\#]?
    (?P<numbers> \d{1,2} (?: \s* (?: , | & | and | - | – | to | through ) \s* \d{1,2} ){0,20} )
    \s* [.):] \s*
"""
# "• ", "- " or nothing at a line's beginning
_BODY_BULLET = r"^ [^\S\n•*-]* [•*-]? [^\S\n]*"


@cache
def _body_pattern(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """Where an item's part of the body begins: its number or bullet, then one of the layout's ``patterns``."""
    headings = "|".join(f"(?-x:{spaced(pattern)})" for pattern in patterns)
    return re.compile(
        rf"(?: {_BODY_NUMBERS} | {_BODY_BULLET} ) (?: {headings} )", re.MULTILINE | re.IGNORECASE | re.VERBOSE
    )


def _bodies(text: str, start: int, end: int, patterns: tuple[str, ...], slots: Slots) -> list[_Body]:
    found: list[_Body] = []
    for match in _body_pattern(patterns).finditer(text, start, end):
        # The heading ends with a colon that its passages follow.
        limit = min(end, match.end() + _LONGEST)
        colon = _heading_colon(text, match.end(), limit, slots)
        if colon is None:
            continue
        numbers = _read_numbers(match["numbers"]) if match["numbers"] else []
        found.append(_Body(numbers, match.start(), trim(text, match.end(), colon), colon + 1))
    for i, body in enumerate(found):
        body.end = found[i + 1].start if i + 1 < len(found) else end
    return found


def _heading_colon(text: str, start: int, limit: int, slots: Slots) -> int | None:
    """The colon that ends a heading: before a line's end or a label; none where a sentence ends first."""
    at = text.find(":", start, limit)
    while at >= 0:
        rest = text[at + 1 : limit].lstrip(" \t")
        if not rest or rest[0] in "\r\n" or label_follows(text, at + 1, limit, slots):
            return None if _SENTENCE_END.search(text, start, at) else at
        at = text.find(":", at + 1, limit)
    return None


def _read_bodies(text: str, lowered: str, entries: list[_Entry], bodies: list[_Body], slots: Slots) -> None:
    taken: set[int] = set()
    for order, body in enumerate(bodies[:_MOST]):
        mine = _entries_of(text, entries, body, order, taken)
        if not mine:
            verdicts = find_verdicts(lowered, body.passages, body.end)
            outcome = verdicts[-1].outcome if verdicts else "unknown"
            entry = _Entry(Item(body.request, outcome), None, _words(text, body.request))
            entries.append(entry)
            mine = [entry]
        for entry in mine:
            taken.add(id(entry))
            fill_slots(text, entry.item, body.passages, body.end, slots)


def _entries_of(
    text: str, entries: list[_Entry], body: _Body, order: int, taken: set[int]
) -> Iterable[_Entry]:
    """The entries that a body speaks of: by number where the words agree, by words, else by order."""
    free = [e for e in entries if id(e) not in taken]
    words = _words(text, body.request)
    if len(body.numbers) > 1:
        return [e for e in free if e.number in body.numbers]
    best = max(free, key=lambda e: (_overlap(words, e.words), e.number in body.numbers), default=None)
    if best is not None and _overlap(words, best.words) >= _ALIKE:
        # Two items of the same words: the one of this number.
        return [best]
    numbered = [e for e in free if e.number is not None and e.number in body.numbers]
    if numbered:
        return numbered[:1]
    if not body.numbers and len(free) + len(taken) > order and free and not best:
        return free[:1]
    return [best] if best is not None and _overlap(words, best.words) >= _ALIKE / 2 else []


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(1, len(one | other))


def _read_after_statements(
    text: str, entries: list[_Entry], statements: list[_Statement], end: int, slots: Slots
) -> None:
    """The passages between a statement and the next one; items stated in a row share what follows."""
    owner = {id(s): entry for entry in entries for s in entry.statements}
    waiting: list[_Entry] = []
    for i, statement in enumerate(statements):
        entry = owner[id(statement)]
        following = statements[i + 1] if i + 1 < len(statements) else None
        stop = following.start if following and following.start >= statement.end else end
        if stop <= statement.end or not text[statement.end : stop].strip(" \r\n\t\f\v\u00a0.;,"):
            waiting.append(entry)
            continue
        sharing = [e for e in waiting if e is not entry and not _restated(e, statement)]
        for one in [entry, *sharing]:
            if one.item.rationale is None:
                fill_slots(text, one.item, statement.end, stop, slots)
        waiting = []


def _restated(entry: _Entry, statement: _Statement) -> bool:
    return any(s.start >= statement.start for s in entry.statements)
