"""Which words are an item: a verb's object or subject, without what stands around it."""

from __future__ import annotations

import re

from imrnlp.assemble.utilization import patterns as p
from imrnlp.assemble.utilization.named import Named
from imrnlp.assemble.utilization.words import review_words
from imrnlp.text.dates import find_dates
from imrnlp.text.strings import Span

#: Characters at an item's end that can be none of it.
_LONGEST_TAIL = 200
#: Characters in which a date is looked for.
_LONGEST_DATE = 24
#: What the words of a contrast have in them: while, whereas, although, but.
_CONTRASTS = ("wh", "though", "but")
#: Characters in which a clause's first conjunction ends.
_LONGEST_LEAD = 12


def subject(text: str, start: int, end: int, named: Named) -> Span:
    """What stands before ``was denied``: after the last ``request for``, else the clause's subject.

    >>> text = "The request for an MRI was denied."
    >>> a, b = subject(text, 0, text.index(" was"), Named.of(text))
    >>> text[a:b]
    'MRI'
    """
    former = p.FORMER_AT_END.search(text, max(start, end - _LONGEST_DATE), end)
    if former:
        return own(text, former.start(), end)
    only = p.ONLY_ONE.search(text, start, end)
    if only and named.between(only.end(), end):
        return own(text, only.end(), end)
    request = list(p.REQUEST_FOR.finditer(text, start, end))
    if request:
        # "the request for PT and the request for MRI were denied" names both.
        first = request[0] if p.FROM_FIRST_REQUEST.search(text[start:end]) else request[-1]
        finite = p.FINITE.search(text, first.end(), end)
        return own(text, first.end(), finite.start() if finite and finite.end() == end else end)
    start = _after_opening(text, _after_clauses(text, start, end, named), end)
    semicolon = text.rfind(";", start, end)
    if semicolon > 0 and not named.between(start, semicolon) and named.between(semicolon, end):
        start = semicolon + 1  # "UR noted no gain; | A was denied"
    reported = list(p.TELLS.finditer(text, start, end))
    if reported:
        start = reported[-1].end()
    using = p.USING.match(text, start, end)
    if using and named.between(using.end(), end):
        return own(text, using.end(), end)
    finite = p.FINITE.search(text, start, end)
    if finite and finite.end() < end and named.between(start, start + 1):
        pass
    elif finite and finite.end() < end:
        start = _after_opening(text, finite.end(), end)
    elif finite:
        # "The request was looked at and | was denied": the first predicate is no part of the subject.
        end = max(start, finite.start())
    return own(text, start, end)


def _after_clauses(text: str, start: int, end: int, named: Named) -> int:
    """Where the subject's own clause begins, behind "as …", "it stated that" or the reason of the decision before."""
    because = p.AS.match(text, start, end)
    if because:
        start = because.end()
    stated = p.STATED_BEFORE.match(text, start, end)
    if stated and named.between(stated.end(), end):
        start = stated.end()
    lead = text[start : start + _LONGEST_LEAD]
    while_ = p.WHILE.match(text, start, end) if any(word in lead for word in _CONTRASTS) else None
    if while_:
        start = while_.end()  # "approved A, while | B and C were not approved"
    if review_words().end.match(text, start, end):
        # The subject follows the reason's last comma or "and".
        cuts = [m.end() for m in p.CLAUSE_CUT.finditer(text, start, end) if parts(text, start, m, end, named)]
        cuts = [at for at in cuts if named.between(at, end)] or cuts
        start = cuts[-1] if cuts else start
    return start


def _after_opening(text: str, start: int, end: int) -> int:
    """Without the words that open a sentence, unless nothing would be left."""
    opening = p.OPENING.match(_with_noughts(text, start, end))
    return start + opening.end() if opening and start + opening.end() < end else start


def _with_noughts(text: str, start: int, end: int) -> str:
    """``text[start:end]`` with each date as noughts: "May 6, 2014" has no comma then."""
    words = text[start:end]
    for first, last, _ in find_dates(words):
        words = words[:first] + "0" * (last - first) + words[last:]
    return words


def is_reason(text: str, start: int, end: int) -> bool:
    """Whether the words before a verb only go on with the reason of the decision before: "denied A | because B | was"."""
    return (
        review_words().end.match(text, start, end) is not None
        and p.WHILE.match(text, start, end) is None
        and p.CLAUSE_CUT.search(text, start, end) is None
    )


