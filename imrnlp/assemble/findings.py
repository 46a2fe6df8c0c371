"""What only findings of the Department of Managed Health Care state: the measure applied, and the panel's vote."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from imrnlp.assemble.argued_medications import only_begun, only_named, stated_status
from imrnlp.assemble.medications import once
from imrnlp.lexicons.wordings import Wordings
from imrnlp.reading import Reading
from imrnlp.record import Criterion, Diagnosis, Letter, Medication, MedicationStatus, Panel
from imrnlp.tag.drugs import drug_names
from imrnlp.tag.grounds import find_grounds
from imrnlp.text.numbers import count
from imrnlp.text.sentences import split_sentences
from imrnlp.text.strings import Span

_WORDS = Wordings("plan_findings_words.tsv")

# By what measure a verdict decides; the order is that of the text.
_CRITERIA = _WORDS.compile(
    r"""
      (?P<medical_necessity>
          medically \s+ (?: necessary | indicated | appropriate )   # "is not medically necessary"
        | medical \s+ necessity
      )
    | (?P<experimental>
          more \s+ beneficial                                        # "is likely to be more beneficial than …"
        | (?: experimental | investigational )
      )
    | (?P<emergency>
          emergency \s+ (?: (?: medical | health ) \s+ )? (?: care \s+ )? {emergency_what}
        | (?: an \s+ )? (?: emergent | urgent ) (?: \s+ (?: or | and ) \s+ (?: emergent | urgent ) )?
          \s+ (?: basis | care | services? | need | in \s+ nature )
      )
    | (?P<reconstructive> reconstructive )
    """,
    re.VERBOSE | re.IGNORECASE,
)
# "The requested panniculectomy is not reconstructive in nature": a verdict, and not the words of the statute.
_VERDICT = _WORDS.compile(
    r"""
    \b (?: is | are | was | were | be | been )
    (?: \s+ (?: and | or | is | are | was | were | not ) ){0,5}+
    (?: \s+ (?: unlikely | likely ) (?: \s+ to \s+ (?: be | have \s+ been ) )?+ )?+
    (?: \s+ medically \s+ (?: necessary | indicated ) ,? \s+ and (?: \s+ not )?+ )?+
    \s+ (?= {necessities} )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_CLOSING = 3  # sentences of the reasons that may hold the verdict where no result does


# Anesthesia for teeth goes with them.
_ANESTHESIA = re.compile(r"\b(?:an[ae]+sthesia|sedation)\b", re.I)
_DENTAL = _WORDS.compile(r"\b{dental}", re.I)


# "who has taken estradiol for six years" takes it still.
_STILL = re.compile(r"\b(?:has|have)\s+(?:been\s+(?:on|taking|using|receiving)|taken|received|used)\b", re.I)
_FOR_YEARS = re.compile(
    r"\bfor\s+(?:the\s+(?:past|last)\s+|over\s+|about\s+)?(?:\w+\s+)?(?:years?|months?|weeks?)\b", re.I
)


# "The records do not document that she has not responded to | Botox": nothing is told of it.
_NOT_DENIED = _WORDS.compile(r"\bnot\s+{says}\w*\b[^.;,]{0,60}\b(?:not|failed|tried|trialed)\b", re.I)
# "He may relapse if | Humira is discontinued": it is taken now.
_IF_ENDED = re.compile(r"\b(?:if|should|were|unless|until|when)\s+(?:(?:the|his|her|this)\s+)?$", re.I)


def _still_taken(sentence: str, at: int) -> bool:
    """Whether a sentence tells of the drug at ``at`` that it was taken for a time, and is so still."""
    if _IF_ENDED.search(sentence, max(0, at - 16), at):
        return True
    return _STILL.search(sentence, 0, at) is not None and _FOR_YEARS.search(sentence, at) is not None


def _in_sentences(
    reading: Reading, letter: Letter
) -> Iterator[tuple[Medication, tuple[str, list[Span], int]]]:
    """Each medication with its sentence, the places of the drugs in it, and which of them it is."""
    text = reading.flow.text
    places = [
        (reading.flow.from_source(d.start), reading.flow.from_source(d.end)) for d in letter.medications
    ]
    for drug, (at, _) in zip(letter.medications, places, strict=True):
        start, end = _sentence(text, at)
        inside = [(a - start, b - start) for a, b in places if start <= a < end]
        which = next(i for i, (a, _) in enumerate(inside) if a == at - start)
        yield drug, (text[start:end], inside, which)


