"""Decides whether a sentence of an argument is about this patient or about people in general.

The findings of the Department of Managed Health Care are one running argument.  Statements about the patient
are mixed with medical knowledge, results of studies, and the demands of guidelines and statutes.  Each sentence is
read clause by clause: the first word for a person in a clause says whom it is about; a clause without one
continues the clause before it.

>>> text = "Patients with asthma may wheeze. In this case, the patient has eczema, which is a common disease."
>>> [text[a:b] for a, b in own_clauses(text)]
['In this case, the patient has eczema, which is a common disease.']
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from imrnlp.lexicons.wordings import Wordings
from imrnlp.text.sentences import split_sentences
from imrnlp.text.strings import Span

_WORDS = Wordings("plan_findings_words.tsv")

_WHO = r"{who}"
_SAYS = r"{says}(?:e?[sd]?|ing|ied|ies|ted)"
# Words that speak of the patient, whatever came before.
_THIS = rf"""
    \b (?: has | have | had | is | are | was ) \s+ (?: also \s+ )? request (?: ed | ing ) \b
  | \b (?: this | our ) \s+ (?: (?! patients?\b ) [\w-]+ \s+ ){{0,3}}? {_WHO} \b (?! s\b )
  | \b this \s+ (?: is | was ) \s+ an? \s+ (?: [\w-]+ \s+ ){{0,4}}? {{persons}} \b
  | \b in \s+ this \s+ (?: (?: particular | specific | individual ) \s+ )? (?: patient's \s+ )? (?: case | instance ) \b
  | \b {{of_one_person}} \b
  | \b the \s+ {{tests}} \s+ at \s+ issue \b
  | ^ an? \s+ (?= \d{{1,3}} [- ] (?: year | month | week | day ) s? [- ] old \b )
  | \b this \s+ (?: is \s+ (?: the | an? ) \s+ (?: [\w-]+ \s+ ){{0,2}} )? case \s+ (?: of | involves | concerns ) \b
  | \b an? \s+ (?: [\w-]+ \s+ )? {_WHO} \s+ with \s+ (?: such | this | these ) \b            # "in a patient with such severe pain"
  | (?<! \b least \s ) (?<! \b than \s ) (?<! \b over \s ) (?<! \b under \s )              # "who are at least 55 years old"
    \b \d{{1,3}} [- ] (?: year | month | week | day ) s? [- ] old \b (?! \s+ {{groups}} )
"""
# The apostrophe is lost: "the enrollees left knee pain", not "the patients were", "the patients treated with".
_OWNS = r"""
    \b (?: the | this ) \s+ {plural_patients} \s+
    (?! {not_owned} \b )
    (?= [a-z] )
"""
# Words that do so save behind what speaks of others: a guideline, too, says "when the patient improves".
_THE = rf"""
    {_OWNS}
  | \b the \s+ (?: {{ages}} \s+ )? (?: {_WHO} \b (?! s\b | \s+ (?: population | must | and \s+ (?: the \s+ treating | adolescents? | family ) ) ) )
  | \b {{records}} \b
    (?: \s+ {{of_records}} ){{0,5}}
    \s+ {_SAYS} \b
  | ^ (?: [\w-]+ \s+ ){{0,2}}? trials? \s+ of \s+ [^.;]{{3,80}}? \s (?: was | were ) \s+ {{of_no_use}} \b
  | \b (?: per | according \s+ to | as \s+ {_SAYS} \s+ (?: in | by ) ) \s+ (?: the | this | his | her ) \s+ (?: [\w-]+ \s+ ){{0,2}}? {{who_has_seen_him}} \b
  | \b the \s+ (?: clinical | overall ) \s+ {{how_it_looks}} \b (?! \s+ of \b )
  | ^ there \s+ (?: is | was ) \s+ (?: an? | no ) \s+ (?: [\w-]+ \s+ )? family \s+ history \b
  | \b (?: indication | report | history ) \s+ or \s+ (?: indication | report | history ) \s+ of \b
  | \b there \s+ (?: is | are | was | were | has \s+ been ) \s+ {{little_of}}
    (?: \s+ {{adequate}} ){{0,3}}
    \s+ {{documentation}} \b
  | \b {{treating}} s? \b
    (?: \s+ also )? \s+ (?: {_SAYS} | (?<! s[ ] ) {{wants}}(?:e?[sd]|es)? ) \b       # not "surgeons consider": all of them do
  | \b (?: is | are | was | were | constitutes? | represents? ) \s+ (?: not? \s+ )? (?: an? \s+ )? abnormal (?: ity )? \s+ (?: body \s+ )? (?: structures? | of )\b
  | ^ (?: there \s+ (?: is | was | are | were ) | (?: he | she ) \s+ has ) \s+ no \s+ (?: [\w-]+ \s+ ){{0,2}}? {{signs_of}} \s+ of \s+ (?! (?: [\w-]+ \s+ )? {{merits}} \b )
  | ^ no \s+ (?! {{nothing_generally}} \b | {{of_studies}} \b ) (?: [\w-]+ \s+ ){{1,5}}? (?: is | are | was | were ) \s+ {{seen_at_all}} \b
  | \b the \s+ only \s+ (?: [\w-]+ \s+ ){{1,3}} {{seen_at_all}} \b                          # "the only deficit noted is"
  | ^ (?: given | despite ) \s+ the \s+ (?! {{nothing_generally}} \b | (?: [\w-]+ \s+ ){{1,2}}{{nothing_generally}} \b )
  | ^ (?! {{nothing_generally}} \b | {{of_studies}} \b ) (?: [\w-]+ \s+ ){{1,5}}? (?: was | were ) \s+ (?: excluded (?! \s+ from ) | ruled \s+ out | not \s+ {{seen_at_all}} )
  | \b (?: is | are | was | were ) \s+ requested \s+ (?: in \s+ order \s+ )? to \s+ {{amends}} \b
  | ^ the \s+ (?: [\w-]+ \s+ ){{1,4}}? would \s+ (?: also \s+ )? {{amends}} \b
  | \b the \s+ (?: proposed | requested ) \s+ (?: [\w-]+ \s+ ){{1,4}}? (?: would | will | is \s+ (?: intended | expected | needed ) \s+ to ) \s+ {{amends}} \b
  | ^ there \s+ (?: is | was ) \s+ (?: some \s+ | a \s+ | also \s+ ){{0,2}} (?: [\w-]+ \s+ )? (?: concern | suspicion ) \s+ (?: for | of ) \b
  | ^ (?: (?: prior | previous | past ) \s+ (?: medications? | treatments? | therapies | trials ) | (?: current | home | outpatient ) \s+ medications )
      \s+ (?: have \s+ )? (?: include[sd]? | consist(?:s|ed)? ) \b
  | \( \s* (?: a \s+ )? score \s+ (?: of \s+ )? \d \s* \)                                   # "function is mildly impaired (score 2)"
  | \b a \s+ (?: reasonable | prudent ) \s+ (?: lay \s* )? person \b
  | ^ there \s+ (?: is | was | are | were ) \s+ no \s+ (?! {{nothing_generally}} \b | (?: [\w-]+ \s+ ){{1,2}} {{nothing_generally}} \b )
  | \b by \s+ (?: the | his | her ) \s+ {{kinds_of_treating}} \b
  | \b {{kinds_of_study}} \s+ (?: study | studies | test ) \s+
    (?: (?: also | has | have ) \s+ )? {{shows}}
  | \b {{tests}}
    \b (?: \s+ of \s+ (?: the | both ) (?: \s+ (?! (?: in | for | with | to | at | by | is | are | may ) \b ) [\w-]+ ){{1,5}}? )?              # "imaging of the internal auditory canals"
    (?: \s+ (?: {{of_tests}} | {{later}} | \d [\d/]* ) ){{0,5}}
    \s+ (?: {_SAYS} | (?: was | were ) \s+ {{came_out}} ) \b
"""
# Somebody else, or everybody.
_OTHERS = r"""
    \b {papers} \b
  | \b other \s+ {kinds_of_things} \b
  | \b {nations} \s+ (?-i: [A-Z] )
  | \b {trials} (?: \s+ \w+ )? \s+ trials? \b
  | \b (?: per | according \s+ to ) \s+ (?: the \s+ )? (?-i: [A-Z] )
  | \b section \s+ \d
  | \b (?: as \s+ )? defined \s+ (?: as | in | by ) \b
  | \b {how_drugs_act} \b
  | \b (?: a | an | any | each | every | another | the \s+ (?: average | typical | pregnant ) ) \s+ (?! (?: reasonable | prudent ) \b ) (?: (?! in\b ) [\w-]+ \s+ )?? {anyone} \b (?! [^.;]{0,40} \b has \s+ requested )
"""
_MANY = r"""
    (?<! \b his \s ) (?<! \b her \s ) (?<! \b family \s ) \b {many} \b (?! ' )
  | \b (?: that | which ) \s+ (?: is | are | was | were ) \s+ (?: \w+ \s+ )? {good_for} \b            # "a drug that is approved for gout"
"""
_ANCHOR = _WORDS.compile(
    f"(?P<this>{_THIS}) | (?P<the>{_THE}) | (?P<others>{_OTHERS}) | (?P<many>{_MANY})", re.X | re.I
)
# Named, but nothing is said of the patient: "medically necessary for the treatment of this patient's condition".
_FORMULA = _WORDS.compile(
    r"""
    \b (?: for | of | in | to ) \s+ (?: the \s+ )? {care} (?: \s+ of )?
      \s+ (?: this | the ) \s+ (?: patient | enrollee | member | child ) \b
      (?: 's \s+ (?: medical \s+ )? conditions? \b | (?! 's | \s+ {tells_more} \b ) )
  | \b (?: this | the | his | her ) \s+ (?: (?: patient | enrollee | member | child ) 's \s+ )? (?: medical \s+ )? condition \b
    (?! \s+ (?: of | {tells_of_a_condition} ) \b )            # "the patient's condition is complicated by asthma"
    """,
    re.X | re.I,
)
# What anybody may get: no sentence of it is the patient's without naming him.
_COMMON = _WORDS.compile(
    r"""
    \b (?: (?: has | have ) \s+ (?: also \s+ )? (?: been | never \s+ been ) \s+ {shown}
      | (?: is | are ) \s+ (?: \w+ly \s+ )? {is_generally}
      | (?<! there \s ) (?: is | are ) \s+ (?: an? | one \s+ of | the \s+ most ) \s+
      | {of_everybody} ) \b
    """,
    re.X | re.I,
)
# What medicine knows, and no story of one patient: "This drug lowers …", "Treatment of gout …", "There is support for …".
_KNOWN = _WORDS.compile(
    r"""
    (?! {before_the_patients} \b ) (?: [\w-]+ \s+ ){0,3}? {known_things} \b
      (?! [^.;]{0,80} \b (?: {happened} | {how_it_stands} | (?: has | have ) \s+ been \s+ {done_once} ) \b (?! \s+ {approved_for} ) )
  | (?: the | this | these ) \s+ (?: [\w-]+ \s+ ){0,3} (?: was | were | has \s+ been | have \s+ been ) \s+ (?: \w+ly \s+ )? {approved_for} \b
  | (?: the \s+ )? (?: [\w-]+ \s+ )? {measured_in_studies} \b
  | there \s+ (?: is | are | has \s+ been | have \s+ been ) \s+ (?: [\w-]+ \s+ ){0,3}?
      (?: (?! evidence \s+ of \b ) {nothing_generally} | {known_links} ) \b
    """,
    re.X | re.I,
)
# What no paper tells without naming its patients: "Symptoms include nausea.", "Strength is 4/5."
_OF_STORY = _WORDS.compile(
    r"""
    (?: {which_of_the_story} \s+ ){0,3} {told_of_the_patient} \s+ (?: (?: also | now | still | currently ) \s+ )? {tells} \b
  | (?: (?: the | all ) \s+ )? (?: [\w-]+ \s+ )? {seen_in_the_patient} \s+ {stays} \b
      (?! \s+ (?: \w+ly \s+ )? {what_is_always_so} \b )
    """,
    re.X | re.I,
)
# What happened, without naming to whom: "Standard dosing was started a few years ago."
_EVENT = _WORDS.compile(
    r"""
    \b (?: was | were | had \s+ been | has \s+ been | have \s+ been ) \s+ (?: \w+ly \s+ )?
    {done_once} \b
  | \b (?: is | are | was | were ) \s+ (?: also \s+ | strongly \s+ )? (?: present (?! \s+ in \b ) | suspected | increasing | worsening | considered \s+ in \s+ the \s+ differential ) \b
    """,
    re.X | re.I,
)
# The verdict names the service and what it is for; it says nothing new of the patient: "is not medically necessary".
_VERDICT = re.compile(
    r"""
    \b medically \s+ (?: necessary | indicated | appropriate ) \b
  | \b more \s+ beneficial \b
  | \b reconstructive \s+ in \s+ nature \b
  | \b emergency \s+ services \b
  | \b reviewers? \s+ (?: found | determined ) \b
    """,
    re.X | re.I,
)
# What a sentence may begin with before its subject: "However, in 2019, ".
_LINK = _WORDS.compile(
    r"""
    (?:
      {going_on}
      ,? \s+
    )*
    """,
    re.X | re.I,
)
# A story goes on: a verb of the past that medicine in general does not use ("the attempt led to …").
_TOLD = _WORDS.compile(
    r"""
    \b {happened} \b
    """,
    re.X | re.I,
)
# The measure of the law, denied or met: "is not necessary to prevent illness", "is necessary to alleviate severe pain".
_NECESSARY_TO = re.compile(
    r"""
    \b (?: is | are | was | were ) (?P<not> \s+ not )? \s+ (?: medically \s+ )? necessary \s+ (?: in \s+ order \s+ )?
    to \s+ (?: prevent | alleviate | relieve | avoid ) \b
    """,
    re.X | re.I,
)
# What would have come of it: medicine in general tells no such story ("Waiting could have led to …").
_WOULD_HAVE = re.compile(
    r"\b(?:would|could|might)\s+(?:\w+ly\s+|also\s+)?have\s+(?:\w+ly\s+)?(?:been|had|led|\w+ed)\b", re.I
)
# What a refusal may bring: "A denial could lead to falls."
_REFUSED = _WORDS.compile(
    r"""
    (?: {before_refusals} \s+ ){0,2}
    {refusals} \b [^.;]{0,160}? \b (?: (?P<surely> would ) | could | may | might | will ) \b
    """,
    re.X | re.I,
)
# What takes up the sentence before: "This …", "Symptoms …", "There is …"; not "The current …", which is everybody's.
_GOES_ON = _WORDS.compile(
    r"""
    {starts_of_story} \b
    """,
    re.X | re.I,
)
_BOUND = _WORDS.compile(
    r"""
    ; | : (?= \s )
  | , \s+ {clauses_behind_comma} \b
  | \b {clauses_anywhere} \b
    """,
    re.X | re.I,
)
_IF = _WORDS.compile(r"\b{before_what_may_be}\s+$", re.I)
_ASKS = re.compile(
    r"\brequest(?:ed|s|ing)\b[^.]{0,80}\b(?:authorization|coverage|reimbursement|approval)\b", re.I
)
# The name of a criterion before what is so of the patient: "Dimension 1, acute intoxication potential: she drank".
_LABEL = _WORDS.compile(r"\(?{dimensions}s?\s+#?\w{1,3}\b[^:.]{0,160}:\s+", re.I)
# "in a high-risk patient, as is the case with this patient": what is true of others is true of this one.
_LIKEWISE = re.compile(
    r"""
    \b (?: as \s+ (?: is | was ) \s+ (?: the \s+ case \s+ )? (?: with | in | for ) | as \s+ in | (?P<one> such \s+ as | like | including ) )
    \s+ th (?: is | e ) \s+ (?: patient | enrollee | child | member ) (?: 's )? \b
    """,
    re.X | re.I,
)
_QUOTED = re.compile(r"[\"“`][^\"“”`]{25,600}[\"”]")
# Whose own words a quotation may be: "The patient has stated".
_REPORTED = _WORDS.compile(
    r"""
    \b {who_is_quoted} \s+ (?: has \s+ | also \s+ )?
    {reported} \b
    """,
    re.X | re.I,
)
# Names of bodies and their documents: "National Comprehensive Cancer Network", "Association for the Study of Liver Diseases".
_BODY = _WORDS.compile(
    r"""
    (?: \b {countries}
      (?: \s (?: (?: of | for | on | and | the | in | & ) \s ){0,3} [A-Z] [\w'’-]*+ ){1,9}
    | \b {bodies}
      \s (?: of | for | on ) (?: \s (?: (?: of | for | on | and | the | in | & ) \s ){0,3} [A-Z] [\w'’-]*+ ){1,8}
    | (?: [A-Z] [\w'’-]*+ \s (?: (?: of | for | and | & ) \s )? ){1,6}
      {bodies_and_criteria} \b
    )
    """,
    re.X,
)

# What the law calls an emergency or an urgent review (Health and Safety Code 1317.1, 1374.31): no condition of the patient.
_OF_LAW = re.compile(
    r"""
    \b serious \s+ (?: jeopardy | deterioration ) \b (?: \s+ (?: of | to | in ) \s+ [^.,;]{0,80} )?
  | \b serious \s+ (?: impairment | dysfunction ) \b
      (?: \s+ (?: of | to ) \s+ (?: any \s+ )? bod [^.,;]{0,60} | (?! \s+ (?: of | to | in ) \b ) )
  | \b (?: severe \s+ pain ,? \s+ (?: (?: and | or ) \s+ )? (?: the \s+ )? )? (?: potential \s+ )? loss \s+ of \s+ (?: life | limb ) \b [^.;]{0,60} \b bodily \s+ functions?
  | \b imminent \s+ and \s+ serious \s+ threat \b
    """,
    re.X | re.I,
)


def own_clauses(text: str) -> list[Span]:
    """The clauses of flowing ``text`` that speak of the patient, in order.  Linear time."""
    found: list[Span] = []
    before = False
    for start, end in split_sentences(text):
        own = _of_sentence(text, start, end, before)
        found += own
        # The sentence of the request opens no story.
        before = bool(own) and not _ASKS.search(text, start, end)
    return found


def without_others(text: str) -> str:
    """``text`` with blanks for the sentences and clauses that speak of others alone; of the same length.

    For a text that is mostly about the patient, with some sentences about others.

    >>> without_others("Admitted with asthma. Patients with asthma wheeze.")
    'Admitted with asthma.                             '
    """
    kept = list(text)
    for start, end in split_sentences(text):
        sentence = text[start:end]
        anchors = _who_words(sentence, [])
        if not anchors:
            continue
        own = _by_who_words(sentence, anchors) if any(map(_is_patients, anchors)) else []
        for at, stop in _gaps(own, len(sentence)):
            kept[start + at : start + stop] = " " * (stop - at)
    return "".join(kept)


def _gaps(spans: list[Span], size: int) -> Iterator[Span]:
    """What lies between ``spans``, before and behind them."""
    at = 0
    for start, end in spans:
        yield at, start
        at = end
    yield at, size


def own_words(text: str, leave_out: list[Span] = []) -> str:  # noqa: B006 - not changed
    """``text`` with blanks for all that does not speak of the patient, and for ``leave_out``; of the same length.

    >>> own_words("Patients wheeze. He has asthma.")
    '                 He has asthma.'
    """
    kept = [" "] * len(text)
    for start, end in own_clauses(text):
        kept[start:end] = text[start:end]
    bodies = [m.span() for m in _BODY.finditer(text)]
    recited = [m.span() for m in _OF_LAW.finditer(text)]
    for start, end in (*leave_out, *bodies, *recited):
        kept[start:end] = " " * (end - start)
    return "".join(kept)


def _of_sentence(text: str, start: int, end: int, before: bool) -> list[Span]:
    """The clauses of one sentence that speak of the patient; ``before``: the sentence before it has some."""
    label = _LABEL.match(text[start:end])
    if label:
        start += label.end()
    sentence = text[start:end]
    necessary = _NECESSARY_TO.search(sentence)
    if necessary:
        # Denied, it recites the law; met, it says what the patient is in danger of.
        return [] if necessary["not"] else [(start + necessary.start(), end)]
    quotes = [] if _REPORTED.search(sentence) else [m.span() for m in _QUOTED.finditer(sentence)]
    likewise = _LIKEWISE.search(sentence)
    if likewise:
        # "in some patients, such as this patient, who …" is so of this one from there on.
        own = [(likewise.start() if likewise["one"] else 0, len(sentence))]
    elif anchors := _who_words(sentence, quotes):
        own = _by_who_words(sentence, anchors)
    else:
        own = [(0, len(sentence))] if _goes_on(sentence, before) else []
    return [(start + first, start + last) for first, last in _without(quotes, own)]


def _who_words(sentence: str, quotes: list[Span]) -> list[re.Match[str]]:
    """The words that say whom the sentence speaks of, without those of a formula or of a quotation."""
    formulas = [m.span() for m in _FORMULA.finditer(sentence)]
    return [
        m
        for m in _ANCHOR.finditer(sentence)
        if not any(a <= m.start() < b for a, b in formulas) and not any(a < m.start() < b for a, b in quotes)
    ]


def _goes_on(sentence: str, before: bool) -> bool:
    """Whether a sentence without a who-word goes on with the patient's story; ``before``: the one before tells it."""
    if _WOULD_HAVE.search(sentence):
        return True
    if _VERDICT.search(sentence):
        return False
    link = _LINK.match(sentence)
    begins = link.end() if link else 0
    refused = _REFUSED.match(sentence, begins)
    if refused and (before or refused["surely"]):
        return True
    if before and _OF_STORY.match(sentence, begins):
        return True
    if not before or _KNOWN.match(sentence, begins) or _COMMON.search(sentence):
        return False
    return bool(_GOES_ON.match(sentence, begins) or _EVENT.search(sentence) or _TOLD.search(sentence))


@dataclass(slots=True)
class _Listener:
    """Hears the who-words of a sentence in order, and keeps in ``own`` what is said of the patient."""

    sentence: str
    own: list[Span] = field(default_factory=list)
    #: Whether the patient is spoken of now; unknown before the first who-word.
    mine: bool | None = None
    #: Where what is spoken of now began, in this clause.
    since: int = 0
    #: Who this clause is about has been said.
    settled: bool = False
    #: Somebody else speaks in this sentence.
    strict: bool = False

    def begin(self, at: int) -> None:
        """A clause begins: it goes on with the one before until a who-word says otherwise."""
        self.since, self.settled = at, False

    def hear(self, who: re.Match[str]) -> None:
        """Turns to whom the who-word names."""
        kind, at = who.lastgroup, who.start()
        if kind == "the" and self.strict and _IF.search(self.sentence, max(0, at - 12), at):
            return
        if kind == "others":
            self.strict = self.strict or not self.settled
            if self.settled and self.mine:
                return  # "the patient meets the guideline's criteria"
        says = _is_patients(who)
        if not self.settled:
            self.mine, self.settled = says, True
        elif says != self.mine:
            self.end(at)
            self.mine, self.since = says, at

    def end(self, at: int) -> None:
        """Keeps what was said up to here, where it was of the patient."""
        if self.mine:
            self.own.append((self.since, at))


def _by_who_words(sentence: str, anchors: list[re.Match[str]]) -> list[Span]:
    """The patient's clauses: the first who-word of a clause says whose it is, a later one may turn to another."""
    edges = [0, *(m.start() for m in _BOUND.finditer(sentence) if m.start()), len(sentence)]
    listener = _Listener(sentence)
    at = 0
    for first, stop in itertools.pairwise(edges):
        listener.begin(first)
        while at < len(anchors) and anchors[at].start() < stop:
            listener.hear(anchors[at])
            at += 1
        if listener.mine is not None:
            listener.end(stop)
        elif at < len(anchors) and _is_patients(anchors[at]) and not _is_so_of_all(sentence, first, stop):
            # Before the first who-word: that word's clause decides.
            listener.own.append((first, stop))
    return _joined(listener.own)


def _is_patients(who: re.Match[str]) -> bool:
    """Whether a who-word is the patient's."""
    return who.lastgroup in ("this", "the")


def _is_so_of_all(sentence: str, first: int, stop: int) -> bool:
    """What is always so is nobody's: "Apnea is a contraindication, and the patient has none."."""
    return first == 0 and stop < len(sentence) and _COMMON.search(sentence, first, stop) is not None


def _joined(spans: list[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in spans:
        if joined and joined[-1][1] >= start:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        elif end > start:
            joined.append((start, end))
    return joined


def _without(quotes: list[Span], spans: list[Span]) -> list[Span]:
    """``spans`` without the quoted words of others."""
    for a, b in quotes:
        spans = [
            part
            for s, e in spans
            for part in ([(s, e)] if b <= s or e <= a else [(s, max(s, a)), (min(e, b), e)])
            if part[1] > part[0]
        ]
    return spans
