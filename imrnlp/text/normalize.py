"""Gives hyphens, quotes, blanks, ligatures, accents and invisible characters one spelling.

PDF text layers, web pages and word processors write the same words with other characters: ``non‐certified``
with U+2010, ``ﬁbromyalgia`` with a ligature, ``medi<U+00AD>cation`` with a soft hyphen.  All steps
read the normalised text.  The record's offsets are into the source: the
:class:`~imrnlp.text.flow.Flow` maps them back.

>>> plain = normalize("non\\u2010certi\\ufb01ed")
>>> plain.text
'non-certified'
>>> plain.to_source(0, 13)
(0, 12)
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from html import unescape

from imrnlp.text.flow import Flow
from imrnlp.text.hyphens import WordsOf, is_prefix
from imrnlp.text.strings import lower


def _each(characters: str, replacement: str) -> dict[str, str]:
    return dict.fromkeys(characters, replacement)


#: One character for another: no offset changes.
_SAME_LENGTH = {
    **_each("\u2010\u2011\u2012\u2212\ufe63\uff0d", "-"),
    **_each("\u2018\u2019\u201b\u02bc\u2032\u00b4\u0060", "'"),
    **_each("\u201c\u201d\u201e\u201f\u2033", '"'),
    **_each(
        "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000",
        " ",
    ),
    **_each("\u0085\u2028\u2029\u000b", "\n"),
}
_LIGATURES = {
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\ufb05": "st",
    "\ufb06": "st",
}
#: Drawn by nobody: zero-width blanks and joiners, marks of the direction of writing, byte order marks.
_INVISIBLE = (
    "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u180e\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
#: Hyphens that show at a line's end only, and the codes that PDF readers give for such a hyphen.
_SOFT = "\u00ad\ufffe\u0002"
_ACCENTS = "".join(map(chr, range(0x0300, 0x0370)))

_REPLACED = frozenset(_SAME_LENGTH)
_RESIZED = frozenset(_INVISIBLE + _SOFT + _ACCENTS) | frozenset(_LIGATURES)
# What changes the text's length, longest first at a place.
_CHANGE = re.compile(
    rf"""
      (?P<accented> [^\W\d_] [{_ACCENTS}]++ )          # e and a combining acute: é
    | (?P<ligature> [{"".join(_LIGATURES)}] )          # ﬁ
    | (?P<soft> [{_SOFT}]++ )                          # medi<soft hyphen>cation
    | (?P<invisible> [{_INVISIBLE}{_ACCENTS}]++ )      # zero-width blank
    """,
    re.VERBOSE,
)
# A dash for a hyphen: between two characters of one word or number ("non–certified", "63–66").
_DASH_IN_WORD = re.compile(r"(?<=\S)–(?=\S)")
# "non - certified", "non -certified", "non– certified"; "non- and semi-synthetic" keeps its blank.
# It begins with the hyphen, which is rare; what stands before is looked at afterwards.
_SPACED_NON = re.compile(
    r"""
    [-–] (?:
        (?<= [Nn]on.   | [Nn]ON.   ) (?<! \w.{4} ) \s       # "non- certified"
      | (?<= [Nn]on\s. | [Nn]ON\s. ) (?<! \w.{5} ) \s?      # "non -certified", "non - certified"
    )
    (?= [A-Za-z] ) (?! (?: and|or|to ) \b )
    """,
    re.VERBOSE | re.DOTALL,
)


def normalize(source: str) -> Flow:
    """``source`` in one spelling, with the mapping back to its offsets.  Takes linear time.

    Lines stay lines (CR and CRLF become LF); only characters change, never words.

    >>> normalize("Non \\u2013 certi\\u00adfied\\r\\n").text
    'Non-certified \\n'
    """
    text = source
    odd = set(text)
    if "\r" in odd:
        # CRLF keeps its two characters, so that no offset changes.
        text = text.replace("\r\n", " \n").replace("\r", "\n")
    for character in odd & _REPLACED:
        text = text.replace(character, _SAME_LENGTH[character])
    if "\u2013" in odd:
        text = _DASH_IN_WORD.sub("-", text)
    changes = _changes(text) if odd & _RESIZED else []
    changes += _spaced_prefixes(text)
    if "&" in odd and ";" in odd:
        changes = _beside(changes, _entities(text))
    if _has_endless_run(text):
        changes = _beside(changes, _endless_runs(text))
    return _changed(source, text, sorted(changes)) if changes else Flow(source, text, [0], [0])


#: Characters that a word (an address, a number, a line of dashes), and that white space between two, may have.
#: Of longer ones the beginning is read: a grammar that tries each place of a run against each other would never end.
_LONGEST_WORD, _LONGEST_BLANK = 250, 100
_UNSEEN = _INVISIBLE + _SOFT + _ACCENTS  # they are taken away, and make no word long
_ENDLESS = re.compile(
    rf"""
      (?: [^\s{_UNSEEN}] [{_UNSEEN}]*+ ){{{_LONGEST_WORD}}} (?P<word> \S++ )   # the rest of a word of 300 letters
    | \s{{{_LONGEST_BLANK}}} (?P<blank> \s++ )                               # the rest of 200 blanks
    """,
    re.VERBOSE,
)
# Every tenth character is enough to see that no run of blanks is too long: a long one shows as many blanks.
_SAMPLE = 10
_BLANKS_SAMPLED = re.compile(rf"\s\s{{{_LONGEST_BLANK // _SAMPLE - 1}}}")
_WORD_STEP = _LONGEST_WORD // 2
_BLANK = re.compile(r"\s")


def _has_endless_run(text: str) -> bool:
    """Whether a run may be too long: it would fill one of the windows that are looked at."""
    for at in range(0, len(text) - _WORD_STEP, _WORD_STEP):
        # Nearly every window has a plain blank, which is found at no cost.
        if text.find(" ", at, at + _WORD_STEP) < 0 and not _BLANK.search(text, at, at + _WORD_STEP):
            return True
    return _BLANKS_SAMPLED.search(text[::_SAMPLE]) is not None


def _endless_runs(text: str) -> list[tuple[int, int, str]]:
    return [(*m.span(m.lastgroup or 0), "") for m in _ENDLESS.finditer(text)]


def _beside(
    changes: list[tuple[int, int, str]], runs: list[tuple[int, int, str]]
) -> list[tuple[int, int, str]]:
    """The changes that lie in no run, and the runs."""
    starts = [start for start, _, _ in runs]

    def outside(start: int, end: int) -> bool:
        at = bisect_right(starts, end) - 1
        return at < 0 or runs[at][1] <= start

    return [change for change in changes if outside(change[0], change[1])] + runs


# Left over from a web page: "board&#8209;certified", "the patient&rsquo;s", "Ear &amp; Throat".
_ENTITY = re.compile(r"&(?:\#\d{2,6}|\#x[0-9a-f]{2,5}|[a-z]{2,8});", re.I)


def _entities(text: str) -> list[tuple[int, int, str]]:
    """Each HTML entity with the character that it stands for."""
    found = []
    for match in _ENTITY.finditer(text):
        character = unescape(match.group())
        if (len(character) == 1 and character.isprintable()) or character == "\xa0":
            found.append((*match.span(), _SAME_LENGTH.get(character, character)))
    return found


# The letters and marks that "non -certified" cannot do without, which the engine finds faster than a mark alone.
_SPACED_ON, _SPACED_CAPITALS = re.compile(r"on(?:[-–]\s|\s[-–])"), re.compile(r"ON(?:[-–]\s|\s[-–])")


def _spaced_prefixes(text: str) -> list[tuple[int, int, str]]:
    if not (_SPACED_ON.search(text) or _SPACED_CAPITALS.search(text)):
        return []
    return [
        (m.start() - text[m.start() - 1].isspace(), m.end(), "-")  # the blank before the hyphen goes too
        for m in _SPACED_NON.finditer(text)
    ]


def _changes(text: str) -> list[tuple[int, int, str]]:
    """``(start, end, replacement)`` of each stretch that gets another length, in order."""
    changes: list[tuple[int, int, str]] = []
    words: WordsOf | None = None
    for m in _CHANGE.finditer(text):
        start, end = m.span()
        if m.lastgroup == "ligature":
            new = _LIGATURES[m.group()]
        elif m.lastgroup == "accented":
            new = unicodedata.normalize("NFC", m.group())
            if len(new) == end - start:
                continue
        elif m.lastgroup == "soft":
            words = words or WordsOf(_without_soft(text))
            new = "-" if _is_hyphen(text, words, start, end) else ""
        else:
            new = ""
        changes.append((start, end, new))
    return changes


def _without_soft(text: str) -> str:
    """The text with blanks for soft hyphens, so that a word broken by one is not taken for the whole word."""
    return re.sub(f"[{_SOFT}]", " ", text)


_LETTERS_BEFORE = re.compile(rf"[^\W\d_{_SOFT}]+\Z")
_LETTERS_AFTER = re.compile(rf"[^\W\d_{_SOFT}]+")
_LONGEST = 30


def _is_hyphen(text: str, words: WordsOf, start: int, end: int) -> bool:
    """Whether a soft hyphen is the only sign of the word's own hyphen ("follow<U+00AD>up"), and no syllable's."""
    before = _LETTERS_BEFORE.search(text, max(0, start - _LONGEST), start)
    after = _LETTERS_AFTER.match(text, end, end + _LONGEST)
    if before is None or after is None:
        # Between digits, before a line's end: what a hyphen there means is decided later.
        return True
    if text[before.start() - 1 : before.start()] in tuple(_SOFT) or text[
        after.end() : after.end() + 1
    ] in tuple(_SOFT):
        return False
    first, second = lower(before.group()), lower(after.group())
    if words.stands(first + second):
        return False
    return words.stands(f"{first}-{second}") or is_prefix(first, second) or before.group().isupper()


def _changed(source: str, text: str, changes: list[tuple[int, int, str]]) -> Flow:
    pieces: list[str] = []
    flow_starts, source_starts, ends = [0], [0], {}
    length = at = 0
    for start, end, new in changes:
        pieces += [text[at:start], new]
        length += start - at
        for _ in new:
            # Each character of a ligature stands for the whole of it.
            flow_starts.append(length)
            source_starts.append(start)
            ends[length] = end
            length += 1
        flow_starts.append(length)
        source_starts.append(end)
        at = end
    pieces.append(text[at:])
    return Flow(source, "".join(pieces), flow_starts, source_starts, ends)
