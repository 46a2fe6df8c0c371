"""The reviewer's block: specialties, subspecialties and states of licensure.

Two forms: labels ("State(s) of Licensure: … Certification(s)/Specialty: …"), and prose ("is Board
Certified in …, has a subspecialty in … and is licensed to practice in …").  The names are those of
``lexicons/states.tsv`` and ``lexicons/specialties.tsv``.
"""

from __future__ import annotations

import re
from functools import lru_cache

from imrnlp import lexicons
from imrnlp.lexicons.wordings import Wordings
from imrnlp.record import Reviewer, Warning
from imrnlp.text.searched import searched
from imrnlp.text.strings import quoted

_WORDS = Wordings("section_words.tsv")

# "State(s) of Licensure: Texas", "Certification(s)/Specialty: Urology", "Subspecialty(ies): Pain Medicine".
# It begins with one class of characters, which the engine skips to.
_LABELS = re.compile(
    r"""
    [SsCc] (?i:
        (?P<states> (?<= s ) tates?\s*(?:\(s\))?\s+of\s+licensure\s*: )
      | (?P<specialties>
            (?: (?<= c ) ertifications?\s*(?:\(s\))?\s*/?\s* s | (?<= s ) )
            pecial(?:ty|ties) (?:\s*\(ies\))? \s*:
          | (?<= c ) ertifications?\s*(?:\(s\))?\s*: )
      | (?P<subspecialties> (?<= s ) ub-?\s?special(?:ty|ties)\s*(?:\(ies\))?\s*: )
    )
    """,
    re.VERBOSE,
)
# A labelled value ends where the next sentence begins: "Texas DOCUMENTS REVIEWED", "Texas. He/she has".
_BLOCK_END = re.compile(
    r"""
      \b (?: CLINICAL\s+CASE\s+SUMMARY
          | DOCUMENTS?\s+REVIEWED
          | He\s*/\s*she\b
          | The\s+(?:expert|physician|reviewer)\b
          | licen[sc]ed? (?: \s+in\b | \s*: ) )
    | (?<=[a-z]) \)? \.\s
    """,
    re.VERBOSE,
)
# "Board Certified in", "diplomate of the American Board of": a specialty follows.
_CERTIFIED = re.compile(
    r"""
    \b (?: board[\s-]+(?:certifi(?:ed|cation)|eligible)
        | (?<! specialty\s ) certified      # "subspecialty certified in" is no specialty
        | licensed (?!\s+to)                # "licensed to practice in" is of states
        | diplomate
        | specializ\w+ )
    (?: \s+ (?: by\s+the\s+american\s+board\s+of | in | of\s+the\s+american\s+board\s+of
             | (?: as\s+an?\s+ )? doctor\s+of )         # "a licensed Doctor of Chiropractic"
      | \s* : )
    \s+ (?: the\s+ )? (?: states?\s+of\s+ )?
    """,
    re.I | re.VERBOSE,
)
# "has a subspecialty certificate in", "subspecializes in", "special qualification in", "added qualifications in".
_SUBSPECIALTY = searched(
    re.compile(
        r"""
      \b sub-?\s?special(?:ty|ties)
          (?: \s+ (?: certificat\w+ | certified | qualifications? ) )?
          \s+ (?: in | of ) \s+
    | \b subspeciali[sz]\w+ \s+ in \s+
    | \b (?: added | special ) \s+ (?: qualifications? | competen(?:ce|cy) ) \s+ in \s+
    """,
        re.I | re.VERBOSE,
    )
)
# "is licensed to practice medicine in the state of".
_LICENSED = re.compile(
    r"""
    \b licen (?: sed | sure | [sc]es? ) \b       # "holds a license in"
    (?: \s+ to\s+practi[cs]e )? (?: \s+ medicine )? (?: \s+ in | \s* : )?
    \s+ (?: the\s+ )? (?: states?\s+of\s+ )?
    """,
    re.I | re.VERBOSE,
)
# What ends a list of specialties in prose: "Neurology, and is licensed", "Neurology, with a subspecialty".
_PROSE_END = _WORDS.compile(
    r"""
      \s* (?: ,\s* )? \b (?: and\s+ )?
      {behind_specialties} \b
    | [;]
    | \. (?= \s | $ )
    | \s* \( (?= sub )                               # "Neurology (subspecialty: Sleep Medicine)"
    | \b as\s+well\s+as\s+a\s+ (?= sub )
    | ,? \s+ (?: and\s+ )? (?: an?\s+ )? (?= sub-?special | special\s+qualification | added\s+qualification | special\s+competen | fellowship )
    | ,? \s+ and\s+ (?= (?:physician\s+)? reviewers? \s+ \d )         # "Neurology, and reviewer 2 is"
    """,
    re.I | re.VERBOSE,
)
# "a board-certified pediatric dentist", "a Licensed Chiropractor": the title names the specialty.
_TITLED = _WORDS.compile(
    r"""
    \b (?: board[\s-]certified | licensed ) \s+ (?: as\s+an?\s+ )?
    (?P<title> (?: [a-z]+\s+ ){0,2} {specialists} ) \b
    """,
    re.I | re.VERBOSE,
)
_STATES_END = re.compile(r"\.(?=\s|$)|;|\b(?:he|she|has|is)\b", re.I)
_SEPARATOR = re.compile(r"\s*(?:[,;/•|]|\band\b|&)\s*", re.I)
_EDGES = " .,;:/&•|*\"'"


