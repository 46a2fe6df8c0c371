"""What the claims administrator's utilization review decided, as the case summary tells it.

The sentences that tell a review's decision are cut at its verbs; each verb's object or subject is
the thing decided, without the reason that follows.  The words are ``lexicons/utilization_review.json``.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from imrnlp import lexicons
from imrnlp.record import UrDecision
from imrnlp.tag.drugs import find_drugs
from imrnlp.tag.services import find_services
from imrnlp.text.dates import find_dates
from imrnlp.text.sentences import split_sentences
from imrnlp.text.strings import lower

# A cheap look before anything is matched: a sentence without these letters tells no decision.
_STEMS: tuple[str, ...] = (
    "utiliz",
    "utilis",
    "certif",
    "denie",
    "denial",
    "deny",
    "modif",
    "authori",
    "approv",
)
_STEMS += ("medically necessary", "review", "determination")
_PASSIVE = re.compile(
    r"\b(?:was|were|is|are|been|be|being)\s+(?:(?:also|both|previously|retrospectively|subsequently|initially|reviewed\s+and|"
    r"prospectively|all|then|only|found|determined|deemed|recommended)\s+)*(?:to\s+be\s+)?$",
    re.I,
)
_TO_BE = re.compile(r"\bto\s+(?:have\s+been|be)\s+$", re.I)
_LEAD = re.compile(
    r"^(?:\W+|\d{1,2}[.)]\s+(?=[A-Za-z])|(?:and|also|there|additionally|however|furthermore|in addition|therefore|further|regarding|for|of|that|all|both|then)\b[\s,]*"
    r"|(?:the|an?|any|said)\s+|services?\s+to\s+include\s+|(?:retrospective|prospective|concurrent|additional\s+request|provider's|original|previous(?:ly)?|prior)\s+(?=request)"
    r"|requests?\s+(?:for|of|to)\b(?:\s+authorization\s+(?:for|of))?|(?:certification|authorization|approval)\s*(?:for|of)\b"
    r"|(?:certification\s+)?on\s+(?=[A-Z\d])(?=.{0,24}\d))+",
    re.I,
)
_REQUESTED = re.compile(
    r"^requested\s+(?!(?:services?|treatments?|medications?|items?|procedures?|surgery|surgical)\b(?!\s+(?:for|of)))",
    re.I,
)
_TAIL = re.compile(
    r"(?:[\s,;:.(\[]|,\s*(?:and\s+)?(?:the\s+)?requests?$|\b(?:and|also|was|were|had|has|have|been|be|to|is|are|that|for|but|the|form|previously|retrospectively)\b)+$",
    re.I,
)
_REQUEST_FOR = re.compile(
    r"\brequest(?:s|ed)?\s+(?:was\s+(?:received|made|submitted)\s+)?(?:for|of)\s+(?!authorization)", re.I
)
_SUBJECT = re.compile(
    r"\b(?:determined|found|noted|indicated|concluded|recommended|stated)\b(?:\s+that)?\s+", re.I
)
_SPLIT = re.compile(
    r"\s*;\s*(?:and\s+)?|\s*,\s*(?:and\s+|as\s+well\s+as\s+)?|\s+(?:and|as\s+well\s+as)\s+", re.I
)
_ON_DATE = re.compile(r"^(?:on|dated|of|from|rendered\s+on)?\s*\W*$", re.I)
# "A prior determination was found not medically necessary" names no item.
_DECISION_ITSELF = re.compile(
    r"(?:prior|previous|original|earlier)\s+(?:determination|review|decision)\b", re.I
)
# "for A as its reason; for B as its reason" after one verb.
_AND_FOR = re.compile(r";\s*(?:and\s+)?for\s+", re.I)
_FRACTION = re.compile(r"^#?\d+\s+(?:of|out\s+of)\s+(?:the\s+)?(?:requested\s+)?\d+\b", re.I)
_ORIGINAL = re.compile(
    r"^(?P<head>.*?\b(?:noted|that|shows?|indicat\w+)\s+)?(?P<request>.+?)\s+w(?:as|ere)\s+the\s+original\s+request",
    re.I,
)
_PREPOSITION = re.compile(r"\b(?:followed|with|for|to|by|in|on|from)\b", re.I)
_MIXTURE = re.compile(
    r"\b(?:topical|compound\w*|cream|gel|ointment|analgesic)s?\b[^,;]*\b(?:with|containing|of)\b", re.I
)
_INCLUDING = re.compile(r"\b(?:including|such\s+as|to\s+include|consisting\s+of)\b", re.I)
_FOUND = re.compile(
    r"\b(?:found|deemed|considered|determined)\s+(?:that\s+)?(?=(?:the|a|an|this|these)\s)", re.I
)
_TO = re.compile(r"\s+to\s+(?=\w)", re.I)
_UNSAID = re.compile(r"\b(?:requests?|requested|case|treatments?)\b", re.I)
_PREVIOUSLY = re.compile(r"\bpreviously\s+(?:\w*certif|denied|modif|approv|authori|been)", re.I)
#: Sentences back from "denied the request" in which the request may be named.
_LOOK_BACK = 4
#: Characters before a verb that can hold its auxiliaries or its subject's last words.
_NEAR = 80
#: Longest list of items, in characters, that stands before its verb.
_LONGEST = 1500


@lru_cache(maxsize=1)
def _words() -> dict[str, re.Pattern[str]]:
    data = lexicons.document("utilization_review.json")

    def any_of(key: str, before: str = r"\b", after: str = "") -> re.Pattern[str]:
        return re.compile(rf"{before}(?:{'|'.join(data[key])}){after}", re.I)

    outcomes = "|".join(f"(?P<{name}_{i}>{words})" for i, (name, words) in enumerate(data["outcomes"]))
    return {
        "review": re.compile(rf"\b(?:{'|'.join(data['review'])})(?!\w)", re.I),
        "not_review": any_of("not_review"),
        "outcome": re.compile(rf"\b(?=[acdfgmnpr])(?:{outcomes})\b", re.I),
        "denier": re.compile(
            rf"\b(?:{'|'.join(data['deniers'])})\b(?:\s*\([^)]*\))?(?:\s+(?:also|has|had|further|specifically|currently|again|repeatedly))*\s*$",
            re.I,
        ),
        "end": re.compile(rf"[\s,]+(?:{'|'.join(data['ends'])})", re.I),
        "narrowed": re.compile(rf"[\s,]+(?:{'|'.join(data['narrowed'])})", re.I),
        "naming": any_of("naming"),
        "vague": re.compile(rf"(?:the\s+|all\s+)*(?:{'|'.join(data['vague'])})", re.I),
    }


def _hits(text: str) -> list[int]:
    """Where a stem of decision words stands, in order."""
    low = lower(text)
    hits = []
    for stem in _STEMS:
        at = low.find(stem)
        while at >= 0:
            hits.append(at)
            at = low.find(stem, at + 1)
    at = text.find("UR")
    while at >= 0:
        hits.append(at)
        at = text.find("UR", at + 1)
    return sorted(hits)


@dataclass(slots=True)
class _Sentence:
    text: str
    start: int


def read_utilization_review(summary: str) -> list[UrDecision]:
    """Each thing that utilization review decided, in the order told; offsets are into ``summary``.

    ``summary`` is flowing text.  One decision told twice is one entry.  Linear time.

    >>> read_utilization_review("The 3/11/15 utilization review certified Norco 10/325 mg #80. "
    ...                         "The request for a TENS unit was modified to a rental.")
    [UrDecision('Norco 10/325 mg #80', certified), UrDecision('TENS unit', modified)]
    """
    hits = _hits(summary)
    if not hits:
        return []
    words = _words()
    sentences = [_Sentence(summary[s:e], s) for s, e in split_sentences(summary)]
    decisions: list[UrDecision] = []
    current: dt.date | None = None
    in_review = False
    for i, sentence in enumerate(sentences):
        text = sentence.text
        while hits and hits[0] < sentence.start:
            hits.pop(0)
        if not hits or hits[0] >= sentence.start + len(text):
            continue
        if decisions and words["not_review"].search(text):
            continue
        is_review = bool(words["review"].search(text))
        if is_review:
            current = _review_date(text) or (None if not in_review else current)
            in_review = True
        found = list(_decisions(text, in_review))
        original = _ORIGINAL.match(text)
        if in_review and original:
            start, end = _own(text, original.start("request"), original.end("request"))
            found = [(start, end, "modified")]
        for start, end, outcome in found:
            date = current
            if not is_review:
                date = _review_date(text) or (None if _PREVIOUSLY.search(text) else current)
            spans = [(start + sentence.start, end + sentence.start)]
            if (
                words["vague"].fullmatch(text[start:end])
                or start == end
                or words["review"].match(text, start, end)
            ):
                if _authorized_part(text, decisions):
                    continue
                spans = _named_before(sentences, i) or spans
                first, last = spans[0]
                if first == last or _DECISION_ITSELF.match(summary, first, last):
                    continue
            elif outcome == "certified" and _after_modified(decisions, text):
                continue
            for first, last in spans:
                for a, b in _items(summary, first, last):
                    decisions.append(
                        UrDecision(date=date, request=summary[a:b], outcome=outcome, start=a, end=b)  # type: ignore[arg-type]
                    )
    return _once(decisions)


def tells_decision(sentence: str) -> bool:
    """Whether the sentence tells what utilization review decided.

    >>> tells_decision("Utilization Review denied Norco."), tells_decision("He takes Norco.")
    (True, False)
    """
    words = _words()
    return (
        bool(_hits(sentence))
        and words["review"].search(sentence) is not None
        and words["outcome"].search(sentence) is not None
    )


def review_date(summary: str) -> dt.date | None:
    """The date of the first utilization review decision that the summary dates.

    >>> review_date("A Utilization Review determination was rendered on 6/20/2014.")
    datetime.date(2014, 6, 20)
    """
    hits = _hits(summary)
    if not hits:
        return None
    pattern = _words()["review"]
    for start, end in split_sentences(summary):
        while hits and hits[0] < start:
            hits.pop(0)
        if not hits or hits[0] >= end:
            continue
        sentence = summary[start:end]
        if pattern.search(sentence) and (date := _review_date(sentence)):
            return date
    return None


def _decisions(text: str, in_review: bool) -> Iterator[tuple[int, int, str]]:
    """Spans of what is decided, with the outcome; an empty span where it is not named."""
    words = _words()
    verbs = [
        m
        for m in words["outcome"].finditer(text)
        if not words["denier"].search(text, max(0, m.start() - _NEAR), m.start()) and not _is_noun(text, m)
    ]
    floor = 0
    for i, verb in enumerate(verbs):
        if verb.start() < floor:
            continue
        outcome = (verb.lastgroup or "").split("_")[0]
        passive = _PASSIVE.search(text, max(0, verb.start() - _NEAR), verb.start())
        stop = verbs[i + 1].start() if i + 1 < len(verbs) else len(text)
        found = _FOUND.search(text, floor, verb.start()) if in_review and not passive else None
        if found and verb.group().lower() == "not medically necessary":
            start, end = _own(text, found.end(), verb.start())
            floor = verb.end()
            yield start, end, outcome
            continue
        if verb.group().lower() == "not medically necessary" and not (
            passive and in_review and not text.startswith("As ")
        ):
            continue
        named_as_made = verb.group().lower().endswith("for") and " on " in verb.group()
        if (
            not named_as_made
            and verb.group().lower().startswith("denial")
            and re.search(
                r"\b(?:previous|prior|original)\s+$", text[max(0, verb.start() - 12) : verb.start()], re.I
            )
        ):
            continue
        by = re.match(
            r"\s+(?:by|on|due|as|for\s+(?:lack|no|want)|because|based|in)\b|\s*[.,;]|\s*$|\s+to\b",
            text[verb.end() :],
            re.I,
        )
        if passive and (by or not re.match(r"\s+(?:the|an?)\s+request", text[verb.end() :])):
            floor = max(floor, passive.start() - _LONGEST)
            if not in_review and not _UNSAID.search(text, floor, passive.start()):
                continue
            start, end = _subject(text, floor, passive.start())
            if words["vague"].fullmatch(text[start:end]) and re.match(r"\s+for\s+", text[verb.end() :]):
                start, end = _object(text, verb.end(), stop, outcome)
                if not _has_item(text[start:end]):
                    start, end = _subject(text, floor, passive.start())
            colon = text.find(":", verb.end(), stop)
            if colon >= 0 and not _has_item(text[start:end]) and _has_item(text[colon:stop]):
                start, end = _own(text, colon + 1, stop)
            if words["denier"].search(text, max(0, passive.start() - _NEAR), passive.start()):
                continue
        else:
            if not in_review:
                continue
            start, end = _object(text, verb.end(), stop, outcome)
            if _FRACTION.match(text[start:end]) and outcome == "certified":
                outcome = "modified"
        floor = max(verb.end(), end)
        if outcome == "denied" and text[start:end].lower().startswith("remaining"):
            continue
        yield start, end, outcome
        if verb.group().lower().endswith("for"):
            for more in _AND_FOR.finditer(text, end, stop):
                yield (*_object(text, more.end() - 1, stop, outcome), outcome)


def _is_noun(text: str, verb: re.Match[str]) -> bool:
    """``modified duty``, ``authorized representative`` are no decisions."""
    following = text[verb.end() : verb.end() + 16].lower()
    before = text[max(0, verb.start() - 12) : verb.start()].lower()
    word = verb.group().lower()
    if word == "modified" and re.match(r"\s+(?:dut|work|activit|ashworth|capacit|basis)", following):
        return True
    if re.match(r"certification\s", word) and not re.search(r"(?:\band|[,;])\s+$", before):
        return True
    if word.startswith("certif") and re.search(r"board[ -]$|board\s$", before):
        return True
    return bool(re.match(r"-", following)) or bool(re.search(r"\b(?:fda|self|mood)[ -]$", before))


def _subject(text: str, start: int, end: int) -> tuple[int, int]:
    """What stands before ``was denied``: after the last ``request for``, else the clause's subject."""
    request = list(_REQUEST_FOR.finditer(text, start, end))
    if request:
        # "the request for PT and the request for MRI were denied" names both.
        first = (
            request[0]
            if re.search(r"\bdetermined\b|^\W*(?:on\b.{0,30})?the\s+requests?\b", text[start:end], re.I)
            else request[-1]
        )
        return _own(text, first.end(), end)
    reason = _words()["end"].match(text, start, end)
    if reason:
        # The reason of the decision before; the subject follows its last comma or "and".
        cuts = [
            m.end() for m in re.finditer(r",\s*(?:and\s+)?|\s+and\s+|;\s*|\s+as\s+(?=\d)", text[start:end])
        ]
        start += cuts[-1] if cuts else 0
    determined = list(_SUBJECT.finditer(text, start, end))
    if determined:
        start = determined[-1].end()
    elif clause := re.search(
        r"^\s*(?:on\s+|according\s+to\b|per\b)[^,]*?\d{4}\s*,\s*|^\s*(?:on)\s+[^ ]*\d\s*,\s*",
        text[start:end],
        re.I,
    ):
        start += clause.end()
    return _own(text, start, end)


