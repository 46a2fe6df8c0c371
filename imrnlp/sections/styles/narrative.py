"""Style ``narrative``: "An enrollee has requested X for treatment of Y. Findings: … should be overturned."

What was asked for, how many reviewers found what, and what becomes of the plan's denial stand in
running sentences.  The cues are the layout's entry in ``lexicons/layouts.json``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

from imrnlp.lexicons import spaced
from imrnlp.lexicons.wordings import Wordings
from imrnlp.record import Warning
from imrnlp.sections.item import Item
from imrnlp.sections.layout import Section, Structure
from imrnlp.sections.styles.passages import words_of
from imrnlp.sections.verdicts import find_verdicts
from imrnlp.text import numbers
from imrnlp.text.strings import Span, lower, trim

_WORDS = Wordings("section_words.tsv")

# The stop is looked for first: what may not stand before it is dear to try at every character.
_SENTENCE_END = _WORDS.compile(
    r"""
    [.!?]
    (?:
      # A company's full stop ends a sentence before a word that begins one: "from Acme Corp. The".
      (?: (?<= \bInc\. ) | (?<= \bCorp\. ) | (?<= \bCo\. ) | (?<= \bLtd\. ) )
      (?= \s+ {begins_a_sentence} \b )
    |
    (?<! \bDr\. ) (?<! \bSt\. ) (?<! \bvs\. ) (?<! \bMr\. ) (?<! \bMs\. ) (?<! \bMrs\. ) (?<! \bNo\. )
    (?<! \bInc\. ) (?<! \bCorp\. ) (?<! \bCo\. ) (?<! \bLtd\. ) (?<! \be\.g\. ) (?<! \bi\.e\. )
    (?<! \bU\.S\. ) (?<! \ba\.k\.a\. )
    ["”’')\]]*+
    (?= \s+ [A-Z(\d“"]              # "… a stair lift. The Health Plan"
      | \s*+ $
      | (?<= [a-z)\]%®™] \. ) [A-Z]   # glued: "a device.GBM is", "the patient.Final Result"
      | [A-Z][a-z] )
    )
    """,
    re.VERBOSE,
)
_LISTED = re.compile(r"(?:(?<=[\s:;,])|^)\(?(?P<n>[1-9])[.)]\s+(?=\S)")
_JOINED = re.compile(r"\s*(?:;|,(?!\d))\s*(?:and\s+)?|\s+(?:and|as well as|plus)\s+")
_LONGEST = 1200
# No letter asks for as many services; comparing each with each stays quick for any text.
_MOST = 100
#: Services of one sentence that may each be judged by itself.
_MOST_SERVICES = 8


@dataclass(frozen=True)
class _Cues:
    """The layout's cues, compiled."""

    request: tuple[re.Pattern[str], ...]
    passive: re.Pattern[str]
    grant: re.Pattern[str]
    purpose: re.Pattern[str]
    denial: re.Pattern[str]
    table: re.Pattern[str]
    results: tuple[tuple[re.Pattern[str], str], ...]
    vote: re.Pattern[str]
    each_vote: re.Pattern[str]
    for_plan: re.Pattern[str]
    for_patient: re.Pattern[str]
    plan_says: re.Pattern[str]
    part: re.Pattern[str]
    spec: dict[str, Any]


def _any_of(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{spaced(p)})" for p in patterns), re.I)


class _Holder:
    """Carries a spec through a cache whose key is the spec's identity."""

    __slots__ = ("spec",)

    def __init__(self, spec: dict[str, Any]):
        self.spec = spec

    def __hash__(self) -> int:
        return id(self.spec)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Holder) and self.spec is other.spec