@lru_cache(maxsize=1)
def _states() -> tuple[re.Pattern[str], dict[str, str]]:
    codes = {row["name"].lower(): row["code"] for row in lexicons.table("states.tsv")}
    names = sorted(codes, key=len, reverse=True)
    abbreviations = "|".join(sorted(set(codes.values())))
    words = "|".join(r"\s+".join(map(re.escape, n.split())) for n in names)
    return re.compile(rf"\b(?:(?P<name>{words})(?!\w)|(?P<code>(?-i:{abbreviations}))\b)", re.I), codes


@lru_cache(maxsize=1)
def _whole_names() -> re.Pattern[str]:
    names = sorted((row["name"] for row in lexicons.table("specialties.tsv")), key=len, reverse=True)
    return re.compile("|".join(r"\s*".join(map(re.escape, n.split())) for n in names), re.I)


def read_reviewer(text: str) -> tuple[Reviewer, list[Warning]]:
    """The reviewer described in a reviewer's block (flowing text); warning offsets are into ``text``.

    Specialties are the letter's words, in its order; states are postal codes.

    >>> reviewer, _ = read_reviewer("The expert reviewer is Board Certified in Physical Medicine & Rehabilitation, "
    ...     "has a subspecialty in Pain Medicine and is licensed to practice in California and New Mexico.")
    >>> reviewer.specialties, reviewer.subspecialties, reviewer.states
    (['Physical Medicine & Rehabilitation'], ['Pain Medicine'], ['CA', 'NM'])
    """
    reviewer = Reviewer()
    warnings: list[Warning] = []
    _read_labelled(text, reviewer, warnings)
    _read_prose(text, reviewer, warnings)
    for name in ("specialties", "subspecialties", "states"):
        setattr(reviewer, name, list(dict.fromkeys(getattr(reviewer, name))))
    return reviewer, warnings


def _read_labelled(text: str, reviewer: Reviewer, warnings: list[Warning]) -> None:
    """ "State(s) of Licensure: Texas  Certification(s)/Specialty: Urology"."""
    labels = list(_LABELS.finditer(text)) if ":" in text else []
    for i, label in enumerate(labels):
        stop = labels[i + 1].start() if i + 1 < len(labels) else len(text)
        ending = _BLOCK_END.search(text, label.end(), stop)
        value = (label.end(), ending.start() if ending else stop)
        if label.lastgroup == "states":
            reviewer.states += _read_states(text, *value, warnings)
        elif label.lastgroup == "specialties":
            reviewer.specialties += _names(text[value[0] : value[1]])
        else:
            reviewer.subspecialties += _names(text[value[0] : value[1]])


def _read_prose(text: str, reviewer: Reviewer, warnings: list[Warning]) -> None:
    """What the labels did not say: "is Board Certified in Urology and is licensed to practice in Texas"."""
    if not reviewer.specialties:
        states, _ = _states()
        for certified, stop in _with_stops(_CERTIFIED, text):
            if not states.match(text, certified):
                reviewer.specialties += _names(_prose(text, certified, stop))
    if not reviewer.subspecialties:
        # "licensed D.C., board-certified chiropractor": the certificate's title comes behind it.
        reviewer.specialties += [m["title"].lower() for m in _TITLED.finditer(text)]
        for subspecialty, stop in _with_stops(_SUBSPECIALTY, text):
            reviewer.subspecialties += _names(_prose(text, subspecialty, stop))
    if not reviewer.states:
        for licensed, stop in _with_stops(_LICENSED, text):
            ends = _STATES_END.search(text, licensed, stop)
            value = (licensed, ends.start() if ends else stop)
            reviewer.states += _read_states(text, *value, warnings, loose=True)


def _with_stops(pattern: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    """Where each match ends and the next one begins: what a match speaks of lies between."""
    found = list(pattern.finditer(text))
    starts = [m.start() for m in found[1:]] + [len(text)]
    return [(m.end(), stop) for m, stop in zip(found, starts, strict=False)]


def _prose(text: str, start: int, stop: int) -> str:
    # A known name may hold a word that ends a list elsewhere.
    end = _PROSE_END.search(text, start, stop)
    return text[start : end.start() if end else stop]


def _names(words: str) -> list[str]:
    """The names of a list, cut at commas, slashes and "and" outside of names that hold them."""
    names: list[str] = []
    at = 0
    separators = list(_SEPARATOR.finditer(words))
    whole = [m.span() for m in _whole_names().finditer(words)] if separators else []
    for separator in separators:
        if any(a <= separator.start() and separator.end() <= b for a, b in whole):
            continue
        names.append(words[at : separator.start()])
        at = separator.end()
    names.append(words[at:])
    cleaned = (" ".join(n.split()).strip(_EDGES).removeprefix("in ") for n in names)
    return [n for n in cleaned if any(c.isalpha() for c in n) and len(n) <= 80]


def _read_states(text: str, start: int, end: int, warnings: list[Warning], loose: bool = False) -> list[str]:
    pattern, codes = _states()
    found, rest = [], []
    at = start
    for m in pattern.finditer(text, start, end):
        rest.append(text[at : m.start()])
        at = m.end()
        found.append(codes[" ".join(m["name"].lower().split())] if m["name"] else m["code"].upper())
    rest.append(text[at:end])
    unread = " ".join(re.findall(r"[A-Za-z][A-Za-z.]{2,}", re.sub(r"\band\b", " ", " ".join(rest))))
    if unread and not loose:
        warnings.append(
            Warning(
                code="state_unknown", message=f"no state is known as {quoted(unread)}", start=start, end=end
            )
        )
    return found
