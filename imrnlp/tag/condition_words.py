"""Word classes of a case summary: each word's part in a finding.

A summary of 400 words becomes a string of 400 characters, over which ``lexicons/findings_grammar.txt``, where the
classes have their names, is one regular expression (see :mod:`imrnlp.text.grammar`).  Where a lexicon does not know a word its
ending may show its class: ``-itis`` names a condition, ``-al`` an adjective.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import sub
from typing import Any

from imrnlp.lexicons import document, filled, table, text
from imrnlp.lexicons.extra import forgets
from imrnlp.lexicons.wordings import Wordings, pieces_of
from imrnlp.text.alternatives import beginnings, begins_so
from imrnlp.text.grammar import ALPHABET, Grammar
from imrnlp.text.matcher import Matcher
from imrnlp.text.searched import searched
from imrnlp.text.strings import quoted

# "the AC (acromioclavicular) joint": what an abbreviation stands for, in brackets behind it, parts nothing.
# The brackets are looked for, which are rare, then the word before them.
_IN_BRACKETS = re.compile(r"\((?P<long>[a-z][a-z -]{3,60})\)")
_BEFORE_BRACKETS = re.compile(r"(?<![\w(])(?P<short>[a-z]{2,6})(?:'?s)?\s\Z")
_LONGEST_SHORT = len("abbrev's ")
# "anterior cruciate ligament (ACL) tear": the abbreviation stands within the finding.
_SHORT_WITHIN = re.compile(r"\((?P<short>[a-z]{2,6})\)(?=\s[a-z])")
# Most words are letters before a blank or a stop, which is seen at once.
_TOKEN = re.compile(
    r"""
    \s*+ (
        [a-z]++ (?= [\s.,;:)] (?!\d) )                                        # "pain"
      | [ctls]\d{1,2} (?: \s? [-/] \s? [ctls]? \d{1,2} )? (?!\w)             # "l4-5", "c5 / c6"
      | [a-z]++ \(s\)                                                       # "muscle(s)"
      | [^\W_] [\w’'+]*+ (?: (?: - (?!-) | \. (?=\d) ) [\w’'+]*+ )*+         # "patient's", "low-back", "7.5mg"
      | \S                                                                  # ","
    )
    """,
    re.VERBOSE,
)
_LEVEL = re.compile(r"[ctls]\d{1,2}(?:\s?[-/]\s?[ctls]?\d{1,2})?$")
_ORDINAL = re.compile(r"\d{0,2}(?:1st|2nd|3rd|\dth)$")  # "9th rib fracture"
_NUMBER = re.compile(r"\d[\d.+-]*$")
# "posterolateral", "infrapatellar"
_DIRECTION = Wordings("condition_bound_words.tsv").compile(
    r"""
    {prefixes_of_places} [a-z]+ (?: al | ar | ic | or | ous | an )$
    """,
    re.VERBOSE,
)
_MEASURE = re.compile(r"\d(?:[\d.-]*(?:mm|cm|degrees?|pounds?|lbs?|kg)|\+)$")
#: The lexicons of words by kind.  A later table overrides an earlier one: the general words first, the exceptions last.
_TABLES = (
    "condition_words.tsv",
    "body_and_signs.tsv",
    "general_conditions.tsv",
    "findings.tsv",
    "conditions.tsv",
    "not_conditions.tsv",
    "complaints.tsv",
    "condition_function_words.tsv",
)


@lru_cache(maxsize=1)
def findings_grammar() -> Grammar:
    """``findings_grammar.txt``: the word classes, and what they make together."""
    return Grammar.parse(text("findings_grammar.txt"), "findings_grammar.txt")


@lru_cache(maxsize=64)
def rule(name: str) -> re.Pattern[str]:
    """The grammar's pattern of that name, for classes: ``rule("site_words")``."""
    return findings_grammar().pattern(name)


@lru_cache(maxsize=64)
def letters(names: str) -> frozenset[str]:
    """The characters that stand for the word classes of these names: ``letters("HEAD WEAK")``."""
    return frozenset(findings_grammar().letters(names))