@lru_cache(maxsize=4)
def _compiled(holder: _Holder) -> _Cues:
    spec = holder.spec
    return _Cues(
        request=tuple(
            re.compile(r"\b(?:" + "|".join(map(spaced, tier)) + r")\b\s*:?\s*", re.I)
            for tier in spec["request"]
        ),
        passive=_any_of(spec["passive"]),
        grant=re.compile(r"(?:" + "|".join(map(spaced, spec["grant"])) + r")\s+", re.I),
        purpose=_any_of(spec["purpose"]),
        denial=_any_of([spec["denial"]]),
        table=_any_of([spec["table"]]),
        results=tuple((re.compile(rf"\b(?:{spaced(p)})\b", re.I), outcome) for p, outcome in spec["results"]),
        vote=re.compile(spaced(spec["vote"]), re.I),
        each_vote=re.compile(spaced(spec["each_vote"]), re.I),
        for_plan=_any_of(spec["for_plan"]),
        for_patient=_any_of(spec["for_patient"]),
        plan_says=_any_of(spec["plan_says"]),
        part=re.compile(
            r"(?:^|(?<=[.!?;:\n\"”)])|(?<=[.!?:]\s))\s*" + spaced(spec["part"]) + r"\s*", re.I | re.M
        ),
        spec=spec,
    )


def read_narrative(text: str, structure: Structure) -> list[Item]:
    """The services requested, with the outcome of the plan's denial and the findings as rationale."""
    cues = _compiled(_Holder(structure.spec["items"]))
    places = [
        (s.start, s.end)
        for name in cues.spec.get("within", ())
        for s in structure.all(name)
        if s.end > s.start
    ] or [(0, len(text))]
    requests = next((found for place in places if (found := _requests(text, place, cues))), [])
    decided = [] if requests else [service for place in places for service in _decided(text, place)]
    requests = requests or decided[:_MOST]
    if not requests:
        return []
    ends = [s.heading_start for s in structure.sections if s.name in ("reviewer", "closing")]
    end = min([len(text), *ends])
    # Where verdicts alone name the services, all of the text is reasons.
    findings = trim(text, places[0][0], end) if decided else _findings(text, structure, requests, end)
    result = structure.section("final_result")
    scope = (result.start, result.end) if result else findings
    results = _results(text, scope, cues) or _results(text, (0, requests[0][0]), cues, labelled=True)
    scopes = [findings, *([(result.start, result.end)] if result else [])]
    requests = _apart(text, requests, results) or _judged_apart(text, requests, scopes)
    verdict = _Verdict(findings, result, scope, results, *_vote(text, findings, result, cues))
    items = [_item(text, request, requests, verdict, cues) for request in requests]
    _part_findings(text, items, findings, cues)
    return items


class _Verdict(NamedTuple):
    """What a letter says of the outcome, for all its services."""

    findings: Span
    result: Section | None
    scope: Span
    results: list[_Result]
    voted: str
    even: bool


def _item(text: str, request: Span, requests: list[Span], verdict: _Verdict, cues: _Cues) -> Item:
    """One service with its outcome: its own where one is stated, else the reviewers' vote, else the last verdict."""
    findings, result, scope, results, voted, even = verdict
    item = Item(request, rationale=findings if findings[1] > findings[0] else None, running=True)
    stated = _result_for(text, request, requests, results)
    if stated in ("", "modified") and len(requests) > 1:
        stated = _own_vote(text, request, requests, findings, result, cues) or stated
    item.outcome = stated or voted or _last_stated(text, scope, findings, cues)
    if item.outcome == "unknown":
        item.warnings.append(
            _warning(
                "outcome_not_found",
                "the text states no verdict on this item (a plan's reason for its denial is not a verdict)",
                request,
            )
        )
    elif not stated and even:
        item.warnings.append(
            _warning(
                "outcome_inferred", "the reviewers' votes are even, which decides for the patient", scope
            )
        )
    elif voted not in ("", stated) and not even and stated not in ("", "modified") and len(requests) == 1:
        item.warnings.append(
            _warning("outcome_conflict", f"the letter says {stated}, the reviewers' votes say {voted}", scope)
        )
    return item


def _warning(code: str, message: str, span: Span) -> Warning:
    return Warning(code=code, message=message, start=span[0], end=span[1])


