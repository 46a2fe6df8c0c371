"""A whole summary's decisions: sentence by sentence, with what an earlier or later one says of the same item."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import Literal

from imrnlp.assemble.utilization import patterns as p
from imrnlp.assemble.utilization.clauses import Decided, decisions
from imrnlp.assemble.utilization.dates import date_before, date_behind, date_of
from imrnlp.assemble.utilization.lists import items
from imrnlp.assemble.utilization.named import Named
from imrnlp.assemble.utilization.spans import own, subject
from imrnlp.assemble.utilization.words import Stems, review_words
from imrnlp.record import UrDecision
from imrnlp.tag.passages import Passage
from imrnlp.text.numbers import count
from imrnlp.text.strings import Span, lower

#: Sentences back from "denied the request" in which the request may be named.
_LOOK_BACK = 4
#: Characters before a decision's item in which its own words may begin.
_NEAR = 40
#: Characters of what a physician proposed.
_LONGEST_PROPOSED = 120
#: How a sentence ends that denies what the one before certified of another item.
_NOT = p.WORDS.compile(r"\s {denied_ends} [.] \s* \Z", re.VERBOSE)


#: Which of the items that were asked for a word of place names; "former" and "latter" are said of two.
_PLACES = {
    "former": slice(1),
    "latter": slice(1, 2),
    "first": slice(1),
    "second": slice(1, 2),
    "third": slice(2, 3),
    "last": slice(-1, None),
}
_OF_TWO = ("former", "latter")
#: Most items that a list numbers.
_MOST = 40
#: What "all but the cane were denied" says of the cane.
_OPPOSITE: dict[str, Literal["certified", "denied"]] = {"denied": "certified", "certified": "denied"}


@dataclass(frozen=True, slots=True)
class _Sentence:
    text: str
    start: int
    #: The services and drugs of the whole summary.
    names: Named

    @property
    def named(self) -> Named:
        return self.names.within(self.start, self.start + len(self.text))


@dataclass(slots=True)
class _Review:
    """What has been read so far: the decisions, those of items named elsewhere, the review's date."""

    summary: str
    names: Named
    sentences: list[_Sentence]
    found: list[UrDecision] = field(default_factory=list)
    resolved: list[UrDecision] = field(default_factory=list)
    date: dt.date | None = None
    begun: bool = False


def read_utilization_review(summary: str | Passage) -> list[UrDecision]:
    """Each thing that utilization review decided, in the order of the text; offsets are into ``summary``.

    ``summary`` is flowing text.  One decision stated twice is one entry.  Linear time.

    >>> read_utilization_review("The 3/11/15 utilization review certified Norco 10/325 mg #80. "
    ...                         "The request for a TENS unit was modified to a rental.")
    [UrDecision('Norco 10/325 mg #80', certified), UrDecision('TENS unit', modified)]
    """
    passage = Passage.of(summary)
    text = passage.text
    stems = Stems(text)
    if not stems:
        return []
    names = Named.of(passage)
    review = _Review(text, names, [_Sentence(text[s:e], s, names) for s, e in passage.sentences])
    for i, sentence in enumerate(review.sentences):
        if stems.between(sentence.start, sentence.start + len(sentence.text)):
            _read_sentence(review, i)
        elif review.found and _NOT.search(sentence.text):
            _read_neither(review, sentence)
    return _once(_without_superseded(review.found, review.resolved))


def states_decision(sentence: str) -> bool:
    """Whether the sentence says what utilization review decided.

    >>> states_decision("Utilization Review denied Norco."), states_decision("He takes Norco.")
    (True, False)
    """
    return (
        bool(Stems(sentence))
        and review_words().review.search(sentence) is not None
        and review_words().outcome.search(sentence)
    )


def _read_sentence(review: _Review, at: int) -> None:
    """Reads the sentence at ``at``: each of its decisions, with the items that it is about."""
    sentence = review.sentences[at]
    text = sentence.text
    if review.found and review_words().not_review.search(text):
        return
    other = _other_body(text)
    text = text if other is None else text[:other]
    names_review = _begins_review(review, text)
    original = _original(text) if review.begun else None
    if original and review.found and _is_vague(review.found[-1]):
        review.found.pop()
    for decided in [original] if original else list(decisions(text, sentence.named, review.begun)):
        _read_decision(review, at, decided, names_review)
    if other is not None:
        review.begun = False


def _other_body(text: str) -> int | None:
    """Where another body begins to decide: "and referred to | an IRO who determined that A is not necessary"."""
    if "ndependent" not in text and "IMR" not in text and "IRO" not in text:
        return None
    other = p.OTHER_BODY.search(text)
    return None if other is None else other.start()


