"""Diagnoses, symptoms and findings of a case summary, with what the letter asserts of them.

Each word gets a class (head noun, modifier, site …; see :mod:`imrnlp.tag.condition_words`); which classes in a row
are a finding stands in ``lexicons/findings_grammar.txt`` (``docs/grammar-of-findings.md``).  Whatever stands in a list of diagnoses is one,
even when no lexicon knows it; so is what a patient denies or complains of.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate

from imrnlp.assertion.context import lowered
from imrnlp.assertion.passages import assert_mentions, by_sentence
from imrnlp.lexicons import table
from imrnlp.lexicons.wordings import Wordings
from imrnlp.tag.abbreviations import defined_abbreviations
from imrnlp.tag.condition_bounds import widened
from imrnlp.tag.condition_lists import cued_items, listed_items
from imrnlp.tag.condition_sides import sides
from imrnlp.tag.condition_words import (
    Words,
    anchors,
    clauses,
    findings_grammar,
    letters,
    patterns,
    rule,
    word_classes,
    wording,
)
from imrnlp.tag.mentions import ConditionMention
from imrnlp.tag.side_words import SHORT_SIDE
from imrnlp.text.alternatives import LOOKED_AT
from imrnlp.text.sentences import split_sentences
from imrnlp.text.strings import Span

_WORDS = Wordings("condition_bound_words.tsv")

# "no evidence of a specific disorder": said of a denied one, of a present one it says nothing.
# "is bedbound because of": what goes on behind a quality that is said of the patient.
_BEHIND_QUALITY = _WORDS.compile(r"\s{behind_a_quality}\b")
# "Allergies: none": the label is no allergy.
_LABEL_OF_REACTIONS = _WORDS.compile(r"\b(?P<label>{labels_of_reactions})\s?:")
_DENIED_NOUN = _WORDS.compile(r"\w+\ (?:disorder|disease)$|\b{nouns_of_denials}$", re.VERBOSE)
# "the scan showed a mass": a noun that says little by itself, but is what was looked for.
_SHOWN_NOUN = _WORDS.compile(r"(?:{sizes_of_what_is_shown}\ )*+{nouns_shown}", re.VERBOSE)
_SHOWN_BEFORE = _WORDS.compile(
    r"""
    \b{shows}\ (?:to\ (?:be|have)\ )?(?:(?:an?|some|two|three)\ )?$
    """,
    re.VERBOSE,
)
_SHOWN_REACH = 30
# "the pain was described as dull and burning": what the pain is like is no finding beside it.
_PAIN_LIKE = _WORDS.compile(r"{what_pain_is_like}")
_TOLD_OF_PAIN = re.compile(
    r"""
    (?: \bpain\b [^.;]{0,40}? \ (?: is | was | as | been | being ) | \b(?:described|characterized)\ as ) \ (?: [\w-]+ (?:,\ |\ |,?\ (?:and|or)\ ) ){0,6} $
    """,
    re.VERBOSE,
)
_TOLD_REACH = 100
# "the medication is only recommended for | chronic pain": what guidelines say, not what the patient has.
_RECOMMENDED_FOR = re.compile(
    r"""
    \b(?: (?:is|are|being|only|not) \ (?:\w+\ ){0,2} (?:recommended|indicated|supported|permitted)
       |  guidelines?\ (?:do\ not\ |only\ )? (?:recommend(?:s|ations?)?|support) )\b
    [^.;]{0,80}? \ for \ (?: (?:the\ )? (?:[\w-]+\ )? (?:treatment|management|relief)\ of\ )? (?: \w+\ or\ )? $
    """,
    re.VERBOSE,
)
_RECOMMENDED_REACH = 160
_REVIEW_TOLD = _WORDS.compile(r"\b{reviews_told}\b")
# Nouns that a name before them makes a condition: "cam lesion", "Perthes disease".
_NAMED = _WORDS.compile(
    r"""
    {nouns_of_named_conditions} s? \b
    """,
    re.VERBOSE,
)
# What may stand before an unknown word that qualifies a noun.
_BEFORE_UNKNOWN = (
    "ARTICLE WITH WITHOUT MODIFIER DEGREE SIDE ADJECTIVE STOP AND COMMA SEMICOLON HAS OF AT PLAIN SITE LEVEL"
    " FEELING ABNORMAL NUMBER UNIT MEASURE BY WHICH SLASH NOTED VERB"
)
# Behind these an unknown participle is one too: "a displaced fracture", not "and caused pain".
_BEFORE_PARTICIPLE = "NUMBER UNIT MEASURE ARTICLE MODIFIER DEGREE SIDE ADJECTIVE OF WITH WITHOUT HAS PLAIN"
_FOR_A_SIDE = re.compile(r"\sfor\s(?:(?:the|his|her)\s)?(?:left|right|bilateral)\b")
# Before a quality of the noun only behind these: "an extruded disc fragment".
_SURELY_BEFORE = "NUMBER UNIT MEASURE ARTICLE MODIFIER DEGREE SIDE ADJECTIVE OF"
_QUALITIES = (
    "MODIFIER DEGREE SIDE ADJECTIVE SITE LEVEL POSSESSIVE INDUCED FEELING ABNORMAL NUMBER UNIT MEASURE"
)
_NOUN = re.compile(r"(?!.*(?:ly|ing|ed|s|ate|ize)$)[a-z-]{3,}")
# Two names that a syndrome is called by: "pitt-hopkins".
_EPONYM = re.compile(r"[a-z]{3,}-[a-z]{3,}s")
# How a verb ends: "showed", "reveals".
_VERB_ENDS = ("ed", "s", "ing", "wn", "en")
_PARTICIPLE = re.compile(r"[a-z-]{2,}(?:ed|ing)")
# An unknown word that is a verb by its ending: "suspects", "battled", not "-eed", "-us", "-ness".
_VERB = re.compile(r"[a-z]{2,}(?:[^e]ed|[^aiosu]s)")
# What shows that an unknown noun before a weak one names a part of the body.
_QUALITY_BEFORE = "MODIFIER SIDE ADJECTIVE"
#: Unknown words that may qualify one noun: "lower motor neuron lesion".
_MOST_UNKNOWN = 2
# "positive Tinel's", "positive tests include: Tinel's", not "positive for"
_POSITIVE = re.compile(
    r"""
    positive\s+
    (?P<label> (?: tests? | signs? | findings | maneuvers )(?:\ include|\ are|\ were)? :? \s+(?=\w) )?
    (?! (?: for | attitude | response | result | effect )\b)
    """,
    re.VERBOSE,
)
# "A, B test and C were all positive": the tests named before the verb.
_ALL_POSITIVE = re.compile(r"\s(?:were|are)\s$")
# Where such a list begins, and its first word.
_TESTS_BEGIN = re.compile(r"(?:[.;:]\s|\b(?:that|showed|revealed|with)\s)\s?(?:that\s)?(?:the\s)?")
_TEST_NAME = re.compile(r"[\w'’/-]+(?:\s[\w'’/-]+){0,5}")
_TESTS_REACH = 260
_POSITIVE_END = _WORDS.compile(r"[.;:]\s|\.$|\s{ends_positive}\b|$")
_TEST_SPLIT = re.compile(r",\s*(?:and\s+)?|\s+and\s+(?!shift\b)")
# "dull, burning and aching | pain", "the pain is | burning": what a pain is like, no finding by itself.
_LIKE_A_PAIN = _WORDS.compile(
    r"""
    {qualities_of_pain}(?:(?:,\s(?:and\s)?|\sand\s){qualities_of_pain})++\s(?:[a-z-]+\s){0,3}?{pains}\b
    """,
    re.VERBOSE,
)
_SAID_OF_A_PAIN = _WORDS.compile(
    r"""
    \b{pains}\b[^.;:]{0,60}?\s(?:as|is|was|are|were)\s
    (?:(?:[a-z]+ly\s)?{qualities_of_pain}(?:,\s(?:and\s)?|\sand\s|\sor\s|/))*+(?:[a-z]+ly\s)?$
    """,
    re.VERBOSE,
)
_SAID_REACH = 140
# "a burning sensation", "burning in the foot" are findings.
_FELT_THERE = re.compile(r"\w+\s(?:sensations?|feelings?|pain|(?:in|of|over|at)\s(?:the|his|her|both)\b)")
_RATIO_VALUE = re.compile(r"(\d[+-]?(?: minus)?)(?: plus)?\s?(?:/|(?:out )?of|over)\s?(\d+)")
# What is graded from 0 to 5; a bare "4/5 EHL" too.
_GRADED_WORD = _WORDS.compile(r"{graded}|^\d")
_LOW_REFLEX = re.compile(
    r"(?:reflex|dtr|jerk).*?(?:\b[01]|\b[34]\+|trace)\+?|^[0134]\+ .*(?:reflex|dtr|jerk)"
)
_LEVELS = re.compile(r"\b([CTLS])(\d{1,2})(?:\s?[-/]\s?([CTLS]?)(\d{1,2}))?\b", re.IGNORECASE)


@lru_cache(maxsize=1)
def abbreviations() -> dict[str, str]:
    """Clinical abbreviations in lower case with their long forms."""
    return {row["short"].lower(): row["long"] for row in table("abbreviations.tsv")}


def _overlaps(span: Span, others: list[Span]) -> bool:
    start, end = span
    return any(start < b and a < end for a, b in others)


def _apart_from(spans: list[Span], others: list[Span]) -> list[Span]:
    """``spans`` without those that overlap one of ``others``."""
    taken = sorted(others)
    reach = list(accumulate((end for _, end in taken), max))
    before = [bisect_left(taken, (end, 0)) for _, end in spans]
    return [s for s, count in zip(spans, before, strict=True) if not count or reach[count - 1] <= s[0]]


def _positives(low: str, words: Words, places: list[int]) -> list[Span]:
    """The tests of "positive Tinel's, Phalen's test and drawer", each by itself."""
    found: list[Span] = []
    listed_test, opening_test = rule("listed_test"), rule("opening_test")
    tests = letters("SIGN MANEUVER POSSESSIVE")
    ends_a_list = letters("WITHOUT NORMAL VERB HAS PLAIN")
    for place in places:
        m = _POSITIVE.match(low, place)
        if m is None:
            continue
        last = min(len(low), m.end() + 400)
        stop = _POSITIVE_END.search(low, m.end(), last)
        end = stop.start() if stop else last
        items: list[Span] = []
        passed = False
        at = m.end() if m["label"] else m.start()
        for gap in [*_TEST_SPLIT.finditer(low, m.end(), end), None]:
            b = gap.start() if gap else end
            kinds = words.between(at, b)
            if at == m.start():
                kinds = kinds[1:]  # without "positive"
            if not listed_test.fullmatch(kinds):
                opening = opening_test.match(kinds)
                if opening is not None:
                    # "positive Lachman on examination the patient": the list ends with the test's name
                    last_word = bisect_left(words.starts, b) - len(kinds) + opening.end() - 1
                    items.append((at, words.ends[last_word]))
                    break
                if at == m.start() or not ends_a_list.isdisjoint(kinds):
                    break
                # "positive Tinel's, a weak grip, and Phalen's": the list goes on behind another finding
                passed = True
            elif not passed or not tests.isdisjoint(kinds):
                items.append((at, b))
            at = gap.end() if gap else end
        # The list runs to its last item that names a test.
        last = max((i for i, (a, b) in enumerate(items) if tests & set(words.between(a, b))), default=-1)
        if last >= 0 and items[0][0] == m.start():
            items[0] = _with_degree(words, *items[0])  # "slightly positive"
        found += items[: last + 1]
    return found


def _tests_before(low: str, words: Words, place: int) -> list[Span]:
    """The tests of "X, the Y test and Z were all positive", each by itself, also those that no lexicon knows."""
    first = max(0, place - _TESTS_REACH)
    verb = _ALL_POSITIVE.search(low[first:place])
    if verb is None:
        return []
    end = first + verb.start()
    openings = [m.end() for m in _TESTS_BEGIN.finditer(low, first, end)]
    if first and not openings:
        return []
    at = openings[-1] if openings else (4 if low.startswith("the ") else 0)
    items: list[Span] = []
    for gap in [*_TEST_SPLIT.finditer(low, at, end), None]:
        stop = gap.start() if gap else end
        if not _TEST_NAME.fullmatch(low, at, stop):
            return []
        items.append((at, stop))
        at = gap.end() if gap else end
    known = letters("SIGN MANEUVER")
    return items if len(items) > 1 and any(known & set(words.between(*item)) for item in items) else []


def _named_tests(words: Words, start: int, end: int) -> list[Span]:
    """The tests of "Phalen's and Tinel's were positive", each by itself."""
    if rule("tests_positive").fullmatch(words.classes, start, end) is None:
        return []
    tests = rule("named_test").finditer(words.classes, start, end)
    return [(words.starts[t.start()], words.ends[t.end() - 1]) for t in tests]


def _may_qualify(low: str, words: Words, at: int) -> bool:
    """Whether the ``at``-th word, which no list knows, may say more of the noun behind it."""
    start, end = words.starts[at], words.ends[at]
    if _NOUN.fullmatch(low, start, end) or _EPONYM.fullmatch(low, start, end):
        return True
    before = words.classes[at - 1] if at else ""
    if before not in letters(_BEFORE_PARTICIPLE) or _PARTICIPLE.fullmatch(low, start, end) is None:
        return False
    # "showed undifferentiated seizures", not "he shunned coughing"
    return before not in letters("PLAIN") or low.endswith(
        _VERB_ENDS, words.starts[at - 1], words.ends[at - 1]
    )


def _is_verb(low: str, words: Words, at: int) -> bool:
    """Whether the ``at``-th word tells that someone has, says or sees what follows: "suspects", "battled", "reports"."""
    start, end = words.starts[at], words.ends[at]
    if words.classes[at] in letters("OTHER"):
        return _VERB.fullmatch(low, start, end) is not None
    return words.classes[at] in letters("TREATMENT") and low.startswith("reports", start)


def _qualified_from(low: str, words: Words, at: int) -> int:
    """Where the words begin that qualify the noun at the ``at``-th word, unknown ones too: "no oxygen desaturation"."""
    classes = words.classes
    if classes[at] in letters(_QUALITIES):
        allowed = letters(_SURELY_BEFORE)
    elif classes[at] in letters("HEAD") or _NAMED.match(low, words.starts[at]):
        allowed = letters(_BEFORE_UNKNOWN)
    elif classes[at] in letters("WEAK"):
        # "obstetric sphincter injury", not "a work injury"
        allowed = letters(_QUALITY_BEFORE)
    else:
        return at
    first = at
    # "G6PD deficiency", "a cephalosporin allergy": any name may be that of a substance.
    of_substance = wording(patterns()["of_a_substance"]).match(low, words.starts[at]) is not None
    unknown = letters("OTHER DRUG" if of_substance else "OTHER")
    while first > max(0, at - _MOST_UNKNOWN) and classes[first - 1] in unknown:
        if not _may_qualify(low, words, first - 1) and (not of_substance or _is_verb(low, words, first - 1)):
            break
        first -= 1
    if first == at or not (first == 0 or classes[first - 1] in allowed or _is_verb(low, words, first - 1)):
        return at
    while first and classes[first - 1] in letters(_QUALITIES):
        first -= 1
    return first


#: Words of one finding at most: what the grammar may look at from one place, so that a text of nothing but names of
#: tests takes no more time a word than any other.
_WINDOW = 120
_MARGIN = 30


def _matches(classes: str) -> Iterator[re.Match[str]]:
    """As ``findings.finditer``, a window at a time."""
    findings = findings_grammar().findings
    at, size = 0, len(classes)
    while at < size:
        stop = min(at + _WINDOW, size)
        m = findings.search(classes, at, stop)
        if m is None:
            at = stop if stop == size else stop - _MARGIN
        elif stop < size and m.end() > stop - _MARGIN and m.start() > at:
            at = m.start()  # the window's end may have cut it
        else:
            yield m
            at = max(m.end(), at + 1)


def _spans(low: str, words: Words, anchored: dict[str, list[int]]) -> tuple[list[Span], set[Span], set[Span]]:
    """Findings that the grammar sees, those that count only where denied, and those too bare to stand alone."""
    found, denied_only, bare = _of_grammar(low, words)
    positives = _positives(low, words, anchored.get("positive", []))
    named_before = [s for at in anchored.get("all positive", ()) for s in _tests_before(low, words, at)]
    for extra in (_stated(low, words, anchored), positives, named_before):
        if extra:
            found = [s for s in found if not _overlaps(s, extra)] + extra
            bare.difference_update(extra)
    return found, denied_only, bare


def _of_grammar(low: str, words: Words) -> tuple[list[Span], set[Span], set[Span]]:
    """As :func:`_spans`, by the classes of the words alone and what each kind of finding asks of its words."""
    found: list[Span] = []
    denied_only: set[Span] = set()
    bare: set[Span] = set()
    too_bare, unknown, nouns = rule("bare"), letters("OTHER DRUG"), letters("HEAD WEAK")
    strong_pain = wording(patterns()["strong_pain"])
    for m in _matches(words.classes):
        kind = m.lastgroup or ""
        if kind == "noise":
            continue
        a, b = m.span()
        span = (words.starts[a], words.ends[b - 1])
        asked = _ASKED.get(kind)
        if asked and not asked(low, words, m, span):
            continue
        if kind == "condition":
            # An unknown word before a condition may be its own: "oxygen desaturation".
            if a and words.classes[a - 1] in unknown and (first := _qualified_from(low, words, a)) < a:
                span = (words.starts[first], span[1])
            elif (
                too_bare.fullmatch(words.classes, a, b)
                and not strong_pain.fullmatch(low, *span)
                and not _is_shown(low, span)
            ):
                bare.add(span)
        elif (
            kind in _OF_A_MOVEMENT
            and words.classes[b - 1] in nouns
            and (company := _COMPANY.search(low, *span))
        ):
            # "decreased flexion with guarding" are two, "with pain" is one
            found += [(span[0], company.start()), (company.start("own"), span[1])]
            continue
        elif kind == "motion":
            denied_only.add(span)  # "motion at L4-5" is a finding only where there is none
        elif kind in ("plus", "result") and (named := _named_tests(words, a, b)):
            found += named
            continue
        found += _parted_from_cause(low, words, span) if kind == "condition" else [span]
    return found, denied_only, bare


# "weakness from a stroke": what it comes from is a condition of its own.
_FROM = re.compile(r" from (?:(?:an?|the|his|her) )?")


def _parted_from_cause(low: str, words: Words, span: Span) -> list[Span]:
    """A finding, as two where a condition that it comes from stands behind it: "halos from his cataracts"."""
    cause = _FROM.search(low, *span)
    head = letters("HEAD")
    if (
        cause is None
        or head.isdisjoint(words.between(cause.end(), span[1]))
        or head.isdisjoint(words.between(span[0], cause.start()))
    ):
        return [span]
    return [(span[0], cause.start()), (cause.end(), span[1])]


def _is_shown(low: str, span: Span) -> bool:
    """Whether a bare noun is what an examination showed: "the scan showed a | mass"."""
    start, end = span
    if _SHOWN_NOUN.fullmatch(low, start, end) is None:
        return False
    return _SHOWN_BEFORE.search(low, max(0, start - _SHOWN_REACH), start) is not None


def _is_state_of_health(low: str, words: Words, m: re.Match[str], span: Span) -> bool:
    """Whether a condition is more than how it changed or felt: not "decreased swelling", "change in symptoms"."""
    start, end = span
    if wording(patterns()["how_it_changed"]).match(low, start, end):
        return False
    return not (
        _PAIN_LIKE.fullmatch(low, start, end)
        and _TOLD_OF_PAIN.search(low, max(0, start - _TOLD_REACH), start)
    )


def _is_of_guidelines(low: str, span: Span) -> bool:
    """Whether a review names what guidelines recommend a treatment for: "it is not recommended for | chronic pain"."""
    start, end = span
    if low.startswith((" which ", " that "), end):
        return False  # "only indicated for neuropathic pain which was not present": said of the patient
    first = max(0, start - _RECOMMENDED_REACH, low.rfind(". ", 0, start))
    told = _RECOMMENDED_FOR.search(low, first, start)
    return told is not None and _REVIEW_TOLD.search(low, first, told.end()) is not None


def _is_low_grade(low: str, words: Words, m: re.Match[str], span: Span) -> bool:
    """Whether a ratio is a muscle's strength below the full one: "strength 4/5", not "pain 6/10", "strength 5/5"."""
    phrase = low[slice(*span)]
    value = _RATIO_VALUE.search(phrase)
    if value is None or value[2] != "5" or (value[1] in ("5", "5+") and " with " not in phrase):
        return False
    return bool(_GRADED_WORD.search(phrase) or rule("graded_muscle").match(words.classes, *m.span()))