@dataclass(frozen=True, slots=True)
class Endings:
    """What an unknown word's ending says of it."""

    head: re.Pattern[str]
    adjective: re.Pattern[str]


@dataclass(slots=True)
class Words:
    """The classes of a text's words with the words' starts and ends."""

    classes: str
    starts: list[int]
    ends: list[int]

    def between(self, start: int, end: int) -> str:
        """The classes of the words that start from ``start`` to before ``end``."""
        return self.classes[bisect_left(self.starts, start) : bisect_left(self.starts, end)]


@lru_cache(maxsize=1)
def patterns() -> Any:
    """``condition_patterns.json``: endings, clauses and cues of findings."""
    return document("condition_patterns.json")


@lru_cache(maxsize=32)
def wording(pattern: str) -> re.Pattern[str]:
    """A pattern of ``condition_patterns.json`` with its pieces, compiled."""
    return searched(re.compile(filled(pattern, pieces_of(patterns()["pieces"]))))


@lru_cache(maxsize=1)
def _clauses() -> tuple[tuple[str, frozenset[str] | None], ...]:
    """The pattern of each clause, and what it can begin with."""
    rows = [filled(row["pattern"], pieces_of(patterns()["pieces"])) for row in patterns()["clauses"].values()]
    return tuple((row, beginnings(row)) for row in rows)


@lru_cache(maxsize=4096)
def clauses(opening: str) -> re.Pattern[str] | None:
    """What a patient can no longer do, and other clauses that state a finding; ``denied`` is a quality denied.

    ``opening`` are the :data:`LOOKED_AT` characters where the clause is to begin: only those that can begin so are tried.
    """
    rows = [f"({row})" for row, begin in _clauses() if begin is None or begins_so(begin, opening)]
    return re.compile("|".join(rows)) if rows else None


@lru_cache(maxsize=1)
def _anchor_matcher() -> Matcher[tuple[str, ...]]:
    announced: dict[str, tuple[str, ...]] = {}
    for name, words in patterns()["anchors"].items():
        for word in words:
            # A word may announce several patterns.
            plain = word.replace("\\", "")
            announced[plain] = (*announced.get(plain, ()), name)
    return Matcher(announced)


def anchors(low: str) -> dict[str, list[int]]:
    """Where in ``low`` a word stands that may begin a list, a cue or a clause, by its kind.

    One pass for all patterns, which are then matched at these places only.
    """
    found: dict[str, list[int]] = {}
    for start, _, names in _anchor_matcher().everywhere(low):
        if not start or not low[start - 1].isalnum():
            for name in names:
                found.setdefault(name, []).append(start)
    return found


@lru_cache(maxsize=1)
def _spellings() -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile(british), american) for british, american in patterns()["spellings"]]


def _american(word: str, known: dict[str, str]) -> str:
    """A word of British spelling as the lexicons have it: "generalised", "oesophageal", "colour"; else ``word`` itself."""
    spelled = word
    for british, american in _spellings():
        spelled = british.sub(american, spelled)
        if spelled in known or (spelled.endswith("s") and spelled[:-1] in known):
            return spelled
    return word


@lru_cache(maxsize=1)
def _endings() -> Endings:
    endings = patterns()["endings"]
    return Endings(
        re.compile(rf"[a-z-]{{3,}}(?:{'|'.join(endings['head'])})$"),
        re.compile(rf"[a-z][a-z0-9-]+(?:{'|'.join(endings['adjective'])})$"),
    )


#: Pieces of the longest name of a disease.
_NAME_PIECES = 6


@lru_cache(maxsize=1)
def _names() -> tuple[frozenset[str], dict[str, str]]:
    """Whatever a name of ``condition_names.tsv`` begins with ("graft", "graft versus"), and the names with their class."""
    kinds = {
        row["term"]: findings_grammar().classes[row["kind"].upper()] for row in table("condition_names.tsv")
    }
    blanks = ((name, m.start()) for name in kinds for m in re.finditer(" ", name))
    return frozenset(name[:blank] for name, blank in blanks), kinds


