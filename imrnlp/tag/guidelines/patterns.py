"""Patterns of citation passages, and what prepares the text for them.

First what belongs to every citation: one spelling, no marks at the end, no words that are neither chapter nor topic.
Then the letters' standing formulas, each in a piece of its own with an example; :mod:`.statements` says what each means.
:func:`any_of` joins the pieces; its group names say which one was found.  Offsets do not change.
"""

from __future__ import annotations

import re
from itertools import pairwise

from imrnlp.lexicons.wordings import Wordings

_WORDS = Wordings("citation_words.tsv")

# -- the words made comparable ------------------------------------------------------------------------

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


# "GuidelinesGabapentin", "ACOEMChapter", "ChronicPainMedicalTreatment"; no address
_RUN_TOGETHER = _WORDS.compile(
    r"(?<![\w/.@-]) {begins_run_together} [A-Z][a-zA-Z]+ (?![\w/@]|\.\w)", re.VERBOSE
)
_TWO_WORDS = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def lost_blanks(text: str) -> list[int]:
    """Where blanks are missing between the words of a title and what stands behind it.

    >>> lost_blanks("GuidelinesGabapentin, OxyContin")
    [10]
    """
    return [
        together.start() + gap.start()
        for together in _RUN_TOGETHER.finditer(text)
        for gap in _TWO_WORDS.finditer(together.group())
    ]


def with_blanks(text: str, places: list[int]) -> str:
    """``text`` with a blank put in at each of ``places``."""
    bounds = [0, *places, len(text)]
    return " ".join(text[a:b] for a, b in pairwise(bounds))


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


# -- standing formulas -----------------------------------------------------------------------------------


def any_of(**pieces: str) -> re.Pattern[str]:
    """One pattern for verbose ``pieces``, which may name classes of ``citation_words.tsv``; ``match.lastgroup`` is the name of the piece found.

    >>> any_of(year=r"(?: 19|20 ) \\d\\d", word=r"[a-z]+ ").match("1999").lastgroup
    'year'
    """
    joined = "|".join(f"(?P<{name}>{piece}\n)" for name, piece in pieces.items())
    return _WORDS.compile(joined, re.IGNORECASE | re.VERBOSE)


# -- pieces of pieces -------------------------------------------------------------------------------

#: "the California Medical Treatment Utilization Schedule (MTUS) guidelines"
MTUS = r"""
    (?: california\s+ | ca\s+ )?
    (?: mtus (?:\s*/\s*acoem)? | medical\s+treatment\s+utili[sz]ation\s+schedule (?:\s*\(mtus\))? )
    (?: \s+ (?:treatment\s+)? guidelines? )?
"""
#: "the claims administrator", "the Expert Reviewer"
WHO = r"""
    (?:the\s+)?
    (?: claims\s+administrator
      | {reviewing}\s+reviewer
      | reviewer | utilization\s+review(?:er)? )
"""
#: A denial goes on to its sentence's end, or to the word that turns it round: "… but the ODG".
REST = r"""
    (?: (?! \.\s | \.$ | ;
          | ,?\s+ {turning_round} \b
          | , \s+ the \s+ (?: {reviewing} | claims ) \b )
        [^\x1e] )*
"""
#: "any guidelines", "the medical evidence", "which"
CITED = "{what_is_cited}"

# -- what was not relied on -------------------------------------------------------------------------