# -- what was asked for -------------------------------------------------------------------------------


def _requests(text: str, place: Span, cues: _Cues) -> list[Span]:
    start, end = place
    found: list[Span] = []
    for tier in cues.request:
        for match in tier.finditer(text, start, end):
            if found and match.start() < found[-1][1]:
                continue
            stop = _sentence_end(text, match.end(), min(end, match.end() + _LONGEST))
            span = _own_words(text, match.end(), stop, cues)
            if (
                len(found) < _MOST
                and span[1] > span[0]
                and not any(_alike(text, span, other) > 0.5 for other in found)
            ):
                found.append(span)
        if found:
            break
    if not found:
        passive = cues.passive.search(text, start, end)
        if passive:
            begin = max(start, passive.start() - _LONGEST)
            ends = [m.end() for m in _SENTENCE_END.finditer(text, begin, passive.start())]
            found = [trim(text, ends[-1] if ends else begin, passive.start())]
    return [part for span in found for part in _listed(text, span)]


# A verdict alone names the service: "The requested MRI is not medically necessary", "denial of the MRI is upheld".
_DECIDED = re.compile(
    r"""
    (?:
      (?: ^ (?= [^\S\n]*+ \S ) | (?<= [.!?:] \s ) | (?<= [.!?:] ) ) \s*+      # a line that holds something
      (?: (?: therefore | thus | accordingly | in \s conclusion | based \s on \s [^.,]{1,60} ) , \s+ )?
      (?: [^.;:]{0,60} \b reviewers? \s+ (?: found | determined | concluded ) \s+ (?: that \s+ )? )?
      (?: the \s+ )? (?: requested \s+ | disputed \s+ )?
      (?P<service> [^.;:]{3,160}? ) \s+ (?: is | was | are | were ) \s+ (?: not \s+ )?
      (?: medically \s+ (?: necessary | indicated | appropriate ) | (?: un )? likely \s+ to )
    | \b denials? \s+ of \s+ (?: (?: coverage | authorization | reimbursement ) \s+ (?: for | of ) \s+ )? (?: the \s+ )?
      (?P<denied> [^.;:]{3,160}? ) \s+ (?: should \s+ be | is | was | be ) \s+ (?: overturned | upheld | reversed )
    )
    """,
    re.VERBOSE | re.IGNORECASE | re.MULTILINE,
)
_NO_SERVICE = re.compile(
    r"(?:it|this|these|that|they|(?:this |the )?(?:services?|treatments?|requests?|denials?)(?: at issue)?)",
    re.I,
)


def _decided(text: str, place: Span) -> list[Span]:
    """The services that verdicts name, where no sentence says what was asked for."""
    found: list[Span] = []
    for match in _DECIDED.finditer(text, *place):
        name = "service" if match["service"] else "denied"
        if (
            len(found) < _MOST
            and not _NO_SERVICE.fullmatch(match[name])
            and not any(_alike(text, match.span(name), other) > 0.5 for other in found)
        ):
            found.append(match.span(name))
    return found


def _sentence_end(text: str, start: int, end: int) -> int:
    match = _SENTENCE_END.search(text, start, end)
    return match.start() if match else end


def _own_words(text: str, start: int, end: int, cues: _Cues) -> Span:
    """The service's words: without what grants it before and what it is for after."""
    grant = cues.grant.match(text, start, end)
    if grant:
        start = grant.end()
    purpose = cues.purpose.search(text, start + 1, end) if end > start else None
    if purpose and text[start : purpose.start()].strip():
        end = purpose.start()
    span = trim(text, start, end)
    while span[1] > span[0] and text[span[1] - 1] in ",;:":
        span = trim(text, span[0], span[1] - 1)
    return span


def _listed(text: str, span: Span) -> list[Span]:
    """The parts of "1) A; and 2) B"; else the span itself."""
    marks = list(_LISTED.finditer(text, *span))
    marks = [m for i, m in enumerate(marks) if int(m["n"]) == i + 1]
    if len(marks) < 2:
        return [span]
    edges = [*(m.start() for m in marks[1:]), span[1]]
    return [_without_joint(text, m.end(), edge) for m, edge in zip(marks, edges, strict=True)]


