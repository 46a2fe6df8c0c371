"""The patterns by which the reading of a utilization review cuts its sentences, each with an example.

The verbs of decision and the words that belong to them are ``lexicons/utilization_review.json``
(:mod:`.words`), the words around them ``lexicons/utilization_review_words.tsv``; these patterns say where an item stands beside such a verb.  Those that end in ``\\Z`` are
looked for just before an offset, those without an anchor are matched at one.
"""

from __future__ import annotations

import re

from imrnlp.lexicons.wordings import Wordings
from imrnlp.text.numbers import COUNT as NUMBER
from imrnlp.text.searched import searched

#: The words that the patterns name.
WORDS = Wordings("utilization_review_words.tsv")


#: A character within an item, or a bracket: the commas of "(Soma, Norco)" and ", #90" and the point of "7.5" end none.
_IN_ITEM = r"(?: [^,;.(] | \( [^()]{0,80} \) | , (?= \s? [\#\d] ) | \. (?= \d ) )"


def _verbose(pattern: str) -> re.Pattern[str]:
    """A pattern in which ``{name}`` is a class of ``lexicons/utilization_review_words.tsv``, or ``{in_item}``."""
    return WORDS.compile(pattern.replace("{in_item}", _IN_ITEM), re.IGNORECASE | re.VERBOSE)


# -- around an item ---------------------------------------------------------------------------------

#: Words before an item that do not belong to it: "the request for authorization of | an MRI".
LEAD = _verbose(
    r"""
    (?: \W++
      | \d{1,2} [.)] \s+ (?=[A-Za-z])                                        # 2. MRI
      | {linking} \b [\s,]*+                          # and also, regarding
      | further (?= , | \s+ (?: the|an? ) \b ) [\s,]*+                       # further, the | MRI; not "further massage"
      | (?: all|both|none ) \b [\s,]*+ (?= (?: of|the|these|those ) \b | requests? \b )   # both requests
      | {leading_articles} \s++
      | (?: other|remaining ) \s+ {asked_in_general} \s* [,:] \s*           # the other items, | Soma and Xanax
      | (?: the \s+ )? {persons} 's \s++ (?! {persons_doctors} \b )       # the patient's | brace
      | (?: his|her|their|its ) \s++ (?! {persons_doctors} \b )            # her | brace
      | as \s+ such \s*+ , \s*+
      | (?: one|two|three|four|five ) \s+ of \s+ the \s+ (?: one|two|three|four|five ) \s+ {asked_in_general} \s*+ , \s*+       # two of the three requests, | A and B
      | it \s+ for \s++                                                   # withheld it for | an MRI
      | one \s+ of \s+ (?: them|these|those|the\s+two ) \s*+ , \s*+          # certified one of them, | the MRI
      | (?: patient|worker|applicant|claimant ) \s+ (?: had|has|received|underwent|completed ) \s++   # the patient had | six visits
      | {measures} \s+ of \s++ (?! \#? \d )   # reduced the quantity of | Norco
      | (?: retrospective(?:ly)?|prospective|concurrent ) \s*+ : \s*+         # Retrospective: | MRI
      | (?: retrospective|prospective|concurrent ) \s++ (?! requests?\b | authori | certif | approv | review )   # retrospective | MRI
      | (?: medical \s+ )? necessity \s+ (?:of|for) \s++                     # the medical necessity of | an MRI
      | services? \s+ to \s+ include \s++
      | at \s+ (?: which | that ) \s+ time ,? \s++
      | {kinds_of_request} \s+
        (?=request)                                                          # the provider's | request
      | requests? ,? \s+ (?:for|of|to) \b (?: \s+ authorization \s+ (?:for|of) )?
      | (?: certification|authorization|approval|coverage|payment ) \s* (?:for|of) \b
      | (?: certification \s+ )? on \s+ (?=[A-Z\d]) (?=.{0,24}\d)            # on | 5/6/2014: the date is skipped after it
      | (?: the \s+ )? use \s+ of \s++
      | following (?: \s+ \w+ ){0,2} \s* :                                   # the following services:
      | (?: these|those ) \s+ (?: requests|items|services|treatments|medications ) [^:.;]{0,40} :
    )++
    """
)
#: "requested | MRI", but "requested services" stays whole.
REQUESTED = _verbose(
    r"""
    requested \s+
    (?! {asked_things} \b (?! \s+ (?:for|of) ) )
    """
)
#: Words behind an item that do not belong to it: "MRI | was also".
TAIL = _verbose(
    r"""
    (?: , \s* (?:and\s+)? (?:the\s+)? requests? \Z
      | (?= \s requests? \Z )                                                 # asked first: it is seldom there
        (?<! this ) (?<! these ) (?<! those ) (?<! both ) (?<! two ) (?<! disputed ) (?<! original ) (?<! same ) (?<! such )
        (?<! other ) (?<! above ) (?<! associated ) (?<! ancillary ) (?<! related ) (?<! all ) (?<! remaining ) (?<! various )
        (?<! prior ) (?<! previous ) (?<! initial ) \s requests? \Z             # Soma | requests
      | [\s,;:.(\[\u2013\u2014=-]
      | \b {behind_item} \b
    )++ \Z
    """
)
#: What names the review behind an item: "cane | (utilization review, 5/6/14)".
IN_BRACKETS = _verbose(
    r"\s* \( (?: [^()]* (?: review | \b UR \b | determination ) [^()]* | \s* \d{1,2} [/-] \d{1,2} [/-] \d{2,4} \s* ) \)? \Z"
)
#: The day of the decision behind an item: "sleep study | on 10/1/15"; "done on 7/1/14" is the treatment's.
DECIDED_ON = searched(
    re.compile(
        r"(?<!ed)(?<!done)(?<!given)\s+(?:on|dated)\s+(?:[\d/.-]{5,10}|[a-z]{3,9}\.?\s\d{1,2},?\s\d{4})\Z",
        re.I,
    )
)
#: "the request was received for | MRI"
REQUEST_FOR = _verbose(
    r"\b (?: request (?:s|ed)? | outcome ) \s+ (?: was \s+ (?:received|made|submitted) \s+ )? (?:for|of) \s+ (?!authorization)"
)

