"""The assertion of each condition in a passage, sentence by sentence."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache

from imrnlp.assertion.context import Cue, classify, find_cues, lowered
from imrnlp.assertion.rules import Cues
from imrnlp.assertion.story import read_story
from imrnlp.lexicons import document, filled
from imrnlp.tag.mentions import ConditionMention
from imrnlp.text.strings import Span


def by_sentence(sentences: Sequence[Span], spans: Sequence[Span]) -> Iterator[tuple[int, int, list[Span]]]:
    """Each sentence that holds some of ``spans`` (in order): start, end, and those spans.

    Sentences are joined when a span crosses their border: "dec. LT" does not end a sentence.
    """
    at = 0
    for start, end in _joined(sentences, spans) if spans else ():
        inside = []
        while at < len(spans) and spans[at][0] < end:
            if spans[at][0] >= start:
                inside.append((spans[at][0], min(spans[at][1], end)))
            at += 1
        if inside:
            yield start, end, inside


def _joined(sentences: Sequence[Span], spans: Sequence[Span]) -> list[Span]:
    joined: list[Span] = []
    at = 0
    for start, end in sentences:
        while at < len(spans) and spans[at][1] <= start:
            at += 1
        if joined and at < len(spans) and spans[at][0] < joined[-1][1] and spans[at][1] > start:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def assert_mentions(
    text: str,
    mentions: Sequence[ConditionMention],
    sentences: Sequence[Span],
    matcher: Cues | None = None,
) -> None:
    """Sets the assertion of every mention (in text order) that has none yet; offsets are into ``text``.
    ``matcher`` finds other cues than those of the package.

    >>> swelling = ConditionMention("DIAGNOSIS", 9, 17, "swelling")
    >>> assert_mentions("There is swelling.", [swelling], [(0, 18)])
    >>> swelling.assertion
    'present'
    """
    if all(m.assertion for m in mentions):
        return
    cues = find_cues(text, matcher=matcher)
    starts = [cue[0] for cue in cues]
    spans: list[Span] = []
    at: dict[int, list[ConditionMention]] = {}
    for mention in mentions:
        span = core(mention.text, mention.start, cues, starts) if mention.foreign else None
        spans.append(span or (mention.start, mention.end))
        at.setdefault(spans[-1][0], []).append(mention)
    for start, end, inside in by_sentence(sentences, sorted(spans)):
        here = cues[bisect_left(starts, start) : bisect_left(starts, end)]
        values = classify(
            text[start:end],
            [(a - start, b - start) for a, b in inside],
            [(a - start, b - start, rule) for a, b, rule in here],
        )
        for (a, _), value in zip(inside, values, strict=True):
            for mention in at[a]:
                mention.assertion = mention.assertion or value
    _listed_as_past(text, mentions)
    _told_as_over(text, mentions, sentences)
    _stated_again(text, mentions, sentences)


# "Past medical history: 1. Gout. 2. Asthma.": the heading and its numbered items, each a sentence of its own.
_PAST_LIST = re.compile(
    r"""
    \b (?:past|prior|previous) \s (?:medical|surgical) \s (?:history|hx) :? \s{0,9}+ (?=\(?1[.)])
    (?: \(?+ \d{1,2}+ [.)] [^\n.;:]{1,120}+ [.;\n]?+ \s{0,9}+ ){1,40}+
    """,
    re.IGNORECASE | re.VERBOSE,
)


def _listed_as_past(text: str, mentions: Sequence[ConditionMention]) -> None:
    """What stands in a numbered list of past conditions is historical.

    >>> gout = ConditionMention("DIAGNOSIS", 33, 37, "Gout", assertion="present")
    >>> _listed_as_past("Past medical history: 1. NIDDM 2. Gout.", [gout])
    >>> gout.assertion
    'historical'
    """
    if " history" not in text and " HISTORY" not in text and " History" not in text:
        return
    for listed in _PAST_LIST.finditer(text):
        for mention in mentions:
            if listed.start() <= mention.start < listed.end() and mention.assertion == "present":
                mention.assertion = "historical"


def _told_as_over(text: str, mentions: Sequence[ConditionMention], sentences: Sequence[Span]) -> None:
    """What is present by its sentence's cues, but over by the story of the whole text, is historical."""
    spans: list[Span] = []
    owners: list[list[ConditionMention]] = []
    for mention in sorted(mentions, key=lambda m: m.start):
        if spans and mention.start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], mention.end))
            owners[-1].append(mention)
        else:
            spans.append((mention.start, mention.end))
            owners.append([mention])
    for over in read_story(lowered(text), spans, sentences).over():
        for mention in owners[over]:
            if mention.assertion == "present":
                mention.assertion = "historical"


# "He has a history of gout", not "past medical history of gout".
_HISTORY_OF = re.compile(
    r"(?<!\bprior )(?<!\bprevious )(?<!\bpast )(?<!\bremote )(?<!\bfamily )(?<!\bmedical )history of\b",
    re.IGNORECASE,
)

_TREATS = re.compile(
    r"\b(?:for|treats?|treating|controls?|controlling) (?:the|his|her|this|that) $", re.IGNORECASE
)


@lru_cache(maxsize=1)
def _lifelong() -> re.Pattern[str]:
    """Conditions that never end: a history of autism is autism."""
    rows = document("condition_patterns.json")
    return re.compile(rf"\b(?:{filled(rows['lifelong'], rows['pieces'])})\b")


def _stated_again(text: str, mentions: Sequence[ConditionMention], sentences: Sequence[Span]) -> None:
    """A "history of X" is present where X never ends, or a later sentence or clause states X as present."""
    past = [m for m in mentions if m.assertion == "historical"]
    if not past:
        return
    for mention in past:
        if _lifelong().search(mention.text.lower()):
            mention.assertion = "present"
    names = [m.text.lower() for m in past]
    present: set[str] = set()
    starts = [start for start, _ in sentences]
    for mention in reversed(mentions):
        name = mention.text.lower()
        if mention.assertion == "present":
            present.add(name)
        elif mention.assertion == "historical":
            # "a history of gout and takes allopurinol for the gout"
            treated = names.count(name) > 1 and _TREATS.search(
                text, max(0, mention.start - 24), mention.start
            )
            sentence = starts[max(0, bisect_right(starts, mention.start) - 1)]
            if (treated or name in present) and _HISTORY_OF.search(text, sentence, mention.start):
                mention.assertion = "present"
                present.add(name)


def core(words: str, start: int, cues: Sequence[Cue], starts: Sequence[int]) -> Span:
    """The span of the words at ``start`` without the cues within it: "no swelling" is a swelling, denied.

    ``cues`` are the text's, in order, and ``starts`` their first offsets.
    """
    first, last = start, start + len(words)
    for a, b, rules in cues[bisect_left(starts, first) : bisect_left(starts, last)]:
        directions = {rule.direction for rule in rules}
        if a == first and b < last and directions & {"FORWARD", "BIDIRECTIONAL"}:
            rest = words[b - start :]
            first = b + len(rest) - len(rest.lstrip())
        elif b == last and a > first and directions & {"BACKWARD", "BIDIRECTIONAL"}:
            last = start + len(words[: a - start].rstrip())
    return (first, last) if first < last else (start, start + len(words))
