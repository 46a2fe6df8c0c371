"""Whether the patient takes a drug, took it, or was prescribed it, by the words around its name.

The words are rows of ``lexicons/medication_cues.tsv``.  Four mechanisms read them:

* a **head** ("Meds:", "Past medications:", "Allergies:") holds for every drug of the list behind it, over
  sentences and numbers, to the next head or to prose;
* a **clause** of somebody else's drug, of none, or of the past ("his wife was given", "no evidence that he failed",
  "previously he had been given") holds to its end, whatever else it says;
* a cue **before** the drug in its sentence ("was prescribed", "stopped"): the nearest counts;
* a cue right **behind** the drug, or behind the list that it stands in ("A, B and C were discontinued"),
  counts before both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from imrnlp import lexicons
from imrnlp.lexicons import spaced
from imrnlp.lexicons.wordings import Wordings
from imrnlp.text.alternatives import Alternatives
from imrnlp.text.searched import searched
from imrnlp.text.strings import Span

#: How far behind a drug, in characters, its status may be stated.
_REACH = 90
#: Drugs of one list that share the words behind it.
_LONGEST_LIST = 40
#: Characters before a colon in which a head's words are looked for, and longest gap between two drugs of a list.
_HEAD_WORDS, _LONGEST_GAP = 60, 400


@dataclass(frozen=True, slots=True)
class StatusCue:
    """Words that state a status; ``status`` is ``none`` for a drug not taken, ``""`` for an end of lists.

    ``shared`` says that the words stand behind a list, and count for each drug of it.
    """

    start: int
    end: int
    status: str
    words: str
    head: bool = False
    shared: bool = False


class _Cues:
    """The rows of ``medication_cues.tsv`` for one place, the earlier first, and the status that each states."""

    def __init__(self, place: str):
        before, after = _AROUND[place]
        rows = [row for row in lexicons.table("medication_cues.tsv") if row["place"] == place]
        self._rows = Alternatives([spaced(row["cue"]) for row in rows], before, after)
        self._statuses = tuple(row["status"] for row in rows)

    def finditer(self, text: str, start: int = 0, end: int | None = None) -> Iterator[StatusCue]:
        """The cues from left to right, none within another."""
        return (self._cue(*found) for found in self._rows.finditer(text, start, end))

    def first(self, text: str, start: int, last: int, end: int) -> StatusCue | None:
        """The first cue that begins in ``[start, last]`` and ends before ``end``."""
        found = self._rows.first(text, start, last, end)
        return None if found is None else self._cue(*found)

    def _cue(self, row: int, match: re.Match[str]) -> StatusCue:
        return StatusCue(match.start(), match.end(), self._statuses[row], match.group())


#: What must stand before and behind the cues of each place.
_AROUND = {
    "before": (r"(?<![\w/-])", r"(?!\w)"),
    "clause": (r"(?<![\w/-])", r"(?!\w)"),
    "turn": (r"(?<![\w/-])", r"(?!\w)"),
    # "Medications stopped: …" begins a list, it does not end one.
    "list": (r"(?<![\w/-])", r"(?!\w)(?![^.;]{0,25}:)"),
    "after": ("", r"(?!\w)"),
}


@cache
def _cues(place: str) -> _Cues:
    return _Cues(place)


@cache
def _labels() -> tuple[Alternatives, tuple[str, ...]]:
    """The heads of lists, anchored at their end, and the status of each."""
    rows = [row for row in lexicons.table("medication_cues.tsv") if row["place"] == "head"]
    heads = Alternatives([spaced(row["cue"]) for row in rows], before=r"(?<![\w/-])", after=r"\s*\Z")
    return heads, tuple(row["status"] for row in rows)


# -- heads of lists ---------------------------------------------------------------------------------

#: What parts a head from its list: "Meds: Norco", "Meds - Norco", "Meds 1. Norco".
_DELIMITER = searched(re.compile(r":(?!\d)|\s[-–=]\s|\s?--+\s|\s(?=\(?1[.)]\s+[A-Z])"))
#: "Refill: 0", "Dispense: 30" belongs to one drug of a list.
_COUNTED_REFILLS = re.compile(r"\s*:\s*#?\d+\s*(?:[,;]|\.(?!\s*[A-Z])|\Z)")
#: Any other label ends a list: "… Soma. Exam: tender".
_LABEL = re.compile(r"(?:\A|[.;\n]\s*|\s{2})[A-Z][\w/&. ]{1,30}\Z")


def find_heads(text: str) -> list[StatusCue]:
    """The labels of a text that begin a list of drugs, and those that end one (status ``""``).

    >>> [(h.words, h.status) for h in find_heads("Meds: Norco. Allergies: codeine. Exam: tender.")]
    [('Meds', 'current'), ('Allergies', 'none'), ('Exam', '')]
    """
    labels, statuses = _labels()
    found = []
    for delimiter in _DELIMITER.finditer(text):
        at = delimiter.start()
        window = max(0, at - _HEAD_WORDS)
        row, head = next(labels.finditer(text, window, at), (0, None))
        if head is not None and _COUNTED_REFILLS.match(text, at):
            continue
        if head is not None:
            status, start = statuses[row], head.start()
        elif delimiter.group() == ":" and (label := _LABEL.search(text, window, at)):
            if next(_cues("before").finditer(text, label.start(), at), None):
                continue  # "Medications have included:" says more than a label
            status, start = "", at
        else:
            continue
        words = text[start:at].strip() or text[window:at].rpartition(". ")[2]
        found.append(StatusCue(start, delimiter.end(), status, words, head=True))
    return found


_WORDS = Wordings("prescription_words.tsv")

#: A list goes on with the number of its next drug, or with the drug itself.
_MARKER = re.compile(r"(?:\(?\d{1,2}[.)]|\(?[a-h][.)]|[-•*·])\s*\Z")
_NEXT_ITEM = re.compile(r"(?:\A|[.;:,\n]\s*+|\s)(?:and\s+|also\s+)?\Z")
#: What no list of drugs says between two of them.
_PROSE = _WORDS.compile(
    r"""
    \b (?: {whom_prose_tells_of} | {verbs_of_prose} | {next_parts_of_a_note}
          # any verb of the past, save those of a prescription
        | (?! {verbs_of_prescriptions} ed \b )
          [a-z]{2,16}ed ) \b
    """,
    re.IGNORECASE | re.VERBOSE,
)


def goes_on(gap: str) -> bool:
    """Whether a list goes on over ``gap``, the words between two of its drugs.

    >>> goes_on(" 10/325 mg, one every 6 hours #120. 2. "), goes_on(" daily. The patient was given ")
    (True, False)
    """
    if len(gap) > _LONGEST_GAP:
        return False
    return _MARKER.search(gap) is not None or (
        _NEXT_ITEM.search(gap) is not None and _PROSE.search(gap) is None
    )


_OF_PATIENT = re.compile(r"\b(?:he|she|pt|patient|worker|applicant|claimant)\b", re.I)
_BOUNDARY = re.compile(r"[.;]\s")


# -- the statuses of a text, sentence by sentence ---------------------------------------------------


class StatusReader:
    """Gives each drug of a text its status, sentence by sentence, and remembers which list of drugs has not ended yet.

    >>> reader = StatusReader("Meds: Norco, Soma. He stopped Mobic.")
    >>> reader.read(0, "Meds: Norco, Soma.", [(6, 11), (13, 17)])
    ['current', 'current']
    >>> reader.read(19, "He stopped Mobic.", [(11, 16)])
    ['past']
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._found: list[StatusCue] | None = None
        self._open: str | None = None
        self._reach = 0

    @property
    def _heads(self) -> list[StatusCue]:
        """Found when the first drug needs it: most passages name no drug."""
        if self._found is None:
            self._found = find_heads(self._text)
        return self._found

    def read(self, start: int, sentence: str, spans: Sequence[Span]) -> list[str | None]:
        """A status for each drug of the sentence that begins at ``start``; ``None`` where nothing states one.

        ``spans`` are the drugs' offsets in the sentence.
        """
        inherited = self._inherited(start + spans[0][0], sentence)
        behind = [_behind(sentence, spans, i) for i in range(len(spans))]
        before = self._before(start, sentence, [b for b in behind if b is not None])
        statuses: list[str | None] = []
        leading: list[StatusCue] = []
        for i, other in enumerate(_covered(sentence, spans)):
            at = spans[i][0]
            leading = _in_force([c for c in before if c.end <= at], sentence, at)
            status = other if other == "none" else _status(sentence, spans, i, leading, behind[i], inherited)
            statuses.append(other if other and status != "none" else status)
        self._reach = start + spans[-1][1]
        of_list = self._of_list(self._reach)
        if of_list is not None:
            statuses = [of_list.status if _turned_by(of_list, status) else status for status in statuses]
        # "Plan: … 2) dispensed Mobic. | 3) Terocin": an item's own verb does not end the list.
        self._open = (_left_open(leading, statuses[-1], behind[-1]) if leading else None) or inherited
        return statuses

    def _of_list(self, end: int) -> StatusCue | None:
        """What a sentence behind the list says of all its drugs: "All refilled."."""
        cue = next(_cues("list").finditer(self._text, end, min(len(self._text), end + _LONGEST_GAP)), None)
        if cue is None:
            return None
        between = self._text[end : cue.start]
        # "…, which was noted in March; by June she had stopped both" is told of the drugs just before.
        told = _OF_PATIENT.search(cue.words) is not None and len(_BOUNDARY.findall(between)) <= 1
        if not told and _PROSE.search(between):
            return None
        begins = (". ", "; ", ".\n", " and ", ", ") if told else (". ", "; ", ".\n")
        return cue if between.endswith(begins) else None

    def _inherited(self, at: int, sentence: str) -> str | None:
        """The status of the list that a drug at ``at`` stands in, stated in an earlier sentence."""
        head = next((h for h in reversed(self._heads) if self._reach <= h.end <= at), None)
        status, begin = (head.status, head.end) if head is not None else (self._open, self._reach)
        if not status or not goes_on(gap := self._text[begin:at]):
            return None
        return status if _MARKER.search(gap) or not _PROSE.search(sentence) else None

    def _before(self, start: int, sentence: str, taken: list[StatusCue]) -> list[StatusCue]:
        """Cues of the sentence and heads within it, in order; without those that are about a drug before it."""
        heads = [
            StatusCue(h.start - start, h.end - start, h.status, h.words, head=True)
            for h in self._heads
            if start <= h.start and h.end <= start + len(sentence)
        ]
        closed = [(c.start, c.end) for c in (*heads, *taken)]
        found = [
            cue
            for cue in _cues("before").finditer(sentence)
            if not any(cue.start < e and cue.end > s and cue.end <= e for s, e in closed)
        ]
        return sorted([*found, *heads], key=lambda c: c.end)