#: Where the next verb's clause begins behind a list: "denied A, and B | while approving C".
OTHER_CLAUSE = _verbose(r",? \s+ (?: while | whereas | whilst | but | (?:al)?though ) \b")
#: The same before a subject: "approved A, | while B and C were not".
WHILE = _verbose(r"[\s,;]* (?: while | whereas | whilst | but | (?:al)?though ) \s++")
#: "certified A | ; the rest was not"
REST_WAS_NOT = _verbose(
    r"[,;] \s+ (?: (?:and|but|while) \s+ )? (?P<item> the \s+ {remainder} ) \s+ {finite} \s+ not \b"
)
LETTERS = re.compile(r"[^\W\d_]")

# -- before a passive verb --------------------------------------------------------------------------

#: The auxiliary of a passive: "MRI | was previously | denied".
PASSIVE = _verbose(
    r"""
    \b {being} (?: , \s+ {linking} , )? \s+
    (?: {beside_passive} \s+ )*+
    (?: to \s+ be \s+ )? \Z
    """
)
#: Who reports it stands before the subject: "The review noted that | MRI was denied".
TELLS = _verbose(
    r"""
    \b {telling} \b (?: \s+ that | , (?= \s ["\u201c] ) )? \s+
    | \b {holding} \b (?: \s+ of \s+ [^,;.]{2,60}? )? \s+ that \s+         # it was the reviewer's opinion that | the MRI
    """
)
#: "the requests for A and the request for B were denied": the subject begins at the first.
FROM_FIRST_REQUEST = _verbose(r"\b determined \b | \A \W* (?: on\b .{0,30} )? the \s+ requests? \b")
#: A date or source before the subject, dates as noughts: "Per the report of 0000000, | the MRI", "Per a 00000 UR | the MRI".
OPENING = _verbose(
    r"""
    (?: \s* (?: as\s+ )? {opening_prepositions} \b
        (?: [^,;]{0,120}? {decision_sources} [^,;]{0,80} , \s*
          | \s+ (?: the\s+|an?\s+ )? (?: \d+\s+ )? (?: original\s+|prior\s+ )? (?: UR\b | utili[sz]ation\s+review\b )
            (?: \s+ {decision_papers} )?
            (?: \s* \(? (?: dated\s+|of\s+|on\s+ )? \d+ \)? )? [\s:]+ )
      | \s* (?: the\s+ )? (?: UR\b | utili[sz]ation\s+review ) ,? [^:,;]{0,60} : \s*    # Utilization review of 0000: | the MRI
    )++
    """
)
#: What counts the items asked for before: "twelve were asked for | and that six | were allowed".
COUNT_OF = _verbose(
    rf"""
    ,? (?: \s+ (?: and|but|of\s+(?:which|these|them|those) ) )++ \s+ (?: that\s+ )? (?: only\s+ )?
    \#? {NUMBER}
    (?: \s+ (?: of\s+(?:them|these|those|which) | visits?|sessions?|treatments? ) )* \s* \Z
    """
)
#: What the clause before still says of its own item: "… was modified | to #90, | Soma was denied".
STATED_BEFORE = _verbose(
    r"""
    \s* (?: to|as|for|of|without|in\s+(?:full|part|its|their) ) \b [^,;]* [,;] \s* (?: (?:and|but) \s+ )?
    | \s* to \s+ \#? \d{1,4} (?: \s (?: tablets?|tabs|capsules|visits|sessions ) )? \s+ and \s+           # … was modified | to #45 and | Soma was denied
    | [^;]* \b (?: was|were ) \b [^;]* ; \s* (?: (?:and|but) \s+ )?           # … were reviewed; | Soma was denied
    | \s+ by \s+ (?: the\s+ )? [\w\s]{2,40} [.;] \s+                           # … was denied by UR. | Soma was
    """
)
#: Where the subject of a clause begins behind the reason of the clause before.
CLAUSE_CUT = _verbose(r", \s* (?:and\s+)? | \s+ and \s+ | ; \s* | \s+ as \s+ (?=\d)")
#: What may follow a passive that ends its clause: "was denied | by", "| due to"; not "| the request for".
BEHIND_PASSIVE = _verbose(
    r"""
    \s+ (?: by|on|due|as|for\s+(?:lack|no|want)|because|based|in ) \b
    | \s* [.,;(] | \s* \Z | \s+ to \b
    | (?! \s+ (?:the|an?) \s+ request )
    """
)
#: Outside of a review only such a subject was decided: "the request was denied".
UNSAID = _verbose(r"\b (?: requests?|requested|case|treatments? (?! \s+ (?: {of_past_treatment} ) \b ) ) \b")
#: "the IMR found A necessary": what another body decided is no review, and what follows goes on with its reasons.
OTHER_BODY = _verbose(
    r"""
    \b {other_bodies} (?: \s* \( \w+ \) )? (?:'s)?
    (?: \s+ {of_another_body} )? (?: \s+ (?: dated | of | on ) \s+ [\w/-]++ (?: \s+ \d{1,2} , \s+ \d{4} )? )?
    (?: , \s [^,;.]{2,100} , )?
    (?: \s+ {beside_deciding} )*+ \s+ {deciding} \b
    """
)
#: "the surgeon proposed | an arthroscopy": what "the treatment" is where nothing was called a request.
PROPOSED = _verbose(
    r"(?<! was \s ) (?<! were \s ) (?<! is \s ) (?<! been \s ) (?<! not \s ) \b {proposing} \s++ (?! by\b | that\b | to\b | in\b | at\b )"
)
#: "his reason | for | denying A": said of a decision told already.
REASON_IN = _verbose(r"\b {reasons_of_decisions} \s+ (?: in|for|behind|of ) \s+ \Z")
#: "a | reduced | dose", "evidence of | reduced | pain": how something is.
DESCRIBED = _verbose(r"\b {before_description} \s+ \Z")
#: "he had | ten visits | approved in May": what came before.
HAD_BEFORE = _verbose(
    r"\b (?: has|had|have ) \s+ (?: had \s+ )? (?: (?! been\b | not\b | never\b ) [\w-]++ \s+ ){2,8} \Z"
)