def _read_decision(review: _Review, at: int, decided: Decided, names_review: bool) -> None:
    """Keeps one decision of the sentence at ``at``, for each item that it or another sentence names."""
    text = review.sentences[at].text
    start, end, outcome = decided
    date = (
        date_before(text, start)
        or date_behind(text, end)
        or (review.date if names_review else date_of(text) or review.date)
    )
    of_them = outcome == "certified" and p.OF_THEM.match(text, start, end) is not None
    unnamed = of_them or _is_unnamed(text, start, end)
    spans, elsewhere = _spans_of(review, at, decided, unnamed)
    if outcome == "certified" and not unnamed and _is_only(text, start, end):
        _deny_the_rest(review, at, spans, date)
    if of_them:
        outcome = "modified"
    found = [
        UrDecision(
            date=date,
            request=review.summary[a:b],
            outcome=_of_part(review.summary, a, b, outcome),  # type: ignore[arg-type]
            start=a,
            end=b,
        )
        for first, last in spans
        for a, b in items(review.summary, first, last, review.names)
    ]
    if _is_what_was_left(review, sentence_start=review.sentences[at].start, found=found):
        return
    review.found += found
    if elsewhere and not of_them:
        review.resolved += found
    if found and (names_review or review.begun or p.UNSAID.search(text)):
        review.begun, review.date = True, date


def _is_only(text: str, start: int, end: int) -> bool:
    """Whether nothing else was certified: "certified | only | A", "certified A | only"."""
    before = p.ONLY_AT_END.search(text, max(0, start - _NEAR), start)
    return before is not None or p.ONLY_BEHIND.match(text, end) is not None


def _is_what_was_left(review: _Review, sentence_start: int, found: list[UrDecision]) -> bool:
    """Whether "modified Norco #180 and | certified Norco #120" certifies what the modification left."""
    if len(found) != 1 or found[0].outcome != "certified" or not review.found:
        return False
    last = review.found[-1]
    left = _content(found[0])
    here = last.outcome == "modified" and (last.start or 0) >= sentence_start
    return here and bool(left) and left <= _content(last)


def _spans_of(review: _Review, at: int, decided: Decided, unnamed: bool) -> tuple[list[Span], bool]:
    """Where the items of a decision are named, and whether that is elsewhere; nowhere for a decision told already."""
    sentence = review.sentences[at]
    text = sentence.text
    start, end, outcome = decided
    spans = [(start + sentence.start, end + sentence.start)]
    if unnamed and (but_one := p.ALL_EXCEPT.search(text, max(0, start - _NEAR))):
        first, last = but_one.span("item")
        return _all_but(review, at, (first + sentence.start, last + sentence.start), outcome), False
    behind = p.BUT_ITEM.match(text, end) if unnamed else None
    if behind and sentence.named.between(*behind.span("item")):
        first, last = behind.span("item")
        return _all_but(review, at, (first + sentence.start, last + sentence.start), outcome), False
    if unnamed:
        if review.found and "original request" in lower(text):
            return [], False
        return _named_elsewhere(review, at, spans)
    if outcome == "certified" and _repeats_modification(review, text):
        return [], False
    if numbered := p.BY_NUMBER.match(text, start, end):
        spans = _by_number(review, at, numbered["numbers"])
    elif p.PLACES.match(text, start, end):
        spans = _by_places(review, at, text[start:end])
    elif p.REST.match(text, start, end):
        spans = _rest(review, at)
    elif one_of_two := p.FORMER_OR_LATTER.match(text, start, end):
        spans = _by_place(review, at, one_of_two["which"].lower(), count(one_of_two["n"] or ""))
    elif (excepted := p.EXCEPT.search(text, start, end)) and _is_general(text, start, excepted.start()):
        spans = _all_but(review, at, (sentence.start + excepted.end(), sentence.start + end), outcome)
    return spans, False


def _of_part(summary: str, start: int, end: int, outcome: str) -> str:
    """The outcome of one item of a list: "certified A and | four of the twelve visits" is a modification of these."""
    fewer = outcome == "certified" and p.FRACTION.match(summary, start, end) is not None
    return "modified" if fewer else outcome


def _begins_review(review: _Review, text: str) -> bool:
    """Whether the sentence names the review; it then gives the date of what follows."""
    if review_words().review.search(text) is None:
        return False
    review.date = date_of(text) or (review.date if review.begun else None)
    review.begun = True
    return True