def _is_called_abnormal(low: str, words: Words, m: re.Match[str], span: Span) -> bool:
    """Whether a laboratory's value is called abnormal: "an elevated lipase", not "a swollen lipase"."""
    return wording(patterns()["called"]).match(low, span[0]) is not None


def _is_odd_reflex(low: str, words: Words, m: re.Match[str], span: Span) -> bool:
    """Whether a reflex is weak or too brisk: "reflexes 1+", not "reflexes 2+"."""
    return _LOW_REFLEX.search(low[slice(*span)]) is not None


def _is_odd_level(low: str, words: Words, m: re.Match[str], span: Span) -> bool:
    """Whether a level is out of order: "low vitamin D", "ferritin 9 (low)", "increased eye pressure", not "increased strength"."""
    return wording(patterns()["odd_levels"]).search(low[slice(*span)]) is not None


def _is_complaint(low: str, words: Words, m: re.Match[str], span: Span) -> bool:
    """Whether a quality is felt, not seen, and no noun's: "feels worthless", "is bedbound because of", not "a bedbound patient"."""
    feeling = letters("FEELING")
    if words.classes[m.end() - 1] not in feeling:
        # "non-weight bearing on the left leg", "sore over the knee"
        return not feeling.isdisjoint(words.classes[m.start() : m.end()]) or low.startswith("sore ", span[0])
    if words.classes[m.end() : m.end() + 1] not in letters("PLAIN"):
        return True
    return (
        words.classes[m.end() + 1 : m.end() + 2] in letters("ARTICLE")
        or _BEHIND_QUALITY.match(low, span[1]) is not None
    )