def _without_joint(text: str, start: int, end: int) -> Span:
    part = re.sub(r"[\s,;]*(?:\band\b)?[\s,;]*$", "", text[start:end])
    return trim(text, start, start + len(part))


# -- what the reviewers found -------------------------------------------------------------------------


# "Two of the three reviewers found that the service is …": a vote and no more.
_LONGEST_VOTE = 2


def _findings(text: str, structure: Structure, requests: list[Span], end: int) -> Span:
    """The reviewer's reasons: behind the heading that brings them, else behind the sentence of the request.

    They end before the result.  A heading "Findings:" that opens the text brings them (the request is stated
    inside); so does a later one, save where it only brings the panel's vote.
    """
    last = requests[-1][1]
    result = structure.section("final_result")
    headed = [s for s in structure.all("findings") if s.key]
    opening = next((s for s in headed if s.heading_start < requests[0][0]), None)
    if opening is not None:
        start = opening.start
    else:
        stated = next((s for s in headed if not _only_votes(text, s, last)), None)
        stop = stated.heading_start if stated else result.heading_start if result else max(end, last)
        sentence = _SENTENCE_END.search(text, last, max(stop, last))
        start = stated.start if stated else sentence.end() if sentence else last
    if result is None or result.heading_start <= start:
        return trim(text, start, max(end, start))
    # A verdict without a heading of its own is the last of the reasons.
    return trim(text, start, result.heading_start if result.key else result.end)


def _only_votes(text: str, section: Section, request_end: int) -> bool:
    """Whether a section says only who found what, the reasons standing before it."""
    before = _SENTENCE_END.search(text, request_end, section.heading_start)
    argued = text[before.end() : section.heading_start].count(". ") if before else 0
    sentences = [1 for _ in _sentences(text, (section.start, section.end))]
    return argued > 0 and len(sentences) <= _LONGEST_VOTE and _VOTED.match(text, section.start) is not None