def _object(text: str, start: int, stop: int, outcome: str) -> tuple[int, int]:
    words = _words()
    on_date = re.match(r"\s+(?:certification\s+)?on\s+", text[start:stop])
    if on_date:
        dates = find_dates(text[start:stop])
        if dates:
            start += dates[0][1]
    end = stop
    if stop < len(text):
        # The next verb's own words begin at the comma or "and" before it.
        cut = [m.start() for m in re.finditer(r",\s*(?:and\s+)?|\s+and\s+|;\s*", text[start:stop])]
        if cut:
            end = start + cut[-1]
    reason = words["end"].search(text, start + 1, end)
    if reason:
        end = reason.start()
    if outcome in ("modified", "conditional"):
        for m in words["narrowed"].finditer(text, start + 1, end):
            if _has_item(text[start : m.start()]) or re.search(r"\brequest\w*\s+\w", text[start : m.start()]):
                end = m.start()
                break
        else:
            # "modified the request for A to B": B is a service too.
            for m in reversed(list(_TO.finditer(text, start + 1, end))):
                if _has_item(text[m.end() : m.end() + 40]) and _has_item(text[start : m.start()]):
                    end = m.start()
                    break
    return _own(text, start, end)


def _own(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without article, ``request for`` and trailing words."""
    while True:
        lead = _LEAD.match(text[start:end])
        if lead and lead.end():
            moved = start + lead.end()
            dates = find_dates(text[moved : min(end, moved + 24)])
            if dates and dates[0][0] == 0:
                moved += dates[0][1]
            start = moved
            continue
        requested = _REQUESTED.match(text[start:end])
        if requested:
            start += requested.end()
            continue
        break
    end = max(start, end)
    reason = _words()["end"].search(text, start, end)
    if reason and reason.start() > start:
        end = reason.start()
    tail = _TAIL.search(text[start:end])
    if tail:
        end = start + tail.start()
    if text[start:end].count("(") < text[start:end].count(")") and text[end - 1 : end] == ")":
        end -= 1
    return start, end


def _has_item(words: str) -> bool:
    return bool(find_services(words) or find_drugs(words))


def _items(summary: str, start: int, end: int) -> list[tuple[int, int]]:
    """The span cut where a comma or "and" begins another service or drug."""
    text = summary[start:end]
    services = find_services(text)
    named = sorted(
        [(m.start, m.end, m.subcategory) for m in services]
        + [(m.start, m.end, "drug") for m in find_drugs(text)]
    )
    cuts: list[tuple[int, int]] = []
    begin = 0
    separators = list(_SPLIT.finditer(text))
    for i, separator in enumerate(separators):
        following = separators[i + 1].start() if i + 1 < len(separators) else len(text)
        left = [n for n in named if begin <= n[0] < separator.start()]
        right = [n for n in named if separator.end() <= n[0] < following]
        inside = any(a < separator.end() and b > separator.start() for a, b, _ in named)
        if (
            not left
            or not right
            or inside
            or text[begin : separator.start()].count("(") > text[begin : separator.start()].count(")")
        ):
            continue
        if _PREPOSITION.search(_LEAD.sub("", text[separator.end() : right[0][0]])):
            continue
        mixture = _MIXTURE.search(text, begin, separator.start())
        if mixture and right[0][2] == "drug" and any(0 <= a - mixture.end() <= 2 for a, _, _ in named):
            continue
        if right[0][2] == left[-1][2] and _INCLUDING.search(text, begin, separator.start()):
            continue
        bare = text[begin : separator.start()].strip().lower() == text[left[-1][0] : left[-1][1]].lower()
        if bare and left[-1][2] == right[0][2] == "emg_ncs":
            continue
        cuts.append((begin, separator.start()))
        begin = separator.end()
    cuts.append((begin, len(text)))
    spans = [_own(summary, start + a, start + b) for a, b in cuts]
    return [(a, b) for a, b in spans if b > a]


def _named_before(sentences: list[_Sentence], at: int) -> list[tuple[int, int]]:
    """Where the request is named that a sentence calls just "the request": looks a few sentences back."""
    words = _words()
    for sentence in reversed(sentences[max(0, at - _LOOK_BACK) : at]):
        for match in words["naming"].finditer(sentence.text):
            if words["outcome"].search(sentence.text, match.end()):
                continue
            start, end = _own(sentence.text, match.end(), len(sentence.text))
            if _has_item(sentence.text[start:end]):
                return [(sentence.start + start, sentence.start + end)]
    return []


def _authorized_part(text: str, decisions: list[UrDecision]) -> bool:
    return bool(decisions) and "original request" in text.lower()


def _after_modified(decisions: list[UrDecision], text: str) -> bool:
    """``Baclofen #27 was authorized by the Claims Administrator`` repeats a modification already told."""
    return (
        bool(decisions)
        and decisions[-1].outcome == "modified"
        and bool(re.search(r"by\s+(?:the\s+)?claims\s+administrator", text, re.I))
    )


def _review_date(sentence: str) -> dt.date | None:
    """The date of the review or decision that the sentence tells."""
    dates = [(s, e, d) for s, e, d in find_dates(sentence) if d is not None]
    if not dates:
        return None
    words = _words()
    for review in words["review"].finditer(sentence):
        for s, _, d in dates:
            between = sentence[review.end() : s] if s >= review.end() else None
            if between is not None and len(between) <= 60 and _close(between):
                return d
        for _, e, d in dates:
            between = sentence[e : review.start()]
            if 0 <= review.start() - e <= 12 and re.fullmatch(r"[\s,]*(?:the\s+|original\s+)*", between):
                return d
    for verb in words["outcome"].finditer(sentence):
        for s, _, d in dates:
            if verb.end() <= s and re.fullmatch(
                r"(?:\s+by\s+[\w\s]{0,24}?)?\s+on\s+", sentence[verb.end() : s]
            ):
                return d
    lead = re.match(r"\s*on\s+", sentence, re.I)
    if lead and dates[0][0] == lead.end() and "received" not in sentence[: dates[0][1] + 30]:
        return dates[0][2]
    return None


_CLOSE = re.compile(
    r"[\s,(:]*(?:\(UR\)|determination|report|decision|denial|letter|form|documentation|was|is|were|has\s+been|rendered|issued|with|an?|made|"
    r"dated|date|of|on|from|the|for|requests?|below|above|completed|performed|[\s,(:-])*[\s(]*",
    re.I,
)


def _close(between: str) -> bool:
    return _CLOSE.fullmatch(between) is not None


def _once(decisions: list[UrDecision]) -> list[UrDecision]:
    kept: dict[tuple[str, str], UrDecision] = {}
    for decision in decisions:
        key = (" ".join(decision.request.lower().split()), decision.outcome)
        kept.setdefault(key, decision)
    return list(kept.values())