def _is_unnamed(text: str, start: int, end: int) -> bool:
    """Whether a decision names no item itself: nothing, "the request", "the utilization review"."""
    return (
        start == end
        or review_words().vague.fullmatch(text, start, end) is not None
        or review_words().review.match(text, start, end) is not None
    )


def _is_general(text: str, start: int, end: int) -> bool:
    """Whether the words before "except" name no item themselves: "all of the requested items"."""
    return _is_unnamed(text, start, end) or p.REQUESTED_SERVICES.match(text, start, end) is not None


def _named_elsewhere(review: _Review, at: int, spans: list[Span]) -> tuple[list[Span], bool]:
    """Where other words name the item of a decision, else ``spans``; nothing where those say nothing.

    Second, whether the request was named before it.
    """
    named, vague = _named_before(review.sentences, at)
    spans = (
        named
        or _named_in_reasons(review.sentences, at)
        or _named_after(review.sentences, at)
        or vague
        or _proposed_before(review.sentences, at)
        or spans
    )
    return [] if _names_nothing(review.summary, spans[0]) else spans, bool(named)


def _by_place(review: _Review, at: int, which: str, n: int | None) -> list[Span]:
    """Those of what was asked for that a place names: "A, B and C were requested; | the first two | were certified"."""
    spans = _listed(review, at)
    if len(spans) < 2 or (len(spans) > 2 and which in _OF_TWO):
        return []
    if n:
        return spans[:n] if which == "first" else spans[-n:]
    return spans[_PLACES[which]]


def _by_places(review: _Review, at: int, words: str) -> list[Span]:
    """The same of several places: "UR denied | the second and third"."""
    spans = _listed(review, at)
    places = [_PLACES[match.group().lower()] for match in p.PLACE_NAME.finditer(words)]
    return [span for place in places for span in spans[place]]


def _by_number(review: _Review, at: int, numbers: str) -> list[Span]:
    """Those of what was asked for that have the numbers: "1) a cane; 2) Soma. | Items 1 and 2 | were denied"."""
    wanted: list[int] = []
    for match in p.NUMBER_OR_RANGE.finditer(numbers):
        first, last = int(match["n"]), int(match["to"] or match["n"])
        wanted += range(first, min(last, first + _MOST) + 1)
    spans = _numbered(review, at) or dict(enumerate(_listed(review, at), 1))
    return [spans[n] for n in wanted] if spans.keys() >= set(wanted) else []


def _numbered(review: _Review, at: int) -> dict[int, Span]:
    """The items of the last list before the sentence that numbers them from 1, by their numbers."""
    start, end = review.sentences[max(0, at - _MOST)].start, review.sentences[at].start
    run: list[re.Match[str]] = []
    for entry in p.ENTRY.finditer(review.summary, start, end):
        if int(entry["n"]) == 1:
            run = [entry]
        elif run and int(entry["n"]) == len(run) + 1:
            run.append(entry)
    if len(run) < len(_OF_TWO):
        return {}
    after = [s.start + len(s.text) for s in review.sentences if s.start + len(s.text) > run[-1].end()]
    ends = [*(entry.start() for entry in run[1:]), after[0]]
    spans = [own(review.summary, entry.end(), stop) for entry, stop in zip(run, ends, strict=True)]
    return dict(enumerate(spans, 1))


def _listed(review: _Review, at: int) -> list[Span]:
    """Each thing that was asked for before the decision of the sentence at ``at``."""
    named, _ = _named_before(review.sentences, at)
    return [span for first, last in named for span in items(review.summary, first, last, review.names)]


def _without(review: _Review, listed: list[Span], decided: list[str]) -> list[Span]:
    """Those of a list of which none of the ``decided`` is said: the same words, else one word in common."""
    named = {" ".join(lower(request).split()) for request in decided}
    texts = {span: " ".join(lower(review.summary[slice(*span)]).split()) for span in listed}
    loose = [_content_words(request) for request in named - set(texts.values())]
    return [
        span
        for span, text in texts.items()
        if text not in named and not any(_content_words(text) & words for words in loose)
    ]


def _deny_the_rest(review: _Review, at: int, certified: list[Span], date: dt.date | None) -> None:
    """What was asked for beside the one that "only A was certified" names."""
    listed = _listed(review, at)
    rest = _without(review, listed, [review.summary[a:b] for a, b in certified])
    if not 0 < len(rest) < len(listed):
        return
    for a, b in rest:
        review.found.append(
            UrDecision(date=date, request=review.summary[a:b], outcome="denied", start=a, end=b)
        )