def _is_appearance(low: str, words: Words, m: re.Match[str], span: Span) -> bool:
    """Whether a site's look is out of order: "the left knee is swollen"."""
    return wording(patterns()["appearances"]).search(low, *span) is not None


def _is_odd_result(low: str, words: Words, m: re.Match[str], span: Span) -> bool:
    """Whether a result is one of illness: a reflex that is absent, not a sign: "Hoffmann's sign was absent"."""
    signs = letters("SIGN MANEUVER")
    if low.startswith(" for ", span[1]) and low.endswith("positive", *span):
        # "the culture was positive for yeast", not "testing was positive for the right cuff"
        return _FOR_A_SIDE.match(low, span[1]) is not None
    return not (low.endswith("absent", *span) and signs.intersection(words.classes[m.start() : m.end()]))


def _is_less_than_whole(low: str, words: Words, m: re.Match[str], span: Span) -> bool:
    """Whether a motion is less than the normal one: "50% of normal", not "100% of normal"."""
    return "100" not in low[slice(*span)]


def _is_sign_seen(low: str, words: Words, m: re.Match[str], span: Span) -> bool:
    """Whether a sign is said to be there: "Tinel's sign was present", not "the test was found"."""
    return low.endswith(" present", *span) and low[slice(*span)].split(" ", 1)[0] not in _WORDS.of(
        "unnamed_tests"
    )


