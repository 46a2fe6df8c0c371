"""Diagnoses, symptoms and findings of a case summary, with what the letter asserts of them.

Each word gets a one-letter class from the lexicons (head noun, modifier, site …); the grammar of
findings is a regular expression over the string of classes, which keeps the scan linear and fast.
Whatever stands in a list of diagnoses is one, even when no lexicon knows it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache

from imrnlp.assertion.context import classify, find_cues, lowered
from imrnlp.lexicons import table
from imrnlp.tag.mentions import ConditionMention
from imrnlp.tag.sentences import split_sentences

_TOKEN = re.compile(r"[ctls]\d{1,2}(?:\s?[-/]\s?[ctls]?\d{1,2})?(?!\w)|[A-Za-z0-9][\w'’.+-]*(?<![.’'])|\S")
_LEVEL = re.compile(r"(?:[ctls]\d{1,2}(?:\s?[-/]\s?[ctls]?\d{1,2})?)$")
_NUMBER = re.compile(r"\d[\d.+-]*$")
_KINDS = {
    "head": "H",
    "modifier": "M",
    "site": "S",
    "function": "R",
    "abnormal": "F",
    "normal": "N",
    "sign": "T",
    "adverb": "B",
}
_CLOSED = {
    "and": "A", "or": "A", "&": "A", ",": ",", "/": "/",
    "of": "P", "in": "P", "at": "P", "over": "P", "on": "P", "to": "P", "along": "P", "about": "P",
    "across": "P", "throughout": "P", "around": "P", "within": "P", "into": "P", "down": "P", "from": "P",
    "the": "D", "his": "D", "her": "D", "both": "M", "a": "D", "an": "D",
    "with": "W", "was": "V", "is": "V", "were": "V", "are": "V", "be": "V",
    "radiating": "G", "radiates": "G", "radiated": "G", "radiation": "G", "extending": "E",
    "that": "K", "which": "K", "degrees": "d", "palpation": "p",
}  # fmt: skip

# Words before a head; a list of them runs by commas only when "and" closes it.
_WORDS = r"[MFSLG]+(?:/[MFSLG]+)*"
_PRE = rf"(?:{_WORDS}(?:,{_WORDS})*,?A(?:/A)?(?!H|R|T))*{_WORDS}"
_SITE = r"D?[MF]*[SL]+(?:/[MSL]*[SL])*"
_SITES = rf"{_SITE}(?:(?:,A?|A){_SITE}(?![MSLF]*[HRVT]))*"
_AT = rf"(?:P{_SITES}(?![MSLF]*R)|PDM(?![MSLFHR]))"
_POST = rf"(?:PD?p)?(?:{_AT})*(?:K?G{_AT}|E[^,.]{{1,20}})?B?(?![HSL])"
_HEADS = r"H(?:/H)*(?:A/AH)?(?!T)"
_CONDITION = rf"(?P<condition>(?:{_PRE})?{_HEADS}(?:{_POST}|))"
_ABNORMAL = rf"(?P<abnormal>M*F(?:[MFSL/]|A(?=[MFSL]))*R(?:P#(?:/#)?d?)?(?:WH)?(?:{_POST}|))"
_RESULT = (
    rf"(?P<result>(?:[MSLxH]{{0,4}}T|[MSL]*R)(?:A?[TR])*(?:P{_SITES})?VM*F(?:W[RH])?"
    rf"(?:{_AT}|B)?(?:P#d)?)"
)
_RATIO = rf"(?P<ratio>[MSL]*RV#/#(?:{_AT})?)"
_TEST = r"[MSLxH]{0,4}T+"
_POSITIVE = rf"(?P<positive>F{_TEST}B?(?:,A?{_TEST}B?|A{_TEST}B?|,x(?=,)|,xH(?=A))*)"
_GRAMMAR = re.compile("|".join((_RESULT, _RATIO, _POSITIVE, _ABNORMAL, _CONDITION)))

_LIST = re.compile(
    r"\b(?:diagnos[ei]s?(?: of the patient)?(?: (?:is|are|were|was|included?|includes|of"
    r"|documented as|documented is|as)){1,3}"
    r"|diagnosed (?:with|as having)|(?:being|undergoing) treat(?:ed|ment) for|(?:impression"
    r"|assessment|diagnos[ei]s):)"
    r"\s*(?P<items>[^.:]{1,1500}(?:\.\d[^.:]{0,200}){0,9})",
    re.IGNORECASE,
)
_LIST_END = re.compile(
    r"\s(?:as well as|for which|who|that|which|and (?:is|was|has|had|he|she|there|the patient)|but"
    r"|on \d|since|after"
    r"|following|with the|per|by)\b|, (?:initial|subsequent|sequela)[^,]*|$"
)
_SPLIT = re.compile(r"[,;]\s*(?:and\s+)?|\s+and\s+|\s+with\s+", re.IGNORECASE)
_ARTICLE = re.compile(
    r"(?:the diagnos[ei]s of|diagnos[ei]s of|the|an?|his|her|also|and|possible|probable|a possible)\s+",
    re.IGNORECASE,
)
# Findings told as a clause: a joint space in millimetres, difficulty doing something.
_CLAUSES = re.compile(
    r"\b\d+(?:\.\d+)?[ -]?mm joint space(?: medially| laterally)?\b"
    r"|\bdifficult(?:y|ies) (?:with |in )?(?:(?:sleep|walking|standing|sitting|lifting|sleeping"
    r"|swallowing|breathing"
    r"|concentrating|gripping|performing|bending)\b(?: (?:her |his |the |some )?activities of daily living)?"
    r"|(?:(?:her|his|the) )?activities of daily living)"
)
_TREATED = re.compile(
    r"(?:repair|fixation|release|decompression|removal|correction|debridement|excision) (?:of"
    r"|for) (?:the |an? )?$"
)
_SITE_WORDS = re.compile(r"[SL]*S[SL]*")
_SIDE = re.compile(r"\b(left|right|bilateral|bilaterally|both|lle|rle|lue|rue|ble|bue)\b")
# "examination of the right knee revealed": the side of what follows in the sentence.
_GOVERNING = re.compile(
    r"\b(left|right|bilateral) (?:[\w/-]+ ){1,3}(?:(?:was|were|dated|on|examination|exam) \S+ ?)*"
    r"(?:revealed|showed|demonstrated|reveals|shows|demonstrates|with|noted|documented)\b"
)
_LEVELS = re.compile(r"\b([CTLS])(\d{1,2})(?:\s?[-/]\s?([CTLS]?)(\d{1,2}))?\b", re.IGNORECASE)
_EXCLUDED = re.compile(
    r"(?:.*\bpain (?:medications?|scale|management|level)\b.*"
    r"|(?:(?:industrial|work|work-related|occupational|the) ?)*injur(?:y|ies)"
    r"|(?:(?:increas(?:ed|ing)|severe|worsening|mild|moderate|constant|continued|chronic|current"
    r"|overall|persistent"
    r"|breakthrough|intermittent|daily|the|rated|sharp|acute|intractable|affected|tolerable|major"
    r"|local|high|low) )*"
    r"(?:pains?|trauma|disease|disorders?|syndrome|complaints|deformity|lesions?|symptoms|gap|mass|failures?)"
    r"|(?:repetitive|cumulative) (?:trauma|injury)|pain radiat.*|.*abnormalit(?:y|ies)"
    r"|(?:limitations?|motion|alignment|depressed mood)"
    r"|failure of .*|(?:full|normal) .*|difficult(?:y|ies)|impairments?|deficits?|tension|collapse"
    r"|fragments?|compression"
    r"|(?:low|mid|upper|lower) (?:stress)|popping|locking|wounds?|scars?|burns?|infections?|abuse"
    r"|dependence)$"
)
# What follows a head and makes of it a treatment or a measure ("pain medication").
_NOT_AFTER = frozenset(
    ("medication", "medications", "management", "scale", "level", "levels", "relievers", "reliever", "clinic",
     "specialist",
     "rating", "scores", "score", "relief", "journal", "report", "program", "medicine", "repair",
     "surgery", "injection",
     "claim", "diary", "contract", "control", "reduction", "screening", "testing")
)  # fmt: skip


@lru_cache(maxsize=1)
def _lexicon() -> tuple[dict[str, str], dict[str, tuple[tuple[tuple[str, ...], str], ...]]]:
    words = dict(_CLOSED)
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for name in ("findings.tsv", "conditions.tsv"):
        for row in table(name):
            kind = _KINDS[row["kind"]]
            parts = tuple(row["term"].split())
            if len(parts) == 1:
                words[parts[0]] = kind
            else:
                phrases.setdefault(parts[0], []).append((parts, kind))
    return words, {k: tuple(sorted(v, key=lambda p: -len(p[0]))) for k, v in phrases.items()}


@lru_cache(maxsize=1)
def abbreviations() -> dict[str, str]:
    """Clinical abbreviations in lower case with their long forms."""
    return {row["short"].lower(): row["long"] for row in table("abbreviations.tsv")}


@lru_cache(maxsize=16384)
def _kind(word: str) -> str:
    kind = _lexicon()[0].get(word)
    if kind:
        return kind
    if _LEVEL.match(word):
        return "L"
    if _NUMBER.match(word):
        return "#"
    if not word[0].isalnum():
        return "."
    last = _lexicon()[0].get(word.rsplit("-", 1)[-1], "x") if "-" in word else "x"
    return last if last in "HSMFT" else "x"


Classes = tuple[str, list[int], list[int]]


def _classes(low: str) -> Classes:
    """The class of each word of ``low`` with the words' starts and ends."""
    phrases = _lexicon()[1]
    starts: list[int] = []
    ends: list[int] = []
    tokens: list[str] = []
    for m in _TOKEN.finditer(low):
        tokens.append(m.group())
        starts.append(m.start())
        ends.append(m.end())
    kinds = [_kind(word) for word in tokens]
    # A phrase takes the place of its words: from the last to the first, so that offsets stay right.
    for i in range(len(tokens) - 1, -1, -1):
        word = tokens[i]
        if word in phrases:
            for parts, kind in phrases[word]:
                size = len(parts)
                if tuple(tokens[i : i + size]) == parts:
                    kinds[i : i + size] = [kind]
                    ends[i : i + size] = [ends[i + size - 1]]
                    del starts[i + 1 : i + size]
                    tokens[i : i + size] = [" ".join(parts)]
                    break
        elif word in _NOT_AFTER and i and kinds[i - 1] == "H":
            kinds[i - 1] = "x"
    return "".join(kinds), starts, ends