# -- verdicts and nouns -----------------------------------------------------------------------------

#: "found | the MRI not medically necessary"
FOUND = _verbose(
    r"""
    \b (?: found|deemed|considered|determined|judged ) \s+ (?: that \s+ )?
    (?= \w ) (?! {no_item_found} \b )
    """
)
#: "gave | A | a non-certification"
GAVE = _verbose(r"\b (?: gave|given|assigned ) \s+ (?P<item> [^;:]{3,160}? ) \s+ an? \s+ (?: \w+ \s+ )?? \Z")
#: Without it "is medically necessary" is the physician's opinion.
FOUND_THAT = _verbose(r"\b {finding_that} \b")
#: The same, where a review says it: a physician has opinions too.
HELD_THAT = _verbose(r"\b {holding} \b")
#: "certification of | A", "non-certification for | A"
OF = _verbose(r"\s+ (?:of|for) \s")
FOR = _verbose(r"\s+ for \s+")
#: "certification of A was not given"
CERTIFICATION = _verbose(r"\b (?: certification|approval|authori[sz]ation ) \b")
#: "non-certification | was rendered for | the MRI"
RENDERED = _verbose(
    r"""
    (?: \s+ dated \s+ [\w/,\ -]{6,20}? )?
    \s+ (?: was|were|has\s+been|is ) \s+ (?: \w+ly\s+ )? {rendered}
    (?: \s+ by \s+ (?: the\s+ )? (?: UR|utili[sz]ation\s+review(?:er)?|claims\s+administrator ) )?
    (?: \s+ on \s+ [\d/-]{6,10} )?
    (?: \s+ (?: for|of|on|regarding|concerning|as\s+to|with\s+respect\s+to ) \b (?! \s+ [\d/-]{6,10} ) )?
    """
)
#: "approval of A | was asked for" decides nothing.
SOUGHT = _verbose(
    r"[^,;.]{0,120}? \s (?: was|were|is|are|has\s+been ) \s+ (?: requested|sought|asked\s+for )"
)
#: "| neither | A nor B was approved"
NEITHER_NOR = _verbose(r"\b neither \s+ (?= .* \s nor \s )")
#: "the prior | denial of A" is no new decision.
EARLIER = _verbose(r"\b (?: previous|prior|original ) \s+ \Z")
#: "as the patient was approved for A before" is a reason.
BECAUSE_PATIENT = _verbose(r"(?: ^ | [\s,] ) (?: as|because|since ) \s+ (?:the\s+)? [\w\s]{0,24} \Z")
#: No decisions: "modified duty", "board certified", "self-approved".
NO_DECISION_BEHIND = _verbose(r"\s+ {other_modified_things}")
IN_LIST = _verbose(r"(?: (?: \b and | [,;] ) \s+ (?: with\s+ )? | \b {giving} \s+ (?: an?\s+ )? ) \Z")
#: "UR gave | approval for"
GIVES = _verbose(r"\b {giving} \s+ (?: (?: an? | its | the ) \s+ )? \Z")
BOARD = _verbose(r"board [ -]? \Z | board \s \Z")
#: Nothing is decided yet: "if | certified", "once it is | approved".
HYPOTHETICAL = _verbose(
    r"""
    \b (?: if|unless|once|whether ) \s+ (?: \w+\s+ ){0,4} \Z
    | \A \s* (?: if|unless|once|should ) \s {in_item}* \Z                        # If Norco #60 is | denied, …
    | \b (?: may|might ) \s+ (?: \w+ly \s+ )? (?: be \s+ )? \Z                 # may be | denied
    | \b {hoping} \s+ (?: that\s+ )? [^,;.]{0,40} \Z                           # hopes that UR will | approve it
    """
)
#: "stating that it | should be | approved by UR": advice, where no review speaks.
SHOULD = _verbose(r"\b (?: should|must ) \s+ (?: be \s+ )? \Z")
COMPOUND = _verbose(r"\b (?: fda|self|mood ) [ -] \Z")

# -- other items of the same verb -------------------------------------------------------------------

