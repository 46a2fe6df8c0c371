"""When utilization review decided."""

from __future__ import annotations

import datetime as dt

from imrnlp.assemble.utilization import patterns as p
from imrnlp.assemble.utilization.words import Stems, review_words
from imrnlp.text.dates import find_dates
from imrnlp.text.sentences import split_sentences

#: Characters between a review's name and its date; between a date and the review that follows.
_BEHIND, _BEFORE = 60, 12
#: Characters behind "On 5/6/14" in which "received" shows that the date is a request's.
_RECEIVED = 30
#: Characters before the date with which a line of a list begins: "(10/21/14) - ".
_LEAD = 3


def date_of(sentence: str) -> dt.date | None:
    """The date of the review or decision that the sentence states.

    >>> date_of("The utilization review dated 5/6/2014 denied a request of 4/1/2014.")
    datetime.date(2014, 5, 6)
    """
    dates = [(start, end, date) for start, end, date in find_dates(sentence) if date is not None]
    if not dates:
        return None
    for review in review_words().review.finditer(sentence):
        for start, _, date in dates:
            if 0 <= start - review.end() <= _BEHIND and p.BEFORE_DATE.fullmatch(
                sentence, review.end(), start
            ):
                return date
        for _, end, date in dates:
            if 0 <= review.start() - end <= _BEFORE and p.AFTER_DATE.fullmatch(sentence, end, review.start()):
                return date
    first = dates[0]
    behind = _behind_a_verb(sentence, dates)
    if behind is not None or (len(dates) == 1 and _is_of_decision(sentence, first[0])):
        return behind or first[2]
    dated = p.DATED.match(sentence) if dates[0][0] < _LEAD else None
    if dated and dates[0][0] < dated.end():
        return dates[0][2]
    lead = p.ON.match(sentence)
    if lead and dates[0][0] == lead.end() and "received" not in sentence[: dates[0][1] + _RECEIVED]:
        return dates[0][2]
    return None


def _behind_a_verb(sentence: str, dates: list[tuple[int, int, dt.date]]) -> dt.date | None:
    """The date right behind a verb of decision: "was denied on 5/6/14"."""
    for _, verb in review_words().outcome.finditer(sentence):
        for start, _, date in dates:
            if 0 <= start - verb.end() <= _BEHIND and p.VERB_TO_DATE.fullmatch(sentence, verb.end(), start):
                return date
    return None


def date_behind(sentence: str, end: int) -> dt.date | None:
    """The date right behind the verb that follows an item which ends at ``end``, in a sentence of several.

    >>> date_behind("Norco was denied on 1/6/15, Soma was denied on 2/3/15.", 32)
    datetime.date(2015, 2, 3)
    """
    verb = next((m for _, m in review_words().outcome.finditer(sentence, end, end + _BEHIND)), None)
    if verb is None or p.PASSIVE.search(sentence, end, verb.start()) is None:
        return None
    near = sentence[verb.end() : verb.end() + _BEHIND]
    for start, _, date in find_dates(near):
        return date if date is not None and p.VERB_TO_DATE.fullmatch(near, 0, start) else None
    return None


def date_before(sentence: str, start: int) -> dt.date | None:
    """The date with which the line of an item that begins at ``start`` begins.

    >>> date_before("10/2/14 - MRI denied; 11/6/14 - MRI approved", 32)
    datetime.date(2014, 11, 6)
    """
    dated = p.DATE_AT_END.search(sentence, max(0, start - _BEHIND), start)
    return None if dated is None else next((date for *_, date in find_dates(dated["date"])), None)


def _is_of_decision(sentence: str, at: int) -> bool:
    """Whether the sentence's one date is when the review that it names decided: "certified six visits | on 5/6/14"."""
    window = max(0, at - _BEHIND), at
    if p.ON_AT_END.search(sentence, *window) is None or p.DATED_OTHERWISE.search(sentence, *window):
        return False
    review = review_words().review.search(sentence, 0, at)
    verbs = [verb for _, verb in review_words().outcome.finditer(sentence, 0, at)]
    if review is None or not verbs or review.start() >= verbs[-1].start():
        return False
    return p.OTHER_STORY.search(sentence, verbs[-1].end(), at) is None


def review_date(summary: str) -> dt.date | None:
    """The date of the first utilization review decision that the summary dates.

    >>> review_date("A Utilization Review determination was rendered on 6/20/2014.")
    datetime.date(2014, 6, 20)
    """
    stems = Stems(summary)
    if not stems:
        return None
    for start, end in split_sentences(summary):
        if stems.between(start, end):
            sentence = summary[start:end]
            if review_words().review.search(sentence) and (date := date_of(sentence)):
                return date
    return None
