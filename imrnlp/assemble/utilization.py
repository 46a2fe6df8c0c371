"""What the claims administrator's utilization review decided, as the case summary tells it.

The sentences that tell a review's decision are cut at its verbs; each verb's object or subject is
the thing decided, without the reason that follows.  The words are ``lexicons/utilization_review.json``.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
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
    r"|requests?,?\s+(?:for|of|to)\b(?:\s+authorization\s+(?:for|of))?|(?:certification|authorization|approval)\s*(?:for|of)\b"
    r"|(?:certification\s+)?on\s+(?=[A-Z\d])(?=.{0,24}\d)|(?:the\s+)?use\s+of\s+|per\s+(?:the\s+)?(?:UR|utili[sz]ation\s+review),?\s+(?=the\b)|following(?:\s+\w+){0,2}\s*:"
    r"|(?:these|those)\s+(?:requests|items|services|treatments|medications)[^:.;]{0,40}:)+",
    re.I,
)
_REQUESTED = re.compile(
    r"^requested\s+(?!(?:services?|treatments?|medications?|items?|procedures?|surgery|surgical)\b(?!\s+(?:for|of)))",
    re.I,
)
_TAIL = re.compile(
    r"(?:[\s,;:.(\[]|,\s*(?:and\s+)?(?:the\s+)?requests?$|\b(?:and|also|was|were|had|has|have|been|be|to|is|are|that|for|but|the|form|which|previously|retrospectively)\b)+$",
    re.I,
)
_REQUEST_FOR = re.compile(
    r"\brequest(?:s|ed)?\s+(?:was\s+(?:received|made|submitted)\s+)?(?:for|of)\s+(?!authorization)", re.I
)
_SUBJECT = re.compile(
    r"\b(?:determined|found|noted|indicated|notes?(?=\s+that)|concluded|recommended|stated|decided|shows?|showed|says|reports?(?=\s+that)|reveals?|revealed)\b(?:\s+that)?\s+",
    re.I,
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
_FRACTION = re.compile(r"#?\d+\s+(?:of|out\s+of)\s+(?:the\s+)?(?:requested\s+)?\d+\b", re.I)
_ORIGINAL = re.compile(
    r"^(?P<head>.*?\b(?:noted|that|shows?|indicat\w+)\s+)?(?P<request>.+?)\s+w(?:as|ere)\s+the\s+original\s+request",
    re.I,
)
_DECIDED_ON = re.compile(r"(?<!ed)(?<!done)(?<!given)\s+on\s+[\d/.-]{5,10}\Z")
_COUNT_ONLY = re.compile(r"\W*\d+\s+(?:visits?|sessions?|treatments?|units?)\W*\Z", re.I)
# "A, which utilization review denied", "A were requested, of which six were certified".
_WHICH = re.compile(r",?\s+(?P<part>of\s+)?which\b", re.I)
_WERE_REQUESTED = re.compile(r"\s+(?:was|were|had\s+been)\s+requested\Z", re.I)
# "Norco - modified, Soma (denied)": an item with its outcome behind a dash, a colon or in brackets.
_LISTED_BEFORE = re.compile(r"\s*(?:\s[-\u2013\u2014=]|[:(])\s*\Z")
_LISTED_AFTER = re.compile(r"\)?\s*(?:[,;.]|\Z)")
_LIST_CUT = re.compile(r"[,;:]\s*(?:and\s+)?|\s+and\s+")
# "certified A but not B", "A was certified while B was not".
_BUT_NOT = re.compile(r",?\s+(?:but|and)\s+not\s+(?=\w)", re.I)
_WAS_NOT = re.compile(
    r",?\s+(?:while|but|whereas)\s+(?:that\s+)?(?P<item>[^,.;]{2,120}?)\s+(?:was|were|is|are)\s+not\s*(?:[.,;]|\Z)",
    re.I,
)
# "denied A citing R and B because S": what stands between the reasons.
_AND_BECAUSE = re.compile(
    r",?\s+and\s+(?P<item>[^,.;]{2,80}?)\s+(?:because|due\s+to|citing|since|as\s+(?:there|the|no|it))\b", re.I
)
# "denied A for want of films, and the B with it": no verb stands between.
_AND_ALSO = re.compile(
    r",\s+and\s+(?:the|an?)\s+(?P<item>(?:(?!\b(?:was|were|is|are|had|has|not|no|that|which)\b)[^,;.]){2,120}+)(?=[.;]|\Z)",
    re.I,
)
_WITH_IT = re.compile(r"\s+with\s+(?:it|them)\s*\Z", re.I)
# What the clause before still says of its own item: "… was modified to #90, Soma was denied", "… were reviewed; Soma was denied".
_TOLD_BEFORE = re.compile(
    r"\s*(?:to|as|for)\s[^,;]*[,;]\s*(?:and\s+|but\s+)?|[^;]*\b(?:was|were)\b[^;]*;\s*(?:and\s+|but\s+)?",
    re.I,
)
_FOUND_THAT = re.compile(r"\b(?:determined|found|concluded|decided)\b", re.I)
_OF = re.compile(r"\s+(?:of|for)\s", re.I)
_DECISION_NOUNS = ("ication", "isation", "ization", "approval")
_CERTIFICATION_OF = re.compile(r"\b(?:certification|approval|authori[sz]ation)\b", re.I)
_GIVEN = ("recommended", "given", "granted", "supported")
# "as the patient was approved for A before, …" is a reason.
_BECAUSE_PATIENT = re.compile(r"(?:^|[\s,])(?:as|because|since)\s+(?:the\s+)?[\w\s]{0,24}\Z", re.I)
_REQUESTED_SERVICES = re.compile(
    r"(?:requested\s+)?(?:services|treatments?|items|procedures?|medications?)\Z", re.I
)
_PRONOUN = re.compile(r"(?:it|this|that|these|those|they|both|which|same|case|nor|all)\W*\Z", re.I)
_BECAUSE = re.compile(r"(?:^|[\s,])(?:as|because|since)\s+(?:the\s+)?[\w\s]{0,24}\Z", re.I)
_SHORT_NAME = re.compile(
    r"\W*(?!(?:and|or|due|for|with|to|at|in|on)\b)[A-Za-z][\w-]*(?:\s+(?!(?:for|with|to|at|in|on)\b)[\w-]+){0,2}\W*"
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
#: Sentences back from "denied the request" in which the request may be named.
_LOOK_BACK = 4
#: Characters before a verb that can hold its auxiliaries or its subject's last words.
_NEAR = 80
#: Commas and "and"s at least of a list that may hold words nobody knows.
_FEWEST = 3
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
        "outcome": re.compile(rf"\b(?=[acdfghimnprtuw])(?:{outcomes})\b", re.I),
        "denier": re.compile(
            rf"\b(?:{'|'.join(data['deniers'])})\b(?:\s*\([^)]*\))?(?:\s+(?:also|has|had|further|specifically|currently|again|repeatedly))*\s*$",
            re.I,
        ),
        "source": re.compile(rf"\b(?:{'|'.join(data['sources'])})\s+\Z", re.I),
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
    resolved: list[UrDecision] = []
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
            date = current if is_review else _review_date(text) or current
            spans = [(start + sentence.start, end + sentence.start)]
            named: list[tuple[int, int]] = []
            if (
                words["vague"].fullmatch(text[start:end])
                or start == end
                or words["review"].match(text, start, end)
            ):
                if _authorized_part(text, decisions):
                    continue
                named = _named_before(sentences, i)
                spans = named or _named_in_reasons(sentence) or spans
                first, last = spans[0]
                if first == last or _DECISION_ITSELF.match(summary, first, last):
                    continue
                if _PRONOUN.match(summary, first, last):
                    continue  # a pronoun that nothing before explains names no item
            elif outcome == "certified" and _after_modified(decisions, text):
                continue
            for first, last in spans:
                for a, b in _items(summary, first, last):
                    decisions.append(
                        UrDecision(date=date, request=summary[a:b], outcome=outcome, start=a, end=b)  # type: ignore[arg-type]
                    )
                    if named:
                        resolved.append(decisions[-1])
                    in_review, current = True, date
    return _once(_without_superseded(decisions, resolved))


_CONTENT = re.compile(r"[a-z]{4,}")
_EMPTY = frozenset(
    ["request", "requests", "requested", "treatment", "with", "right", "left", "sessions", "visits"]
)


def _without_superseded(decisions: list[UrDecision], resolved: list[UrDecision]) -> list[UrDecision]:
    """Without what "the requests were denied" says of items whose decisions are told one by one after it."""
    if not resolved:
        return decisions
    general = {id(decision) for decision in resolved}
    later: set[str] = set()
    kept: list[UrDecision] = []
    for decision in reversed(decisions):
        words = set(_CONTENT.findall(lower(decision.request))) - _EMPTY
        if id(decision) not in general:
            later |= words
        elif words & later:
            continue
        kept.append(decision)
    return kept[::-1]


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


@dataclass(slots=True)
class _Clause:
    """A verb of decision with the text that may hold what was decided: ``floor`` to ``stop``."""

    text: str
    floor: int
    verb: re.Match[str]
    stop: int
    in_review: bool

    @property
    def outcome(self) -> str:
        return (self.verb.lastgroup or "").split("_")[0]

    @property
    def word(self) -> str:
        return self.verb.group().lower()

    def near(self, pattern: re.Pattern[str], before: int) -> re.Match[str] | None:
        """``pattern``, which is anchored at its end, just before offset ``before``."""
        return pattern.search(self.text, max(self.floor, before - _NEAR), before)


#: What is decided: start, end (the same where it is not named), outcome.
_Decided = tuple[int, int, str]
_BEHIND_PASSIVE = re.compile(
    r"\s+(?:by|on|due|as|for\s+(?:lack|no|want)|because|based|in)\b|\s*[.,;]|\s*\Z|\s+to\b|(?!\s+(?:the|an?)\s+request)",
    re.I,
)
_FOR = re.compile(r"\s+for\s+", re.I)
_EARLIER_DENIAL = re.compile(r"\b(?:previous|prior|original)\s+\Z", re.I)


def _decisions(text: str, in_review: bool) -> Iterator[_Decided]:
    """Spans of what is decided, with the outcome; an empty span where it is not named."""
    words = _words()
    verbs = [m for m in words["outcome"].finditer(text) if not _is_denial(text, m) and not _is_noun(text, m)]
    floor = 0
    for i, verb in enumerate(verbs):
        if verb.start() < floor:
            continue
        stop = verbs[i + 1].start() if i + 1 < len(verbs) else len(text)
        for start, end, outcome in _decided(_Clause(text, floor, verb, stop, in_review)):
            floor = max(floor, verb.end(), end)
            if not (outcome == "denied" and text.startswith("remaining", start)):
                yield start, end, outcome


def _is_denial(text: str, verb: re.Match[str]) -> bool:
    """Whether somebody else speaks: "she denied numbness", "the guidelines do not support it"."""
    before = max(0, verb.start() - _NEAR), verb.start()
    words = _words()
    return any(words[key].search(text, *before) is not None for key in ("denier", "source"))


def _decided(clause: _Clause) -> Iterator[_Decided]:
    """What one verb decides."""
    text, verb = clause.text, clause.verb
    passive = clause.near(_PASSIVE, verb.start())
    listed = clause.near(_LISTED_BEFORE, verb.start()) if clause.in_review else None
    if listed and _LISTED_AFTER.match(text, verb.end()):
        cuts = [
            m.end()
            for m in _LIST_CUT.finditer(text, max(clause.floor, listed.start() - _LONGEST), listed.start())
        ]
        yield (*_own(text, cuts[-1] if cuts else clause.floor, listed.start()), clause.outcome)
        return
    if clause.word.endswith("medically necessary"):
        found = _FOUND.search(text, clause.floor, verb.start()) if clause.in_review and not passive else None
        if found:
            yield (*_own(text, found.end(), verb.start()), clause.outcome)
            return
        if not clause.word.startswith(("found", "deemed", "determined")) and not (
            passive and clause.in_review and not text.startswith(("As ", "Therefore"))
        ):
            return
        if clause.word == "medically necessary" and not _FOUND_THAT.search(text, clause.floor, verb.start()):
            return
    made = clause.word.endswith("for") and " on " in clause.word
    if clause.word.startswith("denial") and not made and clause.near(_EARLIER_DENIAL, verb.start()):
        return
    if passive and clause.word.endswith(_DECISION_NOUNS) and _OF.match(text, verb.end()):
        passive = None  # "the decision was non-certification of A"
    if passive and _BEHIND_PASSIVE.match(text, verb.end()):
        yield from _decided_of_subject(clause, passive)
    elif clause.in_review:
        yield from _decided_of_object(clause)


def _decided_of_subject(clause: _Clause, passive: re.Match[str]) -> Iterator[_Decided]:
    """ "A was denied", "A, which was denied", "the patient was approved for A"."""
    text, verb, outcome = clause.text, clause.verb, clause.outcome
    floor = max(clause.floor, passive.start() - _LONGEST)
    if not clause.in_review and not _UNSAID.search(text, floor, passive.start()):
        return
    if clause.near(_words()["denier"], passive.start()):
        start, end = _object(text, verb.end(), clause.stop, outcome)
        named = _FOR.match(text, verb.end()) or _has_item(text[start:end])
        if named and not clause.near(_BECAUSE_PATIENT, passive.start()):
            yield start, end, outcome
        return
    not_given = clause.word.startswith("not ") and clause.word.split()[-1] in _GIVEN
    if not_given and not _CERTIFICATION_OF.search(text, floor, passive.start()):
        return
    which = _which(clause, passive.start())
    if which:
        yield which
        return
    start, end = _subject(text, floor, passive.start())
    if _words()["vague"].fullmatch(text[start:end]) and _FOR.match(text, verb.end()):
        start, end = _object(text, verb.end(), clause.stop, outcome)
        if not _has_item(text[start:end]):
            start, end = _subject(text, floor, passive.start())
    colon = text.find(":", verb.end(), clause.stop)
    if colon >= 0 and not _has_item(text[start:end]) and _has_item(text[colon : clause.stop]):
        start, end = _own(text, colon + 1, clause.stop)
    yield start, end, outcome
    opposite = _WAS_NOT.match(text, verb.end())
    if opposite and outcome == "certified":
        yield (*_own(text, *opposite.span("item")), "denied")


def _decided_of_object(clause: _Clause) -> Iterator[_Decided]:
    """ "denied A", "A, which utilization review denied", "certified A but not B"."""
    text, verb, outcome = clause.text, clause.verb, clause.outcome
    start, end = _object(text, verb.end(), clause.stop, outcome)
    if start >= end:
        which = _which(clause, verb.start())
        if which:
            yield which
            return
    if _FRACTION.match(text, start, end) and outcome == "certified":
        outcome = "modified"
    yield start, end, outcome
    but = _BUT_NOT.match(text, end) if outcome == "certified" else None
    if but:
        yield (*_own(text, but.end(), clause.stop), "denied")
    if clause.word.endswith("for"):
        for more in _AND_FOR.finditer(text, end, clause.stop):
            yield (*_object(text, more.end() - 1, clause.stop, outcome), outcome)
        return
    for pattern in (_AND_BECAUSE, _AND_ALSO):
        for more in pattern.finditer(text, end, clause.stop):
            if _has_item(more["item"]):
                item = _WITH_IT.search(text, *more.span("item"))
                yield (*_own(text, more.start("item"), item.start() if item else more.end("item")), outcome)


def _which(clause: _Clause, before: int) -> _Decided | None:
    """What a "which" between ``clause.floor`` and the verb stands for, where the same sentence names it."""
    text = clause.text
    floor = max(clause.floor, before - _LONGEST)
    which = next(iter(_WHICH.finditer(text, max(floor, before - 2 * _NEAR), before)), None)
    if which is None or "," in text[which.end() : before]:
        return None
    naming = [m.end() for m in _words()["naming"].finditer(text, floor, which.start())]
    start, end = _own(text, naming[-1], which.start()) if naming else _subject(text, floor, which.start())
    requested = _WERE_REQUESTED.search(text, start, end)
    if (naming and start >= end) or requested:
        start, end = _subject(text, floor, requested.start() if requested else naming[-1])
    if not _has_item(text[start:end]):
        return None
    part = which["part"] and clause.outcome == "certified"
    return start, end, "modified" if part else clause.outcome


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
    told = _TOLD_BEFORE.match(text, start, end)
    if told and _has_item(text[told.end() : end]):
        start = told.end()
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
        r"^\s*(?:on\s+|according\s+to\b|per\b)[^,]*?\d{2}\s*,\s*|^\s*(?:on)\s+[^ ]*\d\s*,\s*",
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
            before = text[start : m.start()]
            if m.group().lower().rstrip().endswith(("right", "left")) and "bilateral" not in before.lower():
                continue  # the side is the request's
            if (
                _has_item(before)
                or re.search(r"\brequest\w*\s+\w", before)
                or words["vague"].fullmatch(before.strip())
            ):
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
    # The day of the decision, not of the treatment ("sleep study done on 7/1/14").
    dated = _DECIDED_ON.search(text, max(start, end - _NEAR), end)
    if dated and dated.start() > start:
        end = dated.start()
    if text[start:end].count("(") < text[start:end].count(")") and text[end - 1 : end] == ")":
        end -= 1
    return start, end


def _has_item(words: str) -> bool:
    return bool(find_services(words) or find_drugs(words))


def _items(summary: str, start: int, end: int) -> list[tuple[int, int]]:
    """The span cut where a comma or "and" begins another service or drug."""
    text = summary[start:end]
    named = sorted(
        [(m.start, m.end, m.subcategory) for m in find_services(text)]
        + [(m.start, m.end, "drug") for m in find_drugs(text)]
    )
    cuts: list[tuple[int, int]] = []
    begin = 0
    separators = list(_SPLIT.finditer(text))
    garbled = _is_garbled_list(text, separators, named)
    for i, separator in enumerate(separators):
        following = separators[i + 1].start() if i + 1 < len(separators) else len(text)
        if garbled or _parts_items(text, begin, separator, following, named):
            cuts.append((begin, separator.start()))
            begin = separator.end()
    cuts.append((begin, len(text)))
    spans = [_own(summary, start + a, start + b) for a, b in cuts]
    return [(a, b) for a, b in spans if b > a]


#: A service or drug within a span: start, end, kind.
_Named = tuple[int, int, str]


def _parts_items(
    text: str, begin: int, separator: re.Match[str], following: int, named: list[_Named]
) -> bool:
    """Whether ``separator`` stands between two services or drugs; ``begin`` is where the first one begins."""
    at, after = separator.span()
    low, high = bisect_left(named, (begin,)), bisect_left(named, (following,))
    left = [n for n in named[low:high] if n[0] < at]
    right = [n for n in named[low:high] if after <= n[0]]
    if not left or not right or any(a < after and b > at for a, b, _ in left):
        return False
    words = text[begin:at]
    if words.count("(") > words.count(")") or _COUNT_ONLY.match(text, after, following):
        return False
    if _PREPOSITION.search(_LEAD.sub("", text[after : right[0][0]])):
        return False
    mixture = _MIXTURE.search(words)
    if mixture and right[0][2] == "drug" and any(0 <= a - begin - mixture.end() <= 2 for a, _, _ in left):
        return False
    if right[0][2] == left[-1][2] and _INCLUDING.search(words):
        return False
    bare = words.strip().lower() == text[left[-1][0] : left[-1][1]].lower()
    return not (bare and left[-1][2] == right[0][2] == "emg_ncs")


def _is_garbled_list(text: str, separators: list[re.Match[str]], named: list[_Named]) -> bool:
    """Whether a list of short names has some that nobody knows: "TENS unit, cervical pillow, spaces and elbow creases".

    Dictated lists come out misheard; what stands between two commas is an item all the same.
    """
    if len(separators) < _FEWEST or len(named) < 2 or "and" not in separators[-1].group().lower().split():
        return False
    edges = [0, *(edge for m in separators for edge in m.span()), len(text)]
    parts = [text[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True)]
    return all(_SHORT_NAME.fullmatch(part) for part in parts) and not _INCLUDING.search(text)


def _named_before(sentences: list[_Sentence], at: int) -> list[tuple[int, int]]:
    """Where the request is named that a sentence calls just "the request": looks a few sentences back.

    Where no service is named there, "the requested services" are.
    """
    words = _words()
    vague: list[tuple[int, int]] = []
    for sentence in reversed(sentences[max(0, at - _LOOK_BACK) : at]):
        for match in words["naming"].finditer(sentence.text):
            if words["outcome"].search(sentence.text, match.end()):
                continue
            start, end = _own(sentence.text, match.end(), len(sentence.text))
            span = (sentence.start + start, sentence.start + end)
            if _has_item(sentence.text[start:end]):
                return [span]
            if not vague and _REQUESTED_SERVICES.match(sentence.text, start, end):
                vague = [span]
    return vague


# "no evidence to support the requested Etodolac": the reason names what the decision calls "the requests".
_TO_SUPPORT = re.compile(
    r"\b(?:to\s+(?:support|warrant|justify)\s+(?:the\s+(?:ongoing\s+)?(?:use\s+of\s+|requests?\s+for\s+|requested\s+)?|an?\s+)"
    r"|the\s+requested\s+)(?P<item>[^,;.]{3,120}?)(?=\s*(?:[,;.]|\Z|\s(?:is|are|was|were|to|and|as|since|because)\s))",
    re.I,
)


def _named_in_reasons(sentence: _Sentence) -> list[tuple[int, int]]:
    """The items that the reasons of "the requests were denied" name, each with its own reason."""
    return [
        (sentence.start + m.start("item"), sentence.start + m.end("item"))
        for m in _TO_SUPPORT.finditer(sentence.text)
        if _has_item(m["item"])
    ]


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