def _all_but(review: _Review, at: int, excepted: Span, outcome: str) -> list[Span]:
    """What was asked for, less the one excepted, of which the opposite was decided: "all but the cane were denied"."""
    named = _named_before(review.sentences, at)[0] or _named_after(review.sentences, at)
    spans = [span for first, last in named for span in items(review.summary, first, last, review.names)]
    others = _without(review, spans, [review.summary[slice(*own(review.summary, *excepted))]])
    one = next((span for span in spans if span not in others), own(review.summary, *excepted))
    opposite: Literal["certified", "denied"] | None = _OPPOSITE.get(outcome)
    if opposite is not None:
        start, end = one
        review.found.append(
            UrDecision(
                date=review.date, request=review.summary[start:end], outcome=opposite, start=start, end=end
            )
        )
    return others


def _rest(review: _Review, at: int) -> list[Span]:
    """What was asked for, less what has been decided: "agreed to the cane but turned down | the other two"."""
    return _without(review, _listed(review, at), [d.request for d in review.found])


def _read_neither(review: _Review, sentence: _Sentence) -> None:
    """ "The assistant surgeon was not." behind a certification."""
    last = review.found[-1]
    match = p.NEITHER.match(sentence.text)
    if match is None or last.outcome != "certified":
        return
    start, end = (sentence.start + at for at in own(sentence.text, *match.span("item")))
    spans = [(start, end)]
    if p.REST.match(review.summary, start, end):
        spans = _rest(review, review.sentences.index(sentence))
    for a, b in [span for first, last in spans for span in items(review.summary, first, last, review.names)]:
        review.found.append(
            UrDecision(date=last.date, request=review.summary[a:b], outcome="denied", start=a, end=b)
        )


def _is_vague(decision: UrDecision) -> bool:
    """Whether a modification names no item: "the requested treatment", whose original follows."""
    return decision.outcome == "modified" and p.REQUESTED_SERVICES.match(decision.request) is not None


def _original(text: str) -> Decided | None:
    """ "X was the original request" means that X was granted in part only."""
    match = p.ORIGINAL.search(text)
    if match is None:
        return None
    lead = p.ORIGINAL_LEAD.search(text, 0, match.start())
    return (*own(text, lead.end() if lead else 0, match.start()), "modified")


def _names_nothing(summary: str, span: Span) -> bool:
    """Whether the words name no item: none, "a prior determination", a pronoun that nothing explains."""
    start, end = span
    return (
        start == end
        or p.DECISION_ITSELF.match(summary, start, end) is not None
        or p.PRONOUN.match(summary, start, end) is not None
    )


def _repeats_modification(review: _Review, text: str) -> bool:
    """``Baclofen #27 was authorized by the Claims Administrator`` repeats a modification already stated."""
    stated = bool(review.found) and review.found[-1].outcome == "modified"
    return stated and p.BY_ADMINISTRATOR.search(text) is not None


def _named_before(sentences: list[_Sentence], at: int) -> tuple[list[Span], list[Span]]:
    """Where the request is named that a sentence calls just "the request": looks a few sentences back.

    Second where no service is named, but "the requested services" are.
    """
    here = _named_here(sentences[at])
    if here:
        return [here], []
    vague: list[Span] = []
    for sentence in reversed(sentences[max(0, at - _LOOK_BACK) : at]):
        for match in review_words().naming.finditer(sentence.text):
            if review_words().outcome.search(sentence.text, match.end()):
                continue
            start, end = own(sentence.text, match.end(), len(sentence.text))
            span = (sentence.start + start, sentence.start + end)
            if p.REQUESTED_SERVICES.match(sentence.text, start, end):
                vague = vague or [span]
            elif sentence.named.between(start, end):
                return [span], []
        for asked in p.ASKED_FOR.finditer(sentence.text):
            if review_words().outcome.search(sentence.text, asked.end()):
                continue
            start, end = subject(sentence.text, 0, asked.start(), sentence.named)
            if sentence.named.between(start, end):
                return [(sentence.start + start, sentence.start + end)], []
    return [], vague