@lru_cache(maxsize=1)
def _first_words() -> tuple[frozenset[str], frozenset[str]]:
    """The first two words of each phrase and name, and the names of one word; plurals too."""
    beginnings, names = _names()
    pairs = {" ".join(phrase.split(" ", 2)[:2]) for phrase in _lexicon()[2]}
    pairs |= {beginning for beginning in beginnings if beginning.count(" ") == 1}
    pairs |= {name + plural for name in names if name.count(" ") == 1 for plural in ("", "s")}
    return frozenset(pairs), frozenset(
        name + plural for name in names if " " not in name for plural in ("", "s")
    )


def _pieces(word: str) -> str:
    """A word as the names have it, in pieces: "crigler najjar", "legionnaires"."""
    return word if word.isalnum() else word.replace("'", "").replace("’", "").replace("-", " ")


def _name_at(tokens: Sequence[str], first: int) -> tuple[int, str]:
    """Words of the longest known name of a disease that begins with the ``first``, and its class; 0 where none does."""
    beginnings, known = _names()
    best = 0, ""
    name = ""
    for at in range(first, min(len(tokens), first + _NAME_PIECES)):
        word = tokens[at]
        if not word[0].isalnum():
            break
        name = f"{name} {_pieces(word)}" if name else _pieces(word)
        kind = known.get(name) or (known.get(name[:-1]) if name.endswith("s") else None)
        if kind:
            best = at + 1 - first, kind
        if name not in beginnings:
            break
    return best


@lru_cache(maxsize=1)
def _lexicon() -> tuple[dict[str, str], dict[str, tuple[int, ...]], dict[str, str]]:
    """Words with their class, how many words the phrases have that begin with a word, and phrases with their class."""
    words: dict[str, str] = {}
    phrases: dict[str, str] = {}
    classes = findings_grammar().classes
    for row in table("drugs.tsv"):
        for name in re.split(r"[/|\s]", f"{row['name']}|{row['brands']}|{row['aliases']}".lower()):
            if len(name) > 3:
                words[name] = classes["DRUG"]
    for name in _TABLES:
        for row in table(name):
            kind = classes.get(row["kind"].upper())
            if kind is None:
                raise ValueError(
                    f"lexicon {name}: {quoted(row['term'])} is of kind {quoted(row['kind'])}; allowed: "
                    + ", ".join(c.lower() for c in classes)
                )
            parts = row["term"].split()
            if len(parts) == 1:
                words[parts[0]] = kind
            else:
                phrases.setdefault(" ".join(parts), kind)
    sizes: dict[str, set[int]] = {}
    for phrase in phrases:
        sizes.setdefault(phrase.split(" ", 1)[0], set()).add(phrase.count(" ") + 1)
    return words, {word: tuple(sorted(of_it, reverse=True)) for word, of_it in sizes.items()}, phrases


def _kind(word: str) -> str:
    known = _lexicon()[0]
    kind = known.get(word)
    if kind:
        return kind
    if word.endswith("(s)"):
        return _kind(word[:-3])
    if word.endswith("s"):
        one = known.get(word[:-1])
        if one in letters("SITE HEAD"):
            return one
        # "parkinsons", "huntingtons": a name whose apostrophe is lost.
        if one in letters("MODIFIER") and not _endings().adjective.match(word[:-1]):
            return findings_grammar().classes["POSSESSIVE"]
    if (spelled := _american(word, known)) != word:
        return _kind(spelled)
    return findings_grammar().classes[_unknown(word, known)]


#: The classes that the last word of "low-back", "pain-free" gives the whole.
_COMPOUND = "HEAD WEAK SITE MODIFIER ABNORMAL SIGN FUNCTION DEGREE SIDE"