def _is_named_sign(low: str, words: Words, m: re.Match[str], span: Span) -> bool:
    """Whether a sign that is denied has a name: "no Babinski", not "no sign of"."""
    return low[slice(*span)] not in _WORDS.of("unnamed_tests")


#: Kinds of findings that are one with the pain they come with, and two with anything else.
_OF_A_MOVEMENT = frozenset(("abnormal", "limited", "result"))
_COMPANY = _WORDS.compile(r"\swith\s(?P<own>(?:[a-z]+\s)?(?!{go_with_a_movement}\b)[a-z]+)$")

#: What a finding's words must say beside their classes, by the grammar's kind of finding.
_ASKED: dict[str, Callable[[str, Words, re.Match[str], Span], bool]] = {
    "condition": _is_state_of_health,
    "ratio": _is_low_grade,
    "result": _is_odd_result,
    "sign_seen": _is_sign_seen,
    "no_sign": _is_named_sign,
    "value": _is_called_abnormal,
    "reflex": _is_odd_reflex,
    "level": _is_odd_level,
    "feeling": _is_complaint,
    "looks": _is_appearance,
    "state": _is_appearance,
    "portion": _is_less_than_whole,
}


def _with_degree(words: Words, start: int, end: int) -> Span:
    """The span with the degree that stands before it: "intermittent clicking of the jaw"."""
    first = bisect_left(words.starts, start)
    degree = letters("DEGREE")
    while first and words.classes[first - 1] in degree:
        first -= 1
    return min(start, words.starts[first]) if first < len(words.starts) else start, end


