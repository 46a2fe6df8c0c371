"""What one sentence decides: each verb of decision with its object, its subject or what a list says beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from imrnlp.assemble.utilization import patterns as p
from imrnlp.assemble.utilization.named import Named
from imrnlp.assemble.utilization.spans import is_reason, object_of, own, parts, subject
from imrnlp.assemble.utilization.words import review_words
from imrnlp.text.numbers import count

#: What is decided: start, end (the same where it is not named), outcome.
Decided = tuple[int, int, str]
#: Characters before a verb that can hold its auxiliaries or its subject's last words.
_NEAR = 80
#: Longest list of items, in characters, that stands before its verb.
_LONGEST = 1500
_DECISION_NOUNS = ("ication", "isation", "ization", "approval")
_SIDES = ("adverse ", "favorable ", "favourable ")
_ALLOWED = ("approved", "authorized", "authorised", "certified", "granted")
#: Characters before a verb in which the one who says it is looked for.
_SOURCE_REACH = 300
#: Outcomes of which the later one takes the earlier one's place.
_FINAL = ("certified", "denied")
_GIVEN = ("recommended", "given", "granted", "supported")


def _verdicts() -> tuple[str, ...]:
    """Verdicts without "certified": the review's where it "found" it, else the physician's."""
    return tuple(p.WORDS.of("verdicts"))


def _weak_verbs() -> tuple[str, ...]:
    """Verbs that decide only where a review is named before them: others accept, oppose and see no need too."""
    return tuple(p.WORDS.of("weak_verbs"))


def _verbs_of_named() -> tuple[str, ...]:
    """Verbs that decide nothing but what has a name: "accepted the claim"."""
    return tuple(p.WORDS.of("verbs_of_named_things"))


@dataclass(slots=True)
class _Clause:
    """A verb of decision with the text that may hold what was decided: ``floor`` to ``stop``."""

    text: str
    named: Named
    floor: int
    outcome: str
    verb: re.Match[str]
    stop: int
    in_review: bool

    @property
    def word(self) -> str:
        return self.verb.group().lower()

    def near(self, pattern: re.Pattern[str], before: int) -> re.Match[str] | None:
        """``pattern``, which is anchored at its end, just before offset ``before``."""
        return pattern.search(self.text, max(self.floor, before - _NEAR), before)


def decisions(text: str, named: Named, in_review: bool) -> list[Decided]:
    """Spans of what is decided, with the outcome; an empty span where it is not named.

    >>> text = "UR denied Norco but later approved it."
    >>> decisions(text, Named.of(text), True)
    [(10, 15, 'certified')]
    """
    decided: list[Decided] = []
    verbs = _verbs(text)
    floor, before, named_one = 0, "", False
    for i, (stated, verb) in enumerate(verbs):
        if verb.start() < floor:
            continue
        stop = verbs[i + 1][1].start() if i + 1 < len(verbs) else len(text)
        for start, end, outcome in _decided(_Clause(text, named, floor, stated, verb, stop, in_review)):
            floor = max(floor, verb.end(), end)
            remaining = outcome == "denied" and before == "modified" and text.startswith("remaining", start)
            same = named_one and p.SAME.match(text, start, end) is not None
            left = before == "modified" and outcome == "certified" and _is_left(text, start, end, named)
            if same and decided and outcome in _FINAL and before in _FINAL:
                decided[-1] = (*decided[-1][:2], outcome)  # "denied A but later approved it"
            before = "modified" if left else outcome
            if left or (same and (outcome in _FINAL or not decided)):
                continue
            named_one = start < end
            if not remaining and not review_words().no_item.fullmatch(text, start, end):
                decided.append((start, end, outcome))
    return decided


def _is_left(text: str, start: int, end: int, named: Named) -> bool:
    """Whether "modified A and allowed | one month" tells what the modification left."""
    return p.LEFT.match(text, start, end) is not None and not named.between(start, end)


def _verbs(text: str) -> list[tuple[str, re.Match[str]]]:
    """The verbs of decision, each with the outcome that it states."""
    verbs: list[tuple[str, re.Match[str]]] = []
    for row, verb in review_words().outcome.finditer(text):
        outcome = review_words().outcomes[row]
        if _is_denial(text, verb) or _is_noun(text, verb, bool(verbs)):
            continue
        if outcome == "certified":
            if (
                verbs
                and verbs[-1][0] == "modified"
                and p.TO_INFINITIVE.search(text, verbs[-1][1].end(), verb.start())
            ):
                continue  # "modified to authorize six visits" is one decision
            if p.NEGATED.search(text, max(0, verb.start() - _NEAR), verb.start()):
                outcome = "denied"  # never the opposite, whatever the words of the negation
        if verbs and _ends_verdict(text, verbs[-1][1], verb):
            continue  # "did not find A | medically necessary" is one decision
        verbs.append((outcome, verb))
    return verbs


def _ends_verdict(text: str, before: re.Match[str], verb: re.Match[str]) -> bool:
    """Whether "medically necessary" is the end of "did not | find A medically necessary"."""
    opens = before.group().lower().endswith(("find", "deem", "consider"))
    return (
        opens and verb.group().lower().endswith(_verdicts()) and ";" not in text[before.end() : verb.start()]
    )


def _is_denial(text: str, verb: re.Match[str]) -> bool:
    """Whether somebody else speaks: "she denied numbness", "the guidelines do not support it"."""
    before = max(0, verb.start() - _NEAR), verb.start()
    said = any(
        pattern.search(text, *before) is not None
        for pattern in (review_words().denier, review_words().source)
    )
    return said or _is_anothers(text, verb)


def _is_anothers(text: str, verb: re.Match[str]) -> bool:
    """Whether another does it: "reduced | by the physician", "the guidelines state that A is", "use of A is limited"."""
    begin = max(0, verb.start() - _SOURCE_REACH)
    if p.BY_ANOTHER.match(text, verb.end()) or p.TOLD_BY_SOURCE.search(text, begin, verb.start()):
        return True
    measured = p.OF_MEASURE.match(verb.group()) is not None
    named = review_words().review.search(text, begin, verb.end() + _NEAR) is not None
    return measured and not named and p.USE_OF.search(text, begin, verb.start()) is not None


def _decided(clause: _Clause) -> Iterator[Decided]:
    """What one verb decides."""
    inverted = _inverted(clause)
    if inverted:
        yield inverted
        return
    passive = _passive(clause)
    before = _stated_before(clause, passive)
    if before:
        yield before
        yield from _opposite(clause, before[2])
        return
    if clause.word.endswith(_verdicts()) and _is_opinion(clause, passive is not None):
        return
    made = clause.word.endswith("for") and " on " in clause.word
    if clause.word.startswith("denial") and not made and clause.near(p.EARLIER, clause.verb.start()):
        return
    if clause.word.startswith(_weak_verbs()) and not _says_review(clause):
        return
    if passive and not _has_object(clause) and p.BEHIND_PASSIVE.match(clause.text, clause.verb.end()):
        yield from _decided_of_subject(clause, passive)
    elif clause.in_review:
        yield from _decided_of_object(clause)


def _inverted(clause: _Clause) -> Decided | None:
    """ "Denied | by UR were | A and B": the item stands behind what is said of the verb."""
    text, verb = clause.text, clause.verb
    inverted = p.INVERTED.match(text, verb.end()) if clause.in_review else None
    if inverted is None:
        return None
    before = max(clause.floor, text.rfind(";", clause.floor, verb.start()) + 1)
    if not p.BEFORE_INVERTED.fullmatch(text, before, verb.start()):
        return None
    start, end = object_of(text, inverted.end(), clause.stop, clause.outcome, clause.named)
    return (start, end, clause.outcome) if clause.named.between(start, end) else None


def _says_review(clause: _Clause) -> bool:
    """Whether the sentence names a review before the verb, or goes on about it: "it accepted A"."""
    return (
        review_words().review.search(clause.text, max(0, clause.verb.start() - _LONGEST), clause.verb.start())
        is not None
        or p.GOES_ON.match(clause.text) is not None
    )


def _passive(clause: _Clause) -> re.Match[str] | None:
    """The "was" of "was denied"; what needs none ("obtained approval") has nothing where it would stand."""
    passive = clause.near(p.PASSIVE, clause.verb.start())
    within = passive is None and p.PASSIVE_WITHIN.match(clause.word) is not None
    if within or p.OBTAINED.match(clause.word):
        return p.NOTHING.match(clause.text, clause.verb.start())
    return passive


def _has_object(clause: _Clause) -> bool:
    """Whether the item stands behind: "the decision was non-certification of A", "the decision was adverse to A"."""
    of = clause.word.endswith(_DECISION_NOUNS) and p.OF.match(clause.text, clause.verb.end())
    return bool(of) or clause.word.startswith(_SIDES)


def _stated_before(clause: _Clause, passive: re.Match[str] | None) -> Decided | None:
    """The item that a review puts before its outcome: in a list, as a headline, or "found A medically necessary"."""
    if not clause.in_review:
        return None
    listed = _listed_before(clause)
    if listed or passive:
        return listed
    gave = (
        p.GAVE.search(clause.text, clause.floor, clause.verb.start())
        if "ga" in clause.text or "given" in clause.text
        else None
    )
    if gave and clause.named.between(*gave.span("item")):
        return (*own(clause.text, *gave.span("item")), clause.outcome)
    headline = _headline(clause)
    if headline or not clause.word.endswith(_verdicts()):
        return headline
    found = p.FOUND.search(clause.text, clause.floor, clause.verb.start())
    return (*own(clause.text, found.end(), clause.verb.start()), clause.outcome) if found else None


def _listed_before(clause: _Clause) -> Decided | None:
    """The item of a list that stands before its own outcome, behind the item before it."""
    text, verb = clause.text, clause.verb
    listed = clause.near(p.LISTED_BEFORE, verb.start())
    counted = p.LISTED_COUNT.match(text, verb.end())
    ends = p.LISTED_AFTER.match(text, verb.end()) or review_words().narrowed.match(text, verb.end())
    # "Oxycodone 30 mg #120 - modified | to Oxycodone 30 mg #90;"
    narrowed = clause.outcome == "modified" and text.startswith(" to ", verb.end())
    if not listed or not (ends or counted or narrowed):
        return None
    floor = max(clause.floor, listed.start() - _LONGEST)
    headed = p.HEADED.match(text, floor, listed.start()) if floor == 0 else None
    floor = headed.end() if headed else floor
    found = p.LIST_CUT.finditer(text, floor, listed.start())
    cuts = [floor, *(m.end() for m in found if parts(text, floor, m, listed.start(), clause.named))]
    # "chiropractic care, 2 times a week: | denied": behind the last comma nothing is named.
    cuts = [at for at in cuts if clause.named.between(at, listed.start())] or cuts
    fewer = counted and clause.outcome == "certified"
    return (
        *own(text, cuts[-1], listed.start()),
        "modified" if fewer else clause.outcome,
    )


def _headline(clause: _Clause) -> Decided | None:
    """Items that stand before their outcome without a verb: "UR: lumbar MRI non-certified; EMG certified", "Orthotics denied"."""
    text, verb = clause.text, clause.verb
    dated = p.DATED.match(text, 0, verb.start()) if text[:1].isdigit() else None
    colon = max(text.rfind(":", 0, verb.start()), dated.end() - 1 if dated else -1)
    start = max(colon, text.rfind(";", 0, verb.start()), clause.floor - 1) + 1
    if start == clause.floor > 0 and (stated := p.STATED_BEFORE.match(text, start, verb.start())):
        start = stated.end()
    words = review_words()
    ends = (
        p.LISTED_AFTER.match(text, verb.end())
        or words.narrowed.match(text, verb.end())
        or _modified_from(clause)
        or (colon >= 0 and words.end.match(text, verb.end()))
    )
    short = (colon >= 0 or p.SHORT_NAME.fullmatch(text, start, verb.start())) and not p.FOUND.search(
        text, start, verb.start()
    )
    if not (short and ends and clause.named.between(start, verb.start())):
        return None
    start, end = own(text, start, verb.start())
    fewer = clause.outcome == "certified" and _is_fewer(clause, start, end)
    return start, end, "modified" if fewer else clause.outcome


def _is_opinion(clause: _Clause, passive: bool) -> bool:
    """Whether "medically necessary" is the physician's word, or the conclusion of a reason, and no decision."""
    if clause.word.removeprefix("not ").startswith(("found", "deemed", "determined")):
        return False
    reason = p.AS_REASON.match(clause.text)
    if not (passive and clause.in_review) or clause.text.startswith("Therefore"):
        return True
    if clause.text.startswith("As ") and not (reason and reason.end() < clause.verb.start()):
        return True
    bare = clause.word in _verdicts()
    return bare and not _is_finding(clause)


