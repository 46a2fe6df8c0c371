"""Prepares the words of a citation: one spelling, no marks at the end, no words that are neither chapter nor topic.

Offsets do not change.
"""

from __future__ import annotations

import re

from imrnlp.lexicons.wordings import Wordings

_WORDS = Wordings("citation_words.tsv")

#: Stands for something already read (a year, a formula); parts a list like a comma.
GAP = "\x1f"
#: Ends a statement.
STOP = "\x1e"
# One character for one character, so that offsets hold.
_SAME_LENGTH = {
    ord(old): new
    for olds, new in (
        ("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        ("\u2018\u2019\u02bc\u00b4", "'"),
        ("\u201c\u201d", '"'),
        ("\u00a0\u2007\u2009\u202f\t\r\n\f\v\x1c\x1d\x1e\x1f\x85\u2028\u2029", " "),
    )
    for old in olds
}
# "…, page 63. Id. at 68": further pages of the document just named.
_SAME_DOCUMENT = re.compile(r"[.;,]?\s*\b(?:Id|Ibid)\b\.?,?\s{1,3}(?:at\s{1,3})?(?:p\.?\s?|pages?\s)?(?=\d)")


def clean(text: str) -> str:
    """``text`` with plain dashes, quotes and spaces, as long as before; "Id. at" counts as "pages".

    >>> clean("page 63. Id. at 68")
    'page 63, page   68'
    """
    if not text.isascii() or "\n" in text:
        text = text.translate(_SAME_LENGTH)
    if "Id" in text or "Ibid" in text:
        text = _SAME_DOCUMENT.sub(lambda m: ", page".ljust(len(m.group())), text)
    return text


def blank(text: str, spans: list[tuple[int, int]], mark: str) -> str:
    """``text`` with each span overwritten by ``mark``; spans are sorted and apart."""
    if not spans:
        return text
    parts, at = [], 0
    for start, end in spans:
        parts += [text[at:start], mark * (end - start)]
        at = end
    return "".join([*parts, text[at:]])


_WINDOW = 200


def trim_end(pattern: re.Pattern[str], text: str) -> str:
    """``text`` without what ``pattern`` (which ends in ``$``) finds at its end.

    The pattern is tried on the last characters only and again while all of them go, so that the time is
    linear in the text however many marks stand in its middle.
    """
    while text:
        floor = max(0, len(text) - _WINDOW)
        match = pattern.search(text, floor)
        if match is None:
            return text
        text = text[: match.start()]
        if match.start() > floor or match.start() == match.end():
            return text
    return text


END = re.compile(rf"(?:[\s,;:.\-<>{GAP}{STOP}]|\s(?:and|or|&)(?=[\s{GAP}{STOP}]{{0,9}}$))+$", re.I)


def content_end(text: str, start: int, end: int) -> int:
    """``end`` without trailing marks; an unopened bracket goes too."""
    words = trim_end(END, text[start:end])
    for _ in range(4):
        if not words.endswith((")", "]")) or _balance(words) >= 0:
            break
        words = trim_end(END, words[:-1])
    return start + len(words)


def _balance(words: str) -> int:
    """Brackets opened less brackets closed."""
    return words.count("(") + words.count("[") - words.count(")") - words.count("]")


def closed_end(text: str, start: int, end: int) -> int:
    """``end``, past a bracket that closes one opened in ``text[start:end]``."""
    words = text[start:end]
    return end + 1 if text[end : end + 1] == ")" and words.count("(") > words.count(")") else end


def closes_first(words: str) -> bool:
    """Whether a bracket closes in ``words`` before any opens."""
    closed, opened = words.find(")"), words.find("(")
    return closed >= 0 and (opened < 0 or closed < opened)


#: Which edition of a work: "2nd Edition", "(12th ed.)", "version 3.1".
EDITION = _WORDS.compile(
    r"""
    [,;]? \s{0,3} \(? \b (?: (?:revised|updated|latest|current|newest) \s+ )?
    {edition_ordinals} \s+
    (?: revised\s+ | annual\s+ )? (?: editions?\b | edn?\b\.? | ed\b\.? ) \s* (?: \((?:web|online)\) )? \)?
    | [,;]? \s{0,3} \(? \b (?: editions? | ed\. | vers(?:ion|\.) | v\. ) \s? (?: \d{1,2}(?:\.\d)? | iii | ii ) \b \)?
    """,
    re.I | re.VERBOSE,
)
#: Standing words of a guideline's title and of its edition, which are no topics.
NOISE = _WORDS.compile(
    r"""
      \b integrated\s+treatment\s*/\s*disability\s+duration\s+guidelines?
    | \b treatment\s+in\s+workers'?\s*(?:'s)?\s*comp(?:ensation|\.)?
    | \b odg[-\s]*twc \b | [-–]\s* \b twc \b (?=\s*[,:;])                                               # ODG - TWC,
    | \b by\s+ (?: mcg(?:\s+health)? | work\s+loss\s+data\s+institute ) \b
    | \( \s* {short_names} \s* \)      # (ODG)
    | \(? \b {online} [-\s] (?: version|edition|based ) \b \)?  # (online version)
    | \b treatment\s+index \b ,?
    | \b procedures?\s+summary \b | \b summary\s+of\s+procedures \b
    | \b et\s+seq \b \.? | \b title\s+8 \b
    | \b sub-?headings? \b \s*:?
    | \b tables?\s+ \d{1,2}-\d{1,2}[a-z]? \b                                                       # Table 12-8
    | \b an?\s+medical\s+treatment\s+guidelines?\s* (?:\(MTG\))?
      (?: \s* (?: that\s+is\s+ | which\s+is\s+ )? not\s+ (?:a\s+)? part\s+of\s+the\s+MTUS )?       # a medical treatment guideline (MTG) not part of the MTUS
    | \(MTG\)
    | \b section\s*\(\s*s\s*\)?\s*:? | \b section\s*s\)\s*:?                                      # Section(s):
    | \b work\s+loss\s+data\s+institute \b
    | \(? \b last\s+updated? \b \)?
    """,
    re.I | re.VERBOSE,
)
_GAPS = re.compile(rf"[(\[]\s{{0,3}}{GAP}[\s{GAP}]*[)\]]|{GAP}[\s{GAP}]*")
#: Where none of these stands there is no noise and no edition; looking for them first is far cheaper.
MAYBE_NOISE = _WORDS.compile(
    r"""
      {edition_signs}
    """,
    re.VERBOSE,
)
_SECTION_LABEL = re.compile(r"\bsections?\s*\(\s*s\s*\)?\s*:?|\bsections\s*:", re.I)


def single_gaps(words: str) -> str:
    """``words`` with each run of gaps as one."""
    return _GAPS.sub(GAP, words)


def plain(words: str) -> str:
    """``words`` without editions and the standing words of a guideline's title."""
    if "ection" in words or "ECTION" in words:
        words = _SECTION_LABEL.sub(GAP, words)
    if MAYBE_NOISE.search(words):
        words = NOISE.sub(GAP, EDITION.sub(GAP, words))
    return words


#: Where a sentence ends and another begins; not behind "pg.", "vol.", "vs.", an initial or a numeral.
SENTENCE_END = _WORDS.compile(
    r"""
    (?<! \b[Pp]g ) (?<! \b[Pp]gs ) (?<! \b[Pp] ) (?<! \b[Pp]p ) (?<! \b[Vv]ol ) (?<! \b[Ee]d ) (?<! \b[Nn]o ) (?<! \b[Vv]s )
    (?<! \b[Cc]h ) (?<! \bal ) (?<! \b[Ss]ec ) (?<! \b[A-Z] ) (?<! \b\d )
    \. \s+ (?= ["']? [A-Z0-9(] )
    (?! (?i: {page_words} ) \b )
    """,
    re.VERBOSE,
)