def _taken(reading: Reading, letter: Letter) -> None:
    """The status of each drug by its sentence; a drug that is only requested is not one the patient takes."""
    asked = {drug.name for item in letter.determinations for drug in item.drugs}
    kept: list[Medication] = []
    for drug, (sentence, inside, which) in _in_sentences(reading, letter):
        stated = stated_status(sentence, inside, which)
        if only_named(sentence, inside, which):
            continue
        if drug.status == "unknown":
            if stated == "none" or (stated is None and drug.name in asked):
                continue
            drug.status = stated or "unknown"  # type: ignore[assignment]
        elif drug.status == "past" and _NOT_DENIED.search(sentence, 0, inside[which][0]):
            continue
        elif drug.status == "past" and _still_taken(sentence, inside[which][0]):
            drug.status = "current"
        elif drug.status == "prescribed" and (
            stated == "past"
            or (stated == "current" and (drug.name in asked or not only_begun(sentence, inside, which)))
        ):
            drug.status = stated  # type: ignore[assignment]
        if drug.status == "prescribed" and drug.name in asked:
            continue
        kept.append(drug)
    letter.medications = once(kept)
    _paid_for(reading, letter)


def _spoken_of(reading: Reading, letter: Letter) -> None:
    """Without the drugs that a running text only speaks of: "with the alternative, cisplatin"."""
    letter.medications = [
        drug
        for drug, (sentence, inside, which) in _in_sentences(reading, letter)
        if not only_named(sentence, inside, which)
        and not (drug.status == "unknown" and stated_status(sentence, inside, which) == "none")
    ]


# "reimbursement and prospective authorization and coverage for X received monthly": given before, and to be given further.
_GIVEN = _WORDS.compile(r"\b{received_things}\b|\d{1,2}/\d", re.I)
_FURTHER = re.compile(r"\b(?:prospective(?:ly)?|continu(?:ed|ing|ation)|ongoing)\b", re.I)


def _paid_for(reading: Reading, letter: Letter) -> None:
    """A drug that is to be reimbursed as given was taken, and is taken where more of it is asked for."""
    text = reading.flow.text
    named = {drug.name for drug in letter.medications}
    for item, request in zip(letter.determinations, reading.requests, strict=True):
        sentence = _sentence(text, request.start)
        if item.category != "pharmaceuticals" or not (
            _REIMBURSED.search(text, *sentence) and _GIVEN.search(text, *sentence)
        ):
            continue
        status: MedicationStatus = "current" if _FURTHER.search(text, *sentence) else "past"
        for drug in item.drugs:
            if drug.name not in named:
                named.add(drug.name)
                letter.medications.append(Medication(**drug.model_dump(), status=status, section="findings"))
    letter.medications.sort(key=lambda m: m.start)


# "In this case, the patient has a history of obesity": the argument goes on to treat it as there.
_HAS_HISTORY = re.compile(
    r"\b(?:(?:has|have|with)\s+(?:a|an)|his|her|(?:patient|enrollee|member|child)'s)\s+(?:\w+\s+){0,2}history\s+of\b",
    re.I,
)
_OVER_BEFORE = _WORDS.compile(r"\b{past}\b", re.I)
_OVER_BEHIND = _WORDS.compile(
    r"""
    [^.;]{0,60}? \b (?: resolved | remission | related \s+ to
                    | treated \s+ with \s+ (?: [\w-]+ \s+ ){0,2}? {ends_an_illness} ) \b
    """,
    re.X | re.I,
)


# "small intestinal bacterial overgrowth (SIBO)": the abbreviation goes with the name.
_ABBREVIATED = re.compile(r"\s?\([A-Z][A-Za-z0-9-]{1,7}\)")
# Sleep made for a procedure, and weight lost on purpose, are treatments; weight that goes by itself is a sign.
_TREATMENT = re.compile(
    r"""
    (?: \w+ \s+ )? (?: sedation | an (?: ae | e ) sthesia )       # "lesser sedation"
  | (?: (?! un | in ) [\w-]+ \s+ )? (?: weight \s+ loss | loss \s+ of \s+ weight )
    """,
    re.VERBOSE | re.IGNORECASE,
)
# "She reports unintentional weight loss."
_UNWANTED = _WORDS.compile(
    r"""
    \b {weight_words} \b
    """,
    re.VERBOSE | re.IGNORECASE,
)