def _is_finding(clause: _Clause) -> bool:
    """Whether somebody "found that A is not | medically necessary", or a review holds it."""
    text, floor, before = clause.text, clause.floor, clause.verb.start()
    if " and that " in text[floor:before]:
        floor = 0  # "found that A is not necessary and that B is"
    if p.FOUND_THAT.search(text, floor, before):
        return True
    return p.HELD_THAT.search(text, floor, before) is not None and _says_review(clause)


def _decided_of_subject(clause: _Clause, passive: re.Match[str]) -> Iterator[Decided]:
    """ "A was denied", "A, which was denied", "the patient was approved for A"."""
    text, outcome = clause.text, clause.outcome
    before = passive.start()
    floor = max(clause.floor, before - _LONGEST)
    if not clause.in_review and not p.UNSAID.search(text, floor, before):
        yield from _denied_by_payer(clause, floor, before)
        return
    reason = p.AS_REASON.match(text, floor)
    if reason and floor == 0 and reason.end() < before:
        floor = reason.end()
    if clause.near(review_words().denier, before):
        yield from _decided_for_patient(clause, before)
        return
    if _is_advice(clause, floor, before) or is_reason(text, floor, before):
        return
    which = _which(clause, before) or _counted(clause, floor, before)
    if which:
        yield which
        return
    if clause.near(p.NONE_OF, before):
        if outcome == "denied":
            return
        outcome = "denied"  # "no drug has been certified": never the opposite
    start, end = _antecedent(clause, floor, before) or _subject_or_list(clause, floor, before)
    neither = p.NEITHER_NOR.search(text, floor, before)
    if neither:
        outcome = "denied"
        start, end = own(text, neither.end(), before)
    if outcome == "certified" and (_says_fewer(clause, start, end) or _is_fewer(clause, start, end)):
        outcome = "modified"
    yield start, end, outcome
    yield from _opposite(clause, outcome)
    yield from _so_was(clause, outcome)