#: "Utilization review decision 3/4/14 - | Norco: certify"
HEADED = _verbose(
    r"""
    \W* (?: UR\b | utili[sz]ation\s+review\b ) (?: \s+ {decision_papers} \b )? [\s,]*+ (?: (?:dated|of|on) \s+ )?
    [\w/, -]{0,20}? \s* [:\u2013\u2014-] \s
    """
)
#: "Norco | - | modified, Soma | (| denied)": the item stands before its outcome.
LISTED_BEFORE = re.compile(r"\s*(?:\s[-\u2013\u2014=]|[:(])\s*\Z")
LISTED_AFTER = _verbose(
    r"""
    (?: \s+ (?:x|for) \s+ (?: \d{1,2} | one|two|three ) \s+ (?: months?|weeks?|fills? ) )?
    (?: \s+ (?:by|per|at) \s+ (?:the\s+)? (?: UR | utilization\s+review ) (?: \s+ (?:(?:on|dated|of)\s+)? (?: [\d/-]{6,10} | {month} \s \d{1,2} , \s \d{4} ) )? )?
    \)? \s* (?: [,;.] | \Z )
    """
)
LIST_CUT = re.compile(r"[,;:]\s*(?:and\s+)?|\s+and\s+")
#: "11/18/14 — | Norco modified, lumbar MRI denied"
DATED = _verbose(r"\W* \d{1,2} [/-] \d{1,2} [/-] \d{2,4} \s* [:\u2013\u2014-] \s")
#: "A, which utilization review denied"; "A were requested, of which six were certified"
WHICH = _verbose(
    r",? \s+ (?: (?P<part> of ) \s+ | (?: (?P<none> none|neither ) | both|all|each ) \s+ of \s+ )? which \b"
)
#: "The plan was for | A and B, which UR denied"
PLAN = _verbose(r"\b plans? \s+ (?: was|were|is|are|called|calls ) \s+ for \b \s* :?")
WERE_REQUESTED = _verbose(r"\s+ (?: was|were|had\s+been ) \s+ (?: requested|asked\s+for|sought ) \Z")
#: "A | was requested on 5/6/14. UR denied it."
ASKED_FOR = _verbose(
    r"\s+ (?: was|were|had\s+been|is|are ) \s+ (?: then\s+|also\s+|next\s+ )? (?: requested|asked\s+for|sought|submitted\s+for\s+(?:review|authorization) | in\s+dispute | at\s+issue ) \b"
)
#: "certified A | but not | B"
BUT_NOT = _verbose(r",? \s+ (?:but|and) \s+ not \s+ (?! (?: of|for|on ) \b ) (?=\w)")
#: "A was certified | while B was not"
WAS_NOT = _verbose(
    r"""
    (?: \s+ by \s+ (?: the\s+ )? (?: UR|utili[sz]ation\s+review(?:er)?|claims\s+administrator|carrier ) )?
    (?: [,;]? \s+ (?: while|but|whereas|and ) | [,;] ) \s+ (?: found \s+ )? (?: that \s+ )? (?P<item> {in_item}{2,120}? ) \s+
    (?: was|were|is|are ) \s+ not \s* (?: [.,;] | \Z )
    """
)
#: "for A as its reason | ; for | B as its reason"
AND_FOR = _verbose(r"(?: ; \s* (?:and\s+)? | , \s+ and \s+ ) for \s+ (?= an?\b | the\b | [A-Z\d] )")
#: "denied A citing R | and B because | S"
AND_BECAUSE = _verbose(
    r"""
    ,? \s+ and \s+ (?P<item> [^,.;]{2,80}? ) \s+
    (?: because | due\s+to | citing | since | as\s+(?:there|the|no|it) ) \b
    """
)
#: "A was denied, | and so was B"
SO_WAS = _verbose(
    r"[^,.;]{0,60} ,? \s+ (?: and \s+ so | as ) \s+ (?: was|were ) \s+ (?: the\s+ )? (?P<item> {in_item}{2,80} ) (?= [.,;] | \Z )"
)
#: "therapy was certified | for 8 visits out of 12"
OUT_OF = _verbose(
    rf"\s+ (?: for|at|as ) \s+ (?: only\s+ )? {NUMBER} (?: \s+ \w+ )?? \s+ out \s+ of \s+ (?: the\s+ )? {NUMBER} \b"
)
#: "denied A for want of films | , and the B with it": no verb stands between.
AND_ALSO = _verbose(
    r"""
    , \s+ and \s+ (?:the|an?) \s+
    (?P<item> (?: (?! \b {not_in_a_second_item} \b ) [^,;.] ){2,120}+ ) (?= [.;] | \Z )
    """
)
#: "turned down | the other two": what was asked for, less what was decided before.
REST = _verbose(
    r"""
    (?: the \s+ )? (?: {remainder}
      | (?: other|remaining|rest\s+of\s+the ) \s+ (?: \d+ | {items_or_their_number} )
        (?: \s+ (?: items|requests|services ) )? )
    \W* \Z
    """
)
#: "certified A and allowed | them": the item is the one just decided.
SAME = _verbose(r"(?: it | them | this | these | those | (?:the\s+)?same | request ) \W* \Z")
WITH_IT = _verbose(r"\s+ with \s+ (?:it|them) \s* \Z")
#: "4 of 8 sessions", "six of the visits" were certified: that is a modification of | 8 sessions, the visits.
FRACTION = _verbose(
    rf"""
    (?: \s+ (?: for|as|in ) \s+ )? (?: only\s+ )? \#? {NUMBER} \s+
    (?: {{counted_pieces}} \s+ )? (?: out \s+ )? of \s+
    (?: (?: the|these|those ) \s+ (?: requested\s+ )? (?=\w) | (?: requested\s+ )? (?= {NUMBER} \s ) )
    """
)
#: "approved #30 | instead of the #60 requested", "approved | with one refill rather than three"
INSTEAD = _verbose(
    rf"""
    (?: \s+ by \s+ (?: the\s+ )? \w+ (?: \s+ \w+ )? )?
    (?: \s+ (?: with|at|for|in|as ) \s [^,.;]{{1,40}}? )?
    \s+ (?: (?: instead|rather|in\s+lieu|in\s+place ) \s+ (?: of|than ) | down \s+ from )
    \s+ (?: the\s+ )? (?: requested\s+ )? (?: \#? {NUMBER} | purchase | rental ) \b
    """
)
#: "Norco #60 with 2 refills was certified | with no refills"
NO_REFILLS = _verbose(
    r"\s+ (?: with (?: \s+ (?:no|zero|0|nil) | out (?: \s+ (?:any|the) )? ) ) \s+ (?: additional\s+ )? refills? \b"
)
REFILLS = re.compile(r"\brefills?\b", re.I)
#: "approved Soma | but for #15 only", "certified Soma | for only 15": so many and no more.
ONLY_SO_MANY = _verbose(
    rf"""
    ,? \s+ (?: but \s+ (?: only\s+ )? (?: (?:for|with|at|in) \s+ )? (?: only\s+ )?
             | (?:for|with|at) \s+ (?: only \s+ | (?= [^,.;]{{1,24}} \s only \b ) ) )
    (?: (?: an?|quantity|total|of ) \s+ )*+ \#? {NUMBER} \b
    | \s+ (?:at|in|for|with) \s+ an? \s+ {{comparing}} \b                                 # certified Soma | at a reduced quantity
    | \s+ in \s+ part \b                                                          # certified Soma | in part
    | \s+ with \s+ (?: an?\s+ )? modifications? \b                                  # certified Soma | with a modification to #30
    | \s+ out \s+ of \s+ (?: the\s+ )? {NUMBER} \b                                      # approved one screen | out of the four asked for
    | \s+ as \s+ (?: an?\s+ )? \#? {NUMBER} \b                                      # approved Soma | as a 30-tablet supply
      (?! [^.,;]{{0,80}} \b {{finite}} \b )
    """
)
#: "Hand therapy certified | x 4 visits (modified from 8)"
MODIFIED_FROM = _verbose(rf"[^.;()]{{0,40}} \( (?: modified | reduced | down ) \s+ from \s+ \#? {NUMBER}")
#: A list's "Soma #60: approve | #30".
LISTED_COUNT = _verbose(
    r"\s+ (?: (?:for|only|x|quantity) \s+ )*+ \#? \d{1,3} (?: \s (?: tablets?|tabs|visits|sessions|days ) )? (?= \s? [;,.)] | \s?\Z )"
)
#: "certified | 12 of them": so many of the items named before.
OF_THEM = _verbose(
    rf"\W* \#? (?P<n> {NUMBER} ) \s+ of \s+ (?: them|these|those|the\s+(?:requests?|items|visits|sessions) ) \W* \Z"
)
#: "A and | associated services": the second names no service, and is an item all the same.
ACCOMPANYING = _verbose(r"\W* (?: (?:the|all|any) \s+ )? {accompanying} \s+ {asked_in_general} \W* \Z")
#: "As to | A, | utilization review denied it"
ABOUT = _verbose(r"\s* (?: {about} ) \s+ (?: the\s+ )? (?P<item> {in_item}{3,160}? ) \s* ,")
#: "Denied | by UR on 5/6/14 were | A and B", "Approved | by UR: | A"
INVERTED = _verbose(
    r"""
    \s+ (?: by|at|in|during ) \s+ (?: the\s+ )? (?: UR | (?: prior\s+ )? utili[sz]ation\s+review(?:er)? | claims\s+administrator | carrier | insurer ) \b
    (?: \s+ (?: on|dated|of ) \s+ [\w/-]++ (?: \s+ \d{1,2} , \s+ \d{4} )? )?
    \s* (?: : | \s (?: was|were|are|is|included? ) (?= \s ) (?! \s+ (?: as \s (?! follows )|not|because|based|due ) \b ) (?: \s+ as \s+ follows )? ) \s* :?
    """
)
#: What stands before such a verb: "| Also | denied by UR was A", "| Among the items | denied by UR were A and B".
BEFORE_INVERTED = _verbose(
    r"\W* (?: (?:also|again|then|further|next) \s+ )? (?: (?:among|of|those|the) \s+ (?:the\s+)? (?:\w+\s+)? {asked_in_general} \s+ (?:that\s+were\s+|which\s+were\s+)? )? \Z"
)
#: "was reduced | by the physician": no review's.
BY_ANOTHER = _verbose(
    r"\s+ (?: \w+ly \s+ )? by \s+ (?: the|his|her|their|a ) \s+ (?: {sorts_of_doctor} \s+ )? {others_who_decide} \b (?! \s+ (?: review | advis ) )"
)
#: "The guidelines state that A is | not certified"
TOLD_BY_SOURCE = _verbose(
    r"\A \s* (?: the\s+ )? (?: [\w-]+ \s+ ){0,3}? {review_sources} (?: \s+ guidelines? )? \s+ {source_telling} \s+ (?: that \s+ )? {in_item}* \Z"
)
#: "The patient was prescribed | Norco, which UR did not certify"
USING = _verbose(
    r"\W* (?: the \s+ )? {persons} \s+ (?: (?: had|has|have ) (?: \s+ been )? | was|is ) \s+ {beside_using} \s++"
)
#: "not authorized | to return to work": no item
TO_DO = _verbose(r"\s+ to \s+ (?: return|work|drive|leave ) \b")
#: "the patient's | use of | A has been limited to twice a week"
USE_OF = _verbose(r"\b (?: use|intake|consumption ) \s+ of \b")
#: Words of measure with which a patient limits too.
OF_MEASURE = _verbose(r"{measuring} \b")
#: "modified A and allowed | one month", "certifying | a lesser amount": what the modification left.
LEFT = _verbose(rf"(?: (?: an?|the|only|just|up\s+to ) \s+ )*+ (?: \#? \s? {NUMBER} \b | {{left_over}} \b )")
#: "A was requested; | UR | denied": whose verb follows.
REVIEW_AT_END = _verbose(
    r"\s* [;,] \s+ (?: (?:and|but|which) \s+ )? (?: the \s+ )? (?: prior\s+ )? {reviewers} (?: \s+ {finite} )? \s* \Z"
)
#: "certified A | only": the rest of what was asked for was not.
ONLY_BEHIND = _verbose(r"\s+ only \s* (?: [.;,] | \Z | \s (?:and|but|on) \s )")
ONLY = _verbose(r"\s+ only \Z")
#: "certified A | but not for | B", where B is named
BUT_NOT_FOR = _verbose(r",? \s+ (?:but|and) \s+ not \s+ (?: for|of ) \s+ (?=\w)")
#: "| the second and third"
PLACES = _verbose(
    r"(?: the \s+ )? (?P<which> {place_names} ) (?: \s+ (?:one|request|item) )? (?: \s* , \s* (?:the\s+)? {place_names} )*+ ,? \s+ (?:and|or) \s+ (?: the \s+ )? {place_names} (?: \s+ (?: {items_or_their_number} | ones ) )? \W* \Z"
)
PLACE_NAME = _verbose(r"\b {place_names} \b")
#: "he was | given | Norco but this was denied": behind the last of these the pronoun's item stands.
ASKING = _verbose(r"\b (?: {asking} ) \s+")
#: A name that no lexicon has, but whose noun says that it is a service: "post-operative therapy".
CALLED_SERVICE = _verbose(r"\W* (?: [a-z][\w-]*+ \s+ ){1,4} {service_nouns} \W* \Z")
#: "denied A | ; the determination was issued on": no item, but what is said of the decision.
OF_ITSELF = _verbose(
    r"; \s+ (?: the|this|that|its ) \s+ (?: \w+ \s+ )? {decision_papers} (?: \s+ {finite} \b | \s* \Z )"
    r" | [,;] \s+ (?: (?:and|but|while) \s+ )? the \s+ {remainder} \s+ {finite} \s+ not \b"
)
#: "which the insurer authorized | in March": no object stands there.
NO_OBJECT = _verbose(r"\s+ {behind_no_object} \b")
#: "No drug | has been certified", "None of these | were approved"
NONE_OF = _verbose(
    r"\b (?: no(?:ne)? | neither ) \b (?: (?! \b {finite} \b ) [^,;:] )*+ (?: (?:have|has|had) \s* )? \Z"
)
#: "denied | the following as not medically necessary: | A; B": the verdict goes with the verb before it.
FOLLOWING = _verbose(
    r"\s+ (?: the\s+ )? following (?: \s+ \w+ ){0,2}? (?: \s+ as \s+ (?: being\s+ )? not \s+ medically \s+ necessary (?: \s+ and \s+ appropriate )? )? \s* :"
)
AS_BEING = _verbose(r"\b following \s+ (?: \w+ \s+ ){0,2}? as \s+ (?: being\s+ )? \Z")
#: "of the items asked for, | only | the brace | was approved"
ONLY_ONE = _verbose(r", \s+ only \s+ (?: the\s+ | an?\s+ )? (?= [^,;]{2,80} \Z )")
#: "11/6/14 - | the MRI was approved"
DATE_AT_END = _verbose(
    r"(?: \A | [\s;:(] ) (?P<date> \d{1,2} [/-] \d{1,2} [/-] \d{2,4} ) \)? \s* [:\u2013\u2014-] \s+ (?: the\s+ )? \Z"
)
#: What goes on about a review: "It | accepted A", "They | objected to B".
GOES_ON = _verbose(r"\s* (?: it|they|however,?\s+it|the\s+(?:review|reviewer|decision|determination) ) \s")
#: "all were certified | except | the cane"
ALL_EXCEPT = _verbose(
    r"\b (?: all|both|they|these|the\s+requests ) \s+ (?: was|were ) \s [^.;]{0,40}? \s {excepting} \s+ (?: the\s+|an?\s+ )? (?P<item> [^.;,]{2,80} )"
)
#: "12 sessions … approved | for 6 sessions": a smaller number of the same is a modification.
FOR_FEWER = _verbose(
    rf"\s+ (?: for|as|in\s+the\s+amount\s+of ) \s+ (?: only\s+ )? (?P<count> \# \s? )? (?P<n> {NUMBER} ) (?= \s | [.,;] | \Z )"
)
#: "Norco #120 was approved | for #60"
COUNTED = _verbose(r"\# \s? (?P<n> \d{1,4} ) \b")
LEADING_COUNT = _verbose(rf"(?: \#\s? )? (?P<n> {NUMBER} ) (?= \s )")
#: A clause that ends before the subject: "The case was looked at and | the MRI", "As films were lacking, | the MRI".
FINITE = _verbose(
    r"\b {finite} \b (?: (?! , | ; | \s(?:and|but|while)\s ) . )*+ (?: [,;] (?! \s? \# ) \s* (?: (?:and|but|while) \s+ )? | \s (?:and|but|while) \s+ )"
)
#: By whom: "not supported | by utilization review".
BY_REVIEW = _verbose(
    r"\s+ (?: by|in|at ) \s+ (?: the\s+ )? (?: \w+\s+ )? (?: UR\b | utili[sz]ation | claims | review | physician\s+advis )"
)
BY_GUIDELINES = _verbose(r"\s+ (?: by|in ) \s+ (?: the\s+ )? (?: \w+\s+ )?? {review_sources} \b")
REQUESTED_ITEM = _verbose(r"\b (?: requests?|requested ) \b")
#: "The assistant surgeon was not.": the sentence before said what was certified.
NEITHER = _verbose(
    r"(?P<item> [^,;:.]{2,120}? ) \s+ (?: was|were|is|are|had\s+not\s+been | has\s+not\s+been ) (?: \s+ not )? \s* \. \s* \Z"
)
#: "was not | found necessary", "has never been | approved", "would not be able to | approve", "is unable to | certify"
NEGATED = _verbose(
    r"""
    (?: \b (?: not|never|unable ) | n't ) (?: , \s+ [^,;.]{2,24} , )? \s+              # did not, however, | authorize
    (?: \w+ly \s+ )? (?: be(?:en)? \s+ )? (?: (?: able\s+ )? to \s+ )? \Z
    """
)
#: "modified | to authorize | six sessions": no decision of its own.
TO_INFINITIVE = _verbose(r"\b to \s+ (?: only \s+ )? \Z")
#: "As | the fusion was not found necessary"
AS = _verbose(r"\s* (?: as|since|because ) \s+ (?=the\b)")
#: "As the surgery was not medically necessary, | its aids": the reason's end.
AS_REASON = _verbose(r"\s* (?: as|since|because ) \b [^,;]* , \s*")
#: "modified A | to | B", "A | as | B", where both are services
TO = _verbose(r"\s+ (?: to | as ) \s+ (?=\w)")
#: The modification is of what was asked for: "the request | for …".
ASKED = _verbose(r"\b request\w* \s+ \w")