_VOTED = _WORDS.compile(
    r"""
    \s*+ (?: {voters} | \d )\b
    [^.]{0,60}? \breviewers?\b
    """,
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(slots=True)
class _Result:
    """What becomes of the denial, with the words of its clause."""

    outcome: str
    words: frozenset[str]


def _results(text: str, scope: Span, cues: _Cues, labelled: bool = False) -> list[_Result]:
    """What the sentences about the denial say; with ``labelled`` only a table's "Decision of Health Plan"."""
    found: list[_Result] = []
    for start, stop in _sentences(text, scope):
        if (cues.table if labelled else cues.denial).search(text, start, stop):
            found += _results_of(text, start, stop, cues)
    return found


def _results_of(text: str, start: int, end: int, cues: _Cues) -> list[_Result]:
    marks: list[tuple[int, int, str]] = []
    for pattern, outcome in cues.results:
        for m in pattern.finditer(text, start, end):
            if not any(s < m.end() and m.start() < e for s, e, _ in marks):
                marks.append((m.start(), m.end(), _negated(text, start, m.start(), outcome)))
    marks.sort()
    # "overturned in part and upheld in part" is one result; "overturned for A and upheld for B" two,
    # whose words follow them; in "its denial of A … overturned and of B … upheld" they precede them.
    found = []
    follows = bool(marks) and bool(
        re.match(r"\s+(?:for|as to|with|regarding|on|in regard)\b", text[marks[0][1] : end])
    )
    for i, (first, last, outcome) in enumerate(marks):
        before = start if i == 0 else marks[i - 1][1]
        after = marks[i + 1][0] if i + 1 < len(marks) else end
        clause = (first, after) if follows else (before, last)
        found.append(_Result(outcome, words_of(text, clause)))
    return found


def _negated(text: str, start: int, at: int, outcome: str) -> str:
    """The outcome, turned round after "not be"."""
    if re.search(r"\bnot\s+(?:be\s+)?$", text[max(start, at - 12) : at], re.I):
        return {"upheld": "overturned", "overturned": "upheld"}.get(outcome, outcome)
    return outcome


def _result_for(text: str, request: Span, requests: list[Span], results: list[_Result]) -> str:
    outcomes = {r.outcome for r in results}
    if len(outcomes) <= 1:
        return next(iter(outcomes), "")
    if len(requests) == 1:
        if outcomes == {"overturned", "upheld"} and results[0].words & words_of(text, request):
            return "modified"
        return results[-1].outcome
    words = words_of(text, request)
    return max(results, key=lambda r: len(r.words & words)).outcome


def _apart(text: str, requests: list[Span], results: list[_Result]) -> list[Span]:
    """A request that joins services of which each has its own result, as one request each; else nothing."""
    outcomes = [r.outcome for r in results]
    if len(requests) != 1 or len(set(outcomes)) < 2:
        return []
    parts: list[tuple[Span, int]] = []
    start, end = requests[0]
    edges = [m.span() for m in _JOINED.finditer(text, start, end)]
    for first, last in zip([start, *(e for _, e in edges)], [*(s for s, _ in edges), end], strict=True):
        words = words_of(text, (first, last))
        scores = [len(r.words & words) for r in results]
        best = max(scores)
        owner = scores.index(best) if best and scores.count(best) == 1 else (parts[-1][1] if parts else -1)
        if parts and parts[-1][1] == owner:
            parts[-1] = ((parts[-1][0][0], last), owner)
        else:
            parts.append(((first, last), owner))
    owners = [owner for _, owner in parts]
    apart = -1 not in owners and len(set(owners)) == len(owners) > 1
    return [trim(text, *span) for span, _ in parts] if apart else []


# "The requested X is not medically necessary", "was likely to be more beneficial".
_JUDGED = re.compile(
    r"""
    \b (?: is|are|was|were ) \s+ (?: (?: not|neither ) \s+ )? (?: found\s+to\s+be\s+ )?
    (?: medically \s+ (?: necessary|indicated|appropriate )
      | (?: un )? likely \s+ to \s+ (?: be | have\s+been ) \s+ more \s+ beneficial )
    """,
    re.IGNORECASE | re.VERBOSE,
)


# Where the clause of the next verdict begins: "A is medically necessary | and B is not".
_NEXT_CLAUSE = _WORDS.compile(r"[,;]\s|\b{before_another_verdict}\b", re.I)


def _clauses(text: str, scope: Span) -> Iterator[Span]:
    """The sentences, and of one that states several verdicts the clause of each."""
    for start, stop in _sentences(text, scope):
        verdicts = list(_JUDGED.finditer(text, start, stop))
        for verdict, following in pairwise(verdicts):
            joint = _NEXT_CLAUSE.search(text, verdict.end(), following.start())
            if joint:
                yield start, joint.start()
                start = joint.start()
        yield start, stop


def _judged_apart(text: str, requests: list[Span], scopes: list[Span]) -> list[Span]:
    """The services of one request, where verdicts judge each alone, or some together and the others apart."""
    if len(requests) != 1:
        return requests
    start, end = requests[0]
    edges = [m.span() for m in _JOINED.finditer(text, start, end) if not _in_brackets(text, start, m.start())]
    if not 0 < len(edges) < _MOST_SERVICES:
        return requests
    parts = list(zip([start, *(e for _, e in edges)], [*(s for s, _ in edges), end], strict=True))
    words = [words_of(text, part) for part in parts]
    # "residential services provided in May and outpatient services provided in June": what both say names neither.
    shared = frozenset.intersection(*words)
    words = [mine - shared for mine in words]
    judged = set()
    for scope in scopes:
        for clause in _clauses(text, scope):
            if _JUDGED.search(text, *clause):
                named = words_of(text, clause)
                judged.add(frozenset(i for i, mine in enumerate(words) if mine & named))
    groups = _smallest(judged, len(parts))
    return [trim(text, parts[g[0]][0], parts[g[-1]][1]) for g in groups] if len(groups) > 1 else requests


def _smallest(judged: set[frozenset[int]], count: int) -> list[list[int]]:
    """The parts by the smallest group that each is judged in; nothing where these are no groups side by side.

    >>> _smallest({frozenset({0, 1}), frozenset({2}), frozenset({0, 1, 2})}, 3)
    [[0, 1], [2]]
    >>> _smallest({frozenset({0, 2}), frozenset({1})}, 3), _smallest({frozenset({0})}, 2)
    ([], [])
    """
    groups: list[list[int]] = []
    for part in range(count):
        mine = min((g for g in judged if part in g), key=len, default=None)
        if mine is None:
            return []
        if groups and part in groups[-1]:
            if sorted(mine) != groups[-1]:
                return []
        elif min(mine) == part and max(mine) - part + 1 == len(mine):
            groups.append(sorted(mine))
        else:
            return []
    return groups


def _in_brackets(text: str, start: int, at: int) -> bool:
    return text.count("(", start, at) > text.count(")", start, at)


def _vote(text: str, findings: Span, result: Section | None, cues: _Cues) -> tuple[str, bool]:
    """The outcome by majority of the reviewers, and whether the votes are even; ``""`` without votes."""
    scopes = [findings, *([(result.start, result.end)] if result else [])]
    for scope in reversed(scopes):
        yes, no = _count(text, scope, cues)
        if yes or no:
            return ("upheld" if no > yes else "overturned"), yes == no
    return "", False


def _own_vote(
    text: str, request: Span, requests: list[Span], findings: Span, result: Section | None, cues: _Cues
) -> str:
    """What the reviewers found of one of several services, from the sentences that name it alone."""
    mine = words_of(text, request)
    others = frozenset().union(*(words_of(text, r) for r in requests if r is not request))
    for scope in [*([(result.start, result.end)] if result else []), findings]:
        yes, no = _count(text, scope, cues, mine - others, others - mine)
        if yes or no:
            return "upheld" if no > yes else "overturned"
        polarity = None
        for start, stop in _clauses(text, scope):
            words = words_of(text, (start, stop))
            if words & (mine - others) and not words & (others - mine):
                stated = _polarity(text, start, stop, cues)
                polarity = polarity if stated is None else stated
        if polarity is not None:
            return "overturned" if polarity else "upheld"
    return ""


def _sentences(text: str, scope: Span) -> Iterator[Span]:
    start = scope[0]
    while start < scope[1]:
        stop = max(min(_sentence_end(text, start, scope[1]) + 1, scope[1]), start + 1)
        yield start, stop
        start = stop


def _count(
    text: str,
    scope: Span,
    cues: _Cues,
    mine: frozenset[str] = frozenset(),
    others: frozenset[str] = frozenset(),
) -> tuple[int, int]:
    """Votes for the patient and for the plan; of sentences with words of ``mine`` and none of ``others``."""
    yes = no = total = singly_yes = singly_no = 0
    single: set[str] = set()
    for start, stop in _sentences(text, scope):
        if mine or others:
            words = words_of(text, (start, stop))
            if not words & mine or words & others:
                continue
        polarity = _polarity(text, start, stop, cues)
        counted = cues.vote.search(text, start, stop)
        each = cues.each_vote.search(text, start, stop)
        if polarity is not None and counted:
            count, of = _votes(counted)
            if not count:  # what none of them found, all found otherwise
                polarity, count = not polarity, of
            total = max(total, of, count)
            yes, no = (max(yes, count), no) if polarity else (yes, max(no, count))
            # "One of three … necessary": the others found otherwise, unless it is said.
        elif polarity is not None and each and each.group().lower() not in single:
            single.add(each.group().lower())
            singly_yes, singly_no = singly_yes + polarity, singly_no + (not polarity)
    if not (yes or no or total):
        return singly_yes, singly_no
    if yes and not no:
        no = max(0, total - yes)
    elif no and not yes:
        yes = max(0, total - no)
    return yes, no


def _votes(match: re.Match[str]) -> tuple[int, int]:
    """How many reviewers a vote's words name, of how many."""
    voters = (match["count"] or "").lower()
    total = _number(match["total"] or "")
    if voters == "none":
        return 0, total or 1
    if voters in ("all", "both"):
        whole = total or next((n for w in match.group().lower().split() if (n := _number(w))), 0)
        return (whole or 2,) * 2
    if voters.endswith("majority"):
        return 2, 3
    return _number(voters), total


def _number(word: str) -> int:
    return numbers.count(word) or 0


def _polarity(text: str, start: int, end: int, cues: _Cues) -> bool | None:
    """Whether a sentence speaks for the patient; ``None`` when it does neither."""
    if cues.for_plan.search(text, start, end):
        return False
    return True if cues.for_patient.search(text, start, end) else None


def _last_stated(text: str, scope: Span, findings: Span, cues: _Cues) -> str:
    """The outcome of the last verdict, else of the last sentence that says what the reviewer found."""
    lowered = lower(text)
    for place in (scope, findings):
        told = [s for s in _sentences(text, place) if not cues.plan_says.search(text, *s)]
        verdicts = [v for s in told for v in find_verdicts(lowered, *s)]
        if verdicts:
            return verdicts[-1].outcome
        stated = [p for start, stop in told if (p := _polarity(text, start, stop, cues)) is not None]
        if stated:
            return "overturned" if stated[-1] else "upheld"
    return "unknown"


def _part_findings(text: str, items: list[Item], findings: Span, cues: _Cues) -> None:
    """Each item's own part of the findings, where they stand one after the other."""
    if len(items) < 2 or findings[0] == findings[1]:
        return
    owners = _by_names(text, items, findings) or _by_marks(text, items, findings, cues)
    if not owners:
        return
    edges = [start for start, _ in owners[1:]] + [findings[1]]
    for (start, owner), edge in zip(owners, edges, strict=True):
        items[owner].rationale = trim(text, start, edge)


def _by_marks(text: str, items: list[Item], findings: Span, cues: _Cues) -> list[tuple[int, int]]:
    """Where each item's part begins and whose it is, by "Regarding the wheelchair, …"; else nothing."""
    owners: list[tuple[int, int]] = []
    for mark in cues.part.finditer(text, *findings):
        comma = text.find(",", mark.end(), mark.end() + 160)
        stop = comma if comma >= 0 else min(mark.end() + 60, findings[1])
        words = words_of(text, (mark.end(), stop))
        scores = [len(words & words_of(text, item.request)) for item in items]
        best = max(scores)
        if best and scores.count(best) == 1 and (not owners or owners[-1][1] != scores.index(best)):
            owners.append((mark.start(), scores.index(best)))
    return owners if sorted(owner for _, owner in owners) == list(range(len(items))) else []


def _by_names(text: str, items: list[Item], findings: Span) -> list[tuple[int, int]]:
    """Where each item's part begins and whose it is, by the sentences that name one item alone; else nothing."""
    words = [words_of(text, item.request) for item in items]
    order: list[tuple[int, int]] = []
    for start, stop in _sentences(text, findings):
        named = words_of(text, (start, stop))
        mine = [i for i, own in enumerate(words) if own & named]
        if len(mine) == 1 and (not order or order[-1][1] != mine[0]):
            order.append((start, mine[0]))
    if sorted(owner for _, owner in order) != list(range(len(items))):
        return []
    # What stands before the first part is said of it.
    return [(findings[0], order[0][1]), *order[1:]]


def _alike(text: str, one: Span, other: Span) -> float:
    a, b = words_of(text, one), words_of(text, other)
    return len(a & b) / max(1, min(len(a), len(b)))