def _so_was(clause: _Clause, outcome: str) -> Iterator[Decided]:
    """ "A was denied, | and so was B"."""
    text = clause.text
    said = " so was" in text or " so were" in text or " as was" in text
    so_was = p.SO_WAS.match(text, clause.verb.end()) if said else None
    if so_was and clause.named.between(*so_was.span("item")):
        yield (*own(text, *so_was.span("item")), outcome)


def _modified_from(clause: _Clause) -> bool:
    """ "Hand therapy certified | x 4 visits (modified from 8)"."""
    return " from " in clause.text and p.MODIFIED_FROM.match(clause.text, clause.verb.end()) is not None


def _opposite(clause: _Clause, outcome: str) -> Iterator[Decided]:
    """ "A was certified, | while B was not"."""
    opposite = p.WAS_NOT.match(clause.text, clause.verb.end()) if outcome == "certified" else None
    if opposite:
        yield (*own(clause.text, *opposite.span("item")), "denied")


def _says_fewer(clause: _Clause, start: int, end: int) -> bool:
    """Whether the words say that less was certified: "6 of 12 visits", "in part", "only 6"."""
    text, at = clause.text, clause.verb.end()
    return (
        p.FRACTION.match(text, start, end) is not None
        or p.FRACTION.match(text, at) is not None
        or p.INSTEAD.match(text, at) is not None
        or p.ONLY_SO_MANY.match(text, at) is not None
        or (" out of " in text and p.OUT_OF.match(text, at) is not None)
    )