#: A passive within the verb's own words: "could not be | supported", "has not been | authorized".
NOTHING = re.compile("")
PASSIVE_WITHIN = _verbose(
    r"(?: \w+ \s+ )?? (?: not|cannot|never|\w+n't ) \b (?: \s+ \w+ly )? \s+ be(?:en)? \s+ (?! medically ) (?: \w+ly\s+ )? \w+ (?: \s+ for \s+ \w+ )? \Z"
)
#: "received approval", "did not receive certification": no "was" stands before these.
OBTAINED = _verbose(r"{obtaining} \b .* \b {decided_nouns} \Z")
#: "the discogram | did not meet criteria and it | was denied": where the pronoun's own clause begins, and where its
#: antecedent ends.
IT = _verbose(
    r"(?: \b (?:and|so|but|hence|thus|therefore) | [,;] ) \s+ (?: it | they | these | this | that ) \s* \Z"
)
ANTECEDENT_END = _verbose(
    r"""
    \s+ (?: \w+ly\s+ )? (?: {finite} | {modal} | {falling_short} ) \b
    """
)
THAT = _verbose(r"\b that \s+")
#: "all of the requested items | except the | follow-up visit"
EXCEPT = _verbose(r"\s* ,? \s* \b {excepting} \s+ (?: the\s+|an?\s+ )?")
#: "In addition to | A, | UR also denied B"
IN_ADDITION = _verbose(r"\s* {together} \s+ (?P<item> {in_item}{2,120} ) , \s")
#: "UR denied everything | but the cane"
BUT_ITEM = _verbose(r"\s* ,? \s* \b {excepting} \s+ (?: the\s+|an?\s+ )? (?P<item> [^.;]{2,120} )")
#: "certified | only | the cane": the rest of what was asked for was not.
ONLY_AT_END = _verbose(r"\b only \s+ (?: the\s+|an?\s+ )? \Z")
#: "A and B | ; the former was certified"
PLACE_CLAUSE = _verbose(r"\s* [;,] \s* (?: the \s+ )? {place_names} \b")
#: "items | 1 and 3", "#2", "requests | 1-3": the numbers that a list gave its items.
BY_NUMBER = _verbose(
    r"""
    (?: the \s+ )? (?P<noun> (?: {asked_in_general} | numbers? | nos?\. | \# ) \s* )?
    (?P<numbers> \#? \d{1,2} (?: (?: \s? , \s? (?:and\s+)? | \s+ (?:and|or|to|through) \s+ | \s? & \s? | - ) \#? \d{1,2} )*+ ) \W* \Z
    """
)
#: "1, 3 and 5-7"
NUMBER_OR_RANGE = _verbose(
    r"\#? (?P<n> \d{1,2} ) (?: (?: \s? - \s? | \s+ (?:to|through) \s+ ) \#? (?P<to> \d{1,2} ) )?"
)
#: Where a list's number stands: "(2) | an MRI", "2. | an MRI"
ENTRY = _verbose(r"(?: \A | (?<= \W ) ) [(\#]? (?P<n> \d{1,2} ) [.)] \s+ (?= [^\W\d] | \d )")
#: "the former", "the latter": the first or last of what was asked for.
FORMER_AT_END = _verbose(
    rf"(?<! \w ) (?: the \s+ )? (?: former | latter | (?<= the \s ) (?: first | last | second | third ) (?: \s {NUMBER} )? ) \W* \Z"
)
FORMER_OR_LATTER = _verbose(
    rf"(?: [^.;]* ; \s* )? (?: the \s+ )? (?P<which> {{place_names}} ) (?: \s+ (?P<n> {NUMBER} ) )? (?: \s+ (?: of \s+ (?:these|them|the\s+two) | request | one ) )? \W* \Z"
)