def object_of(text: str, start: int, stop: int, outcome: str, named: Named) -> Span:
    """What stands behind ``denied``: up to the reason, the next verb, or what the item was narrowed to.

    >>> text = "denied the MRI because no red flags were noted."
    >>> a, b = object_of(text, 6, len(text), "denied", Named.of(text))
    >>> text[a:b]
    'MRI'
    """
    following = p.FOLLOWING.match(text, start, stop)
    if following:
        start = following.end()
    if p.NO_OBJECT.match(text, start, stop):
        return start, start
    rendered = p.RENDERED.match(text, start, stop)
    if rendered:
        start = rendered.end()
        if review_words().end.match(text, start, stop):
            return start, start
    if p.CERTIFICATION_ON.match(text, start, stop):
        dates = find_dates(text[start:stop])
        if dates:
            start += dates[0][1]
    end = stop
    if stop < len(text):
        # The next verb's own words begin at the comma or "and" before it.
        cuts = [
            m.start() for m in p.LIST_AND.finditer(text, start, stop) if parts(text, start, m, stop, named)
        ]
        end = cuts[-1] if cuts else stop
        semicolon = text.rfind(";", start, stop)
        if semicolon > 0 and p.PASSIVE.search(text, max(semicolon, stop - _LONGEST_TAIL), stop):
            end = semicolon  # "denied A and B; | C and D were | certified"
        # "denied A, and B | while approving C": they begin at the conjunction, and B is still the first verb's.
        begins = p.OTHER_CLAUSE.search(text, end, stop) if cuts else None
        if begins:
            end = begins.start()
    for cut in (p.OF_ITSELF.search(text, start, end), review_words().end.search(text, start + 1, end)):
        if cut:
            end = min(end, cut.start())
    if outcome in ("modified", "conditional"):
        end = _narrowed(text, start, end, named)
    return own(text, start, end)


def parts(text: str, start: int, separator: re.Match[str], stop: int, named: Named) -> bool:
    """Whether a comma or "and" parts items: not in a bracket, between levels, or before a count, ", #90 was"."""
    at, after = separator.span()
    if p.LEVEL_BEHIND.match(text, after) and p.LEVEL_BEFORE.search(text, max(start, at - _LONGEST_LEAD), at):
        return False
    if text.count("(", start, at) > text.count(")", start, at):
        return False
    if p.COUNT_OF_IT.match(text, after):
        return False
    return p.COUNT_BEHIND.match(text, after) is None or named.between(after, stop)


def _narrowed(text: str, start: int, end: int, named: Named) -> int:
    """Where the item ends that a modification narrows: "Norco #120 | to #60"."""
    for m in review_words().narrowed.finditer(text, start + 1, end):
        before = text[start : m.start()]
        if m.group().lstrip(" ,").lower().startswith("for") and review_words().vague.fullmatch(
            before.strip()
        ):
            continue  # "the request for 12 sessions"
        bracket = before.rfind("(")
        if bracket > 0 and ")" not in before[bracket:] and not p.LETTERS.search(before, bracket):
            return start + bracket  # "Norco | (#90 to #45)"
        if m.group().lower().rstrip().endswith(("right", "left")) and "bilateral" not in before.lower():
            continue  # the side is the request's
        if (
            named.between(start, m.start())
            or p.ASKED.search(before)
            or review_words().vague.fullmatch(before.strip())
        ):
            return m.start()
    # "modified the request for A to B": B is a service too.
    for m in reversed(list(p.TO.finditer(text, start + 1, end))):
        if named.between(m.end(), min(end, m.end() + 40)) and named.between(start, m.start()):
            return m.start()
    return end


def own(text: str, start: int, end: int) -> Span:
    """The span without article, ``request for`` and trailing words."""
    start = _without_lead(text, start, end)
    end = max(start, end)
    reason = review_words().end.search(text, start, end)
    if reason and reason.start() > start:
        end = reason.start()
    bracket = p.IN_BRACKETS.search(text, max(start, end - _LONGEST_TAIL), end)
    if bracket:
        end = bracket.start()
    tail = p.TAIL.search(text, max(start, end - _LONGEST_TAIL), end)
    if tail:
        end = tail.start()
    dated = p.DECIDED_ON.search(text, max(start, end - _LONGEST_TAIL), end)
    if dated and dated.start() > start:
        end = dated.start()
    if text[end - 1 : end] == ")" and text.count("(", start, end) < text.count(")", start, end):
        end -= 1
    return start, end


def _without_lead(text: str, start: int, end: int) -> int:
    while start < end:
        lead = p.LEAD.match(text, start, end)
        if lead is not None and lead.end() > start:
            start = lead.end()
            dates = find_dates(text[start : min(end, start + _LONGEST_DATE)])
            if dates and dates[0][0] == 0:
                start += dates[0][1]
            continue
        requested = p.REQUESTED.match(text, start, end)
        if requested is None:
            break
        start = requested.end()
    return start