def _unknown(word: str, known: dict[str, str]) -> str:
    """The name of the class that its form gives a word which no lexicon has."""
    if _LEVEL.match(word):
        return "LEVEL"
    if _MEASURE.match(word):
        return "MEASURE"
    if _NUMBER.match(word):
        return "NUMBER"
    if _ORDINAL.match(word):
        return "MODIFIER"
    if not word[0].isalnum():
        return "STOP"
    names = findings_grammar().names
    if "-" in word:
        last = names.get(known.get(word.rsplit("-", 1)[-1], ""), "OTHER")
        if last == "INDUCED":
            return "MODIFIER"
        if last in _COMPOUND.split():
            return last
    if word.endswith(("'s", "s'")):
        named = known.get(word.rstrip("s").rstrip("'")) in letters("SIGN")
        return "SIGN" if named else "POSSESSIVE"
    if word.endswith("'"):
        return names[_kind(word.rstrip("'"))]
    endings = _endings()
    if _DIRECTION.match(word):
        return "MODIFIER"
    if endings.head.match(word):
        return "HEAD"
    return "ADJECTIVE" if endings.adjective.match(word) else "OTHER"


def _may_begin(word: str) -> bool:
    """Whether a phrase or a name of several words may begin with ``word``, or a name be it."""
    beginnings, names = _names()
    pieces = _pieces(word)
    return (
        word in _lexicon()[1] or pieces in beginnings or pieces in names or pieces.removesuffix("s") in names
    )


#: The character of each class where a phrase or a name may begin with the word, and its class.  Those of the first
#: classes are of Latin-1, characters that Python has once each: they cost no way through memory.
_BEGINS = 0x80
_PLAIN_CLASS = {chr(ord(letter) + _BEGINS): letter for letter in ALPHABET}
_BEGINNING = re.compile(f"[{''.join(_PLAIN_CLASS)}]")


class _Known(dict[str, str]):
    """Class of each word, found out once for each word that occurs."""

    LIMIT = 50_000

    def __missing__(self, word: str) -> str:
        if len(self) > self.LIMIT:
            self.clear()
        kind = _kind(word)
        self[word] = kind = chr(ord(kind) + _BEGINS) if _may_begin(word) else kind
        return kind


_KNOWN = _Known()
forgets(_KNOWN.clear)


def _stands_for(short: str, long: str) -> bool:
    """Whether the letters of an abbreviation are in its long form one after the other, the first at its beginning."""
    at = -1
    for letter in short:
        at = long.find(letter, at + 1)
        if at < 0:
            return False
    return long[0] == short[0]


def _with_glosses(
    low: str, starts: list[int], classes: list[str], taken: list[tuple[int, int, str]]
) -> list[tuple[int, int, str]]:
    """``taken`` with each abbreviation and what it stands for as one word, where it is no condition by itself."""
    found = taken
    for brackets in _IN_BRACKETS.finditer(low):
        at = brackets.start()
        m = _BEFORE_BRACKETS.search(low, max(0, at - _LONGEST_SHORT), at)
        if m is None:
            continue
        first, last = bisect_left(starts, m.start()), bisect_left(starts, brackets.end())
        if classes[first] in letters("HEAD WEAK DRUG TREATMENT PROCEDURE") or not _stands_for(
            m["short"], brackets["long"]
        ):
            continue
        inside = [row for row in found if row[0] < last and row[1] > first]
        if all(first <= i and j <= last for i, j, _ in inside):
            found = sorted([*(row for row in found if row not in inside), (first, last, classes[first])])
    return found


def _within(
    low: str, starts: list[int], classes: list[str], taken: list[tuple[int, int, str]]
) -> list[tuple[int, int, str]]:
    """``taken`` with each abbreviation in brackets between the words of one finding, as one word with the word before it."""
    qualities, nouns = (
        letters("SITE MODIFIER ADJECTIVE FUNCTION"),
        letters("HEAD WEAK SITE MODIFIER FUNCTION"),
    )
    by_start = {row[0]: row for row in taken}
    by_end = {row[1]: row for row in taken}
    for m in _SHORT_WITHIN.finditer(low):
        first = bisect_left(starts, m.start())
        last = first + 3
        if not 0 < first <= last < len(classes) or any(at in by_start for at in range(first, last)):
            continue
        begin, _, kind = by_end.get(first, (first - 1, first, classes[first - 1]))
        behind = by_start[last][2] if last in by_start else classes[last]
        if (
            kind in qualities
            and behind in nouns
            and _begins_words(m["short"], low[max(0, m.start() - 120) : m.start()])
        ):
            by_start[begin] = (begin, last, kind)
    return sorted(by_start.values())