def _stated(low: str, words: Words, anchored: dict[str, list[int]]) -> list[Span]:
    """Findings that a clause states: "cannot lift her arm"."""
    found: list[Span] = []
    for at in anchored.get("clause", ()):
        clause = clauses(low[at : at + LOOKED_AT])
        if clause is not None and (m := clause.match(low, at)):
            named = [m.span(name) for name, said in m.groupdict().items() if said]
            found += named or [_with_degree(words, *m.span())]
    if "joint space" in anchored:
        found += [m.span() for m in wording(patterns()["joint_space"]).finditer(low)]
    return found


def _with_abbreviations(text: str, spans: list[Span], defined: Mapping[str, str]) -> list[Span]:
    """``spans`` with the later uses of an abbreviation defined after a condition, without its definition."""
    for short, long in defined.items():
        at = text.find(f"({short})")
        if at < 0:
            continue
        place = (at + 1, at + 1 + len(short))
        spans = [s for s in spans if s != place]
        if any(a < at <= b + 1 and text[a:at].rstrip().lower().endswith(long.lower()) for a, b in spans):
            spans += [s for s in _whole_words(text, short, place[1]) if not _overlaps(s, spans)]
    return spans


def _whole_words(text: str, word: str, after: int) -> Iterator[Span]:
    """Where ``word`` stands by itself behind ``after``."""
    at = text.find(word, after)
    while at >= 0:
        end = at + len(word)
        if not (_is_letter(text[at - 1]) or _is_letter(text[end : end + 1])):
            yield at, end
        at = text.find(word, end)