DENIAL = any_of(
    # The Claims Administrator did not cite any medical evidence for its decision
    none=rf"""
        \b {{did_not}} \s+
        {{citing}} \s+
        {CITED} {REST}
    """,
    # no guidelines were cited
    no_one=rf"""
        \b (?: no | without(?:\s+any)? ) \s+
        (?: {{qualities_of_guidelines}} \s+ )*
        (?: guidelines?|evidence|citations?|references? ) \s+
        (?: (?: (?: was|were|is|are|has\s+been|have\s+been ) \s+ )? {{cited}} | appl(?:y|ies|ied) \b | exist )
        {REST}
    """,
    # cited no guideline
    none_named=rf"""
        \b {{named_none}} \s+ no \s+
        (?: {{qualities_of_guidelines}} \s+ )*
        (?: guidelines?|evidence|citations?|references? ) \b {REST}
    """,
    # Neither the Claims Administrator nor the Expert Reviewer cited any guideline
    neither=rf"""
        \b neither \s+ {WHO} \s+ nor \s+ {WHO} \s+ {{cited}} \s+ (?: any|an?|specific ) \s+
        (?: {{qualities_of_guidelines}} \s+ )* (?: guidelines?|evidence|citations?|references? ) \b {REST}
    """,
    # did not base its decision on any guideline; did not find a guideline that applies
    not_any=rf"""
        \b {{denies_basing}} \s+ (?: {{basing}} | {{finding_any}} ) \s+ (?: any|an? ) \s+
        (?: {{qualities_of_guidelines}} \s+ )* (?: guidelines?|evidence|citations?|references? ) \b {REST}
    """,
    # did not find the Official Disability Guidelines persuasive
    not_persuasive=r"""
        \b {did_not} \s+ {finding_so} \s+ (?:that\s+)? [^.;,\x1e]{2,80}? \s+
        (?: (?: to \s+ be|as|are|is|was|were ) \s+ )? {fitting} \b
    """,
    # these were not applicable, as the MTUS addresses the issue
    these_not=rf"""
        \b (?: these | those | they | which | it ) \s+ (?: \w+\s+ )? (?: was|were|is|are ) \s+ not \s+ (?: \w+ly\s+ )?
        (?: applicable|relevant|appropriate ) {REST}
    """,
    # …, and the Official Disability Guidelines are not
    are_not=r"""
        \b (?: and | but | while ) \s+ (?:the\s+)? [a-z] [^,.;\x1e]{2,60} \s+ (?: are|is|were|was ) \s+ not \s* (?= [.;] | $ )
    """,
    # did not find the MTUS to apply
    not_found=rf"""
        \b {{did_not}} \s+ (?: find|believe|consider|deem ) \s+ (?:that\s+)? (?:the\s+)? {MTUS} \s+ {REST}
    """,
    # did not base their decision on the MTUS
    not_based=rf"""
        \b {{denies_basing}} \s+
        {{basing}} \s+
        (?:the\s+)? {MTUS} {REST}
    """,
    # based their decision on recommendation(s) outside of the MTUS
    outside=rf"""
        \b based\s+ {{whose}} \s+decision\s+on\s+
        (?: recommendations?(?:\(s\))?\s+ )? outside\s+(?:of\s+)? (?:the\s+)? {MTUS}
    """,
    # the MTUS is silent on this; MTUS and ACOEM do not address it
    silent=rf"""
        \b (?:the\s+)? (?: {MTUS} | acoem(?:\s+guidelines?)? )
        (?: \s* (?: , | / | \band\b | \bor\b | & ) \s* (?:the\s+)? (?: mtus|acoem|odg|{MTUS} ) (?:\s+guidelines?)? )*
        (?: \s+[a-z]+ ){{0,4}}? \s+
        (?: (?:is|are|was|remains?) \s+ (?: largely\s+|essentially\s+|completely\s+ )? silent
          | (?:is|are|was) \s+not\s+ (?:applicable|relevant|specific)
          | (?:do|does|did) \s*(?:not|n't)\s+ (?:\w+ly\s+)?
            {{addressing}}
          | {{has_none}} \s+no\b
          | fails?\s+to\s+(?:address|discuss) )
        {REST}
    """,
    # found the MTUS silent
    found_silent=rf"""
        \b (?: found|finds|considered ) \s+ (?:that\s+)? (?:the\s+)? {MTUS} \s+ (?:to\s+be\s+)? (?: silent | inapplicable | not\s+(?:applicable|relevant) )
        (?: (?! \.\s | \.$ | ; | ,?\s+ (?:and|but) \b ) [^\x1e] )*
    """,
    # found no section of the MTUS applicable
    no_section=rf"""
        \b (?: found\s+(?:that\s+)? )? (?: no | there\s+(?:is|was|are|were)\s+no | not?\s+any ) \s+
        (?: specific\s+|applicable\s+|relevant\s+ )*
        {{parts_cited}} \s+
        (?: of|in|from|within|under ) \s+ (?:the\s+)? {MTUS} {REST}
    """,
    # is not addressed by the MTUS
    not_in=rf"""
        \b (?: is|are|was|were ) \s+not\s+ (?:\w+ly\s+)?
        {{addressed}} \s+
        (?: in|by|within|under ) \s+ (?:the\s+)? {MTUS}
        (?: (?! \.\s | \.$ | ; | , ) [^\x1e] )*
    """,
    # found the guidelines used by the claims administrator not applicable
    not_relied=rf"""
        \b (?: guidelines?|citations?|references? ) \s+ (?: \w+\s+ ){{0,3}}? used\s+by\s+ (?:the\s+)? claims\s+administrator
        \s+ (?: \w+\s+ ){{0,3}}? not\s+(?:applicable|relevant|appropriate) {REST}
    """,
    # no applicable MTUS guideline
    no_mtus=rf"\b no\s+ (?: applicable\s+|relevant\s+|specific\s+ )? {MTUS} {REST}",
)