# -- lists of items ---------------------------------------------------------------------------------

#: ", | #90": a comma before a count.
COUNT_OF_IT = _verbose(
    r"\# \s? \d | \d{1,3} \s+ (?: {counted_pieces} | times|hours|weeks|months|refills? ) \b (?! \s+ of \b )"
)
COUNT_BEHIND = re.compile(r"#?\d")
LIST_AND = _verbose(r", \s* (?:and\s+)? | \s+ and \s+ | ; \s*")
SPLIT = _verbose(
    r"\s* ; \s* (?:and\s+)? | \s* , \s* (?: and\s+ | nor\s+ | as\s+well\s+as\s+ )? | \s+ (?: and (?: \s+ to (?= \s ) )? | nor | or | as\s+well\s+as | but\s+also | (?:along|together)\s+with ) \s+"
)
#: "1) Soma; | 2) | Ketonal" goes on with another item, whatever it is called.
LIST_NUMBER = _verbose(r"\(? \d{1,2} [.)] \s")
#: "…, 12 visits" is no item of its own.
COUNT_ONLY = _verbose(rf"\W* {NUMBER} \s+ (?: visits?|sessions?|treatments?|units? ) \W* \Z")
#: "MRI and follow-up with cardiology": behind one of these words the second name is no second item.
PREPOSITION = _verbose(r"\b (?: followed|with|for|to|by|in|on|from ) \b")
#: "topical cream with A, B and C" is one item.
MIXTURE = _verbose(r"\b {mixtures}s? \b [^,;]* \b (?: with|containing|of ) \b")
#: "labs including A, B" is one item.
INCLUDING = _verbose(r"\b (?: including | such\s+as | to\s+include | consisting\s+of ) \b")
#: "L4-5 | and | L5-S1 fusion" is one item: levels on both sides.
LEVEL_BEFORE = _verbose(r"\b [CTLS] \d{1,2} (?: \s? [/-] \s? [CTLS]? \d{1,2} )? \s* \Z")
LEVEL_BEHIND = _verbose(r"[CTLS] \d{1,2} \b")
#: A short name without prepositions, as lists of dictated requests have them: "elbow praises".
SHORT_NAME = _verbose(
    r"""
    \W* (?! (?:and|or|due|for|with|to|at|in|on) \b ) [A-Za-z] [\w-]*+
    (?: \s+ (?! (?:for|with|to|at|in|on) \b ) [\w\#-]++ ){0,4} \W*
    """
)