def _status(
    sentence: str,
    spans: Sequence[Span],
    i: int,
    leading: list[StatusCue],
    stated: StatusCue | None,
    inherited: str | None,
) -> str | None:
    """The status of the ``i``-th drug: by the cue behind it, else by those before it, else by the list it stands in."""
    at = spans[i][0]
    governing = leading[-1] if leading else None
    if (
        stated is not None
        and not _stays(sentence, governing, stated, at)
        and not _of_the_last(sentence, at, governing, stated)
    ):
        return stated.status
    if governing is None:
        return inherited or _told_in_the_present(sentence, spans, i)
    if turn := _turn_behind(sentence, spans, i, governing):
        return turn.status
    return _weighed(sentence, leading, at) or None


def _told_in_the_present(sentence: str, spans: Sequence[Span], i: int) -> str | None:
    """The status of a drug of which a verb of the present tells: it is taken now.

    >>> _told_in_the_present("Norco and Soma come from her family doctor.", [(0, 5), (10, 14)], 0)
    'current'
    """
    last = _last_of_list(sentence, spans, i)
    directions = _FARTHEST.match(sentence, spans[last][1])
    behind = directions.end() if directions else spans[last][1]
    if _PRESENT.match(sentence, behind) or _PRESENT.match(sentence, spans[last][1]):
        return "current"
    at = spans[i][0]
    does = [match.end() for match in _PATIENT_DOES.finditer(sentence, 0, at)]
    return "current" if does and _CLAUSE_BOUND.search(sentence, does[-1], at) is None else None