def _denied_by_payer(clause: _Clause, floor: int, before: int) -> Iterator[Decided]:
    """ "An EMG has been denied" is a payer's word, also where no review is named."""
    asked = _asked_for(clause, floor, before) if clause.outcome == "denied" else None
    if asked:
        yield *asked, clause.outcome
        return
    start, end = subject(clause.text, floor, before, clause.named)
    alone = "," not in clause.text[floor:before] and p.SHORT_NAME.fullmatch(clause.text, start, end)
    if clause.outcome == "denied" and alone and clause.named.between(start, end):
        yield start, end, clause.outcome


def _decided_for_patient(clause: _Clause, before: int) -> Iterator[Decided]:
    """ "The patient was approved for A": the item stands behind the verb."""
    text, verb, named = clause.text, clause.verb, clause.named
    start, end = object_of(text, verb.end(), clause.stop, clause.outcome, named)
    stated = p.FOR.match(text, verb.end()) or named.between(start, end)
    if stated and not clause.near(p.BECAUSE_PATIENT, before):
        yield start, end, clause.outcome


def _antecedent(clause: _Clause, floor: int, before: int) -> tuple[int, int] | None:
    """What "it" stands for in "A did not meet criteria and it | was denied": the subject of the clause before."""
    text, named = clause.text, clause.named
    pronoun = p.IT.search(text, max(floor, before - _NEAR), before)
    if pronoun is None:
        return None
    asked = _asked_for(clause, floor, before)
    if asked:
        return asked
    that = [m.end() for m in p.THAT.finditer(text, floor, pronoun.start())]
    start = that[-1] if that else floor
    ends = p.ANTECEDENT_END.search(text, start, pronoun.start())
    if ends is None:
        return None
    start, end = subject(text, start, ends.start(), named)
    return (start, end) if named.between(start, end) else None


