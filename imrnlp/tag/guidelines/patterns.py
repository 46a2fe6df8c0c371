"""The standing formulas of citation passages, each in a piece of its own with an example.

:mod:`.statements` says what each formula means.  The pieces are joined by :func:`any_of`, whose group names
say which one was found.
"""

from __future__ import annotations

import re

from imrnlp.lexicons.wordings import Wordings
from imrnlp.tag.guidelines.words import STOP

_WORDS = Wordings("citation_words.tsv")


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
        \b (?: cite[sd]? | gave | gives | named? | quoted | provided | referenced ) \s+ no \s+
        (?: {{qualities_of_guidelines}} \s+ )*
        (?: guidelines?|evidence|citations?|references? ) \b {REST}
    """,
    # these were not applicable, as the MTUS addresses the issue
    these_not=rf"""
        \b (?: these | those | they | which | it ) \s+ (?: \w+\s+ )? (?: was|were|is|are ) \s+ not \s+ (?: \w+ly\s+ )?
        (?: applicable|relevant|appropriate ) {REST}
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
        {WHO} \s+ (?:also\s+)? (?: agree[sd]? | concur(?:s|red)? ) \s+ with \s+ (?:the\s+)? claims\s+administrator (?:'s)? \s+
        (?: choice|guidelines?|citations?|references?|selection|basis )
    """,
    # the utilization reviewer did likewise
    likewise=rf"{WHO} \s+ (?:physician\s+)? did \s+ (?: likewise | the\s+same | so\s+too )",
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