def _spans(low: str, words: Classes) -> list[tuple[int, int]]:
    classes, starts, ends = words
    found: list[tuple[int, int]] = []
    for m in _GRAMMAR.finditer(classes):
        a, b = m.span()
        if m.lastgroup == "positive":
            if not low.startswith("positive", starts[a]):
                continue
            at = a
            for part in re.finditer(r"[,A]+", classes[a:b]):
                found.append((starts[at], ends[a + part.start() - 1]))
                at = a + part.end()
            found.append((starts[at], ends[b - 1]))
        elif m.lastgroup == "ratio":
            one, two = re.search(r"(\S+)\s?/\s?(\d+)", low[starts[a] : ends[b - 1]]).groups()  # type: ignore[union-attr]
            if "strength" in low[starts[a] : ends[b - 1]] and one != two:
                found.append((starts[a], ends[b - 1]))
        else:
            found.append((starts[a], ends[b - 1]))
    clauses = [m.span() for m in _CLAUSES.finditer(low)]
    if clauses:
        found = [(a, b) for a, b in found if not any(a < y and x < b for x, y in clauses)] + clauses
    return found


def _between(words: Classes, start: int, end: int) -> str:
    return words[0][bisect_left(words[1], start) : bisect_left(words[1], end)]


def _listed(text: str, known: list[tuple[int, int]], words: Classes) -> list[tuple[int, int]]:
    """Spans of the items of diagnosis lists, the stretches they replace first widened to whole items."""
    items: list[tuple[int, int]] = []
    for m in _LIST.finditer(text):
        start = m.start("items")
        stop = _LIST_END.search(text, start, m.end("items"))
        end = stop.start() if stop else m.end("items")
        bounds = []
        at = start
        for gap in _SPLIT.finditer(text, start, end):
            if any(a < gap.start() and gap.end() < b for a, b in known):
                continue
            if "with" in gap.group().lower() and "H" not in _between(
                words, gap.end(), min(end, gap.end() + 60)
            ):
                continue
            bounds.append((at, gap.start()))
            at = gap.end()
        bounds.append((at, end))
        pending: int | None = None
        for i, (a, b) in enumerate(bounds):
            article = _ARTICLE.match(text, a, b)
            a = article.end() if article else a
            while a < b and not text[a].isalnum():
                a += 1
            while b > a and not (text[b - 1].isalnum() or text[b - 1] in ")'"):
                b -= 1
            if b - a < 3:
                continue
            kinds = _between(words, a, b)
            if kinds and not set(kinds) & set("HxT.") and set(kinds) & set("SLM"):
                # A site without a head belongs to the item before it, or shares the next one's head.
                before = items[-1] if items and items[-1][1] >= start else None
                coordinated = i + 1 < len(bounds) and text[b : bounds[i + 1][0]].strip(" ,") == "and"
                if before and pending is None and (" of " in text[before[0] : before[1]] or not coordinated):
                    items[-1] = (before[0], b)
                    continue
                if i + 1 < len(bounds):
                    pending = a if pending is None else pending
                    continue
            if pending is not None:
                a, pending = pending, None
            if b - a <= 160:
                items.append((a, b))
    return items