# "dysphagia and weight loss": what stands beside a sign in a list is one; obesity is what weight is to be lost for.
_IN_LIST = re.compile(r",? (?:and |or )?")
_OBESE = re.compile(r"obes|overweight|weight", re.I)


def _beside_a_sign(text: str, condition: Diagnosis, others: list[Diagnosis]) -> bool:
    """Whether a lost weight of ``text`` stands in a list with another condition that is no obesity."""
    for other in others if "weight" in condition.text else ():
        first, last = sorted((condition, other), key=lambda one: one.start)
        parted = text[first.end : last.start] if first.end <= last.start <= first.end + _LIST_GAP else "."
        if _IN_LIST.fullmatch(parted) and not _OBESE.search(other.text):
            return True
    return False


#: Characters between two items of a list, at most.
_LIST_GAP = 6


def _stated(reading: Reading, letter: Letter) -> None:
    """Conditions as an argument names them: with their abbreviations, without treatments."""
    kept = []
    for condition in letter.diagnoses:
        sentence = reading.flow.text[
            slice(*_sentence(reading.flow.text, reading.flow.from_source(condition.start)))
        ]
        wanted = condition.assertion != "hypothetical" and not _UNWANTED.search(sentence)
        if _TREATMENT.fullmatch(condition.text) and wanted:
            signs = [d for d in letter.diagnoses if d.assertion == condition.assertion]
            if not _beside_a_sign(reading.source, condition, signs):
                continue
        short = _ABBREVIATED.match(reading.source, condition.end)
        if short:
            condition.end = short.end()
            condition.text = reading.source[condition.start : condition.end]
        kept.append(condition)
    letter.diagnoses = kept


# "Oxybutynin caused dry mouth", "Erenumab resulted in severe constipation".
_CAUSED = _WORDS.compile(
    r"""
    \b (?P<drug> (?: [a-z][\w-]{2,} \s+ )? [a-z][\w-]{3,} ) (?: \s+ {ways_of_taking} )? (?: , \s+ which )? \s+ (?: (?: had | has | have | also | previously ) \s+ ){0,2}
    {brought_about} \s+ (?= (?P<effects> [^.;]{3,120}? ) (?: (?: , | (?= \s (?: and | but | while ) \s ) ) \s+ (?: (?: and | but | while ) \s+ )? [\w-]+ \s+ {verbs_of_a_story} \b | ; | \. | $ ) )
    """,
    re.X | re.I,
)


# "She developed a rash with Remicade", where Remicade is told to be over.
_CAME_WITH = _WORDS.compile(
    r"""
    \b {had_then} \s+ (?P<effects> [^.;]{3,80}? ) \s+ (?: with | from | to | on | while \s+ (?: on | taking ) ) \s+
    (?= (?P<drug> [a-z][\w-]{3,} ) \b )
    """,
    re.X | re.I,
)


def _effects(reading: Reading, letter: Letter) -> None:
    """What a drug brought about is over with it."""
    text = reading.flow.text
    past = {m.text.lower() for m in letter.medications if m.status == "past"}
    for start, end in split_sentences(text):
        for told in _CAUSED.finditer(text, start, end):
            drug = told["drug"].lower()
            if any(name in drug_names() for name in (drug, *drug.split())):
                _over(reading, letter, told.span("effects"))
        for told in _CAME_WITH.finditer(text, start, end) if past else ():
            if told["drug"].lower() in past:
                _over(reading, letter, told.span("effects"))


def _over(reading: Reading, letter: Letter, place: Span) -> None:
    """Tells of the conditions in a place of the flowing text that they are over."""
    for condition in letter.diagnoses:
        if (
            condition.assertion == "present"
            and place[0] <= reading.flow.from_source(condition.start) < place[1]
        ):
            condition.assertion = "historical"


def _present(reading: Reading, letter: Letter) -> None:
    """What the patient "has a history of" is there, save what is said to be over."""
    text = reading.flow.text
    for condition in letter.diagnoses:
        if condition.assertion == "historical":
            at = reading.flow.from_source(condition.start)
            start, end = _sentence(text, at)
            history = _HAS_HISTORY.search(text, start, at)
            behind = at + len(condition.text)
            if (
                history
                and not _OVER_BEFORE.search(text, history.start(), behind)
                and not _OVER_BEHIND.match(text, behind, max(behind, end))
            ):
                condition.assertion = "present"
    once: dict[tuple[str, str], Diagnosis] = {}
    for condition in letter.diagnoses:
        once.setdefault((condition.text.lower(), condition.assertion), condition)
    letter.diagnoses = list(once.values())