def _is_letter(character: str) -> bool:
    return character.isalnum() or character == "_"


def _with_heads(text: str, words: Words, defined: Mapping[str, str]) -> Words:
    """``words`` with the abbreviations of conditions as what they stand for: nouns of conditions."""
    known = frozenset(short for short, long in defined.items() if _is_condition(long.lower()))
    if not known:
        return words
    [head] = letters("HEAD")
    classes = [
        head if text[a:b] in known else kind
        for kind, a, b in zip(words.classes, words.starts, words.ends, strict=True)
    ]
    return Words("".join(classes), words.starts, words.ends)


def _without_labels(low: str, words: Words) -> Words:
    """``words`` with labels as signs: of "Diagnosis: gout Treatment: rest" the gout is no treatment, and
    "Allergies: none" no allergy."""
    classes = words.classes
    stop = findings_grammar().classes["STOP"]
    for label in rule("label").finditer(classes):
        if low.startswith(":", words.starts[label.start() + 1]):
            classes = f"{classes[: label.start()]}{stop}{classes[label.start() + 1 :]}"
    for reactions in _LABEL_OF_REACTIONS.finditer(low):
        first, last = (bisect_left(words.starts, at) for at in reactions.span("label"))
        classes = f"{classes[:first]}{stop * (last - first)}{classes[last:]}"
    return Words(classes, words.starts, words.ends)