def find_conditions(text: str, section: str = "clinical_case_summary") -> list[ConditionMention]:
    """Conditions of a case summary in flowing text, in order, each distinct wording and assertion once.

    Offsets are into ``text``; ``levels`` are as ``L4-L5``; ``name`` is the lower-case phrase with
    abbreviations written out.  ``section`` other than a summary is read in the same way.

    >>> [(m.text, m.assertion) for m in find_conditions("He has severe left knee pain. He denies numbness.")]
    [('severe left knee pain', 'present'), ('numbness', 'absent')]
    """
    low = lowered(text)
    words = _classes(low)
    known = _spans(low, words)
    listed = _listed(text, known, words)
    spans = listed + [(a, b) for a, b in known if not any(a < y and x < b for x, y in listed)]
    spans.sort()
    spans = [
        (a, b)
        for a, b in spans
        if not _EXCLUDED.match(low[a:b]) and not _TREATED.search(low[max(0, a - 24) : a])
    ]
    if not spans:
        return []
    cues = find_cues(text)
    cue_starts = [c[0] for c in cues]
    found: list[ConditionMention] = []
    seen: set[tuple[str, str]] = set()
    at = 0
    for start, end in split_sentences(text):
        inside = []
        while at < len(spans) and spans[at][0] < end:
            if spans[at][0] >= start:
                inside.append((spans[at][0] - start, min(spans[at][1], end) - start))
            at += 1
        if not inside:
            continue
        here = cues[bisect_left(cue_starts, start) : bisect_left(cue_starts, end)]
        values = classify(text[start:end], inside, [(a - start, b - start, r) for a, b, r in here])
        governed = [(m.end(), _side(m[1])) for m in _GOVERNING.finditer(low, start, end)]
        for (a, b), assertion in zip(inside, values, strict=True):
            phrase = text[start + a : start + b]
            key = (phrase.lower(), assertion)
            if key in seen:
                continue
            seen.add(key)
            side = next((s for at_end, s in reversed(governed) if at_end <= start + a), None)
            found.append(_mention(phrase, start + a, assertion, side, words))
    return found