def _left_open(leading: list[StatusCue], last: str | None, behind: StatusCue | None) -> str | None:
    """The status of drugs that a later sentence goes on to list; ``last`` and ``behind`` are the last drug's."""
    governing = leading[-1]
    begins = governing.start == 0 and governing.status == "prescribed"
    if governing.head or begins or _OPENS_LIST.search(governing.words):
        # "Add tizanidine 4 mg #30. | Voltaren gel 1% 100 g."
        return last if behind is None else governing.status
    # "Plan: stop Soma. | Norco 10/325 #90."
    return next((cue.status for cue in reversed(leading) if cue.head), None)


#: A verb of the present behind a drug or a list, no copula that says what kind of thing it is.
_PRESENT = _WORDS.compile(
    r"""
    \s* (?: \b (?: is|are ) \s+ (?: \w+ly \s+ | also \s+ | still \s+ )? (?= {taken_how} \b )
          | \b {verbs_of_having} \b (?! \s+ {no_use} \b ) )
    """,
    re.IGNORECASE | re.VERBOSE,
)
#: "she wears", "the patient tolerates", no verb of saying or asking.
_PATIENT_DOES = _WORDS.compile(
    r"""
    \b {whom_prose_tells_of} \s+ (?: \w+ly \s+ | also \s+ | still \s+ | now \s+ )?
    (?! {verbs_of_saying} \b ) [a-z]{2,12} (?<! ss ) s \b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_CLAUSE_BOUND = _WORDS.compile(r"[.;:] | , \s+ (?: and|but|which|who ) \b | \b {no_use} \b", re.I | re.X)

#: What ends a clause: a sign, a relative pronoun, or the patient as the next subject.
_CLAUSE_END = _WORDS.compile(r"[.;,:]|\b{ends_a_drugs_clause}\b", re.I)


def _covered(sentence: str, spans: Sequence[Span]) -> list[str | None]:
    """The status of each drug that stands in a clause of somebody else's drug, of none, or of the past.

    >>> _covered("His wife takes Norco and Soma, and he takes Mobic.", [(15, 20), (25, 29), (44, 49)])
    ['none', 'none', None]
    """
    begun = [(cue.end, cue.status) for cue in _cues("clause").finditer(sentence)]
    found: list[str | None] = []
    for i, (at, _) in enumerate(spans):
        stated = next(
            (s for end, s in reversed(begun) if end <= at and not _CLAUSE_END.search(sentence, end, at)), None
        )
        listed = i > 0 and found[-1] is not None and one_list(sentence, spans[i - 1][1], at)
        found.append(stated or (found[-1] if listed else None))
    return found


#: "Current medications include A. B. C": the list goes on over sentences.
_OPENS_LIST = re.compile(r"\bmed|regimen|\brx\b", re.I)


_PRESCRIBED_BY = re.compile(r",? ?\(?(?:prescribed|supplied|provided|started|initiated) by\b", re.I)
_WHICH = re.compile(r"\b(?:which|that)\b", re.I)
_BEFORE_NOW = re.compile(r"prior to|in the past|until", re.I)
_CONTINUED = re.compile(r"continu", re.I)
_ADVISED = re.compile(r"\b(?:recommend|advis|endors|encourag|suggest)", re.I)


def _stays(sentence: str, before: StatusCue | None, behind: StatusCue, at: int) -> bool:
    """Whether "tried | Norco, which helped" stays past, "denies | that Norco helps" none.

    Behind a semicolon another sentence begins: "he had tried Soma; | Norco was added and helps".  What a plan raises
    or lowers it prescribes.
    """
    if before is None:
        return False
    if behind.status == "prescribed" and _WHICH.search(sentence, at, behind.start):
        # "Meds: | Norco, which was started in May"; "has not begun | Norco that was ordered".
        return before.status == "none" or (before.head and before.status == "current")
    if _says_it_already(sentence, before, behind):
        return True
    if behind.status != "current" or "now" in behind.words.lower().split():
        return False
    if before.head and before.status == "prescribed":
        return "continue" not in behind.words.lower()
    if before.status not in ("past", "none") or before.words.lower().startswith("use "):
        return False
    return before.head or ";" not in sentence[before.end : at]


def _says_it_already(sentence: str, before: StatusCue, behind: StatusCue) -> bool:
    """Whether the words behind a drug change nothing about what those before it say."""
    if before.status == "current" and _PRESCRIBED_BY.match(sentence, behind.start):
        return True  # "is on | Norco and Soma, both prescribed by Dr. Lee"
    if before.status == "none" and _BEFORE_NOW.match(behind.words):
        return True  # "has not been on | Norco prior to this visit"
    # "continued use of | Norco was advised"
    return _CONTINUED.match(before.words) is not None and _ADVISED.search(behind.words) is not None


def _turned_by(cue: StatusCue, status: str | None) -> bool:
    """Whether what is said of a list behind it counts for a drug of this status."""
    return status is None or (cue.status == "past" and status in ("current", "prescribed", "unknown"))


def _in_force(cues: list[StatusCue], sentence: str, at: int) -> list[StatusCue]:
    """The cues that hold at a drug: none in closed brackets, and behind a semicolon of a list its head again."""
    if ")" in sentence:
        cues = [cue for cue in cues if not _bracketed(sentence, cue.end, at)]
    if ";" in sentence and any(cue.head for cue in cues):
        cues = [cue for cue in cues if cue.head or sentence.find(";", cue.end, at) < 0]
    return cues


#: "Plan: | 1) | Norco": no bracket closes there.
_ITEM_NUMBER = re.compile(r"(?<![\w(])\d{1,2}\)")


def _bracketed(sentence: str, end: int, at: int) -> bool:
    """Whether a cue stands in brackets that close before the drug: "Norco (prescribed by him), | Soma"."""
    closing = sentence.find(")", end, at)
    while closing >= 0 and _ITEM_NUMBER.search(sentence, max(end, closing - 2), closing + 1):
        closing = sentence.find(")", closing + 1, at)
    return closing >= 0 and sentence.find("(", end, closing) < 0


#: Characters over which "treatment has included" goes on to the medications that it included.
_SAME_LIST = 160
# "switched from A to B", "changed A to B" starts B.
_CHANGED = re.compile(r"from|^(?:chang|switch|convert|rotat)", re.I)
_TO = re.compile(r"\bto\s+\Z")
# "replaced A with B" makes B current, "plans to replace A with B" is to start it.
_REPLACED = re.compile(r"\b(?:replac|substitut)(?:(?P<done>ed)|e|es|ing)\b", re.I)
_WITH = re.compile(r"\b(?:with|by)\s+\Z")


def _weighed(sentence: str, leading: list[StatusCue], at: int) -> str:
    """The status of the cue nearest to the drug, save where it only takes up the one before it.

    "Recently prescribed | medications have included", "had been | taking", "treatment has included … |
    medications: A" have the earlier cue's status.
    """
    cue = leading[-1]
    if changed_to := _of_the_new(sentence, cue, at):
        return changed_to
    if len(leading) == 1:
        return cue.status
    earlier = leading[-2]
    gap = cue.start - earlier.end
    if cue.status == "current":
        if gap <= 3 and earlier.status in ("prescribed", "past", "none") and not earlier.head:
            return earlier.status
        if earlier.status == "past" and gap <= 40 and re.search(r"\b(?:med|drug)", cue.words, re.I):
            return "past"  # "failed several other | medications including A"
        if earlier.status == "unknown" and gap <= _SAME_LIST and "medication" in cue.words.lower():
            return "unknown"
    if cue.status == "unknown" and earlier.status and gap <= 3 and not earlier.head:
        return earlier.status
    return cue.status


def _of_the_new(sentence: str, cue: StatusCue, at: int) -> str | None:
    """The status of the drug to which another one is changed: "switched from A to | B", "replaced A with | B"."""
    if cue.status == "past" and _CHANGED.search(cue.words) and _TO.search(sentence, cue.end, at):
        return "prescribed"
    replaced = _REPLACED.search(cue.words)
    if replaced is None or not _WITH.search(sentence, cue.end, at):
        return None
    return "current" if replaced["done"] else "prescribed"


# -- behind a drug ----------------------------------------------------------------------------------

#: Where another clause begins, which is about something else.
_CLAUSE = searched(
    re.compile(r";|,\s+(?:and|with)\s|\band\s+(?:he|she|the)\b(?!\s+(?:agreed|elected|opted|consented))")
)
# Between two drugs of one list stand commas, "and", doses; no verb.
_LIST = _WORDS.compile(
    r"""
    [\s,/&+;:()\#\d.%-]*+
    (?: \b {within_a_list} (?!\w) [\s,/&+;:()\#\d.%-]*+ )*+
    """,
    re.IGNORECASE | re.VERBOSE,
)
_AND = re.compile(r"\b(?:and|or)\s+(?:an?\s+|the\s+)?\Z")
#: Blanks, numbers and the words of directions.
_DIRECTION = r"""
      , \s+ (?: from | by | per | via | which | who ) \s [^,.;()]{2,60} ,      # Prozac, from the psychiatrist, …
      | (?: , | \band\b ) \s+ (?: an? | the | some ) \s+ [a-z]+ (?: \s+ [a-z]+ ){0,2}? (?= \s+ (?: were | are | have\s+been ) \b | \s*\Z )  # Norco and a brace | were given
    | [\s,()\#/%+&-] | \d[\d.,/]*+
      | \b {words_of_directions} \b
"""
#: What the drug is for: "for muscle spasms".
_PURPOSE = r"\bfor\s+[a-z]+(?:\s+[a-z]+)?"
_DOSE_WORDS = _WORDS.compile(rf"(?: {_DIRECTION} | {_PURPOSE}(?=\s*\Z) )*", re.I | re.X)
#: As far as directions can go, wherever they end: no cue behind that place is about the drug.
_FARTHEST = _WORDS.compile(rf"(?> {_PURPOSE} | {_DIRECTION} )*+", re.I | re.X)


def only_directions(between: str) -> bool:
    """Whether nothing but a drug's directions stand there."""
    return _DOSE_WORDS.fullmatch(between) is not None


def bare_list(sentence: str, start: int, end: int) -> bool:
    """Whether only amounts, commas and "and" stand between two drugs.

    >>> bare_list("Norco 10 mg, Soma and Mobic", 5, 13), bare_list("Norco daily and Mobic", 5, 16)
    (True, False)
    """
    return _LIST.fullmatch(sentence, start, end) is not None


def one_list(sentence: str, start: int, end: int) -> bool:
    """Whether only directions, commas and "and" stand between two drugs.

    >>> one_list("Norco daily and Mobic", 5, 16), one_list("Norco was replaced by Mobic", 5, 22)
    (True, False)
    """
    return bare_list(sentence, start, end) or only_directions(_AND.sub("", sentence[start:end]))


def _turn_behind(sentence: str, spans: Sequence[Span], i: int, governing: StatusCue) -> StatusCue | None:
    """What turns the status stated before the drug: "he was given Norco, | but never took it"."""
    if governing.head or governing.status not in ("prescribed", "current"):
        return None
    last = _last_of_list(sentence, spans, i)
    following = last + 1 < len(spans)
    stop = spans[last + 1][0] if following else len(sentence)
    end = spans[last][1]
    semicolon = sentence.find(";", end, stop)
    if semicolon >= 0:
        stop, following = semicolon, False
    turn = next(_cues("turn").finditer(sentence, end, min(stop, end + _REACH)), None)
    if turn is None or (following and not sentence[turn.end : stop].strip()):
        return None  # "given Norco but stopped | Soma"
    return turn if turn.status != "current" else None


def _last_of_list(sentence: str, spans: Sequence[Span], i: int) -> int:
    """The last drug of the list in which the ``i``-th stands."""
    last = i
    while last + 1 < min(len(spans), i + _LONGEST_LIST) and one_list(
        sentence, spans[last][1], spans[last + 1][0]
    ):
        last += 1
    return last


def _behind(sentence: str, spans: Sequence[Span], i: int) -> StatusCue | None:
    """The status stated behind the drug, or behind the list that it stands in."""
    end = spans[i][1]
    last = _last_of_list(sentence, spans, i)
    for at in (end, spans[last][1]):
        stop = min(len(sentence), at + _REACH)
        if at == end and last > i:
            stop = min(stop, spans[i + 1][0])
        clause = _CLAUSE.search(sentence, at, stop)
        stop = clause.start() if clause else stop
        directions = _FARTHEST.match(sentence, at, stop)
        cue = _cues("after").first(sentence, at, directions.end() if directions else at, stop)
        if cue is not None and last + 1 < len(spans) and _is_of_next(sentence, cue, spans[last + 1][0]):
            continue
        if cue is not None and only_directions(sentence[at : cue.start]):
            cue = _turned(sentence, cue, spans[last + 1][0] if last + 1 < len(spans) else len(sentence))
            return replace(cue, shared=at != end)
    return None


def _is_of_next(sentence: str, cue: StatusCue, at: int) -> bool:
    """Whether the verb behind a drug has the next one as its object: "was given Norco | but stopped | Soma"."""
    return _JOINED.match(cue.words) is not None and not sentence[cue.end : at].strip()


_JOINED = re.compile(r"(?:but|and|so)\b", re.I)
#: "Cymbalta, and Soma | was stopped" is said of the last drug alone, where the first has its own cue.
_OF_ONE = re.compile(r"(?:was|is|has|being)\b", re.I)
_ALL = re.compile(r"[\s,]*(?:which\b|both|all|these|each)\b", re.I)
#: "A trial of Norco and Soma | was stopped" is said of both.
_ONE_OF_ALL = re.compile(r"\b(?:trial|course|combination|use)\b", re.I)
#: "Meds: Norco, Soma | (stopped)" is said of Soma, "Norco, Soma | (both stopped)" is not.
_IN_BRACKETS = re.compile(r"[\s,]*\((?!\s*(?:both|all|these|each)\b)", re.I)


def _of_the_last(sentence: str, at: int, governing: StatusCue | None, stated: StatusCue) -> bool:
    """Whether words behind a list are not about the drug at ``at``, which has the status of the cue before it.

    "Meds: Norco, | Soma; Mobic and Motrin | were not tolerated" says nothing of Soma.
    """
    if not stated.shared or governing is None:
        return False
    if ";" in sentence[at : stated.start]:
        return _ALL.match(stated.words) is None
    if _IN_BRACKETS.match(stated.words):
        return governing.status != stated.status
    return _OF_ONE.match(stated.words) is not None and _ONE_OF_ALL.search(governing.words) is None


def _turned(sentence: str, cue: StatusCue, stop: int) -> StatusCue:
    """The cue, or what turns it before the next drug: "was given, | but he never started it"."""
    if cue.status not in ("prescribed", "current"):
        return cue
    semicolon = sentence.find(";", cue.end, stop)
    stop = min(stop, cue.end + _REACH, semicolon if semicolon >= 0 else stop)
    turn = next(_cues("turn").finditer(sentence, cue.end, stop), None)
    # "was used for years and replaced | Soma" turns the next drug's status.
    of_next = turn is not None and semicolon < 0 and turn.end < stop < len(sentence)
    return cue if turn is None or (of_next and not sentence[turn.end : stop].strip()) else turn