def _with_qualities(low: str, words: Words, places: Iterable[int]) -> Words:
    """``words`` with what a pain is like as its quality: of "sharp, burning pain" the burning is no finding by itself."""
    kinds: dict[int, str] = {}
    for at in places:
        listed = _LIKE_A_PAIN.match(low, at)
        if listed is not None:
            kinds[at] = "MODIFIER"
        elif _FELT_THERE.match(low, at) is None and _SAID_OF_A_PAIN.search(
            low[max(0, at - _SAID_REACH) : at]
        ):
            kinds[at] = "PLAIN"
    if not kinds:
        return words
    classes = list(words.classes)
    for at, kind in kinds.items():
        [classes[bisect_left(words.starts, at)]] = letters(kind)
    return Words("".join(classes), words.starts, words.ends)


def _with_short_sides(low: str, words: Words, places: Iterable[int]) -> Words:
    """``words`` with "lt" and "rt" before a part as sides, without the full stop behind them."""
    classes, starts, ends = list(words.classes), words.starts, words.ends
    stops = []
    for at in places:
        if SHORT_SIDE.match(low, at):
            i = bisect_left(starts, at)
            [classes[i]] = letters("SIDE")
            if low.startswith(".", ends[i]):
                stops.append(i + 1)
    for i in reversed(stops):
        del classes[i], starts[i], ends[i]
    return Words("".join(classes), starts, ends)


@lru_cache(maxsize=1024)
def _is_condition(phrase: str) -> bool:
    """Whether a phrase in lower case ends in a condition that is more than a bare word."""
    words = word_classes(phrase)
    spans, denied_only, bare = _spans(phrase, words, {})
    return any(b == len(phrase) for _, b in set(spans) - denied_only - bare)


def find_conditions(text: str, section: str = "clinical_case_summary") -> list[ConditionMention]:
    """Conditions of a case summary in flowing text, in order, each distinct wording and assertion once.

    Offsets are into ``text``; ``levels`` are as ``L4-L5``; ``name`` is the lower-case phrase with
    abbreviations written out.  ``section`` other than a summary is read in the same way.

    >>> [(m.text, m.assertion) for m in find_conditions("He has severe left knee pain. He denies numbness.")]
    [('severe left knee pain', 'present'), ('numbness', 'absent')]
    """
    sentences = split_sentences(text)
    found = find_candidates(text, sentences)
    assert_mentions(text, found, sentences)
    return distinct(found)