def _side(word: str) -> str:
    if word in ("bilaterally", "both", "bilateral", "ble", "bue"):
        return "bilateral"
    return {"lle": "left", "lue": "left", "rle": "right", "rue": "right"}.get(word, word)


def _mention(
    phrase: str, start: int, assertion: str, governing: str | None, words: Classes
) -> ConditionMention:
    low = lowered(phrase)
    own = {_side(s) for s in _SIDE.findall(low)}
    laterality = next(iter(own)) if len(own) == 1 else None
    if own == {"left", "right"} and re.search(r"\b(?:right and left|left and right)\b", low):
        laterality = "bilateral"
    if not own:
        laterality = governing
    first_word = bisect_left(words[1], start)
    site = _SITE_WORDS.search(words[0][first_word : bisect_left(words[1], start + len(phrase))])
    name = " ".join(low.split())
    short = abbreviations()
    name = " ".join(short.get(w, w) for w in name.split(" "))
    body_site = None
    if site:
        at = words[1][first_word + site.start()] - start
        body_site = low[at : words[2][first_word + site.end() - 1] - start]
    levels = []
    for m in _LEVELS.finditer(phrase):
        first = m[1].upper() + m[2]
        levels.append(f"{first}-{(m[3] or m[1]).upper()}{m[4]}" if m[4] else first)
    return ConditionMention(
        label="DIAGNOSIS",
        start=start,
        end=start + len(phrase),
        text=phrase,
        name=name.lower(),
        assertion=assertion,
        laterality=laterality,
        body_site=body_site,
        levels=tuple(levels),
    )