def _asked_for(clause: _Clause, floor: int, before: int) -> tuple[int, int] | None:
    """What "it" stands for in "the doctor asked for A but it | was denied": the object of the clause before."""
    text, named = clause.text, clause.named
    pronoun = p.IT.search(text, max(floor, before - _NEAR), before)
    asking = [m.end() for m in p.ASKING.finditer(text, floor, pronoun.start())] if pronoun else []
    if pronoun is None or not asking:
        return None
    start = max(asking[-1], text.rfind(", ", floor, pronoun.start()) + 1)
    start, end = own(text, start, pronoun.start())
    return (start, end) if named.between(start, end) else None


def _subject_or_list(clause: _Clause, floor: int, before: int) -> tuple[int, int]:
    """What was decided: the subject, or what stands behind the verb: "was denied for A", "were denied: A, B"."""
    text, verb, named = clause.text, clause.verb, clause.named
    start, end = subject(text, floor, before, named)
    if review_words().vague.fullmatch(text[start:end]) and p.FOR.match(text, verb.end()):
        behind = object_of(text, verb.end(), clause.stop, clause.outcome, named)
        if named.between(*behind):
            start, end = behind
    colon = text.find(":", verb.end(), clause.stop)
    if colon >= 0 and not named.between(start, end) and named.between(colon, clause.stop):
        start, end = own(text, colon + 1, clause.stop)
    return start, end


def _decided_of_object(clause: _Clause) -> Iterator[Decided]:
    """ "denied A", "A, which utilization review denied", "certified A but not B"."""
    text, verb, outcome, named = clause.text, clause.verb, clause.outcome, clause.named
    if _is_advice(clause, clause.floor, verb.start()):
        return
    start, end = object_of(text, verb.end(), clause.stop, outcome, named)
    only = p.ONLY.search(text, start, end) if outcome == "certified" else None
    end = only.start() if only else end
    if clause.word.startswith(_verbs_of_named()) and start < end and not _is_named(clause, start, end):
        return
    which = _which(clause, verb.start()) if start >= end else None
    if which:
        yield which
        return
    if outcome == "certified":
        outcome = _outcome_of_object(clause, start, end)
    yield from _in_addition(clause, outcome)
    yield start, end, outcome
    if clause.outcome == outcome == "certified":
        yield from _not_certified(clause, end)
    yield from _more_objects(clause, end, outcome)