# -- what names the item elsewhere ------------------------------------------------------------------

#: "X | was the original request"
ORIGINAL = _verbose(r"\s+ w(?:as|ere) \s+ the \s+ original \s+ request")
#: "The review shows that | X was the original request"
ORIGINAL_LEAD = _verbose(r"\b (?: noted|that|shows?|indicat\w+ ) \s+")
#: "A prior determination was found not medically necessary" names no item.
DECISION_ITSELF = _verbose(
    r"(?: prior|previous|original|earlier ) \s+ (?: determination|review|decision ) \b"
)
PRONOUN = _verbose(r"{pronouns} \W* \Z")
REQUESTED_SERVICES = _verbose(
    r"(?: requested \s+ )? (?: services|treatments?|items?|procedures?|medications? ) (?: \s+ (?: requested | at \s+ issue | in \s+ dispute ) )? \Z"
)
ARTICLE = _verbose(r"\b (?: the|this|these|any ) \s+ \Z")
#: "The requests were for | a cane and a brace"
WERE_FOR = _verbose(
    r"""
    \s* (?: the \s+ | these \s+ | those \s+ )? (?: denied \s+ | disputed \s+ )? (?: requests? (?: \s+ for \s+ authorization )? | it|they|items?|services?|this )
    \s+ (?: {are_or_include} \s+ (?: as\s+follows | for ) \b | (?: were|are|included|include ) (?= \s+ (?: an?|the|\d) \b ) ) \s* :?
    """
)
#: "no evidence to support | the requested Etodolac": the reason names what "the requests" are.
TO_SUPPORT = _verbose(
    r"""
    \b (?: (?: to \s+ (?: support|warrant|justify|substantiate ) | supporting|warranting|justifying ) \s+
           (?: exceeding \s+ (?:the\s+)? [^,;.]{0,60}? \s for \s+
             | (?: the|any|an? ) \s+ (?: medical\s+|continued\s+|further\s+ )?
               (?: need|necessity|use|performance|continuation ) \s+ (?:of|for) \s+ (?: an?\s+|the\s+ )?
             | the \s+ (?:ongoing\s+)? (?: use\s+of\s+ | requests?\s+for\s+ | requested\s+ )? | an? \s+ | (?-i: (?=[A-Z]) ) )
         | {reasons} \s+ (?: given\s+ )? for \s+
           (?: (?: performing|providing|repeating|continuing|obtaining ) \s+ )? (?: an?\s+ | the\s+ (?: requested\s+ )? )?
         | {falling_reasons} \s+ (?:was|were) \s+ not \s+ (?: met|satisfied|fulfilled ) \s+ for \s+ (?: an?\s+ | the\s+ (?: requested\s+ )? )?
         | the \s+ requested \s+ )
    (?P<item> {in_item}{3,120}? )
    (?= \s* (?: , (?! \s? [\#\d] ) | ; | \. (?! \d ) | \Z | \s (?: is|are|was|were|to|as|since|because ) \s
              | \s and \s (?! [CTLS] \d ) (?! [^,;.]{2,60}? \s (?: is|are|was|were ) \s ) ) )
    """
)
#: "A was authorized by the Claims Administrator" repeats a modification.
BY_ADMINISTRATOR = _verbose(r"by \s+ (?:the\s+)? claims \s+ administrator")

