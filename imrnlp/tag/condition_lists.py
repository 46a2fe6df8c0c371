"""Conditions that the text's form gives away: items of a list of diagnoses, what a patient denies.

Such an item is a condition even when no lexicon knows its noun.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from imrnlp.lexicons.wordings import Wordings
from imrnlp.tag.condition_words import Words, letters, patterns, rule, wording
from imrnlp.text.dates import MONTH
from imrnlp.text.searched import searched
from imrnlp.text.strings import Span

_WORDS = Wordings("condition_bound_words.tsv")

_LIST_END = _WORDS.compile(
    r"""
      \s(?: {ends_a_list} | {turns_from_a_finding} | on\ \d | (?:and\ )?rule\ out
            # "gout, well controlled with allopurinol"
          | (?: {how_it_is_kept}[\ -] )? {kept_in_check} \s+ (?: with|by|on|for )
            # "strain and was given a brace"
          | and\ {story_goes_on}
        )\b
      # "strain, the patient rests"
    | ,\s(?: he | she | they | it | there | this | (?:the\ )?(?:patient|enrollee|member|child)(?:'s)? )\s
      # "Diagnosis: croup Treatment: steam"
    | \s{labels_behind_a_list}(?:\ (?:requested|at\ issue|denied|plan))?\s?:
    | \s(?: and\ without | (?:more|less)\ (?:probable|likely) )\b
      # "strain; the knee is swollen"
    | ;(?=[^;]{1,80}\b(?:is|was|are|were)\b)
    | $
    """,
    re.VERBOSE,
)
_SPLIT = searched(
    re.compile(
        r"[,;]\s*(?:and\s+)?|\baxis\s[iv]+:\s*|\s+(?:and|with|versus|vs\.?)\s+|(?<![\w.])\(?\d{1,2}[.)]\s+"
    )
)
# A list separated by semicolons has commas within its items: "pain; synovitis and tenosynovitis, left hand".
_SPLIT_AT_SEMICOLONS = re.compile(r";\s*(?:and\s+)?|\baxis\s[iv]+:\s*|\s+with\s+|(?<![\w.])\(?\d{1,2}[.)]\s+")
# "(847.2)", "724.4", "M54.16": the classification's number before or behind a diagnosis.
_CODE = r"""
    \(?\s*
    (?: icd-?(?:9|10)(?:-cm)?:?\s* )?
    (?! [ctls]\d{1,2}(?![\d.a-z]) )                  # a level of the spine: "T12"
    (?: \d{3}(?:\.\d{1,2})?                         # ICD-9: "847.2"
      | [ev]\d{2,3}(?:\.\d{1,2})?                   # its causes and services: "E885.9"
      | [a-tv-z]\d[\da-z](?:\.[\da-z]{1,4})? )       # ICD-10: "M54.16"
    \s*\)?
"""
_CODE_BEFORE = re.compile(rf"{_CODE}(?: \s*[-–:]\s* | \s+ )(?=[a-z])", re.VERBOSE)
_CODE_BEHIND = re.compile(rf"\s*[-–,:]?\s*(?: (?<=\s) | (?=\() ){_CODE}$", re.VERBOSE)
# "diagnosed with gout in 2008", "gout June 2008", "at the age of nine", "at 18 months"
_WHEN_MADE = _WORDS.compile(
    rf"""
    \s(?: (?: (?:in|around|circa)\s (?:[a-z]+\s)? (?:of\s)? | {MONTH}\s (?:\d{{1,2}},?\s)? ) (?:19|20)\d{{2,3}}
        | at\s (?:the\s)? age\s (?:of\s)? [\w-]++ (?:\s (?:years?|months?) )?
        | at\s \d{{1,2}}\s (?:years?|months?|weeks?) (?:\s of\s age | \s old )?
    )$
    """,
    re.VERBOSE,
)
_ENCOUNTER = searched(
    _WORDS.compile(
        r"""
          (?:,\s*)? \b(?:initial|subsequent) (?:\ encounter (?:\ for\ [^,;]*+)? )? $
        | (?:,\s*)? \bsequela$
        | ,\s* (?:now\ |currently\ )? {courses} $
        """,
        re.VERBOSE,
    )
)
# "knee injury status post arthroscopy": what was done says no more of the injury.
_AFTER_SURGERY = re.compile(r"\s(?:status\spost|s/p)\b")
# "major depressive disorder, single episode, moderate" is one.
_QUALIFIER = _WORDS.compile(
    r"""
      without\ .* | not\ elsewhere\ classified | not\ otherwise\ specified | not\ specified\ as\ \w+
    | {qualifiers_of_titles}
    """,
    re.VERBOSE,
)
# "single episode, | moderate and generalized anxiety disorder": the grade is that of the title before it.
_GRADE_OF_TITLE = re.compile(
    r"(?:(?<=episode)|(?<=recurrent)|(?<=disorder)),\s(?:mild|moderate|severe),?\sand\s"
)
# "Axis II: none"
_NO_ITEM = _WORDS.compile("{not_items}")
# What stands before an item and is no part of it.
_ARTICLE = _WORDS.compile(
    r"""
    {before_an_item}\s+
    """,
    re.VERBOSE,
)
_LEADING = _WORDS.compile(r"(?:{before_a_denied_item}\s+)+", re.IGNORECASE)
# What an item has that is a condition by itself.
_NAMES_SOMETHING = "HEAD WEAK OTHER SIGN POSSESSIVE OBJECT FUNCTION ABNORMAL STOP"
# A place or a quality, which says more of another item.
_PLACES = "SITE LEVEL MODIFIER DEGREE SIDE"
#: Characters of an item, at least and at most.
_LEAST_ITEM = 3
_MAX_ITEM = 160
#: Characters from a cue to the end of what it introduces, at most.
_MAX_STRETCH = 400


@dataclass(frozen=True, slots=True)
class ListCues:
    """The compiled patterns of ``condition_patterns.json`` that say a condition follows."""

    items: re.Pattern[str]
    introduction: dict[str, re.Pattern[str]]
    stop: re.Pattern[str]
    split: re.Pattern[str]
    ur: re.Pattern[str]


@lru_cache(maxsize=1)
def _cues() -> ListCues:
    rows = patterns()
    return ListCues(
        wording(rows["list"]),
        {name: wording(pattern) for name, pattern in rows["cues"].items()},
        wording(rows["cue_stop"]),
        wording(rows["item_split"]),
        wording(rows["ur_words"]),
    )


def _trim(text: str, start: int, end: int) -> Span:
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not (text[end - 1].isalnum() or text[end - 1] in ")'"):
        end -= 1
    return start, end


def _parts(text: str, start: int, end: int, known: list[Span], split: re.Pattern[str]) -> Iterator[Span]:
    at = start
    for gap in split.finditer(text, start, end):
        if not any(a < gap.start() and gap.end() < b for a, b in known):
            yield at, gap.start()
            at = gap.end()
    yield at, end


def _slash_between(low: str, words: Words, start: int, end: int) -> int | None:
    """Where the slash stands between two conditions that are each whole."""
    first, last = bisect_left(words.starts, start), bisect_left(words.starts, end)
    if rule("slash_between").fullmatch(words.classes, first, last) is None:
        return None
    return low.index("/", start, end)


def _touching(spans: list[Span], start: int, end: int) -> list[Span]:
    """Those of ``spans``, in order and apart from one another, that reach between ``start`` and ``end``."""
    last = first = bisect_left(spans, (end, 0))
    while first and spans[first - 1][1] > start:
        first -= 1
    return spans[first:last]


def listed_items(low: str, known: list[Span], words: Words, places: list[int]) -> list[Span]:
    """Spans of the items of diagnosis lists, the stretches they replace first widened to whole items."""
    items: list[Span] = []
    reach = 0
    for place in places:
        m = _cues().items.match(low, place) if place >= reach else None
        if m is None:
            continue
        start, reach = m.span("items")
        # The colon of the next label is seen too.
        stop = _LIST_END.search(low, start, reach + 1)
        pieces = _pieces_of_list(low, known, words, start, min(stop.start(), reach) if stop else reach)
        items += _whole_items(low, words, pieces)
    return items


def _pieces_of_list(low: str, known: list[Span], words: Words, start: int, end: int) -> list[Span]:
    """A list cut at its commas, or at its semicolons alone where it has several: "pain; cyst, left hand; gout"."""
    inside = [k for k in _touching(known, start, end) if not _GRADE_OF_TITLE.match(low, k[0] - 2)]
    split = _SPLIT_AT_SEMICOLONS if low.count(";", start, end) > 1 else _SPLIT
    parts = _parts(low, start, end, inside, split)
    pieces: list[Span] = []
    for a, b in parts:
        # "migraine with aura" is one: what follows "with" is a new item only where it has a noun of its own.
        joined = pieces and low[pieces[-1][1] : a].strip() == "with"
        if joined and not set(words.between(a, min(end, a + 60))) & letters("HEAD WEAK"):
            # "being treated for gout with colchicine": what it is treated with says nothing of it.
            if letters("TREATMENT PROCEDURE DRUG").isdisjoint(words.between(a, b)):
                pieces[-1] = (pieces[-1][0], b)
        else:
            pieces.append((a, b))
    return pieces


def _bare_item(low: str, a: int, b: int) -> Span:
    """An item without article, codes, encounter and when it was made: "a (847.2) lumbar sprain in 2008" is "lumbar sprain"."""
    article = _ARTICLE.match(low, a, b)
    a = article.end() if article else a
    code = _CODE_BEFORE.match(low, a, b)
    a = code.end() if code else a
    code = _CODE_BEHIND.search(low, max(a, b - 24), b)
    b = code.start() if code else b
    done = _AFTER_SURGERY.search(low, a, b)
    b = done.start() if done else b
    encounter = _ENCOUNTER.search(low, a, b)
    a, b = _trim(low, a, encounter.start() if encounter else b)
    made = _WHEN_MADE.search(low, max(a, b - 32), b)
    return a, made.start() if made else b


def _is_place(kinds: str) -> bool:
    """Whether words of these classes name a place or a quality alone: "left knee", "severe"."""
    return not letters(_NAMES_SOMETHING).intersection(kinds) and not letters(_PLACES).isdisjoint(kinds)


def _whole_items(low: str, words: Words, pieces: list[Span]) -> list[Span]:
    """The items of one list: a piece that is no condition by itself goes to the item before or behind it."""
    items: list[Span] = []
    pending: int | None = None  # where a place stands that shares the next item's noun
    for i, piece in enumerate(pieces):
        a, b = _bare_item(low, *piece)
        if _is_no_item(low, a, b):
            continue
        before = items[-1] if items else None
        if before and pending is None and (end := _end_of_quality(low, before, (a, b), piece)):
            items[-1] = (before[0], end)
            continue
        kinds = words.between(a, b)
        if _is_place(kinds):
            # "knee sprain; left shoulder; gout": a place that stands alone is none.
            if ";" in low[before[1] if before else a : a]:
                continue
            if before and pending is None and _is_place_of(low, words, before, b, pieces[i + 1 :]):
                items[-1] = (before[0], b)
                continue
            if i + 1 < len(pieces):
                pending = a if pending is None else pending
                continue
        if pending is not None:
            a, pending = pending, None
        if b - a <= _MAX_ITEM and letters("TREATMENT PROCEDURE").isdisjoint(kinds):
            items += _parted_at_slash(low, words, a, b)
    return items


def _is_no_item(low: str, a: int, b: int) -> bool:
    """Whether words are none of a list's items: "none", what was done ("status post fusion")."""
    return (
        b - a < _LEAST_ITEM
        or low.startswith(("status post", "s/p"), a)
        or _NO_ITEM.fullmatch(low, a, b) is not None
    )


def _end_of_quality(low: str, before: Span, bare: Span, piece: Span) -> int | None:
    """Where words end that only say more of the item before them: of "tear, current injury" "current" is one of them."""
    return next((s[1] for s in (bare, _trim(low, *piece)) if _qualifies(low, before, *s)), None)


def _qualifies(low: str, before: Span, a: int, b: int) -> bool:
    """Whether an item only says more of the one before it: "major depressive disorder, single episode"."""
    return low[before[1] : a].strip() == "," and _QUALIFIER.fullmatch(low, a, b) is not None


def _is_place_of(low: str, words: Words, before: Span, end: int, rest: Sequence[Span]) -> bool:
    """Whether a place belongs to the item before it: "sprain of the neck, left shoulder", "sprain, neck and gout".

    In "gout, neck and back pain" it shares the noun of the next item of the ``rest``, which has a place too.
    """
    if " of " in low[before[0] : before[1]] or not rest or low[end : rest[0][0]].strip(" ,") != "and":
        return True
    named = next((kinds for kinds in (words.between(*s) for s in rest[:3]) if not _is_place(kinds)), "")
    return letters("SITE LEVEL").isdisjoint(named)


def _parted_at_slash(low: str, words: Words, a: int, b: int) -> list[Span]:
    """An item, as two where a slash parts conditions that are each whole: "lumbar sprain/disc bulge"."""
    slash = _slash_between(low, words, a, b)
    return [(a, b)] if slash is None else [(a, slash), (slash + 1, b)]


def cued_items(
    low: str, known: list[Span], words: Words, sentences: Sequence[Span], anchored: dict[str, list[int]]
) -> list[Span]:
    """Spans of items without a known noun after "denied", "complains of", or in a list with known conditions."""
    items: list[Span] = []
    ordered = sorted(known)
    for name, start, end in _introduced(low, sentences, anchored):
        inside = _touching(ordered, start, end)
        if name == "listed" and not inside:
            continue
        for a, b in _parts(low, start, end, inside, _cues().split):
            lead = _LEADING.match(low, a, b)
            a, b = _trim(low, lead.end() if lead else a, b)
            if b - a < 4 or any(x < b and a < y for x, y in inside):
                continue
            kinds = words.between(a, b)
            # "at risk of regression and injury": what is feared need not say more.
            feared = name == "risk" and len(kinds) == 1 and kinds in letters("WEAK")
            if feared or _is_item(low, kinds, a, b, listed=name == "listed"):
                items.append((a, b))
    return items


def _is_item(low: str, kinds: str, a: int, b: int, *, listed: bool) -> bool:
    """Whether words that no table knows are an item; in a ``listed`` one only a noun that stands for itself is."""
    if not rule("unknown_item").fullmatch(kinds) or set(kinds) == letters("DRUG"):
        return False
    if not listed:
        return True
    return bool(set(kinds) & letters("OTHER")) and len(kinds) <= 3 and not low.endswith("ing", a, b)


def _introduced(
    low: str, sentences: Sequence[Span], anchored: dict[str, list[int]]
) -> Iterator[tuple[str, int, int]]:
    """The stretches that a cue introduces ("denied | …"), with the cue's name; none where a review is told of."""
    cues = _cues()
    starts = [s for s, _ in sentences]
    reviews: dict[Span, bool] = {}
    reach = 0
    for place, name in sorted((p, cue) for cue in cues.introduction for p in anchored.get(cue, ())):
        m = cues.introduction[name].match(low, place) if place >= reach else None
        if m is None:
            continue
        sentence = sentences[max(0, bisect_right(starts, m.start()) - 1)]
        if sentence not in reviews:
            reviews[sentence] = cues.ur.search(low, *sentence) is not None
        if reviews[sentence]:
            continue
        last = min(sentence[1], m.end() + _MAX_STRETCH)
        stop = cues.stop.search(low, m.end(), last)
        end = stop.start() if stop else last
        if end == last < sentence[1]:
            continue
        reach = end
        yield name, m.end(), end