def _proposed_before(sentences: list[_Sentence], at: int) -> list[Span]:
    """What a physician proposed shortly before "the treatment" was decided, where nothing was called a request."""
    for sentence in reversed(sentences[max(0, at - _LOOK_BACK // 2) : at + 1]):
        verb = next((m for _, m in review_words().outcome.finditer(sentence.text)), None)
        if verb is not None and sentence is not sentences[at]:
            return []
        stop = verb.start() if verb else len(sentence.text)
        for match in p.PROPOSED.finditer(sentence.text, 0, stop):
            start, end = own(sentence.text, match.end(), stop)
            if end - start < _LONGEST_PROPOSED and sentence.named.between(start, end):
                return [(sentence.start + start, sentence.start + end)]
    return []


def _named_here(sentence: _Sentence) -> Span | None:
    """Where the sentence itself names it before its verb: "The request was for a cane and UR denied it."."""
    about = p.ABOUT.match(sentence.text)
    if about and sentence.named.between(*about.span("item")):
        start, end = own(sentence.text, *about.span("item"))
        return sentence.start + start, sentence.start + end
    text = sentence.text
    for asked in p.ASKED_FOR.finditer(text):
        start, end = subject(text, 0, asked.start(), sentence.named)
        if review_words().outcome.search(text, asked.end()) and sentence.named.between(start, end):
            return sentence.start + start, sentence.start + end
    for match in review_words().naming.finditer(sentence.text):
        if match.group().startswith("requested") and p.ARTICLE.search(sentence.text, 0, match.start()):
            continue  # "the requested surgery" is the one named before
        verb = next((m for _, m in review_words().outcome.finditer(sentence.text, match.end())), None)
        stop = verb.start() if verb else len(sentence.text)
        cut = p.PLACE_CLAUSE.search(text, match.end(), stop) or p.REVIEW_AT_END.search(
            text, max(match.end(), stop - _NEAR), stop
        )
        start, end = own(text, match.end(), cut.start() if cut else stop)
        if verb and sentence.named.between(start, end):
            return sentence.start + start, sentence.start + end
    return None


def _named_after(sentences: list[_Sentence], at: int) -> list[Span]:
    """Where the next sentence names it: "The requests were denied. They were for a cane and a brace."."""
    for sentence in sentences[at + 1 : at + 2]:
        match = p.WERE_FOR.match(sentence.text)
        if match and sentence.named.between(match.end(), len(sentence.text)):
            start, end = own(sentence.text, match.end(), len(sentence.text))
            return [(sentence.start + start, sentence.start + end)]
    return []


def _named_in_reasons(sentences: list[_Sentence], at: int) -> list[Span]:
    """The items that the reasons of "the requests were denied" name, each with its own reason.

    The reasons may go on in the next sentences: "Furthermore, there was no finding warranting an MRI."
    """
    spans: list[Span] = []
    for sentence in sentences[at : at + _LOOK_BACK]:
        if sentence is not sentences[at] and not p.MORE_REASONS.match(sentence.text):
            break
        last = -1
        for m in p.TO_SUPPORT.finditer(sentence.text):
            chained = (
                last >= 0 and not sentence.text[last : m.start()].strip()
            )  # "to support A | to warrant B"
            last = m.end()
            if not chained and (sentence.named.between(*m.span("item")) or "requested" in m.group()):
                spans.append(
                    (sentence.start + m.start("item"), sentence.start + _end_of_list(sentence, m.end("item")))
                )
    return spans


def _end_of_list(sentence: _Sentence, end: int) -> int:
    """Where a reason's item ends, with a second name behind "and": "an MRI | and CT scan"."""
    more = p.AND_ONE.match(sentence.text, end)
    name = next((n for n in sentence.named.names if more and n[0] == more.end()), None)
    return end if name is None else name[1]


_CONTENT = re.compile(r"[a-z]{4,}")


def _without_superseded(found: list[UrDecision], resolved: list[UrDecision]) -> list[UrDecision]:
    """Without what "the requests were denied" says of items whose decisions follow one by one.

    A later item that has none of their words ("both creams") stands for those that are not named.
    """
    if not resolved:
        return found
    general = {id(decision) for decision in resolved}
    first = next(i for i, decision in enumerate(found) if id(decision) in general)
    stated = [_content(d) for d in found[first:] if id(d) not in general]
    asked = set().union(*(_content(d) for d in resolved))
    by_class = any(not words & asked for words in stated)
    later = set().union(*stated)
    return [d for d in found if id(d) not in general or not (by_class or _content(d) & later)]


def _content(decision: UrDecision) -> set[str]:
    return _content_words(decision.request)


def _content_words(request: str) -> set[str]:
    """The words that identify an item: those of four letters and more."""
    return set(_CONTENT.findall(lower(request))) - p.WORDS.of("of_any_item")


def _once(found: list[UrDecision]) -> list[UrDecision]:
    kept: dict[tuple[str, str], UrDecision] = {}
    for decision in found:
        kept.setdefault((" ".join(decision.request.lower().split()), decision.outcome), decision)
    return list(kept.values())