def _begins_words(short: str, before: str) -> bool:
    """Whether the words that end ``before`` are what the abbreviation ``short`` stands for, a word a letter at most."""
    words = re.findall(r"[a-z]+", before)[-len(short) :]
    return any(_stands_for(short, "".join(words[at:])) for at in range(len(words)))


def _shared(classes: list[str], first: int, end: int) -> bool:
    """Whether a name's noun is also that of the places before it: "heart, lung or liver disease"."""
    if first < 2 or classes[first - 1] not in letters("AND"):
        return False
    before = first - 2 - (classes[first - 2] in letters("COMMA"))
    place = letters("SITE MODIFIER")
    # "breast and ovarian cancer": an organ's own adjective, which no list has.
    named = letters("SITE MODIFIER ADJECTIVE")
    last = _PLAIN_CLASS.get(classes[end - 1], classes[end - 1])
    return (
        before >= 0 and classes[before] in place and classes[first] in named and last in letters("HEAD WEAK")
    )


def _specifies(word: str, kind: str, before: str) -> bool:
    """Whether a phrase of class ``kind`` that begins with ``word`` may be one behind a word of class ``before``.

    "panic disorder with agoraphobia" is one name; in "a patient with agoraphobia" the "with" is no part of it.
    """
    if kind not in letters("LATIN") or word not in ("with", "without"):
        return True
    return _PLAIN_CLASS.get(before, before) in letters("HEAD WEAK LATIN")


def word_classes(low: str) -> Words:
    """The class of each word of ``low``, a text in lower case."""
    # Blanks at the end (words of others are blanked out) have no word behind them to be tried for.
    words: list[str] = _TOKEN.findall(low.rstrip())
    find = low.find
    # Only white space parts the words, so that each is the first of its kind after the last one.
    at = 0
    ends = [at := find(word, at) + len(word) for word in words]
    starts = list(map(sub, ends, map(len, words)))
    marked = "".join(map(_KNOWN.__getitem__, words))
    classes = list(marked)
    _, sizes, phrases = _lexicon()
    pairs, single = _first_words()
    # A phrase takes the place of its words.
    taken: list[tuple[int, int, str]] = []
    reach = 0
    for beginning in _BEGINNING.finditer(marked):
        i = beginning.start()
        classes[i] = _PLAIN_CLASS[classes[i]]
        if i < reach:
            continue
        # Nearly all of these words are followed by one that goes on with no phrase and no name.
        word, second = words[i], words[i + 1] if i + 1 < len(words) else ""
        plain = word.isalnum() and (second.isalnum() or not second[:1].isalnum())
        if plain and f"{word} {second}" not in pairs and word not in single:
            continue
        size, kind = _name_at(words, i)
        for of_phrase in sizes.get(words[i], ()):
            if of_phrase < size:
                break
            phrase = words[i : i + of_phrase]
            known = phrases.get(" ".join(phrase))
            if known:
                # At the end of the text the slice has fewer words.
                size, kind = len(phrase), known
                break
        before = taken[-1][2] if taken and reach == i else classes[i - 1] if i else ""
        if size and _specifies(word, kind, before) and not _shared(classes, i, i + size):
            reach = i + size
            taken.append((i, reach, kind))
    if "(" in low:
        taken = _within(low, starts, classes, _with_glosses(low, starts, classes, taken))
    for i, j, kind in reversed(taken):
        classes[i:j] = [kind]
        ends[i:j] = [ends[j - 1]]
        del starts[i + 1 : j]
    return Words("".join(classes), starts, ends)