# -- what points to another passage ------------------------------------------------------------------

SAME = any_of(
    # found the guidelines used by the Claims Administrator relevant and appropriate
    claims=rf"""
        (?: {WHO}\s+ )?
        (?: \b (?:also\s+)?
            {{finding}} \s+ )?
        (?: that\s+|with\s+ )? (?:the\s+)? (?:same\s+)? (?: mtus\s+|acoem\s+|odg\s+|medical\s+treatment\s+|treatment\s+ )?
        (?: guidelines?|citations?|references?|sections?\s+of\s+the\s+mtus|mtus ) \s+
        (?: that\s+(?:was|were)\s+ )? (?: used|cited|referenced|relied\s+(?:up)?on ) \s+by\s+ (?:the\s+)? claims\s+administrator
        (?: \s+(?:is|are|was|were|to\s+be) )* (?: \s+(?:both\s+)?(?:relevant|applicable|appropriate) )?
        (?: (?! \.\s | \.$ | ; | \bnot\b | \b (?:but|and) \s+ (?:also|additionally) \b | \b as\s+well\s+as \b ) [^\x1e] )*
    """,
    # concurred with the Claims Administrator's choice
    choice=rf"""
        (?: {WHO} \s+ | ^ \s* ) (?:also\s+)? (?: agree[sd]? | concur(?:s|red)? | in\s+agreement ) \s+ with \s+
        (?: (?:the\s+)? claims\s+administrator (?:'s \s+ {{what_they_share}} )? | (?: it|them|him|her ) )
        (?= \s* (?: [.,;\x1e] | $ | (?: and|but|on|in|as ) \b ) )
    """,
    # the utilization reviewer did likewise
    # … found them relevant and appropriate; the same document guided the Professional Reviewer
    likewise=rf"""
        {WHO} \s+ (?:physician\s+)? did \s+ (?: likewise | the\s+same | so (?: \s+ (?: too|also|as\s+well ) )? (?= \s* [.,;] ) )
        | {WHO} \s+ (?:also\s+)? (?: found|finds|deemed|considered|held ) \s+ (?: them|it|both ) \s+ (?: to\s+be\s+ )? (?:both\s+)? {{fitting}} (?: \s+ and \s+ {{fitting}} )? \b
        | \b the \s+ (?:very\s+)? same \s+ {{documents_again}} \s+ (?: {{led_to}} ) \s+ {WHO}
    """,
    # To these the Expert Reviewer added
    added=rf"\b to \s+ (?: these|those|this|that|it|them ) ,? \s+ {WHO} \s+ added \b",
    # found these guidelines applicable; also relied on this chapter; based his/her decision on the same
    these=rf"""
        {WHO} \s+ (?:had\s+)? (?: (?:also|likewise) \s+ )?
        (?: {{found_or_used}} | (?: relied | based\s+{{whose}}\s+decision ) (?:\s+up)? \s* on )
        \s+ (?: that\s+|with\s+|on\s+ )?
        (?: (?: these|those|this|said|the\s+(?:very\s+)?same ) \s+ (?: mtus\s+|medical\s+treatment\s+|treatment\s+|acoem\s+ )?
              {{documents_again}} \b
          | the\s+same (?= \s* (?: \. | ; | $ ) ) )
        (?: \s+(?:is|are|was|were|to\s+be) )* (?: \s+(?:both\s+)?(?:relevant|applicable|appropriate) )?
        (?: (?! , | \.\s | \.$ | ; | \bnot\b | \b as\s+well\s+as \b | \b and \s+ (?: also\s+ )? (?: the|on|upon|odg|mtus|acoem ) \b ) [^\x1e] )*
    """,
    # these are also the guidelines upon which the Claims Administrator based its decision
    on_which=rf"""
        \b (?: these|those|this ) \s+ (?: is|are|was|were ) \s+ (?:also\s+)? the \s+ (?:very\s+|same\s+)* {{documents_again}} \s+
        (?: (?:up)?on \s+ which | that ) \s+ {WHO} \s [^.;\x1e]*
    """,
    # they were found applicable by the Professional Reviewer
    they=r"""
        \b (?: these|those|they|it ) \s+ (?: {documents_again} \s+ )? (?: is|are|was|were ) \s+ (?:also\s+)?
        (?: found|deemed|considered|held ) \s+ (?: to\s+be\s+ )? (?: relevant|applicable|appropriate ) \b [^.;\x1e]*
    """,
    # same as the claims administrator; see the Claims Administrator guidelines above
    same_claims=r"""
        \b (?: same\s+ (?:guidelines?\s+)? (?: as|used\s+by|cited\s+by ) | as\s+per | see ) \s+
        (?: the\s+ | that\s+of\s+the\s+ | by\s+the\s+ | used\s+by\s+the\s+ )*
        claims\s+administrator (?:'s)? (?:\s+guidelines?)? (?:\s+above)?
    """,
    # same as above; see above; ibid
    above=r"""
        \b (?:the\s+)? same\s+ (?:guidelines?\s+)? as\s+ (?:the\s+)? (?: above|previous|prior|before|preceding )
           (?: \s+(?:item|request|guidelines?|citations?) )? \b
        | \b (?:please\s+)? see\s+ (?: guidelines?\s+|citations?\s+ )? above\b
        | ^\s* (?: (?:as|noted) \s+above\b | ibid\b | (?:same|above) \s*[.]?\s*$ )
    """,
)