def _outcome_of_object(clause: _Clause, start: int, end: int) -> str:
    """What "certified" says of its object: less in "six of the twelve visits", the opposite in "neither A nor B"."""
    text, verb = clause.text, clause.verb
    if p.NEITHER_NOR.match(text, verb.end() + 1):
        return "denied"
    fewer = (
        p.FRACTION.match(text, start, end) or p.INSTEAD.match(text, end) or p.ONLY_SO_MANY.match(text, end)
    )
    return "modified" if fewer else "certified"


def _not_certified(clause: _Clause, end: int) -> Iterator[Decided]:
    """ "certified A | but not B", "certified A | ; the rest was not"."""
    text = clause.text
    rest = p.REST_WAS_NOT.match(text, end)
    if rest:
        yield (*rest.span("item"), "denied")
    for_one = p.BUT_NOT_FOR.match(text, end)
    if for_one and clause.named.between(for_one.end(), clause.stop):
        yield (*own(text, for_one.end(), clause.stop), "denied")
        return
    but = p.BUT_NOT.match(text, end)
    if but:
        yield (*own(text, but.end(), clause.stop), "denied")


def _more_objects(clause: _Clause, end: int, outcome: str) -> Iterator[Decided]:
    """What the same verb decides behind the reason of its first object: "denied A for want of films, | and the B with it"."""
    text, named = clause.text, clause.named
    if clause.word.endswith("for"):
        for more in p.AND_FOR.finditer(text, end, clause.stop):
            yield (*object_of(text, more.end() - 1, clause.stop, outcome, named), outcome)
        return
    for pattern in (p.AND_BECAUSE, p.AND_ALSO):
        for more in pattern.finditer(text, end, clause.stop):
            if named.between(*more.span("item")):
                item = p.WITH_IT.search(text, *more.span("item"))
                yield (*own(text, more.start("item"), item.start() if item else more.end("item")), outcome)


def _is_named(clause: _Clause, start: int, end: int) -> bool:
    """Whether the words name a service or drug, or stand for one named elsewhere."""
    vague = review_words().vague.fullmatch(clause.text, start, end)
    return vague is not None or clause.named.between(start, end)


def _in_addition(clause: _Clause, outcome: str) -> Iterator[Decided]:
    """ "In addition to | A, | UR also denied B"."""
    more = p.IN_ADDITION.match(clause.text) if clause.floor == 0 else None
    if more and more.end() <= clause.verb.start() and clause.named.between(*more.span("item")):
        yield (*own(clause.text, *more.span("item")), outcome)


def _is_advice(clause: _Clause, start: int, end: int) -> bool:
    """Whether "not recommended" is a guideline's advice: a review does not recommend certification, or a request."""
    if not (clause.word.startswith("not ") and clause.word.split()[-1] in _GIVEN):
        return False
    if p.BY_GUIDELINES.match(clause.text, clause.verb.end()):
        return True
    if clause.in_review and clause.word == "not supported" and _found_by_review(clause, start, end):
        return False
    stated = (p.CERTIFICATION, p.REQUESTED_ITEM) if clause.in_review else (p.CERTIFICATION,)
    if any(pattern.search(clause.text, start, end) for pattern in stated):
        return False
    return p.BY_REVIEW.match(clause.text, clause.verb.end()) is None


def _found_by_review(clause: _Clause, start: int, end: int) -> bool:
    """Whether a review "determined that A was | not supported"."""
    review = review_words().review.search(clause.text, start, end)
    return review is not None and p.FOUND_THAT.search(clause.text, review.end(), end) is not None


def _is_fewer(clause: _Clause, start: int, end: int) -> bool:
    """Whether fewer were certified than the item asks for: "12 sessions were approved for 6 sessions"."""
    if (
        "refill" in clause.text[clause.verb.end() :]
        and p.NO_REFILLS.match(clause.text, clause.verb.end())
        and p.REFILLS.search(clause.text, start, end)
    ):
        return True  # "Norco #60 with 2 refills was certified | with no refills"
    if _modified_from(clause):
        return True
    fewer = p.FOR_FEWER.match(clause.text, clause.verb.end())
    asked = fewer and (
        p.COUNTED.search(clause.text, start, end)
        if fewer["count"]
        else p.LEADING_COUNT.match(clause.text, start, end)
    )
    if not (fewer and asked):
        return False
    given, wanted = count(fewer["n"]), count(asked["n"])
    return given is not None and wanted is not None and given < wanted


