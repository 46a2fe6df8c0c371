"""Words of a verdict, as letters and scans print them."""

from __future__ import annotations

import re

import pytest

from imrnlp import lexicons
from imrnlp.sections import verdicts
from imrnlp.sections.verdicts import find_verdicts


@pytest.fixture(autouse=True)
def made_again():
    """The patterns are made once a process: each row has them made again, by today's code."""
    verdicts._patterns.cache_clear()
    yield
    verdicts._patterns.cache_clear()


@pytest.mark.parametrize(
    ("words", "outcome"),
    [
        ("is not medically necessary", "upheld"),
        ("is notmedically necessary", "upheld"),  # a lost space
        ("is not  medically\n necessary", "upheld"),
        ("is not medica11y necessary", "upheld"),  # letters that scans confuse
        ("is not medicallv necessary", "upheld"),
        ("is not medically nece55ary", "upheld"),
        ("is not medically neces- sary", "upheld"),  # a word broken at a line's end
        ("is uphe1d", "upheld"),
        ("is overtumed", "overturned"),
        ("is overtuned", None),  # a letter lost is another word
        ("is medically necessary", "overturned"),
        ("is medically indicated", "overturned"),
        ("is partially medically appropriate", "modified"),
        ("is medically necessary in part", "modified"),
        ("is in part medically necessary", "modified"),
        ("is partly medically necessary", "modified"),
        ("is not established as medically necessary", "upheld"),
        ("is not certified", "upheld"),
        ("is non-certified", "upheld"),
        ("is non certified", "upheld"),
        ("is conditionally certified", "modified"),
        ("is upheld in part", "modified"),
        ("is partially overturned", "modified"),
        ("is modified", "modified"),
        ("is/was upheld", "upheld"),
        ("was found to be medically necessary", "overturned"),
        ("were deemed not medically necessary", "upheld"),
        ("decision: upheld", "upheld"),
        ("decision – overturned", "overturned"),
        ("board certified", None),
        ("denied as not medically necessary", None),
        ("is denied", None),
        ("is net medically necessary", None),  # three letters and fewer are as they are
    ],
)
def test_a_verdicts_words(words, outcome):
    found = find_verdicts(words, 0, len(words))
    assert [v.outcome for v in found] == ([outcome] if outcome else [])
    assert [v.end for v in found] == ([len(words)] if outcome else [])


@pytest.mark.parametrize(
    ("text", "places"),
    [
        pytest.param("it is upheld. mri: overturned", [(3, 13, "upheld"), (17, 29, "overturned")], id="two"),
        pytest.param("is upheld is overturned", [(0, 10, "upheld"), (10, 23, "overturned")], id="one behind the other"),
        pytest.param("is not medically necessary", [(0, 26, "upheld")], id="the longer wording counts"),
        pytest.param(": upheld and appropriate for this patient. x", [(0, 42, "upheld")], id="what goes on behind it"),
        pytest.param("is upheld and medically necessary at this time.", [(0, 47, "upheld")], id="a second word"),
        pytest.param("cane:upheld", [(4, 11, "upheld")], id="without a blank"),
        pytest.param("is upheldis upheld", [(0, 9, "upheld"), (9, 18, "upheld")], id="without one between"),
    ],
)  # fmt: skip
def test_where_verdicts_stand(text, places):
    assert [(v.start, v.end, v.outcome) for v in find_verdicts(text, 0, len(text))] == places


@pytest.mark.parametrize(("start", "end", "count"), [(0, 9, 1), (0, 8, 0), (1, 9, 0), (0, 12, 1)])
def test_only_the_part_that_is_asked_for(start, end, count):
    found = find_verdicts("is upheld and appropriate", start, end)
    assert len(found) == count
    assert all(v.end <= end for v in found)


def test_other_lexicons_give_other_verdicts(monkeypatch):
    """What the patterns are made from is the document of the lexicons in use."""
    assert find_verdicts("is granted", 0, 10) == []
    other = {**lexicons.document("layouts.json"), "verdicts": [["granted (?:in full)?", "overturned"]]}
    monkeypatch.setattr("imrnlp.sections.verdicts.lexicons.document", lambda name: other)
    assert [v.outcome for v in find_verdicts("is granted", 0, 10)] == ["overturned"]


@pytest.mark.parametrize(
    ("entry", "wordings"),
    [
        ("upheld", ["upheld"]),
        ("(?:not|non) certified|upheld", ["not certified", "non certified", "upheld"]),
        ("(?:very )?certified", ["(?:very )?certified"]),  # a group that may be missing stays
        ("denied (?:in|by) part|upheld", ["denied (?:in|by) part", "upheld"]),
        ("a|(?:b(?:c|d)|e)f|g", ["a", "(?:b(?:c|d)|e)f", "g"]),
        ("", [""]),
    ],
)
def test_an_entry_is_taken_apart_at_its_top(entry, wordings):
    assert verdicts._alternatives(entry) == wordings


@pytest.mark.parametrize(
    ("phrase", "printed", "same"),
    [
        ("not so", "not so", True),  # words of three letters are as they are
        ("not so", "n0t so", False),
        ("not so", "not  so", True),
        ("not so", "notso", True),
        ("upheld", "uphe|d", True),
        ("upheld", "uphed", False),
        ("upheld", "uph- eld", True),
        ("upheld", "uphel- d", True),
        ("upheld", "up- held", False),
        ("modern", "modem", True),
        ("blooms", "bloorns", True),
        ("blooms", "b1ooms", False),  # the first three letters of any word too
        ("x ?y", "xy", True),
        (r"upheld\b", "upheld", True),
    ],
)
def test_a_phrase_as_scans_print_it(phrase, printed, same):
    assert (re.fullmatch(verdicts.as_scanned(phrase), printed) is not None) is same