# -- where a citation begins --------------------------------------------------------------------------

#: Where a formula may begin, in lower case; the formula itself is read by ``CUE`` there.
CUE_AT = _WORDS.compile(f"{{cue_words}}|{STOP}+")
CUE = any_of(
    # Decision based on Non-MTUS Citation
    outside=r"""
        (?: decision\s+ (?:(?:was|is)\s+)? based\s+(?:up)?on\s+ )? (?:the\s+)?
        \b non[-\s]*mtus\s+ (?: citations?|guidelines?|references?|sources? ) \b \s*[:,.-]*
    """,
    # Other Medical Treatment Guideline or Medical Evidence:
    other=r"""
        other\s+medical\s+treatment\s+guidelines? (?:\(s\))?
        (?: \s* (?: / | , | \bor\b | \band\b ) \s* medical\s+evidence )? \s*[:,-]*
    """,
    # Decision based on
    mtus=r"decision\s+ (?:(?:was|is)\s+)? based\s+(?:up)?on\b \s*:?",
    # based his/her decision on; relied on; the reviewer cited
    free=r"""
        (?: based\s+ {whose} \s+
            (?: decision|determination|opinion|recommendation )s? \s+ (?: \w+\s+(?:part\s+)? )? (?:up)?on
          | relied\s+(?:instead\s+)?(?:up)?on (?! \s+by\b )
          | (?: (?<=reviewer\s) | (?<=reviewer\salso\s) | (?<=administrator\s) | (?<=administrator\salso\s) )
            {cited_again} )
        \b \s*:?
    """,
)
#: ", which is (not) part of the MTUS"; ", adopted by the MTUS"
PART_OF = re.compile(
    r"""
    [,;]? \s* (?: \b(?:which|that|and|both\s+of\s+which)\s+ )? (?: \b(?:is|are|was|were|being)\s+ )?
    (?P<not> \bnot\s+ )? (?: \bconsidered\s+ )? (?: \ba\s+ )?
    \b part\s+of\s+ (?:the\s+)? (?: california\s+|ca\s+ )?
    (?: medical\s+treatment\s+utili[sz]ation\s+schedule (?:\s*\(mtus\))? | mtus ) (?:\s+guidelines?)? (?!\w)
    | [,;]? \s* (?: \b(?:which|that|as)\s+ )? (?: \b(?:is|are|was|were|has\s+been|have\s+been)\s+ )?
      \b (?:adopted|incorporated) \s+ (?:by\s+reference\s+)? (?:in|by|into) \s+ (?:the\s+)? (?:california\s+)? mtus\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