def as_told(reading: Reading, letter: Letter) -> None:
    """Reads conditions and drugs of a text of unknown layout as those of an argument."""
    _spoken_of(reading, letter)
    _present(reading, letter)
    _stated(reading, letter)


def complete(reading: Reading, letter: Letter) -> None:
    """Adds what only this form states: the panel, each item's measure, and whether it had been given already."""
    whole = reading.flow.text
    outcomes = {item.outcome for item in letter.determinations}
    _taken(reading, letter)
    _effects(reading, letter)
    _present(reading, letter)
    _stated(reading, letter)
    letter.panel = read_panel(whole, outcomes.pop() if len(outcomes) == 1 else "")
    result = reading.section("final_result")
    for item, request, parts in zip(letter.determinations, reading.requests, reading.items, strict=True):
        reasons = reading.passage(*parts.rationale).text if parts.rationale else ""
        # What the plan denied it for is no measure of a verdict.
        decided = item.outcome != "unknown"
        item.criterion = read_criteria(result.text if result else "", reasons) if decided else []
        if _ANESTHESIA.search(request.text) and item.category == "surgery" and _DENTAL.search(whole):
            item.category, item.subcategory = "dental_and_vision", "dental"
        asked = _sentence(whole, request.start)
        if _REIMBURSED.search(whole, *asked):
            item.retrospective = True
        if parts.rationale:
            passage = reading.passage(*parts.rationale)
            item.imr_guidelines = reading.relocate(find_grounds(passage.text), passage.start)


def _sentence(text: str, at: int) -> tuple[int, int]:
    """The sentence in which ``at`` stands."""
    return next(((a, b) for a, b in split_sentences(text) if a <= at < b), (at, at))


_REIMBURSED = re.compile(r"\b(?:reimburse(?:ment|d|s)?|retro(?:spective(?:ly)?)?)\b", re.I)


def read_criteria(result: str, reasons: str) -> list[Criterion]:
    """By what measures the verdict decides, in order: those of the result, else of the reasons' last verdict.

    A service that the reasons call (not) reconstructive has that measure too.

    >>> read_criteria("The reviewer determined that the services are not medically necessary.", "")
    ['medical_necessity']
    """
    found = _named(result)
    sentences = [reasons[a:b] for a, b in split_sentences(reasons)]
    verdicts = [s for s in sentences if _VERDICT.search(s)]
    if not found:
        found = _named(" ".join(verdicts[-1:])) or _named(" ".join(sentences[-_CLOSING:]))
    if "reconstructive" not in found and any(
        (m := _VERDICT.search(s)) and s[m.end() :].lower().startswith("reconstructive") for s in verdicts
    ):
        found.append("reconstructive")
    return found


def _named(text: str) -> list[Criterion]:
    found: list[Criterion] = []
    for match in _CRITERIA.finditer(text):
        name: Criterion = match.lastgroup  # type: ignore[assignment]
        if name not in found:
            found.append(name)
    return found