AND_ONE = _verbose(r"\s+ and \s+ (?: an?\s+ | the\s+ )?")
#: A sentence that goes on with the reasons of the one before.
MORE_REASONS = _verbose(
    r"""
    \s* {going_on} ,? \s
    | \s* there \s+ (?: was|were|is ) \s+ (?: also\s+ )? no\b
    """
)

# -- dates --------------------------------------------------------------------------------------------

#: What may stand between a review's name and its date: "review determination dated | 5/6/14".
BEFORE_DATE = _verbose(
    r"""
    (?: \(UR\) | 's\b | [\s,(:-]
      | {before_date} (?![a-z])
    )*+
    """
)
#: "On 5/6/14, | the utilization review"
AFTER_DATE = _verbose(r"[\s,]*+ (?: (?:the|original) \s+ )*+")
#: "denied | by the carrier on | 5/6/14"
VERB_TO_DATE = _verbose(
    r"(?: \s+ by \s+ [\w\s]{0,24}? )? \s+ (?: on | in \s+ (?: an?|its|the ) \s+ (?: letter|report|decision|determination ) \s+ (?: dated|of|on ) ) \s+"
)
#: "certified six visits | on | 5/6/14, and …"; "performed | on", "the visit | on" are before other dates.
DATED_OTHERWISE = _verbose(r"(?: \b {dated_otherwise} | ed | done | given | taken ) \s+ on \s+ \Z")
#: "denied A, | which | was asked for on": another clause, with a date of its own.
OTHER_STORY = _verbose(r"; | \b {another_story} \b")
ON_AT_END = _verbose(r"\s on \s+ \Z")
ON = _verbose(r"\s* on \s+")
CERTIFICATION_ON = _verbose(r"\s+ (?: certification \s+ )? on \s+")