def _counted(clause: _Clause, floor: int, before: int) -> Decided | None:
    """ "Twelve visits were asked for and six were allowed": the visits, modified."""
    counted = p.COUNT_OF.search(clause.text, max(floor, before - _NEAR), before)
    if counted is None or clause.outcome != "certified":
        return None
    requested = p.WERE_REQUESTED.search(clause.text, floor, counted.start())
    if requested is None:
        return None
    return (*subject(clause.text, floor, requested.start(), clause.named), "modified")


def _which(clause: _Clause, before: int) -> Decided | None:
    """What a "which" between ``clause.floor`` and the verb stands for, where the same sentence names it."""
    text, named = clause.text, clause.named
    floor = max(clause.floor, before - _LONGEST)
    which = next(iter(p.WHICH.finditer(text, max(floor, before - 2 * _NEAR), before)), None)
    if which is None or "," in text[which.end() : before]:
        return None
    naming = [m.end() for m in review_words().naming.finditer(text, floor, which.start())]
    naming = naming or [m.end() for m in p.PLAN.finditer(text, floor, which.start())]
    start, end = (
        own(text, naming[-1], which.start()) if naming else subject(text, floor, which.start(), named)
    )
    requested = p.WERE_REQUESTED.search(text, start, end)
    if (naming and start >= end) or requested:
        start, end = subject(text, floor, requested.start() if requested else naming[-1], named)
    if not named.between(start, end):
        return None
    if clause.outcome == "certified" and which["none"]:
        return start, end, "denied"
    part = which["part"] and clause.outcome == "certified"
    return start, end, "modified" if part else clause.outcome


def _is_noun(text: str, verb: re.Match[str], in_list: bool) -> bool:
    """``modified duty``, ``authorized representative``, ``if approved`` are no decisions.

    ``in_list`` says that another decision stands before: "denial of A, | approval of B".
    """
    before = max(0, verb.start() - _NEAR), verb.start()
    word = verb.group().lower()
    if p.HYPOTHETICAL.search(text, *before) or (in_list and p.AS_BEING.search(text, *before)):
        return True
    if p.SHOULD.search(text, *before) and not review_words().review.search(text, 0, verb.start()):
        return True
    if _is_told_of(text, word, before):
        return True
    if _is_of_person(text, word, verb.end()):
        return True
    if word.startswith(("approval ", "authorization ", "authorisation ")) and " given" not in word:
        listed = in_list and p.IN_LIST.search(text, *before) and not p.SOUGHT.match(text, verb.end())
        gives = p.GIVES.search(text, *before) and not p.SOUGHT.match(text, verb.end())
        return not (listed or gives)
    if word.startswith("certif") and " given" not in word:
        if word.startswith("certification ") and not p.IN_LIST.search(text, *before):
            return True
        if p.BOARD.search(text, *before):
            return True
    return text.startswith("-", verb.end()) or p.COMPOUND.search(text, *before) is not None


def _is_of_person(text: str, word: str, end: int) -> bool:
    """Whether the word says what a person may do: "modified duty", "not authorized to return to work"."""
    duty = word == "modified" and p.NO_DECISION_BEHIND.match(text, end) is not None
    return duty or p.TO_DO.match(text, end) is not None


def _is_told_of(text: str, word: str, before: tuple[int, int]) -> bool:
    """Whether the word describes ("reduced pain"), gives a reason for denying, or tells of earlier visits approved."""
    return (
        (word == "reduced" and p.DESCRIBED.search(text, *before) is not None)
        or (word.endswith("ing") and p.REASON_IN.search(text, *before) is not None)
        or (word in _ALLOWED and p.HAD_BEFORE.search(text, *before) is not None)
    )