# "Two of the three physician reviewers found", "All three reviewers", "2 of 3 reviewers".
_NUMBER = r"(?: one | two | three | four | five | \d )"
_VOTE = _WORDS.compile(
    rf"""
    \b (?P<votes> all | both | none | a \s+ majority | the \s+ majority | {_NUMBER} )
    (?: \s+ \( \d \) )?
    (?: \s+ (?: out \s+ )? of (?: \s+ the )? )?
    (?: \s+ (?P<of> {_NUMBER} ) \b (?: \s+ \( \d \) )? )?
    (?: \s+ {{reviewers}} ){{0,3}}
    \s+ (?: reviewers? | physicians | experts ) \b
    """,
    re.VERBOSE | re.IGNORECASE,
)
# "Physician reviewer 3 is board certified", "Reviewer #2", "Physician 1:", "the third reviewer".
_NUMBERED = re.compile(
    r"""
    \b (?: reviewers? | physicians? ) \s* (?: \# | no\.? | number )? \s*
    (?P<numbers> [1-9] (?: (?: \s* , \s* (?: and \s+ )? | \s+ (?: and | & ) \s+ ) [1-9] )*+ ) \b (?! \s* % )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_DENIAL = re.compile(r"\b(?:denial|decision)\b", re.I)
_ONE = _WORDS.compile(
    r"\b(?:the|this|our)\s+(?:{deciders}\s+){0,3}reviewer\b",
    re.I,
)
# "was not medically necessary", "has not been shown to be", "is not an emergency", "unlikely", "should be upheld".
_AGAINST = _WORDS.compile(
    r"""
      \b not \s+ (?: been\s+ )?
         (?: shown\s+to\s+be\s+
           | {not_so} \b
           | emergen | reconstruct | urgent )
    | \b unlikely \b
    | \b uph[eo]ld \b
    """,
    re.IGNORECASE | re.VERBOSE,
)
# "was medically necessary", "is more beneficial", "should be overturned", "was reconstructive".
_FOR = _WORDS.compile(
    r"""
    \b {decided}
    """,
    re.IGNORECASE | re.VERBOSE,
)


# "Physician #1: … Physician #2: …": each tells its verdict in its own part.
_PART = re.compile(r"\b(?:reviewer|physician)\s*(?:#|no\.?|number)?\s*[1-9]\s*:", re.I)


def _with_result(text: str, outcome: str) -> int | None:
    """How many of a text's parts by numbered reviewers end with the result; ``None`` without such parts."""
    starts = [m.end() for m in _PART.finditer(text)]
    if len(starts) < 2 or outcome not in ("upheld", "overturned"):
        return None
    agreeing = 0
    for start, end in pairwise([*starts, len(text)]):
        part = text[start:end]
        told = [s for a, b in split_sentences(part) if _FOR.search(s := part[a:b]) or _AGAINST.search(s)]
        # The result stands behind the last part.
        told = [s for s in told if not _DENIAL.search(s)] or told
        agreeing += bool(told) and (_AGAINST.search(told[-1]) is not None) == (outcome == "upheld")
    return agreeing


def read_panel(text: str, outcome: str) -> Panel | None:
    """How many reviewers decided, and how many agree with the result ``outcome``; ``None`` where none is named.

    >>> read_panel("Two of the three physician reviewers found that it is medically necessary.", "overturned")
    Panel(size=3, agreeing=2)
    >>> read_panel("The reviewer determined that it is not medically necessary.", "upheld")
    Panel(size=1, agreeing=1)
    """
    size = max(
        (int(n) for m in _NUMBERED.finditer(text) for n in re.findall(r"[1-9]", m["numbers"])), default=0
    )
    size, agreeing, singly = _votes_of_sentences(text, outcome, size)
    if size == 0:
        return Panel(size=1, agreeing=1) if _ONE.search(text) else None
    if agreeing is None:
        agreeing = _with_result(text, outcome)
    if agreeing is None and singly:
        agreeing = min(singly, size)
    if agreeing is None and size == 1:
        agreeing = 1
    return Panel(size=size, agreeing=agreeing)


def _votes_of_sentences(text: str, outcome: str, size: int) -> tuple[int, int | None, int]:
    """The size of the panel, how many a vote shows to agree with the result, and how many agree one by one."""
    decided = outcome in ("upheld", "overturned")
    agreeing: int | None = None
    singly = 0
    for start, end in split_sentences(text):
        sentence = text[start:end]
        against = _AGAINST.search(sentence) is not None
        if not against and _FOR.search(sentence) is None:
            continue
        with_result = decided and against == (outcome == "upheld")
        vote = _VOTE.search(sentence)
        if vote:
            votes, of = _votes(vote, size)
            size = max(size, of)
            agrees = votes if with_result or not decided else max(0, of - votes)
            agreeing = agrees if agreeing is None else max(agreeing, agrees)
        elif with_result and _NUMBERED.search(sentence):
            singly += 1
    return size, agreeing, singly


def _votes(vote: re.Match[str], size: int) -> tuple[int, int]:
    """How many reviewers a vote names, of how many; ``size`` is how many are known of so far."""
    word = vote["votes"].lower()
    of = count(vote["of"] or "") or 0
    if word in ("all", "both"):
        whole = of or (2 if word == "both" else size or 3)
        return whole, whole
    if word == "none":
        return 0, of or size or 3
    if word.endswith("majority"):
        whole = of or size or 3
        return whole // 2 + 1, whole
    number = count(word) or 0
    return number, max(of, number)