def distinct(mentions: Iterable[ConditionMention]) -> list[ConditionMention]:
    """The mentions that count, each wording and assertion once; what nothing asserted is present."""
    kept: dict[tuple[str, str], ConditionMention] = {}
    for mention in mentions:
        assertion = mention.assertion or "present"
        if not mention.if_denied or assertion in ("absent", "possible"):
            kept.setdefault((mention.text.lower(), assertion), mention)
    return list(kept.values())


def find_candidates(
    text: str, sentences: Sequence[Span], defined_elsewhere: Mapping[str, str] | None = None
) -> list[ConditionMention]:
    """Every mention of a condition in flowing text, in order; nothing is asserted yet.

    ``sentences`` are those of ``text``: a side stated in a sentence is that of what follows in it.
    ``defined_elsewhere`` are abbreviations that another part of the letter defines.
    """
    low = lowered(text)
    words = word_classes(low)
    defined = defined_abbreviations(text) if "(" in text else {}
    if defined_elsewhere:
        defined = {**defined_elsewhere, **defined}
    if defined:
        words = _with_heads(text, words, defined)
    if ":" in low:
        words = _without_labels(low, words)
    anchored = anchors(low)
    if "short_side" in anchored:
        words = _with_short_sides(low, words, anchored["short_side"])
    if "quality" in anchored:
        words = _with_qualities(low, words, anchored["quality"])
    known, denied_only, bare = _spans(low, words, anchored)
    denied_only |= {s for s in bare if _DENIED_NOUN.search(low, *s)}
    bare -= denied_only
    known = widened(low, words, sorted(known), bare)
    listed = listed_items(low, known, words, anchored.get("list", []))
    unqualified = rule("unqualified")
    listed = [s for s in listed if not unqualified.fullmatch(words.between(*s))]
    spans = listed + _apart_from(known, listed)
    spans += _apart_from(cued_items(low, spans, words, sentences, anchored), spans)
    if defined:
        spans = _with_abbreviations(text, spans, defined)
    spans = sorted(_of_the_patient(low, spans))
    short = _written_out(defined)
    side_words = anchored.get("side", [])
    found: list[ConditionMention] = []
    for start, end, inside in by_sentence(sentences, spans):
        governed = bisect_left(side_words, start) < bisect_left(side_words, end)
        side_of_each = sides(low, words, (start, end), inside, governed)
        for (a, b), side in zip(inside, side_of_each, strict=True):
            mention = _mention(text[a:b], low[a:b], a, side, words, short)
            mention.if_denied = (a, b) in denied_only
            found.append(mention)
    return found


def _of_the_patient(low: str, spans: list[Span]) -> list[Span]:
    """``spans`` without what guidelines recommend a treatment for."""
    if "recommend" not in low and "indicated for" not in low and "permitted for" not in low:
        return spans
    return [s for s in spans if not _is_of_guidelines(low, s)]


def _written_out(defined: Mapping[str, str]) -> dict[str, str]:
    """Abbreviations in lower case, also those that a text defines, with what is written for them."""
    if not defined:
        return abbreviations()
    # Where it is defined, the abbreviation in its brackets adds nothing to the name.
    own = {k.lower(): v.lower() for k, v in defined.items()}
    return abbreviations() | own | {f"({k.lower()})": "" for k in defined}


def _mention(
    phrase: str,
    low: str,
    start: int,
    laterality: str | None,
    words: Words,
    short: dict[str, str],
) -> ConditionMention:
    first_word = bisect_left(words.starts, start)
    last_word = bisect_left(words.starts, start + len(phrase), first_word)
    site = rule("site_words").search(words.classes, first_word, last_word)
    name = " ".join([written for w in low.split() if (written := short.get(w, w))])
    body_site = None
    if site:
        body_site = low[words.starts[site.start()] - start : words.ends[site.end() - 1] - start]
    levels = []
    # Most phrases are letters and blanks, without a level.
    for m in () if phrase.replace(" ", "").isalpha() else _LEVELS.finditer(phrase):
        first = m[1].upper() + m[2]
        levels.append(f"{first}-{(m[3] or m[1]).upper()}{m[4]}" if m[4] else first)
    return ConditionMention(
        label="DIAGNOSIS",
        start=start,
        end=start + len(phrase),
        text=phrase,
        name=name,
        laterality=laterality,
        body_site=body_site,
        levels=tuple(levels),
    )
